//! `styles/*.toml` → a typed [`Theme`]: page, colours, type, boxes, tables.
//!
//! Sizes are in em of the body size, spaces in lines of its leading, so that a profile which changes the
//! body changes all in proportion. Back ends take what they can: PDF computes used values, EPUB writes
//! relative ones and leaves colours and faces to the reader. Knows no block, font file or format.

mod code;
mod color;
mod cover;
mod load;
mod style;

pub use code::CodeColors;
pub use color::Color;
pub use cover::{CoverColors, CoverStyle};
pub use load::ThemeError;
pub use style::{Align, BoxLook, BoxStyle, Case, Hyphenation, Ink, Role, Style};

use crate::units::{Edges, Em, Pt, Size};
use std::collections::BTreeMap;

/// How a book looks.
#[derive(Clone, PartialEq, Debug)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The page.
    pub page: PageStyle,
    /// The colours by what they are for.
    pub palette: Palette,
    /// The body's type size.
    pub size: Pt,
    /// The body's leading: the pitch of the baseline grid.
    pub leading: Pt,
    /// How paragraphs are parted.
    pub paragraph: ParagraphStyle,
    /// How lists are set.
    pub list: ListStyle,
    /// How tables are set.
    pub table: TableStyle,
    /// The columns of glossary and index.
    pub columns: ColumnStyle,
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

/// The page: its trim size and the text block on it.
#[derive(Clone, PartialEq, Debug)]
pub struct PageStyle {
    /// The trim size.
    pub size: Size,
    /// The margins; the lower one is what the lines leave.
    pub margins: Edges,
    /// Lines of the text block.
    pub lines: u32,
    /// Distance from the upper edge to the baseline of the running head.
    pub head: Pt,
    /// Distance from the lower edge to the baseline of the foot.
    pub foot: Pt,
    /// Lines above the title where a chapter opens.
    pub sink: u32,
}

impl PageStyle {
    /// The measure: the width of the text block.
    pub fn measure(&self) -> Pt {
        self.size.width - self.margins.inner - self.margins.outer
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
}

/// The columns of glossary and index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ColumnStyle {
    /// How many stand side by side.
    pub count: u32,
    /// The space between two of them.
    pub gap: Em,
}
