//! Set pages and their planned tags → what PDF/UA-1 and PDF/A-2a ask and they do not keep.
//!
//! A claim of conformance is written only where this finds nothing. The rules that our own writing keeps by
//! construction (fonts embedded, annotations tabbed by structure …) are not asked again here.
//! Clause numbers are those of ISO 14289-1.

use super::tag::{Attribute, Element, Kid, Tag, Tags};
use crate::model::Book;
use crate::typeset::frame::{Mark, Pages, Shape};
use std::collections::BTreeSet;
use std::fmt;

/// Something a conforming file must not have.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Finding {
    /// There is no page.
    NoPages,
    /// The book has no title (7.1).
    NoTitle,
    /// A figure has no alternative text (7.3).
    FigureWithoutAlt,
    /// A glyph that stands for a missing one was painted (7.21.8).
    MissingGlyph {
        /// Number of the page, from 1.
        page: usize,
    },
    /// A glyph does not say which text it shows (7.21.7).
    GlyphWithoutText {
        /// Number of the page, from 1.
        page: usize,
    },
    /// A run of letters has no size.
    RunWithoutSize {
        /// Number of the page, from 1.
        page: usize,
    },
    /// The first heading is not of level 1, or a level was skipped (7.4.2).
    HeadingSkip {
        /// The heading.
        title: String,
    },
    /// A heading has no title.
    HeadingWithoutTitle,
    /// A table's rows differ in their number of cells (7.2).
    TableIrregular,
    /// An element is not allowed where it is (7.2).
    Misplaced {
        /// Where it is.
        parent: Tag,
        /// What it is.
        tag: Tag,
    },
    /// A link has no description (7.18.5).
    LinkWithoutDescription {
        /// Number of the page, from 1.
        page: usize,
    },
    /// A link leads to a place that is on no page.
    LinkLeadsNowhere {
        /// Number of the page, from 1.
        page: usize,
    },
    /// The clickable area of something that is not a link (7.18.5).
    AreaOutsideLink,
    /// Content of a node that is not a leaf.
    ContentOutsideLeaf {
        /// The tag of the node.
        tag: Tag,
    },
    /// Content of a node that is not in the tree.
    ContentOutsideTree,
    /// Text right in an element that groups others.
    LeafInGroup {
        /// The element.
        tag: Tag,
    },
    /// Content whose place in the tree was lost.
    SequenceUntagged {
        /// Number of the page, from 1.
        page: usize,
    },
    /// A picture of a content node shows outside a figure, or a rule does.
    FillAsContent {
        /// Number of the page, from 1.
        page: usize,
    },
}

/// Who can mend a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The author.
    Lesson,
    /// Us.
    Program,
}

impl Finding {
    /// Who can mend it.
    pub fn cause(&self) -> Cause {
        match self {
            Finding::NoTitle | Finding::FigureWithoutAlt | Finding::MissingGlyph { .. } => Cause::Lesson,
            _ => Cause::Program,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::NoPages => write!(f, "the book has no page"),
            Finding::NoTitle => write!(f, "the book has no title"),
            Finding::FigureWithoutAlt => write!(f, "a figure has no alternative text"),
            Finding::MissingGlyph { page } => write!(f, "page {page} shows a glyph for a missing character"),
            Finding::GlyphWithoutText { page } => write!(f, "page {page} has a glyph without its text"),
            Finding::RunWithoutSize { page } => write!(f, "page {page} has letters without a size"),
            Finding::HeadingSkip { title } => write!(f, "the heading “{title}” skips a level"),
            Finding::HeadingWithoutTitle => write!(f, "a heading has no title"),
            Finding::TableIrregular => write!(f, "the rows of a table differ in their number of cells"),
            Finding::Misplaced { parent, tag } => {
                write!(f, "a tag {} must not be in {}", tag.name(), parent.name())
            }
            Finding::LinkWithoutDescription { page } => write!(f, "a link on page {page} has no description"),
            Finding::LinkLeadsNowhere { page } => write!(f, "a link on page {page} leads nowhere"),
            Finding::AreaOutsideLink => write!(f, "the area of a link has no link in the tree"),
            Finding::ContentOutsideLeaf { tag } => write!(f, "a tag {} was painted itself", tag.name()),
            Finding::ContentOutsideTree => write!(f, "painted content is not in the tree"),
            Finding::LeafInGroup { tag } => write!(f, "text stands right in a tag {}", tag.name()),
            Finding::SequenceUntagged { page } => write!(f, "content of page {page} has no tag"),
            Finding::FillAsContent { page } => write!(f, "page {page} has a fill that counts as content"),
        }
    }
}

/// Everything that keeps a file from conforming, each once, in a fixed order.
pub fn check(pages: &Pages, tags: &Tags, book: &Book) -> Vec<Finding> {
    let mut found: BTreeSet<Finding> = tags.findings.iter().cloned().collect();
    if pages.pages.is_empty() {
        found.insert(Finding::NoPages);
    }
    if book.metadata.title.trim().is_empty() {
        found.insert(Finding::NoTitle);
    }
    painting(pages, &mut found);
    tree(&tags.root, &mut found);
    coverage(tags, &mut found);
    found.into_iter().collect()
}

/// What is painted: letters with text and size, links with descriptions.
fn painting(pages: &Pages, found: &mut BTreeSet<Finding>) {
    for (index, page) in pages.pages.iter().enumerate() {
        let page_number = index + 1;
        for item in &page.items {
            let content = matches!(item.mark, Mark::Content(_));
            match &item.shape {
                Shape::Glyphs(run) | Shape::Sideways(run) => {
                    if run.glyphs.iter().any(|glyph| glyph.id == 0) {
                        found.insert(Finding::MissingGlyph { page: page_number });
                    }
                    if run.size.scaled() <= 0 {
                        found.insert(Finding::RunWithoutSize { page: page_number });
                    }
                    let says = |range: &std::ops::Range<u32>| {
                        run.text.get(range.start as usize..range.end as usize).is_some_and(|t| !t.is_empty())
                    };
                    let ill =
                        |glyph: &crate::typeset::frame::Glyph| !glyph.text.is_empty() && !says(&glyph.text);
                    let mute = !run.glyphs.is_empty() && !run.glyphs.iter().any(|glyph| says(&glyph.text));
                    if mute || run.glyphs.iter().any(ill) {
                        found.insert(Finding::GlyphWithoutText { page: page_number });
                    }
                }
                Shape::Fill { .. } | Shape::Path { .. } if content => {
                    found.insert(Finding::FillAsContent { page: page_number });
                }
                Shape::Fill { .. } | Shape::Path { .. } | Shape::Picture { .. } => {}
            }
        }
        if page.links.iter().any(|link| link.description.trim().is_empty()) {
            found.insert(Finding::LinkWithoutDescription { page: page_number });
        }
    }
}

/// The tree: headings in order, figures with text, regular tables, elements where they may be.
fn tree(root: &Element, found: &mut BTreeSet<Finding>) {
    let mut level = 0;
    root.walk(&mut |element| {
        if let Some(own) = element.tag.heading_level() {
            if own > level + 1 {
                found.insert(Finding::HeadingSkip { title: element.title.clone().unwrap_or_default() });
            }
            if element.title.is_none() {
                found.insert(Finding::HeadingWithoutTitle);
            }
            level = own;
        }
        if element.tag == Tag::Figure && element.alt.is_none() {
            found.insert(Finding::FigureWithoutAlt);
        }
        if element.tag == Tag::Table && !is_regular(element) {
            found.insert(Finding::TableIrregular);
        }
        for kid in element.elements() {
            if !may_hold(element.tag, kid.tag) {
                found.insert(Finding::Misplaced { parent: element.tag, tag: kid.tag });
            }
        }
        if element.tag == Tag::TH
            && !matches!(element.attribute, Some(Attribute::Cell { scope: Some(_), .. }))
        {
            found.insert(Finding::TableIrregular);
        }
    });
}

/// Whether the cells of all rows fill the same columns, there is at most one head, and a body with it.
fn is_regular(table: &Element) -> bool {
    let count = |tag: Tag| table.elements().filter(|kid| kid.tag == tag).count();
    if count(Tag::THead) > 1 || (count(Tag::THead) == 1 && count(Tag::TBody) == 0) {
        return false;
    }
    let rows = table.elements().flat_map(|group| match group.tag {
        Tag::TR => vec![group],
        Tag::THead | Tag::TBody => group.elements().collect(),
        _ => Vec::new(),
    });
    // For each column, how many rows the cell that is there still reaches down.
    let mut reach: Vec<usize> = Vec::new();
    let mut width = None;
    for row in rows {
        let mut column = 0;
        for cell in row.elements() {
            let (columns, down) = match cell.attribute {
                Some(Attribute::Cell { size, .. }) => size,
                _ => (1, 1),
            };
            while reach.get(column).is_some_and(|left| *left > 0) {
                column += 1;
            }
            reach.resize(reach.len().max(column + columns), 0);
            if reach.iter().skip(column).take(columns).any(|left| *left > 0) {
                return false;
            }
            reach.iter_mut().skip(column).take(columns).for_each(|left| *left = down);
            column += columns;
        }
        if reach.contains(&0) || *width.get_or_insert(reach.len()) != reach.len() {
            return false;
        }
        reach.iter_mut().for_each(|left| *left -= 1);
    }
    width.is_some_and(|width| width > 0) && reach.iter().all(|left| *left == 0)
}

/// Whether an element may be right in another (ISO 32000-1, tables 333 to 337; ISO 14289-1, 7.2).
fn may_hold(parent: Tag, kid: Tag) -> bool {
    match (parent, kid) {
        (Tag::L, _) => matches!(kid, Tag::L | Tag::LI | Tag::Caption),
        (Tag::LI, _) => matches!(kid, Tag::Lbl | Tag::LBody),
        (Tag::Table, _) => matches!(kid, Tag::TR | Tag::THead | Tag::TBody | Tag::Caption),
        (Tag::THead | Tag::TBody, _) => kid == Tag::TR,
        (Tag::TR, _) => matches!(kid, Tag::TH | Tag::TD),
        (Tag::TOC, _) => matches!(kid, Tag::TOC | Tag::TOCI | Tag::Caption),
        (Tag::TOCI, _) => matches!(kid, Tag::Lbl | Tag::Reference | Tag::P | Tag::TOC),
        (_, Tag::LI | Tag::LBody) => false,
        (_, Tag::TR | Tag::THead | Tag::TBody | Tag::TH | Tag::TD | Tag::TOCI | Tag::Document) => false,
        _ => true,
    }
}

/// Every sequence has its place in the tree, and no place has two.
fn coverage(tags: &Tags, found: &mut BTreeSet<Finding>) {
    let mut placed = BTreeSet::new();
    let mut twice = false;
    tags.root.walk(&mut |element| {
        for kid in &element.kids {
            if let Kid::Content(at) = kid {
                twice |= !placed.insert(*at);
            }
        }
    });
    for (page, sequences) in tags.pages.iter().enumerate() {
        for sequence in sequences {
            if let super::tag::Marking::Content { mcid, .. } = sequence.marking
                && (twice || !placed.contains(&super::tag::Marked { page, mcid }))
            {
                found.insert(Finding::SequenceUntagged { page: page + 1 });
            }
        }
    }
}
