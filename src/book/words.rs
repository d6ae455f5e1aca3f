//! A language → the words the program adds to a book, from the tables in `words/`.

use crate::model::{LangTag, Words};

/// The words of each language, by its primary tag. English comes first: it is the fall-back.
static TABLES: [(&str, &str); 1] = [("en", include_str!("words/en.toml"))];

/// The words of a language; English when there are none for it.
pub fn words(language: &LangTag) -> Words {
    let table = TABLES.iter().find(|(tag, _)| *tag == language.primary()).unwrap_or(&TABLES[0]);
    parsed(table.1)
}

fn parsed(table: &str) -> Words {
    match toml::from_str(table) {
        Ok(words) => words,
        // A test reads every table, so this cannot happen in a build that passed.
        Err(error) => unreachable!("a table of words is not valid: {error}"),
    }
}
