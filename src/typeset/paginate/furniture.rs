//! A page draft and its place in the book → a finished page: margins, head, foot, page number.
//!
//! Page 1 is a recto; in a book that runs from right to left that is the left-hand page. What head and foot
//! say is the theme's choice: the names of book and lesson, or path and station, with room for the reader's
//! name and the date.

use super::PageDraft;
use crate::diagnostics::Diagnostics;
use crate::model::Direction;
use crate::theme::{FolioStyle, HeadStyle, OpenerStyle, Role, Sides, Theme};
use crate::typeset::folios::PageNumbers;
use crate::typeset::frame::{Item, LinkArea, Mark, Page, Shape};
use crate::typeset::layout::{Composer, Setting, move_item};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Figures, TextEngine};
use crate::units::{Em, Point, Pt, Rect};

/// What a page carries beside its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Furniture<'a> {
    /// What there is to say on a page of a lesson, or of another division that has a title.
    Titled(Titled<'a>),
    /// Nothing: title page, imprint, blank pages.
    None,
}

/// What there is to say on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct Titled<'a> {
    /// The book.
    pub(in crate::typeset) book: &'a str,
    /// The path the lesson is part of, if it is.
    pub(in crate::typeset) path: Option<&'a str>,
    /// Its station, “Station 11”.
    pub(in crate::typeset) station: Option<&'a str>,
    /// The lesson.
    pub(in crate::typeset) title: &'a str,
    /// How many pages are numbered as this one is; none where they are not counted.
    pub(in crate::typeset) pages: Option<usize>,
    /// Whether something opens on this page.
    pub(in crate::typeset) place: PlaceInDivision,
}

/// Where in its division a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum PlaceInDivision {
    /// Its first page.
    Opener,
    /// Any later one.
    Later,
}

/// Which side of the leaf.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::typeset) enum Side {
    /// The front, odd.
    Recto,
    /// The back, even.
    Verso,
}

impl Side {
    /// The side of a page by its number, from 1.
    pub(in crate::typeset) fn of(number: usize) -> Side {
        if number.is_multiple_of(2) { Side::Verso } else { Side::Recto }
    }
}

/// Which margin of a page is at its left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Left {
    Inner,
    Outer,
}

impl Left {
    fn of(theme: &Theme, side: Side, direction: Direction) -> Left {
        let side = if theme.page.sides == Sides::Single { Side::Recto } else { side };
        match (side, direction) {
            (Side::Recto, Direction::LeftToRight) | (Side::Verso, Direction::RightToLeft) => Left::Inner,
            (Side::Verso, Direction::LeftToRight) | (Side::Recto, Direction::RightToLeft) => Left::Outer,
        }
    }
}

/// The upper left corner of the text block.
pub(in crate::typeset) fn text_origin(theme: &Theme, side: Side, direction: Direction) -> Point {
    let margins = theme.page.margins;
    let left = match Left::of(theme, side, direction) {
        Left::Inner => margins.inner,
        Left::Outer => margins.outer,
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
    let theme = if draft.turned { setting.turned } else { setting.theme };
    // A turned page of a book that is printed has its head where its leaf has it: at what is the top when it is bound.
    let bound = draft.turned && theme.page.sheet.is_cut();
    let around = if bound { setting.theme } else { theme };
    let setting = Setting { theme: around, ..setting };
    let direction = setting.book.metadata.direction;
    let origin = text_origin(theme, side, direction);
    let left = Left::of(theme, side, direction);
    let mut scratch = Diagnostics::default();
    let composer = Composer::new(setting, engine, &mut scratch, PageNumbers::none());
    let mut items = match furniture {
        Furniture::Titled(titled) => {
            let mut around = Around { composer, items: Vec::new(), left, side, direction };
            around.page(titled, &folio);
            let page = &setting.theme.page;
            let x = if left == Left::Outer { page.measure() - page.full_measure() } else { Pt::ZERO };
            let dx = text_origin(setting.theme, side, direction).x + x;
            around.items.iter_mut().for_each(|item| move_item(item, dx, Pt::ZERO));
            if bound {
                around.items.iter_mut().for_each(|item| turn(item, theme.page.size.width));
            }
            around.items
        }
        Furniture::None => Vec::new(),
    };
    let mut draft = draft;
    if left == Left::Outer {
        for outward in &draft.outward {
            let items = draft.items.get_mut(outward.items.clone()).unwrap_or_default();
            items.iter_mut().for_each(|item| move_item(item, outward.shift, Pt::ZERO));
            for link in draft.links.get_mut(outward.links.clone()).unwrap_or_default() {
                link.area = link.area.moved(outward.shift, Pt::ZERO);
            }
        }
    }
    for mut item in draft.items {
        move_item(&mut item, origin.x, origin.y);
        items.push(item);
    }
    let placed = |link: LinkArea| LinkArea { area: link.area.moved(origin.x, origin.y), ..link };
    let links = draft.links.into_iter().map(placed).collect();
    Page { size: theme.page.size, folio, items, links, sheet: theme.page.sheet }
}

/// Puts an item of an upright page where it is on the same leaf turned: what is its top comes to the right edge of a
/// page of a width.
fn turn(item: &mut Item, width: Pt) {
    let place = |at: Point| Point::new(width - at.y, at.x);
    match &mut item.shape {
        Shape::Glyphs(run) => {
            run.origin = place(run.origin);
            item.shape = Shape::Sideways(run.clone());
        }
        Shape::Fill { area, .. } | Shape::Picture { area, .. } => {
            let corner = place(Point::new(area.origin.x, area.bottom()));
            *area = Rect::new(corner.x, corner.y, area.size.height, area.size.width);
        }
        Shape::Sideways(_) | Shape::Path { .. } => {}
    }
}

/// Sets head and foot from the left edge of what stands on the page: text and margin column.
struct Around<'a, 'e> {
    composer: Composer<'a, 'e>,
    items: Vec<Item>,
    left: Left,
    side: Side,
    direction: Direction,
}

impl Around<'_, '_> {
    fn page(&mut self, titled: Titled<'_>, folio: &str) {
        let furniture = self.composer.setting.theme.furniture;
        let opens = titled.place == PlaceInDivision::Opener;
        match (furniture.head, opens, furniture.opener) {
            (_, true, OpenerStyle::NameAndDate) => self.name_and_date(titled),
            (_, true, OpenerStyle::Bare) => {}
            (HeadStyle::Running, false, _) => {
                let facing = self.composer.setting.theme.page.sides == Sides::Facing;
                let text = if facing && self.side == Side::Verso { titled.book } else { titled.title };
                self.running_head(text, folio);
            }
            (HeadStyle::Path, false, _) => self.running_head(&path_line(titled), folio),
        }
        match furniture.folio {
            FolioStyle::Head if opens => self.centered_folio(folio),
            FolioStyle::Head => {}
            FolioStyle::Foot => self.centered_folio(folio),
            FolioStyle::Count => self.counted_folio(titled, folio),
        }
    }

    fn theme(&self) -> &Theme {
        self.composer.setting.theme
    }

    fn width(&self) -> Pt {
        self.theme().page.full_measure()
    }

    /// Puts items of a width at the start or the end of a line.
    fn put(&mut self, mut items: Vec<Item>, x: Pt, y: Pt) {
        items.iter_mut().for_each(|item| move_item(item, x, y));
        self.items.extend(items);
    }

    /// A running head, and the folio at the outer end where the theme wants it there.
    fn running_head(&mut self, text: &str, folio: &str) {
        let (width, y) = (self.width(), self.theme().page.head);
        let style = self.composer.style(Role::RunningHead);
        let (head, head_width) = self.fitting(text, style, width.mul_div(4, 5));
        let with_folio = self.theme().furniture.folio == FolioStyle::Head;
        // The outer end of a page is where its outer margin is.
        let folio_left = self.left == Left::Outer;
        let at_left = if with_folio { !folio_left } else { self.direction == Direction::LeftToRight };
        let x = if at_left { Pt::ZERO } else { width - head_width };
        self.put(head, x, y);
        if with_folio {
            let (number, number_width) = self.folio(folio);
            let x = if folio_left { Pt::ZERO } else { width - number_width };
            self.put(number, x, y);
        }
    }

    fn folio_style(&self) -> TextStyle {
        TextStyle { figures: Figures::Tabular, ..self.composer.style(Role::Folio) }
    }

    fn folio(&mut self, text: &str) -> (Vec<Item>, Pt) {
        let style = self.folio_style();
        self.composer.furniture(text, style, Mark::Folio)
    }

    fn foot(&self) -> Pt {
        self.theme().page.size.height - self.theme().page.foot
    }

    fn centered_folio(&mut self, folio: &str) {
        let (items, width) = self.folio(folio);
        let measure = self.theme().page.measure();
        let aside = self.width() - measure;
        let x = if self.left == Left::Outer { aside } else { Pt::ZERO } + (measure - width) / 2;
        let y = self.foot();
        self.put(items, x, y);
    }

    /// “page 2 of 5” at the end of the foot, the lesson at its start.
    fn counted_folio(&mut self, titled: Titled<'_>, folio: &str) {
        let words = &self.composer.setting.book.words;
        let text = match titled.pages {
            Some(pages) => words.page_of.replace("{page}", folio).replace("{count}", &pages.to_string()),
            None => folio.to_owned(),
        };
        let (number, number_width) = self.folio(&text);
        let style = self.composer.style(Role::RunningHead);
        let most = self.width() - number_width - style.size * 3;
        let (title, title_width) = self.fitting(titled.title, style, most);
        let (start, end) = match self.direction {
            Direction::LeftToRight => (Pt::ZERO, self.width() - number_width),
            Direction::RightToLeft => (self.width() - title_width, Pt::ZERO),
        };
        let y = self.foot();
        self.put(title, start, y);
        self.put(number, end, y);
    }

    /// Path and station at the start; at the end room for a name and for a date, as wide as a hand needs.
    fn name_and_date(&mut self, titled: Titled<'_>) {
        let style = self.composer.style(Role::RunningHead);
        let (width, y) = (self.width(), self.theme().page.head);
        let words = &self.composer.setting.book.words;
        let fields =
            [(words.name.clone(), width.mul_div(26, 100)), (words.date.clone(), width.mul_div(16, 100))];
        let gap = Em::from_f64(0.6).at(style.size);
        let mut end = width;
        for (label, room) in fields.into_iter().rev() {
            let (items, label_width) = self.composer.furniture(&label, style, Mark::RunningHead);
            let start = end - room - gap - label_width;
            let line = Rect::new(start + label_width + gap, y + Pt::from_f64(1.5), room, Pt::from_f64(0.5));
            let (label_x, line) = match self.direction {
                Direction::LeftToRight => (start, line),
                Direction::RightToLeft => (
                    width - start - label_width,
                    Rect::new(width - line.right(), line.origin.y, line.size.width, line.size.height),
                ),
            };
            self.put(items, label_x, y);
            let color = self.theme().palette.rule;
            let shape = Shape::Fill { area: line, color, radius: Pt::ZERO };
            self.items.push(Item { mark: Mark::Layout, shape });
            end = start - gap * 2;
        }
        let (head, head_width) = self.fitting(&path_line(titled), style, end);
        let x = if self.direction == Direction::LeftToRight { Pt::ZERO } else { width - head_width };
        self.put(head, x, y);
    }

    /// A line cut at a word, with an ellipsis, when it is longer than allowed.
    fn fitting(&mut self, text: &str, style: TextStyle, most: Pt) -> (Vec<Item>, Pt) {
        let mut kept = text.to_owned();
        loop {
            let shown = if kept.len() == text.len() { kept.clone() } else { format!("{kept}\u{2026}") };
            let (items, width) = self.composer.furniture(&shown, style, Mark::RunningHead);
            if width.fits(most) || kept.is_empty() {
                return (items, width);
            }
            kept = match kept.rfind(' ') {
                Some(space) => kept[..space]
                    .trim_end_matches([' ', ',', ';', ':', '\u{b7}', '\u{2013}', '\u{2014}'])
                    .to_owned(),
                None => kept.chars().take(kept.chars().count() * 2 / 3).collect(),
            };
        }
    }
}

/// “New Pathways in Mental Health · Station 11”.
fn path_line(titled: Titled<'_>) -> String {
    let parts: Vec<&str> = [titled.path, titled.station].into_iter().flatten().collect();
    parts.join(" \u{b7} ")
}
