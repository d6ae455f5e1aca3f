//! The contents of a book and where its places landed → the tree of bookmarks.

use crate::model::{Book, ContentsEntry, TargetId};
use crate::typeset::frame::Destination;
use std::collections::BTreeMap;

/// A bookmark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub destination: Destination,
    /// Whether what is below it shows when the book is opened.
    pub state: State,
    /// What is below it.
    pub children: Vec<Bookmark>,
}

/// Whether what is below a bookmark shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It shows.
    Open,
    /// It shows on request.
    Closed,
}

/// The bookmarks of a book: its contents. Parts, and the lesson of a handout, are open at first. A line whose
/// place did not land on a page leads to the first place below it, and is left out when there is none.
pub fn bookmarks(book: &Book, destinations: &BTreeMap<TargetId, Destination>) -> Vec<Bookmark> {
    let alone = book.contents.len() == 1;
    let holds_chapters =
        |entry: &ContentsEntry| entry.children.iter().any(|child| !child.children.is_empty());
    let top = book.contents.iter().filter_map(|entry| {
        let mut bookmark = bookmark(entry, destinations)?;
        if alone || (entry.label.is_none() && holds_chapters(entry)) {
            bookmark.state = State::Open;
        }
        Some(bookmark)
    });
    top.collect()
}

fn bookmark(entry: &ContentsEntry, destinations: &BTreeMap<TargetId, Destination>) -> Option<Bookmark> {
    let title = match &entry.label {
        Some(label) => format!("{label}: {}", entry.title),
        None => entry.title.clone(),
    };
    let children: Vec<Bookmark> =
        entry.children.iter().filter_map(|child| bookmark(child, destinations)).collect();
    let own = destinations.get(&entry.target).copied();
    let destination = own.or_else(|| children.first().map(|child| child.destination))?;
    Some(Bookmark { title, destination, state: State::Closed, children })
}
