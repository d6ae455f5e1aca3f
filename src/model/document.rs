//! A lesson or a book ↔ the JSON form of the model, and the JSON Schema of that form.
//!
//! This is the public interface for programs of other people; `docs/model.md` is its manual. Knows no
//! source, file or format.

use super::{Book, Lesson, MODEL_VERSION};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The document model of one lesson or one book, as `stationer model` prints it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The version of this form: it grows when a program that understood the form before might
    /// misunderstand it now. New kinds of nodes and new optional members do not change it.
    #[serde(rename = "stationer-model")]
    pub version: u32,
    /// What it holds.
    #[serde(flatten)]
    pub content: Content,
}

/// What a document holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// A lesson as it was read, before any reference is resolved and any policy applied.
    Lesson(Box<Lesson>),
    /// A book: references resolved, policies applied.
    Book(Box<Book>),
}

impl Document {
    /// The document of one lesson.
    pub fn lesson(lesson: Lesson) -> Document {
        Document { version: MODEL_VERSION, content: Content::Lesson(Box::new(lesson)) }
    }

    /// The document of one book.
    pub fn book(book: Book) -> Document {
        Document { version: MODEL_VERSION, content: Content::Book(Box::new(book)) }
    }

    /// The JSON form, for people to look at too. None when a value cannot be said in JSON, which no
    /// model has.
    pub fn json(&self) -> Option<String> {
        serde_json::to_string_pretty(self).ok()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// What is wrong with the JSON, and where.
    pub fn from_json(json: &str) -> Result<Document, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The JSON Schema (draft 2020-12) of the JSON form.
    pub fn schema() -> String {
        let settings = schemars::generate::SchemaSettings::draft2020_12();
        let schema = settings.into_generator().into_root_schema_for::<Document>();
        serde_json::to_string_pretty(&schema).unwrap_or_default()
    }
}
