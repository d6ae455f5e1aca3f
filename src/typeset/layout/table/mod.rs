//! Tables → strips: cells are collected into a grid, the ladder says how they fit the page, rows are set with a
//! head that repeats.

mod columns;
mod grid;
mod ladder;
mod numbers;
mod records;
mod rows;

use super::figure::labelled;
use super::galley::{DecorationKind, Galley, PageBreak, Strip, Turned};
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Column, Composer, Follows};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Block, Table};
use crate::source::Span;
use crate::theme::Role;
use crate::typeset::report::{Found, TableRung};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::units::Pt;
use grid::Grid;
use ladder::{Sizes, Way};
use std::collections::BTreeMap;

/// Tables with more cells are not balanced: it would cost more than it shows.
const MOST_BALANCED: usize = 240;
/// Nor are tables with more bytes of text.
const MOST_TEXT: usize = 12_000;

/// The height of each cell of a column at a width.
type ColumnHeights = BTreeMap<(usize, Pt), Vec<Pt>>;

/// Which part of a table that is set in parts: its number from 1, and how many there are.
#[derive(Clone, Copy)]
struct Part {
    number: usize,
    count: usize,
}

/// Where a table comes from, and what its caption begins with.
#[derive(Clone, Copy)]
struct Named<'l> {
    span: Span,
    label: Option<&'l str>,
}

impl Composer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table, block: &Block, parent: NodeId) {
        let (span, label) = (block.span, self.caption_label(block));
        let named = Named { span, label: label.as_deref() };
        if table.alignments.is_empty() || table.all_rows().next().is_none() {
            return;
        }
        self.space(self.setting.theme.table.around);
        let plan = self.plan_table(table);
        self.remark(Found::Table(plan.rung), span);
        self.report_rung(plan.rung, span);
        match plan.way {
            Way::Column(sizes) => self.grid((table, table), sizes, None, named, parent),
            Way::Margin(sizes, outward) => self.in_margin(table, sizes, outward, named, parent),
            Way::Turned(sizes) => self.turned(table, sizes, named, parent),
            Way::Parts(parts) => {
                let count = parts.len();
                for (number, columns) in (1..).zip(&parts) {
                    let part = ladder::part_of(table, columns);
                    self.part((&part, table), Part { number, count }, named, parent);
                }
            }
            Way::Records => {
                self.records(table, named, parent);
                self.notes_under(table, parent);
            }
        }
        self.space(self.setting.theme.table.around);
        self.follows_text = Follows::Other;
    }

    fn report_rung(&mut self, rung: TableRung, span: Span) {
        let how = match rung {
            TableRung::Whole | TableRung::Divided | TableRung::Tightened => return,
            TableRung::Smaller { .. } => "it is set in smaller type".to_owned(),
            TableRung::Margin => "it reaches into the outer margin".to_owned(),
            TableRung::Turned => "it is set on a page turned sideways".to_owned(),
            TableRung::Parts(count) => format!("it is set in {count} parts"),
            TableRung::Records => "it is set as records, a paragraph for each cell".to_owned(),
        };
        let message = format!("the table is too wide for the page; {how}");
        let help = "use fewer columns or shorter cells";
        self.diagnostics.push(Diagnostic::new(Code::TableTooWide, message).at(span).help(help));
    }

    /// A table with its caption, in the column; with the table it is a part of, perhaps all of it.
    fn grid(
        &mut self,
        (table, whole): (&Table, &Table),
        sizes: Sizes,
        part: Option<Part>,
        named: Named<'_>,
        parent: NodeId,
    ) {
        let node = self.structure.add(parent, NodeRole::Table);
        self.table_caption(table, part, named, node);
        let Sizes { scale, padding, needs, columns, widths } = sizes;
        let grid = self.collect_grid(table, columns, (scale, padding), node);
        let natural: Pt = needs.iter().map(|need| need.most).sum();
        let cells = grid.rows.len() * widths.len();
        let fixed = natural.fits(self.column.width) || grid.has_spans();
        let widths = if fixed || cells > MOST_BALANCED || grid.text() > MOST_TEXT {
            widths
        } else {
            let step = self.setting.theme.size;
            let mut known = ColumnHeights::new();
            columns::balance(widths, &needs, step, |widths| self.grid_height(&grid, widths, &mut known))
        };
        let first = self.galley.strips.len();
        let names = [labelled(named.label, &table.caption), named.label.unwrap_or_default().to_owned()];
        self.rows(&grid, &widths, &names);
        let (thickness, color) = (self.setting.theme.table.heavy, self.setting.theme.palette.rule);
        let strips = first..self.galley.strips.len();
        let outer = self.column;
        self.column.width = widths.iter().copied().sum();
        self.decorate(strips, DecorationKind::TableRules { thickness, color }, Some(named.span));
        self.column = outer;
        if part.is_none_or(|part| part.number == part.count) {
            self.notes_under(whole, parent);
        }
    }

    /// A table that reaches beyond the measure, to the side of the outer margin.
    fn in_margin(&mut self, table: &Table, sizes: Sizes, outward: Pt, named: Named<'_>, parent: NodeId) {
        let (strips, decorations, heads) =
            (self.galley.strips.len(), self.galley.decorations.len(), self.galley.heads.len());
        let outer = self.column;
        self.column.width += outward;
        self.grid((table, table), sizes, None, named, parent);
        self.column = outer;
        let Galley { strips: all, decorations: drawn, heads: repeated, .. } = &mut self.galley;
        all.iter_mut().skip(strips).for_each(|strip| strip.outward = outward);
        drawn.iter_mut().skip(decorations).for_each(|decoration| decoration.outward = outward);
        repeated.iter_mut().skip(heads).for_each(|head| head.outward = outward);
    }

    /// A table on pages of its own, turned sideways, behind the page that comes to it. The text goes on without it.
    fn turned(&mut self, table: &Table, sizes: Sizes, named: Named<'_>, parent: NodeId) {
        let outer = std::mem::take(&mut self.galley);
        let (space, page_break) = (self.space, self.page_break);
        let column = std::mem::replace(
            &mut self.column,
            Column { x: Pt::ZERO, width: self.setting.turned.page.measure() },
        );
        let theme = std::mem::replace(&mut self.setting.theme, self.setting.turned);
        (self.space, self.page_break) = (Pt::ZERO, PageBreak::Allowed(0));
        self.grid((table, table), sizes, None, named, parent);
        self.setting.theme = theme;
        self.column = column;
        let galley = std::mem::replace(&mut self.galley, outer);
        let page = self.setting.turned.page.clone();
        let mut place = Strip::blank(Pt::ZERO);
        // A turned page has no foot of its own: notes stand on the page that comes to the table.
        place.calls = galley.strips.iter().flat_map(|strip| strip.calls.iter().cloned()).collect();
        place.turned = Some(Box::new(Turned { galley, page }));
        // What led into the table leads into the text behind it.
        (self.space, self.page_break) = (Pt::ZERO, PageBreak::Forbidden);
        self.push(place);
        (self.space, self.page_break) = (space, page_break);
    }

    /// A part of a table, in the widths it needs itself.
    fn part(&mut self, (table, whole): (&Table, &Table), part: Part, named: Named<'_>, parent: NodeId) {
        if part.number > 1 {
            self.space(self.setting.theme.table.around);
        }
        if let ladder::Plan { way: Way::Column(sizes), .. } = self.plan_table(table) {
            self.grid((table, whole), sizes, Some(part), named, parent);
        }
    }

    fn table_caption(&mut self, table: &Table, part: Option<Part>, named: Named<'_>, node: NodeId) {
        if table.caption.is_empty() && part.is_none() {
            return;
        }
        let caption = self.structure.add(node, NodeRole::Caption);
        let style = self.style(Role::Caption);
        let mut pieces = Pieces::default();
        self.numbered(named.label, style, caption, &mut pieces);
        self.pieces(&table.caption, style, caption, &mut pieces);
        if let Some(Part { number, count }) = part {
            let words = &self.setting.book.words.part_of;
            let words = words.replace("{part}", &number.to_string()).replace("{count}", &count.to_string());
            let before = if table.caption.is_empty() { "" } else { " " };
            self.piece(&format!("{before}({words})"), style, caption, &mut pieces);
        }
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, named.span);
        self.space(self.setting.theme.style(Role::Caption).after);
        self.keep();
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
                let lines = self.cell_lines(&cell.pieces, cell.style, width - grid.padding * 2, cell.span);
                cell.style.leading * (lines.len().max(1) as i64)
            }));
        }
        *self.diagnostics = found;
        heights
    }
}
