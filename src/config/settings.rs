//! What the files of a library and of a path say → the settings of one book.
//!
//! Knows no syntax.

use super::{BackendTable, ClassifyTable, ListedFile, PathFile};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Contributor, Date, DisclaimerKind, LangTag, TradeNumber};
use std::collections::BTreeMap;

/// Everything that is set for one book. Absent values are absent: later rooms take them from the lessons
/// or from defaults.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Settings {
    /// The title.
    pub title: Option<String>,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// What the book is about.
    pub description: Option<String>,
    /// The main language.
    pub language: Option<LangTag>,
    /// A UUID, or a text to derive one from. Never taken from the library.
    pub id: Option<String>,
    /// Who made it.
    pub contributors: Vec<Contributor>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// A statement of rights.
    pub rights: Option<String>,
    /// A licence, as a name or an address.
    pub license: Option<String>,
    /// What it is about.
    pub subjects: Vec<String>,
    /// The cover picture, relative to the folder of the file that its span lies in.
    pub cover: Option<ListedFile>,
    /// The date of publication.
    pub date: Option<Date>,
    /// The date of the last change.
    pub modified: Option<Date>,
    /// Which edition it is, such as “2nd”.
    pub edition: Option<String>,
    /// Its numbers in the book trade. Never taken from the library.
    pub isbns: Vec<TradeNumber>,
    /// Which lessons, in which order.
    pub lessons: LessonOrder,
    /// What is done with text that is not the lesson itself.
    pub policy: Policy,
    /// What lessons of bare lines are searched for.
    pub classify: ClassifyTable,
    /// The tables of back ends, by the back end's name.
    pub backends: BTreeMap<String, BackendTable>,
}

/// Which lessons a book has, in which order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum LessonOrder {
    /// All lessons of the folder, by station number, then in natural order of file names.
    #[default]
    Discovered,
    /// These, in this order.
    Listed(Vec<ListedFile>),
    /// These parts, each with its lessons.
    Parts(Vec<ListedPart>),
}

/// A division of a book and its lessons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedPart {
    /// Its title; none for lessons that stand before the first part.
    pub title: Option<String>,
    /// Its lessons, in order.
    pub lessons: Vec<ListedFile>,
}

/// What is done with text that is not the lesson itself.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Policy {
    /// What is done with disclaimers.
    pub disclaimer: DisclaimerPolicy,
    /// What is done with advertising.
    pub promo: PromoPolicy,
    /// The word before the number of a lesson; none for the language's own.
    pub station_label: Option<String>,
    /// The kinds of disclaimers that every lesson has to have.
    pub require_disclaimer: Vec<DisclaimerKind>,
    /// What is said of a station that the book does not hold.
    pub outside_station: OutsideStation,
}

/// What stands in parentheses behind a reference to a station that the book does not hold.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum OutsideStation {
    /// The title of that lesson, at the first mention in each lesson.
    #[default]
    Title,
    /// Nothing.
    Plain,
    /// This text at the first mention in each lesson; `{title}` in it is the title of that lesson.
    Text(String),
}

/// What is done with disclaimers. None is ever lost.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum DisclaimerPolicy {
    /// Each stays in its lesson.
    #[default]
    Each,
    /// The first of several with the same words stays whole; the others become a reference to it.
    Merge,
}

/// What is done with advertising.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum PromoPolicy {
    /// It is left out, and the report says so.
    #[default]
    Drop,
    /// It stays in its lesson.
    Keep,
    /// It moves to a page behind the last lesson.
    Colophon,
}

impl Settings {
    /// Lays the settings of a path over those of its library; what neither gives has its default.
    pub fn merged(library: Option<&PathFile>, path: Option<&PathFile>) -> Settings {
        let empty = PathFile::default();
        let (below, above) = (library.unwrap_or(&empty), path.unwrap_or(&empty));
        let (low, high) = (&below.path, &above.path);
        Settings {
            title: over(&high.title, &low.title),
            subtitle: over(&high.subtitle, &low.subtitle),
            description: over(&high.description, &low.description),
            language: over(&high.language, &low.language),
            id: high.id.clone(),
            contributors: over(&high.contributors, &low.contributors).unwrap_or_default(),
            publisher: over(&high.publisher, &low.publisher),
            rights: over(&high.rights, &low.rights),
            license: over(&high.license, &low.license),
            subjects: over(&high.subjects, &low.subjects).unwrap_or_default(),
            cover: over(&high.cover, &low.cover),
            date: over(&high.date, &low.date),
            modified: over(&high.modified, &low.modified),
            edition: over(&high.edition, &low.edition),
            isbns: high.isbns.clone().unwrap_or_default(),
            lessons: order(above),
            policy: Policy {
                disclaimer: above.policy.disclaimer.or(below.policy.disclaimer).unwrap_or_default(),
                promo: above.policy.promo.or(below.policy.promo).unwrap_or_default(),
                station_label: over(&above.policy.station_label, &below.policy.station_label),
                require_disclaimer: over(&above.policy.require_disclaimer, &below.policy.require_disclaimer)
                    .unwrap_or_default(),
                outside_station: over(&above.policy.outside_station, &below.policy.outside_station)
                    .unwrap_or_default(),
            },
            classify: above.classify.over(below.classify),
            backends: merged_backends(below, above),
        }
    }
}

fn over<T: Clone>(above: &Option<T>, below: &Option<T>) -> Option<T> {
    above.as_ref().or(below.as_ref()).cloned()
}

/// Lessons listed under `[path]` beside parts stand before the first part.
fn order(file: &PathFile) -> LessonOrder {
    let listed = file.path.lessons.clone();
    if file.parts.is_empty() {
        return listed.map_or(LessonOrder::Discovered, LessonOrder::Listed);
    }
    let before = listed.filter(|lessons| !lessons.is_empty());
    let before = before.map(|lessons| ListedPart { title: None, lessons });
    let parts = file
        .parts
        .iter()
        .map(|part| ListedPart { title: Some(part.title.clone()), lessons: part.lessons.clone() });
    LessonOrder::Parts(before.into_iter().chain(parts).collect())
}

fn merged_backends(below: &PathFile, above: &PathFile) -> BTreeMap<String, BackendTable> {
    let mut merged = below.backends.clone();
    for (name, table) in &above.backends {
        merged.entry(name.clone()).or_default().extend(table.clone());
    }
    merged
}

/// Reports every option in the table of a back end that is not among those it knows.
pub fn check_backend_options(
    settings: &Settings,
    backend: &str,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) {
    for (name, option) in settings.backends.get(backend).into_iter().flatten() {
        if !known.contains(&name.as_str()) {
            let message = format!("unknown key `{name}` in [{backend}]");
            let found = Diagnostic::new(Code::ConfigUnknownKey, message).at(option.span);
            diagnostics.push(super::table::suggesting(found, name, known));
        }
    }
}
