//! One lesson: its metadata, its title, its blocks.

use super::{Block, Inline, LessonMetadata};
use crate::source::{FileId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lesson as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Lesson {
    /// The file it was read from.
    pub file: FileId,
    /// The form it was read as.
    pub dialect: Dialect,
    /// What its front matter says.
    #[serde(default)]
    pub metadata: LessonMetadata,
    /// The title over the lesson; always there after reading (made from the file name if need be).
    pub title: Title,
    /// What it says, in order, policies not yet applied.
    pub blocks: Vec<Block>,
    /// The places of everything in the file that is not text of the lesson, in order, when the reader was
    /// asked for them. With the places of all text they cover the file, each byte once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trivia: Vec<Trivia>,
}

/// A piece of a file that is not text of the lesson.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Trivia {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TriviaKind,
}

/// What a piece of a file is that is not text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TriviaKind {
    /// The header of the file, its marks and a byte-order mark.
    FrontMatter,
    /// Marks, labels, comments, targets of links.
    Syntax,
    /// Spaces and line ends.
    WhiteSpace,
}

/// The title over a lesson.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Title {
    /// Its text.
    pub content: Vec<Inline>,
    /// Where it stands; empty when it was made from the file name or front matter.
    pub span: Span,
}

/// The form of a lesson's source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Bare lines: one line a paragraph, no markup for headings.
    Flat,
    /// Markdown with the constructs of lessons.
    Markdown,
}
