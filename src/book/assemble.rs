//! Resolved lessons → book: chapters in parts, policies, contents, metadata, in this order.

use super::collation::Order;
use super::listings::Kind;
use super::metadata::Facts;
use super::sentences::{Sentences, sentences};
use super::terms::Terms;
use super::{Edition, contents, ends, index, labels, listings, outside, pages, policy, teasers, words};
use crate::config::DisclaimerPolicy;
use crate::diagnostics::Diagnostics;
use crate::model::{
    BackPage, Block, Book, Chapter, ContentsEntry, FrontPage, Part, Station, TargetId, Unit, Words,
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
    let sentences = sentences(&metadata.language);
    let order = Order::of(&metadata.language);
    let set = &edition.settings.policy;
    let mut names = Names::default();
    // What can be done chapter by chapter is: a whole book does not stay in the cache from one walk to the next.
    for (_, chapter) in &mut chapters {
        label(&mut chapter.station, &words);
        labels::keep_own(chapter, &words);
        outside::explain(chapter, &set.outside_station, &metadata.language);
        take_names(chapter, &mut names);
    }
    let taken = policy::take_promo(chapters.iter_mut().map(|(_, chapter)| chapter), set.promo, diagnostics);
    let merges = set.disclaimer == DisclaimerPolicy::Merge && edition.unit == Unit::Path;
    let moved = match merges {
        true => {
            let all = chapters.iter_mut().map(|(_, chapter)| chapter);
            policy::move_disclaimers(all, &sentences.see_notice, &mut names)
        }
        false => Vec::new(),
    };

    let mut parts = parts(chapters, &edition.part_titles, &mut names);
    let terms = Terms::settle(&mut parts, edition.unit, &mut names);
    let mut maker = Maker { words: &words, sentences, order: &order, names: &mut names };
    let mut back = match edition.unit {
        Unit::Path => maker.back_of_path(&mut parts, &terms, taken.moved),
        Unit::Lesson => maker.back_of_lesson(&parts, &terms, taken.moved),
    };
    let mut front = match edition.unit {
        Unit::Path => maker.front_of_path(&parts, moved),
        Unit::Lesson => Vec::new(),
    };
    teasers::lead_on(&mut parts);
    ends::tie_off(&mut front, &mut parts, &mut back, diagnostics);
    let before = front.iter().filter_map(FrontPage::text).map(|text| entry(&text.title, &text.id));
    let behind = back.iter().map(|page| entry(page.title(), page.id()));
    let contents = before.chain(contents::contents(&parts)).chain(behind).collect();
    Book { metadata, unit: edition.unit, words, front, parts, back, contents, withheld: taken.withheld }
}

/// What the pages around the lessons are made with.
struct Maker<'a> {
    words: &'a Words,
    sentences: &'a Sentences,
    order: &'a Order,
    names: &'a mut Names,
}

impl Maker<'_> {
    fn front_of_path(&mut self, parts: &[Part], disclaimers: Vec<Block>) -> Vec<FrontPage> {
        let mut front = vec![FrontPage::Cover, FrontPage::TitlePage, FrontPage::Imprint, FrontPage::Contents];
        if !disclaimers.is_empty() {
            let id = self.names.unique_id("notice");
            front.extend(pages::notice(disclaimers, self.words, id).map(FrontPage::Notice));
        }
        let guide = pages::guide(parts, self.words, self.sentences, self.names);
        front.extend(guide.map(FrontPage::Guide));
        front
    }

    fn back_of_path(&mut self, parts: &mut [Part], terms: &Terms, promo: Vec<Block>) -> Vec<BackPage> {
        let Maker { words, sentences, order, names } = self;
        let glossary = terms.glossary(Unit::Path, words, order, names).map(BackPage::Glossary);
        let index = index::index(parts, terms, words, order, names).map(BackPage::Index);
        let tables = listings::listing(parts, Kind::Tables, &words.tables, names).map(BackPage::Tables);
        let figures = listings::listing(parts, Kind::Figures, &words.figures, names).map(BackPage::Figures);
        let sources = pages::sources(parts, words, names).map(BackPage::Sources);
        let made = (!parts.is_empty()).then_some(*sentences);
        let colophon = pages::colophon(made, promo, words, names).map(BackPage::Colophon);
        [glossary, index, tables, figures, sources, colophon].into_iter().flatten().collect()
    }

    fn back_of_lesson(&mut self, parts: &[Part], terms: &Terms, promo: Vec<Block>) -> Vec<BackPage> {
        let Maker { words, order, names, .. } = self;
        let glossary = terms.glossary(Unit::Lesson, words, order, names).map(BackPage::Glossary);
        let lesson = parts.iter().flat_map(|part| &part.chapters).next();
        let sources = lesson.and_then(|lesson| pages::sources_of_lesson(lesson, words, names));
        let sources = sources.map(BackPage::Sources);
        let colophon = pages::colophon(None, promo, words, names).map(BackPage::Colophon);
        [glossary, sources, colophon].into_iter().flatten().collect()
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

/// Takes the names of all places in a chapter.
fn take_names(chapter: &Chapter, names: &mut Names) {
    names.take(chapter.id.as_str());
    ends::places_of(&chapter.lesson, &mut |place| {
        names.take(place.as_str());
    });
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

fn entry(title: &str, target: &TargetId) -> ContentsEntry {
    ContentsEntry {
        title: title.to_owned(),
        label: None,
        content: Vec::new(),
        target: target.clone(),
        children: Vec::new(),
    }
}
