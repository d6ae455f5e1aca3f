//! Lessons → e-books, as tests see them: a small path is read, bound, set into pages and published in
//! memory; what is in the files of the container is asked for.

mod pages;
mod torture;

use stationer::backend::Backend;
use stationer::backend::epub::{Epub, Options};
use stationer::config::Settings;
use stationer::diagnostics::Diagnostics;
use stationer::fonts::FontLibrary;
use stationer::input::{InputKind, MemoryFiles};
use stationer::model::Date;
use stationer::pipeline::{self, Bound, Extent, Order, Outline, OutlineLesson, Press, Wanted};
use stationer::reader::DialectChoice;
use stationer::source::Sources;
use stationer::theme::Theme;
use stationer::typeset::frame::Pages;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::LazyLock;

static PRESS: LazyLock<Press> = LazyLock::new(|| Press {
    theme: Theme::embedded("book").expect("the house style is sound"),
    fonts: FontLibrary::embedded().expect("the fonts are sound"),
    dialect: DialectChoice::Auto,
    fallback_date: Date::new(2026, 1, 15).expect("a day of the calendar"),
});

/// A path of lessons, bound into a book.
struct Path {
    bound: Bound,
    diagnostics: Diagnostics,
}

impl Path {
    /// Binds lessons, each with its name; files are what they show.
    fn of(lessons: &[(&str, &str)], files: MemoryFiles, extent: Extent) -> Path {
        let mut files = files;
        let mut listed = Vec::new();
        for (name, text) in lessons {
            files = files.with(name, text.as_bytes().to_vec());
            listed.push(OutlineLesson {
                path: PathBuf::from(name),
                reference: (*name).to_owned(),
                stem: name.rsplit_once('.').map_or(*name, |(stem, _)| stem).to_owned(),
                title: None,
                part: 0,
                wanted: Wanted::Exported,
            });
        }
        let outline = Outline {
            kind: InputKind::Path,
            name: "path".to_owned(),
            slug: "path".to_owned(),
            folder: PathBuf::new(),
            root: PathBuf::new(),
            settings: Settings { title: Some("A Path".to_owned()), ..Settings::default() },
            sources: Sources::default(),
            lessons: listed,
            missing: Vec::new(),
            order: Order::Listed,
            part_titles: Vec::new(),
        };
        let mut diagnostics = Diagnostics::default();
        let manuscript = pipeline::read(&outline, &files, &PRESS, &mut diagnostics);
        let bound = pipeline::bind(&manuscript, &outline, extent, &PRESS, &mut diagnostics);
        Path { bound: bound.expect("there is a lesson"), diagnostics }
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
