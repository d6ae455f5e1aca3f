//! The bytes of a picture file → a picture, or why not.

use super::drawing::{self, Lettering};
use super::{Alpha, Limits, Picture, PictureError, PictureKind, Pixels, Reading, Remark, jpeg, png, sniff};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    AnimationDecoder, ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat,
    ImageReader, RgbImage, RgbaImage,
};
use std::io::Cursor;

/// The quality of a photograph that has to be written anew: no loss that can be seen.
const QUALITY: u8 = 92;

/// The most bytes a decoder holds for one pixel: four samples of 32 bits.
const BYTES_A_PIXEL: u64 = 16;

/// What a decoder may hold beside the pixels: colour profiles, texts, tables.
const BESIDE_PIXELS: u64 = 64 << 20;

/// The most pixels of a picture in a book: what Apple Books shows, and with 300 to the inch more than a page
/// of a printed book.
pub(super) const MOST_SHOWN: u64 = 5_600_000;

/// Checks a picture file by decoding it, and transcodes it when it cannot be used as it is: a turned
/// picture is turned upright, printing inks become red, green and blue, GIF (its first picture), WebP,
/// BMP and TIFF become PNG, and so do PNG files of a rare form. A picture of very many pixels is scaled down;
/// none is ever enlarged. A drawing is made anew without what acts or reaches out of it; it may be compressed (SVGZ).
///
/// # Errors
/// When the file is of an unknown kind, over a limit, or does not hold what it says.
pub fn load(
    mut bytes: Vec<u8>,
    limits: &Limits,
    lettering: &dyn Fn() -> Lettering,
) -> Result<Reading, PictureError> {
    if bytes.len() > limits.bytes {
        return Err(PictureError::TooManyBytes { bytes: bytes.len(), limit: limits.bytes });
    }
    let format = match sniff::format(&bytes) {
        Err(PictureError::Unsupported(Some(sniff::SVG))) => {
            return drawing::read(&bytes, limits, &lettering());
        }
        Err(PictureError::Unsupported(Some(sniff::COMPRESSED))) => {
            let bytes = drawing::unpacked(&bytes)?;
            return match sniff::format(&bytes) {
                Err(PictureError::Unsupported(Some(sniff::SVG))) => {
                    drawing::read(&bytes, limits, &lettering())
                }
                _ => Err(PictureError::Unsupported(Some(sniff::COMPRESSED))),
            };
        }
        format => format?,
    };
    let Decoded { mut pixels, orientation, profile } = decode(&bytes, format, limits)?;
    let whole = whole(&bytes, format)?;
    let inks = format == ImageFormat::Jpeg && whole.is_none();
    let remarks = if moves(&bytes, format) { vec![Remark::Stopped] } else { Vec::new() };
    let area = u64::from(pixels.width()) * u64::from(pixels.height());
    if let (Some(kept), Orientation::NoTransforms, true) = (whole, orientation, area <= MOST_SHOWN) {
        bytes.truncate(kept.length);
        return Ok(Reading { picture: picture(kept.kind, bytes, &pixels), remarks });
    }
    pixels.apply_orientation(orientation);
    if area > MOST_SHOWN {
        pixels = scaled_down(pixels);
    }
    // The profile of printing inks does not fit the colours they were turned into.
    let profile = profile.filter(|_| !inks);
    let picture = match format {
        ImageFormat::Jpeg => encoded_jpeg(pixels, profile),
        _ => encoded_png(pixels, profile),
    };
    Ok(Reading { picture: picture?, remarks })
}

/// The picture with as many pixels as a book shows at most.
fn scaled_down(pixels: DynamicImage) -> DynamicImage {
    let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
    let scale = (MOST_SHOWN as f64 / (width * height)).sqrt();
    let side = |length: f64| ((length * scale) as u32).max(1);
    pixels.resize_exact(side(width), side(height), FilterType::CatmullRom)
}

/// Whether a file holds a second image that follows the first in time. One that cannot be read does not.
fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Gif => GifDecoder::new(Cursor::new(bytes))
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1),
        ImageFormat::WebP => {
            WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.has_animation())
        }
        ImageFormat::Png => png::walk(bytes).is_some_and(|walk| walk.motion == png::Motion::Moves),
        _ => false,
    }
}

/// A decoded picture.
struct Decoded {
    pixels: DynamicImage,
    orientation: Orientation,
    /// The profile of its colours (ICC).
    profile: Option<Vec<u8>>,
}

/// A file that can be used as it is.
struct Kept {
    kind: PictureKind,
    length: usize,
}

/// Whether a file can be used as it is; an error when it is cut.
fn whole(bytes: &[u8], format: ImageFormat) -> Result<Option<Kept>, PictureError> {
    let cut = || PictureError::Broken("the end of the file is missing".to_owned());
    match format {
        ImageFormat::Jpeg => {
            let walk = jpeg::walk(bytes).ok_or_else(cut)?;
            let usual = matches!(walk.components, 1 | 3);
            Ok(usual.then_some(Kept { kind: PictureKind::Jpeg, length: walk.length }))
        }
        ImageFormat::Png => {
            let walk = png::walk(bytes).ok_or_else(cut)?;
            let usual = walk.form == png::Form::Plain;
            Ok(usual.then_some(Kept { kind: PictureKind::Png, length: walk.length }))
        }
        _ => Ok(None),
    }
}

fn decode(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<Decoded, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = image::Limits::default();
    allowed.max_alloc = Some(limits.pixels.saturating_mul(BYTES_A_PIXEL).saturating_add(BESIDE_PIXELS));
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Broken("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.pixels });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let pixels = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    Ok(Decoded { pixels, orientation, profile })
}

fn broken(error: &ImageError) -> PictureError {
    PictureError::Broken(match error {
        ImageError::Limits(_) => "it asks for more memory than its size allows".to_owned(),
        ImageError::Unsupported(_) => "it uses a form that is not supported".to_owned(),
        other => other.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

fn picture(kind: PictureKind, bytes: Vec<u8>, decoded: &DynamicImage) -> Picture {
    Picture {
        kind,
        bytes: bytes.into(),
        width: decoded.width(),
        height: decoded.height(),
        alpha: alpha(decoded),
        drawing: None,
    }
}

/// Whether light shows through any pixel.
fn alpha(decoded: &DynamicImage) -> Alpha {
    let through = match decoded {
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().any(|pixel| pixel.0[1] != u8::MAX),
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX),
        other if other.color().has_alpha() => other.to_rgba8().pixels().any(|pixel| pixel.0[3] != u8::MAX),
        _ => false,
    };
    if through { Alpha::Transparent } else { Alpha::Opaque }
}

fn encoded_jpeg(decoded: DynamicImage, profile: Option<Vec<u8>>) -> Result<Picture, PictureError> {
    let decoded = match decoded.color() {
        ColorType::L8 => decoded,
        _ => DynamicImage::ImageRgb8(decoded.into_rgb8()),
    };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).ok();
    }
    decoded.write_with_encoder(encoder).map_err(|error| broken(&error))?;
    Ok(picture(PictureKind::Jpeg, bytes, &decoded))
}

/// Writes a PNG with 8 bits a sample, grey where the picture is grey, alpha where it is needed.
fn encoded_png(decoded: DynamicImage, profile: Option<Vec<u8>>) -> Result<Picture, PictureError> {
    let grey = !decoded.color().has_color();
    let decoded = match (grey, alpha(&decoded)) {
        (true, Alpha::Opaque) => DynamicImage::ImageLuma8(decoded.into_luma8()),
        (true, Alpha::Transparent) => DynamicImage::ImageLumaA8(decoded.into_luma_alpha8()),
        (false, Alpha::Opaque) => DynamicImage::ImageRgb8(decoded.into_rgb8()),
        (false, Alpha::Transparent) => DynamicImage::ImageRgba8(decoded.into_rgba8()),
    };
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, RowFilter::Adaptive);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).ok();
    }
    let color = ExtendedColorType::from(decoded.color());
    encoder
        .write_image(decoded.as_bytes(), decoded.width(), decoded.height(), color)
        .map_err(|error| broken(&error))?;
    Ok(picture(PictureKind::Png, bytes, &decoded))
}

/// Encodes pixels.
pub(super) fn encode(pixels: Pixels, kind: PictureKind) -> Result<Picture, PictureError> {
    let wrong = || PictureError::Broken("the samples do not fit the size".to_owned());
    let Pixels { width, height, rgb, alpha } = pixels;
    let decoded = match alpha.filter(|_| kind == PictureKind::Png) {
        None => RgbImage::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8),
        Some(alpha) => {
            let samples = rgb.chunks_exact(3).zip(alpha).flat_map(|(c, alpha)| [c[0], c[1], c[2], alpha]);
            RgbaImage::from_raw(width, height, samples.collect()).map(DynamicImage::ImageRgba8)
        }
    };
    let decoded = decoded.ok_or_else(wrong)?;
    match kind {
        PictureKind::Jpeg => encoded_jpeg(decoded, None),
        PictureKind::Png => encoded_png(decoded, None),
    }
}

/// Decodes a checked picture.
pub(super) fn pixels(picture: &Picture) -> Result<Pixels, PictureError> {
    let format = match picture.kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
    };
    let limits = Limits { bytes: picture.bytes.len(), ..Limits::default() };
    let decoded = decode(&picture.bytes, format, &limits)?.pixels;
    let (width, height) = (decoded.width(), decoded.height());
    if picture.alpha == Alpha::Opaque {
        return Ok(Pixels { width, height, rgb: decoded.into_rgb8().into_raw(), alpha: None });
    }
    let samples = decoded.into_rgba8();
    let rgb = samples.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
    let alpha = samples.pixels().map(|pixel| pixel.0[3]).collect();
    Ok(Pixels { width, height, rgb, alpha: Some(alpha) })
}
