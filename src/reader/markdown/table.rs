//! The rows of a Markdown table → a regular grid. GFM drops cells beyond the head's; here they widen the
//! table.

use super::inline::{self, HtmlTags, Place};
use crate::diagnostics::Code;
use crate::model::{Alignment, Block, BlockKind, Cell, Inline, Row, Table};
use crate::reader::Context;
use crate::reader::constructs::cells::{self, PipesInCode};
use crate::source::Span;
use std::ops::Range;

/// How many empty cells short rows are given at most; wider rows are made narrower before it comes to more.
const MOST_ADDED: usize = 100_000;

/// A table being read.
pub(in crate::reader) struct TableBuilder {
    alignments: Vec<Alignment>,
    head: Option<Row>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    /// A line right below the rows that a caption begins with; the parser takes it for a row.
    below: Option<Cell>,
    start: usize,
}

impl TableBuilder {
    /// A table with columns of these alignments.
    pub(in crate::reader) fn new(alignments: Vec<Alignment>, start: usize) -> TableBuilder {
        TableBuilder { alignments, head: None, rows: Vec::new(), cells: Vec::new(), below: None, start }
    }

    /// Adds a cell to the row being read.
    pub(in crate::reader) fn cell(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    /// Ends a row that a Markdown parser has cut or padded to the width of the head.
    pub(in crate::reader::markdown) fn end_parsed_row(
        &mut self,
        cx: &mut Context<'_>,
        range: Range<usize>,
        is_head: bool,
    ) {
        self.end_below(cx);
        let line = cx.slice(range.clone()).trim();
        if !is_head && !line.contains('|') && (line.starts_with("Table:") || line.starts_with(": ")) {
            self.below = self.cells.drain(..).next();
            return;
        }
        let found = cells::cells(cx.slice(range.clone()).trim_end(), PipesInCode::Border);
        for extra in found.get(self.cells.len()..).unwrap_or_default() {
            let place = range.start + extra.start..range.start + extra.end;
            let content = inline::line(cx, place.clone(), HtmlTags::Dropped, Place::Body);
            self.cells.push(Cell { content, span: cx.span(place) });
        }
        let written = found.len();
        self.end_row(cx, range, is_head, written);
    }

    /// Makes a row of a line that began as a caption and is none, since more rows follow.
    fn end_below(&mut self, cx: &mut Context<'_>) {
        if let Some(cell) = self.below.take() {
            let range = cell.span.range();
            let own = std::mem::replace(&mut self.cells, vec![cell]);
            self.end_row(cx, range, false, 1);
            self.cells = own;
        }
    }

    /// The finished table, and the paragraph that stands right below it as its caption.
    pub(in crate::reader::markdown) fn finish_parsed(
        mut self,
        cx: &mut Context<'_>,
        end: usize,
    ) -> (Block, Option<Block>) {
        let below = self.below.take().filter(|cell| !cell.content.is_empty());
        let end = below.as_ref().map_or(end, |cell| cell.span.start as usize);
        let below = below.map(|cell| Block::paragraph(cell.content, cell.span));
        (self.finish(cx, end), below)
    }

    /// Ends a row of so many cells as the author wrote.
    pub(in crate::reader) fn end_row(
        &mut self,
        cx: &mut Context<'_>,
        range: Range<usize>,
        is_head: bool,
        written: usize,
    ) {
        let span = cx.span(crate::reader::trimmed(cx.text, range));
        let row = Row { cells: std::mem::take(&mut self.cells), span };
        let wanted = self.head.as_ref().map_or(self.alignments.len(), |head| head.cells.len());
        if written != wanted && !is_head {
            let s = if written == 1 { "" } else { "s" };
            let message = format!("this row has {written} cell{s}, the head has {wanted}");
            cx.report(Code::TableRagged, message, span, "give each row as many cells as the head");
        }
        match is_head {
            true => self.head = Some(row),
            false => self.rows.push(row),
        }
    }

    /// The finished table: every row as wide as the widest, if that does not take too many empty cells.
    pub(in crate::reader) fn finish(mut self, cx: &mut Context<'_>, end: usize) -> Block {
        let span = cx.span(crate::reader::trimmed(cx.text, self.start..end));
        let rows = self.head.iter().chain(&self.rows).map(|row| row.cells.len());
        let widest = rows.max().unwrap_or_default().max(self.alignments.len());
        let width = self.bounded_width(widest);
        if width < widest {
            let message = format!(
                "the rows of this table are too unequal: cells beyond column {width} are joined to the last one"
            );
            cx.report(Code::TableNarrowed, message, span, "give each row as many cells as the head");
        }
        self.alignments.resize(width, Alignment::Auto);
        for row in self.head.iter_mut().chain(&mut self.rows) {
            join_beyond(&mut row.cells, width);
            let end = row.span.end as usize;
            let empty = Cell { content: Vec::new(), span: cx.span(end..end) };
            row.cells.resize(width, empty);
        }
        let head = self.head.filter(|head| head.cells.iter().any(|cell| !cell.content.is_empty()));
        let table = Table { caption: Vec::new(), alignments: self.alignments, head, rows: self.rows };
        Block::new(BlockKind::Table(table), span)
    }

    /// The greatest width, up to a bound, to which the rows can be brought with few enough empty cells.
    fn bounded_width(&self, widest: usize) -> usize {
        let added = |width: usize| -> usize {
            self.head.iter().chain(&self.rows).map(|row| width.saturating_sub(row.cells.len())).sum()
        };
        let (mut fits, mut fails) = (1.min(widest), widest + 1);
        while fails - fits > 1 {
            let middle = fits + (fails - fits) / 2;
            match added(middle) <= MOST_ADDED {
                true => fits = middle,
                false => fails = middle,
            }
        }
        fits
    }
}

/// Puts what cells beyond a width say into the last cell within it.
fn join_beyond(cells: &mut Vec<Cell>, width: usize) {
    if cells.len() <= width {
        return;
    }
    let beyond = cells.split_off(width);
    let Some(last) = cells.last_mut() else { return };
    for cell in beyond.into_iter().filter(|cell| !cell.content.is_empty()) {
        let start = cell.span.start as usize;
        last.content.push(Inline::text(" ", Span::new(cell.span.file, start, start)));
        last.content.extend(cell.content);
        last.span = last.span.to(cell.span);
    }
}
