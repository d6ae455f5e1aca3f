//! Pages → text: one line for each item, with places to a tenth of a point. What tests compare and bug
//! reports carry.

use super::frame::{Item, LinkArea, Mark, Page, Pages, Paint, Segment, Shape};
use super::structure::{NodeId, Role, Structure};
use crate::model::{CellExtent, LinkTarget};
use std::fmt::Write;

/// Every page as text: folio, then its items and links.
pub fn pages(pages: &Pages) -> String {
    let mut out = String::new();
    for page in &pages.pages {
        self::page(page, &mut out);
    }
    out
}

/// One page as text.
pub fn page(page: &Page, out: &mut String) {
    let _ = writeln!(
        out,
        "page {} {:.1} x {:.1}",
        page.folio,
        page.size.width.to_f64(),
        page.size.height.to_f64()
    );
    for item in &page.items {
        self::item(item, out);
    }
    for link in &page.links {
        self::link(link, out);
    }
}

fn item(item: &Item, out: &mut String) {
    let mark = match item.mark {
        Mark::Content(NodeId(node)) => format!("#{node}"),
        Mark::RunningHead => "head".to_owned(),
        Mark::Folio => "folio".to_owned(),
        Mark::Layout => "layout".to_owned(),
    };
    let _ = match &item.shape {
        Shape::Glyphs(run) => {
            let (x, y) = (run.origin.x.to_f64(), run.origin.y.to_f64());
            writeln!(out, "  {x:.1} {y:.1} {mark} face {} {:.2}: {}", run.face.0, run.size.to_f64(), run.text)
        }
        Shape::Sideways(run) => {
            let (x, y) = (run.origin.x.to_f64(), run.origin.y.to_f64());
            writeln!(out, "  {x:.1} {y:.1} {mark} sideways {:.2}: {}", run.size.to_f64(), run.text)
        }
        Shape::Fill { area, color, .. } => writeln!(out, "  {} {mark} fill {color}", place(area)),
        Shape::Path { segments, paint, color } => {
            let paint = match paint {
                Paint::Fill => "fill".to_owned(),
                Paint::Stroke(width) => format!("stroke {:.1}", width.to_f64()),
            };
            writeln!(out, "  path {mark} {paint} {color}:{}", course(segments))
        }
        Shape::Picture { area, picture } => writeln!(out, "  {} {mark} picture {}", place(area), picture.0),
    };
}

/// A path as a letter for each segment and its points.
fn course(segments: &[Segment]) -> String {
    let mut out = String::new();
    for segment in segments {
        out.push_str(match segment {
            Segment::Move(_) => " M",
            Segment::Line(_) => " L",
            Segment::Curve(..) => " C",
            Segment::Close => " Z",
        });
        for point in segment.points() {
            let _ = write!(out, " {:.1},{:.1}", point.x.to_f64(), point.y.to_f64());
        }
    }
    out
}

fn link(link: &LinkArea, out: &mut String) {
    let target = match &link.target {
        LinkTarget::External { url } => url.clone(),
        LinkTarget::Internal { target } => format!("#{target}"),
        LinkTarget::Unresolved { reference } | LinkTarget::Dead { reference } => format!("?{reference}"),
    };
    let _ = writeln!(out, "  {} link {target} ({})", place(&link.area), link.description);
}

fn place(area: &crate::units::Rect) -> String {
    let (x, y) = (area.origin.x.to_f64(), area.origin.y.to_f64());
    format!("{x:.1} {y:.1} {:.1}x{:.1}", area.size.width.to_f64(), area.size.height.to_f64())
}

/// The structure tree as indented text.
pub fn structure(structure: &Structure) -> String {
    let mut out = String::new();
    node(structure, Structure::ROOT, 0, &mut out);
    out
}

fn node(structure: &Structure, id: NodeId, depth: usize, out: &mut String) {
    let node = structure.get(id);
    let role = match (&node.role, node.extent) {
        (Role::Leaf, _) => format!("#{}", id.0),
        (role, CellExtent::Over { columns, rows }) => format!("{role:?} {columns}x{rows}"),
        (role, CellExtent::One | CellExtent::Covered) => format!("{role:?}"),
    };
    let _ = writeln!(out, "{:width$}{role}", "", width = depth * 2);
    for child in &node.children {
        self::node(structure, *child, depth + 1, out);
    }
}
