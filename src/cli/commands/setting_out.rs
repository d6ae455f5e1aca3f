//! What `export`, `check` and `model` begin with: files, press and plan, ready or refused.

use crate::backend::registry::Registry;
use crate::batch::{
    DialectChoice, Findings, Plan, Press, Request, UnitChoice, Verdict, epoch_date, plan, press,
};
use crate::cli::args::{Dialect, Making, Unit};
use crate::cli::console::{Console, Strictness, exit_code};
use crate::diagnostics::Severity;
use crate::input::{DiskFiles, STDIN};
use std::path::{Path, PathBuf};

/// The variable that dates books which give no date of their own; see reproducible-builds.org.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Everything a run needs, checked.
pub(super) struct Ready {
    /// The files of the machine.
    pub(super) files: DiskFiles,
    /// Theme, fonts and dates.
    pub(super) press: Press,
    /// The books.
    pub(super) plan: Plan,
}

/// Gets a run ready. When the command line or a configuration file is wrong, says so and gives the exit
/// code.
pub(super) fn set_out(making: &Making, output: &Path, console: &mut Console) -> Result<Ready, u8> {
    let mut refuse = |findings: &Findings| {
        console.findings(findings, Severity::Warning);
        exit_code(findings.verdict(), Strictness::Lenient)
    };
    let files = files(&making.inputs).map_err(|findings| refuse(&findings))?;
    let epoch = std::env::var_os(EPOCH).map(|value| value.to_string_lossy().into_owned());
    let date = epoch_date(epoch.as_deref()).map_err(|findings| refuse(&findings))?;
    let dialect = match making.dialect {
        Dialect::Auto => DialectChoice::Auto,
        Dialect::Flat => DialectChoice::Flat,
        Dialect::Markdown => DialectChoice::Markdown,
    };
    let press = press(&files, &making.profile, making.theme.as_deref(), dialect, date);
    let press = press.map_err(|findings| refuse(&findings))?;
    let request = Request {
        arguments: making.inputs.clone(),
        formats: making.to.clone(),
        unit: match making.unit {
            Unit::Path => UnitChoice::Path,
            Unit::Lesson => UnitChoice::Lesson,
            Unit::Both => UnitChoice::Both,
        },
        output: output.to_owned(),
        profile: making.profile.clone(),
    };
    let plan = plan(&request, &files, &Registry::built_in());
    if plan.findings.verdict() == Verdict::Misconfigured {
        return Err(refuse(&plan.findings));
    }
    Ok(Ready { files, press, plan })
}

/// The files of the machine, and what is piped in when an argument asks for it.
fn files(inputs: &[PathBuf]) -> Result<DiskFiles, Findings> {
    if !inputs.iter().any(|input| input == Path::new(STDIN)) {
        return Ok(DiskFiles::new());
    }
    DiskFiles::with_stream(std::io::stdin().lock()).map_err(|error| Findings::of(error.diagnostic("stdin")))
}
