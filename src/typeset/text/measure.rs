//! Shown text → atoms: words, spaces, boxes and breaks with their widths at size.

use super::collect::{BOX, BREAK, Collected, SpaceKind, space};
use super::costs::COSTS;
use super::full_width::{EM, Room, room};
use super::shape::{Joined, Manner, Shaper, WordId};
use super::{Ligatures, Look, Piece, PieceContent};
use crate::fonts::FaceId;
use crate::model::LangTag;
use unicode_segmentation::UnicodeSegmentation;

/// Longer words are shaped in parts of this many bytes, so that cutting them stays cheap.
const LONGEST_WORD: usize = 240;

/// A part of the shown text that is measured as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) piece: u32,
    pub(super) level: u8,
    pub(super) kind: AtomKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum AtomKind {
    Word {
        word: WordId,
        manner: Manner,
    },
    /// A space; `stretch` is zero for those of fixed width.
    Space {
        width: i64,
        stretch: i64,
        shrink: i64,
    },
    /// The place between two letters, one of which is of a script without spaces. Its width may be less than nothing.
    Between {
        width: i64,
        stretch: i64,
        shrink: i64,
    },
    Box {
        width: i64,
    },
    Break,
}

/// A measured paragraph.
pub(super) struct Paragraph<'p> {
    pub(super) pieces: &'p [Piece],
    pub(super) collected: Collected,
    pub(super) atoms: Vec<Atom>,
}

impl Paragraph<'_> {
    /// The look of a piece. Atoms name pieces there are.
    pub(super) fn look(&self, piece: u32) -> &Look {
        &self.pieces[piece as usize].look
    }
}

/// A number of scaled points for a width in units: with the tracking of the look.
pub(super) fn set_width(shaper: &Shaper<'_>, look: &Look, (units, tracked): (i64, i64)) -> i64 {
    shaper.length(look.face, units, look.size) + tracked * look.tracking.at(look.size).scaled()
}

/// Whether the letters of a look may move, and get broader or narrower, to fit a line. Not in code, and not
/// where letters join.
pub(super) fn letters_fit(look: &Look, level: u8, joined: Joined) -> bool {
    look.ligatures == Ligatures::On && level.is_multiple_of(2) && joined == Joined::No
}

/// What a letter of an advance can give either way: its distance from the next, and its breadth.
pub(super) fn letter_room(look: &Look, (level, joined): (u8, Joined), advance: i64) -> i64 {
    if !letters_fit(look, level, joined) {
        return 0;
    }
    (look.size.scaled() * COSTS.letter_fit + advance * COSTS.letter_breadth) / 1000
}

/// The same as [`set_width`], and what the letters together can give either way.
pub(super) fn set_letters(
    shaper: &Shaper<'_>,
    look: &Look,
    (level, joined): (u8, Joined),
    (units, letters): (i64, i64),
) -> (i64, i64) {
    let advance = shaper.length(look.face, units, look.size);
    let width = advance + letters * look.tracking.at(look.size).scaled();
    if !letters_fit(look, level, joined) {
        return (width, 0);
    }
    let room = (letters * look.size.scaled() * COSTS.letter_fit + advance * COSTS.letter_breadth) / 1000;
    (width, room)
}

/// Cuts the shown text into atoms and shapes its words.
pub(super) fn measure<'p>(
    pieces: &'p [Piece],
    collected: Collected,
    language: &LangTag,
    shaper: &mut Shaper<'_>,
) -> Paragraph<'p> {
    let mut atoms = Vec::with_capacity(collected.shown().len() / 3);
    let end = collected.shown().len();
    for (index, (start, piece)) in collected.starts.iter().enumerate() {
        let until = collected.starts.get(index + 1).map_or(end, |(next, _)| *next as usize);
        let Some(owner) = pieces.get(*piece as usize) else { continue };
        let mut span = PieceSpan { piece: *piece, owner, collected: &collected, language, manner: None };
        span.cut(*start as usize, until, shaper, &mut atoms);
    }
    Paragraph { pieces, collected, atoms }
}

/// The part of the shown text that is of one piece.
struct PieceSpan<'a> {
    piece: u32,
    owner: &'a Piece,
    collected: &'a Collected,
    language: &'a LangTag,
    /// The manner of the level met last.
    manner: Option<(u8, Manner)>,
}

impl PieceSpan<'_> {
    fn level(&self, at: usize) -> u8 {
        self.collected.levels.get(at).copied().unwrap_or(0)
    }

    fn cut(&mut self, start: usize, end: usize, shaper: &mut Shaper<'_>, atoms: &mut Vec<Atom>) {
        let shown = self.collected.shown().get(start..end).unwrap_or_default();
        let mut word = start;
        let mut before = ' ';
        for (offset, c) in shown.char_indices() {
            let at = start + offset;
            if at > word && self.level(at) != self.level(word) {
                self.word(word, at, shaper, atoms);
                word = at;
            }
            if c.is_ascii_graphic() && before < '\u{2E80}' {
                before = c;
                continue;
            }
            if let Some(between) = self.between(before, c) {
                self.word(word, at, shaper, atoms);
                word = at;
                atoms.push(self.atom(at, at, between));
            }
            before = c;
            if c.is_ascii_graphic() {
                continue;
            }
            let kind = match c {
                BREAK => AtomKind::Break,
                BOX => AtomKind::Box { width: self.box_width() },
                _ => match space(c) {
                    Some(kind) => space_atom(shaper, &self.owner.look, kind),
                    None => continue,
                },
            };
            self.word(word, at, shaper, atoms);
            word = at + c.len_utf8();
            atoms.push(self.atom(at, word, kind));
        }
        self.word(word, end, shaper, atoms);
    }

    /// The room between two neighbours, where one of them is of a script that is written without spaces. None in code.
    fn between(&self, before: char, c: char) -> Option<AtomKind> {
        if before < '\u{2E80}' && c < '\u{2E80}' || self.owner.look.ligatures == Ligatures::Off {
            return None;
        }
        let Room { width, stretch, shrink } = room(before, c, self.language)?;
        let part = |part: i64| self.owner.look.size.scaled() * part / EM;
        Some(AtomKind::Between { width: part(width), stretch: part(stretch), shrink: part(shrink) })
    }

    fn atom(&self, start: usize, end: usize, kind: AtomKind) -> Atom {
        Atom { start: start as u32, end: end as u32, piece: self.piece, level: self.level(start), kind }
    }

    fn box_width(&self) -> i64 {
        match self.owner.content {
            PieceContent::Box { width, .. } => width.scaled().max(0),
            PieceContent::Text(_) | PieceContent::Break => 0,
        }
    }

    fn word(&mut self, start: usize, end: usize, shaper: &mut Shaper<'_>, atoms: &mut Vec<Atom>) {
        let text = self.collected.shown().get(start..end).unwrap_or_default();
        if text.len() <= LONGEST_WORD {
            return self.part(start, end, shaper, atoms);
        }
        let mut from = 0;
        for (at, _) in text.grapheme_indices(true) {
            if at - from >= LONGEST_WORD {
                self.part(start + from, start + at, shaper, atoms);
                from = at;
            }
        }
        self.part(start + from, end, shaper, atoms);
    }

    fn part(&mut self, start: usize, end: usize, shaper: &mut Shaper<'_>, atoms: &mut Vec<Atom>) {
        let text = self.collected.shown().get(start..end).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let level = self.level(start);
        let manner = match self.manner {
            Some((known, manner)) if known == level => manner,
            _ => shaper.manner(&self.owner.look, self.language, level % 2 == 1),
        };
        self.manner = Some((level, manner));
        let word = shaper.word(manner, text);
        atoms.push(self.atom(start, end, AtomKind::Word { word, manner }));
    }
}

/// The face that has the space of a look, its glyph and natural width in scaled points.
pub(super) fn space_glyph(shaper: &mut Shaper<'_>, look: &Look) -> (Option<u16>, i64) {
    match shaper.nominal(look.face, ' ') {
        Some((id, units)) => (Some(id), shaper.length(look.face, i64::from(units), look.size)),
        None => (None, look.size.scaled() / 4),
    }
}

fn space_atom(shaper: &mut Shaper<'_>, look: &Look, kind: SpaceKind) -> AtomKind {
    let tracking = look.tracking.at(look.size).scaled();
    match kind {
        SpaceKind::Word => {
            let (_, natural) = space_glyph(shaper, look);
            let (stretch, shrink) = (natural / 2, natural / 3);
            AtomKind::Space { width: natural + tracking, stretch, shrink }
        }
        SpaceKind::Em(part, of) => {
            AtomKind::Space { width: look.size.scaled() * part / of, stretch: 0, shrink: 0 }
        }
        SpaceKind::Of(c) => {
            let units = shaper.nominal(look.face, c).map_or(0, |(_, units)| i64::from(units));
            AtomKind::Space { width: shaper.length(look.face, units, look.size), stretch: 0, shrink: 0 }
        }
    }
}

/// The glyph of a hyphen that is put in, the face that has it, and its advance in units.
pub(super) fn hyphen_glyph(shaper: &mut Shaper<'_>, face: FaceId) -> Option<(u16, FaceId, i32)> {
    ['\u{2010}', '-'].into_iter().find_map(|c| {
        let (id, units) = shaper.nominal(face, c)?;
        Some((id, face, units))
    })
}
