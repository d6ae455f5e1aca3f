//! One line for each finding, in the form that editors jump to: `file:line:column: severity[code]: message`.

use super::harmless;
use crate::diagnostics::{Diagnostic, Place};
use crate::source::Sources;

/// One line, without its end: `file:line:column: severity[code]: message`.
pub fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = match &diagnostic.place {
        Place::Span(span) => sources.get(span.file).map_or(String::new(), |file| {
            let at = file.position(span.start);
            format!("{}:{}:{}: ", file.name(), at.line, at.column)
        }),
        Place::File(name) => format!("{name}: "),
        Place::Nowhere => String::new(),
    };
    let (severity, code) = (diagnostic.severity.name(), diagnostic.code.name());
    harmless(&format!("{place}{severity}[{code}]: {}", diagnostic.message))
}
