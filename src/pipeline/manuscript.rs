//! An outline → a manuscript: every lesson of a path read, every picture loaded, nothing resolved yet.

use super::Press;
use super::naming;
use super::pictures::{self, Loaded};
use crate::config::Settings;
use crate::diagnostics::Diagnostics;
use crate::images::Picture;
use crate::input::{Files, InputKind, LARGEST_TEXT, natural, shown};
use crate::model::Lesson;
use crate::reader::{self, ReadOptions};
use crate::resolve::{Counting, PlacedLesson, Scope, own_numbers};
use crate::source::{FileId, Sources};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Which lessons a path has and what is set for it, before any of them is read.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Whether the lessons make a path, or one lesson stands alone.
    pub kind: InputKind,
    /// The folder's own name, or the stem of the lesson.
    pub name: String,
    /// The same as a name for files: lower-case ASCII letters, digits and hyphens.
    pub slug: String,
    /// The folder that the settings are relative to.
    pub folder: PathBuf,
    /// The folder no lesson may lead out of.
    pub root: PathBuf,
    /// What is set.
    pub settings: Settings,
    /// The configuration files, which the spans of `settings` point into.
    pub sources: Sources,
    /// The lessons.
    pub lessons: Vec<OutlineLesson>,
    /// Lessons that are listed and do not exist.
    pub missing: Vec<PathBuf>,
    /// Whether the order of `lessons` is the author's.
    pub order: Order,
    /// The title of each part; empty when the path is not divided.
    pub part_titles: Vec<Option<String>>,
}

/// Who has ordered the lessons of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The author, in `path.toml`.
    Listed,
    /// Nobody: they come by station number (or the number their file name begins with), then in natural
    /// order of their names.
    Discovered,
}

/// A lesson in an outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineLesson {
    /// Its file.
    pub path: PathBuf,
    /// The file relative to the path's folder, with forward slashes.
    pub reference: String,
    /// The file name without folder and suffix; of a lesson that is named by its folder, the folder's name.
    pub stem: String,
    /// The title that the list of the path gives it, for a lesson that has none itself.
    pub title: Option<String>,
    /// The part it belongs to, counted from 0.
    pub part: usize,
    /// Whether its place on the path gives it a number.
    pub counting: Counting,
    /// What it is read for.
    pub wanted: Wanted,
}

/// What a lesson is read for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// To be exported.
    Exported,
    /// For its title and number alone, which other lessons refer to; its faults are not reported.
    Named,
}

/// The lessons of a path as they were read, and their pictures.
#[derive(Clone, Debug)]
pub struct Manuscript {
    /// The configuration files and the lessons.
    pub sources: Sources,
    /// The lessons in their order. Those without any text are not among them.
    pub lessons: Vec<PlacedLesson>,
    /// What each lesson is read for, as `lessons`.
    pub wanted: Vec<Wanted>,
    /// What a lesson of them knows of the others when it is published on its own.
    pub scope_of_lesson: Scope,
    /// The file of each lesson, as `lessons`.
    pub files: Vec<PathBuf>,
    /// The pictures of each lesson by the path their author wrote, as `lessons`.
    pub pictures: Vec<BTreeMap<String, Loaded>>,
    /// The cover.
    pub cover: Option<Picture>,
    /// The title of each part; empty when the path is not divided.
    pub part_titles: Vec<Option<String>>,
    /// The picture files that were read, by name for people, in order.
    pub picture_files: BTreeMap<String, Loaded>,
}

struct Read {
    placed: PlacedLesson,
    wanted: Wanted,
    path: PathBuf,
}

/// Reads the lessons of an outline and the pictures they show. A lesson that cannot be read, or has no
/// text, is reported and left out.
pub fn read(
    outline: &Outline,
    files: &dyn Files,
    press: &Press,
    diagnostics: &mut Diagnostics,
) -> Manuscript {
    let mut sources = outline.sources.clone();
    let options = read_options(outline, press);
    let mut read: Vec<Read> = Vec::new();
    let untitled = naming::titles(&outline.lessons);
    for (lesson, title) in outline.lessons.iter().zip(untitled) {
        let options = ReadOptions { untitled: Some(title), ..options.clone() };
        let mut findings = Diagnostics::default();
        if let Some(found) = read_lesson(outline, lesson, files, &options, &mut sources, &mut findings) {
            let (reference, stem) = (lesson.reference.clone(), lesson.stem.clone());
            let (part, counting) = (lesson.part, lesson.counting);
            let placed = PlacedLesson { lesson: found, reference, stem, part, counting };
            read.push(Read { placed, wanted: lesson.wanted, path: lesson.path.clone() });
        }
        if lesson.wanted == Wanted::Exported {
            diagnostics.extend(findings);
        }
    }
    if outline.order == Order::Discovered {
        let placed: Vec<&PlacedLesson> = read.iter().map(|read| &read.placed).collect();
        let numbers = own_numbers(&placed);
        let mut numbered: Vec<(Option<u32>, Read)> = numbers.into_iter().zip(read).collect();
        numbered.sort_by(|(a_number, a), (b_number, b)| {
            let names = || natural(&a.placed.reference, &b.placed.reference);
            a_number.unwrap_or(u32::MAX).cmp(&b_number.unwrap_or(u32::MAX)).then_with(names)
        });
        read = numbered.into_iter().map(|(_, read)| read).collect();
    }
    let mut shelf = pictures::Shelf::new(files, &outline.root, &press.fonts);
    let mut manuscript = Manuscript {
        cover: cover(outline, &mut shelf, diagnostics),
        sources,
        lessons: Vec::new(),
        wanted: Vec::new(),
        scope_of_lesson: Scope::alone(),
        files: Vec::new(),
        pictures: Vec::new(),
        part_titles: outline.part_titles.clone(),
        picture_files: BTreeMap::new(),
    };
    for read in read {
        let pictures = match read.wanted {
            Wanted::Exported => shelf.of_lesson(&read.placed.lesson, &read.path, diagnostics),
            Wanted::Named => BTreeMap::new(),
        };
        manuscript.pictures.push(pictures);
        manuscript.lessons.push(read.placed);
        manuscript.wanted.push(read.wanted);
        manuscript.files.push(read.path);
    }
    if outline.kind == InputKind::Path {
        manuscript.scope_of_lesson = Scope::lesson_of(&manuscript.lessons);
    }
    manuscript.picture_files = shelf.into_files();
    manuscript
}

fn read_lesson(
    outline: &Outline,
    lesson: &OutlineLesson,
    files: &dyn Files,
    options: &ReadOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Lesson> {
    let name = shown(&lesson.path);
    let bytes = match files.read(&lesson.path, &outline.root, LARGEST_TEXT) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(error.diagnostic(&name));
            return None;
        }
    };
    let id: FileId = sources.add(name, bytes);
    let read = reader::read(sources.get(id)?, options, diagnostics);
    (!read.blocks.is_empty()).then_some(read)
}

/// How the lessons of an outline are read.
pub fn read_options(outline: &Outline, press: &Press) -> ReadOptions {
    let mut options = ReadOptions {
        dialect: press.dialect,
        language: outline.settings.language.clone(),
        classify: outline.settings.classify,
        ..ReadOptions::default()
    };
    if let Some(label) = &outline.settings.policy.station_label {
        options.station_label.clone_from(label);
    }
    options
}

fn cover(
    outline: &Outline,
    shelf: &mut pictures::Shelf<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Picture> {
    let cover = outline.settings.cover.as_ref()?;
    // A cover named by the library's file lies beside that file.
    let named_by = outline.sources.get(cover.span.file).map(|file| PathBuf::from(file.name()));
    let folder = named_by.as_deref().and_then(|file| file.parent()).unwrap_or(&outline.folder);
    shelf.load(&cover.name, folder, cover.span, diagnostics).map(|loaded| loaded.picture)
}
