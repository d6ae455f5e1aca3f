//! Lists of definitions and what is there for those who want more → strips.

use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::model::{Block, Definition, Inline, walk};
use crate::source::Span;
use crate::theme::{BoxStyle, Role};
use crate::typeset::structure::{NodeId, Numbering, Role as NodeRole};

impl Composer<'_, '_> {
    /// A list of definitions: each term on a line of its own, what it means below it and indented.
    pub(super) fn definitions(&mut self, entries: &[Definition], parent: NodeId) {
        let list = self.structure.add(parent, NodeRole::List { numbering: Numbering::None });
        let theme = self.setting.theme;
        self.space(theme.list.around);
        let indent = theme.list.indent.at(theme.size);
        for (number, entry) in entries.iter().enumerate() {
            if number > 0 {
                self.space(theme.list.between.max(25));
            }
            let item = self.structure.add(list, NodeRole::ListItem);
            let label = self.structure.add(item, NodeRole::Label);
            let body = self.structure.add(item, NodeRole::ListBody);
            for term in &entry.terms {
                self.term(term, entry.span, label);
            }
            self.indented(indent, crate::units::Pt::ZERO, |composer| {
                for meaning in &entry.meanings {
                    composer.follows_text = Follows::Other;
                    composer.blocks(meaning, body);
                }
            });
        }
        self.space(theme.list.around);
        self.follows_text = Follows::Other;
    }

    /// A term, kept with what follows it.
    fn term(&mut self, term: &[Inline], span: Span, label: NodeId) {
        let style = self.style(Role::RunIn);
        let mut pieces = Pieces::default();
        self.pieces(term, style, label, &mut pieces);
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        self.keep();
    }

    /// More for those who want it, open, in a box that its line names.
    pub(super) fn details(&mut self, summary: &[Inline], blocks: &[Block], span: Span, parent: NodeId) {
        let title = walk::plain_text(summary);
        let node = self.box_node(parent, &title);
        self.boxed(BoxStyle::Callout, Role::BoxText, |composer| {
            if !summary.is_empty() {
                let style = composer.style(Role::Term);
                let line = composer.structure.add(node, NodeRole::Paragraph);
                let mut pieces = Pieces::default();
                composer.pieces(summary, style, line, &mut pieces);
                composer.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
                composer.keep();
            }
            composer.blocks(blocks, node);
        });
    }
}
