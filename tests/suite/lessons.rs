//! The lessons in a folder and in all folders below it.

use std::path::{Path, PathBuf};

/// The files of all lessons, in the order of their paths. A folder is meant from the root of the project, unless its
/// path is absolute.
pub(crate) fn lessons(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "md" || suffix == "txt") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}
