//! `formats`: the back ends there are.

use crate::backend::registry::Registry;
use crate::cli::console::Console;

/// Runs the command.
pub(in crate::cli) fn run(console: &mut Console) -> u8 {
    let registry = Registry::built_in();
    let width = registry.names().iter().map(|name| name.len()).max().unwrap_or(0);
    let lines = registry.iter().map(|entry| {
        let info = &entry.info;
        let line = format!("{:width$}  .{}  {}  {}\n", info.name, info.suffix, info.media_type, info.about);
        let options = format!("{:width$}  options: {}\n", "", entry.options.join(", "));
        if entry.options.is_empty() { line } else { line + &options }
    });
    console.result(lines.collect::<String>().as_bytes())
}
