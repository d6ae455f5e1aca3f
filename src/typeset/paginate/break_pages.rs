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
//!
//! What a page holds does not depend on what it faces, nor on the side the first page is on. So all ways to a place are
//! kept together, in as many worlds as there are sides to begin on, and a page is filled once for all of them; `ending`
//! weighs its end for each.

use super::super::layout::Choice;
use super::super::layout::floats::{self, Lead, Move};
use super::super::layout::galley::{Galley, PageBreak, Ways};
use super::foot::Notes;
use super::furniture::Side;
use super::plan::{PagePlan, Plan};
use super::spots::{Arrival, Best, Faces, Link, Page, Place, Spot, State};
use super::{Frame, Stretch, costs};
use crate::units::Pt;
use std::collections::BTreeMap;

/// How many lines the paragraphs of a page may gain or lose together.
const MOST_SHIFT: i64 = 3;
/// How many lines figures may be smaller together with them.
const MOST_SMALLER: i64 = 6;
/// How many lines a page lacks at most where that gives sound pages.
const WINDOW: i64 = 9;

/// Plans the pages of the first `count` strips, once for each side that the first page may be on, where pages face
/// each other. `ways` are the other ways to set paragraphs, in order.
pub(super) fn break_pages(
    galley: &Galley,
    count: usize,
    frame: Frame,
    ways: &[Ways],
    sides: &[Option<Side>],
) -> Vec<Plan> {
    let mut plans = vec![Plan::default(); sides.len()];
    if count == 0 {
        return plans;
    }
    let notes = Notes::of(galley, count, frame);
    let mut search = Search::new(galley, count, frame, ways, &notes);
    let mut left: Vec<usize> = (0..sides.len()).collect();
    for window in [WINDOW, i64::MAX] {
        let firsts: Vec<Faces> =
            left.iter().filter_map(|number| sides.get(*number)).map(|side| Faces::first(*side)).collect();
        search.run(window, &firsts);
        let mut unsound = Vec::new();
        for (world, number) in left.iter().enumerate() {
            let cost = search.cost(world);
            if window == WINDOW && cost.is_none_or(|cost| cost >= costs::OVERFULL) {
                unsound.push(*number);
            } else if let Some(plan) = plans.get_mut(*number).filter(|_| cost.is_some()) {
                *plan = search.retrace(world);
            }
        }
        left = unsound;
        if left.is_empty() {
            break;
        }
    }
    plans
}

pub(super) struct Search<'a> {
    pub(super) galley: &'a Galley,
    pub(super) count: usize,
    pub(super) frame: Frame,
    ways: &'a [Ways],
    pub(super) notes: &'a Notes<'a>,
    /// Before each strip, how many stand behind a space that may be stretched, and behind one that had better not.
    pub(super) stretchable: Vec<[u32; 2]>,
    /// Before each strip, how many turned pages there are.
    pub(super) turned: Vec<usize>,
    /// What stands below the last strip, in columns.
    pub(super) below: Pt,
    pub(super) window: i64,
    /// What is a line more than the window.
    pub(super) beyond: Pt,
    /// The places that were reached and not left yet.
    pub(super) open: BTreeMap<Place, Vec<Arrival>>,
    /// Those that were left, in order.
    left: Vec<(Place, Vec<Arrival>)>,
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
            beyond: Pt::ZERO,
            open: BTreeMap::new(),
            left: Vec::new(),
            links: Vec::new(),
        }
    }

    fn end(&self) -> Place {
        Place { notes: self.notes.due(self.count), ..Place::before(self.count) }
    }

    /// Finds the cheapest pages for each of some worlds, which differ in what the first page faces.
    fn run(&mut self, window: i64, firsts: &[Faces]) {
        self.window = window;
        let lines = window.saturating_add(1);
        self.beyond = Pt::from_scaled(self.frame.leading.scaled().max(1).saturating_mul(lines));
        self.open.clear();
        self.left.clear();
        self.links.clear();
        let first = Place::before(0);
        let arrival = |(world, faces): (usize, &Faces)| {
            let before = Spot { place: first, faces: *faces };
            let best = Best { cost: 0, before, choices: None, stretched: 0, lacking: 0, lines: 0 };
            Arrival { world, faces: *faces, best }
        };
        self.open.insert(first, firsts.iter().enumerate().map(arrival).collect());
        while let Some((place, arrivals)) = self.open.pop_first() {
            if place.strip < self.count {
                self.page(place, &arrivals);
            } else {
                self.notes_alone(place, &arrivals);
            }
            self.left.push((place, arrivals));
        }
    }

    /// The best way to a place that was left.
    fn best(&self, world: usize, spot: Spot) -> Option<&Best> {
        let at = self.left.binary_search_by_key(&spot.place, |(place, _)| *place).ok()?;
        let (_, arrivals) = self.left.get(at)?;
        let found = arrivals.iter().find(|known| known.world == world && known.faces == spot.faces)?;
        Some(&found.best)
    }

    /// What the cheapest pages of a world cost.
    fn cost(&self, world: usize) -> Option<i64> {
        self.best(world, Spot { place: self.end(), faces: Faces::Nothing }).map(|best| best.cost)
    }

    /// Weighs all pages that begin at a place: with all that comes, and without the first figure that it comes to.
    fn page(&mut self, start: Place, arrivals: &[Arrival]) {
        self.fill(start, arrivals, None);
        let floats = &self.galley.floats;
        let next = floats.partition_point(|float| float.strips.start <= start.strip);
        if next < floats.len() && start.float.is_none() {
            self.fill(start, arrivals, Some(next));
        }
    }

    /// Weighs all pages that begin at a place, without a figure that they come to.
    fn fill(&mut self, start: Place, arrivals: &[Arrival], without: Option<usize>) {
        let galley = self.galley;
        let leading = self.frame.leading;
        let mut page = Page {
            start,
            arrivals,
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
        let mut states = vec![State { shift: 0, cost: 0, choices: None }];
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
            if let Some(float) = self.float_at(at - 1) {
                let others = self.smaller(float, &states);
                merge(&mut states, others);
            }
            if pending.as_ref().is_some_and(|(end, _)| *end == at) {
                merge(&mut states, pending.take().map_or(Vec::new(), |(_, others)| others));
            }
            let page_break = self.page_break(at);
            for state in states.iter().filter(|_| weighed) {
                self.offer(&page, Place::before(at), page_break, page.filled, *state);
            }
            let most = states.iter().map(|state| -state.shift).max().unwrap_or(0).max(MOST_SHIFT);
            if !(page.filled - leading * (most + 1)).fits(self.frame.height) {
                break;
            }
        }
    }

    /// Puts the rest of the paragraph set otherwise on the page that begins inside it; gives the strip behind it.
    fn rest_of_paragraph(&mut self, page: &mut Page<'_>, state: State, silent: bool) -> Option<usize> {
        let start = page.start;
        let ways = self.ways_at(start.strip)?;
        let way = *ways.others.get(start.way)?;
        page.first = ways.strips.end;
        page.empty = false;
        for line in start.line + 1..=way.lines {
            page.filled += self.frame.leading;
            let inside = Place { line, way: start.way, ..Place::before(start.strip) };
            let (end, page_break) = if line == way.lines {
                (Place::before(page.first), self.page_break(page.first))
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
    fn set_otherwise(
        &mut self,
        page: &Page<'_>,
        number: usize,
        states: &[State],
        weighed: bool,
    ) -> Vec<State> {
        let Some(ways) = self.ways.get(number) else { return Vec::new() };
        let at = ways.strips.start;
        let leading = self.frame.leading;
        let top = page.top_of(self.galley, at, leading);
        let mut behind = Vec::new();
        for (index, way) in ways.others.iter().enumerate() {
            for state in states {
                let choices = self.choose(Choice::Lines { paragraph: number, lines: way.lines }, state);
                let cost = state.cost + i64::from(way.cost) * 100;
                let state = State { cost, choices, ..*state };
                for line in (1..way.lines).filter(|_| weighed) {
                    let filled = top + leading * line as i64;
                    let end = Place { line, way: index, ..Place::before(at) };
                    self.offer(page, end, way.page_break(line), filled, state);
                }
                let shift = state.shift + way.lines as i64 - ways.strips.len() as i64;
                if shift.abs() <= MOST_SHIFT.max(state.shift.abs()) {
                    behind.push(State { shift, ..state });
                }
            }
        }
        behind
    }

    /// What the page is behind a figure that is set smaller.
    fn smaller(&mut self, float: usize, states: &[State]) -> Vec<State> {
        let spare = self.galley.floats.get(float).map_or(0, |float| float.spare);
        let mut behind = Vec::new();
        for state in states {
            for lines in 1..=spare.min(MOST_SMALLER + state.shift) {
                let choices = self.choose(Choice::Smaller { float, lines }, state);
                let cost = state.cost + costs::smaller(lines);
                behind.push(State { shift: state.shift - lines, cost, choices });
            }
        }
        behind
    }

    /// Remembers a choice behind those of a state.
    fn choose(&mut self, choice: Choice, state: &State) -> Option<u32> {
        let choices = u32::try_from(self.links.len()).ok();
        self.links.push(Link { choice, before: state.choices });
        choices
    }

    fn page_break(&self, strip: usize) -> PageBreak {
        self.galley.strips.get(strip).map_or(PageBreak::Allowed(0), |strip| strip.page_break)
    }

    /// Which figure begins with a strip.
    fn float_at(&self, strip: usize) -> Option<usize> {
        self.galley.floats.binary_search_by_key(&strip, |float| float.strips.start).ok()
    }

    fn ways_at(&self, strip: usize) -> Option<&'a Ways> {
        let at = self.ways.binary_search_by_key(&strip, |ways| ways.strips.start).ok()?;
        self.ways.get(at)
    }

    fn retrace(&self, world: usize) -> Plan {
        let mut ends = Vec::new();
        let mut spot = Spot { place: self.end(), faces: Faces::Nothing };
        let last = self.best(world, spot).map_or(0, |best| best.lines);
        while let Some(best) = self.best(world, spot).filter(|best| best.before.place < spot.place) {
            ends.push((spot.place, *best));
            spot = best.before;
        }
        ends.reverse();
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
                let from = self.carried_out(Place::before(figure.strips.start), &plan.choices);
                plan.torn_from_lead |= figure.lead == Lead::Colon;
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
    fn carried_out(&self, place: Place, choices: &[Choice]) -> usize {
        let mut number = place.strip + place.line;
        for choice in choices {
            let Choice::Lines { paragraph, lines } = *choice else { continue };
            let Some(ways) = self.ways.get(paragraph) else { continue };
            if ways.strips.end <= place.strip {
                number = number + lines - ways.strips.len();
            }
        }
        let figure = place.float.and_then(|float| self.galley.floats.get(float));
        number - figure.map_or(0, |float| float.strips.len())
    }
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
