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
/// Each line that a last page lacks to ten.
const THIN: i64 = 300;
/// How many lines the spaces of a page get at most.
pub(super) const MOST_STRETCHED: i64 = 2;
/// A note that goes on below the next page.
pub(super) const SPLIT_NOTE: i64 = 3_000;
/// A note that does not begin on the page that calls it: worse than a page with a gap.
pub(super) const LATE_NOTE: i64 = 150_000;

/// Lines a page may lack before it looks unfinished.
pub(super) const UNSEEN: i64 = 2;

/// A page that lacks lines at its foot. Facing pages should end on the same line, so that every line counts;
/// beyond two a page looks unfinished, which is avoided before all else that is not forbidden.
pub(super) fn lacking(lines: i64) -> i64 {
    match lines.max(0) {
        0 => 0,
        1 => 2_500,
        2 => 5_000,
        more => 25_000 + (more - UNSEEN) * 9_000 + more * more * 100,
    }
}

/// So many lines more of space before what stands apart.
pub(super) fn stretched(lines: i64) -> i64 {
    lines * (1_000 + lines * 500)
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
    let thin = (10 - lines).max(0) * THIN;
    if lines < 5 { STUB + thin } else { thin }
}
