//! A line's two ends → its glyphs at their places: justified, reordered, joined to runs.

use super::break_lines::{Target, badness, dealt};
use super::candidates::{Candidate, CandidateKind};
use super::collect::SOFT_HYPHEN;
use super::costs::COSTS;
use super::measure::{AtomKind, Paragraph, hyphen_glyph, letter_room, letters_fit, space_glyph};
use super::reorder::visual_order;
use super::runs::{Room, Runs, SetGlyph};
use super::shape::{Joined, Manner, Shaper, WordGlyph, WordId};
use super::spots::SpotKind;
use super::{Filled, Line, LineBox, LineEnd, LineShape, Look, PieceContent};
use crate::fonts::FaceId;
use crate::theme::Align;
use crate::units::Pt;

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
    /// What its letters can give either way.
    room: i64,
    /// Where the advances of its glyphs stand on the desk.
    advances: usize,
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
    /// Room between two letters of a script without spaces.
    Between {
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

/// What the setting of a line takes up, to be used for the next one.
#[derive(Default)]
pub(super) struct Desk {
    parts: Vec<Part>,
    /// The advances of the glyphs of words, without tracking and justification.
    advances: Vec<i64>,
    room: Room,
}

/// Sets the line between two candidates.
pub(super) fn set_line(
    paragraph: &Paragraph<'_>,
    (from, to): (&Candidate, &Candidate),
    shape: &LineShape,
    target: &Target,
    (shaper, desk): (&mut Shaper<'_>, &mut Desk),
) -> (Line, Outcome) {
    desk.collect_parts(paragraph, from, to, shaper);
    let parts = desk.parts.as_slice();
    let width = target.width(from);
    let over = (from.over_start, to.over_end);
    let natural: i64 = parts.iter().filter(|part| !part.hangs()).map(|part| part.width).sum();
    let gap = width - (natural - over.0 - over.1);
    let (share, outcome) = share(parts, gap, shape.align, to);
    let set = natural + share.spaces + share.letters;
    let left = left_edge(paragraph, shape, width, set, over);
    let letters = Dealer::new(share.letters, parts.iter().map(|part| part.room).sum());
    let room = |part: &Part| if share.spaces < 0 { part.kind.shrink() } else { part.kind.stretch() };
    let spaces = Dealer::new(share.spaces, parts.iter().map(room).sum());
    let runs = Runs::new(&mut desk.room);
    let advances = desk.advances.as_slice();
    let mut setter =
        Setter { paragraph, shaper, advances, spaces, letters, x: left, runs, boxes: Vec::new() };
    setter.set(parts);
    let line = Line {
        runs: setter.runs.finish(),
        width: Pt::from_scaled(set - over.0 - over.1),
        end: line_end(to),
        boxes: setter.boxes,
        filled: filled(parts, share, shape.align, outcome, to),
    };
    (line, outcome)
}

impl Part {
    /// What counts as the natural width of what may be stretched.
    fn room_taken(&self) -> i64 {
        match self.kind {
            PartKind::Space { stretch, .. } if stretch > 0 => self.width,
            // At its widest it is twice its stretch: a quarter of an em.
            PartKind::Between { stretch, .. } => stretch * 2 * 100 / (COSTS.widest_space - 100),
            _ => 0,
        }
    }

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

/// What a line gets to fill its width.
#[derive(Clone, Copy, Default)]
struct Share {
    /// Its spaces, together.
    spaces: i64,
    /// Its letters, together.
    letters: i64,
}

/// What the spaces and letters of the line get, and how it comes out.
fn share(parts: &[Part], gap: i64, align: Align, to: &Candidate) -> (Share, Outcome) {
    let hair = 655;
    if align != Align::Justify {
        let overfull = Outcome::Overfull(Pt::from_scaled(-gap));
        return (Share::default(), if gap < -hair { overfull } else { Outcome::Good });
    }
    let sum = |pick: fn(&Part) -> i64| parts.iter().map(pick).sum::<i64>();
    let letters = sum(|part| part.room);
    if gap < 0 {
        let shrink = sum(|part| part.kind.shrink());
        let (by_letters, by_spaces) = dealt(-gap, shrink, letters);
        let short = by_spaces - shrink;
        // A hair that nothing has room for is taken from the spaces all the same: the line fills its measure.
        let beyond = if short <= hair && shrink > 0 { short.max(0) } else { 0 };
        let share = Share { spaces: -by_spaces.min(shrink) - beyond, letters: -by_letters };
        let overfull = Outcome::Overfull(Pt::from_scaled(short));
        return (share, if short > hair { overfull } else { Outcome::Good });
    }
    let stretch = sum(|part| part.kind.stretch());
    if to.is_forced() || gap == 0 || stretch == 0 {
        return (Share::default(), Outcome::Good);
    }
    let (by_letters, by_spaces) = dealt(gap, stretch, letters);
    let natural = sum(Part::room_taken);
    if by_spaces * 100 > natural * (COSTS.widest_space - 100) {
        return (Share::default(), Outcome::Loose);
    }
    (Share { spaces: by_spaces, letters: by_letters }, Outcome::Good)
}

/// How the line came out, for those who count.
fn filled(parts: &[Part], share: Share, align: Align, outcome: Outcome, to: &Candidate) -> Filled {
    match outcome {
        Outcome::Loose => return Filled::OverCap,
        Outcome::Overfull(_) => return Filled::Overfull,
        Outcome::Good if align != Align::Justify || to.is_forced() => return Filled::Naturally,
        Outcome::Good => {}
    }
    let sum = |pick: fn(&Part) -> i64| parts.iter().map(pick).sum::<i64>();
    let room =
        if share.spaces < 0 { sum(|part| part.kind.shrink()) } else { sum(|part| part.kind.stretch()) };
    let natural = sum(Part::room_taken);
    let spaces = 100 + share.spaces * 100 / natural.max(1);
    Filled::Justified {
        badness: badness(share.spaces.abs(), room).clamp(0, 10_000) as u16,
        spaces: spaces.clamp(0, 1_000) as u16,
    }
}

impl PartKind {
    fn stretch(&self) -> i64 {
        match self {
            PartKind::Space { stretch, .. } | PartKind::Between { stretch, .. } => *stretch,
            _ => 0,
        }
    }

    fn shrink(&self) -> i64 {
        match self {
            PartKind::Space { shrink, .. } | PartKind::Between { shrink, .. } => *shrink,
            _ => 0,
        }
    }
}

impl Desk {
    /// Puts the parts of a line in logical order in place of those of the line before.
    fn collect_parts(
        &mut self,
        paragraph: &Paragraph<'_>,
        from: &Candidate,
        to: &Candidate,
        shaper: &mut Shaper<'_>,
    ) {
        let Desk { parts, advances, .. } = self;
        parts.clear();
        advances.clear();
        let (start, end) = (from.next, to.end.max(from.next));
        let hang_until = to.next.max(end);
        let first = paragraph.atoms.partition_point(|atom| atom.end <= start);
        for atom in paragraph.atoms.iter().skip(first).take_while(|atom| atom.start < hang_until) {
            let look = paragraph.look(atom.piece);
            let mut part = Part {
                at: atom.start,
                piece: atom.piece,
                level: atom.level,
                kind: PartKind::Box,
                width: 0,
                room: 0,
                advances: advances.len(),
            };
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
                    part.kind = cut_word(paragraph, &cut, cut_from, cut_to, shaper);
                    (part.width, part.room) = glyph_widths(shaper, look, atom.level, part.kind, advances);
                }
                AtomKind::Between { width, stretch, shrink } if atom.start < end => {
                    part.width = width;
                    part.kind = PartKind::Between { stretch, shrink };
                }
                AtomKind::Between { .. } | AtomKind::Box { .. } | AtomKind::Word { .. } => continue,
            }
            parts.push(part);
        }
        close(paragraph, to, parts, shaper);
    }
}

/// Adds the hyphen a line end takes, or the space that parts two lines the author broke.
fn close(paragraph: &Paragraph<'_>, to: &Candidate, parts: &mut Vec<Part>, shaper: &mut Shaper<'_>) {
    let Some(last) = parts.last().copied() else { return };
    let look = *paragraph.look(last.piece);
    match to.kind {
        CandidateKind::Spot(SpotKind::Hyphen) => {
            let units = hyphen_glyph(shaper, look.face).map_or(0, |(_, _, units)| i64::from(units));
            let width = shaper.length(look.face, units, look.size);
            parts.push(Part { at: to.end, kind: PartKind::Hyphen, width, room: 0, ..last });
        }
        CandidateKind::Spot(SpotKind::Forced) if !last.hangs() => {
            let (_, width) = space_glyph(shaper, &look);
            let level = paragraph.collected.base;
            parts.push(Part { at: to.end, kind: PartKind::Hanging, level, width, room: 0, ..last });
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

/// The glyphs of a part of a word, shaped again where that is needed.
fn cut_word(paragraph: &Paragraph<'_>, cut: &Cut, from: u32, to: u32, shaper: &mut Shaper<'_>) -> PartKind {
    let whole = shaper.get(cut.word);
    let count = whole.glyphs.len() as u32;
    if from == cut.base && to == cut.end {
        return PartKind::Glyphs { word: cut.word, from: 0, to: count, base: cut.base };
    }
    let (start, end) = ((from - cut.base) as usize, (to - cut.base) as usize);
    let safe = |at: usize| at == 0 || at == (cut.end - cut.base) as usize || whole.safe_at(at);
    if safe(start) && safe(end) {
        let inside = |glyph: &WordGlyph| (start..end).contains(&(glyph.start as usize));
        let first = whole.glyphs.iter().position(inside).unwrap_or(0) as u32;
        let last = whole.glyphs.iter().rposition(inside).map_or(first, |last| last as u32 + 1);
        return PartKind::Glyphs { word: cut.word, from: first, to: last, base: cut.base };
    }
    let text = paragraph.collected.shown().get(from as usize..to as usize).unwrap_or_default();
    let word = shaper.word(cut.manner, text);
    let part = shaper.get(word);
    PartKind::Glyphs { word, from: 0, to: part.glyphs.len() as u32, base: from }
}

/// The sum of the widths the glyphs are set with, each rounded by itself, and of what they can give. Their advances
/// are added to those on the desk.
fn glyph_widths(
    shaper: &Shaper<'_>,
    look: &Look,
    level: u8,
    kind: PartKind,
    advances: &mut Vec<i64>,
) -> (i64, i64) {
    let PartKind::Glyphs { word, from, to, .. } = kind else { return (0, 0) };
    let tracking = look.tracking.at(look.size).scaled();
    let word = shaper.get(word);
    let glyphs = word.glyphs.get(from as usize..to as usize).unwrap_or_default();
    let (mut width, mut room) = (0, 0);
    for glyph in glyphs {
        if glyph.advance == 0 {
            advances.push(0);
            continue;
        }
        let advance = shaper.length(look.face, i64::from(glyph.advance), look.size);
        advances.push(advance);
        width += advance + tracking;
        room += letter_room(look, (level, word.joined), advance);
    }
    (width, room)
}

/// Deals a share out to takers by their room, exactly and in order.
struct Dealer {
    share: i64,
    /// The room of all takers.
    room: i64,
    /// The room of those that came, and what they got.
    dealt: i64,
    given: i64,
}

impl Dealer {
    fn new(share: i64, room: i64) -> Dealer {
        Dealer { share, room, dealt: 0, given: 0 }
    }

    fn deal(&mut self, room: i64) -> i64 {
        if self.share == 0 || self.room == 0 {
            return 0;
        }
        let before = self.given;
        self.dealt += room;
        self.given = Pt::from_scaled(self.share).mul_div(self.dealt, self.room).scaled();
        self.given - before
    }
}

/// Puts the parts of a line side by side.
struct Setter<'s, 'p, 'a, 'r> {
    paragraph: &'s Paragraph<'p>,
    shaper: &'s mut Shaper<'a>,
    /// The advances on the desk.
    advances: &'s [i64],
    spaces: Dealer,
    letters: Dealer,
    x: i64,
    runs: Runs<'r>,
    boxes: Vec<LineBox>,
}

impl Setter<'_, '_, '_, '_> {
    fn set(&mut self, parts: &[Part]) {
        if parts.iter().all(|part| part.level.is_multiple_of(2)) {
            return self.place(parts.iter());
        }
        let levels: Vec<u8> = parts.iter().map(|part| part.level).collect();
        self.place(visual_order(&levels).into_iter().map(|index| &parts[index]));
    }

    /// Puts parts side by side that come from left to right.
    fn place<'t>(&mut self, parts: impl Iterator<Item = &'t Part> + Clone) {
        // White space at the end of a line that runs from right to left hangs out on the left.
        let leading = parts.clone().take_while(|part| part.hangs()).map(|part| part.width).sum::<i64>();
        if parts.clone().any(|part| !part.hangs()) {
            self.x -= leading;
        }
        parts.for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &Part) {
        match part.kind {
            PartKind::Glyphs { word, from, to, base } => self.glyphs(part, word, from, to, base),
            PartKind::Space { stretch, shrink } => {
                let room = if self.spaces.share < 0 { shrink } else { stretch };
                let width = part.width + self.spaces.deal(room);
                self.space(part, width, 0);
            }
            PartKind::Between { stretch, shrink } => {
                let room = if self.spaces.share < 0 { shrink } else { stretch };
                let by = part.width + self.spaces.deal(room);
                self.runs.widen(by);
                self.x += by;
            }
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

    /// How much broader than drawn the letters of a look are on this line, in ten-thousandths.
    fn broader(&self, look: &Look, level: u8, joined: Joined) -> i32 {
        if self.letters.room == 0 || !letters_fit(look, level, joined) {
            return 0;
        }
        let share = Pt::from_scaled(self.letters.share);
        share.mul_div(COSTS.letter_breadth * 10, self.letters.room).scaled() as i32
    }

    fn glyphs(&mut self, part: &Part, word: WordId, from: u32, to: u32, base: u32) {
        let look = self.paragraph.look(part.piece);
        let tracking = look.tracking.at(look.size).scaled();
        let joined = self.shaper.get(word).joined;
        let broader = self.broader(look, part.level, joined);
        let paragraph = self.paragraph;
        let shown = paragraph.collected.shown();
        let Some(glyphs) = self.shaper.get(word).glyphs.get(from as usize..to as usize) else { return };
        let mut advances = self.advances.iter().skip(part.advances);
        for glyphs in glyphs.chunk_by(|a, b| a.face == b.face) {
            let Some(face) = glyphs.first().map(|glyph| glyph.face) else { continue };
            let size = self.shaper.size_beside(face, look.face, look.size);
            let mut run = self.runs.run(paragraph, part.piece, (face, size), broader, self.x);
            for (glyph, own) in glyphs.iter().zip(&mut advances) {
                let length = |units: i32| match units {
                    0 => 0,
                    units => self.shaper.length(look.face, i64::from(units), look.size),
                };
                let advance = match glyph.advance {
                    0 => 0,
                    _ => own + tracking + self.letters.deal(letter_room(look, (part.level, joined), *own)),
                };
                let range = (base + glyph.start) as usize..(base + glyph.end) as usize;
                let text = shown.get(range).unwrap_or_default();
                let set = SetGlyph { id: glyph.id, advance, dx: length(glyph.dx), dy: length(glyph.dy) };
                run.push(set, base + glyph.start, text);
                self.x += advance;
            }
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
        let look = self.paragraph.look(part.piece);
        let broader = self.broader(look, part.level, Joined::No);
        let mut run = self.runs.run(self.paragraph, part.piece, (face, look.size), broader, self.x);
        run.push(SetGlyph { id, advance, dx: 0, dy: 0 }, part.at, text);
        run.hang(hanging);
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
