//! Tables → strips: rows of cells in columns of computed widths, with a head that repeats.
//!
//! A row is one strip unless it is higher than a third of a page; then it is a strip for each of its
//! lines, so that it can break. A table that no type size fits is set as records: a paragraph for each
//! cell, led by the head of its column.

use super::columns::{self, Fit, Needs};
use super::galley::{DecorationKind, HeadId, PageBreak, RepeatedHead, Strip};
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Alignment, Cell, Direction, Row, Table, walk};
use crate::source::Span;
use crate::theme::{Align, Role};
use crate::typeset::frame::{Item, Mark, Shape};
use crate::typeset::structure::{NodeId, Role as NodeRole, Scope};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Figures, Line, PieceContent};
use crate::units::{Pt, Ratio, Rect};
use std::collections::BTreeMap;

/// Type sizes a wide table is tried in.
const SIZES: [f64; 3] = [1.0, 0.92, 0.85];
/// Tables with more cells are not balanced: it would cost more than it shows.
const MOST_BALANCED: usize = 240;
/// Nor are tables with more bytes of text.
const MOST_TEXT: usize = 12_000;

/// The height of each cell of a column at a width.
type ColumnHeights = BTreeMap<(usize, Pt), Vec<Pt>>;

/// A cell ready to be broken into lines.
struct SetCell {
    pieces: Pieces,
    style: TextStyle,
    span: Span,
}

/// The rows of a table, ready to be broken into lines.
struct Grid {
    rows: Vec<Vec<SetCell>>,
    has_head: bool,
    padding: Pt,
    padding_y: Pt,
}

impl Grid {
    /// How many bytes of text there are.
    fn text(&self) -> usize {
        let pieces = self.rows.iter().flatten().flat_map(|cell| &cell.pieces.pieces);
        pieces.map(|piece| if let PieceContent::Text(text) = &piece.content { text.len() } else { 0 }).sum()
    }
}

impl Composer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table, span: Span, parent: NodeId) {
        if table.alignments.is_empty() || (table.head.is_none() && table.rows.is_empty()) {
            return;
        }
        self.space(self.setting.theme.table.around);
        let (cell, least) = (self.style(Role::TableCell).size, self.setting.theme.table.least);
        let fitting = SIZES.iter().find_map(|size| {
            let scale = Ratio::from_f64(*size);
            if scale != Ratio::ONE && cell * scale < least {
                return None;
            }
            let needs = self.needs(table, scale);
            match columns::share(&needs, self.column.width) {
                Fit::Widths(widths) => Some((scale, needs, widths)),
                Fit::TooWide => None,
            }
        });
        match fitting {
            Some((scale, needs, widths)) => {
                if scale != Ratio::ONE {
                    self.report_width(span, "it is set in smaller type");
                }
                self.grid(table, scale, &needs, widths, span, parent);
            }
            None => {
                self.report_width(span, "it is set as records, a paragraph for each cell");
                self.records(table, span, parent);
            }
        }
        self.space(self.setting.theme.table.around);
        self.follows_text = Follows::Other;
    }

    fn report_width(&mut self, span: Span, what: &str) {
        let message = format!("the table is too wide for the page; {what}");
        let help = "use fewer columns or shorter cells";
        self.diagnostics.push(Diagnostic::new(Code::TableTooWide, message).at(span).help(help));
    }

    fn cell_style(&self, role: Role, align: Align, scale: Ratio) -> TextStyle {
        let mut style = self.style(role).scaled(scale);
        style.figures = Figures::Tabular;
        style.align = align;
        style
    }

    /// What each column needs, measured on scratch pieces.
    fn needs(&mut self, table: &Table, scale: Ratio) -> Vec<Needs> {
        let structure = std::mem::take(&mut self.structure);
        let (asked, called) = (self.numbers.asked(), self.calls.len());
        let mut needs = vec![Needs::default(); table.alignments.len()];
        for (role, row) in rows_with_roles(table) {
            let style = self.cell_style(role, Align::Start, scale);
            let padding = self.setting.theme.table.padding_x.at(style.size) * 2;
            for (need, cell) in needs.iter_mut().zip(&row.cells) {
                let mut pieces = Pieces::default();
                self.pieces(&cell.content, style, crate::typeset::structure::Structure::ROOT, &mut pieces);
                let widths = self.engine.widths(&pieces.pieces, &self.language, self.direction);
                need.least = need.least.max(widths.min + padding);
                need.word = need.word.max(widths.longest_word + padding);
                need.most = need.most.max(widths.max + padding);
            }
        }
        self.structure = structure;
        self.numbers.take_back(asked);
        self.calls.truncate(called);
        needs
    }

    fn grid(
        &mut self,
        table: &Table,
        scale: Ratio,
        needs: &[Needs],
        widths: Vec<Pt>,
        span: Span,
        parent: NodeId,
    ) {
        let node = self.structure.add(parent, NodeRole::Table);
        self.table_caption(table, span, node);
        let grid = self.collect_grid(table, scale, node);
        let natural: Pt = needs.iter().map(|need| need.most).sum();
        let cells = grid.rows.len() * widths.len();
        let widths = if natural.fits(self.column.width) || cells > MOST_BALANCED || grid.text() > MOST_TEXT {
            widths
        } else {
            let step = self.setting.theme.size;
            let mut known = ColumnHeights::new();
            columns::balance(widths, needs, step, |widths| self.grid_height(&grid, widths, &mut known))
        };
        let first = self.galley.strips.len();
        self.rows(&grid, &widths, &walk::plain_text(&table.caption));
        let (thickness, color) = (self.setting.theme.table.heavy, self.setting.theme.palette.rule);
        let strips = first..self.galley.strips.len();
        let outer = self.column;
        self.column.width = widths.iter().copied().sum();
        self.decorate(strips, DecorationKind::TableRules { thickness, color });
        self.column = outer;
    }

    fn table_caption(&mut self, table: &Table, span: Span, node: NodeId) {
        if table.caption.is_empty() {
            return;
        }
        let caption = self.structure.add(node, NodeRole::Caption);
        let style = self.style(Role::Caption);
        let mut pieces = Pieces::default();
        self.pieces(&table.caption, style, caption, &mut pieces);
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        self.space(self.setting.theme.style(Role::Caption).after);
        self.keep();
    }

    /// The cells of a table with their structure, in reading order.
    fn collect_grid(&mut self, table: &Table, scale: Ratio, node: NodeId) -> Grid {
        let aligns: Vec<Align> =
            (0..table.alignments.len()).map(|column| column_align(table, column)).collect();
        let mut rows = Vec::new();
        if let Some(head) = &table.head {
            let group = self.structure.add(node, NodeRole::TableHead);
            rows.push(self.collect_row(head, Role::TableHead, &aligns, scale, group, RowHead::Columns));
        }
        if !table.rows.is_empty() {
            let group = self.structure.add(node, NodeRole::TableBody);
            let heads = if table.first_column_heads_rows() { RowHead::First } else { RowHead::None };
            for row in &table.rows {
                rows.push(self.collect_row(row, Role::TableCell, &aligns, scale, group, heads));
            }
        }
        let size = self.cell_style(Role::TableCell, Align::Start, scale).size;
        Grid {
            rows,
            has_head: table.head.is_some(),
            padding: self.setting.theme.table.padding_x.at(size),
            padding_y: self.setting.theme.table.padding_y.at(size),
        }
    }

    fn collect_row(
        &mut self,
        row: &Row,
        role: Role,
        aligns: &[Align],
        scale: Ratio,
        group: NodeId,
        heads: RowHead,
    ) -> Vec<SetCell> {
        let node = self.structure.add(group, NodeRole::TableRow);
        let mut cells = Vec::with_capacity(row.cells.len());
        for (column, (cell, align)) in row.cells.iter().zip(aligns).enumerate() {
            let empty = cell.content.is_empty();
            let role_of_cell = match heads {
                RowHead::Columns if !empty => NodeRole::HeaderCell { scope: Scope::Column },
                RowHead::First if column == 0 && !empty => NodeRole::HeaderCell { scope: Scope::Row },
                _ => NodeRole::DataCell,
            };
            let node = self.structure.add(node, role_of_cell);
            let style = self.cell_style(role, *align, scale);
            let mut pieces = Pieces::default();
            self.pieces(&cell.content, style, node, &mut pieces);
            cells.push(SetCell { pieces, style, span: cell.span });
        }
        cells
    }

    /// How high the rows are together at some widths. `known` keeps what was found at each width.
    fn grid_height(&mut self, grid: &Grid, widths: &[Pt], known: &mut ColumnHeights) -> Pt {
        let mut rows = vec![Pt::ZERO; grid.rows.len()];
        for (column, width) in widths.iter().enumerate() {
            let heights =
                known.entry((column, *width)).or_insert_with(|| self.column_heights(grid, column, *width));
            for (row, height) in rows.iter_mut().zip(heights) {
                *row = (*row).max(*height);
            }
        }
        rows.into_iter().sum()
    }

    /// How high each cell of a column is at a width; nothing is reported.
    fn column_heights(&mut self, grid: &Grid, column: usize, width: Pt) -> Vec<Pt> {
        let found = std::mem::take(self.diagnostics);
        let mut heights = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            heights.push(row.get(column).map_or(Pt::ZERO, |cell| {
                let lines = self.cell_lines(cell, width - grid.padding * 2);
                cell.style.leading * (lines.len().max(1) as i64)
            }));
        }
        *self.diagnostics = found;
        heights
    }

    fn cell_lines(&mut self, cell: &SetCell, width: Pt) -> Vec<Line> {
        self.break_lines(&cell.pieces, cell.style, ParagraphShape::PLAIN, width, cell.span)
    }

    fn rows(&mut self, grid: &Grid, widths: &[Pt], caption: &str) {
        let page = self.setting.theme.leading * i64::from(self.setting.theme.page.lines);
        let total = grid.rows.len();
        let mut head: Option<HeadId> = None;
        let zebra = self.setting.theme.table.zebra as usize;
        let striped = zebra > 0 && total - usize::from(grid.has_head) > zebra;
        for (number, row) in grid.rows.iter().enumerate() {
            let is_head = grid.has_head && number == 0;
            let mut strips = self.row_strips(row, grid, widths, is_head, page / 3);
            if is_head {
                self.rule_below_head(&mut strips, widths);
                head = self.remember_head(&strips, caption, page);
            }
            let body_row = number - usize::from(grid.has_head && number > 0);
            if !is_head && striped && body_row % 2 == 0 {
                self.tint_row(&mut strips, widths);
            }
            // The head keeps two rows on its page, and the last two rows stay together.
            let bound = !is_head && (body_row == 0 && grid.has_head || body_row == 1 || number + 1 == total);
            for (line, mut strip) in strips.into_iter().enumerate() {
                let cost = match (line, bound && number > 0) {
                    (0, true) => PageBreak::Forbidden,
                    (0, false) => PageBreak::Allowed(15),
                    _ => strip.page_break,
                };
                strip.page_break = if number == 0 && line == 0 { PageBreak::Allowed(0) } else { cost };
                strip.head = if is_head { None } else { head };
                self.push(strip);
            }
        }
    }

    /// One row as one strip, or as a strip for each line when it is higher than `tall`.
    fn row_strips(
        &mut self,
        row: &[SetCell],
        grid: &Grid,
        widths: &[Pt],
        is_head: bool,
        tall: Pt,
    ) -> Vec<Strip> {
        let leading = row.first().map_or(Pt::new(10), |cell| cell.style.leading);
        let cells: Vec<Vec<Line>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| self.cell_lines(cell, *width - grid.padding * 2))
            .collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let whole = leading * (count as i64) <= tall;
        let mut strips: Vec<Strip> = if whole {
            vec![Strip::blank(leading * (count as i64) + grid.padding_y * 2)]
        } else {
            (0..count).map(|_| Strip::blank(leading)).collect()
        };
        let last = strips.len() - 1;
        if !whole {
            strips[0].height += grid.padding_y;
            strips[last].height += grid.padding_y;
        }
        let mut x = self.column.x;
        let columns: Vec<(&SetCell, Vec<Line>, Pt)> =
            row.iter().zip(cells).zip(widths).map(|((cell, lines), width)| (cell, lines, *width)).collect();
        let ordered: Box<dyn Iterator<Item = _>> = match self.direction {
            Direction::LeftToRight => Box::new(columns.into_iter()),
            Direction::RightToLeft => Box::new(columns.into_iter().rev()),
        };
        for (cell, lines, width) in ordered {
            // Heads stand on their lower edge.
            let skipped = if is_head { count - lines.len() } else { 0 };
            for (number, line) in lines.into_iter().enumerate() {
                let number = number + skipped;
                let (strip, top) = if whole {
                    (0, grid.padding_y + leading * (number as i64))
                } else {
                    (number, if number == 0 { grid.padding_y } else { Pt::ZERO })
                };
                let baseline = top + cell.style.baseline(self.setting.fonts);
                self.place_line(line, x + grid.padding, baseline, &cell.pieces, &mut strips[strip]);
            }
            x += width;
        }
        for (number, strip) in strips.iter_mut().enumerate().skip(1) {
            let near_end = number < 2 || last - number < 1;
            strip.page_break = if near_end { PageBreak::Forbidden } else { PageBreak::Allowed(50) };
        }
        strips
    }

    /// A ground behind a row, so that the eye keeps to it.
    fn tint_row(&self, strips: &mut [Strip], widths: &[Pt]) {
        let width = widths.iter().copied().sum();
        for strip in strips {
            let area = Rect::new(self.column.x, Pt::ZERO, width, strip.height);
            let shape = Shape::Fill { area, color: self.setting.theme.palette.tint, radius: Pt::ZERO };
            strip.items.insert(0, Item { mark: Mark::Layout, shape });
        }
    }

    fn rule_below_head(&self, strips: &mut [Strip], widths: &[Pt]) {
        let theme = self.setting.theme;
        let width = widths.iter().copied().sum();
        if let Some(last) = strips.last_mut() {
            let area = Rect::new(self.column.x, last.height, width, theme.table.light);
            let shape = Shape::Fill { area, color: theme.palette.rule, radius: Pt::ZERO };
            last.items.push(Item { mark: Mark::Layout, shape });
            last.height += theme.table.light;
        }
        for strip in strips.iter_mut().skip(1) {
            strip.page_break = PageBreak::Forbidden;
        }
    }

    /// Keeps a copy of the head for later pages, unless it is higher than a quarter of a page.
    fn remember_head(&mut self, strips: &[Strip], caption: &str, page: Pt) -> Option<HeadId> {
        let rows: Pt = strips.iter().map(|strip| strip.height).sum();
        if rows > page / 4 {
            return None;
        }
        let (mut items, mut y) = self.continued(caption);
        let rules_above = y;
        let height = y + rows;
        for strip in strips {
            for item in &strip.items {
                let mut item = Item { mark: Mark::Layout, shape: item.shape.clone() };
                super::paragraph::move_item(&mut item, Pt::ZERO, y);
                items.push(item);
            }
            y += strip.height;
        }
        self.galley.heads.push(RepeatedHead { height, rules_above, items });
        Some(HeadId(self.galley.heads.len() - 1))
    }

    /// The line over a later part of a table, “Stages of sleep (continued)”, and the height it takes. A
    /// caption that is too long for one line is left out.
    fn continued(&mut self, caption: &str) -> (Vec<Item>, Pt) {
        let words = self.setting.book.words.continued.clone();
        let style = self.style(Role::Caption);
        let long = format!("{caption} ({words})");
        let (mut items, mut width) = self.furniture(&long, style, Mark::Layout);
        if caption.is_empty() || !width.fits(self.column.width) {
            (items, width) = self.furniture(&format!("({words})"), style, Mark::Layout);
        }
        let x = match self.direction {
            Direction::LeftToRight => self.column.x,
            Direction::RightToLeft => self.column.x + self.column.width - width,
        };
        let baseline = style.baseline(self.setting.fonts);
        for item in &mut items {
            super::paragraph::move_item(item, x, baseline);
        }
        (items, style.leading + self.lines(self.setting.theme.style(Role::Caption).after))
    }

    /// Each row as a list item of paragraphs “Head: cell”.
    fn records(&mut self, table: &Table, span: Span, parent: NodeId) {
        if !table.caption.is_empty() {
            let node = self.structure.add(parent, NodeRole::Paragraph);
            self.table_caption(table, span, node);
        }
        let empty: Vec<Cell> = Vec::new();
        let heads = table.head.as_ref().map_or(&empty, |row| &row.cells);
        for row in &table.rows {
            self.space(50);
            self.follows_text = Follows::Other;
            for (column, cell) in row.cells.iter().enumerate() {
                let node = self.structure.add(parent, NodeRole::Paragraph);
                let style = self.style(self.text);
                let mut pieces = Pieces::default();
                if let Some(head) = heads.get(column).filter(|head| !head.content.is_empty()) {
                    let strong = self.structure.add(node, NodeRole::Strong);
                    let run_in = self.style(Role::RunIn);
                    self.pieces(&head.content, run_in, strong, &mut pieces);
                    self.piece(": ", run_in, strong, &mut pieces);
                }
                self.pieces(&cell.content, style, node, &mut pieces);
                let hanging = self.setting.theme.list.indent.at(self.setting.theme.size);
                self.lines_of(&pieces, style, ParagraphShape { hanging, ..ParagraphShape::PLAIN }, cell.span);
            }
        }
    }
}

/// Which cells of a row are heads.
#[derive(Clone, Copy)]
enum RowHead {
    Columns,
    First,
    None,
}

fn rows_with_roles(table: &Table) -> impl Iterator<Item = (Role, &Row)> {
    let head = table.head.iter().map(|row| (Role::TableHead, row));
    head.chain(table.rows.iter().map(|row| (Role::TableCell, row)))
}

/// The author's alignment, else numbers at the end and words at the start.
fn column_align(table: &Table, column: usize) -> Align {
    match table.alignments.get(column) {
        Some(Alignment::Start) => Align::Start,
        Some(Alignment::Center) => Align::Center,
        Some(Alignment::End) => Align::End,
        Some(Alignment::Auto) | None => {
            let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            let mut any = false;
            let numeric = cells.all(|cell| {
                let text = walk::plain_text(&cell.content);
                any |= text.chars().any(|c| c.is_ascii_digit());
                text.is_empty() || is_number(&text)
            });
            if numeric && any { Align::End } else { Align::Start }
        }
    }
}

/// Whether a cell holds a bare number: digits with signs, separators, a currency or a per cent sign.
fn is_number(text: &str) -> bool {
    let allowed =
        |c: char| c.is_ascii_digit() || " .,+-\u{2212}\u{2013}%\u{A0}\u{202F}$\u{20AC}\u{A3}".contains(c);
    text.chars().all(allowed)
}
