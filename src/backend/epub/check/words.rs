//! A book → its words in the order of reading, looked for in the texts of the spine as they come by.
//!
//! Other words may stand between them: labels, the contents, the title page. Notes stand where their place is.

use super::super::Fault;
use super::super::markup::{is_allowed, is_clean};
use super::super::words::{passed, words_of};
use super::page::Page;
use super::space;
use crate::model::{
    Alt, BackPage, Block, BlockKind, Book, FrontPage, IndexEntry, Inline, InlineKind, Note, Text, walk,
};

/// What is still to be found.
pub(super) struct Reading<'b> {
    /// Texts that are still to come, but for notes.
    coming: Box<dyn Iterator<Item = Told> + 'b>,
    /// The text that is looked for now, and how much of it was found.
    told: Option<Told>,
    found: usize,
    /// The notes that were not found yet.
    notes: Vec<&'b Note>,
}

impl<'b> Reading<'b> {
    /// All words of a book.
    pub(super) fn of(book: &'b Book) -> Reading<'b> {
        let mut coming: Box<dyn Iterator<Item = Told> + 'b> = Box::new(told(book));
        let told = coming.next();
        Reading { coming, told, found: 0, notes: notes(book) }
    }

    /// Looks at the next page of the spine.
    pub(super) fn pass(&mut self, page: &Page, text: &str) {
        self.notes.retain(|note| !holds(page, text, note));
        let mut rest = text;
        while let Some(told) = &self.told {
            let sought = told.text.get(self.found..).unwrap_or_default();
            match passed(sought, rest) {
                Ok(behind) => {
                    rest = behind;
                    self.told = self.coming.next();
                    self.found = 0;
                }
                Err(lacking) => {
                    self.found = told.text.len() - lacking.len();
                    return;
                }
            }
        }
    }

    /// Whether all was found.
    pub(super) fn end(self) -> Result<(), Fault> {
        if let Some(told) = self.told {
            let word = told.text.get(self.found..).and_then(|rest| words_of(rest).next()).unwrap_or_default();
            return Err(Fault(format!("the word `{word}` of {} is not in its place", told.of)));
        }
        match self.notes.first() {
            Some(note) => Err(Fault(format!("the note `{}` is not in its place", note.label))),
            None => Ok(()),
        }
    }
}

/// Whether a page has a note and its words.
fn holds(page: &Page, text: &str, note: &Note) -> bool {
    if note.id.as_ref().is_some_and(|id| !page.ids.contains(id.as_str())) {
        return false;
    }
    let mut told = String::new();
    blocks_text(&note.blocks, &mut told);
    let mut written = words_of(text);
    words_of(&told).all(|word| written.any(|other| other == word))
}

/// Text that must be in the book, and what it is of.
struct Told {
    of: String,
    text: String,
}

/// The bytes of most lessons are fewer.
const USUAL_LESSON: usize = 16 << 10;

/// All that the book tells, in order, but for notes.
fn told(book: &Book) -> impl Iterator<Item = Told> + '_ {
    let front = book.front.iter().filter_map(|page| match page {
        FrontPage::Notice(text) | FrontPage::Guide(text) => Some(page_text(text)),
        _ => None,
    });
    let lessons = book.chapters().map(|chapter| {
        let mut text = String::with_capacity(USUAL_LESSON);
        content_text(&chapter.lesson.title.content, &mut text);
        space(&mut text);
        blocks_text(&chapter.lesson.blocks, &mut text);
        Told { of: format!("the lesson `{}`", chapter.slug), text }
    });
    front.chain(lessons).chain(book.back.iter().map(back_text)).map(|told| match is_clean(&told.text) {
        true => told,
        false => Told { text: told.text.chars().filter(|c| is_allowed(*c)).collect(), ..told },
    })
}

fn back_text(page: &BackPage) -> Told {
    let mut text = format!("{} ", page.title());
    match page {
        BackPage::Sources(page) | BackPage::Colophon(page) => blocks_text(&page.blocks, &mut text),
        BackPage::Glossary(glossary) => {
            for entry in glossary.entries() {
                content_text(&entry.term, &mut text);
                space(&mut text);
                entry.senses.iter().for_each(|sense| blocks_text(&sense.definition, &mut text));
            }
        }
        BackPage::Index(index) => index.entries().for_each(|entry| index_text(entry, &mut text)),
        BackPage::Tables(list) | BackPage::Figures(list) => {
            for entry in &list.entries {
                content_text(&entry.caption, &mut text);
                space(&mut text);
            }
        }
    }
    Told { of: format!("the page `{}`", page.title()), text }
}

fn page_text(page: &Text) -> Told {
    let mut text = format!("{} ", page.title);
    blocks_text(&page.blocks, &mut text);
    Told { of: format!("the page `{}`", page.title), text }
}

fn index_text(entry: &IndexEntry, out: &mut String) {
    content_text(&entry.heading, out);
    space(out);
    entry.children.iter().for_each(|child| index_text(child, out));
}

/// The notes of all lessons.
fn notes(book: &Book) -> Vec<&Note> {
    let mut all = Vec::new();
    for chapter in book.chapters() {
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            if let BlockKind::Notes { notes } = &block.kind {
                all.extend(notes);
            }
        });
    }
    all
}

fn blocks_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::Notes { .. } => {}
            BlockKind::Math { tex } => out.push_str(tex),
            BlockKind::List(list) => {
                for item in &list.items {
                    content_text(&item.lead, out);
                    space(out);
                    blocks_text(&item.blocks, out);
                }
            }
            // Terms and meanings stand in turn.
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    for term in &entry.terms {
                        content_text(term, out);
                        space(out);
                    }
                    entry.meanings.iter().for_each(|meaning| blocks_text(meaning, out));
                }
            }
            BlockKind::Figure(figure) => {
                push_alt(&figure.image.alt, out);
                content_text(&figure.caption, out);
            }
            kind => {
                walk::each_line(kind, |content| {
                    content_text(content, out);
                    space(out);
                });
                walk::each_list(kind, |blocks| blocks_text(blocks, out));
            }
        }
        space(out);
    }
}

fn content_text(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text }
            | InlineKind::Code { text }
            | InlineKind::Keyboard { text }
            | InlineKind::StationRef { text, .. } => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::LineBreak => out.push(' '),
            InlineKind::Math { tex } => {
                space(out);
                out.push_str(tex);
                space(out);
            }
            InlineKind::Image(image) => push_alt(&image.alt, out),
            // The number of a call is not read: it stands right behind a word and is none.
            InlineKind::NoteRef { number: Some(_), .. } => {}
            other => content_text(walk::inner_content(other).map_or(&[], Vec::as_slice), out),
        }
    }
}

fn push_alt(alt: &Alt, out: &mut String) {
    if let Alt::Text(text) = alt {
        space(out);
        out.push_str(text);
        space(out);
    }
}
