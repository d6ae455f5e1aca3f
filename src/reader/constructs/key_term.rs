//! “X — d” behind the label of a key term → term and definition.

use super::label;
use super::named::Named;
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, Definition, Inline, InlineKind, KeyTerm, Origin, walk};
use crate::reader::Context;
use crate::reader::split::{self, Cut};
use crate::source::Span;
use std::ops::Range;

/// What parts a term from its definition; the earliest one counts.
const SEPARATORS: [&str; 7] = [" — ", " – ", " -- ", " - ", ": ", "：", " = "];
/// Verbs that part a term from its definition when nothing else does; they stay in the definition.
const VERBS: [&str; 3] = [" is ", " means ", " refers to "];
/// A term of more words is probably a sentence.
const LONGEST: usize = 8;

/// The blocks of the text behind the label: one key term, or several parted by semicolons when each has
/// its own definition.
pub(in crate::reader) fn blocks(
    cx: &mut Context<'_>,
    content: Vec<Inline>,
    span: Span,
    origin: Origin,
) -> Vec<Block> {
    let parts = parts(cx, content);
    let alone = parts.len() == 1;
    let mut blocks = Vec::new();
    for part in parts {
        let place = if alone { span } else { extent(&part).unwrap_or(span) };
        let mut block = block(cx, part, place);
        block.origin = origin;
        blocks.push(block);
    }
    blocks
}

/// The blocks of the text behind a label; the author's own word for it stands over the first.
pub(in crate::reader) fn labelled(
    cx: &mut Context<'_>,
    content: Vec<Inline>,
    span: Span,
    label: Option<String>,
) -> Vec<Block> {
    let mut blocks = blocks(cx, content, span, Origin::Label);
    if let Some(first) = blocks.first_mut() {
        first.label = label;
    }
    blocks
}

/// The key terms of a list of definitions; further terms of one entry stand before it.
pub(in crate::reader) fn of_definitions(cx: &mut Context<'_>, entries: Vec<Definition>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for Definition { mut terms, meanings, span } in entries {
        let term = terms.pop().unwrap_or_default();
        blocks.extend(terms.into_iter().map(|term| Block::paragraph(term, span)));
        check_length(cx, &term, span);
        let definition = meanings.into_iter().flatten().collect();
        blocks.push(Block::new(BlockKind::KeyTerm(KeyTerm { term, definition }), span));
    }
    blocks
}

/// Whether what is listed below a block is listed as key terms: a heading such as “Key terms”, with nothing between.
pub(in crate::reader) fn heads(cx: &Context<'_>, above: Option<&Block>, start: u32) -> bool {
    let Some(Block { kind: BlockKind::Heading { content, .. }, span, .. }) = above else { return false };
    label::named(&cx.words, &walk::plain_text(content)) == Some(Named::KeyTerm)
        && cx.slice(span.end as usize..start as usize).trim().is_empty()
}

fn block(cx: &mut Context<'_>, content: Vec<Inline>, span: Span) -> Block {
    let (term, definition) = part(cx, content, span);
    let place = extent(&definition).unwrap_or(span);
    let definition =
        if definition.is_empty() { Vec::new() } else { vec![Block::paragraph(definition, place)] };
    Block::new(BlockKind::KeyTerm(KeyTerm { term, definition }), span)
}

/// Parts a term from its definition; the term is empty when that cannot be done.
fn part(cx: &mut Context<'_>, content: Vec<Inline>, span: Span) -> (Vec<Inline>, Vec<Inline>) {
    if let Some(cut) = separator(&content) {
        let (term, definition) = split::cut(cx.text, content, cut);
        check_length(cx, &term, span);
        return (term, definition);
    }
    if let Some(cut) = earliest(&content, |text| first_of(text, &VERBS))
        && words_before(&content, cut) <= LONGEST
    {
        let (term, definition) = split::cut(cx.text, content, Cut { end: cut.start, ..cut });
        return (term, definition);
    }
    report_unparted(cx, span);
    (Vec::new(), content)
}

/// How many words stand before a place.
fn words_before(content: &[Inline], cut: Cut) -> usize {
    let before = walk::plain_text(content.get(..cut.piece).unwrap_or_default());
    let own = match content.get(cut.piece).map(|inline| &inline.kind) {
        Some(InlineKind::Text { text }) => text.get(..cut.start).unwrap_or_default(),
        _ => "",
    };
    before.split_whitespace().count() + own.split_whitespace().count()
}

fn report_unparted(cx: &mut Context<'_>, span: Span) {
    let message = "nothing parts this key term from its definition";
    cx.report(Code::KeyTermUnparted, message, span, "write `Key term: X — definition`");
}

/// Reports a term that is too long to be one.
pub(in crate::reader) fn check_length(cx: &mut Context<'_>, term: &[Inline], span: Span) {
    let words = walk::plain_text(term).split_whitespace().count();
    if words > LONGEST {
        let message = format!("this key term has {words} words");
        cx.report(Code::KeyTermLong, message, span, "put the dash right behind the term");
    }
}

/// Whether text holds a mark that parts a term from its definition.
pub(in crate::reader) fn is_parted(content: &[Inline]) -> bool {
    separator(content).is_some()
}

/// The earliest mark that parts a term from its definition, in the plain texts of the content.
fn separator(content: &[Inline]) -> Option<Cut> {
    earliest(content, |text| {
        let marks = [first_of(text, &SEPARATORS), dashes_without_spaces(text)];
        marks.into_iter().flatten().min_by_key(|found| found.start)
    })
}

/// The first place that is found in the plain texts of the content, unless all begins there.
fn earliest(content: &[Inline], find: impl Fn(&str) -> Option<Range<usize>>) -> Option<Cut> {
    content.iter().enumerate().find_map(|(piece, inline)| {
        let InlineKind::Text { text } = &inline.kind else { return None };
        let found = find(text).filter(|found| piece > 0 || found.start > 0)?;
        Some(Cut { piece, start: found.start, end: found.end })
    })
}

/// The first place of any of some marks; of two that begin there, the shorter one.
fn first_of(text: &str, marks: &[&str]) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let begins = |byte: &u8| marks.iter().any(|mark| mark.as_bytes().first() == Some(byte));
    bytes.iter().enumerate().filter(|(_, byte)| begins(byte)).find_map(|(start, _)| {
        let rest = bytes.get(start..)?;
        let here = marks.iter().filter(|mark| rest.starts_with(mark.as_bytes()));
        here.map(|mark| start..start + mark.len()).min_by_key(|place| place.end)
    })
}

/// Chinese and Japanese set a dash, most often a double one, without spaces. Beside a letter of theirs it
/// parts; between other letters it is part of a sentence.
fn dashes_without_spaces(text: &str) -> Option<Range<usize>> {
    let is_dash = |c: char| matches!(c, '—' | '―' | '⸺');
    if text.is_ascii() {
        return None;
    }
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find(is_dash).map(|at| from + at) {
        let rest = text.get(start..)?;
        let end = start + rest.find(|c| !is_dash(c)).unwrap_or(rest.len());
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(end..)?.chars().next();
        if [before, after].into_iter().flatten().any(is_east_asian) {
            return Some(start..end);
        }
        from = end;
    }
    None
}

/// Whether a character is one of Chinese or Japanese writing: Han, Kana, or their punctuation.
fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF)
}

/// The content cut at semicolons, if each part has a definition of its own.
fn parts(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let semicolons = |content: &[Inline]| {
        content.iter().enumerate().find_map(|(piece, inline)| match &inline.kind {
            InlineKind::Text { text } => {
                first_of(text, &["; ", "；"]).map(|found| Cut { piece, start: found.start, end: found.end })
            }
            _ => None,
        })
    };
    if semicolons(&content).is_none() {
        return vec![content];
    }
    let mut parts = Vec::new();
    let mut rest = content.clone();
    // More key terms than this in one line are no list of terms.
    while parts.len() < 12
        && let Some(cut) = semicolons(&rest)
    {
        let (head, tail) = split::cut(cx.text, rest, cut);
        parts.push(head);
        rest = tail;
    }
    parts.push(rest);
    if parts.iter().all(|part| is_parted(part)) { parts } else { vec![content] }
}

/// The span of running text.
pub(in crate::reader) fn extent(content: &[Inline]) -> Option<Span> {
    Some(content.first()?.span.to(content.last()?.span))
}
