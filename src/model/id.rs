//! Names of places and pictures inside one book.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A place that links lead to: unique in its book, an ASCII name that is valid in XML and in a URL
/// fragment (`s03-how-sleep-sorts-memories`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TargetId(String);

impl TargetId {
    /// Takes a name over; every character outside `[A-Za-z0-9_-]` becomes `-`, and a name that does
    /// not start with a letter is given one.
    pub fn new(name: &str) -> TargetId {
        let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let mut id = match name.bytes().all(|byte| is_safe(byte.into())) {
            // Most are names already.
            true => name.to_owned(),
            false => name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect(),
        };
        if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            id.insert_str(0, "x-");
        }
        TargetId(id)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TargetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A picture of a book: its number in the book's picture library.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ImageId(pub u32);
