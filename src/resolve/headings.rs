//! Heading levels as written → levels without gaps, so that no screen reader falls into one.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, HeadingLevel, walk};

/// Raises headings that skip a level. Headings that were on one level stay on one level.
pub(super) fn close_gaps(blocks: &mut [Block], diagnostics: &mut Diagnostics) {
    // The open sections: the level each was written with. The depth of the stack is the level given.
    let mut open: Vec<u8> = Vec::new();
    walk::blocks_mut(blocks, &mut |block| {
        let span = block.span;
        let BlockKind::Heading { level, .. } = &mut block.kind else { return };
        let written = level.number();
        while open.last().is_some_and(|outer| *outer >= written) {
            open.pop();
        }
        open.push(written);
        let given = HeadingLevel::nearest(u8::try_from(open.len() + 1).unwrap_or(u8::MAX));
        if given.number() < written {
            let message = format!("this heading has level {written} where level {} is next", given.number());
            let marks = "#".repeat(usize::from(given.number()));
            let found = Diagnostic::new(Code::HeadingSkip, message).at(span);
            diagnostics.push(found.help(format!("write `{marks} `")));
            *level = given;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Inline;
    use crate::source::Span;
    use proptest::prelude::*;

    fn levels(written: &[u8]) -> (Vec<u8>, usize) {
        let heading = |level: &u8| {
            let content = vec![Inline::text("x", Span::default())];
            Block::new(BlockKind::Heading { level: HeadingLevel::nearest(*level), content }, Span::default())
        };
        let mut blocks: Vec<Block> = written.iter().map(heading).collect();
        let mut diagnostics = Diagnostics::default();
        close_gaps(&mut blocks, &mut diagnostics);
        let level = |block: &Block| match &block.kind {
            BlockKind::Heading { level, .. } => level.number(),
            _ => 0,
        };
        (blocks.iter().map(level).collect(), diagnostics.len())
    }

    #[test]
    fn gaps_are_closed_and_siblings_stay_siblings() {
        assert_eq!(levels(&[2, 4, 4, 2]), (vec![2, 3, 3, 2], 2));
        assert_eq!(levels(&[3, 2, 3]), (vec![2, 2, 3], 1));
        assert_eq!(levels(&[2, 3, 4, 2, 3]), (vec![2, 3, 4, 2, 3], 0));
        assert_eq!(levels(&[6, 4, 5]), (vec![2, 2, 3], 3));
    }

    proptest! {
        #[test]
        fn no_gap_is_left(written in prop::collection::vec(2u8..=6, 0..20)) {
            let (given, _) = levels(&written);
            let mut before = 1;
            for level in given {
                prop_assert!(level <= before + 1);
                before = level;
            }
        }
    }
}
