//! Resolved lessons → book: chapters in parts, policies, contents, metadata, in this order.

use super::metadata::Facts;
use super::{Edition, contents, ends, policy, words};
use crate::diagnostics::Diagnostics;
use crate::model::{
    BackPage, Block, Book, Chapter, ContentsEntry, FrontPage, Part, Station, Text, Unit, Words, walk,
};
use crate::resolve::{Names, ResolvedLesson};

/// Makes the book of an edition from its lessons. Lessons of one part keep their order.
pub fn assemble(lessons: Vec<ResolvedLesson>, edition: &Edition<'_>, diagnostics: &mut Diagnostics) -> Book {
    let stem = lessons.first().map(|lesson| lesson.stem.clone()).unwrap_or_default();
    let mut chapters: Vec<(usize, Chapter)> =
        lessons.into_iter().map(|lesson| (lesson.part, chapter(lesson))).collect();
    chapters.sort_by_key(|(part, _)| *part);

    let metadata =
        Facts { edition, chapters: chapters.iter().map(|(_, chapter)| chapter).collect(), stem: &stem }
            .metadata();
    let words = words_of(edition, &metadata.language);
    for (_, chapter) in &mut chapters {
        label(&mut chapter.station, &words);
    }

    let mut names = taken_names(&chapters);
    let set = &edition.settings.policy;
    let taken = policy::take_promo(chapters.iter_mut().map(|(_, chapter)| chapter), set.promo, diagnostics);
    let all = chapters.iter_mut().map(|(_, chapter)| chapter);
    policy::settle_disclaimers(all, set.disclaimer, &mut names);

    let mut parts = parts(chapters, &edition.part_titles, &mut names);
    let mut back = back_pages(taken.moved, &words, &mut names);
    ends::tie_off(&mut parts, &mut back, diagnostics);
    let mut contents = contents::contents(&parts);
    contents.extend(back.iter().map(back_entry));
    Book {
        metadata,
        unit: edition.unit,
        words,
        front: front_pages(edition.unit),
        parts,
        back,
        contents,
        withheld: taken.withheld,
    }
}

/// A lesson as a chapter; the label of its station waits for the book's language.
fn chapter(lesson: ResolvedLesson) -> Chapter {
    Chapter {
        id: lesson.id,
        slug: lesson.slug,
        station: lesson.station.map(|number| Station { number, label: String::new() }),
        title: lesson.title,
        lesson: lesson.lesson,
    }
}

fn label(station: &mut Option<Station>, words: &Words) {
    if let Some(station) = station {
        station.label = format!("{} {}", words.station, station.number);
    }
}

/// The words of the book's language, with the author's own word for a station.
fn words_of(edition: &Edition<'_>, language: &crate::model::LangTag) -> Words {
    let mut words = words(language);
    if let Some(label) = &edition.settings.policy.station_label {
        words.station.clone_from(label);
    }
    words
}

/// The names of all places in the lessons.
fn taken_names(chapters: &[(usize, Chapter)]) -> Names {
    let mut names = Names::default();
    for (_, chapter) in chapters {
        names.take(chapter.id.as_str());
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            if let Some(id) = &block.id {
                names.take(id.as_str());
            }
        });
    }
    names
}

/// Puts chapters into their parts. A part without a lesson is left out; lessons of a part that has no
/// entry among the titles form a part without a title.
fn parts(chapters: Vec<(usize, Chapter)>, titles: &[Option<String>], names: &mut Names) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = None;
    let mut numbered = 0;
    for (place, chapter) in chapters {
        if open != Some(place) {
            open = Some(place);
            let title = titles.get(place).cloned().flatten();
            let number = title.as_ref().map(|_| {
                numbered += 1;
                numbered
            });
            let id = names.unique_id(&format!("part-{}", parts.len() + 1));
            parts.push(Part { id, title, number, chapters: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.chapters.push(chapter);
        }
    }
    parts
}

fn front_pages(unit: Unit) -> Vec<FrontPage> {
    match unit {
        Unit::Path => vec![FrontPage::Cover, FrontPage::TitlePage, FrontPage::Imprint, FrontPage::Contents],
        Unit::Lesson => Vec::new(),
    }
}

fn back_pages(moved: Vec<Block>, words: &Words, names: &mut Names) -> Vec<BackPage> {
    if moved.is_empty() {
        return Vec::new();
    }
    let (id, title) = (names.unique_id("colophon"), words.colophon.clone());
    vec![BackPage::Colophon(Text { id, title, blocks: moved })]
}

fn back_entry(page: &BackPage) -> ContentsEntry {
    ContentsEntry {
        title: page.title().to_owned(),
        label: None,
        content: Vec::new(),
        target: page.id().clone(),
        children: Vec::new(),
    }
}
