//! Tables → `table` with heads that screen readers can follow.

use super::{Writer, identified};
use crate::backend::epub::markup::one_line;
use crate::model::{Alignment, Cell, CellExtent, InlineKind, Row, Table, TargetId, walk};

/// What the columns of a table are.
struct Columns {
    /// The class of each column, none for text at the start of the line.
    classes: Vec<Option<&'static str>>,
    /// Whether the first column names the rows.
    first: FirstColumn,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstColumn {
    NamesRows,
    IsData,
}

impl Writer<'_> {
    /// A table, in a frame that scrolls where the screen is too narrow.
    pub(super) fn table(&mut self, id: Option<&TargetId>, table: &Table) {
        if table.all_rows().all(|row| row.cells.is_empty()) {
            return self.empty_table(id, table);
        }
        self.findings.tables += 1;
        self.findings.headless += usize::from(table.head.is_none());
        let columns = Columns::of(table);
        self.pages_before_block(None, &[&table.caption]);
        let captioned = self.shows(&table.caption);
        let caption_id = self.own_id();
        let name = self.table_name(table);
        let named =
            if captioned { ("aria-labelledby", caption_id.as_str()) } else { ("aria-label", name.as_str()) };
        let heads = self.stacked_heads(table);
        let class = if heads.is_empty() { "scroll" } else { "scroll stack" };
        self.out.start("div", [("class", class), ("role", "region"), named, ("tabindex", "0")]);
        self.out.line();
        self.out.start("table", identified(id, &[]));
        self.out.line();
        if captioned {
            self.out.start("caption", [("id", caption_id.as_str())]);
            self.caption(id, &table.caption);
            self.out.end();
            self.out.line();
        }
        if let Some(head) = &table.head {
            self.out.start("thead", []);
            for row in std::iter::once(head).chain(&table.subheads) {
                self.row(row, &columns, Part::Head, &[]);
            }
            self.out.end();
            self.out.line();
        }
        if !table.rows.is_empty() {
            self.out.start("tbody", []);
            self.out.line();
            for row in &table.rows {
                self.row(row, &columns, Part::Body, &heads);
                self.out.line();
            }
            self.out.end();
            self.out.line();
        }
        self.out.end();
        self.out.line();
        self.out.end();
        self.out.line();
    }

    /// A table without a cell is none; what it is called stays.
    fn empty_table(&mut self, id: Option<&TargetId>, table: &Table) {
        if !self.shows(&table.caption) {
            return self.anchor(id);
        }
        self.out.start("p", identified(id, &[]));
        self.caption(id, &table.caption);
        self.out.end();
        self.out.line();
    }

    /// The words of the head for each cell of a row, where the table stands row by row on narrow screens; none of a
    /// table that only scrolls there. They are shown by the style sheet in place of the head, so that nobody sees or
    /// hears them twice: heads with more than words in them (links, notes, pictures) stay heads.
    fn stacked_heads(&self, table: &Table) -> Vec<String> {
        let stack = self.setting.theme.table.stack as usize;
        let Some(head) = table.head.as_ref().filter(|_| stack > 0) else { return Vec::new() };
        let mut plain = true;
        for cell in &head.cells {
            walk::content(&cell.content, &mut |inline| plain &= is_plain(&inline.kind));
        }
        // Cells over several rows or columns have no row of their own to stand in.
        plain &= table.subheads.is_empty()
            && table.all_rows().all(|row| row.cells.iter().all(|cell| cell.extent.is_one()));
        let broad = table.alignments.len() >= stack || least_width(table) > BROAD;
        if plain && broad { head.cells.iter().map(text).collect() } else { Vec::new() }
    }

    fn row(&mut self, row: &Row, columns: &Columns, part: Part, heads: &[String]) {
        self.out.start("tr", []);
        // Pages that begin in a head cell: it is read aloud with each of its cells, so a cell holds them.
        let mut held = Vec::new();
        let last = row.cells.iter().rposition(|cell| cell.extent != CellExtent::Covered);
        for (number, cell) in row.cells.iter().enumerate() {
            let Some((over, down)) = cell.extent.size() else { continue };
            // A head over several columns stands in their middle.
            let class = match part {
                Part::Head if over > 1 => Some("center"),
                Part::Head | Part::Body => columns.classes.get(number).copied().flatten(),
            };
            let several = |count: usize| (count > 1).then(|| count.to_string());
            let (over_text, down_text) = (several(over), several(down));
            let spans = [("colspan", over_text.as_deref()), ("rowspan", down_text.as_deref())];
            let own = class.map(|class| ("class", class)).into_iter();
            let own = own.chain(spans.into_iter().filter_map(|(name, count)| Some((name, count?))));
            // A head cell that says nothing is none: screen readers would read its column as “blank”.
            let scope = match part {
                Part::Head if self.shows(&cell.content) && over > 1 => Some("colgroup"),
                Part::Head if self.shows(&cell.content) => Some("col"),
                Part::Body if number == 0 && columns.first == FirstColumn::NamesRows && down > 1 => {
                    Some("rowgroup")
                }
                Part::Body if number == 0 && columns.first == FirstColumn::NamesRows => Some("row"),
                Part::Head | Part::Body => None,
            };
            match scope {
                Some(scope) => {
                    held.extend(self.due_in(&cell.content));
                    self.out.start("th", [("scope", scope)].into_iter().chain(own));
                }
                None => {
                    let head = heads.get(number).filter(|head| !head.is_empty());
                    self.out.start("td", own.chain(head.map(|head| ("data-head", head.as_str()))));
                    self.marks("span", std::mem::take(&mut held));
                }
            }
            self.findings.pending.end_run();
            self.inlines(&cell.content);
            if Some(number) == last {
                self.marks("span", std::mem::take(&mut held));
            }
            self.out.end();
        }
        self.out.end();
    }

    /// The name of a table without a caption: what its columns are.
    fn table_name(&mut self, table: &Table) -> String {
        let word = self.setting.book.words.table.clone();
        let cells = table.head.iter().flat_map(|row| &row.cells);
        let heads: Vec<String> = cells.map(text).filter(|head| !head.is_empty()).collect();
        let name = if heads.is_empty() { word } else { format!("{word}: {}", heads.join(", ")) };
        self.region_name(name)
    }
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        let classes = table.alignments.iter().enumerate().map(|(number, alignment)| match alignment {
            Alignment::Auto if is_numeric(table, number) => Some("num"),
            Alignment::Auto | Alignment::Start => None,
            Alignment::Center => Some("center"),
            Alignment::End => Some("end"),
        });
        Columns { classes: classes.collect(), first: FirstColumn::of(table) }
    }
}

impl FirstColumn {
    fn of(table: &Table) -> FirstColumn {
        if table.first_column_heads_rows() { FirstColumn::NamesRows } else { FirstColumn::IsData }
    }
}

/// More characters than this side by side do not fit a phone.
const BROAD: usize = 36;

/// The characters a table is wide at least: those of the longest word of each column.
fn least_width(table: &Table) -> usize {
    let longest = |number: usize| {
        let cells = table.head.iter().chain(&table.rows).filter_map(|row| row.cells.get(number));
        let words = cells.map(|cell| {
            let text = walk::plain_text(&cell.content);
            text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
        });
        words.max().unwrap_or(0)
    };
    (0..table.alignments.len()).map(longest).sum()
}

/// Whether a piece of a line is all said by its words.
fn is_plain(kind: &InlineKind) -> bool {
    matches!(
        kind,
        InlineKind::Text { .. }
            | InlineKind::Emphasis { .. }
            | InlineKind::Strong { .. }
            | InlineKind::Small { .. }
            | InlineKind::Highlight { .. }
            | InlineKind::Code { .. }
            | InlineKind::Abbreviation { .. }
            | InlineKind::SoftBreak
            | InlineKind::LineBreak
    )
}

fn text(cell: &Cell) -> String {
    one_line(&walk::plain_text(&cell.content))
}

/// Whether the cells of a column are numbers, with units of one sign; gaps are allowed.
fn is_numeric(table: &Table, number: usize) -> bool {
    let sign = |c: char| c.is_numeric() || " \u{a0}\u{202f}.,'+-−–±×/%‰°:()<>≤≥~≈$€£¥".contains(c);
    let mut numbers = false;
    for cell in table.rows.iter().filter_map(|row| row.cells.get(number)) {
        let text = text(cell);
        if text != "—" && !text.chars().all(sign) {
            return false;
        }
        numbers |= text.contains(char::is_numeric);
    }
    numbers
}
