//! Pieces → one text with its bidirectional levels, and the shown text without what is never drawn.

use super::{Piece, PieceContent, Spaces};
use crate::model::Direction;
use unicode_bidi::{Level, ParagraphBidiInfo};

/// Stands for a line break in a collected text.
pub(super) const BREAK: char = '\u{2028}';
/// Stands for a box in a collected text.
pub(super) const BOX: char = '\u{FFFC}';
/// A soft hyphen.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// A paragraph as one text.
pub(super) struct Collected {
    /// All characters that matter for breaking and direction.
    pub(super) text: String,
    /// The characters that are drawn, when they are not those of `text`.
    stripped: Option<Stripped>,
    /// Where pieces start in the shown text: offset and index of the piece.
    pub(super) starts: Vec<(u32, u32)>,
    /// The level of each byte of the shown text; empty when all are left to right.
    pub(super) levels: Vec<u8>,
    /// The level of the paragraph.
    pub(super) base: u8,
}

struct Stripped {
    shown: String,
    /// Offset in the text → offset in the shown text, for each start of a character and the end.
    offsets: Vec<u32>,
}

impl Collected {
    /// The characters that are drawn.
    pub(super) fn shown(&self) -> &str {
        self.stripped.as_ref().map_or(&self.text, |stripped| &stripped.shown)
    }

    /// The place in the shown text of a place in the text.
    pub(super) fn shown_offset(&self, offset: usize) -> usize {
        match &self.stripped {
            None => offset,
            Some(stripped) => stripped.offsets.get(offset).map_or(stripped.shown.len(), |at| *at as usize),
        }
    }
}

/// Joins the pieces to one text.
pub(super) fn collect(pieces: &[Piece], spaces: Spaces, direction: Direction) -> Collected {
    let length = pieces.iter().map(|piece| match &piece.content {
        PieceContent::Text(text) => text.len(),
        PieceContent::Break | PieceContent::Box { .. } => BOX.len_utf8(),
    });
    let mut joiner = Joiner { text: String::with_capacity(length.sum()), ..Joiner::default() };
    for (index, piece) in pieces.iter().enumerate() {
        joiner.piece = index as u32;
        match &piece.content {
            PieceContent::Text(text) => match spaces {
                Spaces::Collapse => joiner.collapse(text),
                Spaces::Keep => joiner.keep(text),
            },
            PieceContent::Break => joiner.break_line(spaces),
            PieceContent::Box { .. } => joiner.push(BOX),
        }
    }
    joiner.finish(direction)
}

#[derive(Default)]
struct Joiner {
    text: String,
    starts: Vec<(u32, u32)>,
    piece: u32,
    /// The piece of white space that was seen but not written yet.
    pending: Option<u32>,
    ignorable: bool,
    right_to_left: bool,
}

impl Joiner {
    fn push(&mut self, c: char) {
        self.begin();
        self.text.push(c);
    }

    /// Writes the white space that was seen, and notes whose is what follows.
    fn begin(&mut self) {
        if let Some(piece) = self.pending.take()
            && !self.text.is_empty()
            && !self.text.ends_with(BREAK)
        {
            self.mark(piece);
            self.text.push(' ');
        }
        self.mark(self.piece);
    }

    /// Notes that what follows is of a piece.
    fn mark(&mut self, piece: u32) {
        if self.starts.last().is_none_or(|(_, last)| *last != piece) {
            self.starts.push((self.text.len() as u32, piece));
        }
    }

    fn collapse(&mut self, text: &str) {
        let mut rest = text;
        loop {
            // Letters of the commonest words need no second look.
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (word, behind) = rest.split_at(letters);
            if !word.is_empty() {
                self.begin();
                self.text.push_str(word);
            }
            let mut behind = behind.chars();
            let Some(c) = behind.next() else { break };
            rest = behind.as_str();
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => {
                    self.pending.get_or_insert(self.piece);
                }
                '\u{2028}' | '\u{2029}' => self.break_line(Spaces::Collapse),
                _ => self.character(c),
            }
        }
    }

    fn keep(&mut self, text: &str) {
        let mut after_return = false;
        for c in text.chars() {
            match c {
                '\n' if after_return => {}
                '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.push(BREAK),
                '\t' => self.push(' '),
                _ => self.character(c),
            }
            after_return = c == '\r';
        }
    }

    fn character(&mut self, c: char) {
        if c < '\u{80}' {
            if !c.is_ascii_control() {
                self.push(c);
            }
            return;
        }
        if c.is_control() {
            return;
        }
        if ignorable(c) {
            self.ignorable = true;
        }
        if right_to_left(c) {
            self.right_to_left = true;
        }
        // The box's own sign cannot stand for a character of the text.
        self.push(if c == BOX { char::REPLACEMENT_CHARACTER } else { c });
    }

    fn break_line(&mut self, spaces: Spaces) {
        self.pending = None;
        if spaces == Spaces::Keep || !self.text.is_empty() {
            self.push(BREAK);
        }
    }

    fn finish(mut self, direction: Direction) -> Collected {
        // A break at the end closes the last line and opens none.
        if self.text.ends_with(BREAK) {
            self.text.pop();
        }
        let base = match direction {
            Direction::LeftToRight => Level::ltr(),
            Direction::RightToLeft => Level::rtl(),
        };
        let levels: Vec<u8> = if (self.right_to_left || base.is_rtl()) && !self.text.is_empty() {
            let info = ParagraphBidiInfo::new(&self.text, Some(base));
            info.levels.iter().map(|level| level.number()).collect()
        } else {
            Vec::new()
        };
        let mut collected =
            Collected { text: self.text, stripped: None, starts: self.starts, levels, base: base.number() };
        if self.ignorable {
            strip(&mut collected);
        }
        collected
    }
}

/// Makes the shown text where the text has characters that are not drawn.
fn strip(collected: &mut Collected) {
    let text = &collected.text;
    let mut shown = String::with_capacity(text.len());
    let mut offsets = vec![0; text.len() + 1];
    let mut levels = Vec::with_capacity(collected.levels.len());
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if let Some(offsets) = offsets.get_mut(at..end) {
            offsets.fill(shown.len() as u32);
        }
        // Joiners and selectors of the scripts that need them go to the shaper, which hides them.
        if !ignorable(c) || (shapes_neighbours(c) && before >= '\u{590}') {
            shown.push(c);
            levels.extend_from_slice(collected.levels.get(at..end).unwrap_or_default());
            before = c;
        }
    }
    if let Some(last) = offsets.last_mut() {
        *last = shown.len() as u32;
    }
    for (start, _) in &mut collected.starts {
        *start = offsets.get(*start as usize).copied().unwrap_or(shown.len() as u32);
    }
    collected.levels = levels;
    collected.stripped = Some(Stripped { shown, offsets });
}

/// Whether an ignorable character changes the form of its neighbours.
fn shapes_neighbours(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a character is never drawn (Unicode's Default_Ignorable_Code_Point).
fn ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character can make a level that is not the first: letters of scripts that run from right to
/// left, and the controls that turn the direction.
fn right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// Which kind of space a character is.
pub(super) fn space(c: char) -> Option<SpaceKind> {
    Some(match c {
        ' ' | '\u{A0}' | '\u{1680}' => SpaceKind::Word,
        '\u{2000}' | '\u{2002}' => SpaceKind::Em(1, 2),
        '\u{2001}' | '\u{2003}' | '\u{3000}' => SpaceKind::Em(1, 1),
        '\u{2004}' => SpaceKind::Em(1, 3),
        '\u{2005}' => SpaceKind::Em(1, 4),
        '\u{2006}' => SpaceKind::Em(1, 6),
        '\u{2007}' => SpaceKind::Of('0'),
        '\u{2008}' => SpaceKind::Of('.'),
        '\u{2009}' | '\u{202F}' => SpaceKind::Em(1, 5),
        '\u{200A}' => SpaceKind::Em(1, 10),
        '\u{205F}' => SpaceKind::Em(4, 18),
        _ => return None,
    })
}

/// How wide a space is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SpaceKind {
    /// As the face says; stretches and shrinks.
    Word,
    /// A fraction of an em.
    Em(i64, i64),
    /// As wide as a character.
    Of(char),
}
