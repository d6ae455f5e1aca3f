//! A page draft and its place in the book → a finished page: margins, running head, folio.
//!
//! Recto pages are odd. The head of a verso names the book, that of a recto the lesson; a page that opens
//! something has no head and its folio at the foot.

use super::PageDraft;
use crate::diagnostics::Diagnostics;
use crate::theme::{Role, Theme};
use crate::typeset::folios::PageNumbers;
use crate::typeset::frame::{Item, LinkArea, Mark, Page};
use crate::typeset::layout::{Composer, Setting, move_item};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Figures, TextEngine};
use crate::units::{Point, Pt};

/// What a page carries beside its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Furniture<'a> {
    /// A running head with the folio at its outer end.
    Head { verso: &'a str, recto: &'a str },
    /// The folio at the foot: a page that opens something.
    Opener,
    /// Nothing: title page, imprint, blank pages.
    None,
}

/// Which side of the sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Side {
    /// Right-hand, odd.
    Recto,
    /// Left-hand, even.
    Verso,
}

impl Side {
    /// The side of a page by its number, from 1.
    pub(in crate::typeset) fn of(number: usize) -> Side {
        if number.is_multiple_of(2) { Side::Verso } else { Side::Recto }
    }
}

/// The upper left corner of the text block.
pub(in crate::typeset) fn text_origin(theme: &Theme, side: Side) -> Point {
    let margins = theme.page.margins;
    let left = match side {
        Side::Recto => margins.inner,
        Side::Verso => margins.outer,
    };
    Point::new(left, margins.top)
}

/// Finishes a page.
pub(in crate::typeset) fn finish<'a>(
    draft: PageDraft,
    side: Side,
    folio: String,
    furniture: Furniture<'_>,
    setting: Setting<'a>,
    engine: &mut TextEngine<'a>,
) -> Page {
    let origin = text_origin(setting.theme, side);
    let mut scratch = Diagnostics::default();
    let mut composer = Composer::new(setting, engine, &mut scratch, PageNumbers::none());
    let mut items = match furniture {
        Furniture::Head { verso, recto } => {
            let text = if side == Side::Verso { verso } else { recto };
            running_head(&mut composer, text, &folio, side, origin)
        }
        Furniture::Opener => foot_folio(&mut composer, &folio, origin),
        Furniture::None => Vec::new(),
    };
    for mut item in draft.items {
        move_item(&mut item, origin.x, origin.y);
        items.push(item);
    }
    let placed = |link: LinkArea| LinkArea { area: link.area.moved(origin.x, origin.y), ..link };
    let links = draft.links.into_iter().map(placed).collect();
    Page { size: setting.theme.page.size, folio, items, links }
}

fn running_head(
    composer: &mut Composer<'_, '_>,
    text: &str,
    folio: &str,
    side: Side,
    origin: Point,
) -> Vec<Item> {
    let theme = composer.setting.theme;
    let measure = theme.page.measure();
    let folio_style = TextStyle { figures: Figures::Tabular, ..composer.style(Role::Folio) };
    let (mut number, number_width) = composer.furniture(folio, folio_style, Mark::Folio);
    let head_style = composer.style(Role::RunningHead);
    let (mut head, head_width) = fitting(composer, text, head_style, measure.mul_div(4, 5));
    let (number_x, head_x) = match side {
        Side::Recto => (measure - number_width, Pt::ZERO),
        Side::Verso => (Pt::ZERO, measure - head_width),
    };
    for item in &mut number {
        move_item(item, origin.x + number_x, theme.page.head);
    }
    for item in &mut head {
        move_item(item, origin.x + head_x, theme.page.head);
    }
    head.extend(number);
    head
}

/// A line cut at a word, with an ellipsis, when it is longer than allowed.
fn fitting(composer: &mut Composer<'_, '_>, text: &str, style: TextStyle, most: Pt) -> (Vec<Item>, Pt) {
    let mut kept = text.to_owned();
    loop {
        let shown = if kept.len() == text.len() { kept.clone() } else { format!("{kept}\u{2026}") };
        let (items, width) = composer.furniture(&shown, style, Mark::RunningHead);
        if width.fits(most) || kept.is_empty() {
            return (items, width);
        }
        kept = match kept.rfind(' ') {
            Some(space) => {
                kept[..space].trim_end_matches([' ', ',', ';', ':', '\u{2013}', '\u{2014}']).to_owned()
            }
            None => kept.chars().take(kept.chars().count() * 2 / 3).collect(),
        };
    }
}

fn foot_folio(composer: &mut Composer<'_, '_>, folio: &str, origin: Point) -> Vec<Item> {
    let theme = composer.setting.theme;
    let style = TextStyle { figures: Figures::Tabular, ..composer.style(Role::Folio) };
    let (mut items, width) = composer.furniture(folio, style, Mark::Folio);
    let x = origin.x + (theme.page.measure() - width) / 2;
    for item in &mut items {
        move_item(item, x, theme.page.size.height - theme.page.foot);
    }
    items
}
