//! SVG files → drawings that neither act nor reach out, and the same in pixels.
//!
//! usvg reads a drawing into shapes, pictures inside it and letters, and knows nothing of scripts, links,
//! motion, pages inside or files beside it; what it writes again is therefore free of them. Letters become
//! outlines, so that every reader shows the same. Knows no font but what it is lent.

use super::{Alpha, Limits, Picture, PictureError, PictureKind, Pixels, Reading, Remark, load};
use flate2::read::GzDecoder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{
    self, Font, FontFamily, FontResolver, FontStyle, ImageHrefResolver, ImageKind, Node, Options, Tree,
    WriteOptions, fontdb,
};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::Arc;

/// The most elements of a drawing, so that it is drawn in a moment.
const ELEMENTS: usize = 100_000;

/// How deep elements may lie in each other: they are followed on the stack.
const DEEPEST: usize = 120;

/// The most bytes of a drawing.
const BYTES: usize = 8_000_000;

/// Pixels to the inch by which a picture is sized on a page.
const NATURAL_PPI: f64 = 150.0;

/// Pixels to the inch of CSS, in which drawings are measured.
const CSS_PPI: f64 = 96.0;

/// How many pixels stand for each one of the natural size, so that print is sharp.
const SHARPNESS: f64 = 2.0;

/// Pixels of the natural size in pixels of CSS.
pub(super) fn css(natural: u32) -> u32 {
    (f64::from(natural) * CSS_PPI / NATURAL_PPI).round().max(1.0) as u32
}

/// The fonts that the letters of drawings are set in.
#[derive(Clone, Debug)]
pub struct Lettering(Arc<fontdb::Database>);

/// The names of the families that stand for the general ones.
#[derive(Clone, Copy, Debug)]
pub struct Families<'a> {
    /// With serifs.
    pub serif: &'a str,
    /// Without.
    pub sans: &'a str,
    /// For code.
    pub mono: &'a str,
}

impl Lettering {
    /// The faces of some font files.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a [u8]>, families: Families<'_>) -> Lettering {
        let mut faces = fontdb::Database::new();
        for file in files {
            faces.load_font_data(file.to_vec());
        }
        faces.set_serif_family(families.serif);
        faces.set_sans_serif_family(families.sans);
        faces.set_cursive_family(families.serif);
        faces.set_fantasy_family(families.sans);
        faces.set_monospace_family(families.mono);
        Lettering(Arc::new(faces))
    }
}

/// A drawing out of a compressed file (SVGZ); no more of it than a drawing may have.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut text = Vec::new();
    let most = BYTES as u64 + 1;
    let read = GzDecoder::new(bytes).take(most).read_to_end(&mut text);
    match read {
        Err(error) => Err(PictureError::Broken(words(&error.to_string()))),
        Ok(_) if text.len() > BYTES => Err(PictureError::TooManyBytes { bytes: text.len(), limit: BYTES }),
        Ok(_) => Ok(text),
    }
}

/// Reads a drawing.
pub(super) fn read(bytes: &[u8], limits: &Limits, lettering: &Lettering) -> Result<Reading, PictureError> {
    if bytes.len() > BYTES {
        return Err(PictureError::TooManyBytes { bytes: bytes.len(), limit: BYTES });
    }
    let broken = |why: &str| PictureError::Broken(why.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not written in UTF-8"))?;
    let left_out = look_through(text).map_err(|why| broken(&why))?;
    let options = options(lettering, limits);
    let tree = Tree::from_str(text, &options).map_err(|error| broken(&words(&error.to_string())))?;
    let mut remarks = Vec::new();
    if !left_out.is_empty() {
        remarks.push(Remark::Cleaned(left_out.into_iter().collect()));
    }
    let unlettered = is_unlettered(tree.root());
    if unlettered {
        remarks.push(Remark::Unlettered);
    }
    // Letters that no font of ours has are left to the fonts of the reader.
    let write = WriteOptions {
        preserve_text: unlettered,
        coordinates_precision: 4,
        transforms_precision: 6,
        indent: usvg::Indent::None,
        attributes_indent: usvg::Indent::None,
        ..WriteOptions::default()
    };
    let drawing = tree.to_string(&write);
    let picture = painted(&tree)?;
    Ok(Reading { picture: Picture { drawing: Some(drawing.into_bytes().into()), ..picture }, remarks })
}

/// The message of the library on one line.
fn words(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn options<'a>(lettering: &Lettering, limits: &Limits) -> Options<'a> {
    let limits = *limits;
    // A picture inside a drawing is looked at like any other; anything else is not there.
    let inside = move |_: &str, data: Arc<Vec<u8>>, _: &Options<'_>| {
        let none = || Lettering(Arc::new(fontdb::Database::new()));
        let picture = load(data.to_vec(), &limits, &none).ok()?.picture;
        if picture.drawing.is_some() {
            return None;
        }
        let bytes = Arc::new(picture.bytes.to_vec());
        Some(match picture.kind {
            PictureKind::Jpeg => ImageKind::JPEG(bytes),
            PictureKind::Png => ImageKind::PNG(bytes),
        })
    };
    Options {
        font_family: "serif".to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(inside),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: Box::new(|font, faces| face(font, faces)),
            select_fallback: FontResolver::default_fallback_selector(),
        },
        fontdb: Arc::clone(&lettering.0),
        ..Options::default()
    }
}

/// The face of a font that a drawing asks for; one that we lack is told by its name.
fn face(font: &Font, faces: &fontdb::Database) -> Option<fontdb::ID> {
    let mut families = Vec::new();
    for family in font.families() {
        if let FontFamily::Named(name) = family {
            families.push(fontdb::Family::Name(name));
        }
        families.push(match family {
            FontFamily::Serif | FontFamily::Cursive => fontdb::Family::Serif,
            FontFamily::SansSerif | FontFamily::Fantasy => fontdb::Family::SansSerif,
            FontFamily::Monospace => fontdb::Family::Monospace,
            FontFamily::Named(name) => like(&name.to_lowercase()),
        });
    }
    let style = match font.style() {
        FontStyle::Normal => fontdb::Style::Normal,
        FontStyle::Italic | FontStyle::Oblique => fontdb::Style::Italic,
    };
    let weight = fontdb::Weight(font.weight());
    faces.query(&fontdb::Query { families: &families, weight, stretch: fontdb::Stretch::Normal, style })
}

/// The general family of one that is named.
fn like(name: &str) -> fontdb::Family<'static> {
    let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if is(&["mono", "courier", "consolas", "menlo", "code"]) {
        fontdb::Family::Monospace
    } else if is(&["times", "georgia", "garamond", "serif", "roman"]) && !is(&["sans"]) {
        fontdb::Family::Serif
    } else {
        fontdb::Family::SansSerif
    }
}

/// Whether any letter is in none of the fonts.
fn is_unlettered(group: &usvg::Group) -> bool {
    group.children().iter().any(|node| match node {
        Node::Group(group) => is_unlettered(group),
        Node::Text(text) => {
            let written: usize = text
                .chunks()
                .iter()
                .map(|chunk| chunk.text().chars().filter(|c| !c.is_whitespace()).count())
                .sum();
            let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs).peekable();
            (written > 0 && glyphs.peek().is_none()) || glyphs.any(|glyph| glyph.id.0 == 0)
        }
        Node::Path(_) | Node::Image(_) => false,
    })
}

/// A drawing in pixels: more than its natural size has, within what is shown at most.
fn painted(tree: &Tree) -> Result<Picture, PictureError> {
    let size = tree.size();
    let natural = |length: f32| f64::from(length) * NATURAL_PPI / CSS_PPI;
    let (width, height) = (natural(size.width()), natural(size.height()));
    let most = (load::MOST_SHOWN as f64 / (width * height)).sqrt();
    let scale = SHARPNESS.min(most);
    let pixels = |length: f64| (length * scale).round().clamp(1.0, 20_000.0) as u32;
    let (across, down) = (pixels(width), pixels(height));
    let none = || PictureError::Broken("its size cannot be shown".to_owned());
    let mut map = Pixmap::new(across, down).ok_or_else(none)?;
    let (sx, sy) = (across as f32 / size.width(), down as f32 / size.height());
    resvg::render(tree, Transform::from_scale(sx, sy), &mut map.as_mut());
    let mut rgb = Vec::with_capacity(map.pixels().len() * 3);
    let mut alpha = Vec::with_capacity(map.pixels().len());
    for pixel in map.pixels() {
        let color = pixel.demultiply();
        rgb.extend([color.red(), color.green(), color.blue()]);
        alpha.push(color.alpha());
    }
    let alpha = alpha.iter().any(|alpha| *alpha != u8::MAX).then_some(alpha);
    let through = if alpha.is_some() { Alpha::Transparent } else { Alpha::Opaque };
    let picture = Pixels { width: across, height: down, rgb, alpha }.encode(PictureKind::Png)?;
    // The natural size, but no more than what is there.
    let shown = |length: f64| (length * scale.min(1.0)).round().max(1.0) as u32;
    Ok(Picture { width: shown(width), height: shown(height), alpha: through, ..picture })
}

/// Looks a drawing through for what will not be taken over. Gives names for people, or why the drawing
/// cannot be read.
fn look_through(text: &str) -> Result<BTreeSet<&'static str>, String> {
    let mut found = BTreeSet::new();
    let mut reader = Reader::from_str(text);
    let (mut depth, mut elements) = (0_usize, 0_usize);
    let mut inside_style = false;
    loop {
        match reader.read_event().map_err(|error| words(&error.to_string()))? {
            Event::Start(element) => {
                depth += 1;
                elements += 1;
                inside_style = element.local_name().as_ref() == "style";
                look_at(&element, &mut found);
            }
            Event::Empty(element) => {
                elements += 1;
                look_at(&element, &mut found);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                inside_style = false;
            }
            Event::Text(style) if inside_style => look_at_style(&style, &mut found),
            Event::CData(style) if inside_style => look_at_style(&style, &mut found),
            Event::DocType(doctype) if is_outside(&doctype) => {
                found.insert(OUTSIDE);
            }
            Event::PI(instruction) if instruction.starts_with("xml-stylesheet") => {
                found.insert(OUTSIDE);
            }
            Event::Eof => break,
            _ => {}
        }
        if depth > DEEPEST {
            return Err("its elements lie in each other too deeply".to_owned());
        }
        if elements > ELEMENTS {
            return Err("it has too many elements".to_owned());
        }
    }
    Ok(found)
}

/// Whether a document type names entities that lie in other files.
fn is_outside(doctype: &str) -> bool {
    doctype.contains("<!ENTITY") && (doctype.contains("SYSTEM") || doctype.contains("PUBLIC"))
}

const SCRIPTS: &str = "scripts";
const MOTION: &str = "motion";
const PAGES: &str = "pages inside it";
const OUTSIDE: &str = "what lies in other files";

fn look_at(element: &BytesStart<'_>, found: &mut BTreeSet<&'static str>) {
    match element.local_name().as_ref() {
        "script" | "handler" | "listener" => found.insert(SCRIPTS),
        "animate" | "animateColor" | "animateMotion" | "animateTransform" | "set" | "discard" => {
            found.insert(MOTION)
        }
        "foreignObject" | "iframe" | "embed" | "object" | "video" | "audio" => found.insert(PAGES),
        _ => false,
    };
    let is_link = element.local_name().as_ref() == "a";
    for attribute in element.attributes().flatten() {
        let name = attribute.key.local_name();
        let name = name.as_ref();
        let value = attribute.value.trim_start();
        let namespace = attribute.key.as_ref().starts_with("xmlns");
        if name.starts_with("on") && name.len() > 2 {
            found.insert(SCRIPTS);
        }
        if matches!(name, "href" | "src") && !namespace && !is_link && !is_inside(value) {
            found.insert(OUTSIDE);
        }
        look_at_style(&attribute.value, found);
    }
}

/// Whether an address leads into the drawing itself.
fn is_inside(address: &str) -> bool {
    address.starts_with('#') || (address.starts_with("data:image/") && !address.starts_with("data:image/svg"))
}

fn look_at_style(style: &str, found: &mut BTreeSet<&'static str>) {
    let urls = style.split("url(").skip(1).map(|url| url.trim_start_matches([' ', '"', '\'']));
    if style.contains("@import") || urls.into_iter().any(|url| !url.starts_with("&quot;#") && !is_inside(url))
    {
        found.insert(OUTSIDE);
    }
}
