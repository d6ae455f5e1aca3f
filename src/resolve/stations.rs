//! Lessons → station numbers: from the front matter, the file name, or the place on the path.

use super::{Counting, PlacedLesson, Scope, Sibling, Siblings, lesson_title};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Scope {
    /// The scope of a lesson that is published without the rest of its path: give all lessons of the
    /// path, in order, so that the lesson keeps the number it has there.
    pub fn lesson_of(path: &[PlacedLesson]) -> Scope {
        let siblings = path.iter().zip(on_path(path)).map(|(placed, number)| Sibling {
            reference: placed.reference.clone(),
            number,
            title: lesson_title(placed),
        });
        Scope::Lesson { path: Arc::new(Siblings::new(siblings.collect())) }
    }

    /// The scope of a lesson that belongs to no path.
    pub fn alone() -> Scope {
        Scope::Lesson { path: Arc::default() }
    }

    /// The lessons of the path, when there are others.
    pub(super) fn siblings(&self) -> Option<&Siblings> {
        match self {
            Scope::Path => None,
            Scope::Lesson { path } => Some(path),
        }
    }
}

/// The number of each lesson.
pub(super) fn numbers(lessons: &[PlacedLesson], scope: &Scope) -> Vec<Option<u32>> {
    match scope {
        Scope::Path => on_path(lessons),
        Scope::Lesson { path } => lessons
            .iter()
            .map(|placed| {
                path.file(&placed.reference).map_or_else(|| own_number(placed), |sibling| sibling.number)
            })
            .collect(),
    }
}

/// The number of each lesson of a path. The place on the path counts only where no lesson says that it
/// has this number.
fn on_path(lessons: &[PlacedLesson]) -> Vec<Option<u32>> {
    let own = own_numbers(&lessons.iter().collect::<Vec<_>>());
    let mut place = 0;
    let mut by_place = |placed: &PlacedLesson| {
        if placed.counting == Counting::Uncounted {
            return None;
        }
        place += 1;
        Some(place).filter(|number| !own.contains(&Some(*number)))
    };
    let places: Vec<Option<u32>> = lessons.iter().map(&mut by_place).collect();
    own.iter().zip(places).map(|(number, place)| number.or(place)).collect()
}

/// The number that each lesson of a path has by itself: from its front matter, else from its file name. File names
/// that begin to count anew in every folder tell the order inside the folder alone: then they give no numbers.
pub fn own_numbers(lessons: &[&PlacedLesson]) -> Vec<Option<u32>> {
    let mut folders: BTreeMap<u32, &str> = BTreeMap::new();
    let restarts = lessons.iter().filter(|placed| placed.lesson.metadata.station.is_none()).any(|placed| {
        let folder = folder_of(placed);
        let number = leading_number(&placed.stem);
        number.is_some_and(|number| *folders.entry(number).or_insert(folder) != folder)
    });
    let number = |placed: &&PlacedLesson| match restarts {
        true => placed.lesson.metadata.station,
        false => own_number(placed),
    };
    lessons.iter().map(number).collect()
}

/// The folders that a lesson's name stands in; of a lesson named by its folder, those around that.
fn folder_of(placed: &PlacedLesson) -> &str {
    let folders = placed.reference.rsplit_once('/').map_or("", |(folders, _)| folders);
    match folders.strip_suffix(&placed.stem) {
        Some(around) if !placed.reference.contains(&format!("/{}.", placed.stem)) => {
            around.trim_end_matches('/')
        }
        _ => folders,
    }
}

/// The number a lesson has by itself.
fn own_number(placed: &PlacedLesson) -> Option<u32> {
    placed.lesson.metadata.station.or_else(|| leading_number(&placed.stem))
}

/// The number before the name of a file: `03-html`, `3_html`, `3. html`, `3`. A date is none.
fn leading_number(stem: &str) -> Option<u32> {
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = stem.split_at_checked(digits)?;
    let date = digits == 4 && rest.starts_with('-') && rest.get(1..3).is_some_and(is_number);
    let parted = rest.is_empty() || rest.starts_with(['-', '_', '.', ' ']);
    if digits > 4 || date || !parted {
        return None;
    }
    number.parse().ok()
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reports lessons that have the number of an earlier one.
pub(super) fn report_duplicates(
    lessons: &[PlacedLesson],
    numbers: &[Option<u32>],
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<u32, &str> = BTreeMap::new();
    for (placed, number) in lessons.iter().zip(numbers) {
        let Some(number) = *number else { continue };
        if let Some(earlier) = first.get(&number) {
            let message = format!("`{}` has station number {number}, as `{earlier}` has", placed.reference);
            let found = Diagnostic::new(Code::StationDuplicate, message).at(placed.lesson.title.span);
            diagnostics.push(found.help("give one of them its own number: `station:` in its front matter"));
        } else {
            first.insert(number, &placed.reference);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_begin_with_the_number() {
        let numbers: Vec<Option<u32>> =
            ["03-html", "3. html", "12", "007_x", "html-3", "3html", "2026-01-15-news", "12345-x"]
                .iter()
                .map(|stem| leading_number(stem))
                .collect();
        assert_eq!(numbers, [Some(3), Some(3), Some(12), Some(7), None, None, None, None]);
    }
}
