//! Listings → `pre`, the words of a known language in spans of their kind.

use super::{Writer, identified};
use crate::backend::epub::page_breaks::PageStart;
use crate::listing::{Kind, tokens};
use crate::model::{CodeBlock, TargetId};
use crate::source::Span;
use std::collections::VecDeque;
use std::ops::Range;

/// The class of the words of a kind.
pub(in crate::backend::epub) fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Keyword => "code-keyword",
        Kind::Text => "code-text",
        Kind::Number => "code-number",
        Kind::Comment => "code-comment",
    }
}

impl Writer<'_> {
    /// A listing. It runs from left to right, whatever the language around it.
    pub(super) fn code_listing(&mut self, id: Option<&TargetId>, code: &CodeBlock, span: Span) {
        self.out.start("pre", identified(id, &[("dir", "ltr")]));
        let safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#');
        let given = code.language.as_deref().unwrap_or_default();
        let name: String = given.chars().filter(safe).collect();
        let name = format!("language-{}", name.to_ascii_lowercase());
        self.out.start("code", (name != "language-").then_some(("class", name.as_str())));
        let mut pages = self.findings.pending.within(&code.text, span).into();
        let mut at = 0;
        for token in tokens(given, &code.text) {
            self.code_text(&code.text, at..token.range.start, &mut pages);
            at = token.range.end;
            self.out.start("span", [("class", class(token.kind))]);
            self.code_text(&code.text, token.range, &mut pages);
            self.out.end();
        }
        self.code_text(&code.text, at..code.text.len(), &mut pages);
        self.marks("span", pages.into_iter().map(|(_, page)| page).collect());
        self.out.end();
        self.out.end();
        self.out.line();
    }

    /// A part of a listing, with the markers of the pages that begin in it.
    fn code_text(&mut self, text: &str, range: Range<usize>, pages: &mut VecDeque<(usize, PageStart)>) {
        let mut at = range.start;
        while pages.front().is_some_and(|(place, _)| *place < range.end)
            && let Some((place, page)) = pages.pop_front()
        {
            let place = place.clamp(at, range.end);
            self.out.text(text.get(at..place).unwrap_or_default());
            self.marks("span", vec![page]);
            at = place;
        }
        self.out.text(text.get(at..range.end).unwrap_or_default());
    }
}
