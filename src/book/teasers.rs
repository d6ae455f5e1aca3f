//! The last teaser of each lesson → the same, and below its words the way to the next lesson of the book.

use crate::model::{Block, BlockKind, Inline, InlineKind, LinkTarget, Origin, Part, TargetId, walk};

/// Ends the last teaser of every lesson but the last with a line that leads to the next lesson: its title as a
/// link. The label of the teaser says what it is; teasers keep all their own words.
pub(super) fn lead_on(parts: &mut [Part]) {
    let chapters = parts.iter().flat_map(|part| &part.chapters);
    let following: Vec<(TargetId, String)> =
        chapters.skip(1).map(|chapter| (chapter.id.clone(), chapter.title.clone())).collect();
    let chapters = parts.iter_mut().flat_map(|part| &mut part.chapters);
    for (chapter, (target, title)) in chapters.zip(following) {
        let mut left = count(&chapter.lesson.blocks);
        walk::blocks_mut(&mut chapter.lesson.blocks, &mut |block| {
            let span = block.span;
            let BlockKind::Teaser { blocks } = &mut block.kind else { return };
            left -= 1;
            if left == 0 {
                let content = vec![Inline::text(title.clone(), span)];
                let target = LinkTarget::Internal { target: target.clone() };
                let link = Inline::new(InlineKind::Link { target, title: None, content }, span);
                blocks.push(Block { origin: Origin::Made, ..Block::paragraph(vec![link], span) });
            }
        });
    }
}

fn count(blocks: &[Block]) -> usize {
    let mut count = 0;
    walk::blocks(blocks, &mut |block| count += usize::from(matches!(block.kind, BlockKind::Teaser { .. })));
    count
}
