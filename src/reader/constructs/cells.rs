//! A table row → where its cells stand.

use crate::reader::trimmed;
use std::ops::Range;

/// What a pipe inside backticks is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum PipesInCode {
    /// Text.
    Literal,
    /// The border of a cell, as in GFM.
    Border,
}

/// The cells of a row, from left to right.
pub(in crate::reader) struct Cells<'r> {
    row: &'r str,
    pipes: PipesInCode,
    /// Where the next cell begins, and where the last one ends.
    from: usize,
    end: usize,
    /// Lengths of backtick runs that nothing further on closes, so that each is looked for once.
    unclosed: [bool; 64],
}

/// The ranges of the cells of a row, white space trimmed. An escaped pipe is text.
pub(in crate::reader) fn cells(row: &str, pipes: PipesInCode) -> Cells<'_> {
    let start = row.len() - row.trim_start().len();
    let end = row.trim_end().len();
    let framed = row.get(start..end).is_some_and(|row| row.starts_with('|'));
    Cells { row, pipes, from: start + usize::from(framed), end, unclosed: [false; 64] }
}

/// How many cells a row has, where that is told by its pipes alone: one stands at each end, and none is escaped.
pub(in crate::reader) fn count_of_framed(row: &str) -> Option<usize> {
    let framed = row.len() > 1 && row.starts_with('|') && row.ends_with('|');
    let plain = framed && memchr::memchr(b'\\', row.as_bytes()).is_none();
    plain.then(|| memchr::memchr_iter(b'|', row.as_bytes()).count() - 1)
}

impl Iterator for Cells<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (bytes, from) = (self.row.as_bytes(), self.from);
        let mut at = from;
        while at < self.end {
            match bytes.get(at) {
                // In GFM the backslash right before a pipe belongs to the pipe, however many stand before it.
                Some(b'\\') if self.pipes == PipesInCode::Literal || bytes.get(at + 1) == Some(&b'|') => {
                    at += 1
                }
                Some(b'|') => {
                    self.from = at + 1;
                    return Some(trimmed(self.row, from..at));
                }
                Some(b'`') => at = past_code(bytes, at, self.end, self.pipes, &mut self.unclosed) - 1,
                _ => {}
            }
            at += 1;
        }
        self.from = self.end;
        (from < self.end).then(|| trimmed(self.row, from..self.end))
    }
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
    let bytes = row.as_bytes();
    memchr::memchr_iter(b'|', bytes).any(|at| {
        let before = bytes.get(..at).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count().is_multiple_of(2)
    })
}
