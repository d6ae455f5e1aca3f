//! What `export`, `check` and `model` begin with: files, press and plan, ready or refused.

use crate::backend::registry::Registry;
use crate::batch::{
    DialectChoice, Findings, FontPlaces, Marks, Names, Plan, Press, Request, UnitChoice, Verdict, epoch_date,
    plan, press,
};
use crate::cli::args::{Dialect, Making, Unit};
use crate::cli::console::{Console, Strictness, exit_code};
use crate::diagnostics::Severity;
use crate::input::{DiskFiles, STDIN};
use std::path::{Path, PathBuf};

/// The variable that dates books which give no date of their own; see reproducible-builds.org.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The variable that lists places of fonts.
const FONT_PATHS: &str = "STATIONER_FONT_PATHS";

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
    let fonts = FontPlaces {
        named: making.font_paths.iter().cloned().chain(listed_in(FONT_PATHS)).collect(),
        usual: if making.system_fonts { system_fonts() } else { Vec::new() },
    };
    let names = Names {
        profile: &making.profile,
        theme: making.theme.as_deref(),
        paper: making.paper.as_deref(),
        bleed: making.bleed,
        marks: making.crop_marks.then_some(Marks::Crop),
        fonts: &fonts,
    };
    let (press, about_fonts) = press(&files, names, dialect, date).map_err(|findings| refuse(&findings))?;
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
    let mut plan = plan(&request, &files, &Registry::built_in());
    plan.findings.extend(about_fonts);
    if plan.findings.verdict() == Verdict::Misconfigured {
        return Err(refuse(&plan.findings));
    }
    Ok(Ready { files, press, plan })
}

/// The places a variable lists, in the manner of PATH.
fn listed_in(variable: &str) -> Vec<PathBuf> {
    let list = std::env::var_os(variable).unwrap_or_default();
    std::env::split_paths(&list).filter(|place| !place.as_os_str().is_empty()).collect()
}

/// Where systems keep fonts.
fn system_fonts() -> Vec<PathBuf> {
    let home = std::env::home_dir();
    let at_home = |folder: &str| home.as_ref().map(|home| home.join(folder));
    let folders: &[&str] = if cfg!(windows) {
        &["C:\\Windows\\Fonts"]
    } else if cfg!(target_os = "macos") {
        &["/Library/Fonts", "/System/Library/Fonts"]
    } else {
        &["/usr/local/share/fonts", "/usr/share/fonts"]
    };
    let own: &[&str] =
        if cfg!(target_os = "macos") { &["Library/Fonts"] } else { &[".local/share/fonts", ".fonts"] };
    own.iter().filter_map(|folder| at_home(folder)).chain(folders.iter().map(PathBuf::from)).collect()
}

/// The files of the machine, and what is piped in when an argument asks for it.
fn files(inputs: &[PathBuf]) -> Result<DiskFiles, Findings> {
    if !inputs.iter().any(|input| input == Path::new(STDIN)) {
        return Ok(DiskFiles::new());
    }
    DiskFiles::with_stream(std::io::stdin().lock()).map_err(|error| Findings::of(error.diagnostic("stdin")))
}
