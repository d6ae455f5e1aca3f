//! Heights and costs → page ends, best for the whole galley.
//!
//! A chapter has a few thousand strips and some fifty to a page, so every page that could begin at every
//! strip is weighed (after Knuth and Plass, “Breaking Paragraphs into Lines”, one dimension up): the cost
//! of a page is the square of the lines it lacks, plus that of its end; the cheapest sequence wins, ties
//! go to the fuller first page. Forbidden ends cost more than any empty page, so that there is always an
//! answer.

use super::super::layout::galley::{Galley, PageBreak};
use super::{Frame, Stacker};
use crate::units::Pt;
use std::ops::Range;

/// The cost of ending a page where it must not end.
const FORBIDDEN: i64 = 50_000_000;
/// The cost of a page whose only strip is higher than it.
const OVERFULL: i64 = 10_000_000;
/// Lines a page may lack at no cost to speak of.
const FREE_LINES: i64 = 1;
/// The cost of a last page with fewer than five lines.
const STUB: i64 = 30_000;

/// The ends of the pages of the first `count` strips: for each the number of the strip that begins the
/// next one.
pub(super) fn break_pages(galley: &Galley, count: usize, frame: Frame) -> Vec<usize> {
    // best[n]: cheapest way to set the first n strips on whole pages, and where its last page begins.
    let mut best: Vec<Option<(i64, usize)>> = vec![None; count + 1];
    if let Some(first) = best.first_mut() {
        *first = Some((0, 0));
    }
    for start in 0..count {
        let Some((so_far, _)) = best.get(start).copied().flatten() else { continue };
        let mut stacker = Stacker::new(galley, frame.leading);
        for end in start + 1..=count {
            stacker.add(end - 1);
            let fits = stacker.cursor.fits(frame.height);
            if !fits && end > start + 1 {
                break;
            }
            let cost = so_far + page_cost(galley, frame, stacker.cursor, end..count, fits);
            let cheaper = best.get(end).copied().flatten().is_none_or(|(known, _)| cost < known);
            if let (true, Some(slot)) = (cheaper, best.get_mut(end)) {
                *slot = Some((cost, start));
            }
        }
    }
    trace(&best, count)
}

fn page_cost(galley: &Galley, frame: Frame, filled: Pt, rest: Range<usize>, fits: bool) -> i64 {
    if !fits {
        return OVERFULL;
    }
    if rest.is_empty() {
        // Columns go on right below.
        let ends = galley.strips.len() == rest.end;
        return if ends && whole_lines(filled, frame) < 5 { STUB } else { 0 };
    }
    // A new page costs a little, so that a galley is not spread over more pages than it needs.
    500 + end_cost(galley, frame, filled, rest.start)
}

/// What it costs to end a page or column before a strip, with what is missing below it.
pub(super) fn end_cost(galley: &Galley, frame: Frame, filled: Pt, end: usize) -> i64 {
    let lacking = (whole_lines(frame.height - filled, frame) - FREE_LINES).max(0);
    let end = match galley.strips.get(end).map(|next| next.page_break) {
        Some(PageBreak::Allowed(cost)) => i64::from(cost) * 100,
        Some(PageBreak::Forbidden) => FORBIDDEN,
        None => 0,
    };
    lacking * lacking * 150 + end
}

fn whole_lines(height: Pt, frame: Frame) -> i64 {
    height.scaled() / frame.leading.scaled().max(1)
}

fn trace(best: &[Option<(i64, usize)>], count: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut end = count;
    while end > 0 {
        ends.push(end);
        let Some((_, start)) = best.get(end).copied().flatten() else { break };
        end = start;
    }
    ends.reverse();
    ends
}
