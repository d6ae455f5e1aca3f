//! Book → the pages of the e-book in reading order, the name of each file, and where each place is.
//!
//! File names are ASCII, short and unique without regard to case, so that every reader, file system and
//! proxy can hold them. Knows no markup.

use super::split::{Cuts, Piece};
use crate::images::Picture;
use crate::model::{
    BackPage, Block, BlockKind, Book, Chapter, FrontPage, Inline, InlineKind, Note, Part, TargetId, Text,
    walk,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The navigation document, seen from the package document.
pub(super) const NAV: &str = "nav.xhtml";
/// The style sheet that every reader understands.
pub(super) const BASE_CSS: &str = "stylesheet.css";
/// The style sheet for readers of today.
pub(super) const MODERN_CSS: &str = "modern.css";
/// The style sheet that names the fonts of a book, if it has any.
pub(super) const FONT_CSS: &str = "fonts.css";
/// The style sheets of every text, in their order.
pub(super) const SHEETS: &[&str] = &[BASE_CSS, MODERN_CSS];
/// The same of a book with fonts of its own.
pub(super) const SHEETS_AND_FONTS: &[&str] = &[FONT_CSS, BASE_CSS, MODERN_CSS];
/// Longest stem of a file name, in characters.
const LONGEST: usize = 64;

/// One page of the e-book: a file in the spine.
pub(super) struct Page<'a> {
    /// Its file, seen from the package document.
    pub(super) file: String,
    /// What is on it.
    pub(super) source: PageSource<'a>,
}

/// What a page shows.
pub(super) enum PageSource<'a> {
    /// The cover picture.
    Cover(Cover<'a>),
    /// The title of the book.
    TitlePage,
    /// Rights and dates.
    Imprint,
    /// Disclaimers that hold for the whole book.
    Notice(&'a Text),
    /// How to read the book.
    Guide(&'a Text),
    /// The opener of a part.
    Part(&'a Part),
    /// A lesson, or a piece of a long one.
    Chapter(Piece<'a>),
    /// A page behind the lessons.
    Back(&'a BackPage),
}

/// The picture on the cover and its file.
#[derive(Clone)]
pub(super) struct Cover<'a> {
    /// The file, seen from the package document.
    pub(super) file: String,
    /// The picture.
    pub(super) picture: &'a Picture,
}

/// The pages and the places of an e-book.
pub(super) struct Plan<'a> {
    /// The pages, in reading order.
    pub(super) pages: Vec<Page<'a>>,
    /// How many pages come before the contents; none when the contents are not a page of the book.
    pub(super) contents_after: Option<usize>,
    /// The file of each place, and whether the place is the file's own title.
    places: FxHashMap<&'a TargetId, Place>,
}

struct Place {
    page: usize,
    opening: bool,
}

impl<'a> Plan<'a> {
    /// The plan of a book. `cover` is its cover picture, if there is one to show; `cuts` says which lessons
    /// are more than one file. A book of nothing gets a title page, since an e-book without pages cannot be
    /// opened.
    pub(super) fn of(book: &'a Book, cover: Option<Cover<'a>>, cuts: &Cuts) -> Plan<'a> {
        let mut plan = Plan { pages: Vec::new(), contents_after: None, places: FxHashMap::default() };
        let mut stems = Stems::default();
        if let Some(cover) = cover {
            plan.add(stems.file("cover"), PageSource::Cover(cover));
        }
        for page in &book.front {
            match page {
                FrontPage::TitlePage => plan.add(stems.file("title-page"), PageSource::TitlePage),
                FrontPage::Imprint => plan.add(stems.file("imprint"), PageSource::Imprint),
                FrontPage::Contents => {
                    plan.contents_after.get_or_insert(plan.pages.len());
                }
                FrontPage::Notice(text) => plan.add(stems.file("notice"), PageSource::Notice(text)),
                FrontPage::Guide(text) => plan.add(stems.file("guide"), PageSource::Guide(text)),
                // It is the first page, wherever it stands.
                FrontPage::Cover => {}
            }
        }
        for part in &book.parts {
            if part.title.is_some() {
                let number = part.number.map_or_else(|| "part".to_owned(), |n| format!("part-{n}"));
                plan.add(stems.file(&number), PageSource::Part(part));
            }
            for chapter in &part.chapters {
                let stem = chapter_stem(chapter);
                for piece in cuts.pieces(chapter) {
                    plan.add(stems.file(&stem), PageSource::Chapter(piece));
                }
            }
        }
        for page in &book.back {
            plan.add(stems.file(back_stem(page)), PageSource::Back(page));
        }
        if plan.pages.is_empty() {
            plan.add(stems.file("title-page"), PageSource::TitlePage);
        }
        plan
    }

    /// The address of a place, seen from a file beside the package document (`from` empty) or from the
    /// page `from`. None when the book has no such place.
    pub(super) fn address(&self, target: &TargetId, from: &str) -> Option<String> {
        let place = self.places.get(target)?;
        let file = self.pages.get(place.page)?.file.as_str();
        let fragment = if place.opening { String::new() } else { format!("#{target}") };
        if file == from {
            return Some(format!("#{target}"));
        }
        // All pages lie in one folder.
        let seen = if from.is_empty() { file } else { file.rsplit('/').next().unwrap_or(file) };
        Some(format!("{seen}{fragment}"))
    }

    /// The page whose own title a place is.
    pub(super) fn opening(&self, target: &TargetId) -> Option<&Page<'a>> {
        self.places.get(target).filter(|place| place.opening).and_then(|place| self.pages.get(place.page))
    }

    /// The page a place is on.
    pub(super) fn page_of(&self, target: &TargetId) -> Option<&Page<'a>> {
        self.places.get(target).and_then(|place| self.pages.get(place.page))
    }

    /// The number of the page a place is on, from 0.
    pub(super) fn number_of(&self, target: &TargetId) -> Option<usize> {
        self.places.get(target).map(|place| place.page)
    }

    fn add(&mut self, file: String, source: PageSource<'a>) {
        let page = self.pages.len();
        match &source {
            PageSource::Cover(_) | PageSource::TitlePage | PageSource::Imprint => {}
            PageSource::Notice(text) | PageSource::Guide(text) => self.places_in_text(text, page),
            PageSource::Part(part) => self.place(&part.id, page, true),
            PageSource::Chapter(piece) => {
                if piece.opens() {
                    self.place(&piece.chapter.id, page, true);
                    self.places_in_line(&piece.chapter.lesson.title.content, page);
                }
                self.places_in(piece.blocks, page);
                piece.notes.iter().for_each(|note| self.places_in_note(note, page));
            }
            PageSource::Back(back) => self.places_in_back(back, page),
        }
        self.pages.push(Page { file, source });
    }

    fn places_in_back(&mut self, back: &'a BackPage, page: usize) {
        match back {
            BackPage::Sources(text) | BackPage::Colophon(text) => self.places_in_text(text, page),
            BackPage::Glossary(glossary) => {
                self.place(&glossary.id, page, true);
                for entry in glossary.entries() {
                    self.place(&entry.id, page, false);
                    entry.senses.iter().for_each(|sense| self.places_in(&sense.definition, page));
                }
            }
            BackPage::Index(_) | BackPage::Tables(_) | BackPage::Figures(_) => {
                self.place(back.id(), page, true);
            }
        }
    }

    fn places_in_text(&mut self, text: &'a Text, page: usize) {
        self.place(&text.id, page, true);
        self.places_in(&text.blocks, page);
    }

    fn places_in(&mut self, blocks: &'a [Block], page: usize) {
        walk::blocks(blocks, &mut |block| {
            if let Some(id) = &block.id {
                self.place(id, page, false);
            }
            walk::each_line(&block.kind, |line| self.places_in_line(line, page));
            if let BlockKind::Notes { notes } = &block.kind {
                notes.iter().filter_map(|note| note.id.as_ref()).for_each(|id| self.place(id, page, false));
            }
        });
    }

    fn places_in_note(&mut self, note: &'a Note, page: usize) {
        note.id.iter().for_each(|id| self.place(id, page, false));
        self.places_in(&note.blocks, page);
    }

    fn places_in_line(&mut self, content: &'a [Inline], page: usize) {
        walk::content(content, &mut |inline| match &inline.kind {
            InlineKind::TermRef { id, .. }
            | InlineKind::NoteRef { id: Some(id), .. }
            | InlineKind::IndexMark { id: Some(id), .. } => self.place(id, page, false),
            _ => {}
        });
    }

    /// The first of two places with one name counts: what a glossary repeats from a lesson is the lesson's.
    fn place(&mut self, id: &'a TargetId, page: usize, opening: bool) {
        self.places.entry(id).or_insert(Place { page, opening });
    }
}

/// The name of the file of a page behind the lessons.
fn back_stem(page: &BackPage) -> &'static str {
    match page {
        BackPage::Glossary(_) => "glossary",
        BackPage::Index(_) => "index",
        BackPage::Tables(_) => "tables",
        BackPage::Figures(_) => "figures",
        BackPage::Sources(_) => "sources",
        BackPage::Colophon(_) => "colophon",
    }
}

/// The name of a file without folder and suffix; never empty.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}

/// `s03-slug` for a lesson with a station, else its slug.
fn chapter_stem(chapter: &Chapter) -> String {
    match &chapter.station {
        Some(station) => {
            let prefix = format!("s{:02}-", station.number);
            let slug = chapter.slug.strip_prefix(prefix.as_str()).unwrap_or(&chapter.slug);
            format!("{prefix}{slug}")
        }
        None => chapter.slug.clone(),
    }
}

/// The stems given so far.
#[derive(Default)]
struct Stems(BTreeSet<String>);

impl Stems {
    /// A file name that no page has yet, near to what is wished.
    fn file(&mut self, wish: &str) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let stem: String = wish.chars().map(safe).take(LONGEST).collect();
        let stem = match stem.trim_matches('-') {
            "" => "page",
            stem => stem,
        };
        let mut unique = stem.to_owned();
        let mut number = 2;
        while !self.0.insert(unique.clone()) {
            unique = format!("{stem}-{number}");
            number += 1;
        }
        format!("text/{unique}.xhtml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_ascii_short_and_unique() {
        let mut stems = Stems::default();
        assert_eq!(stems.file("s03-how-sleep"), "text/s03-how-sleep.xhtml");
        assert_eq!(stems.file("S03-How-Sleep"), "text/s03-how-sleep-2.xhtml");
        assert_eq!(stems.file("../é \"x\"/"), "text/x.xhtml");
        assert_eq!(stems.file(""), "text/page.xhtml");
        assert!(stems.file(&"a".repeat(400)).len() < 100);
    }
}
