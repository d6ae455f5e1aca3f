//! Pages set by hand → PDF files, read back.

use super::check::Finding;
use super::tag::Tags;
use super::{Options, write, write_checked};
use crate::book::Pictures;
use crate::fonts::{FaceId, FontLibrary};
use crate::images::{Alpha, Picture, PictureKind};
use crate::model::{Book, ContentsEntry, LinkTarget, TargetId};
use crate::theme::{Color, Marks, Sheet};
use crate::typeset::frame::{Destination, Glyph, GlyphRun, Item, LinkArea, Mark, Page, Pages, Shape};
use crate::typeset::structure::{NodeId, Numbering, Role, Scope, Structure};
use crate::units::{Family, Point, Pt, Rect, Size, Slant, Weight};
use lopdf::{Document, Object};
use std::collections::BTreeMap;
use std::io::Cursor;

mod around;
mod whole;

const BLACK: Color = Color { red: 0, green: 0, blue: 0 };
const TINT: Color = Color { red: 0xEE, green: 0xF2, blue: 0xF7 };
const SIZE: Size = Size::new(Pt::new(300), Pt::new(400));

/// A book set by hand.
struct Hand {
    fonts: FontLibrary,
    structure: Structure,
    pages: Vec<Page>,
    destinations: BTreeMap<TargetId, Destination>,
    pictures: Pictures,
}

impl Hand {
    fn new(folios: &[&str]) -> Hand {
        let page = |folio: &&str| Page {
            size: SIZE,
            folio: (*folio).to_owned(),
            items: Vec::new(),
            links: Vec::new(),
            sheet: Sheet::default(),
        };
        Hand {
            fonts: FontLibrary::embedded(),
            structure: Structure::new(),
            pages: folios.iter().map(page).collect(),
            destinations: BTreeMap::new(),
            pictures: Pictures::default(),
        }
    }

    fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        self.structure.add(parent, role)
    }

    /// A run in the serif face, one glyph for each character, as the face maps them.
    fn run(&self, text: &str, x: i64, y: i64) -> GlyphRun {
        self.run_in(self.fonts.face(Family::Serif, Weight::Regular, Slant::Upright), text, x, y)
    }

    fn run_in(&self, face: FaceId, text: &str, x: i64, y: i64) -> GlyphRun {
        use skrifa::MetadataProvider;
        let size = Pt::from_f64(10.5);
        let charmap = self.fonts.get(face).tables().unwrap();
        let charmap = charmap.charmap();
        let glyphs = text
            .char_indices()
            .map(|(at, c)| {
                // A soft hyphen at a line end shows a hyphen, a fixed space a space.
                let shown = match c {
                    '\u{AD}' => '-',
                    '\u{A0}' => ' ',
                    _ => c,
                };
                let id = u16::try_from(charmap.map(shown).map_or(0, |id| id.to_u32())).unwrap();
                let advance = self.fonts.get(face).advance(id).unwrap();
                let range = at as u32..(at + c.len_utf8()) as u32;
                let advance = self.fonts.get(face).at(advance, size);
                Glyph { id, advance, dx: Pt::ZERO, dy: Pt::ZERO, text: range }
            })
            .collect();
        let origin = Point::new(Pt::new(x), Pt::new(y));
        GlyphRun { origin, face, size, color: BLACK, broader: 0, glyphs, text: text.to_owned() }
    }

    fn put(&mut self, page: usize, mark: Mark, shape: Shape) {
        self.pages[page].items.push(Item { mark, shape });
    }

    /// Text in a leaf of its own.
    fn text(&mut self, page: usize, parent: NodeId, text: &str, x: i64, y: i64) -> NodeId {
        let leaf = self.node(parent, Role::Leaf);
        self.more(page, leaf, text, x, y);
        leaf
    }

    /// Text in a leaf that is there.
    fn more(&mut self, page: usize, leaf: NodeId, text: &str, x: i64, y: i64) {
        let run = self.run(text, x, y);
        self.put(page, Mark::Content(leaf), Shape::Glyphs(run));
    }

    fn heading(&mut self, page: usize, parent: NodeId, level: u8, text: &str, y: i64) {
        let heading = self.node(parent, Role::Heading { level, title: text.to_owned() });
        self.text(page, heading, text, 40, y);
        let at = Point::new(Pt::new(40), Pt::new(y - 12));
        self.destinations.insert(TargetId::new(text), Destination { page, at });
    }

    fn link(&mut self, page: usize, node: NodeId, target: LinkTarget, description: &str, area: Rect) {
        self.pages[page].links.push(LinkArea { area, target, node, description: description.to_owned() });
    }

    fn fill(&mut self, page: usize, area: Rect, radius: Pt) {
        self.put(page, Mark::Layout, Shape::Fill { area, color: TINT, radius });
    }

    fn pages(&self) -> Pages {
        Pages {
            pages: self.pages.clone(),
            structure: self.structure.clone(),
            destinations: self.destinations.clone(),
            report: Default::default(),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let options = Options::default();
        write_checked(&self.pages(), &book(), &self.pictures, &self.fonts, &options).unwrap().findings
    }

    fn bytes(&self) -> Vec<u8> {
        write(&self.pages(), &book(), &self.pictures, &self.fonts).unwrap()
    }
}

fn book() -> Book {
    let words: serde_json::Map<String, serde_json::Value> = [
        "contents",
        "landmarks",
        "title-page",
        "imprint",
        "colophon",
        "cover",
        "part",
        "station",
        "page",
        "pages",
        "key-term",
        "takeaway",
        "next",
        "disclaimer",
        "note",
        "tip",
        "important",
        "warning",
        "caution",
        "example",
        "quiz",
        "summary",
        "objectives",
        "sidebar",
        "table",
        "figure",
        "image",
        "and",
        "done",
        "open",
        "continued",
        "part-of",
        "last-changed",
        "page-of",
        "name",
        "date",
        "links",
        "license",
        "identifier",
        "publisher",
        "glossary",
        "key-terms",
        "index",
        "tables",
        "figures",
        "sources",
        "guide",
        "notice",
        "edition",
        "published",
        "editing",
        "illustrations",
        "translation",
    ]
    .map(|word| (word.to_owned(), word.into()))
    .into_iter()
    .collect();
    let mut book: Book = serde_json::from_value(serde_json::json!({
        "metadata": {
            "title": "Sleep & Memory – a <short> path",
            "language": "en",
            "direction": "ltr",
            "identifier": "urn:uuid:5f0f7b0e-0000-5000-8000-000000000000",
            "description": "What sleep does for memory.",
            "contributors": [{ "name": "Ada Example" }, { "name": "Bo Müller" }, { "name": "Cy", "role": "editor" }],
            "publisher": "Example Press",
            "subjects": ["sleep", "memory"],
            "modified": "2026-02-01"
        },
        "unit": "path", "words": words, "front": [], "parts": [], "back": [], "contents": [], "withheld": []
    }))
    .unwrap();
    let entry = |title: &str, label: Option<&str>, children| ContentsEntry {
        title: title.to_owned(),
        label: label.map(str::to_owned),
        content: Vec::new(),
        target: TargetId::new(title),
        children,
    };
    book.contents = vec![
        entry("Why sleep?", Some("Station 1"), vec![entry("Étapes", None, Vec::new())]),
        entry("Nowhere", None, Vec::new()),
    ];
    book
}

fn png(transparency: u8) -> Picture {
    let mut bytes = Vec::new();
    let pixels = image::RgbaImage::from_fn(4, 3, |x, y| {
        image::Rgba([x as u8 * 60, y as u8 * 80, 120, if x == 0 { transparency } else { 255 }])
    });
    pixels.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    Picture {
        kind: PictureKind::Png,
        bytes: bytes.into(),
        width: 4,
        height: 3,
        alpha: Alpha::Transparent,
        drawing: None,
    }
}

fn jpeg() -> Picture {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_fn(16, 8, |x, y| image::Rgb([x as u8 * 15, y as u8 * 30, 90]));
    pixels.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    Picture {
        kind: PictureKind::Jpeg,
        bytes: bytes.into(),
        width: 16,
        height: 8,
        alpha: Alpha::Opaque,
        drawing: None,
    }
}

/// Two pages with everything on them once.
fn sample() -> Hand {
    let mut hand = Hand::new(&["xii", "1", "2"]);
    let section = hand.node(Structure::ROOT, Role::Section);
    let contents = hand.node(section, Role::Contents);
    let item = hand.node(contents, Role::ContentsItem);
    let entry = hand.node(item, Role::Link);
    hand.text(0, entry, "Why sleep? ", 40, 60);
    hand.text(0, entry, "1", 240, 60);
    let to = |name: &str| LinkTarget::Internal { target: TargetId::new(name) };
    let area = Rect::new(Pt::new(40), Pt::new(50), Pt::new(210), Pt::new(12));
    hand.link(0, entry, to("Why sleep?"), "Why sleep?, page 1", area);

    let lesson = hand.node(Structure::ROOT, Role::Section);
    hand.heading(1, lesson, 1, "Why sleep?", 60);
    let paragraph = hand.node(lesson, Role::Paragraph);
    let leaf = hand.text(1, paragraph, "One third of a life is slept away (or re\u{AD}", 40, 80);
    hand.more(1, leaf, "stored), as we well-know. See ", 40, 96);
    let strong = hand.node(paragraph, Role::Strong);
    hand.text(1, strong, "Étapes", 190, 96);
    let link = hand.node(paragraph, Role::Link);
    let inside = hand.text(1, link, "the source", 40, 112);
    hand.more(2, inside, "of it", 40, 60);
    let url = LinkTarget::External { url: "https://example.org/schläfrig?a=(b)".to_owned() };
    let area = Rect::new(Pt::new(40), Pt::new(102), Pt::new(60), Pt::new(12));
    hand.link(1, link, url.clone(), "the source of it, example.org", area);
    let area = Rect::new(Pt::new(40), Pt::new(50), Pt::new(30), Pt::new(12));
    hand.link(2, link, url, "the source of it, example.org", area);
    hand.text(2, paragraph, " and go on.", 70, 60);
    hand.put(1, Mark::RunningHead, Shape::Glyphs(hand.run("Sleep and Memory", 40, 30)));
    hand.put(1, Mark::Folio, Shape::Glyphs(hand.run("1", 150, 380)));

    hand.heading(2, lesson, 2, "Étapes", 90);
    let list = hand.node(lesson, Role::List { numbering: Numbering::Bullet });
    for (index, text) in ["light sleep", "deep sleep"].into_iter().enumerate() {
        let y = 110 + 16 * index as i64;
        let item = hand.node(list, Role::ListItem);
        let label = hand.node(item, Role::Label);
        hand.text(2, label, "•", 40, y);
        let body = hand.node(item, Role::ListBody);
        let paragraph = hand.node(body, Role::Paragraph);
        hand.text(2, paragraph, text, 54, y);
    }
    hand.fill(2, Rect::new(Pt::new(40), Pt::new(140), Pt::new(200), Pt::new(1)), Pt::ZERO);
    table(&mut hand, lesson);
    figures(&mut hand, lesson);
    let aside = hand.node(lesson, Role::Box { title: "Key term: Engram".to_owned() });
    hand.fill(2, Rect::new(Pt::new(36), Pt::new(330), Pt::new(210), Pt::new(30)), Pt::new(4));
    let paragraph = hand.node(aside, Role::Paragraph);
    let leaf = hand.text(2, paragraph, "Engram: a trace", 40, 350);
    let foreign = hand.node(paragraph, Role::Span);
    hand.structure.set_language(foreign, "de".parse().unwrap());
    hand.text(2, foreign, " (Gedächtnisspur)", 130, 350);
    let _ = leaf;
    hand.node(lesson, Role::Paragraph); // Empty: dropped.
    hand
}

fn table(hand: &mut Hand, lesson: NodeId) {
    let table = hand.node(lesson, Role::Table);
    let caption = hand.node(table, Role::Caption);
    hand.text(2, caption, "Stages", 40, 155);
    let head = hand.node(table, Role::TableHead);
    let row = hand.node(head, Role::TableRow);
    for (index, text) in ["Stage", "Share"].into_iter().enumerate() {
        let cell = hand.node(row, Role::HeaderCell { scope: Scope::Column });
        hand.text(2, cell, text, 40 + 60 * index as i64, 170);
    }
    let body = hand.node(table, Role::TableBody);
    let row = hand.node(body, Role::TableRow);
    let cell = hand.node(row, Role::HeaderCell { scope: Scope::Row });
    hand.text(2, cell, "REM", 40, 185);
    hand.node(row, Role::DataCell); // Empty: stays, or the row would be short.
}

fn figures(hand: &mut Hand, lesson: NodeId) {
    let drawing = hand.pictures.add(png(0));
    let photo = hand.pictures.add(jpeg());
    for (index, picture) in [drawing, photo, drawing].into_iter().enumerate() {
        let figure = hand.node(lesson, Role::Figure { alt: format!("Picture {index}") });
        let leaf = hand.node(figure, Role::Leaf);
        let area = Rect::new(Pt::new(40 + 70 * index as i64), Pt::new(200), Pt::new(60), Pt::new(45));
        hand.put(2, Mark::Content(leaf), Shape::Picture { area, picture });
        if index == 0 {
            let caption = hand.node(figure, Role::Caption);
            hand.text(2, caption, "A drawing", 40, 260);
        }
    }
}

fn keep(name: &str, bytes: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn the_tree_follows_the_structure() {
    let tags = Tags::plan(&sample().pages());
    assert_eq!(tags.findings, Vec::new());
    insta::assert_snapshot!(tags.trace(), @r#"
    Document
      Sect
        TOC
          TOCI
            Reference
              Link
                area p1:0
                p1:0
                p1:1
      Sect
        H1 “Why sleep?”
          p2:0
        P
          p2:1
          Strong
            p2:2
          Link
            area p2:0
            area p3:0
            p2:3
            p3:0
          p3:1
        H2 “Étapes”
          p3:2
        L Bullet
          LI
            Lbl
              p3:3
            LBody
              P
                p3:4
          LI
            Lbl
              p3:5
            LBody
              P
                p3:6
        Table
          Caption
            p3:7
          THead
            TR
              TH Column
                p3:8
              TH Column
                p3:9
          TBody
            TR
              TH Row
                p3:10
              TD
        Figure alt “Picture 0” bbox
          p3:11
          Caption
            p3:12
        Figure alt “Picture 1” bbox
          p3:13
        Figure alt “Picture 2” bbox
          p3:14
        Div “Key term: Engram”
          P
            p3:15
            Span lang de
              p3:16
    "#);
}

#[test]
fn the_sample_is_written_and_conforms_by_our_check() {
    let hand = sample();
    assert_eq!(hand.findings(), Vec::new());
    let bytes = hand.bytes();
    keep("pdf-sample.pdf", &bytes);
    let document = Document::load_mem(&bytes).unwrap();
    assert_eq!(document.version, "1.7");
    assert_eq!(document.get_pages().len(), 3);
}

/// What stands in the marked content of one page.
struct Painted {
    /// The number of each piece of content, in order of painting.
    mcids: Vec<i64>,
    /// The first operands of artifacts.
    artifacts: usize,
}

/// Reads the operators of a page: every painting one has to stand in one piece of marked content.
fn painted(document: &Document, page: lopdf::ObjectId) -> Painted {
    let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
    let mut painted = Painted { mcids: Vec::new(), artifacts: 0 };
    let (mut open, mut text_open) = (Vec::new(), false);
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let tag = operation.operands[0].as_name().unwrap().to_vec();
                let properties = operation.operands[1].as_dict().unwrap();
                match properties.get(b"MCID") {
                    Ok(mcid) => {
                        assert!(open.is_empty(), "content in content");
                        painted.mcids.push(mcid.as_i64().unwrap());
                    }
                    Err(_) if tag == b"Artifact" => {
                        assert!(open.is_empty(), "furniture in content");
                        painted.artifacts += 1;
                    }
                    Err(_) => assert!(properties.has(b"ActualText"), "a sequence without a place"),
                }
                open.push(tag);
            }
            "EMC" => drop(open.pop().unwrap()),
            "BT" => {
                assert!(!text_open);
                text_open = true;
            }
            "ET" => {
                assert!(text_open);
                text_open = false;
            }
            "TJ" | "Tj" => assert!(text_open && !open.is_empty(), "letters outside"),
            "f" | "Do" => assert!(!text_open && !open.is_empty(), "painting outside"),
            _ => {}
        }
    }
    assert!(open.is_empty() && !text_open);
    painted
}

#[test]
fn every_operator_is_marked_and_every_mark_has_its_element() {
    let document = Document::load_mem(&sample().bytes()).unwrap();
    let catalog = document.catalog().unwrap();
    let tree = catalog.get_deref(b"StructTreeRoot", &document).unwrap().as_dict().unwrap();
    let parents = tree.get_deref(b"ParentTree", &document).unwrap().as_dict().unwrap();
    let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
    let keys: Vec<i64> = numbers.iter().step_by(2).map(|key| key.as_i64().unwrap()).collect();
    assert_eq!(keys, (0..6).collect::<Vec<_>>());
    for (index, (_, page)) in document.get_pages().into_iter().enumerate() {
        let painted = painted(&document, page);
        let dictionary = document.get_dictionary(page).unwrap();
        assert_eq!(dictionary.get(b"StructParents").unwrap().as_i64().unwrap(), index as i64);
        assert_eq!(painted.mcids, (0..painted.mcids.len() as i64).collect::<Vec<_>>());
        let list = document.dereference(&numbers[index * 2 + 1]).unwrap().1.as_array().unwrap();
        assert_eq!(list.len(), painted.mcids.len());
        for element in list {
            let element = document.dereference(element).unwrap().1.as_dict().unwrap();
            assert!(element.has_type(b"StructElem"));
        }
        if index == 1 {
            assert_eq!(painted.artifacts, 2);
        }
    }
}

#[test]
fn links_say_what_they_are_and_hang_in_the_tree() {
    let document = Document::load_mem(&sample().bytes()).unwrap();
    let mut keys = Vec::new();
    for (_, page) in document.get_pages() {
        assert_eq!(document.get_dictionary(page).unwrap().get(b"Tabs").unwrap().as_name().unwrap(), b"S");
        for annotation in document.get_page_annotations(page).unwrap() {
            assert!(!annotation.get(b"Contents").unwrap().as_str().unwrap().is_empty());
            assert_eq!(annotation.get(b"F").unwrap().as_i64().unwrap(), 4);
            keys.push(annotation.get(b"StructParent").unwrap().as_i64().unwrap());
            let action = annotation.get(b"A").unwrap().as_dict().unwrap();
            if let Ok(url) = action.get(b"URI") {
                assert_eq!(url.as_str().unwrap(), b"https://example.org/schl%C3%A4frig?a=(b)");
            }
        }
    }
    assert_eq!(keys, [3, 4, 5]);
}

#[test]
fn the_outline_is_the_contents_without_what_is_on_no_page() {
    let hand = sample();
    let titles = |bookmarks: &[super::outline::Bookmark]| -> Vec<String> {
        bookmarks.iter().map(|bookmark| bookmark.title.clone()).collect()
    };
    let bookmarks = super::outline::bookmarks(&book(), &hand.destinations);
    assert_eq!(titles(&bookmarks), ["Station 1: Why sleep?"]);
    assert_eq!(titles(&bookmarks[0].children), ["Étapes"]);
}

#[test]
fn the_same_pages_are_the_same_bytes() {
    let hand = sample();
    let bytes = hand.bytes();
    assert!(bytes == hand.bytes());
    let other = sample().bytes();
    assert!(bytes == other);
}

#[test]
fn each_text_of_a_glyph_is_extracted() {
    let mut hand = Hand::new(&["1"]);
    let paragraph = hand.node(Structure::ROOT, Role::Paragraph);
    let leaf = hand.text(0, paragraph, "re\u{AD}turn well-known 10\u{A0}km (\\) ", 40, 60);
    // One glyph for two characters, two for two, two for one; raised, shifted.
    let mut run = hand.run("fi e\u{301} x", 40, 80);
    run.glyphs.remove(1);
    run.glyphs[0].text = 0..2;
    run.glyphs[2].text = 3..6;
    run.glyphs[3].text = 0..0;
    run.glyphs[5].dy = Pt::new(4);
    run.glyphs[5].dx = Pt::new(2);
    hand.put(0, Mark::Content(leaf), Shape::Glyphs(run));
    let mut run = hand.run("ää", 40, 100);
    run.glyphs[1].text = 0..0;
    run.text.truncate(2);
    hand.put(0, Mark::Content(leaf), Shape::Glyphs(run));
    assert_eq!(hand.findings(), Vec::new());
    let bytes = hand.bytes();
    keep("pdf-texts.pdf", &bytes);
    let document = Document::load_mem(&bytes).unwrap();
    let page = document.get_pages()[&1];
    let content = document.get_page_content(page);
    let content = String::from_utf8_lossy(&content).into_owned();
    assert_eq!(content.matches("ActualText").count(), 1, "only for the character of two glyphs");
    assert!(content.contains("/ActualText<FEFF00E4>"));
    assert!(content.contains("4 Ts\n") && content.contains("0 Ts\n"));
    let text = extracted(&document, page);
    assert!(text.contains("re\u{AD}turn well-known 10\u{A0}km (\\)"), "{text}");
    assert!(text.contains("fi e\u{301} x"), "{text}");
}

/// The text of a page by ToUnicode alone, for one face.
fn extracted(document: &Document, page: lopdf::ObjectId) -> String {
    let fonts = document.get_page_fonts(page).unwrap();
    assert_eq!(fonts.len(), 1);
    extracted_in_all_faces(document, page)
}

/// The text of a page by the ToUnicode of each face.
fn extracted_in_all_faces(document: &Document, page: lopdf::ObjectId) -> String {
    let fonts = document.get_page_fonts(page).unwrap();
    let maps: BTreeMap<_, _> =
        fonts.iter().map(|(name, font)| (name.clone(), texts_of(document, font))).collect();
    let mut text = String::new();
    let mut map = None;
    for operation in lopdf::content::Content::decode(&document.get_page_content(page)).unwrap().operations {
        match operation.operator.as_str() {
            "Tf" => map = maps.get(operation.operands[0].as_name().unwrap()),
            "TJ" => {
                let parts = operation.operands[0].as_array().unwrap().iter();
                let codes = parts.filter_map(|part| part.as_str().ok()).flat_map(|bytes| bytes.chunks(2));
                text.extend(codes.map(|code| map.unwrap()[&u16::from_be_bytes([code[0], code[1]])].as_str()));
            }
            _ => {}
        }
    }
    text
}

/// What the codes of a font mean.
fn texts_of(document: &Document, font: &lopdf::Dictionary) -> BTreeMap<u16, String> {
    let map = font.get_deref(b"ToUnicode", document).unwrap();
    let map = String::from_utf8(map.as_stream().unwrap().decompressed_content().unwrap()).unwrap();
    let entry = |line: &str| {
        let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("><")?;
        let units = text.as_bytes().chunks(4).map(|unit| std::str::from_utf8(unit).unwrap());
        let units: Vec<u16> = units.map(|unit| u16::from_str_radix(unit, 16).unwrap()).collect();
        Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units).ok()?))
    };
    map.lines().filter(|line| *line != "<0000><FFFF>").filter_map(entry).collect()
}

#[test]
fn the_viewers_pen_never_strays() {
    let mut hand = Hand::new(&["1"]);
    let paragraph = hand.node(Structure::ROOT, Role::Paragraph);
    let leaf = hand.node(paragraph, Role::Leaf);
    let mut run = hand.run(&"minimum ".repeat(30), 0, 60);
    for (index, glyph) in run.glyphs.iter_mut().enumerate() {
        glyph.advance += Pt::from_scaled(index as i64 % 7 * 411);
    }
    let (size, wanted) = (run.size, run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>());
    hand.put(0, Mark::Content(leaf), Shape::Glyphs(run));
    let document = Document::load_mem(&hand.bytes()).unwrap();
    let page = document.get_pages()[&1];
    let fonts = document.get_page_fonts(page).unwrap();
    let font = fonts.values().next().unwrap();
    let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
    let widths = descendant.get(b"W").unwrap().as_array().unwrap()[1].as_array().unwrap();
    let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
    let shown = content.operations.iter().find(|operation| operation.operator == "TJ").unwrap();
    let mut pen = 0;
    for part in shown.operands[0].as_array().unwrap() {
        match part {
            Object::Integer(adjustment) => pen -= adjustment,
            part => {
                for code in part.as_str().unwrap().chunks(2) {
                    let code = usize::from(u16::from_be_bytes([code[0], code[1]]));
                    pen += widths[code].as_i64().unwrap();
                }
            }
        }
    }
    // Up to the last advance, which nothing corrects.
    let reached = size.mul_div(pen, 1000);
    assert!((reached - wanted).abs() <= Pt::from_f64(0.06), "{reached:?} {wanted:?}");
}

#[test]
fn what_does_not_conform_is_found_and_the_claim_left_out() {
    let claims = |bytes: &[u8]| bytes.windows(14).any(|window| window == b"<pdfuaid:part>");
    assert!(claims(&sample().bytes()));

    let mut hand = Hand::new(&["1"]);
    let section = hand.node(Structure::ROOT, Role::Section);
    hand.heading(0, section, 2, "Too low", 60);
    hand.text(0, section, "bare text", 40, 80);
    hand.node(section, Role::Paragraph);
    let figure = hand.node(section, Role::Figure { alt: "  ".to_owned() });
    hand.text(0, figure, "\u{4E00}", 40, 100);
    let link = hand.node(section, Role::Link);
    hand.text(0, link, "dead", 40, 120);
    let area = Rect::new(Pt::new(40), Pt::new(110), Pt::new(20), Pt::new(12));
    let nowhere = LinkTarget::Internal { target: TargetId::new("nowhere") };
    hand.link(0, link, nowhere, "", area);
    let findings = hand.findings();
    insta::assert_snapshot!(
        findings.iter().map(|finding| format!("{finding}\n")).collect::<String>(),
        @r"
    a figure has no alternative text
    page 1 shows a glyph for a missing character
    the heading “Too low” skips a level
    a link on page 1 has no description
    a link on page 1 leads nowhere
    text stands right in a tag Sect
    "
    );
    let bytes = hand.bytes();
    assert!(!claims(&bytes));
    Document::load_mem(&bytes).unwrap();
}

#[test]
fn odd_input_is_written_or_refused_without_a_fall() {
    // No page, no glyph.
    let hand = Hand::new(&[]);
    assert_eq!(hand.findings(), [Finding::NoPages]);
    // Content of nodes that hold none, areas of nodes that are no links, places on pages that are not there.
    let mut hand = Hand::new(&["1", ""]);
    let item = hand.node(Structure::ROOT, Role::ListItem);
    hand.more(0, item, "stray", 40, 60);
    hand.more(0, NodeId(77), "lost", 40, 80);
    hand.text(1, Structure::ROOT, "root", 40, 80);
    hand.destinations.insert(TargetId::new("far"), Destination { page: 9, at: Point::default() });
    let far = LinkTarget::Internal { target: TargetId::new("far") };
    let huge = Rect::new(Pt::new(-50), Pt::new(-50), Pt::HUGE, Pt::HUGE);
    hand.link(0, item, far, "far", huge);
    let web = LinkTarget::External { url: "https://example.org".to_owned() };
    hand.link(1, item, web, "web", huge);
    let bytes = hand.bytes();
    keep("pdf-odd.pdf", &bytes);
    let document = Document::load_mem(&bytes).unwrap();
    for (_, page) in document.get_pages() {
        painted(&document, page);
    }
    // A picture that is not there.
    let mut hand = Hand::new(&["1"]);
    let figure = hand.node(Structure::ROOT, Role::Figure { alt: "x".to_owned() });
    let leaf = hand.node(figure, Role::Leaf);
    let shape = Shape::Picture { area: huge, picture: crate::model::ImageId(3) };
    hand.put(0, Mark::Content(leaf), shape);
    assert!(write(&hand.pages(), &book(), &hand.pictures, &hand.fonts).is_err());
}

#[test]
fn a_sheet_that_is_cut_has_its_boxes_and_marks() {
    let mut hand = sample();
    let sheet = Sheet { bleed: Pt::new(9), marks: Marks::Crop };
    hand.pages.iter_mut().for_each(|page| page.sheet = sheet);
    assert_eq!(hand.findings(), []);
    let bytes = hand.bytes();
    keep("sheet", &bytes);
    let document = Document::load_mem(&bytes).unwrap();
    for page in document.page_iter() {
        let dictionary = document.get_dictionary(page).unwrap();
        let bounds = |key: &[u8]| -> Vec<f32> {
            let array = dictionary.get(key).unwrap().as_array().unwrap();
            array.iter().map(|value| value.as_float().unwrap()).collect()
        };
        let (width, height) = (SIZE.width.to_f64() as f32, SIZE.height.to_f64() as f32);
        assert_eq!(bounds(b"TrimBox"), [0.0, 0.0, width, height]);
        assert_eq!(bounds(b"BleedBox"), [-9.0, -9.0, width + 9.0, height + 9.0]);
        assert_eq!(bounds(b"MediaBox"), [-23.0, -23.0, width + 23.0, height + 23.0]);
        let content = document.get_page_content(page);
        let content = String::from_utf8_lossy(&content);
        assert!(content.starts_with("q ") && content.contains("/Artifact<</Type/Page>>BDC"), "{content}");
    }
}
