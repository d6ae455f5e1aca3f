//! A table that no page holds → records: for each row a paragraph for each cell, led by what heads its column.

use super::Named;
use crate::model::{Inline, Table};
use crate::theme::Role;
use crate::typeset::layout::inline::Pieces;
use crate::typeset::layout::paragraph::ParagraphShape;
use crate::typeset::layout::{Composer, Follows};
use crate::typeset::structure::{NodeId, Role as NodeRole};

impl Composer<'_, '_> {
    pub(super) fn records(&mut self, table: &Table, named: Named<'_>, parent: NodeId) {
        if !table.caption.is_empty() {
            let node = self.structure.add(parent, NodeRole::Paragraph);
            self.table_caption(table, None, named, node);
        }
        let heads = heads(table);
        if table.rows.is_empty() {
            // Nothing but heads: their words stand in paragraphs.
            for cell in heads.iter().flatten() {
                let node = self.structure.add(parent, NodeRole::Paragraph);
                let style = self.style(self.text);
                let mut pieces = Pieces::default();
                self.pieces(cell, style, node, &mut pieces);
                self.lines_of(&pieces, style, ParagraphShape::PLAIN, named.span);
            }
        }
        for row in &table.rows {
            self.space(50);
            self.follows_text = Follows::Other;
            for (column, cell) in row.cells.iter().enumerate() {
                if cell.extent.size().is_none() {
                    continue;
                }
                let node = self.structure.add(parent, NodeRole::Paragraph);
                let style = self.style(self.text);
                let mut pieces = Pieces::default();
                let above = heads.get(column).map(Vec::as_slice).unwrap_or_default();
                if !above.is_empty() {
                    let strong = self.structure.add(node, NodeRole::Strong);
                    let run_in = self.style(Role::RunIn);
                    for (number, head) in above.iter().enumerate() {
                        if number > 0 {
                            self.piece(", ", run_in, strong, &mut pieces);
                        }
                        self.pieces(head, run_in, strong, &mut pieces);
                    }
                    self.piece(": ", run_in, strong, &mut pieces);
                }
                self.pieces(&cell.content, style, node, &mut pieces);
                let hanging = self.setting.theme.list.indent.at(self.setting.theme.size);
                self.lines_of(&pieces, style, ParagraphShape { hanging, ..ParagraphShape::PLAIN }, cell.span);
            }
        }
    }
}

/// For each column the heads above it, those that reach over several columns included, from the top.
fn heads(table: &Table) -> Vec<Vec<&[Inline]>> {
    let mut heads = vec![Vec::new(); table.alignments.len()];
    for row in table.head.iter().chain(&table.subheads) {
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.content.is_empty()) {
            let Some((over, _)) = cell.extent.size() else { continue };
            for column in heads.iter_mut().skip(at).take(over) {
                column.push(cell.content.as_slice());
            }
        }
    }
    heads
}
