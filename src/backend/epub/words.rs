//! Text → its words, as the own check compares them: runs of letters and digits.
//!
//! Every word of a book is looked at in every export, so that stretches which two texts have in common are passed over
//! as bytes, and signs of ASCII are told by a table; all others as Unicode says (“Alphabetic” and “Numeric”). Knows no
//! markup.

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

/// Whether all words of a text are among those of another, in order; other words may stand between them. What is left of
/// the other text, or of this one from the first word on that the other lacks.
pub(super) fn passed<'t, 'o>(text: &'t str, other: &'o str) -> Result<&'o str, &'t str> {
    let (mut rest, mut among) = (text, other);
    loop {
        let alike = alike(rest, among);
        (rest, among) = (rest.get(alike..).unwrap_or_default(), among.get(alike..).unwrap_or_default());
        let mut words = words_of(rest);
        let Some(word) = words.next() else { return Ok(among) };
        let mut others = words_of(among);
        if !others.any(|other| other == word) {
            return Err(rest);
        }
        (rest, among) = (words.rest, others.rest);
    }
}

/// The bytes at the start of two texts that are alike, up to the end of a word that both have whole. Both begin where
/// a word can begin.
fn alike(one: &str, other: &str) -> usize {
    /// So many bytes are compared at once.
    const CHUNK: usize = 16;
    let (mut ones, mut others) = (one.as_bytes(), other.as_bytes());
    while let (Some((a, behind)), Some((b, beyond))) =
        (ones.split_first_chunk::<CHUNK>(), others.split_first_chunk::<CHUNK>())
        && u128::from_ne_bytes(*a) == u128::from_ne_bytes(*b)
    {
        (ones, others) = (behind, beyond);
    }
    let chunks = one.len() - ones.len();
    let bytes = ones.iter().zip(others).take(CHUNK).take_while(|(one, other)| one == other).count();
    let common = one.get(..one.floor_char_boundary(chunks + bytes)).unwrap_or_default();
    common.trim_end_matches(char::is_alphanumeric).len()
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

        /// As word for word, for texts that are alike, that lack a piece, and that differ.
        #[test]
        fn texts_are_passed_word_for_word(
            pieces in prop::collection::vec(("[ab,é。睡 ]{0,24}", "[ab, é。]{0,9}", 0..4_u8), 0..6),
        ) {
            let (mut text, mut other) = (String::new(), String::new());
            for (alike, odd, kind) in &pieces {
                text.push_str(alike);
                if *kind != 0 { other.push_str(alike); }
                other.push_str(odd);
                if *kind == 1 { text.push_str(odd); }
            }
            let mut others = words_of(&other);
            let lacking = words_of(&text).find(|word| !others.any(|other| other == *word));
            match passed(&text, &other) {
                Ok(rest) => {
                    prop_assert_eq!(lacking, None);
                    prop_assert_eq!(words_of(rest).collect::<Vec<_>>(), others.collect::<Vec<_>>());
                }
                Err(rest) => prop_assert_eq!(words_of(rest).next(), lacking),
            }
        }
    }
}
