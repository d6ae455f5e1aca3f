//! A paragraph that is one picture → a figure; its title is the caption.

use crate::model::{Block, BlockKind, Figure, Inline, InlineKind};
use crate::source::Span;

/// The block of a paragraph's content: a figure when a picture stands alone, else none.
pub(in crate::reader) fn figure(content: &[Inline], span: Span) -> Option<Block> {
    let [Inline { kind: InlineKind::Image(image), span: place }] = content else { return None };
    let caption = image.title.iter().map(|title| Inline::text(title.clone(), *place)).collect();
    Some(Block::new(BlockKind::Figure(Figure { image: image.clone(), caption }), span))
}
