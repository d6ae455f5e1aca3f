//! A language → the sentences the program adds to a book, from the tables in `sentences/`: how to read it,
//! how it was made. Back ends never need them: they stand in the pages they were made for.

use super::table;
use crate::model::LangTag;
use serde::Deserialize;
use std::sync::OnceLock;

/// The sentences of one language. `{station}` stands for a label such as “Station 3”.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Sentences {
    /// Before the list of signs.
    pub(super) guide: String,
    /// What a key-term box is.
    pub(super) key_term: String,
    /// What a takeaway is.
    pub(super) takeaway: String,
    /// What a teaser is.
    pub(super) teaser: String,
    /// What the boxes beside the text are.
    pub(super) boxes: String,
    /// What a station is.
    pub(super) station: String,
    /// What a disclaimer is.
    pub(super) disclaimer: String,
    /// What a raised number is.
    pub(super) note: String,
    /// The name of a raised number.
    pub(super) notes: String,
    /// In each lesson: where the disclaimer stands that was moved to the front.
    pub(super) see_notice: String,
    /// How the book was made.
    pub(super) made: String,
}

/// The sentences of each language, by its primary tag; the first is the fall-back.
static TABLES: [(&str, &str); 11] = [
    ("en", include_str!("sentences/en.toml")),
    ("ar", include_str!("sentences/ar.toml")),
    ("de", include_str!("sentences/de.toml")),
    ("es", include_str!("sentences/es.toml")),
    ("fr", include_str!("sentences/fr.toml")),
    ("he", include_str!("sentences/he.toml")),
    ("it", include_str!("sentences/it.toml")),
    ("ja", include_str!("sentences/ja.toml")),
    ("nl", include_str!("sentences/nl.toml")),
    ("pt", include_str!("sentences/pt.toml")),
    ("zh", include_str!("sentences/zh.toml")),
];

/// The sentences of a language; English when there are none for it. Each table is read once.
pub(super) fn sentences(language: &LangTag) -> &'static Sentences {
    static READ: [OnceLock<Sentences>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
    let known = TABLES.iter().zip(&READ).find(|((tag, _), _)| *tag == language.primary());
    let ((_, text), read) = known.unwrap_or((&TABLES[0], &READ[0]));
    read.get_or_init(|| match table::read(text) {
        Ok(sentences) => sentences,
        // The tables are part of the program, and a test reads each of them.
        Err(error) => unreachable!("a table of sentences is not valid: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read_as_toml_is() {
        TABLES.iter().for_each(|(_, text)| table::check(text));
    }

    #[test]
    fn every_table_holds_every_sentence() {
        let english = sentences(&LangTag::english());
        for (language, _) in TABLES.iter().skip(1) {
            let found = sentences(&language.parse().expect("a tag"));
            assert_ne!(found.guide, english.guide, "{language}");
            assert!(found.station.contains("{station}"), "{language}");
        }
    }
}
