//! The tree of tags → structure elements and the parent tree (ISO 32000-1, 14.7).

use super::annotations::Annotation;
use super::{Shell, WriteError, number, syntax};
use crate::backend::pdf::tag::{AreaId, Attribute, Element, Kid, Marking, Tag, Tags};
use crate::typeset::structure::{Numbering, Scope};
use crate::units::{Rect, Size};
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use std::collections::{BTreeMap, BTreeSet};

/// Adds the structure and ties pages and annotations to it.
pub(super) fn add(
    shell: &mut Shell,
    tags: &Tags,
    areas: &BTreeMap<AreaId, Annotation>,
) -> Result<(), WriteError> {
    let root = shell.document.new_object_id();
    let marked = |sequences: &Vec<_>| {
        sequences
            .iter()
            .filter(|sequence: &&crate::backend::pdf::tag::Sequence| {
                matches!(sequence.marking, Marking::Content { .. })
            })
            .count()
    };
    let mut builder = Builder {
        parents: tags.pages.iter().map(|sequences| vec![Object::Null; marked(sequences)]).collect(),
        annotation_parents: BTreeMap::new(),
        ids: BTreeMap::new(),
        sizes: page_sizes(shell)?,
        kids: Vec::new(),
        areas,
        shell,
    };
    let document = builder.element(&tags.root, root);
    let (parents, annotation_parents, ids) = (builder.parents, builder.annotation_parents, builder.ids);

    let mut numbers: Vec<Object> = Vec::new();
    let mut next = 0;
    for (index, parents) in parents.into_iter().enumerate() {
        let list = shell.document.add_object(Object::Array(parents));
        numbers.extend([Object::Integer(index as i64), list.into()]);
        next = index as i64 + 1;
        let page = shell.page(index)?;
        page.set("StructParents", index as i64);
        page.set("Tabs", "S");
    }
    for (key, element) in annotation_parents {
        numbers.extend([Object::Integer(key), element.into()]);
        next = key + 1;
    }
    let parent_tree = shell.document.add_object(dictionary! { "Nums" => numbers });
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => document,
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => next,
    };
    let role_map = role_map(&tags.root);
    if !role_map.is_empty() {
        tree.set("RoleMap", role_map);
    }
    if let Some(names) = id_tree(shell, ids) {
        tree.set("IDTree", names);
    }
    shell.document.set_object(root, tree);
    let catalog = shell.document.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// The name tree of the elements that have a name (ISO 32000-1, 7.9.6), names in order.
fn id_tree(shell: &mut Shell, ids: BTreeMap<String, ObjectId>) -> Option<ObjectId> {
    let limit = |name: Option<&String>| Object::string_literal(name.map(String::as_str).unwrap_or_default());
    let limits = vec![limit(ids.keys().next()), limit(ids.keys().next_back())];
    if ids.is_empty() {
        return None;
    }
    let names = ids.into_iter().flat_map(|(name, id)| [Object::string_literal(name), id.into()]);
    let leaf = dictionary! { "Limits" => limits, "Names" => names.collect::<Vec<_>>() };
    let leaf = shell.document.add_object(leaf);
    Some(shell.document.add_object(dictionary! { "Kids" => vec![leaf.into()] }))
}

/// The names of our own and the standard types they stand for.
fn role_map(root: &Element) -> Dictionary {
    let mut used = BTreeSet::new();
    root.walk(&mut |element| {
        used.insert(element.tag);
    });
    let mapped = used.into_iter().filter_map(|tag: Tag| Some((tag.name(), tag.mapped_to()?.name().into())));
    mapped.collect::<Vec<(&str, Object)>>().into_iter().collect()
}

fn page_sizes(shell: &Shell) -> Result<Vec<[f32; 2]>, WriteError> {
    let mut sizes = Vec::with_capacity(shell.pages.len());
    for id in &shell.pages {
        let page = shell.document.get_dictionary(*id)?;
        let bounds = page.get(b"TrimBox").or_else(|_| page.get(b"MediaBox"))?.as_array()?;
        let at = |index: usize| bounds.get(index).and_then(|value| value.as_float().ok()).unwrap_or_default();
        sizes.push([at(2), at(3)]);
    }
    Ok(sizes)
}

struct Builder<'a> {
    shell: &'a mut Shell,
    areas: &'a BTreeMap<AreaId, Annotation>,
    sizes: Vec<[f32; 2]>,
    /// For each page and marked content on it its element.
    parents: Vec<Vec<Object>>,
    /// For each key of an annotation its element.
    annotation_parents: BTreeMap<i64, ObjectId>,
    /// For each name of an element the element.
    ids: BTreeMap<String, ObjectId>,
    /// The kids written so far of the elements that are open, the innermost's last.
    kids: Vec<u8>,
}

impl Builder<'_> {
    /// Writes an element and all below it. There are thousands, so they become bytes at once.
    fn element(&mut self, element: &Element, parent: ObjectId) -> ObjectId {
        let id = self.shell.document.new_object_id();
        let page = element.kids.iter().find_map(|kid| match kid {
            Kid::Content(at) => Some(at.page),
            Kid::Area(at) => Some(at.page),
            Kid::Element(_) => None,
        });
        let start = self.kids.len();
        let mut count = 0;
        for kid in &element.kids {
            count += usize::from(self.kid(kid, id, page).is_some());
        }
        if let Some(name) = &element.id {
            self.ids.insert(name.clone(), id);
        }
        let attribute = element.attribute.and_then(|attribute| self.attribute(attribute, element));
        let page = page.and_then(|page| self.shell.pages.get(page)).copied();
        let kids = self.kids.get(start..).unwrap_or_default();
        self.shell.packed.add(id.0, |out| {
            out.extend_from_slice(b"<</Type/StructElem/S");
            syntax::name(out, element.tag.name().as_bytes());
            out.extend_from_slice(b"/P ");
            syntax::reference(out, parent);
            if let Some(page) = page {
                out.extend_from_slice(b"/Pg ");
                syntax::reference(out, page);
            }
            let mut said = |key: &[u8], text: &Option<String>| {
                if let Some(text) = text {
                    out.extend_from_slice(key);
                    syntax::object(out, &number::text(text));
                }
            };
            said(b"/T", &element.title);
            said(b"/Alt", &element.alt);
            said(b"/ActualText", &element.actual);
            said(b"/E", &element.expansion);
            if let Some(name) = &element.id {
                out.extend_from_slice(b"/ID");
                syntax::literal(out, name.as_bytes());
            }
            if let Some(language) = &element.language {
                out.extend_from_slice(b"/Lang");
                syntax::object(out, &number::text(language));
            }
            if let Some(attribute) = &attribute {
                out.extend_from_slice(b"/A");
                syntax::dictionary(out, attribute);
            }
            match count {
                0 => {}
                1 => {
                    out.extend_from_slice(b"/K");
                    out.extend_from_slice(kids);
                }
                _ => {
                    out.extend_from_slice(b"/K[");
                    out.extend_from_slice(kids.strip_prefix(b" ").unwrap_or(kids));
                    out.push(b']');
                }
            }
            out.extend_from_slice(b">>");
        });
        self.kids.truncate(start);
        id
    }

    /// Writes a kid behind those of the element that is open; none when there is no such content.
    fn kid(&mut self, kid: &Kid, id: ObjectId, page: Option<usize>) -> Option<()> {
        match kid {
            Kid::Element(element) => {
                let kid = self.element(element, id);
                self.kids.push(b' ');
                syntax::reference(&mut self.kids, kid);
            }
            Kid::Content(at) => {
                *self.parents.get_mut(at.page)?.get_mut(at.mcid)? = id.into();
                if Some(at.page) == page {
                    self.kids.push(b' ');
                    number::whole(&mut self.kids, at.mcid as i64);
                } else {
                    let page = *self.shell.pages.get(at.page)?;
                    self.kids.extend_from_slice(b"<</Type/MCR/Pg ");
                    syntax::reference(&mut self.kids, page);
                    self.kids.extend_from_slice(b"/MCID ");
                    number::whole(&mut self.kids, at.mcid as i64);
                    self.kids.extend_from_slice(b">>");
                }
            }
            Kid::Area(at) => {
                let annotation = *self.areas.get(at)?;
                self.annotation_parents.insert(annotation.key, id);
                let page = *self.shell.pages.get(at.page)?;
                self.kids.extend_from_slice(b"<</Type/OBJR/Pg ");
                syntax::reference(&mut self.kids, page);
                self.kids.extend_from_slice(b"/Obj ");
                syntax::reference(&mut self.kids, annotation.id);
                self.kids.extend_from_slice(b">>");
            }
        }
        Some(())
    }

    fn attribute(&self, attribute: Attribute, element: &Element) -> Option<Dictionary> {
        Some(match attribute {
            Attribute::ListNumbering(numbering) => {
                let name = match numbering {
                    Numbering::Bullet => "Disc",
                    Numbering::Decimal => "Decimal",
                    Numbering::None => "None",
                };
                dictionary! { "O" => "List", "ListNumbering" => name }
            }
            Attribute::Cell { scope, size: (columns, rows) } => {
                let mut cell = dictionary! { "O" => "Table" };
                match scope {
                    Some(Scope::Column) => cell.set("Scope", "Column"),
                    Some(Scope::Row) => cell.set("Scope", "Row"),
                    None => {}
                }
                for (name, count) in [("ColSpan", columns), ("RowSpan", rows)] {
                    if count > 1 {
                        cell.set(name, count as i64);
                    }
                }
                cell
            }
            Attribute::BBox(area) => {
                let [width, height] = *self.sizes.get(first_page(element)?)?;
                let length = |points: f32| crate::units::Pt::from_f64(f64::from(points));
                let bounds = Rect::new(area.origin.x, area.origin.y, area.size.width, area.size.height);
                let bounds = number::rect(bounds, Size::new(length(width), length(height)));
                dictionary! { "O" => "Layout", "BBox" => bounds }
            }
        })
    }
}

fn first_page(element: &Element) -> Option<usize> {
    element.kids.iter().find_map(|kid| match kid {
        Kid::Content(at) => Some(at.page),
        Kid::Area(at) => Some(at.page),
        Kid::Element(element) => first_page(element),
    })
}
