//! Glyphs in visual order → runs of one leaf and look.

use super::measure::Paragraph;
use super::{LineRun, LinkNumber};
use crate::fonts::FaceId;
use crate::theme::Color;
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

/// Room for a run while it grows. It serves one run after the other; each takes away just what it needs.
#[derive(Default)]
pub(super) struct Room {
    glyphs: Vec<Glyph>,
    text: String,
    /// Where each glyph's text stands in the shown text.
    places: Vec<u32>,
}

/// The runs of a line. They come from left to right; only the last one grows.
pub(super) struct Runs<'r> {
    done: Vec<LineRun>,
    growing: Option<Head>,
    room: &'r mut Room,
}

/// A run without its glyphs.
struct Head {
    origin: Point,
    face: FaceId,
    size: Pt,
    color: Color,
    broader: i32,
    leaf: NodeId,
    link: Option<LinkNumber>,
    width: i64,
    /// The part of the width that hangs over the line's end.
    hanging: i64,
}

/// The run that grows.
pub(super) struct Run<'r> {
    head: &'r mut Head,
    room: &'r mut Room,
}

impl<'r> Runs<'r> {
    /// No run yet.
    pub(super) fn new(room: &'r mut Room) -> Runs<'r> {
        Runs { done: Vec::new(), growing: None, room }
    }

    /// The last run, when it can hold what comes next at `x`, or a new one.
    pub(super) fn run(
        &mut self,
        paragraph: &Paragraph<'_>,
        piece: u32,
        (face, size): (FaceId, Pt),
        broader: i32,
        x: i64,
    ) -> Run<'_> {
        let owner = &paragraph.pieces[piece as usize];
        let look = &owner.look;
        let fits = self.growing.as_ref().is_some_and(|last| {
            (last.leaf, last.link) == (owner.leaf, owner.link)
                && (last.face, last.size, last.color, last.broader) == (face, size, look.color, broader)
                && last.origin.y == -look.rise
                && last.origin.x.scaled() + last.width == x
                && (last.hanging == 0 || paragraph.collected.base.is_multiple_of(2))
        });
        if !fits {
            self.close();
        }
        let head = self.growing.get_or_insert_with(|| Head {
            origin: Point::new(Pt::from_scaled(x), -look.rise),
            face,
            size,
            color: look.color,
            broader,
            leaf: owner.leaf,
            link: owner.link,
            width: 0,
            hanging: 0,
        });
        Run { head, room: self.room }
    }

    /// Moves what follows the last glyph away from it.
    pub(super) fn widen(&mut self, by: i64) {
        if let (Some(head), Some(last)) = (&mut self.growing, self.room.glyphs.last_mut()) {
            last.advance += Pt::from_scaled(by);
            head.width += by;
        }
    }

    /// All runs.
    pub(super) fn finish(mut self) -> Vec<LineRun> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let Some(head) = self.growing.take() else { return };
        if !self.room.places.is_sorted() {
            self.room.order_text();
        }
        // A line keeps its runs until all pages are written: they take no more room than they need.
        self.done.push(LineRun {
            run: GlyphRun {
                origin: head.origin,
                face: head.face,
                size: head.size,
                color: head.color,
                broader: head.broader,
                glyphs: self.room.glyphs.as_slice().into(),
                text: self.room.text.as_str().into(),
            },
            leaf: head.leaf,
            link: head.link,
            width: Pt::from_scaled(head.width - head.hanging),
            at: self.room.places.iter().copied().min().unwrap_or_default(),
        });
        self.room.clear();
    }
}

impl Run<'_> {
    pub(super) fn push(&mut self, glyph: SetGlyph, at: u32, text: &str) {
        let start = self.room.text.len() as u32;
        self.room.text.push_str(text);
        self.room.glyphs.push(Glyph {
            id: glyph.id,
            advance: Pt::from_scaled(glyph.advance),
            dx: Pt::from_scaled(glyph.dx),
            dy: Pt::from_scaled(glyph.dy),
            text: start..self.room.text.len() as u32,
        });
        self.room.places.push(at);
        self.head.width += glyph.advance;
    }

    /// Lets so much of what was pushed hang over the line's end.
    pub(super) fn hang(&mut self, width: i64) {
        self.head.hanging += width;
    }
}

impl Room {
    fn clear(&mut self) {
        self.glyphs.clear();
        self.text.clear();
        self.places.clear();
    }

    /// Brings the text into logical order where the glyphs are in another.
    fn order_text(&mut self) {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|index| self.places[*index]);
        let mut text = String::with_capacity(self.text.len());
        for index in order {
            let glyph = &mut self.glyphs[index];
            let range = glyph.text.start as usize..glyph.text.end as usize;
            let start = text.len() as u32;
            text.push_str(self.text.get(range).unwrap_or_default());
            glyph.text = start..text.len() as u32;
        }
        self.text = text;
    }
}
