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
    BackPage, Block, BlockKind, Book, Chapter, Date, FrontPage, Inline, InlineKind, Lesson, LessonMetadata,
    LinkTarget, Origin, StationWords, TargetId, Unit, walk,
};
use crate::output::Artifact;
use crate::source::Span;
use inlines::Place;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The disclaimers that a policy moved to the front, by their places: each is written where it stood.
    moved: BTreeMap<TargetId, Vec<Block>>,
    /// Those of them that have been written.
    used: BTreeSet<TargetId>,
    /// What stands before the names of notes, so that those of two lessons are not one.
    notes_of: String,
    /// What the form could not hold.
    losses: Vec<Loss>,
}

impl Form {
    /// The name of a note.
    fn note_name(&self, label: &str) -> String {
        format!("{}{label}", self.notes_of)
    }

    /// The words of a disclaimer in whose place a line made for the book leads to the front.
    fn taken_back(&mut self, blocks: &[Block]) -> Option<Vec<Block>> {
        let [Block { origin: Origin::Made, kind: BlockKind::Paragraph { content, .. }, .. }] = blocks else {
            return None;
        };
        let [Inline { kind: InlineKind::Link { target: LinkTarget::Internal { target }, .. }, .. }] =
            content.as_slice()
        else {
            return None;
        };
        self.used.insert(target.clone());
        self.moved.get(target).cloned()
    }
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
        let lesson = write_lesson(&chapter.lesson, Some(&chapter.id), form);
        return joined([lesson, back(book, form)]);
    }
    form.stations = metadata(book).stations;
    for page in &book.front {
        let FrontPage::Notice(text) = page else { continue };
        for block in &text.blocks {
            if let (Some(id), BlockKind::Disclaimer { blocks, .. }) = (&block.id, &block.kind) {
                form.moved.insert(id.clone(), blocks.clone());
            }
        }
    }
    let title = [Inline::text(book.metadata.title.clone(), Span::default())];
    let mut texts = vec![front_matter::write(&metadata(book)), heading(1, &title, None, form)];
    let parted = have_equal_notes(book);
    for part in &book.parts {
        let level = 2 + u8::from(part.title.is_some());
        if let Some(title) = &part.title {
            let title = [Inline::text(title.clone(), Span::default())];
            texts.push(heading(2, &title, Some(&part.id), form));
        }
        for chapter in &part.chapters {
            form.notes_of = if parted { format!("{}-", chapter.slug) } else { String::new() };
            texts.push(chapter_text(chapter, level, form));
        }
    }
    // A lesson with several disclaimers leads to the first alone.
    for page in &book.front {
        let FrontPage::Notice(text) = page else { continue };
        let left =
            text.blocks.iter().filter(|block| block.id.as_ref().is_none_or(|id| !form.used.contains(id)));
        let left: Vec<Block> = left.cloned().collect();
        texts.push(blocks::write(&left, 1, form));
    }
    texts.push(back(book, form));
    joined(texts)
}

/// Whether two lessons have a note of the same name.
fn have_equal_notes(book: &Book) -> bool {
    let mut names = BTreeSet::new();
    let mut equal = false;
    for chapter in book.chapters() {
        let mut own = BTreeSet::new();
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            if let BlockKind::Notes { notes } = &block.kind {
                own.extend(notes.iter().map(|note| note.label.to_lowercase()));
            }
        });
        equal |= own.into_iter().any(|name| !names.insert(name));
    }
    equal
}

/// A lesson as a section. The number of its station is no part of its title.
fn chapter_text(chapter: &Chapter, level: u8, form: &mut Form) -> String {
    let attributes = match &chapter.station {
        Some(station) => format!("#{} station={}", chapter.id, station.number),
        None => format!("#{}", chapter.id),
    };
    let title = heading_with(level, &chapter.lesson.title.content, &attributes, form);
    joined([title, blocks::write(&chapter.lesson.blocks, level - 1, form)])
}

/// What a policy moved behind the last lesson; the rest of the pages there is made for the book.
fn back(book: &Book, form: &mut Form) -> String {
    let mut texts = Vec::new();
    for page in &book.back {
        let BackPage::Colophon(text) = page else { continue };
        let promo = text.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Boilerplate { .. }));
        let promo: Vec<Block> = promo.cloned().collect();
        texts.push(blocks::write(&promo, 1, form));
    }
    joined(texts).trim_end().to_owned()
}

fn heading(level: u8, content: &[Inline], id: Option<&TargetId>, form: &mut Form) -> String {
    let attributes = id.map(|id| format!("#{id}")).unwrap_or_default();
    heading_with(level, content, &attributes, form)
}

fn heading_with(level: u8, content: &[Inline], attributes: &str, form: &mut Form) -> String {
    let text = escape::behind_marks(&inlines::write(content, Place::Heading, form));
    let braces = if attributes.is_empty() { String::new() } else { format!(" {{{attributes}}}") };
    format!("{} {text}{braces}", "#".repeat(usize::from(level)))
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
        // Where nothing is known a date stands in for it, which is nobody's to say.
        modified: Some(of.modified).filter(|date| *date != Date::FALLBACK),
        summary: of.description.clone(),
        ..LessonMetadata::default()
    }
}
