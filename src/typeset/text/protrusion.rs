//! Characters at the edges of a line → how far they hang over it.
//!
//! The factors follow Typst's table (`typst-layout/src/inline/line.rs`), to which the house adds quotes
//! and brackets and the start edge. Signs of the size of the em hang with the half of their square that is blank.

use super::full_width;

/// The part of its advance, in hundredths, by which a character hangs over the end edge.
pub(super) fn at_end(c: char) -> i64 {
    match c {
        '.' | ',' => 80,
        '-' | '\u{AD}' | '\u{2010}' | '\u{2011}' => 55,
        '\u{3001}' | '\u{3002}' | '\u{FF0C}' | '\u{FF0E}' => 50,
        '\u{60C}' | '\u{6D4}' => 40,
        '\'' | '"' | '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => 40,
        ';' | ':' => 30,
        '\u{2013}' | '\u{2014}' => 20,
        ')' => 10,
        _ if full_width::closes(c) => 50,
        _ => 0,
    }
}

/// The part of its advance, in hundredths, by which a character hangs over the start edge.
pub(super) fn at_start(c: char) -> i64 {
    match c {
        '\'' | '"' | '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => 40,
        '\u{2013}' | '\u{2014}' => 20,
        '(' => 10,
        _ if full_width::opens(c) => 50,
        _ => 0,
    }
}
