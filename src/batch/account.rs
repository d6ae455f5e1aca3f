//! A run → the machine-readable account that `--report` writes. Counts and texts, no times.

use super::layout::LayoutEntry;
use super::outcome::{Findings, Outcome, Verdict};
use crate::diagnostics::render::Located;
use crate::model::walk::{blocks, content, each_line};
use crate::model::{
    BackPage, Block, BlockKind, Book, FrontPage, IndexEntry, Inline, InlineKind, WithheldKind,
};
use crate::source::Sources;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The version of this form.
const REPORT_VERSION: u32 = 1;

/// The account of a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Account {
    /// The version of this form.
    pub stationer_report: u32,
    /// The version of the program.
    pub version: &'static str,
    /// How the run has ended.
    pub verdict: &'static str,
    /// The files that were read, in order.
    pub inputs: Vec<InputEntry>,
    /// The files that were written, in order.
    pub artifacts: Vec<ArtifactEntry>,
    /// How many files were planned but could not be made.
    pub failed: usize,
    /// Their names, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_made: Vec<String>,
    /// What each path holds.
    pub paths: Vec<PathEntry>,
    /// What was found, in order.
    pub diagnostics: Vec<Located>,
}

/// A file that was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct InputEntry {
    /// Its name.
    pub file: String,
    /// What it was read as.
    pub kind: &'static str,
    /// Its size in bytes; of text, as it was decoded.
    pub bytes: u64,
    /// What a policy kept back of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<WithheldEntry>,
}

/// Words that a policy kept back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WithheldEntry {
    /// The first line, from 1.
    pub first_line: u32,
    /// The last line.
    pub last_line: u32,
    /// Which policy kept them back.
    pub policy: &'static str,
    /// The words.
    pub text: String,
}

/// A file that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ArtifactEntry {
    /// Its name.
    pub file: String,
    /// The back end that made it.
    pub format: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Its pages, when it has pages.
    pub pages: Option<u32>,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How well its pages are set, when it has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<LayoutEntry>,
}

/// What the lessons of a path (or a lone lesson) hold, as far as they were exported.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PathEntry {
    /// The name for files.
    pub path: String,
    /// The title of its book, when one was made of the whole path.
    pub title: Option<String>,
    /// Lessons that were read and have text.
    pub lessons: usize,
    /// Lessons that were left out because they do not exist, could not be read or have no text.
    pub lessons_left_out: usize,
    /// Their files, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Files that were made of it.
    pub files: usize,
    /// Their pages, of those that have pages.
    pub pages: u32,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that were planned but could not be made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_made: Vec<String>,
    /// What its book holds; without a book of the whole path, what its lessons hold together.
    #[serde(flatten)]
    pub counts: Counts,
    /// Beside such a book: what the lessons published on their own hold together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handouts: Option<Counts>,
}

/// What a book, or several, hold.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Key terms.
    pub key_terms: usize,
    /// Entries of the glossary: distinct key terms.
    pub glossary_entries: usize,
    /// Entries of the index, those below others included; a lesson on its own has none.
    pub index_entries: usize,
    /// Disclaimers in the lessons; where they were moved to the front, the distinct ones that stand there.
    pub disclaimers: usize,
    /// References to stations.
    pub stations: StationCounts,
    /// Words that a policy kept back, such as those of advertising.
    pub words_withheld: usize,
}

/// Where references to stations lead.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StationCounts {
    /// To a lesson of the same book.
    pub resolved: usize,
    /// To a lesson of the path that is not in the same book.
    pub outside: usize,
    /// To a number that no lesson of the path has.
    pub unknown: usize,
}

impl Account {
    /// The account of a run.
    pub fn new(outcome: &Outcome) -> Account {
        let artifacts = outcome.written.iter().map(|written| ArtifactEntry {
            file: written.file.clone(),
            format: written.format,
            bytes: written.bytes,
            pages: written.pages,
            sha256: written.sha256.clone(),
            layout: written.layout.clone(),
        });
        Account {
            stationer_report: REPORT_VERSION,
            version: env!("CARGO_PKG_VERSION"),
            verdict: verdict_name(&outcome.findings),
            inputs: outcome.inputs.clone(),
            artifacts: artifacts.collect(),
            failed: outcome.not_made().count(),
            not_made: outcome.not_made().map(str::to_owned).collect(),
            paths: outcome.paths.clone(),
            diagnostics: outcome
                .findings
                .iter()
                .map(|(found, sources)| Located::new(found, sources))
                .collect(),
        }
    }

    /// The account as JSON, ended by a line end.
    pub fn json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

/// An entry of the index and those below it.
fn index_entries(entry: &IndexEntry) -> usize {
    1 + entry.children.iter().map(index_entries).sum::<usize>()
}

fn verdict_name(findings: &Findings) -> &'static str {
    match findings.verdict() {
        Verdict::Good => "good",
        Verdict::Warned => "warned",
        Verdict::Faulty => "faulty",
        Verdict::WorldFailed => "world-failed",
        Verdict::Misconfigured => "misconfigured",
    }
}

impl Counts {
    /// What a book holds.
    pub(super) fn of(book: &Book) -> Counts {
        let mut counts = Counts::default();
        counts.count(book);
        counts
    }

    /// Adds what another book holds.
    pub(super) fn add(&mut self, other: Counts) {
        self.key_terms += other.key_terms;
        self.glossary_entries += other.glossary_entries;
        self.index_entries += other.index_entries;
        self.disclaimers += other.disclaimers;
        self.stations.resolved += other.stations.resolved;
        self.stations.outside += other.stations.outside;
        self.stations.unknown += other.stations.unknown;
        self.words_withheld += other.words_withheld;
    }

    fn count(&mut self, book: &Book) {
        let kept_back = book.withheld.iter().map(|kept| kept.text.split_whitespace().count());
        self.words_withheld += kept_back.sum::<usize>();
        for chapter in book.chapters() {
            self.count_blocks(&chapter.lesson.blocks);
        }
        for page in &book.front {
            match page {
                FrontPage::Notice(text) => {
                    // What stays in the lessons only leads here.
                    self.disclaimers = 0;
                    self.count_blocks(&text.blocks);
                }
                FrontPage::Guide(text) => self.count_blocks(&text.blocks),
                FrontPage::Cover | FrontPage::TitlePage | FrontPage::Imprint | FrontPage::Contents => {}
            }
        }
        for page in &book.back {
            match page {
                BackPage::Colophon(text) => self.count_blocks(&text.blocks),
                BackPage::Glossary(page) => self.glossary_entries += page.entries().count(),
                BackPage::Index(page) => {
                    self.index_entries += page.entries().map(index_entries).sum::<usize>()
                }
                BackPage::Tables(_) | BackPage::Figures(_) | BackPage::Sources(_) => {}
            }
        }
    }

    fn count_blocks(&mut self, found: &[Block]) {
        blocks(found, &mut |block| {
            match &block.kind {
                BlockKind::KeyTerm(_) => self.key_terms += 1,
                BlockKind::Disclaimer { .. } => self.disclaimers += 1,
                _ => {}
            }
            each_line(&block.kind, |line| content(line, &mut |inline| self.count_station(inline)));
        });
    }

    fn count_station(&mut self, inline: &Inline) {
        if let InlineKind::StationRef { target, title, .. } = &inline.kind {
            match (target, title) {
                (Some(_), _) => self.stations.resolved += 1,
                (None, Some(_)) => self.stations.outside += 1,
                (None, None) => self.stations.unknown += 1,
            }
        }
    }
}

/// What was kept back of a book, by file.
pub(super) fn withheld<'a>(
    book: &'a Book,
    sources: &'a Sources,
) -> impl Iterator<Item = (String, WithheldEntry)> + 'a {
    book.withheld.iter().filter_map(|kept| {
        let file = sources.get(kept.span.file)?;
        let policy = match kept.kind {
            WithheldKind::Promo => "promo",
        };
        let (first_line, last_line) =
            (file.position(kept.span.start).line, file.position(kept.span.end).line);
        let entry = WithheldEntry { first_line, last_line, policy, text: kept.text.clone() };
        Some((file.name().to_owned(), entry))
    })
}

/// The SHA-256 of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
