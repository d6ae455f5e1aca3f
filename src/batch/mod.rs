//! Arguments → many books and handouts at once, and an account of them.
//!
//! [`plan`] finds the inputs, reads their settings and gives every result its file name; nothing is
//! written when anything is wrong there. [`run`] then works through the plan on several threads. Results
//! and findings come in the order of the plan, whatever the order of the threads was. A lesson that is
//! broken never stops the others. This room does not know terminals.

mod account;
mod layout;
mod lines;
mod look;
mod model;
mod outcome;
mod plan;
mod run;
mod typefaces;

pub use account::{Account, ArtifactEntry, Counts, InputEntry, PathEntry, StationCounts, WithheldEntry};
pub use layout::{Hundredths, LayoutEntry, LayoutFinding};
pub use lines::{LessonLines, explain_lines};
pub use look::{Names, epoch_date, press};
pub use model::{model, model_schema};
pub use outcome::{Findings, Outcome, Verdict, Written};
pub use plan::{BookPlan, Destination, Plan, Request, UnitChoice, What, Work, plan};
pub use run::{Jobs, run};
pub use typefaces::FontPlaces;

pub use crate::pipeline::Press;
pub use crate::reader::{DialectChoice, LineVerdict};
pub use crate::theme::Marks;
pub use crate::units::Pt;

#[cfg(test)]
mod tests;
