//! Blocks of either dialect → the same blocks with their neighbours known: captions in their tables, and
//! what each paragraph that ends in a colon leads into.

use super::Context;
use super::constructs::caption;
use crate::model::{Block, BlockKind, Inline, InlineKind, Introduces, walk};

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
        walk::each_list_mut(&mut block.kind, |inner| self::blocks(cx, inner));
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
