//! Bookmarks, folios and places → outline, page labels and named destinations (ISO 32000-1, 12.3, 12.4.2).

use super::annotations::destination;
use super::{Shell, WriteError, number};
use crate::backend::pdf::outline::{Bookmark, State};
use crate::typeset::frame::Pages;
use lopdf::{Dictionary, Object, ObjectId, dictionary};

/// Adds all three.
pub(super) fn add(shell: &mut Shell, pages: &Pages, bookmarks: &[Bookmark]) -> Result<(), WriteError> {
    if !bookmarks.is_empty() {
        let root = shell.document.new_object_id();
        let mut entry = dictionary! { "Type" => "Outlines" };
        let shown = level(shell, pages, bookmarks, root, &mut entry);
        entry.set("Count", shown);
        shell.document.set_object(root, entry);
        let catalog = shell.document.catalog_mut()?;
        catalog.set("Outlines", root);
        catalog.set("PageMode", "UseOutlines");
    }

    let mut names: Vec<Object> = Vec::with_capacity(pages.destinations.len() * 2);
    // In the order of their bytes, as the tree must be: the map's own.
    for (target, place) in &pages.destinations {
        if let Some(place) = destination(shell, pages, place) {
            names.extend([Object::string_literal(target.as_str()), place]);
        }
    }
    let labels = labels(pages.pages.iter().map(|page| page.folio.as_str()));
    let catalog = shell.document.catalog_mut()?;
    if !names.is_empty() {
        catalog.set("Names", dictionary! { "Dests" => dictionary! { "Names" => names } });
    }
    let mut numbers: Vec<Object> = Vec::with_capacity(labels.len() * 2);
    for label in labels {
        numbers.push(Object::Integer(label.page as i64));
        numbers.push(label.dictionary().into());
    }
    if !numbers.is_empty() {
        catalog.set("PageLabels", dictionary! { "Nums" => numbers });
    }
    Ok(())
}

/// Adds the bookmarks below `parent` and tells it first and last. Gives how many show when it is open.
fn level(
    shell: &mut Shell,
    pages: &Pages,
    bookmarks: &[Bookmark],
    parent: ObjectId,
    parent_entry: &mut Dictionary,
) -> i64 {
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| shell.document.new_object_id()).collect();
    let mut shown = 0;
    for (index, (bookmark, id)) in bookmarks.iter().zip(&ids).enumerate() {
        let mut entry = dictionary! { "Title" => number::text(&bookmark.title), "Parent" => parent };
        if let Some(previous) = index.checked_sub(1).and_then(|index| ids.get(index)) {
            entry.set("Prev", *previous);
        }
        if let Some(next) = ids.get(index + 1) {
            entry.set("Next", *next);
        }
        if let Some(place) = destination(shell, pages, &bookmark.destination) {
            entry.set("Dest", place);
        }
        shown += 1;
        if !bookmark.children.is_empty() {
            let below = level(shell, pages, &bookmark.children, *id, &mut entry);
            match bookmark.state {
                State::Open => {
                    shown += below;
                    entry.set("Count", below);
                }
                State::Closed => entry.set("Count", -below),
            }
        }
        shell.document.set_object(*id, entry);
    }
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        parent_entry.set("First", *first);
        parent_entry.set("Last", *last);
    }
    shown
}

/// A run of pages whose folios count on.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Label {
    page: usize,
    style: Style,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Style {
    Arabic { from: u32 },
    Roman { from: u32 },
    Fixed(String),
}

impl Label {
    fn dictionary(&self) -> Dictionary {
        match &self.style {
            Style::Arabic { from } => dictionary! { "S" => "D", "St" => i64::from(*from) },
            Style::Roman { from } => dictionary! { "S" => "r", "St" => i64::from(*from) },
            Style::Fixed(folio) => dictionary! { "P" => number::text(folio) },
        }
    }
}

/// The runs that spell the folios of all pages.
fn labels<'a>(folios: impl Iterator<Item = &'a str>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (page, folio) in folios.enumerate() {
        let style = style(folio);
        let goes_on = labels.last().is_some_and(|last| {
            let since = (page - last.page) as u32;
            match (&last.style, &style) {
                (Style::Arabic { from: a }, Style::Arabic { from: b })
                | (Style::Roman { from: a }, Style::Roman { from: b }) => a.checked_add(since) == Some(*b),
                (Style::Fixed(a), Style::Fixed(b)) => a == b,
                _ => false,
            }
        });
        if !goes_on {
            labels.push(Label { page, style });
        }
    }
    labels
}

fn style(folio: &str) -> Style {
    if let Ok(from) = folio.parse::<u32>()
        && from > 0
        && from.to_string() == folio
    {
        return Style::Arabic { from };
    }
    match from_roman(folio) {
        Some(from) => Style::Roman { from },
        None => Style::Fixed(folio.to_owned()),
    }
}

/// The digits of roman numbers, largest first.
const ROMAN: [(&str, u32); 13] = [
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// The number of a lower-case roman number in its usual spelling.
fn from_roman(text: &str) -> Option<u32> {
    let (mut rest, mut value) = (text, 0_u32);
    for (digits, worth) in ROMAN {
        while let Some(after) = rest.strip_prefix(digits) {
            value = value.checked_add(worth)?;
            rest = after;
        }
    }
    let mut spelled = String::new();
    let mut left = value;
    for (digits, worth) in ROMAN {
        while left >= worth {
            spelled.push_str(digits);
            left -= worth;
        }
    }
    (value > 0 && rest.is_empty() && spelled == text).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_become_runs() {
        let runs = labels(["i", "ii", "iii", "1", "2", "4", "A-1", "A-1", ""].into_iter());
        let expected = [
            (0, Style::Roman { from: 1 }),
            (3, Style::Arabic { from: 1 }),
            (5, Style::Arabic { from: 4 }),
            (6, Style::Fixed("A-1".to_owned())),
            (8, Style::Fixed(String::new())),
        ];
        assert_eq!(runs, expected.map(|(page, style)| Label { page, style }));
    }

    #[test]
    fn only_usual_roman_numbers_are_numbers() {
        assert_eq!(from_roman("xiv"), Some(14));
        assert_eq!(from_roman("mcmxcix"), Some(1999));
        assert_eq!(from_roman("iiii"), None);
        assert_eq!(from_roman("mild"), None);
        assert_eq!(style("007"), Style::Fixed("007".to_owned()));
    }
}
