//! Book → pages of finished positions: lines, galley, pages. The layout engine.
//!
//! Three scales with one rhythm: [`text`] makes lines of a paragraph, `layout` sets blocks into a galley,
//! `paginate` cuts it into pages. It knows no file format and no disk: the PDF back end draws its
//! [`frame`]s and turns its [`structure`] into tags. Start at [`typeset`].

mod findings;
pub mod frame;
mod layout;
mod matter;
mod paginate;
pub mod structure;
mod style;
pub mod text;
pub mod trace;

use crate::book::Pictures;
use crate::diagnostics::Diagnostics;
use crate::fonts::FontLibrary;
use crate::model::{BackPage, Book, Chapter, FrontPage, Part, TargetId};
use crate::theme::Theme;
use frame::{Destination, Item, Mark, Page, Pages};
use layout::{Composer, Setting};
use matter::Division;
use paginate::PageDraft;
use paginate::furniture::{self, Furniture, Side};
use rayon::prelude::*;
use std::collections::BTreeMap;
use structure::{NodeId, Structure};
use text::TextEngine;

/// Sets a book into pages.
///
/// The body is set first, so that the contents can name its pages; front pages have roman folios, so the
/// length of the contents changes no folio of the body and one pass is enough.
pub fn typeset(
    book: &Book,
    pictures: &Pictures,
    theme: &Theme,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) -> Pages {
    let setting = Setting { book, pictures, theme, fonts };
    let mut findings = Diagnostics::to_sum_up();
    let body = body(setting, &mut findings);
    let folios = folios(&body);
    let mut press = Press::new(setting);
    let front = press.front(&folios);
    findings.extend(std::mem::take(&mut press.findings));
    diagnostics.extend(findings::said_once(findings));
    press.bind(front, body)
}

/// How many divisions of the body one worker sets with one engine. The shares do not depend on how many
/// workers there are, nor does anything an engine remembers show in what it sets.
const SHARE: usize = 4;

/// What a body is made of.
#[derive(Clone, Copy)]
enum Matter<'a> {
    Opener(&'a Part),
    Chapter(&'a Chapter),
    Back(&'a BackPage),
}

/// Sets the body, its divisions side by side; what is found comes in the order of the book.
fn body(setting: Setting<'_>, findings: &mut Diagnostics) -> Vec<SetDivision> {
    let mut matter = Vec::new();
    for part in &setting.book.parts {
        matter.extend(part.title.is_some().then_some(Matter::Opener(part)));
        matter.extend(part.chapters.iter().map(Matter::Chapter));
    }
    matter.extend(setting.book.back.iter().map(Matter::Back));
    let set = |share: &[Matter<'_>]| {
        let mut press = Press::new(setting);
        let divisions: Vec<SetDivision> = share.iter().map(|matter| press.matter(*matter)).collect();
        (divisions, press.findings)
    };
    let shares: Vec<(Vec<SetDivision>, Diagnostics)> = matter.par_chunks(SHARE).map(set).collect();
    let mut body = Vec::with_capacity(matter.len());
    for (divisions, found) in shares {
        body.extend(divisions);
        findings.extend(found);
    }
    body
}

/// Sets divisions of a book one after the other.
struct Press<'a> {
    setting: Setting<'a>,
    engine: TextEngine<'a>,
    findings: Diagnostics,
}

/// A division cut into pages.
struct SetDivision {
    pages: Vec<PageDraft>,
    structure: Structure,
    kind: Kind,
}

/// What a division is, for its furniture and its folios.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    /// Title page and imprint: neither head nor folio.
    Bare,
    /// Opens something: no head on its first page; the running head of the later ones is its title.
    Titled(String),
}

impl<'a> Press<'a> {
    fn new(setting: Setting<'a>) -> Press<'a> {
        Press { setting, engine: TextEngine::new(setting.fonts), findings: Diagnostics::to_sum_up() }
    }

    fn set(&mut self, kind: Kind, compose: impl FnOnce(&mut Composer<'a, '_>)) -> SetDivision {
        let mut composer = Composer::new(self.setting, &mut self.engine, &mut self.findings);
        compose(&mut composer);
        let Division { galley, structure } = composer.finish();
        let theme = self.setting.theme;
        let pages = paginate::paginate(&galley, &theme.page, theme.leading);
        SetDivision { pages, structure, kind }
    }

    fn matter(&mut self, matter: Matter<'a>) -> SetDivision {
        match matter {
            Matter::Opener(part) => self.set(Kind::Bare, |composer| composer.part_opener(part)),
            Matter::Chapter(chapter) => {
                let kind = Kind::Titled(chapter.title.clone());
                self.set(kind, |composer| composer.chapter(chapter))
            }
            Matter::Back(page) => {
                let kind = Kind::Titled(self.setting.book.words.colophon.clone());
                self.set(kind, |composer| composer.back_page(page))
            }
        }
    }

    fn front(&mut self, folios: &BTreeMap<TargetId, String>) -> Vec<SetDivision> {
        let book = self.setting.book;
        let mut divisions = Vec::new();
        for page in &book.front {
            divisions.push(match page {
                FrontPage::TitlePage => self.set(Kind::Bare, |composer| composer.title_page()),
                FrontPage::Imprint => self.set(Kind::Bare, |composer| composer.imprint()),
                FrontPage::Contents => {
                    let kind = Kind::Titled(book.words.contents.clone());
                    self.set(kind, |composer| composer.contents(&book.contents, folios))
                }
            });
        }
        divisions
    }

    /// Puts front and body together: one structure, pages in order, the body beginning on a recto.
    fn bind(&mut self, front: Vec<SetDivision>, body: Vec<SetDivision>) -> Pages {
        let mut bound =
            Pages { pages: Vec::new(), structure: Structure::new(), destinations: BTreeMap::new() };
        for division in front {
            self.bind_division(division, Numerals::Roman, 0, &mut bound);
        }
        if !bound.pages.len().is_multiple_of(2) {
            let blank = PageDraft::default();
            let side = Side::of(bound.pages.len() + 1);
            let folio = Numerals::Roman.folio(bound.pages.len() + 1);
            let page = furniture::finish(blank, side, folio, Furniture::None, self.setting, &mut self.engine);
            bound.pages.push(page);
        }
        let front_pages = bound.pages.len();
        for division in body {
            self.bind_division(division, Numerals::Arabic, front_pages, &mut bound);
        }
        bound
    }

    fn bind_division(&mut self, division: SetDivision, numerals: Numerals, before: usize, bound: &mut Pages) {
        let offset = bound.structure.graft(division.structure);
        let book_title = &self.setting.book.metadata.title;
        for (number, mut draft) in division.pages.into_iter().enumerate() {
            shift_nodes(&mut draft, offset);
            let index = bound.pages.len();
            let side = Side::of(index + 1);
            let origin = furniture::text_origin(self.setting.theme, side);
            for (target, y) in &draft.targets {
                let at = origin.moved(crate::units::Pt::ZERO, *y);
                bound.destinations.entry(target.clone()).or_insert(Destination { page: index, at });
            }
            let furniture = match &division.kind {
                Kind::Bare => Furniture::None,
                Kind::Titled(_) if number == 0 => Furniture::Opener,
                Kind::Titled(title) => Furniture::Head { verso: book_title, recto: title },
            };
            let folio = numerals.folio(index + 1 - before);
            let page: Page = furniture::finish(draft, side, folio, furniture, self.setting, &mut self.engine);
            bound.pages.push(page);
        }
    }
}

/// The folio of each place of the body, which is numbered from 1.
fn folios(body: &[SetDivision]) -> BTreeMap<TargetId, String> {
    let mut folios = BTreeMap::new();
    let pages = body.iter().flat_map(|division| &division.pages);
    for (index, page) in pages.enumerate() {
        for (target, _) in &page.targets {
            folios.entry(target.clone()).or_insert_with(|| Numerals::Arabic.folio(index + 1));
        }
    }
    folios
}

/// Makes the marks and links of a page point into the bound structure.
fn shift_nodes(draft: &mut PageDraft, offset: u32) {
    let shift = |node: NodeId| NodeId(node.0 + offset);
    for item in &mut draft.items {
        if let Item { mark: Mark::Content(node), .. } = item {
            *node = shift(*node);
        }
    }
    for link in &mut draft.links {
        link.node = shift(link.node);
    }
}

/// How pages are numbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Numerals {
    /// Front pages: i, ii, iii.
    Roman,
    /// The body: 1, 2, 3.
    Arabic,
}

impl Numerals {
    fn folio(self, number: usize) -> String {
        match self {
            Numerals::Arabic => number.to_string(),
            Numerals::Roman => roman(number),
        }
    }
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_pages_count_in_roman_numerals() {
        let folios: Vec<String> = [1, 4, 9, 14, 40].into_iter().map(|n| Numerals::Roman.folio(n)).collect();
        assert_eq!(folios, ["i", "iv", "ix", "xiv", "xl"]);
    }
}
