//! Findings about a character that no font has, at their paragraph → the same at the character itself.
//!
//! Who sets a paragraph knows its place in the source and not its text; here both are at hand.

use crate::diagnostics::{Code, Diagnostics, Place};
use crate::source::{Sources, Span};

/// Moves each finding about a missing character to where that character stands first in its place. One that was
/// not written as itself, such as an HTML entity, stays with its paragraph.
pub fn point_at_characters(diagnostics: &mut Diagnostics, sources: &Sources) {
    for finding in diagnostics.iter_mut().filter(|finding| finding.code == Code::GlyphMissing) {
        let (Place::Span(span), Some(character)) = (&finding.place, finding.label.take()) else { continue };
        let text = sources.get(span.file).map(|file| file.text()).unwrap_or_default();
        let place = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        if let Some(at) = place.find(character.as_str()) {
            let start = span.start as usize + at;
            finding.place = Place::Span(Span::new(span.file, start, start + character.len()));
        }
    }
}
