//! `model`: a lesson or a path → its document model on standard output.

use super::setting_out::set_out;
use crate::batch::{model, model_schema};
use crate::cli::FAULTY;
use crate::cli::args::{Making, Model, Unit};
use crate::cli::console::{Console, Strictness, exit_code};
use crate::diagnostics::Severity;
use std::path::Path;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Model, console: &mut Console) -> u8 {
    let Some(input) = &arguments.input else {
        return console.result(format!("{}\n", model_schema()).as_bytes());
    };
    let making = Making {
        inputs: vec![input.clone()],
        to: Vec::new(),
        unit: Unit::Path,
        profile: "book".to_owned(),
        theme: None,
        paper: None,
        font_paths: Vec::new(),
        system_fonts: false,
        dialect: arguments.dialect,
        jobs: None,
        strict: None,
        bleed: None,
        crop_marks: false,
        report: None,
    };
    let ready = match set_out(&making, Path::new("out"), console) {
        Ok(ready) => ready,
        Err(code) => return code,
    };
    let (json, findings) = model(ready.plan, &ready.files, &ready.press);
    console.findings(&findings, Severity::Warning);
    let code = exit_code(findings.verdict(), Strictness::Lenient);
    match json {
        Some(json) => code.max(console.result(format!("{json}\n").as_bytes())),
        None => code.max(FAULTY),
    }
}
