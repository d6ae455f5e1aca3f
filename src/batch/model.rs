//! One input → its document model as JSON.

use super::outcome::Findings;
use super::plan::Plan;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::input::{Files, InputKind};
use crate::model::Document;
use crate::pipeline::{self, Extent, Press, Wanted};
use std::sync::Arc;

/// The model of the only input of a plan: of a lesson as it was read, of a path as a resolved book. None
/// when there is nothing to show; the findings say why.
pub fn model(plan: Plan, files: &dyn Files, press: &Press) -> (Option<String>, Findings) {
    let mut findings = plan.findings;
    let mut works = plan.works.into_iter();
    let Some(work) = works.next() else { return (None, findings) };
    if works.next().is_some() {
        let finding = Diagnostic::new(Code::BadArgument, "there is more than one path to show the model of");
        findings.extend(Findings::of(finding.help("name one lesson or one path")));
        return (None, findings);
    }
    let mut diagnostics = Diagnostics::default();
    let manuscript = pipeline::read(&work.outline, files, press, &mut diagnostics);
    let model = match work.given {
        InputKind::Lesson => {
            let lessons = manuscript.lessons.iter().zip(&manuscript.wanted);
            let asked = lessons.filter(|(_, wanted)| **wanted == Wanted::Exported).map(|(placed, _)| placed);
            let lesson = asked.map(|placed| &placed.lesson).next();
            lesson.and_then(|lesson| Document::lesson(lesson.clone()).json())
        }
        InputKind::Path => {
            let bound = pipeline::bind(&manuscript, &work.outline, Extent::Path, press, &mut diagnostics);
            bound.and_then(|bound| Document::book(bound.book).json())
        }
    };
    findings.add(Arc::new(manuscript.sources), diagnostics);
    (model, findings)
}

/// The JSON Schema of what [`model`] gives.
pub fn model_schema() -> String {
    Document::schema()
}
