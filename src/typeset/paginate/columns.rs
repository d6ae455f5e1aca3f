//! The strips that stand in columns → ends of columns, page by page; the last page is balanced.
//!
//! A column ends where it costs least, as a page does. On the last page all columns get the least height
//! that holds everything, so that they end together. Sees heights and costs alone; places by [`place`].

use super::super::layout::galley::{Columns, Galley, PageBreak};
use super::break_pages::end_cost;
use super::place::place;
use super::{Frame, PageDraft, Stacker};
use crate::units::{Point, Pt};

/// A page is not begun with columns of fewer lines.
const LEAST_LINES: i64 = 5;

/// Fills columns below what stands on the last page, which takes `used` of it, and on new pages.
pub(super) fn fill(galley: &Galley, columns: &Columns, frame: Frame, used: Pt, pages: &mut Vec<PageDraft>) {
    let mut start = columns.first;
    let before = galley.strips.get(start).map_or(Pt::ZERO, |strip| strip.before);
    let mut top = if pages.is_empty() { Pt::ZERO } else { used + before };
    let least = columns.pitch * LEAST_LINES;
    if pages.is_empty() || frame.height - top < least && top > Pt::ZERO {
        pages.push(PageDraft::default());
        top = Pt::ZERO;
    }
    while start < galley.strips.len() {
        let column = Frame { height: frame.height - top, leading: columns.pitch };
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
            top = Pt::ZERO;
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

/// The ends of the columns when all that is left fits on the page: at the least height.
fn balanced(galley: &Galley, columns: &Columns, frame: Frame, start: usize) -> Option<Vec<usize>> {
    let whole: Pt = galley.strips.iter().skip(start).map(|strip| strip.height).sum();
    if whole / (columns.count as i64) > frame.height {
        return None;
    }
    let mut lines = (whole / (columns.count as i64)).round_up_to(frame.leading);
    while lines.fits(frame.height) {
        if let Some(ends) = ends_at(galley, columns, Frame { height: lines, ..frame }, start) {
            return Some(ends);
        }
        lines += frame.leading;
    }
    ends_at(galley, columns, frame, start)
}

/// The ends of the columns at a height, when everything fits and no column ends where it must not.
fn ends_at(galley: &Galley, columns: &Columns, frame: Frame, start: usize) -> Option<Vec<usize>> {
    let mut ends = Vec::with_capacity(columns.count);
    let mut from = start;
    while from < galley.strips.len() {
        if ends.len() == columns.count {
            return None;
        }
        from = fullest_end(galley, frame, from)?;
        ends.push(from);
    }
    Some(ends)
}

/// The last place where a column may end; none when it may nowhere.
fn fullest_end(galley: &Galley, frame: Frame, start: usize) -> Option<usize> {
    let allowed =
        |end: &usize| galley.strips.get(*end).is_none_or(|next| next.page_break != PageBreak::Forbidden);
    fitting_ends(galley, frame, start).map(|(end, _)| end).filter(allowed).last()
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

    const FRAME: Frame = Frame { height: Pt::new(100), leading: Pt::new(10) };

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
    fn pages_are_filled_one_after_the_other() {
        let (galley, columns) = galley(47);
        let mut pages = Vec::new();
        fill(&galley, &columns, FRAME, Pt::ZERO, &mut pages);
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
        fill(&galley, &columns, FRAME, Pt::ZERO, &mut pages);
        assert_eq!(pages.len(), 1);
    }
}
