//! `check`: everything that `export` would report, and no files.

use super::export::{close, make};
use super::setting_out::set_out;
use super::summary::{counted, found};
use crate::batch::{LessonLines, explain_lines};
use crate::cli::DONE;
use crate::cli::args::Check;
use crate::cli::console::Console;
use crate::diagnostics::Severity;
use crate::output::NoSink;
use std::path::Path;

/// Runs the command.
pub(in crate::cli) fn run(check: &Check, console: &mut Console) -> u8 {
    if check.explain_lines {
        let ready = match set_out(&check.making, Path::new("out"), console) {
            Ok(ready) => ready,
            Err(code) => return code,
        };
        let lessons = explain_lines(&ready.plan, &ready.files, &ready.press);
        let told = console.result(table(&lessons).as_bytes());
        if told != DONE {
            return told;
        }
    }
    // The folder is never made; names are checked for clashes all the same.
    match make(&check.making, Path::new("out"), &NoSink, console) {
        Ok(mut outcome) => {
            console.findings(&outcome.findings, Severity::Info);
            let lessons = outcome.paths.iter().map(|path| path.lessons).sum();
            console.remark(&format!("{} checked{}", counted(lessons, "lesson"), found(&outcome)));
            outcome.written.clear();
            close(&outcome, &check.making, console)
        }
        Err(code) => code,
    }
}

/// One table for each lesson: number, class, score, runner-up and its score, reasons; columns by tabs and
/// blanks, so that people and programs can read them.
fn table(lessons: &[LessonLines]) -> String {
    let mut out = String::new();
    for lesson in lessons {
        out.push_str(&format!("{}\n", lesson.file));
        out.push_str(&format!(
            "{:>6}  {:17}  {:>5}  {:17}  reasons\n",
            "line", "class", "score", "runner-up"
        ));
        for line in &lesson.lines {
            let rival = line.rival.filter(|(_, score)| *score > 0);
            let rival = rival
                .map_or("-".to_owned(), |(class, score)| format!("{} {}", class.name(), hundredths(score)));
            out.push_str(&format!(
                "{:>6}  {:17}  {:>5}  {:17}  {}\n",
                line.line,
                line.class.name(),
                hundredths(line.score),
                rival,
                line.reasons
            ));
        }
    }
    out
}

fn hundredths(score: u8) -> String {
    format!("{}.{:02}", score / 100, score % 100)
}
