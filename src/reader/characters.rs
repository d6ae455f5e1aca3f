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

/// Running text without controls; line ends inside it are spaces.
pub(in crate::reader) fn clean(text: &str) -> Text<'_> {
    let ends_line = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\n' | '\r');
    if !text.chars().any(|c| is_dropped(c) || ends_line(c)) {
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
