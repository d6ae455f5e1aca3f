//! Arguments → the lessons and paths behind them.
//!
//! - A file is a lesson. The settings of the path and library it lies in hold for it too.
//! - A folder with a `path.toml` is a learning path.
//! - Any other folder is a library when it has a `stationer.toml`, when a folder in it has a `path.toml`,
//!   or when it has no lessons of its own. Each folder in it that is a path or has lessons is a path, and
//!   so are lessons that lie loose in it.
//! - What remains is a folder of lessons: a path is assumed. So it is for a folder of folders that each hold one
//!   lesson that is named by its folder, such as `01-axes/README.md`, and for one whose lessons are numbered on
//!   from folder to folder, such as `basics/01-axes.md` and `more/02-grids.md`: both tell of one order.
//!
//! The lessons of a path may lie in folders inside it, at most [`DEEPEST`] deep. Linked folders, those whose
//! name begins with `.` or `_`, and those that are paths of their own are not searched. Hidden files and the
//! papers of a project (README, LICENSE, NOTICE, CHANGELOG, CONTRIBUTING) are never taken for lessons unless
//! they are named, as an argument or in `path.toml`; in a folder inside a path a README is the folder's lesson.

use super::{Entry, Files, InputError, Kind, natural, shown, tidy};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The settings of a path.
pub const PATH_FILE: &str = "path.toml";
/// The settings of a library.
pub const LIBRARY_FILE: &str = "stationer.toml";
/// The order of a path's lessons as mdBook writes it.
pub const SUMMARY_FILE: &str = "SUMMARY.md";
/// The argument that means standard input.
pub const STDIN: &str = "-";

/// The suffixes of lessons.
const SUFFIXES: [&str; 3] = ["md", "markdown", "txt"];
/// Stems of files that belong to a project, not to a path.
const PAPERS: [&str; 6] = ["readme", "license", "licence", "notice", "changelog", "contributing"];

/// Stems of files that have no name of their own: the folder around them tells what they are.
const NAMED_BY_FOLDER: [&str; 3] = ["readme", "article", "index"];
/// Folders of pictures and programs: a README there is about the files beside it.
const STORES: [&str; 10] = [
    "images",
    "img",
    "assets",
    "media",
    "figures",
    "pictures",
    "static",
    "attachments",
    "node_modules",
    "target",
];
/// How many folders inside each other are searched for lessons.
const DEEPEST: usize = 12;

/// What an input is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum InputKind {
    /// One lesson.
    Lesson,
    /// A path.
    Path,
}

/// A lesson or a path that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Discovered {
    /// Which of the two it is.
    pub kind: InputKind,
    /// The lesson's file, or the path's folder.
    pub path: PathBuf,
    /// The stem of the lesson's file, or the name of the path's folder.
    pub name: String,
    /// The folder that names in `path.toml` are relative to: the path's own, or the lesson's.
    pub folder: PathBuf,
    /// The folder that no lesson may lead out of: the library's if there is one, else `folder`.
    pub root: PathBuf,
    /// The `stationer.toml` that holds for it.
    pub library_settings: Option<PathBuf>,
    /// The `path.toml` that holds for it.
    pub path_settings: Option<PathBuf>,
    /// The lesson and, where it belongs to a path, the others of that path; or the lessons that lie in the path's folder and the folders inside it, in natural order.
    pub lessons: Vec<PathBuf>,
    /// The file that may give the order of the lessons: the path's `SUMMARY.md`, or that in its `src`.
    pub summary: Option<PathBuf>,
}

/// Finds what stands behind the arguments, in their order, each thing once. What cannot be found is
/// reported; the rest goes on.
pub fn discover(files: &dyn Files, arguments: &[PathBuf]) -> (Vec<Discovered>, Diagnostics) {
    let files = &Remembered { files, kinds: Mutex::default() };
    let mut found: Vec<Discovered> = Vec::new();
    let mut known: HashSet<PathBuf> = HashSet::new();
    let mut diagnostics = Diagnostics::default();
    for argument in arguments {
        match behind(files, argument) {
            Ok(inputs) => {
                for input in inputs {
                    if known.insert(input.path.clone()) {
                        found.push(input);
                    }
                }
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    (found, diagnostics)
}

/// Files that are asked once what stands at a path: the thousand lessons of a folder look for the same settings.
struct Remembered<'f> {
    files: &'f dyn Files,
    kinds: Mutex<HashMap<PathBuf, Kind>>,
}

impl Files for Remembered<'_> {
    fn kind(&self, path: &Path) -> Kind {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kinds.get(path) {
            return *known;
        }
        let kind = self.files.kind(path);
        kinds.insert(path.to_owned(), kind);
        kind
    }

    fn read(&self, path: &Path, root: &Path, limit: u64) -> Result<Vec<u8>, InputError> {
        self.files.read(path, root, limit)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, InputError> {
        self.files.list(folder)
    }

    fn own_name(&self, folder: &Path) -> Option<String> {
        self.files.own_name(folder)
    }

    fn is_link(&self, path: &Path) -> bool {
        self.files.is_link(path)
    }

    fn is_same(&self, one: &Path, other: &Path) -> bool {
        self.files.is_same(one, other)
    }
}

fn behind(files: &dyn Files, argument: &Path) -> Result<Vec<Discovered>, Diagnostic> {
    let name = shown(argument);
    if argument == Path::new(STDIN) {
        return match files.kind(argument) {
            Kind::File => Ok(vec![lesson(files, argument.to_owned(), name)]),
            Kind::Folder | Kind::Missing => Err(InputError::Missing.diagnostic(&name)),
        };
    }
    let path = tidy(argument);
    match files.kind(&path) {
        Kind::Missing => Err(InputError::Missing.diagnostic(&name)),
        Kind::Folder => folder(files, &path, &name),
        Kind::File if path.file_name().is_some_and(|file| file == PATH_FILE) => {
            folder(files, &folder_of(&path), &name)
        }
        Kind::File if has_lesson_suffix(&path) => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok(vec![lesson(files, path, stem)])
        }
        Kind::File => Err(Diagnostic::new(Code::NothingToExport, format!("`{name}` is not a lesson"))
            .in_file(name)
            .help("a lesson ends in .md, .markdown or .txt")),
    }
}

fn lesson(files: &dyn Files, path: PathBuf, name: String) -> Discovered {
    let folder = path_around(files, &path);
    let (root, library_settings) = library_of(files, &folder);
    Discovered {
        kind: InputKind::Lesson,
        name,
        root,
        library_settings,
        path_settings: file_in(files, &folder, PATH_FILE),
        lessons: beside(files, &folder, &path),
        summary: summary_of(files, &folder),
        folder,
        path,
    }
}

/// The folder of the path that a lesson belongs to: the nearest one with settings, as far as the lesson's own
/// path tells; else the lesson's.
fn path_around(files: &dyn Files, lesson: &Path) -> PathBuf {
    let around = lesson.ancestors().skip(1).take(DEEPEST);
    let found = around
        .filter(|folder| folder.file_name().is_some() || folder.as_os_str().is_empty())
        .find(|folder| file_in(files, folder, PATH_FILE).is_some());
    found.map_or_else(|| folder_of(lesson), Path::to_owned)
}

/// The lessons of the path that a lesson belongs to, itself among them.
fn beside(files: &dyn Files, folder: &Path, lesson: &Path) -> Vec<PathBuf> {
    let of_path = file_in(files, folder, PATH_FILE).and_then(|_| path(files, folder, Depth::Nested).ok());
    let mut lessons = of_path.map(|path| path.lessons).unwrap_or_default();
    if !lessons.iter().any(|known| known == lesson) {
        lessons.push(lesson.to_owned());
    }
    lessons
}

fn folder(files: &dyn Files, folder: &Path, name: &str) -> Result<Vec<Discovered>, Diagnostic> {
    if file_in(files, folder, PATH_FILE).is_some() {
        return path(files, folder, Depth::Nested).map(|path| vec![path]);
    }
    let mut below = Vec::new();
    for name in names(files, folder, Kind::Folder)? {
        let inner = folder.join(name);
        // A folder that cannot be listed, such as one of another user, is no part of the library.
        if let Ok(path) = path(files, &inner, Depth::Nested)
            && (path.path_settings.is_some() || !path.lessons.is_empty())
        {
            below.push(path);
        }
    }
    let own = path(files, folder, Depth::Loose)?;
    let is_library = file_in(files, folder, LIBRARY_FILE).is_some()
        || (own.lessons.is_empty() && own.summary.is_none())
        || below.iter().any(|path| path.path_settings.is_some());
    let whole = path(files, folder, Depth::Nested)?;
    let by_folders = own.lessons.is_empty()
        && whole.lessons.len() > 1
        && whole.lessons.iter().all(|lesson| is_named_by_folder(lesson));
    let certain = file_in(files, folder, LIBRARY_FILE).is_some()
        || below.iter().any(|path| path.path_settings.is_some());
    let numbered_on = own.lessons.is_empty() && are_numbered_on(&whole.lessons);
    if !certain && (by_folders || numbered_on || !is_library) {
        return Ok(vec![whole]);
    }
    let mut found = if is_library { below } else { Vec::new() };
    if !own.lessons.is_empty() {
        found.insert(0, own);
    }
    if found.is_empty() {
        return Err(Diagnostic::new(Code::NothingToExport, format!("`{name}` holds no lessons"))
            .in_file(name)
            .help("lessons end in .md, .markdown or .txt; papers such as README.md are not taken for one"));
    }
    Ok(found)
}

/// Whether lessons in several folders have numbers in their names that rise all the way.
fn are_numbered_on(lessons: &[PathBuf]) -> bool {
    let number = |lesson: &PathBuf| {
        let stem = stem_of(lesson);
        let digits = stem.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end)?.parse::<u64>().ok()
    };
    let numbers: Vec<Option<u64>> = lessons.iter().map(number).collect();
    let folder = |lesson: &PathBuf| lesson.parent().map(Path::to_owned);
    let several = lessons.first().zip(lessons.last()).is_some_and(|(a, b)| folder(a) != folder(b));
    several && numbers.iter().all(Option::is_some) && numbers.is_sorted_by(|a, b| a < b)
}

/// Whether the folders inside a path are searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Depth {
    /// They are.
    Nested,
    /// They are not: they are paths themselves.
    Loose,
}

fn path(files: &dyn Files, folder: &Path, depth: Depth) -> Result<Discovered, Diagnostic> {
    let (root, library_settings) = library_of(files, folder);
    let name = match folder.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => files.own_name(folder).unwrap_or_default(),
    };
    let mut lessons: Vec<PathBuf> = names(files, folder, Kind::File)?
        .into_iter()
        .filter(|name| is_lesson(name))
        .map(|name| folder.join(name))
        .collect();
    if depth == Depth::Nested {
        lessons.extend(inner_lessons(files, folder));
        let below = |path: &PathBuf| shown(path.strip_prefix(folder).unwrap_or(path));
        lessons.sort_by(|a, b| natural(&below(a), &below(b)));
    }
    Ok(Discovered {
        kind: InputKind::Path,
        path: folder.to_owned(),
        name,
        folder: folder.to_owned(),
        root,
        library_settings,
        path_settings: file_in(files, folder, PATH_FILE),
        lessons,
        summary: summary_of(files, folder),
    })
}

/// The lessons in the folders inside a folder, in no particular order. A folder that cannot be listed has none.
fn inner_lessons(files: &dyn Files, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for name in names(files, &folder, Kind::Folder).unwrap_or_default() {
            let inner = folder.join(&name);
            let is_own = file_in(files, &inner, PATH_FILE).is_some();
            if name.starts_with('_') || is_own || depth >= DEEPEST || files.is_link(&inner) {
                continue;
            }
            let store = STORES.contains(&name.to_lowercase().as_str());
            let here = names(files, &inner, Kind::File).unwrap_or_default();
            let lessons = here.into_iter().map(|name| inner.join(name));
            found
                .extend(lessons.filter(|path| is_inner_lesson(path) && !(store && is_named_by_folder(path))));
            open.push((inner, depth + 1));
        }
    }
    found
}

fn summary_of(files: &dyn Files, folder: &Path) -> Option<PathBuf> {
    file_in(files, folder, SUMMARY_FILE).or_else(|| file_in(files, &folder.join("src"), SUMMARY_FILE))
}

/// Whether a file is called after what it is in its folder: the folder's name tells what it is about.
pub fn is_named_by_folder(path: &Path) -> bool {
    has_lesson_suffix(path) && NAMED_BY_FOLDER.contains(&stem_of(path).as_str())
}

fn is_inner_lesson(path: &Path) -> bool {
    let stem = stem_of(path);
    has_lesson_suffix(path) && (stem == "readme" || !PAPERS.contains(&stem.as_str()))
}

/// A file's name without folder and suffix, in lower case.
fn stem_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The root of a folder's project and its library's settings: beside the path's own, or in the folder
/// around it.
fn library_of(files: &dyn Files, folder: &Path) -> (PathBuf, Option<PathBuf>) {
    let around = folder_around(folder);
    for place in [Some(folder.to_owned()), around].into_iter().flatten() {
        if let Some(settings) = file_in(files, &place, LIBRARY_FILE) {
            return (place, Some(settings));
        }
    }
    (folder.to_owned(), None)
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().map(Path::to_owned).unwrap_or_default()
}

fn folder_around(folder: &Path) -> Option<PathBuf> {
    if folder.file_name().is_some() {
        folder.parent().map(Path::to_owned)
    } else if folder.has_root() {
        None
    } else {
        Some(folder.join(".."))
    }
}

fn file_in(files: &dyn Files, folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(name);
    (files.kind(&path) == Kind::File).then_some(path)
}

/// The names of one kind in a folder, hidden ones left out, in natural order.
fn names(files: &dyn Files, folder: &Path, kind: Kind) -> Result<Vec<String>, Diagnostic> {
    let entries = files.list(folder).map_err(|error| error.diagnostic(&shown(folder)))?;
    let wanted = entries.into_iter().filter(|entry| entry.kind == kind && !entry.name.starts_with('.'));
    let mut names: Vec<String> = wanted.map(|entry| entry.name).collect();
    names.sort_by(|a, b| natural(a, b));
    Ok(names)
}

/// Whether a file is one that authors write: a lesson or a configuration file. Nothing overwrites those.
pub fn is_source(path: &Path) -> bool {
    has_lesson_suffix(path) || path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("toml"))
}

fn has_lesson_suffix(path: &Path) -> bool {
    let suffix = path.extension().map(|suffix| suffix.to_string_lossy().to_lowercase());
    suffix.is_some_and(|suffix| SUFFIXES.contains(&suffix.as_str()))
}

fn is_lesson(name: &str) -> bool {
    has_lesson_suffix(Path::new(name)) && !PAPERS.contains(&stem_of(Path::new(name)).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::MemoryFiles;

    fn found(files: &MemoryFiles, argument: &str) -> Vec<String> {
        let (found, diagnostics) = discover(files, &[PathBuf::from(argument)]);
        let inputs = found.iter().map(|input| {
            let lessons: Vec<_> = input.lessons.iter().map(|path| shown(path)).collect();
            format!("{:?} {} in {}: {}", input.kind, input.name, shown(&input.root), lessons.join(" "))
        });
        inputs.chain(diagnostics.iter().map(|d| d.code.name().to_owned())).collect()
    }

    #[test]
    fn a_folder_of_lessons_is_an_assumed_path_in_natural_order() {
        let files = MemoryFiles::new()
            .with("p/10-b.md", "")
            .with("p/2-a.TXT", "")
            .with("p/README.md", "")
            .with("p/.hidden.md", "")
            .with("p/notes.rst", "")
            .with("p/images/a.png", "");
        assert_eq!(found(&files, "p"), ["Path p in p: p/2-a.TXT p/10-b.md"]);
        assert_eq!(found(&files, "./p/"), ["Path p in p: p/2-a.TXT p/10-b.md"]);
    }

    #[test]
    fn a_library_is_found_with_its_paths_and_loose_lessons() {
        let files = MemoryFiles::new()
            .with("l/stationer.toml", "")
            .with("l/b/path.toml", "")
            .with("l/a/1.md", "")
            .with("l/pictures/a.png", "")
            .with("l/loose.md", "");
        let expected = ["Path l in l: l/loose.md", "Path a in l: l/a/1.md", "Path b in l: "];
        assert_eq!(found(&files, "l"), expected);
        assert_eq!(found(&files, "l/a"), ["Path a in l: l/a/1.md"]);
        assert_eq!(found(&files, "l/b/path.toml"), ["Path b in l: "]);
    }

    #[test]
    fn a_folder_of_lessons_has_those_of_its_folders_too() {
        let files = MemoryFiles::new()
            .with("p/1.md", "")
            .with("p/README.md", "")
            .with("p/10-more/README.md", "")
            .with("p/2-more/deep/3.txt", "")
            .with("p/2-more/LICENSE.md", "")
            .with("p/_drafts/2.md", "")
            .with("p/.git/2.md", "")
            .with("p/images/README.md", "");
        assert_eq!(found(&files, "p"), ["Path p in p: p/1.md p/2-more/deep/3.txt p/10-more/README.md"]);
    }

    #[test]
    fn lessons_named_by_their_folders_make_one_path() {
        let files = MemoryFiles::new().with("p/1-a/README.md", "").with("p/2-b/c/article.md", "");
        assert_eq!(found(&files, "p"), ["Path p in p: p/1-a/README.md p/2-b/c/article.md"]);
        let files = files.with("p/stationer.toml", "");
        let library = ["Path 2-b in p: p/2-b/c/article.md"];
        assert_eq!(found(&files, "p"), library);
    }

    #[test]
    fn a_lesson_knows_the_settings_around_it() {
        let files = MemoryFiles::new()
            .with("l/stationer.toml", "")
            .with("l/a/path.toml", "")
            .with("l/a/README.md", "");
        let (found, _) = discover(&files, &["l/a/README.md".into(), "l/a/../a/README.md".into()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path_settings, Some("l/a/path.toml".into()));
        assert_eq!(found[0].library_settings, Some("l/stationer.toml".into()));
    }

    #[test]
    fn what_is_not_there_is_reported_and_the_rest_goes_on() {
        let files = MemoryFiles::new().with("a.md", "").with("e/a.png", "").with("b.rst", "");
        assert_eq!(found(&files, "missing"), ["unreadable-file"]);
        assert_eq!(found(&files, "e"), ["nothing-to-export"]);
        assert_eq!(found(&files, "b.rst"), ["nothing-to-export"]);
        assert_eq!(found(&files, "-"), ["unreadable-file"]);
        let (found, diagnostics) = discover(&files, &["missing".into(), "a.md".into()]);
        assert_eq!((found.len(), diagnostics.len()), (1, 1));
    }

    #[test]
    fn folders_of_lessons_are_paths_unless_their_lessons_are_numbered_on() {
        let library = MemoryFiles::new()
            .with("l/sleep/01-a.md", "")
            .with("l/sleep/02-b.md", "")
            .with("l/web/01-c.md", "");
        assert_eq!(
            found(&library, "l"),
            ["Path sleep in l/sleep: l/sleep/01-a.md l/sleep/02-b.md", "Path web in l/web: l/web/01-c.md"]
        );
        let course = MemoryFiles::new()
            .with("c/1 basics/lesson_01.md", "")
            .with("c/1 basics/lesson_02.md", "")
            .with("c/2 more/deep/lesson_09.md", "")
            .with("c/2 more/lesson_10.md", "");
        assert_eq!(
            found(&course, "c"),
            ["Path c in c: c/1 basics/lesson_01.md c/1 basics/lesson_02.md c/2 more/deep/lesson_09.md \
              c/2 more/lesson_10.md"]
        );
        // Folders with settings of their own are paths whatever their lessons are called.
        let settled = MemoryFiles::new()
            .with("l/sleep/path.toml", "")
            .with("l/sleep/01-a.md", "")
            .with("l/web/02-c.md", "");
        assert_eq!(found(&settled, "l").len(), 2);
    }
}
