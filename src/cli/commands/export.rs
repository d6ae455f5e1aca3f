//! `export`: lessons, paths and libraries → files.

use super::setting_out::{Ready, set_out};
use super::summary::summary;
use crate::backend::registry::Registry;
use crate::batch::{Account, Jobs, Outcome, Plan, Verdict, run as run_plan};
use crate::cli::args::{Export, Making, Strict};
use crate::cli::console::{Console, Loudness, Strictness, exit_code};
use crate::cli::progress::Progress;
use crate::cli::{DONE, MISCONFIGURED, WORLD_FAILED};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::input::{is_source, shown};
use crate::output::{DiskSink, Sink};
use std::path::Path;

/// Runs the command.
pub(in crate::cli) fn run(export: &Export, console: &mut Console) -> u8 {
    // Every run rebuilds, so there is nothing to force.
    let _ = export.force;
    match make(&export.making, &export.output, &DiskSink, console) {
        Ok(outcome) => {
            let code = told(&outcome, export, console);
            // The process ends here, and its memory with it: a large book need not be taken apart piece by piece.
            std::mem::forget(outcome);
            code
        }
        Err(code) => code,
    }
}

/// Makes everything that is asked for, into a sink, and shows what was found. An exit code when the run
/// could not begin.
pub(super) fn make(
    making: &Making,
    output: &Path,
    sink: &dyn Sink,
    console: &mut Console,
) -> Result<Outcome, u8> {
    if let Some(report) = making.report.as_deref().filter(|report| is_source(report)) {
        let name = shown(report);
        let finding = Diagnostic::new(Code::BadArgument, format!("the report would overwrite `{name}`"));
        console.finding(finding.help("give it a name that ends in .json"));
        return Err(MISCONFIGURED);
    }
    if making.strict == Some(Strict::Layout) {
        console.show_page_flaws();
    }
    // First of all, so that what follows is laid into the memory that this has done with (see `cli/memory.rs`).
    Registry::built_in().prepare(&making.to);
    let Ready { files, press, plan } = set_out(making, output, console)?;
    let visible = console.is_human() && console.loudness() > Loudness::Quiet;
    let progress = if visible { Progress::shown(planned(&plan)) } else { Progress::hidden() };
    let jobs = making.jobs.map_or(Jobs::AllCores, Jobs::Exactly);
    let outcome = run_plan(plan, &files, sink, &press, jobs, &|file| progress.done(file));
    progress.clear();
    Ok(outcome)
}

/// Writes the report of a run, if one is wanted, and gives the exit code.
pub(super) fn close(outcome: &Outcome, making: &Making, console: &mut Console) -> u8 {
    let strictness = match making.strict {
        None => Strictness::Lenient,
        Some(Strict::Warnings | Strict::Layout) => Strictness::Strict,
    };
    let mut verdict = outcome.findings.verdict();
    let flawed = || outcome.findings.iter().any(|(found, _)| found.code.is_of_layout());
    if making.strict == Some(Strict::Layout) && flawed() {
        verdict = verdict.max(Verdict::Warned);
    }
    let code = exit_code(verdict, strictness);
    let Some(report) = &making.report else { return code };
    match DiskSink.put(report, Account::new(outcome).json().as_bytes()) {
        Ok(()) => code,
        Err(error) => {
            console.finding(error.diagnostic(&shown(report)));
            WORLD_FAILED
        }
    }
}

fn planned(plan: &Plan) -> u64 {
    plan.works.iter().flat_map(|work| &work.books).map(|book| book.files.len() as u64).sum()
}

fn told(outcome: &Outcome, export: &Export, console: &mut Console) -> u8 {
    // What fails the run is shown.
    let least = if export.making.strict == Some(Strict::Layout) { Severity::Info } else { Severity::Warning };
    console.findings(&outcome.findings, least);
    let mut listed = DONE;
    if console.loudness() == Loudness::Verbose {
        let lines: String = outcome.written.iter().map(|written| format!("{}\n", written.file)).collect();
        listed = console.result(lines.as_bytes());
    }
    console.remark(summary(outcome).trim_end());
    close(outcome, &export.making, console).max(listed)
}
