//! One JSON object for each finding; also the form findings have in the report of a run.

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::source::Sources;
use serde::Serialize;

/// A finding with its place as people count it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Located {
    /// The code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is at fault.
    pub message: String,
    /// The file or folder.
    pub file: Option<String>,
    /// Line of the first character, from 1.
    pub line: Option<u32>,
    /// Column of the first character, in characters from 1.
    pub column: Option<u32>,
    /// Line behind the last character.
    pub end_line: Option<u32>,
    /// Column behind the last character.
    pub end_column: Option<u32>,
    /// What the reader can do.
    pub help: Vec<String>,
}

impl Located {
    /// Looks the place of a finding up.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Located {
        let mut located = Located {
            code: diagnostic.code.name(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            file: None,
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            help: diagnostic.help.clone(),
        };
        match &diagnostic.place {
            Place::Span(span) => {
                if let Some(file) = sources.get(span.file) {
                    let (start, end) = (file.position(span.start), file.position(span.end));
                    located.file = Some(file.name().to_owned());
                    (located.line, located.column) = (Some(start.line), Some(start.column));
                    (located.end_line, located.end_column) = (Some(end.line), Some(end.column));
                }
            }
            Place::File(name) => located.file = Some(name.clone()),
            Place::Nowhere => {}
        }
        located
    }
}

/// One object on one line, without the line's end.
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    serde_json::to_string(&Located::new(diagnostic, sources)).unwrap_or_default()
}
