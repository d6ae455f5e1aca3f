//! Pages around the lessons → PDF: front pages, glossary, index, lists; what refers to pages conforms too.

use super::whole::{SPAN, heading, paragraph, table, text, whole};
use super::{jpeg, keep, png};
use crate::backend::pdf::Pdf;
use crate::backend::{Backend, RenderJob};
use crate::book::Pictures;
use crate::diagnostics::{Code, Diagnostics};
use crate::fonts::FontLibrary;
use crate::model::*;
use crate::theme::Theme;
use lopdf::Document;

const TERMS: [(&str, &str); 12] = [
    ("Adenosine", "a messenger that gathers while we are awake and makes us tired"),
    ("Amnesia", "the loss of memories, or of the power to form new ones"),
    ("Consolidation", "the work by which a fresh trace becomes lasting, much of it in deep sleep"),
    ("Cortex", "the outer layer of the brain, in which most lasting memories are kept"),
    ("Circadian rhythm", "the daily rise and fall of wakefulness, set by light"),
    ("Dream", "what is lived through in sleep, mostly in its last third"),
    ("Engram", "the trace that an experience leaves in a group of cells"),
    ("Hippocampus", "the part of the brain that holds new memories until they are moved to the cortex"),
    ("Interference", "the overwriting of one trace by another that is like it"),
    ("Melatonin", "a hormone that tells the body that it is night"),
    ("Replay", "the firing of cells in sleep in the order in which they fired by day"),
    ("Spindle", "a short burst of waves in light sleep that goes with learning"),
];

fn place(chapter: &Chapter, name: &str, weight: Weight) -> Locator {
    let target = if name.is_empty() { chapter.id.clone() } else { TargetId::new(name) };
    Locator { target, label: format!("Station {}", chapter.slug), title: chapter.title.clone(), weight }
}

fn groups<E>(entries: Vec<(char, E)>) -> Vec<LetterGroup<E>> {
    let mut groups: Vec<LetterGroup<E>> = Vec::new();
    for (letter, entry) in entries {
        match groups.last_mut().filter(|group| group.letter == letter.to_string()) {
            Some(group) => group.entries.push(entry),
            None => groups.push(LetterGroup { letter: letter.to_string(), entries: vec![entry] }),
        }
    }
    groups
}

fn glossary(chapters: &[Chapter]) -> BackPage {
    let entry = |(number, (term, meaning)): (usize, &(&str, &str))| {
        let sense = |words: &str| Sense {
            definition: vec![paragraph(words)],
            defined: vec![place(&chapters[number % 3], "", Weight::Principal)],
        };
        let mut senses = vec![sense(&format!("{meaning}."))];
        if number == 6 {
            senses.push(sense("a word for a trace, whatever leaves it."));
            senses[1].definition.push(paragraph("It was coined in 1904."));
        }
        let entry = GlossaryEntry {
            id: TargetId::new(&format!("term-{number}")),
            term: text(term),
            senses,
            uses: chapters
                .iter()
                .take(number % 4)
                .map(|chapter| place(chapter, "", Weight::Passing))
                .collect(),
        };
        (term.chars().next().unwrap(), entry)
    };
    let entries = TERMS.iter().enumerate().map(entry).collect();
    BackPage::Glossary(Lettered {
        id: TargetId::new("glossary"),
        title: "Glossary".to_owned(),
        groups: groups(entries),
    })
}

fn index(chapters: &[Chapter]) -> BackPage {
    let plain = |heading: &str, locators: Vec<Locator>| IndexEntry {
        heading: text(heading),
        locators,
        children: Vec::new(),
    };
    let mut entries = Vec::new();
    for (number, (term, _)) in TERMS.iter().enumerate() {
        let letter = term.chars().next().unwrap();
        let deep = place(&chapters[1], "deep-2", Weight::Passing);
        let mut entry = plain(term, vec![place(&chapters[0], "", Weight::Principal), deep]);
        entry.locators.extend(chapters.iter().skip(number % 3).map(|one| place(one, "", Weight::Passing)));
        if number % 3 == 0 {
            let below = ["and age", "in animals that sleep with one half of the brain", "measured"];
            let below =
                below.iter().map(|name| plain(name, vec![place(&chapters[2], "more-3", Weight::Passing)]));
            entry.children = below.collect();
        }
        entries.push((letter, entry));
        entries.push((
            letter,
            plain(&format!("{term} in everyday speech"), vec![place(&chapters[2], "", Weight::Passing)]),
        ));
    }
    let title = "Index".to_owned();
    BackPage::Index(Lettered { id: TargetId::new("index"), title, groups: groups(entries) })
}

fn page(id: &str, title: &str, blocks: Vec<Block>) -> Text {
    Text { id: TargetId::new(id), title: title.to_owned(), blocks }
}

/// A book with everything around its lessons, which refer to each other.
fn around() -> (Book, Pictures) {
    let mut pictures = Pictures::default();
    let ids = [pictures.add(png(128)), pictures.add(jpeg())];
    let mut book = whole(3, ids);
    book.words.page = "page".to_owned();
    let refer = |number: u32| InlineKind::StationRef {
        number,
        text: format!("Station {number}"),
        target: Some(TargetId::new(&format!("s{number}"))),
        title: Some(format!("Chapter {number}")),
        aside: None,
    };
    let mut said = text("More of this in ");
    said.push(Inline::new(refer(3), SPAN));
    said.extend(text(" (after "));
    said.push(Inline::new(refer(2), SPAN));
    said.extend(text("); the "));
    let (target, id) = (TargetId::new("term-6"), TargetId::new("use-1"));
    said.push(Inline::new(InlineKind::TermRef { content: text("engram"), target, id }, SPAN));
    let id = Some(TargetId::new("mark-1"));
    said.push(Inline::new(
        InlineKind::IndexMark { content: text(" stays"), entry: Vec::new(), marker: Marker::Author, id },
        SPAN,
    ));
    said.extend(text("."));
    book.parts[0].chapters[0].lesson.blocks.insert(0, Block::paragraph(said, SPAN));
    book.metadata.subtitle =
        Some("How the night sorts what the day has left behind, and what you can do about it".to_owned());
    book.metadata.publisher = Some("The Night School".to_owned());
    let chapters: Vec<Chapter> = book.chapters().cloned().collect();
    let notice = page("notice", "A note before you read", vec![paragraph("This book is no medical advice.")]);
    let guide = page("guide", "How to read this book", vec![paragraph("Boxes explain terms."), table(3)]);
    book.front.push(FrontPage::Guide(guide));
    book.front.push(FrontPage::Notice(notice));
    let listed = |chapter: &Chapter| Listed {
        caption: text("Stages of sleep"),
        place: place(chapter, "", Weight::Passing),
    };
    let tables = Listing {
        id: TargetId::new("tables"),
        title: "Tables".to_owned(),
        entries: chapters.iter().map(listed).collect(),
    };
    let sources = page(
        "sources",
        "Sources",
        vec![heading("chapter-1-sources", 2, "Chapter 1"), paragraph("A. Nightly, On Sleep, 1999.")],
    );
    let colophon = page("colophon", "Colophon", vec![paragraph("Set in Source Serif and Source Sans.")]);
    book.back = vec![
        glossary(&chapters),
        BackPage::Sources(sources),
        BackPage::Tables(tables),
        index(&chapters),
        BackPage::Colophon(colophon),
    ];
    let entry = |title: &str, target: &str| ContentsEntry {
        title: title.to_owned(),
        label: None,
        content: Vec::new(),
        target: TargetId::new(target),
        children: Vec::new(),
    };
    book.contents.insert(0, entry("How to read this book", "guide"));
    let back: Vec<ContentsEntry> =
        book.back.iter().map(|page| entry(page.title(), page.id().as_str())).collect();
    book.contents.extend(back);
    (book, pictures)
}

#[test]
fn the_pages_around_the_lessons_conform() {
    let fonts = FontLibrary::embedded();
    let theme = Theme::embedded("book").unwrap();
    let (book, pictures) = around();
    let job = RenderJob { book: &book, pictures: &pictures, theme: &theme, fonts: &fonts, pages: None };
    let mut diagnostics = Diagnostics::default();
    let artifact = Pdf::default().render(&job, &mut diagnostics).unwrap();
    keep("pdf-around.pdf", &artifact.bytes);
    // How well its pages are set is another matter.
    let found = diagnostics.iter().filter(|finding| finding.code != Code::PageFlaw);
    let messages: Vec<&str> = found.map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, Vec::<&str>::new());
    let document = Document::load_mem(&artifact.bytes).unwrap();
    let links = document.objects.values().filter_map(|object| object.as_dict().ok());
    let links = links.filter(|entry| {
        entry.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Link")
    });
    assert!(links.count() > 80);
}
