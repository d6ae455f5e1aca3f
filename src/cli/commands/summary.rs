//! The outcome of a run → its last words: a table of the paths, what could not be made, and one line over all.

use crate::batch::{Outcome, PathEntry};
use crate::diagnostics::Severity;

/// So many paths of which all was made are listed.
const LISTED: usize = 24;

/// So many files that were not made, and lessons that were left out, are named.
const NAMED: usize = 12;

/// The summary: for more than one book, or where something failed, a row for each path; then a line over all.
pub(super) fn summary(outcome: &Outcome) -> String {
    let failed = outcome.paths.iter().any(|path| !is_whole(path));
    let books = outcome.paths.iter().map(|path| path.files).max().unwrap_or(0);
    let mut text = String::new();
    if failed || outcome.paths.len() > 1 || books > 2 {
        text.push_str(&table(&outcome.paths));
        let lost = outcome.paths.iter().flat_map(|path| &path.left_out);
        text.push_str(&named("lesson left out", lost.map(String::as_str)));
        text.push_str(&named("not made", outcome.not_made()));
    }
    text.push_str(&last_line(outcome));
    text
}

/// Whether everything that was asked for was made of a path.
fn is_whole(path: &PathEntry) -> bool {
    path.not_made.is_empty() && path.left_out.is_empty()
}

/// One row for each path; of many, those where something is missing and some of the others.
fn table(paths: &[PathEntry]) -> String {
    let mut left = LISTED;
    let mut shown = |path: &&PathEntry| {
        let is_shown = !is_whole(path) || left > 0;
        left = left.saturating_sub(usize::from(is_whole(path)));
        is_shown
    };
    let listed: Vec<&PathEntry> = paths.iter().filter(|path| shown(path)).collect();
    let heads = ["path", "lessons", "left out", "files", "not made", "pages", "size"].map(str::to_owned);
    let mut rows = vec![heads];
    for path in &listed {
        rows.push([
            path.path.clone(),
            path.lessons.to_string(),
            or_dash(path.left_out.len()),
            path.files.to_string(),
            or_dash(path.not_made.len()),
            or_dash(path.pages as usize),
            size(path.bytes),
        ]);
    }
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, |row| row.len())).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        text.push_str(&cells.collect::<Vec<_>>().join("  "));
        text.push('\n');
    }
    let more = paths.len() - listed.len();
    if more > 0 {
        text.push_str(&format!("and {}, whole\n", counted(more, "path")));
    }
    text
}

/// A line for each name; of many, some and how many more there are.
fn named<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let mut text: String = names.iter().take(NAMED).map(|name| format!("{what}: {name}\n")).collect();
    if names.len() > NAMED {
        text.push_str(&format!("{what}: {} more\n", names.len() - NAMED));
    }
    text
}

/// One line: what was made, and what there is to look at.
fn last_line(outcome: &Outcome) -> String {
    let bytes: u64 = outcome.written.iter().map(|written| written.bytes).sum();
    let mut line = format!("{} written ({})", counted(outcome.written.len(), "file"), size(bytes));
    let failed = outcome.not_made().count();
    if failed > 0 {
        line.push_str(&format!(", {failed} not made"));
    }
    line.push_str(&found(outcome));
    line
}

/// What was found, in numbers.
pub(super) fn found(outcome: &Outcome) -> String {
    let errors = outcome.findings.count(Severity::Error);
    let warnings = outcome.findings.count(Severity::Warning);
    let notes = outcome.findings.count(Severity::Info);
    let kinds = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let some: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)).collect();
    if some.is_empty() { String::new() } else { format!("; {}", some.join(", ")) }
}

/// A number and what it counts.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn or_dash(count: usize) -> String {
    if count == 0 { "–".to_owned() } else { count.to_string() }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Written;

    fn path(name: &str, lessons: usize) -> PathEntry {
        PathEntry {
            path: name.to_owned(),
            lessons,
            files: 2,
            pages: 40,
            bytes: 1_234_567,
            ..PathEntry::default()
        }
    }

    fn written(file: &str) -> Written {
        Written {
            file: file.to_owned(),
            format: "pdf",
            bytes: 5_000,
            pages: Some(3),
            sha256: String::new(),
            layout: None,
        }
    }

    #[test]
    fn a_single_book_needs_no_table() {
        let outcome =
            Outcome { written: vec![written("a.pdf")], paths: vec![path("a", 3)], ..Outcome::default() };
        assert_eq!(summary(&outcome), "1 file written (5 kB)");
    }

    #[test]
    fn what_failed_is_told_by_name() {
        let mut broken = path("broken", 9);
        broken.left_out = vec!["p/03-empty.md".to_owned()];
        broken.not_made = vec!["out/broken.pdf".to_owned()];
        let outcome = Outcome { paths: vec![path("a-path", 10), broken], ..Outcome::default() };
        insta::assert_snapshot!(summary(&outcome), @r"
        path    lessons  left out  files  not made  pages    size
        a-path       10         –      2         –     40  1.2 MB
        broken        9         1      2         1     40  1.2 MB
        lesson left out: p/03-empty.md
        not made: out/broken.pdf
        0 files written (0 bytes), 1 not made
        ");
    }

    #[test]
    fn of_many_paths_those_with_faults_are_listed() {
        let mut paths: Vec<PathEntry> = (0..100).map(|number| path(&format!("p{number}"), 1)).collect();
        paths[99].left_out = (0..20).map(|number| format!("{number}.md")).collect();
        let text = summary(&Outcome { paths, ..Outcome::default() });
        assert_eq!(text.lines().count(), 1 + LISTED + 1 + 1 + NAMED + 1 + 1, "{text}");
        assert!(text.contains("p99 ") && text.contains("and 75 paths, whole"), "{text}");
    }
}
