//! Lessons in memory → one bound path, in the house style.

use stationer::config::Settings;
use stationer::diagnostics::Diagnostics;
use stationer::fonts::FontLibrary;
use stationer::input::{InputKind, MemoryFiles};
use stationer::model::Date;
use stationer::pipeline::{self, Bound, Extent, Order, Outline, OutlineLesson, Press, Wanted};
use stationer::reader::DialectChoice;
use stationer::source::Sources;
use stationer::theme::Theme;
use std::path::PathBuf;
use std::sync::LazyLock;

pub(crate) static PRESS: LazyLock<Press> = LazyLock::new(|| Press {
    theme: Theme::embedded("book").expect("the house style is sound"),
    fonts: FontLibrary::embedded(),
    dialect: DialectChoice::Auto,
    fallback_date: Date::new(2026, 1, 15).expect("a day of the calendar"),
});

/// A lesson of the path: its file, its text, the number of its part.
pub(crate) struct Sheet<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    pub(crate) part: usize,
}

/// Binds a path of lessons; `files` are what they show, `parts` the titles of its parts.
pub(crate) fn bind<'a>(
    sheets: impl IntoIterator<Item = Sheet<'a>>,
    mut files: MemoryFiles,
    parts: Vec<Option<String>>,
    extent: Extent,
    diagnostics: &mut Diagnostics,
) -> Bound {
    let mut lessons = Vec::new();
    for Sheet { file, text, part } in sheets {
        files = files.with(file, text.as_bytes().to_vec());
        lessons.push(OutlineLesson {
            path: PathBuf::from(file),
            reference: file.to_owned(),
            stem: file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned(),
            title: None,
            part,
            counting: stationer::resolve::Counting::Counted,
            wanted: Wanted::Exported,
        });
    }
    let outline = Outline {
        kind: InputKind::Path,
        name: "path".to_owned(),
        slug: "path".to_owned(),
        folder: PathBuf::new(),
        root: PathBuf::new(),
        settings: Settings { title: Some("A Path".to_owned()), ..Settings::default() },
        sources: Sources::default(),
        lessons,
        missing: Vec::new(),
        order: Order::Listed,
        part_titles: parts,
    };
    let manuscript = pipeline::read(&outline, &files, &PRESS, diagnostics);
    pipeline::bind(&manuscript, &outline, extent, &PRESS, diagnostics).expect("there is a lesson")
}
