//! Lessons and the policy of their path → findings about disclaimers that are missing.

use super::PlacedLesson;
use crate::config::Policy;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{BlockKind, DisclaimerDuty, DisclaimerKind, Lesson, walk};

/// Reports every lesson that lacks a disclaimer its path asks for. Any disclaimer is one of the general
/// kind.
pub fn check_policy(lessons: &[PlacedLesson], policy: &Policy, diagnostics: &mut Diagnostics) {
    if policy.require_disclaimer.is_empty() {
        return;
    }
    for placed in lessons.iter().filter(|placed| placed.lesson.metadata.disclaimer == DisclaimerDuty::Asked) {
        let there = kinds(&placed.lesson);
        for wanted in &policy.require_disclaimer {
            let found = match wanted {
                DisclaimerKind::General => !there.is_empty(),
                kind => there.contains(kind),
            };
            if !found {
                diagnostics.push(missing(*wanted, &placed.lesson));
            }
        }
    }
}

fn kinds(lesson: &Lesson) -> Vec<DisclaimerKind> {
    let mut kinds = Vec::new();
    walk::blocks(&lesson.blocks, &mut |block| {
        if let BlockKind::Disclaimer { kind, .. } = &block.kind {
            kinds.push(*kind);
        }
    });
    kinds
}

fn missing(wanted: DisclaimerKind, lesson: &Lesson) -> Diagnostic {
    let what = match wanted {
        DisclaimerKind::General => "disclaimer".to_owned(),
        kind => format!("{} disclaimer", kind.name()),
    };
    let message = format!("this lesson has no {what}, and its path asks for one");
    let finding = Diagnostic::new(Code::DisclaimerMissing, message).at(lesson.title.span);
    finding
        .help(format!("add one: `::: disclaimer {{kind={}}}`, its text, `:::`", wanted.name()))
        .help("a lesson that needs none says `disclaimer: false` in its front matter")
}
