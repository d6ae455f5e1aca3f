//! The structure of a set book → the tree of PDF tags and the marked sequences of each page.
//!
//! A *sequence* is a stretch of a page's items that share a mark: one piece of marked content, which
//! belongs to an element of the tree by its number on the page (MCID, from 0) or is an artifact (furniture).
//! The order of the tree is the structure's, never that of positions. Empty elements are dropped, except
//! the cells of a table, which keep its grid regular. Knows the tag names of PDF 1.7 (ISO 32000-1, 14.8.4)
//! and no PDF library. Roles become tags as `Tag::of` lists them.

use super::check::Finding;
use crate::model::LinkTarget;
use crate::typeset::frame::{Mark, Pages, Shape};
use crate::typeset::structure::{NodeId, Numbering, Role, Scope};
use crate::units::Rect;
use std::collections::BTreeMap;
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
    Reference,
    TOC,
    TOCI,
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
            Role::Span => Tag::Span,
            Role::Link => Tag::Link,
            Role::Contents => Tag::TOC,
            Role::ContentsItem => Tag::TOCI,
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
            Tag::Reference => "Reference",
            Tag::TOC => "TOC",
            Tag::TOCI => "TOCI",
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
        matches!(self, Tag::Span | Tag::Em | Tag::Strong | Tag::Code | Tag::Link | Tag::Reference)
    }

    /// The elements that have to stand between a grouping element and text right in it.
    fn between(self) -> &'static [Tag] {
        match self {
            Tag::Document | Tag::Part | Tag::Sect | Tag::Div | Tag::BlockQuote => &[Tag::P],
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
    /// What a header cell names.
    Scope(Scope),
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
    /// Its language, when it is not that of the element around it.
    pub language: Option<String>,
    /// What it says beside its content.
    pub attribute: Option<Attribute>,
    /// What is in it, in reading order.
    pub kids: Vec<Kid>,
}

impl Element {
    fn new(tag: Tag) -> Element {
        Element { tag, title: None, alt: None, language: None, attribute: None, kids: Vec::new() }
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
    /// Plans the tags of set pages.
    pub fn plan(pages: &Pages) -> Tags {
        let mut planner = Planner::new(pages);
        let mut root = planner.element(crate::typeset::structure::Structure::ROOT, Tag::Document);
        planner.adopt_strays(&mut root);
        root.language = None; // The catalogue says it.
        let sequences = planner.sequences(&root);
        Tags { root, pages: sequences, findings: planner.findings }
    }

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
    if let Some(language) = &element.language {
        let _ = write!(text, " lang {language}");
    }
    match element.attribute {
        Some(Attribute::ListNumbering(numbering)) => drop(write!(text, " {numbering:?}")),
        Some(Attribute::Scope(scope)) => drop(write!(text, " {scope:?}")),
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

/// A stretch of items before its element is known.
struct Stretch {
    items: Range<usize>,
    mark: Mark,
    mcid: usize,
}

struct Planner<'a> {
    pages: &'a Pages,
    stretches: Vec<Vec<Stretch>>,
    content: BTreeMap<NodeId, Vec<Marked>>,
    areas: BTreeMap<NodeId, Vec<AreaId>>,
    findings: Vec<Finding>,
}

impl<'a> Planner<'a> {
    fn new(pages: &'a Pages) -> Planner<'a> {
        let mut planner = Planner {
            pages,
            stretches: Vec::with_capacity(pages.pages.len()),
            content: BTreeMap::new(),
            areas: BTreeMap::new(),
            findings: Vec::new(),
        };
        for page in 0..pages.pages.len() {
            planner.collect(page);
        }
        planner
    }

    /// Cuts a page into stretches and notes which nodes they and the links belong to.
    fn collect(&mut self, index: usize) {
        let page = &self.pages.pages[index];
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut next = 0;
        for (at, item) in page.items.iter().enumerate() {
            match stretches.last_mut() {
                Some(last) if last.mark == item.mark => last.items.end = at + 1,
                _ => {
                    let mcid = next;
                    if let Mark::Content(node) = item.mark {
                        self.content.entry(node).or_default().push(Marked { page: index, mcid });
                        next += 1;
                    }
                    stretches.push(Stretch { items: at..at + 1, mark: item.mark, mcid });
                }
            }
        }
        self.stretches.push(stretches);
        for (link, area) in page.links.iter().enumerate() {
            let leads = match &area.target {
                LinkTarget::External { .. } => true,
                LinkTarget::Internal { target } => self.pages.destinations.contains_key(target),
                LinkTarget::Unresolved { .. } | LinkTarget::Dead { .. } => false,
            };
            if leads {
                self.areas.entry(area.node).or_default().push(AreaId { page: index, link });
            } else {
                self.findings.push(Finding::LinkLeadsNowhere { page: index + 1 });
            }
        }
    }

    /// The element of a node with all below it.
    fn element(&mut self, id: NodeId, tag: Tag) -> Element {
        let pages = self.pages;
        let node = pages.structure.get(id);
        let mut element = Element::new(tag);
        element.language = node.language.as_ref().map(|language| language.as_str().to_owned());
        match &node.role {
            Role::Box { title } | Role::Heading { title, .. } => {
                element.title = Some(title.clone()).filter(|title| !title.is_empty());
            }
            Role::Figure { alt } => {
                element.alt = Some(alt.clone()).filter(|alt| !alt.trim().is_empty());
                element.attribute = self.bounds(id).map(Attribute::BBox);
            }
            Role::List { numbering } => element.attribute = Some(Attribute::ListNumbering(*numbering)),
            Role::HeaderCell { scope } => element.attribute = Some(Attribute::Scope(*scope)),
            _ => {}
        }
        if tag == Tag::Link {
            let areas = self.areas.remove(&id).unwrap_or_default();
            if areas.is_empty() {
                element.tag = Tag::Span;
            }
            element.kids.extend(areas.into_iter().map(Kid::Area));
        }
        let mut parts: Vec<(Placing, Kid)> = Vec::new();
        if let Some(content) = self.content.remove(&id) {
            self.findings.push(Finding::ContentOutsideLeaf { tag });
            parts.extend(content.into_iter().map(|at| (Placing::Inline, Kid::Content(at))));
        }
        for child in &node.children {
            if let Some(tag) = Tag::of(&pages.structure.get(*child).role) {
                let kid = self.element(*child, tag);
                if !kid.kids.is_empty() || kid.tag.stays_empty() {
                    let placing = if kid.tag.is_inline() { Placing::Inline } else { Placing::Block };
                    parts.push((placing, Kid::Element(kid)));
                }
                continue;
            }
            let content = self.content.remove(child).unwrap_or_default();
            if !content.is_empty() && !matches!(element.tag.between(), [] | [Tag::Reference]) {
                self.findings.push(Finding::LeafInGroup { tag: element.tag });
            }
            parts.extend(content.into_iter().map(|at| (Placing::Inline, Kid::Content(at))));
        }
        element.kids.extend(wrapped(element.tag, parts));
        drop_hollow_table(&mut element);
        element
    }

    /// The area of a node's painting, when all of it is on one page.
    fn bounds(&self, id: NodeId) -> Option<Rect> {
        let mut marked = Vec::new();
        self.marked_below(id, &mut marked);
        let page = marked.first()?.page;
        if marked.iter().any(|at| at.page != page) {
            return None;
        }
        let items = &self.pages.pages.get(page)?.items;
        let inside = |mcid: usize| marked.iter().any(|at| at.mcid == mcid);
        let mut bounds: Option<Rect> = None;
        for stretch in self.stretches.get(page)? {
            if !(matches!(stretch.mark, Mark::Content(_)) && inside(stretch.mcid)) {
                continue;
            }
            for item in items.get(stretch.items.clone())? {
                let area = extent(&item.shape);
                bounds = Some(bounds.map_or(area, |bounds| union(bounds, area)));
            }
        }
        bounds
    }

    fn marked_below(&self, id: NodeId, found: &mut Vec<Marked>) {
        found.extend(self.content.get(&id).into_iter().flatten());
        for child in &self.pages.structure.get(id).children {
            self.marked_below(*child, found);
        }
    }

    /// Gives content and links whose node is not in the tree, or cannot hold them, a place at its end.
    fn adopt_strays(&mut self, root: &mut Element) {
        for (_, content) in std::mem::take(&mut self.content) {
            self.findings.push(Finding::ContentOutsideTree);
            let mut paragraph = Element::new(Tag::P);
            paragraph.kids.extend(content.into_iter().map(Kid::Content));
            root.kids.push(Kid::Element(paragraph));
        }
        for (_, areas) in std::mem::take(&mut self.areas) {
            self.findings.push(Finding::AreaOutsideLink);
            let mut link = Element::new(Tag::Link);
            link.kids.extend(areas.into_iter().map(Kid::Area));
            let mut paragraph = Element::new(Tag::P);
            paragraph.kids.push(Kid::Element(link));
            root.kids.push(Kid::Element(paragraph));
        }
    }

    /// The sequences of all pages, with the tag of the element each belongs to.
    fn sequences(&self, root: &Element) -> Vec<Vec<Sequence>> {
        let mut tags: BTreeMap<Marked, Tag> = BTreeMap::new();
        root.walk(&mut |element| {
            for kid in &element.kids {
                if let Kid::Content(at) = kid {
                    tags.insert(*at, element.tag);
                }
            }
        });
        let marking = |page: usize, stretch: &Stretch| match stretch.mark {
            Mark::Content(_) => {
                let at = Marked { page, mcid: stretch.mcid };
                Marking::Content { tag: tags.get(&at).copied().unwrap_or(Tag::P), mcid: stretch.mcid }
            }
            Mark::RunningHead => Marking::Header,
            Mark::Folio => Marking::Footer,
            Mark::Layout => Marking::Layout,
        };
        let sequence = |page, stretch: &Stretch| Sequence {
            items: stretch.items.clone(),
            marking: marking(page, stretch),
        };
        let page = |(page, stretches): (usize, &Vec<Stretch>)| {
            stretches.iter().map(|stretch| sequence(page, stretch)).collect()
        };
        self.stretches.iter().enumerate().map(page).collect()
    }
}

/// Whether something stands within a line.
#[derive(Clone, Copy)]
enum Placing {
    Inline,
    Block,
}

/// The kids of an element; each run of those that stand within a line in the elements the parent asks for.
fn wrapped(parent: Tag, parts: Vec<(Placing, Kid)>) -> Vec<Kid> {
    let between = parent.between();
    let mut kids = Vec::with_capacity(parts.len());
    let mut line = Vec::new();
    for (placing, kid) in parts {
        match placing {
            Placing::Inline if !between.is_empty() => line.push(kid),
            Placing::Inline => kids.push(kid),
            Placing::Block => {
                kids.extend(enclosed(between, std::mem::take(&mut line)));
                kids.push(kid);
            }
        }
    }
    kids.extend(enclosed(between, line));
    kids
}

/// A chain of elements around kids, the first outermost.
fn enclosed(chain: &[Tag], kids: Vec<Kid>) -> Option<Kid> {
    if kids.is_empty() {
        return None;
    }
    let mut around = kids;
    for tag in chain.iter().rev() {
        let mut element = Element::new(*tag);
        element.kids = around;
        around = vec![Kid::Element(element)];
    }
    around.pop()
}

/// Takes the kids of a table away when no cell of it holds anything, so that it is dropped as empty.
fn drop_hollow_table(element: &mut Element) {
    if element.tag == Tag::Table {
        let mut holds = false;
        element.walk(&mut |below| holds |= below.kids.iter().any(|kid| !matches!(kid, Kid::Element(_))));
        if !holds {
            element.kids.clear();
        }
    }
}

/// The area a painted thing covers; for letters the line from the first to the last, one size high.
fn extent(shape: &Shape) -> Rect {
    match shape {
        Shape::Fill { area, .. } | Shape::Picture { area, .. } => *area,
        Shape::Glyphs(run) => {
            let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            Rect::new(run.origin.x, run.origin.y - run.size, width, run.size)
        }
    }
}

fn union(a: Rect, b: Rect) -> Rect {
    let x = a.origin.x.min(b.origin.x);
    let y = a.origin.y.min(b.origin.y);
    Rect::new(x, y, a.right().max(b.right()) - x, a.bottom().max(b.bottom()) - y)
}
