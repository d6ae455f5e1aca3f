//! Findings of every room → one ordered list of diagnostics: code, place, help.
//!
//! A message is one phrase in lower case without a full stop that names the thing at fault; a help is
//! an order its reader can follow. All findings are kept, not the first; but of one kind in one file no
//! more than anybody reads, and a count of the rest. This room does not know who
//! raises a diagnostic; only [`render`] knows how one is shown.

mod codes;
mod page;
pub mod render;

pub use codes::Code;
pub use page::Page;

use crate::source::{FileId, Sources, Span};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many findings of one code in one file are told one by one; the rest are counted.
const MOST_ALIKE: usize = 200;

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
pub struct Diagnostics {
    told: Vec<Diagnostic>,
    /// How many findings of each code lie in each file.
    alike: BTreeMap<(Code, FileId), Alike>,
    keeps: Keeps,
}

/// What becomes of many findings that are much alike.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Keeps {
    /// The first are told, and the rest counted.
    #[default]
    First,
    /// All are kept.
    All,
}

/// Findings of one code in one file.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Alike {
    /// How many are told.
    told: usize,
    /// How many are not, as yet without a word.
    untold: usize,
    /// The first of those.
    first: Span,
    /// How bad it is.
    severity: Option<Severity>,
}

impl Diagnostics {
    /// Findings that somebody will sum up: all are kept, however much alike they are.
    pub fn to_sum_up() -> Diagnostics {
        Diagnostics { keeps: Keeps::All, ..Diagnostics::default() }
    }

    /// Adds a finding. Of those that are much alike, only the first are told, and the rest counted.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if let Place::Span(span) = diagnostic.place {
            let alike = self.alike.entry((diagnostic.code, span.file)).or_default();
            if alike.told >= MOST_ALIKE && self.keeps == Keeps::First {
                if alike.untold == 0 {
                    (alike.first, alike.severity) = (span, Some(diagnostic.severity));
                }
                alike.untold += 1;
                return;
            }
            alike.told += 1;
        }
        self.told.push(diagnostic);
    }

    /// Adds all findings of another piece of work.
    pub fn extend(&mut self, other: Diagnostics) {
        for diagnostic in other.told {
            self.push(diagnostic);
        }
        for (kind, more) in other.alike.into_iter().filter(|(_, alike)| alike.untold > 0) {
            let alike = self.alike.entry(kind).or_default();
            if alike.untold == 0 {
                (alike.first, alike.severity) = (more.first, more.severity);
            }
            alike.untold += more.untold;
        }
    }

    /// Says how many findings were counted and not told.
    fn tell_counts(&mut self) {
        for ((code, _), alike) in &mut self.alike {
            let untold = std::mem::take(&mut alike.untold);
            if untold == 0 {
                continue;
            }
            let findings = if untold == 1 { "finding" } else { "findings" };
            let message = format!("{untold} more {findings} of this kind from here on in this file");
            let mut count =
                Diagnostic::new(*code, message).at(alike.first).help("mend those before it first");
            count.severity = alike.severity.unwrap_or(count.severity);
            self.told.push(count);
        }
    }

    /// The findings; after [`Diagnostics::sort`] also the counts of those that are not told one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.told.iter()
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.told.iter_mut()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.told.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Whether any finding is at least as bad as `severity`.
    pub fn any(&self, severity: Severity) -> bool {
        self.told.iter().any(|diagnostic| diagnostic.severity >= severity)
    }

    /// Orders by file, position and code, so that the order of work (and of threads) does not show.
    pub fn sort(&mut self, sources: &Sources) {
        self.tell_counts();
        let name = |place: &Place| match place {
            Place::Span(span) => sources.get(span.file).map_or("", |file| file.name()).to_owned(),
            Place::File(name) => name.clone(),
            Place::Nowhere => String::new(),
        };
        let offset = |place: &Place| match place {
            Place::Span(span) => (span.start, span.end),
            Place::File(_) | Place::Nowhere => (0, 0),
        };
        self.told.sort_by_cached_key(|d| (name(&d.place), offset(&d.place), d.code, d.message.clone()));
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(mut self) -> Self::IntoIter {
        self.tell_counts();
        self.told.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_findings_alike_the_rest_is_counted() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", vec![b'x'; 1000]);
        let finding = |at: usize| Diagnostic::new(Code::RawHtml, "a tag").at(Span::new(file, at, at + 1));
        let mut findings = Diagnostics::default();
        (0..MOST_ALIKE + 3).for_each(|at| findings.push(finding(at)));
        findings.push(Diagnostic::new(Code::AltMissing, "another kind").at(Span::new(file, 0, 1)));
        let mut all = Diagnostics::default();
        all.extend(findings.clone());
        all.sort(&sources);
        assert_eq!(all.len(), MOST_ALIKE + 2);
        let last = all.iter().last().expect("there are findings");
        assert_eq!(last.message, "3 more findings of this kind from here on in this file");
        assert_eq!(last.place, Place::Span(Span::new(file, MOST_ALIKE, MOST_ALIKE + 1)));
        all.sort(&sources);
        assert_eq!(all.len(), MOST_ALIKE + 2, "a count is told once");
        assert_eq!(findings.into_iter().count(), MOST_ALIKE + 2);
    }
}
