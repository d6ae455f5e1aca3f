//! Paragraphs → lines, checked by what must hold for any text, and by samples.

mod laws;
mod quality;
mod samples;

use super::*;
use crate::diagnostics::Diagnostics;
use crate::fonts::FontLibrary;
use crate::model::{Direction, LangTag};
use crate::source::Span;
use crate::units::{Family, Slant, Weight};

/// A paragraph to set, with the defaults of body text at 10.5 pt on 318 pt.
struct Setting {
    fonts: FontLibrary,
    look: Look,
    shape: LineShape,
    language: LangTag,
    direction: Direction,
}

impl Setting {
    fn new() -> Setting {
        let fonts = FontLibrary::embedded();
        let face = fonts.face(Family::Serif, Weight::Regular, Slant::Upright);
        let look = Look {
            face,
            size: Pt::from_f64(10.5),
            color: Color { red: 0, green: 0, blue: 0 },
            tracking: Em::ZERO,
            rise: Pt::ZERO,
            figures: Figures::Text,
            ligatures: Ligatures::On,
            breaks: WordBreaks::Patterns,
        };
        let shape = LineShape {
            measure: Pt::new(318),
            first_indent: Pt::ZERO,
            hanging: Pt::ZERO,
            align: Align::Justify,
            protrusion: Protrusion::On,
            spaces: Spaces::Collapse,
        };
        Setting { fonts, look, shape, language: LangTag::english(), direction: Direction::LeftToRight }
    }

    fn measure(mut self, points: i64) -> Setting {
        self.shape.measure = Pt::new(points);
        self
    }

    fn align(mut self, align: Align) -> Setting {
        self.shape.align = align;
        self
    }

    fn language(mut self, tag: &str) -> Setting {
        self.language = tag.parse().expect("a language tag");
        self.direction = self.language.direction();
        self
    }

    fn breaks(mut self, breaks: WordBreaks) -> Setting {
        self.look.breaks = breaks;
        self
    }

    fn code(mut self) -> Setting {
        self.look.face = self.fonts.face(Family::Mono, Weight::Regular, Slant::Upright);
        self.look.breaks = WordBreaks::Anywhere;
        self.look.ligatures = Ligatures::Off;
        self.shape.align = Align::Start;
        self.shape.protrusion = Protrusion::Off;
        self.shape.spaces = Spaces::Keep;
        self
    }

    fn piece(&self, content: PieceContent) -> Piece {
        Piece { content, look: self.look, leaf: NodeId(1), link: None }
    }

    fn text(&self, text: &str) -> Piece {
        self.piece(PieceContent::Text(text.to_owned()))
    }

    fn set(&self, text: &str) -> (Vec<Line>, Diagnostics) {
        self.set_pieces(&[self.text(text)])
    }

    fn set_pieces(&self, pieces: &[Piece]) -> (Vec<Line>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let lines = TextEngine::new(&self.fonts).lines(
            pieces,
            &self.shape,
            &self.language,
            self.direction,
            Span::default(),
            &mut diagnostics,
        );
        (lines, diagnostics)
    }
}

/// What a line says, in the order of its runs.
fn text_of(line: &Line) -> String {
    line.runs.iter().map(|run| run.run.text.as_str()).collect()
}

/// The lines of a text, one string each.
fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(text_of).collect()
}

/// The codes of the findings.
fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect()
}
