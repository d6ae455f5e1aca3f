//! Headings of any level → an outline without gaps.

use super::Context;
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, HeadingLevel, walk};

/// Sets every heading's level by the headings it stands under: one below the title or below the nearest
/// heading above it that ranks higher. A further first level is demoted; a gap is closed.
pub(in crate::reader) fn close_gaps(cx: &mut Context<'_>, blocks: &mut [Block]) {
    let written = std::mem::take(&mut cx.heading_levels);
    let mut next = written.iter().peekable();
    // The levels, as written, of the headings that the next one may stand under.
    let mut above: Vec<u8> = Vec::new();
    walk::blocks_mut(blocks, &mut |block| {
        let span = block.span;
        let BlockKind::Heading { level, .. } = &mut block.kind else { return };
        while next.next_if(|(start, _)| *start < span.start).is_some() {}
        let own = next.next_if(|(start, _)| *start == span.start).map_or(level.number(), |(_, own)| *own);
        while above.last().is_some_and(|outer| *outer >= own) {
            above.pop();
        }
        let gap = own > above.last().copied().unwrap_or(1) + 1;
        let settled = HeadingLevel::nearest(u8::try_from(above.len()).unwrap_or(6).saturating_add(2));
        above.push(own);
        if own == 1 {
            let help = "use `##` for sections; the title of the lesson is the only `#`";
            cx.report(Code::HeadingDemoted, "this is not the first heading of the first level", span, help);
        } else if gap {
            let help = format!("use `{}`", "#".repeat(usize::from(settled.number())));
            cx.report(
                Code::HeadingSkip,
                format!("this heading has level {own} where level {} is next", settled.number()),
                span,
                help,
            );
        }
        *level = settled;
    });
}
