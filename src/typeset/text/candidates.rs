//! Spots → candidates: line ends with running sums, so that any line is measured in constant time.

use super::collect::SOFT_HYPHEN;
use super::full_width;
use super::measure::{Atom, AtomKind, Paragraph, hyphen_glyph, set_letters, set_width};
use super::shape::{Manner, Shaper, WordId};
use super::spots::{Spot, SpotKind};
use super::{Look, Protrusion, protrusion};

/// Running sums over the atoms, in scaled points.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Sums {
    pub(super) width: i64,
    pub(super) stretch: i64,
    pub(super) shrink: i64,
    /// What letters can give either way, beyond what spaces do.
    pub(super) letters: i64,
}

impl Sums {
    /// What came behind an earlier place.
    pub(super) fn since(&self, from: &Sums) -> Sums {
        Sums {
            width: self.width - from.width,
            stretch: self.stretch - from.stretch,
            shrink: self.shrink - from.shrink,
            letters: self.letters - from.letters,
        }
    }
}

/// Where a line may end and the next one start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Offset in the shown text behind what the line shows; white space behind it hangs.
    pub(super) end: u32,
    /// Offset in the shown text of what starts the next line.
    pub(super) next: u32,
    /// Sums up to `end`.
    pub(super) at_end: Sums,
    /// Sums up to `next`.
    pub(super) at_next: Sums,
    /// Added to the width of the line that ends here: a hyphen, and letters that fit otherwise.
    pub(super) before: i64,
    /// Added to the width of the line that starts here.
    pub(super) after: i64,
    /// How far the line that ends here hangs over the edge.
    pub(super) over_end: i64,
    /// How far the line that starts here hangs over the edge.
    pub(super) over_start: i64,
    /// What a break costs here.
    pub(super) penalty: i32,
    /// What kind of place it is.
    pub(super) kind: CandidateKind,
}

/// What kind of line end a candidate is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CandidateKind {
    /// The start of the paragraph: ends no line.
    Start,
    /// A spot.
    Spot(SpotKind),
    /// The end of the paragraph.
    End,
}

impl Candidate {
    /// Whether the line ends with a hyphen.
    pub(super) fn is_flagged(&self) -> bool {
        matches!(self.kind, CandidateKind::Spot(SpotKind::Hyphen | SpotKind::Explicit))
    }

    /// Whether the line must end here.
    pub(super) fn is_forced(&self) -> bool {
        matches!(self.kind, CandidateKind::End | CandidateKind::Spot(SpotKind::Forced))
    }
}

/// The edges over which punctuation hangs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Overhang {
    pub(super) start: Protrusion,
    pub(super) end: Protrusion,
}

/// Makes the candidates of a paragraph: its start, its spots in order, its end.
pub(super) fn candidates(
    paragraph: &Paragraph<'_>,
    spots: &[Spot],
    overhang: Overhang,
    shaper: &mut Shaper<'_>,
) -> Vec<Candidate> {
    let mut maker = Maker {
        paragraph,
        overhang,
        out: Vec::with_capacity(spots.len() + 2),
        sums: Sums::default(),
        content: (0, Sums::default()),
        broken: (0, Sums::default()),
    };
    maker.push_edge(0, CandidateKind::Start, shaper);
    let mut spots = spots.iter().peekable();
    for (index, atom) in paragraph.atoms.iter().enumerate() {
        // A line that ends at room between letters does not begin the next one with it.
        let between = matches!(atom.kind, AtomKind::Between { .. });
        let is_before = |spot: &&Spot| spot.at < atom.start || spot.at == atom.start && !between;
        while let Some(spot) = spots.next_if(is_before) {
            maker.push_between(spot, index, shaper);
        }
        if let AtomKind::Word { word, manner } = atom.kind {
            let mut cut = Cuts { atom: *atom, word, manner, reached: 0, width: (0, 0) };
            while let Some(spot) = spots.next_if(|spot| spot.at < atom.end) {
                maker.push_inside(spot, &mut cut, shaper);
            }
        }
        maker.pass(atom, shaper);
    }
    for spot in spots {
        maker.push_between(spot, paragraph.atoms.len(), shaper);
    }
    let length = paragraph.collected.shown().len();
    maker.push_edge(length, CandidateKind::End, shaper);
    maker.out
}

struct Maker<'a, 'p> {
    paragraph: &'a Paragraph<'p>,
    overhang: Overhang,
    out: Vec<Candidate>,
    sums: Sums,
    /// Offset and sums behind the last thing that is not white space.
    content: (u32, Sums),
    /// The same before the author's break passed last.
    broken: (u32, Sums),
}

/// A word that is being cut at spots in ascending order.
struct Cuts {
    atom: Atom,
    word: WordId,
    manner: Manner,
    /// The last spot and the measure of the word up to it.
    reached: usize,
    width: (i64, i64),
}

impl Maker<'_, '_> {
    fn pass(&mut self, atom: &Atom, shaper: &Shaper<'_>) {
        match atom.kind {
            AtomKind::Word { word, .. } => {
                let word = shaper.get(word);
                let look = self.paragraph.look(atom.piece);
                let fit = (atom.level, word.joined);
                let (width, letters) = set_letters(shaper, look, fit, (word.width, word.tracked));
                self.sums.width += width;
                self.sums.letters += letters;
                self.content = (atom.end, self.sums);
            }
            AtomKind::Box { width } => {
                self.sums.width += width;
                self.content = (atom.end, self.sums);
            }
            AtomKind::Space { width, stretch, shrink } => {
                self.sums.width += width;
                self.sums.stretch += stretch;
                self.sums.shrink += shrink;
            }
            AtomKind::Between { width, stretch, shrink } => {
                self.sums.width += width;
                self.sums.stretch += stretch;
                self.sums.shrink += shrink;
            }
            AtomKind::Break => {
                self.broken = self.content;
                self.content = (atom.end, self.sums);
            }
        }
    }

    fn push_edge(&mut self, at: usize, kind: CandidateKind, shaper: &mut Shaper<'_>) {
        let (end, at_end) = self.content;
        let mut candidate = Candidate {
            end,
            next: at as u32,
            at_end,
            at_next: self.sums,
            before: 0,
            after: 0,
            over_end: 0,
            over_start: 0,
            penalty: 0,
            kind,
        };
        candidate.over_end = self.over_end(end as usize, shaper);
        candidate.over_start = self.over_start(at, shaper);
        self.out.push(candidate);
    }

    /// A spot between two atoms, the second of which is `index`.
    fn push_between(&mut self, spot: &Spot, index: usize, shaper: &mut Shaper<'_>) {
        let after_break = spot.kind == SpotKind::Forced;
        if !after_break && self.only_space_since_last(spot, shaper) {
            return;
        }
        if after_break {
            std::mem::swap(&mut self.content, &mut self.broken);
        }
        self.push_edge(spot.at as usize, CandidateKind::Spot(spot.kind), shaper);
        if after_break {
            std::mem::swap(&mut self.content, &mut self.broken);
        }
        let before = index.checked_sub(1).and_then(|index| self.paragraph.atoms.get(index));
        let hyphen = match before {
            Some(atom) if spot.kind == SpotKind::Hyphen => {
                Some(self.hyphen(self.paragraph.look(atom.piece), shaper))
            }
            _ => None,
        };
        let Some(candidate) = self.out.last_mut() else { return };
        candidate.penalty = spot.penalty;
        if let Some((width, over)) = hyphen {
            candidate.before = width;
            candidate.over_end = over;
        }
    }

    /// Whether a line from the last candidate to a spot would show nothing. Then no line may end there;
    /// the white space hangs at the end of the line before, unless it is an indent of code.
    fn only_space_since_last(&mut self, spot: &Spot, shaper: &mut Shaper<'_>) -> bool {
        let content = self.content.0;
        let Some(last) = self.out.last() else { return false };
        if content > last.next {
            return false;
        }
        if matches!(last.kind, CandidateKind::Spot(kind) if kind != SpotKind::Forced) {
            let over_start = self.over_start(spot.at as usize, shaper);
            let sums = self.sums;
            if let Some(last) = self.out.last_mut() {
                last.next = spot.at;
                last.at_next = sums;
                last.over_start = over_start;
            }
        }
        true
    }

    /// A spot inside a word.
    fn push_inside(&mut self, spot: &Spot, cuts: &mut Cuts, shaper: &mut Shaper<'_>) {
        let at = (spot.at - cuts.atom.start) as usize;
        let look = *self.paragraph.look(cuts.atom.piece);
        let more = shaper.get(cuts.word).measure(cuts.reached, at);
        cuts.width = (cuts.width.0 + more.0, cuts.width.1 + more.1);
        cuts.reached = at;
        let mut sums = self.sums;
        let fit = (cuts.atom.level, shaper.get(cuts.word).joined);
        let (width, letters) = set_letters(shaper, &look, fit, cuts.width);
        sums.width += width;
        sums.letters += letters;
        let (mut before, after) = self.refit(cuts, at, shaper);
        let over_end = if spot.kind == SpotKind::Hyphen {
            let (width, over) = self.hyphen(&look, shaper);
            before += width;
            over
        } else {
            self.over_end(spot.at as usize, shaper)
        };
        self.out.push(Candidate {
            end: spot.at,
            next: spot.at,
            at_end: sums,
            at_next: sums,
            before,
            after,
            over_end,
            over_start: self.over_start(spot.at as usize, shaper),
            penalty: spot.penalty,
            kind: CandidateKind::Spot(spot.kind),
        });
    }

    /// What the two parts of a word measure more when they are shaped apart.
    fn refit(&self, cuts: &Cuts, at: usize, shaper: &mut Shaper<'_>) -> (i64, i64) {
        if shaper.get(cuts.word).safe_at(at) {
            return (0, 0);
        }
        let range = cuts.atom.start as usize..cuts.atom.end as usize;
        let Some(text) = self.paragraph.collected.shown().get(range) else { return (0, 0) };
        let Some((head, tail)) = text.split_at_checked(at) else { return (0, 0) };
        let look = *self.paragraph.look(cuts.atom.piece);
        let whole = shaper.get(cuts.word);
        let (whole, reached) = ((whole.width, whole.tracked), cuts.width);
        let mut part = |text: &str, as_measured: (i64, i64)| {
            let word = shaper.word(cuts.manner, text);
            let word = shaper.get(word);
            let own = (word.width, word.tracked);
            set_width(shaper, &look, own) - set_width(shaper, &look, as_measured)
        };
        (part(head, reached), part(tail, (whole.0 - reached.0, whole.1 - reached.1)))
    }

    /// Width and overhang of a hyphen that is put in.
    fn hyphen(&self, look: &Look, shaper: &mut Shaper<'_>) -> (i64, i64) {
        let Some((_, face, units)) = hyphen_glyph(shaper, look.face) else { return (0, 0) };
        let width = shaper.length(face, i64::from(units), look.size);
        let over = match self.overhang.end {
            Protrusion::On => width * protrusion::at_end(SOFT_HYPHEN) / 100,
            Protrusion::Off => 0,
        };
        (width, over)
    }

    fn over_end(&self, end: usize, shaper: &mut Shaper<'_>) -> i64 {
        if self.overhang.end == Protrusion::Off {
            return 0;
        }
        let before = self.paragraph.collected.shown().get(..end).unwrap_or_default();
        match before.chars().next_back() {
            Some(c) => self.over(end - c.len_utf8(), c, protrusion::at_end(c), shaper),
            None => 0,
        }
    }

    fn over_start(&self, next: usize, shaper: &mut Shaper<'_>) -> i64 {
        if self.overhang.start == Protrusion::Off {
            return 0;
        }
        let rest = self.paragraph.collected.shown().get(next..).unwrap_or_default();
        rest.chars().next().map_or(0, |c| self.over(next, c, protrusion::at_start(c), shaper))
    }

    /// A part in hundredths of the advance of a character, at most half an em.
    fn over(&self, at: usize, c: char, factor: i64, shaper: &mut Shaper<'_>) -> i64 {
        if factor == 0 {
            return 0;
        }
        let starts = &self.paragraph.collected.starts;
        let index = starts.partition_point(|(start, _)| *start as usize <= at);
        let Some((_, piece)) = index.checked_sub(1).and_then(|index| starts.get(index)) else { return 0 };
        let look = self.paragraph.look(*piece);
        let advance = match shaper.nominal(look.face, c) {
            Some((_, units)) => shaper.length(look.face, i64::from(units), look.size),
            // Another face stands in; its square is as wide as the em.
            None if full_width::is_sign(c) => look.size.scaled(),
            None => 0,
        };
        (advance * factor / 100).min(look.size.scaled() / 2)
    }
}
