//! Strips of one page → items at places in the text block.

use super::super::frame::{Item, LinkArea, Mark, Shape};
use super::super::layout::galley::{Decoration, DecorationKind, Galley};
use super::{Frame, Stack, Stacker, head_height};
use crate::model::{Direction, TargetId};
use crate::typeset::folios::NumberId;
use crate::typeset::layout::move_item;
use crate::units::{Point, Pt, Rect};
use std::ops::Range;

/// A page whose items are placed from the upper left corner of the text block.
#[derive(Default)]
pub(in crate::typeset) struct PageDraft {
    pub(in crate::typeset) items: Vec<Item>,
    pub(in crate::typeset) links: Vec<LinkArea>,
    pub(in crate::typeset) targets: Vec<(TargetId, Point)>,
    pub(in crate::typeset) numbers: Vec<NumberId>,
}

/// Places a run of strips on a page from a point on: grounds and rules first, then a repeated head, then
/// the strips. Gives the height they take.
pub(super) fn place(
    galley: &Galley,
    strips: Range<usize>,
    frame: Frame,
    origin: Point,
    page: &mut PageDraft,
) -> Pt {
    let mut stacker = Stacker::new(galley, frame.leading);
    strips.clone().for_each(|number| stacker.add(number));
    let height = stacker.cursor;
    let stack = stacker.finish();
    let first = page.items.len();
    for decoration in &galley.decorations {
        decorate(galley, decoration, &strips, &stack, page);
    }
    if let Some(head) =
        galley.strips.get(strips.start).and_then(|strip| strip.head).and_then(|id| galley.heads.get(id.0))
    {
        page.items.extend(head.items.iter().cloned());
    }
    for (strip, top) in galley.strips.iter().skip(strips.start).zip(&stack.tops) {
        for item in &strip.items {
            let mut item = item.clone();
            move_item(&mut item, Pt::ZERO, *top);
            page.items.push(item);
        }
        let at = origin.moved(Pt::ZERO, *top);
        for link in &strip.links {
            page.links.push(LinkArea { area: link.area.moved(at.x, at.y), ..link.clone() });
        }
        page.targets.extend(strip.targets.iter().map(|target| (target.clone(), at)));
        page.numbers.extend(&strip.numbers);
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
    page_strips: &Range<usize>,
    stack: &Stack,
    page: &mut PageDraft,
) {
    let first = decoration.strips.start.max(page_strips.start);
    let end = decoration.strips.end.min(page_strips.end);
    if first >= end {
        return;
    }
    let top_of = |number: usize| stack.tops.get(number - page_strips.start).copied().unwrap_or_default();
    let height_of = |number: usize| galley.strips.get(number).map_or(Pt::ZERO, |strip| strip.height);
    let mut top = top_of(first);
    let bottom = top_of(end - 1) + height_of(end - 1);
    let repeated = galley.strips.get(first).and_then(|strip| strip.head);
    if first == page_strips.start
        && let (Some(head), DecorationKind::TableRules { .. }) = (repeated, &decoration.kind)
    {
        let above = galley.heads.get(head.0).map_or(Pt::ZERO, |head| head.rules_above);
        top -= head_height(galley, head) - above;
    }
    let mut fill = |area: Rect, color| {
        let shape = Shape::Fill { area, color, radius: Pt::ZERO };
        page.items.push(Item { mark: Mark::Layout, shape });
    };
    let (x, width) = (decoration.x, decoration.width);
    match &decoration.kind {
        DecorationKind::Box { look, ink, ground, direction } => {
            if let Some(color) = ground {
                fill(Rect::new(x, top, width, bottom - top), *color);
            }
            if look.bar > Pt::ZERO {
                let bar = match direction {
                    Direction::LeftToRight => x,
                    Direction::RightToLeft => x + width - look.bar,
                };
                fill(Rect::new(bar, top, look.bar, bottom - top), *ink);
            }
            if look.rule_above > Pt::ZERO && first == decoration.strips.start {
                fill(Rect::new(x, top, width, look.rule_above), *ink);
            }
        }
        DecorationKind::TableRules { thickness, color } => {
            fill(Rect::new(x, top - *thickness, width, *thickness), *color);
            fill(Rect::new(x, bottom, width, *thickness), *color);
        }
    }
}
