//! The lessons of an outline → a title for each that has none itself, told apart where file names are equal.

use super::OutlineLesson;
use crate::input::{is_named_by_folder, shown};
use crate::reader::title_from_name;
use std::collections::BTreeMap;

/// A title for each lesson: that which the list of the path gives, else the words of its file's name. Where
/// several would be equal, those made of names get their folder before them, and at last a number behind them.
pub(super) fn titles(lessons: &[OutlineLesson]) -> Vec<String> {
    let mut titles: Vec<String> = lessons.iter().map(plain_title).collect();
    let counts = count(&titles);
    for (lesson, title) in lessons.iter().zip(&mut titles) {
        let shared = counts.get(title.as_str()).is_some_and(|count| *count > 1);
        if let Some(folder) = folder_before(lesson).filter(|_| shared && lesson.title.is_none()) {
            *title = format!("{} – {title}", title_from_name(folder));
        }
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for title in &mut titles {
        let times = seen.entry(title.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            *title = format!("{title} ({times})");
        }
    }
    titles
}

fn plain_title(lesson: &OutlineLesson) -> String {
    lesson.title.clone().unwrap_or_else(|| title_from_name(&shown(&lesson.path)))
}

fn count(titles: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for title in titles {
        *counts.entry(title.clone()).or_insert(0) += 1;
    }
    counts
}

/// The folder whose name tells a lesson from others of its name; none for a lesson in the path's own folder.
fn folder_before(lesson: &OutlineLesson) -> Option<&str> {
    let mut folders = lesson.reference.rsplit('/').skip(1);
    if is_named_by_folder(&lesson.path) {
        folders.next();
    }
    folders.next()
}
