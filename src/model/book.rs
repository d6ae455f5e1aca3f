//! A resolved book: parts and chapters in order, what stands before and after them, and the words the
//! program itself adds.

use super::{BackPage, BookMetadata, FrontPage, Inline, Lesson, Role, TargetId};
use crate::source::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole book, ready for any back end. Every reference in it leads to a place that exists.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Book {
    /// What is known about it.
    pub metadata: BookMetadata,
    /// A whole path, or one lesson on its own.
    pub unit: Unit,
    /// The words the program adds, in the book's language.
    pub words: Words,
    /// What stands before the first chapter, in order.
    pub front: Vec<FrontPage>,
    /// The chapters, in parts. A book without parts is one part without a title.
    pub parts: Vec<Part>,
    /// What stands behind the last chapter, in order.
    pub back: Vec<BackPage>,
    /// The contents: parts and chapters, and the sections of each chapter below it.
    pub contents: Vec<ContentsEntry>,
    /// What a policy left out of the chapters.
    pub withheld: Vec<Withheld>,
}

impl Book {
    /// The chapters of all parts, in reading order.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        self.parts.iter().flat_map(|part| &part.chapters)
    }

    /// What stands over the title of a chapter: its station, and over a lesson on its own first the path that it is
    /// from.
    pub fn over_title(&self, chapter: &Chapter) -> Option<String> {
        let station = chapter.station.as_ref().map(|station| station.label.as_str());
        let path = self.metadata.series.as_ref().filter(|_| self.unit == Unit::Lesson);
        let parts: Vec<&str> = path.map(|path| path.title.as_str()).into_iter().chain(station).collect();
        (!parts.is_empty()).then(|| parts.join(" \u{b7} "))
    }
}

/// How much a book holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// All lessons of a path.
    Path,
    /// One lesson.
    Lesson,
}

/// A division of a book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The place its opener is at.
    pub id: TargetId,
    /// Its title; none when the book is not divided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its number, from 1, when it has a title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its lessons.
    pub chapters: Vec<Chapter>,
}

/// A lesson in its place in a book. Its blocks are resolved and policies are applied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Chapter {
    /// The place of its title.
    pub id: TargetId,
    /// A name for files: lower-case ASCII letters, digits and hyphens; unique in the book.
    pub slug: String,
    /// Its station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<Station>,
    /// The title as plain text, for contents, running heads and links.
    pub title: String,
    /// The lesson.
    pub lesson: Lesson,
}

/// A numbered place on a path.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Station {
    /// The number.
    pub number: u32,
    /// The number with its word, such as “Station 11”.
    pub label: String,
}

/// One line of the contents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContentsEntry {
    /// The text of the heading, as plain text.
    pub title: String,
    /// The station's label, when it is a lesson with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The same with emphasis and code kept; empty when plain text is all there is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
    /// The place it leads to.
    pub target: TargetId,
    /// What lies below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ContentsEntry>,
}

/// Text that a policy left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withheld {
    /// What kind of text.
    pub kind: WithheldKind,
    /// Where it stands.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// The kinds of text a policy may leave out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WithheldKind {
    /// Advertising, by `promo = "drop"`.
    Promo,
}

/// The words the program itself adds, in the book's language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// Heading of the contents.
    pub contents: String,
    /// Heading of the list of a book's landmarks.
    pub landmarks: String,
    /// Name of the title page.
    pub title_page: String,
    /// Name of the page of rights and dates.
    pub imprint: String,
    /// Heading of the colophon.
    pub colophon: String,
    /// Name of the cover.
    pub cover: String,
    /// Before the number of a part.
    pub part: String,
    /// Before the number of a lesson on its path.
    pub station: String,
    /// Before a page number in running text: “page 12”.
    pub page: String,
    /// The list of printed pages.
    pub pages: String,
    /// The number of a page and how many there are: “page {page} of {count}”.
    pub page_of: String,
    /// The number of a part of a table and how many there are: “part {part} of {count}”.
    pub part_of: String,
    /// Before the room for the reader's name on a handout.
    pub name: String,
    /// Before the room for the date on a handout.
    pub date: String,
    /// Heading of the list of where links lead, on paper.
    pub links: String,
    /// Label of a key-term box.
    pub key_term: String,
    /// Label of a takeaway.
    pub takeaway: String,
    /// Label of a teaser.
    pub next: String,
    /// Label of a disclaimer.
    pub disclaimer: String,
    /// Label of a note.
    pub note: String,
    /// Label of a tip.
    pub tip: String,
    /// Label of an important box.
    pub important: String,
    /// Label of a warning.
    pub warning: String,
    /// Label of a caution.
    pub caution: String,
    /// Label of an example.
    pub example: String,
    /// Label of a quiz.
    pub quiz: String,
    /// Label of a summary.
    pub summary: String,
    /// Label of objectives.
    pub objectives: String,
    /// Label of a side story.
    pub sidebar: String,
    /// Name of a table: before its number, and for screen readers.
    pub table: String,
    /// Name of a figure, before its number.
    pub figure: String,
    /// Name of a picture, before its alternative text where a picture is missing.
    pub image: String,
    /// Between a list of names: “and”.
    pub and: String,
    /// A finished task, for screen readers.
    pub done: String,
    /// An open task, for screen readers.
    pub open: String,
    /// On a later page of a table: “continued”.
    pub continued: String,
    /// Before the edition.
    pub edition: String,
    /// Before the date of publication.
    pub published: String,
    /// Before the names of those who edited.
    pub editing: String,
    /// Before the names of those who drew.
    pub illustrations: String,
    /// Before the names of those who translated.
    pub translation: String,
    /// Before the date of the last change.
    pub last_changed: String,
    /// Before the licence.
    pub license: String,
    /// Before the identifier.
    pub identifier: String,
    /// Before the publisher.
    pub publisher: String,
    /// Heading of the glossary.
    pub glossary: String,
    /// Heading of the list of a lesson's own terms.
    pub key_terms: String,
    /// Heading of the index.
    pub index: String,
    /// Heading of the list of tables.
    pub tables: String,
    /// Heading of the list of figures.
    pub figures: String,
    /// Heading of the sources.
    pub sources: String,
    /// Heading of the page that says how to read the book.
    pub guide: String,
    /// Heading of the disclaimers that hold for the whole book.
    pub notice: String,
}

impl Words {
    /// What stands before the names of those with a role; authors speak for themselves.
    pub fn role(&self, role: Role) -> Option<&str> {
        match role {
            Role::Author => None,
            Role::Editor => Some(&self.editing),
            Role::Illustrator => Some(&self.illustrations),
            Role::Translator => Some(&self.translation),
        }
    }

    /// The label over a block of a kind; none where blocks of that kind have no label.
    pub fn label(&self, kind: &super::BlockKind) -> Option<&str> {
        use super::BlockKind as Kind;
        match kind {
            Kind::KeyTerm(_) => Some(&self.key_term),
            Kind::Callout(callout) => Some(self.callout(callout.kind)),
            Kind::Takeaway { .. } => Some(&self.takeaway),
            Kind::Teaser { .. } => Some(&self.next),
            Kind::Disclaimer { .. } => Some(&self.disclaimer),
            _ => None,
        }
    }

    /// The label of a kind of box.
    pub fn callout(&self, kind: super::CalloutKind) -> &str {
        use super::CalloutKind as Kind;
        match kind {
            Kind::Note => &self.note,
            Kind::Tip => &self.tip,
            Kind::Important => &self.important,
            Kind::Warning => &self.warning,
            Kind::Caution => &self.caution,
            Kind::Example => &self.example,
            Kind::Quiz => &self.quiz,
            Kind::Summary => &self.summary,
            Kind::Objectives => &self.objectives,
            Kind::Sidebar => &self.sidebar,
        }
    }
}
