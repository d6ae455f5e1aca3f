//! A page → the same, with what reaches its edge gone on as far as its sheet bleeds.
//!
//! A cut is never exact to the hair: a ground that ended at the edge would show a white line. Text stays where it is.

use super::frame::{Mark, Page, Shape};
use crate::units::{Pt, Rect};

/// How near to the edge counts as reaching it.
const NEAR: Pt = Pt::from_scaled(6_554);

/// Lets grounds and pictures that reach the edge of a page go on beyond it.
pub(super) fn over_the_edge(page: &mut Page) {
    let (size, bleed) = (page.size, page.sheet.bleed);
    if bleed == Pt::ZERO {
        return;
    }
    for item in &mut page.items {
        match &mut item.shape {
            Shape::Fill { area, radius, .. } if item.mark == Mark::Layout && *radius == Pt::ZERO => {
                let left = if area.origin.x <= NEAR { area.origin.x.min(-bleed) } else { area.origin.x };
                let top = if area.origin.y <= NEAR { area.origin.y.min(-bleed) } else { area.origin.y };
                let right = area.right();
                let right = if right >= size.width - NEAR { right.max(size.width + bleed) } else { right };
                let bottom = area.bottom();
                let bottom =
                    if bottom >= size.height - NEAR { bottom.max(size.height + bleed) } else { bottom };
                *area = Rect::new(left, top, right - left, bottom - top);
            }
            Shape::Picture { area, .. } => {
                let covers = area.origin.x <= NEAR
                    && area.origin.y <= NEAR
                    && area.right() >= size.width - NEAR
                    && area.bottom() >= size.height - NEAR;
                if covers {
                    *area = grown(*area, bleed);
                }
            }
            _ => {}
        }
    }
}

/// A picture made larger about its middle, in its own proportions, until all its sides are further out by a length.
fn grown(area: Rect, by: Pt) -> Rect {
    let (width, height) = (area.size.width, area.size.height);
    let (wide, high) = (by * 2, by * 2);
    let (wide, high) = if width < height {
        (wide, height.mul_div(wide.scaled(), width.scaled().max(1)))
    } else {
        (width.mul_div(high.scaled(), height.scaled().max(1)), high)
    };
    Rect::new(area.origin.x - wide / 2, area.origin.y - high / 2, width + wide, height + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ImageId;
    use crate::theme::{Color, Marks, Sheet};
    use crate::typeset::frame::Item;
    use crate::units::Size;

    fn page(shape: Shape) -> Page {
        Page {
            size: Size::new(Pt::new(100), Pt::new(200)),
            folio: String::new(),
            items: vec![Item { mark: Mark::Layout, shape }],
            links: Vec::new(),
            sheet: Sheet { bleed: Pt::new(9), marks: Marks::Crop },
        }
    }

    fn fill(x: i64, y: i64, width: i64, height: i64) -> Shape {
        let area = Rect::new(Pt::new(x), Pt::new(y), Pt::new(width), Pt::new(height));
        Shape::Fill { area, color: Color { red: 1, green: 2, blue: 3 }, radius: Pt::ZERO }
    }

    #[test]
    fn grounds_go_on_beyond_the_edges_they_reach_and_no_others() {
        let mut set = page(fill(0, 50, 100, 20));
        over_the_edge(&mut set);
        assert_eq!(set.items[0].shape, fill(-9, 50, 118, 20));
        let mut inside = page(fill(10, 10, 20, 20));
        over_the_edge(&mut inside);
        assert_eq!(inside.items[0].shape, fill(10, 10, 20, 20));
    }

    #[test]
    fn a_picture_over_the_whole_page_grows_in_its_proportions() {
        let area = Rect::new(Pt::ZERO, Pt::ZERO, Pt::new(100), Pt::new(200));
        let mut set = page(Shape::Picture { area, picture: ImageId(0) });
        over_the_edge(&mut set);
        let Shape::Picture { area, .. } = set.items[0].shape else { panic!("a picture") };
        assert_eq!(
            (area.origin.x, area.size.width, area.size.height),
            (Pt::new(-9), Pt::new(118), Pt::new(236))
        );
    }
}
