//! The body of a lesson → its physical lines, each with the signs by which it can be known.

use super::evidence::LineClass;
use crate::reader::characters::has_byte;
use crate::reader::words::Words;
use std::ops::Range;

/// One physical line.
#[derive(Clone, Debug)]
pub(in crate::reader) struct Line<'a> {
    /// Its text without indent and trailing white space.
    pub text: &'a str,
    /// Where that text stands in the file.
    pub range: Range<usize>,
    /// How far it is indented, a tab reaching to the next multiple of four.
    pub indent: usize,
    /// What the author says it is.
    pub forced: Option<LineClass>,
}

impl Line<'_> {
    /// Whether nothing stands on it.
    pub(in crate::reader) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Its length in characters; those of scripts that are set in full squares count twice.
    pub(in crate::reader) fn width(&self) -> usize {
        width(self.text)
    }

    /// Whether it ends as a sentence does, closing quotation marks and brackets aside.
    pub(in crate::reader) fn ends_sentence(&self) -> bool {
        ends_sentence(self.text)
    }

    /// Whether it ends in a colon.
    pub(in crate::reader) fn ends_in_colon(&self) -> bool {
        self.text.ends_with([':', '：'])
    }
}

/// The bytes of most lines are more.
const USUAL_LINE: usize = 64;

/// The lines of a range of the text. CR, LF, CR LF, NEL, LS and PS end a line.
pub(in crate::reader) fn lines(text: &str, body: Range<usize>) -> Vec<Line<'_>> {
    let mut rest = text.get(body.clone()).unwrap_or_default();
    let mut out = Vec::with_capacity(rest.len() / USUAL_LINE);
    let beyond = ['\u{85}', '\u{2028}', '\u{2029}'];
    // Those beyond ASCII are rare: whether there are any is settled once.
    let stands = |end: &char| {
        let mut bytes = [0; 4];
        memchr::memmem::find(rest.as_bytes(), end.encode_utf8(&mut bytes).as_bytes()).is_some()
    };
    let plain = !beyond.iter().any(stands);
    let mut at = body.start;
    while !rest.is_empty() {
        let end = match plain {
            true => memchr::memchr2(b'\n', b'\r', rest.as_bytes()),
            false => rest.find(|c: char| matches!(c, '\n' | '\r') || beyond.contains(&c)),
        };
        let behind = end.map_or(rest.len(), |end| match rest.as_bytes().get(end..end + 2) {
            Some(b"\r\n") => end + 2,
            _ => rest.ceil_char_boundary(end + 1),
        });
        let (piece, next) = rest.split_at(behind);
        out.push(line(piece, at));
        at += behind;
        rest = next;
    }
    out
}

fn line(piece: &str, at: usize) -> Line<'_> {
    let text = piece.trim();
    let start = at + (piece.len() - piece.trim_start().len());
    let mut indent = 0;
    for c in piece.chars() {
        match c {
            ' ' => indent += 1,
            '\t' => indent += 4 - indent % 4,
            _ => break,
        }
    }
    let start = if text.is_empty() { at } else { start };
    Line { text, range: start..start + text.len(), indent, forced: None }
}

/// Whether text ends as a sentence does.
pub(in crate::reader) fn ends_sentence(text: &str) -> bool {
    let closers = ['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', '*', '_', '\u{A0}', '\u{202F}'];
    let bare = text.trim_end_matches(closers);
    // Thai has no full stop; what is long is a sentence.
    if bare.ends_with(is_thai) && bare.chars().count() > 45 {
        return true;
    }
    bare.ends_with(['.', '?', '!', '…', '。', '？', '！', '।', '؟', '۔'])
}

/// How many words a text has; where words are not parted by spaces, two characters count as one, of Thai
/// four.
pub(in crate::reader) fn word_count(text: &str) -> usize {
    let square = text.chars().filter(|c| is_square(*c)).count();
    let thai = text.chars().filter(|c| is_thai(*c)).count();
    let parted = |c: char| c.is_alphanumeric() && !is_square(c) && !is_thai(c);
    let spaced = text.split_whitespace().filter(|word| word.chars().any(parted)).count();
    spaced + square.div_ceil(2) + thai.div_ceil(4)
}

/// Up to so many letters a line of Thai is one sentence; each further sentence has at most as many.
const THAI_SENTENCE: usize = 80;

/// How many sentences a text has, counted no further than `most`.
pub(in crate::reader) fn sentence_count(words: &Words, text: &str, most: usize) -> usize {
    if is_thai_prose(text) {
        // A space may part words, clauses or sentences: only the length tells.
        let letters = text.chars().filter(|c| is_thai(*c)).count();
        return letters.div_ceil(THAI_SENTENCE).clamp(1, most);
    }
    let mut count = 0;
    let mut tokens = text.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        // Most words have no mark at all.
        let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let ends = !plain && ends_sentence(token) && !abbreviates(words, token);
        let starts = tokens.peek().is_none_or(|next| !next.starts_with(char::is_lowercase));
        let square = |c: &char| matches!(c, '。' | '？' | '！');
        let inside = if token.is_ascii() { 0 } else { token.chars().rev().skip(1).filter(square).count() };
        count += inside + usize::from(ends && starts);
        if count >= most {
            return most;
        }
        if tokens.peek().is_none() && !(ends && starts) {
            count += 1;
        }
    }
    count.min(most)
}

/// Whether the full stop of a word belongs to the word.
fn abbreviates(words: &Words, token: &str) -> bool {
    let Some(word) = token.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_suffix('.') else {
        return false;
    };
    // “3. Oktober”, “Ludwig XIV. baute”: an ordinal.
    let ordinal = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        || word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let initial =
        ordinal || word.chars().count() == 1 && word.starts_with(char::is_alphabetic) && word != "I";
    initial || words.has(|t| t.abbreviations, &word.to_lowercase())
}

/// The length of a text in characters; those that are set in full squares count twice.
fn width(text: &str) -> usize {
    // No square begins with a byte below 0xE3.
    if has_byte(text, |byte| byte >= 0xE3) {
        return text.chars().map(|c| if is_square(c) { 2 } else { 1 }).sum();
    }
    text.chars().count()
}

/// Whether a character is set in a full square: Han, kana, Hangul.
fn is_square(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character is Thai, whose words and sentences nothing parts.
pub(in crate::reader) fn is_thai(c: char) -> bool {
    ('\u{E00}'..='\u{E7F}').contains(&c)
}

/// Whether a line is in Thai up to its end, so that its sentences have no marks.
pub(in crate::reader) fn is_thai_prose(text: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_thai(c)).ends_with(is_thai)
        && !text.ends_with(['?', '!', '.'])
}
