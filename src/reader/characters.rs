//! Raw characters → characters that may stand in a document: controls are dropped and reported, line
//! ends of other systems become spaces inside running text.

use super::{Context, Text};
use crate::diagnostics::{Code, Diagnostic};
use std::borrow::Cow;
use std::ops::Range;

/// The text with each NUL replaced by U+0001, which is as long and is dropped later; parsers would put
/// U+FFFD in its place.
pub(in crate::reader) fn without_nul(text: &str) -> Text<'_> {
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace('\0', "\u{1}")),
        None => Cow::Borrowed(text),
    }
}

/// Whether a character cannot stand in an e-book (XML 1.0 §2.2, and the C1 controls).
pub(in crate::reader) fn is_dropped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// What a text is looked through for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Sought {
    /// Characters that are dropped.
    Dropped,
    /// Those, and line ends that Markdown takes for letters.
    DroppedOrOddLineEnds,
    /// Those, and all other characters that end a line.
    DroppedOrLineEnds,
}

/// Whether a text has none of what is sought. Looks at bytes, many at a time, and closer where one of them may
/// begin such a character.
pub(in crate::reader) fn is_free_of(text: &str, sought: Sought) -> bool {
    let bytes = text.as_bytes();
    match sought {
        Sought::Dropped => all_fit::<true, true>(bytes),
        Sought::DroppedOrOddLineEnds => all_fit::<true, false>(bytes) && !has_separator(bytes),
        Sought::DroppedOrLineEnds => all_fit::<false, false>(bytes) && !has_separator(bytes),
    }
}

/// Whether U+2028 or U+2029 stands in some bytes of UTF-8. Dashes and quotes begin with the same byte.
fn has_separator(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xE2, bytes).any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])))
}

/// How many bytes are looked at at once.
const CHUNK: usize = 32;

/// Whether all characters may stay, of those that end lines the plain ones and U+0085 as it is told.
fn all_fit<const LINE_ENDS: bool, const NEXT_LINE: bool>(bytes: &[u8]) -> bool {
    let line_end = |byte: u8| LINE_ENDS & ((byte == b'\n') | (byte == b'\r'));
    // The first bytes of C1 controls, and of U+FFFE and U+FFFF, are 0xC2 and 0xEF.
    let doubtful = |byte: u8| {
        (byte < 0x20) & (byte != b'\t') & !line_end(byte) | (byte == 0x7F) | (byte == 0xC2) | (byte == 0xEF)
    };
    let odd = |byte: u8, second: u8, third: u8| {
        (byte < 0x20) & (byte != b'\t') & !line_end(byte)
            | (byte == 0x7F)
            | (byte == 0xC2) & (second & 0xE0 == 0x80) & !(NEXT_LINE & (second == 0x85))
            | (byte == 0xEF) & (second == 0xBF) & (third >= 0xBE)
    };
    let mut from = 0;
    while let Some(found) = first_chunk(bytes.get(from..).unwrap_or_default(), doubtful) {
        let start = from + found;
        from = start + CHUNK;
        // A character that begins in the chunk may end behind it.
        let mut closer = [b' '; CHUNK + 2];
        let whole = bytes.get(start..bytes.len().min(from + 2)).unwrap_or_default();
        closer.iter_mut().zip(whole).for_each(|(place, byte)| *place = *byte);
        let [first, second, third] = [0, 1, 2].map(|by| closer.iter().skip(by));
        let places = first.take(CHUNK).zip(second).zip(third);
        if places.fold(false, |found, ((byte, second), third)| found | odd(*byte, *second, *third)) {
            return false;
        }
    }
    true
}

/// Where the first chunk begins in which a byte is of a kind that spaces are not of. All bytes of a chunk are
/// looked at at once, so the test for the kind should have no branches.
fn first_chunk(bytes: &[u8], is_kind: impl Fn(u8) -> bool) -> Option<usize> {
    // Of bytes the compiler makes one comparison of many, of truth values not always.
    let any = |chunk: &[u8; CHUNK]| chunk.iter().fold(0, |found, byte| found | u8::from(is_kind(*byte))) != 0;
    let (chunks, rest) = bytes.as_chunks();
    let found = chunks.iter().position(any).map(|at| at * CHUNK);
    found.or_else(|| {
        let mut last = [b' '; CHUNK];
        last.get_mut(..rest.len())?.copy_from_slice(rest);
        any(&last).then_some(bytes.len() - rest.len())
    })
}

/// Whether a text has a byte of a kind that spaces are not of; see [`first_chunk`] for the test.
pub(in crate::reader) fn has_byte(text: &str, is_kind: impl Fn(u8) -> bool) -> bool {
    first_chunk(text.as_bytes(), is_kind).is_some()
}

/// How many bytes of a text are of a kind.
pub(in crate::reader) fn count_bytes(text: &str, is_kind: impl Fn(u8) -> bool) -> usize {
    // A byte counts up to 255, and many bytes are added at once.
    let of = |chunk: &[u8]| chunk.iter().fold(0, |count: u8, byte| count + u8::from(is_kind(*byte)));
    text.as_bytes().chunks(255).map(|chunk| usize::from(of(chunk))).sum()
}

/// Running text without controls; line ends inside it are spaces.
pub(in crate::reader) fn clean(text: &str) -> Text<'_> {
    if is_free_of(text, Sought::DroppedOrLineEnds) {
        return Cow::Borrowed(text);
    }
    let ends_line = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\n' | '\r');
    let kept = text.chars().filter(|c| !is_dropped(*c));
    Cow::Owned(kept.map(|c| if ends_line(c) { ' ' } else { c }).collect())
}

/// A listing without controls; its line ends are `\n`.
pub(in crate::reader) fn clean_lines(text: &str) -> String {
    let joined = text.replace("\r\n", "\n").replace('\r', "\n");
    joined.chars().filter(|c| !is_dropped(*c)).collect()
}

/// Reports dropped controls and ill-formed bytes, once each.
pub(in crate::reader) fn report(cx: &mut Context<'_>, body: Range<usize>) {
    if let Some(at) = cx.file.first_bad_byte() {
        let end = at + cx.slice(at..cx.text.len()).chars().next().map_or(0, char::len_utf8);
        let finding =
            Diagnostic::new(Code::InvalidUtf8, format!("byte {at} is not UTF-8")).at(cx.span(at..end));
        cx.diagnostics.push(finding.label("replaced by U+FFFD").help("save the file as UTF-8"));
    }
    if !cx.marks.controls {
        return;
    }
    let mut first = None;
    let mut count = 0usize;
    for (at, c) in cx.slice(body.clone()).char_indices() {
        if is_dropped(c) {
            first.get_or_insert((body.start + at, c.len_utf8()));
            count += 1;
        }
    }
    if let Some((at, len)) = first {
        let message = match count {
            1 => "a control character was left out".to_owned(),
            _ => format!("{count} control characters were left out, the first one here"),
        };
        cx.report(Code::ControlCharacter, message, cx.span(at..at + len), "remove them from the source");
    }
}
