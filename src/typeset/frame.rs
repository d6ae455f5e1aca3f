//! Finished positions: pages of glyph runs, rules, fills and pictures, and the links over them.
//!
//! This is all a page writer sees. Every item says by its [`Mark`] whether it is content (and of which
//! node of the [`Structure`](super::structure::Structure)) or furniture. Nothing here is decided any more.

use super::structure::NodeId;
use crate::fonts::FaceId;
use crate::model::{ImageId, LinkTarget, TargetId};
use crate::theme::Color;
use crate::units::{Point, Pt, Rect, Size};
use std::collections::BTreeMap;

/// A whole set book.
#[derive(Clone, PartialEq, Debug)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// What is on them, by meaning.
    pub structure: super::structure::Structure,
    /// Where each place of the book landed.
    pub destinations: BTreeMap<TargetId, Destination>,
}

/// Where a place landed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Destination {
    /// Index of the page.
    pub page: usize,
    /// The place on it: upper left corner of what is shown there.
    pub at: Point,
}

/// One page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Its trim size.
    pub size: Size,
    /// The page number as printed in contents and references (`xii`, `112`); every page has one, printed
    /// on it or not.
    pub folio: String,
    /// What is painted, in painting order: what comes later covers what came before.
    pub items: Vec<Item>,
    /// Where a click leads somewhere.
    pub links: Vec<LinkArea>,
}

/// One painted thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// What it is part of.
    pub mark: Mark,
    /// What is painted.
    pub shape: Shape,
}

/// What a painted thing is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A text or picture leaf of the structure tree.
    Content(NodeId),
    /// A running head.
    RunningHead,
    /// A folio.
    Folio,
    /// Rules, fills, leaders, repeated table heads: nothing a screen reader should read.
    Layout,
}

/// The kinds of painted things.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// Letters on one baseline in one face, size and colour.
    Glyphs(GlyphRun),
    /// A filled rectangle: a rule, a tint or a border.
    Fill {
        /// The area.
        area: Rect,
        /// Its colour.
        color: Color,
        /// Radius of the corners; zero for sharp ones.
        radius: Pt,
    },
    /// A picture, scaled to the area.
    Picture {
        /// The area.
        area: Rect,
        /// Which picture.
        picture: ImageId,
    },
}

/// Letters on one baseline in one face, size and colour, in visual order from left to right.
#[derive(Clone, PartialEq, Debug)]
pub struct GlyphRun {
    /// Where the pen starts, on the baseline.
    pub origin: Point,
    /// The face.
    pub face: FaceId,
    /// The type size.
    pub size: Pt,
    /// The colour.
    pub color: Color,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The characters the glyphs show, in logical order; [`Glyph::text`] points into it.
    pub text: String,
}

/// One glyph of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glyph {
    /// The glyph's number in its face.
    pub id: u16,
    /// How far the pen moves on: shaping, kerning, tracking and justification together.
    pub advance: Pt,
    /// Shift from the pen to the right, painting only.
    pub dx: Pt,
    /// Shift from the baseline upwards, painting only.
    pub dy: Pt,
    /// The bytes of [`GlyphRun::text`] it shows; empty for the later glyphs of a cluster.
    pub text: std::ops::Range<u32>,
}

/// An area that leads somewhere.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkArea {
    /// The area.
    pub area: Rect,
    /// Where it leads; never unresolved or dead.
    pub target: LinkTarget,
    /// The link's node in the structure tree.
    pub node: NodeId,
    /// What it says to somebody who cannot see it: the text and where it leads.
    pub description: String,
}
