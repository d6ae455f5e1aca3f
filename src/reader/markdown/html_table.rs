//! The tags of an HTML table → a table: captions, several head rows, cells over columns and rows.
//!
//! Cells take their places as a browser gives them (HTML, §4.9.12.1), except that no cell reaches over the end
//! of the head or of the table, or over a place that is taken.

use super::html;
use super::html_block::{Piece, Source, lines_of_text};
use super::inline;
use super::table::TableBuilder;
use crate::model::{Alignment, Block, Cell, CellExtent};
use crate::reader::Context;
use std::ops::Range;

/// The tags a table may hold.
const KNOWN: [&str; 9] = ["thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"];
/// The most columns a table may have; as in HTML.
const MOST_COLUMNS: usize = 1000;
/// The most places a table may have: a cell that asks for more is cut down.
const MOST_PLACES: usize = 100_000;

/// A cell as it is written.
struct Written {
    place: Range<usize>,
    columns: usize,
    /// None: to the end of its part of the table.
    rows: Option<usize>,
}

/// A row as it is written.
struct WrittenRow {
    place: Range<usize>,
    in_head: bool,
    all_heads: bool,
    cells: Vec<Written>,
}

/// What is open while tags are read.
enum Inside {
    Nothing,
    Cell(Written),
    Caption(Range<usize>),
}

/// A table of rows of plain cells, and the number of the piece behind it; none when it is anything more.
pub(super) fn table(
    cx: &mut Context<'_>,
    source: &Source<'_>,
    pieces: &[Piece<'_>],
    from: usize,
) -> Option<(Block, usize)> {
    let inside = pieces.get(from + 1..)?;
    let named =
        |piece: &Piece<'_>| piece.tag.map(|tag| html::name(tag).to_ascii_lowercase()).unwrap_or_default();
    let end = inside.iter().position(|piece| named(piece) == "table")?;
    let inside = inside.get(..end)?;
    if inside.iter().any(|piece| piece.tag.is_some() && !KNOWN.contains(&named(piece).as_str())) {
        return None;
    }
    let (caption, rows) = read(source, inside)?;
    let heads = rows.iter().take_while(|row| row.in_head || (row.all_heads && !row.cells.is_empty())).count();
    // A table of heads alone has no head.
    let heads = if heads == rows.len() { heads.min(1) } else { heads };
    let grid = places(&rows, heads);
    let (heads, rows, grid) = without_covered(heads, rows, grid);
    let width = grid.iter().map(Vec::len).max().filter(|width| *width > 0)?;
    let start = pieces.get(from)?.place.start;
    let mut table = TableBuilder::new(vec![Alignment::Auto; width], start);
    if let Some(caption) = caption {
        let caption = source.trimmed(caption);
        table.caption(lines_of_text(cx, source, caption));
    }
    for (number, (row, places)) in rows.iter().zip(grid).enumerate() {
        let mut filled = 0;
        for place in places {
            let (content, span, extent) = match place {
                Place::Cell { number, columns, rows } => {
                    let cell = source.trimmed(row.cells.get(number)?.place.clone());
                    let content = lines_of_text(cx, source, cell.clone());
                    inline::report_missing_alt(cx, &content);
                    let extent = match (columns, rows) {
                        (1, 1) => CellExtent::One,
                        _ => CellExtent::Over { columns: short(columns), rows: short(rows) },
                    };
                    (content, cx.span(cell), extent)
                }
                Place::Covered | Place::Free => {
                    let at = row.place.end;
                    let covered = matches!(place, Place::Covered);
                    let extent = if covered { CellExtent::Covered } else { CellExtent::One };
                    (Vec::new(), cx.span(at..at), extent)
                }
            };
            filled += usize::from(!matches!(place, Place::Free));
            table.cell(Cell { content, span, extent });
        }
        table.end_row(cx, row.place.clone(), number < heads, filled);
    }
    let behind = from + end + 2;
    Some((table.finish(cx, pieces.get(behind - 1)?.place.end), behind))
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The caption and the rows; none when there is text outside of cells, which would be lost.
fn read(source: &Source<'_>, pieces: &[Piece<'_>]) -> Option<(Option<Range<usize>>, Vec<WrittenRow>)> {
    let mut caption = None;
    let mut rows: Vec<WrittenRow> = Vec::new();
    let mut inside = Inside::Nothing;
    let (mut in_head, mut row_open) = (false, false);
    for piece in pieces {
        let Some(tag) = piece.tag else {
            match &mut inside {
                Inside::Cell(cell) => cell.place.end = piece.place.end,
                Inside::Caption(place) => place.end = piece.place.end,
                Inside::Nothing if source.slice(piece.place.clone()).trim().is_empty() => {}
                Inside::Nothing => return None,
            }
            continue;
        };
        match std::mem::replace(&mut inside, Inside::Nothing) {
            Inside::Cell(cell) => rows.last_mut()?.cells.push(cell),
            Inside::Caption(place) => caption = Some(place),
            Inside::Nothing => {}
        }
        let behind = piece.place.end..piece.place.end;
        match (html::name(tag).to_ascii_lowercase().as_str(), tag.starts_with("</")) {
            ("thead", closes) => in_head = !closes,
            ("tbody" | "tfoot", _) => in_head = false,
            ("caption", false) if caption.is_none() => inside = Inside::Caption(behind),
            ("caption", false) => return None,
            ("tr", false) => {
                row_open = true;
                let place = piece.place.clone();
                rows.push(WrittenRow { place, in_head, all_heads: true, cells: Vec::new() });
            }
            (cell @ ("th" | "td"), false) => {
                let row = rows.last_mut().filter(|_| row_open)?;
                row.all_heads &= cell == "th";
                let count = |name: &str| {
                    html::attribute(tag, name).map(|value| value.trim().parse::<usize>().unwrap_or(1))
                };
                inside = Inside::Cell(Written {
                    place: behind,
                    columns: count("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS),
                    rows: Some(count("rowspan").unwrap_or(1)).filter(|rows| *rows > 0),
                });
            }
            _ => {}
        }
        if let Some(row) = rows.last_mut() {
            row.place.end = piece.place.end;
        }
    }
    Some((caption, rows))
}

/// The same without rows that cells above them cover whole: they hold nothing.
fn without_covered(
    heads: usize,
    rows: Vec<WrittenRow>,
    mut grid: Vec<Vec<Place>>,
) -> (usize, Vec<WrittenRow>, Vec<Vec<Place>>) {
    let is_covered = |row: &Vec<Place>| row.iter().all(|place| matches!(place, Place::Covered));
    let covered: Vec<bool> = grid.iter().map(|row| !row.is_empty() && is_covered(row)).collect();
    for (at, row) in grid.iter_mut().enumerate() {
        for place in row {
            if let Place::Cell { rows, .. } = place {
                let gone = covered.iter().skip(at).take(*rows).filter(|covered| **covered).count();
                *rows -= gone;
            }
        }
    }
    let heads_gone = covered.iter().take(heads).filter(|covered| **covered).count();
    let kept = rows.into_iter().zip(grid).zip(covered).filter(|(_, covered)| !covered);
    let (rows, grid) = kept.map(|(row, _)| row).unzip();
    (heads - heads_gone, rows, grid)
}

/// A place of the grid.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Cell { number: usize, columns: usize, rows: usize },
    Covered,
}

/// Gives each cell its place; all rows become as long as the longest.
fn places(rows: &[WrittenRow], heads: usize) -> Vec<Vec<Place>> {
    let mut grid: Vec<Vec<Place>> = vec![Vec::new(); rows.len()];
    let mut left = MOST_PLACES;
    for (at, row) in rows.iter().enumerate() {
        let part_end = if at < heads { heads } else { rows.len() };
        let mut column = 0;
        for (number, cell) in row.cells.iter().enumerate() {
            let free = |grid: &Vec<Vec<Place>>, row: usize, column: usize| {
                !matches!(
                    grid.get(row).and_then(|row| row.get(column)),
                    Some(Place::Cell { .. } | Place::Covered)
                )
            };
            while !free(&grid, at, column) {
                column += 1;
            }
            let wanted = cell.columns.min(MOST_COLUMNS.saturating_sub(column).max(1));
            let columns = (1..wanted).take_while(|more| free(&grid, at, column + more)).count() + 1;
            let deep = cell.rows.unwrap_or(usize::MAX).min(part_end - at);
            let clear = |row: usize| (column..column + columns).all(|column| free(&grid, row, column));
            let deep = (at + 1..at + deep).take_while(|row| clear(*row)).count() + 1;
            let (columns, deep) = if columns * deep > left { (1, 1) } else { (columns, deep) };
            left = left.saturating_sub(columns * deep);
            for line in grid.iter_mut().skip(at).take(deep) {
                if line.len() < column + columns {
                    line.resize(column + columns, Place::Free);
                }
                line.iter_mut().skip(column).take(columns).for_each(|place| *place = Place::Covered);
            }
            if let Some(place) = grid.get_mut(at).and_then(|row| row.get_mut(column)) {
                *place = Place::Cell { number, columns, rows: deep };
            }
            column += columns;
        }
    }
    let width = grid.iter().map(Vec::len).max().unwrap_or_default();
    if width * grid.len() <= MOST_PLACES {
        grid.iter_mut().for_each(|row| row.resize(width, Place::Free));
    }
    grid
}
