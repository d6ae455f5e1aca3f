//! The header of a lesson file → typed metadata, and where the body begins.
//!
//! YAML between `---` lines or TOML between `+++` lines, at the very start. [`values`] parses either into
//! one tree with spans; [`keys`] gives the keys their meaning. Must not know: the body.

mod keys;
mod values;

use super::flat::LineOverride;
use super::{DialectChoice, Punctuation};
use crate::config::ClassifyTable;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::LessonMetadata;
use crate::source::{SourceFile, Span};
use std::cell::Cell;
use std::ops::Range;

/// The longest header, in bytes.
const LONGEST: usize = 64 * 1024;

/// What a header says, and where the body lies.
pub(in crate::reader) struct Header {
    pub metadata: LessonMetadata,
    pub body: Range<usize>,
    pub dialect: DialectChoice,
    pub punctuation: Punctuation,
    pub station_label: Option<String>,
    /// Words of a disclaimer, or the name of its kind.
    pub disclaimer: Option<(String, Span)>,
    /// What the reader will learn; a box at the start of the lesson.
    pub objectives: Vec<(String, Span)>,
    /// What bare lines are searched for.
    pub classify: ClassifyTable,
    /// What single lines are.
    pub lines: Vec<LineOverride>,
}

/// The two notations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Notation {
    Yaml,
    Toml,
}

/// Reads the header, if there is one; a byte-order mark before it is skipped.
pub(in crate::reader) fn read(file: &SourceFile, text: &str, diagnostics: &mut Diagnostics) -> Header {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut header = Header {
        metadata: LessonMetadata::default(),
        body: start..text.len(),
        dialect: DialectChoice::Auto,
        punctuation: Punctuation::Smart,
        station_label: None,
        disclaimer: None,
        objectives: Vec::new(),
        classify: ClassifyTable::default(),
        lines: Vec::new(),
    };
    let Some((notation, inner, end)) = find(text, start) else { return header };
    let source = values::Source { file: file.id(), text, range: inner.clone(), deep: Cell::new(None) };
    let parsed = if inner.len() > LONGEST {
        Err((
            format!("the front matter is longer than {LONGEST} bytes"),
            source.span(inner.start..inner.start),
        ))
    } else {
        match notation {
            Notation::Yaml => values::yaml(&source),
            Notation::Toml => values::toml(&source),
        }
    };
    match parsed {
        Ok(Some(entries)) => {
            header.body.start = end;
            keys::apply(&entries, &mut header, diagnostics);
        }
        // Between two rules stands text: there is no header.
        Ok(None) => {}
        Err((message, span)) => {
            header.body.start = end;
            let finding = Diagnostic::new(Code::FrontMatterSyntax, message).at(span);
            diagnostics.push(finding.help("mend the marked place, or remove the front matter"));
        }
    }
    header
}

/// The notation, the range between the two marks, and the offset behind the second.
fn find(text: &str, start: usize) -> Option<(Notation, Range<usize>, usize)> {
    let body = text.get(start..)?;
    let mut lines = body.split_inclusive('\n');
    let first = lines.next()?;
    let (notation, closers): (_, &[&str]) = match first.trim_end() {
        "---" => (Notation::Yaml, &["---", "..."]),
        "+++" => (Notation::Toml, &["+++"]),
        _ => return None,
    };
    let from = start + first.len();
    let mut at = from;
    for line in lines {
        if closers.contains(&line.trim_end()) {
            return Some((notation, from..at, at + line.len()));
        }
        at += line.len();
    }
    None
}
