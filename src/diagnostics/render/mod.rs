//! Diagnostics → text for people and programs. The only folder of this room that knows what a terminal
//! shows; it never writes to one itself.
//!
//! [`terminal`] shows the place in its source, [`short`] is one line, [`json`] is one object for programs.

mod json;
mod short;
mod terminal;

pub use json::{Located, json};
pub use short::short;
pub use terminal::{Color, terminal};

use super::Severity;

impl Severity {
    /// The word shown before a finding.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Text that cannot steer a terminal: control characters of a hostile lesson or file name are replaced.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}
