//! Strips of one page → items at places in the text block.

use super::super::frame::{Item, LinkArea, Mark, Paint, Segment, Shape};
use super::super::layout::galley::{Decoration, DecorationKind, Galley};
use super::{Frame, Stack, Stacker, asides, head_height};
use crate::model::{Direction, TargetId};
use crate::theme::{BoxLook, Color};
use crate::typeset::folios::NumberId;
use crate::typeset::layout::move_item;
use crate::typeset::report::{Found, Kept, Note, Tally};
use crate::units::{Point, Pt, Rect};
use std::ops::Range;

/// A page whose items are placed from the upper left corner of the text block.
#[derive(Default)]
pub(in crate::typeset) struct PageDraft {
    pub(in crate::typeset) items: Vec<Item>,
    pub(in crate::typeset) links: Vec<LinkArea>,
    pub(in crate::typeset) targets: Vec<(TargetId, Point)>,
    pub(in crate::typeset) numbers: Vec<NumberId>,
    /// What stands at the outer edge, as on a page whose outer margin is at the right.
    pub(in crate::typeset) outward: Vec<Outward>,
    /// Whether it is a page turned sideways.
    pub(in crate::typeset) turned: bool,
    /// Its lines, counted.
    pub(in crate::typeset) lines: Tally,
    /// What there is to look at.
    pub(in crate::typeset) notes: Vec<Note>,
    /// How many lines it lacks, if that are more than it may.
    pub(in crate::typeset) short: u32,
    /// How many lines stay together at its head.
    pub(in crate::typeset) kept: u32,
}

impl PageDraft {
    /// How many items and links there are.
    fn reach(&self) -> (usize, usize) {
        (self.items.len(), self.links.len())
    }

    /// Has what came after so many items and links move out as far where the outer margin is at the left.
    fn move_outward(&mut self, (items, links): (usize, usize), by: Pt) {
        if by != Pt::ZERO {
            let (items, links) = (items..self.items.len(), links..self.links.len());
            self.outward.push(Outward { items, links, shift: -by });
        }
    }
}

/// Items and links of a page, and how far they move where its outer margin is at the left.
pub(in crate::typeset) struct Outward {
    pub(in crate::typeset) items: Range<usize>,
    pub(in crate::typeset) links: Range<usize>,
    pub(in crate::typeset) shift: Pt,
}

/// Places a run of strips on a page from a point on: grounds and rules first, then a repeated head, then
/// the strips, whose items, links and places move there. Gives the height they take.
pub(super) fn place(
    galley: &mut Galley,
    strips: Range<usize>,
    frame: Frame,
    origin: Point,
    page: &mut PageDraft,
) -> Pt {
    place_stretched(galley, strips, &[], frame, origin, page)
}

/// The same with a line more of space before some strips.
pub(super) fn place_stretched(
    galley: &mut Galley,
    strips: Range<usize>,
    stretched: &[usize],
    frame: Frame,
    origin: Point,
    page: &mut PageDraft,
) -> Pt {
    let mut stacker = Stacker { stretched, ..Stacker::new(galley, frame.leading) };
    strips.clone().for_each(|number| stacker.add(number));
    let height = stacker.cursor;
    let stack = stacker.finish();
    let first = page.items.len();
    for decoration in &galley.decorations {
        let before = page.reach();
        decorate(galley, decoration, (&strips, frame), &stack, page);
        page.move_outward(before, decoration.outward);
    }
    if let Some(head) =
        galley.strips.get(strips.start).and_then(|strip| strip.head).and_then(|id| galley.heads.get(id.0))
    {
        let before = page.reach();
        page.items.extend(head.items.iter().cloned());
        page.move_outward(before, head.outward);
    }
    let mut asides = asides::tops(galley, &strips, &stack, frame).into_iter();
    for (strip, top) in galley.strips.iter_mut().skip(strips.start).zip(&stack.tops) {
        let before = page.reach();
        for mut item in std::mem::take(&mut strip.items) {
            move_item(&mut item, Pt::ZERO, *top);
            page.items.push(item);
        }
        let at = origin.moved(Pt::ZERO, *top);
        for link in std::mem::take(&mut strip.links) {
            page.links.push(LinkArea { area: link.area.moved(at.x, at.y), ..link });
        }
        page.move_outward(before, strip.outward);
        page.lines += strip.lines;
        page.notes.extend(&strip.notes);
        page.targets.extend(std::mem::take(&mut strip.targets).into_iter().map(|target| (target, at)));
        page.numbers.extend(&strip.numbers);
        for (aside, top) in strip.asides.iter_mut().zip(&mut asides) {
            asides::place_aside(&mut aside.galley, frame, origin, top, page);
        }
    }
    for item in page.items.iter_mut().skip(first) {
        move_item(item, origin.x, origin.y);
    }
    height
}

/// Draws the part of a decoration that lies on this page.
fn decorate(
    galley: &Galley,
    decoration: &Decoration,
    (page_strips, frame): (&Range<usize>, Frame),
    stack: &Stack,
    page: &mut PageDraft,
) {
    let first = decoration.strips.start.max(page_strips.start);
    let end = decoration.strips.end.min(page_strips.end);
    if first >= end {
        return;
    }
    let whole = || -> Pt {
        let all = galley.strips.get(decoration.strips.clone()).unwrap_or_default();
        all.iter().map(|strip| strip.before + strip.height).sum()
    };
    if end < decoration.strips.end
        && first == decoration.strips.start
        && let Some(source) = decoration.source
        && whole().fits(frame.height)
    {
        let kept = match decoration.kind {
            DecorationKind::Box { .. } => Kept::Box,
            DecorationKind::TableRules { .. } => Kept::Table,
        };
        page.notes.push(Note { what: Found::Split(kept), source: Some(source) });
    }
    let top_of = |number: usize| stack.tops.get(number - page_strips.start).copied().unwrap_or_default();
    let height_of = |number: usize| galley.strips.get(number).map_or(Pt::ZERO, |strip| strip.height);
    let mut top = top_of(first);
    let bottom = top_of(end - 1) + height_of(end - 1);
    let repeated = galley.strips.get(first).and_then(|strip| strip.head);
    if first == page_strips.start
        && first > decoration.strips.start
        && let Some(head) = repeated
    {
        let above = galley.heads.get(head.0).map_or(Pt::ZERO, |head| head.rules_above);
        // A box goes on around the words that say so, a table below them.
        top -= head_height(galley, head);
        if matches!(decoration.kind, DecorationKind::TableRules { .. }) {
            top += above;
        }
    }
    let mut rounded = |area: Rect, color, radius| {
        if area.size.height > Pt::ZERO && area.size.width > Pt::ZERO {
            page.items.push(Item { mark: Mark::Layout, shape: Shape::Fill { area, color, radius } });
        }
    };
    let (x, width) = (decoration.x, decoration.width);
    let mut frames = Vec::new();
    match &decoration.kind {
        DecorationKind::Box { look, ink, ground, direction } => {
            if let Some(color) = ground {
                let area = Rect::new(x, top, width, bottom - top);
                rounded(area, *color, look.radius);
                // Corners are round only where the box ends.
                let half = Rect::new(x, top, width, (bottom - top) / 2);
                if look.radius > Pt::ZERO && first > decoration.strips.start {
                    rounded(half, *color, Pt::ZERO);
                }
                if look.radius > Pt::ZERO && end < decoration.strips.end {
                    rounded(half.moved(Pt::ZERO, half.size.height), *color, Pt::ZERO);
                }
            }
            if look.frame > Pt::ZERO {
                let area = Rect::new(x, top, width, bottom - top);
                frames.push(Item { mark: Mark::Layout, shape: framed(area, look, *ink) });
            }
            if look.bar > Pt::ZERO {
                let bar = match direction {
                    Direction::LeftToRight => x,
                    Direction::RightToLeft => x + width - look.bar,
                };
                rounded(Rect::new(bar, top, look.bar, bottom - top), *ink, Pt::ZERO);
            }
            if look.rule_above > Pt::ZERO && first == decoration.strips.start {
                rounded(Rect::new(x, top, width, look.rule_above), *ink, Pt::ZERO);
            }
        }
        DecorationKind::TableRules { thickness, color } => {
            rounded(Rect::new(x, top - *thickness, width, *thickness), *color, Pt::ZERO);
            rounded(Rect::new(x, bottom, width, *thickness), *color, Pt::ZERO);
        }
    }
    page.items.extend(frames);
}

/// A rule around a box, inside its edges, with its round corners.
fn framed(area: Rect, look: &BoxLook, color: Color) -> Shape {
    let half = look.frame / 2;
    let (left, top) = (area.origin.x + half, area.origin.y + half);
    let (right, bottom) = (area.right() - half, area.bottom() - half);
    let radius = look.radius.min((right - left) / 2).min((bottom - top) / 2);
    // The usual distance of the control points of a quarter of a circle, 0.5523 of the radius.
    let bend = radius - radius.mul_div(5523, 10_000);
    let at = Point::new;
    let segments = vec![
        Segment::Move(at(left + radius, top)),
        Segment::Line(at(right - radius, top)),
        Segment::Curve(at(right - bend, top), at(right, top + bend), at(right, top + radius)),
        Segment::Line(at(right, bottom - radius)),
        Segment::Curve(at(right, bottom - bend), at(right - bend, bottom), at(right - radius, bottom)),
        Segment::Line(at(left + radius, bottom)),
        Segment::Curve(at(left + bend, bottom), at(left, bottom - bend), at(left, bottom - radius)),
        Segment::Line(at(left, top + radius)),
        Segment::Curve(at(left, top + bend), at(left + bend, top), at(left + radius, top)),
        Segment::Close,
    ];
    Shape::Path { segments, paint: Paint::Stroke(look.frame), color }
}
