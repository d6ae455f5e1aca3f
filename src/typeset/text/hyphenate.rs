//! Words → places where they may be divided, by the patterns of the language, or as a theme says of a word.

use super::costs::COSTS;
use super::words::Words;
use crate::model::LangTag;
use hypher::Lang;
use std::collections::BTreeMap;

/// Words and the byte offsets at which they may be divided.
#[derive(Default)]
struct Divisions {
    /// From where to where the offsets of a word stand.
    words: Words<(u32, u32)>,
    offsets: Vec<u8>,
}

impl Divisions {
    /// Where the offsets of a word stand.
    fn find(&self, word: &str) -> Option<(u32, u32)> {
        self.words.get(word)
    }

    fn offsets(&self, (from, to): (u32, u32)) -> &[u8] {
        self.offsets.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Adds a word.
    fn add(&mut self, word: &str, offsets: &[u8]) -> (u32, u32) {
        let from = self.offsets.len() as u32;
        self.offsets.extend_from_slice(offsets);
        let place = (from, self.offsets.len() as u32);
        self.words.insert(word, place);
        place
    }
}

/// The patterns of the languages met and the words divided so far.
pub(super) struct Hyphenator {
    languages: Vec<(LangTag, Option<Lang>)>,
    words: Vec<(Lang, Divisions)>,
    /// Words in small letters that patterns divide wrongly.
    taught: Vec<(Lang, Divisions)>,
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
        Hyphenator { languages: Vec::new(), words: Vec::new(), taught: Vec::new() }
    }

    /// Learns words, with hyphens where they may be divided, by the code of their language.
    pub(super) fn teach(&mut self, languages: &BTreeMap<String, Vec<String>>) {
        for (code, words) in languages {
            let code: Option<[u8; 2]> = code.as_bytes().try_into().ok();
            let Some(lang) = code.and_then(Lang::from_iso) else { continue };
            let mut divisions = Divisions::default();
            for (word, offsets) in words.iter().map(|word| as_taught(word)) {
                divisions.add(&word, &offsets);
            }
            self.taught.push((lang, divisions));
        }
    }

    /// The places in a word that was taught.
    fn taught(&self, word: &str, lang: Lang) -> Option<&[u8]> {
        let (_, taught) = self.taught.iter().find(|(known, _)| *known == lang)?;
        let small = word.to_lowercase();
        let found = taught.find(&small).filter(|_| small.len() == word.len())?;
        Some(taught.offsets(found))
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
            self.words.push((lang, Divisions::default()));
            self.words.len() - 1
        });
        let known = self.words.get(index).and_then(|(_, known)| known.find(word));
        let new = match known {
            Some(_) => Vec::new(),
            None => self.taught(word, lang).map_or_else(|| divisions(word, lang), <[u8]>::to_vec),
        };
        let Some((_, divided)) = self.words.get_mut(index) else { return &[] };
        if known.is_none() && divided.words.len() > CACHE_LIMIT {
            *divided = Divisions::default();
        }
        let place = known.unwrap_or_else(|| divided.add(word, &new));
        divided.offsets(place)
    }
}

/// A word that is taught, in small letters, and the places of its hyphens, as far from its ends as others are.
fn as_taught(word: &str) -> (String, Vec<u8>) {
    let parts: Vec<String> = word.to_lowercase().split('-').map(str::to_owned).collect();
    let whole = parts.concat();
    let letters = whole.chars().count();
    let (mut at, mut before) = (0, 0);
    let mut places = Vec::new();
    for part in &parts {
        at += part.len();
        before += part.chars().count();
        let inside = before >= COSTS.left_letters && letters - before >= COSTS.right_letters;
        places.extend(u8::try_from(at).ok().filter(|_| inside));
    }
    (whole, places)
}

/// The places that patterns give.
fn divisions(word: &str, lang: Lang) -> Vec<u8> {
    let mut at = 0;
    let mut places = Vec::new();
    for syllable in hypher::hyphenate_bounded(word, lang, COSTS.left_letters, COSTS.right_letters) {
        at += syllable.len();
        if at < word.len() {
            places.push(u8::try_from(at).unwrap_or(u8::MAX));
        }
    }
    places
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

/// Whether a line that begins behind a hyphen of a word begins with a hyphen again: always in languages where it would
/// else be taken for one that was put in, in Spanish only before a small letter (*Ortografía* of 2010).
pub(super) fn repeats_hyphen(language: &LangTag, next: char) -> bool {
    match language.primary() {
        "pt" | "pl" | "cs" | "sk" | "hr" | "bs" | "dsb" => true,
        "es" => next.is_lowercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(hyphenator: &mut Hyphenator, word: &str) -> String {
        let places: Vec<u8> = hyphenator.divide(word, Lang::English).to_vec();
        let mut parts = word.to_owned();
        places.iter().rev().for_each(|at| parts.insert(usize::from(*at), '-'));
        parts
    }

    #[test]
    fn patterns_divide_words() {
        let mut hyphenator = Hyphenator::new();
        assert_eq!(shown(&mut hyphenator, "neuroplasticity"), "neu-ro-plas-tic-ity");
        assert_eq!(shown(&mut hyphenator, "psychotherapist"), "psy-chother-a-pist");
        assert_eq!(shown(&mut hyphenator, "over"), "over", "short words are whole");
    }

    #[test]
    fn words_that_are_taught_are_divided_as_they_say() {
        let mut hyphenator = Hyphenator::new();
        let words = ["present", "psy-cho-ther-a-pist", "a-cad-e-mi-a", "weiß-wurst"].map(str::to_owned);
        hyphenator.teach(&BTreeMap::from([
            ("en".to_owned(), words.to_vec()),
            ("xx".to_owned(), vec!["no-language".to_owned()]),
        ]));
        assert_eq!(shown(&mut hyphenator, "present"), "present");
        assert_eq!(shown(&mut hyphenator, "Psychotherapist"), "Psy-cho-ther-a-pist");
        assert_eq!(shown(&mut hyphenator, "academia"), "acad-e-mia", "not two letters from an end");
        assert_eq!(shown(&mut hyphenator, "weißwurst"), "weiß-wurst");
        assert_eq!(shown(&mut hyphenator, "depression"), "depres-sion", "others by patterns");
    }
}
