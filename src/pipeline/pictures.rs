//! The pictures that lessons ask for → loaded pictures, each file once; and the picture library of a book.

use crate::book::Pictures;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::FontLibrary;
use crate::images::{self, Families, Lettering, Limits, Picture, PictureError, Reading, Remark};
use crate::input::{Entry, Files, InputError, Kind, LARGEST_PICTURE, shown, tidy};
use crate::model::{ImageId, Lesson};
use crate::resolve::{LessonPictures, picture_sources};
use crate::source::Span;
use icu_normalizer::ComposingNormalizerBorrowed;
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A picture that was loaded, and what its file was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// Its file, as people name it.
    pub file: String,
    /// How many bytes the file has.
    pub bytes: u64,
    /// The picture.
    pub picture: Picture,
    /// What of its file it does not show, until it has been reported.
    remarks: Vec<Remark>,
}

/// Loads pictures, each file once.
pub(super) struct Shelf<'a> {
    files: &'a dyn Files,
    root: &'a Path,
    fonts: &'a FontLibrary,
    /// The letters of drawings, once there was one.
    lettering: OnceLock<Lettering>,
    loaded: BTreeMap<PathBuf, Result<Loaded, Failure>>,
}

/// Why there is no picture, once for all places that ask for it.
#[derive(Clone, Debug)]
struct Failure {
    code: Code,
    cause: String,
    help: String,
}

impl Failure {
    fn new(code: Code, cause: String) -> Failure {
        Failure { code, cause, help: help(code).to_owned() }
    }
}

impl<'a> Shelf<'a> {
    /// An empty shelf for the files of a project, and the fonts that drawings are lettered in.
    pub(super) fn new(files: &'a dyn Files, root: &'a Path, fonts: &'a FontLibrary) -> Shelf<'a> {
        Shelf { files, root, fonts, lettering: OnceLock::new(), loaded: BTreeMap::new() }
    }

    /// The pictures a lesson asks for, by the path its author wrote.
    pub(super) fn of_lesson(
        &mut self,
        lesson: &Lesson,
        file: &Path,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<String, Loaded> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut found = BTreeMap::new();
        for wanted in picture_sources(lesson) {
            if let Some(loaded) = self.load(&wanted.source, folder, wanted.span, diagnostics) {
                found.insert(wanted.source, loaded);
            }
        }
        found
    }

    /// The picture of a path relative to a folder. What is wrong is reported where the path stands.
    pub(super) fn load(
        &mut self,
        source: &str,
        folder: &Path,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Loaded> {
        let shown_source = source.escape_debug();
        if is_remote(source) {
            let finding = Diagnostic::new(
                Code::ImageRemote,
                format!("`{shown_source}` is not a file beside the lesson"),
            );
            diagnostics
                .push(finding.at(span).help("save the picture beside the lesson and name it by its path"));
            return None;
        }
        let path = self.locate(source, folder);
        let (files, root) = (self.files, self.root);
        let lettering = || self.lettering.get_or_init(|| lettering(self.fonts)).clone();
        let loaded = self.loaded.entry(path).or_insert_with_key(|path| read(files, root, path, &lettering));
        match loaded {
            Ok(loaded) => {
                for remark in std::mem::take(&mut loaded.remarks) {
                    diagnostics.push(said(&remark, &shown_source.to_string()).at(span));
                }
                Some(loaded.clone())
            }
            Err(failure) => {
                let message = format!("the picture `{shown_source}` {}", failure.cause);
                let finding = Diagnostic::new(failure.code, message).at(span);
                diagnostics.push(finding.help(failure.help.as_str()));
                None
            }
        }
    }

    /// The files that were loaded, by their names for people.
    pub(super) fn into_files(self) -> BTreeMap<String, Loaded> {
        self.loaded.into_values().flatten().map(|loaded| (loaded.file.clone(), loaded)).collect()
    }

    /// The file a path means: as it is written, or with its percent escapes undone, or with accents that are spelt
    /// in other code points.
    fn locate(&self, source: &str, folder: &Path) -> PathBuf {
        let plain = tidy(&folder.join(source));
        if self.files.kind(&plain) == Kind::File {
            return plain;
        }
        let meant = unescaped(source).map_or(plain, |unescaped| tidy(&folder.join(unescaped)));
        self.composed(&meant).unwrap_or(meant)
    }

    /// A path below the root whose names are those of another, once letters and accents are joined: some systems
    /// part them in the names of files.
    fn composed(&self, path: &Path) -> Option<PathBuf> {
        if self.files.kind(path) != Kind::Missing || path.as_os_str().is_ascii() {
            return Some(path.to_path_buf());
        }
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        if !folder.starts_with(tidy(self.root)) {
            return None;
        }
        let folder = self.composed(folder)?;
        let composer = ComposingNormalizerBorrowed::new_nfc();
        let wanted = composer.normalize(name);
        let entries = self.files.list(&folder).ok()?;
        let mut names = entries.iter().map(|entry| entry.name.as_str());
        let same = names.find(|known| composer.normalize(known) == wanted)?;
        Some(folder.join(same))
    }
}

/// The name of a file beside a missing one that differs from it in capital and small letters alone.
fn in_other_letters(files: &dyn Files, root: &Path, path: &Path) -> Option<String> {
    let (folder, name) = (path.parent()?, path.file_name()?.to_str()?.to_lowercase());
    let inside = folder.starts_with(tidy(root));
    let entries = if inside { files.list(folder).ok()? } else { Vec::new() };
    let alike = |entry: &&Entry| entry.kind == Kind::File && entry.name.to_lowercase() == name;
    // The first by name: folders are listed in no order.
    entries.iter().filter(alike).map(|entry| entry.name.clone()).min()
}

/// The letters of drawings: the faces of the books.
fn lettering(fonts: &FontLibrary) -> Lettering {
    let families = Families { serif: "Source Serif 4", sans: "Source Sans 3", mono: "Source Code Pro" };
    Lettering::of(fonts.faces().map(|face| face.bytes()), families)
}

/// What is said of a picture that does not show all of its file.
fn said(remark: &Remark, source: &str) -> Diagnostic {
    match remark {
        Remark::Stopped => {
            let message = format!("the picture `{source}` moves; its first image is shown");
            let finding = Diagnostic::new(Code::ImageAnimated, message);
            finding.help("show the steps side by side, or say in the text what moves")
        }
        Remark::Cleaned(what) => {
            let message = format!("of the drawing `{source}` is left out: {}", what.join(", "));
            let finding = Diagnostic::new(Code::ImageCleaned, message);
            finding.help("put all that the drawing shows into its own file, as shapes, letters and pictures")
        }
        Remark::Unlettered => {
            let message = format!("the drawing `{source}` has letters that no font has");
            let finding = Diagnostic::new(Code::GlyphMissing, message);
            finding.help("turn the letters into paths, or name a folder of fonts that have them")
        }
    }
}

fn read(
    files: &dyn Files,
    root: &Path,
    path: &Path,
    lettering: &dyn Fn() -> Lettering,
) -> Result<Loaded, Failure> {
    let bytes = files.read(path, root, LARGEST_PICTURE).map_err(|error| match error {
        InputError::Missing if files.kind(path) == Kind::Folder => {
            Failure::new(Code::ImageMissing, "is a folder".to_owned())
        }
        InputError::Missing => {
            let failure = Failure::new(Code::ImageMissing, error.to_string());
            let other = in_other_letters(files, root, path);
            let help = other.map(|other| format!("did you mean `{other}`? capital and small letters differ"));
            Failure { help: help.unwrap_or_else(|| failure.help.clone()), ..failure }
        }
        InputError::Refused(_) => Failure::new(Code::ImageMissing, error.to_string()),
        InputError::OutsideRoot => Failure::new(Code::PathOutsideRoot, error.to_string()),
        InputError::TooLarge(_) => Failure::new(Code::ImageTooLarge, error.to_string()),
    })?;
    let size = bytes.len() as u64;
    let Reading { picture, remarks } =
        images::load(bytes, &Limits::default(), lettering).map_err(|error| {
            let code = match error {
                PictureError::Unsupported(_) => Code::ImageUnsupported,
                PictureError::Broken(_) => Code::ImageBroken,
                PictureError::TooManyBytes { .. } | PictureError::TooManyPixels { .. } => Code::ImageTooLarge,
            };
            Failure::new(code, format!("is left out: {error}"))
        })?;
    Ok(Loaded { file: shown(path), bytes: size, picture, remarks })
}

/// What an author can do about a picture that cannot be had.
fn help(code: Code) -> &'static str {
    match code {
        Code::PathOutsideRoot => "copy the picture into the folder of the lessons",
        Code::ImageTooLarge => "scale it down; 3000 pixels fill a page in print",
        Code::ImageBroken => "save it again as PNG or JPEG",
        Code::ImageUnsupported => "save it as PNG, JPEG or SVG",
        _ => "check the path; it is relative to the lesson",
    }
}

/// Whether a path begins with a scheme (two letters at least: one is a drive) or `//`.
fn is_remote(source: &str) -> bool {
    let scheme = source.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    source.starts_with("//") || is_scheme
}

/// A path with its percent escapes undone; none when it has none, or they are not UTF-8.
fn unescaped(source: &str) -> Option<String> {
    let text = percent_decode_str(source).decode_utf8().ok()?;
    (text != source && !text.contains('\0')).then(|| text.into_owned())
}

/// The pictures of one book.
pub(super) struct Library {
    /// The pictures.
    pub(super) pictures: Pictures,
    /// Those of each lesson.
    pub(super) lessons: Vec<LessonPictures>,
    /// The cover.
    pub(super) cover: Option<ImageId>,
}

/// Numbers the pictures of the lessons of a book, each file once, in the order of the lessons.
pub(super) fn library(lessons: &[BTreeMap<String, Loaded>], cover: Option<&Picture>) -> Library {
    let mut pictures = Pictures::default();
    let cover = cover.map(|picture| pictures.add(picture.clone()));
    let mut known: BTreeMap<&str, ImageId> = BTreeMap::new();
    let mut numbered = Vec::new();
    for lesson in lessons {
        let ids = lesson.iter().map(|(source, loaded)| {
            let id = *known.entry(&loaded.file).or_insert_with(|| pictures.add(loaded.picture.clone()));
            (source.clone(), id)
        });
        numbered.push(LessonPictures(ids.collect()));
    }
    Library { pictures, lessons: numbered, cover }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remote_pictures_are_told_from_files() {
        for remote in ["https://a/b.png", "data:image/png;base64,", "//a/b.png", "file:/etc/passwd"] {
            assert!(is_remote(remote), "{remote}");
        }
        for file in ["a.png", "a/b:c.png", "c:/a.png", "1:1.png", ""] {
            assert!(!is_remote(file), "{file}");
        }
    }

    #[test]
    fn percent_escapes_are_undone_where_there_are_any() {
        assert_eq!(unescaped("a%20b%C3%A4.png").as_deref(), Some("a bä.png"));
        assert_eq!(unescaped("100%.png"), None);
        assert_eq!(unescaped("a%FF.png"), None);
        assert_eq!(unescaped("a%00.png"), None);
        assert_eq!(unescaped("a%+1.png"), None);
    }
}
