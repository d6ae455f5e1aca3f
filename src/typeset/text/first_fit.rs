//! Candidates → line ends, each as late as it fits: for code, and for data too long to weigh.

use super::break_lines::{Target, line_sums};
use super::candidates::{Candidate, CandidateKind};
use super::spots::SpotKind;

/// The line ends, as indices of candidates without the start. In the last two fifths of a line a
/// better place is preferred to a later one.
pub(super) fn first_fit(candidates: &[Candidate], target: &Target) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    while from + 1 < candidates.len() {
        let end = next_end(candidates, from, target);
        ends.push(end);
        from = end;
    }
    ends
}

fn next_end(candidates: &[Candidate], from: usize, target: &Target) -> usize {
    let start = &candidates[from];
    let width = target.width(start);
    let mut best: Option<(u8, usize)> = None;
    let mut late: Option<(u8, usize)> = None;
    for (index, end) in candidates.iter().enumerate().skip(from + 1) {
        let natural = line_sums(start, end).width;
        if natural > width + 655 {
            // The line is full; a hyphen may overfill a line that the next place does not.
            if natural - end.before.max(0) > width + 655 {
                break;
            }
            continue;
        }
        if end.is_forced() {
            return index;
        }
        let rank = rank(end);
        let slot = if natural.saturating_mul(5) >= width.saturating_mul(3) { &mut late } else { &mut best };
        if slot.is_none_or(|(known, _)| rank <= known) {
            *slot = Some((rank, index));
        }
    }
    late.or(best).map_or(from + 1, |(_, index)| index)
}

/// How gladly a line ends: behind a space, behind punctuation, anywhere.
fn rank(end: &Candidate) -> u8 {
    match end.kind {
        CandidateKind::Spot(SpotKind::Plain) if end.penalty == 0 => 0,
        CandidateKind::Spot(SpotKind::Plain | SpotKind::Explicit) => 1,
        CandidateKind::Spot(SpotKind::Hyphen) => 2,
        _ => 3,
    }
}
