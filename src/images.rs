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

/// A decoded picture, row by row from the upper left corner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Three bytes for each pixel: red, green, blue of the sRGB space.
    pub rgb: Vec<u8>,
    /// One byte for each pixel, from 0 (clear) to 255; none when every pixel is opaque.
    pub alpha: Option<Vec<u8>>,
}

/// A picture could not be decoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodeError {
    /// What the decoder says.
    pub reason: String,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the picture cannot be decoded: {}", self.reason)
    }
}

impl std::error::Error for DecodeError {}

impl Picture {
    /// The picture decoded.
    ///
    /// # Errors
    /// When the bytes are damaged.
    pub fn pixels(&self) -> Result<Pixels, DecodeError> {
        let format = match self.kind {
            PictureKind::Jpeg => image::ImageFormat::Jpeg,
            PictureKind::Png => image::ImageFormat::Png,
        };
        let decoded = image::load_from_memory_with_format(&self.bytes, format)
            .map_err(|error| DecodeError { reason: error.to_string() })?;
        let (width, height) = (decoded.width(), decoded.height());
        if !decoded.color().has_alpha() {
            return Ok(Pixels { width, height, rgb: decoded.into_rgb8().into_raw(), alpha: None });
        }
        let rgba = decoded.into_rgba8();
        let rgb = rgba.pixels().flat_map(|pixel| pixel.0.into_iter().take(3)).collect();
        let alpha: Vec<u8> = rgba.pixels().map(|pixel| pixel.0[3]).collect();
        let alpha = alpha.iter().any(|value| *value != u8::MAX).then_some(alpha);
        Ok(Pixels { width, height, rgb, alpha })
    }
}
