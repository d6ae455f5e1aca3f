//! A language → the order of its dictionaries and the letters that head its groups.
//!
//! Sorting follows the Unicode Collation Algorithm with the tailoring of the Unicode CLDR for the language
//! (`docs/decisions/0003-collation.md`). Knows words only, no entries.

use crate::model::{LangTag, LetterGroup};
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use icu_normalizer::DecomposingNormalizerBorrowed;
use std::cmp::Ordering;

/// A list of fewer entries is not divided by letters: most letters would head one entry or two.
const SHORT: usize = 16;

/// What heads entries that do not begin with a letter.
const NO_LETTER: &str = "#";

/// What heads Chinese characters whose place among the letters is not known.
const HAN: &str = "漢";

/// The rows of the Japanese syllabary.
const KANA_ROWS: [&str; 10] = ["あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ"];

/// The initial consonants of Korean, in the order of Unicode, as letters that stand alone; the doubled ones
/// go with the plain ones.
const KOREAN: [&str; 19] = [
    "ㄱ", "ㄱ", "ㄴ", "ㄷ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅂ", "ㅅ", "ㅅ", "ㅇ", "ㅈ", "ㅈ", "ㅊ", "ㅋ", "ㅌ",
    "ㅍ", "ㅎ",
];

/// The order of one language.
pub(super) struct Order {
    whole: CollatorBorrowed<'static>,
    letters: CollatorBorrowed<'static>,
    chinese: bool,
}

impl Order {
    /// The order of a language; that of all languages where it has none of its own.
    pub(super) fn of(language: &LangTag) -> Order {
        let locale: Locale = language.as_str().parse().unwrap_or(Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let make = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            let made = CollatorBorrowed::try_new(preferences, options);
            made.or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), options))
        };
        match (make(Strength::Tertiary), make(Strength::Primary)) {
            (Ok(whole), Ok(letters)) => Order { whole, letters, chinese: language.primary() == "zh" },
            // The root order is compiled in.
            _ => unreachable!("there is no order of all languages"),
        }
    }

    /// The order of two texts; equal only when they are the same.
    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        self.whole.compare(a, b).then_with(|| a.cmp(b))
    }

    /// Sorts entries by their words and puts them into groups by letter.
    pub(super) fn grouped<E>(&self, mut entries: Vec<(String, E)>) -> Vec<LetterGroup<E>> {
        entries.sort_by(|(a, _), (b, _)| self.compare(a, b));
        let short = entries.len() < SHORT;
        let mut groups: Vec<LetterGroup<E>> = Vec::new();
        for (words, entry) in entries {
            let letter = if short { String::new() } else { self.letter(&words) };
            match groups.last_mut().filter(|group| group.letter == letter) {
                Some(group) => group.entries.push(entry),
                None => groups.push(LetterGroup { letter, entries: vec![entry] }),
            }
        }
        groups
    }

    /// The letter that heads the group of a text.
    fn letter(&self, words: &str) -> String {
        let mut letters = words.chars();
        let Some(first) = letters.next().filter(|c| c.is_alphabetic()) else { return NO_LETTER.to_owned() };
        let second = letters.next();
        match first {
            '\u{AC00}'..='\u{D7A3}' => {
                let initial = (first as usize - 0xAC00) / 588;
                KOREAN.get(initial).copied().unwrap_or(NO_LETTER).to_owned()
            }
            '\u{3041}'..='\u{30FF}' => self.kana_row(first).to_owned(),
            first if is_han(first) => self.han(words),
            first => self.alphabetic(first, second),
        }
    }

    /// A letter of an alphabet: without accents where they make no letter of their own, and with its second
    /// half where two make one letter (as “Ch” in Czech).
    fn alphabetic(&self, first: char, second: Option<char>) -> String {
        let upper = |text: &str| {
            let mut letters = text.chars();
            let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
            first + letters.as_str()
        };
        let one = first.to_string();
        if let Some(second) = second.filter(|c| c.is_alphabetic()) {
            let two: String = [first, second].iter().collect::<String>().to_lowercase();
            // U+FFFF sorts behind everything that can follow the letter.
            let last = format!("{}\u{FFFF}", one.to_lowercase());
            if self.letters.compare(&two, &last) == Ordering::Greater {
                return upper(&two);
            }
        }
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&one).into_owned();
        let base: String = decomposed.chars().take(1).collect();
        if self.letters.compare(&base, &one) == Ordering::Equal { upper(&base) } else { upper(&one) }
    }

    fn kana_row(&self, first: char) -> &'static str {
        let first = first.to_string();
        let mut below = KANA_ROWS.iter().filter(|row| self.letters.compare(row, &first) != Ordering::Greater);
        below.next_back().copied().unwrap_or(NO_LETTER)
    }

    /// The Latin letter a Chinese word begins with when it is spoken: the CLDR marks where each begins
    /// (U+FDD0 and the letter) in the orders that go by sound.
    fn han(&self, words: &str) -> String {
        if !self.chinese {
            return HAN.to_owned();
        }
        let begins = |letter: &char| {
            let mark = format!("\u{FDD0}{letter}");
            self.letters.compare(&mark, words) != Ordering::Greater
        };
        ('A'..='Z').rfind(begins).map_or_else(|| HAN.to_owned(), String::from)
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(language: &str) -> Order {
        Order::of(&language.parse().expect("a tag"))
    }

    fn sorted(language: &str, words: &[&str]) -> String {
        let order = order(language);
        let mut words = words.to_vec();
        words.sort_by(|a, b| order.compare(a, b));
        words.join(" ")
    }

    fn letters(language: &str, words: &[&str]) -> String {
        let order = order(language);
        words.iter().map(|word| order.letter(word)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn letters_with_marks_stand_where_the_language_puts_them() {
        let words = ["Zebra", "Äpfel", "Apfel", "Ångström", "Öl", "Ofen"];
        assert_eq!(sorted("de", &words), "Ångström Apfel Äpfel Ofen Öl Zebra");
        assert_eq!(sorted("sv", &words), "Apfel Ofen Zebra Ångström Äpfel Öl");
        assert_eq!(letters("de", &words), "Z A A A O O");
        assert_eq!(letters("sv", &words), "Z Ä A Å Ö O");
        assert_eq!(letters("es", &["ñu", "niño", "árbol"]), "Ñ N A");
    }

    #[test]
    fn two_signs_may_be_one_letter() {
        assert_eq!(sorted("cs", &["chléb", "cibule", "had"]), "cibule had chléb");
        assert_eq!(letters("cs", &["chléb", "cibule", "Člověk"]), "Ch C Č");
        assert_eq!(letters("en", &["chlorine"]), "C");
    }

    #[test]
    fn numbers_count_and_case_does_not_part() {
        assert_eq!(sorted("en", &["HTTP/2", "http/10", "HTTP", "apple"]), "apple HTTP HTTP/2 http/10");
        assert_eq!(letters("en", &["2001", "<div>", "apple"]), "# # A");
    }

    #[test]
    fn other_scripts_have_their_own_letters() {
        assert_eq!(letters("ru", &["ёлка", "ель", "йод"]), "Е Е Й");
        assert_eq!(letters("ko", &["각", "까", "나"]), "ㄱ ㄱ ㄴ");
        assert_eq!(letters("ja", &["がく", "カメラ", "すし", "学習"]), "か か さ 漢");
        assert_eq!(letters("zh", &["睡眠", "记忆", "阿"]), "S J A");
        assert_eq!(sorted("zh", &["睡眠", "记忆", "阿"]), "阿 记忆 睡眠");
        assert_eq!(letters("he", &["שינה", "זיכרון"]), "ש ז");
        assert_eq!(letters("ar", &["أرق", "نوم"]), "ا ن");
    }

    #[test]
    fn short_lists_are_not_divided() {
        let entries =
            |count: u32| (0..count).map(|n| (format!("{}{n}", if n % 2 == 0 { 'b' } else { 'a' }), n));
        let groups = order("en").grouped(entries(15).collect());
        assert_eq!((groups.len(), groups[0].letter.as_str()), (1, ""));
        let groups = order("en").grouped(entries(16).collect());
        assert_eq!(groups.iter().map(|group| group.letter.as_str()).collect::<String>(), "AB");
    }

    #[test]
    fn unknown_languages_have_the_order_of_all() {
        assert_eq!(sorted("qaa", &["b", "a", "ä"]), "a ä b");
    }
}
