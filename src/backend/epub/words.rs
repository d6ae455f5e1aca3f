//! Text → its words, as the own check compares them: runs of letters and digits.
//!
//! Every word of a book is looked at twice in every export, so that signs of ASCII are told by a table; all others
//! as Unicode says (“Alphabetic” and “Numeric”). Knows no markup.

/// Whether a byte is a letter or a digit of ASCII.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The words of a text, in order.
pub(super) fn words_of(text: &str) -> Words<'_> {
    Words { rest: text }
}

/// The words of a text that are still to come.
pub(super) struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let (_, from) = self.rest.split_at(length(self.rest, false));
        let (word, rest) = from.split_at(length(from, true));
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

/// The bytes at the start of a text that all belong to a word, or all to none.
fn length(text: &str, in_word: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if IN_WORD[usize::from(*byte)] != in_word {
                break;
            }
            at += 1;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c.is_alphanumeric() != in_word {
            break;
        }
        at += c.len_utf8();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_runs_of_letters_and_digits(text in "[a-z0-9 .,é’Σ睡\u{301}_<\n-]{0,40}") {
            let plain = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            prop_assert_eq!(words_of(&text).collect::<Vec<_>>(), plain.collect::<Vec<_>>());
        }
    }
}
