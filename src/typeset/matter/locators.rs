//! The places an entry points to → page numbers: sorted, each page once, runs of pages as ranges.

use super::super::folios::{Folio, Manner};
use super::super::layout::{Calls, Composer, LinkInText, Pieces, Underline};
use super::super::structure::{NodeId, Role as NodeRole};
use super::super::style::TextStyle;
use super::super::text::Figures;
use crate::model::{LinkTarget, Locator, Weight};

/// Pages in a row that become a range.
const RANGE: usize = 3;

/// What becomes of pages in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// Three and more are a range.
    Joined,
    /// Each has its number.
    Apart,
}

/// A page number or range to print, and the place it leads to.
#[derive(Clone, Debug)]
struct Printed<'a> {
    from: Folio,
    to: Folio,
    weight: Weight,
    locator: &'a Locator,
}

impl Composer<'_, '_> {
    /// Adds the page numbers of places to a paragraph, each a link, the first behind a lead.
    pub(super) fn locators(
        &mut self,
        locators: &[&Locator],
        runs: Runs,
        lead: &str,
        style: TextStyle,
        parent: NodeId,
        pieces: &mut Pieces,
    ) {
        let mut found = Vec::with_capacity(locators.len());
        for locator in locators {
            if let (_, Some(folio)) = self.numbers.ask(&locator.target, Manner::Listed) {
                found.push((folio, *locator));
            }
        }
        let style = TextStyle { figures: Figures::Text, ..style };
        for (number, printed) in printed(found, runs).into_iter().enumerate() {
            self.piece(if number == 0 { lead } else { ", " }, style, parent, pieces);
            let reference = self.structure.add(parent, NodeRole::Reference);
            let node = self.structure.add(reference, NodeRole::Link);
            let pages = printed.pages();
            let page = &self.setting.book.words.page;
            let link = LinkInText {
                target: LinkTarget::Internal { target: printed.locator.target.clone() },
                node,
                description: format!("{}, {page} {pages}", place_name(printed.locator)),
                underline: Underline::Hidden,
                id: None,
                number: None,
                calls: Calls::Nothing,
            };
            let linked = TextStyle { color: self.setting.theme.palette.accent, ..style };
            let shown = if printed.weight == Weight::Principal { linked.bold() } else { linked };
            self.link_piece(&pages, shown, node, link, pieces);
        }
    }
}

impl Printed<'_> {
    fn pages(&self) -> String {
        match self.from == self.to {
            true => self.from.label(),
            false => format!("{}\u{2013}{}", self.from.label(), self.to.label()),
        }
    }
}

/// The name of a place for somebody who does not see the page: station and title.
fn place_name(locator: &Locator) -> String {
    if locator.label == locator.title || locator.label.is_empty() {
        return locator.title.clone();
    }
    format!("{}, {}", locator.label, locator.title)
}

/// Sorts pages and takes those together that need one number.
fn printed(mut found: Vec<(Folio, &Locator)>, runs: Runs) -> Vec<Printed<'_>> {
    found.sort_by_key(|(folio, _)| *folio);
    let mut pages: Vec<Printed<'_>> = Vec::new();
    for (folio, locator) in found {
        match pages.last_mut().filter(|last| last.from == folio) {
            Some(last) if last.weight == Weight::Passing && locator.weight == Weight::Principal => {
                (last.weight, last.locator) = (Weight::Principal, locator);
            }
            Some(_) => {}
            None => pages.push(Printed { from: folio, to: folio, weight: locator.weight, locator }),
        }
    }
    if runs == Runs::Apart {
        return pages;
    }
    let mut joined: Vec<Printed<'_>> = Vec::new();
    let mut rest = pages.as_slice();
    while let Some(first) = rest.first() {
        let goes_on = |pair: &[Printed<'_>]| match pair {
            [one, next] => next.from.follows(one.from) && next.weight == one.weight,
            _ => false,
        };
        let length = 1 + rest.windows(2).take_while(|pair| goes_on(pair)).count();
        let length = if length < RANGE { 1 } else { length };
        let (run, behind) = rest.split_at(length);
        let to = run.last().map_or(first.to, |last| last.to);
        joined.push(Printed { to, ..first.clone() });
        rest = behind;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::super::folios::Numerals;
    use super::*;
    use crate::model::TargetId;

    fn shown(pages: &[(usize, Weight)], runs: Runs) -> String {
        let locator = |(page, weight): &(usize, Weight)| Locator {
            target: TargetId::new(&format!("p{page}")),
            label: String::new(),
            title: "A".to_owned(),
            weight: *weight,
        };
        let locators: Vec<Locator> = pages.iter().map(locator).collect();
        let folio = |number| Folio { numerals: Numerals::Arabic, number };
        let found = pages.iter().zip(&locators).map(|((page, _), locator)| (folio(*page), locator)).collect();
        let bold = |printed: &Printed<'_>| if printed.weight == Weight::Principal { "*" } else { "" };
        let texts = printed(found, runs).into_iter().map(|printed| printed.pages() + bold(&printed));
        texts.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn pages_are_sorted_and_named_once() {
        use Weight::{Passing, Principal};
        assert_eq!(shown(&[(9, Passing), (2, Passing), (9, Principal), (2, Passing)], Runs::Joined), "2, 9*");
    }

    #[test]
    fn three_pages_in_a_row_are_a_range_and_two_are_not() {
        use Weight::{Passing, Principal};
        let pages = [(1, Passing), (2, Passing), (4, Passing), (5, Passing), (6, Passing), (7, Principal)];
        assert_eq!(shown(&pages, Runs::Joined), "1, 2, 4\u{2013}6, 7*");
        assert_eq!(shown(&pages, Runs::Apart), "1, 2, 4, 5, 6, 7*");
    }
}
