//! Candidates → the line ends of least total demerits.
//!
//! Knuth & Plass, “Breaking paragraphs into lines” (1981), in the form of TeX: passes of growing
//! tolerance, classes of tightness, demerits for neighbours that differ and for hyphens in a row. What
//! no pass can set is left as an overfull line. Sees numbers alone, no text.

use super::candidates::{Candidate, CandidateKind, Sums};
use super::costs::COSTS;
use super::spots::SpotKind;
use std::ops::RangeInclusive;

/// The lines to fill, in scaled points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Width of the first line.
    pub(super) first: i64,
    /// Width of all others.
    pub(super) others: i64,
    /// Stretch that each line has of its own: the rag of text that is not justified.
    pub(super) rag: Option<i64>,
    /// A last line below this is a runt.
    pub(super) runt: i64,
}

impl Target {
    /// The width of the line that starts at a candidate.
    pub(super) fn width(&self, start: &Candidate) -> i64 {
        if start.kind == CandidateKind::Start { self.first } else { self.others }
    }
}

/// One attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    /// Worst badness of a line.
    pub(super) tolerance: i64,
    /// Stretch added to each line in judging it.
    pub(super) emergency: i64,
    /// Whether lines may stay overfull.
    pub(super) overfull: Overfull,
}

/// Whether lines may stay overfull.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Overfull {
    /// The pass fails instead.
    Refused,
    /// The least bad is taken: the last resort.
    Accepted,
}

/// How tight a line is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fitness {
    Tight,
    Decent,
    Loose,
    VeryLoose,
}

/// A way to set the paragraph up to a candidate.
#[derive(Clone, Copy, Debug)]
struct Node {
    candidate: u32,
    fitness: Fitness,
    /// Lines up to here that end with a hyphen, in a row.
    hyphens: u8,
    lines: u32,
    demerits: i64,
    before: u32,
}

/// Natural width, stretch and shrink of the line between two candidates.
pub(super) fn line_sums(from: &Candidate, to: &Candidate) -> Sums {
    let over = from.over_start + to.over_end;
    Sums {
        width: to.at_end.width - from.at_next.width + to.before + from.after - over,
        stretch: to.at_end.stretch - from.at_next.stretch,
        shrink: to.at_end.shrink - from.at_next.shrink,
        letters: to.at_end.letters - from.at_next.letters,
    }
}

/// TeX's badness: about 100·(gap/room)³, at most 10 000 (The TeXbook, chapter 14; *TeX: The Program* §108).
pub(super) fn badness(gap: i64, room: i64) -> i64 {
    if gap <= 0 {
        return 0;
    }
    if room <= 0 {
        return 10_000;
    }
    let ratio = gap.saturating_mul(297) / room;
    if ratio > 1290 { 10_000 } else { (ratio * ratio * ratio + (1 << 17)) >> 18 }
}

/// What there is to say of a possible line.
struct Judged {
    badness: i64,
    fitness: Fitness,
}

/// The result of measuring a line against its target.
enum Fit {
    Overfull,
    Judged(Judged),
}

/// A hair of excess is allowed, so that rounding never breaks a line: as in `Pt::fits`.
const HAIR: i64 = 655;

fn judge(sums: Sums, width: i64, target: &Target, end: &Candidate, emergency: i64) -> Fit {
    let gap = width - sums.width;
    let (shrink, letters) = match target.rag {
        Some(_) => (0, 0),
        None => (sums.shrink, sums.letters.max(0)),
    };
    if gap < -(shrink + letters + HAIR) {
        return Fit::Overfull;
    }
    if gap < 0 {
        let (by_letters, by_spaces) = dealt(-gap, shrink, letters);
        let badness = badness(by_spaces, shrink).min(100) + fitted(by_letters, letters);
        let fitness = if 2 * by_spaces > shrink { Fitness::Tight } else { Fitness::Decent };
        return Fit::Judged(Judged { badness, fitness });
    }
    if end.is_forced() {
        return Fit::Judged(Judged { badness: 0, fitness: Fitness::Decent });
    }
    let stretch = target.rag.unwrap_or(sums.stretch) + emergency;
    let (by_letters, by_spaces) = dealt(gap, stretch, letters);
    let badness = badness(by_spaces, stretch) + fitted(by_letters, letters);
    let fitness = if 2 * by_spaces <= stretch {
        Fitness::Decent
    } else if by_spaces <= stretch {
        Fitness::Loose
    } else {
        Fitness::VeryLoose
    };
    Fit::Judged(Judged { badness: badness.min(10_000), fitness })
}

/// What letters and what spaces take of a gap: spaces alone up to half of their room, then letters as far as
/// they go, then spaces again. So letters never move where spaces hardly show, and spaces never get wide
/// while letters could still help.
pub(super) fn dealt(gap: i64, room: i64, letters: i64) -> (i64, i64) {
    let by_letters = (gap - room / 2).clamp(0, letters);
    (by_letters, gap - by_letters)
}

/// What moving letters costs.
fn fitted(by_letters: i64, letters: i64) -> i64 {
    if letters == 0 { 0 } else { COSTS.letters * by_letters / letters }
}

/// The line ends of least demerits, as indices of candidates without the start; none when the pass fails.
pub(super) fn total_fit(candidates: &[Candidate], target: &Target, pass: Pass) -> Option<Vec<usize>> {
    let mut search = Search::new(candidates, target, pass, Lines::AsTheyCome);
    if !search.run() {
        return None;
    }
    let last =
        search.last_nodes().reduce(|best, node| if search.cheaper(&node, &best) { node } else { best });
    last.map(|node| search.retrace(node))
}

/// A way to set a paragraph in a given number of lines.
pub(super) struct Counted {
    pub(super) lines: u32,
    pub(super) demerits: i64,
    pub(super) ends: Vec<usize>,
}

/// For each number of lines of a range the line ends of least demerits, where the pass finds any. No last line
/// is a runt.
pub(super) fn total_fit_in(
    candidates: &[Candidate],
    target: &Target,
    pass: Pass,
    lines: RangeInclusive<u32>,
) -> Vec<Counted> {
    let mut search = Search::new(candidates, target, pass, Lines::Within(lines.clone()));
    if !search.run() {
        return Vec::new();
    }
    let best_in = |count: u32| {
        let in_lines = search.last_nodes().filter(|node| node.lines == count);
        let node = in_lines.reduce(|best, node| if search.cheaper(&node, &best) { node } else { best })?;
        Some(Counted { lines: count, demerits: node.demerits, ends: search.retrace(node) })
    };
    lines.filter_map(best_in).collect()
}

/// How many lines are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Lines {
    AsTheyCome,
    Within(RangeInclusive<u32>),
}

/// The best ways to a candidate in each class of tightness, for one number of lines; for all together where
/// lines are not counted.
type Slot = (u32, [Option<Node>; 4]);

struct Search<'a> {
    candidates: &'a [Candidate],
    target: &'a Target,
    pass: Pass,
    lines: Lines,
    nodes: Vec<Node>,
    /// Indices of the nodes a line may still start from, in order of position.
    active: Vec<u32>,
    slots: Vec<Slot>,
}

impl<'a> Search<'a> {
    fn new(candidates: &'a [Candidate], target: &'a Target, pass: Pass, lines: Lines) -> Search<'a> {
        let start = Node {
            candidate: 0,
            fitness: Fitness::Decent,
            hyphens: 0,
            lines: 0,
            demerits: 0,
            before: u32::MAX,
        };
        let mut nodes = Vec::with_capacity(candidates.len() + 1);
        nodes.push(start);
        let mut active = Vec::with_capacity(32);
        active.push(0);
        Search { candidates, target, pass, lines, nodes, active, slots: Vec::new() }
    }

    /// Whether there is a way to the end.
    fn run(&mut self) -> bool {
        for index in 1..self.candidates.len() {
            self.reach(index);
            if self.active.is_empty() {
                return false;
            }
        }
        true
    }

    /// Tries all lines that end at a candidate.
    fn reach(&mut self, index: usize) {
        let end = self.candidates[index];
        let mut best = std::mem::take(&mut self.slots);
        best.clear();
        let mut active = std::mem::take(&mut self.active);
        let mut dropped = None;
        active.retain(|node_index| {
            let node = self.nodes[*node_index as usize];
            let from = &self.candidates[node.candidate as usize];
            let sums = line_sums(from, &end);
            match judge(sums, self.target.width(from), self.target, &end, self.pass.emergency) {
                Fit::Overfull => {
                    dropped = Some(*node_index);
                    // Later ends are further off, unless this one adds a hyphen that they do not.
                    self.may_fit_later(from, &end)
                }
                Fit::Judged(line) => {
                    if line.badness <= self.pass.tolerance && self.allowed(&node, from, &end) {
                        let way = self.extend(*node_index, index, &line, sums);
                        if self.leads_to_wanted(&way, &end, sums) {
                            self.offer(&mut best, line.fitness, way);
                        }
                    }
                    !end.is_forced()
                }
            }
        });
        if end.is_forced() {
            active.clear();
        }
        let nothing = active.is_empty() && best.is_empty();
        if let (true, Some(last), Overfull::Accepted) = (nothing, dropped, self.pass.overfull) {
            // TeX's artificial demerits: the least bad way goes on, so that there are always lines.
            let way = self.overfull(last, index);
            self.offer(&mut best, Fitness::Tight, way);
        }
        self.active = active;
        for (_, ways) in &best {
            self.keep(ways);
        }
        self.slots = best;
    }

    /// Takes a way for its class when none is cheaper.
    fn offer(&self, best: &mut Vec<Slot>, fitness: Fitness, way: Node) {
        let lines = if self.lines == Lines::AsTheyCome { 0 } else { way.lines };
        let at = best.iter().position(|(known, _)| *known == lines).unwrap_or_else(|| {
            best.push((lines, [None; 4]));
            best.len() - 1
        });
        let slot = &mut best[at].1[fitness as usize];
        if slot.is_none_or(|known| self.cheaper(&way, &known)) {
            *slot = Some(way);
        }
    }

    /// Whether a wanted number of lines can still come out, with the rest set as tight or as loose as can be.
    fn leads_to_wanted(&self, way: &Node, here: &Candidate, sums: Sums) -> bool {
        let (Lines::Within(wanted), Some(end)) = (&self.lines, self.candidates.last()) else { return true };
        if here.kind == CandidateKind::End {
            return wanted.contains(&way.lines) && sums.width >= self.target.runt;
        }
        let rest = end.at_end.since(&here.at_next);
        let width = self.target.others.max(1);
        // A line holds a little more than its width: punctuation hangs over both edges.
        let widest = width + self.target.runt / 2;
        let fewest = (rest.width - rest.shrink - rest.letters + widest - 1).max(1) / widest;
        let most = (rest.width + rest.stretch * 3 / 2 + rest.letters) / width + 1;
        let lines = i64::from(way.lines);
        lines + fewest <= i64::from(*wanted.end()) && lines + most >= i64::from(*wanted.start())
    }

    /// Whether a line that is overfull at `end` may fit at a later candidate of the same word.
    fn may_fit_later(&self, from: &Candidate, end: &Candidate) -> bool {
        if end.is_forced() || end.before <= 0 {
            return false;
        }
        let bare = Candidate { before: 0, over_end: 0, ..*end };
        let sums = line_sums(from, &bare);
        let shrink = if self.target.rag.is_some() { 0 } else { sums.shrink + sums.letters };
        sums.width - shrink <= self.target.width(from)
    }

    /// What no way may do while there is another.
    fn allowed(&self, node: &Node, from: &Candidate, end: &Candidate) -> bool {
        if self.pass.overfull == Overfull::Accepted {
            return true;
        }
        let third_hyphen = end.is_flagged() && node.hyphens >= 2;
        // The rest of a divided word must not be a line of its own at the end.
        let fragment = end.kind == CandidateKind::End
            && from.kind == CandidateKind::Spot(SpotKind::Hyphen)
            && end.at_end.stretch == from.at_next.stretch;
        !third_hyphen && !fragment
    }

    fn extend(&self, node_index: u32, index: usize, line: &Judged, sums: Sums) -> Node {
        let node = self.nodes[node_index as usize];
        let from = &self.candidates[node.candidate as usize];
        let end = &self.candidates[index];
        let mut penalty = i64::from(end.penalty);
        if end.kind == CandidateKind::End && sums.width < self.target.runt && node.lines > 0 {
            penalty += COSTS.runt;
        }
        let base = COSTS.line + line.badness;
        let mut demerits = base * base + penalty * penalty;
        if fitness_gap(node.fitness, line.fitness) > 1 {
            demerits += COSTS.adjacent;
        }
        if end.is_flagged() && node.hyphens > 0 {
            demerits += COSTS.double_hyphen;
        }
        if end.kind == CandidateKind::End && from.is_flagged() {
            let own = i64::from(from.penalty);
            let last = COSTS.last_hyphen.max(own);
            demerits += COSTS.final_hyphen + last * last - own * own;
        }
        let hyphens = if end.is_flagged() { node.hyphens.saturating_add(1) } else { 0 };
        Node {
            candidate: index as u32,
            fitness: line.fitness,
            hyphens,
            lines: node.lines + 1,
            demerits: node.demerits + demerits,
            before: node_index,
        }
    }

    fn overfull(&self, node_index: u32, index: usize) -> Node {
        let line = Judged { badness: 10_000, fitness: Fitness::Tight };
        let sums = Sums { width: self.target.runt, ..Sums::default() };
        self.extend(node_index, index, &line, sums)
    }

    /// Keeps the best way of each class that can still win.
    fn keep(&mut self, best: &[Option<Node>; 4]) {
        let Some(least) = best.iter().flatten().map(|node| node.demerits).min() else { return };
        for node in best.iter().flatten().copied() {
            if node.demerits <= least + COSTS.adjacent {
                self.active.push(self.nodes.len() as u32);
                self.nodes.push(node);
            }
        }
    }

    /// The nodes of the end.
    fn last_nodes(&self) -> impl Iterator<Item = Node> + '_ {
        let last = self.candidates.len().saturating_sub(1);
        let nodes = self.active.iter().map(|index| self.nodes[*index as usize]);
        nodes.filter(move |node| node.candidate as usize == last)
    }

    fn retrace(&self, mut node: Node) -> Vec<usize> {
        let mut ends = Vec::with_capacity(node.lines as usize);
        while node.candidate != 0 {
            ends.push(node.candidate as usize);
            node = self.nodes[node.before as usize];
        }
        ends.reverse();
        ends
    }

    /// Fewer demerits, then fewer lines, then the earlier break: the same everywhere.
    fn cheaper(&self, a: &Node, b: &Node) -> bool {
        let place = |node: &Node| self.nodes[node.before as usize].candidate;
        (a.demerits, a.lines, place(a)) < (b.demerits, b.lines, place(b))
    }
}

fn fitness_gap(a: Fitness, b: Fitness) -> u8 {
    (a as u8).abs_diff(b as u8)
}
