//! Long lessons → pieces that old readers can hold, cut where sections begin.
//!
//! Readers on e-ink give up at about 300 KB a file (`Kobo` and RMSDK), so a lesson above [`LIMIT`] is cut.
//! A note goes with the piece that calls it first, so that readers can show it beside the page. Knows how
//! large the blocks of a lesson are written, but not how.

use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, Note, TargetId, walk};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most bytes of a file before it is cut.
pub(super) const LIMIT: usize = 240_000;

/// The most bytes of a file that every reader opens.
pub(super) const MOST: usize = 250_000;

/// The bytes that a piece is filled up to. The rest is for links that grow when they leave their file.
pub(super) const FILL: usize = 200_000;

/// A lesson, or a part of a long one.
pub(super) struct Piece<'a> {
    /// The lesson.
    pub(super) chapter: &'a Chapter,
    /// Its blocks that stand in this file.
    pub(super) blocks: &'a [Block],
    /// Its notes that stand behind them; none when they are among the blocks.
    pub(super) notes: Vec<&'a Note>,
    /// Its place among the pieces of the lesson, from 0.
    pub(super) number: usize,
    /// How many pieces there are.
    pub(super) count: usize,
}

impl Piece<'_> {
    /// Whether it begins the lesson.
    pub(super) fn opens(&self) -> bool {
        self.number == 0
    }

    /// Whether it ends the lesson.
    pub(super) fn closes(&self) -> bool {
        self.number + 1 == self.count
    }
}

/// Where long lessons are cut: numbers of blocks by the lesson's place.
#[derive(Default)]
pub(super) struct Cuts(BTreeMap<TargetId, Vec<usize>>);

impl Cuts {
    /// Notes where to cut a lesson. `sizes` are the bytes of its blocks as written.
    pub(super) fn cut(&mut self, chapter: &Chapter, sizes: &[usize]) {
        if sizes.iter().sum::<usize>() > LIMIT {
            let cuts = cuts(body(chapter), sizes);
            if !cuts.is_empty() {
                self.0.insert(chapter.id.clone(), cuts);
            }
        }
    }

    /// The pieces of a lesson; one when it is not cut.
    pub(super) fn pieces<'a>(&self, chapter: &'a Chapter) -> Vec<Piece<'a>> {
        let all = &chapter.lesson.blocks;
        let Some(cuts) = self.0.get(&chapter.id) else {
            return vec![Piece { chapter, blocks: all, notes: Vec::new(), number: 0, count: 1 }];
        };
        let body = body(chapter);
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([body.len()]);
        let ranges: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
        let count = ranges.len();
        let mut pieces: Vec<Piece<'a>> = ranges
            .into_iter()
            .enumerate()
            .map(|(number, range)| Piece { chapter, blocks: &body[range], notes: Vec::new(), number, count })
            .collect();
        let notes = all[body.len()..].iter().flat_map(|block| match &block.kind {
            BlockKind::Notes { notes } => notes.as_slice(),
            _ => &[],
        });
        give_notes(notes, &mut pieces);
        pieces
    }
}

/// A guess at the bytes of a lesson as written, on the large side; cheap.
pub(super) fn guess(chapter: &Chapter) -> usize {
    guess_of(&chapter.lesson.blocks)
}

/// The same of blocks.
pub(super) fn guess_of(blocks: &[Block]) -> usize {
    let mut bytes = 0;
    walk::blocks(blocks, &mut |block| {
        bytes += 200;
        if let BlockKind::Code(code) = &block.kind {
            // With a span around every other word.
            bytes += code.text.len() * 8;
        }
        walk::each_line(&block.kind, |line| {
            bytes += 60;
            walk::content(line, &mut |inline| {
                bytes += match &inline.kind {
                    InlineKind::Text { text } | InlineKind::Code { text } => 20 + text.len(),
                    InlineKind::Math { tex } => 200 + 40 * tex.len(),
                    _ => 200,
                }
            });
        });
        if let BlockKind::Math { tex } = &block.kind {
            bytes += 40 * tex.len();
        }
    });
    bytes
}

/// The blocks before the notes, which are the last one.
fn body(chapter: &Chapter) -> &[Block] {
    let blocks = &chapter.lesson.blocks;
    match blocks.split_last() {
        Some((Block { kind: BlockKind::Notes { .. }, .. }, body)) => body,
        _ => blocks,
    }
}

/// The blocks that begin a new piece. A piece that would grow over [`FILL`] ends before the last heading of
/// the highest level in its second half, or, where there is none, before the block that is too much.
fn cuts(blocks: &[Block], sizes: &[usize]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut size = 0;
    let mut at = 0;
    while at < blocks.len() {
        let next = sizes.get(at).copied().unwrap_or(0);
        if size + next > FILL && at > start {
            let cut = section(blocks, sizes, start, at).unwrap_or(at);
            cuts.push(cut);
            (start, at, size) = (cut, cut, 0);
            continue;
        }
        size += next;
        at += 1;
    }
    cuts
}

/// The block among those after `start` and up to `end` that begins the best new piece.
fn section(blocks: &[Block], sizes: &[usize], start: usize, end: usize) -> Option<usize> {
    let mut before = 0;
    let mut best: Option<(u8, usize)> = None;
    for at in start..=end {
        if at > start
            && before >= FILL / 2
            && let Some(Block { kind: BlockKind::Heading { level, .. }, .. }) = blocks.get(at)
            && best.is_none_or(|(known, _)| level.number() <= known)
        {
            best = Some((level.number(), at));
        }
        before += sizes.get(at).copied().unwrap_or(0);
    }
    best.map(|(_, at)| at)
}

/// Gives each note to the piece that calls it first; one that is called by another note goes with that, and
/// one that is never called with the last piece.
fn give_notes<'a>(notes: impl Iterator<Item = &'a Note>, pieces: &mut [Piece<'a>]) {
    let mut homes: BTreeMap<&TargetId, usize> = BTreeMap::new();
    for piece in pieces.iter() {
        if piece.opens() {
            calls_in_line(&piece.chapter.lesson.title.content, 0, &mut homes);
        }
        calls_in(piece.blocks, piece.number, &mut homes);
    }
    // Notes stand in the order of their calls, so that a note that calls another comes before it.
    for note in notes {
        let home = note.id.as_ref().and_then(|id| homes.get(id).copied());
        let home = home.unwrap_or(pieces.len().saturating_sub(1));
        calls_in(&note.blocks, home, &mut homes);
        if let Some(piece) = pieces.get_mut(home) {
            piece.notes.push(note);
        }
    }
}

fn calls_in<'a>(blocks: &'a [Block], piece: usize, homes: &mut BTreeMap<&'a TargetId, usize>) {
    walk::blocks(blocks, &mut |block| {
        walk::each_line(&block.kind, |line| calls_in_line(line, piece, homes));
    });
}

fn calls_in_line<'a>(content: &'a [Inline], piece: usize, homes: &mut BTreeMap<&'a TargetId, usize>) {
    walk::content(content, &mut |inline| {
        if let InlineKind::NoteRef { target: Some(target), .. } = &inline.kind {
            homes.entry(target).or_insert(piece);
        }
    });
}
