//! Lessons → e-books, as tests see them: a small path is read, bound, set into pages and published in
//! memory; what is in the files of the container is asked for.

mod pages;
mod torture;

use crate::press::{self, PRESS, Sheet};
use stationer::backend::Backend;
use stationer::backend::epub::{Epub, Options};
use stationer::diagnostics::Diagnostics;
use stationer::input::MemoryFiles;
use stationer::pipeline::{self, Bound, Extent};
use stationer::typeset::frame::Pages;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// A path of lessons, bound into a book.
struct Path {
    bound: Bound,
    diagnostics: Diagnostics,
}

impl Path {
    /// Binds lessons, each with its name; files are what they show.
    fn of(lessons: &[(&str, &str)], files: MemoryFiles, extent: Extent) -> Path {
        let mut diagnostics = Diagnostics::default();
        let sheets = lessons.iter().map(|&(file, text)| Sheet { file, text, part: 0 });
        let bound = press::bind(sheets, files, Vec::new(), extent, &mut diagnostics);
        Path { bound, diagnostics }
    }

    /// The book set into pages.
    fn pages(&mut self) -> Pages {
        pipeline::set_pages(&self.bound, &PRESS, &mut self.diagnostics)
    }

    /// The e-book, beside the pages of a printed edition or alone.
    fn published(&mut self, pages: Option<&Pages>) -> Container {
        let backend = Epub { options: Options::default() };
        assert_eq!(backend.info().name, "epub");
        let made = pipeline::render(&self.bound, pages, &PRESS, &backend, &mut self.diagnostics);
        Container::open(&made.expect("the e-book passes its own check").bytes)
    }
}

/// The files of an e-book, texts by their names inside the book's folder.
struct Container {
    files: BTreeMap<String, Vec<u8>>,
}

impl Container {
    fn open(bytes: &[u8]) -> Container {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("an entry");
            let name = entry.name().trim_start_matches("OEBPS/").to_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("its bytes");
            files.insert(name, content);
        }
        Container { files }
    }

    fn text(&self, name: &str) -> String {
        let content = self.files.get(name).unwrap_or_else(|| panic!("there is no {name}"));
        String::from_utf8(content.clone()).expect("text")
    }

    /// The pages of the spine in reading order, but for the contents.
    fn spine(&self) -> Vec<String> {
        let package = self.text("content.opf");
        let attribute = |tag: &str, name: &str| {
            let from = tag.split(&format!(" {name}=\"")).nth(1)?;
            Some(from.split('"').next()?.to_owned())
        };
        let tags = |name: &str| -> Vec<String> {
            package.split(&format!("<{name} ")).skip(1).map(|tag| format!(" {tag}")).collect()
        };
        let items: BTreeMap<String, String> = tags("item")
            .iter()
            .filter_map(|tag| Some((attribute(tag, "id")?, attribute(tag, "href")?)))
            .collect();
        let refs = tags("itemref");
        let order = refs.iter().filter_map(|tag| items.get(&attribute(tag, "idref")?));
        order.filter(|href| href.starts_with("text/")).cloned().collect()
    }
}

/// As in print, through the book and in the list.
#[test]
fn captions_have_the_numbers_of_print() {
    let table = |caption: &str| format!("| Bell | Tone |\n|---|---|\n| Great | E |\n\nTable: {caption}\n");
    let (first, second) =
        (format!("# One\n\n{}", table("Bells")), format!("# Two\n\n{}", table("More bells")));
    let lessons = [("a.md", first.as_str()), ("b.md", second.as_str())];
    let epub = Path::of(&lessons, MemoryFiles::new(), Extent::Path).published(None);
    let [one, two, tables] = ["-one.xhtml", "-two.xhtml", "tables.xhtml"].map(|end| {
        let name = epub.files.keys().find(|name| name.ends_with(end));
        name.map(|name| epub.text(name)).unwrap_or_default()
    });
    assert!(one.contains("<b>Table\u{a0}1</b>\u{2002}Bells</caption>"));
    assert!(two.contains("<b>Table\u{a0}2</b>\u{2002}More bells</caption>"));
    assert!(tables.contains("<b>2</b>\u{2002}More bells</a>"));
}
