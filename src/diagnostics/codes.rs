//! Every diagnostic code: its stable name, its severity, what was found, and its page in `codes/`.
//!
//! A page is a text file named after its code: why it matters, an example that is wrong and the same put
//! right, how to mend it, and where it can be set off if it can. `stationer explain CODE` prints it.

use super::Severity;
use super::page::Page;

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $found:literal;)*) => {
        /// The rule behind a diagnostic. Names are words, stable and unique.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = $found] $variant,)*
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

            /// What was found, in one sentence.
            pub fn found(self) -> &'static str {
                match self { $(Code::$variant => $found,)* }
            }

            /// What an author should know about it.
            pub fn page(self) -> Page {
                Page::parse(match self {
                    $(Code::$variant => include_str!(concat!("codes/", $name, ".md")),)*
                })
            }
        }
    };
}

codes! {
    // Files and configuration.
    UnreadableFile = "unreadable-file", Error, "A file or folder that was named cannot be read.";
    NothingToExport = "nothing-to-export", Error, "An input holds no lessons.";
    UnwritableOutput = "unwritable-output", Error, "A result could not be written.";
    OutputClash = "output-clash", Error, "Two results would have the same file name.";
    PathOutsideRoot = "path-outside-root", Error, "A lesson asks for a file outside the folder of its library.";
    ConfigSyntax = "config-syntax", Error, "A configuration file is not valid TOML.";
    ConfigUnknownKey = "config-unknown-key", Error, "A configuration file has a key that is not known.";
    ConfigBadValue = "config-bad-value", Error, "A setting has a value that it cannot have.";
    ConfigMissingLesson = "config-missing-lesson", Error, "A lesson listed in path.toml does not exist.";
    LessonNamesAlike = "lesson-names-alike", Warning, "The file names of two lessons are nearly the same.";
    SummaryEntry = "summary-entry", Warning, "An entry of SUMMARY.md names no lesson.";
    UnknownBackend = "unknown-backend", Error, "A format was asked for that there is not.";
    BadArgument = "bad-argument", Error, "A value on the command line cannot be used.";

    // Reading a lesson.
    EmptyLesson = "empty-lesson", Error, "A lesson has no text.";
    InvalidUtf8 = "invalid-utf8", Error, "A file holds bytes that are not UTF-8.";
    ControlCharacter = "control-character", Warning, "A lesson holds control characters.";
    InputTooLarge = "input-too-large", Error, "A file is too large to be read.";
    NestingTooDeep = "nesting-too-deep", Warning, "Blocks lie inside each other too deeply.";
    DialectUnclear = "dialect-unclear", Warning, "A lesson may be flat or Markdown.";
    FrontMatterSyntax = "front-matter-syntax", Error, "The front matter cannot be read.";
    FrontMatterUnknownKey = "front-matter-unknown-key", Info, "A key of the front matter is not known.";
    FrontMatterBadValue = "front-matter-bad-value", Warning, "A key of the front matter has a value that it cannot have.";
    UnknownLineClass = "unknown-line-class", Error, "A line is said to be something that there is not.";
    TitleMissing = "title-missing", Warning, "A lesson has no title.";
    TitleDiffers = "title-differs", Info, "A lesson has two different titles.";
    KeyTermUnparted = "key-term-unparted", Warning, "Nothing parts a key term from its definition.";
    KeyTermLong = "key-term-long", Warning, "A key term is as long as a sentence.";
    HeadingDoubtful = "heading-doubtful", Info, "A line was taken for a heading, but not for sure.";
    ParagraphDoubtful = "paragraph-doubtful", Info, "A line was taken for a paragraph, but may be something else.";
    HeadingStack = "heading-stack", Warning, "A heading stands directly under another one.";
    HeadingDemoted = "heading-demoted", Info, "A lesson has a second heading of the first level.";
    HeadingSkip = "heading-skip", Warning, "A heading skips a level.";
    InlineMarks = "inline-marks", Warning, "A lesson has more marks than are looked at.";
    TableRagged = "table-ragged", Warning, "A row has another number of cells than its table.";
    TableNarrowed = "table-narrowed", Warning, "A table is so wide, or its rows so unequal, that it was made narrower.";
    TableWithoutDelimiter = "table-without-delimiter", Warning, "A table has no line of dashes under its head.";
    TailDoubtful = "tail-doubtful", Info, "The last sentence may be a takeaway or a teaser.";
    UnknownDiv = "unknown-div", Info, "A box between colons has a name without a meaning.";
    UnclosedDiv = "unclosed-div", Warning, "A box between colons is never closed.";
    UnknownAlert = "unknown-alert", Warning, "A quotation begins like an alert of no known kind.";
    RawHtml = "raw-html", Warning, "HTML was left out.";
    ImageAttribute = "image-attribute", Info, "A mark behind an image has no effect.";
    UnsafeLink = "unsafe-link", Warning, "A link leads where a book must not lead.";

    // Settling meaning.
    PromoWithheld = "promo-withheld", Info, "Advertising was left out.";
    StationUnknown = "station-unknown", Info, "A station is referred to that the book does not have.";
    StationSelf = "station-self", Info, "A lesson refers to its own station.";
    StationDuplicate = "station-duplicate", Warning, "Two lessons have the same station number.";
    NoteUnknown = "note-unknown", Warning, "A note is called that the lesson does not have.";
    NoteUnused = "note-unused", Warning, "A note is never called.";
    NoteDuplicate = "note-duplicate", Warning, "Two notes have the same name.";
    LinkUnknown = "link-unknown", Warning, "A link leads nowhere.";
    DuplicateId = "duplicate-id", Warning, "Two places have the same id.";
    ImageMissing = "image-missing", Warning, "A picture file does not exist.";
    ImageBroken = "image-broken", Warning, "A picture file is damaged.";
    ImageRemote = "image-remote", Warning, "A picture lies on the network.";
    ImageTooLarge = "image-too-large", Warning, "A picture is too large to be read.";
    ImageUnsupported = "image-unsupported", Warning, "A picture is of a kind that cannot be shown.";
    ImageAnimated = "image-animated", Warning, "A picture moves.";
    ImageCleaned = "image-cleaned", Warning, "A drawing holds more than a book may show.";
    AltMissing = "alt-missing", Warning, "An image has no alternative text.";

    // What lessons say.
    TermTwice = "term-twice", Warning, "A term is defined twice, in the same words.";
    TermDiffers = "term-differs", Warning, "A term is defined twice, in different words.";
    TableWithoutHead = "table-without-head", Warning, "A table has no head row.";
    CellLong = "cell-long", Info, "A cell of a table is too long.";
    CodeLineLong = "code-line-long", Info, "A line of code is too long for a page.";
    BoldHeading = "bold-heading", Info, "A bold paragraph looks like a heading.";
    DisclaimerMissing = "disclaimer-missing", Warning, "A lesson lacks a disclaimer that its path asks for.";

    // Making the formats.
    GlyphMissing = "glyph-missing", Error, "No font has a character of the text.";
    FontUnusable = "font-unusable", Warning, "A font file cannot be used.";
    LineOverfull = "line-overfull", Warning, "A line is wider than the column.";
    LineLoose = "line-loose", Info, "A line cannot be filled without wide gaps.";
    PageFlaw = "page-flaw", Info, "A page is not set as a careful setter would have it.";
    TableTooWide = "table-too-wide", Warning, "A table is too wide for the page.";
    LanguageWithoutPatterns = "language-without-patterns", Info, "Words of a language cannot be divided.";
    PagesUnsettled = "pages-unsettled", Warning, "Printed page numbers kept changing the pages.";
    FormCannotHold = "form-cannot-hold", Warning, "A format cannot say what something is.";
    ClaimWithheld = "claim-withheld", Warning, "A file does not claim to conform to a standard.";
    MathAsSource = "math-as-source", Info, "Pages show the source of formulas.";
    MathUnreadable = "math-unreadable", Warning, "A formula cannot be shown as mathematics.";
    OwnCheckFailed = "own-check-failed", Error, "A finished file did not pass the check that Stationer makes of its own work.";
}

impl Code {
    /// Whether it is about how lines and pages are set.
    pub fn is_of_layout(self) -> bool {
        matches!(self, Code::LineLoose | Code::LineOverfull | Code::PageFlaw | Code::TableTooWide)
    }

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
