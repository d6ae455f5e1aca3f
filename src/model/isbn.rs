//! The number of a book in the book trade (ISO 2108), checked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISBN of thirteen or ten signs, as its publisher writes it; its check digit is right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Isbn(String);

/// An ISBN and the format that has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TradeNumber {
    /// The number.
    pub isbn: Isbn,
    /// The name of the back end whose files have it; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

impl TradeNumber {
    /// Whether the files of a back end have this number.
    pub fn is_of(&self, backend: &str) -> bool {
        self.format.as_deref().is_none_or(|format| format == backend)
    }
}

impl Isbn {
    /// As a name: `urn:isbn:` and its signs without hyphens (RFC 8141, ISO 2108).
    pub fn urn(&self) -> String {
        format!("urn:isbn:{}", signs(&self.0))
    }

    /// How many signs it has: thirteen, or ten as before 2007.
    pub fn length(&self) -> usize {
        signs(&self.0).len()
    }
}

/// The number without what stands between its groups.
fn signs(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | ' '));
    kept.collect::<String>().to_ascii_uppercase()
}

/// Whether the last sign is the one that the others ask for (ISO 2108:2017, annexes A and C).
fn is_right(signs: &str) -> bool {
    let digits: Option<Vec<u32>> = signs
        .char_indices()
        .map(|(at, c)| if at == 9 && c == 'X' && signs.len() == 10 { Some(10) } else { c.to_digit(10) })
        .collect();
    let Some(digits) = digits else { return false };
    match digits.len() {
        10 => (1..=10).rev().zip(&digits).map(|(weight, digit)| weight * digit).sum::<u32>() % 11 == 0,
        13 if signs.starts_with("978") || signs.starts_with("979") => {
            let weights = [1, 3].into_iter().cycle();
            weights.zip(&digits).map(|(weight, digit)| weight * digit).sum::<u32>() % 10 == 0
        }
        _ => false,
    }
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Isbn {
    type Err = String;
    /// Reads `978-3-16-148410-0`, with or without hyphens, `ISBN` before it or not.
    fn from_str(text: &str) -> Result<Isbn, String> {
        let bare = text.trim();
        let bare = bare
            .get(..4)
            .filter(|head| head.eq_ignore_ascii_case("isbn"))
            .map_or(bare, |_| bare.get(4..).unwrap_or_default().trim_start_matches([':', ' ']));
        if is_right(&signs(bare)) {
            return Ok(Isbn(bare.to_owned()));
        }
        Err(format!("`{}` is no ISBN: its digits or its check digit are wrong", text.escape_debug()))
    }
}

impl TryFrom<String> for Isbn {
    type Error = String;
    fn try_from(text: String) -> Result<Isbn, String> {
        text.parse()
    }
}

impl From<Isbn> for String {
    fn from(isbn: Isbn) -> String {
        isbn.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_as_written_when_their_check_digit_is_right() {
        for (written, urn) in [
            ("978-3-16-148410-0", "urn:isbn:9783161484100"),
            ("ISBN 978 0 306 40615 7", "urn:isbn:9780306406157"),
            ("0-8044-2957-x", "urn:isbn:080442957X"),
        ] {
            assert_eq!(written.parse().map(|isbn: Isbn| isbn.urn()), Ok(urn.to_owned()));
        }
        for wrong in ["", "978-3-16-148410-1", "123", "9773161484100", "X804429570", "８７８"] {
            assert!(wrong.parse::<Isbn>().is_err(), "{wrong}");
        }
    }
}
