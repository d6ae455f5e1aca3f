//! Diagnostics → text for people and programs. The only file of this room that knows what a terminal
//! shows; it never writes to one itself.

use super::{Diagnostic, Place};
use crate::source::Sources;

/// One line: `file:line:column: severity[code]: message`.
pub fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = match diagnostic.severity {
        super::Severity::Info => "info",
        super::Severity::Warning => "warning",
        super::Severity::Error => "error",
    };
    let place = match &diagnostic.place {
        Place::Span(span) => sources.get(span.file).map_or(String::new(), |file| {
            let at = file.position(span.start);
            format!("{}:{}:{}: ", file.name(), at.line, at.column)
        }),
        Place::File(name) => format!("{name}: "),
        Place::Nowhere => String::new(),
    };
    format!("{place}{severity}[{}]: {}", diagnostic.code.name(), diagnostic.message)
}
