//! Calls of notes → calls that pulldown-cmark knows, wherever the note itself stands; the notes of all
//! regions → the last block of the lesson.
//!
//! pulldown-cmark takes `[^name]` for a call only where the same text defines the note. A region of a lesson
//! is parsed alone, so definitions of all names that it calls are put before it, and their events dropped.
//! Which calls have a note is settled with all other references.

use crate::model::{Block, BlockKind};
use crate::reader::Context;
use std::collections::BTreeSet;

/// The longest name of a note, in bytes.
const LONGEST: usize = 100;

/// What to put before a region so that every call in it is known as one; empty when there is none.
pub(in crate::reader::markdown) fn definitions(region: &str) -> String {
    let mut names = BTreeSet::new();
    let mut rest = region;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"[^") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let end = rest
            .bytes()
            .take(LONGEST)
            .position(|b| matches!(b, b']' | b'[' | b'\\') || b.is_ascii_whitespace());
        if let Some(end) = end.filter(|end| *end > 0 && rest.as_bytes().get(*end) == Some(&b']')) {
            names.extend(rest.get(..end));
        }
    }
    if names.is_empty() {
        return String::new();
    }
    let mut text: String = names.iter().map(|name| format!("[^{name}]: x\n\n")).collect();
    // A comment ends the last definition, whatever the region begins with.
    text.push_str("<!-- -->\n\n");
    text
}

/// Puts the notes that were found into the last block of the lesson.
pub(in crate::reader::markdown) fn gather(cx: &mut Context<'_>, blocks: &mut Vec<Block>) {
    let notes = std::mem::take(&mut cx.notes);
    let Some(span) = notes.iter().map(|note| note.span).reduce(|a, b| a.to(b)) else { return };
    blocks.push(Block::new(BlockKind::Notes { notes }, span));
}
