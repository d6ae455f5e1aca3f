//! A paragraph's pieces → lines of positioned glyph runs.
//!
//! ```text
//!  pieces ─► collect ─► measure ─► candidates ─► break_lines ─► finish ─► lines
//!                      shape      spots        first_fit       runs
//!                                             counts
//! ```
//!
//! *Text* is what the author wrote, with white space collapsed; *shown* is the same without characters
//! that are never drawn. A *spot* is a place of the shown text where a line may end; a *candidate* is a
//! spot with all that is needed to cost a line in constant time. Lengths are whole scaled points and
//! every decision is made in integers, so that the same pieces always give the same lines.
//!
//! Knows nothing of blocks, pages and formats. Start at [`TextEngine::lines`].

mod bonds;
mod break_lines;
mod candidates;
mod collect;
mod costs;
mod counts;
mod dictionary;
mod engine;
mod finish;
mod first_fit;
mod full_width;
mod hyphenate;
mod measure;
mod protrusion;
mod reorder;
mod runs;
mod shape;
mod spots;
#[cfg(test)]
mod tests;
mod widths;
mod words;

pub use counts::{Leeway, LineCount};
pub use engine::TextEngine;

use super::frame::GlyphRun;
use super::structure::NodeId;
use crate::fonts::FaceId;
use crate::model::ImageId;
use crate::theme::{Align, Color};
use crate::units::{Em, Pt};

/// A stretch of a paragraph in one look, of one leaf of the structure tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Piece {
    /// What it shows.
    pub content: PieceContent,
    /// How.
    pub look: Look,
    /// The leaf it belongs to.
    pub leaf: NodeId,
    /// The link it is part of.
    pub link: Option<LinkNumber>,
}

/// What a piece shows.
#[derive(Clone, PartialEq, Debug)]
pub enum PieceContent {
    /// Characters.
    Text(String),
    /// A line break the author asked for.
    Break,
    /// An upright box that stands on the baseline: a picture in the line. Lines never divide it.
    Box {
        /// Its width.
        width: Pt,
        /// Its height above the baseline.
        height: Pt,
        /// The picture.
        picture: ImageId,
    },
}

/// The number of a link of the paragraph's owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LinkNumber(pub u32);

/// How characters look and where words may be divided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// The face; others stand in for characters it lacks.
    pub face: FaceId,
    /// The type size.
    pub size: Pt,
    /// The colour.
    pub color: Color,
    /// Extra space behind each letter. Ligatures are off when it is not zero.
    pub tracking: Em,
    /// Shift of the baseline upwards, for superscripts; negative for subscripts. Lines keep their pitch.
    pub rise: Pt,
    /// The form of figures.
    pub figures: Figures,
    /// Whether letters may join.
    pub ligatures: Ligatures,
    /// Where words may be divided.
    pub breaks: WordBreaks,
}

/// The form of figures, as far as the face has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Figures {
    /// Old-style figures of proportional width, for running text.
    #[default]
    Text,
    /// Figures of the height of capitals and of proportional width, beside capitals and in headings.
    Lining,
    /// Figures of the height of capitals and of one width, for columns.
    Tabular,
}

/// Whether letters may join to one glyph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Ligatures {
    /// As the face does by default.
    #[default]
    On,
    /// Never, and no contextual forms: code.
    Off,
}

/// Where words may be divided at a line end, besides the places Unicode line breaking (UAX #14) allows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum WordBreaks {
    /// Where the hyphenation patterns of the language allow, and at soft hyphens.
    #[default]
    Patterns,
    /// Only at soft hyphens the author wrote.
    SoftHyphens,
    /// Not even there, nor behind a hyphen that is part of a word, unless a line cannot hold the word.
    Whole,
    /// Without a hyphen between any two graphemes, gladly behind `/ - _ . , ;` and the like: code, URLs.
    Anywhere,
}

/// The lines a paragraph is set in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineShape {
    /// From edge to edge.
    pub measure: Pt,
    /// Indent of the first line at its start edge; may be negative.
    pub first_indent: Pt,
    /// Indent of all other lines at their start edge: turnovers of contents, wrapped code.
    pub hanging: Pt,
    /// How lines fill the measure.
    pub align: Align,
    /// Whether punctuation hangs over the edges.
    pub protrusion: Protrusion,
    /// What becomes of white space.
    pub spaces: Spaces,
}

/// Whether punctuation hangs over the edges, so that they look straight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Protrusion {
    /// It does: at both edges of justified text, else at the straight one.
    #[default]
    On,
    /// It does not: tables, code.
    Off,
}

/// What becomes of white space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Spaces {
    /// Runs of it become one space; line ends are spaces.
    #[default]
    Collapse,
    /// All is kept and line ends break the line: code. Tabs count as one space; callers expand them.
    Keep,
}

/// Widths a paragraph asks of a table column.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ContentWidths {
    /// The least it can be set in with every division of words its looks allow; a division below 3 em
    /// is not counted on.
    pub min: Pt,
    /// The longest word, undivided.
    pub longest_word: Pt,
    /// The whole in one line, but for the author's line breaks.
    pub max: Pt,
}

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The letters, in visual order from left to right.
    pub runs: Vec<LineRun>,
    /// The width as set: without the indent, without what hangs over the edges and without the space at
    /// the end. A justified line fills the measure exactly.
    pub width: Pt,
    /// Why it ends.
    pub end: LineEnd,
    /// The boxes in it, from left to right.
    pub boxes: Vec<LineBox>,
    /// How it came to fill its measure.
    pub filled: Filled,
}

/// How a line came to fill its measure.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Filled {
    /// It did not have to, or stands as it is.
    #[default]
    Naturally,
    /// Its spaces and letters gave or took.
    Justified {
        /// TeX's badness, at most 10 000.
        badness: u16,
        /// The width of its word spaces, in hundredths of the natural one.
        spaces: u16,
    },
    /// It could not: the spaces would be wider than the cap.
    OverCap,
    /// It is wider than the measure.
    Overfull,
}

/// Why a line ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEnd {
    /// It is full.
    Plain,
    /// It is full and a word is divided, by a hyphen that was put in or one that was there.
    Hyphen,
    /// The paragraph ends.
    Last,
    /// The author broke it.
    Forced,
}

/// A glyph run of a line.
#[derive(Clone, PartialEq, Debug)]
pub struct LineRun {
    /// The glyphs. `origin.x` counts from the left edge of the measure; `origin.y` from the baseline
    /// downwards, so it is the negative rise of the look.
    pub run: GlyphRun,
    /// The leaf it belongs to.
    pub leaf: NodeId,
    /// The link it is part of.
    pub link: Option<LinkNumber>,
    /// From the origin to the end, without the space at the line's end.
    pub width: Pt,
    /// Where its text begins in the paragraph: orders the runs of a line as they are read.
    pub at: u32,
}

/// A box in a line, standing on the baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineBox {
    /// Its left edge, from the left edge of the measure.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its height above the baseline.
    pub height: Pt,
    /// The picture.
    pub picture: ImageId,
    /// The leaf it belongs to.
    pub leaf: NodeId,
    /// The link it is part of.
    pub link: Option<LinkNumber>,
}
