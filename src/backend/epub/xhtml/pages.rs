//! Where printed pages begin → `pagebreak` markers at the nearest place that holds one.
//!
//! Markers stand in running text where they can; before the whole heading, link, caption or box where they
//! would become part of a name that is read aloud.

use super::Writer;
use crate::backend::epub::names::PageSource;
use crate::backend::epub::page_breaks::{PageStart, Pending};
use crate::model::{Inline, InlineKind, TargetId, walk};
use crate::source::Span;

/// A marker that was written.
pub(in crate::backend::epub) struct PageMark {
    /// The page number as printed.
    pub(in crate::backend::epub) folio: String,
    /// The address of the marker, seen from the package document.
    pub(in crate::backend::epub) href: String,
}

impl Writer<'_> {
    /// Makes ready for the pages that begin in what a file opens; a file that goes on with what another
    /// opened goes on with its pages.
    pub(in crate::backend::epub) fn open_pages(&mut self, source: &PageSource<'_>) {
        let Some(breaks) = self.setting.breaks else { return };
        let opened: Option<&TargetId> = match source {
            PageSource::Cover(_) | PageSource::TitlePage | PageSource::Imprint => None,
            PageSource::Notice(text) | PageSource::Guide(text) => Some(&text.id),
            PageSource::Part(part) => Some(&part.id),
            PageSource::Chapter(piece) if piece.opens() => Some(&piece.chapter.id),
            PageSource::Chapter(_) => return,
            PageSource::Back(back) => Some(back.id()),
        };
        let mut starts = opened.map(|id| breaks.in_division(id)).unwrap_or_default();
        match source {
            PageSource::TitlePage => starts.extend(breaks.title_page().iter().cloned()),
            PageSource::Imprint => starts.extend(breaks.imprint().iter().cloned()),
            _ => {}
        }
        self.findings.pending = Pending::of(starts);
    }

    /// The markers of the pages that begin with the whole of what a file opens.
    pub(in crate::backend::epub) fn pages_at_top(&mut self) {
        let starts = self.findings.pending.at_top();
        self.marks("div", starts);
    }

    /// The markers of pages whose words were not met.
    pub(in crate::backend::epub) fn rest_of_pages(&mut self) {
        let starts = self.findings.pending.rest();
        self.marks("div", starts);
    }

    /// The markers of the pages that begin in a block which cannot hold them.
    pub(super) fn pages_before_block(&mut self, span: Option<Span>, lines: &[&[Inline]]) {
        let starts = self.findings.pending.up_to(|source| Some(source) == span || holds(lines, source));
        self.marks("div", starts);
    }

    /// The markers of the pages that begin in a part of a line which cannot hold them.
    pub(super) fn pages_before(&mut self, content: &[Inline]) {
        let starts = self.due_in(content);
        self.marks("span", starts);
    }

    /// The markers of the pages that begin with one thing of a line.
    pub(super) fn pages_at(&mut self, span: Span) {
        let starts = self.findings.pending.up_to(|source| source == span);
        self.marks("span", starts);
    }

    /// The markers of the pages that begin in a piece of a line that holds none: they stand before it.
    pub(super) fn pages_beside(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Link { content, .. }
            | InlineKind::TermRef { content, .. }
            | InlineKind::Abbreviation { content, .. } => self.pages_before(content),
            InlineKind::Code { .. }
            | InlineKind::Math { .. }
            | InlineKind::NoteRef { .. }
            | InlineKind::StationRef { target: Some(_), .. }
            | InlineKind::Image(_) => self.pages_at(inline.span),
            _ => {}
        }
    }

    /// The pages that begin in a part of a line; the caller writes their markers.
    pub(super) fn due_in(&mut self, content: &[Inline]) -> Vec<PageStart> {
        self.findings.pending.up_to(|source| holds(&[content], source))
    }

    /// Text, with the markers of the pages that begin in it.
    pub(super) fn words(&mut self, text: &str, source: Span) {
        let mut written = 0;
        for (at, start) in self.findings.pending.within(text, source) {
            self.out.text(text.get(written..at).unwrap_or_default());
            written = at.max(written);
            self.marks("span", vec![start]);
        }
        self.out.text(text.get(written..).unwrap_or_default());
    }

    /// Markers.
    pub(in crate::backend::epub) fn marks(&mut self, name: &'static str, starts: Vec<PageStart>) {
        for PageStart { folio, .. } in starts {
            let known = &mut self.findings.page_marks;
            let plain = folio.chars().all(|c| c.is_ascii_alphanumeric());
            let mut id = format!("page.{}", if plain { folio.as_str() } else { "x" });
            if !plain || known.iter().any(|mark| mark.folio == folio) {
                id = format!("{id}.{}", known.len());
            }
            let href = format!("{}#{id}", self.file);
            self.out.element(
                name,
                [
                    ("id", id.as_str()),
                    ("epub:type", "pagebreak"),
                    ("role", "doc-pagebreak"),
                    ("aria-label", folio.as_str()),
                ],
                "",
            );
            if name == "div" {
                self.out.line();
            }
            self.findings.page_marks.push(PageMark { folio, href });
        }
    }
}

/// Whether words of some lines come from a place.
fn holds(lines: &[&[Inline]], source: Span) -> bool {
    let mut found = false;
    for line in lines {
        walk::content(line, &mut |inline| found |= inline.span == source);
    }
    found
}
