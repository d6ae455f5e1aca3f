//! A page and its sequences → the operators that paint it.
//!
//! Each sequence is one piece of marked content. The pen of a viewer moves by the widths in the file; the
//! numbers in a `TJ` bring it to where the page wants it, measured from the start of the run each time, so that
//! rounding never adds up. Words come in the order in which they are read, the letters of a word from left to
//! right (docs/decisions/0012-order-of-letters.md).

use super::letters::{self, EmbeddedFace, Letters, Sharing};
use super::number;
use crate::backend::pdf::tag::{Marking, Sequence};
use crate::fonts::FaceId;
use crate::theme::{Color, Marks};
use crate::typeset::frame::{Glyph, GlyphRun, Page, Paint, Segment, Shape};
use crate::units::{Pt, Rect, Size};

/// The content of a page, uncompressed.
pub(super) fn paint(page: &Page, sequences: &[Sequence], letters: &Letters) -> Vec<u8> {
    let mut painter = Painter {
        out: Vec::with_capacity(page.items.len() * 96),
        page: page.size,
        letters,
        color: None,
        font: None,
        text_object: TextObject::Closed,
    };
    painter.begin_trim(page);
    for sequence in sequences {
        painter.begin(sequence.marking);
        let role = match sequence.marking {
            Marking::Content { .. } => Extraction::Exact,
            Marking::Header | Marking::Footer | Marking::Layout => Extraction::Furniture,
        };
        for item in page.items.get(sequence.items.clone()).unwrap_or_default() {
            match &item.shape {
                Shape::Glyphs(run) => painter.glyphs(run, Baseline::Across, role),
                Shape::Sideways(run) => painter.glyphs(run, Baseline::Down, role),
                Shape::Fill { area, color, radius } => painter.fill(*area, *color, *radius),
                Shape::Path { segments, paint, color } => painter.path(segments, *paint, *color),
                Shape::Picture { area, picture } => {
                    painter.picture(*area, &super::pictures::resource(*picture))
                }
            }
        }
        painter.end();
    }
    painter.end_trim(page);
    painter.out
}

/// Which way a baseline runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Baseline {
    Across,
    Down,
}

/// Whether the text of letters has to be extracted exactly.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extraction {
    Exact,
    Furniture,
}

/// Whether operators stand between `BT` and `ET`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextObject {
    Open,
    Closed,
}

struct Painter<'a> {
    out: Vec<u8>,
    page: Size,
    letters: &'a Letters,
    color: Option<Color>,
    font: Option<(FaceId, Pt)>,
    text_object: TextObject,
}

impl Painter<'_> {
    fn put(&mut self, operators: &str) {
        self.out.extend_from_slice(operators.as_bytes());
    }

    fn begin(&mut self, marking: Marking) {
        match marking {
            Marking::Content { tag, mcid } => {
                self.put("/");
                self.put(tag.name());
                self.put("<</MCID ");
                number::whole(&mut self.out, mcid as i64);
                self.put(">>BDC\n");
            }
            Marking::Header => self.put("/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"),
            Marking::Footer => self.put("/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"),
            Marking::Layout => self.put("/Artifact<</Type/Layout>>BDC\n"),
        }
    }

    /// On a sheet that is to be cut, nothing is painted beyond what bleeds.
    fn begin_trim(&mut self, page: &Page) {
        if page.sheet.margin() == Pt::ZERO {
            return;
        }
        let bleed = page.sheet.bleed;
        self.put("q ");
        let area = [-bleed, -bleed, page.size.width + bleed * 2, page.size.height + bleed * 2];
        number::lengths(&mut self.out, &area);
        self.put("re W n\n");
    }

    /// Crop marks: at each corner a fine line along each side, beyond what bleeds. They are no content.
    fn end_trim(&mut self, page: &Page) {
        let sheet = page.sheet;
        if sheet.margin() == Pt::ZERO {
            return;
        }
        self.put("Q\n");
        if sheet.marks == Marks::None {
            return;
        }
        self.put("/Artifact<</Type/Page>>BDC\nq 0.25 w 0 0 0 RG\n");
        let (width, height) = (page.size.width, page.size.height);
        let (near, far) = (sheet.gap(), sheet.margin());
        for x in [Pt::ZERO, width] {
            for (from, to) in [(-far, -near), (height + near, height + far)] {
                self.line([x, from], [x, to]);
            }
        }
        for y in [Pt::ZERO, height] {
            for (from, to) in [(-far, -near), (width + near, width + far)] {
                self.line([from, y], [to, y]);
            }
        }
        self.put("Q\nEMC\n");
    }

    fn line(&mut self, from: [Pt; 2], to: [Pt; 2]) {
        number::lengths(&mut self.out, &from);
        self.put("m ");
        number::lengths(&mut self.out, &to);
        self.put("l S\n");
    }

    fn end(&mut self) {
        self.text(TextObject::Closed);
        self.put("EMC\n");
    }

    fn text(&mut self, wanted: TextObject) {
        if self.text_object != wanted {
            self.put(match wanted {
                TextObject::Open => "BT\n",
                TextObject::Closed => "ET\n",
            });
            self.text_object = wanted;
        }
    }

    fn color(&mut self, color: Color) {
        if self.color != Some(color) {
            number::color(&mut self.out, color);
            self.put("rg\n");
            self.color = Some(color);
        }
    }

    fn glyphs(&mut self, run: &GlyphRun, baseline: Baseline, extraction: Extraction) {
        let letters = self.letters;
        let Some(face) = letters.face(run.face).filter(|_| !run.glyphs.is_empty()) else { return };
        self.text(TextObject::Open);
        self.color(run.color);
        if self.font != Some((run.face, run.size)) {
            self.put("/");
            self.put(&face.resource);
            self.put(" ");
            number::length(&mut self.out, run.size);
            self.put(" Tf\n");
            self.font = Some((run.face, run.size));
        }
        match (run.broader, baseline) {
            (_, Baseline::Down) => self.put("0 -1 1 0 "),
            (0, Baseline::Across) => self.put("1 0 0 1 "),
            (broader, Baseline::Across) => {
                number::length(&mut self.out, Pt::new(1) + Pt::new(i64::from(broader)) / 10_000);
                self.put(" 0 0 1 ");
            }
        }
        number::lengths(&mut self.out, &[run.origin.x, self.page.height - run.origin.y]);
        self.put("Tm\n");
        let mut line =
            Line { out: &mut self.out, face, size: run.size, broader: run.broader, state: Show::default() };
        let mut dots: Vec<(&Glyph, &str, Pt)> = Vec::new();
        for cluster in letters::clusters(run) {
            if cluster.is_space() {
                line.dots(&mut dots);
            }
            // Together they show what none of them can mean alone.
            let exception = extraction == Extraction::Exact
                && cluster.sharing == Sharing::Together
                && !cluster.text.is_empty();
            let mut shares = cluster.shares();
            if exception && cluster.leftwards {
                if let Some((glyph, text, x)) = shares.next() {
                    line.glyph(glyph, text, x);
                }
                dots.extend(shares);
                continue;
            }
            if exception {
                line.begin_exception(cluster.text);
            }
            for (glyph, text, x) in shares {
                line.glyph(glyph, text, x);
            }
            if exception {
                line.end_exception();
            }
        }
        line.dots(&mut dots);
        line.finish();
    }

    fn fill(&mut self, area: Rect, color: Color, radius: Pt) {
        if area.size.width <= Pt::ZERO || area.size.height <= Pt::ZERO {
            return;
        }
        self.text(TextObject::Closed);
        self.color(color);
        let (left, right) = (area.origin.x, area.right());
        let (bottom, top) = (self.page.height - area.bottom(), self.page.height - area.origin.y);
        let radius = radius.min(area.size.width / 2).min(area.size.height / 2);
        if radius <= Pt::ZERO {
            number::lengths(&mut self.out, &[left, bottom, area.size.width, area.size.height]);
            self.put("re f\n");
            return;
        }
        // A quarter of a circle as a Bézier curve: control points at 0.5523 of the radius from its ends.
        let near = radius - radius.mul_div(5523, 10_000);
        let (l, r, b, t) = (left + radius, right - radius, bottom + radius, top - radius);
        let paths: [(&[Pt], &str); 9] = [
            (&[l, bottom], "m\n"),
            (&[r, bottom], "l\n"),
            (&[right - near, bottom, right, bottom + near, right, b], "c\n"),
            (&[right, t], "l\n"),
            (&[right, top - near, right - near, top, r, top], "c\n"),
            (&[l, top], "l\n"),
            (&[left + near, top, left, top - near, left, t], "c\n"),
            (&[left, b], "l\n"),
            (&[left, bottom + near, left + near, bottom, l, bottom], "c\n"),
        ];
        for (numbers, operator) in paths {
            number::lengths(&mut self.out, numbers);
            self.put(operator);
        }
        self.put("f\n");
    }

    fn path(&mut self, segments: &[Segment], paint: Paint, color: Color) {
        if segments.is_empty() {
            return;
        }
        self.text(TextObject::Closed);
        match paint {
            Paint::Fill => self.color(color),
            Paint::Stroke(width) => {
                number::color(&mut self.out, color);
                self.put("RG ");
                number::length(&mut self.out, width);
                self.put(" w 1 J 1 j\n");
            }
        }
        for segment in segments {
            let points = segment.points().into_iter().flat_map(|at| [at.x, self.page.height - at.y]);
            number::lengths(&mut self.out, &points.collect::<Vec<Pt>>());
            self.put(match segment {
                Segment::Move(_) => "m\n",
                Segment::Line(_) => "l\n",
                Segment::Curve(..) => "c\n",
                Segment::Close => "h\n",
            });
        }
        self.put(match paint {
            Paint::Fill => "f\n",
            Paint::Stroke(_) => "S\n",
        });
    }

    fn picture(&mut self, area: Rect, resource: &str) {
        self.text(TextObject::Closed);
        self.put("q ");
        number::length(&mut self.out, area.size.width);
        self.put(" 0 0 ");
        number::length(&mut self.out, area.size.height);
        self.put(" ");
        number::lengths(&mut self.out, &[area.origin.x, self.page.height - area.bottom()]);
        self.put("cm /");
        self.put(resource);
        self.put(" Do Q\n");
    }
}

/// Where the writing of a run is.
#[derive(Default)]
struct Show {
    /// Where the viewer's pen is, in thousandths of the size, from the start of the run.
    pen: i64,
    rise: Pt,
    array: Array,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Array {
    #[default]
    Closed,
    Open,
    InString,
}

struct Line<'a> {
    out: &'a mut Vec<u8>,
    face: &'a EmbeddedFace,
    size: Pt,
    /// How much broader than drawn the letters are, in ten-thousandths.
    broader: i32,
    state: Show,
}

impl Line<'_> {
    /// Shows a glyph at a distance from the start of the run.
    fn glyph(&mut self, glyph: &Glyph, text: &str, x: Pt) {
        if glyph.dy != self.state.rise {
            self.finish_array();
            number::length(self.out, glyph.dy);
            self.out.extend_from_slice(b" Ts\n");
            self.state.rise = glyph.dy;
        }
        if self.state.array == Array::Closed {
            self.out.push(b'[');
            self.state.array = Array::Open;
        }
        let adjustment = self.state.pen - self.thousandths(x + glyph.dx);
        if adjustment != 0 {
            self.finish_string();
            number::whole(self.out, adjustment);
            self.state.pen -= adjustment;
        }
        if self.state.array == Array::Open {
            self.out.push(b'(');
            self.state.array = Array::InString;
        }
        let (code, width) = self.face.code(glyph.id, text);
        for byte in code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                _ => self.out.push(byte),
            }
        }
        self.state.pen += width;
    }

    /// Shows what belongs to letters from right to left that were shown already, such as their dots, where a font
    /// has those apart: behind their word, since readers of text part a word where the pen leaves its line, and
    /// as what shows no text of its own.
    fn dots(&mut self, dots: &mut Vec<(&Glyph, &str, Pt)>) {
        if dots.is_empty() {
            return;
        }
        self.begin_exception("");
        for (glyph, text, x) in dots.drain(..) {
            self.glyph(glyph, text, x);
        }
        self.end_exception();
    }

    /// A distance in thousandths of the size, as broad as the letters are, rounded to the nearest.
    fn thousandths(&self, distance: Pt) -> i64 {
        let broad = self.size.scaled().saturating_mul(10_000 + i64::from(self.broader));
        if broad <= 0 {
            return self.state.pen;
        }
        // No page is so large that this comes to its limits.
        let distance = distance.scaled().saturating_mul(20_000_000);
        distance.saturating_add(broad).div_euclid(broad.saturating_mul(2))
    }

    /// Says that the next glyphs show another text than they usually do (ISO 32000-1, 14.9.4).
    fn begin_exception(&mut self, text: &str) {
        self.finish_array();
        self.out.extend_from_slice(b"/Span<</ActualText<");
        number::hex(self.out, &number::utf16(text));
        self.out.extend_from_slice(b">>>BDC\n");
    }

    fn end_exception(&mut self) {
        self.finish_array();
        self.out.extend_from_slice(b"EMC\n");
    }

    fn finish_string(&mut self) {
        if self.state.array == Array::InString {
            self.out.push(b')');
            self.state.array = Array::Open;
        }
    }

    fn finish_array(&mut self) {
        self.finish_string();
        if self.state.array == Array::Open {
            self.out.extend_from_slice(b"]TJ\n");
            self.state.array = Array::Closed;
        }
    }

    fn finish(&mut self) {
        self.finish_array();
        if self.state.rise != Pt::ZERO {
            self.out.extend_from_slice(b"0 Ts\n");
        }
    }
}
