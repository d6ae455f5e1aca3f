//! Chapters, headings, key terms, tables and figures → places: names that are unique in the book, and for
//! each lesson the fragments by which links may call them.

use super::slug::{Names, github_slug, slug};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, Lesson, TargetId, walk};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The name of a lesson in files and links.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ChapterName {
    pub(super) slug: String,
    pub(super) id: TargetId,
}

/// The fragments of one lesson and the places they mean.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Fragments(BTreeMap<String, TargetId>);

impl Fragments {
    /// The place a fragment means: as written, in lower case, or as an id would have been cleaned.
    pub(super) fn get(&self, fragment: &str) -> Option<&TargetId> {
        let clean = || self.0.get(TargetId::new(fragment).as_str());
        self.0.get(fragment).or_else(|| self.0.get(&fragment.to_lowercase())).or_else(clean)
    }

    /// All fragments, in order of their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Adds a fragment unless an earlier place has it.
    fn offer(&mut self, fragment: &str, id: &TargetId) {
        if !fragment.is_empty() {
            self.0.entry(fragment.to_owned()).or_insert_with(|| id.clone());
        }
    }
}

/// Gives every chapter and every place in it a name. One entry for each lesson: its own name and its
/// fragments. `titles` and `stations` are those of the lessons.
pub(super) fn name_all(
    lessons: &mut [&mut Lesson],
    titles: &[String],
    stations: &[Option<u32>],
    diagnostics: &mut Diagnostics,
) -> Vec<(ChapterName, Fragments)> {
    let mut names = Names::default();
    let authored = authored_ids(lessons);
    let made = made_names(lessons);
    let shared = shared_names(lessons, &made);
    let chapters: Vec<ChapterName> = titles
        .iter()
        .zip(stations)
        .map(|(title, station)| chapter_name(title, *station, &authored, &mut names))
        .collect();
    // The author's own names are given out first, so that no made name takes one away.
    for (lesson, chapter) in lessons.iter_mut().zip(&chapters) {
        keep_authored(&mut lesson.blocks, chapter, &mut names, diagnostics);
    }
    let chapters_with_lessons = chapters.into_iter().zip(lessons).zip(titles).zip(made);
    chapters_with_lessons
        .map(|(((chapter, lesson), title), made)| {
            let fragments = name_places(lesson, title, &chapter, made, &shared, &mut names);
            (chapter, fragments)
        })
        .collect()
}

fn chapter_name(
    title: &str,
    station: Option<u32>,
    authored: &FxHashSet<String>,
    names: &mut Names,
) -> ChapterName {
    let words = slug(title);
    let name = match (station, words.as_str()) {
        (Some(number), "") => format!("s{number:02}"),
        (Some(number), words) => format!("s{number:02}-{words}"),
        (None, "") => "lesson".to_owned(),
        (None, words) => words.to_owned(),
    };
    let mut slug = name.clone();
    let mut number = 1;
    // Slugs and their ids are in lower case, and so is the list of the authors' ids.
    while authored.contains(TargetId::new(&slug).as_str()) || !names.take(&slug) {
        number += 1;
        slug = format!("{name}-{number}");
    }
    let id = TargetId::new(&slug);
    names.take(id.as_str());
    ChapterName { slug, id }
}

/// All ids that authors gave, in lower case.
fn authored_ids(lessons: &[&mut Lesson]) -> FxHashSet<String> {
    let mut ids = FxHashSet::default();
    for lesson in lessons {
        walk::blocks(&lesson.blocks, &mut |block| {
            ids.extend(block.id.iter().map(|id| id.as_str().to_ascii_lowercase()));
        });
    }
    ids
}

/// The name made for each block of a lesson, in the order of a walk.
type MadeNames = Vec<Option<String>>;

fn made_names(lessons: &[&mut Lesson]) -> Vec<MadeNames> {
    let of_lesson = |lesson: &&mut Lesson| {
        let (mut made, mut count) = (MadeNames::new(), Counts::default());
        walk::blocks(&lesson.blocks, &mut |block| made.push(made_name(&block.kind, &mut count)));
        made
    };
    lessons.iter().map(of_lesson).collect()
}

/// The made names that more than one lesson would use; each use then carries its chapter's name, so
/// that a name does not depend on the order of the lessons.
fn shared_names(lessons: &[&mut Lesson], made: &[MadeNames]) -> FxHashSet<String> {
    // The lesson that uses a name first.
    let mut users: FxHashMap<&str, usize> = FxHashMap::default();
    let mut shared = FxHashSet::default();
    for (number, (lesson, made)) in lessons.iter().zip(made).enumerate() {
        let mut made = made.iter();
        walk::blocks(&lesson.blocks, &mut |block| {
            let Some(Some(name)) = made.next() else { return };
            if block.id.is_none() && *users.entry(name).or_insert(number) != number {
                shared.insert(name.clone());
            }
        });
    }
    shared
}

/// How many of each kind of place a lesson has so far.
#[derive(Default)]
struct Counts {
    sections: u32,
    terms: u32,
    tables: u32,
    figures: u32,
}

/// The name made for a block; none for blocks that get one from their author only.
fn made_name(kind: &BlockKind, count: &mut Counts) -> Option<String> {
    let (what, number, text) = match kind {
        BlockKind::Heading { content, .. } => ("section", &mut count.sections, walk::plain_text(content)),
        BlockKind::KeyTerm(key_term) => ("term", &mut count.terms, walk::plain_text(&key_term.term)),
        BlockKind::Table(table) => ("table", &mut count.tables, walk::plain_text(&table.caption)),
        BlockKind::Figure(figure) => ("figure", &mut count.figures, walk::plain_text(&figure.caption)),
        _ => return None,
    };
    *number += 1;
    let words = slug(&text);
    Some(match (words.as_str(), what) {
        ("", _) => format!("{what}-{number}"),
        (words, "section") => words.to_owned(),
        (words, _) => format!("{what}-{words}"),
    })
}

/// Keeps the names authors gave. What two lessons call alike gets the name of its chapter in the later
/// one; what is called alike inside one lesson is a mistake.
fn keep_authored(
    blocks: &mut [Block],
    chapter: &ChapterName,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    let mut here: BTreeSet<TargetId> = BTreeSet::new();
    walk::blocks_mut(blocks, &mut |block| {
        let Some(id) = block.id.take() else { return };
        if !here.insert(id.clone()) {
            let found = Diagnostic::new(Code::DuplicateId, format!("the id `{id}` is used twice"));
            diagnostics.push(found.at(block.span).help("give this place an id of its own"));
        }
        block.id = Some(match names.take(id.as_str()) {
            true => id,
            false => names.unique_id(&format!("{}-{id}", chapter.slug)),
        });
    });
}

/// Names the places that have no name yet and gathers the fragments of the lesson.
fn name_places(
    lesson: &mut Lesson,
    title: &str,
    chapter: &ChapterName,
    made: MadeNames,
    shared: &FxHashSet<String>,
    names: &mut Names,
) -> Fragments {
    let mut fragments = Fragments::default();
    let mut names_made = made.into_iter();
    let mut made: Vec<(String, TargetId)> = Vec::new();
    let mut headings: Vec<(String, TargetId)> = vec![(github_slug(title), chapter.id.clone())];
    let prefix = format!("{}-", chapter.slug);
    walk::blocks_mut(&mut lesson.blocks, &mut |block| {
        let name = names_made.next().flatten();
        let id = match (&block.id, &name) {
            (Some(id), _) => {
                fragments.offer(id.as_str(), id);
                fragments.offer(id.as_str().strip_prefix(&prefix).unwrap_or_default(), id);
                id.clone()
            }
            (None, Some(name)) if shared.contains(name) || !names.is_free(name) => {
                names.unique_id(&format!("{prefix}{name}"))
            }
            (None, Some(name)) => names.unique_id(name),
            (None, None) => return,
        };
        if let BlockKind::Heading { content, .. } = &block.kind {
            headings.push((github_slug(&walk::plain_text(content)), id.clone()));
        }
        made.extend(name.map(|name| (name, id.clone())));
        block.id = Some(id);
    });
    super::notes::name(lesson, &prefix, names);
    offer_headings(&mut fragments, headings);
    for (name, id) in made {
        fragments.offer(&name, &id);
        fragments.offer(id.as_str(), &id);
    }
    fragments
}

/// Offers headings by the names GitHub gives them: the second of a name is called `-1`.
fn offer_headings(fragments: &mut Fragments, headings: Vec<(String, TargetId)>) {
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for (name, id) in headings {
        let time = times.entry(name.clone()).or_insert(0);
        match *time {
            0 => fragments.offer(&name, &id),
            number => fragments.offer(&format!("{name}-{number}"), &id),
        }
        *time += 1;
    }
}
