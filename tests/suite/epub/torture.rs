//! Pictures of every odd kind: each comes out right, or a diagnostic says why it does not.
//!
//! The files are made here. `STATIONER_TORTURE=FOLDER cargo test --test suite torture` leaves them, and a
//! lesson that shows them, in a folder.

use super::{Container, Path};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use stationer::diagnostics::Diagnostic;
use stationer::input::MemoryFiles;
use stationer::pipeline::Extent;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// Red on the left, blue on the right, 16 by 8.
fn two_colours() -> DynamicImage {
    let color = |x: u32| if x < 8 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(16, 8, |x, _| color(x)))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("it can be written");
    bytes.into_inner()
}

/// A JPEG file with an EXIF orientation.
fn turned(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    tiff[18] = orientation;
    let plain = file(&two_colours(), ImageFormat::Jpeg);
    let length = u16::try_from(tiff.len() + 8).expect("a short segment").to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", &tiff, &plain[2..]].concat()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(data);
    let length = u32::try_from(data.len()).expect("a short chunk");
    [&length.to_be_bytes()[..], name, data, &sum.sum().to_be_bytes()].concat()
}

/// A PNG file of rows as they are stored, each with its filter byte.
fn png(size: (u32, u32), depth: u8, color: u8, interlaced: u8, before: &[u8], rows: &[u8]) -> Vec<u8> {
    let head = [&size.0.to_be_bytes()[..], &size.1.to_be_bytes(), &[depth, color, 0, 0, interlaced]].concat();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(rows).expect("memory");
    let data = packed.finish().expect("memory");
    let parts = [chunk(b"IHDR", &head), before.to_vec(), chunk(b"IDAT", &data), chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
}

/// The two colours in the seven passes of Adam7.
fn interlaced_png() -> Vec<u8> {
    let passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let mut rows = Vec::new();
    for (left, top, across, down) in passes {
        for _ in (top..8).step_by(down) {
            rows.extend([0_u8]);
            for x in (left..16).step_by(across) {
                rows.extend(if x < 8 { [255, 0, 0] } else { [0, 0, 255] });
            }
        }
    }
    png((16, 8), 8, 2, 1, &[], &rows)
}

fn palette_png() -> Vec<u8> {
    let palette = chunk(b"PLTE", &[255, 0, 0, 0, 0, 255]);
    let row = [&[0_u8][..], &[0; 8], &[1; 8]].concat();
    png((16, 8), 8, 3, 0, &palette, &row.repeat(8))
}

fn one_bit_png() -> Vec<u8> {
    png((16, 8), 1, 0, 0, &[], &[0, 0xFF, 0].repeat(8))
}

fn moving_png() -> Vec<u8> {
    let control = |number: u32| {
        let head = [number, 16, 8, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[&head[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let frames = chunk(b"acTL", &[2_u32.to_be_bytes(), 0_u32.to_be_bytes()].concat());
    let plain = file(&two_colours(), ImageFormat::Png);
    let data = plain.windows(4).position(|name| name == b"IDAT").expect("data") - 4;
    let end = plain.len() - 12;
    let picture = &plain[data + 8..end - 4];
    let second = chunk(b"fdAT", &[&2_u32.to_be_bytes()[..], picture].concat());
    [&plain[..data], &frames, &control(0), &plain[data..end], &control(1), &second, &plain[end..]].concat()
}

/// The two colours with a wrong sum behind the chunk of a name.
fn wrong_sum(name: &[u8; 4]) -> Vec<u8> {
    let comment = chunk(b"tEXt", b"Comment\0two colours");
    let row = [&[0_u8][..], &[255, 0, 0].repeat(8), &[0, 0, 255].repeat(8)].concat();
    let mut bytes = png((16, 8), 8, 2, 0, &comment, &row.repeat(8));
    let at = bytes.windows(4).position(|four| four == name).expect("the chunk");
    let length = u32::from_be_bytes(bytes[at - 4..at].try_into().expect("four bytes")) as usize;
    bytes[at + 4 + length] ^= 0xFF;
    bytes
}

/// The two colours with a profile of colours that is no profile and has two million bytes.
fn with_long_profile() -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![0_u8; 2_000_000]).expect("memory");
    let profile = [b"long\0\0".as_slice(), &packed.finish().expect("memory")].concat();
    let row = [&[0_u8][..], &[255, 0, 0].repeat(8), &[0, 0, 255].repeat(8)].concat();
    png((16, 8), 8, 2, 0, &chunk(b"iCCP", &profile), &row.repeat(8))
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let turned = two_colours().rotate180().to_rgba8();
    encoder.encode_frames([Frame::new(two_colours().to_rgba8()), Frame::new(turned)]).expect("memory");
    drop(encoder);
    bytes
}

/// A header that promises 60 000 by 60 000 pixels, and nearly nothing behind it.
fn promising_png() -> Vec<u8> {
    png((60_000, 60_000), 8, 2, 0, &[], &[0; 64])
}

/// 7 000 by 7 000 pixels of one colour: 147 MB decoded, 150 KB as a file.
fn bomb() -> Vec<u8> {
    let row = vec![0_u8; 1 + 7000 / 8];
    png((7000, 7000), 1, 0, 0, &[], &row.repeat(7000))
}

fn svg(attributes: &str, content: &str) -> Vec<u8> {
    let namespaces = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    format!("<svg {namespaces} {attributes}>{content}</svg>").into_bytes()
}

const SIZE: &str = "width=\"96\" height=\"48\"";
const HALVES: &str = "<rect width=\"48\" height=\"48\" fill=\"#f00\"/><rect x=\"48\" width=\"48\" height=\"48\" fill=\"#00f\"/>";

fn use_bomb() -> Vec<u8> {
    let mut content = "<defs><rect id=\"u0\" width=\"9\" height=\"9\"/>".to_owned();
    for level in 1..12 {
        let uses = format!("<use xlink:href=\"#u{}\"/>", level - 1).repeat(10);
        let _ = write!(content, "<g id=\"u{level}\">{uses}</g>");
    }
    svg(SIZE, &format!("{content}</defs><use xlink:href=\"#u11\"/>"))
}

fn entity_bomb() -> Vec<u8> {
    let mut text = "<!DOCTYPE svg [<!ENTITY e0 \"ha\">".to_owned();
    for level in 1..20 {
        let _ = write!(text, "<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10));
    }
    let drawing = String::from_utf8(svg(SIZE, "<text>&e19;</text>")).expect("text");
    format!("{text}]>{drawing}").into_bytes()
}

fn external_entity() -> Vec<u8> {
    let drawing =
        String::from_utf8(svg(SIZE, &format!("{HALVES}<text y=\"20\">&secret;</text>"))).expect("text");
    format!("<!DOCTYPE svg [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>{drawing}").into_bytes()
}

/// 8 × 8 pixels of red in printing inks, as image programs write them: four inverted inks.
const RED_IN_INKS: &[u8] = include_bytes!("../../fixtures/pictures/red-in-inks.jpg");

/// The two colours in a JPEG file of several scans.
const PROGRESSIVE: &[u8] = include_bytes!("../../fixtures/pictures/progressive.jpg");

/// Every file with its name.
fn folder() -> Vec<(&'static str, Vec<u8>)> {
    let plain = two_colours();
    let png_file = file(&plain, ImageFormat::Png);
    let jpeg_file = file(&plain, ImageFormat::Jpeg);
    let gif_file = file(&plain, ImageFormat::Gif);
    let alpha = RgbaImage::from_fn(16, 8, |x, _| Rgba([255, 0, 0, if x < 8 { 255 } else { 0 }]));
    let grey = DynamicImage::ImageLuma8(image::ImageBuffer::from_pixel(16, 8, Luma([99])));
    let inside = svg(
        SIZE,
        &format!(
            "<image width=\"96\" height=\"48\" xlink:href=\"data:image/png;base64,{}\"/>",
            base64(&png_file)
        ),
    );
    let wide =
        RgbImage::from_fn(3200, 2000, |x, _| if x < 1600 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
    vec![
        ("plain.png", png_file.clone()),
        ("plain.jpg", jpeg_file.clone()),
        ("turned-2.jpg", turned(2)),
        ("turned-3.jpg", turned(3)),
        ("turned-6.jpg", turned(6)),
        ("turned-8.jpg", turned(8)),
        ("inks.jpg", RED_IN_INKS.to_vec()),
        ("progressive.jpg", PROGRESSIVE.to_vec()),
        ("grey.jpg", file(&grey, ImageFormat::Jpeg)),
        ("interlaced.png", interlaced_png()),
        ("palette.png", palette_png()),
        ("one-bit.png", one_bit_png()),
        ("sixteen-bit.png", file(&DynamicImage::ImageRgb16(plain.to_rgb16()), ImageFormat::Png)),
        ("alpha.png", file(&DynamicImage::ImageRgba8(alpha), ImageFormat::Png)),
        ("moving.png", moving_png()),
        ("moving.gif", moving_gif()),
        ("still.gif", gif_file),
        ("plain.webp", file(&plain, ImageFormat::WebP)),
        ("plain.bmp", file(&plain, ImageFormat::Bmp)),
        ("plain.tiff", file(&plain, ImageFormat::Tiff)),
        ("sixteen-bit.tiff", file(&DynamicImage::ImageRgb16(plain.to_rgb16()), ImageFormat::Tiff)),
        ("large.png", file(&DynamicImage::ImageRgb8(wide), ImageFormat::Png)),
        ("called-png-is-jpeg.png", jpeg_file.clone()),
        ("with-page-behind.png", [png_file.as_slice(), b"<html><script>1</script></html>"].concat()),
        ("cut.jpg", jpeg_file[..jpeg_file.len() * 2 / 3].to_vec()),
        ("cut.png", png_file[..png_file.len() - 20].to_vec()),
        ("empty.png", Vec::new()),
        ("text.png", b"This is no picture.".to_vec()),
        ("page.jpg", b"<!DOCTYPE html><html><body>No picture</body></html>".to_vec()),
        ("promising.png", promising_png()),
        ("bomb.png", bomb()),
        ("no-pixels.png", png((0, 0), 8, 2, 0, &[], &[])),
        ("strip.png", png((1, 100_000), 8, 2, 0, &[], &[0, 255, 0, 0].repeat(100_000))),
        ("wrong-sum-of-pixels.png", wrong_sum(b"IDAT")),
        ("wrong-sum-of-comment.png", wrong_sum(b"tEXt")),
        ("long-profile.png", with_long_profile()),
        ("photo.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1".to_vec()),
        ("photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ".to_vec()),
        ("photo.jxl", b"\xff\x0a\0\0".to_vec()),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("plain.svg", svg(SIZE, HALVES)),
        (
            "letters.svg",
            svg(
                SIZE,
                "<rect width=\"96\" height=\"48\" fill=\"#fff\"/><text x=\"4\" y=\"30\" font-family=\"Arial\" font-size=\"24\">Delta</text>",
            ),
        ),
        (
            "letters-of-no-font.svg",
            svg(SIZE, "<text x=\"4\" y=\"30\" font-size=\"24\">\u{12000}\u{12001}</text>"),
        ),
        ("without-size.svg", svg("", HALVES)),
        ("in-percent.svg", svg("width=\"100%\" viewBox=\"0 0 96 48\"", HALVES)),
        ("no-extent.svg", svg("width=\"0\" height=\"0\"", HALVES)),
        ("endless.svg", svg("width=\"1e9\" height=\"1e9\" viewBox=\"0 0 96 48\"", HALVES)),
        ("script.svg", svg(SIZE, &format!("<script>alert(1)</script><g onclick=\"alert(2)\">{HALVES}</g>"))),
        (
            "page-inside.svg",
            svg(
                SIZE,
                &format!(
                    "{HALVES}<foreignObject width=\"9\" height=\"9\"><body xmlns=\"http://www.w3.org/1999/xhtml\">x</body></foreignObject>"
                ),
            ),
        ),
        (
            "moving.svg",
            svg(
                SIZE,
                &format!(
                    "{HALVES}<rect width=\"9\" height=\"9\"><animate attributeName=\"x\" to=\"90\" dur=\"1s\"/></rect>"
                ),
            ),
        ),
        (
            "outside.svg",
            svg(
                SIZE,
                &format!(
                    "{HALVES}<image xlink:href=\"https://example.org/a.png\" width=\"9\" height=\"9\"/>"
                ),
            ),
        ),
        (
            "file-outside.svg",
            svg(SIZE, &format!("{HALVES}<image xlink:href=\"/etc/passwd\" width=\"9\" height=\"9\"/>")),
        ),
        (
            "style-outside.svg",
            svg(SIZE, &format!("<style>@import url(https://example.org/a.css);</style>{HALVES}")),
        ),
        ("picture-inside.svg", inside),
        ("external-entity.svg", external_entity()),
        ("entity-bomb.svg", entity_bomb()),
        ("use-bomb.svg", use_bomb()),
        ("use-itself.svg", svg(SIZE, &format!("{HALVES}<g id=\"a\"><use xlink:href=\"#a\"/></g>"))),
        ("compressed.svgz", compressed(&svg(SIZE, HALVES))),
        ("compressed-text.svgz", compressed(b"This is no drawing.")),
        ("compressed-bomb.svgz", compressed(&svg(SIZE, &" ".repeat(20_000_000)))),
        ("compressed-and-cut.svgz", compressed(&svg(SIZE, HALVES))[..40].to_vec()),
        (
            "drawing-inside.svg",
            svg(
                SIZE,
                &format!(
                    "{HALVES}<image width=\"9\" height=\"9\" xlink:href=\"data:image/svg+xml;base64,{}\"/>",
                    base64(&svg(SIZE, "<script>alert(1)</script>"))
                ),
            ),
        ),
        (
            "style-in-data.svg",
            svg(SIZE, &format!("<style><![CDATA[@import 'data:text/css,*{{fill:red}}';]]></style>{HALVES}")),
        ),
        (
            "fill-outside.svg",
            svg(
                SIZE,
                &format!(
                    "{HALVES}<rect width=\"9\" height=\"9\" fill=\"url(https://example.org/a.svg#b)\"/>"
                ),
            ),
        ),
        ("link-inside.svg", svg(SIZE, &format!("<a xlink:href=\"javascript:alert(1)\">{HALVES}</a>"))),
        ("deep.svg", svg(SIZE, &format!("{}{HALVES}{}", "<g>".repeat(5000), "</g>".repeat(5000)))),
        ("cut.svg", svg(SIZE, HALVES)[..150].to_vec()),
    ]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let at = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= three.len() { char::from(DIGITS[at as usize]) } else { '=' });
        }
    }
    text
}

/// What became of a picture: its file in the e-book with its size and its colours left and right, and what
/// was said of it.
fn outcome(epub: &Container, page: &str, name: &str, said: &[&Diagnostic]) -> String {
    let alt = format!("alt=\"Torture {name}\"");
    let shown = match page.split("<img ").find(|element| element.contains(&alt)) {
        None => format!("[Image: Torture {name}]"),
        Some(element) => {
            let of = |key: &str| {
                let value =
                    element.split(&format!("{key}=\"")).nth(1).and_then(|rest| rest.split('"').next());
                value.unwrap_or_default().to_owned()
            };
            let src = of("src").trim_start_matches("../").to_owned();
            let bytes = epub.files.get(&src).expect("the file it shows");
            format!("{} {}×{} {}", &src[src.len() - 3..], of("width"), of("height"), look(bytes, &src))
        }
    };
    if !page.contains(&alt) {
        assert!(page.contains(&shown), "{name}: its words stand in its place");
    }
    let said: Vec<String> =
        said.iter().map(|finding| format!("{}: {}", finding.code.name(), finding.message)).collect();
    if said.is_empty() { shown } else { format!("{shown} | {}", said.join(" | ")) }
}

/// The colours of a picture, left and right.
fn look(bytes: &[u8], src: &str) -> String {
    if src.ends_with(".svg") {
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        for bad in [
            "script",
            "onclick",
            "foreignObject",
            "animate",
            "example.org",
            "passwd",
            "ENTITY",
            "@import",
            "javascript",
        ] {
            assert!(!text.contains(bad), "{src}: {bad}: {text}");
        }
        let shapes = text.matches("<path ").count() + text.matches("<image ").count();
        return format!("{shapes} shapes, {} texts", text.matches("<text").count());
    }
    let picture = image::load_from_memory(bytes).expect("it can be decoded").to_rgba8();
    let name = |pixel: &Rgba<u8>| match pixel.0 {
        [_, _, _, 0] => "clear".to_owned(),
        [r, g, b, 255] => {
            let step = |value: u8| (u32::from(value) + 32) / 64 * 64;
            format!("{}/{}/{}", step(r), step(g), step(b))
        }
        other => format!("{other:?}"),
    };
    let (left, right) =
        (picture.get_pixel(0, 0), picture.get_pixel(picture.width() - 1, picture.height() - 1));
    format!("{}×{} {} {}", picture.width(), picture.height(), name(left), name(right))
}

#[test]
fn every_odd_picture_comes_out_right_or_is_reported() {
    let folder = folder();
    assert!(folder.len() >= 25);
    let mut lesson = "# Torture\n\n".to_owned();
    let mut files = MemoryFiles::default();
    for (name, bytes) in &folder {
        let _ = write!(lesson, "![Torture {name}]({name})\n\n");
        files = files.with(name, bytes.clone());
    }
    if let Some(to) = std::env::var_os("STATIONER_TORTURE").map(std::path::PathBuf::from) {
        std::fs::create_dir_all(&to).expect("the folder");
        std::fs::write(to.join("torture.md"), &lesson).expect("the lesson");
        for (name, bytes) in &folder {
            std::fs::write(to.join(name), bytes).expect("the picture");
        }
    }
    let mut path = Path::of(&[("torture.md", lesson.as_str())], files, Extent::Path);
    let epub = path.published(None);
    let texts = epub.spine().into_iter().map(|file| epub.text(&file));
    let page = texts.into_iter().find(|text| text.contains("Torture plain.png")).expect("the lesson");
    let mut table = String::new();
    for (name, _) in &folder {
        let quoted = format!("`{name}`");
        let said: Vec<&Diagnostic> =
            path.diagnostics.iter().filter(|finding| finding.message.contains(&quoted)).collect();
        let _ = writeln!(table, "{name:24} {}", outcome(&epub, &page, name, &said));
    }
    insta::assert_snapshot!(table);
    // Whatever can be shown can be printed.
    let pages = path.pages();
    assert!(pages.pages.len() > 5);
}

#[test]
fn the_same_drawing_is_the_same_bytes() {
    let made = || {
        let files = MemoryFiles::default().with("a.svg", svg(SIZE, HALVES));
        let mut path = Path::of(&[("a.md", "# A\n\n![Halves](a.svg)\n")], files, Extent::Path);
        path.published(None).files
    };
    assert_eq!(made(), made());
}

/// What became of pictures under names that are not spelt as the lesson spells them: the files shown, and what was
/// said.
fn named(sources: &[&str], files: &[&str]) -> String {
    let mut lesson = "# Names\n\n".to_owned();
    for source in sources {
        let _ = write!(lesson, "![Torture {source}](<{source}>)\n\n");
    }
    let picture = file(&two_colours(), ImageFormat::Png);
    let memory = files.iter().fold(MemoryFiles::default(), |all, name| all.with(name, picture.clone()));
    let mut path = Path::of(&[("names.md", lesson.as_str())], memory, Extent::Path);
    let epub = path.published(None);
    let shown = epub.files.keys().filter(|name| name.starts_with("img/") && !name.contains("cover")).count();
    let said = path.diagnostics.iter().filter(|found| found.code.name().starts_with("image"));
    let said: Vec<String> = said
        .map(|found| format!("{}: {} ({})", found.code.name(), found.message, found.help.join("; ")))
        .collect();
    format!("{shown} shown\n{}", said.join("\n")).trim_end().to_owned()
}

#[test]
fn names_with_escapes_and_accents_of_another_spelling_are_found() {
    assert_eq!(named(&["a%20b.png"], &["a b.png"]), "1 shown");
    assert_eq!(named(&["100%.png"], &["100%.png"]), "1 shown");
    assert_eq!(named(&["caf\u{e9}.png"], &["cafe\u{301}.png"]), "1 shown");
    assert_eq!(named(&["e\u{301}te\u{301}/caf%C3%A9.png"], &["\u{e9}t\u{e9}/cafe\u{301}.png"]), "1 shown");
}

#[test]
fn a_picture_in_other_letters_or_a_folder_is_missing_and_the_help_says_more() {
    let missing = "0 shown\nimage-missing: the picture";
    let found = named(&["wave.png"], &["Wave.PNG"]);
    assert_eq!(
        found,
        format!(
            "{missing} `wave.png` does not exist (did you mean `Wave.PNG`? capital and small letters differ)"
        )
    );
    let found = named(&["waves.png"], &["waves.png/one.png"]);
    assert_eq!(
        found,
        format!("{missing} `waves.png` is a folder (check the path; it is relative to the lesson)")
    );
}
