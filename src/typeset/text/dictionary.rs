//! Text of scripts that put no spaces between words → where its words end (UAX #14, class SA).
//!
//! Thai, Lao, Burmese and Khmer are parted by dictionaries. Knows nothing of looks and lines.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// The offsets inside a text where a word of such a script ends and another begins, in order.
pub(super) fn word_ends(text: &str) -> Vec<usize> {
    // The first bytes of all such characters; other text is passed over at once.
    if !text.bytes().any(|byte| matches!(byte, 0xE0 | 0xE1 | 0xEA)) {
        return Vec::new();
    }
    let mut ends = Vec::new();
    let mut rest = 0;
    while let Some(start) = text.get(rest..).and_then(|tail| tail.find(unspaced)).map(|at| rest + at) {
        let tail = text.get(start..).unwrap_or_default();
        let length = tail.find(|c| !unspaced(c)).unwrap_or(tail.len());
        let stretch = tail.get(..length).unwrap_or_default();
        // Loading is a matter of references: the dictionaries are part of the program.
        let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
        let inside = segmenter.segment_str(stretch).filter(|at| (1..length).contains(at));
        ends.extend(inside.map(|at| start + at));
        rest = start + length;
    }
    ends
}

/// Whether a character belongs to a script that puts no spaces between words and needs a dictionary.
fn unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}'
        | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}')
}

/// Whether words of a letter's script are divided with a hyphen.
pub(super) fn takes_hyphen(c: char) -> bool {
    matches!(c, '\0'..='\u{52F}' | '\u{531}'..='\u{58F}' | '\u{10A0}'..='\u{10FF}' | '\u{1C80}'..='\u{1CBF}'
        | '\u{1D00}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}'
        | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}' | '\u{FB00}'..='\u{FB17}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_words_end_where_a_dictionary_says() {
        let text = "ภาษาไทย and ภาษาไทย";
        let parts: Vec<&str> = word_ends(text)
            .into_iter()
            .chain([text.len()])
            .scan(0, |from, to| {
                let part = &text[*from..to];
                *from = to;
                Some(part)
            })
            .collect();
        assert_eq!(parts, ["ภาษา", "ไทย and ภาษา", "ไทย"]);
        assert_eq!(word_ends("no such script"), [0_usize; 0]);
    }
}
