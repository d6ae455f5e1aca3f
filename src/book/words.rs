//! A language → the words the program adds to a book, from the tables in `words/`.

use super::table;
use crate::model::{LangTag, Words};
use std::sync::OnceLock;

/// The words of each language, by its primary tag; the first is the fall-back.
static TABLES: [(&str, &str); 11] = [
    ("en", include_str!("words/en.toml")),
    ("ar", include_str!("words/ar.toml")),
    ("de", include_str!("words/de.toml")),
    ("es", include_str!("words/es.toml")),
    ("fr", include_str!("words/fr.toml")),
    ("he", include_str!("words/he.toml")),
    ("it", include_str!("words/it.toml")),
    ("ja", include_str!("words/ja.toml")),
    ("nl", include_str!("words/nl.toml")),
    ("pt", include_str!("words/pt.toml")),
    ("zh", include_str!("words/zh.toml")),
];

/// The words of a language; English when there are none for it. Each table is read once.
pub fn words(language: &LangTag) -> Words {
    static READ: [OnceLock<Words>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
    let known = TABLES.iter().zip(&READ).find(|((tag, _), _)| *tag == language.primary());
    let ((_, text), read) = known.unwrap_or((&TABLES[0], &READ[0]));
    let words = read.get_or_init(|| match table::read(text) {
        Ok(words) => words,
        // The tables are part of the program, and a test reads each of them.
        Err(error) => unreachable!("a table of words is not valid: {error}"),
    });
    words.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LangTag {
        text.parse().expect("a tag")
    }

    #[test]
    fn every_table_is_read_as_toml_is() {
        TABLES.iter().for_each(|(_, text)| table::check(text));
    }

    #[test]
    fn every_table_holds_every_word() {
        for (language, _) in TABLES.into_iter().skip(1) {
            assert_ne!(words(&tag(language)).contents, words(&LangTag::english()).contents, "{language}");
        }
    }

    #[test]
    fn words_go_by_the_language_alone_and_fall_back_to_english() {
        assert_eq!(words(&tag("de-AT")).contents, "Inhalt");
        assert_eq!(words(&tag("fi")).contents, "Contents");
    }
}
