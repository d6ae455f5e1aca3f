//! What references can lead to: the lessons of the book, their places, and the lessons elsewhere.

use super::siblings::{LessonNames, Way};
use super::targets::Fragments;
use super::{PlacedLesson, Scope, Sibling, Siblings};
use crate::model::TargetId;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A lesson that a link names.
pub(super) enum Destination<'m> {
    /// One of this book, by its number in the order of the book.
    Here(usize),
    /// One of the same path that is not in this book.
    Elsewhere(&'m Sibling),
}

/// A lesson that a station number names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct KnownStation<'m> {
    /// Its title.
    pub(super) title: &'m str,
    /// Its place, when it is in this book.
    pub(super) target: Option<&'m TargetId>,
}

/// One lesson of the book, as references see it.
struct Entry {
    reference: String,
    title: String,
    chapter: TargetId,
    fragments: Fragments,
}

/// The lessons of the book and of its path.
pub(super) struct BookMap<'s> {
    entries: Vec<Entry>,
    names: LessonNames,
    /// The entry of each station number.
    stations: BTreeMap<u32, usize>,
    siblings: Option<&'s Siblings>,
    /// How many more links get a suggestion. Each costs a look at every name, and a lesson may hold
    /// thousands of dead links.
    suggestions: Cell<u32>,
}

/// How many links of a book get a suggestion: more than anybody mends by hand.
const SUGGESTIONS: u32 = 200;

/// What is settled about a lesson before references are.
pub(super) struct Settled {
    pub(super) title: String,
    pub(super) station: Option<u32>,
    pub(super) chapter: TargetId,
    pub(super) fragments: Fragments,
}

impl<'s> BookMap<'s> {
    pub(super) fn new(lessons: &[PlacedLesson], settled: Vec<Settled>, scope: &'s Scope) -> BookMap<'s> {
        let mut entries = Vec::with_capacity(lessons.len());
        let mut stations = BTreeMap::new();
        for (placed, settled) in lessons.iter().zip(settled) {
            if let Some(number) = settled.station {
                stations.entry(number).or_insert(entries.len());
            }
            entries.push(Entry {
                reference: placed.reference.clone(),
                title: settled.title,
                chapter: settled.chapter,
                fragments: settled.fragments,
            });
        }
        let mut names = LessonNames::default();
        names.enter(entries.iter().map(|entry| entry.reference.as_str()));
        BookMap { entries, names, stations, siblings: scope.siblings(), suggestions: Cell::new(SUGGESTIONS) }
    }

    /// The lesson of a path: by the path as written, without case, then without its suffix.
    pub(super) fn lesson(&self, path: &str, bare: &str) -> Option<Destination<'_>> {
        self.named(path)
            .or_else(|| self.named(&path.to_lowercase()))
            .or_else(|| self.named(&bare.to_lowercase()))
    }

    /// The lesson of a name; one of the book goes before one elsewhere that is called so no more exactly.
    fn named(&self, name: &str) -> Option<Destination<'_>> {
        let own = self.names.get(name);
        let other = self.siblings.and_then(|siblings| siblings.named(name));
        let other = other.filter(|(_, sibling)| !self.has(sibling));
        match (own, other) {
            (Some((own_way, _)), Some((way, sibling))) if way < own_way => {
                Some(Destination::Elsewhere(sibling))
            }
            (Some((_, number)), _) => Some(Destination::Here(number)),
            (None, Some((_, sibling))) => Some(Destination::Elsewhere(sibling)),
            (None, None) => None,
        }
    }

    /// Whether a lesson of the path is in the book.
    fn has(&self, sibling: &Sibling) -> bool {
        self.names.get(&sibling.reference).is_some_and(|(way, _)| way == Way::Exact)
    }

    /// Whether one more link gets a suggestion; asking counts.
    pub(super) fn may_suggest(&self) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0
    }

    pub(super) fn station(&self, number: u32) -> Option<KnownStation<'_>> {
        let own = self.stations.get(&number).and_then(|place| self.entries.get(*place));
        if let Some(entry) = own {
            return Some(KnownStation { title: &entry.title, target: Some(&entry.chapter) });
        }
        let sibling = self.siblings?.station(number)?;
        Some(KnownStation { title: &sibling.title, target: None })
    }

    pub(super) fn chapter(&self, lesson: usize) -> Option<TargetId> {
        self.entries.get(lesson).map(|entry| entry.chapter.clone())
    }

    pub(super) fn fragment(&self, lesson: usize, fragment: &str) -> Option<TargetId> {
        self.entries.get(lesson)?.fragments.get(fragment).cloned()
    }

    pub(super) fn fragments(&self, lesson: usize) -> impl Iterator<Item = &str> {
        self.entries.get(lesson).into_iter().flat_map(|entry| entry.fragments.names())
    }

    pub(super) fn reference(&self, lesson: usize) -> &str {
        self.entries.get(lesson).map_or("", |entry| &entry.reference)
    }

    /// The files of all lessons, those of the book first.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let siblings = self.siblings.map_or(&[][..], Siblings::all);
        let elsewhere = siblings.iter().filter(|sibling| !self.has(sibling));
        let own = self.entries.iter().map(|entry| entry.reference.as_str());
        own.chain(elsewhere.map(|sibling| sibling.reference.as_str()))
    }
}
