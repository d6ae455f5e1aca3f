//! Links whose place a policy took out of the book → text: no link leads nowhere.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{
    BackPage, Block, BlockKind, Chapter, FrontPage, Inline, InlineKind, Lesson, LinkTarget, Part, TargetId,
    walk,
};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Turns links to places that are no longer in the book into text, and reports them.
pub(super) fn tie_off(
    front: &mut [FrontPage],
    parts: &mut [Part],
    back: &mut [BackPage],
    diagnostics: &mut Diagnostics,
) {
    let places = places(front, parts, back);
    let mut check = |inline: &mut Inline| match &mut inline.kind {
        InlineKind::Link { target, .. } => {
            let LinkTarget::Internal { target: place } = target else { return };
            if !places.contains(place) {
                let message = format!("the link leads to `{place}`, which a policy left out of the book");
                diagnostics.push(Diagnostic::new(Code::LinkUnknown, message).at(inline.span));
                *target = LinkTarget::Dead { reference: format!("#{place}") };
            }
        }
        InlineKind::StationRef { target, .. }
            if target.as_ref().is_some_and(|place| !places.contains(place)) =>
        {
            *target = None;
        }
        _ => {}
    };
    for chapter in parts.iter_mut().flat_map(|part| &mut part.chapters) {
        walk::content_mut(&mut chapter.lesson.title.content, &mut check);
        walk::inlines_mut(&mut chapter.lesson.blocks, &mut check);
        drop_lost_calls(chapter);
    }
    let before = front.iter_mut().filter_map(FrontPage::text_mut).map(|text| &mut text.blocks);
    for blocks in before.chain(back.iter_mut().flat_map(BackPage::blocks_mut)) {
        walk::inlines_mut(blocks, &mut check);
        walk::inlines_mut(blocks, &mut raise_calls);
    }
}

/// Notes stay in their lesson: where text of it stands elsewhere, the calls are numbers and lead nowhere.
fn raise_calls(inline: &mut Inline) {
    if let InlineKind::NoteRef { number: Some(number), .. } = &inline.kind {
        let content = vec![Inline::text(number.to_string(), inline.span)];
        inline.kind = InlineKind::Superscript { content };
    }
}

/// Takes the ways back away from notes whose calls a policy took out of the lesson.
fn drop_lost_calls(chapter: &mut Chapter) {
    let mut has_notes = false;
    walk::blocks(&chapter.lesson.blocks, &mut |block| {
        has_notes |= matches!(block.kind, BlockKind::Notes { .. });
    });
    if !has_notes {
        return;
    }
    let mut calls = BTreeSet::new();
    let mut note_call = |inline: &Inline| {
        if let InlineKind::NoteRef { id: Some(id), .. } = &inline.kind {
            calls.insert(id.clone());
        }
    };
    walk::content(&chapter.lesson.title.content, &mut note_call);
    walk::inlines(&chapter.lesson.blocks, &mut note_call);
    walk::blocks_mut(&mut chapter.lesson.blocks, &mut |block| {
        if let BlockKind::Notes { notes } = &mut block.kind {
            notes.iter_mut().for_each(|note| note.calls.retain(|call| calls.contains(call)));
        }
    });
}

/// Every place that a link may lead to.
fn places(front: &[FrontPage], parts: &[Part], back: &[BackPage]) -> FxHashSet<TargetId> {
    let mut places = FxHashSet::default();
    let mut add_blocks = |blocks: &[Block], own: &TargetId| {
        places.insert(own.clone());
        walk::blocks(blocks, &mut |block| places.extend(block.id.clone()));
    };
    for text in front.iter().filter_map(FrontPage::text) {
        add_blocks(&text.blocks, &text.id);
    }
    for part in parts {
        add_blocks(&[], &part.id);
        for chapter in &part.chapters {
            add_blocks(&chapter.lesson.blocks, &chapter.id);
        }
    }
    places.extend(back.iter().flat_map(BackPage::places).cloned());
    places
}

/// Calls `visit` for every name that a lesson has for its places: blocks, notes and their calls.
pub(super) fn places_of(lesson: &Lesson, visit: &mut dyn FnMut(&TargetId)) {
    let calls = |line: &[Inline], visit: &mut dyn FnMut(&TargetId)| {
        walk::content(line, &mut |inline| {
            if let InlineKind::NoteRef { id: Some(id), .. } = &inline.kind {
                visit(id);
            }
        });
    };
    calls(&lesson.title.content, visit);
    walk::blocks(&lesson.blocks, &mut |block| {
        block.id.iter().for_each(&mut *visit);
        if let BlockKind::Notes { notes } = &block.kind {
            notes.iter().filter_map(|note| note.id.as_ref()).for_each(&mut *visit);
        }
        walk::each_line(&block.kind, |line| calls(line, visit));
    });
}
