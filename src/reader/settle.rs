//! Blocks of either dialect → the same blocks with their neighbours known: captions in their tables, and
//! what each paragraph that ends in a colon leads into.

use super::Context;
use super::constructs::caption;
use crate::model::{Block, BlockKind, Inline, InlineKind, Introduces};

/// Settles a list of blocks and all inside it.
pub(in crate::reader) fn blocks(cx: &Context<'_>, blocks: &mut Vec<Block>) {
    caption::attach(cx, blocks);
    for at in 1..blocks.len() {
        let leads_to = introduced(&blocks[at].kind);
        if let BlockKind::Paragraph { content, introduces } = &mut blocks[at - 1].kind
            && ends_in_colon(content)
        {
            *introduces = leads_to;
        }
    }
    for block in blocks {
        inner(cx, &mut block.kind);
    }
}

fn inner(cx: &Context<'_>, kind: &mut BlockKind) {
    match kind {
        BlockKind::List(list) => list.items.iter_mut().for_each(|item| self::blocks(cx, &mut item.blocks)),
        BlockKind::Quote { blocks }
        | BlockKind::Takeaway { blocks }
        | BlockKind::Teaser { blocks }
        | BlockKind::Disclaimer { blocks, .. }
        | BlockKind::Boilerplate { blocks, .. }
        | BlockKind::Group { blocks, .. }
        | BlockKind::Details { blocks, .. } => self::blocks(cx, blocks),
        BlockKind::Definitions { entries } => {
            entries
                .iter_mut()
                .flat_map(|entry| &mut entry.meanings)
                .for_each(|inner| self::blocks(cx, inner));
        }
        BlockKind::Notes { notes } => notes.iter_mut().for_each(|note| self::blocks(cx, &mut note.blocks)),
        BlockKind::KeyTerm(key_term) => self::blocks(cx, &mut key_term.definition),
        BlockKind::Callout(callout) => self::blocks(cx, &mut callout.blocks),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph { .. }
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Code(_)
        | BlockKind::Math { .. }
        | BlockKind::Break => {}
    }
}

fn introduced(kind: &BlockKind) -> Introduces {
    match kind {
        BlockKind::List(_) => Introduces::List,
        BlockKind::Table(_) => Introduces::Table,
        BlockKind::Definitions { .. } => Introduces::List,
        BlockKind::Code(_) | BlockKind::Figure(_) | BlockKind::Quote { .. } | BlockKind::Math { .. } => {
            Introduces::Other
        }
        _ => Introduces::Nothing,
    }
}

fn ends_in_colon(content: &[Inline]) -> bool {
    match content.last().map(|inline| &inline.kind) {
        Some(InlineKind::Text { text }) => text.trim_end().ends_with([':', '：']),
        Some(InlineKind::Strong { content } | InlineKind::Emphasis { content }) => ends_in_colon(content),
        _ => false,
    }
}
