//! Picture files → checked pictures: kind, size, transparency; decoding with limits.
//!
//! The only room that names the `image` crate. Knows no block and no format.

use std::sync::Arc;

/// A picture that every format can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The kind of file in `bytes`.
    pub kind: PictureKind,
    /// The file: the author's own where that can be used as it is, else transcoded.
    pub bytes: Arc<[u8]>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Whether light shows through anywhere.
    pub alpha: Alpha,
}

/// The kinds of picture files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PictureKind {
    /// Lossy, for photographs.
    Jpeg,
    /// Lossless, for drawings.
    Png,
}

/// Whether light shows through a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alpha {
    /// Nowhere.
    Opaque,
    /// Somewhere.
    Transparent,
}
