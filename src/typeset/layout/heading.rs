//! Headings → strips that stay with what follows.

use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::model::{HeadingLevel, Inline, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::style::TextStyle;
use crate::units::Pt;

/// Halvings by which the width of balanced lines is found.
const TRIALS: usize = 8;

impl Composer<'_, '_> {
    /// A heading inside a lesson.
    pub(super) fn heading(&mut self, level: HeadingLevel, content: &[Inline], span: Span, parent: NodeId) {
        let role = match level.number() {
            2 => Role::Heading2,
            3 => Role::Heading3,
            _ => Role::Heading4,
        };
        self.display_line(content, role, level.number(), span, parent);
    }

    /// A line of display type that is a heading of a level; never divided, never left behind.
    pub(in crate::typeset) fn display_line(
        &mut self,
        content: &[Inline],
        role: Role,
        level: u8,
        span: Span,
        parent: NodeId,
    ) {
        let title = walk::plain_text(content).into_owned();
        let node = self.structure.add(parent, NodeRole::Heading { level, title });
        let style = self.style(role);
        let mut pieces = Pieces::default();
        self.pieces(content, style, node, &mut pieces);
        let spacing = *self.setting.theme.style(role);
        self.space(spacing.before);
        let first = self.galley.strips.len();
        self.display_lines(&pieces, role, span);
        for strip in self.galley.strips.iter_mut().skip(first + 1) {
            strip.page_break = super::PageBreak::Forbidden;
        }
        self.space(spacing.after);
        self.keep();
        self.follows_text = Follows::Other;
    }

    /// A line in the style of a role that is a paragraph of its own: labels, subtitles, names.
    pub(in crate::typeset) fn label_line(&mut self, text: &str, role: Role, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(role);
        let mut pieces = Pieces::default();
        self.piece(text, style, node, &mut pieces);
        let spacing = *self.setting.theme.style(role);
        self.space(spacing.before);
        self.display_lines(&pieces, role, Span::default());
        self.space(spacing.after);
        self.follows_text = Follows::Other;
    }

    /// Lines of display type. More than one are broken so that they have about the same length: in the narrowest
    /// column that needs no more lines.
    fn display_lines(&mut self, pieces: &Pieces, role: Role, span: Span) {
        let style = self.style(role);
        let spare = self.spare_width(pieces, style, span);
        self.narrowed(spare, |composer| {
            composer.lines_of(pieces, style, ParagraphShape::PLAIN, span);
        });
    }

    /// How much narrower the column may get before lines need one more.
    fn spare_width(&mut self, pieces: &Pieces, style: TextStyle, span: Span) -> Pt {
        let width = self.column.width;
        let count =
            self.silently(|trial| trial.break_lines(pieces, style, ParagraphShape::PLAIN, width, span)).len();
        let (mut fits, mut fails) = (width, width / 3);
        if count > 1 {
            for _ in 0..TRIALS {
                let middle = (fits + fails) / 2;
                let lines = self
                    .silently(|trial| trial.break_lines(pieces, style, ParagraphShape::PLAIN, middle, span));
                let whole = lines.len() <= count && lines.iter().all(|line| line.width.fits(middle));
                if whole { fits = middle } else { fails = middle }
            }
        }
        width - fits
    }
}
