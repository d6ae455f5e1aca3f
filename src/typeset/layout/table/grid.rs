//! The rows of a table → cells ready to be broken into lines, and what their columns need.

use super::columns::Needs;
use super::numbers::{self, Reach};
use crate::model::{Alignment, Cell, Row, Table, walk};
use crate::source::Span;
use crate::theme::{Align, Role};
use crate::typeset::layout::Composer;
use crate::typeset::layout::inline::Pieces;
use crate::typeset::layout::paragraph::ParagraphShape;
use crate::typeset::structure::{NodeId, Role as NodeRole, Scope, Structure};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Figures, Line, PieceContent};
use crate::units::{Pt, Ratio};
use std::borrow::Cow;

/// A cell ready to be broken into lines.
pub(super) struct SetCell {
    pub(super) pieces: Pieces,
    pub(super) style: TextStyle,
    pub(super) span: Span,
    /// Its first column.
    pub(super) column: usize,
    /// How many columns it takes.
    pub(super) columns: usize,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) hangs: Hangs,
}

/// Whether the number of a cell hangs on the line of decimal marks of its column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hangs {
    OnMark,
    Not,
}

/// How a column is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) align: Align,
    /// Of a column of numbers, the mark of their fractions and how far they reach around it.
    pub(super) numbers: Option<(char, Reach)>,
}

/// The rows of a table, ready to be broken into lines.
pub(super) struct Grid {
    pub(super) rows: Vec<Vec<SetCell>>,
    /// How many of them are the head.
    pub(super) heads: usize,
    pub(super) columns: Vec<Column>,
    pub(super) padding: Pt,
    pub(super) padding_y: Pt,
}

impl Grid {
    /// How many bytes of text there are.
    pub(super) fn text(&self) -> usize {
        let pieces = self.rows.iter().flatten().flat_map(|cell| &cell.pieces.pieces);
        pieces.map(|piece| if let PieceContent::Text(text) = &piece.content { text.len() } else { 0 }).sum()
    }

    /// Whether a cell reaches over others.
    pub(super) fn has_spans(&self) -> bool {
        self.rows.iter().flatten().any(|cell| cell.columns > 1 || cell.rows > 1)
    }
}

/// What the columns of a table need in type of a size, without the space at either side of a cell.
#[derive(Clone)]
pub(super) struct Measured {
    pub(super) needs: Vec<Needs>,
    pub(super) columns: Vec<Column>,
}

impl Measured {
    /// The same with the space at either side of a cell.
    pub(super) fn padded(&self, padding: Pt) -> Vec<Needs> {
        let by = padding * 2;
        let wider =
            |need: &Needs| Needs { least: need.least + by, word: need.word + by, most: need.most + by };
        self.needs.iter().map(wider).collect()
    }
}

impl Composer<'_, '_> {
    pub(super) fn cell_style(&self, role: Role, align: Align, scale: Ratio) -> TextStyle {
        let mut style = self.style(role).scaled(scale);
        style.figures = Figures::Tabular;
        style.align = align;
        style
    }

    /// What each column needs, measured on scratch pieces.
    pub(super) fn measure_table(&mut self, table: &Table, scale: Ratio, padding: Pt) -> Measured {
        let structure = std::mem::take(&mut self.structure);
        let targets = std::mem::take(&mut self.targets);
        let (asked, called) = (self.numbers.asked(), self.calls.len());
        let found = std::mem::take(self.diagnostics);
        let mut columns = self.columns_of(table);
        let mut needs = vec![Needs::default(); columns.len()];
        let mut wide: Vec<(usize, usize, Needs)> = Vec::new();
        for (role, row) in rows_with_roles(table) {
            let style = self.cell_style(role, Align::Start, scale);
            for (at, cell) in row.cells.iter().enumerate().take(columns.len()) {
                let Some((over, _)) = cell.extent.size() else { continue };
                let mut pieces = Pieces::default();
                self.pieces(&cell.content, style, Structure::ROOT, &mut pieces);
                let mark =
                    columns.get(at).and_then(|column| column.numbers).filter(|_| role == Role::TableCell);
                if let (Some((mark, known)), 1) = (mark, over)
                    && let [line] = self.cell_lines(&pieces, style, Pt::HUGE, cell.span).as_slice()
                    && let Some((_, reach)) = numbers::reach(line, mark)
                {
                    if let Some(column) = columns.get_mut(at) {
                        column.numbers = Some((mark, known.or(reach)));
                    }
                    continue;
                }
                let widths = self.engine.widths(&pieces.pieces, &self.language, self.direction);
                let own = Needs { least: widths.min, word: widths.longest_word, most: widths.max };
                match needs.get_mut(at) {
                    Some(need) if over == 1 => *need = need.at_least(own),
                    _ => wide.push((at, over, own)),
                }
            }
        }
        for (need, column) in needs.iter_mut().zip(&columns) {
            if let Some((_, reach)) = column.numbers {
                let width = reach.before + reach.behind;
                *need = need.at_least(Needs { least: width, word: width, most: width });
            }
        }
        for (at, over, own) in wide {
            super::columns::widen(needs.get_mut(at..at + over).unwrap_or_default(), own, padding * 2);
        }
        *self.diagnostics = found;
        self.structure = structure;
        self.targets = targets;
        self.numbers.take_back(asked);
        self.calls.truncate(called);
        Measured { needs, columns }
    }

    /// How each column is set: as the author says, else numbers on their marks and words at the start.
    fn columns_of(&self, table: &Table) -> Vec<Column> {
        let columns = table.alignments.iter().enumerate().map(|(column, alignment)| {
            let cells = || table.rows.iter().filter_map(move |row| row.cells.get(column));
            let texts: Vec<Cow<'_, str>> = match alignment {
                Alignment::Auto | Alignment::End => {
                    let own = cells().filter(|cell| cell.extent.size().is_some_and(|(over, _)| over == 1));
                    own.map(|cell| walk::plain_text(&cell.content)).collect()
                }
                Alignment::Start | Alignment::Center => Vec::new(),
            };
            let mark = numbers::mark_of_column(texts.iter().map(AsRef::as_ref), &self.language);
            let align = match alignment {
                Alignment::Start => Align::Start,
                Alignment::Center => Align::Center,
                Alignment::End => Align::End,
                Alignment::Auto if mark.is_some() || all_numeric(&texts) => Align::End,
                Alignment::Auto => Align::Start,
            };
            Column { align, numbers: mark.map(|mark| (mark, Reach::default())) }
        });
        columns.collect()
    }

    /// The cells of a table with their structure, in reading order.
    pub(super) fn collect_grid(
        &mut self,
        table: &Table,
        columns: Vec<Column>,
        (scale, padding): (Ratio, Pt),
        node: NodeId,
    ) -> Grid {
        let mut rows = Vec::new();
        let heads: Vec<&Row> = table.head.iter().chain(&table.subheads).collect();
        if !heads.is_empty() {
            let group = self.structure.add(node, NodeRole::TableHead);
            for row in &heads {
                rows.push(self.collect_row(row, Role::TableHead, &columns, scale, group, RowHead::Columns));
            }
        }
        if !table.rows.is_empty() {
            let group = self.structure.add(node, NodeRole::TableBody);
            let first = if table.first_column_heads_rows() { RowHead::First } else { RowHead::None };
            for row in &table.rows {
                rows.push(self.collect_row(row, Role::TableCell, &columns, scale, group, first));
            }
        }
        let size = self.cell_style(Role::TableCell, Align::Start, scale).size;
        let padding_y = self.setting.theme.table.padding_y.at(size);
        Grid { rows, heads: heads.len(), columns, padding, padding_y }
    }

    fn collect_row(
        &mut self,
        row: &Row,
        role: Role,
        columns: &[Column],
        scale: Ratio,
        group: NodeId,
        heads: RowHead,
    ) -> Vec<SetCell> {
        let node = self.structure.add(group, NodeRole::TableRow);
        let mut cells = Vec::with_capacity(row.cells.len());
        for (at, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
            let Some((over, down)) = cell.extent.size() else { continue };
            let node = self.structure.add(node, heads.role_of(cell, at));
            self.structure.set_extent(node, cell.extent);
            // A cell over several columns stands in their middle.
            let align = if over > 1 { Align::Center } else { column.align };
            let hangs = if column.numbers.is_some() && role == Role::TableCell && over == 1 {
                Hangs::OnMark
            } else {
                Hangs::Not
            };
            let style = self.cell_style(role, align, scale);
            let mut pieces = Pieces::default();
            self.pieces(&cell.content, style, node, &mut pieces);
            cells.push(SetCell {
                pieces,
                style,
                span: cell.span,
                column: at,
                columns: over,
                rows: down,
                hangs,
            });
        }
        cells
    }

    pub(super) fn cell_lines(
        &mut self,
        pieces: &Pieces,
        style: TextStyle,
        width: Pt,
        span: Span,
    ) -> Vec<Line> {
        self.break_lines(pieces, style, ParagraphShape::PLAIN, width, span)
    }
}

/// Which cells of a row are heads.
#[derive(Clone, Copy)]
enum RowHead {
    Columns,
    First,
    None,
}

impl RowHead {
    /// What the cell of a column is; one without text names nothing.
    fn role_of(self, cell: &Cell, column: usize) -> NodeRole {
        match self {
            RowHead::Columns if !cell.content.is_empty() => NodeRole::HeaderCell { scope: Scope::Column },
            RowHead::First if column == 0 && !cell.content.is_empty() => {
                NodeRole::HeaderCell { scope: Scope::Row }
            }
            _ => NodeRole::DataCell,
        }
    }
}

fn rows_with_roles(table: &Table) -> impl Iterator<Item = (Role, &Row)> {
    let heads = table.head.iter().chain(&table.subheads).map(|row| (Role::TableHead, row));
    heads.chain(table.rows.iter().map(|row| (Role::TableCell, row)))
}

/// Whether texts are bare numbers, ranges, times or dates; gaps are allowed.
fn all_numeric(texts: &[Cow<'_, str>]) -> bool {
    let allowed =
        |c: char| c.is_ascii_digit() || " .,+-\u{2212}\u{2013}%\u{A0}\u{202F}$\u{20AC}\u{A3}".contains(c);
    let any = texts.iter().any(|text| text.chars().any(|c| c.is_ascii_digit()));
    any && texts.iter().all(|text| text.chars().all(allowed))
}
