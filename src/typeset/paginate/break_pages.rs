//! Heights and costs → page ends and the ways paragraphs are set, best for the whole galley.
//!
//! Knuth and Plass, “Breaking Paragraphs into Lines”, one dimension up: every page that could begin at every
//! place is weighed, and the cheapest sequence of pages wins; ties go to the fuller first page. Beside the
//! strips as they were set best, a page may hold paragraphs in a line more or less: the search keeps the
//! cheapest way to each number of lines gained or lost on the page. A page may begin inside a paragraph that
//! is set otherwise; and a note may go on at the foot of the next page, so that a place is also told by the
//! notes set so far. Pages that face each other should end on one line: a recto is told what its verso lacks, and
//! both may be a line longer than others. Forbidden ends cost more than any empty page, so that there is always an
//! answer.

use super::super::layout::Choice;
use super::super::layout::floats::{self, Move};
use super::super::layout::galley::{Galley, PageBreak, Ways};
use super::foot::Notes;
use super::furniture::Side;
use super::plan::{PagePlan, Plan};
use super::spots::{Best, Faces, Link, MOST_LACKING, Page, Spot, State};
use super::{Frame, Stretch, costs};
use crate::units::Pt;
use std::collections::BTreeMap;
use std::ops::Bound;

/// How many lines the paragraphs of a page may gain or lose together.
const MOST_SHIFT: i64 = 3;
/// How many lines a page lacks at most where that gives sound pages.
const WINDOW: i64 = 9;

/// Plans the pages of the first `count` strips. `ways` are the other ways to set paragraphs, in order; `first` is the
/// side of the first page, where pages face each other.
pub(super) fn break_pages(
    galley: &Galley,
    count: usize,
    frame: Frame,
    ways: &[Ways],
    first: Option<Side>,
) -> Plan {
    if count == 0 {
        return Plan::default();
    }
    let notes = Notes::of(galley, count, frame);
    let mut search = Search::new(galley, count, frame, ways, &notes);
    let sound = search.run(WINDOW, first).filter(|cost| *cost < costs::OVERFULL);
    if sound.is_none() && search.run(i64::MAX, first).is_none() {
        return Plan::default();
    }
    search.retrace()
}

struct Search<'a> {
    galley: &'a Galley,
    count: usize,
    frame: Frame,
    ways: &'a [Ways],
    notes: &'a Notes<'a>,
    /// Before each strip, how many stand behind a space that may be stretched, and behind one that had better not.
    stretchable: Vec<[u32; 2]>,
    /// Before each strip, how many turned pages there are.
    turned: Vec<usize>,
    /// What stands below the last strip, in columns.
    below: Pt,
    window: i64,
    places: BTreeMap<Spot, Best>,
    links: Vec<Link>,
}

impl<'a> Search<'a> {
    fn new(
        galley: &'a Galley,
        count: usize,
        frame: Frame,
        ways: &'a [Ways],
        notes: &'a Notes<'a>,
    ) -> Search<'a> {
        let mut stretchable = Vec::with_capacity(count + 1);
        let mut turned = Vec::with_capacity(count + 1);
        let (mut sum, mut pages) = ([0; 2], 0);
        stretchable.push(sum);
        turned.push(pages);
        for strip in galley.strips.iter().take(count) {
            match super::stretch_of(strip, frame) {
                Some(Stretch::Freely) => sum[0] += 1,
                Some(Stretch::Barely) => sum[1] += 1,
                None => {}
            }
            pages += strip.turned.as_ref().map_or(0, |turned| super::count_pages(turned, frame.leading));
            stretchable.push(sum);
            turned.push(pages);
        }
        let (places, links) = (BTreeMap::new(), Vec::new());
        let columns = galley.columns.map_or(1, |columns| columns.count.max(1) as i64);
        let below: Pt = galley.strips.iter().skip(count).map(|strip| strip.before + strip.height).sum();
        let below = below / columns;
        Search {
            galley,
            count,
            frame,
            ways,
            notes,
            stretchable,
            turned,
            below,
            window: WINDOW,
            places,
            links,
        }
    }

    fn end(&self) -> Spot {
        Spot { notes: self.notes.due(self.count), ..Spot::before(self.count) }
    }

    /// Finds the cheapest pages, and tells their cost.
    fn run(&mut self, window: i64, side: Option<Side>) -> Option<i64> {
        self.window = window;
        self.places.clear();
        self.links.clear();
        let first = Spot { faces: Faces::first(side), ..Spot::before(0) };
        let best = Best { cost: 0, before: first, choices: None, stretched: 0, lacking: 0, lines: 0 };
        self.places.insert(first, best);
        let mut reached = Some((first, best));
        while let Some((spot, best)) = reached {
            if spot.strip < self.count {
                self.page(spot, best.cost);
            } else {
                self.notes_alone(spot, best.cost);
            }
            let behind = (Bound::Excluded(spot), Bound::Unbounded);
            reached = self.places.range(behind).next().map(|(spot, best)| (*spot, *best));
        }
        self.places.get(&self.end()).map(|best| best.cost)
    }

    /// Weighs all pages that begin at a place: with all that comes, and without the first figure that it comes to.
    fn page(&mut self, start: Spot, so_far: i64) {
        self.fill(start, so_far, None);
        let floats = &self.galley.floats;
        let next = floats.partition_point(|float| float.strips.start <= start.strip);
        if next < floats.len() && start.float.is_none() {
            self.fill(start, so_far, Some(next));
        }
    }

    /// Weighs all pages that begin at a place, without a figure that they come to.
    fn fill(&mut self, start: Spot, so_far: i64, without: Option<usize>) {
        let galley = self.galley;
        let leading = self.frame.leading;
        let mut page = Page {
            start,
            first: start.strip,
            filled: Pt::ZERO,
            empty: true,
            apart: Pt::ZERO,
            deferred: None,
            closes: None,
        };
        if let Some(float) = start.float.and_then(|float| galley.floats.get(float)) {
            let strips = galley.strips.get(float.strips.clone()).unwrap_or_default();
            let spaces: Pt = strips.iter().skip(1).map(|strip| strip.before).sum();
            page.filled = strips.iter().map(|strip| strip.height).sum::<Pt>() + spaces;
            (page.empty, page.apart) = (false, leading);
        }
        let without = without.and_then(|number| Some((number, galley.floats.get(number)?)));
        let reach = without.map(|(_, float)| floats::reach(galley, &float.strips));
        let mut states = vec![State { shift: 0, cost: so_far, choices: None }];
        let mut at = start.strip;
        if start.line > 0 {
            if start.float.is_some() {
                page.filled = (page.filled + leading).round_up_to(leading);
                page.apart = Pt::ZERO;
            }
            let silent = without.is_some();
            let Some(behind) = self.rest_of_paragraph(&mut page, states[0], silent) else { return };
            at = behind;
        }
        let mut next = self.ways.partition_point(|ways| ways.strips.start < at);
        let mut pending: Option<(usize, Vec<State>)> = None;
        while at < self.count {
            if let Some((number, float)) = without.filter(|(_, float)| float.strips.start == at) {
                page.deferred = Some(number);
                page.closes = float.closed.as_ref().map(|closed| closed.before);
                at = float.strips.end;
            }
            if page.deferred.is_some() && reach.is_some_and(|reach| at >= reach) {
                break;
            }
            let weighed = without.is_none() || page.deferred.is_some();
            let Some(strip) = galley.strips.get(at) else { break };
            if let Some(ways) = self.ways.get(next).filter(|ways| ways.strips.start == at) {
                let states = self.set_otherwise(&page, next, &states, weighed);
                pending = (!states.is_empty()).then_some((ways.strips.end, states));
                next += 1;
            }
            page.filled = page.top_of(galley, at, leading) + strip.height;
            page.empty = false;
            (page.apart, page.closes) = (Pt::ZERO, None);
            at += 1;
            if pending.as_ref().is_some_and(|(end, _)| *end == at) {
                merge(&mut states, pending.take().map_or(Vec::new(), |(_, others)| others));
            }
            let page_break = self.page_break(at);
            for state in states.iter().filter(|_| weighed) {
                self.offer(&page, Spot::before(at), page_break, page.filled, *state);
            }
            if !(page.filled - leading * (MOST_SHIFT + 1)).fits(self.frame.height) {
                break;
            }
        }
    }

    /// Puts the rest of the paragraph set otherwise on the page that begins inside it; gives the strip behind it.
    fn rest_of_paragraph(&mut self, page: &mut Page, state: State, silent: bool) -> Option<usize> {
        let start = page.start;
        let ways = self.ways_at(start.strip)?;
        let way = *ways.others.get(start.way)?;
        page.first = ways.strips.end;
        page.empty = false;
        for line in start.line + 1..=way.lines {
            page.filled += self.frame.leading;
            let inside = Spot { line, way: start.way, ..Spot::before(start.strip) };
            let (end, page_break) = if line == way.lines {
                (Spot::before(page.first), self.page_break(page.first))
            } else {
                (inside, way.page_break(line))
            };
            if !silent {
                self.offer(page, end, page_break, page.filled, state);
            }
        }
        Some(page.first)
    }

    /// Weighs a page's ends inside the other ways to set a paragraph, and gives what the page is behind it.
    fn set_otherwise(&mut self, page: &Page, number: usize, states: &[State], weighed: bool) -> Vec<State> {
        let Some(ways) = self.ways.get(number) else { return Vec::new() };
        let at = ways.strips.start;
        let leading = self.frame.leading;
        let top = page.top_of(self.galley, at, leading);
        let mut behind = Vec::new();
        for (index, way) in ways.others.iter().enumerate() {
            for state in states {
                let choice = Choice { paragraph: number, lines: way.lines };
                let choices = u32::try_from(self.links.len()).ok();
                self.links.push(Link { choice, before: state.choices });
                let cost = state.cost + i64::from(way.cost) * 100;
                let state = State { cost, choices, ..*state };
                for line in (1..way.lines).filter(|_| weighed) {
                    let filled = top + leading * line as i64;
                    let end = Spot { line, way: index, ..Spot::before(at) };
                    self.offer(page, end, way.page_break(line), filled, state);
                }
                let shift = state.shift + way.lines as i64 - ways.strips.len() as i64;
                if shift.abs() <= MOST_SHIFT {
                    behind.push(State { shift, ..state });
                }
            }
        }
        behind
    }

    /// Weighs a page that ends before a place and is filled so far, not counting the lines its paragraphs
    /// gained or lost.
    fn offer(&mut self, page: &Page, mut end: Spot, page_break: PageBreak, filled: Pt, state: State) {
        let filled = filled + self.frame.leading * state.shift;
        let due = self.notes.due(end.strip + usize::from(end.line > 0));
        let set = self.notes.set(page.start.notes, due, self.frame.height - filled);
        end.notes = set.end;
        let mut room = self.frame.height - filled - set.height;
        let last = end.strip == self.count;
        end.float = page.deferred;
        if last && end.float.is_some() {
            // Nothing would stand below the figure.
            return;
        }
        // Where columns follow they go on right below.
        let open = last && self.galley.strips.len() > self.count;
        // A page with notes ends where its notes end.
        let noted = due > page.start.notes;
        let long = !Pt::ZERO.fits(room) && !open && !noted && page.start.faces.may_be_long();
        if long {
            room += self.frame.leading;
        }
        let lone = end.strip == page.start.strip + 1 && end.line == 0 && page.start.line == 0;
        let overfull = !Pt::ZERO.fits(room);
        if overfull && !lone {
            return;
        }
        let mut best = Best {
            cost: state.cost + set.cost,
            before: page.start,
            choices: state.choices,
            stretched: 0,
            lacking: 0,
            lines: 0,
        };
        if end.float.is_some() {
            best.cost += costs::MOVED;
        }
        if overfull {
            best.cost += costs::OVERFULL;
        } else if long {
            best.cost += costs::LONG;
        }
        if !last {
            let lines = if overfull { 0 } else { whole_lines(room, self.frame) - i64::from(long) };
            if lines > self.window {
                return;
            }
            let halves = match (overfull, noted) {
                (false, false) => half_lines(room, self.frame) - 2 * i64::from(long),
                (true, _) | (_, true) => 0,
            };
            let stretchable = if lines > 0 { self.stretchable_on(page, end) } else { [0, 0] };
            let most = costs::MOST_STRETCHED.min(stretchable[0] + stretchable[1]).min(lines.max(0));
            let left = |stretched: i64| if noted { 0 } else { halves - 2 * stretched };
            let cost = |stretched: i64| {
                let uneven = match page.start.faces {
                    Faces::Verso(verso) => costs::uneven(verso, left(stretched).min(MOST_LACKING)),
                    Faces::Nothing | Faces::Next | Faces::Other => 0,
                };
                let barely = (stretched - stretchable[0]).max(0);
                costs::lacking(lines - stretched) + costs::stretched(stretched, barely) + uneven
            };
            best.stretched = (0..=most).min_by_key(|stretched| cost(*stretched)).unwrap_or(0);
            best.lacking = lines - best.stretched;
            best.cost += costs::PAGE + costs::end(page_break) + cost(best.stretched);
            let turned = |strip: usize| self.turned.get(strip).copied().unwrap_or_default();
            let turned = turned(end.strip) - turned(page.start.strip.min(end.strip));
            end.faces = page.start.faces.behind(left(best.stretched), turned);
        } else if end.notes < due {
            // Notes alone go on behind it: it is not the last page.
            if let Faces::Verso(verso) = page.start.faces {
                best.cost += costs::uneven(verso, 0);
            }
        } else if !overfull {
            best.cost += costs::last_page(whole_lines(filled + self.below, self.frame));
            best.lines = whole_lines(filled + self.below, self.frame);
        }
        let slot = self.places.entry(end).or_insert(best);
        if best.cost < slot.cost {
            *slot = best;
        }
    }

    /// Goes on with notes where there is no more text.
    fn notes_alone(&mut self, start: Spot, so_far: i64) {
        let due = self.notes.due(self.count);
        if start.notes < due {
            let end = Spot { notes: self.notes.set_alone(start.notes, due), ..start };
            let cost = so_far + costs::PAGE;
            let best = Best { cost, before: start, choices: None, stretched: 0, lacking: 0, lines: 0 };
            let slot = self.places.entry(end).or_insert(best);
            if best.cost < slot.cost {
                *slot = best;
            }
        }
    }

    /// How many lines the spaces of a page may take, and how many more if need be.
    fn stretchable_on(&self, page: &Page, end: Spot) -> [i64; 2] {
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

    fn page_break(&self, strip: usize) -> PageBreak {
        self.galley.strips.get(strip).map_or(PageBreak::Allowed(0), |strip| strip.page_break)
    }

    fn ways_at(&self, strip: usize) -> Option<&'a Ways> {
        let at = self.ways.binary_search_by_key(&strip, |ways| ways.strips.start).ok()?;
        self.ways.get(at)
    }

    fn retrace(&self) -> Plan {
        let mut ends = Vec::new();
        let mut spot = self.end();
        while let Some(best) = self.places.get(&spot).filter(|best| best.before < spot) {
            ends.push((spot, *best));
            spot = best.before;
        }
        ends.reverse();
        let last = self.places.get(&self.end()).map_or(0, |best| best.lines);
        let mut plan = Plan { last, ..Plan::default() };
        for (_, best) in &ends {
            let from = plan.choices.len();
            let mut link = best.choices;
            while let Some(found) = link.and_then(|link| self.links.get(link as usize)) {
                plan.choices.push(found.choice);
                link = found.before;
            }
            plan.choices.get_mut(from..).unwrap_or_default().reverse();
        }
        let (mut start, mut notes) = (0, 0);
        for (end, best) in ends {
            let strips = start..self.carried_out(end, &plan.choices);
            if let Some((float, figure)) =
                end.float.and_then(|float| Some((float, self.galley.floats.get(float)?)))
            {
                let from = self.carried_out(Spot::before(figure.strips.start), &plan.choices);
                let before = strips.end + figure.strips.len();
                plan.moves.push(Move { float, strips: from..from + figure.strips.len(), before });
            }
            start = strips.end;
            let Best { stretched, lacking, .. } = best;
            plan.pages.push(PagePlan { strips, notes: notes..end.notes, stretched, lacking });
            notes = end.notes;
        }
        plan
    }

    /// The number a place has when choices are carried out.
    fn carried_out(&self, spot: Spot, choices: &[Choice]) -> usize {
        let mut number = spot.strip + spot.line;
        for choice in choices {
            let Some(ways) = self.ways.get(choice.paragraph) else { continue };
            if ways.strips.end <= spot.strip {
                number = number + choice.lines - ways.strips.len();
            }
        }
        let figure = spot.float.and_then(|float| self.galley.floats.get(float));
        number - figure.map_or(0, |float| float.strips.len())
    }
}

fn whole_lines(height: Pt, frame: Frame) -> i64 {
    height.scaled() / frame.leading.scaled().max(1)
}

/// To the nearest half line.
fn half_lines(height: Pt, frame: Frame) -> i64 {
    whole_lines(height * 2 + frame.leading / 2, frame)
}

/// The cheapest page for each number of lines gained or lost; what was there wins ties.
fn merge(states: &mut Vec<State>, others: Vec<State>) {
    for other in others {
        match states.iter_mut().find(|state| state.shift == other.shift) {
            Some(state) if other.cost < state.cost => *state = other,
            Some(_) => {}
            None => states.push(other),
        }
    }
}
