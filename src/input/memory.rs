//! Files in memory: for tests, and for programs that have their lessons elsewhere.

use super::{Entry, Files, InputError, Kind, tidy};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A tree of files in memory. There are no links; folders exist by the files in them.
#[derive(Clone, Default, Debug)]
pub struct MemoryFiles(BTreeMap<PathBuf, Vec<u8>>);

impl MemoryFiles {
    /// No files.
    pub fn new() -> MemoryFiles {
        MemoryFiles::default()
    }

    /// Adds a file, or replaces it.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> MemoryFiles {
        self.0.insert(tidy(path.as_ref()), bytes.into());
        self
    }
}

impl Files for MemoryFiles {
    fn kind(&self, path: &Path) -> Kind {
        let path = tidy(path);
        if self.0.contains_key(&path) {
            Kind::File
        } else if self.0.keys().any(|file| file.starts_with(&path)) {
            Kind::Folder
        } else {
            Kind::Missing
        }
    }

    fn read(&self, path: &Path, root: &Path, limit: u64) -> Result<Vec<u8>, InputError> {
        let path = tidy(path);
        if !path.starts_with(tidy(root)) || path.starts_with("..") {
            return Err(InputError::OutsideRoot);
        }
        let bytes = self.0.get(&path).ok_or(InputError::Missing)?;
        if bytes.len() as u64 > limit { Err(InputError::TooLarge(limit)) } else { Ok(bytes.clone()) }
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, InputError> {
        let folder = tidy(folder);
        let mut entries = BTreeMap::new();
        for below in self.0.keys().filter_map(|file| file.strip_prefix(&folder).ok()) {
            let mut parts = below.components();
            let Some(name) = parts.next() else { continue };
            let kind = if parts.next().is_some() { Kind::Folder } else { Kind::File };
            entries.insert(name.as_os_str().to_string_lossy().into_owned(), kind);
        }
        if entries.is_empty() {
            return Err(InputError::Missing);
        }
        Ok(entries.into_iter().map(|(name, kind)| Entry { name, kind }).collect())
    }

    fn own_name(&self, folder: &Path) -> Option<String> {
        Some(tidy(folder).file_name()?.to_string_lossy().into_owned())
    }
}
