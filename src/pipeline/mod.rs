//! The whole order: files → **read** → **resolve** → **assemble** → **render** → bytes.
//!
//! [`read`] makes a [`Manuscript`] of the files of a path, [`bind`] resolves and assembles a book of it,
//! [`set_pages`] sets it into pages when a format shows pages, [`render`] asks a back end for the bytes;
//! [`publish`] is all of them in one breath. What is wrong with a lesson is reported and the rest goes on.
//! Knows no arguments, threads, or particular formats.

mod manuscript;
mod missing;
mod naming;
mod pictures;

pub use manuscript::{Manuscript, Order, Outline, OutlineLesson, Wanted, read, read_options};
pub use missing::point_at_characters;
pub use pictures::Loaded;

use crate::backend::{Backend, Form, RenderJob};
use crate::book::{self, Edition, Pictures};
use crate::config::Settings;
use crate::diagnostics::Diagnostics;
use crate::fonts::FontLibrary;
use crate::input::{Files, InputKind};
use crate::model::{Book, Date, ImageId, Series, Unit};
use crate::output::Artifact;
use crate::reader::DialectChoice;
use crate::resolve::{self, PlacedLesson, Scope};
use crate::source::Sources;
use crate::theme::Theme;
use crate::typeset::{frame::Pages, typeset};

/// What holds for every book of a run.
pub struct Press {
    /// How books look.
    pub theme: Theme,
    /// The faces they are set in.
    pub fonts: FontLibrary,
    /// How lessons are read.
    pub dialect: DialectChoice,
    /// The date of the last change of books that give none.
    pub fallback_date: Date,
}

/// Which book is made of a manuscript.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Extent {
    /// All its lessons.
    Path,
    /// The lesson of this number, counted from 0.
    Lesson(usize),
}

/// A book and its pictures: what a back end is given.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The book.
    pub book: Book,
    /// Its pictures, and no others.
    pub pictures: Pictures,
}

/// Reads, resolves, assembles and renders one book. None when there is no lesson to make it of, or the
/// back end did not pass its own check.
pub fn publish(
    outline: &Outline,
    extent: Extent,
    files: &dyn Files,
    press: &Press,
    backend: &dyn Backend,
    diagnostics: &mut Diagnostics,
) -> (Option<Artifact>, Sources) {
    let mut manuscript = read(outline, files, press, diagnostics);
    let bound = bind_only(&mut manuscript, outline, extent, press, diagnostics);
    let artifact = bound.and_then(|bound| {
        let pages = (backend.form() == Form::Paged).then(|| set_pages(&bound, press, diagnostics));
        point_at_characters(diagnostics, &manuscript.sources);
        render(&bound, pages.as_ref(), press, backend, diagnostics)
    });
    (artifact, manuscript.sources)
}

/// Resolves the lessons of a book and assembles it. None when it would have no lesson.
pub fn bind(
    manuscript: &Manuscript,
    outline: &Outline,
    extent: Extent,
    press: &Press,
    diagnostics: &mut Diagnostics,
) -> Option<Bound> {
    let lessons = match extent {
        Extent::Path => manuscript.lessons.clone(),
        Extent::Lesson(number) => vec![manuscript.lessons.get(number)?.clone()],
    };
    bound(lessons, manuscript, outline, extent, press, diagnostics)
}

/// As [`bind`], for the only book that is made of a manuscript: it takes the lessons.
pub fn bind_only(
    manuscript: &mut Manuscript,
    outline: &Outline,
    extent: Extent,
    press: &Press,
    diagnostics: &mut Diagnostics,
) -> Option<Bound> {
    let all = std::mem::take(&mut manuscript.lessons);
    let lessons = match extent {
        Extent::Path => all,
        Extent::Lesson(number) => vec![all.into_iter().nth(number)?],
    };
    bound(lessons, manuscript, outline, extent, press, diagnostics)
}

/// The book of some lessons of a manuscript.
fn bound(
    mut lessons: Vec<PlacedLesson>,
    manuscript: &Manuscript,
    outline: &Outline,
    extent: Extent,
    press: &Press,
    diagnostics: &mut Diagnostics,
) -> Option<Bound> {
    let (pictures, scope) = match extent {
        Extent::Path => (manuscript.pictures.as_slice(), Scope::Path),
        Extent::Lesson(number) => {
            // On its own a lesson stands in no part.
            lessons.iter_mut().for_each(|lesson| lesson.part = 0);
            let pictures = std::slice::from_ref(manuscript.pictures.get(number)?);
            (pictures, manuscript.scope_of_lesson.clone())
        }
    };
    let first = lessons.first()?;
    let library = pictures::library(pictures, manuscript.cover.as_ref());
    let edition = edition(first, manuscript, outline, extent, press, library.cover);
    resolve::check_policy(&lessons, &outline.settings.policy, diagnostics);
    let lessons = resolve::resolve(lessons, &library.lessons, &scope, diagnostics);
    let book = book::assemble(lessons, &edition, diagnostics);
    Some(Bound { book, pictures: library.pictures })
}

/// Sets a book into pages, for all formats that show pages or speak of them.
pub fn set_pages(bound: &Bound, press: &Press, diagnostics: &mut Diagnostics) -> Pages {
    typeset(&bound.book, &bound.pictures, &press.theme, &press.fonts, diagnostics)
}

/// Asks a back end for the bytes of a book. `pages` is the book as [`set_pages`] sets it, when a format of
/// the run shows pages. None when the bytes did not pass the back end's own check.
pub fn render(
    bound: &Bound,
    pages: Option<&Pages>,
    press: &Press,
    backend: &dyn Backend,
    diagnostics: &mut Diagnostics,
) -> Option<Artifact> {
    let (book, pictures) = (&bound.book, &bound.pictures);
    let job = RenderJob { book, pictures, theme: &press.theme, fonts: &press.fonts, pages };
    backend.render(&job, diagnostics)
}

fn edition<'a>(
    first: &PlacedLesson,
    manuscript: &'a Manuscript,
    outline: &'a Outline,
    extent: Extent,
    press: &Press,
    cover: Option<ImageId>,
) -> Edition<'a> {
    let settings: &Settings = &outline.settings;
    let (unit, series, part_titles) = match extent {
        Extent::Path => (Unit::Path, None, manuscript.part_titles.clone()),
        Extent::Lesson(_) => (Unit::Lesson, series(first, outline), Vec::new()),
    };
    Edition {
        settings,
        unit,
        path_slug: &outline.slug,
        path_name: &outline.name,
        fallback_date: press.fallback_date,
        series,
        part_titles,
        cover,
    }
}

/// The path a lesson belongs to, for the metadata of the lesson on its own.
fn series(placed: &PlacedLesson, outline: &Outline) -> Option<Series> {
    let title = outline.settings.title.clone().filter(|_| outline.kind == InputKind::Path)?;
    Some(Series { title, position: placed.lesson.metadata.station })
}
