//! Theme → its style sheets, written and compressed once for all books that are made one after the other.
//!
//! A library of a thousand lessons has one theme: to write and compress its sheets anew for each lesson would
//! take as long as the lessons themselves. What is kept follows from the theme alone, so that it does not
//! matter whose sheets were made before.

use super::container::Entry;
use super::stylesheet::Stacks;
use super::{Fault, finish, stylesheet};
use crate::theme::Theme;
use std::sync::{Arc, Mutex, PoisonError};

/// Style sheets as they lie in an archive.
pub(super) type Sheets = Arc<[Entry; 2]>;

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
    Ok(Arc::new(finish::packed(&stylesheet::base(theme, stacks), &stylesheet::modern(theme))?))
}
