//! Cells and widths of columns → strips: rows one below the other, broken inside only when they must be, with
//! a head that repeats.
//!
//! A row is one strip unless it is higher than a third of a page; then it is a strip for each of its lines.
//! A cell over several rows keeps them on one page, unless they take more than half of it. No line of a cell
//! stands across the edge between two rows. Rows are whole half lines high, so that a page that ends with one ends
//! where others do.

use super::grid::{Grid, Hangs, SetCell};
use super::numbers;
use crate::model::Direction;
use crate::theme::Role;
use crate::typeset::frame::{Item, Mark, Shape};
use crate::typeset::layout::Composer;
use crate::typeset::layout::galley::{Grid as Level, HeadId, PageBreak, RepeatedHead, Strip};
use crate::typeset::layout::paragraph::{count_line, move_item};
use crate::typeset::text::Line;
use crate::units::{Pt, Rect};
use std::ops::Range;

/// What it costs to break inside a row that is higher than a third of a page.
const INSIDE_ROW: u32 = 50;
/// What it costs to break between rows.
const BETWEEN_ROWS: u32 = 15;

/// Rows as strips, before page breaks between them are settled.
struct Stacked {
    strips: Vec<Strip>,
    /// The top of each strip, and where the last one ends.
    tops: Vec<Pt>,
    /// The strips of each row.
    rows: Vec<Range<usize>>,
}

/// The lines of a cell.
struct CellLines<'a> {
    row: usize,
    cell: &'a SetCell,
    lines: Vec<Line>,
    /// The top of each line, from the top of the table.
    tops: Vec<Pt>,
}

impl Composer<'_, '_> {
    /// Adds the rows. `names` are what a later part may be called, the longest first.
    pub(super) fn rows(&mut self, grid: &Grid, widths: &[Pt], names: &[String]) {
        let page = self.setting.theme.leading * i64::from(self.setting.theme.page.lines);
        let mut cells = self.break_cells(grid, widths);
        let half = self.setting.theme.leading / 2;
        let mut stacked = stack(grid, &mut cells, page / 3, (half, self.setting.theme.table.light));
        self.tint_rows(grid, widths, &mut stacked);
        for cell in &mut cells {
            self.place_cell(grid, widths, cell, &mut stacked);
        }
        self.head_rules(grid, widths, &mut stacked);
        let costs = costs(grid, &cells, &stacked, page);
        let head_end = stacked.rows.get(grid.heads).map_or(stacked.strips.len(), |row| row.start);
        let head = match grid.heads {
            0 => None,
            _ => self.remember_head(stacked.strips.get(..head_end).unwrap_or_default(), names, page),
        };
        for (number, (mut strip, cost)) in stacked.strips.into_iter().zip(costs).enumerate() {
            strip.page_break = cost;
            strip.head = if number < head_end { None } else { head };
            if number == 0 {
                strip.grid = Level::Half;
            }
            self.push(strip);
        }
    }

    /// Breaks all cells into lines at the widths of their columns.
    fn break_cells<'g>(&mut self, grid: &'g Grid, widths: &[Pt]) -> Vec<CellLines<'g>> {
        let mut cells = Vec::new();
        for (row, of_row) in grid.rows.iter().enumerate() {
            for cell in of_row {
                let own = widths.iter().skip(cell.column).take(cell.columns).copied();
                // A number stands on one line; where it hangs says where.
                let width = match cell.hangs {
                    Hangs::OnMark => Pt::HUGE,
                    Hangs::Not => own.sum::<Pt>() - grid.padding * 2,
                };
                let mut lines = self.cell_lines(&cell.pieces, cell.style, width, cell.span);
                if cell.hangs == Hangs::OnMark && self.hung(grid, cell, &lines).is_none() {
                    let own = widths.iter().skip(cell.column).take(cell.columns).copied();
                    let width = own.sum::<Pt>() - grid.padding * 2;
                    lines = self.cell_lines(&cell.pieces, cell.style, width, cell.span);
                }
                cells.push(CellLines { row, cell, lines, tops: Vec::new() });
            }
        }
        cells
    }

    /// How far from its own left edge the number of a cell hangs, and how far that edge is from where it was set.
    fn hung(&self, grid: &Grid, cell: &SetCell, lines: &[Line]) -> Option<(Pt, Pt)> {
        let (mark, _) = grid.columns.get(cell.column)?.numbers.filter(|_| cell.hangs == Hangs::OnMark)?;
        let [line] = lines else { return None };
        let (left, reach) = numbers::reach(line, mark)?;
        Some((reach.before, left))
    }

    fn place_cell(&mut self, grid: &Grid, widths: &[Pt], set: &mut CellLines<'_>, stacked: &mut Stacked) {
        let cell = set.cell;
        let (x, width) = self.span_of(widths, cell.column, cell.columns);
        let mut from = x + grid.padding;
        if let Some((before, left)) = self.hung(grid, cell, &set.lines)
            && let Some((_, most)) = grid.columns.get(cell.column).and_then(|column| column.numbers)
        {
            // The numbers of a column end together at its edge.
            from = x + width - grid.padding - most.behind - before - left;
        }
        let baseline = cell.style.baseline(self.setting.fonts);
        for (line, top) in std::mem::take(&mut set.lines).into_iter().zip(&set.tops) {
            let at = stacked.tops.partition_point(|strip| *strip <= *top).saturating_sub(1);
            let at = at.min(stacked.strips.len().saturating_sub(1));
            let (Some(strip), Some(start)) = (stacked.strips.get_mut(at), stacked.tops.get(at)) else {
                return;
            };
            count_line(&line, cell.span, strip);
            self.place_line(line, from, *top - *start + baseline, &cell.pieces, strip);
        }
    }

    /// The left edge and the width of neighbouring columns.
    fn span_of(&self, widths: &[Pt], column: usize, columns: usize) -> (Pt, Pt) {
        let before: Pt = widths.iter().take(column).copied().sum();
        let own: Pt = widths.iter().skip(column).take(columns).copied().sum();
        match self.direction {
            Direction::LeftToRight => (self.column.x + before, own),
            Direction::RightToLeft => {
                let all: Pt = widths.iter().copied().sum();
                (self.column.x + all - before - own, own)
            }
        }
    }

    /// A ground behind every other row, so that the eye keeps to it; not where cells reach over rows.
    fn tint_rows(&self, grid: &Grid, widths: &[Pt], stacked: &mut Stacked) {
        let zebra = self.setting.theme.table.zebra as usize;
        let body = grid.rows.len() - grid.heads;
        if zebra == 0 || body <= zebra || grid.rows.iter().flatten().any(|cell| cell.rows > 1) {
            return;
        }
        let width = widths.iter().copied().sum();
        for row in stacked.rows.iter().skip(grid.heads).step_by(2) {
            for strip in stacked.strips.get_mut(row.clone()).unwrap_or_default() {
                let area = Rect::new(self.column.x, Pt::ZERO, width, strip.height);
                let shape = Shape::Fill { area, color: self.setting.theme.palette.tint, radius: Pt::ZERO };
                strip.items.push(Item { mark: Mark::Layout, shape });
            }
        }
    }

    /// The rule below the head, and a thinner one below each head that stands over several others.
    fn head_rules(&self, grid: &Grid, widths: &[Pt], stacked: &mut Stacked) {
        let theme = self.setting.theme;
        let color = theme.palette.rule;
        let rule = |strip: Option<&mut Strip>, x: Pt, width: Pt, thickness: Pt| {
            let Some(strip) = strip else { return };
            let area = Rect::new(x, strip.height, width, thickness);
            let shape = Shape::Fill { area, color, radius: Pt::ZERO };
            strip.items.push(Item { mark: Mark::Layout, shape });
        };
        for (number, row) in grid.rows.iter().enumerate().take(grid.heads.saturating_sub(1)) {
            for cell in row.iter().filter(|cell| cell.columns > 1) {
                let end = (number + cell.rows).min(grid.heads);
                if end == grid.heads {
                    continue;
                }
                let (x, width) = self.span_of(widths, cell.column, cell.columns);
                let last = stacked.rows.get(end - 1).map_or(0, |row| row.end.saturating_sub(1));
                let thin = theme.table.light.mul_div(3, 5);
                rule(stacked.strips.get_mut(last), x + grid.padding, width - grid.padding * 2, thin);
            }
        }
        if let Some(last) = grid.heads.checked_sub(1).and_then(|row| stacked.rows.get(row)) {
            let last = last.end.saturating_sub(1);
            let width = widths.iter().copied().sum();
            if let Some(strip) = stacked.strips.get_mut(last) {
                let area =
                    Rect::new(self.column.x, strip.height - theme.table.light, width, theme.table.light);
                let shape = Shape::Fill { area, color, radius: Pt::ZERO };
                strip.items.push(Item { mark: Mark::Layout, shape });
            }
        }
    }

    /// Keeps a copy of the head for later pages, unless it is higher than a quarter of a page.
    fn remember_head(&mut self, strips: &[Strip], names: &[String], page: Pt) -> Option<HeadId> {
        let rows: Pt = strips.iter().map(|strip| strip.height).sum();
        if rows > page / 4 {
            return None;
        }
        let (mut items, y) = self.continued(names);
        let mut y = y.round_up_to(self.setting.theme.leading / 2);
        let rules_above = y;
        let height = y + rows;
        for strip in strips {
            for item in &strip.items {
                let mut item = Item { mark: Mark::Layout, shape: item.shape.clone() };
                move_item(&mut item, Pt::ZERO, y);
                items.push(item);
            }
            y += strip.height;
        }
        self.galley.heads.push(RepeatedHead { height, rules_above, items, outward: Pt::ZERO });
        Some(HeadId(self.galley.heads.len() - 1))
    }

    /// The line over a later part of a table, “Table 2 Stages of sleep (continued)”, and the height it takes. Of what
    /// it may be called the first that stands on one line is taken.
    fn continued(&mut self, names: &[String]) -> (Vec<Item>, Pt) {
        let words = self.setting.book.words.continued.clone();
        let style = self.style(Role::Caption);
        let (mut items, mut width) = self.furniture(&format!("({words})"), style, Mark::Layout);
        for name in names.iter().filter(|name| !name.is_empty()) {
            let (named, wide) = self.furniture(&format!("{name} ({words})"), style, Mark::Layout);
            if wide.fits(self.column.width) {
                (items, width) = (named, wide);
                break;
            }
        }
        let x = match self.direction {
            Direction::LeftToRight => self.column.x,
            Direction::RightToLeft => self.column.x + self.column.width - width,
        };
        let baseline = style.baseline(self.setting.fonts);
        for item in &mut items {
            move_item(item, x, baseline);
        }
        (items, style.leading + self.lines(self.setting.theme.style(Role::Caption).after))
    }
}

/// Stands rows below one another and settles where each line of each cell is.
///
/// `half` is half a line, to whole ones of which rows are filled up, with the rule below the head in the last row of it.
fn stack(grid: &Grid, cells: &mut [CellLines<'_>], tall: Pt, (half, rule): (Pt, Pt)) -> Stacked {
    let mut leadings = vec![Pt::ZERO; grid.rows.len()];
    let mut heights = vec![Pt::ZERO; grid.rows.len()];
    for set in cells.iter() {
        let leading = set.cell.style.leading;
        if let (Some(of_row), Some(height)) = (leadings.get_mut(set.row), heights.get_mut(set.row)) {
            *of_row = (*of_row).max(leading);
            if set.cell.rows == 1 {
                *height = (*height).max(leading * set.lines.len() as i64);
            }
        }
    }
    for ((row, leading), height) in grid.rows.iter().zip(&mut leadings).zip(&mut heights) {
        if *leading == Pt::ZERO {
            *leading = row.first().map_or(Pt::new(10), |cell| cell.style.leading);
        }
        *height = (*height).max(*leading);
    }
    let padding = grid.padding_y;
    let top_of = |heights: &[Pt], row: usize| -> Pt {
        heights.iter().take(row).map(|height| *height + padding * 2).sum()
    };
    // What rows get to be whole half lines high, above and below what is in them.
    let mut slack = vec![(Pt::ZERO, Pt::ZERO); heights.len()];
    for (row, (height, slack)) in heights.iter_mut().zip(&mut slack).enumerate() {
        let rule = if row + 1 == grid.heads { rule } else { Pt::ZERO };
        let own = *height + padding * 2 + rule;
        let more = own.round_up_to(half) - own;
        if (*height + more + rule).fits(tall) {
            *slack = (more / 2, more - more / 2 + rule);
            *height += more + rule;
        }
    }
    let slack_of = |row: usize| slack.get(row).copied().unwrap_or_default();
    // What a cell over several rows lacks goes to the last of them.
    for set in cells.iter().filter(|set| set.cell.rows > 1) {
        let last = (set.row + set.cell.rows).min(heights.len()) - 1;
        let edges: Vec<Pt> = (set.row + 1..=last).map(|row| top_of(&heights, row)).collect();
        let start = top_of(&heights, set.row) + padding;
        let leading = set.cell.style.leading;
        let end =
            flow(start, leading, set.lines.len(), &edges, padding).last().map_or(start, |top| *top + leading);
        let have = top_of(&heights, last + 1) - padding;
        if let Some(height) = heights.get_mut(last) {
            *height += (end - have).max(Pt::ZERO).round_up_to(half);
        }
    }
    let mut stacked = Stacked { strips: Vec::new(), tops: vec![Pt::ZERO], rows: Vec::new() };
    for (height, leading) in heights.iter().zip(&leadings) {
        let first = stacked.strips.len();
        if height.fits(tall) {
            stacked.add(*height + padding * 2);
        } else {
            let count = (height.scaled() + leading.scaled() - 1) / leading.scaled().max(1);
            for number in 0..count {
                let edge = |at: i64| if number == at { padding } else { Pt::ZERO };
                let last = *height - *leading * (count - 1);
                let own = if number + 1 == count { last } else { *leading };
                stacked.add(own + edge(0) + edge(count - 1));
            }
        }
        stacked.rows.push(first..stacked.strips.len());
    }
    for set in cells {
        let last = (set.row + set.cell.rows).min(heights.len());
        let edges: Vec<Pt> = (set.row + 1..last).map(|row| top_of(&heights, row)).collect();
        let leading = set.cell.style.leading;
        let mut start = top_of(&heights, set.row) + padding + slack_of(set.row).0;
        if set.row < grid.heads {
            // Heads stand on their lower edge.
            let end = top_of(&heights, last) - padding - slack_of(last - 1).1;
            start = start.max(end - leading * set.lines.len() as i64);
            set.tops = flow(start, leading, set.lines.len(), &[], padding);
            continue;
        }
        set.tops = flow(start, leading, set.lines.len(), &edges, padding);
    }
    stacked
}

impl Stacked {
    fn add(&mut self, height: Pt) {
        let top = self.tops.last().copied().unwrap_or_default();
        self.strips.push(Strip::blank(height));
        self.tops.push(top + height);
    }
}

/// The tops of lines from a place down; one that would stand across an edge between rows begins below it.
fn flow(start: Pt, leading: Pt, lines: usize, edges: &[Pt], padding: Pt) -> Vec<Pt> {
    let mut y = start;
    let mut tops = Vec::with_capacity(lines);
    for _ in 0..lines {
        if let Some(edge) = edges.iter().find(|edge| y < **edge && !(y + leading).fits(**edge + padding / 2))
        {
            y = *edge + padding;
        }
        tops.push(y);
        y += leading;
    }
    tops
}

/// What it costs to end a page before each strip. The head keeps two rows on its page, and the last two rows
/// stay together; where a cell is cut, at least two of its lines stay on each side.
fn costs(grid: &Grid, cells: &[CellLines<'_>], stacked: &Stacked, page: Pt) -> Vec<PageBreak> {
    let mut costs = Vec::with_capacity(stacked.strips.len());
    let total = grid.rows.len();
    let mut reaching: Vec<(usize, Pt)> = Vec::new();
    for (row, strips) in stacked.rows.iter().enumerate() {
        let body_row = row.checked_sub(grid.heads);
        reaching.retain(|(end, _)| *end > row);
        for number in strips.clone() {
            let edge = stacked.tops.get(number).copied().unwrap_or_default();
            let torn = || {
                cells.iter().any(|set| {
                    let before = set.tops.partition_point(|top| *top < edge);
                    let behind = set.tops.len() - before;
                    before > 0 && behind > 0 && (before < 2 || behind < 2)
                })
            };
            let inside = number > strips.start;
            let held = !inside && reaching.iter().any(|(_, height)| height.fits(page / 2));
            let bound = match body_row {
                None => number > 0,
                Some(0) => grid.heads > 0 || inside,
                Some(1) => true,
                Some(_) => row + 1 == total,
            };
            let cost = if number == 0 {
                PageBreak::Allowed(0)
            } else if inside && body_row.is_some() {
                if torn() { PageBreak::Forbidden } else { PageBreak::Allowed(INSIDE_ROW) }
            } else if bound || held || (!reaching.is_empty() && torn()) {
                PageBreak::Forbidden
            } else {
                PageBreak::Allowed(BETWEEN_ROWS)
            };
            costs.push(cost);
        }
        for cell in grid.rows.get(row).into_iter().flatten().filter(|cell| cell.rows > 1) {
            let end = (row + cell.rows).min(total);
            let top = stacked.tops.get(strips.start).copied().unwrap_or_default();
            let last = stacked.rows.get(end - 1).and_then(|row| stacked.tops.get(row.end)).copied();
            reaching.push((end, last.unwrap_or_default() - top));
        }
    }
    costs
}
