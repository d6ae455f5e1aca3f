//! What it costs to end a page at a place: the house's numbers for breaking pages, in one place.
//!
//! The unit is a hundredth of that of [`PageBreak::Allowed`].

use super::super::layout::galley::PageBreak;

/// Ending a page where it must not end.
pub(super) const FORBIDDEN: i64 = 50_000_000;
/// A page whose only strip is higher than it.
pub(super) const OVERFULL: i64 = 10_000_000;
/// A new page costs a little, so that a galley is not spread over more pages than it needs.
pub(super) const PAGE: i64 = 500;
/// A last page with fewer than five lines.
const STUB: i64 = 30_000;
/// Each line that a last page lacks to so many that it is worth turning to.
const THIN: i64 = 900;
/// So many.
pub(super) const ENOUGH: i64 = 12;
/// How many lines the spaces of a page get at most.
pub(super) const MOST_STRETCHED: i64 = 3;
/// A page that is a line longer than others, as its facing page is.
pub(super) const LONG: i64 = 2_500;
/// A page that is longer than its facing page: worse than a page with any gap, so that wider gaps are tried.
const HALF_LONG: i64 = 20_000_000;
/// A figure that stands on the page behind the one that comes to it.
pub(super) const MOVED: i64 = 1_000;
/// The same when a line that ends in a colon leads into it.
pub(super) const MOVED_FROM_LEAD: i64 = 12_000;
/// The same when items of a list that follows go on before it: worse than a page that lacks three lines.
pub(super) const MOVED_INTO_LIST: i64 = 40_000;
/// A note that goes on below the next page.
pub(super) const SPLIT_NOTE: i64 = 3_000;
/// A note that does not begin on the page that calls it: worse than a page with a gap.
pub(super) const LATE_NOTE: i64 = 150_000;

/// Lines a page may lack before it looks unfinished.
pub(super) const UNSEEN: i64 = 2;

/// A page that lacks lines at its foot: beyond two it looks unfinished, which is avoided before all else that is not
/// forbidden.
pub(super) fn lacking(lines: i64) -> i64 {
    match lines.max(0) {
        0 => 0,
        1 => 2_000,
        2 => 4_000,
        more => 25_000 + (more - UNSEEN) * 9_000 + more * more * 100,
    }
}

/// A figure that is smaller by so many lines: for one rather than a gap or a move.
pub(super) fn smaller(lines: i64) -> i64 {
    700 * lines
}

/// So many lines more of space before what stands apart, of them some where the space is small.
pub(super) fn stretched(lines: i64, barely: i64) -> i64 {
    lines * (1_000 + lines * 500) + barely * 4_000
}

/// Facing pages that lack so many half lines. Both are longer than others, or none is.
pub(super) fn uneven(verso: i64, recto: i64) -> i64 {
    match (recto - verso).abs() {
        0 | 1 => 0,
        _ if verso < 0 => HALF_LONG,
        _ => 4_000,
    }
}

/// The end of a page before a strip.
pub(super) fn end(page_break: PageBreak) -> i64 {
    match page_break {
        PageBreak::Allowed(cost) => i64::from(cost) * 100,
        PageBreak::Forbidden => FORBIDDEN,
    }
}

/// A last page of so many lines.
pub(super) fn last_page(lines: i64) -> i64 {
    let thin = (ENOUGH - lines).max(0) * THIN;
    if lines < 5 { STUB + thin } else { thin }
}
