//! Blocks that are longer than a file should be → several blocks that say the same.
//!
//! A list goes on in a list, a listing in a listing, a table in a table with the same head. What has no places
//! to part it at stays whole. Places that links lead to stay with the first part, so that every link still
//! leads somewhere. Knows how long a block is written, but not how.

use super::split::{FILL, guess_of};
use crate::model::{
    Block, BlockKind, Book, CodeBlock, Inline, InlineKind, List, ListMarker, Row, Table, TargetId, Words,
    walk,
};
use std::collections::BTreeMap;

/// The bytes of the blocks of long lessons as they are written, by the lesson's place.
pub(super) type Sizes = BTreeMap<TargetId, Vec<usize>>;

/// The book with its longest blocks in parts; none when no block is too long.
pub(super) fn divided(book: &Book, sizes: &Sizes) -> Option<Book> {
    if sizes.values().flatten().all(|size| *size <= FILL) {
        return None;
    }
    let mut book = book.clone();
    let words = book.words.clone();
    for chapter in book.parts.iter_mut().flat_map(|part| &mut part.chapters) {
        let Some(sizes) = sizes.get(&chapter.id) else { continue };
        let blocks = std::mem::take(&mut chapter.lesson.blocks);
        let sizes = sizes.iter().copied().chain(std::iter::repeat(0));
        for (block, size) in blocks.into_iter().zip(sizes) {
            // Parts of half a file fill files better than whole ones.
            let parts = if size > FILL { size.div_ceil(FILL / 2) } else { 1 };
            chapter.lesson.blocks.extend(parted(block, parts, &words));
        }
    }
    Some(book)
}

/// A block in about so many parts of one length.
fn parted(block: Block, parts: usize, words: &Words) -> Vec<Block> {
    if parts < 2 {
        return vec![block];
    }
    let Block { kind, span, id, label, origin } = block;
    let kinds: Vec<BlockKind> = match kind {
        BlockKind::List(list) => lists(list, parts),
        BlockKind::Table(table) => tables(table, parts, words),
        BlockKind::Code(code) => listings(code, parts),
        BlockKind::Definitions { entries } => {
            let length = |entry: &crate::model::Definition| {
                let terms: usize = entry.terms.iter().map(|term| walk::plain_text(term).len()).sum();
                terms + entry.meanings.iter().map(|meaning| guess_of(meaning)).sum::<usize>()
            };
            grouped(entries, parts, length).map(|entries| BlockKind::Definitions { entries }).collect()
        }
        BlockKind::Quote { blocks } => {
            inner(blocks, parts, words).map(|blocks| BlockKind::Quote { blocks }).collect()
        }
        kind => vec![kind],
    };
    let firsts = std::iter::once((id, label)).chain(std::iter::repeat((None, None)));
    kinds.into_iter().zip(firsts).map(|(kind, (id, label))| Block { kind, span, id, label, origin }).collect()
}

fn lists(list: List, parts: usize) -> Vec<BlockKind> {
    let marker = list.marker;
    let mut before = 0;
    let length = |item: &crate::model::ListItem| walk::plain_text(&item.lead).len() + guess_of(&item.blocks);
    let lists = grouped(list.items, parts, length).map(|items| {
        let marker = match marker {
            ListMarker::Bullet => marker,
            ListMarker::Number { start } => ListMarker::Number { start: start.saturating_add(before) },
        };
        before = before.saturating_add(items.len().try_into().unwrap_or(0));
        BlockKind::List(List { marker, items })
    });
    lists.collect()
}

fn tables(table: Table, parts: usize, words: &Words) -> Vec<BlockKind> {
    let Table { caption, alignments, head, subheads, rows } = table;
    let length =
        |row: &Row| row.cells.iter().map(|cell| 40 + walk::plain_text(&cell.content).len()).sum::<usize>();
    let again = |row: &Row| {
        let mut row = row.clone();
        row.cells.iter_mut().for_each(|cell| cell.content = repeated(&cell.content));
        row
    };
    let mut further = repeated(&caption);
    if let Some(last) = caption.last() {
        further.push(Inline::text(format!(" ({})", words.continued), last.span));
    }
    let bands = grouped(bands(rows), parts, |band| band.iter().map(length).sum());
    let tables = bands.enumerate().map(|(number, bands)| {
        let (caption, head, subheads) = match number {
            0 => (caption.clone(), head.clone(), subheads.clone()),
            _ => (further.clone(), head.as_ref().map(again), subheads.iter().map(again).collect()),
        };
        let rows = bands.into_iter().flatten().collect();
        BlockKind::Table(Table { caption, alignments: alignments.clone(), head, subheads, rows })
    });
    tables.collect()
}

/// Rows in groups that no cell reaches out of.
fn bands(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut bands: Vec<Vec<Row>> = Vec::new();
    let mut open = 0;
    for row in rows {
        let down = row.cells.iter().filter_map(|cell| cell.extent.size()).map(|(_, down)| down).max();
        match bands.last_mut().filter(|_| open > 0) {
            Some(band) => band.push(row),
            None => bands.push(vec![row]),
        }
        open = open.max(down.unwrap_or(1)).saturating_sub(1);
    }
    bands
}

/// Words that stand elsewhere too: they lead nowhere, and nothing leads to them.
fn repeated(content: &[Inline]) -> Vec<Inline> {
    let Some(first) = content.first() else { return Vec::new() };
    let text = walk::plain_text(content);
    if content.iter().all(|inline| matches!(inline.kind, InlineKind::Text { .. })) {
        return content.to_vec();
    }
    vec![Inline::text(text, first.span)]
}

fn listings(code: CodeBlock, parts: usize) -> Vec<BlockKind> {
    let lines: Vec<&str> = code.text.split('\n').collect();
    let listings = grouped(lines, parts, |line| line.len() + 1)
        .map(|lines| BlockKind::Code(CodeBlock { language: code.language.clone(), text: lines.join("\n") }));
    listings.collect()
}

/// The blocks inside another in groups; one that is longer than a group is parted too.
fn inner(blocks: Vec<Block>, parts: usize, words: &Words) -> impl Iterator<Item = Vec<Block>> {
    let part = (guess_of(&blocks) / parts).max(1);
    let pieces = blocks.into_iter().flat_map(|block| {
        let size = guess_of(std::slice::from_ref(&block));
        parted(block, size.div_ceil(part), words)
    });
    grouped(pieces.collect(), parts, |block| guess_of(std::slice::from_ref(block)))
}

/// Things in their order in about so many groups of one length.
fn grouped<T>(things: Vec<T>, parts: usize, length: impl Fn(&T) -> usize) -> impl Iterator<Item = Vec<T>> {
    let lengths: Vec<usize> = things.iter().map(length).collect();
    let most = lengths.iter().sum::<usize>().div_ceil(parts.max(1)).max(1);
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut held = usize::MAX;
    for (thing, length) in things.into_iter().zip(lengths) {
        match groups.last_mut().filter(|_| held.saturating_add(length) <= most) {
            Some(group) => group.push(thing),
            None => {
                groups.push(vec![thing]);
                held = 0;
            }
        }
        held += length;
    }
    groups.into_iter()
}
