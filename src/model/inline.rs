//! What stands inside a paragraph: text, emphasis, links, pictures, formulas, references to stations and notes.

use super::{Direction, ImageId, LangTag, TargetId};
use crate::source::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A piece of running text and where it stands in its source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Inline {
    /// What it is.
    #[serde(flatten)]
    pub kind: InlineKind,
    /// Where it stands, markers included.
    pub span: Span,
}

impl Inline {
    /// A piece of a kind at a place.
    pub fn new(kind: InlineKind, span: Span) -> Inline {
        Inline { kind, span }
    }

    /// Plain text at a place.
    pub fn text(text: impl Into<String>, span: Span) -> Inline {
        Inline::new(InlineKind::Text { text: text.into() }, span)
    }
}

/// The kinds of running text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum InlineKind {
    /// Plain text.
    Text {
        /// The characters, entities and escapes resolved.
        text: String,
    },
    /// Stressed text.
    Emphasis {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// Important text.
    Strong {
        /// What is important.
        content: Vec<Inline>,
    },
    /// Text that no longer holds.
    Strikethrough {
        /// What is struck.
        content: Vec<Inline>,
    },
    /// Raised text, as an exponent.
    Superscript {
        /// What is raised.
        content: Vec<Inline>,
    },
    /// Lowered text, as an index.
    Subscript {
        /// What is lowered.
        content: Vec<Inline>,
    },
    /// Text marked for its relevance.
    Highlight {
        /// What is marked.
        content: Vec<Inline>,
    },
    /// A side remark, such as fine print.
    Small {
        /// What is remarked.
        content: Vec<Inline>,
    },
    /// An abbreviation and what it stands for.
    Abbreviation {
        /// The short form.
        content: Vec<Inline>,
        /// What it stands for.
        expansion: String,
    },
    /// Program text or literal input.
    Code {
        /// The characters, spaces kept.
        text: String,
    },
    /// A key to press.
    Keyboard {
        /// The name on the key.
        text: String,
    },
    /// Text in another language or direction.
    Language {
        /// The language, if it is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<LangTag>,
        /// The direction, if it is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        direction: Option<Direction>,
        /// The text.
        content: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// A title given by the author.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The linked text.
        content: Vec<Inline>,
    },
    /// A picture inside a line of text.
    Image(Image),
    /// A reference to a station of the path, such as “Station 10”.
    StationRef {
        /// The number referred to.
        number: u32,
        /// The words as the author wrote them.
        text: String,
        /// The lesson's place, once resolved; none when it is not part of the book.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<TargetId>,
        /// The lesson's title, once known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// In a book without the lesson: what stands behind the words, its parentheses included, such as
        /// “ (The Clock in the Body)”.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aside: Option<String>,
    },
    /// A formula inside a line.
    Math {
        /// The formula in TeX, without the marks around it.
        tex: String,
    },
    /// A call of a note of the lesson; once resolved it leads to one.
    NoteRef {
        /// The note's name, as the author wrote it.
        label: String,
        /// The number shown, once resolved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u32>,
        /// The note's place, once resolved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<TargetId>,
        /// The place of the call itself, once resolved, so that the note can lead back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<TargetId>,
    },
    /// The first mention of a key term in a lesson; made by resolving, it leads to the glossary.
    TermRef {
        /// The words as they stand in the text.
        content: Vec<Inline>,
        /// The place of the term's entry.
        target: TargetId,
        /// The place of the mention itself, so that the entry can lead back.
        id: TargetId,
    },
    /// Words that stand in the index.
    IndexMark {
        /// The marked words.
        content: Vec<Inline>,
        /// The entry they belong under, from the outermost heading inwards; empty when the marked words
        /// are the entry.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        entry: Vec<String>,
        /// Who marked them.
        #[serde(default, skip_serializing_if = "Marker::is_author")]
        marker: Marker,
        /// The place of the mark, once resolved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<TargetId>,
    },
    /// The end of a source line inside a paragraph; shown as a space.
    SoftBreak,
    /// A line break the author asked for.
    LineBreak,
}

/// Who marked words for the index.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    /// The author; a source form writes the mark again.
    #[default]
    Author,
    /// Resolving, where a key term is spoken of again; no source has such a mark.
    Resolving,
}

impl Marker {
    /// Whether the author marked them.
    pub fn is_author(&self) -> bool {
        *self == Marker::Author
    }
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum LinkTarget {
    /// Out of the book: http, https, mailto or tel.
    External {
        /// The address.
        url: String,
    },
    /// As the author wrote it, a path or fragment; only before resolving.
    Unresolved {
        /// The path, the fragment, or both.
        reference: String,
    },
    /// A place in this book.
    Internal {
        /// The place.
        target: TargetId,
    },
    /// Nowhere: the target does not exist in this book or is not safe. The text stays.
    Dead {
        /// What the author wrote.
        reference: String,
    },
}

/// A picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Image {
    /// The path as the author wrote it.
    pub source: String,
    /// What it tells a reader who cannot see it.
    pub alt: Alt,
    /// The title given by the author; the caption of a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The picture, once found; none when it is missing or broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<ImageId>,
}

/// The alternative text of a picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "text", rename_all = "kebab-case")]
pub enum Alt {
    /// What the picture tells.
    Text(String),
    /// It tells nothing and is skipped by screen readers.
    Decorative,
    /// The author gave none.
    Missing,
}

impl Alt {
    /// The text, if there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Alt::Text(text) => Some(text),
            Alt::Decorative | Alt::Missing => None,
        }
    }
}
