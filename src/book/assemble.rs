//! Resolved lessons → book.

use super::{Edition, words};
use crate::diagnostics::Diagnostics;
use crate::model::{Book, BookMetadata, Chapter, Direction, LangTag, Part, TargetId};
use crate::resolve::ResolvedLesson;

/// Makes the book of an edition from its lessons.
pub fn assemble(lessons: Vec<ResolvedLesson>, edition: &Edition<'_>, diagnostics: &mut Diagnostics) -> Book {
    let _ = diagnostics;
    let language = edition.settings.language.clone().unwrap_or_else(LangTag::english);
    let chapters = lessons.into_iter().map(|lesson| Chapter {
        id: lesson.id,
        slug: lesson.slug,
        station: None,
        title: lesson.title,
        lesson: lesson.lesson,
    });
    Book {
        words: words(&language),
        metadata: BookMetadata {
            title: edition.settings.title.clone().unwrap_or_else(|| edition.path_name.to_owned()),
            subtitle: None,
            description: None,
            direction: Direction::LeftToRight,
            language,
            identifier: String::new(),
            contributors: Vec::new(),
            publisher: None,
            rights: None,
            license: None,
            sources: Vec::new(),
            subjects: Vec::new(),
            date: None,
            modified: edition.fallback_date,
            series: None,
            cover: None,
        },
        unit: edition.unit,
        front: Vec::new(),
        parts: vec![Part {
            id: TargetId::new("part"),
            title: None,
            number: None,
            chapters: chapters.collect(),
        }],
        back: Vec::new(),
        contents: Vec::new(),
        withheld: Vec::new(),
    }
}
