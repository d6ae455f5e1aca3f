//! Chapters and the pages around them → galleys.
//!
//! One family of design: what opens something sinks below the head of the page, a label stands over a
//! title. [`title`] composes title page and imprint, [`contents`] the contents and the lists of tables and
//! figures, [`glossary`] and [`index`] what stands in columns, [`locators`] the page numbers in both.

mod contents;
mod glossary;
mod index;
mod locators;
mod title;

use super::folios::Told;
use super::frame::{Item, Mark, Shape};
use super::layout::Composer;
use super::layout::galley::{Galley, Strip};
use super::structure::{NodeId, Role as NodeRole, Structure};
use crate::model::{BackPage, Chapter, Direction, FrontPage, Inline, Part, TargetId, Text};
use crate::source::Span;
use crate::theme::{OpenerStyle, Role};
use crate::units::{Em, Pt, Rect};

/// A galley with the structure of what is on it and the page numbers it prints.
pub(super) struct Division {
    pub(super) galley: Galley,
    pub(super) structure: Structure,
    pub(super) told: Vec<Told>,
}

/// How a page behind the lessons begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// On a page of its own.
    Page,
    /// Below the lesson of a handout.
    RunOn,
}

impl Composer<'_, '_> {
    /// Ends composing.
    pub(super) fn finish(mut self) -> Division {
        self.settle_targets();
        Division { galley: self.galley, structure: self.structure, told: self.numbers.into_told() }
    }

    fn leading(&self) -> Pt {
        self.setting.theme.leading
    }

    /// Empty lines over what opens something.
    fn sink(&mut self, lines: u32) {
        self.push_blank(self.leading() * i64::from(lines));
        self.keep();
    }

    /// A short thick rule in the accent colour: the mark of the design on pages that open a book or part.
    fn accent_bar(&mut self) {
        let theme = self.setting.theme;
        let width = Em::from_f64(3.0).at(theme.size);
        let left = match self.direction() {
            Direction::LeftToRight => Pt::ZERO,
            Direction::RightToLeft => theme.page.measure() - width,
        };
        let area = Rect::new(left, Pt::ZERO, width, Pt::new(3));
        let mut strip = Strip::blank(theme.leading);
        let shape = Shape::Fill { area, color: theme.palette.accent, radius: Pt::ZERO };
        strip.items.push(Item { mark: Mark::Layout, shape });
        self.push(strip);
        self.keep();
    }

    /// A lesson: label, title and text.
    pub(super) fn chapter(&mut self, chapter: &Chapter) {
        let book = self.setting.book;
        let metadata = &chapter.lesson.metadata;
        let language = metadata.language.clone().unwrap_or_else(|| book.metadata.language.clone());
        let direction = metadata.direction.unwrap_or_else(|| language.direction());
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        if language != book.metadata.language {
            self.structure.set_language(section, language.clone());
        }
        self.speak(language, direction);
        self.sink(self.setting.theme.page.sink);
        self.target(&chapter.id);
        let label = match self.setting.theme.furniture.opener {
            OpenerStyle::Bare => book.over_title(chapter),
            // The head of the page has the path already.
            OpenerStyle::NameAndDate => chapter.station.as_ref().map(|station| station.label.clone()),
        };
        if let Some(label) = label {
            self.label_line(&label, Role::StationLabel, section);
            self.keep();
        }
        self.display_line(&chapter.lesson.title.content, Role::Title, 1, chapter.lesson.title.span, section);
        if let Some(subtitle) = &metadata.subtitle {
            self.label_line(subtitle, Role::Subtitle, section);
            self.keep();
        }
        self.know_notes(&chapter.lesson.blocks);
        self.blocks(&chapter.lesson.blocks, section);
        self.address_list(section);
    }

    /// The page that opens a part.
    pub(super) fn part_opener(&mut self, part: &Part) {
        let Some(title) = &part.title else { return };
        let section = self.structure.add(Structure::ROOT, NodeRole::Part);
        self.sink(self.setting.theme.page.sink + 4);
        self.target(&part.id);
        self.accent_bar();
        if let Some(number) = part.number {
            let label = format!("{} {number}", self.setting.book.words.part);
            self.label_line(&label, Role::StationLabel, section);
            self.keep();
        }
        self.display_line(&plain(title), Role::PartTitle, 1, Span::default(), section);
    }

    /// A lesson on its own, and below it what a book has behind its lessons.
    pub(super) fn handout(&mut self, chapter: &Chapter, back: &[BackPage]) {
        self.chapter(chapter);
        let metadata = &self.setting.book.metadata;
        self.speak(metadata.language.clone(), metadata.direction);
        for page in back {
            self.behind(page, Opening::RunOn);
        }
    }

    /// A page before the lessons.
    pub(super) fn front_page(&mut self, page: &FrontPage) {
        match page {
            FrontPage::Cover => {}
            FrontPage::TitlePage => self.title_page(),
            FrontPage::Imprint => self.imprint(),
            FrontPage::Contents => self.contents(&self.setting.book.contents),
            FrontPage::Notice(text) | FrontPage::Guide(text) => self.text_page(text, Opening::Page),
        }
    }

    /// A page behind the lessons.
    pub(super) fn back_page(&mut self, page: &BackPage) {
        self.behind(page, Opening::Page);
    }

    fn behind(&mut self, page: &BackPage, opening: Opening) {
        match page {
            BackPage::Glossary(glossary) => self.glossary(glossary, opening),
            BackPage::Index(index) => self.index(index, opening),
            BackPage::Tables(listing) | BackPage::Figures(listing) => self.listing(listing, opening),
            BackPage::Sources(text) | BackPage::Colophon(text) => self.text_page(text, opening),
        }
    }

    fn text_page(&mut self, text: &Text, opening: Opening) {
        let section = self.open(&text.id, &text.title, opening);
        self.blocks(&text.blocks, section);
    }

    /// The heading of a page around the lessons, and the section it opens.
    fn open(&mut self, id: &TargetId, title: &str, opening: Opening) -> NodeId {
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        let (role, level) = match opening {
            Opening::Page => {
                // As the contents: what is looked up needs no overture.
                self.sink(self.setting.theme.page.sink / 2);
                (Role::Title, 1)
            }
            Opening::RunOn => (Role::Heading2, 2),
        };
        self.target(id);
        self.display_line(&plain(title), role, level, Span::default(), section);
        section
    }
}

fn plain(text: &str) -> Vec<Inline> {
    vec![Inline::text(text, Span::default())]
}
