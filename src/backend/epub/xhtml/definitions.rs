//! Lists of definitions, formulas, abbreviations and what is there for those who want more → XHTML.

use super::{Writer, identified};
use crate::backend::epub::formula::{self, Display};
use crate::backend::epub::markup::{Markup, one_line};
use crate::model::{Block, BlockKind, Definition, Inline, TargetId};
use crate::source::Span;

impl Writer<'_> {
    /// A list of definitions. A meaning of one paragraph stands in the item itself, so that it is set close.
    pub(super) fn definitions(&mut self, id: Option<&TargetId>, entries: &[Definition]) {
        if entries.is_empty() {
            return self.anchor(id);
        }
        self.out.start("dl", identified(id, &[]));
        self.out.line();
        for entry in entries {
            for term in &entry.terms {
                self.out.start("dt", []);
                self.inlines(term);
                self.out.end();
                self.out.line();
            }
            for meaning in &entry.meanings {
                self.out.start("dd", []);
                match meaning.as_slice() {
                    [Block { kind: BlockKind::Paragraph { content, .. }, id: None, .. }] => {
                        self.inlines(content);
                    }
                    blocks => {
                        self.out.line();
                        self.blocks(blocks);
                    }
                }
                self.out.end();
                self.out.line();
            }
        }
        self.out.end();
        self.out.line();
    }

    /// A formula on a line of its own.
    pub(super) fn display_math(&mut self, id: Option<&TargetId>, tex: &str, span: Span) {
        self.pages_before_block(Some(span), &[]);
        if let Some(math) = self.mathml(tex, Display::Block, span) {
            // It scrolls where it is too wide, so the keyboard must reach it.
            self.out.start("div", identified(id, &[("class", "formula"), ("tabindex", "0")]));
            self.out.nested(math);
        } else {
            self.out.start("pre", identified(id, &[("class", "math")]));
            self.out.element("code", [("class", "math")], tex);
        }
        self.out.end();
        self.out.line();
    }

    /// A formula inside a line.
    pub(super) fn inline_math(&mut self, tex: &str, span: Span) {
        match self.mathml(tex, Display::Inline, span) {
            Some(math) => self.out.nested(math),
            None => self.out.element("code", [("class", "math")], tex),
        }
    }

    /// The formula as MathML; where it cannot be, its TeX stays, which every reader can show.
    fn mathml(&mut self, tex: &str, display: Display, span: Span) -> Option<Markup> {
        let made = formula::mathml(tex, display);
        self.findings.formulas += 1;
        match made {
            Ok(math) => Some(math),
            Err(why) => {
                self.findings.unreadable.push((span, why));
                None
            }
        }
    }

    /// More for those who want it. Readers differ in what they make of `details`, and paper cannot open it:
    /// so it is a section that its line names.
    pub(super) fn details(&mut self, id: Option<&TargetId>, summary: &[Inline], blocks: &[Block]) {
        self.pages_before_block(None, &[summary]);
        let label = self.own_id();
        if !self.shows(summary) {
            self.out.start("div", identified(id, &[("class", "details")]));
            self.out.line();
        } else {
            self.out.start("section", identified(id, &[("class", "details"), ("aria-labelledby", &label)]));
            self.out.line();
            self.out.start("p", [("class", "box-title"), ("id", label.as_str())]);
            self.inlines(summary);
            self.out.end();
            self.out.line();
        }
        self.blocks(blocks);
        self.out.end();
        self.out.line();
    }

    pub(super) fn abbreviation(&mut self, content: &[Inline], expansion: &str) {
        let expansion = one_line(expansion);
        self.out.start("abbr", (!expansion.is_empty()).then_some(("title", expansion.as_str())));
        self.inlines(content);
        self.out.end();
    }
}
