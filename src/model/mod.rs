//! The document model: what a lesson and a book say, and nothing of how they look.
//!
//! This is the waist between reading and writing: readers make it, [`crate::resolve`] settles it,
//! back ends show it. Each node carries the [`Span`](crate::source::Span) of its source. The JSON form
//! (`stationer model`) is public and versioned by [`MODEL_VERSION`]. The model knows no syntax, file,
//! font, EPUB or PDF. Start at [`Lesson`], then [`Block`] and [`Inline`]; [`Book`] is a resolved path.

mod block;
mod book;
mod document;
mod id;
mod inline;
mod isbn;
mod lesson;
mod matter;
mod metadata;
pub mod walk;

pub use block::{
    Alignment, Block, BlockKind, BoilerplateKind, Callout, CalloutKind, Cell, CellExtent, CodeBlock,
    Definition, DisclaimerKind, Figure, HeadingLevel, Introduces, KeyTerm, List, ListItem, ListMarker, Note,
    Origin, Row, Table, Task,
};
pub use book::{Book, Chapter, ContentsEntry, Part, Station, Unit, Withheld, WithheldKind, Words};
pub use document::{Content, Document};
pub use id::{ImageId, TargetId};
pub use inline::{Alt, Image, Inline, InlineKind, LinkTarget, Marker};
pub use isbn::{Isbn, TradeNumber};
pub use lesson::{Dialect, Lesson, Title, Trivia, TriviaKind};
pub use matter::{
    BackPage, FrontPage, GlossaryEntry, IndexEntry, LetterGroup, Lettered, Listed, Listing, Locator, Sense,
    Text, Weight,
};
pub use metadata::{
    BookMetadata, Contributor, Date, Direction, DisclaimerDuty, LangTag, LanguageSource, LessonMetadata,
    Role, Series, StationWords,
};

/// The version of the JSON form.
pub const MODEL_VERSION: u32 = 1;
