//! What the search for the best pages found: where each page ends, how paragraphs are set, which figures are moved.

use super::super::layout::Choice;
use super::super::layout::floats::Move;
use super::costs;
use std::ops::Range;

/// The pages of a galley, before they are placed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::typeset) struct Plan {
    /// The paragraphs that are set otherwise than is best.
    pub(in crate::typeset) choices: Vec<Choice>,
    pub(super) pages: Vec<PagePlan>,
    /// How many lines the last page has.
    pub(super) last: i64,
    /// The figures that are moved, once all choices are carried out.
    pub(in crate::typeset) moves: Vec<Move>,
    /// Whether a figure is moved away from the line that leads into it.
    pub(super) torn_from_lead: bool,
}

/// What one page holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PagePlan {
    /// Its strips, as they are numbered when all choices are carried out.
    pub(super) strips: Range<usize>,
    /// The strips of notes at its foot.
    pub(super) notes: Range<usize>,
    /// How many lines are added to its spaces.
    pub(super) stretched: i64,
    /// How many lines it lacks at its foot all the same; less than none when it is longer than others.
    pub(super) lacking: i64,
}

impl PagePlan {
    /// How many lines it lacks, if that are more than may go without a word.
    pub(super) fn short(&self) -> u32 {
        u32::try_from(self.lacking).ok().filter(|_| self.lacking > costs::UNSEEN).unwrap_or(0)
    }
}

impl Plan {
    /// How many pages it has, without those that are turned.
    pub(in crate::typeset) fn count(&self) -> usize {
        self.pages.len()
    }

    /// Whether other ways to set paragraphs could make the pages better.
    pub(in crate::typeset) fn wanting(&self) -> bool {
        let Some((last, others)) = self.pages.split_last() else { return false };
        let short = |page: &PagePlan| page.lacking != 0 || page.stretched > 0;
        others.iter().any(short) || last.stretched > 0 || self.thin() || self.torn_from_lead
    }

    /// Whether a page looks unfinished, or a figure is not where it is announced.
    pub(in crate::typeset) fn short(&self) -> bool {
        self.thin() || self.torn_from_lead || self.pages.iter().any(|page| page.short() > 0)
    }

    /// Whether the last page has so few lines that it could be spared.
    fn thin(&self) -> bool {
        self.pages.len() > 1 && self.last < costs::ENOUGH
    }
}
