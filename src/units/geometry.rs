//! Lengths → places and areas on a page. The origin is the upper left corner; y grows downwards.

use super::Pt;

/// A place on a page, from its upper left corner.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Pt,
    /// Distance from the upper edge, downwards.
    pub y: Pt,
}

impl Point {
    /// A place from its two distances.
    pub const fn new(x: Pt, y: Pt) -> Point {
        Point { x, y }
    }

    /// The same place moved right by `dx` and down by `dy`.
    pub fn moved(self, dx: Pt, dy: Pt) -> Point {
        Point::new(self.x + dx, self.y + dy)
    }
}

/// Width and height.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Size {
    /// Extent to the right.
    pub width: Pt,
    /// Extent downwards.
    pub height: Pt,
}

impl Size {
    /// A size from its two extents.
    pub const fn new(width: Pt, height: Pt) -> Size {
        Size { width, height }
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Rect {
    /// The upper left corner.
    pub origin: Point,
    /// The extents from there.
    pub size: Size,
}

impl Rect {
    /// A rectangle from corner and extents.
    pub const fn new(x: Pt, y: Pt, width: Pt, height: Pt) -> Rect {
        Rect { origin: Point::new(x, y), size: Size::new(width, height) }
    }

    /// The x of the right edge.
    pub fn right(&self) -> Pt {
        self.origin.x + self.size.width
    }

    /// The y of the lower edge.
    pub fn bottom(&self) -> Pt {
        self.origin.y + self.size.height
    }

    /// The same rectangle moved right by `dx` and down by `dy`.
    pub fn moved(self, dx: Pt, dy: Pt) -> Rect {
        Rect { origin: self.origin.moved(dx, dy), size: self.size }
    }
}

/// A length for each of the four edges: margins or padding. *Inner* is the side of the spine.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Edges {
    /// At the upper edge.
    pub top: Pt,
    /// At the lower edge.
    pub bottom: Pt,
    /// At the spine: left on a recto page.
    pub inner: Pt,
    /// Away from the spine: right on a recto page.
    pub outer: Pt,
}
