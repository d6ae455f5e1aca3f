//! Books → typeset → PDF: what the typesetter really hands over conforms too.

use super::{book, jpeg, keep, painted, png};
use crate::backend::pdf::Pdf;
use crate::backend::{Backend, RenderJob};
use crate::book::Pictures;
use crate::diagnostics::{Diagnostics, Severity};
use crate::fonts::FontLibrary;
use crate::model::*;
use crate::source::{FileId, Span};
use crate::theme::Theme;
use lopdf::Document;

pub(super) const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

pub(super) fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words, SPAN)]
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block::new(kind, SPAN)
}

pub(super) fn paragraph(words: &str) -> Block {
    Block::paragraph(text(words), SPAN)
}

pub(super) fn heading(id: &str, level: u8, words: &str) -> Block {
    let kind = BlockKind::Heading { level: HeadingLevel::nearest(level), content: text(words) };
    Block { id: Some(TargetId::new(id)), ..block(kind) }
}

fn list(marker: ListMarker) -> Block {
    let item = |lead: &str, words: &str| ListItem {
        lead: if lead.is_empty() { Vec::new() } else { text(lead) },
        task: None,
        blocks: vec![paragraph(words)],
        span: SPAN,
    };
    block(BlockKind::List(List {
        marker,
        items: vec![item("Light", "the first stage"), item("", "the next")],
    }))
}

pub(super) fn table(rows: usize) -> Block {
    let row = |cells: [String; 2]| Row {
        cells: cells.into_iter().map(|cell| Cell::new(text(&cell), SPAN)).collect(),
        span: SPAN,
    };
    block(BlockKind::Table(Table {
        subheads: Vec::new(),
        caption: text("Stages of sleep"),
        alignments: vec![Alignment::Auto, Alignment::End],
        head: Some(row(["Stage".to_owned(), "Share".to_owned()])),
        rows: (0..rows).map(|n| row([format!("Stage {n}"), format!("{n} %")])).collect(),
    }))
}

fn figure(picture: ImageId) -> Block {
    let alt = Alt::Text("A wave of sleep".to_owned());
    let image = Image { source: "wave.png".to_owned(), alt, title: None, picture: Some(picture) };
    block(BlockKind::Figure(Figure { image, caption: text("Waves") }))
}

fn linked() -> Block {
    let link = |target| {
        Inline::new(
            InlineKind::Link { target, title: None, content: text("a link that is long enough to break") },
            SPAN,
        )
    };
    let mut content = text("Efficient office affairs: re\u{AD}search shows ");
    content.push(link(LinkTarget::External { url: "https://example.org/".to_owned() }));
    content.extend(text(", and so does "));
    content.push(link(LinkTarget::Internal { target: TargetId::new("deep") }));
    content.push(Inline::new(InlineKind::Strong { content: text(" strongly") }, SPAN));
    content.push(Inline::new(InlineKind::Emphasis { content: text(" and softly") }, SPAN));
    content.push(Inline::new(InlineKind::Code { text: "let x = 1;".to_owned() }, SPAN));
    Block::paragraph(content, SPAN)
}

/// A book of as many chapters, each with everything in it.
pub(super) fn whole(chapters: u32, pictures: [ImageId; 2]) -> Book {
    let mut book = book();
    let words = "Sleep sorts what the day has left, keeps what is worth it and lets go of the rest. ";
    let chapter = |number: u32| {
        let id = |name: &str| if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let mut blocks = vec![linked(), paragraph(&words.repeat(12)), heading(&id("deep"), 2, "Deep sleep")];
        blocks.extend([list(ListMarker::Bullet), list(ListMarker::Number { start: 3 }), table(40)]);
        blocks.extend([figure(pictures[0]), heading(&id("more"), 3, "More of it"), figure(pictures[1])]);
        blocks.push(block(BlockKind::KeyTerm(KeyTerm {
            term: text("Engram"),
            definition: vec![paragraph("a trace of memory")],
        })));
        blocks.push(block(BlockKind::Quote { blocks: vec![paragraph("To sleep, perchance to dream.")] }));
        let code = CodeBlock { language: None, text: "fn main() {\n    sleep();\n}".to_owned() };
        blocks.push(block(BlockKind::Code(code)));
        blocks.push(block(BlockKind::Takeaway { blocks: vec![paragraph("Sleep well.")] }));
        blocks.push(block(BlockKind::Break));
        blocks.push(paragraph("The end."));
        let title = format!("Chapter {number}");
        Chapter {
            id: TargetId::new(&format!("s{number}")),
            slug: format!("s{number}"),
            station: Some(Station { number, label: format!("Station {number}") }),
            title: title.clone(),
            lesson: Lesson {
                file: FileId(0),
                dialect: Dialect::Markdown,
                metadata: LessonMetadata::default(),
                title: Title { content: text(&title), span: SPAN },
                blocks,
                trivia: Vec::new(),
            },
        }
    };
    book.front = vec![FrontPage::TitlePage, FrontPage::Imprint, FrontPage::Contents];
    let chapters: Vec<Chapter> = (1..=chapters).map(chapter).collect();
    book.contents = chapters
        .iter()
        .map(|chapter| ContentsEntry {
            title: chapter.title.clone(),
            label: chapter.station.as_ref().map(|station| station.label.clone()),
            content: Vec::new(),
            target: chapter.id.clone(),
            children: Vec::new(),
        })
        .collect();
    book.parts = vec![Part { id: TargetId::new("part-1"), title: None, number: None, chapters }];
    book
}

#[test]
fn a_typeset_book_conforms_and_is_the_same_twice() {
    let fonts = FontLibrary::embedded();
    let theme = Theme::embedded("book").or_else(|_| Theme::embedded(Theme::names()[0])).unwrap();
    let mut pictures = Pictures::default();
    let ids = [pictures.add(png(128)), pictures.add(jpeg())];
    let book = whole(3, ids);
    let job = RenderJob { book: &book, pictures: &pictures, theme: &theme, fonts: &fonts, pages: None };
    let mut diagnostics = Diagnostics::default();
    let artifact = Pdf::default().render(&job, &mut diagnostics).unwrap();
    keep("pdf-whole.pdf", &artifact.bytes);
    let messages: Vec<&str> = diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, Vec::<&str>::new());
    let document = Document::load_mem(&artifact.bytes).unwrap();
    assert_eq!(u32::try_from(document.get_pages().len()).ok(), artifact.pages);
    for (_, page) in document.get_pages() {
        let mcids = painted(&document, page).mcids;
        assert_eq!(mcids, (0..mcids.len() as i64).collect::<Vec<_>>());
    }
    let again = Pdf::default().render(&job, &mut Diagnostics::default()).unwrap();
    assert!(artifact == again);
}

/// A book of one lesson in Hebrew.
fn hebrew(words: &str) -> Book {
    let mut book = whole(1, [ImageId(0), ImageId(0)]);
    book.metadata.language = "he".parse().unwrap();
    book.front.clear();
    let lesson = &mut book.parts[0].chapters[0].lesson;
    lesson.blocks = vec![paragraph(words)];
    book
}

#[test]
fn hebrew_words_are_written_as_they_are_read_and_their_letters_from_left_to_right() {
    let fonts = FontLibrary::embedded();
    let theme = Theme::embedded("book").or_else(|_| Theme::embedded(Theme::names()[0])).unwrap();
    let words = "שלום 12 בָּרָא ABC (עולם).";
    let book = hebrew(words);
    let pictures = Pictures::default();
    let job = RenderJob { book: &book, pictures: &pictures, theme: &theme, fonts: &fonts, pages: None };
    let mut diagnostics = Diagnostics::default();
    let artifact = Pdf::default().render(&job, &mut diagnostics).unwrap();
    keep("pdf-hebrew.pdf", &artifact.bytes);
    assert!(diagnostics.iter().all(|found| found.severity < Severity::Error), "{diagnostics:?}");
    let document = Document::load_mem(&artifact.bytes).unwrap();

    // The letters of a word from left to right, a letter before its points; words, and what is not Hebrew, as read.
    let page = document.get_pages()[&1];
    let shown = super::extracted_in_all_faces(&document, page);
    assert!(shown.contains("םולש 12 ארָבָּ ABC (םלוע)."), "{shown}");

    // The tree says how they are read.
    let actual =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"ActualText").ok());
    let actual: Vec<String> = actual.filter_map(|text| lopdf::decode_text_string(text).ok()).collect();
    assert!(actual.iter().any(|text| text.trim_end() == words), "{actual:?}");
    assert!(actual.iter().all(|text| text.contains(|c| ('\u{5D0}'..='\u{5EA}').contains(&c))), "{actual:?}");
}
