//! How a book is set → the part of the account that says so: counts, and each finding with its line and page.

use crate::source::Sources;
use crate::typeset::frame::Pages;
use crate::typeset::report::{Cause, Finding, Found, TableRung, Torn};
use serde::{Serialize, Serializer};

/// How well the pages of a file are set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LayoutEntry {
    /// Lines of text.
    pub lines: u32,
    /// Those that are filled from edge to edge.
    pub justified_lines: u32,
    /// The badness of these in the mean: 0 is as the type wants it, 100 as far as spaces should go.
    pub mean_badness: Hundredths,
    /// Hyphens at line ends, in a hundred lines.
    pub hyphens_per_100_lines: Hundredths,
    /// Lines whose word spaces are wider than half as wide again as they would be.
    pub wide_lines: u32,
    /// Lines that could only be filled with spaces beyond the cap, and are ragged.
    pub lines_over_cap: usize,
    /// Lines wider than the measure.
    pub overfull_lines: usize,
    /// White that runs down through three lines.
    pub rivers: usize,
    /// Pages that lack more than two lines though the text goes on.
    pub short_pages: usize,
    /// Pages that begin with the last line of a paragraph.
    pub widows: usize,
    /// Pages that end with the first line of one.
    pub orphans: usize,
    /// Pages that end with a heading.
    pub stranded_headings: usize,
    /// What would fit on one page and is on two.
    pub splits: usize,
    /// Tables that had to be made to fit.
    pub shrunk_tables: usize,
    /// Each of these, in the order of pages.
    pub findings: Vec<LayoutFinding>,
}

/// A number that is kept in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hundredths(u64);

impl Hundredths {
    fn of(sum: u64, count: u32) -> Hundredths {
        Hundredths((sum * 100 + u64::from(count) / 2).checked_div(u64::from(count)).unwrap_or(0))
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

/// Something to look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LayoutFinding {
    /// What it is: `line-over-cap`, `line-overfull`, `river`, `short-page`, `widow`, `orphan`, `stranded-heading`,
    /// `split` or `table`.
    pub what: &'static str,
    /// More about it: how many lines a page lacks and why, what is split, how a table was made to fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The source file, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The page as it is numbered.
    pub page: String,
    /// The page as it is counted, from 1.
    pub sheet: usize,
}

impl LayoutEntry {
    /// How set pages are set.
    pub(super) fn of(pages: &Pages, sources: &Sources) -> LayoutEntry {
        let report = &pages.report;
        let count = |is: fn(&Found) -> bool| report.findings.iter().filter(|found| is(&found.what)).count();
        LayoutEntry {
            lines: report.lines.lines,
            justified_lines: report.lines.justified,
            mean_badness: Hundredths::of(report.lines.badness, report.lines.justified),
            hyphens_per_100_lines: Hundredths::of(u64::from(report.lines.hyphens) * 100, report.lines.lines),
            wide_lines: report.lines.wide,
            lines_over_cap: count(|what| matches!(what, Found::LineOverCap)),
            overfull_lines: count(|what| matches!(what, Found::LineOverfull)),
            rivers: count(|what| matches!(what, Found::River)),
            short_pages: count(|what| matches!(what, Found::ShortPage { .. })),
            widows: count(|what| *what == Found::Torn(Torn::Widow)),
            orphans: count(|what| *what == Found::Torn(Torn::Orphan)),
            stranded_headings: count(|what| *what == Found::Torn(Torn::Heading)),
            splits: count(|what| matches!(what, Found::Split(_))),
            shrunk_tables: count(|what| matches!(what, Found::Table(rung) if *rung != TableRung::Whole)),
            findings: report
                .findings
                .iter()
                .filter(|found| found.what != Found::Table(TableRung::Whole))
                .map(|found| entry(found, pages, sources))
                .collect(),
        }
    }
}

fn entry(finding: &Finding, pages: &Pages, sources: &Sources) -> LayoutFinding {
    let detail = match finding.what {
        Found::LineOverCap | Found::LineOverfull | Found::River => None,
        Found::ShortPage { lines, cause: Cause::Kept { what, lines: kept } } => {
            Some(format!("{lines} lines; kept whole: {}, {kept} lines", what.name()))
        }
        Found::ShortPage { lines, cause: Cause::LaterPage } => {
            Some(format!("{lines} lines; for the sake of a later page"))
        }
        Found::Torn(_) => Some("no better place".to_owned()),
        Found::Split(kept) => Some(kept.name().to_owned()),
        Found::Table(TableRung::Smaller { by }) => Some(format!("smaller-type {}%", 100 - by)),
        Found::Table(TableRung::Parts(count)) => Some(format!("in-parts {count}")),
        Found::Table(rung) => Some(rung.name().to_owned()),
    };
    let place = finding.source.and_then(|span| {
        let file = sources.get(span.file)?;
        Some((file.name().to_owned(), file.position(span.start).line))
    });
    let (file, line) = place.unzip();
    LayoutFinding {
        what: finding.what.name(),
        detail,
        file,
        line,
        page: pages.pages.get(finding.page).map(|page| page.folio.clone()).unwrap_or_default(),
        sheet: finding.page + 1,
    }
}
