//! The objectives of the front matter → a box at the start of the lesson.

use crate::model::{Block, BlockKind, Callout, CalloutKind, Inline, List, ListItem, ListMarker, Origin};
use crate::source::Span;

/// The box, if there are any objectives.
pub(in crate::reader) fn block(objectives: Vec<(String, Span)>) -> Option<Block> {
    let span = objectives.first()?.1.to(objectives.last()?.1);
    let item = |(text, span): (String, Span)| {
        let blocks = vec![Block::paragraph(vec![Inline::text(text, span)], span)];
        ListItem { lead: Vec::new(), task: None, blocks, span }
    };
    let list = List { marker: ListMarker::Bullet, items: objectives.into_iter().map(item).collect() };
    let blocks = vec![Block::new(BlockKind::List(list), span)];
    let callout = Callout { kind: CalloutKind::Objectives, title: Vec::new(), blocks };
    let mut block = Block::new(BlockKind::Callout(callout), span);
    block.origin = Origin::Label;
    Some(block)
}
