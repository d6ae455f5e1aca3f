//! A line → the same in lower case, its words parted by single spaces; and whether it holds a phrase.
//!
//! A line is asked for hundreds of phrases, nearly all of which it does not hold. So it keeps a mark for
//! the start of each of its words, and a phrase whose own start has no mark is answered without a search.

use std::ops::Deref;

/// How many bytes of a word its mark is made from.
const START: usize = 3;
/// How many marks there are.
const MARKS: usize = 1024;

/// A line in lower case with a space at both ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::reader) struct Folded {
    text: String,
    /// One bit for each mark.
    starts: [u64; MARKS / 64],
    /// Where its words begin.
    words: Vec<usize>,
}

impl Deref for Folded {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Folded {
    /// Where the line holds a phrase: as whole words where the script parts words by spaces.
    pub(in crate::reader::words) fn places<'a>(
        &'a self,
        phrase: &'a str,
    ) -> impl Iterator<Item = usize> + 'a {
        let whole = phrase.starts_with(parts_words);
        let words = if whole && self.may_begin(phrase) { self.words.as_slice() } else { &[] };
        let text = self.text.as_bytes();
        let ends = |at: usize| text.get(at + phrase.len()) == Some(&b' ');
        let begins = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(phrase.as_bytes()));
        let anywhere = if whole { "" } else { self.text.as_str() };
        let parted = words.iter().copied().filter(move |at| begins(*at) && ends(*at));
        parted.chain(anywhere.match_indices(phrase).map(|(at, _)| at))
    }

    /// Whether a word of the line may begin as a phrase does.
    fn may_begin(&self, phrase: &str) -> bool {
        let (place, bit) = mark(phrase.as_bytes());
        self.starts.get(place).is_some_and(|marks| marks & bit != 0)
    }
}

/// The mark of the word that a text begins with: which number holds it, and its bit.
fn mark(text: &[u8]) -> (usize, u64) {
    let byte = |at: usize| u32::from(text.get(at).copied().unwrap_or(b' '));
    let key = (0..START).fold(0, |key, at| key << 8 | byte(at));
    let hash = (key.wrapping_mul(0x9E37_79B1) >> 22) as usize;
    (hash / 64, 1 << (hash % 64))
}

/// Whether a folded line holds a phrase: as whole words where the script parts words by spaces.
pub(in crate::reader) fn holds(folded: &Folded, phrase: &str) -> bool {
    folded.places(phrase).next().is_some()
}

/// Whether a folded line begins with a phrase.
pub(in crate::reader) fn begins(folded: &Folded, phrase: &str) -> bool {
    let rest = folded.strip_prefix(' ').and_then(|text| text.strip_prefix(phrase));
    rest.is_some_and(|rest| rest.starts_with(' ') || !phrase.starts_with(parts_words))
}

/// Whether words of the script of a letter stand between spaces, with nothing joined to them.
fn parts_words(c: char) -> bool {
    c < '\u{590}' || ('\u{900}'..='\u{97F}').contains(&c)
}

/// A line in lower case, its words parted by single spaces, with a space at both ends. Marks that belong
/// to a letter stay with it.
pub(in crate::reader) fn folded(line: &str) -> Folded {
    let mut text = String::with_capacity(line.len() + 2);
    text.push(' ');
    for c in line.chars() {
        if c.is_ascii_alphanumeric() {
            text.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && (c.is_alphanumeric() || joins_letters(c)) {
            text.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{AD}' | '\u{200B}'..='\u{200F}') && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    if !text.ends_with(' ') {
        text.push(' ');
    }
    let mut starts = [0; MARKS / 64];
    let mut words = Vec::with_capacity(text.len() / 4);
    let bytes = text.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b' ') {
        words.push(at + 1);
        let (place, bit) = mark(bytes.get(at + 1..).unwrap_or_default());
        if let Some(marks) = starts.get_mut(place) {
            *marks |= bit;
        }
    }
    Folded { text, starts, words }
}

/// Marks inside words that are no letters: accents, the virama and nukta of Devanagari, tone marks of Thai.
fn joins_letters(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{94D}' | '\u{E47}'..='\u{E4E}')
}

#[cfg(test)]
mod tests {
    use super::{folded, holds};

    #[test]
    fn phrases_are_found_as_whole_words_where_words_are_parted() {
        let line = folded("It’s NO Medical-Advice, ok; 医学的建议。 a");
        assert_eq!(&*line, " its no medical advice ok 医学的建议 a ");
        for phrase in
            ["its", "no", "medical advice", "ok", "a", "no medical advice ok", "医学", "建议", "学的"]
        {
            assert!(holds(&line, phrase), "{phrase}");
        }
        for phrase in ["it", "medical advic", "edical", "o", "adv", "ok a", "建 议", "is"] {
            assert!(!holds(&line, phrase), "{phrase}");
        }
    }
}
