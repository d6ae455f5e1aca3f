//! “Station 10”, “Stations 3, 4 and 7”, “Stations 2–5” in running text → station references, one for each
//! number; bare web addresses → links. Works on text outside links, code and headings.

use super::link;
use crate::config::Recognition;
use crate::diagnostics::Code;
use crate::model::{Inline, InlineKind, LinkTarget};
use crate::reader::Context;
use crate::reader::split::source_offsets;
use crate::reader::words::Words;
use crate::source::Span;
use std::ops::Range;

/// So many references are looked for in one text: each takes many times its bytes in memory.
const MOST: usize = 20_000;

/// What was found in a text.
enum Mark {
    Station(u32),
    Address,
}

/// The content with every reference in its own texts made a piece of its own.
pub(in crate::reader) fn mark(cx: &mut Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    if !content.iter().any(|inline| may_hold(cx, inline)) {
        return content;
    }
    let mut out = Vec::with_capacity(content.len());
    for inline in join_wrapped(cx, content) {
        match inline.kind {
            InlineKind::Text { text } => mark_text(cx, text, inline.span, &mut out),
            _ => out.push(inline),
        }
    }
    out
}

/// Whether a piece is a text with an address or the word for a station in it.
fn may_hold(cx: &Context<'_>, inline: &Inline) -> bool {
    let InlineKind::Text { text } = &inline.kind else { return false };
    cx.marks.address_in(text, inline.span) || cx.marks.label_in(text)
}

fn mark_text(cx: &mut Context<'_>, text: String, span: Span, out: &mut Vec<Inline>) {
    let addresses = link::bare_addresses(cx.slice(span.range()), &text, MOST + 1);
    let mut marks: Vec<(Range<usize>, Mark)> =
        addresses.into_iter().map(|range| (range, Mark::Address)).collect();
    let stations = stations(cx, &text);
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
    if let Some((range, _)) = marks.get(MOST) {
        let message = format!("one text has more than {MOST} references; those from here on stay words");
        let offsets = source_offsets(cx.slice(span.range()), &text, &[range.start]);
        let at = span.start as usize + offsets.first().copied().unwrap_or_default();
        let place = cx.span(at..at);
        cx.report(Code::InlineMarks, message, place, "part the text");
        marks.truncate(MOST);
    }
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
                Mark::Station(number) => InlineKind::StationRef {
                    number: *number,
                    text: words,
                    target: None,
                    title: None,
                    aside: None,
                },
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
fn stations(cx: &Context<'_>, text: &str) -> Vec<(Range<usize>, u32)> {
    let mut found = Vec::new();
    if cx.classify.stations == Some(Recognition::Off) {
        return found;
    }
    for label in labels(&cx.station_label, &cx.words) {
        with_label(cx, text, label, &mut found);
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

/// The words for a station: the one that is set, and the language's own. Without a word there are no
/// references at all.
pub(in crate::reader) fn labels<'c>(
    station_label: &'c str,
    words: &'c Words,
) -> impl Iterator<Item = &'c str> {
    let set = Some(station_label).filter(|label| !label.trim().is_empty());
    let own = words.each(|t| t.stations).map(|own| -> &'c str { own });
    let own = own.filter(move |own| set.is_some_and(|set| set != *own));
    set.into_iter().chain(own)
}

/// Finds the references that begin with a word.
fn with_label(cx: &Context<'_>, text: &str, label: &str, found: &mut Vec<(Range<usize>, u32)>) {
    let most = found.len() + MOST;
    let mut behind = 0;
    for (start, _) in text.match_indices(label) {
        let spaced = label.chars().all(|c| c < '\u{E00}');
        // Arabic and Hebrew join small words, such as “and that in the”, to the next one.
        let may_join = if label.starts_with(|c| ('\u{590}'..='\u{6FF}').contains(&c)) { 4 } else { 0 };
        let before = text.get(..start).unwrap_or_default();
        let joined = before.chars().rev().take(may_join + 1).take_while(|c| c.is_alphanumeric()).count();
        if found.len() > most {
            return;
        }
        if (joined > may_join && spaced) || start < behind {
            continue;
        }
        let rest = text.get(start + label.len()..).unwrap_or_default();
        let ending: usize = rest.chars().take(4).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        if !matches!(rest.get(..ending), Some("" | "s" | "e" | "n" | "en" | "es")) {
            continue;
        }
        let after = start + label.len() + ending;
        let space: usize = text.get(after..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        if space == 0 && spaced {
            continue;
        }
        let Some((number, mut end)) = number(text, after + space) else { continue };
        if label == "第" {
            // “Number 3 station”: the word comes behind.
            let Some(word) =
                ["站", "駅"].into_iter().find(|word| text.get(end..).is_some_and(|t| t.starts_with(word)))
            else {
                continue;
            };
            end += word.len();
        }
        found.push((start..end, number));
        let several = ending > 0 || is_plural(cx, label) || !spaced;
        end = further(cx, text, end, if several { Numbers::Any } else { Numbers::UpTo }, found);
        behind = end;
    }
}

/// Whether a word is the plural of another word for a station: one of the same stem stands before it in its
/// list, and is no longer.
fn is_plural(cx: &Context<'_>, label: &str) -> bool {
    // Hindi says “Station 2 and 3” for more than one, too.
    if label.starts_with(|c| ('\u{900}'..='\u{97F}').contains(&c)) {
        return true;
    }
    let stem: String = label.chars().take(3).collect();
    let mut before = cx.words.each(|t| t.stations).take_while(|other| *other != label);
    before.any(|other| other.len() <= label.len() && other.starts_with(&stem))
}

/// Which numbers may follow the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Numbers {
    /// Those of a list or range.
    Any,
    /// The last one of a range, behind a dash: “Station 1–2”. Behind a comma a sentence goes on.
    UpTo,
}

/// The numbers after the first: “, 4 and 7”, “–5”. The offset behind the last one.
fn further(
    cx: &Context<'_>,
    text: &str,
    mut at: usize,
    numbers: Numbers,
    found: &mut Vec<(Range<usize>, u32)>,
) -> usize {
    let most = found.len() + MOST;
    let follows = |gap: &str| numbers == Numbers::Any || matches!(gap, "–" | "-");
    while let Some(rest) = text.get(at..).filter(|_| found.len() <= most) {
        let gaps = cx.words.each(|t| t.between).filter(|gap| follows(gap) && rest.starts_with(*gap));
        let next = gaps.filter_map(|gap| Some((gap.len(), number(text, at + gap.len())?))).next();
        let Some((gap, (number, end))) = next else { return at };
        found.push((at + gap..end, number));
        at = end;
    }
    at
}

/// The value of a digit, in the writing of any language that is read.
fn digit(c: char) -> Option<u32> {
    // Zero in ASCII, Arabic, Persian, Devanagari, Thai and full width.
    const ZEROS: [u32; 6] = [0x30, 0x660, 0x6F0, 0x966, 0xE50, 0xFF10];
    ZEROS.into_iter().find_map(|zero| u32::from(c).checked_sub(zero).filter(|digit| *digit < 10))
}

/// A number of one to four digits that stands at `at` and ends there.
fn number(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let digits: Vec<(char, u32)> = rest.chars().take(5).map_while(|c| Some((c, digit(c)?))).collect();
    let end: usize = digits.iter().map(|(c, _)| c.len_utf8()).sum();
    let mut behind = rest.get(end..)?.chars();
    let joined = match behind.next() {
        Some('.' | ',' | ':') => behind.next().is_some_and(|c| digit(c).is_some()),
        Some('%') => true,
        Some(c) => c.is_alphanumeric() && c < '\u{E00}',
        None => false,
    };
    if !(1..=4).contains(&digits.len()) || joined {
        return None;
    }
    Some((digits.iter().fold(0, |number, (_, digit)| number * 10 + digit), at + end))
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
