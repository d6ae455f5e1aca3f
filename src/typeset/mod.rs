//! Book → pages of finished positions: lines, galley, pages. The layout engine.
//!
//! Three scales with one rhythm: [`text`] makes lines of a paragraph, `layout` sets blocks into a galley,
//! `paginate` cuts it into pages; `folios` answers which page a place is on. It knows no file format and no
//! disk: the PDF back end draws its [`frame`]s and turns its [`structure`] into tags. Start at [`typeset`].

mod bleed;
pub mod cover;
mod division;
mod ends;
mod engines;
mod findings;
mod folios;
pub mod frame;
mod layout;
mod matter;
pub mod page_starts;
mod paginate;
pub mod report;
pub mod structure;
mod style;
pub mod text;
pub mod trace;

use crate::book::{CaptionNumbers, Pictures};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::FontLibrary;
use crate::model::{BackPage, Book, Chapter, FrontPage, Part, Unit};
use crate::theme::{Sides, Theme};
use cover::Cover;
use division::{Composed, Kind, SetDivision};
use engines::Engines;
use folios::{Folio, Folios, NumberId, Numerals, PageNumbers, Told};
use frame::{Destination, Item, Mark, Page, Pages};
use layout::Setting;
use paginate::PageDraft;
use paginate::furniture::{self, Furniture, PlaceInDivision, Side, Titled};
use rayon::prelude::*;
use report::{Finding, Found, Report};
use std::collections::BTreeMap;
use structure::{NodeId, Structure};
use text::TextEngine;

/// Sets a book into pages.
///
/// Lessons come first, then what stands behind them, which names their pages, then what stands before
/// them, which names all pages. Front pages have roman folios, so their number changes no folio of the body.
pub fn typeset(
    book: &Book,
    pictures: &Pictures,
    theme: &Theme,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) -> Pages {
    let turned = Theme { page: theme.page.turned(theme.leading), ..theme.clone() };
    let captions = theme.caption.numbers.shown(|| CaptionNumbers::of(book));
    let setting = Setting { book, pictures, theme, turned: &turned, fonts, captions: &captions };
    let engines = Engines::new(setting);
    let (lessons, back, front) = matter(book);
    let mut run = Run { numerals: Numerals::Arabic, before: 0 };
    let mut known = Folios::new();
    let mut body = settle(setting, &engines, &lessons, run, &mut known);
    run.before = body.iter().map(|division| division.pages.len()).sum();
    body.extend(settle(setting, &engines, &back, run, &mut known));
    run = Run { numerals: Numerals::Roman, before: 0 };
    let mut front = settle(setting, &engines, &front, run, &mut known);
    let mut findings = Diagnostics::to_sum_up();
    for division in body.iter_mut().chain(&mut front) {
        findings.extend(std::mem::take(&mut division.findings));
    }
    let bound = engines.lend(|engine| bind(setting, engine, cover_of(setting, diagnostics), front, body));
    findings.extend(findings::of_pages(&bound));
    diagnostics.extend(findings::said_once(findings));
    bound
}

/// The cover of a book that asks for one: the given picture, else one that is made.
fn cover_of(setting: Setting<'_>, diagnostics: &mut Diagnostics) -> Option<Cover> {
    let Setting { book, pictures, theme, fonts, .. } = setting;
    if !book.front.contains(&FrontPage::Cover) {
        return None;
    }
    let size = theme.page.size;
    match book.metadata.cover.and_then(|id| Some((id, pictures.get(id)?))) {
        Some((id, picture)) => Some(cover::given(book, theme, picture, id, size)),
        None => {
            let made = cover::made(book, theme, fonts, size);
            if made.is_none() {
                diagnostics.push(cover::unmade(book));
            }
            made
        }
    }
}

/// How often divisions are set until the page numbers they print are those of the pages.
const ROUNDS: usize = 5;

/// What a book is made of.
#[derive(Clone, Copy)]
enum Matter<'a> {
    Front(&'a FrontPage),
    Opener(&'a Part),
    Chapter(&'a Chapter),
    /// A lesson on its own, and what follows it on the same pages.
    Handout(&'a Chapter, &'a [BackPage]),
    Back(&'a BackPage),
}

/// The lessons with the openers of their parts, what stands behind them and what stands before them.
fn matter(book: &Book) -> (Vec<Matter<'_>>, Vec<Matter<'_>>, Vec<Matter<'_>>) {
    let front = book.front.iter().filter(|page| **page != FrontPage::Cover).map(Matter::Front).collect();
    if let (Unit::Lesson, [part]) = (book.unit, book.parts.as_slice())
        && let [chapter] = part.chapters.as_slice()
    {
        return (vec![Matter::Handout(chapter, &book.back)], Vec::new(), front);
    }
    let mut lessons = Vec::new();
    for part in &book.parts {
        lessons.extend(part.title.is_some().then_some(Matter::Opener(part)));
        lessons.extend(part.chapters.iter().map(Matter::Chapter));
    }
    (lessons, book.back.iter().map(Matter::Back).collect(), front)
}

/// A run of pages that are numbered on.
#[derive(Clone, Copy)]
struct Run {
    numerals: Numerals,
    /// How many pages of the run stand before its first division.
    before: usize,
}

/// Sets divisions, and those again whose printed page numbers turn out to be others; adds the pages of
/// their places to what is known.
fn settle<'a>(
    setting: Setting<'a>,
    engines: &Engines<'a>,
    matter: &[Matter<'a>],
    run: Run,
    known: &mut Folios,
) -> Vec<SetDivision> {
    let first_time: Vec<(Matter<'a>, Vec<Told>)> =
        matter.iter().map(|matter| (*matter, Vec::new())).collect();
    let mut divisions = set(setting, engines, &first_time, known, Start::Behind(run.before));
    let others = known.clone();
    for round in 1..=ROUNDS {
        *known = others.clone();
        add_folios(&divisions, run, known);
        let stale = stale(&mut divisions, run, known, round);
        if stale.is_empty() {
            break;
        }
        if round == ROUNDS {
            report_unsettled(matter, &mut divisions, &stale);
            break;
        }
        let again: Vec<(Matter<'a>, Vec<Told>)> = stale
            .iter()
            .filter_map(|at| Some((*matter.get(*at)?, divisions.get(*at)?.told.clone())))
            .collect();
        let starts: Vec<usize> = divisions
            .iter()
            .scan(run.before, |pages, division| {
                let before = *pages;
                *pages += division.pages.len();
                Some(before)
            })
            .collect();
        let starts = stale.iter().filter_map(|at| starts.get(*at).copied()).collect();
        for (at, division) in stale.into_iter().zip(set(setting, engines, &again, known, Start::At(starts))) {
            if let Some(old) = divisions.get_mut(at) {
                *old = division;
            }
        }
    }
    divisions
}

/// How many pages of their run stand before divisions.
enum Start {
    /// So many before the first one; each follows the one before it.
    Behind(usize),
    /// So many before each.
    At(Vec<usize>),
}

/// Sets divisions side by side; they come in the order they were given. Where their pages depend on the side they
/// begin on, that is known when all have been weighed.
fn set<'a>(
    setting: Setting<'a>,
    engines: &Engines<'a>,
    matter: &[(Matter<'a>, Vec<Told>)],
    known: &Folios,
    start: Start,
) -> Vec<SetDivision> {
    let compose = |(matter, told): &(Matter<'a>, Vec<Told>)| {
        engines.lend(|engine| division::compose(setting, engine, *matter, PageNumbers::new(known, told)))
    };
    let composed: Vec<Composed> = matter.par_iter().map(compose).collect();
    let mut sided = Vec::with_capacity(matter.len());
    let mut before = match &start {
        Start::Behind(pages) => *pages,
        Start::At(_) => 0,
    };
    for (number, composed) in composed.into_iter().enumerate() {
        if let Start::At(starts) = &start {
            before = starts.get(number).copied().unwrap_or(before);
        }
        let side = Side::of(before + 1);
        before += composed.count(side);
        sided.push((composed, side));
    }
    let finish = |(composed, side): (Composed, Side)| match composed {
        Composed::Done(set) => set,
        Composed::Waits(waiting) => engines.lend(|engine| waiting.finish(setting, engine, side)),
    };
    sided.into_par_iter().map(finish).collect()
}

/// Notes the page of each place of some divisions.
fn add_folios(divisions: &[SetDivision], run: Run, known: &mut Folios) {
    let mut found = Folios::new();
    let pages = divisions.iter().flat_map(|division| &division.pages);
    for (index, page) in pages.enumerate() {
        let folio = Folio { numerals: run.numerals, number: run.before + index + 1 };
        for (target, _) in &page.targets {
            found.entry(target.clone()).or_insert(folio);
        }
    }
    known.extend(found);
}

/// The divisions that print a page number which does not hold, with what they should be told.
fn stale(divisions: &mut [SetDivision], run: Run, known: &Folios, round: usize) -> Vec<usize> {
    let mut stale = Vec::new();
    let mut before = run.before;
    for (at, division) in divisions.iter_mut().enumerate() {
        let mut landed: BTreeMap<NumberId, Folio> = BTreeMap::new();
        for (index, page) in division.pages.iter().enumerate() {
            let folio = Folio { numerals: run.numerals, number: before + index + 1 };
            for number in &page.numbers {
                landed.entry(*number).or_insert(folio);
            }
        }
        before += division.pages.len();
        if folios::revise(&mut division.told, known, round, |number| landed.get(&number).copied()) {
            stale.push(at);
        }
    }
    stale
}

fn report_unsettled(matter: &[Matter<'_>], divisions: &mut [SetDivision], stale: &[usize]) {
    for at in stale {
        let (Some(matter), Some(division)) = (matter.get(*at), divisions.get_mut(*at)) else { continue };
        let message = "the page numbers in the text kept changing the pages; some may be wrong";
        let finding = Diagnostic::new(Code::PagesUnsettled, message);
        division.findings.push(match matter {
            Matter::Chapter(chapter) | Matter::Handout(chapter, _) => finding.at(chapter.lesson.title.span),
            Matter::Front(_) | Matter::Opener(_) | Matter::Back(_) => finding,
        });
    }
}

/// Puts cover, front and body together: one structure, pages in order, the body beginning on a recto.
fn bind<'a>(
    setting: Setting<'a>,
    engine: &mut TextEngine<'a>,
    cover: Option<Cover>,
    front: Vec<SetDivision>,
    body: Vec<SetDivision>,
) -> Pages {
    let mut binder = Binder {
        setting,
        engine,
        bound: Pages {
            pages: Vec::new(),
            structure: Structure::new(),
            destinations: BTreeMap::new(),
            report: Report::default(),
        },
    };
    if let Some(cover) = cover {
        binder.cover(cover);
    }
    let cover_pages = binder.bound.pages.len();
    for division in front {
        binder.division(division, Numerals::Roman, cover_pages, None);
    }
    let facing = setting.theme.page.sides == Sides::Facing;
    if facing && !binder.bound.pages.len().is_multiple_of(2) {
        let folio = Folio { numerals: Numerals::Roman, number: binder.bound.pages.len() + 1 - cover_pages };
        binder.page(PageDraft::default(), folio, Furniture::None);
    }
    let front_pages = binder.bound.pages.len();
    let body_pages = body.iter().map(|division| division.pages.len()).sum();
    for division in body {
        binder.division(division, Numerals::Arabic, front_pages, Some(body_pages));
    }
    binder.bound
}

/// Binds divisions one behind the other.
struct Binder<'e, 'a> {
    setting: Setting<'a>,
    engine: &'e mut TextEngine<'a>,
    bound: Pages,
}

impl Binder<'_, '_> {
    /// Binds a division whose pages are numbered on from `before`; `pages` is how many are numbered in its
    /// manner, where that is printed.
    fn division(&mut self, division: SetDivision, numerals: Numerals, before: usize, pages: Option<usize>) {
        let offset = self.bound.structure.graft(division.structure);
        let Setting { book, theme, .. } = self.setting;
        let metadata = &book.metadata;
        let path = match book.unit {
            Unit::Path => Some(metadata.title.as_str()),
            Unit::Lesson => metadata.series.as_ref().map(|series| series.title.as_str()),
        };
        let mut drafts = division.pages.into_iter().enumerate().peekable();
        while let Some((number, mut draft)) = drafts.next() {
            shift_nodes(&mut draft, offset);
            let index = self.bound.pages.len();
            self.note(&draft, drafts.peek().map(|(_, next)| next), offset);
            let theme = if draft.turned { self.setting.turned } else { theme };
            let origin = furniture::text_origin(theme, Side::of(index + 1), metadata.direction);
            for (target, at) in &draft.targets {
                let place = Destination { page: index, at: origin.moved(at.x, at.y) };
                self.bound.destinations.entry(target.clone()).or_insert(place);
            }
            let furniture = match &division.kind {
                Kind::Bare => Furniture::None,
                Kind::Titled { title, station } => Furniture::Titled(Titled {
                    book: &metadata.title,
                    path,
                    station: station.as_deref(),
                    title,
                    pages,
                    place: if number == 0 { PlaceInDivision::Opener } else { PlaceInDivision::Later },
                }),
            };
            self.page(draft, Folio { numerals, number: index + 1 - before }, furniture);
        }
    }

    /// Gives what was noted on a page its number. What a short page lacks is what begins the next one.
    fn note(&mut self, draft: &PageDraft, next: Option<&PageDraft>, offset: u32) {
        let page = self.bound.pages.len();
        let report = &mut self.bound.report;
        report.lines += draft.lines;
        let found = draft.notes.iter().map(|note| Finding { what: note.what, source: note.source, page });
        report.findings.extend(found);
        let Some(next) = next else { return };
        let ends =
            ends::Ends { structure: &self.bound.structure, offset, leading: self.setting.theme.leading };
        if draft.short > 0 {
            let what = Found::ShortPage { lines: draft.short, cause: ends.cause(draft, next) };
            report.findings.push(Finding { what, source: ends.source(next), page });
        }
        let limits = self.setting.theme.paragraph;
        let torn = ends.torn(draft, next, limits);
        let torn = torn.map(|(torn, source)| Finding { what: Found::Torn(torn), source, page });
        report.findings.extend(torn);
    }

    /// The cover and its empty back: a leaf of its own, so that the page behind it is a recto. It does not
    /// count in the folios; both of its pages are called “Cover”.
    fn cover(&mut self, mut cover: Cover) {
        let offset = self.bound.structure.graft(cover.structure);
        shift_marks(&mut cover.page.items, offset);
        cover.page.sheet = self.setting.theme.page.sheet;
        bleed::over_the_edge(&mut cover.page);
        let back = Page { items: Vec::new(), links: Vec::new(), ..cover.page.clone() };
        self.bound.pages.push(cover.page);
        if self.setting.theme.page.sides == Sides::Facing {
            self.bound.pages.push(back);
        }
    }

    fn page(&mut self, draft: PageDraft, folio: Folio, furniture: Furniture<'_>) {
        let side = Side::of(self.bound.pages.len() + 1);
        let page: Page = furniture::finish(draft, side, folio.label(), furniture, self.setting, self.engine);
        self.bound.pages.push(page);
    }
}

/// Makes the marks and links of a page point into the bound structure.
fn shift_nodes(draft: &mut PageDraft, offset: u32) {
    shift_marks(&mut draft.items, offset);
    for link in &mut draft.links {
        link.node = NodeId(link.node.0 + offset);
    }
}

fn shift_marks(items: &mut [Item], offset: u32) {
    for item in items {
        if let Item { mark: Mark::Content(node), .. } = item {
            *node = NodeId(node.0 + offset);
        }
    }
}
