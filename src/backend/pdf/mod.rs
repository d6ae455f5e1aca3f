//! Set pages and the structure of a book → a tagged PDF: PDF 1.7 that keeps PDF/UA-1 and PDF/A-2a.
//!
//! [`tag`] and [`outline`] say in the format's words what is to be written, [`check`] whether it may claim to
//! conform, [`write`](self::write()) puts it into bytes: that room alone names the PDF libraries. It decides
//! nothing about layout. Start reading at [`Tags::plan`](tag::Tags::plan).

pub mod check;
pub mod options;
pub mod outline;
pub mod tag;
mod write;

pub use options::{Claims, Options};
pub use write::{WriteError, Written};

use crate::book::Pictures;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::FontLibrary;
use crate::model::Book;
use crate::typeset::frame::Pages;

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
        diagnostics.push(Diagnostic::new(code, format!("PDF: {finding}")));
    }
}

#[cfg(test)]
mod tests;
