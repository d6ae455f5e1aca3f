//! Lines with pipes → tables.

use super::lines::Line;
use crate::diagnostics::Code;
use crate::model::{Alignment, Block, Cell, Inline, InlineKind};
use crate::reader::Context;
use crate::reader::constructs::cells::{self, PipesInCode};
use crate::reader::markdown::inline::{self, HtmlTags, Place};
use crate::reader::markdown::table::TableBuilder;

/// Whether the table that starts at a line has a line of dashes, and the line behind it; none when no
/// table starts there.
pub(super) fn extent(lines: &[Line<'_>], at: usize) -> Option<(bool, usize)> {
    let head = lines.get(at)?;
    if !cells::has_pipe(head.text) {
        return None;
    }
    let width = count(head.text);
    if let Some(alignments) =
        lines.get(at + 1).filter(|next| next.forced.is_none()).and_then(|next| delimiter(next.text))
    {
        if alignments.len().abs_diff(width) > 1 {
            return None;
        }
        let is_row = |line: &Line<'_>| {
            line.forced.is_none()
                && cells::has_pipe(line.text)
                && (line.text.starts_with('|') || count(line.text) >= width)
        };
        let rows = lines.iter().skip(at + 2).take_while(|line| is_row(line)).count();
        return Some((true, at + 2 + rows));
    }
    let framed = |line: &Line<'_>| {
        line.forced.is_none()
            && line.text.len() > 1
            && line.text.starts_with('|')
            && line.text.ends_with('|')
            && count(line.text) == width
    };
    let rows = lines.iter().skip(at).take_while(|line| framed(line)).count();
    (rows >= 2).then_some((false, at + rows))
}

/// Whether a table whose second line is dashes starts at a line.
pub(super) fn begins(lines: &[Line<'_>], at: usize) -> bool {
    let (Some(head), Some(next)) = (lines.get(at), lines.get(at + 1)) else { return false };
    next.forced.is_none()
        && cells::has_pipe(head.text)
        && delimiter(next.text).is_some_and(|found| found.len().abs_diff(count(head.text)) <= 1)
}

fn count(text: &str) -> usize {
    cells::cells(text, PipesInCode::Literal).len()
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
    let found: Option<Vec<Alignment>> = cells.into_iter().map(|range| alignment(text.get(range)?)).collect();
    found.filter(|found| found.len() > 1 || text.contains('|'))
}

/// Reads the lines of one table.
pub(super) fn block(cx: &mut Context<'_>, lines: &[Line<'_>], has_delimiter: bool) -> Option<Block> {
    let (first, last) = (lines.first()?, lines.last()?);
    let alignments =
        lines.get(1).filter(|_| has_delimiter).and_then(|line| delimiter(line.text)).unwrap_or_default();
    if has_delimiter && alignments.len() != count(first.text) {
        let message =
            format!("the head has {} cells, the line of dashes has {}", count(first.text), alignments.len());
        let span = lines.get(1).map_or(cx.span(first.range.clone()), |line| cx.span(line.range.clone()));
        cx.report(Code::TableRagged, message, span, "give both as many cells");
    }
    if !has_delimiter {
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
        if index == 1 && has_delimiter {
            continue;
        }
        let ranges = cells::cells(line.text, PipesInCode::Literal);
        let written = ranges.len();
        for range in ranges {
            let place = line.range.start + range.start..line.range.start + range.end;
            let mut content = inline::line(cx, place.clone(), HtmlTags::Shown, Place::Body);
            unescape_pipes(&mut content);
            inline::report_missing_alt(cx, &content);
            table.cell(Cell { content, span: cx.span(place) });
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
