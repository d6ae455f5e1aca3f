//! What a run has led to: files, findings, and the verdict over all.

use super::account::{InputEntry, PathEntry};
use super::layout::LayoutEntry;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::pipeline::Bound;
use crate::source::Sources;
use std::sync::Arc;

/// Findings and the sources their places lie in.
#[derive(Clone, Default, Debug)]
pub struct Findings {
    groups: Vec<(Arc<Sources>, Diagnostics)>,
}

impl Findings {
    /// One finding that lies in no source.
    pub fn of(finding: Diagnostic) -> Findings {
        Findings::in_sources(finding, Sources::default())
    }

    /// One finding and its sources.
    pub fn in_sources(finding: Diagnostic, sources: Sources) -> Findings {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(finding);
        let mut findings = Findings::default();
        findings.add(Arc::new(sources), diagnostics);
        findings
    }

    /// Adds findings behind the others, in the order of their places; sources without findings are let go.
    pub fn add(&mut self, sources: Arc<Sources>, mut diagnostics: Diagnostics) {
        if diagnostics.is_empty() {
            return;
        }
        diagnostics.sort(&sources);
        let mut unique = Diagnostics::default();
        let mut last: Option<Diagnostic> = None;
        // Several books of the same lessons find the same things.
        for diagnostic in diagnostics {
            if last.as_ref() != Some(&diagnostic) && !self.knows(&diagnostic, &sources) {
                unique.push(diagnostic.clone());
            }
            last = Some(diagnostic);
        }
        self.groups.push((sources, unique));
    }

    /// Adds all findings of another piece of work.
    pub fn extend(&mut self, other: Findings) {
        for (sources, diagnostics) in other.groups {
            self.add(sources, diagnostics);
        }
    }

    /// Every finding with its sources.
    pub fn iter(&self) -> impl Iterator<Item = (&Diagnostic, &Sources)> {
        self.groups.iter().flat_map(|(sources, group)| group.iter().map(|found| (found, sources.as_ref())))
    }

    /// How many findings have a severity, without notes on how pages are set.
    pub fn count(&self, severity: Severity) -> usize {
        let counts = |found: &Diagnostic| found.severity == severity && found.code != Code::PageFlaw;
        self.iter().filter(|(found, _)| counts(found)).count()
    }

    /// The verdict over the findings.
    pub fn verdict(&self) -> Verdict {
        self.iter().map(|(found, _)| Verdict::of(found)).max().unwrap_or(Verdict::Good)
    }

    /// Whether a finding about settings, which several paths share, was already made for another path.
    fn knows(&self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        if Verdict::of(diagnostic) != Verdict::Misconfigured {
            return false;
        }
        let line = crate::diagnostics::render::short(diagnostic, sources);
        self.iter().any(|(known, sources)| crate::diagnostics::render::short(known, sources) == line)
    }
}

/// How a run has ended. The worse comes later; wrong settings win, for then nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// All was done.
    Good,
    /// All was done, and there is something to look at.
    Warned,
    /// Some input had errors; what could be exported was.
    Faulty,
    /// The world failed: a file could not be read or written.
    WorldFailed,
    /// The command line or a configuration file is wrong; nothing was written.
    Misconfigured,
}

impl Verdict {
    fn of(finding: &Diagnostic) -> Verdict {
        match (finding.severity, finding.code) {
            (Severity::Info, _) => Verdict::Good,
            (Severity::Warning, _) => Verdict::Warned,
            (Severity::Error, Code::UnreadableFile | Code::UnwritableOutput) => Verdict::WorldFailed,
            (
                Severity::Error,
                Code::ConfigSyntax
                | Code::ConfigUnknownKey
                | Code::ConfigBadValue
                | Code::UnknownBackend
                | Code::BadArgument
                | Code::OutputClash,
            ) => Verdict::Misconfigured,
            (Severity::Error, _) => Verdict::Faulty,
        }
    }
}

/// A file that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Where, as people name it.
    pub file: String,
    /// The back end that made it.
    pub format: &'static str,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its pages, when it has pages.
    pub pages: Option<u32>,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How well its pages are set, when it has pages.
    pub layout: Option<LayoutEntry>,
}

/// All that a run has led to, in the order of the plan.
#[derive(Clone, Default, Debug)]
pub struct Outcome {
    /// The files that were written.
    pub written: Vec<Written>,
    /// What was found.
    pub findings: Findings,
    /// The files that were read.
    pub inputs: Vec<InputEntry>,
    /// What each path holds.
    pub paths: Vec<PathEntry>,
    /// The book of a run that makes no other. It is of no more use, but large: who ends the process need not take it
    /// apart piece by piece.
    pub only: Option<Bound>,
}

impl Outcome {
    /// The files that were planned but could not be made, in the order of the plan.
    pub fn not_made(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().flat_map(|path| &path.not_made).map(String::as_str)
    }
}
