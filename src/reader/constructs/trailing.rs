//! `{#id .class key=value}` at the end of a heading or caption → its attributes, and the text without them.
//!
//! Braces that hold anything else, and those that the author escaped, are text.

use super::attributes::{self, Attributes};
use super::label;
use crate::model::{Inline, InlineKind};
use crate::reader::Context;
use crate::reader::split::{self, Cut};

/// Takes the attributes off the end of running text; there may be none.
pub(in crate::reader) fn take(cx: &Context<'_>, content: Vec<Inline>) -> (Vec<Inline>, Attributes) {
    let none = Attributes::default();
    let Some(last) = content.last() else { return (content, none) };
    let InlineKind::Text { text } = &last.kind else { return (content, none) };
    let text = text.trim_end();
    let Some(open) = text.rfind('{').filter(|_| text.ends_with('}')) else { return (content, none) };
    let inside = text.get(open + 1..text.len() - 1).unwrap_or_default();
    // Quotes in the text may be those of print by now.
    let source = cx.slice(last.span.range()).trim_end().strip_suffix('}');
    let written = source.and_then(|source| source.rsplit_once('{')).map(|(_, written)| written);
    let inside = written.filter(|written| attributes::reads(written)).unwrap_or(inside);
    if !attributes::reads(inside) || label::is_escaped(cx, last, open + 1) {
        return (content, none);
    }
    let mut found = Attributes::default();
    found.read_braces(inside);
    let cut = Cut { piece: content.len() - 1, start: open, end: text.len() };
    (split::cut(cx.text, content, cut).0, found)
}
