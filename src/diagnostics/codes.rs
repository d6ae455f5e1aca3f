//! Every diagnostic code: its stable name, its severity, why it matters, how to mend it.
//! `stationer explain CODE` prints what stands here.

use super::Severity;

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $why:literal, $mend:literal;)*) => {
        /// The rule behind a diagnostic. Names are words, stable and unique.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = $why] $variant,)*
        }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name people and programs use.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity a finding has unless it is raised or lowered.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Why the rule exists.
            pub fn why(self) -> &'static str {
                match self { $(Code::$variant => $why,)* }
            }

            /// What to do about it.
            pub fn mend(self) -> &'static str {
                match self { $(Code::$variant => $mend,)* }
            }
        }
    };
}

codes! {
    // Files and configuration.
    UnreadableFile = "unreadable-file", Error,
        "A file or folder that was named could not be read, so nothing of it is in the result.",
        "Check the path and the permissions.";
    NothingToExport = "nothing-to-export", Error,
        "An input holds no lessons, so there is nothing to make a book from.",
        "Name a lesson (.md, .markdown, .txt), a folder with lessons, or a folder of such folders.";
    UnwritableOutput = "unwritable-output", Error,
        "The result could not be written. The old file, if there was one, is untouched.",
        "Check that the folder exists or can be made, that it is writable, and that the disk has room.";
    OutputClash = "output-clash", Error,
        "Two results would have the same file name, and one would overwrite the other.",
        "Rename one of the lessons or folders.";
    PathOutsideRoot = "path-outside-root", Error,
        "A lesson may only use files inside the folder it belongs to, so that a foreign lesson cannot read private files.",
        "Copy the file into the folder of the lesson and name it by a relative path.";
    ConfigSyntax = "config-syntax", Error,
        "A configuration file is not valid TOML, so none of its settings can be trusted.",
        "Mend the place that is marked.";
    ConfigUnknownKey = "config-unknown-key", Error,
        "A key that Stationer does not know would be ignored in silence, and the setting would never take effect.",
        "Use the suggested key, or remove it.";
    ConfigBadValue = "config-bad-value", Error,
        "A setting has a value of the wrong kind or outside its range.",
        "Give a value of the kind the message names.";
    ConfigMissingLesson = "config-missing-lesson", Error,
        "A lesson listed in path.toml does not exist, so the book would lack a chapter.",
        "Mend the file name or remove it from the list.";
    SummaryEntry = "summary-entry", Warning,
        "An entry of SUMMARY.md names no lesson: it is a draft without a file, leads out of the path, or is no link at all.",
        "Name a file behind the title: `- [Title](file.md)`, or remove the entry.";
    UnknownBackend = "unknown-backend", Error,
        "A format was asked for that no back end makes.",
        "Run `stationer formats` for the list.";
    BadArgument = "bad-argument", Error,
        "A value on the command line or in the environment cannot be used, so nothing was begun.",
        "Give a value of the kind the message names; `stationer help` lists what there is.";

    // Reading a lesson.
    EmptyLesson = "empty-lesson", Error,
        "A lesson without any text makes an empty chapter.",
        "Write the lesson, or remove the file.";
    InvalidUtf8 = "invalid-utf8", Error,
        "Bytes that are not UTF-8 cannot be shown; each ill-formed piece was replaced by U+FFFD.",
        "Save the file as UTF-8.";
    ControlCharacter = "control-character", Warning,
        "Control characters cannot stand in an e-book and were left out.",
        "Remove them from the source.";
    InputTooLarge = "input-too-large", Error,
        "A file is larger than the limit that keeps hostile input from filling the memory.",
        "Split the file.";
    NestingTooDeep = "nesting-too-deep", Warning,
        "Blocks nested deeper than the limit were kept as flat text.",
        "Nest less deeply.";
    DialectUnclear = "dialect-unclear", Warning,
        "The lesson fits the flat form and Markdown about equally well; it was read as Markdown. Reading one as the other joins or splits paragraphs.",
        "Say `dialect: flat` or `dialect: markdown` in the front matter, or pass --dialect.";
    FrontMatterSyntax = "front-matter-syntax", Error,
        "The front matter could not be read, so none of its keys took effect. Its text was left out of the lesson.",
        "Mend the place that is marked.";
    FrontMatterUnknownKey = "front-matter-unknown-key", Info,
        "A key of the front matter is not one that Stationer knows; it has no effect.",
        "Use the suggested key, or leave it if another tool needs it.";
    FrontMatterBadValue = "front-matter-bad-value", Warning,
        "A key of the front matter has a value of the wrong kind and had no effect.",
        "Give a value of the kind the message names.";
    UnknownLineClass = "unknown-line-class", Error,
        "The author says what a line is, but by a name that means nothing; the line was read as if nothing had been said.",
        "Use one of the names in the message.";
    TitleMissing = "title-missing", Warning,
        "A lesson without a title cannot be found in the contents; one was made from the file name.",
        "Begin the lesson with its title, or add `title:` to the front matter.";
    TitleDiffers = "title-differs", Info,
        "The title in the front matter and the title in the text differ: the first names the lesson in lists, the second stands over it.",
        "Make them equal if that is not wanted.";
    KeyTermUnparted = "key-term-unparted", Warning,
        "A key-term line has no dash or colon between the term and its definition, so the term is not known.",
        "Write `Key term: X — definition`.";
    KeyTermLong = "key-term-long", Warning,
        "A key term of more than eight words is probably a sentence.",
        "Put the dash right behind the term.";
    HeadingDoubtful = "heading-doubtful", Info,
        "A bare line was taken for a heading, but not for sure.",
        "Write `## ` before it, or a full stop behind it if it is a paragraph.";
    ParagraphDoubtful = "paragraph-doubtful", Info,
        "A short bare line was taken for a paragraph, though it looks a little like a heading.",
        "Write `## ` before it if it is a heading.";
    HeadingStack = "heading-stack", Warning,
        "Two bare lines in a row look like headings; the second was set one level lower.",
        "Mark the headings with `##` and `###`.";
    HeadingDemoted = "heading-demoted", Info,
        "A lesson has one title; a further heading of the first level became one of the second.",
        "Use `##` for sections.";
    HeadingSkip = "heading-skip", Warning,
        "A heading level was skipped, which misleads screen readers; the heading was raised to the next level.",
        "Use the next level.";
    TableRagged = "table-ragged", Warning,
        "A row has fewer or more cells than the head of its table; nothing was dropped: empty cells or columns were added.",
        "Give each row as many cells as the head.";
    TableWithoutDelimiter = "table-without-delimiter", Warning,
        "Lines between pipes look like a table but lack the line of dashes under the head; the first row was taken as the head.",
        "Add `|---|---|` under the first row.";
    TailDoubtful = "tail-doubtful", Info,
        "The last sentence of the lesson is neither clearly a takeaway nor a teaser and stays a paragraph.",
        "Write `Takeaway:` or `Next:` before it.";
    UnknownDiv = "unknown-div", Info,
        "A fenced div has a name without a meaning; its content is kept.",
        "Use one of the known names.";
    UnclosedDiv = "unclosed-div", Warning,
        "A fenced div is not closed before the end of the lesson.",
        "Add a line of colons where it ends.";
    UnknownAlert = "unknown-alert", Warning,
        "A block quote starts like an alert of a kind that is not known; it stays a quote.",
        "Use NOTE, TIP, IMPORTANT, WARNING or CAUTION.";
    RawHtml = "raw-html", Warning,
        "HTML is not carried into the result; its text is kept.",
        "Use Markdown for what the HTML does.";
    ImageAttribute = "image-attribute", Info,
        "A mark in braces behind an image has no effect: images are set to the width of the text, or smaller.",
        "Remove it; `{#name}` and `{decorative}` are known.";
    UnsafeLink = "unsafe-link", Warning,
        "A link with a scheme other than http, https, mailto or tel could run code or read files; its text is kept, the link is not.",
        "Use an https address.";

    // Settling meaning.
    PromoWithheld = "promo-withheld", Info,
        "Lines that advertise were left out, as the promo policy asks.",
        "Set `promo = \"keep\"` or `\"colophon\"` under [policy] to keep them.";
    StationUnknown = "station-unknown", Info,
        "A station is referred to that is not part of this book; the words stay, without a link.",
        "Check the number, or add the lesson to the path.";
    StationDuplicate = "station-duplicate", Warning,
        "Two lessons have the same station number; references go to the first.",
        "Give each lesson its own number.";
    NoteUnknown = "note-unknown", Warning,
        "A note is called that the lesson does not have; the call stays as it was written.",
        "Add the note: a line `[^name]: text`, or write a backslash before the bracket.";
    NoteUnused = "note-unused", Warning,
        "A note is never called, so no reader finds the way to it; it stands behind the other notes.",
        "Call it where it belongs, or make it a paragraph.";
    NoteDuplicate = "note-duplicate", Warning,
        "Two notes have the same name; calls lead to the first.",
        "Give each note its own name.";
    LinkUnknown = "link-unknown", Warning,
        "A link leads to a lesson or a section that does not exist in this book; its text is kept, the link is not.",
        "Mend the target.";
    DuplicateId = "duplicate-id", Warning,
        "Two places have the same id; the second was renamed, so links to it lead to the first.",
        "Give each place its own id.";
    ImageMissing = "image-missing", Warning,
        "An image file does not exist; its alternative text stands in its place.",
        "Mend the path of the image.";
    ImageBroken = "image-broken", Warning,
        "An image cannot be decoded; its alternative text stands in its place.",
        "Save the image again as PNG or JPEG.";
    ImageRemote = "image-remote", Warning,
        "Images are never fetched from the network; the alternative text stands in its place.",
        "Save the image beside the lesson.";
    ImageTooLarge = "image-too-large", Warning,
        "An image is over the limit of pixels or bytes; its alternative text stands in its place.",
        "Scale it down.";
    ImageUnsupported = "image-unsupported", Warning,
        "An image is of a kind that cannot be shown; its alternative text stands in its place.",
        "Save it as PNG or JPEG.";
    AltMissing = "alt-missing", Warning,
        "An image has no alternative text, so a reader who cannot see it learns nothing from it.",
        "Write what the image tells: `![A plant cell with its wall and nucleus](cell.png)`.";

    // What lessons say.
    TermTwice = "term-twice", Warning,
        "A term is defined a second time in the same book, and a reader cannot know which meaning holds.",
        "Define it once, or give the second meaning a name of its own.";
    TableWithoutHead = "table-without-head", Warning,
        "A table without a head row cannot be understood by somebody who hears it: no cell has a name.",
        "Name each column in the first row.";
    CellLong = "cell-long", Info,
        "A cell of more than sixty words makes its column hard to read on a page and impossible on a phone.",
        "Keep the gist in the cell and tell the rest below the table.";
    CodeLineLong = "code-line-long", Info,
        "A line of code of more than a hundred characters does not fit a page and is broken where it happens to end.",
        "Break it where the language allows.";
    BoldHeading = "bold-heading", Info,
        "A paragraph of a few bold words looks like a heading, but is missing from the contents and from the outline that screen readers show.",
        "Write it as a heading: `## ` and the words, without asterisks.";

    // Making the formats.
    GlyphMissing = "glyph-missing", Error,
        "No font has a character of the text, so print would show an empty box; a replacement was set.",
        "Use another character, or a theme with a font that has it.";
    FontUnusable = "font-unusable", Warning,
        "A font file cannot be used: it is damaged, has no outlines, or may not be embedded in documents.",
        "Name another font, or get the file again from its maker.";
    LineOverfull = "line-overfull", Warning,
        "A word or line is too long for the measure and sticks out.",
        "Break the word with a soft hyphen, or shorten it.";
    LineLoose = "line-loose", Info,
        "A justified line would have word spaces of more than two and a half times their width; it was left ragged.",
        "Allow the long word beside it to be divided, with a soft hyphen for example.";
    TableTooWide = "table-too-wide", Warning,
        "A table is too wide for the page; it was set smaller or as records.",
        "Use fewer columns or shorter cells.";
    LanguageWithoutPatterns = "language-without-patterns", Info,
        "There are no hyphenation patterns for the language of the lesson; words are not divided.",
        "Nothing needs mending.";
    PagesUnsettled = "pages-unsettled", Warning,
        "Page numbers printed in the text kept changing the pages; the last layout was kept.",
        "Report the lesson: this should not happen.";
    FormCannotHold = "form-cannot-hold", Warning,
        "A format has no words for something in the lesson; the text is there, what it was is not.",
        "Keep the source of the lesson, or choose another format.";
    ClaimWithheld = "claim-withheld", Warning,
        "A file does not meet a standard in every point, so it does not say that it does.",
        "Mend what the message names; the text itself is complete.";
    MathUnreadable = "math-unreadable", Warning,
        "A formula could not be turned into MathML, so e-books show its TeX, which few can read.",
        "Use the commands of LaTeX and amsmath, and close every brace and environment.";
    OwnCheckFailed = "own-check-failed", Error,
        "A finished file did not pass Stationer's own check; it was not written, or does not say that it conforms. This is a fault of Stationer, not of the lesson.",
        "Report it with the lesson.";
}

impl Code {
    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
