//! Figures → a strip with the picture and strips with the caption, kept together.

use super::floats::Lead;
use super::galley::{PageBreak, Strip};
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::model::{Alt, Block, Figure, Inline, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::typeset::frame::{Item, Mark, Shape};
use crate::typeset::structure::{NodeId, Role as NodeRole, Structure};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Piece, PieceContent};
use crate::units::{Pt, Rect};

/// Pixels in one inch of a picture shown at its own size.
const NATURAL_PPI: i64 = 150;

/// Between the number of a caption and its words: an en space.
const BEHIND_LABEL: &str = "\u{2002}";

impl Composer<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure, block: &Block, lead: Lead, parent: NodeId) {
        let span = block.span;
        let label = self.caption_label(block);
        let label = label.as_deref();
        let found = figure.image.picture.and_then(|id| Some((id, self.setting.pictures.get(id)?)));
        let above = (self.space, self.follows_text);
        self.space(100);
        let Some((id, picture)) = found else {
            return self.missing_figure(figure, label, span, parent);
        };
        let size = self.figure_size(picture.width, picture.height);
        let (width, height) = self.below_headings(size, figure, label, span);
        let mut strip = Strip::blank(height);
        let x = self.column.x + (self.column.width - width) / 2;
        let shape = Shape::Picture { area: Rect::new(x, Pt::ZERO, width, height), picture: id };
        let caption = walk::plain_text(&figure.caption);
        let alt = match &figure.image.alt {
            Alt::Text(alt) => Some(alt.clone()),
            Alt::Decorative => None,
            Alt::Missing if caption.is_empty() => Some(self.setting.book.words.image.clone()),
            Alt::Missing => Some(caption.into_owned()),
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
            self.caption(figure, label, (width, span), captioned);
        }
        if free && self.in_body() {
            self.may_move(first..self.galley.strips.len(), lead, above);
        }
        self.space(100);
        self.follows_text = Follows::Other;
    }

    /// What the caption of a block begins with, “Figure 3”, where captions are numbered.
    pub(super) fn caption_label(&self, block: &Block) -> Option<String> {
        self.setting.captions.label(block.id.as_ref(), &self.setting.book.words)
    }

    /// Adds the label of a caption in bold, and the space behind it.
    pub(super) fn numbered(
        &mut self,
        label: Option<&str>,
        style: TextStyle,
        parent: NodeId,
        into: &mut Pieces,
    ) {
        let Some(label) = label else { return };
        let node = self.structure.add(parent, NodeRole::Span);
        self.piece(label, style.bold(), node, into);
        self.piece(BEHIND_LABEL, style, parent, into);
    }

    /// The caption below a picture of a width: a short one in its middle, a longer one as wide as it.
    fn caption(&mut self, figure: &Figure, label: Option<&str>, (width, span): (Pt, Span), node: NodeId) {
        let style = self.style(Role::Caption);
        self.space(self.setting.theme.style(Role::Caption).before);
        let mut pieces = Pieces::default();
        self.numbered(label, style, node, &mut pieces);
        self.pieces(&figure.caption, style, node, &mut pieces);
        let first = self.galley.strips.len();
        let column = self.column.width;
        let (start, end) = match self
            .silently(|trial| trial.break_lines(&pieces, style, ParagraphShape::PLAIN, column, span))
            .as_slice()
        {
            [only] if only.width.fits(column) => ((column - only.width) / 2, Pt::ZERO),
            _ => {
                let beside = (column - caption_width(width, column)) / 2;
                (beside, beside)
            }
        };
        self.indented(start, end, |composer| {
            composer.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        });
        for strip in self.galley.strips.iter_mut().skip(first) {
            strip.page_break = PageBreak::Forbidden;
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

    /// A size as it is, or so much smaller that a figure stands on one page with the headings that lead to it; not
    /// by more than half.
    fn below_headings(
        &mut self,
        (width, height): (Pt, Pt),
        figure: &Figure,
        label: Option<&str>,
        span: Span,
    ) -> (Pt, Pt) {
        let theme = self.setting.theme;
        let page = theme.leading * i64::from(theme.page.lines);
        let lead = self.lead_height(page);
        let free = page - lead - self.space;
        if lead == Pt::ZERO || height.fits(free - page / 4) {
            return (width, height);
        }
        let room = free - self.caption_height(figure, label, width, span);
        if height.fits(room) || !(height / 2).fits(room) {
            return (width, height);
        }
        (width.mul_div(room.scaled(), height.scaled()), room)
    }

    /// How high that is which the next strip must not be parted from; none when it may, or when that is higher than
    /// a page.
    fn lead_height(&self, page: Pt) -> Pt {
        let (strips, leading) = (&self.galley.strips, self.setting.theme.leading);
        if self.page_break != PageBreak::Forbidden {
            return Pt::ZERO;
        }
        let mut rough = Pt::ZERO;
        let held = strips.iter().rev().take_while(|strip| {
            rough += strip.height;
            rough.fits(page) && strip.page_break == PageBreak::Forbidden
        });
        let first = strips.len().saturating_sub(held.count() + 1);
        let mut height = Pt::ZERO;
        for strip in strips.iter().skip(first) {
            let before = if height == Pt::ZERO { Pt::ZERO } else { strip.before };
            height = strip.grid.top(height + before, leading) + strip.height;
        }
        if height.fits(page) { height } else { Pt::ZERO }
    }

    /// How high the caption of a figure will be, with the space over it.
    fn caption_height(&mut self, figure: &Figure, label: Option<&str>, width: Pt, span: Span) -> Pt {
        if figure.caption.is_empty() {
            return Pt::ZERO;
        }
        let style = self.style(Role::Caption);
        let mut pieces = Pieces::default();
        let (text, look) = style.letters(&labelled(label, &figure.caption), self.setting.fonts);
        let content = PieceContent::Text(text);
        pieces.pieces.push(Piece { content, look, leaf: Structure::ROOT, link: None });
        // The picture may get half as wide.
        let column = caption_width(width / 2, self.column.width);
        let lines = self
            .silently(|trial| trial.break_lines(&pieces, style, ParagraphShape::PLAIN, column, span))
            .len();
        // Where words of it are set otherwise it may take a line more.
        style.leading * (lines as i64 + 1) + self.lines(self.setting.theme.style(Role::Caption).before)
    }

    /// The alternative text in a paragraph of its own, where the picture cannot be shown.
    fn missing_figure(&mut self, figure: &Figure, number: Option<&str>, span: Span, parent: NodeId) {
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
            self.numbered(number, style, node, &mut pieces);
            self.pieces(&figure.caption, style, node, &mut pieces);
        }
        self.lines_of(&pieces, style, ParagraphShape::PLAIN, span);
        self.space(100);
        self.follows_text = Follows::Other;
    }
}

/// A caption as plain text, with its label.
pub(super) fn labelled(label: Option<&str>, caption: &[Inline]) -> String {
    let caption = walk::plain_text(caption);
    label.map_or_else(|| caption.to_string(), |label| format!("{label}{BEHIND_LABEL}{caption}"))
}

/// How wide a caption of several lines is below a picture of a width: no less than three fifths of the column.
fn caption_width(picture: Pt, column: Pt) -> Pt {
    picture.max(column.mul_div(3, 5)).min(column)
}
