//! Notes → `noteref` and `footnote`, which readers show beside the page. They stand at the end of their
//! lesson's file, so that no link between a call and its note leaves it.

use super::{Writer, identified};
use crate::model::{Block, BlockKind, Note, TargetId};

impl Writer<'_> {
    /// The raised number that leads to a note; without a note, what the author wrote.
    pub(super) fn note_call(
        &mut self,
        label: &str,
        number: Option<u32>,
        target: Option<&TargetId>,
        id: Option<&TargetId>,
    ) {
        let (Some(number), Some(target)) = (number, target) else {
            return self.out.text(&format!("[^{label}]"));
        };
        let number = number.to_string();
        let id = self.own_place(id);
        let address = self.setting.plan.address(target, self.file).filter(|_| self.allowed_links());
        let Some(address) = address else {
            return self.out.element("sup", identified(id, &[("class", "noteref")]), &number);
        };
        let mut attributes = identified(id, &[("href", &address), ("class", "noteref")]);
        attributes.extend([("epub:type", "noteref"), ("role", "doc-noteref")]);
        self.out.element("a", attributes, &number);
    }

    /// The notes of the lesson. The number before each leads back to its first call.
    pub(super) fn notes<'n>(
        &mut self,
        id: Option<&TargetId>,
        notes: impl ExactSizeIterator<Item = &'n Note>,
    ) {
        if notes.len() == 0 {
            return self.anchor(id);
        }
        self.out.start("div", identified(id, &[("class", "notes")]));
        self.out.line();
        for note in notes {
            let meaning = [("epub:type", "footnote"), ("role", "doc-footnote")];
            self.out.start("aside", identified(note.id.as_ref(), &meaning));
            self.out.line();
            let (first, rest) = match note.blocks.split_first() {
                Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                    (Some((id, content)), rest)
                }
                _ => (None, note.blocks.as_slice()),
            };
            self.out.start("p", identified(first.and_then(|(id, _)| id.as_ref()), &[]));
            self.note_number(note);
            if let Some((_, content)) = first {
                self.out.text(" ");
                self.inlines(content);
            }
            self.out.end();
            self.out.line();
            self.blocks(rest);
            self.out.end();
            self.out.line();
        }
        self.out.end();
        self.out.line();
    }

    fn note_number(&mut self, note: &Note) {
        let number = note.number.map_or_else(|| note.label.clone(), |number| number.to_string());
        let number = format!("{number}.");
        let address = note.calls.first().and_then(|call| self.setting.plan.address(call, self.file));
        match address {
            Some(address) => {
                let attributes = [("href", address.as_str()), ("class", "number"), ("role", "doc-backlink")];
                self.out.element("a", attributes, &number);
            }
            None => self.out.element("span", [("class", "number")], &number),
        }
    }
}
