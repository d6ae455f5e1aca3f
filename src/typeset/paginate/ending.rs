//! The end of a page → what it costs, in every world that comes to the beginning of that page.
//!
//! Most of it is the same whatever the page faces; the rest is whether it may be a line longer than others, and how far
//! from its end that of the facing page is.

use super::super::layout::floats::{Float, Lead};
use super::super::layout::galley::PageBreak;
use super::break_pages::Search;
use super::foot::Set;
use super::spots::{Arrival, Best, Faces, MOST_LACKING, Page, Place, Spot, State};
use super::{Frame, costs};
use crate::units::Pt;

/// How what stands on a page fits it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Usual,
    /// The page is a line longer than others.
    Long,
    /// Its only strip is higher than it.
    Overfull,
}

/// The end of a page.
struct Ending {
    /// What it costs, but for what depends on the facing page.
    cost: i64,
    /// What is behind its text, if others of the galley follow.
    foot: Option<Foot>,
    /// How many lines it has, if it is the last one.
    lines: i64,
}

/// What is left of a page below its text.
struct Foot {
    /// Whole lines; less than none on a long page.
    lines: i64,
    /// Half lines, to the nearest; none over notes, which end the page.
    halves: i64,
    /// How many lines its spaces get at most, and how many of these gladly.
    stretch: (i64, i64),
    /// Whether notes stand there.
    noted: bool,
}

impl Foot {
    /// The half lines it lacks when its spaces get so many lines.
    fn left(&self, stretched: i64) -> i64 {
        if self.noted { 0 } else { self.halves - 2 * stretched }
    }

    /// How many lines its spaces best get beside what it faces, and what all of it costs.
    fn best(&self, faces: Faces) -> (i64, i64) {
        let cost = |stretched: i64| {
            let uneven = match faces {
                Faces::Verso(verso) => costs::uneven(verso, self.left(stretched).min(MOST_LACKING)),
                Faces::Nothing | Faces::Next | Faces::Other => 0,
            };
            let barely = (stretched - self.stretch.1).max(0);
            costs::lacking(self.lines - stretched) + costs::stretched(stretched, barely) + uneven
        };
        let ways = (0..=self.stretch.0).map(|stretched| (stretched, cost(stretched)));
        ways.min_by_key(|(_, cost)| *cost).unwrap_or((0, 0))
    }
}

impl Search<'_> {
    /// Weighs a page that ends before a place and is filled so far, not counting the lines its paragraphs
    /// gained or lost.
    pub(super) fn offer(
        &mut self,
        page: &Page<'_>,
        mut end: Place,
        page_break: PageBreak,
        filled: Pt,
        state: State,
    ) {
        let filled = filled + self.frame.leading * state.shift;
        let far = self.frame.height - filled >= self.beyond;
        if far && end.strip < self.count && self.notes.none() {
            return;
        }
        let due = self.notes.due(end.strip + usize::from(end.line > 0));
        let set = self.notes.set(page.start.notes, due, self.frame.height - filled);
        (end.notes, end.float) = (set.end, page.deferred);
        let last = end.strip == self.count;
        if last && end.float.is_some() {
            // Nothing would stand below the figure.
            return;
        }
        let room = self.frame.height - filled - set.height;
        let fits = |room: Pt| Pt::ZERO.fits(room);
        let lone = end.strip == page.start.strip + 1 && end.line == 0 && page.start.line == 0;
        // Where columns follow they go on right below.
        let open = last && self.galley.strips.len() > self.count;
        // A page with notes ends where its notes end.
        let noted = due > page.start.notes;
        let usual = if fits(room) { Some(Fit::Usual) } else { Some(Fit::Overfull).filter(|_| lone) };
        let may_be_long = !fits(room) && !open && !noted && fits(room + self.frame.leading);
        let long = may_be_long && page.arrivals.iter().any(|arrival| arrival.faces.may_be_long());
        let weigh = |fit: Fit| self.ending(page, end, (page_break, fit, room), (filled, &set, due));
        let usual = usual.and_then(weigh);
        let long = Some(Fit::Long).filter(|_| long).and_then(weigh);
        if usual.is_none() && long.is_none() {
            return;
        }
        let turned = |strip: usize| self.turned.get(strip).copied().unwrap_or_default();
        let turned = turned(end.strip) - turned(page.start.strip.min(end.strip));
        let notes_go_on = last && end.notes < due;
        let reached = self.open.entry(end).or_default();
        for Arrival { world, faces, best: before } in page.arrivals {
            let long = long.as_ref().filter(|_| faces.may_be_long());
            let Some(ending) = long.or(usual.as_ref()) else { continue };
            let mut best = Best {
                cost: before.cost + state.cost + ending.cost,
                before: Spot { place: page.start, faces: *faces },
                choices: state.choices,
                stretched: 0,
                lacking: 0,
                lines: ending.lines,
            };
            let mut next = Faces::Nothing;
            if let Some(foot) = &ending.foot {
                let (stretched, cost) = foot.best(*faces);
                best.cost += cost;
                (best.stretched, best.lacking) = (stretched, foot.lines - stretched);
                next = faces.behind(foot.left(stretched), turned);
            } else if let (true, Faces::Verso(verso)) = (notes_go_on, faces) {
                // Notes alone go on behind it: it is not the last page.
                best.cost += costs::uneven(*verso, 0);
            }
            arrive(reached, Arrival { world: *world, faces: next, best });
        }
    }

    /// The end of a page that fits somehow, with some room left; none when it lacks more lines than are looked at.
    fn ending(
        &self,
        page: &Page<'_>,
        end: Place,
        (page_break, fit, room): (PageBreak, Fit, Pt),
        (filled, set, due): (Pt, &Set, usize),
    ) -> Option<Ending> {
        let mut ending = Ending { cost: set.cost, foot: None, lines: 0 };
        if let Some(float) = end.float.and_then(|float| self.galley.floats.get(float)) {
            ending.cost += self.moved(float, end);
        }
        ending.cost += match fit {
            Fit::Usual => 0,
            Fit::Long => costs::LONG,
            Fit::Overfull => costs::OVERFULL,
        };
        if end.strip < self.count {
            let noted = due > page.start.notes;
            let foot = self.foot(page, end, noted, fit, room);
            if foot.lines > self.window {
                return None;
            }
            ending.cost += costs::PAGE + costs::end(page_break);
            if self.holds_one_line(page.start, end) {
                ending.cost += costs::FORBIDDEN;
            }
            ending.foot = Some(foot);
        } else if end.notes >= due && fit != Fit::Overfull {
            ending.lines = whole_lines(filled + self.below, self.frame);
            ending.cost += costs::last_page(ending.lines);
        }
        Some(ending)
    }

    /// What it costs that a figure which the page came to stands behind its end.
    fn moved(&self, float: &Float, end: Place) -> i64 {
        let lists = &self.galley.lists;
        let next = lists.partition_point(|list| list.end <= float.strips.end);
        let parted = lists.get(next).is_some_and(|list| list.start < end.strip);
        let lead = if float.lead == Lead::Colon { costs::MOVED_FROM_LEAD } else { 0 };
        costs::MOVED + lead + if parted { costs::MOVED_INTO_LIST } else { 0 }
    }

    /// Whether all text of a page is one line, of a paragraph that was begun before it and goes on behind it: between a
    /// figure at its head and notes at its foot.
    fn holds_one_line(&self, start: Place, end: Place) -> bool {
        if start.line > 0 {
            return end.strip == start.strip && end.line == start.line + 1;
        }
        let flows_on = |strip: usize| {
            let strip = self.galley.strips.get(strip);
            strip.is_some_and(|strip| strip.before == Pt::ZERO && strip.height.fits(self.frame.leading))
        };
        end.strip == start.strip + 1 && end.line == 0 && flows_on(start.strip) && flows_on(end.strip)
    }

    fn foot(&self, page: &Page<'_>, end: Place, noted: bool, fit: Fit, room: Pt) -> Foot {
        let (lines, halves) = match fit {
            Fit::Usual => (whole_lines(room, self.frame), half_lines(room, self.frame)),
            Fit::Long => {
                let room = room + self.frame.leading;
                (whole_lines(room, self.frame) - 1, half_lines(room, self.frame) - 2)
            }
            Fit::Overfull => (0, 0),
        };
        let halves = if noted { 0 } else { halves };
        let [freely, barely] = if lines > 0 { self.stretchable_on(page, end) } else { [0, 0] };
        let most = costs::MOST_STRETCHED.min(freely + barely).min(lines.max(0));
        Foot { lines, halves, stretch: (most, freely), noted }
    }

    /// How many lines the spaces of a page may take, and how many more if need be.
    fn stretchable_on(&self, page: &Page<'_>, end: Place) -> [i64; 2] {
        // The space before what begins a page falls away.
        let first = if page.start.line > 0 { page.first } else { page.first + 1 };
        let last = end.strip + usize::from(end.line > 0);
        let upto = |strip: usize| self.stretchable.get(strip).copied().unwrap_or_default();
        let (behind, before) = (upto(last), upto(first));
        let figure = page.deferred.and_then(|float| self.galley.floats.get(float));
        let (figure_end, figure) = figure.map_or(([0; 2], [0; 2]), |float| {
            // What closes up behind it is no place to stretch.
            let end = float.strips.end + usize::from(float.closed.is_some());
            (upto(end), upto(float.strips.start))
        });
        let of = |behind: [u32; 2], before: [u32; 2], kind: usize| behind[kind].saturating_sub(before[kind]);
        [0, 1].map(|kind| i64::from(of(behind, before, kind).saturating_sub(of(figure_end, figure, kind))))
    }

    /// Goes on with notes where there is no more text.
    pub(super) fn notes_alone(&mut self, start: Place, arrivals: &[Arrival]) {
        let due = self.notes.due(self.count);
        if start.notes >= due {
            return;
        }
        let end = Place { notes: self.notes.set_alone(start.notes, due), ..start };
        let reached = self.open.entry(end).or_default();
        for Arrival { world, faces, best } in arrivals {
            let before = Spot { place: start, faces: *faces };
            let cost = best.cost + costs::PAGE;
            let best = Best { cost, before, choices: None, stretched: 0, lacking: 0, lines: 0 };
            arrive(reached, Arrival { world: *world, faces: *faces, best });
        }
    }
}

/// Keeps the best of the ways to a spot.
fn arrive(reached: &mut Vec<Arrival>, new: Arrival) {
    let same = |known: &&mut Arrival| known.world == new.world && known.faces == new.faces;
    let Some(known) = reached.iter_mut().find(same) else { return reached.push(new) };
    let better = match new.best.cost.cmp(&known.best.cost) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Equal => new.best.before.rank() < known.best.before.rank(),
        std::cmp::Ordering::Greater => false,
    };
    if better {
        known.best = new.best;
    }
}

fn whole_lines(height: Pt, frame: Frame) -> i64 {
    height.scaled() / frame.leading.scaled().max(1)
}

/// To the nearest half line.
fn half_lines(height: Pt, frame: Frame) -> i64 {
    whole_lines(height * 2 + frame.leading / 2, frame)
}
