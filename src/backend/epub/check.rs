//! Our own check of the finished container, of every export.
//!
//! Reads the file as a reader would: all XML is well-formed, ids are unique, every address leads to a
//! place that is there, the manifest lists all files and no others, and every word of the book's lessons
//! is in the spine, in order. Shares no code with what wrote the file but the names of its folders.

use super::Fault;
use super::finish::ROOT;
use crate::model::{Alt, Block, BlockKind, Book, Inline, InlineKind, walk};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Looks at a finished container.
pub(super) fn check(bytes: &[u8], book: &Book) -> Result<(), Fault> {
    let files = unpack(bytes)?;
    let mut pages = BTreeMap::new();
    for (name, content) in &files {
        if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|suffix| name.ends_with(suffix)) {
            let text = std::str::from_utf8(content).map_err(Fault::of(name))?;
            pages.insert(name.as_str(), Page::read(name, text)?);
        }
    }
    let package = format!("{ROOT}/content.opf");
    let package =
        pages.get(package.as_str()).ok_or_else(|| Fault("there is no package document".to_owned()))?;
    manifest(package, &files)?;
    for (name, page) in pages.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        page.headed(name)?;
    }
    links(&pages, &files)?;
    navigation(package, &pages)?;
    words(package, &pages, book)
}

fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let failed = Fault::of::<zip::result::ZipError>("the container cannot be read");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(&failed)?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(&failed)?;
        let name = entry.name().to_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(Fault::of(&name))?;
        let first_is_type = name == "mimetype" && content == super::MEDIA_TYPE.as_bytes();
        if index == 0 && !first_is_type {
            return Err(Fault("the container does not begin with its media type".to_owned()));
        }
        if files.insert(name.clone(), content).is_some() {
            return Err(Fault(format!("the container holds {name} twice")));
        }
    }
    Ok(files)
}

/// What there is to know of an XML file.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    /// Values of `href` and `src`, and of references to ids.
    addresses: Vec<String>,
    references: Vec<String>,
    /// Addresses of the manifest by id, and the ids of the spine.
    items: BTreeMap<String, String>,
    spine: Vec<String>,
    /// The levels of the headings.
    headings: Vec<u8>,
    /// The title for readers.
    title: String,
    /// The text, with a space where a block begins or ends and alternative text in its place.
    text: String,
}

/// Elements inside a line of text: no word ends at their edges.
const INLINE: [&str; 17] = [
    "a", "abbr", "bdi", "cite", "code", "dfn", "em", "i", "b", "kbd", "s", "small", "span", "strong", "sub",
    "sup", "u",
];

impl Page {
    fn read(name: &str, text: &str) -> Result<Page, Fault> {
        let mut page = Page::default();
        let mut reader = Reader::from_str(text);
        let mut open = 0_usize;
        let mut inside_title = false;
        loop {
            match reader.read_event().map_err(Fault::of(name))? {
                Event::Start(element) => {
                    inside_title = element.name().as_ref() == "title";
                    open += 1;
                    page.element(name, &element)?;
                }
                Event::Empty(element) => page.element(name, &element)?,
                Event::End(element) => {
                    inside_title = false;
                    open = open.saturating_sub(1);
                    page.edge(element.local_name().as_ref());
                }
                Event::Text(text) => page.say(&text, inside_title),
                Event::GeneralRef(reference) => {
                    let entity = format!("&{};", &*reference);
                    let text = quick_xml::escape::unescape(&entity).map_err(Fault::of(name))?;
                    page.say(&text, inside_title);
                }
                Event::Eof if open > 0 => return Err(Fault(format!("{name} ends inside an element"))),
                Event::Eof => return Ok(page),
                _ => {}
            }
        }
    }

    fn say(&mut self, text: &str, inside_title: bool) {
        self.text.push_str(text);
        if inside_title {
            self.title.push_str(text);
        }
    }

    /// Whether the page has a title, one heading of the first level, and skips no level.
    fn headed(&self, name: &str) -> Result<(), Fault> {
        let skips = self.headings.windows(2).any(|pair| pair[1] > pair[0] + 1);
        let first = self.headings.iter().filter(|level| **level == 1).count();
        if self.title.is_empty() || skips || first != 1 || self.headings.first() != Some(&1) {
            return Err(Fault(format!("{name} has no title, not one main heading, or skips a level")));
        }
        Ok(())
    }

    fn edge(&mut self, element: &str) {
        if !INLINE.contains(&element) {
            self.text.push(' ');
        }
    }

    fn element(&mut self, file: &str, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.edge(element.local_name().as_ref());
        let mut values = BTreeMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(Fault::of(file))?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(Fault::of(file))?;
            values.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        if let Some(id) = values.get("id")
            && !self.ids.insert(id.clone())
        {
            return Err(Fault(format!("{file} has the id `{id}` twice")));
        }
        match (element.local_name().as_ref(), values.get("id"), values.get("href"), values.get("idref")) {
            ("item", Some(id), Some(href), _) => {
                self.items.insert(id.clone(), href.clone());
            }
            ("itemref", _, _, Some(id)) => self.spine.push(id.clone()),
            ("img", ..) => {
                let alt =
                    values.get("alt").ok_or_else(|| Fault(format!("{file} has a picture without alt")))?;
                self.text.push_str(alt);
                self.text.push(' ');
            }
            (name, ..) => {
                let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
                self.headings.extend(level);
            }
        }
        self.addresses.extend(["href", "src"].iter().filter_map(|key| values.get(*key)).cloned());
        let references = values.get("aria-labelledby").into_iter().flat_map(|ids| ids.split(' '));
        self.references.extend(references.map(str::to_owned));
        Ok(())
    }
}

fn manifest(package: &Page, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Fault> {
    let mut listed = BTreeSet::new();
    for href in package.items.values() {
        if !listed.insert(format!("{ROOT}/{href}")) {
            return Err(Fault(format!("the manifest lists {href} twice")));
        }
    }
    let own = format!("{ROOT}/content.opf");
    let there =
        files.keys().filter(|name| *name != "mimetype" && !name.starts_with("META-INF/") && **name != own);
    let there: BTreeSet<String> = there.cloned().collect();
    if let Some(file) = there.symmetric_difference(&listed).next() {
        return Err(Fault(format!("the manifest and the container do not agree about {file}")));
    }
    match package.spine.iter().find(|id| !package.items.contains_key(*id)) {
        Some(id) => Err(Fault(format!("the spine names `{id}`, which is no item"))),
        None if package.spine.is_empty() => Err(Fault("the spine is empty".to_owned())),
        None => Ok(()),
    }
}

fn links(pages: &BTreeMap<&str, Page>, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Fault> {
    for (name, page) in pages {
        if name.starts_with("META-INF/") {
            continue;
        }
        if let Some(id) = page.references.iter().find(|id| !page.ids.contains(*id)) {
            return Err(Fault(format!("{name} refers to the id `{id}`, which it lacks")));
        }
        let outer =
            |address: &str| ["http:", "https:", "mailto:", "tel:"].iter().any(|s| address.starts_with(s));
        for address in page.addresses.iter().filter(|address| !outer(address)) {
            let (path, fragment) =
                address.split_once('#').map_or((address.as_str(), None), |(p, f)| (p, Some(f)));
            let file = if path.is_empty() { (*name).to_owned() } else { joined(name, path) };
            if !files.contains_key(&file) {
                return Err(Fault(format!("{name} leads to {address}, and there is no such file")));
            }
            let there = |id: &str| pages.get(file.as_str()).is_some_and(|page| page.ids.contains(id));
            if fragment.is_some_and(|id| !there(id)) {
                return Err(Fault(format!("{name} leads to {address}, and there is no such place")));
            }
        }
    }
    Ok(())
}

/// Whether all that the navigation leads to is in the spine.
fn navigation(package: &Page, pages: &BTreeMap<&str, Page>) -> Result<(), Fault> {
    let files = package.spine.iter().filter_map(|id| package.items.get(id));
    let spine: BTreeSet<String> = files.map(|href| format!("{ROOT}/{href}")).collect();
    let nav = format!("{ROOT}/nav.xhtml");
    let addresses = pages.get(nav.as_str()).into_iter().flat_map(|page| &page.addresses);
    for address in addresses.filter(|address| !address.ends_with(".css")) {
        let path = address.split('#').next().unwrap_or_default();
        let file = if path.is_empty() { nav.clone() } else { joined(&nav, path) };
        if !spine.contains(&file) {
            return Err(Fault(format!("the contents lead to {address}, which is not in the spine")));
        }
    }
    Ok(())
}

/// A relative address, seen from a file.
fn joined(from: &str, address: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in address.split('/') {
        match part {
            ".." => {
                folders.pop();
            }
            "." => {}
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// Whether the words of the lessons are in the texts of the spine, in order. Other words may stand between
/// them: labels, the contents, the title page.
fn words(package: &Page, pages: &BTreeMap<&str, Page>, book: &Book) -> Result<(), Fault> {
    let files = package.spine.iter().filter_map(|id| package.items.get(id));
    let texts = files.filter_map(|href| pages.get(format!("{ROOT}/{href}").as_str()));
    let mut written = texts.flat_map(|page| split(&page.text));
    for chapter in book.chapters() {
        let mut text = String::new();
        content_text(&chapter.lesson.title.content, &mut text);
        text.push(' ');
        blocks_text(&chapter.lesson.blocks, &mut text);
        let text: String = text.chars().filter(|c| super::markup::is_allowed(*c)).collect();
        if let Some(lost) = split(&text).find(|word| !written.any(|other| other == *word)) {
            return Err(Fault(format!(
                "the word `{lost}` of the lesson `{}` is not in its place",
                chapter.slug
            )));
        }
    }
    Ok(())
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn blocks_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::List(list) => {
                for item in &list.items {
                    content_text(&item.lead, out);
                    out.push(' ');
                    blocks_text(&item.blocks, out);
                }
            }
            BlockKind::Figure(figure) => {
                push_alt(&figure.image.alt, out);
                content_text(&figure.caption, out);
            }
            kind => {
                for content in walk::own_inlines(kind) {
                    content_text(content, out);
                    out.push(' ');
                }
                for blocks in walk::inner_blocks(kind) {
                    blocks_text(blocks, out);
                }
            }
        }
        out.push(' ');
    }
}

fn content_text(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text }
            | InlineKind::Code { text }
            | InlineKind::Keyboard { text }
            | InlineKind::StationRef { text, .. } => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::LineBreak => out.push(' '),
            InlineKind::Image(image) => push_alt(&image.alt, out),
            // Its number stands right behind the word that calls it.
            InlineKind::NoteRef { number: Some(number), .. } => out.push_str(&number.to_string()),
            other => content_text(walk::inner_content(other).map_or(&[], Vec::as_slice), out),
        }
    }
}

fn push_alt(alt: &Alt, out: &mut String) {
    if let Alt::Text(text) = alt {
        out.push(' ');
        out.push_str(text);
        out.push(' ');
    }
}
