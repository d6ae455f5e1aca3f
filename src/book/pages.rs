//! Lessons and policies → the pages of running text around them: how to read the book, the notice in front,
//! the sources, the colophon.

use super::sentences::Sentences;
use crate::model::{
    Block, BlockKind, Callout, CalloutKind, Chapter, Inline, InlineKind, LinkTarget, List, ListItem,
    ListMarker, Part, TargetId, Text, Words, walk,
};
use crate::resolve::Names;
use crate::source::Span;
use std::collections::BTreeSet;

const NOWHERE: Span = Span { file: crate::source::FileId(0), start: 0, end: 0 };

/// A text of the program, or of a front matter, stands in no lesson.
fn text(words: impl Into<String>) -> Inline {
    Inline::text(words, NOWHERE)
}

fn paragraph(words: impl Into<String>) -> Block {
    Block::paragraph(vec![text(words)], NOWHERE)
}

fn described(entries: Vec<(Vec<Inline>, Vec<Block>)>) -> Block {
    let items =
        entries.into_iter().map(|(lead, blocks)| ListItem { lead, task: None, blocks, span: NOWHERE });
    Block::new(BlockKind::List(List { marker: ListMarker::Bullet, items: items.collect() }), NOWHERE)
}

/// What signs a book uses.
#[derive(Default)]
struct Signs {
    key_term: bool,
    takeaway: bool,
    teaser: bool,
    disclaimer: bool,
    notes: bool,
    boxes: BTreeSet<CalloutKind>,
    station: Option<u32>,
}

impl Signs {
    fn of(parts: &[Part]) -> Signs {
        let mut signs = Signs::default();
        for chapter in parts.iter().flat_map(|part| &part.chapters) {
            walk::blocks(&chapter.lesson.blocks, &mut |block| signs.see(block));
        }
        signs
    }

    fn see(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::KeyTerm(_) => self.key_term = true,
            BlockKind::Takeaway { .. } => self.takeaway = true,
            BlockKind::Teaser { .. } => self.teaser = true,
            BlockKind::Disclaimer { .. } => self.disclaimer = true,
            BlockKind::Notes { .. } => self.notes = true,
            BlockKind::Callout(Callout { kind, .. }) => {
                self.boxes.insert(*kind);
            }
            _ => {}
        }
        walk::each_line(&block.kind, |line| {
            walk::content(line, &mut |inline| {
                if let InlineKind::StationRef { number, .. } = &inline.kind {
                    self.station.get_or_insert(*number);
                }
            });
        });
    }
}

/// How to read the book: only the signs that occur in it. None when there are none.
pub(super) fn guide(parts: &[Part], words: &Words, sentences: &Sentences, names: &mut Names) -> Option<Text> {
    let signs = Signs::of(parts);
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut explain = |occurs: bool, name: &str, sentence: &str| {
        if occurs {
            entries.push((name.to_owned(), sentence.to_owned()));
        }
    };
    if let Some(number) = signs.station {
        let sentence = sentences.station.replace("{station}", &format!("{} {number}", words.station));
        explain(true, &words.station, &sentence);
    }
    explain(signs.key_term, &words.key_term, &sentences.key_term);
    explain(signs.takeaway, &words.takeaway, &sentences.takeaway);
    explain(signs.teaser, &words.next, &sentences.teaser);
    let boxes: Vec<&str> = signs.boxes.iter().map(|kind| words.callout(*kind)).collect();
    explain(!boxes.is_empty(), &boxes.join(" · "), &sentences.boxes);
    explain(signs.notes, &sentences.notes, &sentences.note);
    explain(signs.disclaimer, &words.disclaimer, &sentences.disclaimer);
    if entries.is_empty() {
        return None;
    }
    let entries = entries.into_iter().map(|(name, sentence)| (vec![text(name)], vec![paragraph(sentence)]));
    let blocks = vec![paragraph(sentences.guide.clone()), described(entries.collect())];
    Some(Text { id: names.unique_id("guide"), title: words.guide.clone(), blocks })
}

/// The disclaimers that were moved to the front, each in full.
pub(super) fn notice(moved: Vec<Block>, words: &Words, id: TargetId) -> Option<Text> {
    (!moved.is_empty()).then(|| Text { id, title: words.notice.clone(), blocks: moved })
}

/// What each lesson says it draws on.
pub(super) fn sources(parts: &[Part], words: &Words, names: &mut Names) -> Option<Text> {
    let entry = |chapter: &Chapter| {
        let source = chapter.lesson.metadata.source.as_deref().filter(|source| !source.trim().is_empty())?;
        let target = LinkTarget::Internal { target: chapter.id.clone() };
        let name = vec![text(chapter.title.clone())];
        let lead = Inline::new(InlineKind::Link { target, title: None, content: name }, NOWHERE);
        Some((vec![lead], vec![Block::paragraph(vec![cited(source.trim())], NOWHERE)]))
    };
    let entries: Vec<_> = parts.iter().flat_map(|part| &part.chapters).filter_map(entry).collect();
    if entries.is_empty() {
        return None;
    }
    let blocks = vec![described(entries)];
    Some(Text { id: names.unique_id("sources"), title: words.sources.clone(), blocks })
}

/// What a lesson on its own says it draws on.
pub(super) fn sources_of_lesson(chapter: &Chapter, words: &Words, names: &mut Names) -> Option<Text> {
    let source =
        chapter.lesson.metadata.source.as_deref().map(str::trim).filter(|source| !source.is_empty())?;
    let blocks = vec![Block::paragraph(vec![cited(source)], NOWHERE)];
    Some(Text { id: names.unique_id("sources"), title: words.sources.clone(), blocks })
}

/// A source; an address is a link.
fn cited(source: &str) -> Inline {
    let is_address = ["https://", "http://"].iter().any(|scheme| source.starts_with(scheme));
    if !is_address || source.contains(char::is_whitespace) {
        return text(source);
    }
    let target = LinkTarget::External { url: source.to_owned() };
    Inline::new(InlineKind::Link { target, title: None, content: vec![text(source)] }, NOWHERE)
}

/// How the book was made, and what a policy moved here; `made` is none for a lesson on its own.
pub(super) fn colophon(
    made: Option<&Sentences>,
    moved: Vec<Block>,
    words: &Words,
    names: &mut Names,
) -> Option<Text> {
    let mut blocks: Vec<Block> =
        made.map(|sentences| paragraph(sentences.made.clone())).into_iter().collect();
    blocks.extend(moved);
    if blocks.is_empty() {
        return None;
    }
    Some(Text { id: names.unique_id("colophon"), title: words.colophon.clone(), blocks })
}
