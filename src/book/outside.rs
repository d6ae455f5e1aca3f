//! References to stations that the book does not hold → the same, and behind their words what the policy says.

use crate::config::OutsideStation;
use crate::model::{Chapter, InlineKind, LangTag, walk};
use std::collections::BTreeSet;

/// Puts the policy's words behind the first mention of each such station in a chapter.
pub(super) fn explain(chapter: &mut Chapter, policy: &OutsideStation, language: &LangTag) {
    let mut told: BTreeSet<u32> = BTreeSet::new();
    let mut tell = |inline: &mut crate::model::Inline| {
        let InlineKind::StationRef { number, target: None, title: Some(title), aside, .. } = &mut inline.kind
        else {
            return;
        };
        let words = match policy {
            OutsideStation::Title => title.clone(),
            OutsideStation::Text(words) => words.replace("{title}", title),
            OutsideStation::Plain => return,
        };
        if !words.trim().is_empty() && told.insert(*number) {
            *aside = Some(in_parentheses(words.trim(), language));
        }
    };
    walk::content_mut(&mut chapter.lesson.title.content, &mut tell);
    walk::inlines_mut(&mut chapter.lesson.blocks, &mut tell);
}

/// Words in parentheses as the language sets them, with the space that stands before them.
fn in_parentheses(words: &str, language: &LangTag) -> String {
    match language.primary() {
        "ja" | "zh" => format!("（{words}）"),
        _ => format!(" ({words})"),
    }
}
