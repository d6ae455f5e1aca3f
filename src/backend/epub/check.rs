//! Our own check of the finished container, of every export.
//!
//! Reads the file as a reader would: all XML is well-formed, ids are unique, every address leads to a
//! place that is there, the manifest lists all files and no others, and every word of the lessons and the
//! pages around them is in the spine, in order. Shares no code with what wrote the file but the names of its folders.

use super::Fault;
use super::container::Entry;
use super::finish::ROOT;
use super::markup::{is_allowed, is_clean};
use super::sheets::Sheet;
use super::words::{passed, words_of};
use crate::model::{
    Alt, BackPage, Block, BlockKind, Book, FrontPage, IndexEntry, Inline, InlineKind, Note, Text, walk,
};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use zip::{CompressionMethod, ZipArchive};

/// The files of a container by their names.
type Files<'b> = BTreeMap<String, Cow<'b, [u8]>>;

/// Looks at a finished container. `sheets` were unpacked before: an entry that is the same bytes is the same sheet.
pub(super) fn check(bytes: &[u8], sheets: &[Sheet], book: &Book) -> Result<(), Fault> {
    let files = unpack(bytes, sheets)?;
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
    for (name, sheet) in files.iter().filter(|(name, _)| name.ends_with(".css")) {
        sheet_addresses(name, sheet, &files)?;
    }
    navigation(package, &pages)?;
    words(package, &pages, book)
}

/// The directory is read by a library.
fn unpack<'b>(bytes: &'b [u8], sheets: &'b [Sheet]) -> Result<Files<'b>, Fault> {
    let failed = Fault::of::<zip::result::ZipError>("the container cannot be read");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(&failed)?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(&failed)?;
        let name = entry.name().to_owned();
        let spoilt = || Fault(format!("{name} does not come out of the container as it went in"));
        let (start, length) = (entry.data_start() as usize, entry.compressed_size() as usize);
        let packed = bytes.get(start..).and_then(|rest| rest.get(..length)).ok_or_else(spoilt)?;
        let known = sheets.iter().find(|known| known.entry.name() == name && known.entry.packed() == packed);
        let content = match (known, entry.compression()) {
            (Some(known), _) => Cow::Borrowed(known.text.as_bytes()),
            (None, CompressionMethod::Stored) => Cow::Borrowed(packed),
            (None, _) => Cow::Owned(inflated(packed, entry.size() as usize).ok_or_else(spoilt)?),
        };
        let mut crc = Crc::new();
        crc.update(&content);
        if crc.sum() != entry.crc32() || content.len() as u64 != entry.size() {
            return Err(spoilt());
        }
        let first_is_type = name == "mimetype" && *content == *super::MEDIA_TYPE.as_bytes();
        if index == 0 && !first_is_type {
            return Err(Fault("the container does not begin with its media type".to_owned()));
        }
        if files.contains_key(&name) {
            return Err(Fault(format!("the container holds {name} twice")));
        }
        files.insert(name, content);
    }
    Ok(files)
}

/// Whether a file that was packed comes out as it went in.
pub(super) fn comes_out_as(entry: &Entry, content: &[u8]) -> bool {
    inflated(entry.packed(), content.len()).is_some_and(|out| out == content)
}

/// Unpacks with the decompressor of this thread: to open one clears its memory.
fn inflated(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    thread_local! {
        static INFLATE: RefCell<Decompress> = RefCell::new(Decompress::new(false));
    }
    INFLATE.with_borrow_mut(|inflate| {
        inflate.reset(false);
        let mut content = Vec::with_capacity(length + 1);
        let status = inflate.decompress_vec(packed, &mut content, FlushDecompress::Finish).ok()?;
        (status == Status::StreamEnd).then_some(content)
    })
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

/// Whether an element stands inside a line of text: no word ends at its edges.
fn is_inline(element: &str) -> bool {
    matches!(
        element,
        "a" | "abbr"
            | "bdi"
            | "cite"
            | "code"
            | "dfn"
            | "em"
            | "i"
            | "b"
            | "kbd"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

impl Page {
    fn read(name: &str, text: &str) -> Result<Page, Fault> {
        let mut page = Page { text: String::with_capacity(text.len()), ..Page::default() };
        let mut reader = Reader::from_str(text);
        let mut open = 0_usize;
        let mut inside_title = false;
        let mut aside = None;
        loop {
            match reader.read_event().map_err(Fault::of(name))? {
                Event::Start(element) => {
                    inside_title = element.name().as_ref() == "title";
                    open += 1;
                    let calls_note = page.element(name, &element)?;
                    if element.name().as_ref() == "math" {
                        page.say_formula(&element);
                    } else if !calls_note {
                        continue;
                    }
                    aside = Some((open, page.text.len()));
                }
                Event::Empty(element) => {
                    page.element(name, &element)?;
                }
                Event::End(element) => {
                    inside_title = false;
                    // The number that calls a note is no word of the text, and must not join with one; of a
                    // formula its alternative text counts.
                    if let Some((_, before)) = aside.filter(|(depth, _)| *depth == open) {
                        page.text.truncate(before);
                        aside = None;
                    }
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

    fn say_formula(&mut self, math: &BytesStart<'_>) {
        let alt = math.try_get_attribute("alttext").ok().flatten();
        let alt =
            alt.and_then(|alt| quick_xml::escape::unescape(&alt.value).ok().map(|alt| alt.into_owned()));
        self.text.push(' ');
        self.text.push_str(&alt.unwrap_or_default());
        self.text.push(' ');
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
        if !is_inline(element) {
            self.text.push(' ');
        }
    }

    /// Takes up an element. Tells whether it calls a note.
    fn element(&mut self, file: &str, element: &BytesStart<'_>) -> Result<bool, Fault> {
        let name = element.local_name();
        let name = name.as_ref();
        self.edge(name);
        let (mut id, mut href, mut idref, mut alt) = (None, None, None, None);
        let mut calls_note = false;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(Fault::of(file))?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(Fault::of(file))?;
            match attribute.key.as_ref() {
                "id" => id = Some(value.into_owned()),
                "href" => href = Some(value.into_owned()),
                "src" => self.addresses.push(value.into_owned()),
                "idref" => idref = Some(value.into_owned()),
                "alt" => alt = Some(value.into_owned()),
                "aria-labelledby" => self.references.extend(value.split(' ').map(str::to_owned)),
                "class" => calls_note = value == "noteref",
                _ => {}
            }
        }
        match name {
            "item" => {
                if let (Some(id), Some(href)) = (&id, &href) {
                    self.items.insert(id.clone(), href.clone());
                }
            }
            "itemref" => self.spine.extend(idref),
            "img" => {
                let alt = alt.ok_or_else(|| Fault(format!("{file} has a picture without alt")))?;
                self.text.push_str(&alt);
                self.text.push(' ');
            }
            _ => {
                let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
                self.headings.extend(level);
            }
        }
        self.addresses.extend(href);
        if let Some(id) = id {
            if self.ids.contains(&id) {
                return Err(Fault(format!("{file} has the id `{id}` twice")));
            }
            self.ids.insert(id);
        }
        Ok(calls_note)
    }
}

fn manifest(package: &Page, files: &Files<'_>) -> Result<(), Fault> {
    let mut listed = BTreeSet::new();
    for href in package.items.values() {
        if !listed.insert(format!("{ROOT}/{href}")) {
            return Err(Fault(format!("the manifest lists {href} twice")));
        }
    }
    // What the metadata links to is no item, and there all the same.
    listed.extend(package.addresses.iter().map(|href| format!("{ROOT}/{href}")));
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

fn links(pages: &BTreeMap<&str, Page>, files: &Files<'_>) -> Result<(), Fault> {
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

/// Whether all that a style sheet names is there.
fn sheet_addresses(name: &str, sheet: &[u8], files: &Files<'_>) -> Result<(), Fault> {
    let text = std::str::from_utf8(sheet).map_err(Fault::of(name))?;
    // Most sheets name nothing, which is told in one go.
    if memchr::memmem::find(sheet, b"url(").is_none() {
        return Ok(());
    }
    for address in text.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
        let address = address.trim_matches(['"', '\'']);
        if !files.contains_key(&joined(name, address)) {
            return Err(Fault(format!("{name} leads to {address}, and there is no such file")));
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

/// Whether the words of the book are in the texts of the spine, in order. Other words may stand between
/// them: labels, the contents, the title page. Notes stand where their place is.
fn words(package: &Page, pages: &BTreeMap<&str, Page>, book: &Book) -> Result<(), Fault> {
    let files = package.spine.iter().filter_map(|id| package.items.get(id));
    let texts: Vec<&Page> = files.filter_map(|href| pages.get(format!("{ROOT}/{href}").as_str())).collect();
    let mut written = texts.iter().map(|page| page.text.as_str());
    let mut page = written.next().unwrap_or_default();
    for told in told(book) {
        let mut text = told.text.as_str();
        while let Err(lacking) = passed(text, page) {
            let of = || Fault(format!("the word `{}` of {} is not in its place", lacking.word, told.of));
            page = written.next().ok_or_else(of)?;
            text = lacking.rest;
        }
    }
    for note in notes(book) {
        let id = note.id.as_ref().map(|id| id.as_str());
        let at = texts.iter().filter(|page| id.is_none_or(|id| page.ids.contains(id)));
        let mut text = String::new();
        blocks_text(&note.blocks, &mut text);
        let holds = |page: &&Page| {
            let mut written = words_of(&page.text);
            words_of(&text).all(|word| written.any(|other| other == word))
        };
        if !at.into_iter().any(holds) {
            return Err(Fault(format!("the note `{}` is not in its place", note.label)));
        }
    }
    Ok(())
}

/// Text that must be in the book, and what it is of.
struct Told {
    of: String,
    text: String,
}

/// All that the book tells, in order, but for notes.
fn told(book: &Book) -> Vec<Told> {
    let mut all = Vec::new();
    for page in &book.front {
        if let FrontPage::Notice(text) | FrontPage::Guide(text) = page {
            all.push(page_text(text));
        }
    }
    for chapter in book.chapters() {
        let mut text = String::new();
        content_text(&chapter.lesson.title.content, &mut text);
        text.push(' ');
        blocks_text(&chapter.lesson.blocks, &mut text);
        all.push(Told { of: format!("the lesson `{}`", chapter.slug), text });
    }
    for page in &book.back {
        let mut text = format!("{} ", page.title());
        match page {
            BackPage::Sources(page) | BackPage::Colophon(page) => blocks_text(&page.blocks, &mut text),
            BackPage::Glossary(glossary) => {
                for entry in glossary.entries() {
                    content_text(&entry.term, &mut text);
                    text.push(' ');
                    entry.senses.iter().for_each(|sense| blocks_text(&sense.definition, &mut text));
                }
            }
            BackPage::Index(index) => index.entries().for_each(|entry| index_text(entry, &mut text)),
            BackPage::Tables(list) | BackPage::Figures(list) => {
                for entry in &list.entries {
                    content_text(&entry.caption, &mut text);
                    text.push(' ');
                }
            }
        }
        all.push(Told { of: format!("the page `{}`", page.title()), text });
    }
    for told in &mut all {
        if !is_clean(&told.text) {
            told.text.retain(is_allowed);
        }
    }
    all
}

fn page_text(page: &Text) -> Told {
    let mut text = format!("{} ", page.title);
    blocks_text(&page.blocks, &mut text);
    Told { of: format!("the page `{}`", page.title), text }
}

fn index_text(entry: &IndexEntry, out: &mut String) {
    content_text(&entry.heading, out);
    out.push(' ');
    entry.children.iter().for_each(|child| index_text(child, out));
}

/// The notes of all lessons.
fn notes(book: &Book) -> Vec<&Note> {
    let mut all = Vec::new();
    for chapter in book.chapters() {
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            if let BlockKind::Notes { notes } = &block.kind {
                all.extend(notes);
            }
        });
    }
    all
}

fn blocks_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::Notes { .. } => {}
            BlockKind::Math { tex } => out.push_str(tex),
            BlockKind::List(list) => {
                for item in &list.items {
                    content_text(&item.lead, out);
                    out.push(' ');
                    blocks_text(&item.blocks, out);
                }
            }
            // Terms and meanings stand in turn.
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    for term in &entry.terms {
                        content_text(term, out);
                        out.push(' ');
                    }
                    entry.meanings.iter().for_each(|meaning| blocks_text(meaning, out));
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
            InlineKind::Math { tex } => {
                out.push(' ');
                out.push_str(tex);
                out.push(' ');
            }
            InlineKind::Image(image) => push_alt(&image.alt, out),
            // The number of a call is not read: it stands right behind a word and is none.
            InlineKind::NoteRef { number: Some(_), .. } => {}
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
