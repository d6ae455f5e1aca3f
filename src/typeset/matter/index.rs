//! The index → entries in columns: words and pages, entries below others indented, turnovers further.

use super::super::layout::galley::{HeadId, PageBreak};
use super::super::layout::{Composer, ParagraphShape, Pieces};
use super::super::structure::{NodeId, Numbering, Role as NodeRole};
use super::Opening;
use super::locators::Runs;
use crate::model::{IndexEntry, Lettered, Locator, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::units::Em;

/// What it costs to part entries from the one they stand below.
const DIVIDED: u32 = 25;

impl Composer<'_, '_> {
    /// The index of a book in columns, that of a lesson on its own in one.
    pub(super) fn index(&mut self, index: &Lettered<IndexEntry>, opening: Opening) {
        let section = self.open(&index.id, &index.title, opening);
        let node = self.structure.add(section, NodeRole::Index);
        let set = |composer: &mut Self| {
            for group in &index.groups {
                composer.letter(&group.letter, node);
                composer.index_entries(&group.entries, 0, None, node);
            }
        };
        match opening {
            Opening::Page => self.in_columns(Role::Index, set),
            Opening::RunOn => self.in_one_column(Role::Index, set),
        }
    }

    fn index_entries(&mut self, entries: &[IndexEntry], depth: u32, head: Option<HeadId>, parent: NodeId) {
        let list = self.structure.add(parent, NodeRole::List { numbering: Numbering::None });
        for (number, entry) in entries.iter().enumerate() {
            let first = self.galley.strips.len();
            if number == 1
                && depth == 0
                && self.galley.strips.last().is_some_and(|strip| strip.page_break == PageBreak::Forbidden)
            {
                // A letter has two entries below it.
                self.keep();
            }
            self.index_entry(entry, depth, head, list);
            if depth > 0
                && number == 0
                && let Some(strip) = self.galley.strips.get_mut(first)
            {
                strip.page_break = PageBreak::Forbidden;
            }
        }
    }

    fn index_entry(&mut self, entry: &IndexEntry, depth: u32, head: Option<HeadId>, list: NodeId) {
        let item = self.structure.add(list, NodeRole::ListItem);
        let body = self.structure.add(item, NodeRole::ListBody);
        let node = self.structure.add(body, NodeRole::Paragraph);
        let style = self.style(Role::Index);
        let mut pieces = Pieces::default();
        self.pieces(&entry.heading, style, node, &mut pieces);
        let places: Vec<&Locator> = entry.locators.iter().collect();
        self.locators(&places, Runs::Joined, ",\u{A0}", style, node, &mut pieces);
        let em = |ems: u32| Em::from_f64(f64::from(ems)).at(style.size);
        // Entries three deep and deeper are not indented further: the column is narrow.
        let depth = depth.min(2);
        let shape = ParagraphShape {
            first_indent: em(depth),
            hanging: em(depth.max(1) + 1),
            grid: self.grid_of(style),
            ..ParagraphShape::PLAIN
        };
        let first = self.galley.strips.len();
        self.lines_of(&pieces, style, shape, Span::default());
        for (number, strip) in self.galley.strips.iter_mut().skip(first).enumerate() {
            if number > 0 {
                strip.page_break = PageBreak::Forbidden;
            }
            strip.head = head;
            if depth > 0 {
                strip.page_break = strip.page_break.max(PageBreak::Allowed(DIVIDED));
            }
        }
        if entry.children.is_empty() {
            return;
        }
        let head = match head {
            Some(head) => Some(head),
            None => {
                let continued = &self.setting.book.words.continued;
                let text = format!("{} ({continued})", walk::plain_text(&entry.heading));
                self.repeated_line(&text, style)
            }
        };
        self.index_entries(&entry.children, depth + 1, head, body);
    }
}
