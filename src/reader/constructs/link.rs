//! The address of a link → where it leads, and whether it is safe. Also pictures marked as decorative.

use crate::diagnostics::Code;
use crate::model::{Alt, Inline, InlineKind, LinkTarget, walk};
use crate::reader::Context;
use crate::reader::characters::is_dropped;
use crate::reader::constructs::attributes::Attributes;
use crate::reader::split;
use std::ops::Range;

/// Where a link leads, and the station it names when its address is `station:10`.
pub(in crate::reader) fn target(
    cx: &mut Context<'_>,
    url: &str,
    source: Range<usize>,
) -> (LinkTarget, Option<u32>) {
    let url: String =
        url.trim().chars().filter(|c| !is_dropped(*c) && !matches!(c, '\t' | '\n' | '\r')).collect();
    let Some(scheme) = scheme(&url) else {
        let target = if url.starts_with("//") {
            LinkTarget::External { url: format!("https:{url}") }
        } else {
            LinkTarget::Unresolved { reference: url }
        };
        return (target, None);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" => (LinkTarget::External { url }, None),
        "station" => {
            let number = url.get("station:".len()..).and_then(|number| number.trim().parse().ok());
            (LinkTarget::Dead { reference: url }, number)
        }
        other => {
            let message = format!("a link with the scheme `{other}` is not safe in a book");
            let span = cx.span(source);
            cx.report(Code::UnsafeLink, message, span, "use an https address, or a path to a lesson");
            (LinkTarget::Dead { reference: url }, None)
        }
    }
}

/// The scheme of an address, if it has one (RFC 3986 §3.1).
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let mut letters = scheme.chars();
    let starts = letters.next()?.is_ascii_alphabetic();
    (starts && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).then_some(scheme)
}

/// Takes what stands in braces behind a picture as marks of it: `{decorative}`; all others are reported.
/// The id of a picture that stands alone is taken by [`super::figure`].
pub(in crate::reader) fn settle_images(cx: &mut Context<'_>, content: &mut Vec<Inline>) {
    for inline in content.iter_mut() {
        if let Some(inner) = walk::inner_content_mut(&mut inline.kind) {
            settle_images(cx, inner);
        }
    }
    let marked = |text: &str| marks(text).is_some();
    if !content.iter().any(|inline| matches!(&inline.kind, InlineKind::Text { text } if marked(text))) {
        return;
    }
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in std::mem::take(content) {
        let found = match &inline.kind {
            InlineKind::Text { text } if is_written(cx, &inline) => marks(text).map(str::to_owned),
            _ => None,
        };
        match (out.last_mut().map(|last| &mut last.kind), found) {
            (Some(InlineKind::Image(image)), Some(found)) => {
                let mut attributes = Attributes::default();
                attributes.read_braces(found.trim_matches(['{', '}']));
                if attributes.get("decorative").is_some() {
                    image.alt = Alt::Decorative;
                }
                let span = inline.span;
                let classes = attributes.name.as_deref().map(|class| format!(".{class}"));
                let keys = attributes.keys().filter(|key| *key != "decorative");
                for key in classes.as_deref().into_iter().chain(keys) {
                    let message = format!("`{}` has no effect on an image", key.escape_debug());
                    cx.report(Code::ImageAttribute, message, span, "remove it");
                }
                out.extend(split::text_from(cx.text, inline, found.len()));
            }
            _ => out.push(inline),
        }
    }
    *content = out;
}

/// Whether the first character of a text stands in the source as it is, not escaped and not by its number.
fn is_written(cx: &Context<'_>, inline: &Inline) -> bool {
    let start = inline.span.start as usize;
    let here = cx.text.get(start..).is_some_and(|rest| rest.starts_with('{'));
    here && !cx.text.get(..start).is_some_and(|before| before.ends_with('\\'))
}

/// The braces at the start of a text and what is in them, when it reads as a list of attributes.
fn marks(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?.split_once('}')?.0;
    let word = |word: &str| {
        word == "decorative" || word.starts_with('#') || word.starts_with('.') || word.contains('=')
    };
    let reads = !inside.trim().is_empty() && !inside.contains('{') && inside.split_whitespace().all(word);
    if reads { text.get(..inside.len() + 2) } else { None }
}

/// The first addresses that stand bare in text, no more than `most`: ranges of `text`. One whose colon is
/// escaped in the source of the text is none.
pub(in crate::reader) fn bare_addresses(source: &str, text: &str, most: usize) -> Vec<Range<usize>> {
    let mut found = addresses(text, most);
    if source == text || found.is_empty() {
        return found;
    }
    let colon =
        |range: &Range<usize>| range.start + text.get(range.clone()).and_then(|t| t.find(':')).unwrap_or(0);
    let colons: Vec<usize> = found.iter().map(colon).collect();
    let mut places = split::source_offsets(source, text, &colons).into_iter();
    found.retain(|_| {
        let byte = places.next().and_then(|at| source.as_bytes().get(at));
        !matches!(byte, Some(b'\\' | b'&'))
    });
    found
}

fn addresses(text: &str, most: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < most
        && let Some(at) = text.get(from..).and_then(|rest| rest.find("://")).map(|at| from + at)
    {
        let before = text.get(from..at).unwrap_or_default();
        from = at + 3;
        let scheme = ["https", "http"].into_iter().find(|scheme| before.ends_with(scheme));
        let Some(start) = scheme.map(|scheme| at - scheme.len()) else { continue };
        if text.get(..start).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = text.get(from..).unwrap_or_default();
        let len = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(rest.len());
        let end = from + address_end(rest.get(..len).unwrap_or_default());
        if end > from {
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// The length of an address without the punctuation of the sentence around it (GFM §6.9).
fn address_end(address: &str) -> usize {
    let mut open = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut end = address.len();
    while let Some(last) = address.get(..end).and_then(|text| text.chars().next_back()) {
        match last {
            ')' if closed > open => closed -= 1,
            '(' => open = open.saturating_sub(1),
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' | '”' | '’' | '»' => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    end
}
