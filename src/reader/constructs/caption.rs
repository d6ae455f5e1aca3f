//! “Table: …” or “: …” beside a table → its caption and id.

use super::attributes::Attributes;
use crate::model::{Block, BlockKind, Inline, InlineKind, TargetId};
use crate::reader::Context;
use crate::reader::split::{self, Cut};

/// What a caption begins with.
const LABELS: [&str; 2] = ["Table:", ": "];

/// Moves each caption line into the table it stands next to: the one before it, if that has none yet.
pub(in crate::reader) fn attach(cx: &Context<'_>, blocks: &mut Vec<Block>) {
    if !blocks.iter().any(is_caption) {
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
        match is_caption(&block) {
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

fn is_caption(block: &Block) -> bool {
    let BlockKind::Paragraph { content, .. } = &block.kind else { return false };
    label(content).is_some()
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
    let (content, id) = without_id(cx, content);
    table.caption = content;
    to.id = id.map(|id| TargetId::new(&id)).or(to.id.take());
    to.span = to.span.to(caption.span);
}

/// The content without `{#id}` at its end, and the id.
fn without_id(cx: &Context<'_>, content: Vec<Inline>) -> (Vec<Inline>, Option<String>) {
    let last = content.len().saturating_sub(1);
    let Some(InlineKind::Text { text }) = content.last().map(|inline| &inline.kind) else {
        return (content, None);
    };
    let Some(open) = text.rfind("{#").filter(|_| text.ends_with('}')) else { return (content, None) };
    let mut attributes = Attributes::default();
    attributes.read_braces(text.get(open + 1..text.len() - 1).unwrap_or_default());
    let cut = Cut { piece: last, start: open, end: text.len() };
    (split::cut(cx.text, content, cut).0, attributes.id)
}
