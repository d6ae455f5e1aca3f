//! The clickable areas of the pages → link annotations (ISO 32000-1, 12.5.6.5; ISO 14289-1, 7.18).

use super::{Shell, WriteError, number};
use crate::backend::pdf::tag::AreaId;
use crate::model::LinkTarget;
use crate::typeset::frame::{Destination, LinkArea, Pages};
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// An annotation and its key in the parent tree.
#[derive(Clone, Copy)]
pub(super) struct Annotation {
    pub(super) id: ObjectId,
    pub(super) key: i64,
}

/// Adds the annotations; those that lead nowhere are left out. The keys follow those of the pages.
pub(super) fn add(shell: &mut Shell, pages: &Pages) -> Result<BTreeMap<AreaId, Annotation>, WriteError> {
    let mut annotations = BTreeMap::new();
    let mut key = pages.pages.len() as i64;
    for (index, page) in pages.pages.iter().enumerate() {
        let mut on_page: Vec<Object> = Vec::new();
        for (link, area) in page.links.iter().enumerate() {
            let Some(action) = action(shell, pages, area) else { continue };
            let Some(page_id) = shell.pages.get(index).copied() else { continue };
            let id = shell.document.add_object(dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => number::rect(area.area, page.size),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4,
                "Contents" => number::text(&area.description),
                "P" => page_id,
                "StructParent" => key,
                "A" => action,
            });
            annotations.insert(AreaId { page: index, link }, Annotation { id, key });
            on_page.push(id.into());
            key += 1;
        }
        if !on_page.is_empty() {
            let dictionary = shell.page(index)?;
            dictionary.set("Annots", on_page);
        }
    }
    Ok(annotations)
}

fn action(shell: &Shell, pages: &Pages, area: &LinkArea) -> Option<Dictionary> {
    match &area.target {
        LinkTarget::External { url } => Some(dictionary! {
            "S" => "URI",
            "URI" => Object::string_literal(ascii(url)),
        }),
        LinkTarget::Internal { target } => {
            let place = destination(shell, pages, pages.destinations.get(target)?)?;
            Some(dictionary! { "S" => "GoTo", "D" => place })
        }
        LinkTarget::Unresolved { .. } | LinkTarget::Dead { .. } => None,
    }
}

/// A place on a page, shown at the reader's own zoom.
pub(super) fn destination(shell: &Shell, pages: &Pages, place: &Destination) -> Option<Object> {
    let id = *shell.pages.get(place.page)?;
    let size = pages.pages.get(place.page)?.size;
    let [x, y] = number::point(place.at, size);
    Some(vec![id.into(), "XYZ".into(), x, y, Object::Null].into())
}

/// An address in ASCII: other characters as the percent-encoded bytes of their UTF-8 (RFC 3987, 3.1).
fn ascii(url: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(url.len());
    for byte in url.bytes() {
        if matches!(byte, b'!'..=b'~') {
            out.push(byte);
        } else {
            out.push(b'%');
            number::hex(&mut out, &[byte]);
        }
    }
    out
}
