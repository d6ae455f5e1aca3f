//! All lessons of a book → the same lessons with every reference settled.
//!
//! Stations get numbers, chapters and headings get names that are unique in the book, links and station
//! references get the places they lead to, pictures get their ids. After this no reference is a string:
//! it leads to a place that exists, or a diagnostic was raised. Knows no format, page or policy.

mod book_map;
mod headings;
mod links;
mod lints;
mod notes;
mod pictures;
mod references;
mod siblings;
mod slug;
mod stations;
mod targets;
#[cfg(test)]
mod tests;

pub use lints::check_policy;
pub use pictures::picture_sources;
pub use siblings::{Sibling, Siblings};
pub use slug::slug;
pub use stations::own_numbers;

pub(crate) use slug::Names;

use crate::diagnostics::Diagnostics;
use crate::images::Picture;
use crate::model::{ImageId, Lesson, TargetId, walk};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pictures of a book by their ids.
#[derive(Clone, Default, Debug)]
pub struct Pictures(Vec<Picture>);

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
    /// Whether its place on the path gives it a number.
    pub counting: Counting,
}

/// Whether the place of a lesson on its path gives it a number.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Counting {
    /// It does, where the lesson has no number of its own.
    #[default]
    Counted,
    /// It does not: a preface, or what stands behind the last lesson.
    Uncounted,
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
        /// All lessons of the path.
        path: Arc<Siblings>,
    },
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

/// Settles all references of the lessons of a book. `pictures` has one entry for each lesson, in the
/// same order; a lesson without an entry has no pictures.
pub fn resolve(
    mut lessons: Vec<PlacedLesson>,
    pictures: &[LessonPictures],
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<ResolvedLesson> {
    let stations = stations::numbers(&lessons, scope);
    stations::report_duplicates(&lessons, &stations, diagnostics);
    lints::check(&lessons, diagnostics);
    let titles: Vec<String> = lessons.iter().map(lesson_title).collect();
    for (number, placed) in lessons.iter_mut().enumerate() {
        notes::number(&mut placed.lesson, diagnostics);
        headings::close_gaps(&mut placed.lesson.blocks, diagnostics);
        if let Some(pictures) = pictures.get(number) {
            pictures::place(&mut placed.lesson, pictures);
        }
    }

    let mut open: Vec<&mut Lesson> = lessons.iter_mut().map(|placed| &mut placed.lesson).collect();
    let (names, fragments): (Vec<_>, Vec<_>) =
        targets::name_all(&mut open, &titles, &stations, diagnostics).into_iter().unzip();

    let settled = names.iter().zip(fragments).zip(&titles).zip(&stations);
    let settled = settled.map(|(((name, fragments), title), station)| book_map::Settled {
        title: title.clone(),
        station: *station,
        chapter: name.id.clone(),
        fragments,
    });
    let map = book_map::BookMap::new(&lessons, settled.collect(), scope);
    for (number, placed) in lessons.iter_mut().enumerate() {
        references::settle(&mut placed.lesson, number, &map, diagnostics);
    }

    let named = lessons.into_iter().zip(names).zip(titles).zip(stations);
    named
        .map(|(((placed, name), title), station)| ResolvedLesson {
            id: name.id,
            slug: name.slug,
            station,
            title,
            part: placed.part,
            reference: placed.reference,
            stem: placed.stem,
            lesson: placed.lesson,
        })
        .collect()
}

/// The title of a lesson for lists: that of its front matter, else the one over it, else its file name.
fn lesson_title(placed: &PlacedLesson) -> String {
    let given = placed.lesson.metadata.title.as_deref().unwrap_or_default();
    let over = walk::plain_text(&placed.lesson.title.content);
    let titles = [given, &over, placed.stem.as_str()];
    let title = titles.into_iter().find(|title| !title.trim().is_empty()).unwrap_or("?");
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
