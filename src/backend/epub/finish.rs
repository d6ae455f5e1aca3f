//! The container as assembled → as EPUB 3.3 and EPUB Accessibility 1.1 ask.
//!
//! Edits the package document, replaces the navigation and the NCX, adds sheets, pictures and what the texts say,
//! all in a fixed order, so that the same book is the same bytes. Knows the package document's form, but not
//! what it says, and leaves it to `container` how files are packed.

use super::container::{Container, Entry, Method, Packer};
use super::names::{BASE_CSS, FONT_CSS, MODERN_CSS, NAV};
use super::typefaces::TERMS;
use super::{Edition, Fault, MEDIA_TYPE, PictureUse};
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The folder of the book inside the container, given by epub-builder.
pub(super) const ROOT: &str = "OEBPS";
const PACKAGE: &str = "content.opf";
const NCX: &str = "toc.ncx";
const XHTML: &str = "application/xhtml+xml";
/// Names the package document.
const CONTAINER: &str = "META-INF/container.xml";

/// The finished container.
pub(super) fn finish(assembled: Vec<u8>, edition: &Edition) -> Result<Vec<u8>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(assembled)).map_err(zip_failed)?;
    let package = read(&mut archive, &inside(PACKAGE))?;
    let listed = Listed::read(&package)?;
    let items = items(&listed, edition)?;
    let package = amended(&package, &listed, &items, edition)?;

    let (mut packer, mut out) = (Packer::new(), Container::default());
    let mut add = |name: &str, bytes: &[u8], method| out.add(&packer.entry(name, bytes, method)?);
    add("mimetype", MEDIA_TYPE.as_bytes(), Method::Stored)?;
    add(CONTAINER, read(&mut archive, CONTAINER)?.as_bytes(), Method::Deflated)?;
    add(&inside(PACKAGE), package.as_bytes(), Method::Deflated)?;
    add(&inside(NAV), edition.nav.as_bytes(), Method::Deflated)?;
    add(&inside(NCX), edition.ncx.as_bytes(), Method::Deflated)?;
    for sheet in edition.sheets.iter() {
        out.add(sheet)?;
    }
    if let Some(typefaces) = &edition.typefaces {
        let mut add =
            |file: &str, bytes: &[u8]| out.add(&packer.entry(&inside(file), bytes, Method::Deflated)?);
        add(FONT_CSS, typefaces.sheet.as_bytes())?;
        for font in &typefaces.files {
            add(&font.file, &font.bytes)?;
        }
        if !typefaces.files.is_empty() {
            add(TERMS, typefaces.terms.as_bytes())?;
        }
    }
    for picture in &edition.pictures {
        // Pictures of pixels are compressed already.
        let method = match picture.media_type {
            "image/svg+xml" => Method::Deflated,
            _ => Method::Stored,
        };
        out.add(&packer.entry(&inside(&picture.file), &picture.bytes, method)?)?;
    }
    for document in &edition.documents {
        out.add(&packer.entry(&inside(&document.file), document.xhtml.as_bytes(), Method::Deflated)?)?;
    }
    out.finish()
}

/// The style sheets, packed: all books of a run have the same, so it is done once for all of them.
pub(super) fn packed(base: &str, modern: &str) -> Result<[Entry; 2], Fault> {
    let mut packer = Packer::new();
    let mut sheet = |file, text: &str| packer.entry(&inside(file), text.as_bytes(), Method::Deflated);
    Ok([sheet(BASE_CSS, base)?, sheet(MODERN_CSS, modern)?])
}

fn inside(file: &str) -> String {
    format!("{ROOT}/{file}")
}

fn zip_failed(error: zip::result::ZipError) -> Fault {
    Fault(format!("the assembled container cannot be read: {error}"))
}

fn read(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<String, Fault> {
    let mut text = String::new();
    let mut entry = archive.by_name(name).map_err(zip_failed)?;
    entry.read_to_string(&mut text).map_err(Fault::of(name))?;
    Ok(text)
}

/// What the assembled package document lists.
struct Listed {
    /// Address and media type by id.
    items: BTreeMap<String, (String, String)>,
    /// Ids in reading order.
    spine: Vec<String>,
}

impl Listed {
    fn read(package: &str) -> Result<Listed, Fault> {
        let mut listed = Listed { items: BTreeMap::new(), spine: Vec::new() };
        let mut reader = Reader::from_str(package);
        loop {
            let event = reader.read_event().map_err(Fault::of("the assembled package document"))?;
            let (Event::Empty(element) | Event::Start(element)) = event else {
                if event == Event::Eof {
                    return Ok(listed);
                }
                continue;
            };
            match element.local_name().as_ref() {
                "item" => {
                    let item = (attribute(&element, "href")?, attribute(&element, "media-type")?);
                    if listed.items.insert(attribute(&element, "id")?, item).is_some() {
                        return Err(Fault("two items of the package document have one id".to_owned()));
                    }
                }
                "itemref" => listed.spine.push(attribute(&element, "idref")?),
                _ => {}
            }
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, Fault> {
    let missing = || Fault(format!("an element of the package document has no {name}"));
    let attribute = element.try_get_attribute(name).ok().flatten().ok_or_else(missing)?;
    Ok(quick_xml::escape::unescape(&attribute.value).map_err(Fault::of(name))?.into_owned())
}

/// An item of the finished manifest.
struct Item {
    id: String,
    href: String,
    media_type: String,
    properties: String,
}

/// The items of the finished manifest: navigation, styles, pictures, then the texts in reading order. Ids
/// are counted, so that no file name can make one that is not allowed or not unique.
fn items(listed: &Listed, edition: &Edition) -> Result<Vec<Item>, Fault> {
    let item = |id: &str, href: &str, media_type: &str, properties: String| Item {
        id: id.to_owned(),
        href: href.to_owned(),
        media_type: media_type.to_owned(),
        properties,
    };
    let nav = properties(&edition.nav)?.into_iter().chain(["nav"]).collect::<Vec<_>>().join(" ");
    let mut items = vec![
        item("nav", NAV, XHTML, nav),
        item("ncx", NCX, "application/x-dtbncx+xml", String::new()),
        item("css1", BASE_CSS, "text/css", String::new()),
        item("css2", MODERN_CSS, "text/css", String::new()),
    ];
    if let Some(typefaces) = &edition.typefaces {
        items.push(item("css3", FONT_CSS, "text/css", String::new()));
        for (number, font) in typefaces.files.iter().enumerate() {
            items.push(item(&format!("f{:04}", number + 1), &font.file, font.media_type, String::new()));
        }
    }
    for (number, picture) in edition.pictures.iter().enumerate() {
        let (id, properties) = match picture.use_ {
            PictureUse::Cover => ("cover-image".to_owned(), "cover-image".to_owned()),
            PictureUse::Text => (format!("i{:04}", number + 1), String::new()),
        };
        items.push(item(&id, &picture.file, picture.media_type, properties));
    }
    if listed.spine.len() != edition.documents.len() {
        return Err(Fault("the spine has not one item for each text".to_owned()));
    }
    for (number, (id, document)) in listed.spine.iter().zip(&edition.documents).enumerate() {
        let lost = || Fault(format!("the spine names `{id}`, which is no item"));
        let (href, media_type) = listed.items.get(id).ok_or_else(lost)?;
        if *href != document.file {
            return Err(Fault(format!("{href} stands in the spine in place of {}", document.file)));
        }
        let properties = properties(&document.xhtml)?.into_iter().collect::<Vec<_>>().join(" ");
        items.push(item(&format!("t{:04}", number + 1), href, media_type, properties));
    }
    Ok(items)
}

/// The properties a text must be listed with, found in its elements.
fn properties(xhtml: &str) -> Result<BTreeSet<&'static str>, Fault> {
    let mut properties = BTreeSet::new();
    // Nearly all texts have none of what is looked for, nor the letters of it.
    if ["<math", "<svg", "<script", "<form", "src=\"http"].iter().all(|sign| !xhtml.contains(sign)) {
        return Ok(properties);
    }
    let mut reader = Reader::from_str(xhtml);
    loop {
        let event = reader.read_event().map_err(Fault::of("a text"))?;
        let (Event::Empty(element) | Event::Start(element)) = event else {
            if event == Event::Eof {
                return Ok(properties);
            }
            continue;
        };
        match element.local_name().as_ref() {
            "math" => properties.insert("mathml"),
            "svg" => properties.insert("svg"),
            "script" | "form" => properties.insert("scripted"),
            _ => false,
        };
        let src = element.try_get_attribute("src").ok().flatten();
        if src.is_some_and(|src| src.value.starts_with("http:") || src.value.starts_with("https:")) {
            properties.insert("remote-resources");
        }
    }
}

/// The package document with language and direction, our metadata, manifest and spine, and without the
/// guide of EPUB 2.
fn amended(package: &str, listed: &Listed, items: &[Item], edition: &Edition) -> Result<String, Fault> {
    let failed = Fault::of("the package document could not be edited");
    let mut reader = Reader::from_str(package);
    let mut out = Writer::new(Vec::new());
    loop {
        let event = reader.read_event().map_err(Fault::of("the assembled package document"))?;
        let Event::Start(element) = event else {
            if event == Event::Eof {
                break;
            }
            out.write_event(event).map_err(&failed)?;
            continue;
        };
        match element.local_name().as_ref() {
            "package" => {
                let mut element = BytesStart::new("package");
                element.push_attribute(("xmlns", "http://www.idpf.org/2007/opf"));
                element.push_attribute(("version", "3.0"));
                element.push_attribute(("unique-identifier", "pub-id"));
                element.push_attribute(("xml:lang", edition.language.as_str()));
                element.push_attribute(("dir", edition.direction.name()));
                out.write_event(Event::Start(element)).map_err(&failed)?;
                continue;
            }
            "metadata" => out.get_mut().extend_from_slice(edition.metadata.as_bytes()),
            "manifest" => manifest(&mut out, items).map_err(&failed)?,
            "spine" => spine(&mut out, listed, edition).map_err(&failed)?,
            "guide" => {}
            _ => {
                out.write_event(Event::Start(element)).map_err(&failed)?;
                continue;
            }
        }
        reader.read_to_end(element.name()).map_err(Fault::of("the assembled package document"))?;
    }
    let text = String::from_utf8(out.into_inner()).map_err(Fault::of("the package document"))?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(lines.join("\n") + "\n")
}

fn manifest(out: &mut Writer<Vec<u8>>, items: &[Item]) -> std::io::Result<()> {
    out.write_event(Event::Start(BytesStart::new("manifest")))?;
    for item in items {
        out.write_event(Event::Text(BytesText::new("\n    ")))?;
        let mut element = BytesStart::new("item");
        element.push_attribute(("id", item.id.as_str()));
        element.push_attribute(("href", item.href.as_str()));
        element.push_attribute(("media-type", item.media_type.as_str()));
        if !item.properties.is_empty() {
            element.push_attribute(("properties", item.properties.as_str()));
        }
        out.write_event(Event::Empty(element))?;
    }
    out.write_event(Event::Text(BytesText::new("\n  ")))?;
    out.write_event(Event::End(BytesEnd::new("manifest")))
}

fn spine(out: &mut Writer<Vec<u8>>, listed: &Listed, edition: &Edition) -> std::io::Result<()> {
    let mut ids: Vec<String> = (1..=listed.spine.len()).map(|number| format!("t{number:04}")).collect();
    if let Some(before) = edition.contents_after {
        ids.insert(before.min(ids.len()), "nav".to_owned());
    }
    let mut element = BytesStart::new("spine");
    element.push_attribute(("toc", "ncx"));
    element.push_attribute(("page-progression-direction", edition.direction.name()));
    out.write_event(Event::Start(element))?;
    for id in ids {
        out.write_event(Event::Text(BytesText::new("\n    ")))?;
        let mut element = BytesStart::new("itemref");
        element.push_attribute(("idref", id.as_str()));
        out.write_event(Event::Empty(element))?;
    }
    out.write_event(Event::Text(BytesText::new("\n  ")))?;
    out.write_event(Event::End(BytesEnd::new("spine")))
}
