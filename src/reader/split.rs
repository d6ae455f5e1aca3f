//! Running text + a place in it → two pieces of running text, each with its own span.
//!
//! Constructs such as `Label: text` are found in text that is already parsed, where escapes and entities
//! are resolved. This file finds the way back to the source.

use super::characters::is_dropped;
use crate::model::{Inline, InlineKind};
use crate::source::Span;

/// Finds the source offsets (from the start of `source`) of byte offsets of `text`, which was made from
/// `source` by resolving escapes and entities. `cuts` must rise. Where the two part company, the place
/// where they did.
pub(in crate::reader) fn source_offsets(source: &str, text: &str, cuts: &[usize]) -> Vec<usize> {
    if source == text {
        return cuts.to_vec();
    }
    let mut found = Vec::with_capacity(cuts.len());
    let mut wanted = cuts.iter().copied().peekable();
    let mut at = 0;
    let mut lost = false;
    for (offset, c) in text.char_indices() {
        while wanted.next_if(|cut| *cut <= offset).is_some() {
            found.push(at);
        }
        if !lost {
            match past(source, at, c) {
                Some(next) => at = next,
                None => lost = true,
            }
        }
    }
    found.extend(wanted.map(|_| if lost { at } else { source.len() }));
    found
}

/// The same for a few offsets. Mostly text is its own source, and nothing has to be looked for.
pub(in crate::reader) fn places<const CUTS: usize>(
    source: &str,
    text: &str,
    cuts: [usize; CUTS],
) -> [usize; CUTS] {
    if source == text {
        return cuts;
    }
    let found = source_offsets(source, text, &cuts);
    std::array::from_fn(|at| found.get(at).copied().unwrap_or_default())
}

/// The offset behind the piece of `source` at `at` that stands for `c`.
fn past(source: &str, mut at: usize, c: char) -> Option<usize> {
    loop {
        let rest = source.get(at..)?;
        let next = rest.chars().next()?;
        if next == '&' && (c != '&' || rest.starts_with("&amp;") || rest.starts_with("&#")) {
            let end = rest.bytes().take(40).position(|b| b == b';')?;
            return Some(at + end + 1);
        }
        if next == c {
            return Some(at + next.len_utf8());
        }
        if rest.starts_with("<!--") {
            at += rest.find("-->")? + 3;
        } else if next == '\\' || is_dropped(next) {
            at += next.len_utf8();
        } else if c == ' ' && next.is_whitespace() {
            // A line end that became one space, with the indent of the next line.
            let ends_line = matches!(next, '\r' | '\n');
            let len = if ends_line { rest.len() - rest.trim_start().len() } else { next.len_utf8() };
            return Some(at + len);
        } else {
            return None;
        }
    }
}

/// A place between two characters of running text: which piece, and which byte of its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) struct Cut {
    /// The index of a piece that is plain text.
    pub piece: usize,
    /// The byte offset in its text.
    pub start: usize,
    /// The byte offset behind what is left out between the halves.
    pub end: usize,
}

/// Cuts running text in two; the bytes of the cut itself are in neither half.
pub(in crate::reader) fn cut(source: &str, mut content: Vec<Inline>, cut: Cut) -> (Vec<Inline>, Vec<Inline>) {
    let mut after = content.split_off(cut.piece.min(content.len()));
    if let Some(first) = after.first_mut()
        && let InlineKind::Text { text } = &mut first.kind
    {
        let (head, behind) = parts(source, text, first.span, cut.start, cut.end);
        if text.get(cut.end..).is_some_and(|tail| !tail.is_empty()) {
            text.drain(..cut.end);
            first.span = behind;
        } else {
            after.remove(0);
        }
        content.extend(head);
    }
    trim_end(source, &mut content);
    trim_start(source, &mut after);
    (content, after)
}

/// What stands in a text before `start`, if anything, and the span of what stands behind `end`.
fn parts(source: &str, text: &str, span: Span, start: usize, end: usize) -> (Option<Inline>, Span) {
    let [kept, behind] = places(source.get(span.range()).unwrap_or_default(), text, [start, end]);
    let place = |offset: usize| span.start as usize + offset;
    let head = text.get(..start).filter(|head| !head.is_empty());
    let head = head.map(|head| Inline::text(head, Span::new(span.file, place(0), place(kept))));
    (head, Span::new(span.file, place(behind), span.end as usize))
}

/// What is left of a text behind a byte offset, if anything.
pub(in crate::reader) fn text_from(source: &str, mut inline: Inline, at: usize) -> Option<Inline> {
    if let InlineKind::Text { text } = &mut inline.kind {
        let (_, behind) = parts(source, text, inline.span, 0, at);
        text.get(at..).filter(|rest| !rest.is_empty())?;
        text.drain(..at);
        inline.span = behind;
    }
    Some(inline)
}

/// Removes white space at the start.
pub(in crate::reader) fn trim_start(source: &str, content: &mut Vec<Inline>) {
    let is_space = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::LineBreak => true,
        InlineKind::Text { text } => text.trim_start().is_empty(),
        _ => false,
    };
    let spaces = content.iter().take_while(|inline| is_space(inline)).count();
    content.drain(..spaces);
    if let Some(first) = content.first_mut()
        && let InlineKind::Text { text } = &mut first.kind
    {
        let cut = text.len() - text.trim_start().len();
        if cut > 0 {
            first.span = parts(source, text, first.span, 0, cut).1;
            text.drain(..cut);
        }
    }
}

/// Removes white space at the end.
pub(in crate::reader) fn trim_end(source: &str, content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match &mut last.kind {
            InlineKind::SoftBreak | InlineKind::LineBreak => {
                content.pop();
            }
            InlineKind::Text { text } => {
                let cut = text.trim_end().len();
                if cut == text.len() {
                    return;
                }
                if cut > 0 {
                    let start = last.span.start as usize;
                    let kept = source.get(last.span.range()).unwrap_or_default();
                    let [len] = places(kept, text, [cut]);
                    last.span = Span::new(last.span.file, start, start + len);
                    text.truncate(cut);
                    return;
                }
                content.pop();
            }
            _ => return,
        }
    }
}
