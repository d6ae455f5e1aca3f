//! The roles text can have, and what a theme says of each.

use crate::units::{Em, Family, Pt, Slant, Weight};
use serde::Deserialize;

/// What a line of text is for. A theme has a style for each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Paragraphs.
    Body,
    /// The title of a lesson.
    Title,
    /// The line over the title: “Station 11”.
    StationLabel,
    /// The line under the title.
    Subtitle,
    /// Sections.
    Heading2,
    /// Subsections.
    Heading3,
    /// Below subsections.
    Heading4,
    /// The run-in head of an item.
    RunIn,
    /// Text of a block quote.
    Quote,
    /// Code, in blocks and lines.
    Code,
    /// The head of a table.
    TableHead,
    /// The cells of a table.
    TableCell,
    /// Captions of tables and figures.
    Caption,
    /// The label of a box.
    Label,
    /// The term of a key-term box.
    Term,
    /// Text in boxes.
    BoxText,
    /// The takeaway.
    Takeaway,
    /// The teaser.
    Teaser,
    /// The disclaimer.
    Disclaimer,
    /// Notes.
    Note,
    /// Running heads.
    RunningHead,
    /// Page numbers.
    Folio,
    /// The title of the book on its title page.
    BookTitle,
    /// The subtitle there.
    BookSubtitle,
    /// The authors and publisher there.
    BookAuthor,
    /// Rights and dates.
    Imprint,
    /// The title of a part on its opener.
    PartTitle,
    /// A part in the contents.
    ContentsPart,
    /// A lesson in the contents.
    ContentsChapter,
    /// A section in the contents, a line of a list of tables or figures.
    ContentsSection,
    /// What a term of the glossary means.
    Glossary,
    /// A term of the glossary.
    GlossaryTerm,
    /// Entries of the index.
    Index,
    /// The letter over a group of a glossary or index.
    Letter,
    /// Text in the margin column.
    Aside,
}

impl Role {
    /// Whether it is display type: titles and headings.
    pub fn is_display(self) -> bool {
        matches!(
            self,
            Role::Title
                | Role::Subtitle
                | Role::Heading2
                | Role::Heading3
                | Role::Heading4
                | Role::BookTitle
                | Role::BookSubtitle
                | Role::PartTitle
        )
    }

    /// Every role.
    pub const ALL: [Role; 35] = [
        Role::Body,
        Role::Title,
        Role::StationLabel,
        Role::Subtitle,
        Role::Heading2,
        Role::Heading3,
        Role::Heading4,
        Role::RunIn,
        Role::Quote,
        Role::Code,
        Role::TableHead,
        Role::TableCell,
        Role::Caption,
        Role::Label,
        Role::Term,
        Role::BoxText,
        Role::Takeaway,
        Role::Teaser,
        Role::Disclaimer,
        Role::Note,
        Role::RunningHead,
        Role::Folio,
        Role::BookTitle,
        Role::BookSubtitle,
        Role::BookAuthor,
        Role::Imprint,
        Role::PartTitle,
        Role::ContentsPart,
        Role::ContentsChapter,
        Role::ContentsSection,
        Role::Glossary,
        Role::GlossaryTerm,
        Role::Index,
        Role::Letter,
        Role::Aside,
    ];
}

/// How text of one role is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// The family.
    pub family: Family,
    /// The weight.
    pub weight: Weight,
    /// The slant.
    pub slant: Slant,
    /// The size, in em of the body's.
    pub size: Em,
    /// From baseline to baseline, in hundredths of the body's leading.
    pub leading: u32,
    /// The colour.
    pub ink: Ink,
    /// How lines fill the measure.
    pub align: Align,
    /// Whether words are divided.
    pub hyphenation: Hyphenation,
    /// Extra space between letters.
    pub tracking: Em,
    /// Whether letters become capitals.
    pub case: Case,
    /// Space before, in hundredths of the body's leading.
    pub before: u32,
    /// Space after, in hundredths of the body's leading.
    pub after: u32,
}

/// A colour by what it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    /// As text.
    Text,
    /// As headings.
    Accent,
    /// As running heads.
    Quiet,
    /// As rules.
    Rule,
    /// As the ground of boxes.
    Tint,
}

/// How lines fill the measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Both edges straight, the last line short.
    Justify,
    /// Start edge straight.
    Start,
    /// Neither edge straight.
    Center,
    /// End edge straight.
    End,
}

/// Whether words are divided at line ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hyphenation {
    /// Where the language's patterns allow.
    Auto,
    /// Only at soft hyphens the author wrote.
    Manual,
    /// Not at all while there is another way; nor is a word with a hyphen of its own.
    Never,
}

/// Whether letters become capitals when shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// As written.
    AsWritten,
    /// In capitals.
    Upper,
}

/// Which box.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoxStyle {
    /// A term and what it means.
    KeyTerm,
    /// Notes, tips, warnings and the like.
    Callout,
    /// The takeaway.
    Takeaway,
    /// The disclaimer.
    Disclaimer,
    /// A listing.
    Code,
    /// A block quote.
    Quote,
    /// A key term in the margin column.
    Aside,
}

impl BoxStyle {
    /// Every box.
    pub const ALL: [BoxStyle; 7] = [
        BoxStyle::KeyTerm,
        BoxStyle::Callout,
        BoxStyle::Takeaway,
        BoxStyle::Disclaimer,
        BoxStyle::Code,
        BoxStyle::Quote,
        BoxStyle::Aside,
    ];
}

/// How a box is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BoxLook {
    /// Thickness of the rule at the start edge; zero for none.
    pub bar: Pt,
    /// Thickness of the rule above; zero for none.
    pub rule_above: Pt,
    /// The colour of its rules.
    pub ink: Ink,
    /// The ground; none for paper.
    pub ground: Option<Ink>,
    /// From the start edge to the text.
    pub padding_start: Em,
    /// From the text to the end edge.
    pub padding_end: Em,
    /// Space above and below the text inside the box, in hundredths of a line.
    pub padding_y: u32,
    /// Space before and after the box, in hundredths of a line.
    pub around: u32,
    /// Radius of the corners of its ground.
    pub radius: Pt,
    /// Thickness of a rule around all of it; zero for none.
    pub frame: Pt,
}
