//! Short key terms → the margin column, where a theme has one: beside the paragraph that names them.
//!
//! What is long, or comes too soon behind the last one, stays in the text: the column of a page never holds
//! more than half of what it has room for, so that what stands in it can always be moved up to fit.

use super::galley::{Aside, PageBreak};
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Column, Composer, Follows};
use crate::model::{Block, BlockKind, KeyTerm, walk};
use crate::source::Span;
use crate::theme::{BoxStyle, Role};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::text::{Piece, PieceContent};
use crate::units::Pt;

/// The share of a page that one of them may take, in hundredths.
const MOST: i64 = 35;
/// The mean width of a letter in a narrow column, hyphens and short lines included, in hundredths of an em.
const LETTER: i64 = 62;

impl Composer<'_, '_> {
    /// Sets a key term into the margin column; false when it has to stand in the text.
    pub(super) fn key_term_aside(
        &mut self,
        key_term: &KeyTerm,
        label: &str,
        span: Span,
        node: NodeId,
    ) -> bool {
        let theme = self.setting.theme;
        let Some(aside) = theme.page.aside else { return false };
        let measure = theme.page.measure();
        let in_text = self.column != Column { x: Pt::ZERO, width: measure } || self.marker.is_some();
        if in_text || self.text != Role::Body || self.galley.strips.is_empty() {
            return false;
        }
        let Some(height) = self.height_of(key_term, aside.width) else { return false };
        let after_text = self.follows_text == Follows::Text;
        let last = self.galley.strips.len() - 1;
        let beside = if after_text { self.last_paragraph.min(last) } else { last };
        let top: Pt = self.galley.strips.iter().take(beside).map(|strip| strip.before + strip.height).sum();
        if top < self.aside_taken {
            return false;
        }
        self.aside_taken = top + height * 2;
        let outer = self.aside_column(measure + aside.gap, aside.width);
        self.boxed(BoxStyle::Aside, Role::Aside, |composer| {
            composer.box_label(label, node);
            composer.term_above(key_term, span, node);
        });
        let galley = self.leave_column(outer);
        if let Some(strip) = self.galley.strips.last_mut() {
            strip.asides.push(Aside { beside, galley });
        }
        true
    }

    /// A safe guess at the height of a key term in a column; none when it is too high, or more than text.
    fn height_of(&self, key_term: &KeyTerm, width: Pt) -> Option<Pt> {
        let theme = self.setting.theme;
        let mut letters = 0;
        for block in &key_term.definition {
            let BlockKind::Paragraph { content, .. } = &block.kind else { return None };
            letters += walk::plain_text(content).chars().count();
        }
        let style = self.style(Role::Aside);
        let lines = |letters: usize, size: Pt| {
            let letters = i64::try_from(letters).unwrap_or(i64::MAX / 4096).min(10_000);
            (size.mul_div(letters * LETTER, 100).scaled() / width.scaled().max(1)) + 1
        };
        let term = self.style(Role::Term);
        let above = term.leading * lines(walk::plain_text(&key_term.term).chars().count(), term.size);
        let height = above + style.leading * (lines(letters, style.size) + 2);
        let page = theme.leading * i64::from(theme.page.lines);
        (height <= page.mul_div(MOST, 100)).then_some(height)
    }

    /// The term on lines of its own, and below it what it means: one paragraph.
    fn term_above(&mut self, key_term: &KeyTerm, span: Span, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(self.text);
        let mut pieces = Pieces::default();
        if !key_term.term.is_empty() {
            let strong = self.structure.add(node, NodeRole::Strong);
            let term = self.style(Role::Term);
            self.pieces(&key_term.term, term, strong, &mut pieces);
        }
        let rest = match key_term.definition.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                self.targets.extend(id.clone());
                if let Some(last) = pieces.pieces.last() {
                    let (look, leaf) = (last.look, last.leaf);
                    pieces.pieces.push(Piece { content: PieceContent::Break, look, leaf, link: None });
                }
                self.pieces(content, style, node, &mut pieces);
                rest
            }
            _ => key_term.definition.as_slice(),
        };
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        self.blocks(rest, parent);
    }

    /// Begins a galley of its own in another column.
    pub(super) fn aside_column(&mut self, x: Pt, width: Pt) -> Outer {
        Outer {
            galley: std::mem::take(&mut self.galley),
            column: std::mem::replace(&mut self.column, Column { x, width }),
            space: std::mem::take(&mut self.space),
            page_break: std::mem::replace(&mut self.page_break, PageBreak::Allowed(0)),
            follows_text: self.follows_text,
            last_paragraph: self.last_paragraph,
        }
    }

    /// Goes back to the text; gives what was set beside it.
    pub(super) fn leave_column(&mut self, outer: Outer) -> super::Galley {
        self.settle_targets();
        self.column = outer.column;
        self.space = outer.space;
        self.page_break = outer.page_break;
        self.follows_text = outer.follows_text;
        self.last_paragraph = outer.last_paragraph;
        std::mem::replace(&mut self.galley, outer.galley)
    }
}

/// The text while something is set beside it.
pub(super) struct Outer {
    galley: super::Galley,
    column: Column,
    space: Pt,
    page_break: PageBreak,
    follows_text: Follows,
    last_paragraph: usize,
}
