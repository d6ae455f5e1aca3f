//! Calls of notes → raised numbers that lead to their notes; the notes of a lesson → a galley of their own for
//! the feet of the pages that call them, or a list in small type under a short rule at the lesson's end. Notes that a
//! table alone calls stand under it and have letters.

use super::galley::{Foot, PageBreak, Strip};
use super::inline::{Calls, LinkInText, Pieces, Place, Underline};
use super::{Composer, Follows, Marker};
use crate::model::{Block, BlockKind, Direction, InlineKind, LinkTarget, Note, Table, TargetId, walk};
use crate::theme::{NotePlace, Role};
use crate::typeset::frame::{Item, LinkArea, Mark, Shape};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::style::TextStyle;
use crate::typeset::text::LinkNumber;
use crate::units::{Em, Pt, Rect};

/// A note of the lesson that is being set.
pub(super) struct LessonNote {
    note: Note,
    /// What it is called by: a letter under a table, where a raised number would be read as a power; else its number
    /// among the others.
    mark: String,
    /// Whether it stands under a table.
    set: bool,
}

/// A space at which no line ends: a fifth of an em.
const THIN_SPACE: &str = "\u{202F}";

impl Composer<'_, '_> {
    /// Takes note of the notes of a lesson before its text is set.
    pub(in crate::typeset) fn know_notes(&mut self, lesson: &[Block]) {
        self.lesson_notes.clear();
        if self.setting.theme.note.place != NotePlace::Foot {
            return;
        }
        walk::blocks(lesson, &mut |block| {
            if let BlockKind::Notes { notes } = &block.kind {
                let mark = String::new();
                let known = notes.iter().map(|note| LessonNote {
                    note: note.clone(),
                    mark: mark.clone(),
                    set: false,
                });
                self.lesson_notes.extend(known);
            }
        });
        if self.lesson_notes.is_empty() {
            return;
        }
        walk::blocks(lesson, &mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            let calls = calls_in(table);
            let own = self.lesson_notes.iter_mut().filter(|known| only_called_in(&known.note, &calls));
            own.enumerate().for_each(|(number, known)| known.mark = letter(number));
        });
        let numbered = self.lesson_notes.iter_mut().filter(|known| known.mark.is_empty());
        (1..).zip(numbered.filter(|known| known.note.number.is_some())).for_each(
            |(number, known): (u32, _)| {
                known.mark = number.to_string();
            },
        );
    }

    /// What a note is called by: its mark in this lesson, or the number it has wherever it stands.
    fn mark_of(&self, note: Option<&TargetId>, number: u32) -> String {
        let known = self.lesson_notes.iter().find(|known| note.is_some() && known.note.id.as_ref() == note);
        known.map_or_else(|| number.to_string(), |known| known.mark.clone())
    }

    /// What stands before a note.
    fn note_label(&self, note: &Note) -> String {
        let number = note.number.map(|number| format!("{}.", self.mark_of(note.id.as_ref(), number)));
        number.unwrap_or_else(|| note.label.clone())
    }

    /// Sets the notes that a table alone calls, below what was set of it last.
    pub(super) fn notes_under(&mut self, table: &Table, parent: NodeId) {
        if self.lesson_notes.is_empty() {
            return;
        }
        let calls = calls_in(table);
        let mut notes = Vec::new();
        for known in
            self.lesson_notes.iter_mut().filter(|known| !known.set && only_called_in(&known.note, &calls))
        {
            known.set = true;
            notes.push(known.note.clone());
        }
        if notes.is_empty() {
            return;
        }
        let outer = std::mem::replace(&mut self.text, Role::Note);
        let indent = self.note_indent(&notes);
        self.space(50);
        for note in &notes {
            // They stay with the last rows.
            self.keep();
            let call = note.id.as_ref().and_then(|id| self.calls.iter().find(|(target, _)| target == id));
            let node = match call.map(|(_, at)| *at) {
                Some(at) => self.structure.add_note(at),
                None => self.structure.add(parent, NodeRole::Note),
            };
            self.note(note, indent, node);
        }
        self.text = outer;
        self.marker = None;
    }

    /// The raised number that leads to a note; without a note, what the author wrote.
    pub(super) fn note_call(
        &mut self,
        label: &str,
        number: Option<u32>,
        target: Option<&TargetId>,
        id: Option<&TargetId>,
        place: Place,
        into: &mut Pieces,
    ) {
        let (Some(number), Some(target)) = (number, target) else {
            return self.text_piece(&format!("[^{label}]"), place, into);
        };
        let number = self.mark_of(Some(target), number);
        // In copied text and aloud a letter would end the word before it, or join the number: a thin space parts them.
        let parted = if number.starts_with(char::is_alphabetic) { THIN_SPACE } else { "" };
        let shown = format!("{parted}{number}");
        let style = place.style.shifted(0.33);
        if place.link.is_some() {
            let node = self.structure.add(place.parent, NodeRole::Span);
            return self.text_piece(&shown, Place { parent: node, style, ..place }, into);
        }
        let reference = self.structure.add(place.parent, NodeRole::Reference);
        self.calls.push((target.clone(), reference));
        let node = self.structure.add(reference, NodeRole::Link);
        let link = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        into.links.push(LinkInText {
            target: LinkTarget::Internal { target: target.clone() },
            node,
            description: number.clone(),
            underline: Underline::Hidden,
            id: id.cloned(),
            number: None,
            calls: Calls::Note,
        });
        let style = TextStyle { color: self.setting.theme.palette.accent, ..style };
        self.text_piece(&shown, Place { parent: node, style, link: Some(link), source: place.source }, into);
    }

    /// The notes of a lesson.
    pub(super) fn notes(&mut self, notes: &[Note], parent: NodeId) {
        let under_table =
            |note: &&Note| self.lesson_notes.iter().any(|known| known.set && known.note == **note);
        let notes: Vec<Note> = notes.iter().filter(|note| !under_table(note)).cloned().collect();
        let notes = notes.as_slice();
        if notes.is_empty() {
            return;
        }
        let at_foot = self.setting.theme.note.place == NotePlace::Foot;
        if at_foot && self.galley.foot.is_none() && self.galley.columns.is_none() {
            return self.notes_at_foot(notes, parent);
        }
        self.space(100);
        self.note_rule();
        let outer = std::mem::replace(&mut self.text, Role::Note);
        let indent = self.note_indent(notes);
        for note in notes {
            let node = self.structure.add(parent, NodeRole::Note);
            self.note(note, indent, node);
        }
        self.text = outer;
        self.marker = None;
        self.follows_text = Follows::Other;
    }

    /// A rule over the notes, a third of the measure wide.
    fn note_rule(&mut self) {
        let mut strip = Strip::blank(self.setting.theme.leading / 2);
        strip.items.push(self.short_rule());
        self.avoid_break(60);
        self.push(strip);
        self.keep();
    }

    fn short_rule(&self) -> Item {
        let (width, thickness) = (self.column.width / 3, self.setting.theme.note.rule);
        let x = match self.direction {
            Direction::LeftToRight => self.column.x,
            Direction::RightToLeft => self.column.x + self.column.width - width,
        };
        let area = Rect::new(x, Pt::ZERO, width, thickness);
        let shape = Shape::Fill { area, color: self.setting.theme.palette.rule, radius: Pt::ZERO };
        Item { mark: Mark::Layout, shape }
    }

    /// Sets notes beside the text, for the feet of its pages.
    fn notes_at_foot(&mut self, notes: &[Note], parent: NodeId) {
        let theme = self.setting.theme;
        let outer = self.aside_column(Pt::ZERO, theme.page.measure());
        let text = std::mem::replace(&mut self.text, Role::Note);
        let rule = self.short_rule();
        let indent = self.note_indent(notes);
        let mut starts = Vec::with_capacity(notes.len());
        for note in notes {
            starts.push((self.galley.strips.len(), note.id.clone()));
            // Lists and listings in a note ask for space; the next note stands close to them all the same.
            self.space = Pt::ZERO;
            let calls = &self.calls;
            let call = note.id.as_ref().and_then(|id| calls.iter().find(|(target, _)| target == id));
            let node = match call.map(|(_, at)| *at) {
                Some(at) => self.structure.add_note(at),
                None => self.structure.add(parent, NodeRole::Note),
            };
            self.note(note, indent, node);
        }
        self.text = text;
        self.marker = None;
        let notes = self.leave_column(outer);
        self.galley.foot = Some(Box::new(Foot { notes, rule, gap: theme.leading, starts }));
    }

    /// From the edge to the text: enough for the widest number and a gap.
    fn note_indent(&mut self, notes: &[Note]) -> Pt {
        let style = self.style(Role::Note);
        let widest =
            notes.iter().map(|note| self.note_label(note)).max_by_key(|number| number.chars().count());
        let (_, width) = self.furniture(&widest.unwrap_or_default(), style, Mark::Layout);
        width + Em::from_f64(0.6).at(style.size)
    }

    fn note(&mut self, note: &Note, indent: Pt, node: NodeId) {
        let label = self.structure.add(node, NodeRole::Label);
        let style = self.style(Role::Note);
        let back = note.calls.first().map(|call| (call.clone(), self.structure.add(label, NodeRole::Link)));
        let text = self.note_label(note);
        let mut scratch = crate::diagnostics::Diagnostics::default();
        let link_node = back.as_ref().map_or(label, |(_, node)| *node);
        let colored = TextStyle { color: self.setting.theme.palette.accent, ..style };
        let shown = if back.is_some() { colored } else { style };
        let (mut items, width) = self.single_line(&text, shown, link_node, &mut scratch);
        let column = self.column;
        let x = match self.direction {
            Direction::LeftToRight => column.x,
            Direction::RightToLeft => column.x + column.width - width,
        };
        for item in &mut items {
            super::paragraph::move_item(item, x, Pt::ZERO);
        }
        self.marker = Some(Marker { items, run_in: Pt::ZERO });
        self.follows_text = Follows::Other;
        let first = self.galley.strips.len();
        self.indented(indent, Pt::ZERO, |composer| composer.note_text(note, node));
        let baseline = style.baseline(self.setting.fonts);
        let Some(strip) = self.galley.strips.get_mut(first) else { return };
        strip.targets.extend(note.id.clone());
        if let Some((call, node)) = back {
            let top = baseline - style.size.mul_div(75, 100);
            let area = Rect::new(x, top, width, style.size);
            let target = LinkTarget::Internal { target: call };
            strip.links.push(LinkArea { area, target, node, description: text });
        }
        for strip in self.galley.strips.iter_mut().skip(first + 1) {
            strip.page_break = strip.page_break.max(PageBreak::Allowed(15));
        }
    }

    fn note_text(&mut self, note: &Note, node: NodeId) {
        let rest = match note.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, span, .. }, rest)) => {
                self.paragraph(content, *span, node);
                rest
            }
            _ => note.blocks.as_slice(),
        };
        if self.marker.is_some() {
            // What begins with a list or a box has its number on a line of its own.
            let style = self.style(Role::Note);
            self.blank_item(style.leading, style.baseline(self.setting.fonts));
        }
        self.blocks(rest, node);
    }
}

/// The calls of notes in a table.
fn calls_in(table: &Table) -> Vec<TargetId> {
    let mut calls = Vec::new();
    let cells = table.all_rows().flat_map(|row| &row.cells).map(|cell| &cell.content);
    for content in cells.chain([&table.caption]) {
        walk::content(content, &mut |inline| {
            if let InlineKind::NoteRef { id: Some(id), .. } = &inline.kind {
                calls.push(id.clone());
            }
        });
    }
    calls
}

/// Whether a note is called, and nowhere but in some calls.
fn only_called_in(note: &Note, calls: &[TargetId]) -> bool {
    !note.calls.is_empty() && note.calls.iter().all(|call| calls.contains(call))
}

/// The letter of a note of a table: a to z, then aa, ab and so on.
fn letter(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }
}
