//! “Station 10”, “Stations 3, 4 and 7”, “Stations 2–5” in running text → station references, one for each
//! number; bare web addresses → links. Works on text outside links, code and headings.

use super::link;
use crate::model::{Inline, InlineKind, LinkTarget};
use crate::reader::Context;
use crate::reader::split::source_offsets;
use crate::source::Span;
use std::ops::Range;

/// What was found in a text.
enum Mark {
    Station(u32),
    Address,
}

/// The content with every reference in its own texts made a piece of its own.
pub(in crate::reader) fn mark(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(content.len());
    for inline in join_wrapped(cx, content) {
        match inline.kind {
            InlineKind::Text { text } => mark_text(cx, text, inline.span, &mut out),
            _ => out.push(inline),
        }
    }
    out
}

fn mark_text(cx: &Context<'_>, text: String, span: Span, out: &mut Vec<Inline>) {
    let mut marks: Vec<(Range<usize>, Mark)> =
        link::bare_addresses(&text).into_iter().map(|range| (range, Mark::Address)).collect();
    let stations = stations(&text, &cx.station_label);
    let addresses = marks.len();
    for (range, number) in stations {
        let at = marks
            .get(..addresses)
            .unwrap_or_default()
            .partition_point(|(address, _)| address.end <= range.start);
        if marks
            .get(..addresses)
            .and_then(|m| m.get(at))
            .is_none_or(|(address, _)| address.start >= range.end)
        {
            marks.push((range, Mark::Station(number)));
        }
    }
    if marks.is_empty() {
        return out.push(Inline::text(text, span));
    }
    marks.sort_by_key(|(range, _)| range.start);
    let cuts: Vec<usize> = marks.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    let offsets = source_offsets(cx.slice(span.range()), &text, &cuts);
    let place = |index: usize| span.start as usize + offsets.get(index).copied().unwrap_or_default();
    let mut done = (0, span.start as usize);
    for (index, (range, mark)) in marks.iter().enumerate() {
        let (from, to) = (place(2 * index), place(2 * index + 1));
        let words = text.get(range.clone()).unwrap_or_default().to_owned();
        push_text(cx, &text, done.0..range.start, done.1..from, out);
        let place = cx.span(from..to);
        out.push(Inline::new(
            match mark {
                Mark::Station(number) => {
                    InlineKind::StationRef { number: *number, text: words, target: None, title: None }
                }
                Mark::Address => InlineKind::Link {
                    target: LinkTarget::External { url: words.clone() },
                    title: None,
                    content: vec![Inline::text(words, place)],
                },
            },
            place,
        ));
        done = (range.end, to);
    }
    push_text(cx, &text, done.0..text.len(), done.1..span.end as usize, out);
}

fn push_text(cx: &Context<'_>, text: &str, range: Range<usize>, source: Range<usize>, out: &mut Vec<Inline>) {
    if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
        out.push(Inline::text(text, cx.span(source)));
    }
}

/// The references in a text, in order, each with its number.
fn stations(text: &str, label: &str) -> Vec<(Range<usize>, u32)> {
    let mut found = Vec::new();
    if label.trim().is_empty() {
        return found;
    }
    for (start, _) in text.match_indices(label) {
        let joined = text.get(..start).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
        if joined || found.last().is_some_and(|(range, _): &(Range<usize>, u32)| range.end > start) {
            continue;
        }
        let rest = text.get(start + label.len()..).unwrap_or_default();
        let ending: usize = rest.chars().take(4).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let plural = !rest.get(..ending).unwrap_or_default().is_empty();
        if !matches!(rest.get(..ending), Some("" | "s" | "e" | "n" | "en" | "es")) {
            continue;
        }
        let after = start + label.len() + ending;
        let space: usize = text.get(after..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        if space == 0 {
            continue;
        }
        let Some((number, end)) = number(text, after + space) else { continue };
        found.push((start..end, number));
        if plural {
            further(text, end, &mut found);
        }
    }
    found
}

/// The numbers after the first: “, 4 and 7”, “–5”.
fn further(text: &str, mut at: usize, found: &mut Vec<(Range<usize>, u32)>) {
    const BETWEEN: [&str; 17] = [
        ", and ", ", or ", ", ", " and ", " or ", " & ", " to ", " und ", " oder ", " bis ", " et ", " ou ",
        " à ", " y ", " o ", "–", "-",
    ];
    while let Some(rest) = text.get(at..) {
        let Some(gap) = BETWEEN.into_iter().find(|gap| rest.starts_with(gap)) else { return };
        let Some((number, end)) = number(text, at + gap.len()) else { return };
        found.push((at + gap.len()..end, number));
        at = end;
    }
}

/// A number of one to four digits that stands at `at` and ends there.
fn number(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut behind = rest.get(digits..)?.chars();
    let joined = match behind.next() {
        Some('.' | ',' | ':') => behind.next().is_some_and(|c| c.is_ascii_digit()),
        Some('%') => true,
        Some(c) => c.is_alphanumeric(),
        None => false,
    };
    if !(1..=4).contains(&digits) || joined {
        return None;
    }
    Some((rest.get(..digits)?.parse().ok()?, at + digits))
}

/// Joins “Station”, a line end and “10” so that wrapped lines hold references too.
fn join_wrapped(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    let label = cx.station_label.as_str();
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    let mut pieces = content.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let wrapped = piece.kind == InlineKind::SoftBreak
            && ends_in_label(out.last(), label)
            && pieces.peek().is_some_and(
                |next| matches!(&next.kind, InlineKind::Text { text } if number(text, 0).is_some()),
            );
        if !wrapped {
            out.push(piece);
            continue;
        }
        if let (Some(Inline { kind: InlineKind::Text { text }, span }), Some(next)) =
            (out.last_mut(), pieces.next())
            && let InlineKind::Text { text: tail } = next.kind
        {
            text.push(' ');
            text.push_str(&tail);
            *span = span.to(next.span);
        }
    }
    out
}

fn ends_in_label(piece: Option<&Inline>, label: &str) -> bool {
    let Some(Inline { kind: InlineKind::Text { text }, .. }) = piece else { return false };
    let text = text.trim_end();
    !label.is_empty()
        && [label.to_owned(), format!("{label}s")].iter().any(|word| text.ends_with(word.as_str()))
}
