//! Set pages → where in the lessons each printed page begins: what an e-book made beside them marks.
//!
//! Works on the structure and the painted text alone: the first words of the lessons on a page, in reading
//! order, and how many letters of their run stand on earlier pages. Knows no model and no format.

use super::frame::{Mark, Page, Pages, Shape};
use super::structure::{NodeId, Role, Structure};
use crate::source::Span;
use std::collections::BTreeMap;

/// A printed page and the words it begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageStart {
    /// Index of the page.
    pub page: usize,
    /// Its page number as printed.
    pub folio: String,
    /// The first words of the lessons on it; none when all of it is words that the program adds, or notes.
    pub opening: Option<Opening>,
}

/// A place in the text of the lessons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Where the run of text, the listing or the picture comes from.
    pub source: Span,
    /// How many letters and digits of it stand before the place.
    pub letters: usize,
}

/// Where each page begins, in the order of the pages.
pub fn page_starts(pages: &Pages) -> Vec<PageStart> {
    let order = reading_order(&pages.structure);
    let mut shown: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut starts = Vec::with_capacity(pages.pages.len());
    for (index, page) in pages.pages.iter().enumerate() {
        let first = leaves(page)
            .filter(|leaf| is_text(&pages.structure, *leaf))
            .min_by_key(|leaf| order.get(leaf.0 as usize).copied().unwrap_or(u32::MAX));
        let opening = first.and_then(|leaf| {
            let source = pages.structure.get(leaf).source?;
            Some(Opening { source, letters: shown.get(&leaf).copied().unwrap_or(0) })
        });
        starts.push(PageStart { page: index, folio: page.folio.clone(), opening });
        for item in &page.items {
            if let (Mark::Content(leaf), Shape::Glyphs(run)) = (item.mark, &item.shape) {
                *shown.entry(leaf).or_insert(0) += letters(&run.text);
            }
        }
    }
    starts
}

/// How many letters and digits a text has: what all ways to write it down have in common, whatever becomes
/// of spaces, hyphens and line ends.
pub fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn leaves(page: &Page) -> impl Iterator<Item = NodeId> {
    page.items.iter().filter_map(|item| match item.mark {
        Mark::Content(leaf) => Some(leaf),
        Mark::RunningHead | Mark::Folio | Mark::Layout => None,
    })
}

/// Whether a leaf holds words of the running text: neither added by the program nor those of a note, which
/// stands at the foot of the page its call is on.
fn is_text(structure: &Structure, leaf: NodeId) -> bool {
    if structure.get(leaf).source.is_none() {
        return false;
    }
    let mut node = leaf;
    while node != Structure::ROOT {
        let here = structure.get(node);
        if here.role == Role::Note {
            return false;
        }
        node = here.parent;
    }
    true
}

/// The rank of each node when the tree is read from its beginning to its end.
fn reading_order(structure: &Structure) -> Vec<u32> {
    let mut order = vec![u32::MAX; structure.len()];
    let mut rank = 0;
    let mut open = vec![Structure::ROOT];
    while let Some(node) = open.pop() {
        if let Some(place) = order.get_mut(node.0 as usize) {
            *place = rank;
        }
        rank += 1;
        open.extend(structure.get(node).children.iter().rev());
    }
    order
}
