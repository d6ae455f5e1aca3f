//! Figures → a strip with the picture and strips with the caption, kept together.

use super::galley::Strip;
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::model::{Alt, Figure, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::typeset::frame::{Item, Mark, Shape};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::units::{Pt, Rect};

/// Pixels in one inch of a picture shown at its own size.
const NATURAL_PPI: i64 = 150;

impl Composer<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure, span: Span, parent: NodeId) {
        let found = figure.image.picture.and_then(|id| Some((id, self.setting.pictures.get(id)?)));
        self.space(100);
        let Some((id, picture)) = found else {
            return self.missing_figure(figure, span, parent);
        };
        let (width, height) = self.figure_size(picture.width, picture.height);
        let mut strip = Strip::blank(height);
        let x = self.column.x + (self.column.width - width) / 2;
        let shape = Shape::Picture { area: Rect::new(x, Pt::ZERO, width, height), picture: id };
        let caption = walk::plain_text(&figure.caption);
        let alt = match &figure.image.alt {
            Alt::Text(alt) => Some(alt.clone()),
            Alt::Decorative => None,
            Alt::Missing if caption.is_empty() => Some(self.setting.book.words.image.clone()),
            Alt::Missing => Some(caption),
        };
        let node = match alt {
            Some(alt) => {
                let node = self.structure.add(parent, NodeRole::Figure { alt });
                let leaf = self.structure.add(node, NodeRole::Leaf);
                self.structure.set_source(leaf, span);
                strip.items.push(Item { mark: Mark::Content(leaf), shape });
                node
            }
            None => {
                strip.items.push(Item { mark: Mark::Layout, shape });
                parent
            }
        };
        let (first, free) = (self.galley.strips.len(), self.marker.is_none());
        self.push(strip);
        if !figure.caption.is_empty() {
            self.keep();
            let captioned = self.structure.add(node, NodeRole::Caption);
            self.caption(figure, span, captioned);
        }
        if free && self.in_body() {
            self.may_move(first..self.galley.strips.len());
        }
        self.space(100);
        self.follows_text = Follows::Other;
    }

    fn caption(&mut self, figure: &Figure, span: Span, node: NodeId) {
        let style = self.style(Role::Caption);
        self.space(self.setting.theme.style(Role::Caption).before);
        let mut pieces = Pieces::default();
        self.pieces(&figure.caption, style, node, &mut pieces);
        let first = self.galley.strips.len();
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        for strip in self.galley.strips.iter_mut().skip(first) {
            strip.page_break = super::PageBreak::Forbidden;
        }
    }

    /// The size a picture is shown at: its own at 150 pixels an inch, or less to fit the measure and
    /// three fifths of a page.
    fn figure_size(&self, pixels_wide: u32, pixels_high: u32) -> (Pt, Pt) {
        let natural = |pixels: u32| Pt::new(72).mul_div(i64::from(pixels.max(1)), NATURAL_PPI);
        let (mut width, mut height) = (natural(pixels_wide), natural(pixels_high));
        if width > self.column.width {
            height = height.mul_div(self.column.width.scaled(), width.scaled());
            width = self.column.width;
        }
        let theme = self.setting.theme;
        let highest = (theme.leading * i64::from(theme.page.lines)).mul_div(3, 5);
        if height > highest {
            width = width.mul_div(highest.scaled(), height.scaled());
            height = highest;
        }
        (width, height)
    }

    /// The alternative text in a paragraph of its own, where the picture cannot be shown.
    fn missing_figure(&mut self, figure: &Figure, span: Span, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(Role::Caption);
        let label = self.setting.book.words.image.clone();
        let mut pieces = Pieces::default();
        match figure.image.alt.text() {
            Some(alt) => self.piece(&format!("[{label}: {alt}]"), style, node, &mut pieces),
            None => self.piece(&format!("[{label}]"), style, node, &mut pieces),
        }
        if !figure.caption.is_empty() {
            self.piece(" ", style, node, &mut pieces);
            self.pieces(&figure.caption, style, node, &mut pieces);
        }
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        self.space(100);
        self.follows_text = Follows::Other;
    }
}
