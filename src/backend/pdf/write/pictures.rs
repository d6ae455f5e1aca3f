//! The pictures in use → image objects: JPEG files as they are, everything else as compressed pixels.

use super::{WriteError, compress};
use crate::book::Pictures;
use crate::images::{Picture, PictureKind};
use crate::model::ImageId;
use crate::typeset::frame::{Pages, Shape};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};
use std::collections::{BTreeMap, BTreeSet};

/// The name of a picture's resource.
pub(super) fn resource(id: ImageId) -> String {
    format!("I{}", id.0)
}

/// An image object for each picture in use, however often it is used.
///
/// # Errors
/// When a picture is not among the book's or cannot be decoded.
pub(super) fn embedded(pages: &Pages, pictures: &Pictures) -> Result<BTreeMap<ImageId, XObject>, WriteError> {
    let used: BTreeSet<ImageId> = pages
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match &item.shape {
            Shape::Picture { picture, .. } => Some(*picture),
            Shape::Glyphs(_) | Shape::Sideways(_) | Shape::Fill { .. } | Shape::Path { .. } => None,
        })
        .collect();
    used.into_iter()
        .map(|id| {
            let fault = |reason: String| WriteError::Picture { picture: id, reason };
            let picture = pictures.get(id).ok_or_else(|| fault("there is no such picture".to_owned()))?;
            Ok((id, XObject::External(object(picture).map_err(fault)?)))
        })
        .collect()
}

fn object(picture: &Picture) -> Result<ExternalXObject, String> {
    let jpeg = match picture.kind {
        PictureKind::Jpeg => jpeg_frame(&picture.bytes),
        PictureKind::Png => None,
    };
    let stream = match jpeg {
        Some(Frame { width, height, space }) => {
            let mut dict = image(width, height, space);
            dict.insert("Filter".to_owned(), DictItem::Name(b"DCTDecode".to_vec()));
            ExternalStream { dict, content: picture.bytes.to_vec(), compress: false }
        }
        None => decoded(picture)?,
    };
    Ok(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// A picture as pixels, gray when all of them are, with its transparency beside it.
fn decoded(picture: &Picture) -> Result<ExternalStream, String> {
    let pixels = picture.pixels().map_err(|error| error.to_string())?;
    let (width, height) = (pixels.width, pixels.height);
    let is_gray = pixels.rgb.chunks_exact(3).all(|pixel| matches!(pixel, [r, g, b] if r == g && g == b));
    let mut stream = if is_gray {
        let gray: Vec<u8> = pixels.rgb.iter().step_by(3).copied().collect();
        flat(width, height, Space::Gray, &gray)
    } else {
        flat(width, height, Space::Rgb, &pixels.rgb)
    };
    if let Some(alpha) = &pixels.alpha {
        let mask = flat(width, height, Space::Gray, alpha);
        stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    }
    Ok(stream)
}

fn flat(width: u32, height: u32, space: Space, samples: &[u8]) -> ExternalStream {
    let mut dict = image(width, height, space);
    dict.insert("Filter".to_owned(), DictItem::Name(b"FlateDecode".to_vec()));
    ExternalStream { dict, content: compress::deflate(samples), compress: false }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Space {
    Gray,
    Rgb,
}

fn image(width: u32, height: u32, space: Space) -> BTreeMap<String, DictItem> {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let space = match space {
        Space::Gray => "DeviceGray",
        Space::Rgb => "DeviceRGB",
    };
    [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Interpolate", DictItem::Bool(false)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Frame {
    width: u32,
    height: u32,
    space: Space,
}

/// The frame header of a JPEG file that a PDF can hold as it is: Huffman coded, baseline or progressive, eight
/// bits, one or three components (ITU-T T.81, B.2.2). None for any other, which is decoded.
fn jpeg_frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, after @ ..] = rest else { return None };
        match marker {
            0xFF => rest = rest.get(1..)?, // A fill byte.
            0x01 | 0xD0..=0xD7 => rest = after,
            0xC0..=0xC2 => {
                let [_, _, 8, h1, h0, w1, w0, components, ..] = after else { return None };
                let space = match components {
                    1 => Space::Gray,
                    3 => Space::Rgb,
                    _ => return None,
                };
                let (height, width) = (u16::from_be_bytes([*h1, *h0]), u16::from_be_bytes([*w1, *w0]));
                let sound = width > 0 && height > 0;
                return sound.then_some(Frame { width: width.into(), height: height.into(), space });
            }
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD8..=0xDA => return None,
            _ => {
                let [high, low, ..] = after else { return None };
                rest = after.get(usize::from(u16::from_be_bytes([*high, *low])).max(2)..)?;
            }
        }
    }
}
