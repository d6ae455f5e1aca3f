//! Finished positions: pages of glyph runs, rules, fills and pictures, and the links over them.
//!
//! This is all a page writer sees. Every item says by its [`Mark`] whether it is content (and of which
//! node of the [`Structure`](super::structure::Structure)) or furniture. Nothing here is decided any more.

use super::structure::NodeId;
use crate::fonts::FaceId;
use crate::model::{ImageId, LinkTarget, TargetId};
use crate::theme::{Color, Sheet};
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
    /// How well they are set.
    pub report: super::report::Report,
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
    /// What its sheet shows around the trim size.
    pub sheet: Sheet,
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
    /// The same on a baseline that runs down the page, their heads to the right: heads of pages that are bound turned.
    Sideways(GlyphRun),
    /// A filled rectangle: a rule, a tint or a border.
    Fill {
        /// The area.
        area: Rect,
        /// Its colour.
        color: Color,
        /// Radius of the corners; zero for sharp ones.
        radius: Pt,
    },
    /// A path: a line drawn along it, or the area inside it.
    Path {
        /// Its course.
        segments: Vec<Segment>,
        /// How it is painted.
        paint: Paint,
        /// Its colour.
        color: Color,
    },
    /// A picture, scaled to the area; what lies outside the page is cut off.
    Picture {
        /// The area.
        area: Rect,
        /// Which picture.
        picture: ImageId,
    },
}

/// A piece of a path, from where the pen is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Segment {
    /// The pen is put down somewhere else.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// A straight line back to where the pen was put down.
    Close,
}

impl Segment {
    /// The points that steer it, its end last.
    pub fn points(&self) -> Vec<Point> {
        match *self {
            Segment::Move(to) | Segment::Line(to) => vec![to],
            Segment::Curve(first, second, to) => vec![first, second, to],
            Segment::Close => Vec::new(),
        }
    }

    /// The same moved right and down.
    pub fn moved(self, dx: Pt, dy: Pt) -> Segment {
        match self {
            Segment::Move(to) => Segment::Move(to.moved(dx, dy)),
            Segment::Line(to) => Segment::Line(to.moved(dx, dy)),
            Segment::Curve(a, b, to) => Segment::Curve(a.moved(dx, dy), b.moved(dx, dy), to.moved(dx, dy)),
            Segment::Close => Segment::Close,
        }
    }
}

/// How a path is painted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    /// The area inside it (where its windings do not add up to nothing).
    Fill,
    /// A line of this thickness along it, with round ends and corners.
    Stroke(Pt),
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
    /// How much broader than drawn its letters are, in ten-thousandths; negative for narrower. Advances
    /// hold it already.
    pub broader: i32,
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
