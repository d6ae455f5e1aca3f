//! The rows of a Markdown table → a regular grid. GFM drops cells beyond the head's; here they widen the
//! table.

use super::inline::{self, HtmlTags, Place};
use crate::diagnostics::Code;
use crate::model::{Alignment, Block, BlockKind, Cell, Inline, InlineKind, Row, Table};
use crate::reader::Context;
use crate::reader::constructs::cells::{self, PipesInCode};
use crate::source::Span;
use std::ops::Range;

/// How many columns a table has at most; what further cells of a row say goes into the last one.
const MOST_COLUMNS: usize = 10_000;
/// How many empty cells short rows are given at most; wider rows are made narrower before it comes to more.
const MOST_ADDED: usize = 100_000;

/// A table being read.
pub(in crate::reader) struct TableBuilder {
    alignments: Vec<Alignment>,
    head: Option<Row>,
    subheads: Vec<Row>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    /// How many cells the row being read was given, those that were joined to the last one too.
    given: usize,
    /// How many the head was given, and how many the widest row.
    wanted: Option<usize>,
    widest: usize,
    /// A line right below the rows that a caption begins with; the parser takes it for a row.
    below: Option<Cell>,
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
            given: 0,
            wanted: None,
            widest: 0,
            below: None,
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
        self.given += 1;
        match self.cells.last_mut() {
            Some(last) if self.given > MOST_COLUMNS => join(last, cell),
            _ => self.cells.push(cell),
        }
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
            self.given = 0;
            self.below = self.cells.drain(..).next();
            return;
        }
        let row = cx.slice(range.clone()).trim_end();
        if cells::count_of_framed(row) == Some(self.given) {
            return self.end_row(cx, range, is_head, self.given);
        }
        let mut written = 0;
        for cell in cells::cells(row, PipesInCode::Border) {
            written += 1;
            if written > self.given {
                let place = range.start + cell.start..range.start + cell.end;
                let content = inline::line(cx, place.clone(), HtmlTags::Dropped, Place::Body);
                self.cell(Cell::new(content, cx.span(place)));
            }
        }
        self.end_row(cx, range, is_head, written);
    }

    /// Makes a row of a line that began as a caption and is none, since more rows follow.
    fn end_below(&mut self, cx: &mut Context<'_>) {
        if let Some(cell) = self.below.take() {
            let range = cell.span.range();
            let own = (std::mem::replace(&mut self.cells, vec![cell]), std::mem::replace(&mut self.given, 1));
            self.end_row(cx, range, false, 1);
            (self.cells, self.given) = own;
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
        let given = std::mem::take(&mut self.given);
        self.widest = self.widest.max(given);
        let wanted = self.wanted.unwrap_or(self.alignments.len());
        if written != wanted && !is_head {
            let s = if written == 1 { "" } else { "s" };
            let message = format!("this row has {written} cell{s}, the head has {wanted}");
            cx.report(Code::TableRagged, message, span, "give each row as many cells as the head");
        }
        match is_head {
            true if self.head.is_some() => self.subheads.push(row),
            true => (self.head, self.wanted) = (Some(row), Some(given)),
            false => self.rows.push(row),
        }
    }

    /// The finished table: every row as wide as the widest, if that does not take too many empty cells.
    pub(in crate::reader) fn finish(mut self, cx: &mut Context<'_>, end: usize) -> Block {
        let span = cx.span(crate::reader::trimmed(cx.text, self.start..end));
        let widest = self.widest.max(self.alignments.len());
        let width = self.bounded_width(widest.min(MOST_COLUMNS));
        if width < widest {
            let (trouble, help) = match width {
                MOST_COLUMNS => ("this table is too wide", "part it into several"),
                _ => ("the rows of this table are too unequal", "give each row as many cells as the head"),
            };
            let message = format!("{trouble}: cells beyond column {width} are joined to the last one");
            cx.report(Code::TableNarrowed, message, span, help);
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
    beyond.into_iter().for_each(|cell| join(last, cell));
}

/// Adds what a cell says to the cell before it.
fn join(last: &mut Cell, cell: Cell) {
    if cell.content.is_empty() {
        return;
    }
    let start = cell.span.start as usize;
    inline::push_text(&mut last.content, " ", Span::new(cell.span.file, start, start));
    for inline in cell.content {
        match inline.kind {
            InlineKind::Text { text } => inline::push_text(&mut last.content, &text, inline.span),
            _ => last.content.push(inline),
        }
    }
    last.span = last.span.to(cell.span);
}
