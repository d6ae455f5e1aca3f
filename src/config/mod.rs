//! `path.toml` and `stationer.toml` → typed settings with places.
//!
//! [`parse`] reads one file into a [`PathFile`]: what that file says, nothing added. [`Settings::merged`]
//! lays a path's file over its library's and fills in the defaults. This room knows neither the command
//! line nor any format: tables of back ends are kept as they are, for the back end to read.

mod classify;
mod parse;
mod settings;
mod summary;
mod table;
#[cfg(test)]
mod tests;

pub use classify::{ClassifyTable, Recognition};
pub use parse::parse;
pub use settings::{
    DisclaimerPolicy, LessonOrder, ListedPart, OutsideStation, Policy, PromoPolicy, Settings,
    check_backend_options,
};
pub use summary::{Summary, summary};

use crate::model::{Contributor, Date, DisclaimerKind, LangTag, TradeNumber};
use crate::source::Span;
use std::collections::BTreeMap;

/// Which of the two configuration files is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfigKind {
    /// `path.toml`, in the folder of a path: has to give a title.
    Path,
    /// `stationer.toml`, at the root of a library: defaults for all its paths. What can be true of one
    /// path only (`id`, `lessons`, `[[part]]`) is refused.
    Library,
}

/// What one configuration file says.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct PathFile {
    /// `[path]`.
    pub path: PathTable,
    /// Every `[[part]]`, in order.
    pub parts: Vec<PartTable>,
    /// `[policy]`.
    pub policy: PolicyTable,
    /// `[classify]`.
    pub classify: ClassifyTable,
    /// The tables of back ends, such as `[epub]`, by the back end's name.
    pub backends: BTreeMap<String, BackendTable>,
}

/// The table of a back end: its options by name. The back end knows what they mean.
pub type BackendTable = BTreeMap<String, BackendOption>;

/// One option of a back end.
#[derive(Clone, PartialEq, Debug)]
pub struct BackendOption {
    /// Its value.
    pub value: toml::Value,
    /// Where its name stands.
    pub span: Span,
}

/// `[path]`: what is known about a book, and which lessons it has.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PathTable {
    /// `title`.
    pub title: Option<String>,
    /// `subtitle`.
    pub subtitle: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `language`.
    pub language: Option<LangTag>,
    /// `id`: a UUID, or a text to derive one from.
    pub id: Option<String>,
    /// `authors`, in order.
    pub contributors: Option<Vec<Contributor>>,
    /// `publisher`.
    pub publisher: Option<String>,
    /// `rights`.
    pub rights: Option<String>,
    /// `license`.
    pub license: Option<String>,
    /// `subjects`.
    pub subjects: Option<Vec<String>>,
    /// `cover`: a path relative to the folder of this file.
    pub cover: Option<ListedFile>,
    /// `date`.
    pub date: Option<Date>,
    /// `modified`.
    pub modified: Option<Date>,
    /// `edition`: text, or a number.
    pub edition: Option<String>,
    /// `isbn`: one for all formats, or a table with one for each.
    pub isbns: Option<Vec<TradeNumber>>,
    /// `lessons`: paths relative to the folder of this file.
    pub lessons: Option<Vec<ListedFile>>,
}

/// `[[part]]`: a division of the book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartTable {
    /// `title`.
    pub title: String,
    /// `lessons`: paths relative to the folder of this file.
    pub lessons: Vec<ListedFile>,
}

/// A file named in a configuration file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedFile {
    /// The path as written.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// `[policy]`: what is done with text that is not the lesson itself.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PolicyTable {
    /// `disclaimer`.
    pub disclaimer: Option<DisclaimerPolicy>,
    /// `promo`.
    pub promo: Option<PromoPolicy>,
    /// `station-label`.
    pub station_label: Option<String>,
    /// `require-disclaimer`.
    pub require_disclaimer: Option<Vec<DisclaimerKind>>,
    /// `outside-station`: a word, or a table with a `text`.
    pub outside_station: Option<OutsideStation>,
}
