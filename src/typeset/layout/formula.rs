//! Formulas → their source, in the code face, and a note that they are not set as mathematics.
//!
//! This is the place where they will be: [`Composer::formula`] makes strips of one that stands alone, and
//! [`Composer::formula_in_line`] pieces of one in a line (a box of a width and a height fits there). What is said
//! aloud, the `alt` of its node, is the source as well.

use super::Composer;
use super::inline::{Pieces, Place};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::CodeBlock;
use crate::source::Span;
use crate::typeset::structure::{NodeId, Role as NodeRole};

impl Composer<'_, '_> {
    /// A formula that stands alone.
    pub(super) fn formula(&mut self, tex: &str, span: Span, parent: NodeId) {
        self.formula_not_set(span);
        let node = self.structure.add(parent, NodeRole::Formula { alt: tex.to_owned() });
        let listing = CodeBlock { language: None, text: tex.to_owned() };
        self.code(&listing, span, node);
    }

    /// A formula in a line.
    pub(super) fn formula_in_line(&mut self, tex: &str, span: Span, place: Place, into: &mut Pieces) {
        self.formula_not_set(span);
        let node = self.structure.add(place.parent, NodeRole::Formula { alt: tex.to_owned() });
        self.text_piece(tex, Place { parent: node, style: place.style.literal(), ..place }, into);
    }

    /// Said once for each lesson.
    fn formula_not_set(&mut self, span: Span) {
        let message = "pages show the source of this lesson's formulas, in the code face";
        let help = "e-books show them as mathematics; for print, say short ones in words";
        self.diagnostics.push(Diagnostic::new(Code::MathAsSource, message).at(span).help(help));
    }
}
