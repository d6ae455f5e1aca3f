//! Set pages, their tags and bookmarks → the bytes of a PDF file.
//!
//! *Compose*: the operators that paint each page are our own bytes ([`content`]). *Assemble*: printpdf makes the
//! document shell with its fonts and pictures ([`shell`]). *Finish*: everything tagged, linked or described is
//! built into lopdf's object graph ([`structure`], [`annotations`], [`navigation`], [`metadata`]) and saved
//! ([`save`], by [`syntax`] and [`compress`]). Only this room names printpdf, lopdf and subsetter; nothing is
//! decided here.

mod annotations;
mod color_profile;
mod compress;
mod content;
mod letters;
mod metadata;
mod navigation;
mod number;
mod pictures;
mod save;
mod shell;
mod structure;
mod syntax;

use shell::Shell;

use super::check::{self, Finding};
use super::options::{Claims, Options};
use super::outline;
use super::tag::Tags;
use crate::book::Pictures;
use crate::fonts::FontLibrary;
use crate::model::{Book, ImageId};
use crate::typeset::frame::Pages;
use rayon::prelude::*;
use std::fmt;

/// Everything a file is made from.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) pages: &'a Pages,
    pub(super) book: &'a Book,
    pub(super) pictures: &'a Pictures,
    pub(super) fonts: &'a FontLibrary,
}

/// A finished file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Why it does not claim to conform; empty when it does.
    pub findings: Vec<Finding>,
}

/// Why no file could be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// A face cannot be cut down to the glyphs in use.
    Font {
        /// The name of the face.
        face: String,
        /// What is wrong.
        reason: String,
    },
    /// A picture is not among the book's, or cannot be decoded.
    Picture {
        /// Which one.
        picture: ImageId,
        /// What is wrong.
        reason: String,
    },
    /// The document shell is not as expected: a fault of ours.
    Shell {
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Font { face, reason } => write!(f, "the font `{face}` cannot be embedded: {reason}"),
            WriteError::Picture { picture, reason } => {
                write!(f, "picture {} cannot be embedded: {reason}", picture.0)
            }
            WriteError::Shell { reason } => write!(f, "the PDF cannot be assembled: {reason}"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<lopdf::Error> for WriteError {
    fn from(error: lopdf::Error) -> WriteError {
        WriteError::Shell { reason: error.to_string() }
    }
}

/// Writes a file.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub(super) fn write(inputs: &Inputs<'_>, options: &Options) -> Result<Written, WriteError> {
    let tags = Tags::plan(inputs.pages);
    let findings = check::check(inputs.pages, &tags, inputs.book);
    let letters = letters::Letters::collect(inputs.pages, inputs.fonts)?;
    let pictures = pictures::embedded(inputs.pages, inputs.pictures)?;
    let mut shell = shell::Shell::build(inputs.pages, &letters, pictures)?;

    let painted: Vec<Vec<u8>> = inputs
        .pages
        .pages
        .par_iter()
        .zip(&tags.pages)
        .map(|(page, sequences)| compress::deflate(&content::paint(page, sequences, &letters)))
        .collect();
    shell.set_contents(painted)?;

    let areas = annotations::add(&mut shell, inputs.pages)?;
    structure::add(&mut shell, &tags, &areas)?;
    navigation::add(&mut shell, inputs.pages, &outline::bookmarks(inputs.book, &inputs.pages.destinations))?;
    let claim = match options.claims {
        Claims::WhenChecked if findings.is_empty() => metadata::Claim::Conforms,
        Claims::WhenChecked | Claims::Never => metadata::Claim::Nothing,
    };
    metadata::add(&mut shell, inputs.book, claim)?;
    Ok(Written { bytes: save::save(shell)?, findings })
}
