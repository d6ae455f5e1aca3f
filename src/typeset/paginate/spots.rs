//! What the search for the best pages keeps: places where pages may begin, the best way to each, and the page that is
//! being filled.

use super::super::layout::Choice;
use super::super::layout::galley::Galley;
use super::furniture::Side;
use super::head_height;
use crate::units::Pt;

/// A place where a page begins. In the order of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    /// The strip that begins it, or the first one of the paragraph set otherwise that it begins inside.
    pub(super) strip: usize,
    /// The line of that paragraph, from 1; 0 when it begins with a strip.
    pub(super) line: usize,
    /// Which of the paragraph's other ways.
    pub(super) way: usize,
    /// How many strips of notes stand on earlier pages.
    pub(super) notes: usize,
    /// Which figure stands at its head, of those that were come to before.
    pub(super) float: Option<usize>,
}

impl Place {
    /// Before a strip.
    pub(super) fn before(strip: usize) -> Place {
        Place { strip, line: 0, way: 0, notes: 0, float: None }
    }
}

/// A place and what the page that begins there faces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    pub(super) place: Place,
    pub(super) faces: Faces,
}

impl Spot {
    /// Of ways that cost the same, the one from the spot that comes first in this order is the best.
    pub(super) fn rank(&self) -> impl Ord {
        let Place { strip, line, way, notes, float } = self.place;
        (strip, line, way, notes, self.faces, float)
    }
}

/// A way to a place, in one of the worlds that are searched side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// Which world: what the first page of all faces differs.
    pub(super) world: usize,
    /// What the page that begins at the place faces.
    pub(super) faces: Faces,
    /// The best way there.
    pub(super) best: Best,
}

/// What a page faces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Faces {
    /// Nothing: pages stand alone, or what is there has been read to its end.
    Nothing,
    /// The recto that comes next.
    Next,
    /// A verso that is none of this galley's, or is turned.
    Other,
    /// A verso that lacks so many half lines.
    Verso(i64),
}

impl Faces {
    /// What the first page faces.
    pub(super) fn first(side: Option<Side>) -> Faces {
        match side {
            None => Faces::Nothing,
            Some(Side::Verso) => Faces::Next,
            Some(Side::Recto) => Faces::Other,
        }
    }

    /// Whether the page may be a line longer than others: where what it faces is as long, or has an end of its own.
    pub(super) fn may_be_long(self) -> bool {
        match self {
            Faces::Nothing => false,
            Faces::Next | Faces::Other => true,
            Faces::Verso(lacking) => lacking < 0,
        }
    }

    /// What the page faces that comes behind this one and some turned pages.
    pub(super) fn behind(self, lacking: i64, turned: usize) -> Faces {
        match (self, turned.is_multiple_of(2)) {
            (Faces::Nothing, _) => Faces::Nothing,
            (Faces::Next, true) if turned == 0 => Faces::Verso(lacking.min(MOST_LACKING)),
            (Faces::Next, true) | (Faces::Other | Faces::Verso(_), false) => Faces::Other,
            (Faces::Next, false) | (Faces::Other | Faces::Verso(_), true) => Faces::Next,
        }
    }
}

/// What lacks more half lines looks the same.
pub(super) const MOST_LACKING: i64 = 6;

/// The best way to a spot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    pub(super) cost: i64,
    pub(super) before: Spot,
    /// The last of the choices made on the page that ends here.
    pub(super) choices: Option<u32>,
    pub(super) stretched: i64,
    pub(super) lacking: i64,
    /// How many lines the last page has.
    pub(super) lines: i64,
}

/// A choice and the one before it on the same page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) choice: Choice,
    pub(super) before: Option<u32>,
}

/// The page so far with some lines gained or lost, and what that costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub(super) shift: i64,
    pub(super) cost: i64,
    pub(super) choices: Option<u32>,
}

/// A page that is being filled, all its paragraphs set as is best.
pub(super) struct Page<'a> {
    pub(super) start: Place,
    /// The ways to its beginning.
    pub(super) arrivals: &'a [Arrival],
    /// The first strip behind a paragraph that the page begins inside; else the first strip of all.
    pub(super) first: usize,
    pub(super) filled: Pt,
    pub(super) empty: bool,
    /// What the next strip is apart from what stands above it at least.
    pub(super) apart: Pt,
    /// The space before the next strip, where a figure that stood before it is gone.
    pub(super) closes: Option<Pt>,
    /// Which figure that the page came to stands on the next one.
    pub(super) deferred: Option<usize>,
}

impl Page<'_> {
    /// The top of the next strip.
    pub(super) fn top_of(&self, galley: &Galley, number: usize, leading: Pt) -> Pt {
        let Some(strip) = galley.strips.get(number) else { return self.filled };
        let top = if self.empty {
            strip.head.map_or(Pt::ZERO, |head| head_height(galley, head))
        } else {
            self.filled + self.closes.unwrap_or(strip.before).max(self.apart)
        };
        strip.grid.top(top, leading)
    }
}
