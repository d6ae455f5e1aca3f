//! The strips that stand in columns → ends of columns, page by page; the last page is balanced.
//!
//! A column ends where it costs least, as a page does. On the last page all columns get the least height
//! that holds everything, so that they end together. Sees heights and costs alone; places by [`place`].

use super::super::layout::galley::{Columns, Galley, PageBreak};
use super::costs;
use super::place::place;
use super::{Frame, PageDraft, Stacker};
use crate::units::{Point, Pt};

/// A page is not begun with columns of fewer lines.
const LEAST_LINES: i64 = 5;

/// What stands on the page on which columns begin.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Above {
    /// What the text above them takes.
    pub(super) used: Pt,
    /// What the notes below them take.
    pub(super) at_foot: Pt,
}

/// Fills columns below what stands on the last page and on new pages.
pub(super) fn fill(
    galley: &mut Galley,
    columns: &Columns,
    frame: Frame,
    above: Above,
    pages: &mut Vec<PageDraft>,
) {
    let mut start = columns.first;
    let before = galley.strips.get(start).map_or(Pt::ZERO, |strip| strip.before);
    let mut top = if pages.is_empty() { Pt::ZERO } else { above.used + before };
    let mut foot = above.at_foot;
    let least = columns.pitch * LEAST_LINES;
    if pages.is_empty() || frame.height - foot - top < least && top > Pt::ZERO {
        pages.push(PageDraft::default());
        (top, foot) = (Pt::ZERO, Pt::ZERO);
    }
    while start < galley.strips.len() {
        let column = Frame { height: frame.height - foot - top, leading: columns.pitch, ..frame };
        let ends =
            balanced(galley, columns, column, start).unwrap_or_else(|| full(galley, columns, column, start));
        if let Some(page) = pages.last_mut() {
            let mut origin = Point::new(columns.start, top);
            for end in ends {
                place(galley, start..end, column, origin, page);
                origin = origin.moved(columns.step, Pt::ZERO);
                start = end;
            }
        }
        if start < galley.strips.len() {
            pages.push(PageDraft::default());
            (top, foot) = (Pt::ZERO, Pt::ZERO);
        }
    }
}

/// The ends of the columns of a page that is not the last.
fn full(galley: &Galley, columns: &Columns, frame: Frame, start: usize) -> Vec<usize> {
    let mut ends = Vec::with_capacity(columns.count);
    let mut from = start;
    while ends.len() < columns.count && from < galley.strips.len() {
        from = cheapest_end(galley, frame, from);
        ends.push(from);
    }
    ends
}

/// How many lines higher than need be columns may get for the sake of better ends.
const GENEROUS: i64 = 3;
/// What such a line costs; the cost of ending inside a short entry is 45.
const HIGHER: i64 = 9;
/// How many ends of a column are tried, the fullest first.
const TRIED: usize = 8;

/// The ends of the columns when all that is left fits on the page: at the least height, or a little more
/// where that spares an entry from being divided.
fn balanced(galley: &Galley, columns: &Columns, frame: Frame, start: usize) -> Option<Vec<usize>> {
    let whole: Pt = galley.strips.iter().skip(start).map(|strip| strip.height).sum();
    let mut height = (whole / (columns.count as i64)).round_up_to(frame.leading);
    let (mut best, mut extra): (Option<(i64, Vec<usize>)>, i64) = (None, 0);
    while height.fits(frame.height) && extra <= GENEROUS {
        let level = Frame { height, ..frame };
        if let Some((cost, ends)) = ends_at(galley, columns.count, level, start) {
            let cost = cost + extra * HIGHER;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, ends));
            }
        }
        extra += i64::from(best.is_some());
        height += frame.leading;
    }
    let last = || ends_at(galley, columns.count, frame, start);
    best.or_else(last).map(|(_, ends)| ends)
}

/// The cheapest ends of so many columns of a height, when everything fits and no column ends where it must
/// not.
fn ends_at(galley: &Galley, count: usize, frame: Frame, start: usize) -> Option<(i64, Vec<usize>)> {
    let all = galley.strips.len();
    if start >= all {
        return Some((0, Vec::new()));
    }
    let ends: Vec<(usize, Pt)> = fitting_ends(galley, frame, start).collect();
    if ends.last().is_some_and(|(end, _)| *end == all) {
        return Some((0, vec![all]));
    }
    if count < 2 {
        return None;
    }
    let mut best: Option<(i64, Vec<usize>)> = None;
    for (end, filled) in ends.into_iter().rev().take(TRIED) {
        let Some(PageBreak::Allowed(own)) = galley.strips.get(end).map(|next| next.page_break) else {
            continue;
        };
        let lacking = (frame.height - filled).scaled() / frame.leading.scaled().max(1);
        let Some((rest, behind)) = ends_at(galley, count - 1, frame, end) else { continue };
        let cost = rest + i64::from(own) + lacking * HIGHER;
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, std::iter::once(end).chain(behind).collect()));
        }
    }
    best
}

/// Lines a column may lack at no cost to speak of.
const FREE_LINES: i64 = 1;

/// What it costs to end a column before a strip, with what is missing below it.
fn end_cost(galley: &Galley, frame: Frame, filled: Pt, end: usize) -> i64 {
    let whole = (frame.height - filled).scaled() / frame.leading.scaled().max(1);
    let lacking = (whole - FREE_LINES).max(0);
    lacking * lacking * 150 + galley.strips.get(end).map_or(0, |next| costs::end(next.page_break))
}

/// The place where it costs least to end a column; behind the first strip when not even that fits.
fn cheapest_end(galley: &Galley, frame: Frame, start: usize) -> usize {
    let cost =
        |(end, filled): &(usize, Pt)| (end_cost(galley, frame, *filled, *end), std::cmp::Reverse(*end));
    fitting_ends(galley, frame, start).min_by_key(cost).map_or(start + 1, |(end, _)| end)
}

/// The places behind which a column that begins with a strip is not overfull, and how far it is filled.
fn fitting_ends(galley: &Galley, frame: Frame, start: usize) -> impl Iterator<Item = (usize, Pt)> {
    let mut stacker = Stacker::new(galley, frame.leading);
    (start..galley.strips.len()).map_while(move |number| {
        stacker.add(number);
        stacker.cursor.fits(frame.height).then_some((number + 1, stacker.cursor))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::layout::galley::{Grid, Strip};
    use super::*;

    fn galley(count: usize) -> (Galley, Columns) {
        let strip = || Strip { grid: Grid::On, ..Strip::blank(Pt::new(10)) };
        let galley = Galley { strips: (0..count).map(|_| strip()).collect(), ..Galley::default() };
        let (start, step, pitch) = (Pt::ZERO, Pt::new(100), Pt::new(10));
        (galley, Columns { first: 0, count: 2, start, step, pitch })
    }

    const FRAME: Frame = Frame { height: Pt::new(100), leading: Pt::new(10), outward: Pt::ZERO };

    #[test]
    fn the_last_page_is_balanced() {
        let (galley, columns) = galley(7);
        assert_eq!(balanced(&galley, &columns, FRAME, 0), Some(vec![4, 7]));
    }

    #[test]
    fn what_is_kept_is_kept_though_columns_differ() {
        let (mut galley, columns) = galley(8);
        galley.strips[4].page_break = PageBreak::Forbidden;
        assert_eq!(balanced(&galley, &columns, FRAME, 0), Some(vec![5, 8]));
    }

    #[test]
    fn an_entry_is_rather_whole_than_columns_level() {
        let (mut galley, columns) = galley(8);
        galley.strips[4].page_break = PageBreak::Allowed(45);
        assert_eq!(balanced(&galley, &columns, FRAME, 0), Some(vec![5, 8]));
    }

    #[test]
    fn pages_are_filled_one_after_the_other() {
        let (mut galley, columns) = galley(47);
        let mut pages = Vec::new();
        fill(&mut galley, &columns, FRAME, Above::default(), &mut pages);
        assert_eq!(pages.len(), 3);
        assert_eq!(balanced(&galley, &columns, FRAME, 0), None);
        assert_eq!(full(&galley, &columns, FRAME, 0), [10, 20]);
    }

    #[test]
    fn a_column_ends_before_a_heading() {
        let (mut galley, columns) = galley(40);
        galley.strips[10].page_break = PageBreak::Forbidden;
        assert_eq!(full(&galley, &columns, FRAME, 0), [9, 19]);
    }

    #[test]
    fn a_strip_that_is_too_high_has_a_column_of_its_own() {
        let (mut galley, columns) = galley(3);
        galley.strips[0].height = Pt::new(500);
        let mut pages = Vec::new();
        fill(&mut galley, &columns, FRAME, Above::default(), &mut pages);
        assert_eq!(pages.len(), 1);
    }
}
