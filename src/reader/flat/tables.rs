//! Lines with pipes → tables.

use super::evidence::LineClass;
use super::lines::Line;
use crate::diagnostics::Code;
use crate::model::{Alignment, Block, Cell, Inline, InlineKind};
use crate::reader::Context;
use crate::reader::constructs::cells::{self, PipesInCode};
use crate::reader::markdown::inline::{self, HtmlTags, Place};
use crate::reader::markdown::table::TableBuilder;

/// Where the line of dashes stands in a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dashes {
    /// Under the head.
    Second,
    /// Above all rows: there is no head.
    First,
    /// Nowhere: the first row is taken for the head.
    Missing,
}

impl Dashes {
    /// The class of a line of the table, counted from its first, blank ones left out.
    pub(super) fn class_of(self, nth: usize) -> LineClass {
        match (self, nth) {
            (Dashes::Second | Dashes::Missing, 0) => LineClass::TableHead,
            (Dashes::Second, 1) | (Dashes::First, 0) => LineClass::TableDelimiter,
            _ => LineClass::TableRow,
        }
    }
}

/// Whether a line is the head of a table, with dashes under it.
pub(super) fn is_head(lines: &[Line<'_>], at: usize) -> bool {
    dashes_below(lines, at).is_some()
}

/// The line of dashes under the head of a table.
fn dashes_below(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let head = lines.get(at).filter(|head| cells::has_pipe(head.text) && delimiter(head.text).is_none())?;
    let below = filled(lines, at + 1)?;
    let dashes = lines.get(below).filter(|line| line.forced.is_none())?;
    let cells = delimiter(dashes.text)?.len();
    (cells.abs_diff(count(head.text)) <= 1).then_some(below)
}

/// Where the dashes of the table stand that starts at a line, and the line behind it; none when no table
/// starts there. Blank lines may stand between its lines.
pub(super) fn extent(lines: &[Line<'_>], at: usize) -> Option<(Dashes, usize)> {
    let first = lines.get(at).filter(|first| cells::has_pipe(first.text))?;
    let width = count(first.text);
    let is_row = |line: &Line<'_>| {
        line.forced.is_none()
            && cells::has_pipe(line.text)
            && (line.text.starts_with('|') || count(line.text) >= width)
    };
    if let Some(dashes) = dashes_below(lines, at) {
        return Some((Dashes::Second, rows(lines, dashes + 1, width, &is_row).1));
    }
    let framed = |line: &Line<'_>| {
        is_row(line)
            && line.text.len() > 1
            && line.text.starts_with('|')
            && line.text.ends_with('|')
            && count(line.text) == width
    };
    let headless = delimiter(first.text).is_some();
    let (found, end) = rows(lines, if headless { at + 1 } else { at }, width, &framed);
    match headless {
        true => (found >= 1).then_some((Dashes::First, end)),
        false => (found >= 2).then_some((Dashes::Missing, end)),
    }
}

/// The next line with text from an index on, no further than one blank line away.
fn filled(lines: &[Line<'_>], at: usize) -> Option<usize> {
    (at..at + 2).find(|at| lines.get(*at).is_some_and(|line| !line.is_blank()))
}

/// How many rows follow each other from a line on, and the line behind the last. Behind a blank line a row
/// has as many cells as the head, and does not begin a table of its own.
fn rows(lines: &[Line<'_>], from: usize, width: usize, is_row: &dyn Fn(&Line<'_>) -> bool) -> (usize, usize) {
    let (mut found, mut end) = (0, from);
    while let Some(next) = filled(lines, end) {
        let Some(line) = lines.get(next).filter(|line| is_row(line)) else { break };
        let apart = next > end;
        let heads = || {
            let below = filled(lines, next + 1).and_then(|below| lines.get(below));
            below.is_some_and(|below| delimiter(below.text).is_some())
        };
        if apart && (!line.text.starts_with('|') || count(line.text) != width || heads()) {
            break;
        }
        found += 1;
        end = next + 1;
    }
    (found, end)
}

fn count(text: &str) -> usize {
    cells::cells(text, PipesInCode::Literal).count()
}

/// The alignments that a line of dashes gives.
fn delimiter(text: &str) -> Option<Vec<Alignment>> {
    if !text.contains('-') || !text.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t')) {
        return None;
    }
    let alignment = |cell: &str| {
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        let plain = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
        plain.then_some(match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Alignment::Center,
            (true, false) => Alignment::Start,
            (false, true) => Alignment::End,
            (false, false) => Alignment::Auto,
        })
    };
    let cells = cells::cells(text, PipesInCode::Border);
    let found: Option<Vec<Alignment>> = cells.map(|range| alignment(text.get(range)?)).collect();
    found.filter(|found| found.len() > 1 || text.contains('|'))
}

/// Reads the lines of one table. Each cell takes many times its own bytes in memory: rows behind more pipes than are
/// looked at stay as they are written.
pub(super) fn blocks(cx: &mut Context<'_>, lines: &[Line<'_>], dashes: Dashes) -> Vec<Block> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
    let whole = first.range.start..last.range.end;
    let Err(at) = cx.take_marks(whole.clone(), |byte| byte == b'|') else {
        return block(cx, lines, dashes).into_iter().collect();
    };
    let kept = lines.partition_point(|line| line.range.end <= at);
    let (rows, rest) = lines.split_at(kept);
    let rest = rest.first().and_then(|line| cx.as_written(line.range.start..whole.end));
    block(cx, rows, dashes).into_iter().chain(rest).collect()
}

fn block(cx: &mut Context<'_>, lines: &[Line<'_>], dashes: Dashes) -> Option<Block> {
    let lines: Vec<&Line<'_>> = lines.iter().filter(|line| !line.is_blank()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    let dashed = match dashes {
        Dashes::Second => Some(1),
        Dashes::First => Some(0),
        Dashes::Missing => None,
    };
    let alignments =
        dashed.and_then(|at| lines.get(at)).and_then(|line| delimiter(line.text)).unwrap_or_default();
    if dashes == Dashes::Second && alignments.len() != count(first.text) {
        let message =
            format!("the head has {} cells, the line of dashes has {}", count(first.text), alignments.len());
        let span = lines.get(1).map_or(cx.span(first.range.clone()), |line| cx.span(line.range.clone()));
        cx.report(Code::TableRagged, message, span, "give both as many cells");
    }
    if dashes == Dashes::Missing {
        let span = cx.span(first.range.clone());
        let help = format!("add `|{}` under this line", "---|".repeat(count(first.text).min(12)));
        cx.report(
            Code::TableWithoutDelimiter,
            "the first row of this table was taken as its head",
            span,
            help,
        );
    }
    let mut table = TableBuilder::new(alignments, first.range.start);
    for (index, line) in lines.iter().enumerate() {
        if dashed == Some(index) {
            continue;
        }
        let mut written = 0;
        for range in cells::cells(line.text, PipesInCode::Literal) {
            written += 1;
            let place = line.range.start + range.start..line.range.start + range.end;
            let mut content = inline::line(cx, place.clone(), HtmlTags::of_bare_lines(cx), Place::Body);
            unescape_pipes(&mut content);
            inline::report_missing_alt(cx, &content);
            table.cell(Cell::new(content, cx.span(place)));
        }
        table.end_row(cx, line.range.clone(), index == 0, written);
    }
    Some(table.finish(cx, last.range.end))
}

/// In the code of a cell a pipe may be written `\|`, as Markdown asks.
fn unescape_pipes(content: &mut [Inline]) {
    for inline in content {
        if let InlineKind::Code { text } = &mut inline.kind {
            *text = text.replace("\\|", "|");
        }
    }
}
