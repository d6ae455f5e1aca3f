//! Walks over a model in reading order, and its plain text.

use super::{Alt, Block, BlockKind, Inline, InlineKind, Lesson, Origin, Table};
use crate::source::{FileId, Span};
use std::borrow::Cow;

/// Calls `visit` for every block, outer ones before inner ones, in reading order.
pub fn blocks<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        each_list(&block.kind, |inner| self::blocks(inner, visit));
    }
}

/// Calls `visit` for every block, outer ones before inner ones, in reading order.
pub fn blocks_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        each_list_mut(&mut block.kind, |inner| blocks_mut(inner, visit));
    }
}

/// Takes away where everything stood, how it was known and what its author called it, so that two lessons can be
/// compared by what they say.
pub fn strip_provenance(lesson: &mut Lesson) {
    let nowhere = Span::default();
    lesson.file = FileId::default();
    lesson.title.span = nowhere;
    content_mut(&mut lesson.title.content, &mut |inline| inline.span = nowhere);
    inlines_mut(&mut lesson.blocks, &mut |inline| inline.span = nowhere);
    blocks_mut(&mut lesson.blocks, &mut |block| {
        block.span = nowhere;
        block.origin = Origin::default();
        block.label = None;
        match &mut block.kind {
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| item.span = nowhere),
            BlockKind::Table(table) => {
                for row in table.all_rows_mut() {
                    row.span = nowhere;
                    row.cells.iter_mut().for_each(|cell| cell.span = nowhere);
                }
            }
            BlockKind::Definitions { entries } => entries.iter_mut().for_each(|entry| entry.span = nowhere),
            BlockKind::Notes { notes } => notes.iter_mut().for_each(|note| note.span = nowhere),
            _ => {}
        }
    });
}

/// Calls `visit` for each list of blocks inside a block, to be read or (with `mut`) to be changed. Blocks are walked
/// so often that nothing is gathered first.
macro_rules! each_list {
    ($kind:expr, $visit:ident, $iter:ident $(, $change:tt)?) => {
        match $kind {
            BlockKind::List(list) => list.items.$iter().for_each(|item| $visit(& $($change)? item.blocks)),
            BlockKind::Quote { blocks }
            | BlockKind::Takeaway { blocks }
            | BlockKind::Teaser { blocks }
            | BlockKind::Disclaimer { blocks, .. }
            | BlockKind::Boilerplate { blocks, .. }
            | BlockKind::Group { blocks, .. }
            | BlockKind::Details { blocks, .. } => $visit(blocks),
            BlockKind::Definitions { entries } => {
                entries.$iter().flat_map(|entry| entry.meanings.$iter()).for_each($visit)
            }
            BlockKind::Notes { notes } => notes.$iter().for_each(|note| $visit(& $($change)? note.blocks)),
            BlockKind::KeyTerm(key_term) => $visit(& $($change)? key_term.definition),
            BlockKind::Callout(callout) => $visit(& $($change)? callout.blocks),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Code(_)
            | BlockKind::Math { .. }
            | BlockKind::Break => {}
        }
    };
}

/// Calls `visit` for each list of blocks directly inside a block, in reading order.
pub fn each_list<'a>(kind: &'a BlockKind, mut visit: impl FnMut(&'a Vec<Block>)) {
    each_list!(kind, visit, iter);
}

/// The same lists, to be changed.
pub fn each_list_mut(kind: &mut BlockKind, mut visit: impl FnMut(&mut Vec<Block>)) {
    each_list!(kind, visit, iter_mut, mut);
}

/// Calls `visit` for the running text of a block itself, to be read or (with `mut`) to be changed: a line, those of
/// the items of a list, of the cells of rows, of terms.
macro_rules! each_line {
    ($kind:expr, $visit:ident, $iter:ident $(, $change:tt)?) => {
        match $kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph { content, .. } => $visit(content),
            BlockKind::List(list) => list.items.$iter().for_each(|item| $visit(& $($change)? item.lead)),
            BlockKind::Table(Table { caption, head, subheads, rows, .. }) => {
                $visit(caption);
                let rows = head.$iter().chain(subheads).chain(rows);
                rows.flat_map(|row| row.cells.$iter()).for_each(|cell| $visit(& $($change)? cell.content));
            }
            BlockKind::Figure(figure) => $visit(& $($change)? figure.caption),
            BlockKind::KeyTerm(key_term) => $visit(& $($change)? key_term.term),
            BlockKind::Callout(callout) => $visit(& $($change)? callout.title),
            BlockKind::Details { summary, .. } => $visit(summary),
            BlockKind::Definitions { entries } => {
                entries.$iter().flat_map(|entry| entry.terms.$iter()).for_each($visit)
            }
            BlockKind::Quote { .. }
            | BlockKind::Code(_)
            | BlockKind::Takeaway { .. }
            | BlockKind::Teaser { .. }
            | BlockKind::Disclaimer { .. }
            | BlockKind::Boilerplate { .. }
            | BlockKind::Group { .. }
            | BlockKind::Math { .. }
            | BlockKind::Notes { .. }
            | BlockKind::Break => {}
        }
    };
}

/// Calls `visit` for the running text that belongs to a block itself (not to blocks inside it), in reading order.
pub fn each_line<'a>(kind: &'a BlockKind, mut visit: impl FnMut(&'a Vec<Inline>)) {
    each_line!(kind, visit, iter);
}

/// The same running text, to be changed.
pub fn each_line_mut(kind: &mut BlockKind, mut visit: impl FnMut(&mut Vec<Inline>)) {
    each_line!(kind, visit, iter_mut, mut);
}

/// Calls `visit` for every piece of running text in every block, in reading order, outer ones first.
pub fn inlines<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
    self::blocks(blocks, &mut |block| each_line(&block.kind, |line| content(line, visit)));
}

/// Calls `visit` for every piece of running text in every block, in reading order, outer ones first.
pub fn inlines_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Inline)) {
    blocks_mut(blocks, &mut |block| each_line_mut(&mut block.kind, |line| content_mut(line, visit)));
}

/// Calls `visit` for every piece of a line of running text, outer ones first.
pub fn content_mut(content: &mut [Inline], visit: &mut dyn FnMut(&mut Inline)) {
    for inline in content {
        visit(inline);
        if let Some(inner) = inner_content_mut(&mut inline.kind) {
            content_mut(inner, visit);
        }
    }
}

/// Calls `visit` for every piece of a line of running text, outer ones first.
pub fn content<'a>(content: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in content {
        visit(inline);
        if let Some(inner) = inner_content(&inline.kind) {
            self::content(inner, visit);
        }
    }
}

/// The running text inside a piece, if its kind holds any.
pub fn inner_content(kind: &InlineKind) -> Option<&Vec<Inline>> {
    match kind {
        InlineKind::Emphasis { content }
        | InlineKind::Strong { content }
        | InlineKind::Strikethrough { content }
        | InlineKind::Superscript { content }
        | InlineKind::Subscript { content }
        | InlineKind::Highlight { content }
        | InlineKind::Small { content }
        | InlineKind::Abbreviation { content, .. }
        | InlineKind::Language { content, .. }
        | InlineKind::TermRef { content, .. }
        | InlineKind::IndexMark { content, .. }
        | InlineKind::Link { content, .. } => Some(content),
        InlineKind::Text { .. }
        | InlineKind::Code { .. }
        | InlineKind::Keyboard { .. }
        | InlineKind::Image(_)
        | InlineKind::StationRef { .. }
        | InlineKind::Math { .. }
        | InlineKind::NoteRef { .. }
        | InlineKind::SoftBreak
        | InlineKind::LineBreak => None,
    }
}

/// The same, to be changed.
pub fn inner_content_mut(kind: &mut InlineKind) -> Option<&mut Vec<Inline>> {
    match kind {
        InlineKind::Emphasis { content }
        | InlineKind::Strong { content }
        | InlineKind::Strikethrough { content }
        | InlineKind::Superscript { content }
        | InlineKind::Subscript { content }
        | InlineKind::Highlight { content }
        | InlineKind::Small { content }
        | InlineKind::Abbreviation { content, .. }
        | InlineKind::Language { content, .. }
        | InlineKind::TermRef { content, .. }
        | InlineKind::IndexMark { content, .. }
        | InlineKind::Link { content, .. } => Some(content),
        InlineKind::Text { .. }
        | InlineKind::Code { .. }
        | InlineKind::Keyboard { .. }
        | InlineKind::Image(_)
        | InlineKind::StationRef { .. }
        | InlineKind::Math { .. }
        | InlineKind::NoteRef { .. }
        | InlineKind::SoftBreak
        | InlineKind::LineBreak => None,
    }
}

/// The words of running text, without markup; breaks become spaces, pictures their alternative text, calls
/// of notes nothing.
pub fn plain_text(content: &[Inline]) -> Cow<'_, str> {
    // Most lines are one piece.
    if let [Inline { kind: InlineKind::Text { text }, .. }] = content {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    push_plain_text(content, &mut text);
    Cow::Owned(text)
}

fn push_plain_text(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text }
            | InlineKind::Code { text }
            | InlineKind::Keyboard { text }
            | InlineKind::Math { tex: text }
            | InlineKind::StationRef { text, .. } => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::LineBreak => out.push(' '),
            InlineKind::Image(image) => {
                if let Alt::Text(alt) = &image.alt {
                    out.push_str(alt);
                }
            }
            other => {
                if let Some(inner) = inner_content(other) {
                    push_plain_text(inner, out);
                }
            }
        }
    }
}

/// The words of blocks in reading order, without markup: a line for each piece of running text, each
/// cell, each line of a listing and each alternative text of a figure.
pub fn block_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    push_block_text(blocks, &mut text);
    text.truncate(text.trim_end_matches('\n').len());
    text
}

fn push_block_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::List(list) => {
                for item in &list.items {
                    push_line(&plain_text(&item.lead), out);
                    push_block_text(&item.blocks, out);
                }
                continue;
            }
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    entry.terms.iter().for_each(|term| push_line(&plain_text(term), out));
                    entry.meanings.iter().for_each(|meaning| push_block_text(meaning, out));
                }
                continue;
            }
            BlockKind::Code(code) => push_line(&code.text, out),
            BlockKind::Math { tex } => push_line(tex, out),
            BlockKind::Figure(figure) => push_line(figure.image.alt.text().unwrap_or_default(), out),
            _ => {}
        }
        each_line(&block.kind, |line| push_line(&plain_text(line), out));
        each_list(&block.kind, |inner| push_block_text(inner, out));
    }
}

fn push_line(line: &str, out: &mut String) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}
