//! A table of ours → its keys and texts, or the struct they make.
//!
//! The tables of words and sentences are TOML of the simplest kind: lines of `key = "text"` without escapes. Every book
//! asks for two of them, and a reader of all TOML takes ten times as long as is needed here.

use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};

/// What a table makes.
///
/// # Errors
/// When a key is unknown or missing.
pub(super) fn read<T: DeserializeOwned>(table: &str) -> Result<T, Error> {
    T::deserialize(MapDeserializer::new(pairs(table)))
}

/// The keys and texts of a table. A line of another kind is a key without text.
fn pairs(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| pair(line).unwrap_or((line, "")))
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, text) = line.split_once(" = \"")?;
    text.strip_suffix('"').filter(|text| !text.contains(['"', '\\'])).map(|text| (key, text))
}

/// Sees that a table is read as TOML would be.
#[cfg(test)]
pub(super) fn check(table: &str) {
    let toml: std::collections::BTreeMap<String, String> = toml::from_str(table).expect("a table of texts");
    let read = pairs(table).map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    assert_eq!(toml, read);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_another_kind_is_a_key_that_nobody_knows() {
        let table = "# A = \"b\"\n\na = \"b = c\"\nb = 1\nc = \"\\n\"\n";
        let found: Vec<_> = pairs(table).collect();
        assert_eq!(found, [("a", "b = c"), ("b = 1", ""), ("c = \"\\n\"", "")]);
    }
}
