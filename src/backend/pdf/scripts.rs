//! Characters → whether they are written from right to left (Unicode's strong classes R and AL, by block).
//!
//! For what a file says about text that is already placed; the levels of a line are settled in `typeset`.

/// Whether text has a letter of a script that runs from right to left.
pub(super) fn runs_leftwards(text: &str) -> bool {
    // No such letter is shorter than two bytes or begins before U+0590.
    text.bytes().any(|byte| byte >= 0xD6) && text.chars().any(is_leftwards)
}

fn is_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}
