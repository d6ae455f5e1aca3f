//! Font files → faces with metrics and coverage. The only reader of font tables besides the shaper.
//!
//! A theme names a [`Family`](crate::units::Family) by its role; a [`Face`] is one file of it. Knows nothing of text, styles
//! or formats. Faces are embedded in the binary, or brought by the user as bytes, and parsed once.

mod face;
mod library;
mod outline;
mod part;

pub use face::{Face, FaceFault, FaceId, FaceMetrics, FaceStyle, Outlines};
pub use library::{FontError, FontLibrary};
pub use outline::OutlineStep;
pub use part::{FontPart, PartFault};
