//! Resolved lessons → book: front, body and back, contents, metadata, policies.
//!
//! Everything both formats show is decided here, so that they agree. Knows no Markdown and no format.

pub use crate::resolve::Pictures;

mod assemble;
mod captions;
mod collation;
mod contents;
mod ends;
mod imprint;
mod index;
mod labels;
mod listings;
mod mentions;
mod metadata;
mod outside;
mod pages;
mod policy;
mod sentences;
mod table;
mod teasers;
mod terms;
#[cfg(test)]
mod tests;
mod words;

pub use assemble::assemble;
pub use captions::CaptionNumbers;
pub use imprint::{ImprintLine, imprint};
pub use words::words;

use crate::config::Settings;
use crate::model::{Date, ImageId, Series, Unit};

/// Which book is to be made of the lessons.
#[derive(Clone, Debug)]
pub struct Edition<'a> {
    /// What is set for it.
    pub settings: &'a Settings,
    /// The whole path, or one lesson.
    pub unit: Unit,
    /// The path's name for files: a slug of the folder's name.
    pub path_slug: &'a str,
    /// The folder's own name: made readable it is the title of a path that has none.
    pub path_name: &'a str,
    /// The date of the last change when none is set: from SOURCE_DATE_EPOCH, else [`Date::FALLBACK`].
    pub fallback_date: Date,
    /// The path a single lesson belongs to.
    pub series: Option<Series>,
    /// The title of each part, in order; empty for a book that is not divided.
    pub part_titles: Vec<Option<String>>,
    /// The cover picture, if one was found.
    pub cover: Option<ImageId>,
}
