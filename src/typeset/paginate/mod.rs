//! Galley → pages: where to end each page, and what of the galley lands on it.
//!
//! [`break_pages`] and [`columns`] see heights and costs alone; [`place`] puts strips, decorations and repeated heads on
//! a page, [`foot`] notes at its foot; [`furniture`] adds running heads and folios. Knows nothing of blocks or fonts.

mod asides;
mod break_pages;
mod columns;
mod costs;
mod ending;
mod foot;
pub(super) mod furniture;
mod place;
mod plan;
mod spots;

pub(super) use place::PageDraft;
pub(super) use plan::Plan;

use super::layout::galley::{Galley, Grid, HeadId, PageBreak, Strip, Turned, Ways};
use crate::theme::PageStyle;
use crate::units::{Point, Pt};
use furniture::Side;
use std::ops::Range;

/// Plans the pages of a galley with its paragraphs as they were set best, whichever side it begins on.
pub(super) fn plan(galley: &Galley, page: &PageStyle, leading: Pt) -> Plan {
    plans(galley, page, leading, &[], &[None]).pop().unwrap_or_default()
}

/// Plans the pages of a galley for each side that its first page may be on, where pages face each other. `ways` are the
/// other ways its paragraphs can be set in.
pub(super) fn plans(
    galley: &Galley,
    page: &PageStyle,
    leading: Pt,
    ways: &[Ways],
    sides: &[Option<Side>],
) -> Vec<Plan> {
    break_pages::break_pages(galley, full_strips(galley), Frame::of(page, leading), ways, sides)
}

/// How many of the pages of a galley are turned.
pub(super) fn turned_pages(galley: &Galley, leading: Pt) -> usize {
    let turned = galley.strips.iter().filter_map(|strip| strip.turned.as_ref());
    turned.map(|turned| count_pages(turned, leading)).sum()
}

/// How many pages something turned takes.
fn count_pages(turned: &Turned, leading: Pt) -> usize {
    plan(&turned.galley, &turned.page, leading).pages.len()
}

/// How many strips stand over the whole measure, before those in columns.
fn full_strips(galley: &Galley) -> usize {
    galley.columns.map_or(galley.strips.len(), |columns| columns.first)
}

/// Cuts a galley into pages as planned, once the choices of the plan are carried out. An empty galley makes no
/// page. What stands in its strips moves to the pages.
pub(super) fn paginate(galley: &mut Galley, page: &PageStyle, leading: Pt, plan: &Plan) -> Vec<PageDraft> {
    let frame = Frame::of(page, leading);
    let (mut used, mut at_foot) = (Pt::ZERO, Pt::ZERO);
    let mut pages = Vec::with_capacity(plan.pages.len());
    let full = full_strips(galley);
    for planned in &plan.pages {
        let mut page = PageDraft::default();
        let strips = planned.strips.clone();
        let stretched = stretched(galley, &strips, planned.stretched, frame);
        let origin = Point::new(Pt::ZERO, Pt::ZERO);
        used = place::place_stretched(galley, strips.clone(), &stretched, frame, origin, &mut page);
        if let Some(notes) = &mut galley.foot {
            foot::place_notes(notes, planned.notes.clone(), frame, &mut page);
            at_foot = foot::foot_height(notes, planned.notes.clone(), frame);
        }
        page.short = if strips.end < full { planned.short() } else { 0 };
        page.kept = kept(galley, strips.start, frame);
        pages.push(page);
        let strips = galley.strips.get_mut(strips).unwrap_or_default();
        for turned in strips.iter_mut().filter_map(|strip| strip.turned.as_mut()) {
            let own = self::plan(&turned.galley, &turned.page, leading);
            let own = paginate(&mut turned.galley, &turned.page, leading, &own);
            pages.extend(own.into_iter().map(|page| PageDraft { turned: true, ..page }));
        }
    }
    if galley.columns.is_some() && pages.last().is_some_and(|page| page.turned) {
        // Columns go on on a page like the others.
        pages.push(PageDraft::default());
        (used, at_foot) = (Pt::ZERO, Pt::ZERO);
    }
    if let Some(columns) = galley.columns {
        columns::fill(galley, &columns, frame, columns::Above { used, at_foot }, &mut pages);
    }
    pages
}

/// How many lines stay together from a strip on.
fn kept(galley: &Galley, first: usize, frame: Frame) -> u32 {
    let strips = galley.strips.get(first..).unwrap_or_default();
    let held = strips.iter().skip(1).take_while(|strip| strip.page_break == PageBreak::Forbidden).count();
    let height: Pt = strips.iter().take(held + 1).map(|strip| strip.height + strip.before).sum();
    u32::try_from(height.round_up_to(frame.leading).scaled() / frame.leading.scaled().max(1))
        .unwrap_or(u32::MAX)
}

/// How gladly the space before a strip gets a line more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Stretch {
    /// Before a heading, a box, a table.
    Freely,
    /// Around a list and below a title: only where the page would look unfinished.
    Barely,
}

/// Whether the space before a strip may get a line more.
fn stretch_of(strip: &Strip, frame: Frame) -> Option<Stretch> {
    let kept = strip.page_break == PageBreak::Forbidden;
    if strip.before >= frame.leading.mul_div(3, 4) && !kept {
        Some(Stretch::Freely)
    } else if strip.before >= frame.leading.mul_div(3, 2) || strip.before >= frame.leading / 2 && !kept {
        Some(Stretch::Barely)
    } else {
        None
    }
}

/// The strips of a page whose space before gets a line more: the widest spaces first.
fn stretched(galley: &Galley, strips: &Range<usize>, lines: i64, frame: Frame) -> Vec<usize> {
    if lines <= 0 {
        return Vec::new();
    }
    let of = |number: usize| galley.strips.get(number);
    let stretch = |number: usize| of(number).and_then(|strip| stretch_of(strip, frame));
    let mut found: Vec<usize> = strips.clone().skip(1).filter(|number| stretch(*number).is_some()).collect();
    found.sort_by_key(|number| {
        (stretch(*number), std::cmp::Reverse(of(*number).map(|strip| strip.before)), *number)
    });
    found.truncate(usize::try_from(lines).unwrap_or(0));
    found
}

/// The text block of a page.
#[derive(Clone, Copy, Debug)]
struct Frame {
    height: Pt,
    leading: Pt,
    /// From a margin column at the right of the text to one at its left.
    outward: Pt,
}

impl Frame {
    fn of(page: &PageStyle, leading: Pt) -> Frame {
        Frame {
            height: leading * i64::from(page.lines),
            leading,
            outward: page.aside.map_or(Pt::ZERO, |aside| -(page.measure() + aside.gap * 2 + aside.width)),
        }
    }
}

/// Where the strips of one page stand: their tops.
struct Stack {
    tops: Vec<Pt>,
}

/// Stands strips below one another: the space before the first falls away, a repeated head comes first,
/// and a strip on the grid moves down to it, sharing the slack with what stands off the grid above it.
struct Stacker<'a> {
    galley: &'a Galley,
    leading: Pt,
    tops: Vec<Pt>,
    cursor: Pt,
    /// How many strips at the end stand off the grid.
    loose: usize,
    /// The strips that get a line more before them.
    stretched: &'a [usize],
}

impl<'a> Stacker<'a> {
    fn new(galley: &'a Galley, leading: Pt) -> Stacker<'a> {
        Stacker { galley, leading, tops: Vec::new(), cursor: Pt::ZERO, loose: 0, stretched: &[] }
    }

    /// Adds the strip of a number; strips are added in order.
    fn add(&mut self, number: usize) {
        let Some(strip) = self.galley.strips.get(number) else { return };
        let first = self.tops.is_empty();
        if first {
            self.cursor = strip.head.map_or(Pt::ZERO, |head| head_height(self.galley, head));
        } else {
            self.cursor += strip.before;
            if self.stretched.contains(&number) {
                self.cursor += self.leading;
            }
        }
        let top = strip.grid.top(self.cursor, self.leading);
        match strip.grid {
            Grid::On | Grid::Half => {
                self.settle(number, top - self.cursor);
                self.cursor = top;
                self.loose = 0;
            }
            Grid::Off => self.loose += 1,
        }
        self.tops.push(self.cursor);
        self.cursor += strip.height;
    }

    /// Shares slack before the strip of a number, unless what stands off the grid begins the page: a
    /// heading that is kept with the strip moves all the way to it, anything else to the middle.
    fn settle(&mut self, number: usize, slack: Pt) {
        let count = self.tops.len();
        if self.loose == 0 || self.loose >= count {
            return;
        }
        let kept = |strip: usize| {
            self.galley.strips.get(strip).is_some_and(|strip| strip.page_break == PageBreak::Forbidden)
        };
        let heading = (0..self.loose).take_while(|back| kept(number - back)).count();
        let (moved, share) = if heading > 0 { (heading, slack) } else { (self.loose, slack / 2) };
        for top in self.tops.iter_mut().skip(count - moved) {
            *top += share;
        }
    }

    fn finish(self) -> Stack {
        Stack { tops: self.tops }
    }
}

fn head_height(galley: &Galley, head: HeadId) -> Pt {
    galley.heads.get(head.0).map_or(Pt::ZERO, |head| head.height)
}

#[cfg(test)]
mod tests {
    use super::super::layout::galley::Strip;
    use super::*;

    fn strip(height: i64, page_break: PageBreak) -> Strip {
        Strip { page_break, grid: Grid::On, ..Strip::blank(Pt::new(height)) }
    }

    fn galley(strips: Vec<Strip>) -> Galley {
        Galley { strips, ..Galley::default() }
    }

    fn ends(galley: &Galley, lines: i64) -> Vec<usize> {
        let frame = Frame { height: Pt::new(10 * lines), leading: Pt::new(10), outward: Pt::ZERO };
        let plans = break_pages::break_pages(galley, galley.strips.len(), frame, &[], &[None]);
        plans[0].pages.iter().map(|page| page.strips.end).collect()
    }

    #[test]
    fn lines_fill_pages() {
        let strips = (0..20).map(|_| strip(10, PageBreak::Allowed(0))).collect();
        assert_eq!(ends(&galley(strips), 10), [10, 20]);
    }

    #[test]
    fn a_page_ends_early_rather_than_tear() {
        let mut strips: Vec<Strip> = (0..18).map(|_| strip(10, PageBreak::Allowed(0))).collect();
        strips[10].page_break = PageBreak::Forbidden;
        assert_eq!(ends(&galley(strips), 10), [9, 18]);
    }

    #[test]
    fn what_must_not_break_but_has_to_still_makes_pages() {
        let strips = (0..25).map(|_| strip(10, PageBreak::Forbidden)).collect();
        let ends = ends(&galley(strips), 10);
        assert_eq!(ends.last(), Some(&25));
        assert_eq!(ends.len(), 3);
    }

    #[test]
    fn a_strip_higher_than_a_page_has_a_page_of_its_own() {
        let strips = vec![
            strip(10, PageBreak::Allowed(0)),
            strip(500, PageBreak::Allowed(0)),
            strip(10, PageBreak::Allowed(0)),
        ];
        assert_eq!(ends(&galley(strips), 10), [1, 2, 3]);
    }

    #[test]
    fn nothing_makes_no_page() {
        assert!(ends(&galley(Vec::new()), 10).is_empty());
    }

    #[test]
    fn strips_on_the_grid_stay_on_it_behind_odd_heights() {
        let mut strips = vec![
            strip(10, PageBreak::Allowed(0)),
            strip(7, PageBreak::Allowed(0)),
            strip(10, PageBreak::Allowed(0)),
        ];
        strips[1].grid = Grid::Off;
        let galley = galley(strips);
        let mut stacker = Stacker::new(&galley, Pt::new(10));
        (0..3).for_each(|number| stacker.add(number));
        let stack = stacker.finish();
        assert_eq!((stack.tops[0], stack.tops[2]), (Pt::ZERO, Pt::new(20)));
        assert!(stack.tops[1] > Pt::new(11) && stack.tops[1] < Pt::new(13));
    }
}
