//! `styles/*.toml` → a typed [`Theme`]: page, colours, type, boxes, tables.
//!
//! Sizes are in em of the body size, spaces in lines of its leading, so that a profile which changes the
//! body changes all in proportion. Back ends take what they can: PDF computes used values, EPUB writes
//! relative ones and leaves colours and faces to the reader. Knows no block, font file or format.

mod code;
mod color;
mod cover;
mod load;
mod page;
mod raw;
mod style;

pub use code::CodeColors;
pub use color::Color;
pub use cover::{CoverColors, CoverStyle};
pub use load::ThemeError;
pub use page::{Aside, FolioStyle, FurnitureStyle, HeadStyle, Marks, OpenerStyle, PageStyle, Sheet, Sides};
pub use style::{Align, BoxLook, BoxStyle, Case, Hyphenation, Ink, Role, Style};

use crate::units::{Em, Pt, Ratio};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a book looks.
#[derive(Clone, PartialEq, Debug)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The page.
    pub page: PageStyle,
    /// What stands around the text.
    pub furniture: FurnitureStyle,
    /// Where notes stand.
    pub note: NoteStyle,
    /// How captions are numbered.
    pub caption: CaptionStyle,
    /// How links are shown.
    pub link: LinkStyle,
    /// The colours by what they are for.
    pub palette: Palette,
    /// The body's type size.
    pub size: Pt,
    /// The body's leading: the pitch of the baseline grid.
    pub leading: Pt,
    /// What holds for all text.
    pub text: TypeStyle,
    /// How paragraphs are parted.
    pub paragraph: ParagraphStyle,
    /// How lists are set.
    pub list: ListStyle,
    /// How tables are set.
    pub table: TableStyle,
    /// The columns of glossary and index.
    pub columns: ColumnStyle,
    /// Words that patterns divide wrongly, by the code of their language, with hyphens where they may be divided; none
    /// in a word that may not be.
    pub divisions: BTreeMap<String, Vec<String>>,
    /// How a cover is made.
    pub cover: CoverStyle,
    /// How each role is set.
    pub styles: BTreeMap<Role, Style>,
    /// How each box is drawn.
    pub boxes: BTreeMap<BoxStyle, BoxLook>,
}

impl Theme {
    /// The theme of a name, from those embedded in the binary.
    ///
    /// # Errors
    /// When there is no such theme, or it is not valid (which a test rules out for embedded ones).
    pub fn embedded(name: &str) -> Result<Theme, ThemeError> {
        load::embedded(name)
    }

    /// A theme (TOML text) with an embedded profile laid over it, unless the theme is or extends that
    /// profile, and on another paper when one is given.
    ///
    /// # Errors
    /// As [`parse`](Theme::parse); when there is no such profile or paper.
    pub fn dressed(theme: &str, profile: &str, paper: Option<&str>) -> Result<Theme, ThemeError> {
        load::dressed(theme, profile, paper)
    }

    /// The TOML text of an embedded theme.
    ///
    /// # Errors
    /// When there is no such theme.
    pub fn source(name: &str) -> Result<&'static str, ThemeError> {
        load::source(name)
    }

    /// The names of the embedded themes.
    pub fn names() -> Vec<&'static str> {
        load::EMBEDDED.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a theme from TOML text; what it does not say comes from the theme it extends.
    ///
    /// # Errors
    /// When the text is not TOML, has an unknown key, or a value of the wrong kind or out of range.
    pub fn parse(text: &str) -> Result<Theme, ThemeError> {
        load::parse(text)
    }

    /// How a role is set. Loading makes sure that every role has a style.
    pub fn style(&self, role: Role) -> &Style {
        &self.styles[&role]
    }

    /// How a box is drawn. Loading makes sure that every box has a look.
    pub fn look(&self, style: BoxStyle) -> &BoxLook {
        &self.boxes[&style]
    }

    /// The colours of the words of a listing. Each has a contrast of 4.5 : 1 at least on paper and tint.
    pub fn code_colors(&self) -> CodeColors {
        CodeColors::of(&self.palette)
    }

    /// The colour of an ink.
    pub fn ink(&self, ink: Ink) -> Color {
        match ink {
            Ink::Text => self.palette.text,
            Ink::Accent => self.palette.accent,
            Ink::Quiet => self.palette.quiet,
            Ink::Rule => self.palette.rule,
            Ink::Tint => self.palette.tint,
        }
    }
}

/// The colours by what they are for. Text and quiet text have a contrast of at least 4.5 : 1 on paper and tint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Palette {
    /// The page.
    pub paper: Color,
    /// Text.
    pub text: Color,
    /// Headings, labels, links.
    pub accent: Color,
    /// Running heads, captions.
    pub quiet: Color,
    /// Rules.
    pub rule: Color,
    /// The ground of tinted boxes.
    pub tint: Color,
}

/// What holds for all text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TypeStyle {
    /// No text is set in less, however often it is made smaller.
    pub least: Pt,
    /// The size of raised and lowered text, as a share of the text beside it.
    pub script: Ratio,
    /// How far capitals stand apart where three or more follow each other in headings.
    pub capitals: Em,
    /// How stress is shown.
    pub emphasis: Emphasis,
}

/// How stress is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emphasis {
    /// By italics.
    Italic,
    /// By weight.
    Bold,
}

/// How notes are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoteStyle {
    /// Where they stand.
    pub place: NotePlace,
    /// The thickness of the rule over them.
    pub rule: Pt,
}

/// How captions are set, beside their style.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CaptionStyle {
    /// Whether they are numbered.
    pub numbers: Numbers,
}

/// Whether numbers are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbers {
    /// They are.
    Shown,
    /// They are not.
    Hidden,
}

impl Numbers {
    /// Numbers that are shown, or none.
    pub fn shown<T: Default>(self, numbers: impl FnOnce() -> T) -> T {
        match self {
            Numbers::Shown => numbers(),
            Numbers::Hidden => T::default(),
        }
    }
}

/// Where notes stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// At the foot of the page that calls them.
    Foot,
    /// At the end of the lesson.
    End,
}

/// How links are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkStyle {
    /// What paper shows of where they lead.
    pub addresses: Addresses,
}

/// What paper shows of where links lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addresses {
    /// Nothing: the text is enough.
    Hidden,
    /// A number behind each link, and at the end of the lesson a list of where they lead.
    Listed,
}

/// How paragraphs are parted: by an indent or by a gap, never both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParagraphStyle {
    /// Indent of the first line of a paragraph that follows another.
    pub indent: Em,
    /// Space between paragraphs, in hundredths of a line.
    pub gap: u32,
    /// Least number of lines of a paragraph at the foot of a page.
    pub orphans: u32,
    /// Least number of lines of a paragraph at the head of a page.
    pub widows: u32,
}

/// How lists are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListStyle {
    /// From the edge to the text of an item.
    pub indent: Em,
    /// From the bullet's or number's end to the text.
    pub gap: Em,
    /// Space before and after a list, in hundredths of a line.
    pub around: u32,
    /// Space between items, in hundredths of a line.
    pub between: u32,
}

/// How tables are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableStyle {
    /// Thickness of the rules above and below the table.
    pub heavy: Pt,
    /// Thickness of the rule under the head.
    pub light: Pt,
    /// Space at either side of a cell.
    pub padding_x: Em,
    /// Space above and below a cell's lines.
    pub padding_y: Em,
    /// Space before and after a table, in hundredths of a line.
    pub around: u32,
    /// Tables are set in no smaller type than this to make them fit.
    pub least: Pt,
    /// Every other row has a tint in tables of more rows than this; 0 for no tints.
    pub zebra: u32,
    /// Where text flows, tables of so many columns stand row by row on narrow screens; 0 for none.
    pub stack: u32,
}

/// The columns of glossary and index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ColumnStyle {
    /// How many stand side by side.
    pub count: u32,
    /// The space between two of them.
    pub gap: Em,
}
