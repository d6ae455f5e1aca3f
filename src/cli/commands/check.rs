//! `check`: everything that `export` would report, and no files.

use super::export::{close, counted, found, make};
use crate::cli::args::Check;
use crate::cli::console::Console;
use crate::diagnostics::Severity;
use crate::output::NoSink;
use std::path::Path;

/// Runs the command.
pub(in crate::cli) fn run(check: &Check, console: &mut Console) -> u8 {
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
