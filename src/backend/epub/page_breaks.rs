//! The printed pages of the same run → which file of the e-book each begins in, and at which words.
//!
//! A page is found again by where its first words come from and by counting letters, so nothing here depends
//! on how either side writes spaces, hyphens or marks. Knows no markup.

use crate::model::{Book, FrontPage, TargetId, Unit};
use crate::source::Span;
use crate::typeset::frame::{Mark, Pages};
use crate::typeset::page_starts::{Opening, letters, page_starts};
use std::collections::{BTreeMap, VecDeque};
use unicode_segmentation::UnicodeSegmentation;

/// How many pages ahead the words of a page are looked for, should those of the next ones not be found.
const AHEAD: usize = 8;

/// A printed page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PageStart {
    /// Its page number as printed.
    pub(super) folio: String,
    /// Its first words; none when it begins with the division.
    opening: Option<Opening>,
}

/// The printed pages of a book by the lesson or page of the book they begin in.
#[derive(Default)]
pub(super) struct PageBreaks {
    /// The pages of the title page, the imprint and the contents, which have no places of their own.
    title_page: Vec<PageStart>,
    imprint: Vec<PageStart>,
    contents: Vec<PageStart>,
    divisions: BTreeMap<TargetId, VecDeque<PageStart>>,
}

impl PageBreaks {
    /// The pages of a book as it was set. Empty ones are left out.
    pub(super) fn of(book: &Book, pages: &Pages) -> PageBreaks {
        let starts = page_starts(pages);
        let divisions = divisions(book, pages);
        let mut found: BTreeMap<TargetId, VecDeque<PageStart>> = BTreeMap::new();
        for start in starts {
            let opens = |division: &&Division<'_>| division.page == start.page && division.opens_page;
            let home = divisions.iter().rev().find(|division| division.page < start.page || opens(division));
            let Some(home) = home else { continue };
            let opening = if opens(&home) { None } else { start.opening };
            if opening.is_some() || opens(&home) {
                let start = PageStart { folio: start.folio, opening };
                found.entry(home.id.clone()).or_default().push_back(start);
            }
        }
        let mut breaks = PageBreaks { divisions: found, ..PageBreaks::default() };
        breaks.find_front(book, pages, divisions.first().map(|division| division.page));
        breaks
    }

    /// Finds the pages before the first division: title page, imprint and contents follow each other, and only the
    /// contents may have several.
    fn find_front(&mut self, book: &Book, pages: &Pages, end: Option<usize>) {
        let mut front = book.front.iter().filter(|page| **page != FrontPage::Cover).peekable();
        let title = pages.pages.iter().position(|page| page.folio == "i");
        let (Some(title), Some(FrontPage::TitlePage)) = (title, front.next()) else { return };
        let shown = pages.pages.iter().enumerate().take(end.unwrap_or(title + 1)).skip(title);
        let shown =
            shown.filter(|(_, page)| page.items.iter().any(|item| matches!(item.mark, Mark::Content(_))));
        let mut starts = shown.map(|(_, page)| PageStart { folio: page.folio.clone(), opening: None });
        self.title_page.extend(starts.next());
        if front.next_if(|page| **page == FrontPage::Imprint).is_some() {
            self.imprint.extend(starts.next());
        }
        if front.next_if(|page| **page == FrontPage::Contents).is_some() {
            self.contents.extend(starts);
        }
    }

    /// The pages that begin in a division, in order.
    pub(super) fn in_division(&self, id: &TargetId) -> VecDeque<PageStart> {
        self.divisions.get(id).cloned().unwrap_or_default()
    }

    /// The page that the title page is.
    pub(super) fn title_page(&self) -> &[PageStart] {
        &self.title_page
    }

    /// The page that the imprint is.
    pub(super) fn imprint(&self) -> &[PageStart] {
        &self.imprint
    }

    /// The pages that hold the contents.
    pub(super) fn contents(&self) -> &[PageStart] {
        &self.contents
    }
}

/// A lesson, the opener of a part, or a page around the lessons.
struct Division<'a> {
    id: &'a TargetId,
    /// The page it begins on.
    page: usize,
    /// Whether the page begins with it.
    opens_page: bool,
}

/// The divisions of a book in the order of their pages.
fn divisions<'a>(book: &'a Book, pages: &Pages) -> Vec<Division<'a>> {
    let texts = book.front.iter().filter_map(|page| match page {
        FrontPage::Notice(text) | FrontPage::Guide(text) => Some(&text.id),
        _ => None,
    });
    let parts = book.parts.iter().flat_map(|part| {
        let opener = part.title.is_some().then_some(&part.id);
        opener.into_iter().chain(part.chapters.iter().map(|chapter| &chapter.id))
    });
    // What stands behind a lesson on its own follows on the same page.
    let back = book.back.iter().map(|page| (page.id(), book.unit == Unit::Path));
    let all = texts.chain(parts).map(|id| (id, true)).chain(back);
    let placed = all.filter_map(|(id, opens_page)| {
        let page = pages.destinations.get(id)?.page;
        Some(Division { id, page, opens_page })
    });
    placed.collect()
}

/// The pages of a division that are still to be marked while its words are written.
#[derive(Default)]
pub(super) struct Pending {
    starts: VecDeque<PageStart>,
    /// The run of text that is being written: where it comes from and how many letters of it are.
    run: Option<(Span, usize)>,
}

impl Pending {
    /// The pages of a division.
    pub(super) fn of(starts: VecDeque<PageStart>) -> Pending {
        Pending { starts, run: None }
    }

    /// The pages that begin with the division.
    pub(super) fn at_top(&mut self) -> Vec<PageStart> {
        let count = self.starts.iter().take_while(|start| start.opening.is_none()).count();
        self.starts.drain(..count).collect()
    }

    /// All pages not marked yet.
    pub(super) fn rest(&mut self) -> Vec<PageStart> {
        std::mem::take(&mut self.starts).into()
    }

    /// The pages that begin in what comes from one of some places, or before it.
    pub(super) fn up_to(&mut self, is_there: impl Fn(Span) -> bool) -> Vec<PageStart> {
        let is_due = |start: &PageStart| {
            start.opening.is_some_and(|opening| is_known(opening.source) && is_there(opening.source))
        };
        let last = self.starts.iter().take(AHEAD).rposition(is_due);
        last.map(|last| self.starts.drain(..=last).collect()).unwrap_or_default()
    }

    /// Something else than text begins: what follows is another run.
    pub(super) fn end_run(&mut self) {
        self.run = None;
    }

    /// Where pages begin in a text that is about to be written: byte offsets, each with its page.
    pub(super) fn within(&mut self, text: &str, source: Span) -> Vec<(usize, PageStart)> {
        if self.starts.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let is_here = |start: &PageStart| {
            is_known(source) && start.opening.is_some_and(|opening| opening.source == source)
        };
        if let Some(here) = self.starts.iter().take(AHEAD).position(is_here) {
            // Pages whose words were not met begin here at the latest.
            found.extend(self.starts.drain(..here).map(|start| (0, start)));
            self.run = Some((source, 0));
        }
        let Some((of, before)) = self.run else { return found };
        let after = before + letters(text);
        while let Some(Opening { source, letters }) = self.starts.front().and_then(|start| start.opening)
            && source == of
            && letters < after
            && let Some(start) = self.starts.pop_front()
        {
            found.push((place(text, letters.saturating_sub(before)), start));
        }
        self.run = Some((of, after));
        found
    }
}

/// Whether words come from a place at all.
fn is_known(source: Span) -> bool {
    source.start < source.end
}

/// The place behind so many letters of a text where a page may begin: before the next word, or behind the
/// word that the page divides.
fn place(text: &str, letters: usize) -> usize {
    if letters == 0 {
        return 0;
    }
    let mut places = text.char_indices().filter(|(_, c)| c.is_alphanumeric()).skip(letters - 1);
    let last = places.next().map_or(text.len(), |(at, c)| at + c.len_utf8());
    let next = places.next().map_or(text.len(), |(at, _)| at);
    let gap = text.get(last..next).unwrap_or_default();
    // A line of a listing begins behind the line end, white space and all.
    if let Some(line_end) = gap.rfind('\n') {
        return last + line_end + 1;
    }
    if let Some((at, space)) = gap.char_indices().rfind(|(_, c)| c.is_whitespace()) {
        return last + at + space.len_utf8();
    }
    let words = text.split_word_bound_indices();
    let mut words = words.skip_while(|(at, word)| *at < next || word.trim().is_empty());
    words.next().map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn start(folio: &str, source: Span, letters: usize) -> PageStart {
        PageStart { folio: folio.to_owned(), opening: Some(Opening { source, letters }) }
    }

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId(0), start, end)
    }

    fn found(pending: &mut Pending, text: &str, source: Span) -> Vec<(usize, String)> {
        pending.within(text, source).into_iter().map(|(at, start)| (at, start.folio)).collect()
    }

    #[test]
    fn a_page_begins_before_a_word() {
        assert_eq!(place("one two three", 0), 0);
        assert_eq!(place("one two three", 3), 4);
        assert_eq!(place("one (two) three", 3), 4, "with what opens it");
        assert_eq!(place("one two three", 5), 8, "a divided word stays whole");
        assert_eq!(place("one two", 5), 7);
        assert_eq!(place("語学を学ぶ", 2), "語学".len(), "where words are not parted, anywhere");
        assert_eq!(place("a {\n  b", 1), 4, "a line of a listing with its indent");
    }

    #[test]
    fn a_run_of_text_may_be_written_in_pieces() {
        let (one, other) = (span(0, 9), span(10, 20));
        let mut pending = Pending::of([start("2", one, 0), start("3", one, 8), start("4", other, 0)].into());
        assert_eq!(found(&mut pending, "first", one), [(0, "2".to_owned())]);
        assert_eq!(found(&mut pending, "and last", span(9, 10)), [(4, "3".to_owned())]);
        pending.end_run();
        assert_eq!(found(&mut pending, "more", span(30, 34)), []);
        assert_eq!(found(&mut pending, "other", other), [(0, "4".to_owned())]);
    }

    #[test]
    fn a_page_whose_words_are_not_met_begins_with_the_next() {
        let mut pending = Pending::of([start("2", span(1, 2), 0), start("3", span(5, 9), 0)].into());
        let at_once = [(0, "2".to_owned()), (0, "3".to_owned())];
        assert_eq!(found(&mut pending, "five", span(5, 9)), at_once);
        let mut pending = Pending::of([start("2", span(1, 2), 0)].into());
        assert_eq!(found(&mut pending, "five", span(5, 9)), []);
        assert_eq!(pending.rest().len(), 1);
    }
}
