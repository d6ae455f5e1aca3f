//! What references can lead to: the lessons of the book, their places, and the lessons elsewhere.

use super::targets::Fragments;
use super::{PlacedLesson, Scope, Sibling, links};
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
pub(super) struct KnownStation {
    /// Its title.
    pub(super) title: String,
    /// Its place, when it is in this book.
    pub(super) target: Option<TargetId>,
}

/// One lesson of the book, as references see it.
struct Entry {
    reference: String,
    chapter: TargetId,
    fragments: Fragments,
}

/// The lessons of the book and of its path.
pub(super) struct BookMap {
    entries: Vec<Entry>,
    elsewhere: Vec<Sibling>,
    stations: BTreeMap<u32, KnownStation>,
    /// Every name a lesson may be called by, in lower case and with and without suffix → its number in
    /// `entries`, or behind those in `elsewhere`. Exact names are entered before loose ones.
    names: BTreeMap<String, usize>,
    /// How many more links get a suggestion. Each costs a look at every name, and a lesson may hold
    /// thousands of dead links.
    suggestions: Cell<u32>,
}

/// What a lesson may be called besides, in small letters and without suffix: its folder, where it is the one that is
/// shown for the folder on the web.
fn folder_named(bare: &str) -> &str {
    let shown = bare.rsplit_once('/').filter(|(_, stem)| matches!(*stem, "readme" | "article" | "index"));
    shown.map_or(bare, |(folder, _)| folder)
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

impl BookMap {
    pub(super) fn new(lessons: &[PlacedLesson], settled: Vec<Settled>, scope: &Scope) -> BookMap {
        let mut map = BookMap {
            entries: Vec::new(),
            elsewhere: Vec::new(),
            stations: BTreeMap::new(),
            names: BTreeMap::new(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        for (placed, settled) in lessons.iter().zip(settled) {
            let known = KnownStation { title: settled.title, target: Some(settled.chapter.clone()) };
            if let Some(number) = settled.station {
                map.stations.entry(number).or_insert(known);
            }
            map.entries.push(Entry {
                reference: placed.reference.clone(),
                chapter: settled.chapter,
                fragments: settled.fragments,
            });
        }
        for sibling in scope.siblings() {
            if let Some(number) = sibling.number {
                let known = KnownStation { title: sibling.title.clone(), target: None };
                map.stations.entry(number).or_insert(known);
            }
            if !map.entries.iter().any(|entry| entry.reference == sibling.reference) {
                map.elsewhere.push(sibling.clone());
            }
        }
        map.enter_names();
        map
    }

    fn enter_names(&mut self) {
        let references: Vec<String> = self.references().map(str::to_owned).collect();
        let exact = |name: &String| name.clone();
        let lower = |name: &String| name.to_lowercase();
        let bare = |name: &String| links::without_suffix(name).to_lowercase();
        let folder = |name: &String| folder_named(&links::without_suffix(name).to_lowercase()).to_owned();
        let ways: [&dyn Fn(&String) -> String; 4] = [&exact, &lower, &bare, &folder];
        for way in ways {
            for (number, reference) in references.iter().enumerate() {
                self.names.entry(way(reference)).or_insert(number);
            }
        }
    }

    /// The lesson of a path: by the path as written, without case, then without its suffix.
    pub(super) fn lesson(&self, path: &str, bare: &str) -> Option<Destination<'_>> {
        let number = self
            .names
            .get(path)
            .or_else(|| self.names.get(&path.to_lowercase()))
            .or_else(|| self.names.get(&bare.to_lowercase()))?;
        if *number < self.entries.len() {
            return Some(Destination::Here(*number));
        }
        self.elsewhere.get(number - self.entries.len()).map(Destination::Elsewhere)
    }

    /// Whether one more link gets a suggestion; asking counts.
    pub(super) fn may_suggest(&self) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0
    }

    pub(super) fn station(&self, number: u32) -> Option<&KnownStation> {
        self.stations.get(&number)
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
        let elsewhere = self.elsewhere.iter().map(|sibling| &sibling.reference);
        self.entries.iter().map(|entry| &entry.reference).chain(elsewhere).map(String::as_str)
    }
}
