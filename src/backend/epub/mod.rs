//! Book → EPUB 3.3: compose, assemble, finish, check.
//!
//! `names` plans the files, `split` where long lessons are cut and `divide` blocks that are too long for a file,
//! `page_breaks` where printed pages begin; `xhtml`, `front`, `nav`, `stylesheet`, `scheme`, `typefaces` and
//! `package` compose our content (`sheets` keeps the style sheets for the next book); `assemble` has epub-builder
//! make the frame of the container; `finish` puts the book into it as the standard asks, and `container` packs it;
//! `check` looks at the finished file. Knows no Markdown, no page and no disk. Every claim in the metadata is
//! computed from the book at hand.

mod access;
mod assemble;
mod check;
mod container;
mod cover;
mod divide;
mod finish;
mod formula;
mod front;
mod href;
mod markup;
mod names;
mod nav;
mod options;
mod package;
mod page_breaks;
mod scheme;
mod sheets;
mod split;
mod stacks;
mod stylesheet;
mod typefaces;
mod words;
mod xhtml;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod long_tests;
#[cfg(test)]
mod tests;

pub use options::{ContentsDepth, Letters, Options};

use super::{Backend, BackendInfo, RenderJob};
use crate::book::CaptionNumbers;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::images::{Picture, PictureKind};
use crate::model::{Book, Direction, LangTag};
use crate::output::Artifact;
use access::Access;
use container::Entry;
use markup::{Markup, one_line, says};
use names::{Cover, Page, PageSource, Plan, SHEETS, SHEETS_AND_FONTS};
use page_breaks::PageBreaks;
use split::Cuts;
use std::collections::BTreeSet;
use std::sync::Arc;
use typefaces::{Shown, Typefaces};
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

    /// Makes the frame of the container, which all e-books of a run share.
    pub fn prepare() {
        // What fails here fails each book, and is reported there.
        let _ = assemble::frame();
    }
}

impl Backend for Epub {
    fn info(&self) -> BackendInfo {
        Epub::INFO
    }

    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
        let mut findings = Findings::default();
        let cover = cover::made(job, diagnostics);
        let whole = job.book;
        let sizes_of_whole = sizes(job);
        let divided = divide::divided(whole, &sizes_of_whole);
        let job = &RenderJob { book: divided.as_ref().unwrap_or(whole), ..*job };
        let cuts = cuts(job.book, &divided.as_ref().map_or(sizes_of_whole, |_| sizes(job)));
        let made = self.compose(job, cover.as_ref(), &cuts, &mut findings, diagnostics).and_then(|edition| {
            let bytes = finish::finish(assemble::frame()?, &edition)?;
            let (sheets, long) = (Arc::clone(&edition.sheets), too_long(&edition));
            // The check takes its memory.
            drop(edition);
            check::check(&bytes, sheets.as_slice(), whole)?;
            Ok((bytes, long))
        });
        match made {
            Ok((bytes, long)) => {
                let certifier = self.options.certifier.as_deref();
                let access = Access { book: job.book, findings: &findings, theme: job.theme, certifier };
                access.report(diagnostics);
                report(findings, diagnostics);
                report_long(&long, diagnostics);
                Some(Artifact { media_type: MEDIA_TYPE, bytes, pages: None })
            }
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
    language: LangTag,
    direction: Direction,
    /// The `metadata` element of the package document.
    metadata: String,
    nav: String,
    ncx: String,
    /// The style sheets, packed.
    sheets: sheets::Sheets,
    documents: Vec<Document>,
    /// How many documents come before the contents in the spine, if they are in it.
    contents_after: Option<usize>,
    pictures: Vec<Embedded>,
    /// The fonts of the book; none unless they are asked for.
    typefaces: Option<Typefaces>,
}

/// A file of the spine.
struct Document {
    file: String,
    title: String,
    /// The properties it must be listed with.
    properties: BTreeSet<&'static str>,
    text: Entry<'static>,
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
    fn compose(
        &self,
        job: &RenderJob<'_>,
        made: Option<&Picture>,
        cuts: &Cuts,
        findings: &mut Findings,
        diagnostics: &mut Diagnostics,
    ) -> Result<Edition, Fault> {
        let book = job.book;
        let cover = shown_cover(job, made);
        let plan = Plan::of(book, cover.clone(), cuts);
        let breaks = job.pages.map(|pages| PageBreaks::of(book, pages));
        let breaks = breaks.as_ref();
        let sheets = match self.options.fonts {
            Letters::None => SHEETS,
            Letters::Embed => SHEETS_AND_FONTS,
        };
        let captions = job.theme.caption.numbers.shown(|| CaptionNumbers::of(book));
        let (pictures, theme, captions) = (job.pictures, job.theme, &captions);
        let setting = Setting { book, pictures, theme, plan: &plan, captions, breaks, sheets };
        let rules = match self.options.fonts {
            Letters::None => None,
            Letters::Embed => Some(typefaces::rules(theme)),
        };
        let mut shown = rules.as_deref().map(|rules| Shown::of(rules, theme));
        let mut documents: Vec<Document> = Vec::with_capacity(plan.pages.len());
        let mut contents_marks = Markup::new();
        for number in 0..=plan.pages.len() {
            if plan.contents_after == Some(number) {
                contents_marks = contents_pages(&setting, findings);
            }
            let Some(page) = plan.pages.get(number) else { continue };
            let (title, xhtml) = document(&setting, findings, page);
            shown.iter_mut().try_for_each(|shown| shown.read(&xhtml))?;
            documents.push(finish::packed(&page.file, title, &xhtml)?);
        }
        let lines = nav::lines(book, &plan, self.options.contents);
        let access =
            Access { book, findings, theme: job.theme, certifier: self.options.certifier.as_deref() };
        let identifier = package::identifier(&book.metadata.identifier);
        let mut pictures: Vec<Embedded> = cover
            .iter()
            .map(|cover| embedded(cover.file.clone(), cover.picture, PictureUse::Cover))
            .collect();
        for (id, picture) in job.pictures.iter().filter(|(id, _)| findings.pictures.contains(id)) {
            let file = images::file(id, picture);
            // A picture that is on the cover and in the text is one file.
            if pictures.iter().all(|known| known.file != file) {
                pictures.push(embedded(file, picture, PictureUse::Text));
            }
        }
        let nav = nav::document(&setting, contents_marks, &lines, &findings.page_marks);
        shown.iter_mut().try_for_each(|shown| shown.read(&nav))?;
        let typefaces = shown.map(|shown| shown.made(job.fonts, diagnostics));
        let terms =
            typefaces.as_ref().and_then(|typefaces| typefaces.files.first()).map(|_| typefaces::TERMS);
        Ok(Edition {
            language: book.metadata.language.clone(),
            direction: book.metadata.direction,
            metadata: package::metadata(book, &identifier, &access, cover.is_some(), terms),
            nav,
            ncx: nav::ncx(book, &identifier, &lines, &findings.page_marks),
            sheets: match &typefaces {
                None => sheets::of(job.theme)?,
                Some(typefaces) => sheets::with(job.theme, &typefaces.stacks)?,
            },
            typefaces,
            contents_after: plan.contents_after,
            pictures,
            documents,
        })
    }
}

/// Says what the lessons ask of the e-book and it cannot give.
fn report(findings: Findings, diagnostics: &mut Diagnostics) {
    for (span, why) in findings.unreadable {
        let message = format!("the formula is shown as its TeX: {why}");
        diagnostics.push(Diagnostic::new(Code::MathUnreadable, message).at(span));
    }
}

/// The titles of texts that are longer than some readers can open, and their bytes.
fn too_long(edition: &Edition) -> Vec<(String, usize)> {
    let long = edition.documents.iter().filter(|document| document.text.length() > split::MOST);
    long.map(|document| (document.title.clone(), document.text.length())).collect()
}

/// Says which texts could not be cut.
fn report_long(long: &[(String, usize)], diagnostics: &mut Diagnostics) {
    for (title, bytes) in long {
        let message = format!(
            "`{title}` has a part of {} KB that cannot be cut: old readers open no more than 300 KB at once",
            bytes / 1000
        );
        let found = Diagnostic::new(Code::FormCannotHold, message);
        diagnostics.push(found.help("divide the longest paragraph, list item or row of the lesson"));
    }
}

fn embedded(file: String, picture: &Picture, use_: PictureUse) -> Embedded {
    let drawing = picture.drawing.as_ref().filter(|_| use_ == PictureUse::Text);
    let (media_type, bytes) = match (drawing, picture.kind) {
        (Some(drawing), _) => ("image/svg+xml", drawing),
        (None, PictureKind::Jpeg) => ("image/jpeg", &picture.bytes),
        (None, PictureKind::Png) => ("image/png", &picture.bytes),
    };
    Embedded { file, media_type, bytes: Arc::clone(bytes), use_ }
}

/// The picture on the cover: the one given, else the one made for the book.
fn shown_cover<'a>(job: &RenderJob<'a>, made: Option<&'a Picture>) -> Option<Cover<'a>> {
    let given = job.book.metadata.cover.and_then(|id| Some((id, job.pictures.get(id)?)));
    if let Some((id, picture)) = given {
        // Stores and the shelves of readers show no drawing.
        let file = match picture.drawing {
            Some(_) => "img/cover.png".to_owned(),
            None => images::file(id, picture),
        };
        return Some(Cover { file, picture });
    }
    let picture = made?;
    Some(Cover { file: format!("img/cover.{}", images::suffix(picture)), picture })
}

/// Where lessons are cut that are too long for one file.
fn cuts(book: &Book, sizes: &divide::Sizes) -> Cuts {
    let mut cuts = Cuts::default();
    for chapter in book.chapters() {
        if let Some(sizes) = sizes.get(&chapter.id) {
            cuts.cut(chapter, sizes);
        }
    }
    cuts
}

/// How long the blocks of lessons are written that may be too long for one file: they are written to be measured.
fn sizes(job: &RenderJob<'_>) -> divide::Sizes {
    let long = || job.book.chapters().filter(|chapter| split::guess(chapter) > split::LIMIT / 2);
    let mut sizes = divide::Sizes::new();
    if long().next().is_none() {
        return sizes;
    }
    let plan = Plan::of(job.book, None, &Cuts::default());
    let (book, pictures, theme) = (job.book, job.pictures, job.theme);
    // A few letters more or less do not matter here.
    let captions = &CaptionNumbers::default();
    let setting = Setting { book, pictures, theme, plan: &plan, captions, breaks: None, sheets: SHEETS };
    for chapter in long() {
        let mut findings = Findings::default();
        let written = Writer::new(&setting, &mut findings, "").sizes(&chapter.lesson.blocks);
        sizes.insert(chapter.id.clone(), written);
    }
    sizes
}

/// The markers of the printed pages that hold the contents.
fn contents_pages<'a>(setting: &'a Setting<'a>, findings: &'a mut Findings) -> Markup {
    let starts = setting.breaks.map(|breaks| breaks.contents().to_vec()).unwrap_or_default();
    let mut writer = Writer::new(setting, findings, names::NAV);
    writer.marks("div", starts);
    writer.finish()
}

/// The title of a file of the spine, and the file.
fn document<'a>(
    setting: &'a Setting<'a>,
    findings: &'a mut Findings,
    page: &'a Page<'a>,
) -> (String, String) {
    let book = setting.book;
    let mut writer = Writer::new(setting, findings, &page.file);
    let (mut language, mut direction) = (&book.metadata.language, book.metadata.direction);
    let title = page_title(book, page);
    writer.open_pages(&page.source);
    match &page.source {
        PageSource::Cover(cover) => writer.cover(cover),
        PageSource::TitlePage => writer.title_page(),
        PageSource::Imprint => writer.imprint(),
        PageSource::Notice(text) => writer.text_page(text, title, &[("class", "notice")]),
        PageSource::Guide(text) => {
            let meaning = [("epub:type", "introduction"), ("role", "doc-introduction"), ("class", "guide")];
            writer.text_page(text, title, &meaning);
        }
        PageSource::Part(part) => writer.part(part, title),
        PageSource::Chapter(piece) => {
            (language, direction) = xhtml::language_of(piece.chapter, book);
            writer.chapter(piece, title);
        }
        PageSource::Back(back) => writer.back_page(back, title),
    }
    let title = one_line(title);
    let shell = Shell { title: &title, language, direction, to_root: "../", sheets: setting.sheets };
    let xhtml = shell.around(writer.finish());
    (title, xhtml)
}

/// The title of a book, or what can stand for it where nothing of it can be shown.
fn title(book: &Book) -> &str {
    let titles = [&book.metadata.title, &book.metadata.identifier, &book.words.title_page];
    titles.into_iter().find(|title| says(title)).map_or("book", String::as_str)
}

/// The title of a page; its file name where nothing of it can be shown, since it must not be empty.
fn page_title<'a>(book: &'a Book, page: &'a Page<'a>) -> &'a str {
    let words = &book.words;
    let title = match &page.source {
        PageSource::Cover(_) => &words.cover,
        PageSource::TitlePage => title(book),
        PageSource::Imprint => &words.imprint,
        PageSource::Notice(text) | PageSource::Guide(text) => &text.title,
        PageSource::Part(part) => part.title.as_deref().unwrap_or(&words.part),
        PageSource::Chapter(piece) => &piece.chapter.title,
        PageSource::Back(back) => back.title(),
    };
    if says(title) { title } else { names::stem(&page.file) }
}
