import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;

import javax.xml.parsers.DocumentBuilderFactory;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.TextPosition;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges PDF files, many within one virtual machine.
 *
 * <pre>
 * validate FLAVOUR,... FILE...   veraPDF's verdicts, as lines of fields parted by tabs:
 *                                  BROKEN number flavour specification clause-test times what
 *                                  DONE   number flavour pass|fail|unreadable what
 * read FOLDER FILE...            what assistive technology reads, to FOLDER/NUMBER.txt (the text in the
 *                                order of the structure tree) and FOLDER/NUMBER.alt (texts that stand for
 *                                what is not text); on standard output the catalogue's facts:
 *                                  FACTS number tagged|untagged language bookmarks pages
 * </pre>
 *
 * NUMBER counts the files from 0.
 */
public class PdfJudge {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        System.setOut(System.err);
        List<String> files = List.of(arguments).subList(2, arguments.length);
        if (arguments[0].equals("validate")) {
            validate(arguments[1].split(","), files);
        } else {
            for (int number = 0; number < files.size(); number++) {
                read(Path.of(arguments[1]), number, files.get(number));
            }
        }
    }

    private static void tell(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t")
                    .append(String.valueOf(field).replaceAll("[\\p{Cntrl}\\s]+", " "));
        }
        OUT.println(line);
    }

    // ---- veraPDF ------------------------------------------------------------------------------

    private static void validate(String[] flavours, List<String> files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String id : flavours) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            ValidationProfile profile = profile(flavour);
            for (int number = 0; number < files.size(); number++) {
                try (InputStream stream = new FileInputStream(files.get(number));
                        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                        PDFAValidator validator = Foundries.defaultInstance()
                                .createValidator(profile, 1, false, true, false)) {
                    report(number, id, profile, validator.validate(parser));
                } catch (Exception trouble) {
                    tell("DONE", number, id, "unreadable", trouble);
                }
            }
        }
    }

    private static void report(int number, String id, ValidationProfile profile, ValidationResult result) {
        Map<String, TestAssertion> samples = new HashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                samples.putIfAbsent(name(assertion.getRuleId()), assertion);
            }
        }
        Map<String, RuleId> broken = new TreeMap<>();
        for (RuleId rule : result.getFailedChecks().keySet()) {
            broken.put(name(rule), rule);
        }
        broken.forEach((name, rule) -> {
            TestAssertion sample = samples.get(name);
            String place = sample == null || sample.getLocation() == null ? "?" : sample.getLocation().getContext();
            String why = sample == null || sample.getErrorMessage() == null ? "" : sample.getErrorMessage() + " ";
            tell("BROKEN", number, id, rule.getSpecification().getName(), name, result.getFailedChecks().get(rule),
                    profile.getRuleByRuleId(rule).getDescription() + " " + why + "(" + place + ")");
        });
        tell("DONE", number, id, result.isCompliant() ? "pass" : "fail",
                profile.getRules().size() + " rules, " + result.getTotalAssertions() + " tests");
    }

    private static String name(RuleId rule) {
        return rule.getClause() + "-" + rule.getTestNumber();
    }

    /** A profile from the XML in the jar: the library's own reader wants a JAXB that the jar lacks. */
    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String file = id.equals("ua1") ? "PDFUA-1" : "PDFA-" + id.toUpperCase();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream stream = PdfJudge.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + file + ".xml")) {
            root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : inside(root, "rule")) {
            rules.add(rule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : inside(root, "variable")) {
            variables.add(Profiles.variableFromValues(element.getAttribute("name"), element.getAttribute("object"),
                    text(element, "defaultValue"), text(element, "value")));
        }
        if (!root.getAttribute("flavour").equals(flavour.name()) || rules.size() < 50) {
            throw new IllegalStateException(file + " is not the profile of " + id);
        }
        return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(id, id, "", new Date(0)), "",
                rules, variables);
    }

    private static Rule rule(Element element) {
        Element id = inside(element, "id").get(0);
        List<ErrorArgument> blanks = new ArrayList<>();
        for (Element argument : inside(element, "argument")) {
            String name = argument.getAttribute("name");
            blanks.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name.isEmpty() ? null : name, null));
        }
        List<Reference> references = new ArrayList<>();
        for (Element reference : inside(element, "reference")) {
            references.add(Profiles.referenceFromValues(reference.getAttribute("specification"),
                    reference.getAttribute("clause")));
        }
        RuleId name = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        // Deferred rules look at what is known only after the whole file was seen.
        Boolean deferred = element.getAttribute("deferred").equals("true");
        return Profiles.ruleFromValues(name, element.getAttribute("object"), deferred, element.getAttribute("tags"),
                text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(inside(element, "error").get(0), "message"), blanks), references);
    }

    private static List<Element> inside(Element element, String name) {
        NodeList nodes = element.getElementsByTagNameNS("*", name);
        List<Element> found = new ArrayList<>();
        for (int at = 0; at < nodes.getLength(); at++) {
            found.add((Element) nodes.item(at));
        }
        return found;
    }

    private static String text(Element element, String name) {
        List<Element> found = inside(element, name);
        return found.isEmpty() ? null : found.get(0).getTextContent();
    }

    // ---- what a tagged file reads as ----------------------------------------------------------

    private static void read(Path folder, int number, String file) throws Exception {
        try (PDDocument document = Loader.loadPDF(new File(file))) {
            COSDictionary catalogue = document.getDocumentCatalog().getCOSObject();
            COSDictionary tree = catalogue.getCOSDictionary(COSName.getPDFName("StructTreeRoot"));
            COSDictionary marks = catalogue.getCOSDictionary(COSName.getPDFName("MarkInfo"));
            boolean tagged = tree != null && marks != null && marks.getBoolean(COSName.getPDFName("Marked"), false);
            COSDictionary outline = catalogue.getCOSDictionary(COSName.OUTLINES);
            int bookmarks = outline == null ? 0 : count(outline, new HashSet<>());
            String language = document.getDocumentCatalog().getLanguage();
            tell("FACTS", number, tagged ? "tagged" : "untagged", language == null ? "" : language, bookmarks,
                    document.getNumberOfPages());
            if (tree != null) {
                Voice voice = new Voice(document, tree);
                Files.writeString(folder.resolve(number + ".txt"), voice.spoken);
                Files.writeString(folder.resolve(number + ".alt"), voice.described);
            }
        } catch (Exception trouble) {
            tell("UNREADABLE", number, trouble);
        }
    }

    private static int count(COSDictionary item, Set<COSBase> seen) {
        int sum = 0;
        COSDictionary kid = item.getCOSDictionary(COSName.FIRST);
        while (kid != null && seen.add(kid)) {
            sum += 1 + count(kid, seen);
            kid = kid.getCOSDictionary(COSName.NEXT);
        }
        return sum;
    }

    /** What parts two glyphs that follow each other: nothing, a space, or the end of a line. */
    private static String space(TextPosition before, TextPosition glyph) {
        if (before == null || glyph == null) {
            return "";
        }
        float size = Math.max(1, glyph.getFontSizeInPt());
        float gap = glyph.getXDirAdj() - before.getXDirAdj() - before.getWidthDirAdj();
        boolean otherLine = Math.abs(glyph.getYDirAdj() - before.getYDirAdj()) > size || gap < -2 * size;
        return otherLine ? "\n" : gap > size / 3 ? " " : "";
    }

    /** Walks the structure tree as a screen reader does, and notes what it would say. */
    private static final class Voice {
        /** Elements that stand within a line; all others part words. */
        private static final Set<String> WITHIN_LINE =
                Set.of("Span", "Link", "Em", "Strong", "Code", "Quote", "Sub", "NonStruct", "Reference", "Annot");
        /** The table of contents repeats headings: its words would hide a heading lost from the text. */
        private static final Set<String> PASSED_OVER = Set.of("TOC");

        private final Map<COSDictionary, Map<Integer, Sequence>> content = new IdentityHashMap<>();
        private final Set<COSBase> seen = new HashSet<>();
        private final COSDictionary roles;
        private final StringBuilder spoken = new StringBuilder();
        private final StringBuilder described = new StringBuilder();
        private Sequence before;
        private COSDictionary beforeOn;

        Voice(PDDocument document, COSDictionary tree) throws Exception {
            roles = tree.getCOSDictionary(COSName.getPDFName("RoleMap"));
            for (PDPage page : document.getPages()) {
                PDFMarkedContentExtractor extractor = new PDFMarkedContentExtractor();
                extractor.setSuppressDuplicateOverlappingText(false);
                extractor.processPage(page);
                Map<Integer, Sequence> marked = new HashMap<>();
                for (PDMarkedContent piece : extractor.getMarkedContents()) {
                    gather(piece, null, marked);
                }
                content.put(page.getCOSObject(), marked);
            }
            kids(tree.getDictionaryObject(COSName.K), null);
        }

        /** Sorts a page's text by marked sequence; artifacts are not read. */
        private static void gather(PDMarkedContent piece, Sequence outer, Map<Integer, Sequence> marked) {
            if ("Artifact".equals(piece.getTag())) {
                return;
            }
            Sequence into = piece.getMCID() < 0 ? outer
                    : marked.computeIfAbsent(piece.getMCID(), id -> new Sequence());
            boolean replaced = piece.getActualText() != null && into != null && !into.silent;
            if (replaced) {
                into.silent = true;
            }
            for (Object part : piece.getContents()) {
                if (part instanceof PDMarkedContent) {
                    gather((PDMarkedContent) part, into, marked);
                } else if (part instanceof TextPosition && into != null) {
                    into.add((TextPosition) part);
                }
            }
            if (replaced) {
                into.text.append(piece.getActualText());
                into.silent = false;
                into.replacing = false;
            }
        }

        private void kids(COSBase node, COSDictionary page) {
            COSBase kid = node instanceof COSObject ? ((COSObject) node).getObject() : node;
            if (kid instanceof COSArray) {
                for (COSBase each : (COSArray) kid) {
                    kids(each, page);
                }
            } else if (kid instanceof COSInteger) {
                say(page, ((COSInteger) kid).intValue());
            } else if (kid instanceof COSDictionary) {
                COSDictionary item = (COSDictionary) kid;
                COSDictionary own = item.getCOSDictionary(COSName.PG);
                String type = item.getNameAsString(COSName.TYPE);
                if ("MCR".equals(type)) {
                    say(own == null ? page : own, item.getInt(COSName.MCID));
                } else if (!"OBJR".equals(type) && seen.add(item)) {
                    element(item, own == null ? page : own);
                }
            }
        }

        private void element(COSDictionary element, COSDictionary page) {
            String role = role(element.getNameAsString(COSName.S));
            if (PASSED_OVER.contains(role)) {
                return;
            }
            String around = WITHIN_LINE.contains(role) ? "" : "\n";
            spoken.append(around);
            before = around.isEmpty() ? before : null;
            for (String key : List.of("Alt", "E")) {
                String text = element.getString(COSName.getPDFName(key));
                described.append(text == null ? "" : text + "\n");
            }
            String actual = element.getString(COSName.getPDFName("ActualText"));
            if (actual != null) {
                spoken.append(actual);
                before = null;
            } else {
                kids(element.getDictionaryObject(COSName.K), page);
            }
            spoken.append(around);
            before = around.isEmpty() ? before : null;
        }

        private String role(String name) {
            for (int step = 0; step < 9 && roles != null && name != null; step++) {
                String standard = roles.getNameAsString(name);
                if (standard == null) {
                    break;
                }
                name = standard;
            }
            return name == null ? "" : name;
        }

        private void say(COSDictionary page, int id) {
            Sequence next = content.getOrDefault(page, Map.of()).get(id);
            if (next == null) {
                return;
            }
            if (before != null) {
                spoken.append(page == beforeOn ? space(before.last, next.first) : "\n");
            }
            spoken.append(next.text);
            before = next;
            beforeOn = page;
        }
    }

    /** The text of one marked sequence, and where it begins and ends on the page. */
    private static final class Sequence {
        private final StringBuilder text = new StringBuilder();
        private TextPosition first;
        private TextPosition last;
        /** Glyphs under an ActualText count for their place only, and of them the first alone. */
        private boolean silent;
        private boolean replacing;

        void add(TextPosition glyph) {
            if (!silent || !replacing) {
                text.append(space(last, glyph));
                replacing = silent;
            }
            if (!silent) {
                text.append(glyph.getUnicode() == null ? "" : glyph.getUnicode());
            }
            first = first == null ? glyph : first;
            last = glyph;
        }
    }
}
