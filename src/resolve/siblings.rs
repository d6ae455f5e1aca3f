//! The lessons of a path, as one of them that is published on its own knows the others.
//!
//! Made once for a path and shared by all its lessons: a library may have thousands, and each would otherwise
//! look at all others again. Knows no link and no station reference.

use super::links::without_suffix;
use std::collections::BTreeMap;

/// A lesson of a path, as another lesson knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sibling {
    /// Its path relative to the root of the path.
    pub reference: String,
    /// Its station number.
    pub number: Option<u32>,
    /// Its title as plain text.
    pub title: String,
}

/// All lessons of a path, in order, and the names that they may be called by.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Siblings {
    all: Vec<Sibling>,
    names: LessonNames,
    stations: BTreeMap<u32, usize>,
}

impl Siblings {
    /// Those of a path.
    pub(super) fn new(all: Vec<Sibling>) -> Siblings {
        let mut names = LessonNames::default();
        names.enter(all.iter().map(|sibling| sibling.reference.as_str()));
        let mut stations = BTreeMap::new();
        for (place, number) in all.iter().enumerate().filter_map(|(at, one)| Some((at, one.number?))) {
            stations.entry(number).or_insert(place);
        }
        Siblings { all, names, stations }
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> &[Sibling] {
        &self.all
    }

    /// The lesson of a station number.
    pub(super) fn station(&self, number: u32) -> Option<&Sibling> {
        self.stations.get(&number).and_then(|place| self.all.get(*place))
    }

    /// The lesson of a file.
    pub(super) fn file(&self, reference: &str) -> Option<&Sibling> {
        let (way, place) = self.names.get(reference)?;
        self.all.get(place).filter(|_| way == Way::Exact)
    }

    /// The lesson that a name stands for, and in which way.
    pub(super) fn named(&self, name: &str) -> Option<(Way, &Sibling)> {
        let (way, place) = self.names.get(name)?;
        Some((way, self.all.get(place)?))
    }
}

/// How a name calls a lesson; the first way goes before the others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Way {
    /// By its path as it is written.
    Exact,
    /// By its path in lower case.
    LowerCase,
    /// By the same without suffix.
    Bare,
    /// By its folder, where it is the one that is shown for the folder on the web.
    Folder,
}

/// Names → the lessons they call, by number.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct LessonNames(BTreeMap<String, (Way, usize)>);

impl LessonNames {
    /// Enters the names of lessons. Of two lessons with one name the first has it, unless the other is called so
    /// more exactly.
    pub(super) fn enter<'r>(&mut self, references: impl Iterator<Item = &'r str> + Clone) {
        for way in [Way::Exact, Way::LowerCase, Way::Bare, Way::Folder] {
            for (number, reference) in references.clone().enumerate() {
                let name = match way {
                    Way::Exact => reference.to_owned(),
                    Way::LowerCase => reference.to_lowercase(),
                    Way::Bare => without_suffix(reference).to_lowercase(),
                    Way::Folder => folder_named(&without_suffix(reference).to_lowercase()).to_owned(),
                };
                self.0.entry(name).or_insert((way, number));
            }
        }
    }

    /// The lesson that a name calls.
    pub(super) fn get(&self, name: &str) -> Option<(Way, usize)> {
        self.0.get(name).copied()
    }
}

/// What a lesson may be called besides, in small letters and without suffix: its folder, where it is the one that is
/// shown for the folder on the web.
fn folder_named(bare: &str) -> &str {
    let shown = bare.rsplit_once('/').filter(|(_, stem)| matches!(*stem, "readme" | "article" | "index"));
    shown.map_or(bare, |(folder, _)| folder)
}
