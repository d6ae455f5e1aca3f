//! What stands in the margin column of a page → its place there: beside the text it belongs to, one below the
//! other, none below the last line of the page.

use super::place::{Outward, PageDraft, place};
use super::{Frame, Stack, Stacker};
use crate::typeset::layout::galley::Galley;
use crate::units::{Point, Pt};
use std::ops::Range;

/// The tops of all asides of a page, in the order of its strips.
pub(super) fn tops(galley: &Galley, strips: &Range<usize>, stack: &Stack, frame: Frame) -> Vec<Pt> {
    let asides = galley.strips.get(strips.clone()).unwrap_or_default().iter().flat_map(|strip| &strip.asides);
    let wanted = asides.map(|aside| {
        let beside = aside.beside.max(strips.start) - strips.start;
        (stack.tops.get(beside).copied().unwrap_or_default(), height_of(&aside.galley, frame))
    });
    settle(&wanted.collect::<Vec<_>>(), frame)
}

/// Moves what would overlap down, and what would then stand below the page up.
fn settle(wanted: &[(Pt, Pt)], frame: Frame) -> Vec<Pt> {
    let mut free = Pt::ZERO;
    let mut tops = Vec::with_capacity(wanted.len());
    for (top, height) in wanted {
        let top = (*top).max(free);
        tops.push(top);
        free = top + *height + frame.leading / 2;
    }
    let mut end = frame.height;
    for (top, (_, height)) in tops.iter_mut().zip(wanted).rev() {
        *top = (*top).min(end - *height).max(Pt::ZERO);
        end = *top - frame.leading / 2;
    }
    tops
}

fn height_of(galley: &Galley, frame: Frame) -> Pt {
    let mut stacker = Stacker::new(galley, frame.leading);
    (0..galley.strips.len()).for_each(|number| stacker.add(number));
    stacker.cursor
}

/// Puts one aside on a page. `top` counts from `origin`, to which the caller moves all items later.
pub(super) fn place_aside(galley: &mut Galley, frame: Frame, origin: Point, top: Pt, page: &mut PageDraft) {
    let mut draft = PageDraft::default();
    let strips = 0..galley.strips.len();
    place(galley, strips, frame, Point::new(Pt::ZERO, top), &mut draft);
    let (items, links) = (page.items.len(), page.links.len());
    page.items.extend(draft.items);
    let moved = |mut link: crate::typeset::frame::LinkArea| {
        link.area = link.area.moved(origin.x, origin.y);
        link
    };
    page.links.extend(draft.links.into_iter().map(moved));
    page.targets.extend(draft.targets.into_iter().map(|(id, at)| (id, at.moved(origin.x, origin.y))));
    page.numbers.extend(draft.numbers);
    page.lines += draft.lines;
    page.notes.extend(draft.notes);
    let (items, links) = (items..page.items.len(), links..page.links.len());
    page.outward.push(Outward { items, links, shift: frame.outward });
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { height: Pt::new(100), leading: Pt::new(10), outward: Pt::ZERO };

    fn settled(wanted: &[(i64, i64)]) -> Vec<Pt> {
        let wanted: Vec<(Pt, Pt)> =
            wanted.iter().map(|(top, height)| (Pt::new(*top), Pt::new(*height))).collect();
        settle(&wanted, FRAME)
    }

    #[test]
    fn asides_stand_beside_their_text() {
        assert_eq!(settled(&[(0, 20), (50, 20)]), [Pt::ZERO, Pt::new(50)]);
    }

    #[test]
    fn asides_that_would_overlap_move_down() {
        assert_eq!(settled(&[(0, 30), (10, 20)]), [Pt::ZERO, Pt::new(35)]);
    }

    #[test]
    fn asides_at_the_foot_move_up() {
        assert_eq!(settled(&[(40, 20), (90, 40)]), [Pt::new(35), Pt::new(60)]);
    }
}
