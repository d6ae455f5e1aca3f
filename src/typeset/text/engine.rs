//! The order of work for a paragraph, and the ladder of rescue when it is hard to set.

use super::break_lines::{Overfull, Pass, Target, line_sums, total_fit};
use super::candidates::{Candidate, Overhang, candidates};
use super::collect::collect;
use super::costs::COSTS;
use super::finish::{Desk, Outcome, set_line};
use super::first_fit::first_fit;
use super::hyphenate::{Hyphenator, Patterns};
use super::measure::{AtomKind, Paragraph, measure};
use super::shape::Shaper;
use super::spots::{Cut, PieceMap, Spot, Whole, anywhere_spots, merge, pattern_spots, plain_spots};
use super::widths::content_widths;
use super::{ContentWidths, Line, LineShape, Piece, PieceContent, Protrusion, Spaces, WordBreaks};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::FontLibrary;
use crate::model::{Direction, LangTag};
use crate::source::Span;
use crate::theme::Align;
use crate::units::Pt;
use hypher::Lang;
use std::collections::BTreeMap;
use std::ops::Range;

/// Sets paragraphs: the fonts, the patterns and the words shaped so far. Make one per thread and keep it
/// for the whole book; what it sets does not depend on what it set before.
pub struct TextEngine<'a> {
    pub(super) shaper: Shaper<'a>,
    pub(super) hyphenator: Hyphenator,
    desk: Desk,
}

impl<'a> TextEngine<'a> {
    /// An engine that has set nothing yet.
    pub fn new(fonts: &'a FontLibrary) -> TextEngine<'a> {
        TextEngine { shaper: Shaper::new(fonts), hyphenator: Hyphenator::new(), desk: Desk::default() }
    }

    /// The same with words that are divided as a theme says.
    #[must_use]
    pub fn dividing(mut self, words: &BTreeMap<String, Vec<String>>) -> TextEngine<'a> {
        self.hyphenator.teach(words);
        self
    }

    /// Breaks a paragraph into the lines of least total badness and sets them. Without anything to show
    /// there are no lines. Never fails: characters no font has and lines that cannot be made to fit are
    /// reported at `span`.
    pub fn lines(
        &mut self,
        pieces: &[Piece],
        shape: &LineShape,
        language: &LangTag,
        direction: Direction,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Line> {
        self.shaper.trim();
        let collected = collect(pieces, shape.spaces, direction);
        if collected.shown().is_empty() {
            return Vec::new();
        }
        let paragraph = measure(pieces, collected, language, &mut self.shaper);
        self.report_missing(&paragraph, span, diagnostics);
        let lang = self.patterns(pieces, language, span, diagnostics);
        let target = target(pieces, shape);
        let mut breaker = Breaker { engine: self, paragraph: &paragraph, target, shape, language, lang };
        let (candidates, ends) = breaker.run();
        self.set(&paragraph, (&candidates, &ends), shape, &target, |outcome| {
            report(outcome, span, diagnostics);
        })
    }

    /// The lines between line ends.
    pub(super) fn set(
        &mut self,
        paragraph: &Paragraph<'_>,
        (candidates, ends): (&[Candidate], &[usize]),
        shape: &LineShape,
        target: &Target,
        mut report: impl FnMut(Outcome),
    ) -> Vec<Line> {
        let mut lines = Vec::with_capacity(ends.len());
        let mut from = 0;
        for end in ends.iter().copied() {
            let pair = (&candidates[from], &candidates[end]);
            let (line, outcome) =
                set_line(paragraph, pair, shape, target, (&mut self.shaper, &mut self.desk));
            report(outcome);
            lines.push(line);
            from = end;
        }
        lines
    }

    /// The widths a table column should know. White space collapses; nothing is reported.
    pub fn widths(&mut self, pieces: &[Piece], language: &LangTag, direction: Direction) -> ContentWidths {
        self.shaper.trim();
        let collected = collect(pieces, Spaces::Collapse, direction);
        if collected.shown().is_empty() {
            return ContentWidths::default();
        }
        let paragraph = measure(pieces, collected, language, &mut self.shaper);
        let map = PieceMap { starts: &paragraph.collected.starts, pieces };
        let mut spots = plain_spots(&paragraph.collected, map, Whole::Kept, language);
        if let Patterns::Known(lang) = self.hyphenator.patterns(language)
            && map.any(WordBreaks::Patterns)
        {
            merge(&mut spots, pattern_spots(&paragraph.collected, map, lang, &mut self.hyphenator));
        }
        if map.any(WordBreaks::Anywhere) {
            merge(&mut spots, anywhere_spots(paragraph.collected.shown(), map, Cut::OwnWords));
        }
        let none = Overhang { start: Protrusion::Off, end: Protrusion::Off };
        let candidates = candidates(&paragraph, &spots, none, &mut self.shaper);
        content_widths(&candidates, em(pieces) * 3)
    }

    /// The patterns words are divided by, if any piece asks for them.
    fn patterns(
        &mut self,
        pieces: &[Piece],
        language: &LangTag,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Lang> {
        if !pieces.iter().any(|piece| piece.look.breaks == WordBreaks::Patterns) {
            return None;
        }
        match self.hyphenator.patterns(language) {
            Patterns::Known(lang) => Some(lang),
            Patterns::None => None,
            Patterns::NewlyNone => {
                let message = format!("no hyphenation patterns for the language `{language}`");
                let help = "nothing needs mending, unless `lang:` names the wrong language";
                diagnostics.push(Diagnostic::new(Code::LanguageWithoutPatterns, message).at(span).help(help));
                None
            }
        }
    }

    /// Reports each character no face has, once.
    fn report_missing(&self, paragraph: &Paragraph<'_>, span: Span, diagnostics: &mut Diagnostics) {
        let mut reported: Vec<char> = Vec::new();
        for atom in &paragraph.atoms {
            let AtomKind::Word { word, .. } = atom.kind else { continue };
            for c in &self.shaper.get(word).missing {
                if !reported.contains(c) {
                    reported.push(*c);
                    let message = format!("no font has the character U+{:04X}", u32::from(*c));
                    diagnostics.push(Diagnostic::new(Code::GlyphMissing, message).at(span).label(*c));
                }
            }
        }
    }
}

fn report(outcome: Outcome, span: Span, diagnostics: &mut Diagnostics) {
    match outcome {
        Outcome::Good => {}
        Outcome::Loose => {
            let message = "a line of this paragraph could only be filled with wide gaps; it is left ragged";
            let help = "let a long word be divided, by a soft hyphen for example, or reword the sentence";
            diagnostics.push(Diagnostic::new(Code::LineLoose, message).at(span).help(help));
        }
        Outcome::Overfull(excess) => {
            let message = format!("a line is {:.1} pt wider than the measure", excess.to_f64());
            let help = "shorten what cannot be divided, or let it be divided by a soft hyphen";
            diagnostics.push(Diagnostic::new(Code::LineOverfull, message).at(span).help(help));
        }
    }
}

/// The type size the paragraph's own measures are taken from: that of its first text.
fn em(pieces: &[Piece]) -> Pt {
    let text = |piece: &&Piece| matches!(piece.content, PieceContent::Text(_));
    pieces.iter().find(text).or(pieces.first()).map_or(Pt::ZERO, |piece| piece.look.size)
}

pub(super) fn target(pieces: &[Piece], shape: &LineShape) -> Target {
    let em = em(pieces).scaled();
    let measure = shape.measure.scaled();
    Target {
        first: measure - shape.first_indent.scaled(),
        others: measure - shape.hanging.scaled(),
        rag: (shape.align != Align::Justify).then_some(em * COSTS.rag / 100),
        runt: (2 * shape.first_indent.scaled()).max(2 * em),
    }
}

pub(super) fn overhang(shape: &LineShape) -> Overhang {
    let (on, off) = (shape.protrusion, Protrusion::Off);
    match shape.align {
        Align::Justify => Overhang { start: on, end: on },
        Align::Start => Overhang { start: on, end: off },
        Align::End => Overhang { start: off, end: on },
        Align::Center => Overhang { start: off, end: off },
    }
}

/// Looks for line ends: pass by pass, each allowing more than the one before.
struct Breaker<'e, 'a, 'p> {
    engine: &'e mut TextEngine<'a>,
    paragraph: &'e Paragraph<'p>,
    target: Target,
    shape: &'e LineShape,
    language: &'e LangTag,
    lang: Option<Lang>,
}

impl Breaker<'_, '_, '_> {
    fn run(&mut self) -> (Vec<Candidate>, Vec<usize>) {
        let collected = &self.paragraph.collected;
        let map = PieceMap { starts: &collected.starts, pieces: self.paragraph.pieces };
        let mut spots = plain_spots(collected, map, Whole::Kept, self.language);
        if self.shape.spaces == Spaces::Keep || spots.len() > COSTS.candidates {
            merge(&mut spots, anywhere_spots(collected.shown(), map, Cut::AllWords));
            let candidates = self.candidates(&spots);
            let ends = first_fit(&candidates, &self.target);
            return (candidates, ends);
        }
        let em = em(self.paragraph.pieces).scaled();
        let pass =
            |tolerance, emergency, overfull| Pass { tolerance, emergency: em * emergency / 100, overfull };
        let refused = Overfull::Refused;
        if let Some(found) = self.attempt(&spots, &[pass(COSTS.pretolerance, 0, refused)]) {
            return found;
        }
        if let Some(lang) = self.lang {
            merge(&mut spots, pattern_spots(collected, map, lang, &mut self.engine.hyphenator));
        }
        let ([second, third], [some, more]) = (COSTS.tolerances, COSTS.emergency);
        let ladder = [
            pass(second, 0, refused),
            pass(third, 0, refused),
            pass(third, some, refused),
            pass(third, more, refused),
        ];
        if let Some(found) = self.attempt(&spots, &ladder) {
            return found;
        }
        let any = pass(10_000, more, refused);
        if map.any(WordBreaks::Anywhere) {
            merge(&mut spots, anywhere_spots(collected.shown(), map, Cut::OwnWords));
        }
        if let Some(found) = self.attempt(&spots, &[any]) {
            return found;
        }
        if map.any(WordBreaks::Whole) {
            merge(&mut spots, plain_spots(collected, map, Whole::Parted, self.language));
            if let Some(found) = self.attempt(&spots, &[any]) {
                return found;
            }
        }
        let long = self.too_long(&spots);
        merge(&mut spots, anywhere_spots(collected.shown(), map, Cut::Within(&long)));
        let last = pass(10_000, more, Overfull::Accepted);
        if spots.len() <= COSTS.candidates
            && let Some(found) = self.attempt(&spots, &[any, last])
        {
            return found;
        }
        let candidates = self.candidates(&spots);
        let ends = first_fit(&candidates, &self.target);
        (candidates, ends)
    }

    fn candidates(&mut self, spots: &[Spot]) -> Vec<Candidate> {
        candidates(self.paragraph, spots, overhang(self.shape), &mut self.engine.shaper)
    }

    /// The stretches between neighbouring spots that do not fit on a line.
    fn too_long(&mut self, spots: &[Spot]) -> Vec<Range<u32>> {
        let narrowest = self.target.first.min(self.target.others);
        let candidates = self.candidates(spots);
        let pairs = candidates.windows(2).filter_map(|pair| match pair {
            [from, to] if line_sums(from, to).width > narrowest => Some(from.next..to.end),
            _ => None,
        });
        pairs.collect()
    }

    fn attempt(&mut self, spots: &[Spot], passes: &[Pass]) -> Option<(Vec<Candidate>, Vec<usize>)> {
        let candidates = self.candidates(spots);
        let ends = passes.iter().find_map(|pass| total_fit(&candidates, &self.target, *pass))?;
        Some((candidates, ends))
    }
}
