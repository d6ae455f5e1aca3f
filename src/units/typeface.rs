//! How a face is asked for: family by role, weight, slant. Themes ask, fonts answer.

use serde::Deserialize;

/// A family by its role in a theme.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// For text.
    Serif,
    /// For headings, labels and tables.
    Sans,
    /// For code.
    Mono,
}

/// How heavy a face is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// For text.
    #[default]
    Regular,
    /// For what is important.
    Bold,
}

/// Whether a face leans.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slant {
    /// It stands.
    #[default]
    Upright,
    /// It leans.
    Italic,
}
