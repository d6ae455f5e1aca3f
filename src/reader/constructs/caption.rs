//! “Table: …” or “: …” beside a table → its caption and id.

use super::trailing;
use crate::model::{Block, BlockKind, Inline, InlineKind, TargetId};
use crate::reader::Context;
use crate::reader::constructs::label;
use crate::reader::split::{self, Cut};

/// What a caption begins with.
const LABELS: [&str; 2] = ["Table:", ": "];

/// Moves each caption line into the table it stands next to: the one before it, if that has none yet.
pub(in crate::reader) fn attach(cx: &Context<'_>, blocks: &mut Vec<Block>) {
    if !blocks.iter().any(|block| is_caption(cx, block)) {
        return;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut pending: Option<Block> = None;
    for mut block in std::mem::take(blocks) {
        if let Some(caption) = pending.take() {
            match wants_caption(&block) {
                true => give(cx, caption, &mut block),
                false => out.push(caption),
            }
        }
        match is_caption(cx, &block) {
            true => match out.last_mut().filter(|last| wants_caption(last)) {
                Some(table) => give(cx, block, table),
                None => pending = Some(block),
            },
            false => out.push(block),
        }
    }
    out.extend(pending);
    *blocks = out;
}

/// Whether a paragraph begins as a caption does, and the author did not escape that.
fn is_caption(cx: &Context<'_>, block: &Block) -> bool {
    let BlockKind::Paragraph { content, .. } = &block.kind else { return false };
    let escaped =
        |label: &str| content.first().is_some_and(|first| label::is_escaped(cx, first, label.len()));
    label(content).is_some_and(|label| !escaped(label))
}

/// What the text begins with, if that makes it a caption.
fn label(content: &[Inline]) -> Option<&'static str> {
    let InlineKind::Text { text } = &content.first()?.kind else { return None };
    LABELS.into_iter().find(|label| text.starts_with(label))
}

fn wants_caption(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Table(table) if table.caption.is_empty())
}

fn give(cx: &Context<'_>, caption: Block, to: &mut Block) {
    let (BlockKind::Paragraph { content, .. }, BlockKind::Table(table)) = (caption.kind, &mut to.kind) else {
        return;
    };
    let end = label(&content).map_or(0, str::len);
    let (_, content) = split::cut(cx.text, content, Cut { piece: 0, start: 0, end });
    let (content, attributes) = trailing::take(cx, content);
    table.caption = content;
    to.id = attributes.id.map(|id| TargetId::new(&id)).or(to.id.take());
    to.span = to.span.to(caption.span);
}
