//! Set pages → their tags: cuts pages into sequences, walks the structure, gives each sequence its element.
//!
//! It takes the order from the structure alone. What is not as it should be gets a place in the tree all the
//! same, and a finding. Knows no PDF library.

use super::{AreaId, Attribute, Element, Kid, Marked, Marking, Sequence, Tag, Tags};
use crate::backend::pdf::check::Finding;
use crate::backend::pdf::scripts::runs_leftwards;
use crate::model::LinkTarget;
use crate::typeset::frame::{Mark, Pages, Segment, Shape};
use crate::typeset::structure::{NodeId, Role};
use crate::units::{Pt, Rect};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where a word is divided: no part of what is read.
const SOFT_HYPHEN: char = '\u{AD}';

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
    /// Leaves with letters that are read from right to left.
    turned: BTreeSet<NodeId>,
    findings: Vec<Finding>,
}

impl<'a> Planner<'a> {
    fn new(pages: &'a Pages) -> Planner<'a> {
        let mut planner = Planner {
            pages,
            stretches: Vec::with_capacity(pages.pages.len()),
            content: BTreeMap::new(),
            areas: BTreeMap::new(),
            turned: BTreeSet::new(),
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
            if let (Mark::Content(node), Shape::Glyphs(run)) = (item.mark, &item.shape)
                && runs_leftwards(&run.text)
            {
                self.turned.insert(node);
            }
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
            Role::Formula { alt } => element.alt = Some(alt.clone()).filter(|alt| !alt.trim().is_empty()),
            Role::Abbreviation { expansion } => element.expansion = Some(expansion.clone()),
            Role::Note => element.id = Some(format!("note-{}", id.0)),
            Role::List { numbering } => element.attribute = Some(Attribute::ListNumbering(*numbering)),
            Role::HeaderCell { scope } => {
                let size = node.extent.size().unwrap_or((1, 1));
                element.attribute = Some(Attribute::Cell { scope: Some(*scope), size });
            }
            Role::DataCell => {
                let size = node.extent.size().filter(|size| *size != (1, 1));
                element.attribute = size.map(|size| Attribute::Cell { scope: None, size });
            }
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
            if self.turned.contains(child) {
                parts.push((Placing::Inline, Kid::Element(self.turned_text(content))));
                continue;
            }
            parts.extend(content.into_iter().map(|at| (Placing::Inline, Kid::Content(at))));
        }
        element.kids.extend(wrapped(element.tag, parts));
        drop_hollow_table(&mut element);
        element
    }

    /// An element for the words of a leaf that says how they are read: on the pages their letters stand from left
    /// to right (ISO 32000-1, 14.9.4).
    fn turned_text(&self, content: Vec<Marked>) -> Element {
        let mut element = Element::new(Tag::Span);
        let items = content.iter().flat_map(|at| {
            let found = self.stretches.get(at.page).into_iter().flatten();
            let is_here =
                |stretch: &&Stretch| stretch.mcid == at.mcid && matches!(stretch.mark, Mark::Content(_));
            let items = self.pages.pages.get(at.page).map_or(&[][..], |page| &page.items);
            found.filter(is_here).flat_map(|stretch| items.get(stretch.items.clone()).unwrap_or_default())
        });
        let runs = items.filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some(run.text.as_str()),
            _ => None,
        });
        element.actual = Some(runs.flat_map(str::chars).filter(|c| *c != SOFT_HYPHEN).collect());
        element.kids = content.into_iter().map(Kid::Content).collect();
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
        Shape::Path { segments, .. } => {
            let points = segments.iter().flat_map(Segment::points);
            points.map(|at| Rect::new(at.x, at.y, Pt::ZERO, Pt::ZERO)).reduce(union).unwrap_or_default()
        }
        Shape::Glyphs(run) => {
            let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            Rect::new(run.origin.x, run.origin.y - run.size, width, run.size)
        }
        Shape::Sideways(run) => {
            let length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            Rect::new(run.origin.x, run.origin.y, run.size, length)
        }
    }
}

fn union(a: Rect, b: Rect) -> Rect {
    let x = a.origin.x.min(b.origin.x);
    let y = a.origin.y.min(b.origin.y);
    Rect::new(x, y, a.right().max(b.right()) - x, a.bottom().max(b.bottom()) - y)
}
