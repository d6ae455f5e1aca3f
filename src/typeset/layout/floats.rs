//! Figures that do not fit on the page that comes to them → the same a few lines smaller, or at the head of the next
//! page, with the text that follows going on before them.
//!
//! Only running text flows on before a figure: no heading, box or table, so that a figure never leaves its section. The
//! structure stays as it is: a figure is read where its author put it. What stands below its old place closes up as if
//! no figure had been there: a paragraph that follows another is indented again.

use super::galley::{Galley, Grid, Strip};
use super::inline::Pieces;
use super::paragraph::{Common, ParagraphShape};
use super::{Composer, Follows};
use crate::model::TargetId;
use crate::source::Span;
use crate::typeset::frame::Shape;
use crate::typeset::style::TextStyle;
use crate::units::{Pt, Rect};
use std::ops::Range;

/// A figure that may be moved down, or set smaller.
pub(in crate::typeset) struct Float {
    /// Its strips; the first one is the picture.
    pub(in crate::typeset) strips: Range<usize>,
    /// Whether the text above it leads into it.
    pub(in crate::typeset) lead: Lead,
    /// By how many lines it may be smaller.
    pub(in crate::typeset) spare: i64,
    /// What the figure follows: the space that was asked for before it, and what was there.
    above: (Pt, Follows),
    /// The paragraph behind it as it is when the figure is gone.
    pub(in crate::typeset) closed: Option<Closed>,
}

/// Whether what stands above a block leads into it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::typeset) enum Lead {
    /// It does not.
    #[default]
    None,
    /// It ends in a colon: the block should stand right below it.
    Colon,
}

/// By how many lines a figure gets smaller at most, and by what part of its height.
const MOST_SPARED: i64 = 6;
const PART_SPARED: i64 = 4;

/// A paragraph that follows what stood above a figure.
pub(in crate::typeset) struct Closed {
    /// The space before it.
    pub(in crate::typeset) before: Pt,
    /// Its lines, where they differ: as many as there are.
    lines: Vec<Strip>,
}

/// A figure that is moved down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct Move {
    /// Which of the floats of the galley.
    pub(in crate::typeset) float: usize,
    /// Its strips.
    pub(in crate::typeset) strips: Range<usize>,
    /// The strip it comes to stand before.
    pub(in crate::typeset) before: usize,
}

impl Composer<'_, '_> {
    /// Lets strips move to the head of the next page, with all that leads to them; `above` is what they follow.
    pub(super) fn may_move(&mut self, strips: Range<usize>, lead: Lead, above: (Pt, Follows)) {
        let set = self.galley.strips.get(strips.clone()).unwrap_or_default();
        // A note stands on the page of its call.
        let free = set.iter().all(|strip| strip.calls.is_empty() && strip.asides.is_empty());
        if free {
            let height = set.first().map_or(Pt::ZERO, |picture| picture.height);
            let leading = self.setting.theme.leading.scaled().max(1);
            let spare = (height.scaled() / PART_SPARED / leading).min(MOST_SPARED);
            self.galley.floats.push(Float { strips, lead, spare, above, closed: None });
        }
    }

    /// Sets the paragraph that was set last, its strips from a number on, as it is when the figure right above it
    /// is moved. Says whether that differs in its lines.
    pub(super) fn close_up(
        &mut self,
        first: usize,
        pieces: &Pieces,
        style: TextStyle,
        shape: ParagraphShape,
        span: Span,
    ) -> bool {
        let paragraph = self.setting.theme.paragraph;
        let float = self.galley.floats.last().filter(|float| float.strips.end == first);
        let Some((space, follows)) = float.map(|float| float.above) else { return false };
        let (before, first_indent) = match follows {
            Follows::Text => (space.max(self.lines(paragraph.gap)), self.paragraph_indent()),
            Follows::Other => (space, shape.first_indent),
        };
        let mut lines = Vec::new();
        if first_indent != shape.first_indent {
            let shape = ParagraphShape { first_indent, hanging: pieces.hanging(first_indent), ..shape };
            let Some(set) = self.set_again(first, pieces, style, shape, span) else { return false };
            lines = set;
        }
        let differs = !lines.is_empty();
        if let Some(float) = self.galley.floats.last_mut() {
            float.closed = Some(Closed { before, lines });
        }
        differs
    }

    /// The lines of a paragraph in another shape; none where there are more or fewer, or others call notes.
    fn set_again(
        &mut self,
        first: usize,
        pieces: &Pieces,
        style: TextStyle,
        shape: ParagraphShape,
        span: Span,
    ) -> Option<Vec<Strip>> {
        let lines = self.silently(|trial| trial.break_lines(pieces, style, shape, trial.column.width, span));
        let mut common = Common::of(pieces, style, span, self.column.x);
        let mut set = Vec::with_capacity(lines.len());
        for line in lines {
            let mut strip = Strip::blank(style.leading);
            self.set_line(line, &mut common, &mut strip);
            set.push(strip);
        }
        let was = self.galley.strips.get(first..)?;
        let same = was.len() == set.len() && was.iter().zip(&set).all(|(was, now)| was.calls == now.calls);
        same.then_some(set)
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

/// Sets the picture of a figure smaller by some height, in the middle of where it stood.
pub(super) fn make_smaller(galley: &mut Galley, float: usize, by: Pt) {
    let Some(first) = galley.floats.get(float).map(|float| float.strips.start) else { return };
    let Some(strip) = galley.strips.get_mut(first) else { return };
    let (was, now) = (strip.height, strip.height - by);
    for item in &mut strip.items {
        let Shape::Picture { area, .. } = &mut item.shape else { continue };
        let width = area.size.width.mul_div(now.scaled(), was.scaled().max(1));
        let x = area.origin.x + (area.size.width - width) / 2;
        *area = Rect::new(x, area.origin.y, width, now);
    }
    strip.height = now;
}

/// Moves figures where a plan puts them. The text behind one stands a line apart from it; what was below its old
/// place moves up to what was above.
pub(in crate::typeset) fn carry_out(galley: &mut Galley, moves: &[Move], leading: Pt) {
    for Move { float, strips, before } in moves {
        if let Some(closed) = galley.floats.get_mut(*float).and_then(|float| float.closed.take()) {
            close(galley.strips.get_mut(strips.end..).unwrap_or_default(), closed);
        }
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

/// Sets the first strips as a paragraph that follows what stood above a figure, with all they carried.
fn close(strips: &mut [Strip], closed: Closed) {
    if let Some(first) = strips.first_mut() {
        first.before = closed.before;
    }
    let known = |target: &TargetId| closed.lines.iter().any(|line| line.targets.contains(target));
    let mut carried: Vec<Vec<TargetId>> = Vec::with_capacity(closed.lines.len());
    for strip in strips.iter_mut().take(closed.lines.len()) {
        let targets = std::mem::take(&mut strip.targets);
        carried.push(targets.into_iter().filter(|target| !known(target)).collect());
    }
    for ((strip, line), carried) in strips.iter_mut().zip(closed.lines).zip(carried) {
        let Strip { items, links, mut targets, numbers, lines, notes, .. } = line;
        targets.extend(carried);
        *strip = Strip {
            items,
            links,
            targets,
            numbers,
            lines,
            notes,
            asides: std::mem::take(&mut strip.asides),
            calls: std::mem::take(&mut strip.calls),
            turned: strip.turned.take(),
            ..*strip
        };
    }
}
