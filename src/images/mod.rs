//! Picture files → checked pictures: kind, size, transparency; decoding with limits; drawings made harmless.
//!
//! The only room that names the `image` crate and resvg. Knows no block and no format.

mod baseline;
mod drawing;
mod jpeg;
mod load;
mod mosaic;
mod png;
mod sniff;
#[cfg(test)]
mod tests;

pub use drawing::{Families, Lettering};
pub use load::load;
pub use mosaic::{Mosaic, Pixel, Tile};

use std::fmt;
use std::sync::Arc;

/// A picture that every format can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The kind of file in `bytes`.
    pub kind: PictureKind,
    /// The file: the author's own where that can be used as it is, else transcoded.
    pub bytes: Arc<[u8]>,
    /// Pixels across. Of a drawing, those it has at 150 to the inch; `bytes` has more.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Whether light shows through anywhere.
    pub alpha: Alpha,
    /// A drawing as SVG, for formats that can hold it: no script, nothing from outside, letters as outlines.
    /// `bytes` shows the same.
    pub drawing: Option<Arc<[u8]>>,
}

/// A picture that was read, and what of its file it does not show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The picture.
    pub picture: Picture,
    /// What is to be known about it.
    pub remarks: Vec<Remark>,
}

/// What a picture does not show of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// It moves; the first image is shown.
    Stopped,
    /// What was left out of a drawing, in a few words each.
    Cleaned(Vec<&'static str>),
    /// A drawing has characters that no font has.
    Unlettered,
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

/// How large a picture may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of its file.
    pub bytes: usize,
    /// Pixels, once decoded.
    pub pixels: u64,
}

impl Default for Limits {
    /// 30 MB and 50 megapixels: more than any camera's picture in a lesson, and a decoded picture still
    /// fits the memory of a small machine.
    fn default() -> Limits {
        Limits { bytes: 30_000_000, pixels: 50_000_000 }
    }
}

/// Why a picture cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PictureError {
    /// The file is of a kind that is not shown; the kind's name, if it is known.
    Unsupported(Option<&'static str>),
    /// The file does not hold what it says: why, in a few words.
    Broken(String),
    /// The file is larger than the limit: its bytes and the limit.
    TooManyBytes {
        /// Bytes of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The picture has more pixels than the limit.
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The limit.
        limit: u64,
    },
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Unsupported(Some(kind)) => write!(f, "{kind} pictures cannot be shown"),
            PictureError::Unsupported(None) => f.write_str("the file is not a picture of a known kind"),
            PictureError::Broken(why) => write!(f, "the picture cannot be decoded: {why}"),
            PictureError::TooManyBytes { bytes, limit } => {
                write!(f, "the picture has {bytes} bytes; the limit is {limit}")
            }
            PictureError::TooManyPixels { width, height, limit } => {
                write!(f, "the picture has {width} × {height} pixels; the limit is {limit} in all")
            }
        }
    }
}

impl std::error::Error for PictureError {}

/// A decoded picture: 8 bits a sample, rows from the top, no padding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green and blue of each pixel, not multiplied by alpha: `3 × width × height` bytes.
    pub rgb: Vec<u8>,
    /// The opacity of each pixel, `width × height` bytes; none when all of them are opaque.
    pub alpha: Option<Vec<u8>>,
}

impl Pixels {
    /// Encodes the pixels as a picture file; the same pixels always give the same bytes. JPEG files leave
    /// transparency out.
    ///
    /// # Errors
    /// [`PictureError::Broken`] when there are not as many samples as the size asks, or too many for the kind.
    pub fn encode(self, kind: PictureKind) -> Result<Picture, PictureError> {
        load::encode(self, kind)
    }
}

impl Picture {
    /// How large the picture is on a screen, in pixels of CSS: its own pixels, of a drawing those that its
    /// author gave it.
    pub fn pixels_of_css(&self) -> (u32, u32) {
        match self.drawing {
            Some(_) => (drawing::css(self.width), drawing::css(self.height)),
            None => (self.width, self.height),
        }
    }

    /// Decodes the picture.
    ///
    /// # Errors
    /// Never for a picture that [`load`] made; else [`PictureError::Broken`].
    pub fn pixels(&self) -> Result<Pixels, PictureError> {
        load::pixels(self)
    }
}
