//! What the author may choose for the e-book alone.

use serde::Deserialize;

/// The settings of the EPUB back end: the `[epub]` table of a path.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// How deep the contents go.
    pub contents: ContentsDepth,
    /// Who vouches that the book is accessible. Without one no conformance is claimed; with one it is
    /// claimed only of a book in which our own checks find nothing against it.
    pub certifier: Option<String>,
    /// Whose letters the e-book is set in.
    pub fonts: Letters,
}

/// Whose letters an e-book is set in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Letters {
    /// The reader's.
    #[default]
    None,
    /// Those of the theme: each face is embedded as far as the book needs it and its licence allows. Readers may
    /// still choose others.
    Embed,
}

/// How deep the contents of an e-book go.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentsDepth {
    /// Parts and lessons.
    Lessons,
    /// Also the sections of each lesson.
    #[default]
    Sections,
}
