//! Book → pages of finished positions: lines, galley, pages. The layout engine.
//!
//! Three scales with one rhythm. It knows no file format and no disk: the PDF back end draws its
//! [`frame`]s and turns its [`structure`] into tags.

pub mod frame;
pub mod structure;
pub mod text;
