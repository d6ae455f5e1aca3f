//! A table row → where its cells stand.

use std::ops::Range;

/// What a pipe inside backticks is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum PipesInCode {
    /// Text.
    Literal,
    /// The border of a cell, as in GFM.
    Border,
}

/// The ranges of the cells of a row, white space trimmed. An escaped pipe is text.
pub(in crate::reader) fn cells(row: &str, pipes: PipesInCode) -> Vec<Range<usize>> {
    let start = row.len() - row.trim_start().len();
    let end = row.trim_end().len();
    let mut from = start;
    if row.get(start..end).is_some_and(|row| row.starts_with('|')) {
        from += 1;
    }
    let mut cells = Vec::new();
    let bytes = row.as_bytes();
    let mut at = from;
    // Lengths of backtick runs that nothing further on closes, so that each is looked for once.
    let mut unclosed = [false; 64];
    while at < end {
        match bytes.get(at) {
            // In GFM the backslash right before a pipe belongs to the pipe, however many stand before it.
            Some(b'\\') if pipes == PipesInCode::Literal || bytes.get(at + 1) == Some(&b'|') => at += 1,
            Some(b'|') => {
                cells.push(crate::reader::trimmed(row, from..at));
                from = at + 1;
            }
            Some(b'`') => at = past_code(bytes, at, end, pipes, &mut unclosed) - 1,
            _ => {}
        }
        at += 1;
    }
    if from < end {
        cells.push(crate::reader::trimmed(row, from..end));
    }
    cells
}

/// The offset behind the code span that starts at `at`, or behind its backticks if none does.
fn past_code(bytes: &[u8], at: usize, end: usize, pipes: PipesInCode, unclosed: &mut [bool; 64]) -> usize {
    let run =
        |from: usize| bytes.get(from..end).unwrap_or_default().iter().take_while(|b| **b == b'`').count();
    let len = run(at);
    let behind = at + len;
    if pipes == PipesInCode::Border || unclosed.get(len).copied().unwrap_or(true) {
        return behind;
    }
    let mut from = behind;
    while from < end {
        match run(from) {
            0 => from += 1,
            found if found == len => return from + found,
            found => from += found,
        }
    }
    if let Some(flag) = unclosed.get_mut(len) {
        *flag = true;
    }
    behind
}

/// Whether a line has a pipe that is not escaped.
pub(in crate::reader) fn has_pipe(row: &str) -> bool {
    let mut escaped = false;
    row.bytes().any(|byte| {
        let pipe = byte == b'|' && !escaped;
        escaped = byte == b'\\' && !escaped;
        pipe
    })
}
