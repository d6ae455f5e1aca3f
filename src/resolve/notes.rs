//! Calls of notes and the notes of a lesson → numbers in the order of the calls, and places that lead to
//! each other. A call without a note becomes the text it was; a note without a call stays, behind the others.

use super::slug::Names;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, Inline, InlineKind, Lesson, Note, TargetId, walk};
use std::collections::BTreeMap;

/// Numbers the notes of a lesson and puts them, in order, into its last block.
pub(super) fn number(lesson: &mut Lesson, diagnostics: &mut Diagnostics) {
    let mut notes = Vec::new();
    take(&mut lesson.blocks, &mut notes);
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (index, note) in notes.iter().enumerate() {
        if let Some(first) = known.insert(folded(&note.label), index) {
            known.insert(folded(&note.label), first);
            let message = format!("there are two notes `{}`", note.label.escape_debug());
            let found = Diagnostic::new(Code::NoteDuplicate, message).at(note.span);
            diagnostics.push(found.help("give this note a name of its own"));
        }
    }
    let mut order = Order { known, numbers: vec![None; notes.len()], called: Vec::new(), diagnostics };
    walk::content_mut(&mut lesson.title.content, &mut |inline| order.call(inline));
    walk::inlines_mut(&mut lesson.blocks, &mut |inline| order.call(inline));
    // Notes may call notes: those come behind all that the text calls.
    let mut next = 0;
    let mut walked = vec![false; notes.len()];
    // All notes before this one are walked.
    let mut first = 0;
    loop {
        while walked.get(first) == Some(&true) {
            first += 1;
        }
        let index = order.called.get(next).copied().or_else(|| (first < notes.len()).then_some(first));
        next += 1;
        let Some(note) = index.and_then(|index| notes.get_mut(index)) else { break };
        if let Some(walked) = index.and_then(|index| walked.get_mut(index)) {
            *walked = true;
        }
        order.unused(index.unwrap_or_default(), note);
        walk::inlines_mut(&mut note.blocks, &mut |inline| order.call(inline));
    }
    let numbers = order.numbers;
    for (note, number) in notes.iter_mut().zip(numbers) {
        note.number = number;
    }
    notes.sort_by_key(|note| note.number);
    if let Some(span) = notes.iter().map(|note| note.span).reduce(|a, b| a.to(b)) {
        lesson.blocks.push(Block::new(BlockKind::Notes { notes }, span));
    }
}

/// Takes the notes out of blocks, however deep.
fn take(blocks: &mut Vec<Block>, notes: &mut Vec<Note>) {
    blocks.retain_mut(|block| match &mut block.kind {
        BlockKind::Notes { notes: found } => {
            notes.append(found);
            false
        }
        _ => true,
    });
}

fn folded(label: &str) -> String {
    label.to_lowercase()
}

struct Order<'d> {
    known: BTreeMap<String, usize>,
    /// The number of each note.
    numbers: Vec<Option<u32>>,
    /// The notes in the order of their numbers.
    called: Vec<usize>,
    diagnostics: &'d mut Diagnostics,
}

impl Order<'_> {
    fn call(&mut self, inline: &mut Inline) {
        let InlineKind::NoteRef { label, number, .. } = &mut inline.kind else { return };
        match self.known.get(&folded(label)).copied() {
            Some(index) => *number = self.number(index),
            None => {
                let text = format!("[^{label}]");
                let message = format!("there is no note `{}`", label.escape_debug());
                let found = Diagnostic::new(Code::NoteUnknown, message).at(inline.span);
                self.diagnostics.push(found.help(format!("add a line `{text}: …`")));
                inline.kind = InlineKind::Text { text };
            }
        }
    }

    /// The number of a note; a new one when it has none.
    fn number(&mut self, index: usize) -> Option<u32> {
        let slot = self.numbers.get_mut(index)?;
        if slot.is_none() {
            self.called.push(index);
            *slot = u32::try_from(self.called.len()).ok();
        }
        *slot
    }

    /// Reports a note that nothing before it calls, and numbers it all the same.
    fn unused(&mut self, index: usize, note: &Note) {
        if self.numbers.get(index).is_none_or(Option::is_some) {
            return;
        }
        // A note that has another one's name cannot be called, which has been said.
        if self.known.get(&folded(&note.label)) == Some(&index) {
            let message = format!("the note `{}` is never called", note.label.escape_debug());
            let found = Diagnostic::new(Code::NoteUnused, message).at(note.span);
            self.diagnostics.push(found.help(format!("write `[^{}]` where it belongs", note.label)));
        }
        self.number(index);
    }
}

/// Names the numbered notes of a lesson and their calls; `prefix` begins every name.
pub(super) fn name(lesson: &mut Lesson, prefix: &str, names: &mut Names) {
    let mut places: BTreeMap<u32, TargetId> = BTreeMap::new();
    walk::blocks_mut(&mut lesson.blocks, &mut |block| {
        let BlockKind::Notes { notes } = &mut block.kind else { return };
        for note in notes {
            let Some(number) = note.number else { continue };
            let id = names.unique_id(&format!("{prefix}note-{number}"));
            places.insert(number, id.clone());
            note.id = Some(id);
        }
    });
    if places.is_empty() {
        return;
    }
    let mut calls: BTreeMap<u32, Vec<TargetId>> = BTreeMap::new();
    let mut call = |inline: &mut Inline| {
        let InlineKind::NoteRef { number: Some(number), target, id, .. } = &mut inline.kind else { return };
        *target = places.get(number).cloned();
        let name = names.unique_id(&format!("{prefix}call-{number}"));
        calls.entry(*number).or_default().push(name.clone());
        *id = Some(name);
    };
    walk::content_mut(&mut lesson.title.content, &mut call);
    walk::inlines_mut(&mut lesson.blocks, &mut call);
    walk::blocks_mut(&mut lesson.blocks, &mut |block| {
        let BlockKind::Notes { notes } = &mut block.kind else { return };
        for note in notes {
            note.calls = note.number.and_then(|number| calls.remove(&number)).unwrap_or_default();
        }
    });
}
