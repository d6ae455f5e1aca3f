//! Lines of colons inside quotes, list items, notes and `details` → divs there.
//!
//! The parser knows no divs. It is shown a rule of the same length in the place of each such line, since a
//! rule ends a paragraph wherever it stands, and stays inside what it stands in; where the parser then reports
//! that rule, a div opens or closes. Everywhere else (in a listing, say) the line is put back as it was written.
//! Divs that stand in nothing else are parted before the parser sees them, by [`super::divs`].

use super::blocks::{Builder, Frame, Open};
use super::{divs, regions};
use crate::diagnostics::Code;
use crate::model::{Block, Inline};
use crate::reader::constructs::attributes::Attributes;
use crate::reader::{Context, trimmed};
use pulldown_cmark::CowStr;
use std::borrow::Cow;
use std::ops::Range;

/// What the parser is shown for the colons.
const RULE: &str = "___";

/// The lines of colons in a region that may open or close a div, from their first colon, in order.
#[derive(Default)]
pub(super) struct Fences(Vec<Range<usize>>);

/// A div being read.
pub(super) struct Div {
    attributes: Attributes,
    opener: Range<usize>,
    colons: usize,
    /// Too deep: what it holds goes to the container around it.
    flat: bool,
}

impl Fences {
    /// Finds them in a region that begins at `start`.
    pub(super) fn find(region: &str, start: usize) -> Fences {
        let mut found = Vec::new();
        if memchr::memmem::find(region.as_bytes(), b":::").is_none() {
            return Fences(found);
        }
        let mut at = start;
        for line in region.split_inclusive('\n') {
            let mark =
                behind_marks(line).filter(|mark| line.get(*mark..).is_some_and(|t| t.starts_with(":::")));
            if let Some(mark) = mark {
                found.push(at + mark..at + line.trim_end().len());
            }
            at += line.len();
        }
        Fences(found)
    }

    /// The region as the parser is to see it, as long as it was.
    pub(super) fn masked<'t>(&self, region: &'t str, start: usize) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(region);
        for fence in &self.0 {
            let blanks = " ".repeat(fence.len() - RULE.len());
            text.to_mut().replace_range(fence.start - start..fence.end - start, &format!("{RULE}{blanks}"));
        }
        text
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line of colons in a place.
    fn within(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let at = self.0.partition_point(|fence| fence.start < place.start);
        self.0.get(at).filter(|fence| fence.start < place.end).cloned()
    }

    /// What the author wrote in the place of a text that the parser reports.
    pub(super) fn restored<'e>(
        &self,
        cx: &Context<'_>,
        text: CowStr<'e>,
        place: &Range<usize>,
    ) -> CowStr<'e> {
        match self.within(place) {
            None => text,
            Some(fence) => cx.slice(place.start..place.end.max(fence.end)).to_owned().into(),
        }
    }
}

/// The offset behind the marks of quotes, lists, notes and definitions at the start of a line.
pub(super) fn behind_marks(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let spaced = |len: usize| matches!(rest.get(len), Some(b' ' | b'\t')).then_some(len + 1);
        let mark = match rest.first()? {
            b' ' | b'\t' | b'>' => Some(1),
            b'-' | b'*' | b'+' => spaced(1),
            b':' if rest.get(1) != Some(&b':') => spaced(1),
            b'0'..=b'9' => {
                let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
                matches!(rest.get(digits), Some(b'.' | b')')).then(|| spaced(digits + 1)).flatten()
            }
            b'[' if rest.starts_with(b"[^") => {
                line.get(at..).and_then(|text| text.find("]: ")).map(|end| end + "]: ".len())
            }
            _ => return Some(at),
        };
        match mark {
            Some(len) => at += len,
            None => return Some(at),
        }
    }
}

impl Builder<'_> {
    /// Opens or closes a div where the parser reports a rule; whether that rule was a line of colons.
    pub(super) fn fence(&mut self, cx: &mut Context<'_>, place: &Range<usize>) -> bool {
        let Some(fence) = self.fences.within(place) else { return false };
        let text = cx.slice(fence.clone());
        let colons = text.bytes().take_while(|byte| *byte == b':').count();
        let rest = text.get(colons..).unwrap_or_default().trim();
        if rest.is_empty() {
            self.close_div(cx, colons, fence);
            return true;
        }
        let flat = self.is_too_deep(cx, &fence);
        let div = Div { attributes: Attributes::of_div(rest), opener: fence.clone(), colons, flat };
        self.open.push(Frame::new(Open::Div(div), fence.start));
        true
    }

    /// Closes the innermost div of so many colons, or else the innermost; those inside it were never closed.
    fn close_div(&mut self, cx: &mut Context<'_>, colons: usize, fence: Range<usize>) {
        let innermost =
            self.open.iter().rev().take_while(|frame| matches!(frame.kind, Open::Div(_) | Open::Details(_)));
        let mut divs = innermost.enumerate().filter_map(|(at, frame)| match &frame.kind {
            Open::Div(div) => Some((at, div.colons)),
            _ => None,
        });
        let nearest = divs.clone().next().map(|(at, _)| at);
        let same = divs.find(|(_, own)| *own == colons).map(|(at, _)| at);
        let Some(inside) = same.or(nearest) else {
            let text = cx.slice(fence.clone()).to_owned();
            let span = cx.span(fence);
            let help = "remove the line, or write one such as `::: tip` where the div begins";
            cx.report(Code::UnclosedDiv, "no fenced div is open here: these colons are text", span, help);
            return self.push(Block::paragraph(vec![Inline::text(text, span)], span));
        };
        for _ in 0..inside {
            self.close_unclosed(cx, fence.start);
        }
        self.close_container(cx, self.base..fence.end);
    }

    /// Closes what nothing has closed before the end of what it stands in: `details` and divs.
    pub(super) fn close_open_ends(&mut self, cx: &mut Context<'_>, end: usize) {
        while matches!(self.open.last(), Some(Frame { kind: Open::Details(_) | Open::Div(_), .. })) {
            self.close_unclosed(cx, end);
        }
    }

    /// Closes the innermost container, and says so when it is a div.
    pub(super) fn close_unclosed(&mut self, cx: &mut Context<'_>, end: usize) {
        if let Some(Frame { kind: Open::Div(div), .. }) = self.open.last() {
            let (opener, colons) = (div.opener.clone(), div.colons);
            regions::report_unclosed(cx, opener, colons);
        }
        self.close_container(cx, self.base..end);
    }

    /// The blocks of a div that has ended.
    pub(super) fn end_div(&mut self, cx: &mut Context<'_>, div: Div, blocks: Vec<Block>, end: usize) {
        let blocks = match div.flat {
            true => blocks,
            false => {
                let span = cx.span(trimmed(cx.text, div.opener.start..end));
                divs::blocks_of(cx, &div.attributes, div.opener, blocks, span)
            }
        };
        blocks.into_iter().for_each(|block| self.push(block));
    }
}
