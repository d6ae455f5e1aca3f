//! Process entry: runs the command line and turns its outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    keep_memory();
    stationer::cli::run(std::env::args_os())
}

/// Asks for a large piece of memory and gives it back unused. The C library of Linux learns from that: it keeps pieces
/// up to this size for the next one, where it else hands each back to the system, which clears it page by page before it
/// comes again (glibc, “dynamic mmap threshold”). Elsewhere it does nothing.
fn keep_memory() {
    const PIECE: usize = 16 << 20;
    let mut piece: Vec<u8> = Vec::new();
    // Without the memory there is nothing to learn.
    let _ = piece.try_reserve_exact(PIECE);
    drop(std::hint::black_box(piece));
}
