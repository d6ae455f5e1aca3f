//! A line's two ends → its glyphs at their places: justified, reordered, joined to runs.

use super::break_lines::Target;
use super::candidates::{
    AtomKind, Candidate, CandidateKind, Paragraph, hyphen_glyph, set_width, space_glyph,
};
use super::collect::SOFT_HYPHEN;
use super::costs::COSTS;
use super::reorder::visual_order;
use super::shape::{Manner, Shaper, WordGlyph, WordId};
use super::spots::SpotKind;
use super::{Line, LineBox, LineEnd, LineRun, LineShape, PieceContent};
use crate::fonts::FaceId;
use crate::theme::Align;
use crate::typeset::frame::{Glyph, GlyphRun};
use crate::units::{Point, Pt};

/// A part of a line.
#[derive(Clone, Copy)]
struct Part {
    /// Offset in the shown text.
    at: u32,
    piece: u32,
    level: u8,
    kind: PartKind,
    /// Its width, without justification.
    width: i64,
}

#[derive(Clone, Copy)]
enum PartKind {
    /// Some glyphs of a word, whose first byte is at `base` of the shown text.
    Glyphs {
        word: WordId,
        from: u32,
        to: u32,
        base: u32,
    },
    /// A space that takes its share of what the line has too much or too little.
    Space {
        stretch: i64,
        shrink: i64,
    },
    /// A space at the line's end, outside the measure.
    Hanging,
    Hyphen,
    Box,
}

/// How a line came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// As it should be.
    Good,
    /// It would have gaps too wide to justify.
    Loose,
    /// It is wider than it may be, by this much.
    Overfull(Pt),
}

/// Sets the line between two candidates.
pub(super) fn set_line(
    paragraph: &Paragraph<'_>,
    (from, to): (&Candidate, &Candidate),
    shape: &LineShape,
    target: &Target,
    shaper: &mut Shaper<'_>,
) -> (Line, Outcome) {
    let parts = collect_parts(paragraph, from, to, shaper);
    let width = target.width(from);
    let over = (from.over_start, to.over_end);
    let natural: i64 = parts.iter().filter(|part| !part.hangs()).map(|part| part.width).sum();
    let gap = width - (natural - over.0 - over.1);
    let (share, outcome) = share(&parts, gap, shape.align, to);
    let set = natural + share;
    let left = left_edge(paragraph, shape, width, set, over);
    let mut setter = Setter { paragraph, shaper, x: left, runs: Vec::new(), boxes: Vec::new() };
    setter.set(&parts, share);
    let line = Line {
        runs: setter.runs.into_iter().map(RunBuilder::finish).collect(),
        width: Pt::from_scaled(set - over.0 - over.1),
        end: line_end(to),
        boxes: setter.boxes,
    };
    (line, outcome)
}

impl Part {
    fn hangs(&self) -> bool {
        matches!(self.kind, PartKind::Hanging)
    }
}

fn line_end(to: &Candidate) -> LineEnd {
    match to.kind {
        CandidateKind::End => LineEnd::Last,
        CandidateKind::Spot(SpotKind::Forced) => LineEnd::Forced,
        CandidateKind::Spot(SpotKind::Hyphen | SpotKind::Explicit) => LineEnd::Hyphen,
        CandidateKind::Spot(SpotKind::Plain | SpotKind::Anywhere) | CandidateKind::Start => LineEnd::Plain,
    }
}

/// The left end of the first glyph, from the left edge of the measure.
fn left_edge(paragraph: &Paragraph<'_>, shape: &LineShape, width: i64, set: i64, over: (i64, i64)) -> i64 {
    let measure = shape.measure.scaled();
    let indent = measure - width;
    let rtl = paragraph.collected.base % 2 == 1;
    match (shape.align, rtl) {
        (Align::Justify | Align::Start, false) => indent - over.0,
        (Align::Justify | Align::Start, true) => width + over.0 - set,
        (Align::End, false) => measure + over.1 - set,
        (Align::End, true) => -over.1,
        (Align::Center, false) => indent + (width - set) / 2,
        (Align::Center, true) => (width - set) / 2,
    }
}

/// What the spaces of the line get together, and how it comes out.
fn share(parts: &[Part], gap: i64, align: Align, to: &Candidate) -> (i64, Outcome) {
    let hair = 655;
    let sum = |pick: fn(&PartKind) -> i64| parts.iter().map(|part| pick(&part.kind)).sum::<i64>();
    let stretch = sum(|kind| if let PartKind::Space { stretch, .. } = kind { *stretch } else { 0 });
    let shrink = sum(|kind| if let PartKind::Space { shrink, .. } = kind { *shrink } else { 0 });
    let justified = align == Align::Justify;
    if gap < 0 {
        let shrink = if justified { shrink } else { 0 };
        return match gap + shrink {
            short if short < -hair => (-shrink, Outcome::Overfull(Pt::from_scaled(-short))),
            _ if shrink == 0 => (0, Outcome::Good),
            _ => (gap, Outcome::Good),
        };
    }
    if !justified || to.is_forced() || gap == 0 {
        return (0, Outcome::Good);
    }
    if stretch == 0 {
        return (0, Outcome::Good);
    }
    // The natural space is twice its stretch.
    if gap * 100 > stretch * 2 * (COSTS.widest_space - 100) {
        return (0, Outcome::Loose);
    }
    (gap, Outcome::Good)
}

/// The parts of a line in logical order.
fn collect_parts(
    paragraph: &Paragraph<'_>,
    from: &Candidate,
    to: &Candidate,
    shaper: &mut Shaper<'_>,
) -> Vec<Part> {
    let (start, end) = (from.next, to.end.max(from.next));
    let hang_until = to.next.max(end);
    let first = paragraph.atoms.partition_point(|atom| atom.end <= start);
    let mut parts = Vec::new();
    for atom in paragraph.atoms.iter().skip(first).take_while(|atom| atom.start < hang_until) {
        let look = paragraph.look(atom.piece);
        let mut part =
            Part { at: atom.start, piece: atom.piece, level: atom.level, kind: PartKind::Box, width: 0 };
        match atom.kind {
            AtomKind::Break => continue,
            AtomKind::Box { width } if atom.start < end => part.width = width,
            AtomKind::Space { width, stretch, shrink } => {
                part.width = width;
                part.kind = PartKind::Space { stretch, shrink };
                if atom.start >= end {
                    part.kind = PartKind::Hanging;
                    part.level = paragraph.collected.base;
                }
            }
            AtomKind::Word { word, manner } if atom.start < end => {
                let (cut_from, cut_to) = (start.max(atom.start), end.min(atom.end));
                part.at = cut_from;
                let cut = Cut { word, manner, base: atom.start, end: atom.end };
                let (kind, measure) = cut_word(paragraph, &cut, cut_from, cut_to, shaper);
                part.kind = kind;
                part.width = glyph_widths(shaper, paragraph, atom.piece, kind)
                    .unwrap_or_else(|| set_width(shaper, look, measure));
            }
            AtomKind::Box { .. } | AtomKind::Word { .. } => continue,
        }
        parts.push(part);
    }
    close(paragraph, to, &mut parts, shaper);
    parts
}

/// Adds the hyphen a line end takes, or the space that parts two lines the author broke.
fn close(paragraph: &Paragraph<'_>, to: &Candidate, parts: &mut Vec<Part>, shaper: &mut Shaper<'_>) {
    let Some(last) = parts.last().copied() else { return };
    let look = *paragraph.look(last.piece);
    match to.kind {
        CandidateKind::Spot(SpotKind::Hyphen) => {
            let units = hyphen_glyph(shaper, look.face).map_or(0, |(_, _, units)| i64::from(units));
            let width = shaper.length(look.face, units, look.size);
            parts.push(Part { at: to.end, kind: PartKind::Hyphen, width, ..last });
        }
        CandidateKind::Spot(SpotKind::Forced) if !last.hangs() => {
            let (_, width) = space_glyph(shaper, &look);
            let level = paragraph.collected.base;
            parts.push(Part { at: to.end, kind: PartKind::Hanging, level, width, ..last });
        }
        _ => {}
    }
}

/// A word that may be cut.
struct Cut {
    word: WordId,
    manner: Manner,
    base: u32,
    end: u32,
}

/// The glyphs of a part of a word, shaped again where that is needed, and its measure.
fn cut_word(
    paragraph: &Paragraph<'_>,
    cut: &Cut,
    from: u32,
    to: u32,
    shaper: &mut Shaper<'_>,
) -> (PartKind, (i64, i64)) {
    let whole = shaper.get(cut.word);
    let count = whole.glyphs.len() as u32;
    if from == cut.base && to == cut.end {
        return (
            PartKind::Glyphs { word: cut.word, from: 0, to: count, base: cut.base },
            (whole.width, whole.tracked),
        );
    }
    let (start, end) = ((from - cut.base) as usize, (to - cut.base) as usize);
    let safe = |at: usize| at == 0 || at == (cut.end - cut.base) as usize || whole.safe_at(at);
    if safe(start) && safe(end) {
        let inside = |glyph: &WordGlyph| (start..end).contains(&(glyph.start as usize));
        let first = whole.glyphs.iter().position(inside).unwrap_or(0) as u32;
        let last = whole.glyphs.iter().rposition(inside).map_or(first, |last| last as u32 + 1);
        let kind = PartKind::Glyphs { word: cut.word, from: first, to: last, base: cut.base };
        return (kind, whole.measure(start, end));
    }
    let text = paragraph.collected.shown().get(from as usize..to as usize).unwrap_or_default();
    let word = shaper.word(cut.manner, text);
    let part = shaper.get(word);
    let kind = PartKind::Glyphs { word, from: 0, to: part.glyphs.len() as u32, base: from };
    (kind, (part.width, part.tracked))
}

/// The sum of the widths the glyphs are set with, each rounded by itself.
fn glyph_widths(shaper: &Shaper<'_>, paragraph: &Paragraph<'_>, piece: u32, kind: PartKind) -> Option<i64> {
    let PartKind::Glyphs { word, from, to, .. } = kind else { return None };
    let look = paragraph.look(piece);
    let tracking = look.tracking.at(look.size).scaled();
    let glyphs = shaper.get(word).glyphs.get(from as usize..to as usize)?;
    Some(
        glyphs
            .iter()
            .map(|glyph| match glyph.advance {
                0 => 0,
                advance => shaper.length(look.face, i64::from(advance), look.size) + tracking,
            })
            .sum(),
    )
}

/// Puts the parts of a line side by side.
struct Setter<'s, 'p, 'a> {
    paragraph: &'s Paragraph<'p>,
    shaper: &'s mut Shaper<'a>,
    x: i64,
    runs: Vec<RunBuilder>,
    boxes: Vec<LineBox>,
}

impl Setter<'_, '_, '_> {
    fn set(&mut self, parts: &[Part], share: i64) {
        let shares = shares(parts, share);
        let levels: Vec<u8> = parts.iter().map(|part| part.level).collect();
        let order = visual_order(&levels);
        // White space at the end of a line that runs from right to left hangs out on the left.
        let leading: i64 = order
            .iter()
            .map(|index| &parts[*index])
            .take_while(|part| part.hangs())
            .map(|part| part.width)
            .sum();
        if parts.iter().any(|part| !part.hangs()) {
            self.x -= leading;
        }
        for index in order {
            self.part(&parts[index], shares[index]);
        }
    }

    fn part(&mut self, part: &Part, share: i64) {
        match part.kind {
            PartKind::Glyphs { word, from, to, base } => self.glyphs(part, word, from, to, base),
            PartKind::Space { .. } => self.space(part, part.width + share, 0),
            PartKind::Hanging => self.space(part, part.width, part.width),
            PartKind::Hyphen => {
                let look = *self.paragraph.look(part.piece);
                if let Some((id, face, _)) = hyphen_glyph(self.shaper, look.face) {
                    let mut text = [0; 2];
                    self.sign(part, face, id, part.width, SOFT_HYPHEN.encode_utf8(&mut text), 0);
                }
            }
            PartKind::Box => self.place_box(part),
        }
    }

    fn glyphs(&mut self, part: &Part, word: WordId, from: u32, to: u32, base: u32) {
        let look = self.paragraph.look(part.piece);
        let tracking = look.tracking.at(look.size).scaled();
        let paragraph = self.paragraph;
        let shown = paragraph.collected.shown();
        let Some(glyphs) = self.shaper.get(word).glyphs.get(from as usize..to as usize) else { return };
        for glyph in glyphs {
            let length = |units: i32| match units {
                0 => 0,
                units => self.shaper.length(look.face, i64::from(units), look.size),
            };
            let advance = length(glyph.advance) + if glyph.advance == 0 { 0 } else { tracking };
            let range = (base + glyph.start) as usize..(base + glyph.end) as usize;
            let text = shown.get(range).unwrap_or_default();
            let run = run_for(&mut self.runs, paragraph, part.piece, glyph.face, self.x);
            let set = SetGlyph { id: glyph.id, advance, dx: length(glyph.dx), dy: length(glyph.dy) };
            run.push(set, base + glyph.start, text);
            self.x += advance;
        }
    }

    fn space(&mut self, part: &Part, width: i64, hanging: i64) {
        let look = *self.paragraph.look(part.piece);
        match space_glyph(self.shaper, &look) {
            (Some(id), _) => self.sign(part, look.face, id, width, " ", hanging),
            (None, _) => self.x += width,
        }
    }

    /// Sets a glyph that is not of a word.
    fn sign(&mut self, part: &Part, face: FaceId, id: u16, advance: i64, text: &str, hanging: i64) {
        let run = run_for(&mut self.runs, self.paragraph, part.piece, face, self.x);
        run.push(SetGlyph { id, advance, dx: 0, dy: 0 }, part.at, text);
        run.hanging += hanging;
        self.x += advance;
    }

    fn place_box(&mut self, part: &Part) {
        if let Some(piece) = self.paragraph.pieces.get(part.piece as usize)
            && let PieceContent::Box { width, height, picture } = piece.content
        {
            let x = Pt::from_scaled(self.x);
            self.boxes.push(LineBox { x, width, height, picture, leaf: piece.leaf, link: piece.link });
        }
        self.x += part.width;
    }
}

/// What each part gets of the share: by what it can give, the rest one scaled point each from the start.
fn shares(parts: &[Part], share: i64) -> Vec<i64> {
    let weight = |part: &Part| match part.kind {
        PartKind::Space { stretch, shrink } => {
            if share >= 0 {
                stretch
            } else {
                shrink
            }
        }
        _ => 0,
    };
    let total: i64 = parts.iter().map(weight).sum();
    let mut shares = vec![0; parts.len()];
    if total == 0 || share == 0 {
        return shares;
    }
    let mut rest = share;
    for (part, own) in parts.iter().zip(&mut shares) {
        *own = (i128::from(share) * i128::from(weight(part)) / i128::from(total)) as i64;
        rest -= *own;
    }
    for (part, own) in parts.iter().zip(&mut shares) {
        if rest != 0 && weight(part) != 0 {
            *own += rest.signum();
            rest -= rest.signum();
        }
    }
    shares
}

/// A glyph with its measures in scaled points.
struct SetGlyph {
    id: u16,
    advance: i64,
    dx: i64,
    dy: i64,
}

/// A run that grows from left to right.
struct RunBuilder {
    run: GlyphRun,
    leaf: crate::typeset::structure::NodeId,
    link: Option<super::LinkNumber>,
    /// Where each glyph's text stands in the shown text.
    places: Vec<u32>,
    width: i64,
    /// The part of the width that hangs over the line's end.
    hanging: i64,
}

/// The last run, when it can hold what comes next, or a new one.
fn run_for<'r>(
    runs: &'r mut Vec<RunBuilder>,
    paragraph: &Paragraph<'_>,
    piece: u32,
    face: FaceId,
    x: i64,
) -> &'r mut RunBuilder {
    let owner = &paragraph.pieces[piece as usize];
    let look = &owner.look;
    let fits = runs.last().is_some_and(|last| {
        let run = &last.run;
        (last.leaf, last.link) == (owner.leaf, owner.link)
            && (run.face, run.size, run.color) == (face, look.size, look.color)
            && run.origin.y == -look.rise
            && run.origin.x.scaled() + last.width == x
            && (last.hanging == 0 || paragraph.collected.base % 2 == 0)
    });
    if !fits {
        let run = GlyphRun {
            origin: Point::new(Pt::from_scaled(x), -look.rise),
            face,
            size: look.size,
            color: look.color,
            glyphs: Vec::with_capacity(64),
            text: String::with_capacity(64),
        };
        let (leaf, link) = (owner.leaf, owner.link);
        runs.push(RunBuilder { run, leaf, link, places: Vec::with_capacity(64), width: 0, hanging: 0 });
    }
    let last = runs.len() - 1;
    &mut runs[last]
}

impl RunBuilder {
    fn push(&mut self, glyph: SetGlyph, at: u32, text: &str) {
        let start = self.run.text.len() as u32;
        self.run.text.push_str(text);
        self.run.glyphs.push(Glyph {
            id: glyph.id,
            advance: Pt::from_scaled(glyph.advance),
            dx: Pt::from_scaled(glyph.dx),
            dy: Pt::from_scaled(glyph.dy),
            text: start..self.run.text.len() as u32,
        });
        self.places.push(at);
        self.width += glyph.advance;
    }

    fn finish(mut self) -> LineRun {
        if !self.places.is_sorted() {
            self.order_text();
        }
        LineRun {
            run: self.run,
            leaf: self.leaf,
            link: self.link,
            width: Pt::from_scaled(self.width - self.hanging),
        }
    }

    /// Brings the text into logical order where the glyphs are in another.
    fn order_text(&mut self) {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|index| self.places[*index]);
        let mut text = String::with_capacity(self.run.text.len());
        for index in order {
            let glyph = &mut self.run.glyphs[index];
            let range = glyph.text.start as usize..glyph.text.end as usize;
            let start = text.len() as u32;
            text.push_str(self.run.text.get(range).unwrap_or_default());
            glyph.text = start..text.len() as u32;
        }
        self.run.text = text;
    }
}
