//! `explain`: a code → its page: why it matters, an example, how to mend it.

use crate::backend::registry::nearest;
use crate::cli::MISCONFIGURED;
use crate::cli::args::Explain;
use crate::cli::console::Console;
use crate::diagnostics::{Code, Diagnostic};

/// Runs the command.
pub(in crate::cli) fn run(explain: &Explain, console: &mut Console) -> u8 {
    let Some(name) = &explain.code else {
        return console.result(list().as_bytes());
    };
    let Some(code) = Code::from_name(name) else {
        let finding =
            Diagnostic::new(Code::BadArgument, format!("there is no code `{}`", name.escape_debug()));
        let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
        console.finding(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("`stationer explain` lists them all"),
        });
        return MISCONFIGURED;
    };
    let (name, severity, found, text) = (code.name(), code.severity().name(), code.found(), code.page().text);
    console.result(format!("{name} ({severity}): {found}\n\n{text}").as_bytes())
}

/// Every code with its severity and what was found.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let (name, severity) = (code.name(), code.severity().name());
        format!("{name:width$}  {severity:7}  {}\n", code.found())
    };
    let lines: String = Code::ALL.iter().map(line).collect();
    format!("{lines}\n`stationer explain CODE` says more about one of them.\n")
}
