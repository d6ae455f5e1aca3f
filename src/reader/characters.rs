//! Raw characters → characters that may stand in a document: controls are dropped and reported, line
//! ends of other systems become spaces inside running text.

use super::{Context, Text};
use crate::diagnostics::{Code, Diagnostic};
use std::borrow::Cow;
use std::ops::Range;

/// The text with each NUL replaced by U+0001, which is as long and is dropped later; parsers would put
/// U+FFFD in its place.
pub(in crate::reader) fn without_nul(text: &str) -> Text<'_> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{1}")) } else { Cow::Borrowed(text) }
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
    /// Those, and characters that end a line.
    DroppedOrLineEnds,
}

/// Whether a text has none of what is sought. Looks at bytes, many at a time, and closer where one of them may
/// begin such a character.
pub(in crate::reader) fn is_free_of(text: &str, sought: Sought) -> bool {
    match sought {
        Sought::Dropped => all_fit::<true>(text.as_bytes()),
        Sought::DroppedOrLineEnds => all_fit::<false>(text.as_bytes()),
    }
}

fn all_fit<const LINE_ENDS: bool>(bytes: &[u8]) -> bool {
    let line_end = |byte: u8| LINE_ENDS & ((byte == b'\n') | (byte == b'\r'));
    // The first bytes of C1 controls, of U+2028 and U+2029, and of U+FFFE and U+FFFF are 0xC2, 0xE2 and 0xEF.
    let doubtful = |byte: u8| {
        (byte < 0x20) & (byte != b'\t') & !line_end(byte)
            | (byte == 0x7F)
            | (byte == 0xC2)
            | (byte == 0xE2)
            | (byte == 0xEF)
    };
    let odd = |at: usize| {
        let next = |by: usize| bytes.get(at + by).copied().unwrap_or_default();
        match bytes.get(at).copied().filter(|byte| doubtful(*byte)) {
            None => false,
            Some(0xC2) => (0x80..=0x9F).contains(&next(1)) && !(LINE_ENDS && next(1) == 0x85),
            Some(0xE2) => !LINE_ENDS && next(1) == 0x80 && matches!(next(2), 0xA8 | 0xA9),
            Some(0xEF) => next(1) == 0xBF && matches!(next(2), 0xBE | 0xBF),
            Some(_) => true,
        }
    };
    let mut from = 0;
    bytes.chunks(64).all(|chunk| {
        let place = from..from + chunk.len();
        from = place.end;
        !chunk.iter().fold(false, |found, byte| found | doubtful(*byte)) || !place.into_iter().any(odd)
    })
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
    if is_free_of(cx.slice(body.clone()), Sought::Dropped) {
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
