//! Paragraphs that may be set in a line more or less → the ways they can be set, and the galley with those that
//! a page breaker chose.
//!
//! Only justified text that stands on the lines of the grid is elastic, so that every way moves what is below
//! by whole lines; and only where it calls no note, so that notes stay with their lines.

use super::galley::{Grid, PageBreak, Strip, Way, Ways};
use super::inline::Pieces;
use super::paragraph::{Common, ParagraphShape};
use super::{Column, Composer, floats};
use crate::model::{Direction, LangTag};
use crate::source::Span;
use crate::theme::Align;
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Leeway, LineCount, LineShape, Protrusion};
use crate::units::Pt;
use std::ops::Range;

/// A paragraph as it was set, with all that is needed to set it again.
pub(in crate::typeset) struct Elastic {
    pub(in crate::typeset) strips: Range<usize>,
    pieces: Pieces,
    style: TextStyle,
    shape: LineShape,
    column: Column,
    language: LangTag,
    direction: Direction,
    /// How many items of its first strip are a bullet or number.
    marked: usize,
    span: Span,
}

/// What is chosen for a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Choice {
    /// A paragraph is set in another number of lines.
    Lines {
        /// Which of the elastic paragraphs of the galley.
        paragraph: usize,
        /// In how many.
        lines: usize,
    },
    /// A figure is set smaller.
    Smaller {
        /// Which of the floats of the galley.
        float: usize,
        /// By how many lines.
        lines: i64,
    },
}

/// What it costs to set a paragraph otherwise than is best, in the unit of page breaks.
const OTHERWISE: u32 = 3;
/// Demerits that cost as much as one unit of page breaks. A hyphen more costs about fifteen.
const DEMERITS: i64 = 150_000;
/// What it costs to end a page inside a paragraph that is set otherwise.
const INSIDE: u32 = 8;

impl Composer<'_, '_> {
    /// Remembers the paragraph that was set last, with its strips from a number on, if it is elastic.
    pub(super) fn remember(
        &mut self,
        first: usize,
        marked: usize,
        pieces: Pieces,
        style: TextStyle,
        shape: ParagraphShape,
        span: Span,
    ) {
        let strips = first..self.galley.strips.len();
        let on_lines = style.leading == self.setting.theme.leading && self.pitch == style.leading;
        let line_shape = self.line_shape(style, shape, self.column.width);
        let justified = line_shape.align == Align::Justify;
        let set = self.galley.strips.get(strips.clone()).unwrap_or_default();
        let calls = set.iter().any(|strip| !strip.calls.is_empty());
        if strips.len() < 2 || !on_lines || !justified || calls || self.galley.columns.is_some() {
            return;
        }
        self.galley.elastic.push(Elastic {
            strips,
            pieces,
            style,
            shape: line_shape,
            column: self.column,
            language: self.language.clone(),
            direction: self.direction,
            marked,
            span,
        });
    }

    /// The ways the elastic paragraphs can be set in.
    pub(in crate::typeset) fn ways(&mut self, leeway: Leeway) -> Vec<Ways> {
        let paragraph = self.setting.theme.paragraph;
        let elastic = std::mem::take(&mut self.galley.elastic);
        let ways = elastic.iter().map(|elastic| {
            let Elastic { strips, pieces, shape, language, direction, .. } = elastic;
            let counts =
                self.engine.other_counts(&pieces.pieces, shape, language, *direction, strips.len(), leeway);
            let inside = self.between_lines(strips.clone());
            let way = |count: &LineCount| Way {
                lines: count.lines,
                cost: OTHERWISE.saturating_add(u32::try_from(count.worse / DEMERITS).unwrap_or(u32::MAX)),
                orphans: paragraph.orphans as usize,
                widows: paragraph.widows as usize,
                inside,
            };
            Ways { strips: strips.clone(), others: counts.iter().map(way).collect() }
        });
        let ways = ways.collect();
        self.galley.elastic = elastic;
        ways
    }

    /// What it costs to end a page inside a paragraph, where neither widow nor orphan forbids it.
    fn between_lines(&self, strips: Range<usize>) -> PageBreak {
        let set = self.galley.strips.get(strips).unwrap_or_default();
        let breaks = set.iter().skip(1).map(|strip| strip.page_break);
        let dearest = breaks.filter(|cost| *cost != PageBreak::Forbidden).max();
        dearest.map_or(PageBreak::Forbidden, |cost| cost.max(PageBreak::Allowed(INSIDE)))
    }

    /// Sets figures and paragraphs as was chosen for them, in order; the numbers of lines are of the ways that some
    /// leeway gave.
    pub(in crate::typeset) fn refit(&mut self, choices: &[Choice], leeway: Leeway) {
        let leading = self.setting.theme.leading;
        for choice in choices {
            if let Choice::Smaller { float, lines } = choice {
                floats::make_smaller(&mut self.galley, *float, leading * *lines);
            }
        }
        let elastic = std::mem::take(&mut self.galley.elastic);
        let mut old = std::mem::take(&mut self.galley.strips).into_iter();
        let mut moved: Vec<(usize, isize)> = Vec::with_capacity(choices.len());
        let mut reached = 0;
        for choice in choices {
            let Choice::Lines { paragraph, lines } = *choice else { continue };
            let Some(chosen) = elastic.get(paragraph) else { continue };
            self.galley.strips.extend(old.by_ref().take(chosen.strips.start - reached));
            let was: Vec<Strip> = old.by_ref().take(chosen.strips.len()).collect();
            reached = chosen.strips.end;
            let (before, set) = (was.len(), self.set_otherwise(chosen, lines, leeway, was));
            moved.push((chosen.strips.end, set.len() as isize - before as isize));
            self.galley.strips.extend(set);
        }
        self.galley.strips.extend(old);
        self.renumber(&moved);
    }

    /// A paragraph in another number of lines, with all that its strips carried.
    fn set_otherwise(
        &mut self,
        chosen: &Elastic,
        lines: usize,
        leeway: Leeway,
        mut was: Vec<Strip>,
    ) -> Vec<Strip> {
        let Elastic { pieces, style, shape, column, language, direction, marked, span, .. } = chosen;
        let lines =
            self.engine.lines_in(&pieces.pieces, shape, language, *direction, (was.len(), lines), leeway);
        let count = lines.len();
        if count == 0 {
            return was;
        }
        let paragraph = self.setting.theme.paragraph;
        let (orphans, widows) = (paragraph.orphans as usize, paragraph.widows as usize);
        let inside = was.iter().skip(1).map(|strip| strip.page_break).min().unwrap_or(PageBreak::Forbidden);
        let way = Way { lines: count, cost: 0, orphans, widows, inside };
        let mut set: Vec<Strip> = Vec::with_capacity(count);
        let mut common = Common::of(pieces, *style, *span, column.x);
        for (number, line) in lines.into_iter().enumerate() {
            let mut strip = Strip::blank(style.leading);
            strip.page_break = way.page_break(number);
            strip.grid = was.first().map_or(Grid::Off, |first| first.grid);
            self.set_line(line, &mut common, &mut strip);
            set.push(strip);
        }
        let last = was.len() - 1;
        for (number, old) in was.iter_mut().enumerate() {
            let at = if number == last { count - 1 } else { 0 };
            let (targets, asides) = (std::mem::take(&mut old.targets), std::mem::take(&mut old.asides));
            let known = |target: &_| set.iter().any(|strip| strip.targets.contains(target));
            let targets: Vec<_> = targets.into_iter().filter(|target| !known(target)).collect();
            set[at].targets.extend(targets);
            set[at].asides.extend(asides);
            let links = std::mem::take(&mut old.links);
            let known = |node| set.iter().any(|strip| strip.links.iter().any(|link| link.node == node));
            let links: Vec<_> = links.into_iter().filter(|link| !known(link.node)).collect();
            set[at].links.extend(links);
        }
        if let (Some(first), Some(old)) = (set.first_mut(), was.first_mut()) {
            first.before = old.before;
            first.page_break = old.page_break;
            first.head = old.head;
            first.items.splice(0..0, old.items.drain(..*marked));
        }
        set
    }

    /// Makes what points at strips point at where they are now. `moved` says behind which strips, as they
    /// were numbered, all others moved by how many.
    fn renumber(&mut self, moved: &[(usize, isize)]) {
        let now = |strip: usize| {
            let by: isize = moved.iter().take_while(|(end, _)| *end <= strip).map(|(_, by)| by).sum();
            strip.saturating_add_signed(by)
        };
        for decoration in &mut self.galley.decorations {
            // The end is that of the last strip inside, which may be one of a paragraph that was set anew.
            decoration.strips = now(decoration.strips.start)..now(decoration.strips.end);
        }
        for strip in &mut self.galley.strips {
            for aside in &mut strip.asides {
                aside.beside = now(aside.beside);
            }
        }
        if let Some(columns) = &mut self.galley.columns {
            columns.first = now(columns.first);
        }
    }

    /// The shape of the lines of a paragraph in a column of a width.
    pub(super) fn line_shape(&self, style: TextStyle, shape: ParagraphShape, measure: Pt) -> LineShape {
        // Justified lines need some forty letters to hide the stretched spaces.
        let narrow = measure < style.size.mul_div(48 * 40, 100);
        let align = if narrow && style.align == Align::Justify { Align::Start } else { style.align };
        LineShape {
            measure,
            first_indent: shape.first_indent,
            hanging: shape.hanging,
            align,
            protrusion: if align == Align::Justify { Protrusion::On } else { Protrusion::Off },
            spaces: shape.spaces,
        }
    }
}
