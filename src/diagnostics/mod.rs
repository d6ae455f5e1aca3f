//! Findings of every room → one ordered list of diagnostics: code, place, help.
//!
//! A message is one phrase in lower case without a full stop that names the thing at fault; a help is
//! an order its reader can follow. All findings are kept, not the first. This room does not know who
//! raises a diagnostic; only [`render`] knows how one is shown.

mod codes;
mod page;
pub mod render;

pub use codes::Code;
pub use page::Page;

use crate::source::{Sources, Span};
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Something is doubtful or was mended on the way.
    Warning,
    /// Something the author asked for could not be done.
    Error,
}

/// Where a finding lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the text of a source file.
    Span(Span),
    /// At a file or folder as a whole, by the name shown to people.
    File(String),
    /// Nowhere in particular.
    Nowhere,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule that raised it.
    pub code: Code,
    /// How bad it is; the code's own severity unless raised or lowered.
    pub severity: Severity,
    /// What is at fault, in one phrase.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What the marked text is, in a few words; shown at the carets.
    pub label: Option<String>,
    /// What the reader can do about it.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A finding of the code's own severity, as yet without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place: Place::Nowhere,
            label: None,
            help: Vec::new(),
        }
    }

    /// Sets the place in a source text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.place = Place::Span(span);
        self
    }

    /// Sets the file or folder as the place.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Diagnostic {
        self.place = Place::File(name.into());
        self
    }

    /// Says what the marked text is.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// Adds an order the reader can follow.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }
}

/// The findings of a piece of work, in the order they were made.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another piece of work.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any finding is at least as bad as `severity`.
    pub fn any(&self, severity: Severity) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity >= severity)
    }

    /// Orders by file, position and code, so that the order of work (and of threads) does not show.
    pub fn sort(&mut self, sources: &Sources) {
        let name = |place: &Place| match place {
            Place::Span(span) => sources.get(span.file).map_or("", |file| file.name()).to_owned(),
            Place::File(name) => name.clone(),
            Place::Nowhere => String::new(),
        };
        let offset = |place: &Place| match place {
            Place::Span(span) => (span.start, span.end),
            Place::File(_) | Place::Nowhere => (0, 0),
        };
        self.0.sort_by_cached_key(|d| (name(&d.place), offset(&d.place), d.code, d.message.clone()));
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
