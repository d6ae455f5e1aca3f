//! “Key term: …”, “**Takeaway:** …” at the start of running text → the construct the label names, and the
//! text behind it.

use super::named::Named;
use crate::model::{Inline, InlineKind, walk};
use crate::reader::Context;
use crate::reader::characters::has_byte;
use crate::reader::split::{self, Cut};
use crate::reader::words::Words;
use std::borrow::Cow;

/// How a label is set off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Emphasis {
    /// By strong or emphasised type.
    Marked,
    /// Not at all.
    Bare,
}

/// The longest label, in bytes; longer starts of lines are not looked at.
const LONGEST: usize = 60;

/// The construct a label names; a number behind it is part of it (“Key term 2”).
pub(in crate::reader) fn named(words: &Words, label: &str) -> Option<Named> {
    if label.len() > LONGEST {
        return None;
    }
    let label = label.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let mut buffer = [0; LONGEST];
    let folded = folded(label, &mut buffer);
    words.named(&folded)
}

/// A label as the tables have it: in lower case, with plain spaces. Most fit into the buffer.
fn folded<'b>(label: &str, buffer: &'b mut [u8; LONGEST]) -> Cow<'b, str> {
    match buffer.get_mut(..label.len()).filter(|_| label.is_ascii()) {
        Some(lower) => {
            let plain = |byte: u8| if byte == b'-' { b' ' } else { byte.to_ascii_lowercase() };
            lower.iter_mut().zip(label.bytes()).for_each(|(place, byte)| *place = plain(byte));
            std::str::from_utf8(lower).unwrap_or_default().into()
        }
        None => label.to_lowercase().replace(['\u{A0}', '’', '-'], " ").into(),
    }
}

/// The label as the author wrote it, without what sets it off.
pub(in crate::reader) fn own(label: &str) -> Option<String> {
    let label = label.trim().trim_matches(['*', '_']).trim_end_matches([':', '：']).trim();
    (!label.is_empty()).then(|| label.to_owned())
}

/// The words of a label that was found at the start of running text.
pub(in crate::reader) fn words_of(content: &[Inline], label: Found) -> String {
    match content.first().map(|first| &first.kind) {
        Some(InlineKind::Text { text }) => text.get(..label.cut.start).unwrap_or_default().to_owned(),
        Some(InlineKind::Strong { content } | InlineKind::Emphasis { content }) => {
            walk::plain_text(content).into_owned()
        }
        _ => String::new(),
    }
}

/// A label at the start of running text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) struct Found {
    /// What it names.
    pub named: Named,
    /// How it is set off.
    pub emphasis: Emphasis,
    /// Where the text behind it begins.
    cut: Cut,
}

/// The label at the start of running text, if there is one.
pub(in crate::reader) fn find(cx: &Context<'_>, content: &[Inline]) -> Option<Found> {
    match &content.first()?.kind {
        InlineKind::Text { text } => {
            let (start, end) = separator(text)?;
            let named = named(&cx.words, text.get(..start)?)?;
            if is_escaped(cx, content.first()?, end) {
                return None;
            }
            Some(Found { named, emphasis: Emphasis::Bare, cut: Cut { piece: 0, start, end } })
        }
        InlineKind::Strong { content: label } | InlineKind::Emphasis { content: label } => {
            let meant = label.last().is_some_and(|last| !ends_escaped(cx, last));
            let label = walk::plain_text(label);
            let label = label.trim();
            if let Some(inside) = label.strip_suffix([':', '：'])
                && let Some(named) = named(&cx.words, inside)
            {
                if !meant {
                    return None;
                }
                return Some(Found {
                    named,
                    emphasis: Emphasis::Marked,
                    cut: Cut { piece: 1, start: 0, end: 0 },
                });
            }
            let named = named(&cx.words, label)?;
            let Some(behind @ Inline { kind: InlineKind::Text { text }, .. }) = content.get(1) else {
                return None;
            };
            let (0, end) = separator(text)? else { return None };
            if is_escaped(cx, behind, end) {
                return None;
            }
            Some(Found { named, emphasis: Emphasis::Marked, cut: Cut { piece: 1, start: 0, end } })
        }
        _ => None,
    }
}

/// Whether the author escaped the mark that ends at an offset of a text, so that it is only a mark.
pub(in crate::reader) fn is_escaped(cx: &Context<'_>, inline: &Inline, end: usize) -> bool {
    let InlineKind::Text { text } = &inline.kind else { return false };
    let Some(head) = text.get(..end).map(str::trim_end) else { return false };
    let start = head.len() - head.chars().next_back().map_or(0, char::len_utf8);
    let source = cx.slice(inline.span.start as usize..inline.span.end as usize);
    let [at] = split::places(source, text, [start]);
    // The span of a text that begins with an escaped mark begins behind the backslash.
    let before = at == 0 && inline.span.start > 0 && text.starts_with(|c: char| c.is_ascii_punctuation());
    let backslash = || cx.text.as_bytes().get(inline.span.start as usize - 1) == Some(&b'\\');
    matches!(source.as_bytes().get(at), Some(b'\\' | b'&')) || (before && backslash())
}

/// Whether the mark at the end of running text is only a mark: escaped, or part of code and the like.
pub(in crate::reader) fn ends_escaped(cx: &Context<'_>, inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text { text } => is_escaped(cx, inline, text.len()),
        kind => {
            walk::inner_content(kind).and_then(|inner| inner.last()).is_none_or(|last| ends_escaped(cx, last))
        }
    }
}

/// The text behind a label that was found in it.
pub(in crate::reader) fn behind(cx: &Context<'_>, content: Vec<Inline>, label: Found) -> Vec<Inline> {
    if label.cut.piece == 1 && label.cut.end == 0 {
        let mut rest = content;
        rest.remove(0);
        split::trim_start(cx.text, &mut rest);
        return rest;
    }
    split::cut(cx.text, content, label.cut).1
}

const WIDE_COLON: &[u8] = "：".as_bytes();
const DASHES: [&[u8]; 3] = [" — ".as_bytes(), " – ".as_bytes(), b" - "];

/// The first place where a label may end, as a range of bytes.
pub(in crate::reader) fn separator(text: &str) -> Option<(usize, usize)> {
    let mut end = text.len().min(LONGEST + 8);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end)?;
    let bytes = head.as_bytes();
    // 0xEF begins the wide colon, 0xE2 the dashes. Most lines have none of them.
    let may_part = |byte: u8| (byte == b':') | (byte == b'-') | (byte == 0xE2) | (byte == 0xEF);
    if !has_byte(head, may_part) {
        return None;
    }
    let mut marks = bytes.iter().enumerate().filter(|(_, byte)| may_part(**byte));
    let (start, stop) = marks.find_map(|(at, byte)| match byte {
        b':' => Some((at, at + 1)),
        0xEF => bytes.get(at..)?.starts_with(WIDE_COLON).then_some((at, at + WIDE_COLON.len())),
        _ => {
            let start = at.checked_sub(1)?;
            let dash =
                DASHES.into_iter().find(|dash| bytes.get(start..).is_some_and(|b| b.starts_with(dash)))?;
            Some((start, start + dash.len()))
        }
    })?;
    // French sets a space before the colon.
    Some((head.get(..start)?.trim_end().len(), stop))
}
