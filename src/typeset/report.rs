//! How well a book is set: counts of its lines, and what a setter would look at again, by page and source.
//!
//! Lines and tables are noted on the strips they stand on while they are set; page breaking adds what it had
//! to do; binding gives each note its page. What is told to people and written to files is decided elsewhere.

use crate::source::Span;
use std::ops::AddAssign;

/// How a book is set.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Its lines.
    pub lines: Tally,
    /// What there is to look at, in the order of pages.
    pub findings: Vec<Finding>,
}

/// Lines that were counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Lines of text, those of tables included.
    pub lines: u32,
    /// Those that were filled from edge to edge.
    pub justified: u32,
    /// The badness of these together; 100 is a line whose spaces are stretched by all they allow.
    pub badness: u64,
    /// Lines that end with a hyphen.
    pub hyphens: u32,
    /// Lines whose word spaces are wider than half as wide again as they would be.
    pub wide: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.lines += other.lines;
        self.justified += other.justified;
        self.badness += other.badness;
        self.hyphens += other.hyphens;
        self.wide += other.wide;
    }
}

/// Something to look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What it is.
    pub what: Found,
    /// Where in the source it comes from, as far as that is known.
    pub source: Option<Span>,
    /// The index of the page it is on.
    pub page: usize,
}

/// What there is to look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// A line could only be filled with word spaces beyond the cap; it is ragged.
    LineOverCap,
    /// A line is wider than the measure.
    LineOverfull,
    /// Wide word spaces of three lines stand below one another.
    River,
    /// A page lacks more than two lines, though the text goes on.
    ShortPage {
        /// How many lines it lacks.
        lines: u32,
        /// Why.
        cause: Cause,
    },
    /// A page ends where none should, for want of a better place.
    Torn(Torn),
    /// Something that would fit on one page goes on on the next.
    Split(Kept),
    /// How a table was made to fit.
    Table(TableRung),
}

impl Found {
    /// Its name, for files.
    pub fn name(self) -> &'static str {
        match self {
            Found::LineOverCap => "line-over-cap",
            Found::LineOverfull => "line-overfull",
            Found::River => "river",
            Found::ShortPage { .. } => "short-page",
            Found::Torn(Torn::Widow) => "widow",
            Found::Torn(Torn::Orphan) => "orphan",
            Found::Torn(Torn::Heading) => "stranded-heading",
            Found::Split(_) => "split",
            Found::Table(_) => "table",
        }
    }
}

/// What a careful setter keeps on one page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// A box, quote or listing.
    Box,
    /// A table, or the head of one and its first rows.
    Table,
    /// A picture and its caption.
    Figure,
    /// A heading and what it leads to.
    Heading,
    /// Lines of a paragraph or of a list.
    Lines,
}

impl Kept {
    /// Its name, for files.
    pub fn name(self) -> &'static str {
        match self {
            Kept::Box => "box",
            Kept::Table => "table",
            Kept::Figure => "figure",
            Kept::Heading => "heading",
            Kept::Lines => "lines",
        }
    }
}

/// Why a page is short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// What begins the next page stays together and did not fit.
    Kept {
        /// What it is.
        what: Kept,
        /// How high, in lines.
        lines: u32,
    },
    /// It would have fitted, but then a later page would be worse.
    LaterPage,
}

/// What the end of a page tears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Torn {
    /// The next page begins with the last line of a paragraph.
    Widow,
    /// The page ends with the first line of a paragraph.
    Orphan,
    /// The page ends with a heading.
    Heading,
}

/// The rung of the ladder a table is set on, from the one that asks least of the reader.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TableRung {
    /// It fits.
    Whole,
    /// Words are divided.
    Divided,
    /// Its cells stand closer together.
    Tightened,
    /// Its type is smaller.
    Smaller {
        /// By how much, in hundredths of that of other tables.
        by: u8,
    },
    /// It reaches into the outer margin.
    Margin,
    /// It is on a page turned sideways.
    Turned,
    /// It is in so many parts, each with the first column.
    Parts(usize),
    /// It is a paragraph for each cell.
    Records,
}

impl TableRung {
    /// Its name, for files.
    pub fn name(self) -> &'static str {
        match self {
            TableRung::Whole => "whole",
            TableRung::Divided => "words-divided",
            TableRung::Tightened => "cells-closer",
            TableRung::Smaller { .. } => "smaller-type",
            TableRung::Margin => "into-margin",
            TableRung::Turned => "turned-page",
            TableRung::Parts(_) => "in-parts",
            TableRung::Records => "records",
        }
    }
}

/// A note on a strip, before its page is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Note {
    pub(super) what: Found,
    pub(super) source: Option<Span>,
}
