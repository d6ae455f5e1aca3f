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

/// Whether no byte of a text can be of a character that is dropped or ends a line, but for those that are
/// named. Looks at bytes alone, which is quick; a text that is not plain may still be clean.
fn is_plain(text: &str, allowed: &[u8]) -> bool {
    let odd = |byte: u8| {
        (byte < 0x20) & !allowed.contains(&byte)
            | (byte == 0x7F)
            // The first bytes of C1 controls, of U+2028 and U+2029, and of U+FFFE and U+FFFF.
            | (byte == 0xC2)
            | (byte == 0xE2)
            | (byte == 0xEF)
    };
    !text.as_bytes().chunks(64).any(|chunk| chunk.iter().fold(false, |found, byte| found | odd(*byte)))
}

/// Running text without controls; line ends inside it are spaces.
pub(in crate::reader) fn clean(text: &str) -> Text<'_> {
    let ends_line = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\n' | '\r');
    if is_plain(text, b"\t") || !text.chars().any(|c| is_dropped(c) || ends_line(c)) {
        return Cow::Borrowed(text);
    }
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
    if is_plain(cx.slice(body.clone()), b"\t\n\r") {
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
