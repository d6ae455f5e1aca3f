//! File names of lessons → findings about names that some file systems, or results, take for the same.

use super::PlacedLesson;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::resolve::slug;
use std::collections::BTreeMap;

/// Reports every lesson whose name is that of an earlier one but for capitals, or becomes the same name in
/// results. Lessons of different folders may share a name as long as they are not published one by one.
pub(super) fn check(lessons: &[PlacedLesson], diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for placed in lessons {
        let reference = placed.reference.as_str();
        let name = match slug(&placed.stem) {
            name if name.is_empty() => placed.stem.to_lowercase(),
            name => name,
        };
        let Some(earlier) = known.get(&name) else {
            known.insert(name, reference);
            continue;
        };
        let (one, other) = (reference.escape_debug(), earlier.escape_debug());
        let message = if reference.to_lowercase() == earlier.to_lowercase() {
            format!("the file names `{other}` and `{one}` differ in capitals only")
        } else {
            format!("the lessons `{other}` and `{one}` would both be called `{name}`")
        };
        let mut found = Diagnostic::new(Code::LessonNamesAlike, message).at(placed.lesson.title.span);
        if folder(reference) != folder(earlier) {
            found.severity = Severity::Info;
        }
        diagnostics.push(found.help("rename one of the files so that the names differ in letters or digits"));
    }
}

fn folder(reference: &str) -> String {
    reference.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_lowercase())
}
