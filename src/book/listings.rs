//! Tables and figures that have a caption → the lists of them, where there are at least two.

use super::contents::without_links;
use super::terms::locator;
use crate::model::{Block, BlockKind, Inline, Listed, Listing, Part, Weight, walk};
use crate::resolve::Names;

/// So many make a list.
const FEWEST: usize = 2;

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Tables,
    Figures,
}

/// The list of tables or figures, in reading order.
pub(super) fn listing(parts: &[Part], kind: Kind, title: &str, names: &mut Names) -> Option<Listing> {
    let mut entries = Vec::new();
    for chapter in parts.iter().flat_map(|part| &part.chapters) {
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            let caption = without_links(caption(block, kind));
            let words = walk::plain_text(&caption);
            if let Some(id) = block.id.clone().filter(|_| !words.trim().is_empty()) {
                entries.push(Listed { caption, place: locator(chapter, id, Weight::Passing) });
            }
        });
    }
    let name = match kind {
        Kind::Tables => "tables",
        Kind::Figures => "figures",
    };
    let listing = || Listing { id: names.unique_id(name), title: title.to_owned(), entries: Vec::new() };
    (entries.len() >= FEWEST).then(listing).map(|listing| Listing { entries, ..listing })
}

fn caption(block: &Block, kind: Kind) -> &[Inline] {
    match (&block.kind, kind) {
        (BlockKind::Table(table), Kind::Tables) => &table.caption,
        (BlockKind::Figure(figure), Kind::Figures) => &figure.caption,
        _ => &[],
    }
}
