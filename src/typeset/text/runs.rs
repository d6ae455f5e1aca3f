//! Glyphs in visual order → runs of one leaf and look.

use super::measure::Paragraph;
use super::{LineRun, LinkNumber};
use crate::fonts::FaceId;
use crate::typeset::frame::{Glyph, GlyphRun};
use crate::typeset::structure::NodeId;
use crate::units::{Point, Pt};

/// A glyph with its measures in scaled points.
pub(super) struct SetGlyph {
    pub(super) id: u16,
    pub(super) advance: i64,
    pub(super) dx: i64,
    pub(super) dy: i64,
}

/// A run that grows from left to right.
pub(super) struct RunBuilder {
    run: GlyphRun,
    leaf: NodeId,
    link: Option<LinkNumber>,
    /// Where each glyph's text stands in the shown text.
    places: Vec<u32>,
    width: i64,
    /// The part of the width that hangs over the line's end.
    pub(super) hanging: i64,
}

/// The last run, when it can hold what comes next, or a new one.
pub(super) fn run_for<'r>(
    runs: &'r mut Vec<RunBuilder>,
    paragraph: &Paragraph<'_>,
    piece: u32,
    (face, size): (FaceId, Pt),
    broader: i32,
    x: i64,
) -> &'r mut RunBuilder {
    let owner = &paragraph.pieces[piece as usize];
    let look = &owner.look;
    let fits = runs.last().is_some_and(|last| {
        let run = &last.run;
        (last.leaf, last.link) == (owner.leaf, owner.link)
            && (run.face, run.size, run.color, run.broader) == (face, size, look.color, broader)
            && run.origin.y == -look.rise
            && run.origin.x.scaled() + last.width == x
            && (last.hanging == 0 || paragraph.collected.base.is_multiple_of(2))
    });
    if !fits {
        let run = GlyphRun {
            origin: Point::new(Pt::from_scaled(x), -look.rise),
            face,
            size,
            color: look.color,
            broader,
            glyphs: Vec::with_capacity(64),
            text: String::with_capacity(64),
        };
        let (leaf, link) = (owner.leaf, owner.link);
        runs.push(RunBuilder { run, leaf, link, places: Vec::with_capacity(64), width: 0, hanging: 0 });
    }
    let last = runs.len() - 1;
    &mut runs[last]
}

impl RunBuilder {
    pub(super) fn push(&mut self, glyph: SetGlyph, at: u32, text: &str) {
        let start = self.run.text.len() as u32;
        self.run.text.push_str(text);
        self.run.glyphs.push(Glyph {
            id: glyph.id,
            advance: Pt::from_scaled(glyph.advance),
            dx: Pt::from_scaled(glyph.dx),
            dy: Pt::from_scaled(glyph.dy),
            text: start..self.run.text.len() as u32,
        });
        self.places.push(at);
        self.width += glyph.advance;
    }

    /// Moves what follows the last glyph away from it.
    pub(super) fn widen(&mut self, by: i64) {
        if let Some(last) = self.run.glyphs.last_mut() {
            last.advance += Pt::from_scaled(by);
            self.width += by;
        }
    }

    pub(super) fn finish(mut self) -> LineRun {
        if !self.places.is_sorted() {
            self.order_text();
        }
        // A line keeps its runs until all pages are written.
        self.run.glyphs.shrink_to_fit();
        self.run.text.shrink_to_fit();
        LineRun {
            run: self.run,
            leaf: self.leaf,
            link: self.link,
            width: Pt::from_scaled(self.width - self.hanging),
            at: self.places.iter().copied().min().unwrap_or_default(),
        }
    }

    /// Brings the text into logical order where the glyphs are in another.
    fn order_text(&mut self) {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|index| self.places[*index]);
        let mut text = String::with_capacity(self.run.text.len());
        for index in order {
            let glyph = &mut self.run.glyphs[index];
            let range = glyph.text.start as usize..glyph.text.end as usize;
            let start = text.len() as u32;
            text.push_str(self.run.text.get(range).unwrap_or_default());
            glyph.text = start..text.len() as u32;
        }
        self.run.text = text;
    }
}
