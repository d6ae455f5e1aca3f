//! Figures that do not fit on the page that comes to them → the same at the head of the next page, with the text that
//! follows going on before them.
//!
//! Only running text flows on before a figure: no heading, box or table, so that a figure never leaves its section. The
//! structure stays as it is: a figure is read where its author put it.

use super::Composer;
use super::galley::{Galley, Grid};
use crate::units::Pt;
use std::ops::Range;

/// A figure that is moved down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct Move {
    /// Its strips.
    pub(in crate::typeset) strips: Range<usize>,
    /// The strip it comes to stand before.
    pub(in crate::typeset) before: usize,
}

impl Composer<'_, '_> {
    /// Lets strips move to the head of the next page, with all that leads to them.
    pub(super) fn may_move(&mut self, strips: Range<usize>) {
        let set = self.galley.strips.get(strips.clone()).unwrap_or_default();
        // A note stands on the page of its call.
        let free = set.iter().all(|strip| strip.calls.is_empty() && strip.asides.is_empty());
        if free {
            self.galley.floats.push(strips);
        }
    }
}

/// The strip before which text that flows on before a figure ends at the latest.
pub(in crate::typeset) fn reach(galley: &Galley, float: &Range<usize>) -> usize {
    let running = |number: &usize| {
        let on_grid = galley.strips.get(*number).is_some_and(|strip| strip.grid == Grid::On);
        on_grid && !galley.decorations.iter().any(|drawn| drawn.strips.contains(number))
    };
    (float.end..galley.strips.len()).take_while(running).last().map_or(float.end, |last| last + 1)
}

/// Moves figures where a plan puts them. The text behind one stands a line apart from it.
pub(in crate::typeset) fn carry_out(galley: &mut Galley, moves: &[Move], leading: Pt) {
    for Move { strips, before } in moves {
        let (from, to, count) = (strips.clone(), *before, strips.len());
        let Some(between) = galley.strips.get_mut(from.start..to) else { continue };
        between.rotate_left(count);
        if let Some(behind) = galley.strips.get_mut(to) {
            behind.before = behind.before.max(leading);
        }
        let now = |strip: usize| match strip {
            strip if from.contains(&strip) => strip + to - from.end,
            strip if (from.end..to).contains(&strip) => strip - count,
            strip => strip,
        };
        for drawn in galley.decorations.iter_mut().filter(|drawn| !drawn.strips.is_empty()) {
            drawn.strips = now(drawn.strips.start)..now(drawn.strips.end - 1) + 1;
        }
        for aside in galley.strips.iter_mut().flat_map(|strip| &mut strip.asides) {
            aside.beside = now(aside.beside);
        }
    }
}
