//! The notes of a galley → how many of them a page holds, and their place at its foot.
//!
//! A note stands on the page of its call. What does not fit there goes on at the foot of the next page; no
//! line of it is left alone, since its strips say where it may be divided.

use super::super::layout::galley::{Foot, Galley, PageBreak, Strip};
use super::super::layout::move_item;
use super::place::{PageDraft, place};
use super::{Frame, Stacker, costs};
use crate::units::{Point, Pt};
use std::ops::Range;

/// A note is not divided for fewer lines than this.
const LEAST_LINES: usize = 2;

/// The notes of a galley and where they are called.
pub(super) struct Notes<'a> {
    foot: Option<&'a Foot>,
    frame: Frame,
    /// For each note: the strip of the text that calls it, and the end of its own strips.
    calls: Vec<(usize, usize)>,
}

/// What a page has at its foot.
pub(super) struct Set {
    /// The first strip of notes that it does not hold.
    pub(super) end: usize,
    /// What they take of the page, with the rule over them.
    pub(super) height: Pt,
    /// What it costs to divide them there.
    pub(super) cost: i64,
}

impl<'a> Notes<'a> {
    /// The notes called in the first `count` strips of a galley; those that nothing calls stand on its last page.
    pub(super) fn of(galley: &'a Galley, count: usize, frame: Frame) -> Notes<'a> {
        let mut notes = Notes { foot: galley.foot.as_deref(), frame, calls: Vec::new() };
        let Some(foot) = notes.foot else { return notes };
        let mut latest = 0;
        for (number, (_, id)) in foot.starts.iter().enumerate() {
            let end = foot.starts.get(number + 1).map_or(foot.notes.strips.len(), |(start, _)| *start);
            let calls_it = |strip: &Strip| id.as_ref().is_some_and(|id| strip.calls.contains(id));
            let here = |strip: &Strip| {
                let mut beside = strip.asides.iter().flat_map(|aside| &aside.galley.strips);
                calls_it(strip) || beside.any(calls_it)
            };
            let in_text = galley.strips.iter().take(count).position(here);
            let called = in_text.or_else(|| {
                // A note that is called in another note stands with that one.
                let strip = foot.notes.strips.iter().position(calls_it)?;
                let caller = foot.starts.partition_point(|(start, _)| *start <= strip).checked_sub(1)?;
                notes.calls.get(caller).map(|(strip, _)| *strip)
            });
            latest = latest.max(called.unwrap_or(count.saturating_sub(1)));
            notes.calls.push((latest, end));
        }
        notes
    }

    /// Whether there are none.
    pub(super) fn none(&self) -> bool {
        self.calls.is_empty()
    }

    /// How many strips of notes are called in the first strips of the text.
    pub(super) fn due(&self, strips: usize) -> usize {
        let called = self.calls.partition_point(|(strip, _)| *strip < strips);
        called.checked_sub(1).and_then(|last| self.calls.get(last)).map_or(0, |(_, end)| *end)
    }

    /// What stands at the foot of a page that has some room and is owed a run of strips of notes.
    pub(super) fn set(&self, start: usize, due: usize, room: Pt) -> Set {
        let Some(foot) = self.foot.filter(|_| start < due) else {
            return Set { end: due.max(start), height: Pt::ZERO, cost: 0 };
        };
        let mut stacker = Stacker::new(&foot.notes, self.frame.leading);
        let mut set = None;
        for end in start + 1..=due {
            stacker.add(end - 1);
            let height = foot.gap + stacker.cursor;
            if !height.fits(room) {
                break;
            }
            let next = foot.notes.strips.get(end).filter(|_| end < due);
            // One line of a note that came from the page before and goes on behind this one is not worth its rule.
            if end < due && end - start < LEAST_LINES {
                continue;
            }
            if next.is_none_or(|strip| strip.page_break != PageBreak::Forbidden) {
                set = Some((end, height));
            }
        }
        let late = |end: usize| self.begins_later(end, due) * costs::LATE_NOTE;
        match set {
            Some((end, height)) => {
                let split = if end == due { 0 } else { costs::SPLIT_NOTE };
                Set { end, height, cost: split + late(end) }
            }
            None => Set { end: start, height: Pt::ZERO, cost: late(start) + costs::LATE_NOTE },
        }
    }

    /// How many notes begin behind a strip of notes, of those that are due.
    fn begins_later(&self, end: usize, due: usize) -> i64 {
        let starts = self.foot.map_or(&[][..], |foot| &foot.starts);
        let before = |strip: usize| starts.partition_point(|(start, _)| *start < strip);
        (before(due) - before(end.min(due))) as i64
    }

    /// How far notes come on a page without text.
    pub(super) fn set_alone(&self, start: usize, due: usize) -> usize {
        self.set(start, due, self.frame.height).end.max(start + 1)
    }
}

/// What notes take of a page, with the rule over them.
pub(super) fn foot_height(foot: &Foot, notes: Range<usize>, frame: Frame) -> Pt {
    if notes.is_empty() {
        return Pt::ZERO;
    }
    let mut stacker = Stacker::new(&foot.notes, frame.leading);
    notes.for_each(|number| stacker.add(number));
    foot.gap + stacker.cursor
}

/// Puts notes at the foot of a page, the rule over them.
pub(super) fn place_notes(foot: &mut Foot, notes: Range<usize>, frame: Frame, page: &mut PageDraft) {
    if notes.is_empty() {
        return;
    }
    let top = frame.height - foot_height(foot, notes.clone(), frame);
    let mut rule = foot.rule.clone();
    move_item(&mut rule, Pt::ZERO, top + foot.gap / 2);
    page.items.push(rule);
    let origin = Point::new(Pt::ZERO, top + foot.gap);
    place(&mut foot.notes, notes, frame, origin, page);
}
