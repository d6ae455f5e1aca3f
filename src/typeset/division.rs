//! What a book is made of → its pages: composed, planned, and cut into pages once the side it begins on is known.
//!
//! Where pages face each other the best pages of a lesson depend on whether it begins on a recto. Lessons are set side
//! by side, so both are weighed; where they come out the same, as they mostly do, the pages are made at once.

use super::Matter;
use super::folios::{PageNumbers, Told};
use super::layout::galley::Galley;
use super::layout::{Composer, Setting, floats};
use super::matter::Division;
use super::paginate::furniture::Side;
use super::paginate::{self, PageDraft, Plan};
use super::structure::Structure;
use super::text::{Leeway, TextEngine};
use crate::diagnostics::Diagnostics;
use crate::model::{Book, FrontPage};
use crate::theme::Sides;

/// A division cut into pages.
pub(super) struct SetDivision {
    pub(super) pages: Vec<PageDraft>,
    pub(super) structure: Structure,
    pub(super) kind: Kind,
    /// The page numbers it prints.
    pub(super) told: Vec<Told>,
    /// What was found while it was set.
    pub(super) findings: Diagnostics,
}

/// What a division is, for its furniture and its folios.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Title page and imprint: neither head nor folio.
    Bare,
    /// Opens something: no head on its first page; the running head of the later ones is its title.
    Titled { title: String, station: Option<String> },
}

impl Kind {
    fn of(matter: Matter<'_>, book: &Book) -> Kind {
        match matter {
            Matter::Opener(_)
            | Matter::Front(FrontPage::Cover | FrontPage::TitlePage | FrontPage::Imprint) => Kind::Bare,
            Matter::Front(FrontPage::Contents) => Kind::titled(&book.words.contents),
            Matter::Front(FrontPage::Notice(text) | FrontPage::Guide(text)) => Kind::titled(&text.title),
            Matter::Chapter(chapter) | Matter::Handout(chapter, _) => Kind::Titled {
                title: chapter.title.clone(),
                station: chapter.station.as_ref().map(|station| station.label.clone()),
            },
            Matter::Back(page) => Kind::titled(page.title()),
        }
    }

    fn titled(title: &str) -> Kind {
        Kind::Titled { title: title.to_owned(), station: None }
    }
}

/// A division that is set to the measure.
pub(super) enum Composed {
    /// Its pages are the same on whichever side it begins.
    Done(SetDivision),
    /// They are not.
    Waits(Box<Waiting>),
}

/// A division whose pages wait for the side it begins on.
pub(super) struct Waiting {
    set: SetDivision,
    galley: Galley,
    /// How many of its pages are turned.
    turned: usize,
    recto: Chosen,
    verso: Chosen,
}

/// A plan and the leeway that its choices were found with.
#[derive(Clone, PartialEq, Eq)]
struct Chosen {
    plan: Plan,
    leeway: Leeway,
}

/// Sets a division to the measure and weighs its pages.
pub(super) fn compose<'a>(
    setting: Setting<'a>,
    engine: &mut TextEngine<'a>,
    matter: Matter<'a>,
    numbers: PageNumbers<'_>,
) -> Composed {
    let mut findings = Diagnostics::to_sum_up();
    let mut composer = Composer::new(setting, engine, &mut findings, numbers);
    match matter {
        Matter::Front(page) => composer.front_page(page),
        Matter::Opener(part) => composer.part_opener(part),
        Matter::Chapter(chapter) => composer.chapter(chapter),
        Matter::Handout(chapter, back) => composer.handout(chapter, back),
        Matter::Back(page) => composer.back_page(page),
    }
    composer.settle_targets();
    let (recto, verso) = plans(&mut composer, setting);
    let wait = verso.filter(|verso| *verso != recto);
    if wait.is_none() {
        composer.refit(&recto.plan.choices, recto.leeway);
    }
    let Division { mut galley, structure, told } = composer.finish();
    let kind = Kind::of(matter, setting.book);
    let (page, leading) = (&setting.theme.page, setting.theme.leading);
    let mut set = SetDivision { pages: Vec::new(), structure, kind, told, findings };
    if let Some(verso) = wait {
        let turned = paginate::turned_pages(&galley, leading);
        return Composed::Waits(Box::new(Waiting { set, galley, turned, recto, verso }));
    }
    floats::carry_out(&mut galley, &recto.plan.moves, leading);
    set.pages = paginate::paginate(&mut galley, page, leading, &recto.plan);
    Composed::Done(set)
}

/// The best pages of a galley; the second ones are those when it begins on a verso, where that may differ.
fn plans(composer: &mut Composer<'_, '_>, setting: Setting<'_>) -> (Chosen, Option<Chosen>) {
    let (page, leading) = (&setting.theme.page, setting.theme.leading);
    let plan = paginate::plan(&composer.galley, page, leading);
    if !plan.wanting() {
        return (Chosen { plan, leeway: Leeway::Usual }, None);
    }
    let facing = page.sides == Sides::Facing && composer.galley.columns.is_none();
    let sides = if facing { [Some(Side::Recto), Some(Side::Verso)].as_slice() } else { &[None] };
    let mut plans_with = |leeway: Leeway, sides: &[Option<Side>]| {
        let ways = composer.ways(leeway);
        let plans = paginate::plans(&composer.galley, page, leading, &ways, sides);
        plans.into_iter().map(|plan| Chosen { plan, leeway }).collect::<Vec<_>>()
    };
    let mut chosen = plans_with(Leeway::Usual, sides);
    let short: Vec<Option<Side>> =
        chosen.iter().zip(sides).filter(|(chosen, _)| chosen.plan.short()).map(|(_, side)| *side).collect();
    if !short.is_empty() {
        let rescued = plans_with(Leeway::Rescue, &short);
        for (chosen, rescue) in chosen.iter_mut().filter(|chosen| chosen.plan.short()).zip(rescued) {
            *chosen = rescue;
        }
    }
    let mut chosen = chosen.into_iter();
    let first = chosen.next().unwrap_or(Chosen { plan, leeway: Leeway::Usual });
    (first, chosen.next())
}

impl Composed {
    /// How many pages it has when it begins on a side.
    pub(super) fn count(&self, side: Side) -> usize {
        match self {
            Composed::Done(set) => set.pages.len(),
            Composed::Waits(waiting) => waiting.chosen(side).plan.count() + waiting.turned,
        }
    }
}

impl Waiting {
    fn chosen(&self, side: Side) -> &Chosen {
        match side {
            Side::Recto => &self.recto,
            Side::Verso => &self.verso,
        }
    }

    /// Its pages when it begins on a side.
    pub(super) fn finish<'a>(
        mut self,
        setting: Setting<'a>,
        engine: &mut TextEngine<'a>,
        side: Side,
    ) -> SetDivision {
        let Chosen { plan, leeway } = self.chosen(side).clone();
        if !plan.choices.is_empty() {
            let mut composer = Composer::new(setting, engine, &mut self.set.findings, PageNumbers::none());
            composer.galley = std::mem::take(&mut self.galley);
            composer.refit(&plan.choices, leeway);
            self.galley = std::mem::take(&mut composer.galley);
        }
        let (page, leading) = (&setting.theme.page, setting.theme.leading);
        floats::carry_out(&mut self.galley, &plan.moves, leading);
        self.set.pages = paginate::paginate(&mut self.galley, page, leading, &plan);
        self.set
    }
}
