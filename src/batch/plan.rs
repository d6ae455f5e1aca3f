//! Arguments and settings → every book that will be made, with the name of its file.

use super::outcome::Findings;
use crate::backend::Backend;
use crate::backend::registry::{Entry, Registry};
use crate::config::{self, ConfigKind, LessonOrder, ListedFile, PathFile, Settings, Summary};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::input::{
    Discovered, Files, InputKind, Kind, LARGEST_TEXT, discover, is_named_by_folder, is_source, shown, tidy,
};
use crate::pipeline::{Order, Outline, OutlineLesson, Wanted};
use crate::resolve::{self, Counting};
use crate::source::Sources;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The profile that does not add itself to file names.
const PLAIN_PROFILE: &str = "book";

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Lessons, paths and libraries.
    pub arguments: Vec<PathBuf>,
    /// The names of the formats; empty for those of every run, or for the one that a result's file name asks for.
    pub formats: Vec<String>,
    /// What books are made of paths; of lessons there is no choice.
    pub unit: UnitChoice,
    /// Where results go: a folder, or one file.
    pub output: PathBuf,
    /// The name of the profile.
    pub profile: String,
}

/// What books are made of a path.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum UnitChoice {
    /// One book of all lessons.
    #[default]
    Path,
    /// One document for each lesson.
    Lesson,
    /// Both.
    Both,
}

/// Where results go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// Into a folder, named after what they are made of.
    Folder(PathBuf),
    /// The only result to this file.
    File(PathBuf),
}

/// Every book of a run, and what is wrong with its settings.
#[derive(Default)]
pub struct Plan {
    /// The paths and lone lessons, in the order of the arguments.
    pub works: Vec<Work>,
    /// What was found on the way. When its verdict is [`super::Verdict::Misconfigured`], nothing may be written.
    pub findings: Findings,
}

/// The books of one path, or of one lone lesson.
pub struct Work {
    /// Whether the path was given, or lessons.
    pub given: InputKind,
    /// The lessons and what is set for them.
    pub outline: Outline,
    /// Its books.
    pub books: Vec<BookPlan>,
    /// The back ends that make each of them.
    pub backends: Vec<Arc<dyn Backend>>,
}

/// One book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookPlan {
    /// What it is made of.
    pub what: What,
    /// Its files, one for each back end of the work.
    pub files: Vec<PathBuf>,
}

/// What a book is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// All lessons of the path.
    Path,
    /// The lesson of a file.
    Lesson(PathBuf),
}

/// Finds the inputs, reads their settings, and names every result. Faults are kept in the plan.
pub fn plan(request: &Request, files: &dyn Files, registry: &Registry) -> Plan {
    let mut plan = Plan::default();
    let (destination, entries) = match formats(request, files, registry) {
        Ok(found) => found,
        Err(finding) => {
            plan.findings.extend(Findings::of(finding));
            return plan;
        }
    };
    let (mut inputs, missing) = discover(files, &request.arguments);
    leave_out_results(&mut inputs, &destination, request);
    plan.findings.add(Arc::default(), missing);
    for group in grouped(inputs) {
        plan.works.extend(works(&group, request, files, registry, &entries, &mut plan.findings));
    }
    let clashes = match destination {
        Destination::Folder(folder) => into_folder(&mut plan.works, &folder, &request.profile, &entries),
        Destination::File(file) => into_file(&mut plan.works, &file),
    };
    plan.findings.add(Arc::default(), clashes);
    plan.findings.add(Arc::default(), over_sources(&plan.works, files));
    plan
}

/// Results of an earlier run that lie in the folder of a path, such as lessons in Markdown, are no lessons of it.
fn leave_out_results(inputs: &mut Vec<Discovered>, destination: &Destination, request: &Request) {
    let Destination::Folder(folder) = destination else { return };
    let results = tidy(folder);
    if results.file_name().is_none() {
        return;
    }
    let is_result = |path: &Path, asked: &Path| path.starts_with(&results) && !asked.starts_with(&results);
    for input in inputs.iter_mut().filter(|input| input.kind == InputKind::Path) {
        let folder = input.folder.clone();
        input.lessons.retain(|lesson| !is_result(lesson, &folder));
    }
    let is_asked = request.arguments.iter().any(|argument| tidy(argument).starts_with(&results));
    inputs.retain(|input| is_asked || input.path != results || input.path_settings.is_some());
}

/// The results that would overwrite a lesson of the run.
fn over_sources(works: &[Work], files: &dyn Files) -> Diagnostics {
    let lessons: Vec<&Path> =
        works.iter().flat_map(|work| &work.outline.lessons).map(|lesson| lesson.path.as_path()).collect();
    let results = works.iter().flat_map(|work| &work.books).flat_map(|book| &book.files);
    let mut found = Diagnostics::default();
    for result in results.filter(|result| is_source(result) && files.kind(result) == Kind::File) {
        if lessons.iter().any(|lesson| files.is_same(lesson, result)) {
            let message = format!("`{}` would overwrite a lesson", shown(result));
            found.push(Diagnostic::new(Code::BadArgument, message).help("name another folder with --output"));
        }
    }
    found
}

/// Which back ends are wanted, and where their files go.
fn formats<'a>(
    request: &Request,
    files: &dyn Files,
    registry: &'a Registry,
) -> Result<(Destination, Vec<&'a Entry>), Diagnostic> {
    let mut entries: Vec<&Entry> = Vec::new();
    for name in &request.formats {
        let entry = registry.find(name)?;
        if !entries.iter().any(|known| known.info.name == entry.info.name) {
            entries.push(entry);
        }
    }
    let suffix = request.output.extension().unwrap_or_default().to_string_lossy();
    let named = registry.by_suffix(&suffix).filter(|_| files.kind(&request.output) != Kind::Folder);
    let Some(named) = named else {
        let entries = if entries.is_empty() { registry.used_always().collect() } else { entries };
        return Ok((Destination::Folder(request.output.clone()), entries));
    };
    if entries.iter().any(|entry| entry.info.name != named.info.name) {
        let name = shown(&request.output);
        let finding = Diagnostic::new(
            Code::BadArgument,
            format!("`{name}` is the name of one {} file", named.info.name),
        );
        return Err(finding.help("name a folder, or ask for that format alone"));
    }
    Ok((Destination::File(request.output.clone()), vec![named]))
}

/// Lessons of the same path are read together; everything else stands alone.
fn grouped(inputs: Vec<Discovered>) -> Vec<Vec<Discovered>> {
    let mut groups: Vec<Vec<Discovered>> = Vec::new();
    for input in inputs {
        let mate = |group: &&mut Vec<Discovered>| {
            group.first().is_some_and(|first| {
                let lessons = first.kind == InputKind::Lesson && input.kind == InputKind::Lesson;
                lessons && first.path_settings.is_some() && first.path_settings == input.path_settings
            })
        };
        match groups.iter_mut().find(mate) {
            Some(group) => group.push(input),
            None => groups.push(vec![input]),
        }
    }
    groups
}

/// Reads the settings of one path or lesson and lists its books, which have no file names yet.
fn works(
    group: &[Discovered],
    request: &Request,
    files: &dyn Files,
    registry: &Registry,
    entries: &[&Entry],
    findings: &mut Findings,
) -> Vec<Work> {
    let Some(first) = group.first() else { return Vec::new() };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut works = Vec::new();
    if let Some(settings) = settings(first, files, registry, &mut sources, &mut diagnostics) {
        // Every back end there is checks its table, so that a fault shows whatever is exported.
        let configured =
            |entry: &Entry, diagnostics: &mut Diagnostics| entry.configured(&settings, diagnostics);
        registry.iter().for_each(|entry| drop(configured(entry, &mut diagnostics)));
        let mut unheard = Diagnostics::default();
        let backends: Vec<_> = entries.iter().map(|entry| configured(entry, &mut unheard)).collect();
        let summary = match (&settings.lessons, &first.summary) {
            (LessonOrder::Discovered, Some(path)) => {
                summary(path, first, files, &mut sources, &mut diagnostics)
            }
            _ => None,
        };
        let order = Given { settings: &settings, summary: summary.as_ref() };
        for outline in outlines(group, order, &sources, files, &mut diagnostics) {
            let books = books(&outline, first.kind, request.unit);
            works.push(Work { given: first.kind, outline, books, backends: backends.clone() });
        }
    }
    findings.add(Arc::new(sources), diagnostics);
    works
}

fn settings(
    input: &Discovered,
    files: &dyn Files,
    registry: &Registry,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Settings> {
    let mut read = |path: &Option<PathBuf>, kind| -> Option<Option<PathFile>> {
        let Some(path) = path else { return Some(None) };
        let name = shown(path);
        match files.read(path, &input.root, LARGEST_TEXT) {
            Ok(bytes) => {
                let id = sources.add(name, bytes);
                config::parse(sources.get(id)?, kind, &registry.names(), diagnostics).map(Some)
            }
            Err(error) => {
                diagnostics.push(error.diagnostic(&name));
                None
            }
        }
    };
    let library = read(&input.library_settings, ConfigKind::Library);
    let path = read(&input.path_settings, ConfigKind::Path);
    Some(Settings::merged(library?.as_ref(), path?.as_ref()))
}

/// What the author says about the order of lessons.
#[derive(Clone, Copy)]
struct Given<'a> {
    settings: &'a Settings,
    /// The path's summary, where the settings list no lessons.
    summary: Option<&'a (PathBuf, Summary)>,
}

/// Reads the summary of a path, and tells the folder that its names are relative to. None when it lists no
/// lesson: then it is one itself.
fn summary(
    path: &Path,
    input: &Discovered,
    files: &dyn Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(PathBuf, Summary)> {
    let bytes = files.read(path, &input.root, LARGEST_TEXT).ok()?;
    let mut with_summary = sources.clone();
    let id = with_summary.add(shown(path), bytes);
    let mut findings = Diagnostics::default();
    let found = config::summary(with_summary.get(id)?, &mut findings);
    if found.is_empty() {
        return None;
    }
    *sources = with_summary;
    if input.kind == InputKind::Path {
        diagnostics.extend(findings);
    }
    Some((path.parent().map(Path::to_owned).unwrap_or_default(), found))
}

/// The outline of a path; of lessons that were given: one of their path, and one of each lesson that is
/// not on the list of a path.
fn outlines(
    group: &[Discovered],
    given: Given<'_>,
    sources: &Sources,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Vec<Outline> {
    let Some(first) = group.first() else { return Vec::new() };
    let outline = |kind, name: String, listing: Listing| Outline {
        kind,
        slug: file_name(&name, "path"),
        name,
        folder: first.folder.clone(),
        root: first.root.clone(),
        settings: given.settings.clone(),
        sources: sources.clone(),
        lessons: listing.lessons,
        missing: listing.missing,
        order: listing.order,
        part_titles: listing.part_titles,
    };
    let mut listing = listed(first, given, files, diagnostics);
    if first.kind == InputKind::Path {
        if listing.lessons.is_empty() {
            let name = shown(&first.path);
            let finding = Diagnostic::new(Code::NothingToExport, format!("the path `{name}` has no lessons"));
            diagnostics.push(finding.in_file(name).help("add a lesson: a file that ends in .md or .txt"));
            return Vec::new();
        }
        return vec![outline(InputKind::Path, first.name.clone(), listing)];
    }
    let asked = |path: &Path| group.iter().any(|input| input.path == path);
    for lesson in &mut listing.lessons {
        lesson.wanted = if asked(&lesson.path) { Wanted::Exported } else { Wanted::Named };
    }
    let member = |input: &&Discovered| {
        input.path_settings.is_some() && listing.lessons.iter().any(|lesson| lesson.path == input.path)
    };
    let (members, loners): (Vec<_>, Vec<_>) = group.iter().partition(member);
    let mut outlines = Vec::new();
    for loner in loners {
        let lessons = vec![outline_lesson(&loner.path, &loner.folder, 0)];
        let alone = Listing { lessons, missing: Vec::new(), part_titles: Vec::new(), order: Order::Listed };
        outlines.push(outline(InputKind::Lesson, loner.name.clone(), alone));
    }
    if !members.is_empty() {
        let named = first.folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = named.or_else(|| files.own_name(&first.folder)).unwrap_or_default();
        outlines.push(outline(InputKind::Path, name, listing));
    }
    outlines
}

struct Listing {
    lessons: Vec<OutlineLesson>,
    missing: Vec<PathBuf>,
    part_titles: Vec<Option<String>>,
    order: Order,
}

/// The lessons that the settings list, or those that lie in the folder.
fn listed(input: &Discovered, given: Given<'_>, files: &dyn Files, diagnostics: &mut Diagnostics) -> Listing {
    let mut lessons: Vec<OutlineLesson> = Vec::new();
    let mut missing: Vec<PathBuf> = Vec::new();
    let named_from = given.summary.map_or(&input.folder, |(folder, _)| folder);
    let mut add = |listed: &ListedFile, part: usize| {
        let path = tidy(&named_from.join(&listed.name));
        if files.kind(&path) != Kind::File {
            // A folder of lone lessons is not blamed for the list of its path.
            if input.kind == InputKind::Path {
                let message = format!("the lesson `{}` does not exist", listed.name.escape_debug());
                let finding = Diagnostic::new(Code::ConfigMissingLesson, message).at(listed.span);
                diagnostics.push(finding.help("mend the file name, or remove it from the list"));
                missing.push(path);
            }
        } else if lessons.iter().any(|known| known.path == path) {
            let message = format!("the lesson `{}` is listed twice", listed.name.escape_debug());
            diagnostics.push(Diagnostic::new(Code::ConfigBadValue, message).at(listed.span));
        } else {
            let lesson = outline_lesson(&path, &input.folder, part);
            let title = given.summary.and_then(|(_, summary)| summary.titles.get(&listed.name)).cloned();
            let apart = given.summary.is_some_and(|(_, summary)| summary.uncounted.contains(&listed.name));
            let counting = if apart { Counting::Uncounted } else { Counting::Counted };
            lessons.push(OutlineLesson { title, counting, ..lesson });
        }
    };
    if let Some((_, summary)) = given.summary {
        for (number, part) in summary.parts.iter().enumerate() {
            part.lessons.iter().for_each(|lesson| add(lesson, number));
        }
        let titles = summary.parts.iter().map(|part| part.title.clone());
        let part_titles = if summary.is_divided() { titles.collect() } else { Vec::new() };
        if !summary.is_divided() {
            lessons.iter_mut().for_each(|lesson| lesson.part = 0);
        }
        return Listing { lessons, missing, part_titles, order: Order::Listed };
    }
    let (part_titles, order) = match &given.settings.lessons {
        LessonOrder::Listed(listed) => {
            listed.iter().for_each(|lesson| add(lesson, 0));
            (Vec::new(), Order::Listed)
        }
        LessonOrder::Parts(parts) => {
            for (number, part) in parts.iter().enumerate() {
                part.lessons.iter().for_each(|lesson| add(lesson, number));
            }
            (parts.iter().map(|part| part.title.clone()).collect(), Order::Listed)
        }
        LessonOrder::Discovered => {
            lessons = input.lessons.iter().map(|path| outline_lesson(path, &input.folder, 0)).collect();
            (Vec::new(), Order::Discovered)
        }
    };
    Listing { lessons, missing, part_titles, order }
}

fn outline_lesson(path: &Path, folder: &Path, part: usize) -> OutlineLesson {
    let reference = shown(path.strip_prefix(folder).unwrap_or(path));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let around = reference.rsplit_once('/').and_then(|(folders, _)| folders.rsplit('/').next());
    let stem = match around {
        _ if path == Path::new(crate::input::STDIN) => reference.clone(),
        Some(folder) if is_named_by_folder(path) => folder.to_owned(),
        _ => stem,
    };
    OutlineLesson {
        path: path.to_owned(),
        reference,
        stem,
        title: None,
        part,
        counting: Counting::Counted,
        wanted: Wanted::Exported,
    }
}

fn books(outline: &Outline, kind: InputKind, unit: UnitChoice) -> Vec<BookPlan> {
    let book = |what| BookPlan { what, files: Vec::new() };
    let lessons = || {
        let wanted = outline.lessons.iter().filter(|lesson| lesson.wanted == Wanted::Exported);
        wanted.map(|lesson| book(What::Lesson(lesson.path.clone())))
    };
    match (kind, unit) {
        (InputKind::Path, UnitChoice::Path) => vec![book(What::Path)],
        (InputKind::Path, UnitChoice::Both) => std::iter::once(book(What::Path)).chain(lessons()).collect(),
        (InputKind::Path, UnitChoice::Lesson) | (InputKind::Lesson, _) => lessons().collect(),
    }
}

/// Names every result after what it is made of. Two results of one name are a clash.
fn into_folder(works: &mut [Work], folder: &Path, profile: &str, entries: &[&Entry]) -> Diagnostics {
    let profile =
        if profile == PLAIN_PROFILE { String::new() } else { format!(".{}", file_name(profile, "profile")) };
    let mut taken: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut clashes = Diagnostics::default();
    for work in works {
        let lesson_names = lesson_names(work);
        for book in &mut work.books {
            let (stem, made_of) = match &book.what {
                What::Path => (PathBuf::from(&work.outline.slug), shown(&work.outline.folder)),
                What::Lesson(path) => {
                    let stem = match work.given {
                        InputKind::Path => {
                            let name = lesson_names.get(path).map_or("lesson", String::as_str);
                            Path::new(&work.outline.slug).join(name)
                        }
                        InputKind::Lesson => {
                            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                            let stem =
                                if path == Path::new(crate::input::STDIN) { "stdin".into() } else { stem };
                            PathBuf::from(file_name(&stem, "lesson"))
                        }
                    };
                    (stem, shown(path))
                }
            };
            for entry in entries {
                let mut name = folder.join(&stem).into_os_string();
                name.push(format!("{profile}.{}", entry.info.suffix));
                let file = PathBuf::from(name);
                if let Some(other) = taken.insert(file.clone(), made_of.clone()) {
                    let message = format!("`{other}` and `{made_of}` would both become `{}`", shown(&file));
                    clashes.push(
                        Diagnostic::new(Code::OutputClash, message)
                            .in_file(made_of.clone())
                            .help("rename one of them"),
                    );
                }
                book.files.push(file);
            }
        }
    }
    clashes
}

/// The name of each lesson of a path for files: its own, and with its folders where lessons of several folders
/// have the same.
fn lesson_names(work: &Work) -> BTreeMap<PathBuf, String> {
    let lessons = &work.outline.lessons;
    let folder_of = |lesson: &OutlineLesson| lesson.path.parent().map(Path::to_owned);
    let mut holders: BTreeMap<String, Vec<Option<PathBuf>>> = BTreeMap::new();
    for lesson in lessons {
        holders.entry(file_name(&lesson.stem, "lesson")).or_default().push(folder_of(lesson));
    }
    let named = lessons.iter().map(|lesson| {
        let short = file_name(&lesson.stem, "lesson");
        let own = folder_of(lesson);
        let shared = holders.get(&short).is_some_and(|folders| folders.iter().any(|folder| *folder != own));
        let reference = lesson.reference.as_str();
        let folders = reference.rsplit_once('/').map(|(folders, _)| folders);
        let name = match folders {
            Some(folders) if shared && is_named_by_folder(&lesson.path) => {
                file_name(&folders.replace('/', "-"), "lesson")
            }
            Some(folders) if shared => {
                file_name(&format!("{folders}-{}", lesson.stem).replace('/', "-"), "lesson")
            }
            _ => short,
        };
        (lesson.path.clone(), name)
    });
    named.collect()
}

/// Gives the only result its name. More than one result cannot have it.
fn into_file(works: &mut [Work], file: &Path) -> Diagnostics {
    let mut clashes = Diagnostics::default();
    let count: usize = works.iter().map(|work| work.books.len()).sum();
    if count > 1 {
        let message = format!("`{}` is the name of one file, but there would be {count}", shown(file));
        clashes.push(Diagnostic::new(Code::BadArgument, message).help("name a folder"));
    }
    for book in works.iter_mut().flat_map(|work| &mut work.books) {
        book.files.push(file.to_owned());
    }
    clashes
}

/// A slug, or `fallback` for a name without letters and digits.
fn file_name(name: &str, fallback: &str) -> String {
    let slug = resolve::slug(name);
    if slug.is_empty() { fallback.to_owned() } else { slug }
}
