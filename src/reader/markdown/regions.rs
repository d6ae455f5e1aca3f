//! Lines of colons → the body parted into nested regions. Must not know what a region becomes.

use crate::diagnostics::Code;
use crate::reader::constructs::attributes::Attributes;
use crate::reader::{Context, trimmed};
use std::ops::Range;

/// A stretch of the body.
pub(super) enum Region {
    /// Markdown between lines of colons.
    Text(Range<usize>),
    /// What stands between two lines of colons.
    Div(Div),
}

pub(super) struct Div {
    pub(super) attributes: Attributes,
    /// The opening line.
    pub(super) opener: Range<usize>,
    colons: usize,
    pub(super) children: Vec<Region>,
    pub(super) end: usize,
    /// Too deep: what it holds goes to the region around it.
    flat: bool,
}

/// Every stretch of Markdown, in order.
pub(super) fn texts(regions: &[Region]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut todo: Vec<&Region> = regions.iter().rev().collect();
    while let Some(region) = todo.pop() {
        match region {
            Region::Text(range) => out.push(range.clone()),
            Region::Div(div) => todo.extend(div.children.iter().rev()),
        }
    }
    out
}

/// Parts the body at lines of colons outside code.
pub(super) fn regions(cx: &mut Context<'_>, body: Range<usize>) -> Vec<Region> {
    if memchr::memmem::find(cx.slice(body.clone()).as_bytes(), b":::").is_none() {
        return vec![Region::Text(body)];
    }
    let mut open: Vec<Div> = Vec::new();
    let mut top: Vec<Region> = Vec::new();
    let mut fence: Option<(u8, usize)> = None;
    let mut from = body.start;
    let lines = lines(cx, body.clone());
    let details = details(cx, &lines);
    let mut inside = Inside::default();
    for (at, line) in lines.into_iter().enumerate() {
        let text = cx.slice(line.clone());
        // What stands in an item, a note or a meaning stays in one region with it, listings too.
        if fence.is_none() {
            inside.see(text);
            let indent = text.len() - text.trim_start_matches(' ').len();
            if inside.holds(indent) {
                continue;
            }
        }
        if toggles_fence(text, &mut fence) || fence.is_some() {
            continue;
        }
        // So does what stands in `details`.
        let behind = details.partition_point(|lines| lines.end <= at);
        if details.get(behind).is_some_and(|lines| lines.contains(&at)) {
            continue;
        }
        let Some((colons, rest)) = colons(text, !open.is_empty()) else { continue };
        let closes = rest.is_empty();
        if closes && open.is_empty() {
            continue;
        }
        add(&mut open, &mut top, Region::Text(from..line.start));
        from = line.end;
        inside = Inside::default();
        if closes {
            // Only the innermost are looked at, so that hostile nesting stays cheap.
            let from = open.len().saturating_sub(64);
            let inner = open.get(from..).unwrap_or_default();
            let same =
                inner.iter().rposition(|div| div.colons == colons).map_or(open.len() - 1, |at| from + at);
            while open.len() > same + 1 {
                report_last(cx, open.last());
                close(&mut open, &mut top, line.start);
            }
            close(&mut open, &mut top, line.end);
        } else {
            let flat = open.len() >= cx.limits.nesting / 2;
            if flat {
                cx.report_depth(line.clone());
            }
            let attributes = Attributes::of_div(rest);
            open.push(Div {
                attributes,
                opener: trimmed(cx.text, line),
                colons,
                children: Vec::new(),
                end: body.end,
                flat,
            });
        }
    }
    add(&mut open, &mut top, Region::Text(from..body.end));
    while !open.is_empty() {
        report_last(cx, open.last());
        close(&mut open, &mut top, body.end);
    }
    top
}

/// What the lines of a region stand in: nothing, or an item, a note or a meaning whose text is indented.
#[derive(Default)]
pub(super) struct Inside {
    indent: Option<usize>,
}

impl Inside {
    /// Looks at the next line.
    pub(super) fn see(&mut self, line: &str) {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        if text.trim().is_empty() || self.holds(indent) {
            return;
        }
        let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let marked = text.get(digits..).unwrap_or_default();
        let width = match text.as_bytes() {
            _ if digits > 0 && marked.starts_with(['.', ')']) => digits + 1,
            [b'-' | b'*' | b'+', ..] => 1,
            [b':', b' ', ..] => 1,
            [b'[', b'^', ..] if text.contains("]:") => 3,
            _ => 0,
        };
        let spaced = text.get(width..).is_some_and(|rest| width == 3 || rest.starts_with([' ', '\n', '\r']));
        self.indent = (width > 0 && spaced).then_some(indent + width + 1);
    }

    /// Whether a line with an indent stands in it.
    pub(super) fn holds(&self, indent: usize) -> bool {
        self.indent.is_some_and(|own| indent >= own)
    }
}

/// The lines from `<details>` to its `</details>`, outermost ones, in order; those that are never closed hold
/// nothing.
fn details(cx: &Context<'_>, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut fence = None;
    let mut inside = Inside::default();
    for (at, line) in lines.iter().enumerate() {
        let text = cx.slice(line.clone());
        if fence.is_none() {
            inside.see(text);
            if inside.holds(text.len() - text.trim_start_matches(' ').len()) {
                continue;
            }
        }
        if toggles_fence(text, &mut fence) || fence.is_some() || !text.contains('<') {
            continue;
        }
        let text = text.trim_start();
        let begins = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if begins("<details") && !text.contains("</details>") {
            open.push(at);
        } else if begins("</details>")
            && let Some(start) = open.pop()
        {
            while found.last().is_some_and(|inner| inner.start >= start) {
                found.pop();
            }
            found.push(start..at + 1);
        }
    }
    found
}

/// Adds a region to the innermost div that keeps what it holds.
fn add(open: &mut [Div], top: &mut Vec<Region>, region: Region) {
    // At most as many as the limit of nesting are not flat, and they come first.
    let kept = open.partition_point(|div| !div.flat);
    match kept.checked_sub(1).and_then(|at| open.get_mut(at)) {
        Some(div) => div.children.push(region),
        None => top.push(region),
    }
}

fn close(open: &mut Vec<Div>, top: &mut Vec<Region>, end: usize) {
    let Some(mut div) = open.pop().filter(|div| !div.flat) else { return };
    div.end = end;
    add(open, top, Region::Div(div));
}

fn report_last(cx: &mut Context<'_>, div: Option<&Div>) {
    if let Some(div) = div {
        report_unclosed(cx, div.opener.clone(), div.colons);
    }
}

/// Reports a div of so many colons that nothing closes.
pub(super) fn report_unclosed(cx: &mut Context<'_>, opener: Range<usize>, colons: usize) {
    let help = format!("add a line `{}` where it ends", ":".repeat(colons.min(40)));
    let span = cx.span(opener);
    cx.report(Code::UnclosedDiv, "this fenced div is never closed", span, help);
}

/// The lines of a range, each with its line end.
pub(super) fn lines(cx: &Context<'_>, body: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = body.start;
    let bytes = cx.text.as_bytes();
    for at in body.clone() {
        let ends = match bytes.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends {
            out.push(from..at + 1);
            from = at + 1;
        }
    }
    if from < body.end {
        out.push(from..body.end);
    }
    out
}

/// Whether a line opens or closes a fence of code.
pub(super) fn toggles_fence(line: &str, fence: &mut Option<(u8, usize)>) -> bool {
    let text = line.trim_start_matches(' ');
    if line.len() - text.len() > 3 {
        return false;
    }
    let Some(mark) = text.bytes().next().filter(|b| matches!(b, b'`' | b'~')) else { return false };
    let len = text.bytes().take_while(|b| *b == mark).count();
    let info = text.get(len..).unwrap_or_default().trim();
    match *fence {
        None if len >= 3 && !(mark == b'`' && info.contains('`')) => *fence = Some((mark, len)),
        Some((open, least)) if open == mark && len >= least && info.is_empty() => *fence = None,
        _ => return false,
    }
    true
}

/// The number of colons a line begins with, and what stands behind them; inside a div it may be indented.
fn colons(line: &str, inside: bool) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    let colons = text.bytes().take_while(|b| *b == b':').count();
    let allowed = indent == 0 || (inside && indent <= 3);
    (allowed && colons >= 3).then(|| (colons, text.get(colons..).unwrap_or_default().trim()))
}
