//! Terms and marked words → the index: sorted entries with the places that speak of them.
//!
//! Words that an author marks (`[words]{.index}`) are an entry; `entry="outer!inner"` names another one.
//! A marked word that is a key term joins its entry.

use super::collation::Order;
use super::contents::without_links;
use super::mentions::folded;
use super::terms::{Terms, locator, one_line};
use crate::model::{
    Chapter, IndexEntry, Inline, InlineKind, Lettered, Locator, Part, TargetId, Weight, Words, walk,
};
use crate::resolve::{Names, slug};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// An entry while it grows.
#[derive(Default)]
struct Heading {
    words: Vec<Inline>,
    places: Vec<Locator>,
    below: BTreeMap<String, Heading>,
}

/// The index of a book; none when nothing would stand in it.
pub(super) fn index(
    parts: &mut [Part],
    terms: &Terms,
    words: &Words,
    order: &Order,
    names: &mut Names,
) -> Option<Lettered<IndexEntry>> {
    let mut places: FxHashMap<&TargetId, usize> = FxHashMap::default();
    let mut root = Heading::default();
    for term in &terms.all {
        let heading = root.child(&term.written);
        heading.places.extend(term.places.iter().cloned());
    }
    for chapter in parts.iter_mut().flat_map(|part| &mut part.chapters) {
        for (entry, place) in marks(chapter, names) {
            let mut heading = &mut root;
            for words in &entry {
                heading = heading.child(words);
            }
            heading.places.push(place);
        }
    }
    if root.below.is_empty() {
        return None;
    }
    for chapter in parts.iter().flat_map(|part| &part.chapters) {
        number_places(chapter, &mut places);
    }
    let entries = root.below.into_values().map(|heading| heading.finished(order, &places));
    let groups =
        order.grouped(entries.map(|entry| (walk::plain_text(&entry.heading).into_owned(), entry)).collect());
    Some(Lettered { id: names.unique_id("index"), title: words.index.clone(), groups })
}

impl Heading {
    fn child(&mut self, words: &[Inline]) -> &mut Heading {
        let heading = self.below.entry(folded(&walk::plain_text(words))).or_default();
        if heading.words.is_empty() {
            heading.words = words.to_vec();
        }
        heading
    }

    fn finished(mut self, order: &Order, places: &FxHashMap<&TargetId, usize>) -> IndexEntry {
        self.places.sort_by_key(|place| places.get(&place.target));
        let below = self.below.into_values().map(|heading| heading.finished(order, places));
        let mut children: Vec<(String, IndexEntry)> =
            below.map(|entry| (walk::plain_text(&entry.heading).into_owned(), entry)).collect();
        children.sort_by(|(a, _), (b, _)| order.compare(a, b));
        IndexEntry {
            heading: self.words,
            locators: self.places,
            children: children.into_iter().map(|(_, entry)| entry).collect(),
        }
    }
}

/// Gives the author's marks of a chapter their places; their entries, outermost first.
fn marks(chapter: &mut Chapter, names: &mut Names) -> Vec<(Vec<Vec<Inline>>, Locator)> {
    let mut found: Vec<(Vec<Vec<Inline>>, TargetId)> = Vec::new();
    let prefix = chapter.slug.clone();
    let mut mark = |inline: &mut Inline| {
        let span = inline.span;
        let InlineKind::IndexMark { content, entry, id, marker } = &mut inline.kind else { return };
        if !marker.is_author() {
            return;
        }
        let entry: Vec<Vec<Inline>> = match entry.is_empty() {
            true => vec![without_links(content)],
            false => entry.iter().map(|words| vec![Inline::text(words.clone(), span)]).collect(),
        };
        let name = entry.iter().map(|words| walk::plain_text(words)).collect::<Vec<_>>().join(" ");
        if one_line(&name).is_empty() {
            return;
        }
        let place = names.unique_id(&format!("{prefix}-index-{}", slug(&name)));
        *id = Some(place.clone());
        found.push((entry, place));
    };
    walk::content_mut(&mut chapter.lesson.title.content, &mut mark);
    walk::inlines_mut(&mut chapter.lesson.blocks, &mut mark);
    found.into_iter().map(|(entry, id)| (entry, locator(chapter, id, Weight::Passing))).collect()
}

/// Numbers the places of a chapter in reading order.
fn number_places<'a>(chapter: &'a Chapter, places: &mut FxHashMap<&'a TargetId, usize>) {
    let mut put = |id: &'a TargetId| {
        let next = places.len();
        places.entry(id).or_insert(next);
    };
    let line = |content: &'a [Inline], put: &mut dyn FnMut(&'a TargetId)| {
        walk::content(content, &mut |inline| match &inline.kind {
            InlineKind::IndexMark { id: Some(id), .. } | InlineKind::TermRef { id, .. } => put(id),
            _ => {}
        });
    };
    line(&chapter.lesson.title.content, &mut put);
    walk::blocks(&chapter.lesson.blocks, &mut |block| {
        block.id.iter().for_each(&mut put);
        walk::each_line(&block.kind, |content| line(content, &mut put));
    });
}
