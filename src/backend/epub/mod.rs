//! Book → EPUB 3.3: compose, assemble, finish, check.
//!
//! `xhtml`, `front`, `nav`, `stylesheet` and `package` compose our content; `assemble` has epub-builder
//! put it into a container; `finish` amends what the standard asks beyond that; `check` looks at the
//! finished file. Knows no Markdown, no page and no disk. Every claim in the metadata is computed from the
//! book at hand.

mod assemble;
mod check;
mod finish;
mod front;
mod href;
mod markup;
mod names;
mod nav;
mod options;
mod package;
mod stylesheet;
mod xhtml;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use options::{ContentsDepth, Options};

use super::{Backend, BackendInfo, RenderJob};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::images::PictureKind;
use crate::model::{Book, Date, Direction, LangTag};
use crate::output::Artifact;
use markup::one_line;
use names::{Page, PageSource, Plan};
use std::sync::Arc;
use xhtml::document::Shell;
use xhtml::{Findings, Setting, Writer, images};

/// The media type of an e-book.
const MEDIA_TYPE: &str = "application/epub+zip";

/// The EPUB back end.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Epub {
    /// What the author chose for the e-book.
    pub options: Options,
}

impl Epub {
    /// What the back end says of itself.
    pub const INFO: BackendInfo = BackendInfo {
        name: "epub",
        suffix: "epub",
        media_type: MEDIA_TYPE,
        about: "e-book in the EPUB 3.3 format, for readers on phones, tablets and e-ink",
    };
}

impl Backend for Epub {
    fn info(&self) -> BackendInfo {
        Epub::INFO
    }

    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
        let edition = self.compose(job);
        let made = assemble::assemble(&edition)
            .and_then(|archive| finish::finish(archive, &edition))
            .and_then(|bytes| check::check(&bytes, job.book).map(|()| bytes));
        match made {
            Ok(bytes) => Some(Artifact { media_type: MEDIA_TYPE, bytes, pages: None }),
            Err(Fault(what)) => {
                let title = one_line(&job.book.metadata.title);
                let message = format!("the e-book `{title}` did not pass the check: {what}");
                let found = Diagnostic::new(Code::OwnCheckFailed, message);
                diagnostics.push(found.help("report this fault of Stationer, with the lesson"));
                None
            }
        }
    }
}

/// What is wrong with a file under construction; a fault of this room.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Fault(String);

impl Fault {
    /// A fault from another's error, with what was being done.
    fn of<E: std::fmt::Display>(doing: &str) -> impl Fn(E) -> Fault {
        move |error| Fault(format!("{doing}: {error}"))
    }
}

/// Everything that goes into the container.
struct Edition {
    /// The identifier as a UUID; the library takes nothing else.
    uuid: uuid::Uuid,
    title: String,
    language: LangTag,
    direction: Direction,
    modified: Date,
    /// The `metadata` element of the package document.
    metadata: String,
    nav: String,
    ncx: String,
    base_css: String,
    modern_css: String,
    documents: Vec<Document>,
    /// How many documents come before the contents in the spine, if they are in it.
    contents_after: Option<usize>,
    pictures: Vec<Embedded>,
}

/// A file of the spine.
struct Document {
    file: String,
    title: String,
    kind: DocumentKind,
    xhtml: String,
}

/// What a file of the spine is to epub-builder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DocumentKind {
    Front,
    Body,
}

/// A picture file.
struct Embedded {
    file: String,
    media_type: &'static str,
    bytes: Arc<[u8]>,
    use_: PictureUse,
}

/// What a picture is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PictureUse {
    Cover,
    Text,
}

impl Epub {
    fn compose(&self, job: &RenderJob<'_>) -> Edition {
        let book = job.book;
        let cover = book.metadata.cover.filter(|id| job.pictures.get(*id).is_some());
        let plan = Plan::of(book, cover);
        let setting = Setting { book, pictures: job.pictures, plan: &plan };
        let mut findings = Findings::default();
        let documents: Vec<Document> =
            plan.pages.iter().map(|page| document(&setting, &mut findings, page)).collect();
        let lines = nav::lines(book, &plan, self.options.contents);
        let (identifier, uuid) = package::identifier(&book.metadata.identifier);
        let shown = job.pictures.iter().filter(|(id, _)| findings.pictures.contains(id));
        let pictures = shown.map(|(id, picture)| Embedded {
            file: images::file(id, picture),
            media_type: match picture.kind {
                PictureKind::Jpeg => "image/jpeg",
                PictureKind::Png => "image/png",
            },
            bytes: Arc::clone(&picture.bytes),
            use_: if cover == Some(id) { PictureUse::Cover } else { PictureUse::Text },
        });
        Edition {
            title: one_line(title(book)),
            language: book.metadata.language.clone(),
            direction: book.metadata.direction,
            modified: book.metadata.modified,
            metadata: package::metadata(book, &identifier, &findings, cover.is_some()),
            nav: nav::document(&setting, &lines),
            ncx: nav::ncx(book, &identifier, &lines),
            base_css: stylesheet::base(job.theme),
            modern_css: stylesheet::modern(job.theme),
            contents_after: plan.contents_after,
            pictures: pictures.collect(),
            documents,
            uuid,
        }
    }
}

fn document<'a>(setting: &'a Setting<'a>, findings: &'a mut Findings, page: &'a Page<'a>) -> Document {
    let book = setting.book;
    let mut writer = Writer::new(setting, findings, &page.file);
    let (mut language, mut direction) = (&book.metadata.language, book.metadata.direction);
    let mut kind = DocumentKind::Front;
    match page.source {
        PageSource::Cover(id) => writer.cover(id),
        PageSource::TitlePage => writer.title_page(),
        PageSource::Imprint => writer.imprint(),
        PageSource::Part(part) => {
            kind = DocumentKind::Body;
            writer.part(part, page_title(book, page));
        }
        PageSource::Chapter(chapter) => {
            (language, direction) = xhtml::language_of(chapter, book);
            kind = DocumentKind::Body;
            writer.chapter(chapter, page_title(book, page));
        }
        PageSource::Colophon(id, blocks) => writer.colophon(id, blocks),
    }
    let title = one_line(page_title(book, page));
    let shell = Shell { title: &title, language, direction, to_root: "../" };
    let xhtml = shell.around(writer.finish());
    Document { file: page.file.clone(), title, kind, xhtml }
}

/// The title of a book, or what can stand for it where nothing of it can be shown.
fn title(book: &Book) -> &str {
    let titles = [&book.metadata.title, &book.metadata.identifier, &book.words.title_page];
    titles.into_iter().find(|title| !one_line(title).is_empty()).map_or("book", String::as_str)
}

/// The title of a page; its file name where nothing of it can be shown, since it must not be empty.
fn page_title<'a>(book: &'a Book, page: &'a Page<'a>) -> &'a str {
    let words = &book.words;
    let title = match page.source {
        PageSource::Cover(_) => &words.cover,
        PageSource::TitlePage => title(book),
        PageSource::Imprint => &words.imprint,
        PageSource::Part(part) => part.title.as_deref().unwrap_or(&words.part),
        PageSource::Chapter(chapter) => &chapter.title,
        PageSource::Colophon(..) => &words.colophon,
    };
    if one_line(title).is_empty() { names::stem(&page.file) } else { title }
}
