//! A justified paragraph → the other numbers of lines it can be set in, what they cost, and its lines in one of
//! them: what a page breaker chooses from.

use super::break_lines::{Counted, Overfull, Pass, Target, total_fit_in};
use super::candidates::{Candidate, candidates};
use super::collect::collect;
use super::costs::COSTS;
use super::engine::{overhang, target};
use super::hyphenate::Patterns;
use super::measure::{Paragraph, measure};
use super::spots::{PieceMap, Whole, merge, pattern_spots, plain_spots};
use super::{Line, LineShape, Piece, TextEngine, WordBreaks};
use crate::model::{Direction, LangTag};
use crate::theme::Align;
use std::ops::RangeInclusive;

/// A number of lines a paragraph can be set in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineCount {
    /// How many lines.
    pub lines: usize,
    /// By how many demerits it is worse than the best number of lines.
    pub worse: i64,
}

/// A paragraph ready to be broken into lines.
struct Measured<'p> {
    paragraph: Paragraph<'p>,
    candidates: Vec<Candidate>,
    target: Target,
}

/// How loose lines may get for the sake of another number of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leeway {
    /// No looser than those of the first pass with hyphens: no space is wider than one and a half of the natural
    /// one.
    Usual,
    /// As loose as those of the second: to save a page that no usual way saves.
    Rescue,
}

impl Leeway {
    fn pass(self) -> Pass {
        let [usual, rescue] = COSTS.tolerances;
        let tolerance = if self == Leeway::Usual { usual } else { rescue };
        Pass { tolerance, emergency: 0, overfull: Overfull::Refused }
    }
}

impl TextEngine<'_> {
    /// The other numbers of lines a justified paragraph can be set in than its best one, by one more or less.
    pub fn other_counts(
        &mut self,
        pieces: &[Piece],
        shape: &LineShape,
        language: &LangTag,
        direction: Direction,
        best: usize,
        leeway: Leeway,
    ) -> Vec<LineCount> {
        let Ok(best) = u32::try_from(best) else { return Vec::new() };
        let ways = self.ways(pieces, shape, language, direction, best, leeway);
        let Some((_, ways)) = ways else { return Vec::new() };
        let known = ways.iter().find(|way| way.lines == best).map_or(0, |way| way.demerits);
        let others = ways.iter().filter(|way| way.lines != best);
        let count =
            |way: &Counted| LineCount { lines: way.lines as usize, worse: (way.demerits - known).max(0) };
        others.map(count).collect()
    }

    /// The lines of a paragraph in a number that [`other_counts`](Self::other_counts) gave for the same best one
    /// and leeway; none in any other.
    pub fn lines_in(
        &mut self,
        pieces: &[Piece],
        shape: &LineShape,
        language: &LangTag,
        direction: Direction,
        (best, count): (usize, usize),
        leeway: Leeway,
    ) -> Vec<Line> {
        let (Ok(best), Ok(count)) = (u32::try_from(best), u32::try_from(count)) else { return Vec::new() };
        let ways = self.ways(pieces, shape, language, direction, best, leeway);
        let Some((measured, ways)) = ways else { return Vec::new() };
        let Some(way) = ways.iter().find(|way| way.lines == count) else { return Vec::new() };
        let Measured { paragraph, candidates, target } = &measured;
        self.set(paragraph, (candidates, &way.ends), shape, target, |_| {})
    }

    /// The ways to set a paragraph in its best number of lines and in one more or less, where its words could
    /// take so little or so much room; none when they could do neither.
    fn ways<'p>(
        &mut self,
        pieces: &'p [Piece],
        shape: &LineShape,
        language: &LangTag,
        direction: Direction,
        best: u32,
        leeway: Leeway,
    ) -> Option<(Measured<'p>, Vec<Counted>)> {
        if shape.align != Align::Justify {
            return None;
        }
        self.shaper.trim();
        let collected = collect(pieces, shape.spaces, direction);
        if collected.shown().is_empty() {
            return None;
        }
        let paragraph = measure(pieces, collected, language, &mut self.shaper);
        let target = target(pieces, shape);
        let whole = candidates(&paragraph, &[], overhang(shape), &mut self.shaper);
        let sums = whole.last()?.at_end;
        let indent = target.others - target.first;
        let tightest = sums.width + indent - sums.shrink - sums.letters;
        let loosest = sums.width + indent + sums.stretch * 5 / 4 + sums.letters;
        let wanted = around(best, tightest / target.others.max(1), loosest / target.others.max(1))?;
        let map = PieceMap { starts: &paragraph.collected.starts, pieces };
        let mut spots = plain_spots(&paragraph.collected, map, Whole::Kept, language);
        if let Patterns::Known(lang) = self.hyphenator.patterns(language)
            && map.any(WordBreaks::Patterns)
        {
            merge(&mut spots, pattern_spots(&paragraph.collected, map, lang, &mut self.hyphenator));
        }
        if spots.len() > COSTS.candidates {
            return None;
        }
        let candidates = candidates(&paragraph, &spots, overhang(shape), &mut self.shaper);
        let ways = total_fit_in(&candidates, &target, leeway.pass(), wanted);
        Some((Measured { paragraph, candidates, target }, ways))
    }
}

/// The numbers of lines worth trying for a paragraph that fills so many lines at its tightest and its loosest.
fn around(best: u32, tightest: i64, loosest: i64) -> Option<RangeInclusive<u32>> {
    let fewer = best > 1 && tightest < i64::from(best);
    let more = loosest >= i64::from(best);
    let most = best.checked_add(u32::from(more))?;
    (fewer || more).then(|| best - u32::from(fewer)..=most)
}
