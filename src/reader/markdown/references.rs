//! The link definitions of a whole lesson → what a link of one region leads to. Must not know what blocks are.

use super::inline;
use crate::diagnostics::Code;
use crate::reader::Context;
use pulldown_cmark::{BrokenLink, CowStr, Options, Parser};
use std::collections::BTreeMap;
use std::ops::Range;

/// The constructs that a region of Markdown may have.
pub(super) fn options() -> Options {
    inline::options() | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_DEFINITION_LIST
}

/// The link definitions of all regions, since each region is parsed alone.
#[derive(Default)]
pub(super) struct References {
    /// The address and the title of each name.
    all: BTreeMap<String, (String, String)>,
    /// How many bytes of addresses and titles may still be copied into links: as the parser bounds those of one
    /// region, so that a long address that is used again and again does not fill the memory. None once that has
    /// been reported.
    left: std::cell::Cell<Option<usize>>,
    /// Whether one was asked for in vain.
    spent: std::cell::Cell<bool>,
}

impl References {
    /// Collects the definitions; nothing to do when there is only one region. Text behind too many marks has
    /// none, since it is not read as Markdown either.
    pub(super) fn collect(cx: &Context<'_>, texts: &[Range<usize>]) -> References {
        let mut found = References::default();
        if texts.len() < 2 {
            return found;
        }
        found.left.set(Some(cx.text.len().max(100_000)));
        let mut marks_left = cx.limits.marks;
        for range in texts {
            let text = cx.slice(range.clone());
            let mut marks = text.bytes().enumerate().filter(|(_, byte)| counts(*byte));
            let count = marks.by_ref().take(marks_left).count();
            marks_left -= count;
            let beyond = marks.next().map(|(at, _)| at);
            let text = beyond.map_or(text, |at| text.get(..at).unwrap_or_default());
            if memchr::memmem::find(text.as_bytes(), b"]:").is_some() {
                found.collect_from(text);
            }
            if beyond.is_some() {
                break;
            }
        }
        found
    }

    fn collect_from(&mut self, text: &str) {
        let parser = Parser::new_ext(text, options());
        for (name, definition) in parser.reference_definitions().iter() {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            self.all.entry(folded(name)).or_insert_with(|| (definition.dest.to_string(), title));
        }
    }

    pub(super) fn find<'t>(&self, link: &BrokenLink<'_>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let (url, title) = self.all.get(&folded(&link.reference))?;
        let left = self.left.get()?.checked_sub(url.len() + title.len());
        if left.is_none() {
            self.spent.set(true);
            return None;
        }
        self.left.set(left);
        Some((url.clone().into(), title.clone().into()))
    }

    /// Reports, once, that a link of a region stayed text.
    pub(super) fn report_spent(&self, cx: &mut Context<'_>, region: &Range<usize>) {
        if self.spent.replace(false) && self.left.take().is_some() {
            let message =
                "the addresses of links are too long and used too often; from here on they stay text";
            let span = cx.span(region.start..region.start);
            cx.report(Code::InlineMarks, message, span, "split the lesson, or shorten the addresses");
        }
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a byte may become a piece of the model.
pub(super) fn counts(byte: u8) -> bool {
    byte == b'|' || inline::begins_markup(byte)
}
