//! Folders and files a user names → font files for letters our own faces lack.
//!
//! Files of a folder come in natural order, those of its folders behind them; the order of the places is
//! the user's. Knows no font table: what a file holds is for [`crate::fonts`] to say.

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::fonts::FontLibrary;
use crate::input::{Files, Kind, natural, shown, tidy};
use std::path::{Path, PathBuf};

/// The largest font file that is read, in bytes: collections of Han faces have some twenty mebibytes.
const LARGEST_FONT: u64 = 64 << 20;

/// How deep folders of fonts may lie.
const DEEPEST: usize = 8;

/// What font files are called.
const SUFFIXES: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// Where fonts are looked for besides our own.
#[derive(Clone, Default, Debug)]
pub struct FontPlaces {
    /// Files and folders that must exist.
    pub named: Vec<PathBuf>,
    /// Folders that are looked into if they exist, behind the others.
    pub usual: Vec<PathBuf>,
}

/// Adds the fonts of all places to a library. Gives what was found wrong: a place that does not exist is
/// an error, a file that is no usable font a warning where it was named and a note where it lay about.
pub(super) fn add(library: &mut FontLibrary, places: &FontPlaces, files: &dyn Files) -> Vec<Diagnostic> {
    let mut search = Search { files, found: Vec::new(), findings: Vec::new() };
    for place in &places.named {
        let place = tidy(place);
        match files.kind(&place) {
            Kind::File => search.read(&place),
            Kind::Folder => search.folder(&place, DEEPEST),
            Kind::Missing => {
                let name = shown(&place);
                let finding =
                    Diagnostic::new(Code::UnreadableFile, format!("there are no fonts at `{name}`"));
                search.findings.push(finding.in_file(name).help("name a font file, or a folder of them"));
            }
        }
    }
    for place in places.usual.iter().filter(|place| files.kind(place) == Kind::Folder) {
        search.folder(place, DEEPEST);
    }
    let Search { found, mut findings, .. } = search;
    let named = |name: &str| places.named.iter().any(|place| shown(&tidy(place)) == name);
    for error in library.add(found) {
        let mut finding = Diagnostic::new(Code::FontUnusable, error.to_string()).in_file(error.face.clone());
        if !named(&error.face) {
            finding.severity = Severity::Info;
        }
        findings.push(finding);
    }
    findings
}

struct Search<'a> {
    files: &'a dyn Files,
    found: Vec<(String, Vec<u8>)>,
    findings: Vec<Diagnostic>,
}

impl Search<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let mut entries = match self.files.list(folder) {
            Ok(entries) => entries,
            Err(error) => return self.findings.push(error.diagnostic(&shown(folder))),
        };
        entries.sort_by(|a, b| natural(&a.name, &b.name));
        for entry in entries.iter().filter(|entry| entry.kind == Kind::File && is_font(&entry.name)) {
            self.read(&folder.join(&entry.name));
        }
        if depth > 0 {
            for entry in entries.iter().filter(|entry| entry.kind == Kind::Folder) {
                self.folder(&folder.join(&entry.name), depth - 1);
            }
        }
    }

    fn read(&mut self, path: &Path) {
        // The user named the place, so its own folder is the root; links of a system lead where they may.
        let name = shown(path);
        match self.files.read(path, path.parent().unwrap_or(Path::new("")), LARGEST_FONT) {
            Ok(bytes) => self.found.push((name, bytes)),
            Err(error) => {
                let mut finding = error.diagnostic(&name);
                finding.severity = Severity::Warning;
                self.findings.push(finding);
            }
        }
    }
}

fn is_font(name: &str) -> bool {
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase());
    suffix.is_some_and(|suffix| SUFFIXES.contains(&suffix.as_str()))
}
