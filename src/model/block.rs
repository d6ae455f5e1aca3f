//! What a lesson is made of: headings, paragraphs, lists, tables, boxes, notes.

use super::{Image, Inline, TargetId};
use crate::source::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A block and where it stands in its source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// The place links lead to: given by the author, or by resolving for headings, key terms, figures
    /// and tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TargetId>,
    /// The author's own word for what it is, such as “Definition” over a key term, as it is written; in a book only
    /// where the book does not print the same by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands, markers included.
    pub span: Span,
    /// How the reader knew what it is.
    #[serde(default, skip_serializing_if = "Origin::is_markup")]
    pub origin: Origin,
}

impl Block {
    /// A block of a kind at a place, known by its markup.
    pub fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, id: None, label: None, span, origin: Origin::Markup }
    }

    /// A paragraph at a place.
    pub fn paragraph(content: Vec<Inline>, span: Span) -> Block {
        Block::new(BlockKind::Paragraph { content, introduces: Introduces::Nothing }, span)
    }
}

/// How a reader knew what a block is. Not part of its meaning.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Origin {
    /// By markup.
    #[default]
    Markup,
    /// By a word before a colon, such as “Key term:”.
    Label,
    /// By the look of a bare line.
    Classified {
        /// How sure the reader was, from 0 to 100.
        score: u8,
    },
    /// By no reader: it was made for the book, such as the line that leads on to the next lesson. No source
    /// has it, and no source form writes it.
    Made,
}

impl Origin {
    /// Whether it was known by markup.
    pub fn is_markup(&self) -> bool {
        *self == Origin::Markup
    }
}

/// The kinds of blocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading inside the lesson (the title is not one of them).
    Heading {
        /// From 2 to 6.
        level: HeadingLevel,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
        /// What it leads into when it ends in a colon; the two are kept together.
        #[serde(default, skip_serializing_if = "Introduces::is_nothing")]
        introduces: Introduces,
    },
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A picture that stands alone, with a caption or without.
    Figure(Figure),
    /// Words of somebody else.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A listing.
    Code(CodeBlock),
    /// A term and what it means.
    KeyTerm(KeyTerm),
    /// A note, tip, warning or other box beside the stream of thought.
    Callout(Callout),
    /// The one sentence to remember.
    Takeaway {
        /// Its text.
        blocks: Vec<Block>,
    },
    /// What makes curious about the next lesson.
    Teaser {
        /// Its text.
        blocks: Vec<Block>,
    },
    /// What the lesson is not: advice. Never dropped and never shortened.
    Disclaimer {
        /// What kind of advice.
        kind: DisclaimerKind,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// Text of the platform, not of the lesson; a policy decides whether it is shown.
    Boilerplate {
        /// What kind.
        kind: BoilerplateKind,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A named group without a meaning of its own.
    Group {
        /// The name the author gave.
        name: String,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Terms and what they mean, in the form of a list.
    Definitions {
        /// The entries.
        entries: Vec<Definition>,
    },
    /// A formula on a line of its own.
    Math {
        /// The formula in TeX, without the marks around it.
        tex: String,
    },
    /// More for those who want it, under a line that says what it is; a book shows it open.
    Details {
        /// The line.
        summary: Vec<Inline>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// The notes of the lesson: its last block. Once resolved they stand in the order of their numbers.
    Notes {
        /// The notes.
        notes: Vec<Note>,
    },
    /// A change of subject without a heading.
    Break,
}

/// The level of a heading inside a lesson: 2 to 6 (1 is the lesson's title).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
pub struct HeadingLevel(u8);

impl HeadingLevel {
    /// The level of a section of a lesson.
    pub const SECTION: HeadingLevel = HeadingLevel(2);
    /// The level below a section.
    pub const SUBSECTION: HeadingLevel = HeadingLevel(3);

    /// The nearest level to a number.
    pub fn nearest(level: u8) -> HeadingLevel {
        HeadingLevel(level.clamp(2, 6))
    }

    /// The number, from 2 to 6.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for HeadingLevel {
    type Error = String;
    fn try_from(level: u8) -> Result<HeadingLevel, String> {
        if (2..=6).contains(&level) {
            Ok(HeadingLevel(level))
        } else {
            Err(format!("a heading level is from 2 to 6, not {level}"))
        }
    }
}

impl From<HeadingLevel> for u8 {
    fn from(level: HeadingLevel) -> u8 {
        level.0
    }
}

/// What a paragraph that ends in a colon leads into.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Introduces {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// The list that follows.
    List,
    /// The table that follows.
    Table,
    /// The listing or figure that follows.
    Other,
}

impl Introduces {
    /// Whether it leads into nothing.
    pub fn is_nothing(&self) -> bool {
        *self == Introduces::Nothing
    }
}

/// A list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct List {
    /// Bullets or numbers.
    pub marker: ListMarker,
    /// The items.
    pub items: Vec<ListItem>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ListMarker {
    /// The order does not matter.
    Bullet,
    /// The order matters.
    Number {
        /// The number of the first item.
        start: u64,
    },
}

/// One item of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListItem {
    /// The run-in head: the label before the colon, without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Inline>,
    /// The state of a task, when the item is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
    /// What it says, without the lead.
    pub blocks: Vec<Block>,
    /// Where it stands, marker included.
    pub span: Span,
}

/// The state of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Not yet done.
    Open,
    /// Done.
    Done,
}

/// A table: a regular grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// The caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The alignment of each column; its length is the number of columns.
    pub alignments: Vec<Alignment>,
    /// The head row; none when the author gave an empty one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Row>,
    /// Further head rows below the first, each as long as `alignments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subheads: Vec<Row>,
    /// The other rows, each as long as `alignments`.
    pub rows: Vec<Row>,
}

impl Table {
    /// All rows from the top, those of the head first.
    pub fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.subheads).chain(&self.rows)
    }

    /// The same, to be changed.
    pub fn all_rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.head.iter_mut().chain(&mut self.subheads).chain(&mut self.rows)
    }

    /// Whether a cell reaches over others.
    pub fn has_spans(&self) -> bool {
        self.all_rows().flat_map(|row| &row.cells).any(|cell| !cell.extent.is_one())
    }

    /// Whether the cells of the first column name their rows: a head over two or more columns, and in the
    /// first one a distinct text that is not a number in every row.
    pub fn first_column_heads_rows(&self) -> bool {
        if self.head.is_none() || self.alignments.len() < 2 || self.rows.is_empty() {
            return false;
        }
        let mut seen = std::collections::BTreeSet::new();
        self.rows.iter().all(|row| {
            let text =
                row.cells.first().map(|cell| super::walk::plain_text(&cell.content)).unwrap_or_default();
            text.chars().any(char::is_alphabetic) && seen.insert(text)
        })
    }
}

/// One row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub span: Span,
}

/// One cell of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Its text.
    pub content: Vec<Inline>,
    /// Where it stands.
    pub span: Span,
    /// How much of the grid it takes.
    #[serde(default, skip_serializing_if = "CellExtent::is_one")]
    pub extent: CellExtent,
}

impl Cell {
    /// A cell of one place.
    pub fn new(content: Vec<Inline>, span: Span) -> Cell {
        Cell { content, span, extent: CellExtent::One }
    }
}

/// How much of the grid of a table a cell takes. The grid stays regular: where a cell reaches over others,
/// these are there, without text, and say so.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CellExtent {
    /// One place.
    #[default]
    One,
    /// More than one place, to the end and down.
    Over {
        /// How many columns, itself included.
        columns: u16,
        /// How many rows, itself included; all are rows of the head, or all are not.
        rows: u16,
    },
    /// None: a cell before it or above it reaches over its place.
    Covered,
}

impl CellExtent {
    /// Whether it is one place.
    pub fn is_one(&self) -> bool {
        *self == CellExtent::One
    }

    /// How many columns and rows it takes; none when another cell covers it.
    pub fn size(self) -> Option<(usize, usize)> {
        match self {
            CellExtent::One => Some((1, 1)),
            CellExtent::Over { columns, rows } => Some((usize::from(columns), usize::from(rows))),
            CellExtent::Covered => None,
        }
    }
}

/// How the author wants a column aligned.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// As the content asks: text at the start, numbers at the end.
    #[default]
    Auto,
    /// At the start of the line.
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
}

/// A picture that stands alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The picture.
    pub image: Image,
    /// The caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

/// A listing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CodeBlock {
    /// The language the author named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The lines, parted by `\n`, without the last line end.
    pub text: String,
}

/// A term and what it means.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeyTerm {
    /// The term; empty when the author's line did not part it from the definition.
    pub term: Vec<Inline>,
    /// What it means.
    pub definition: Vec<Block>,
}

/// One entry of a list of definitions: terms that mean the same, and what they mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Definition {
    /// The terms; at least one.
    pub terms: Vec<Vec<Inline>>,
    /// What they mean: one list of blocks for each meaning.
    pub meanings: Vec<Vec<Block>>,
    /// Where it stands.
    pub span: Span,
}

/// A note of a lesson: a footnote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Its name, as the author wrote it; calls name it.
    pub label: String,
    /// Its number, once resolved: from 1 in the order in which the lesson calls its notes; notes that are
    /// never called come last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its place, once resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TargetId>,
    /// The places of its calls, once resolved, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<TargetId>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// A box beside the stream of thought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Callout {
    /// What kind of box.
    pub kind: CalloutKind,
    /// A title given by the author; else the kind's own name is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The kinds of boxes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Worth noting.
    Note,
    /// Helpful advice.
    Tip,
    /// Needed to succeed.
    Important,
    /// Danger of a mistake.
    Warning,
    /// Danger of harm.
    Caution,
    /// A case that shows the point.
    Example,
    /// Questions for the reader.
    Quiz,
    /// What the lesson said, in short.
    Summary,
    /// What the reader will learn.
    Objectives,
    /// A side story.
    Sidebar,
}

impl CalloutKind {
    /// Every kind, with the name it has in sources and as a class.
    pub const ALL: [(&'static str, CalloutKind); 10] = [
        ("note", CalloutKind::Note),
        ("tip", CalloutKind::Tip),
        ("important", CalloutKind::Important),
        ("warning", CalloutKind::Warning),
        ("caution", CalloutKind::Caution),
        ("example", CalloutKind::Example),
        ("quiz", CalloutKind::Quiz),
        ("summary", CalloutKind::Summary),
        ("objectives", CalloutKind::Objectives),
        ("sidebar", CalloutKind::Sidebar),
    ];

    /// The name in sources and as a class, in lower case.
    pub fn name(self) -> &'static str {
        CalloutKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(name, _)| name)
    }
}

/// What kind of advice a lesson is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisclaimerKind {
    /// Of a doctor.
    Medical,
    /// Of a lawyer.
    Legal,
    /// Of a financial adviser.
    Financial,
    /// About danger to life and limb.
    Safety,
    /// Of any other kind.
    General,
}

impl DisclaimerKind {
    /// Every kind, with the name it has in sources.
    pub const ALL: [(&'static str, DisclaimerKind); 5] = [
        ("medical", DisclaimerKind::Medical),
        ("legal", DisclaimerKind::Legal),
        ("financial", DisclaimerKind::Financial),
        ("safety", DisclaimerKind::Safety),
        ("general", DisclaimerKind::General),
    ];

    /// The name in sources, in lower case.
    pub fn name(self) -> &'static str {
        DisclaimerKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("general", |(name, _)| name)
    }
}

/// Text of the platform.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BoilerplateKind {
    /// Advertising.
    Promo,
}
