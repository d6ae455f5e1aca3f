//! Two pages one behind the other → what the end of the first one tears, and why it is short: read from what is on
//! them, whatever the page breaker meant to do.

use super::frame::{Item, Mark, Shape};
use super::paginate::PageDraft;
use super::report::{Cause, Kept, Torn};
use super::structure::{Node, NodeId, Role, Structure};
use crate::source::Span;
use crate::theme::ParagraphStyle;
use crate::units::Pt;

/// The structure that the marks of drafts point into, once they are moved by an offset.
pub(super) struct Ends<'a> {
    pub(super) structure: &'a Structure,
    /// How far the marks of the page that comes next are to be moved; those of this page are already.
    pub(super) offset: u32,
    /// From line to line.
    pub(super) leading: Pt,
}

impl Ends<'_> {
    /// Where in the source what begins a page comes from.
    pub(super) fn source(&self, next: &PageDraft) -> Option<Span> {
        self.leaves(next, self.offset).find_map(|(leaf, _)| self.structure.get(leaf).source)
    }

    /// Why a page is short.
    pub(super) fn cause(&self, page: &PageDraft, next: &PageDraft) -> Cause {
        if next.kept <= page.short && !next.turned {
            return Cause::LaterPage;
        }
        let first = self.leaves(next, self.offset).next();
        let what = first.map_or(Kept::Lines, |(leaf, _)| self.kind(leaf));
        Cause::Kept { what, lines: next.kept }
    }

    /// What a leaf is part of.
    fn kind(&self, leaf: NodeId) -> Kept {
        let kinds = self.above(leaf).filter_map(|node| match node.role {
            Role::Figure { .. } => Some(Kept::Figure),
            Role::Heading { .. } => Some(Kept::Heading),
            Role::Table => Some(Kept::Table),
            Role::Box { .. } | Role::Quote => Some(Kept::Box),
            _ => None,
        });
        kinds.last().unwrap_or(Kept::Lines)
    }

    /// What the end of a page tears, with where that comes from: a paragraph of which one line is left alone, or a
    /// heading and its text.
    pub(super) fn torn(
        &self,
        page: &PageDraft,
        next: &PageDraft,
        limits: ParagraphStyle,
    ) -> Option<(Torn, Option<Span>)> {
        if page.turned || next.turned {
            return None;
        }
        let (last, _) = self.leaves(page, 0).last()?;
        let (first, _) = self.leaves(next, self.offset).next()?;
        let source = self.structure.get(last).source;
        if self.above(last).any(|node| matches!(node.role, Role::Heading { .. })) {
            let alone = self
                .leaves(page, 0)
                .all(|(leaf, _)| self.above(leaf).any(|node| matches!(node.role, Role::Heading { .. })));
            // What a heading leads to may be as high as the page.
            return (!alone).then_some((Torn::Heading, source));
        }
        let block = self.paragraph(last)?;
        if self.paragraph(first) != Some(block) {
            return None;
        }
        let lines = |page: &PageDraft, offset: u32| {
            let own = self.leaves(page, offset).filter(|(leaf, _)| self.paragraph(*leaf) == Some(block));
            let mut feet: Vec<Pt> = own.map(|(_, foot)| foot).collect();
            feet.sort_unstable();
            // Raised letters stand on the line they are raised from.
            feet.dedup_by(|next, before| *next - *before < self.leading / 2);
            feet.len()
        };
        let (before, behind) = (lines(page, 0), lines(next, self.offset));
        if behind == 1 && limits.widows > 1 {
            Some((Torn::Widow, source))
        } else if before == 1 && limits.orphans > 1 {
            Some((Torn::Orphan, source))
        } else {
            None
        }
    }

    /// The paragraph of running text that a leaf is in; none for what has rules of its own.
    fn paragraph(&self, leaf: NodeId) -> Option<NodeId> {
        let ruled = |node: &Node| matches!(node.role, Role::Table | Role::Code | Role::Label | Role::Note);
        if self.above(leaf).any(ruled) {
            return None;
        }
        let mut node = leaf;
        while node != Structure::ROOT {
            if self.structure.get(node).role == Role::Paragraph {
                return Some(node);
            }
            node = self.structure.get(node).parent;
        }
        None
    }

    /// A leaf and what it is in, the document left out.
    fn above(&self, leaf: NodeId) -> impl Iterator<Item = &Node> {
        let parent =
            |node: &NodeId| Some(self.structure.get(*node).parent).filter(|up| *up != Structure::ROOT);
        std::iter::successors(Some(leaf), parent).map(|node| self.structure.get(node))
    }

    /// The leaves painted on a page with where they stand, but those of notes.
    fn leaves<'p>(&'p self, page: &'p PageDraft, offset: u32) -> impl Iterator<Item = (NodeId, Pt)> + 'p {
        let leaf = move |item: &Item| match item.mark {
            Mark::Content(NodeId(node)) => Some((NodeId(node + offset), foot(&item.shape)?)),
            _ => None,
        };
        let of_note = |node: NodeId| self.above(node).any(|node| node.role == Role::Note);
        page.items.iter().filter_map(leaf).filter(move |(node, _)| !of_note(*node))
    }
}

/// Where letters or a picture stand.
fn foot(shape: &Shape) -> Option<Pt> {
    match shape {
        Shape::Glyphs(run) => Some(run.origin.y),
        Shape::Picture { area, .. } => Some(area.bottom()),
        Shape::Sideways(_) | Shape::Fill { .. } | Shape::Path { .. } => None,
    }
}
