//! Words → what is known of them. A text asks for each of its words again and again, most of them short: those are
//! numbers to compare, which lie in the table itself.

use rustc_hash::FxHashMap;

/// A table of words.
pub(super) struct Words<T> {
    short: FxHashMap<u128, T>,
    long: FxHashMap<Box<str>, T>,
}

impl<T> Default for Words<T> {
    fn default() -> Words<T> {
        Words { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<T: Copy> Words<T> {
    /// What is known of a word.
    pub(super) fn get(&self, word: &str) -> Option<T> {
        match number(word) {
            Some(number) => self.short.get(&number).copied(),
            None => self.long.get(word).copied(),
        }
    }

    /// Notes what is known of a word.
    pub(super) fn insert(&mut self, word: &str, known: T) {
        match number(word) {
            Some(number) => drop(self.short.insert(number, known)),
            None => drop(self.long.insert(word.into(), known)),
        }
    }

    /// How many words are known.
    pub(super) fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

/// A word of fifteen bytes or less as a number: its bytes, then how many they are.
fn number(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let length = u8::try_from(word.len()).ok().filter(|length| *length < 16)?;
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes[15] = length;
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_whatever_their_length() {
        let all = ["", "\0", "\0\0", "a", "a\0", "fifteen letters", "sixteen letters!", "sixteen letters?"];
        let mut words = Words::default();
        for (index, word) in all.into_iter().enumerate() {
            assert_eq!(words.get(word), None, "{word:?}");
            words.insert(word, index);
        }
        for (index, word) in all.into_iter().enumerate() {
            assert_eq!(words.get(word), Some(index), "{word:?}");
        }
        assert_eq!(words.len(), all.len());
        words.clear();
        assert_eq!((words.len(), words.get("a")), (0, None));
    }
}
