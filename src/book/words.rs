//! A language → the words the program adds to a book, from the tables in `words/`.

use crate::model::{LangTag, Words};

/// The fall-back.
static ENGLISH: &str = include_str!("words/en.toml");

/// The words of each other language, by its primary tag.
static TABLES: [(&str, &str); 7] = [
    ("de", include_str!("words/de.toml")),
    ("es", include_str!("words/es.toml")),
    ("fr", include_str!("words/fr.toml")),
    ("he", include_str!("words/he.toml")),
    ("it", include_str!("words/it.toml")),
    ("nl", include_str!("words/nl.toml")),
    ("pt", include_str!("words/pt.toml")),
];

/// The words of a language; English when there are none for it.
pub fn words(language: &LangTag) -> Words {
    let table = TABLES.iter().find(|(tag, _)| *tag == language.primary());
    let table = table.map_or(ENGLISH, |(_, table)| table);
    match toml::from_str(table) {
        Ok(words) => words,
        // The tables are part of the program, and a test reads each of them.
        Err(error) => unreachable!("a table of words is not valid: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LangTag {
        text.parse().expect("a tag")
    }

    #[test]
    fn every_table_holds_every_word() {
        for (language, _) in TABLES {
            assert_ne!(words(&tag(language)).contents, words(&LangTag::english()).contents, "{language}");
        }
    }

    #[test]
    fn words_go_by_the_language_alone_and_fall_back_to_english() {
        assert_eq!(words(&tag("de-AT")).contents, "Inhalt");
        assert_eq!(words(&tag("ja")).contents, "Contents");
    }
}
