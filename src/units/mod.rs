//! Lengths and geometry as types, so that a size can never be taken for a distance or a factor; and the
//! words in which a theme asks for a face.
//!
//! A [`Pt`] is a whole number of *scaled points* (1/65 536 pt, as in TeX): sums do not depend on
//! their order, so the same input gives the same bytes. Floats appear at the two edges only: where a
//! theme is read and where a page is written. This room knows nothing of text, themes or files.

mod geometry;
mod length;
mod paper;
mod typeface;

pub use geometry::{Edges, Point, Rect, Size};
pub use length::{Em, Mm, Pt, Ratio};
pub use paper::Paper;
pub use typeface::{Family, Slant, Weight};
