//! The structure of a set book → the tree of PDF tags and the marked sequences of each page.
//!
//! A *sequence* is a stretch of a page's items that share a mark: one piece of marked content, which
//! belongs to an element of the tree by its number on the page (MCID, from 0) or is an artifact (furniture).
//! The order of the tree is the structure's, never that of positions. Empty elements are dropped, except
//! the cells of a table, which keep its grid regular. Knows the tag names of PDF 1.7 (ISO 32000-1, 14.8.4)
//! and no PDF library. Roles become tags as `Tag::of` lists them.

mod plan;

use super::check::Finding;
use crate::typeset::structure::{Numbering, Role, Scope};
use crate::units::Rect;
use std::fmt::Write as _;
use std::ops::Range;

/// A structure type of PDF 1.7; `Em` and `Strong` are mapped to `Span`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum Tag {
    Document,
    Part,
    Sect,
    Div,
    BlockQuote,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    P,
    L,
    LI,
    Lbl,
    LBody,
    Table,
    Caption,
    THead,
    TBody,
    TR,
    TH,
    TD,
    Figure,
    Code,
    Span,
    Em,
    Strong,
    Link,
    Formula,
    Note,
    Reference,
    TOC,
    TOCI,
    Index,
}

impl Tag {
    /// The tag of a role; none for a leaf, which is content of the element it is in.
    fn of(role: &Role) -> Option<Tag> {
        Some(match role {
            Role::Document => Tag::Document,
            Role::Part => Tag::Part,
            Role::Section => Tag::Sect,
            Role::Box { .. } => Tag::Div,
            Role::Heading { level, .. } => match level {
                0 | 1 => Tag::H1,
                2 => Tag::H2,
                3 => Tag::H3,
                4 => Tag::H4,
                5 => Tag::H5,
                _ => Tag::H6,
            },
            Role::Paragraph => Tag::P,
            Role::Quote => Tag::BlockQuote,
            Role::List { .. } => Tag::L,
            Role::ListItem => Tag::LI,
            Role::Label => Tag::Lbl,
            Role::ListBody => Tag::LBody,
            Role::Table => Tag::Table,
            Role::Caption => Tag::Caption,
            Role::TableHead => Tag::THead,
            Role::TableBody => Tag::TBody,
            Role::TableRow => Tag::TR,
            Role::HeaderCell { .. } => Tag::TH,
            Role::DataCell => Tag::TD,
            Role::Figure { .. } => Tag::Figure,
            Role::Code => Tag::Code,
            Role::Emphasis => Tag::Em,
            Role::Strong => Tag::Strong,
            Role::Span | Role::Highlight | Role::Abbreviation { .. } => Tag::Span,
            Role::Formula { .. } => Tag::Formula,
            Role::Reference => Tag::Reference,
            Role::Note => Tag::Note,
            Role::Link => Tag::Link,
            Role::Contents => Tag::TOC,
            Role::ContentsItem => Tag::TOCI,
            Role::Index => Tag::Index,
            Role::Leaf => return None,
        })
    }

    /// The name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Tag::Document => "Document",
            Tag::Part => "Part",
            Tag::Sect => "Sect",
            Tag::Div => "Div",
            Tag::BlockQuote => "BlockQuote",
            Tag::H1 => "H1",
            Tag::H2 => "H2",
            Tag::H3 => "H3",
            Tag::H4 => "H4",
            Tag::H5 => "H5",
            Tag::H6 => "H6",
            Tag::P => "P",
            Tag::L => "L",
            Tag::LI => "LI",
            Tag::Lbl => "Lbl",
            Tag::LBody => "LBody",
            Tag::Table => "Table",
            Tag::Caption => "Caption",
            Tag::THead => "THead",
            Tag::TBody => "TBody",
            Tag::TR => "TR",
            Tag::TH => "TH",
            Tag::TD => "TD",
            Tag::Figure => "Figure",
            Tag::Code => "Code",
            Tag::Span => "Span",
            Tag::Em => "Em",
            Tag::Strong => "Strong",
            Tag::Link => "Link",
            Tag::Formula => "Formula",
            Tag::Note => "Note",
            Tag::Reference => "Reference",
            Tag::TOC => "TOC",
            Tag::TOCI => "TOCI",
            Tag::Index => "Index",
        }
    }

    /// The standard type a name of our own stands for.
    pub fn mapped_to(self) -> Option<Tag> {
        matches!(self, Tag::Em | Tag::Strong).then_some(Tag::Span)
    }

    /// The heading level, from 1.
    pub fn heading_level(self) -> Option<u8> {
        Some(match self {
            Tag::H1 => 1,
            Tag::H2 => 2,
            Tag::H3 => 3,
            Tag::H4 => 4,
            Tag::H5 => 5,
            Tag::H6 => 6,
            _ => return None,
        })
    }

    /// Whether it stands within a line and therefore needs a paragraph or the like around it.
    fn is_inline(self) -> bool {
        matches!(
            self,
            Tag::Span | Tag::Em | Tag::Strong | Tag::Code | Tag::Link | Tag::Reference | Tag::Formula
        )
    }

    /// The elements that have to stand between a grouping element and text right in it.
    fn between(self) -> &'static [Tag] {
        match self {
            Tag::Document | Tag::Part | Tag::Sect | Tag::Div | Tag::BlockQuote | Tag::Note | Tag::Index => {
                &[Tag::P]
            }
            Tag::L => &[Tag::LI, Tag::LBody],
            Tag::LI => &[Tag::LBody],
            Tag::Table => &[Tag::Caption],
            Tag::THead | Tag::TBody => &[Tag::TR, Tag::TD],
            Tag::TR => &[Tag::TD],
            Tag::TOC => &[Tag::TOCI, Tag::Reference],
            Tag::TOCI => &[Tag::Reference],
            _ => &[],
        }
    }

    /// Whether it stays though it holds nothing.
    fn stays_empty(self) -> bool {
        matches!(self, Tag::TH | Tag::TD)
    }
}

/// What an element says beside its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attribute {
    /// What stands before the items of a list.
    ListNumbering(Numbering),
    /// What a cell names, if it names its row or column, and how much of the table it takes.
    Cell {
        /// What it names.
        scope: Option<Scope>,
        /// How many columns and rows.
        size: (usize, usize),
    },
    /// The area of a figure that is on one page.
    BBox(Rect),
}

/// Something in an element.
#[derive(Clone, PartialEq, Debug)]
pub enum Kid {
    /// An element.
    Element(Element),
    /// Marked content.
    Content(Marked),
    /// The clickable area of a link.
    Area(AreaId),
}

/// A piece of marked content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Marked {
    /// Index of the page.
    pub page: usize,
    /// Its number on the page.
    pub mcid: usize,
}

/// Which clickable area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct AreaId {
    /// Index of the page.
    pub page: usize,
    /// Index in the links of the page.
    pub link: usize,
}

/// An element of the tree of tags.
#[derive(Clone, PartialEq, Debug)]
pub struct Element {
    /// Its type.
    pub tag: Tag,
    /// What a list of elements shows for it.
    pub title: Option<String>,
    /// What stands for it when it cannot be seen.
    pub alt: Option<String>,
    /// The text it shows, where its letters are written in another order than they are read in.
    pub actual: Option<String>,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// A name that no other element has; notes must have one (ISO 14289-1, 7.9).
    pub id: Option<String>,
    /// Its language, when it is not that of the element around it.
    pub language: Option<String>,
    /// What it says beside its content.
    pub attribute: Option<Attribute>,
    /// What is in it, in reading order.
    pub kids: Vec<Kid>,
}

impl Element {
    fn new(tag: Tag) -> Element {
        Element {
            tag,
            title: None,
            alt: None,
            actual: None,
            expansion: None,
            id: None,
            language: None,
            attribute: None,
            kids: Vec::new(),
        }
    }

    /// Calls `visit` for this element and all below it, in reading order.
    pub fn walk(&self, visit: &mut impl FnMut(&Element)) {
        visit(self);
        for kid in &self.kids {
            if let Kid::Element(element) = kid {
                element.walk(visit);
            }
        }
    }

    /// The elements right in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Element(element) => Some(element),
            Kid::Content(_) | Kid::Area(_) => None,
        })
    }
}

/// What a stretch of a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marking {
    /// Content of an element with this tag, under this number.
    Content {
        /// The tag of the element.
        tag: Tag,
        /// The number on the page.
        mcid: usize,
    },
    /// A running head.
    Header,
    /// A folio.
    Footer,
    /// Other furniture.
    Layout,
}

/// A stretch of a page's items in one piece of marked content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sequence {
    /// The items.
    pub items: Range<usize>,
    /// What they are.
    pub marking: Marking,
}

/// The tags of a whole book.
#[derive(Clone, PartialEq, Debug)]
pub struct Tags {
    /// The document.
    pub root: Element,
    /// The sequences of each page.
    pub pages: Vec<Vec<Sequence>>,
    /// Where the structure was not as it should be.
    pub findings: Vec<Finding>,
}

impl Tags {
    /// The tree as indented text, for comparison.
    pub fn trace(&self) -> String {
        let mut text = String::new();
        trace(&self.root, 0, &mut text);
        text
    }
}

fn trace(element: &Element, depth: usize, text: &mut String) {
    let _ = write!(text, "{:indent$}{}", "", element.tag.name(), indent = depth * 2);
    if let Some(title) = &element.title {
        let _ = write!(text, " “{title}”");
    }
    if let Some(alt) = &element.alt {
        let _ = write!(text, " alt “{alt}”");
    }
    if let Some(actual) = &element.actual {
        let _ = write!(text, " reads “{actual}”");
    }
    if let Some(expansion) = &element.expansion {
        let _ = write!(text, " expands to “{expansion}”");
    }
    if let Some(id) = &element.id {
        let _ = write!(text, " id {id}");
    }
    if let Some(language) = &element.language {
        let _ = write!(text, " lang {language}");
    }
    match element.attribute {
        Some(Attribute::ListNumbering(numbering)) => drop(write!(text, " {numbering:?}")),
        Some(Attribute::Cell { scope, size: (columns, rows) }) => {
            if let Some(scope) = scope {
                let _ = write!(text, " {scope:?}");
            }
            if (columns, rows) != (1, 1) {
                let _ = write!(text, " {columns}x{rows}");
            }
        }
        Some(Attribute::BBox(_)) => text.push_str(" bbox"),
        None => {}
    }
    text.push('\n');
    for kid in &element.kids {
        let indent = (depth + 1) * 2;
        match kid {
            Kid::Content(at) => drop(writeln!(text, "{:indent$}p{}:{}", "", at.page + 1, at.mcid)),
            Kid::Area(at) => drop(writeln!(text, "{:indent$}area p{}:{}", "", at.page + 1, at.link)),
            Kid::Element(kid) => trace(kid, depth + 1, text),
        }
    }
}
