//! A lesson or a book → Markdown in the well-formed dialect, which reads back as the same model.
//!
//! [`lesson`] writes one lesson as its author could have: a header, `# Title`, and the canonical form of
//! each construct. `book` writes a whole path as one document: parts and lessons are its sections. What
//! the form has no words for is reported; its words stay. Knows no reader, so that what it writes is the
//! form as it is documented; tests read it back.

mod blocks;
mod escape;
mod front_matter;
mod inlines;

use super::{Backend, BackendInfo, RenderJob};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{
    BackPage, Book, Chapter, FrontPage, Inline, Lesson, LessonMetadata, StationWords, TargetId, Text, Unit,
};
use crate::output::Artifact;
use crate::source::Span;
use inlines::Place;

/// The Markdown back end.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Markdown;

impl Markdown {
    /// What the back end says of itself.
    pub const INFO: BackendInfo = BackendInfo {
        name: "markdown",
        suffix: "md",
        media_type: "text/markdown",
        about: "well-formed lesson Markdown, which reads back as the same lesson",
    };
}

impl Backend for Markdown {
    fn info(&self) -> BackendInfo {
        Markdown::INFO
    }

    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
        let mut form = Form::default();
        let text = book(job.book, &mut form);
        for Loss { span, what } in form.losses {
            let finding = Diagnostic::new(Code::FormCannotHold, format!("Markdown cannot hold {what}"));
            diagnostics.push(finding.at(span).help("keep the source of the lesson for this"));
        }
        let (media_type, bytes) = (Markdown::INFO.media_type, text.into_bytes());
        Some(Artifact { media_type, bytes, pages: None })
    }
}

/// What the form could not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is, said as “Markdown cannot hold …”.
    pub(crate) what: &'static str,
}

/// How a text is written, and what that cannot say.
#[derive(Clone, Default, Debug)]
pub(crate) struct Form {
    /// What “Station 10” is where it stands bare. Where it is words, each reference is a link.
    stations: StationWords,
    /// What the form could not hold.
    losses: Vec<Loss>,
}

/// One lesson in the canonical form. Reading it gives the same metadata, title and blocks.
pub fn lesson(lesson: &Lesson) -> String {
    write_lesson(lesson, None, &mut Form::default())
}

fn write_lesson(lesson: &Lesson, id: Option<&TargetId>, form: &mut Form) -> String {
    form.stations = lesson.metadata.stations;
    let header = front_matter::write(&lesson.metadata);
    let title = heading(1, &lesson.title.content, id, form);
    joined([header, title, blocks::write(&lesson.blocks, 0, form)])
}

/// A book as one document: that of its only lesson, or a title with every part and lesson below it.
pub(crate) fn book(book: &Book, form: &mut Form) -> String {
    if book.unit == Unit::Lesson
        && let Some(chapter) = book.chapters().next()
    {
        let mut text = write_lesson(&chapter.lesson, Some(&chapter.id), form);
        text.push_str(&back(book, 2, form));
        return text;
    }
    form.stations = metadata(book).stations;
    let title = [Inline::text(book.metadata.title.clone(), Span::default())];
    let mut texts = vec![front_matter::write(&metadata(book)), heading(1, &title, None, form)];
    for page in &book.front {
        let FrontPage::Notice(text) = page else { continue };
        texts.push(page_text(text, 2, form));
    }
    for part in &book.parts {
        let level = 2 + u8::from(part.title.is_some());
        if let Some(title) = &part.title {
            let title = [Inline::text(title.clone(), Span::default())];
            texts.push(heading(2, &title, Some(&part.id), form));
        }
        texts.extend(part.chapters.iter().map(|chapter| chapter_text(chapter, level, form)));
    }
    texts.push(back(book, 2, form));
    joined(texts)
}

fn chapter_text(chapter: &Chapter, level: u8, form: &mut Form) -> String {
    let mut title = chapter.lesson.title.content.clone();
    if let Some(station) = &chapter.station {
        title.insert(0, Inline::text(format!("{} · ", station.label), chapter.lesson.title.span));
    }
    let title = heading(level, &title, Some(&chapter.id), form);
    joined([title, blocks::write(&chapter.lesson.blocks, level - 1, form)])
}

fn back(book: &Book, level: u8, form: &mut Form) -> String {
    let mut texts = Vec::new();
    for page in &book.back {
        let BackPage::Colophon(text) = page else { continue };
        texts.push(page_text(text, level, form));
    }
    if texts.is_empty() { String::new() } else { format!("\n{}", joined(texts)) }
}

/// A page of the book that is no lesson, and holds words of its lessons.
fn page_text(text: &Text, level: u8, form: &mut Form) -> String {
    let title = [Inline::text(text.title.clone(), Span::default())];
    let title = heading(level, &title, Some(&text.id), form);
    joined([title, blocks::write(&text.blocks, level - 1, form)])
}

fn heading(level: u8, content: &[Inline], id: Option<&TargetId>, form: &mut Form) -> String {
    let text = escape::behind_marks(&inlines::write(content, Place::Heading, form));
    let id = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
    format!("{} {text}{id}", "#".repeat(usize::from(level)))
}

/// Texts with an empty line between them, ended by a line end.
fn joined(texts: impl IntoIterator<Item = String>) -> String {
    let texts = texts.into_iter().map(|text| text.trim_end_matches('\n').to_owned());
    let mut text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// What a header can say of a whole book.
fn metadata(book: &Book) -> LessonMetadata {
    let of = &book.metadata;
    let words = |chapter: &Chapter| chapter.lesson.metadata.stations == StationWords::Words;
    let stations = if book.chapters().any(words) { StationWords::Words } else { StationWords::References };
    LessonMetadata {
        stations,
        title: Some(of.title.clone()),
        subtitle: of.subtitle.clone(),
        language: Some(of.language.clone()),
        direction: Some(of.direction),
        contributors: of.contributors.clone(),
        publisher: of.publisher.clone(),
        license: of.license.clone(),
        rights: of.rights.clone(),
        source: of.sources.first().cloned(),
        subjects: of.subjects.clone(),
        id: Some(of.identifier.clone()),
        date: of.date,
        modified: Some(of.modified),
        summary: of.description.clone(),
        ..LessonMetadata::default()
    }
}
