//! Words → places where they may be divided, by the patterns of the language.

use super::costs::COSTS;
use crate::model::LangTag;
use hypher::Lang;
use std::collections::HashMap;

/// Words and the byte offsets at which they may be divided.
type Divisions = HashMap<Box<str>, Box<[u8]>>;

/// The patterns of the languages met and the words divided so far.
pub(super) struct Hyphenator {
    languages: Vec<(LangTag, Option<Lang>)>,
    words: Vec<(Lang, Divisions)>,
}

/// Words kept at most.
const CACHE_LIMIT: usize = 100_000;
/// Longer words are data, not words; also keeps offsets in a byte.
const LONGEST: usize = 200;

/// What is known of a language's patterns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Patterns {
    /// It has patterns.
    Known(Lang),
    /// It has none, as was said before.
    None,
    /// It has none, and this is the first time it is met.
    NewlyNone,
}

impl Hyphenator {
    /// A hyphenator without words.
    pub(super) fn new() -> Hyphenator {
        Hyphenator { languages: Vec::new(), words: Vec::new() }
    }

    /// The patterns of a language.
    pub(super) fn patterns(&mut self, language: &LangTag) -> Patterns {
        if let Some((_, known)) = self.languages.iter().find(|(tag, _)| tag == language) {
            return known.map_or(Patterns::None, Patterns::Known);
        }
        let found = pattern_language(language);
        self.languages.push((language.clone(), found));
        found.map_or(Patterns::NewlyNone, Patterns::Known)
    }

    /// The byte offsets at which a word of letters may be divided.
    pub(super) fn divide(&mut self, word: &str, lang: Lang) -> &[u8] {
        if word.len() > LONGEST || word.chars().nth(COSTS.word_length - 1).is_none() {
            return &[];
        }
        let index = self.words.iter().position(|(known, _)| *known == lang).unwrap_or_else(|| {
            self.words.push((lang, HashMap::new()));
            self.words.len() - 1
        });
        let Some((_, words)) = self.words.get_mut(index) else { return &[] };
        if words.len() > CACHE_LIMIT {
            words.clear();
        }
        if !words.contains_key(word) {
            words.insert(word.into(), divisions(word, lang));
        }
        words.get(word).map_or(&[], |places| places)
    }
}

fn divisions(word: &str, lang: Lang) -> Box<[u8]> {
    let mut at = 0;
    let mut places = Vec::new();
    for syllable in hypher::hyphenate_bounded(word, lang, COSTS.left_letters, COSTS.right_letters) {
        at += syllable.len();
        if at < word.len() {
            places.push(u8::try_from(at).unwrap_or(u8::MAX));
        }
    }
    places.into_boxed_slice()
}

/// The pattern set of a language tag; `hypher` knows two-letter codes alone.
fn pattern_language(language: &LangTag) -> Option<Lang> {
    let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

/// Whether the language shows a hyphen where it divides a word.
pub(super) fn shows_hyphen(lang: Lang) -> bool {
    lang.hyphenation_character().is_some()
}
