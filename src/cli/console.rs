//! Results to standard output, messages to standard error. The only place that prints.

use super::args::{MessageFormat, Messages, When};
use super::{DONE, FAULTY, MISCONFIGURED, WORLD_FAILED};
use crate::batch::{Findings, Verdict};
use crate::diagnostics::render::{Color, json, short, terminal};
use crate::diagnostics::{Code, Diagnostic, Severity};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, ErrorKind, Stderr, Write};

/// Where a run talks to its user.
pub(super) struct Console {
    stderr: AutoStream<Stderr>,
    format: MessageFormat,
    loudness: Loudness,
    page_flaws: PageFlaws,
}

/// Whether notes on how pages are set are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PageFlaws {
    Hidden,
    Shown,
}

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Loudness {
    /// Errors.
    Quiet,
    /// Errors, warnings and a summary.
    Normal,
    /// Notes too, and the files that were written.
    Verbose,
}

impl Console {
    /// A console that talks as asked.
    pub(super) fn new(messages: &Messages) -> Console {
        let stderr = io::stderr();
        let color = match messages.color {
            When::Auto => AutoStream::choice(&stderr),
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        let loudness = match (messages.quiet, messages.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Verbose,
            (false, false) => Loudness::Normal,
        };
        Console {
            stderr: AutoStream::new(stderr, color),
            format: messages.message_format,
            loudness,
            page_flaws: PageFlaws::Hidden,
        }
    }

    /// Shows notes on how pages are set as well.
    pub(super) fn show_page_flaws(&mut self) {
        self.page_flaws = PageFlaws::Shown;
    }

    /// How much is said.
    pub(super) fn loudness(&self) -> Loudness {
        self.loudness
    }

    /// Whether people read the messages, not programs.
    pub(super) fn is_human(&self) -> bool {
        self.format == MessageFormat::Human
    }

    /// Shows findings that are at least as bad as `least`; with `-q` errors only, with `-v` and for
    /// programs all of them. Notes on how pages are set only when they are asked for: they change with every word.
    pub(super) fn findings(&mut self, findings: &Findings, least: Severity) {
        let least = match self.loudness {
            Loudness::Quiet => Severity::Error,
            Loudness::Verbose => Severity::Info,
            Loudness::Normal if self.format == MessageFormat::Json => Severity::Info,
            Loudness::Normal => least,
        };
        let hidden = self.page_flaws == PageFlaws::Hidden;
        let told =
            |finding: &Diagnostic| finding.severity >= least && !(hidden && finding.code == Code::PageFlaw);
        for (finding, sources) in findings.iter().filter(|(finding, _)| told(finding)) {
            let text = match self.format {
                MessageFormat::Human => format!("{}\n", terminal(finding, sources, Color::Ansi)),
                MessageFormat::Short => short(finding, sources),
                MessageFormat::Json => json(finding, sources),
            };
            self.message(&text);
        }
    }

    /// Shows one finding that lies in no source.
    pub(super) fn finding(&mut self, finding: Diagnostic) {
        self.findings(&Findings::of(finding), Severity::Info);
    }

    /// A line for people, such as a summary; nothing with `-q` or for programs.
    pub(super) fn remark(&mut self, text: &str) {
        if self.loudness > Loudness::Quiet && self.is_human() {
            self.message(text);
        }
    }

    /// A result on standard output, as it is. A reader that has gone away is no failure.
    pub(super) fn result(&mut self, text: &[u8]) -> u8 {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text).and_then(|()| stdout.flush()) {
            Ok(()) => DONE,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => DONE,
            Err(error) => {
                self.message(&format!("error: standard output cannot be written: {error}"));
                WORLD_FAILED
            }
        }
    }

    fn message(&mut self, text: &str) {
        // There is nobody to tell that telling failed.
        let _ = writeln!(self.stderr, "{text}");
    }
}

/// The exit code of a verdict.
pub(super) fn exit_code(verdict: Verdict, strictness: Strictness) -> u8 {
    match (verdict, strictness) {
        (Verdict::Good, _) | (Verdict::Warned, Strictness::Lenient) => DONE,
        (Verdict::Warned, Strictness::Strict) | (Verdict::Faulty, _) => FAULTY,
        (Verdict::WorldFailed, _) => WORLD_FAILED,
        (Verdict::Misconfigured, _) => MISCONFIGURED,
    }
}

/// Whether warnings fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Strictness {
    /// They do not.
    Lenient,
    /// They do.
    Strict,
}
