//! `explain`: a code → why it matters and how to mend it.

use crate::backend::registry::nearest;
use crate::cli::MISCONFIGURED;
use crate::cli::args::Explain;
use crate::cli::console::Console;
use crate::diagnostics::{Code, Diagnostic};

/// Runs the command.
pub(in crate::cli) fn run(explain: &Explain, console: &mut Console) -> u8 {
    let Some(name) = &explain.code else {
        let lines = Code::ALL.iter().map(|code| format!("{:24} {}\n", code.name(), code.severity().name()));
        return console.result(lines.collect::<String>().as_bytes());
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
    let (name, severity, why, mend) = (code.name(), code.severity().name(), code.why(), code.mend());
    console.result(format!("{name} ({severity})\n\n{why}\n\nWhat to do: {mend}\n").as_bytes())
}
