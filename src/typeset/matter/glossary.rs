//! The glossary → entries in columns: the term in bold, what it means, the pages where it is spoken of.

use super::super::layout::galley::PageBreak;
use super::super::layout::{Composer, ParagraphShape, Pieces};
use super::super::structure::{NodeId, Numbering, Role as NodeRole};
use super::Opening;
use super::locators::Runs;
use crate::model::{Block, BlockKind, GlossaryEntry, LetterGroup, Lettered, Locator, Sense, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::units::{Em, Pt};

/// Between a meaning and its pages: no line begins with the first of them.
const LEAD: &str = "\u{A0}\u{A0}";

/// An entry of more lines is company enough for the letter above it.
const SHORT_ENTRY: usize = 3;

/// A paragraph of an entry that is not set yet.
struct Pending {
    node: NodeId,
    pieces: Pieces,
    indent: Pt,
}

impl Composer<'_, '_> {
    /// The glossary of a book in columns, that of a lesson on its own in one.
    pub(super) fn glossary(&mut self, glossary: &Lettered<GlossaryEntry>, opening: Opening) {
        let section = self.open(&glossary.id, &glossary.title, opening);
        let set = |composer: &mut Self| {
            for group in &glossary.groups {
                composer.glossary_group(group, section);
            }
        };
        match opening {
            Opening::Page => self.in_columns(Role::Glossary, set),
            Opening::RunOn => self.in_one_column(Role::Glossary, set),
        }
    }

    fn glossary_group(&mut self, group: &LetterGroup<GlossaryEntry>, section: NodeId) {
        self.letter(&group.letter, section);
        let list = self.structure.add(section, NodeRole::List { numbering: Numbering::None });
        let mut first = self.galley.strips.len();
        for (number, entry) in group.entries.iter().enumerate() {
            let above = self.galley.strips.len() - first;
            if number == 1 && !group.letter.is_empty() && above <= SHORT_ENTRY {
                // A letter has two entries below it, or a long one.
                self.keep();
            }
            first = self.galley.strips.len();
            self.glossary_entry(entry, list);
        }
    }

    /// The letter over a group; it stays with the entry below it.
    pub(super) fn letter(&mut self, letter: &str, parent: NodeId) {
        if letter.is_empty() {
            return;
        }
        let node = self.structure.add(parent, NodeRole::Heading { level: 2, title: letter.to_owned() });
        let style = self.style(Role::Letter);
        let mut pieces = Pieces::default();
        self.piece(letter, style, node, &mut pieces);
        let (before, after) =
            (self.setting.theme.style(Role::Letter).before, self.setting.theme.style(Role::Letter).after);
        self.space(before);
        let shape = ParagraphShape { grid: self.grid_of(style), ..ParagraphShape::PLAIN };
        self.lines_of(&pieces, style, shape, Span::default());
        self.space(after);
        self.keep();
    }

    fn glossary_entry(&mut self, entry: &GlossaryEntry, list: NodeId) {
        let item = self.structure.add(list, NodeRole::ListItem);
        let label = self.structure.add(item, NodeRole::Label);
        let body = self.structure.add(item, NodeRole::ListBody);
        self.target(&entry.id);
        let first = self.galley.strips.len();
        let style = self.style(Role::Glossary);
        let mut pending = self.pending(body, Pt::ZERO);
        let term = self.style(Role::GlossaryTerm);
        self.pieces(&entry.term, term, label, &mut pending.pieces);
        self.piece(":", term, label, &mut pending.pieces);
        self.piece(" ", style, pending.node, &mut pending.pieces);
        let several = entry.senses.len() > 1;
        for (number, sense) in entry.senses.iter().enumerate() {
            if several {
                if number > 0 {
                    self.set_pending(&pending);
                    pending = self.pending(body, self.turnover());
                }
                self.piece(&format!("({})\u{A0}", number + 1), style, pending.node, &mut pending.pieces);
            }
            pending = self.sense(sense, pending, body);
            if several {
                let defined: Vec<&Locator> = sense.defined.iter().collect();
                self.locators(&defined, Runs::Apart, LEAD, style, pending.node, &mut pending.pieces);
            }
        }
        let defined = entry.senses.iter().filter(|_| !several).flat_map(|sense| &sense.defined);
        let places: Vec<&Locator> = defined.chain(&entry.uses).collect();
        let lead = if several { ";\u{A0}" } else { LEAD };
        self.locators(&places, Runs::Apart, lead, style, pending.node, &mut pending.pieces);
        self.set_pending(&pending);
        let strips = self.galley.strips.get_mut(first..).unwrap_or_default();
        let cost = if strips.len() <= 4 { 45 } else { 15 };
        for strip in strips.iter_mut().skip(1) {
            strip.page_break = strip.page_break.max(PageBreak::Allowed(cost));
        }
        if strips.len() > 3 {
            self.entry_goes_on(entry, first);
        }
    }

    /// Names an entry again where a column or page begins inside it.
    fn entry_goes_on(&mut self, entry: &GlossaryEntry, first: usize) {
        let style = self.style(Role::GlossaryTerm);
        let text = format!("{} ({})", walk::plain_text(&entry.term), self.setting.book.words.continued);
        let Some(head) = self.repeated_line(&text, style) else { return };
        for strip in self.galley.strips.iter_mut().skip(first + 1) {
            strip.head.get_or_insert(head);
        }
    }

    fn pending(&mut self, body: NodeId, indent: Pt) -> Pending {
        Pending { node: self.structure.add(body, NodeRole::Paragraph), pieces: Pieces::default(), indent }
    }

    /// What a term means: its first paragraph goes on in the line of the term; the last one stays open for
    /// the page numbers.
    fn sense(&mut self, sense: &Sense, mut pending: Pending, body: NodeId) -> Pending {
        let style = self.style(Role::Glossary);
        let indent = self.turnover();
        for (number, block) in sense.definition.iter().enumerate() {
            if let Block { kind: BlockKind::Paragraph { content, .. }, .. } = block {
                if number > 0 {
                    self.set_pending(&pending);
                    pending = self.pending(body, indent);
                }
                self.pieces(content, style, pending.node, &mut pending.pieces);
                continue;
            }
            self.set_pending(&pending);
            self.start_text();
            self.indented(indent, Pt::ZERO, |composer| composer.blocks(std::slice::from_ref(block), body));
            pending = self.pending(body, indent);
        }
        pending
    }

    /// How far the later lines of an entry are indented.
    pub(super) fn turnover(&self) -> Pt {
        Em::from_f64(1.0).at(self.style(Role::Glossary).size)
    }

    fn set_pending(&mut self, pending: &Pending) {
        let style = self.style(Role::Glossary);
        let shape = ParagraphShape {
            first_indent: pending.indent,
            hanging: self.turnover(),
            grid: self.grid_of(style),
            ..ParagraphShape::PLAIN
        };
        self.lines_of(&pending.pieces, style, shape, Span::default());
    }
}
