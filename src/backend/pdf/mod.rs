//! Set pages and the structure of a book → a tagged PDF: PDF 1.7 that keeps PDF/UA-1 and PDF/A-2a.
//!
//! [`tag`] and [`outline`] say in the format's words what is to be written, [`check`] whether it may claim to
//! conform, [`write`](self::write()) puts it into bytes: that room alone names the PDF libraries. It decides
//! nothing about layout. Start reading at [`Tags::plan`](tag::Tags::plan).

pub mod check;
pub mod options;
pub mod outline;
mod scripts;
pub mod tag;
mod write;

pub use options::{Claims, Options};
pub use write::{WriteError, Written};

use super::{Backend, BackendInfo, Form, RenderJob};
use crate::book::Pictures;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::FontLibrary;
use crate::model::Book;
use crate::output::Artifact;
use crate::typeset::{frame::Pages, typeset};

/// The media type of a PDF file.
const MEDIA_TYPE: &str = "application/pdf";

/// The PDF back end.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Pdf {
    /// What was chosen for the file.
    pub options: Options,
}

impl Pdf {
    /// What the back end says of itself.
    pub const INFO: BackendInfo = BackendInfo {
        name: "pdf",
        suffix: "pdf",
        media_type: MEDIA_TYPE,
        about: "pages for print and screen: tagged PDF by PDF/UA-1 and PDF/A-2a",
    };
}

impl Backend for Pdf {
    fn info(&self) -> BackendInfo {
        Pdf::INFO
    }

    fn form(&self) -> Form {
        Form::Paged
    }

    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
        let set = match job.pages {
            Some(_) => None,
            None => Some(typeset(job.book, job.pictures, job.theme, job.fonts, diagnostics)),
        };
        let pages = job.pages.or(set.as_ref())?;
        match write_checked(pages, job.book, job.pictures, job.fonts, &self.options) {
            Ok(written) => {
                report(&written.findings, diagnostics);
                let pages = u32::try_from(pages.pages.len()).ok();
                Some(Artifact { media_type: MEDIA_TYPE, bytes: written.bytes, pages })
            }
            Err(error) => {
                diagnostics.push(Diagnostic::new(Code::OwnCheckFailed, error.to_string()));
                None
            }
        }
    }
}

/// Writes a set book as a PDF file that claims what our check of it allows.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub fn write(
    pages: &Pages,
    book: &Book,
    pictures: &Pictures,
    fonts: &FontLibrary,
) -> Result<Vec<u8>, WriteError> {
    let inputs = write::Inputs { pages, book, pictures, fonts };
    write::write(&inputs, &Options::default()).map(|written| written.bytes)
}

/// The same with options, and with what the check found.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub fn write_checked(
    pages: &Pages,
    book: &Book,
    pictures: &Pictures,
    fonts: &FontLibrary,
    options: &Options,
) -> Result<Written, WriteError> {
    write::write(&write::Inputs { pages, book, pictures, fonts }, options)
}

/// Says in diagnostics why a file does not claim to conform.
pub fn report(findings: &[check::Finding], diagnostics: &mut Diagnostics) {
    for finding in findings {
        let code = match finding.cause() {
            check::Cause::Lesson => Code::ClaimWithheld,
            check::Cause::Program => Code::OwnCheckFailed,
        };
        let found = Diagnostic::new(code, format!("PDF: {finding}"));
        diagnostics.push(match finding.cause() {
            check::Cause::Lesson => found.help("mend it in the lesson; `stationer check` says where"),
            check::Cause::Program => found.help("report this fault of Stationer, with the lesson"),
        });
    }
}

#[cfg(test)]
mod tests;
