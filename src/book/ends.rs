//! Links whose place a policy took out of the book → text: no link leads nowhere.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{BackPage, Block, Inline, InlineKind, LinkTarget, Part, TargetId, walk};
use std::collections::BTreeSet;

/// Turns links to places that are no longer in the book into text, and reports them.
pub(super) fn tie_off(parts: &mut [Part], back: &mut [BackPage], diagnostics: &mut Diagnostics) {
    let places = places(parts, back);
    let mut check = |inline: &mut Inline| match &mut inline.kind {
        InlineKind::Link { target, .. } => {
            let LinkTarget::Internal { target: place } = target else { return };
            if !places.contains(place) {
                let message = format!("the link leads to `{place}`, which a policy left out of the book");
                diagnostics.push(Diagnostic::new(Code::LinkUnknown, message).at(inline.span));
                *target = LinkTarget::Dead { reference: format!("#{place}") };
            }
        }
        InlineKind::StationRef { target, .. } => {
            if target.as_ref().is_some_and(|place| !places.contains(place)) {
                *target = None;
            }
        }
        _ => {}
    };
    for chapter in parts.iter_mut().flat_map(|part| &mut part.chapters) {
        walk::content_mut(&mut chapter.lesson.title.content, &mut check);
        walk::inlines_mut(&mut chapter.lesson.blocks, &mut check);
    }
    for BackPage::Colophon { blocks, .. } in back {
        walk::inlines_mut(blocks, &mut check);
    }
}

/// Every place there is.
fn places(parts: &[Part], back: &[BackPage]) -> BTreeSet<TargetId> {
    let mut places = BTreeSet::new();
    let mut add_blocks = |blocks: &[Block], own: &TargetId| {
        places.insert(own.clone());
        walk::blocks(blocks, &mut |block| places.extend(block.id.clone()));
    };
    for part in parts {
        add_blocks(&[], &part.id);
        for chapter in &part.chapters {
            add_blocks(&chapter.lesson.blocks, &chapter.id);
        }
    }
    for BackPage::Colophon { id, blocks } in back {
        add_blocks(blocks, id);
    }
    places
}
