//! Theme → its style sheets, written and compressed once for all books that are made one after the other.
//!
//! A library of a thousand lessons has one theme: to write and compress its sheets anew for each lesson would
//! take as long as the lessons themselves. What is kept follows from the theme alone, so that it does not
//! matter whose sheets were made before.

use super::container::{Entry, Method, Packer};
use super::names::{BASE_CSS, MODERN_CSS};
use super::stacks::Stacks;
use super::{Fault, check, finish, stylesheet};
use crate::theme::Theme;
use std::sync::{Arc, Mutex, PoisonError};

/// A style sheet.
pub(super) struct Sheet {
    /// As it lies in an archive. It was seen to come out as `text`.
    pub(super) entry: Entry<'static>,
    /// What it says.
    pub(super) text: String,
}

/// The style sheets of a book.
pub(super) type Sheets = Arc<[Sheet; 2]>;

/// The sheets of the theme used last.
static LAST: Mutex<Option<(Theme, Sheets)>> = Mutex::new(None);

/// The style sheets of a theme.
pub(super) fn of(theme: &Theme) -> Result<Sheets, Fault> {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, sheets)) = last.as_ref()
        && known == theme
    {
        return Ok(Arc::clone(sheets));
    }
    let sheets = with(theme, &Stacks::default())?;
    *last = Some((theme.clone(), Arc::clone(&sheets)));
    Ok(sheets)
}

/// The style sheets of a theme for a book with families of its own.
pub(super) fn with(theme: &Theme, stacks: &Stacks) -> Result<Sheets, Fault> {
    let base = packed(BASE_CSS, stylesheet::base(theme, stacks))?;
    Ok(Arc::new([base, packed(MODERN_CSS, stylesheet::modern(theme))?]))
}

fn packed(file: &str, text: String) -> Result<Sheet, Fault> {
    let name = finish::inside(file);
    let entry = Packer::shared(|packer| packer.entry(&name, text.as_bytes(), Method::Deflated))?.into_owned();
    match check::unpacked(&entry) {
        Some(out) if out == text.as_bytes() => Ok(Sheet { entry, text }),
        _ => Err(Fault(format!("{name} does not come out as it was packed"))),
    }
}
