//! The first bytes of a file → the kind of picture. Names do not count: they may lie.

use super::PictureError;
use image::ImageFormat;

/// How far the name of an XML document is looked for.
const HEAD: usize = 4096;

/// The name of drawings.
pub(super) const SVG: &str = "SVG";

/// The name of files that hold another one, compressed.
pub(super) const COMPRESSED: &str = "compressed";

/// The kind of a file that can be decoded.
pub(super) fn format(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
    match image::guess_format(bytes) {
        Ok(format @ (Jpeg | Png | Gif | WebP | Bmp | Tiff)) => Ok(format),
        _ => Err(PictureError::Unsupported(known_name(bytes))),
    }
}

/// The name of a kind that is known but not shown.
fn known_name(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    match bytes.get(4..12) {
        Some(b"ftypavif" | b"ftypavis") => return Some("AVIF"),
        Some(b"ftypheic" | b"ftypheix" | b"ftypmif1") => return Some("HEIF"),
        _ => {}
    }
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Some("PDF"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', ..] => Some("JPEG XL"),
        [0, 0, 0, 0x0C, b'j', b'P', ..] => Some("JPEG 2000"),
        [0, 0, 1, 0, ..] => Some("ICO"),
        [0x1F, 0x8B, ..] => Some(COMPRESSED),
        _ if holds(b"<svg") || holds(b":svg") => Some(SVG),
        _ => None,
    }
}
