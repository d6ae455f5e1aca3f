//! A plan → what each line of its flat lessons was taken for.

use super::plan::Plan;
use crate::diagnostics::Diagnostics;
use crate::input::Files;
use crate::model::Dialect;
use crate::pipeline::{self, Press, Wanted};
use crate::reader::{self, LineVerdict};
use std::collections::BTreeSet;

/// The lines of one lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LessonLines {
    /// The file, as it is shown to people.
    pub file: String,
    /// What each line that is not blank was taken for, in order.
    pub lines: Vec<LineVerdict>,
}

/// What each line of the flat lessons of a plan was taken for; each file once, in the order of the plan.
/// Findings are left to [`super::run`].
pub fn explain_lines(plan: &Plan, files: &dyn Files, press: &Press) -> Vec<LessonLines> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for work in &plan.works {
        let manuscript = pipeline::read(&work.outline, files, press, &mut Diagnostics::default());
        let options = pipeline::read_options(&work.outline, press);
        for (placed, wanted) in manuscript.lessons.iter().zip(&manuscript.wanted) {
            let file = manuscript.sources.get(placed.lesson.file);
            let asked = *wanted == Wanted::Exported && placed.lesson.dialect == Dialect::Flat;
            let Some(file) = file.filter(|_| asked) else { continue };
            if seen.insert(file.name().to_owned()) {
                found.push(LessonLines {
                    file: file.name().to_owned(),
                    lines: reader::explain(file, &options),
                });
            }
        }
    }
    found
}
