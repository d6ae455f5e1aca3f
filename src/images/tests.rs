//! Picture files, sound and hostile, and what becomes of them.

use super::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use std::io::Cursor;

/// A picture of two colours, red on the left, blue on the right.
fn two_colours() -> DynamicImage {
    let color = |x: u32| if x < 8 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(16, 8, |x, _| color(x)))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn no_letters() -> Lettering {
    Lettering::of([], Families { serif: "", sans: "", mono: "" })
}

fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Picture, PictureError> {
    load(bytes, limits, &no_letters).map(|reading| reading.picture)
}

fn loaded(bytes: Vec<u8>) -> Result<Picture, PictureError> {
    read(bytes, &Limits::default())
}

/// A PNG chunk with its check sum.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let bit = |sum: u32| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    let step = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum));
    let sum = !name.iter().chain(data).fold(u32::MAX, step);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], name, data, &sum.to_be_bytes()].concat()
}

/// A JPEG file with the EXIF orientation of a camera held upright.
fn turned_jpeg() -> Vec<u8> {
    let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let plain = file(&two_colours(), ImageFormat::Jpeg);
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", tiff, &plain[2..]].concat()
}

#[test]
fn jpeg_and_png_are_kept_as_they_are() {
    for (format, kind) in [(ImageFormat::Jpeg, PictureKind::Jpeg), (ImageFormat::Png, PictureKind::Png)] {
        let bytes = file(&two_colours(), format);
        let picture = loaded(bytes.clone()).unwrap();
        assert_eq!((picture.kind, &picture.bytes[..]), (kind, &bytes[..]));
        assert_eq!((picture.width, picture.height, picture.alpha), (16, 8, Alpha::Opaque));
    }
}

#[test]
fn bytes_behind_the_end_are_cut_off() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let bytes = file(&two_colours(), format);
        let longer = [bytes.as_slice(), b"<script>"].concat();
        assert_eq!(loaded(longer).unwrap().bytes[..], bytes[..]);
    }
}

#[test]
fn other_kinds_become_png() {
    for format in [ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff] {
        let picture = loaded(file(&two_colours(), format)).unwrap();
        assert_eq!((picture.kind, picture.width, picture.height), (PictureKind::Png, 16, 8), "{format:?}");
        assert_eq!(picture.alpha, Alpha::Opaque, "{format:?}");
        assert_eq!(picture.pixels().unwrap().rgb[..3], [255, 0, 0], "{format:?}");
    }
}

#[test]
fn a_turned_photograph_is_turned_upright() {
    let picture = loaded(turned_jpeg()).unwrap();
    assert_eq!((picture.kind, picture.width, picture.height), (PictureKind::Jpeg, 8, 16));
    let pixels = picture.pixels().unwrap();
    assert!(pixels.rgb[0] > 200 && pixels.rgb[2] < 60, "red at the top");
    assert!(pixels.rgb[pixels.rgb.len() - 1] > 200, "blue at the bottom");
}

#[test]
fn sixteen_bits_become_eight() {
    let deep = DynamicImage::ImageRgb16(two_colours().to_rgb16());
    let picture = loaded(file(&deep, ImageFormat::Png)).unwrap();
    assert_eq!(picture.kind, PictureKind::Png);
    assert_eq!(picture.bytes[24], 8, "bits a sample");
    assert_eq!(picture.pixels().unwrap().rgb, two_colours().to_rgb8().into_raw());
}

/// 8 × 8 pixels of red in printing inks, as image programs write them: four inverted inks.
const RED_IN_INKS: &[u8] = include_bytes!("../../tests/fixtures/pictures/red-in-inks.jpg");

#[test]
fn printing_inks_become_red_green_and_blue() {
    let picture = loaded(RED_IN_INKS.to_vec()).unwrap();
    assert_eq!(jpeg::walk(&picture.bytes).unwrap().components, 3);
    let pixels = picture.pixels().unwrap();
    assert!(pixels.rgb[0] > 220 && pixels.rgb[1] < 50 && pixels.rgb[2] < 50, "{:?}", &pixels.rgb[..3]);
}

#[test]
fn grey_stays_grey() {
    let grey = DynamicImage::ImageLuma8(two_colours().to_luma8());
    let picture = loaded(file(&grey, ImageFormat::Tiff)).unwrap();
    assert_eq!(picture.bytes[25], 0, "colour type");
    assert_eq!(picture.pixels().unwrap().rgb.len(), 16 * 8 * 3);
}

#[test]
fn alpha_counts_where_light_shows_through() {
    let with = |alpha: u8| {
        let picture = RgbaImage::from_pixel(2, 1, Rgba([1, 2, 3, alpha]));
        loaded(file(&DynamicImage::ImageRgba8(picture), ImageFormat::Png)).unwrap()
    };
    assert_eq!(with(255).alpha, Alpha::Opaque);
    assert_eq!(with(255).pixels().unwrap().alpha, None);
    assert_eq!(with(9).alpha, Alpha::Transparent);
    let pixels = with(9).pixels().unwrap();
    assert_eq!((pixels.rgb, pixels.alpha), (vec![1, 2, 3, 1, 2, 3], Some(vec![9, 9])));
}

#[test]
fn cut_files_are_broken() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp]
    {
        let bytes = file(&two_colours(), format);
        let cut = loaded(bytes[..bytes.len() - bytes.len() / 3].to_vec());
        assert!(matches!(cut, Err(PictureError::Broken(_))), "{format:?}: {cut:?}");
    }
}

#[test]
fn a_header_that_promises_too_much_costs_nothing() {
    let header = [&60_000u32.to_be_bytes()[..], &60_000u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let png = [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", &header)[..], &chunk(b"IDAT", &[])[..]].concat();
    let limit = Limits::default().pixels;
    assert_eq!(loaded(png), Err(PictureError::TooManyPixels { width: 60_000, height: 60_000, limit }));
    let mut jpeg = file(&two_colours(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert!(matches!(loaded(jpeg), Err(PictureError::TooManyPixels { .. })));
}

#[test]
fn a_tiny_picture_may_carry_long_texts() {
    let pixel = DynamicImage::ImageRgb8(RgbImage::from_pixel(1, 1, Rgb([7, 8, 9])));
    let plain = file(&pixel, ImageFormat::Png);
    let words = [&b"Comment\0"[..], &[b'x'; 50_000]].concat();
    let (head, rest) = plain.split_at(33);
    let picture = loaded([head, &chunk(b"tEXt", &words), rest].concat()).unwrap();
    assert_eq!(picture.pixels().unwrap().rgb, [7, 8, 9]);
}

#[test]
fn limits_hold() {
    let bytes = file(&two_colours(), ImageFormat::Png);
    let few = Limits { bytes: 10, ..Limits::default() };
    let size = bytes.len();
    assert_eq!(read(bytes.clone(), &few), Err(PictureError::TooManyBytes { bytes: size, limit: 10 }));
    let small = Limits { pixels: 127, ..Limits::default() };
    assert_eq!(read(bytes, &small), Err(PictureError::TooManyPixels { width: 16, height: 8, limit: 127 }));
}

#[test]
fn kinds_that_are_not_shown_are_named() {
    let kind = |bytes: &[u8]| loaded(bytes.to_vec());
    assert_eq!(kind(b"%PDF-1.7"), Err(PictureError::Unsupported(Some("PDF"))));
    assert_eq!(kind(b"\0\0\0\x20ftypavif"), Err(PictureError::Unsupported(Some("AVIF"))));
    assert_eq!(kind(b"hello"), Err(PictureError::Unsupported(None)));
    assert_eq!(kind(b""), Err(PictureError::Unsupported(None)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damaged_files_never_panic(
        which in 0usize..6, at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(),
    ) {
        let formats = [
            ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif,
            ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff,
        ];
        let mut bytes = file(&two_colours(), formats[which]);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        bytes.truncate(cut.index(bytes.len() * 3).max(8));
        let limits = Limits { bytes: 100_000, pixels: 1_000_000 };
        if let Ok(picture) = read(bytes, &limits) {
            let pixels = picture.pixels().unwrap();
            prop_assert_eq!(pixels.rgb.len(), 3 * (pixels.width * pixels.height) as usize);
        }
    }
}
