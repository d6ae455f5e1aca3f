//! The tables `[page]`, `[format.…]` and `[furniture]` → the page: its size, the text block on it, and what
//! stands around that.
//!
//! A theme says for each paper how text stands on it; `[page]` picks the paper and may say otherwise. A paper
//! the theme says nothing of takes after the one that is nearest in width. Knows no block.

use super::ThemeError;
use super::raw::within;
use crate::units::{Edges, Paper, Pt, Size};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The page: its trim size and the text block on it.
#[derive(Clone, PartialEq, Debug)]
pub struct PageStyle {
    /// The trim size.
    pub size: Size,
    /// The margins; the lower one is what the lines leave.
    pub margins: Edges,
    /// Lines of the text block.
    pub lines: u32,
    /// Distance from the upper edge to the baseline of the running head.
    pub head: Pt,
    /// Distance from the lower edge to the baseline of the foot.
    pub foot: Pt,
    /// Lines above the title where a chapter opens.
    pub sink: u32,
    /// Whether left and right pages mirror one another.
    pub sides: Sides,
    /// A column in the outer margin for short boxes.
    pub aside: Option<Aside>,
    /// What the sheet shows around the trim size.
    pub sheet: Sheet,
}

/// What a sheet that is to be cut shows around the trim size.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Sheet {
    /// How far what reaches the edge goes on beyond it.
    pub bleed: Pt,
    /// What shows where to cut.
    pub marks: Marks,
}

impl Sheet {
    /// The longest a crop mark is.
    const MARK: Pt = Pt::new(14);
    /// Crop marks keep so far from the trim size at least.
    const LEAST_GAP: Pt = Pt::new(6);

    /// Whether it is made for a press: it has bleed or crop marks.
    pub fn is_cut(&self) -> bool {
        self.bleed > Pt::ZERO || self.marks == Marks::Crop
    }

    /// From the trim size to where crop marks begin.
    pub fn gap(&self) -> Pt {
        self.bleed.max(Sheet::LEAST_GAP)
    }

    /// From the trim size to the edge of the sheet.
    pub fn margin(&self) -> Pt {
        match self.marks {
            Marks::None => self.bleed,
            Marks::Crop => self.gap() + Sheet::MARK,
        }
    }
}

/// What shows where to cut.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// Nothing.
    #[default]
    None,
    /// Two fine lines at each corner.
    Crop,
}

impl PageStyle {
    /// The measure: the width of the text block.
    pub fn measure(&self) -> Pt {
        self.size.width - self.margins.inner - self.margins.outer
    }

    /// The same paper turned sideways, for what is wider than the page: its longer side is the wide one. The
    /// binding may then be above or below, so both of these margins are at least the inner one.
    pub fn turned(&self, leading: Pt) -> PageStyle {
        let size = Size::new(self.size.height, self.size.width);
        let beside = self.margins.outer.min(self.margins.inner.max(Pt::new(54)));
        let top = self.margins.top.max(self.margins.inner);
        let least = self.margins.inner.max(self.foot + leading * 3 / 2);
        let room = (size.height - top - least).max(leading);
        let lines = u32::try_from(room.scaled() / leading.scaled().max(1)).unwrap_or(1).max(1);
        let bottom = size.height - top - leading * i64::from(lines);
        let margins = Edges { top, bottom, inner: beside, outer: beside };
        PageStyle { size, margins, lines, sink: 0, aside: None, ..self.clone() }
    }

    /// The width of text block and margin column together.
    pub fn full_measure(&self) -> Pt {
        self.measure() + self.aside.map_or(Pt::ZERO, |aside| aside.gap + aside.width)
    }
}

/// Whether left and right pages mirror one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// They do: a bound book, printed on both sides.
    Facing,
    /// Every page is like the first: sheets, screens.
    Single,
}

/// A column in the outer margin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Aside {
    /// From the text block to it.
    pub gap: Pt,
    /// Its width.
    pub width: Pt,
}

/// What stands around the text block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FurnitureStyle {
    /// What the head of a page says.
    pub head: HeadStyle,
    /// Where the page number stands.
    pub folio: FolioStyle,
    /// What the head of a page says that opens a lesson.
    pub opener: OpenerStyle,
}

/// What the head of a page says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadStyle {
    /// The book on the left, the lesson on the right; on single pages the lesson.
    Running,
    /// The path and the station.
    Path,
}

/// Where the page number stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FolioStyle {
    /// At the outer end of the head; where a page opens something, in the middle of the foot.
    Head,
    /// In the middle of the foot.
    Foot,
    /// “page 2 of 5” at the end of the foot, the lesson at its start.
    Count,
}

/// What the head of a page says that opens a lesson.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenerStyle {
    /// Nothing.
    Bare,
    /// Path and station, and room for the reader's name and the date.
    NameAndDate,
}

/// How text stands on a paper: `[page]`, which picks the paper, and `[format.PAPER]` below it. All measures are
/// in points.
#[derive(Deserialize, Clone, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPage {
    paper: Option<String>,
    sides: Option<Sides>,
    sink: Option<u32>,
    inner: Option<f64>,
    outer: Option<f64>,
    top: Option<f64>,
    lines: Option<u32>,
    head: Option<f64>,
    foot: Option<f64>,
    aside: Option<f64>,
    aside_gap: Option<f64>,
    size: Option<f64>,
    leading: Option<f64>,
    bleed: Option<f64>,
    marks: Option<Marks>,
}

/// Type size and leading, and the page.
pub(super) struct Sized {
    pub(super) size: Pt,
    pub(super) leading: Pt,
    pub(super) page: PageStyle,
}

impl RawPage {
    /// The page, with the size and leading of its text unless they are given.
    pub(super) fn checked(
        &self,
        formats: &BTreeMap<String, RawPage>,
        size: Option<f64>,
        leading: Option<f64>,
    ) -> Result<Sized, ThemeError> {
        let missing = |what: &str| ThemeError::Range(format!("page.{what} is missing"));
        let named = self.paper.as_deref().ok_or_else(|| missing("paper"))?;
        if self.size.is_some() || self.leading.is_some() {
            return Err(ThemeError::Range(
                "size and leading of text belong in [type] or [format.…]".to_owned(),
            ));
        }
        let paper = Paper::from_name(named).ok_or_else(|| {
            let names: Vec<&str> = Paper::ALL.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            ThemeError::Range(format!("`{named}` is no paper; there are {names}, or a size like 170x240mm"))
        })?;
        for (name, format) in formats {
            if Paper::from_name(name).is_none() {
                return Err(ThemeError::Range(format!("[format.{name}] names no paper")));
            }
            if format.paper.is_some() {
                return Err(ThemeError::Range(format!("[format.{name}] is one paper; [page] picks another")));
            }
        }
        let format = self.clone().over(format_of(paper, formats));
        let need = |what: &str, value: Option<f64>| {
            value.ok_or_else(|| ThemeError::Range(format!("page.{what} is missing for the paper {named}")))
        };
        let size = Pt::from_f64(within("type.size", need("size", size.or(format.size))?, 4.0, 48.0)?);
        let leading =
            Pt::from_f64(within("type.leading", need("leading", leading.or(format.leading))?, 5.0, 96.0)?);
        let margin = |what: &str, value: Option<f64>| {
            Ok(Pt::from_f64(within(&format!("page.{what}"), need(what, value)?, 18.0, 300.0)?))
        };
        let trim = paper.size();
        let top = margin("top", format.top)?;
        let lines = match format.lines {
            Some(lines) => lines.max(1),
            None => full_lines(trim.height, top, margin("foot", format.foot)?, leading),
        };
        let aside = match format.aside.unwrap_or(0.0) {
            0.0 => None,
            width => Some(Aside {
                width: Pt::from_f64(within("page.aside", width, 60.0, 300.0)?),
                gap: Pt::from_f64(within("page.aside-gap", format.aside_gap.unwrap_or(18.0), 6.0, 60.0)?),
            }),
        };
        let margins = Edges {
            top,
            bottom: trim.height - top - leading * i64::from(lines),
            inner: margin("inner", format.inner)?,
            outer: margin("outer", format.outer)? + aside.map_or(Pt::ZERO, |aside| aside.width + aside.gap),
        };
        let (head, foot) = (margin("head", format.head)?, margin("foot", format.foot)?);
        let sheet = Sheet {
            bleed: Pt::from_f64(within("page.bleed", format.bleed.unwrap_or(0.0), 0.0, 72.0)?),
            marks: format.marks.unwrap_or_default(),
        };
        let (sides, sink) =
            (format.sides.ok_or_else(|| missing("sides"))?, format.sink.ok_or_else(|| missing("sink"))?);
        let page = PageStyle { size: trim, margins, lines, head, foot, sink, sides, aside, sheet };
        if page.margins.bottom < Pt::new(18) || page.measure() < Pt::new(72) || page.sink + 8 > page.lines {
            return Err(ThemeError::Range("the margins and lines leave no sound text block".to_owned()));
        }
        Ok(Sized { size, leading, page })
    }
}

/// As many lines as leave the foot a line and a half of room.
fn full_lines(height: Pt, top: Pt, foot: Pt, leading: Pt) -> u32 {
    let room = height - top - foot - leading * 3 / 2;
    u32::try_from(room.scaled() / leading.scaled().max(1)).unwrap_or(1).max(1)
}

/// How text stands on a paper: as the theme says, else as on the paper of the nearest width, with margins in
/// proportion.
fn format_of(paper: Paper, formats: &BTreeMap<String, RawPage>) -> RawPage {
    if let Some(known) = paper.name().and_then(|name| formats.get(name)) {
        return known.clone();
    }
    let size = paper.size();
    let known = formats.iter().filter_map(|(name, format)| Some((Paper::from_name(name)?.size(), format)));
    let nearest =
        known.min_by_key(|(known, _)| ((known.width - size.width).abs(), (known.height - size.height).abs()));
    let Some((near, format)) = nearest else { return RawPage::default() };
    let across = size.width.to_f64() / near.width.to_f64();
    let down = size.height.to_f64() / near.height.to_f64();
    let scaled = |value: Option<f64>, by: f64| value.map(|value| (value * by).max(18.0));
    RawPage {
        inner: scaled(format.inner, across),
        outer: scaled(format.outer, across),
        top: scaled(format.top, down),
        lines: None,
        head: scaled(format.head, down),
        foot: scaled(format.foot, down),
        aside: format.aside.filter(|aside| *aside > 0.0).map(|aside| (aside * across).max(60.0)),
        ..format.clone()
    }
}

impl RawPage {
    /// What is given here, else what is given below.
    fn over(self, below: RawPage) -> RawPage {
        RawPage {
            paper: self.paper.or(below.paper),
            sides: self.sides.or(below.sides),
            sink: self.sink.or(below.sink),
            inner: self.inner.or(below.inner),
            outer: self.outer.or(below.outer),
            top: self.top.or(below.top),
            lines: self.lines.or(below.lines),
            head: self.head.or(below.head),
            foot: self.foot.or(below.foot),
            aside: self.aside.or(below.aside),
            aside_gap: self.aside_gap.or(below.aside_gap),
            size: self.size.or(below.size),
            leading: self.leading.or(below.leading),
            bleed: self.bleed.or(below.bleed),
            marks: self.marks.or(below.marks),
        }
    }
}
