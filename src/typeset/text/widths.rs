//! Candidates → the widths a table column should know.

use super::ContentWidths;
use super::break_lines::line_sums;
use super::candidates::{Candidate, CandidateKind};
use super::spots::SpotKind;
use crate::units::Pt;

/// Measures what lies between neighbouring candidates of each kind. `floor` is the width below which
/// a division of words is not counted on.
pub(super) fn content_widths(candidates: &[Candidate], floor: Pt) -> ContentWidths {
    let mut widths = ContentWidths::default();
    let [first, rest @ ..] = candidates else { return widths };
    let width = |from: &Candidate, to: &Candidate| Pt::from_scaled(line_sums(from, to).width).max(Pt::ZERO);
    let (mut line, mut word, mut piece) = (first, first, first);
    let mut longest_piece = Pt::ZERO;
    for candidate in rest {
        longest_piece = longest_piece.max(width(piece, candidate));
        piece = candidate;
        if divides_word(candidate) {
            continue;
        }
        let whole = width(word, candidate);
        widths.longest_word = widths.longest_word.max(whole);
        widths.min = widths.min.max(whole.min(longest_piece.max(floor)));
        longest_piece = Pt::ZERO;
        word = candidate;
        if candidate.is_forced() {
            widths.max = widths.max.max(width(line, candidate));
            line = candidate;
        }
    }
    widths
}

fn divides_word(candidate: &Candidate) -> bool {
    matches!(candidate.kind, CandidateKind::Spot(SpotKind::Hyphen | SpotKind::Anywhere))
}
