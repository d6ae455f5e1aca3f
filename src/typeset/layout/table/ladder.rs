//! What a table needs and what the page gives → how it is set: the ladder for tables that are too wide.
//!
//! The rungs in the order they are tried: words divided, cells closer together, smaller type, into the outer
//! margin, on a page turned sideways, in parts that repeat the first column, as records. A table is never
//! clipped. Which rung was used is in the report.

use super::columns::{self, Fit, Needs};
use super::grid::{Column, Measured};
use crate::model::Table;
use crate::theme::{Align, Role};
use crate::typeset::layout::Composer;
use crate::typeset::report::TableRung;
use crate::units::{Pt, Ratio};
use std::ops::Range;

/// Type sizes a wide table is tried in, in hundredths.
const SIZES: [u8; 3] = [100, 92, 85];
/// In more parts than this no reader finds a cell again.
const MOST_PARTS: usize = 4;
/// What a table leaves of the outer margin.
const LEAST_MARGIN: Pt = Pt::new(36);
/// A margin that gives less is left alone.
const LEAST_GAIN: Pt = Pt::new(12);

/// How a table is set.
pub(super) struct Plan {
    pub(super) rung: TableRung,
    pub(super) way: Way,
}

/// What is made of a table.
pub(super) enum Way {
    /// A table in the column.
    Column(Sizes),
    /// A table that reaches so far into the outer margin.
    Margin(Sizes, Pt),
    /// A table on a page of its own, turned sideways.
    Turned(Sizes),
    /// A table for each of these runs of columns, led by the first column.
    Parts(Vec<Range<usize>>),
    /// A paragraph for each cell.
    Records,
}

/// The measures of a table that fits.
#[derive(Clone)]
pub(super) struct Sizes {
    pub(super) scale: Ratio,
    pub(super) padding: Pt,
    pub(super) needs: Vec<Needs>,
    pub(super) columns: Vec<Column>,
    pub(super) widths: Vec<Pt>,
}

/// A table as measured in each size so far.
struct Tried<'t> {
    table: &'t Table,
    measured: Vec<(u8, Measured)>,
}

impl Composer<'_, '_> {
    /// The first rung that holds a table.
    pub(super) fn plan_table(&mut self, table: &Table) -> Plan {
        let mut tried = Tried { table, measured: Vec::new() };
        let measure = self.column.width;
        if let Some((rung, sizes)) = self.fitting(&mut tried, measure) {
            return Plan { rung, way: Way::Column(sizes) };
        }
        if self.column_is_whole() {
            let margin = self.setting.theme.page.margins.outer - LEAST_MARGIN;
            if self.setting.theme.page.aside.is_none()
                && margin >= LEAST_GAIN
                && let Some((_, sizes)) = self.fitting(&mut tried, measure + margin)
            {
                let used: Pt = sizes.widths.iter().copied().sum();
                return Plan { rung: TableRung::Margin, way: Way::Margin(sizes, used - measure) };
            }
            let turned = self.setting.turned.page.measure();
            if let Some((_, sizes)) = self.fitting(&mut tried, turned) {
                return Plan { rung: TableRung::Turned, way: Way::Turned(sizes) };
            }
        }
        match self.parts(&mut tried, measure) {
            Some(parts) => Plan { rung: TableRung::Parts(parts.len()), way: Way::Parts(parts) },
            None => Plan { rung: TableRung::Records, way: Way::Records },
        }
    }

    /// Whether blocks are set to the whole measure of a page, and not in a box, list or column.
    fn column_is_whole(&self) -> bool {
        let in_columns = self.galley.columns.is_some();
        self.column.x == Pt::ZERO && self.column.width == self.setting.theme.page.measure() && !in_columns
    }

    /// The widest setting that fits a measure, and the rung it is.
    fn fitting(&mut self, tried: &mut Tried<'_>, measure: Pt) -> Option<(TableRung, Sizes)> {
        let (cell, least) = (self.style(Role::TableCell).size, self.setting.theme.table.least);
        for size in SIZES {
            let scale = Ratio::from_f64(f64::from(size) / 100.0);
            if size < 100 && cell * scale < least {
                return None;
            }
            let type_size = self.cell_style(Role::TableCell, Align::Start, scale).size;
            let wide = self.setting.theme.table.padding_x.at(type_size);
            let paddings = if size == 100 { vec![wide, wide / 2] } else { vec![wide / 2] };
            for padding in paddings {
                let measured = self.measured(tried, size, scale, wide);
                let needs = measured.padded(padding);
                let Fit::Widths(widths) = columns::share(&needs, measure) else { continue };
                let words: Pt = needs.iter().map(|need| need.word).sum();
                let rung = match (size, padding == wide) {
                    (100, true) if words.fits(measure) => TableRung::Whole,
                    (100, true) => TableRung::Divided,
                    (100, false) => TableRung::Tightened,
                    (size, _) => TableRung::Smaller { by: 100 - size },
                };
                let columns = measured.columns.clone();
                return Some((rung, Sizes { scale, padding, needs, columns, widths }));
            }
        }
        None
    }

    fn measured<'t>(
        &mut self,
        tried: &'t mut Tried<'_>,
        size: u8,
        scale: Ratio,
        padding: Pt,
    ) -> &'t Measured {
        let known = tried.measured.iter().position(|(known, _)| *known == size);
        let at = known.unwrap_or_else(|| {
            let measured = self.measure_table(tried.table, scale, padding);
            tried.measured.push((size, measured));
            tried.measured.len() - 1
        });
        &tried.measured[at].1
    }

    /// Runs of columns that fit beside the first one, when these are few and no cell reaches from one into
    /// another.
    fn parts(&mut self, tried: &mut Tried<'_>, measure: Pt) -> Option<Vec<Range<usize>>> {
        let type_size = self.cell_style(Role::TableCell, Align::Start, Ratio::ONE).size;
        let padding = self.setting.theme.table.padding_x.at(type_size);
        let table = tried.table;
        let needs = self.measured(tried, 100, Ratio::ONE, padding).padded(padding);
        let fits = |range: &Range<usize>, by: fn(&Needs) -> Pt| {
            let inside = needs.iter().take(1).chain(needs.get(range.clone()).unwrap_or_default());
            inside.map(by).sum::<Pt>().fits(measure)
        };
        let ways: [fn(&Needs) -> Pt; 2] = [|need| need.word, |need| need.least];
        ways.into_iter().find_map(|by| {
            let mut parts: Vec<Range<usize>> = Vec::new();
            let mut start = 1;
            while start < needs.len() {
                let ends = start + 1..=needs.len();
                let end = ends.rev().find(|end| !is_crossed(table, *end) && fits(&(start..*end), by))?;
                parts.push(start..end);
                start = end;
            }
            (parts.len() > 1 && parts.len() <= MOST_PARTS && !is_crossed(table, 1)).then_some(parts)
        })
    }
}

/// Whether a cell reaches over the left edge of a column.
fn is_crossed(table: &Table, edge: usize) -> bool {
    table.all_rows().any(|row| {
        row.cells
            .iter()
            .enumerate()
            .any(|(at, cell)| at < edge && cell.extent.size().is_some_and(|(over, _)| at + over > edge))
    })
}

/// A table of the first column and a run of others.
pub(super) fn part_of(table: &Table, columns: &Range<usize>) -> Table {
    let mut part = table.clone();
    let chosen = |at: usize| at == 0 || columns.contains(&at);
    let mut at = 0;
    part.alignments.retain(|_| {
        at += 1;
        chosen(at - 1)
    });
    for row in part.all_rows_mut() {
        let mut at = 0;
        row.cells.retain(|_| {
            at += 1;
            chosen(at - 1)
        });
    }
    part
}
