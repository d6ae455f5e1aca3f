//! Lists → strips: the marker hangs before the first line of each item.

use super::inline::Pieces;
use super::{Composer, Follows, Marker};
use crate::diagnostics::Diagnostics;
use crate::model::{Block, BlockKind, Direction, List, ListItem, ListMarker, Task, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::typeset::structure::{NodeId, Numbering, Role as NodeRole};
use crate::units::Pt;

/// What it costs to leave a first or last item of two lines alone.
const LONELY: u32 = 70;
/// The same of one line: more than a page that is three lines short.
const VERY_LONELY: u32 = 380;

impl Composer<'_, '_> {
    pub(super) fn list(&mut self, list: &List, span: Span, parent: NodeId) {
        let numbering = match list.marker {
            ListMarker::Bullet => Numbering::Bullet,
            ListMarker::Number { .. } => Numbering::Decimal,
        };
        let node = self.structure.add(parent, NodeRole::List { numbering });
        let theme = self.setting.theme;
        let nested = self.structure.get(parent).role == NodeRole::ListBody;
        self.space(if nested { theme.list.between } else { theme.list.around });
        let indent = self.list_indent(list);
        let mut starts = Vec::with_capacity(list.items.len());
        for (number, item) in list.items.iter().enumerate() {
            if number > 0 {
                self.space(theme.list.between);
            }
            let label = marker_text(list.marker, item, number);
            starts.push(self.galley.strips.len());
            self.item(item, &label, indent, span, node);
        }
        self.marker = None;
        if let (Some(first), true) = (starts.first(), self.in_body()) {
            self.galley.lists.push(*first..self.galley.strips.len());
        }
        self.keep_company(&starts);
        self.space(if nested { theme.list.between } else { theme.list.around });
        self.follows_text = Follows::Other;
    }

    /// From the edge to the text: enough for the widest number and the gap.
    fn list_indent(&mut self, list: &List) -> Pt {
        let theme = self.setting.theme;
        let least = theme.list.indent.at(theme.size);
        let ListMarker::Number { start } = list.marker else { return least };
        let last = start.saturating_add(list.items.len().saturating_sub(1) as u64);
        let style = self.style(self.text);
        let (_, width) = self.furniture(&format!("{last}."), style, super::Mark::Layout);
        least.max(width + theme.list.gap.at(theme.size))
    }

    fn item(&mut self, item: &ListItem, label: &str, indent: Pt, span: Span, list: NodeId) {
        let node = self.structure.add(list, NodeRole::ListItem);
        let label_node = self.structure.add(node, NodeRole::Label);
        let body = self.structure.add(node, NodeRole::ListBody);
        let style = self.style(self.text);
        let mut scratch = Diagnostics::default();
        let (mut items, width) = self.single_line(label, style, label_node, &mut scratch);
        let gap = self.setting.theme.list.gap.at(self.setting.theme.size);
        let column = self.column;
        let x = match self.direction {
            Direction::LeftToRight => column.x + (indent - gap - width).max(Pt::ZERO),
            Direction::RightToLeft => column.x + column.width - indent + gap,
        };
        for part in &mut items {
            super::paragraph::move_item(part, x, Pt::ZERO);
        }
        self.follows_text = Follows::Other;
        let first = self.galley.strips.len();
        self.indented(indent, Pt::ZERO, |composer| {
            let run_in = indent - (column.width - composer.column.width);
            composer.marker = Some(Marker { items, run_in });
            composer.item_text(item, span, body);
            if composer.marker.is_some() {
                composer.blank_item(style.leading, style.baseline(composer.setting.fonts));
            }
        });
        self.spare_short_item(first);
    }

    fn item_text(&mut self, item: &ListItem, span: Span, body: NodeId) {
        let (first, rest) = match item.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, span, id, .. }, rest)) => {
                self.targets.extend(id.clone());
                (Some((content.as_slice(), *span)), rest)
            }
            _ => (None, item.blocks.as_slice()),
        };
        if first.is_some() || !item.lead.is_empty() {
            let node = self.structure.add(body, NodeRole::Paragraph);
            let style = self.style(self.text);
            let mut pieces = Pieces::default();
            if !item.lead.is_empty() {
                let lead = self.structure.add(node, NodeRole::Strong);
                let run_in = self.style(Role::RunIn);
                self.pieces(&item.lead, run_in, lead, &mut pieces);
                let closed = walk::plain_text(&item.lead).ends_with([':', '.', '?', '!', '\u{2026}']);
                self.piece(if closed { " " } else { ": " }, run_in, lead, &mut pieces);
            }
            if let Some((content, _)) = first {
                self.pieces(content, style, node, &mut pieces);
            }
            self.text_paragraph(pieces, style, first.map_or(span, |(_, span)| span));
        }
        self.blocks(rest, body);
    }

    /// A line that holds the marker alone.
    pub(super) fn blank_item(&mut self, leading: Pt, baseline: Pt) {
        let mut strip = super::Strip::blank(leading);
        self.mark(&mut strip, baseline);
        self.push(strip);
    }

    /// A short first or last item rather not stands alone on its page.
    fn keep_company(&mut self, starts: &[usize]) {
        let end = self.galley.strips.len();
        let ([first, second, ..], Some(last)) = (starts, starts.last()) else { return };
        let mut bind = |at: usize, length: usize| {
            if let Some(strip) = self.galley.strips.get_mut(at).filter(|_| length <= 2) {
                let cost = if length < 2 { VERY_LONELY } else { LONELY };
                strip.page_break = strip.page_break.max(super::PageBreak::Allowed(cost));
            }
        };
        bind(*second, second - first);
        bind(*last, end - last);
    }

    /// Items of up to four lines rather stay whole.
    fn spare_short_item(&mut self, first: usize) {
        let strips = self.galley.strips.get_mut(first..).unwrap_or_default();
        let cost = if strips.len() <= 4 { 45 } else { 15 };
        for strip in strips.iter_mut().skip(1) {
            strip.page_break = strip.page_break.max(super::PageBreak::Allowed(cost));
        }
    }
}

/// What stands before an item.
fn marker_text(marker: ListMarker, item: &ListItem, number: usize) -> String {
    match (item.task, marker) {
        (Some(Task::Open), _) => "\u{2610}".to_owned(),
        (Some(Task::Done), _) => "\u{2611}".to_owned(),
        (None, ListMarker::Bullet) => "\u{2022}".to_owned(),
        (None, ListMarker::Number { start }) => format!("{}.", start.saturating_add(number as u64)),
    }
}
