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
    subheads: Vec<Row>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    caption: Vec<Inline>,
    start: usize,
}

impl TableBuilder {
    /// A table with columns of these alignments.
    pub(in crate::reader) fn new(alignments: Vec<Alignment>, start: usize) -> TableBuilder {
        TableBuilder {
            alignments,
            head: None,
            subheads: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            caption: Vec::new(),
            start,
        }
    }

    /// Says what the table is called.
    pub(in crate::reader::markdown) fn caption(&mut self, caption: Vec<Inline>) {
        self.caption = caption;
    }

    fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.subheads).chain(&self.rows)
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
        let found = cells::cells(cx.slice(range.clone()).trim_end(), PipesInCode::Border);
        for extra in found.get(self.cells.len()..).unwrap_or_default() {
            let place = range.start + extra.start..range.start + extra.end;
            let content = inline::line(cx, place.clone(), HtmlTags::Dropped, Place::Body);
            self.cells.push(Cell::new(content, cx.span(place)));
        }
        let written = found.len();
        self.end_row(cx, range, is_head, written);
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
            let message = format!("this row has {written} cells, the head has {wanted}");
            cx.report(Code::TableRagged, message, span, "give each row as many cells as the head");
        }
        match is_head {
            true if self.head.is_some() => self.subheads.push(row),
            true => self.head = Some(row),
            false => self.rows.push(row),
        }
    }

    /// The finished table: every row as wide as the widest, if that does not take too many empty cells.
    pub(in crate::reader) fn finish(mut self, cx: &mut Context<'_>, end: usize) -> Block {
        let span = cx.span(crate::reader::trimmed(cx.text, self.start..end));
        let rows = self.all_rows().map(|row| row.cells.len());
        let widest = rows.max().unwrap_or_default().max(self.alignments.len());
        let width = self.bounded_width(widest);
        if width < widest {
            let message = format!(
                "the rows of this table are too unequal: cells beyond column {width} are joined to the last one"
            );
            cx.report(Code::TableNarrowed, message, span, "give each row as many cells as the head");
        }
        self.alignments.resize(width, Alignment::Auto);
        for row in self.head.iter_mut().chain(&mut self.subheads).chain(&mut self.rows) {
            join_beyond(&mut row.cells, width);
            let end = row.span.end as usize;
            let empty = Cell::new(Vec::new(), cx.span(end..end));
            row.cells.resize(width, empty);
        }
        let says = |row: &Row| row.cells.iter().any(|cell| !cell.content.is_empty());
        let head = self.head.filter(|head| says(head) || !self.subheads.is_empty());
        let (alignments, subheads, rows) = (self.alignments, self.subheads, self.rows);
        let table = Table { caption: self.caption, alignments, head, subheads, rows };
        Block::new(BlockKind::Table(table), span)
    }

    /// The greatest width, up to a bound, to which the rows can be brought with few enough empty cells.
    fn bounded_width(&self, widest: usize) -> usize {
        let added = |width: usize| -> usize {
            self.all_rows().map(|row| width.saturating_sub(row.cells.len())).sum()
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
