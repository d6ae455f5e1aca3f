import com.adobe.epubcheck.tool.EpubChecker;

/**
 * Has EPUBCheck judge many books within one virtual machine, whose start costs more than a book.
 *
 * Arguments: BOOK REPORT, as often as there are books; each report is EPUBCheck's own JSON.
 */
public class EpubJudge {
    public static void main(String[] arguments) {
        for (int at = 0; at < arguments.length; at += 2) {
            String[] options = {arguments[at], "--usage", "--locale", "en", "--json", arguments[at + 1]};
            new EpubChecker().run(options);
        }
    }
}
