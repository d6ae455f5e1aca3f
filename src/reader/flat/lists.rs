//! Lines with bullets or numbers → lists, nested by indent.

use super::lines::Line;
use crate::model::{Block, BlockKind, Inline, InlineKind, List, ListItem, ListMarker, Task};
use crate::reader::Context;
use crate::reader::constructs::item_lead::{self, Leads};
use crate::reader::constructs::label::{self};
use crate::reader::constructs::named::Named;
use crate::reader::constructs::{figure, key_term};
use crate::reader::markdown::inline::{self, HtmlTags, Place};

/// What stands before an item, and how many bytes it takes with the space behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Marker {
    kind: Kind,
    len: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Bullet,
    /// A dash, which may also be speech.
    Dash,
    Number(u64),
}

impl Kind {
    fn same_list(self, other: Kind) -> bool {
        matches!(self, Kind::Number(_)) == matches!(other, Kind::Number(_))
    }
}

/// The marker a line begins with.
pub(super) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let (kind, len) = match first {
        '-' | '*' | '+' | '•' | '‣' | '◦' => (Kind::Bullet, first.len_utf8()),
        '–' | '—' => (Kind::Dash, first.len_utf8()),
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let number = text.get(..digits).filter(|digits| digits.len() <= 9)?.parse().ok()?;
            text.get(digits..)?.starts_with(['.', ')']).then_some((Kind::Number(number), digits + 1))?
        }
        _ => return None,
    };
    let rest = text.get(len..)?;
    let space = rest.len() - rest.trim_start().len();
    (space > 0 && space < rest.len()).then_some(Marker { kind, len: len + space })
}

/// The line behind the list that starts at a line, if one does.
pub(super) fn extent(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let first = marker(lines.get(at)?.text)?;
    let mut end = at + 1;
    let mut items = 1;
    let mut next = end;
    while let Some(line) = lines.get(next) {
        let found = marker(line.text);
        let nested = line.indent >= 2;
        if line.is_blank() {
            next += 1;
            continue;
        }
        let blank_before = next > end;
        match found {
            _ if line.forced.is_some() => break,
            Some(found) if nested || found.kind.same_list(first.kind) => items += 1,
            None if nested && !blank_before => {}
            _ => break,
        }
        next += 1;
        end = next;
    }
    let listed = match first.kind {
        Kind::Bullet => true,
        Kind::Dash => items > 1,
        // A lone number is more often the start of a heading or of a sentence (“1984. …”).
        Kind::Number(_) => items > 1,
    };
    listed.then_some(end)
}

/// Whether a line is a single one with a long dash before it.
pub(super) fn is_lone_dash(lines: &[Line<'_>], at: usize) -> bool {
    let found = lines.get(at).and_then(|line| marker(line.text));
    found.is_some_and(|found| found.kind == Kind::Dash) && extent(lines, at).is_none()
}

/// A list being read.
struct Open {
    indent: usize,
    kind: Kind,
    items: Vec<ListItem>,
}

/// Reads the lines of one list.
pub(super) fn blocks(cx: &mut Context<'_>, lines: &[Line<'_>]) -> Vec<Block> {
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // A list and its item are two levels.
    let deepest = cx.limits.nesting / 2;
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let Some(found) = marker(line.text) else {
            continue_item(cx, line, open.last_mut());
            continue;
        };
        while open.last().is_some_and(|list| {
            line.indent < list.indent || (line.indent < list.indent + 2 && !list.kind.same_list(found.kind))
        }) {
            if open.len() == 1
                && line.indent < open.first().map_or(0, |list| list.indent)
                && open.first().is_some_and(|l| l.kind.same_list(found.kind))
            {
                break;
            }
            close(cx, &mut open, &mut done);
        }
        let deeper = open.last().is_none_or(|list| line.indent >= list.indent + 2 && open.len() < deepest);
        if deeper {
            open.push(Open { indent: line.indent, kind: found.kind, items: Vec::new() });
        } else if open.len() >= deepest {
            cx.report_depth(line.range.clone());
        }
        let item = item(cx, line, found);
        if let Some(list) = open.last_mut() {
            list.items.push(item);
        }
    }
    while !open.is_empty() {
        close(cx, &mut open, &mut done);
    }
    done
}

fn close(cx: &Context<'_>, open: &mut Vec<Open>, done: &mut Vec<Block>) {
    let Some(Open { kind, mut items, .. }) = open.pop() else { return };
    item_lead::take_dashed(cx, &mut items);
    let marker = match kind {
        Kind::Number(start) => ListMarker::Number { start },
        Kind::Bullet | Kind::Dash => ListMarker::Bullet,
    };
    let start = items.first().map_or(0, |item| item.span.start as usize);
    let end = items.last().map_or(start, |item| item.span.end as usize);
    let block = Block::new(BlockKind::List(List { marker, items }), cx.span(start..end));
    match open.last_mut().and_then(|list| list.items.last_mut()) {
        Some(item) => {
            item.span = item.span.to(block.span);
            item.blocks.push(block);
        }
        None => done.push(block),
    }
}

fn item(cx: &mut Context<'_>, line: &Line<'_>, found: Marker) -> ListItem {
    let span = cx.span(line.range.clone());
    let mut start = line.range.start + found.len;
    let rest = line.text.get(found.len..).unwrap_or_default();
    let task = match rest.get(..4) {
        Some("[ ] ") => Some(Task::Open),
        Some("[x] " | "[X] ") => Some(Task::Done),
        _ => None,
    };
    start += if task.is_some() { 4 } else { 0 };
    let content = inline::line(cx, start..line.range.end, HtmlTags::of_bare_lines(cx), Place::Body);
    let place = cx.span(start..line.range.end);
    inline::report_missing_alt(cx, &content);
    let term = label::find(cx, &content)
        .filter(|found| found.named == Named::KeyTerm)
        .map(|found| (label::words_of(&content, found), label::behind(cx, content.clone(), found)))
        .filter(|(_, rest)| key_term::is_parted(rest));
    let blocks = match term {
        Some((words, rest)) => key_term::labelled(cx, rest, place, label::own(&words)),
        None if content.is_empty() => Vec::new(),
        None => vec![figure::figure(&content, place).unwrap_or_else(|| Block::paragraph(content, place))],
    };
    let mut item = ListItem { lead: Vec::new(), task, blocks, span };
    item_lead::take(cx, &mut item, Leads::MarkedOrBare);
    item
}

/// Adds a line without a marker to the last item.
fn continue_item(cx: &mut Context<'_>, line: &Line<'_>, list: Option<&mut Open>) {
    let content = inline::line(cx, line.range.clone(), HtmlTags::of_bare_lines(cx), Place::Body);
    let span = cx.span(line.range.clone());
    let Some(item) = list.and_then(|list| list.items.last_mut()) else { return };
    item.span = item.span.to(span);
    match item.blocks.last_mut() {
        Some(Block { kind: BlockKind::Paragraph { content: before, .. }, span: place, .. }) => {
            before.push(Inline::new(InlineKind::SoftBreak, cx.span(place.end as usize..line.range.start)));
            before.extend(content);
            *place = place.to(span);
        }
        _ => item.blocks.push(Block::paragraph(content, span)),
    }
}
