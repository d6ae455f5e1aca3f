//! The frame of a container → the book in it, as EPUB 3.3 and EPUB Accessibility 1.1 ask.
//!
//! Edits the package document, and adds navigation, NCX, sheets, pictures and texts, all in a fixed order, so that
//! the same book is the same bytes. Knows the package document's form, but not what it says, and leaves it to
//! `container` how files are packed.

use super::assemble::Frame;
use super::container::{Container, Entry, Method, Packer};
use super::names::{BASE_CSS, FONT_CSS, MODERN_CSS, NAV};
use super::typefaces::TERMS;
use super::{Document, Edition, Fault, PictureUse};
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use std::collections::BTreeSet;

/// The folder of the book inside the container, given by epub-builder.
pub(super) const ROOT: &str = "OEBPS";
const PACKAGE: &str = "content.opf";
const NCX: &str = "toc.ncx";
const XHTML: &str = "application/xhtml+xml";

/// The finished container.
pub(super) fn finish(frame: &Frame, edition: &Edition) -> Result<Vec<u8>, Fault> {
    let items = items(edition)?;
    let package = amended(&frame.package, &items, edition)?;
    let described = Packer::shared(|packer| {
        let texts = [(PACKAGE, &package), (NAV, &edition.nav), (NCX, &edition.ncx)];
        let texts = texts.map(|(file, text)| packer.entry(&inside(file), text.as_bytes(), Method::Deflated));
        texts.into_iter().collect::<Result<Vec<_>, _>>()
    })?;
    let beside = Packer::shared(|packer| beside(packer, edition))?;
    let sheets = edition.sheets.iter().map(|sheet| &sheet.entry);
    let texts = edition.documents.iter().map(|document| &document.text);
    Container::of(frame.first.iter().chain(&described).chain(sheets).chain(&beside).chain(texts))
}

/// Fonts and pictures, packed.
fn beside<'e>(packer: &mut Packer, edition: &'e Edition) -> Result<Vec<Entry<'e>>, Fault> {
    let mut entries = Vec::new();
    let mut add = |file: &str, bytes: &'e [u8], method| {
        entries.push(packer.entry(&inside(file), bytes, method)?);
        Ok(())
    };
    if let Some(typefaces) = &edition.typefaces {
        add(FONT_CSS, typefaces.sheet.as_bytes(), Method::Deflated)?;
        for font in &typefaces.files {
            add(&font.file, &font.bytes, Method::Deflated)?;
        }
        if !typefaces.files.is_empty() {
            add(TERMS, typefaces.terms.as_bytes(), Method::Deflated)?;
        }
    }
    for picture in &edition.pictures {
        // Pictures of pixels are compressed already.
        let method = match picture.media_type {
            "image/svg+xml" => Method::Deflated,
            _ => Method::Stored,
        };
        add(&picture.file, &picture.bytes, method)?;
    }
    Ok(entries)
}

/// A text of the spine, packed as soon as it is written: a book holds one of them as long as it is made, and of the
/// others what goes into its file.
pub(super) fn packed(file: &str, title: String, xhtml: &str) -> Result<Document, Fault> {
    let entry = |packer: &mut Packer| packer.entry(&inside(file), xhtml.as_bytes(), Method::Deflated);
    let text = Packer::shared(entry)?.into_owned();
    Ok(Document { file: file.to_owned(), title, properties: properties(xhtml)?, text })
}

/// The name of a file of the book in the container.
pub(super) fn inside(file: &str) -> String {
    format!("{ROOT}/{file}")
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
fn items(edition: &Edition) -> Result<Vec<Item>, Fault> {
    let item = |id: &str, href: &str, media_type: &str, properties: String| Item {
        id: id.to_owned(),
        href: href.to_owned(),
        media_type: media_type.to_owned(),
        properties,
    };
    let nav = listed(properties(&edition.nav)?.into_iter().chain(["nav"]));
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
    for (number, document) in edition.documents.iter().enumerate() {
        let properties = &document.properties;
        items.push(item(&text_id(number), &document.file, XHTML, listed(properties.iter().copied())));
    }
    Ok(items)
}

/// Properties as the manifest has them.
fn listed(properties: impl Iterator<Item = &'static str>) -> String {
    properties.collect::<Vec<_>>().join(" ")
}

/// The id of a text in the manifest.
fn text_id(number: usize) -> String {
    format!("t{:04}", number + 1)
}

/// Whether a text may have an element that asks for a property: most have none, which one look at the first letters
/// of their elements tells.
fn may_have_properties(xhtml: &str) -> bool {
    let asks = |at| {
        let element = xhtml.get(at + 1..).unwrap_or_default();
        match element.as_bytes().first() {
            Some(b'm') => element.starts_with("math"),
            Some(b's') => ["svg", "script", "source"].iter().any(|name| element.starts_with(name)),
            Some(b'f') => element.starts_with("form"),
            // These may be far away.
            Some(b'i') if element.starts_with("img") => {
                element.split('>').next().is_some_and(|element| element.contains("src=\"http"))
            }
            Some(b'i') => element.starts_with("iframe"),
            Some(b'a') => element.starts_with("audio"),
            Some(b'v') => element.starts_with("video"),
            Some(b'e') => element.starts_with("embed"),
            _ => false,
        }
    };
    memchr::memchr_iter(b'<', xhtml.as_bytes()).any(asks)
}

/// The properties a text must be listed with, found in its elements.
fn properties(xhtml: &str) -> Result<BTreeSet<&'static str>, Fault> {
    let mut properties = BTreeSet::new();
    if !may_have_properties(xhtml) {
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
fn amended(package: &str, items: &[Item], edition: &Edition) -> Result<String, Fault> {
    let failed = Fault::of("the package document could not be edited");
    let mut reader = Reader::from_str(package);
    let mut out = Writer::new(Vec::new());
    loop {
        let event = reader.read_event().map_err(Fault::of("the package document of the frame"))?;
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
            "spine" => spine(&mut out, edition).map_err(&failed)?,
            "guide" => {}
            _ => {
                out.write_event(Event::Start(element)).map_err(&failed)?;
                continue;
            }
        }
        reader.read_to_end(element.name()).map_err(Fault::of("the package document of the frame"))?;
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

fn spine(out: &mut Writer<Vec<u8>>, edition: &Edition) -> std::io::Result<()> {
    let mut ids: Vec<String> = (0..edition.documents.len()).map(text_id).collect();
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
