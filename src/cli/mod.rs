//! The command line: arguments → one command, and its outcome → messages and an exit code.
//!
//! Standard output carries results only; everything else goes to standard error. This room knows how
//! things are asked for and told, not how anything is done.

mod args;
mod commands;
mod console;
mod memory;
mod progress;

use args::{Arguments, Command};
use clap::Parser;
use console::Console;
use std::ffi::OsString;
use std::process::ExitCode;

/// Everything was done.
const DONE: u8 = 0;
/// Some input had errors; what could be exported was.
const FAULTY: u8 = 1;
/// The command line or a configuration file is wrong; nothing was written.
const MISCONFIGURED: u8 = 2;
/// The outside world failed.
const WORLD_FAILED: u8 = 3;

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let _gap = memory::gap();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { MISCONFIGURED } else { DONE });
        }
    };
    let mut console = Console::new(&arguments.messages);
    let code = match arguments.command {
        Command::Export(export) => commands::export::run(&export, &mut console),
        Command::Check(check) => commands::check::run(&check, &mut console),
        Command::Model(model) => commands::model::run(&model, &mut console),
        Command::Init(init) => commands::init::run(&init, &mut console),
        Command::Formats => commands::formats::run(&mut console),
        Command::Explain(explain) => commands::explain::run(&explain, &mut console),
        Command::Completions(completions) => commands::papers::completions(completions.shell, &mut console),
        Command::Man => commands::papers::man(&mut console),
    };
    ExitCode::from(code)
}
