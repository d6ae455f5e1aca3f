//! Lessons → XHTML: one file a lesson, with the semantics of EPUB and DPUB-ARIA.
//!
//! [`document`] is the shell of a file, [`blocks`] and [`inlines`] what is in it. Knows the plan of the
//! files, so that links lead to the right one, but no archive, package document or style.

mod back;
mod blocks;
mod definitions;
pub(super) mod document;
pub(super) mod images;
mod inlines;
pub(super) mod listing;
mod notes;
pub(super) mod pages;
mod tables;

use super::markup::{Attribute, Markup};
use super::names::{PageSource, Plan};
use super::page_breaks::{PageBreaks, Pending};
use super::split::Piece;
use crate::book::{CaptionNumbers, Pictures};
use crate::model::{Block, Book, Chapter, ContentsEntry, Direction, ImageId, LangTag, Role, TargetId, Text};
use crate::source::Span;
use crate::theme::Theme;
use pages::PageMark;
use std::collections::{BTreeMap, BTreeSet};

/// What every page can look at.
pub(super) struct Setting<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// Its pictures.
    pub(super) pictures: &'a Pictures,
    /// How it looks, as far as that decides what is written.
    pub(super) theme: &'a Theme,
    /// Its files and places.
    pub(super) plan: &'a Plan<'a>,
    /// Where its printed pages begin, if it was set into pages.
    pub(super) breaks: Option<&'a PageBreaks>,
    /// The numbers of captions.
    pub(super) captions: &'a CaptionNumbers,
    /// The style sheets of its pages.
    pub(super) sheets: &'static [&'static str],
}

/// What the pages were found to hold: the ground of the accessibility metadata.
#[derive(Default)]
pub(super) struct Findings {
    /// The pictures shown.
    pub(super) pictures: BTreeSet<ImageId>,
    /// How many pictures in the text inform.
    pub(super) informative: usize,
    /// How many of these have no alternative text.
    pub(super) undescribed: usize,
    /// How many tables there are.
    pub(super) tables: usize,
    /// How many of these have no head.
    pub(super) headless: usize,
    /// How many formulas there are.
    pub(super) formulas: usize,
    /// The formulas that could not be read, and why.
    pub(super) unreadable: Vec<(Span, String)>,
    /// The markers of printed pages, in order.
    pub(super) page_marks: Vec<PageMark>,
    /// The printed pages that begin in what is being written.
    pub(super) pending: Pending,
}

/// A file under construction.
pub(super) struct Writer<'a> {
    setting: &'a Setting<'a>,
    findings: &'a mut Findings,
    /// The file, seen from the package document; empty for the navigation document.
    file: &'a str,
    /// Its language and direction.
    language: &'a LangTag,
    direction: Direction,
    out: Markup,
    /// How many ids of the program's own were given.
    labels: usize,
    /// The level of the last heading.
    level: u8,
    /// The names of regions given so far, and how often: each must be told from the others.
    regions: BTreeMap<String, usize>,
    links: Links,
}

/// Which links and places may be written here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    /// Both.
    Allowed,
    /// Inside a link, where there may be no other.
    Inside,
    /// In words that repeat those of another place, such as a line of the contents: neither.
    Repeated,
}

impl<'a> Writer<'a> {
    /// A file without content.
    pub(super) fn new(setting: &'a Setting<'a>, findings: &'a mut Findings, file: &'a str) -> Writer<'a> {
        Writer {
            setting,
            findings,
            file,
            language: &setting.book.metadata.language,
            direction: setting.book.metadata.direction,
            out: Markup::page(),
            labels: 0,
            level: 1,
            regions: BTreeMap::new(),
            links: Links::Allowed,
        }
    }

    /// The content written so far.
    pub(super) fn finish(self) -> Markup {
        self.out
    }

    /// Where pages without a lesson are written to.
    pub(super) fn out(&mut self) -> &mut Markup {
        &mut self.out
    }

    /// The book.
    pub(super) fn book(&self) -> &'a Book {
        self.setting.book
    }

    /// A whole lesson or a piece of it. `title` stands where nothing of its own can be shown.
    pub(super) fn chapter(&mut self, piece: &Piece<'a>, title: &str) {
        let chapter = piece.chapter;
        (self.language, self.direction) = language_of(chapter, self.setting.book);
        let id = chapter.id.as_str();
        if piece.opens() {
            let attributes = [("epub:type", "chapter"), ("role", "doc-chapter"), ("aria-labelledby", id)];
            self.out.start("section", attributes);
            self.out.line();
            self.pages_at_top();
            self.chapter_head(chapter, title);
        } else {
            self.out.start("section", [("class", "continued")]);
            self.out.line();
            self.continued_head(chapter, title);
        }
        self.blocks(piece.blocks);
        if piece.closes() {
            self.rest_of_pages();
        }
        if !piece.notes.is_empty() {
            self.notes(None, piece.notes.iter().copied());
        }
        self.out.end();
        self.out.line();
    }

    fn chapter_head(&mut self, chapter: &Chapter, title: &str) {
        self.out.start("header", []);
        self.out.line();
        if let Some(label) = self.setting.book.over_title(chapter) {
            self.own_words("p", &[("class", "station-label")], &label);
            self.out.line();
        }
        self.out.start("h1", [("id", chapter.id.as_str())]);
        self.chapter_title(chapter, title);
        self.out.end();
        self.out.line();
        self.subtitle(chapter.lesson.metadata.subtitle.as_deref());
        if let Some(authors) = self.own_authors(chapter) {
            self.out.element("p", [("class", "authors")], &authors);
            self.out.line();
        }
        self.out.end();
        self.out.line();
    }

    /// The head of a later piece: the title in a quiet hand, so that the page is known.
    fn continued_head(&mut self, chapter: &Chapter, title: &str) {
        self.out.start("h1", []);
        self.repeated(|writer| writer.chapter_title(chapter, title));
        self.out.text(" ");
        let words = format!("({})", self.setting.book.words.continued);
        self.own_words("span", &[("class", "continued-word")], &words);
        self.out.end();
        self.out.line();
    }

    fn chapter_title(&mut self, chapter: &Chapter, title: &str) {
        if self.shows(&chapter.lesson.title.content) {
            self.inlines(&chapter.lesson.title.content);
        } else {
            self.out.text(title);
        }
    }

    /// The bytes that each block of a lesson is written as.
    pub(super) fn sizes(&mut self, blocks: &[Block]) -> Vec<usize> {
        let mut sizes = Vec::with_capacity(blocks.len());
        for block in blocks {
            let before = self.out.len();
            self.blocks(std::slice::from_ref(block));
            sizes.push(self.out.len() - before);
        }
        sizes
    }

    /// A page of running text under a heading.
    pub(super) fn text_page(&mut self, text: &Text, title: &str, meaning: &[Attribute<'_>]) {
        self.page(&text.id, title, meaning, |writer| writer.blocks(&text.blocks));
    }

    /// A page with a heading that names it.
    fn page(
        &mut self,
        id: &TargetId,
        title: &str,
        meaning: &[Attribute<'_>],
        content: impl FnOnce(&mut Writer<'a>),
    ) {
        let label = ("aria-labelledby", id.as_str());
        self.out.start("section", meaning.iter().copied().chain([label]));
        self.out.line();
        self.pages_at_top();
        self.out.element("h1", [("id", id.as_str())], title);
        self.out.line();
        content(self);
        self.rest_of_pages();
        self.out.end();
        self.out.line();
    }

    /// The line under a title.
    pub(super) fn subtitle(&mut self, subtitle: Option<&str>) {
        if let Some(subtitle) = subtitle {
            let attributes = [("class", "subtitle"), ("epub:type", "subtitle"), ("role", "doc-subtitle")];
            self.out.element("p", attributes, subtitle);
            self.out.line();
        }
    }

    /// The text of a line of the contents.
    pub(super) fn contents_line(&mut self, entry: &ContentsEntry) {
        if let Some(label) = &entry.label {
            self.out.element("span", [("class", "label")], &format!("{label}:"));
            self.out.text(" ");
        }
        let foreign = self.foreign_lines(entry);
        if let Some((language, direction)) = foreign {
            let language = language.as_str();
            let attributes = [("lang", language), ("xml:lang", language), ("dir", direction.name())];
            self.out.start("span", attributes);
        }
        self.repeated(|writer| match writer.shows(&entry.content) {
            true => writer.inlines(&entry.content),
            false => writer.out.text(&entry.title),
        });
        if foreign.is_some() {
            self.out.end();
        }
    }

    /// The language and direction of a line of the contents, where it leads into a lesson in another one.
    fn foreign_lines(&self, entry: &ContentsEntry) -> Option<(&'a LangTag, Direction)> {
        let PageSource::Chapter(piece) = &self.setting.plan.page_of(&entry.target)?.source else {
            return None;
        };
        let own = language_of(piece.chapter, self.setting.book);
        (own.0 != self.language || own.1 != self.direction).then_some(own)
    }

    /// The authors of a lesson where they are not those of the book.
    fn own_authors(&self, chapter: &Chapter) -> Option<String> {
        let authors = authors(&chapter.lesson.metadata.contributors);
        let differ =
            !authors.is_empty() && authors != self::authors(&self.setting.book.metadata.contributors);
        differ.then(|| joined(&authors, &self.setting.book.words.and))
    }

    /// An element with words of the program's own. They are in the language of the book, which need not be
    /// that of the lesson.
    fn own_words(&mut self, name: &'static str, attributes: &[Attribute<'_>], words: &str) {
        let metadata = &self.setting.book.metadata;
        let mut attributes = attributes.to_vec();
        if metadata.language != *self.language {
            let language = metadata.language.as_str();
            attributes.extend([("lang", language), ("xml:lang", language)]);
        }
        self.out.element(name, attributes, words);
    }

    /// An id of the program's own. It holds a full stop, which no [`TargetId`] does.
    fn own_id(&mut self) -> String {
        self.labels += 1;
        format!("l.{}", self.labels)
    }

    /// A name for a region that no other region of the file has.
    fn region_name(&mut self, name: String) -> String {
        let count = self.regions.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { name } else { format!("{name} ({count})") }
    }

    /// Writes words that stand elsewhere too: without links and places of their own.
    fn repeated(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.links, Links::Repeated);
        write(self);
        self.links = before;
    }

    /// Writes what is inside a link.
    fn inside_link(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.links, Links::Inside);
        write(self);
        self.links = before;
    }

    fn allowed_links(&self) -> bool {
        self.links == Links::Allowed
    }

    /// A place inside a line, unless the words stand elsewhere too.
    fn own_place<'v>(&self, id: Option<&'v TargetId>) -> Option<&'v TargetId> {
        id.filter(|_| self.links != Links::Repeated)
    }
}

/// The language and direction of a lesson: its own, or the book's.
pub(super) fn language_of<'a>(chapter: &'a Chapter, book: &'a Book) -> (&'a LangTag, Direction) {
    let metadata = &chapter.lesson.metadata;
    let language = metadata.language.as_ref().unwrap_or(&book.metadata.language);
    let own = if metadata.language.is_some() { language.direction() } else { book.metadata.direction };
    (language, metadata.direction.unwrap_or(own))
}

/// The names of those who wrote.
pub(super) fn authors(contributors: &[crate::model::Contributor]) -> Vec<&str> {
    let authors = contributors.iter().filter(|person| person.role == Role::Author);
    authors.map(|person| person.name.as_str()).collect()
}

/// “A, B and C”.
pub(super) fn joined(names: &[&str], and: &str) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] => format!("{} {and} {last}", names.join(", ")),
    }
}

/// Attributes with an id before them, where there is one.
fn identified<'v>(id: Option<&'v TargetId>, rest: &[Attribute<'v>]) -> Vec<Attribute<'v>> {
    id.map(|id| ("id", id.as_str())).into_iter().chain(rest.iter().copied()).collect()
}
