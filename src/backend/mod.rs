//! Book → artefact: what every back end is.
//!
//! A back end describes itself, is configured, then renders. It never touches the disk, prints or exits,
//! and knows no Markdown. This file knows no format either.

pub mod epub;
pub mod markdown;
pub mod pdf;
pub mod registry;

use crate::book::Pictures;
use crate::diagnostics::Diagnostics;
use crate::fonts::FontLibrary;
use crate::model::Book;
use crate::output::Artifact;
use crate::theme::Theme;
use crate::typeset::frame::Pages;

/// Everything a back end may look at.
#[derive(Clone, Copy)]
pub struct RenderJob<'a> {
    /// The resolved book.
    pub book: &'a Book,
    /// Its pictures.
    pub pictures: &'a Pictures,
    /// How it should look.
    pub theme: &'a Theme,
    /// The faces of the theme's families.
    pub fonts: &'a FontLibrary,
    /// The book set into pages, when a format of the same run shows it as pages.
    pub pages: Option<&'a Pages>,
}

/// What a back end says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BackendInfo {
    /// The name on the command line, such as `epub`.
    pub name: &'static str,
    /// The suffix of its files, without the dot.
    pub suffix: &'static str,
    /// The media type of its files.
    pub media_type: &'static str,
    /// What it makes, in one line.
    pub about: &'static str,
}

/// How a format shows a book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// On pages of a size that is settled: their back ends draw [`RenderJob::pages`].
    Paged,
    /// As text that flows into whatever it is read on.
    Flowing,
}

/// Turns a book into the bytes of one file.
pub trait Backend: Send + Sync {
    /// What it says of itself.
    fn info(&self) -> BackendInfo;

    /// How it shows a book.
    fn form(&self) -> Form {
        Form::Flowing
    }

    /// Makes the file. None when its own check failed, which it reports: then nothing is written.
    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact>;
}
