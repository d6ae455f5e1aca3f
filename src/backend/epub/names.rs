//! Book → the pages of the e-book in reading order, the name of each file, and where each place is.
//!
//! File names are ASCII, short and unique without regard to case, so that every reader, file system and
//! proxy can hold them. Knows no markup.

use crate::model::{BackPage, Block, Book, Chapter, FrontPage, ImageId, Part, TargetId, walk};
use std::collections::{BTreeMap, BTreeSet};

/// The navigation document, seen from the package document.
pub(super) const NAV: &str = "nav.xhtml";
/// The style sheet that every reader understands.
pub(super) const BASE_CSS: &str = "stylesheet.css";
/// The style sheet for readers of today.
pub(super) const MODERN_CSS: &str = "modern.css";
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
#[derive(Clone, Copy)]
pub(super) enum PageSource<'a> {
    /// The cover picture.
    Cover(ImageId),
    /// The title of the book.
    TitlePage,
    /// Rights and dates.
    Imprint,
    /// The opener of a part.
    Part(&'a Part),
    /// A lesson.
    Chapter(&'a Chapter),
    /// Text of the platform.
    Colophon(&'a TargetId, &'a [Block]),
}

/// The pages and the places of an e-book.
pub(super) struct Plan<'a> {
    /// The pages, in reading order.
    pub(super) pages: Vec<Page<'a>>,
    /// How many pages come before the contents; none when the contents are not a page of the book.
    pub(super) contents_after: Option<usize>,
    /// The file of each place, and whether the place is the file's own title.
    places: BTreeMap<&'a TargetId, Place>,
}

struct Place {
    page: usize,
    opening: bool,
}

impl<'a> Plan<'a> {
    /// The plan of a book. `cover` is its cover picture, if there is one to show. A book of nothing gets
    /// a title page, since an e-book without pages cannot be opened.
    pub(super) fn of(book: &'a Book, cover: Option<ImageId>) -> Plan<'a> {
        let mut plan = Plan { pages: Vec::new(), contents_after: None, places: BTreeMap::new() };
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
                FrontPage::Cover | FrontPage::Notice(_) | FrontPage::Guide(_) => {}
            }
        }
        for part in &book.parts {
            if part.title.is_some() {
                let number = part.number.map_or_else(|| "part".to_owned(), |n| format!("part-{n}"));
                plan.add(stems.file(&number), PageSource::Part(part));
            }
            for chapter in &part.chapters {
                plan.add(stems.file(&chapter_stem(chapter)), PageSource::Chapter(chapter));
            }
        }
        for page in &book.back {
            if let BackPage::Colophon(text) = page {
                plan.add(stems.file("colophon"), PageSource::Colophon(&text.id, &text.blocks));
            }
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

    fn add(&mut self, file: String, source: PageSource<'a>) {
        let page = self.pages.len();
        match source {
            PageSource::Cover(_) | PageSource::TitlePage | PageSource::Imprint => {}
            PageSource::Part(part) => self.place(&part.id, page, true),
            PageSource::Chapter(chapter) => {
                self.place(&chapter.id, page, true);
                self.places_in(&chapter.lesson.blocks, page);
            }
            PageSource::Colophon(id, blocks) => {
                self.place(id, page, true);
                self.places_in(blocks, page);
            }
        }
        self.pages.push(Page { file, source });
    }

    fn places_in(&mut self, blocks: &'a [Block], page: usize) {
        walk::blocks(blocks, &mut |block| {
            if let Some(id) = &block.id {
                self.place(id, page, false);
            }
        });
    }

    fn place(&mut self, id: &'a TargetId, page: usize, opening: bool) {
        self.places.entry(id).or_insert(Place { page, opening });
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
