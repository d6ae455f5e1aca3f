//! A plan → files, on several threads.
//!
//! Each path is a piece of work, and each of its books is one inside it; an artefact is handed to the sink
//! as soon as it is made, so that the memory holds only the books that threads are busy with.

use super::account::{self, Counts, InputEntry, PathEntry, WithheldEntry};
use super::layout::LayoutEntry;
use super::outcome::{Outcome, Written};
use super::plan::{BookPlan, Plan, What, Work};
use crate::backend::{Backend, Form};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::input::{Files, shown};
use crate::output::{Artifact, Sink};
use crate::pipeline::{self, Bound, Extent, Manuscript, Press, Wanted};
use crate::source::FileId;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads a run uses.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Jobs {
    /// As many as the machine has cores.
    #[default]
    AllCores,
    /// So many.
    Exactly(std::num::NonZeroUsize),
}

/// Makes every book of a plan. `done` is called, from any thread, once for each file that was made or
/// given up.
pub fn run(
    plan: Plan,
    files: &dyn Files,
    sink: &dyn Sink,
    press: &Press,
    jobs: Jobs,
    done: &(dyn Fn(&Path) + Sync),
) -> Outcome {
    let threads = threads(jobs, &plan.works);
    let books = plan.works.iter().map(|work| work.books.len()).sum();
    let shop = Shop { files, sink, press, done, books };
    let works = &plan.works;
    let all = || on_foremen(works.len(), &|number| works.get(number).map(|work| shop.export(work)));
    let results = match pool(threads) {
        Ok(pool) => pool.install(all),
        // A system that gives no threads can still do the work on this one.
        Err(_) => works.iter().map(|work| shop.export(work)).collect(),
    };
    let mut seen = BTreeSet::new();
    let mut outcome = Outcome { findings: plan.findings, ..Outcome::default() };
    for result in results {
        outcome.written.extend(result.written);
        outcome.findings.extend(result.findings);
        for input in result.inputs {
            // The settings of a library belong to all its paths, and a picture may.
            if seen.insert(input.file.clone()) || input.kind == "lesson" {
                outcome.inputs.push(input);
            }
        }
        outcome.paths.extend(result.paths);
        outcome.only = outcome.only.or(result.only);
    }
    outcome
}

/// How many threads there is work for; 0 is Rayon's own word for all cores. A thread that only waits for others
/// costs time too. Pages are set by several threads inside a book, all else by one a file.
fn threads(jobs: Jobs, works: &[Work]) -> usize {
    let asked = match jobs {
        Jobs::AllCores => 0,
        Jobs::Exactly(count) => count.get(),
    };
    let paged = works.iter().flat_map(|work| &work.backends).any(|backend| backend.form() == Form::Paged);
    let files: usize = works.iter().flat_map(|work| &work.books).map(|book| book.files.len()).sum();
    if files == 1 && !paged { 1 } else { asked }
}

/// A pool of threads. The thread of one alone is that which calls: another would only have to be woken.
fn pool(threads: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    let pool = || rayon::ThreadPoolBuilder::new().num_threads(threads);
    match threads {
        1 => pool().use_current_thread().build().or_else(|_| pool().build()),
        _ => pool().build(),
    }
}

/// Does pieces of work by their numbers; the results in order. Each thread has one piece in hand and takes the next
/// when it is done: a thread that waits for others helps inside a piece, but never begins a further one, so that no
/// more pieces are in the memory than there are threads.
fn on_foremen<T: Send>(pieces: usize, work: &(dyn Fn(usize) -> Option<T> + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let foreman = |_| {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= pieces {
                return done;
            }
            done.extend(work(number).map(|result| (number, result)));
        }
    };
    let foremen = rayon::current_num_threads().min(pieces);
    let mut results: Vec<(usize, T)> =
        (0..foremen).into_par_iter().with_max_len(1).flat_map_iter(foreman).collect();
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// What every thread works with.
#[derive(Clone, Copy)]
struct Shop<'a> {
    files: &'a dyn Files,
    sink: &'a dyn Sink,
    press: &'a Press,
    done: &'a (dyn Fn(&Path) + Sync),
    /// How many books the run makes.
    books: usize,
}

/// What came of one book.
#[derive(Default)]
struct Made {
    written: Vec<Written>,
    not_made: Vec<String>,
    diagnostics: Diagnostics,
    title: Option<String>,
    counts: Counts,
    withheld: Vec<(String, WithheldEntry)>,
    bound: Option<Bound>,
}

impl Shop<'_> {
    /// Reads a path and makes its books.
    fn export(self, work: &Work) -> Outcome {
        let mut diagnostics = Diagnostics::default();
        let mut manuscript = pipeline::read(&work.outline, self.files, self.press, &mut diagnostics);
        let outline = &work.outline;
        let books = match work.books.as_slice() {
            [book] => {
                let mut diagnostics = Diagnostics::default();
                let bound = extent(book, &manuscript).and_then(|extent| {
                    pipeline::bind_only(&mut manuscript, outline, extent, self.press, &mut diagnostics)
                });
                vec![self.make(work, book, &manuscript, bound, diagnostics)]
            }
            books => {
                let make = |book: &BookPlan| {
                    let mut diagnostics = Diagnostics::default();
                    let bound = extent(book, &manuscript).and_then(|extent| {
                        pipeline::bind(&manuscript, outline, extent, self.press, &mut diagnostics)
                    });
                    self.make(work, book, &manuscript, bound, diagnostics)
                };
                books.par_iter().map(make).collect()
            }
        };
        let mut outcome = Outcome::default();
        let mut entry = PathEntry { path: work.outline.slug.clone(), ..PathEntry::default() };
        entry.lessons = manuscript.wanted.iter().filter(|wanted| **wanted == Wanted::Exported).count();
        entry.left_out = left_out(work, &manuscript);
        entry.lessons_left_out = entry.left_out.len();
        let mut withheld = BTreeSet::new();
        let whole = work.books.iter().position(|book| book.what == What::Path);
        for (number, made) in books.into_iter().enumerate() {
            entry.files += made.written.len();
            entry.pages += made.written.iter().filter_map(|written| written.pages).sum::<u32>();
            entry.bytes += made.written.iter().map(|written| written.bytes).sum::<u64>();
            entry.not_made.extend(made.not_made);
            outcome.written.extend(made.written);
            diagnostics.extend(made.diagnostics);
            withheld.extend(made.withheld);
            outcome.only = made.bound;
            entry.title = entry.title.or(made.title);
            match whole {
                Some(whole) if whole != number => {
                    entry.handouts.get_or_insert_default().add(made.counts);
                }
                _ => entry.counts.add(made.counts),
            }
        }
        outcome.inputs = inputs(&manuscript, work, withheld);
        outcome.paths.push(entry);
        // Only the text that findings point into is kept: the memory must not grow with every lesson.
        let file_of = |found: &Diagnostic| match found.place {
            Place::Span(span) => Some(span.file),
            _ => None,
        };
        let told: BTreeSet<FileId> = diagnostics.iter().filter_map(file_of).collect();
        let mut sources = manuscript.sources;
        sources.keep(|file| told.contains(&file));
        outcome.findings.add(Arc::new(sources), diagnostics);
        outcome
    }

    /// Makes one book in every format, unless there is none. `diagnostics` is what was found on the way to it.
    fn make(
        self,
        work: &Work,
        book: &BookPlan,
        manuscript: &Manuscript,
        bound: Option<Bound>,
        diagnostics: Diagnostics,
    ) -> Made {
        let mut made = Made { diagnostics, ..Made::default() };
        let Some(bound) = bound else {
            made.not_made = book.files.iter().map(|file| shown(file)).collect();
            book.files.iter().for_each(|file| (self.done)(file));
            return made;
        };
        made.title = (book.what == What::Path).then(|| bound.book.metadata.title.clone());
        made.counts = Counts::of(&bound.book);
        made.withheld = account::withheld(&bound.book, &manuscript.sources).collect();
        let paged = work.backends.iter().any(|backend| backend.form() == Form::Paged);
        let pages = paged.then(|| pipeline::set_pages(&bound, self.press, &mut made.diagnostics));
        pipeline::point_at_characters(&mut made.diagnostics, &manuscript.sources);
        let layout = pages.as_ref().map(|pages| LayoutEntry::of(pages, &manuscript.sources));
        let results = work.backends.par_iter().zip(&book.files).map(|(backend, file)| {
            let mut diagnostics = Diagnostics::default();
            let backend = backend.as_ref();
            let artifact = pipeline::render(&bound, pages.as_ref(), self.press, backend, &mut diagnostics);
            let written = artifact.and_then(|made| self.write(backend, file, &made, &mut diagnostics));
            (self.done)(file);
            (written.ok_or_else(|| shown(file)), diagnostics)
        });
        for (written, diagnostics) in results.collect::<Vec<_>>() {
            match written {
                Ok(written) => {
                    let layout = layout.clone().filter(|_| written.pages.is_some());
                    made.written.push(Written { layout, ..written });
                }
                Err(file) => made.not_made.push(file),
            }
            made.diagnostics.extend(diagnostics);
        }
        made.bound = (self.books == 1).then_some(bound);
        made
    }

    fn write(
        self,
        backend: &dyn Backend,
        file: &Path,
        artifact: &Artifact,
        diagnostics: &mut Diagnostics,
    ) -> Option<Written> {
        let name = shown(file);
        if let Err(error) = self.sink.put(file, &artifact.bytes) {
            diagnostics.push(error.diagnostic(&name));
            return None;
        }
        Some(Written {
            file: name,
            format: backend.info().name,
            bytes: artifact.bytes.len() as u64,
            pages: artifact.pages,
            sha256: account::sha256(&artifact.bytes),
            layout: None,
        })
    }
}

/// Which of the lessons of a manuscript a book is made of. None when its lesson could not be read.
fn extent(book: &BookPlan, manuscript: &Manuscript) -> Option<Extent> {
    match &book.what {
        What::Path => Some(Extent::Path),
        What::Lesson(path) => manuscript.files.iter().position(|file| file == path).map(Extent::Lesson),
    }
}

/// The lessons of a path that are in none of its books: listed ones that do not exist, those that could not be
/// read, those without text.
fn left_out(work: &Work, manuscript: &Manuscript) -> Vec<String> {
    let outline = &work.outline;
    let asked = outline.lessons.iter().filter(|lesson| lesson.wanted == Wanted::Exported);
    let read: BTreeSet<_> = manuscript.files.iter().map(|file| file.as_os_str()).collect();
    let lost = asked.filter(|lesson| !read.contains(lesson.path.as_os_str()));
    outline.missing.iter().chain(lost.map(|lesson| &lesson.path)).map(|path| shown(path)).collect()
}

/// The files that were read: settings, lessons, pictures.
fn inputs(
    manuscript: &Manuscript,
    work: &Work,
    withheld: BTreeSet<(String, WithheldEntry)>,
) -> Vec<InputEntry> {
    let mut kept: BTreeMap<String, Vec<WithheldEntry>> = BTreeMap::new();
    for (file, entry) in withheld {
        kept.entry(file).or_default().push(entry);
    }
    let settings: Vec<&str> = work.outline.sources.iter().map(|file| file.name()).collect();
    let mut inputs = Vec::new();
    for file in manuscript.sources.iter() {
        let kind = if settings.contains(&file.name()) { "settings" } else { "lesson" };
        inputs.push(InputEntry {
            file: file.name().to_owned(),
            kind,
            bytes: file.text().len() as u64,
            withheld: kept.remove(file.name()).unwrap_or_default(),
        });
    }
    for (file, loaded) in &manuscript.picture_files {
        let (file, bytes) = (file.clone(), loaded.bytes);
        inputs.push(InputEntry { file, kind: "picture", bytes, withheld: Vec::new() });
    }
    inputs
}
