//! Walks over a model in reading order, and its plain text.

use super::{Alt, Block, BlockKind, Inline, InlineKind, Lesson, Origin, Row, Table};
use crate::source::{FileId, Span};

/// Calls `visit` for every block, outer ones before inner ones, in reading order.
pub fn blocks<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        for inner in inner_blocks(&block.kind) {
            self::blocks(inner, visit);
        }
    }
}

/// Calls `visit` for every block, outer ones before inner ones, in reading order.
pub fn blocks_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for inner in inner_blocks_mut(&mut block.kind) {
            blocks_mut(inner, visit);
        }
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

/// The lists of blocks inside a block, to be read or (with `mut`) to be changed.
macro_rules! inner_lists {
    ($kind:expr, $iter:ident $(, $change:tt)?) => {
        match $kind {
            BlockKind::List(list) => list.items.$iter().map(|item| &$($change)? item.blocks).collect(),
            BlockKind::Quote { blocks }
            | BlockKind::Takeaway { blocks }
            | BlockKind::Teaser { blocks }
            | BlockKind::Disclaimer { blocks, .. }
            | BlockKind::Boilerplate { blocks, .. }
            | BlockKind::Group { blocks, .. }
            | BlockKind::Details { blocks, .. } => vec![blocks],
            BlockKind::Definitions { entries } => {
                entries.$iter().flat_map(|entry| entry.meanings.$iter()).collect()
            }
            BlockKind::Notes { notes } => notes.$iter().map(|note| &$($change)? note.blocks).collect(),
            BlockKind::KeyTerm(key_term) => vec![&$($change)? key_term.definition],
            BlockKind::Callout(callout) => vec![&$($change)? callout.blocks],
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Code(_)
            | BlockKind::Math { .. }
            | BlockKind::Break => Vec::new(),
        }
    };
}

/// The lists of blocks directly inside a block, in reading order.
pub fn inner_blocks(kind: &BlockKind) -> Vec<&Vec<Block>> {
    inner_lists!(kind, iter)
}

/// The same lists, to be changed.
pub fn inner_blocks_mut(kind: &mut BlockKind) -> Vec<&mut Vec<Block>> {
    inner_lists!(kind, iter_mut, mut)
}

/// The running text of a block itself, to be read or (with `mut`) to be changed: a line, those of the items of a list,
/// of the cells of rows, of terms. Blocks are walked so often that none of this is gathered first.
macro_rules! own_lines {
    ($kind:expr, $table:path, $iter:ident, $none:expr $(, $change:tt)?) => {{
        let (mut line, mut items, mut rows, mut entries) = (None, $none, None, $none);
        match $kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph { content, .. } => line = Some(content),
            BlockKind::List(list) => items = & $($change)? list.items,
            BlockKind::Table(table) => {
                let (caption, all) = $table(table);
                (line, rows) = (Some(caption), Some(all));
            }
            BlockKind::Figure(figure) => line = Some(& $($change)? figure.caption),
            BlockKind::KeyTerm(key_term) => line = Some(& $($change)? key_term.term),
            BlockKind::Callout(callout) => line = Some(& $($change)? callout.title),
            BlockKind::Details { summary, .. } => line = Some(summary),
            BlockKind::Definitions { entries: all } => entries = all,
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
        let leads = items.$iter().map(|item| & $($change)? item.lead);
        let cells = rows.into_iter().flatten();
        let cells = cells.flat_map(|row| row.cells.$iter().map(|cell| & $($change)? cell.content));
        let terms = entries.$iter().flat_map(|entry| entry.terms.$iter());
        line.into_iter().chain(leads).chain(cells).chain(terms)
    }};
}

/// The caption and the rows of a table.
fn lines_of(table: &Table) -> (&Vec<Inline>, impl Iterator<Item = &Row>) {
    (&table.caption, table.all_rows())
}

/// The same, to be changed.
fn lines_of_mut(table: &mut Table) -> (&mut Vec<Inline>, impl Iterator<Item = &mut Row>) {
    let Table { caption, head, subheads, rows, .. } = table;
    (caption, head.iter_mut().chain(subheads).chain(rows))
}

/// The running text that belongs to a block itself (not to blocks inside it), in reading order.
pub fn own_inlines(kind: &BlockKind) -> impl Iterator<Item = &[Inline]> {
    own_lines!(kind, lines_of, iter, [].as_slice()).map(Vec::as_slice)
}

/// The same running text, to be changed.
pub fn own_inlines_mut(kind: &mut BlockKind) -> impl Iterator<Item = &mut Vec<Inline>> {
    own_lines!(kind, lines_of_mut, iter_mut, [].as_mut_slice(), mut)
}

/// Calls `visit` for every piece of running text in every block, in reading order, outer ones first.
pub fn inlines_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Inline)) {
    blocks_mut(blocks, &mut |block| {
        own_inlines_mut(&mut block.kind).for_each(|content| content_mut(content, visit));
    });
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
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(content, &mut text);
    text
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
        for content in own_inlines(&block.kind) {
            push_line(&plain_text(content), out);
        }
        for inner in inner_blocks(&block.kind) {
            push_block_text(inner, out);
        }
    }
}

fn push_line(line: &str, out: &mut String) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}
