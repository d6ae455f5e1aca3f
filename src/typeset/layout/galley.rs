//! The galley: a lesson set to the measure, not yet cut into pages.
//!
//! A galley is a list of [`Strip`]s, each an unbreakable slice of the text block with finished items at
//! places relative to its own upper left corner. Between strips stand a space and the cost of ending a
//! page there. [`Decoration`]s are drawn behind runs of strips, once for each page they reach. The page
//! breaker sees heights and costs alone.

use super::elastic::Elastic;
use super::floats::Float;
use crate::model::{Direction, TargetId};
use crate::source::Span;
use crate::theme::{BoxLook, Color, PageStyle};
use crate::typeset::folios::NumberId;
use crate::typeset::frame::{Item, LinkArea};
use crate::typeset::report::{Note, Tally};
use crate::units::Pt;
use std::ops::Range;

/// A lesson set to the measure.
#[derive(Default)]
pub(in crate::typeset) struct Galley {
    pub(in crate::typeset) strips: Vec<Strip>,
    pub(in crate::typeset) decorations: Vec<Decoration>,
    pub(in crate::typeset) heads: Vec<RepeatedHead>,
    /// The strips at the end that stand in columns.
    pub(in crate::typeset) columns: Option<Columns>,
    /// The paragraphs that may be set in a line more or less, in order.
    pub(in crate::typeset) elastic: Vec<Elastic>,
    /// The figures that may be smaller, or stand at the head of the page behind the one that comes to them, in order.
    pub(in crate::typeset) floats: Vec<Float>,
    /// The lists of running text, in order: the strips of each, as they were set first.
    pub(in crate::typeset) lists: Vec<Range<usize>>,
    /// The notes that stand at the foot of pages.
    pub(in crate::typeset) foot: Option<Box<Foot>>,
}

/// The notes of a galley that stand at the foot of the pages that call them.
pub(in crate::typeset) struct Foot {
    /// All of them, one behind the other, in the order of their calls.
    pub(in crate::typeset) notes: Galley,
    /// The rule over those of a page.
    pub(in crate::typeset) rule: Item,
    /// From the text to the notes, with the rule between them.
    pub(in crate::typeset) gap: Pt,
    /// The first strip of each note and the place its call leads to.
    pub(in crate::typeset) starts: Vec<(usize, Option<TargetId>)>,
}

/// The numbers of lines a paragraph can be set in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct Ways {
    /// Its strips as it was set best.
    pub(in crate::typeset) strips: Range<usize>,
    /// The other ways.
    pub(in crate::typeset) others: Vec<Way>,
}

/// A number of lines that is not the best.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct Way {
    /// How many lines.
    pub(in crate::typeset) lines: usize,
    /// What it costs, in the unit of [`PageBreak::Allowed`].
    pub(in crate::typeset) cost: u32,
    /// Fewest lines before the end of a page.
    pub(in crate::typeset) orphans: usize,
    /// Fewest lines behind it.
    pub(in crate::typeset) widows: usize,
    /// What it costs to end a page between the others.
    pub(in crate::typeset) inside: PageBreak,
}

impl Way {
    /// What it costs to end a page before a line.
    pub(in crate::typeset) fn page_break(&self, line: usize) -> PageBreak {
        let torn = line < self.orphans || self.lines - line.min(self.lines) < self.widows;
        if torn { PageBreak::Forbidden } else { self.inside }
    }
}

/// Columns side by side, filled one after the other, page by page; those of the last page are balanced.
/// Reading order is the order of the strips.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Columns {
    /// The first strip in them; all behind it are, too.
    pub(in crate::typeset) first: usize,
    /// How many there are.
    pub(in crate::typeset) count: usize,
    /// The left edge of the first one, from that of the text block.
    pub(in crate::typeset) start: Pt,
    /// From the left edge of a column to that of the next one; negative where lines run from right to left.
    pub(in crate::typeset) step: Pt,
    /// From line to line of their grid.
    pub(in crate::typeset) pitch: Pt,
}

/// An unbreakable slice of the text block.
pub(in crate::typeset) struct Strip {
    pub(in crate::typeset) height: Pt,
    /// Space before it; falls away at the head of a page.
    pub(in crate::typeset) before: Pt,
    /// What it costs to end a page before it.
    pub(in crate::typeset) page_break: PageBreak,
    /// Whether its top must lie on the baseline grid.
    pub(in crate::typeset) grid: Grid,
    pub(in crate::typeset) items: Vec<Item>,
    pub(in crate::typeset) links: Vec<LinkArea>,
    /// Places that links lead to.
    pub(in crate::typeset) targets: Vec<TargetId>,
    /// Page numbers that are printed in it, or could be.
    pub(in crate::typeset) numbers: Vec<NumberId>,
    /// The head to repeat when a page or column begins here.
    pub(in crate::typeset) head: Option<HeadId>,
    /// What stands in the margin column of the page this strip is on.
    pub(in crate::typeset) asides: Vec<Aside>,
    /// The notes that are called in it.
    pub(in crate::typeset) calls: Vec<TargetId>,
    /// How far it reaches into the outer margin, set as where that is at the right.
    pub(in crate::typeset) outward: Pt,
    /// What stands on pages of its own behind the page this strip is on.
    pub(in crate::typeset) turned: Option<Box<Turned>>,
    /// Its lines, counted.
    pub(in crate::typeset) lines: Tally,
    /// What there is to look at.
    pub(in crate::typeset) notes: Vec<Note>,
}

impl Strip {
    /// A strip of a height that holds nothing yet.
    pub(in crate::typeset) fn blank(height: Pt) -> Strip {
        Strip {
            height,
            before: Pt::ZERO,
            page_break: PageBreak::Allowed(0),
            grid: Grid::Off,
            items: Vec::new(),
            links: Vec::new(),
            targets: Vec::new(),
            numbers: Vec::new(),
            head: None,
            asides: Vec::new(),
            calls: Vec::new(),
            outward: Pt::ZERO,
            turned: None,
            lines: Tally::default(),
            notes: Vec::new(),
        }
    }
}

/// Something on pages of its own, turned sideways.
pub(in crate::typeset) struct Turned {
    /// What stands there.
    pub(in crate::typeset) galley: Galley,
    /// The page as it is turned.
    pub(in crate::typeset) page: PageStyle,
}

/// Something in the margin column, set from the left edge of a column that is at the right of the text.
pub(in crate::typeset) struct Aside {
    /// The strip it stands beside, unless that is on an earlier page.
    pub(in crate::typeset) beside: usize,
    /// What stands there.
    pub(in crate::typeset) galley: Galley,
}

/// What it costs to end a page at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::typeset) enum PageBreak {
    /// It may be done, at a cost: 0 for between paragraphs, 100 for what a careful setter avoids.
    Allowed(u32),
    /// Only when nothing else is possible.
    Forbidden,
}

/// Whether a strip stands on the baseline grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Grid {
    /// Its top is moved down to the next line of the grid.
    On,
    /// Its top is moved down to the next half line.
    Half,
    /// It stands where it falls.
    Off,
}

impl Grid {
    /// Where the top of what would stand at a place comes to be.
    pub(in crate::typeset) fn top(self, at: Pt, leading: Pt) -> Pt {
        match self {
            Grid::On => at.round_up_to(leading),
            Grid::Half => at.round_up_to(leading / 2),
            Grid::Off => at,
        }
    }
}

/// Which head of a galley.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct HeadId(pub(in crate::typeset) usize);

/// The head rows of a table, or the entry that others stand below, to be repeated (as furniture) on each
/// page or column that goes on with it.
pub(in crate::typeset) struct RepeatedHead {
    pub(in crate::typeset) height: Pt,
    /// From its top to where the rules of a table begin: what stands above them says that it goes on.
    pub(in crate::typeset) rules_above: Pt,
    pub(in crate::typeset) items: Vec<Item>,
    /// As [`Strip::outward`].
    pub(in crate::typeset) outward: Pt,
}

/// What is drawn behind a run of strips.
pub(in crate::typeset) struct Decoration {
    pub(in crate::typeset) strips: Range<usize>,
    pub(in crate::typeset) x: Pt,
    pub(in crate::typeset) width: Pt,
    pub(in crate::typeset) kind: DecorationKind,
    /// As [`Strip::outward`].
    pub(in crate::typeset) outward: Pt,
    /// Where in the source it comes from.
    pub(in crate::typeset) source: Option<Span>,
}

/// The kinds of decoration.
pub(in crate::typeset) enum DecorationKind {
    /// Ground and rules of a box; the bar stands at the edge where lines begin.
    Box { look: BoxLook, ink: Color, ground: Option<Color>, direction: Direction },
    /// The rules above and below a table, on every page it reaches.
    TableRules { thickness: Pt, color: Color },
}
