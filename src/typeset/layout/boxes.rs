//! Key terms, callouts, takeaways, teasers, disclaimers and quotes → strips with ground and rules behind.
//!
//! Every box reads without colour: by its label, its rule and its place.

use super::galley::{DecorationKind, PageBreak, Strip};
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Column, Composer, Follows, Marker};
use crate::model::{Block, BlockKind, Callout, Direction, KeyTerm, walk};
use crate::source::Span;
use crate::theme::{BoxStyle, Role};
use crate::typeset::frame::Mark;
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::style::TextStyle;
use crate::units::Pt;

/// The label of a box: the author's own, or the book's word.
fn label(block: &Block, standard: &str) -> String {
    block.label.clone().unwrap_or_else(|| standard.to_owned())
}

impl Composer<'_, '_> {
    pub(super) fn key_term(&mut self, key_term: &KeyTerm, block: &Block, parent: NodeId) {
        let span = block.span;
        let label = label(block, &self.setting.book.words.key_term);
        let term = walk::plain_text(&key_term.term);
        let title = if term.is_empty() { label.clone() } else { format!("{label}: {term}") };
        let node = self.box_node(parent, &title);
        if self.key_term_aside(key_term, &label, span, node) {
            return;
        }
        self.boxed(BoxStyle::KeyTerm, Role::BoxText, |composer| {
            composer.box_label(&label, node);
            composer.joined(&key_term.term, Role::Term, " \u{2014} ", &key_term.definition, span, node);
        });
    }

    pub(super) fn callout(&mut self, callout: &Callout, block: &Block, parent: NodeId) {
        let span = block.span;
        let label = label(block, self.setting.book.words.callout(callout.kind));
        let title = walk::plain_text(&callout.title);
        let named = if title.is_empty() { label.clone() } else { format!("{label}: {title}") };
        let node = self.box_node(parent, &named);
        self.boxed(BoxStyle::Callout, Role::BoxText, |composer| {
            composer.box_label(&label, node);
            if !callout.title.is_empty() {
                let style = composer.style(Role::Term);
                let line = composer.structure.add(node, NodeRole::Paragraph);
                let mut pieces = Pieces::default();
                composer.pieces(&callout.title, style, line, &mut pieces);
                composer.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
                composer.keep();
            }
            composer.blocks(&callout.blocks, node);
        });
    }

    pub(super) fn takeaway(&mut self, blocks: &[Block], block: &Block, parent: NodeId) {
        let label = label(block, &self.setting.book.words.takeaway);
        let node = self.box_node(parent, &label);
        self.boxed(BoxStyle::Takeaway, Role::Takeaway, |composer| {
            composer.box_label(&label, node);
            composer.blocks(blocks, node);
        });
    }

    /// The teaser hangs on an arrow, which is furniture; a run-in label says what it is.
    pub(super) fn teaser(&mut self, blocks: &[Block], block: &Block, parent: NodeId) {
        let span = block.span;
        let label = label(block, &self.setting.book.words.next);
        let node = self.box_node(parent, &label);
        let arrow_style = self.style(Role::RunIn);
        let rightwards = self.direction == Direction::LeftToRight;
        let arrow = if rightwards { "\u{2192}" } else { "\u{2190}" };
        let (mut items, width) = self.furniture(arrow, arrow_style, Mark::Layout);
        let outer = self.column;
        let x = if rightwards { outer.x } else { outer.x + outer.width - width };
        for item in &mut items {
            super::paragraph::move_item(item, x, Pt::ZERO);
        }
        let indent = self.setting.theme.list.indent.at(self.setting.theme.size);
        self.space(75);
        self.avoid_break(40);
        let text = std::mem::replace(&mut self.text, Role::Teaser);
        self.follows_text = Follows::Other;
        self.indented(indent, Pt::ZERO, |composer| {
            let run_in = indent - (outer.width - composer.column.width);
            composer.marker = Some(Marker { items, run_in });
            let style = composer.style(Role::RunIn);
            let (question, way) = blocks.split_at(blocks.len().min(1));
            composer.run_in(&format!("{label}: "), style, question, span, node);
            composer.marker = None;
            // The way to the next lesson stands flush under the question.
            composer.follows_text = Follows::Other;
            composer.blocks(way, node);
        });
        self.text = text;
        self.space(75);
        self.follows_text = Follows::Other;
    }

    pub(super) fn disclaimer(&mut self, blocks: &[Block], block: &Block, parent: NodeId) {
        let span = block.span;
        let label = label(block, &self.setting.book.words.disclaimer);
        let node = self.box_node(parent, &label);
        self.boxed(BoxStyle::Disclaimer, Role::Disclaimer, |composer| {
            let style = composer.style(Role::Disclaimer).bold();
            composer.run_in(&format!("{label}. "), style, blocks, span, node);
        });
    }

    pub(super) fn quote(&mut self, blocks: &[Block], parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Quote);
        self.boxed(BoxStyle::Quote, Role::Quote, |composer| composer.blocks(blocks, node));
    }

    /// The label of a box on a line of its own; the box never breaks behind it.
    pub(super) fn box_label(&mut self, label: &str, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(Role::Label);
        let mut pieces = Pieces::default();
        self.piece(label, style, node, &mut pieces);
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, Span::default());
        self.keep();
        self.label = Some(label.to_owned());
    }

    /// A head and the first paragraph of what follows on one line, then the other blocks.
    fn joined(
        &mut self,
        head: &[crate::model::Inline],
        head_role: Role,
        joint: &str,
        blocks: &[Block],
        span: Span,
        parent: NodeId,
    ) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(self.text);
        let mut pieces = Pieces::default();
        if !head.is_empty() {
            let strong = self.structure.add(node, NodeRole::Strong);
            let head_style = self.style(head_role);
            self.pieces(head, head_style, strong, &mut pieces);
        }
        let rest = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                self.targets.extend(id.clone());
                if !head.is_empty() {
                    self.piece(joint, style, node, &mut pieces);
                }
                self.pieces(content, style, node, &mut pieces);
                rest
            }
            _ => blocks,
        };
        self.text_paragraph(pieces, style, span);
        self.blocks(rest, parent);
    }

    /// A bold label and the first paragraph on one line, then the other blocks.
    fn run_in(&mut self, label: &str, label_style: TextStyle, blocks: &[Block], span: Span, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(self.text);
        let mut pieces = Pieces::default();
        let strong = self.structure.add(node, NodeRole::Strong);
        self.piece(label, label_style, strong, &mut pieces);
        let rest = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                self.targets.extend(id.clone());
                self.pieces(content, style, node, &mut pieces);
                rest
            }
            _ => blocks,
        };
        self.text_paragraph(pieces, style, span);
        self.blocks(rest, parent);
    }

    /// Sets something as a box: padding inside, space around, ground and rules behind.
    pub(super) fn boxed(&mut self, style: BoxStyle, text: Role, set: impl FnOnce(&mut Self)) {
        let look = *self.setting.theme.look(style);
        let size = self.setting.theme.size;
        self.space(look.around);
        let outer_text = std::mem::replace(&mut self.text, text);
        self.follows_text = Follows::Other;
        let first = self.galley.strips.len();
        let padding = self.lines(look.padding_y);
        let open = padding > Pt::ZERO || look.rule_above > Pt::ZERO;
        if open {
            self.push_blank(padding + look.rule_above);
            self.keep();
        }
        let outer_label = self.label.take();
        let (start, end) = (look.bar + look.padding_start.at(size), look.padding_end.at(size));
        let mut column = self.column;
        let inner = self.indented(start, end, |composer| {
            column = composer.column;
            set(composer);
        });
        let label = std::mem::replace(&mut self.label, outer_label);
        let source = self.source_below(inner.clone());
        self.soften_breaks(inner);
        self.space = Pt::ZERO;
        if look.ground.is_some() && padding > Pt::ZERO {
            self.keep();
            self.push(Strip::blank(padding));
        }
        let theme = self.setting.theme;
        let kind = DecorationKind::Box {
            look,
            ink: theme.ink(look.ink),
            ground: look.ground.map(|ink| theme.ink(ink)),
            direction: self.direction,
        };
        let strips = first..self.galley.strips.len();
        if let Some(label) = label {
            self.repeat_label(&label, strips.clone(), column, padding);
        }
        self.decorate(strips, kind, source);
        self.text = outer_text;
        self.page_break = PageBreak::Allowed(0);
        self.space(look.around);
        self.follows_text = Follows::Other;
    }

    /// Where in the source the first words of some strips come from.
    fn source_below(&self, strips: std::ops::Range<usize>) -> Option<Span> {
        let mut items = self.galley.strips.get(strips)?.iter().flat_map(|strip| &strip.items);
        items.find_map(|item| match item.mark {
            Mark::Content(leaf) => self.structure.get(leaf).source,
            _ => None,
        })
    }

    /// Lets a box that goes on on another page say there what it is: “Tip (continued)”. What is inside it and has
    /// a head of its own, such as a table, keeps that.
    fn repeat_label(&mut self, label: &str, strips: std::ops::Range<usize>, column: Column, padding: Pt) {
        let may_break = |strip: &Strip| strip.page_break != PageBreak::Forbidden;
        let inside = self.galley.strips.get(strips.clone()).unwrap_or_default();
        if !inside.iter().skip(1).any(may_break) {
            return;
        }
        let style = self.style(Role::Label);
        let words = format!("{label} ({})", self.setting.book.words.continued);
        let outer = std::mem::replace(&mut self.column, column);
        let head = self.repeated_line(&words, style);
        self.column = outer;
        let Some(id) = head else { return };
        if let Some(head) = self.galley.heads.get_mut(id.0) {
            head.height += padding;
            for item in &mut head.items {
                super::paragraph::move_item(item, Pt::ZERO, padding);
            }
        }
        for strip in self.galley.strips.iter_mut().take(strips.end).skip(strips.start + 1) {
            if may_break(strip) {
                strip.head.get_or_insert(id);
            }
        }
    }

    /// A short box stays whole; a long one (more than two fifths of a page) may break, dearly.
    fn soften_breaks(&mut self, strips: std::ops::Range<usize>) {
        let page = self.setting.theme.leading * i64::from(self.setting.theme.page.lines);
        let Some(inside) = self.galley.strips.get_mut(strips) else { return };
        let height: Pt = inside.iter().map(|strip| strip.height + strip.before).sum();
        let whole = height < page.mul_div(2, 5);
        for strip in inside.iter_mut().skip(1) {
            let dear = if whole { PageBreak::Forbidden } else { PageBreak::Allowed(60) };
            strip.page_break = strip.page_break.max(dear);
        }
    }
}
