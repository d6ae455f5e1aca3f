//! “Key term: …”, “**Takeaway:** …” at the start of running text → the construct the label names, and the
//! text behind it.

use super::named::Named;
use crate::model::{Inline, InlineKind, walk};
use crate::reader::Context;
use crate::reader::split::{self, Cut};
use crate::reader::words::Words;

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
    let lower = label.to_lowercase().replace(['\u{A0}', '’'], " ").replace('-', " ");
    words.each(|table| table.labels).find(|(known, _)| *known == lower).map(|(_, named)| *named)
}

/// Takes a label off the start of running text. The text is given back unchanged when there is none.
pub(in crate::reader) fn take(
    cx: &Context<'_>,
    content: Vec<Inline>,
) -> Result<(Named, Emphasis, Vec<Inline>), Vec<Inline>> {
    let Some(first) = content.first() else { return Err(content) };
    match &first.kind {
        InlineKind::Text { text } => {
            let Some((start, end)) = separator(text) else { return Err(content) };
            let Some(found) = text.get(..start).and_then(|label| named(&cx.words, label)) else {
                return Err(content);
            };
            let (_, rest) = split::cut(cx.text, content, Cut { piece: 0, start, end });
            Ok((found, Emphasis::Bare, rest))
        }
        InlineKind::Strong { content: label } | InlineKind::Emphasis { content: label } => {
            let label = walk::plain_text(label);
            let label = label.trim();
            if let Some(inside) = label.strip_suffix([':', '：'])
                && let Some(found) = named(&cx.words, inside)
            {
                let mut rest = content;
                rest.remove(0);
                split::trim_start(cx.text, &mut rest);
                return Ok((found, Emphasis::Marked, rest));
            }
            let Some(found) = named(&cx.words, label) else { return Err(content) };
            let Some(Inline { kind: InlineKind::Text { text }, .. }) = content.get(1) else {
                return Err(content);
            };
            let Some((0, end)) = separator(text) else { return Err(content) };
            let (_, rest) = split::cut(cx.text, content, Cut { piece: 1, start: 0, end });
            Ok((found, Emphasis::Marked, rest))
        }
        _ => Err(content),
    }
}

/// The first place where a label may end, as a range of bytes.
pub(in crate::reader) fn separator(text: &str) -> Option<(usize, usize)> {
    let mut end = text.len().min(LONGEST + 8);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end)?;
    let colon = head
        .find([':', '：'])
        .map(|at| (at, at + head.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)));
    let dash =
        [" — ", " – ", " - "].into_iter().filter_map(|dash| head.find(dash).map(|at| (at, at + dash.len())));
    let (start, stop) = dash.chain(colon).min()?;
    // French sets a space before the colon.
    Some((head.get(..start)?.trim_end().len(), stop))
}
