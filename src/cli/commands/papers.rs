//! `completions` and `man`: what clap knows of the command line → a script, a page.

use crate::cli::WORLD_FAILED;
use crate::cli::args::Arguments;
use crate::cli::console::Console;
use clap::CommandFactory;

/// Runs `completions`.
pub(in crate::cli) fn completions(shell: clap_complete::Shell, console: &mut Console) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "stationer", &mut script);
    console.result(&script)
}

/// Runs `man`.
pub(in crate::cli) fn man(console: &mut Console) -> u8 {
    let mut page = Vec::new();
    match clap_mangen::Man::new(Arguments::command()).render(&mut page) {
        Ok(()) => console.result(&page),
        Err(_) => WORLD_FAILED,
    }
}
