//! Files in memory: for tests, and for programs that send their results elsewhere.

use super::{OutputError, Sink};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Keeps what was written, by path.
#[derive(Default, Debug)]
pub struct MemorySink(Mutex<BTreeMap<PathBuf, Vec<u8>>>);

impl MemorySink {
    /// Nothing written yet.
    pub fn new() -> MemorySink {
        MemorySink::default()
    }

    /// What was written.
    pub fn into_files(self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemorySink {
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn is_free(&self, folder: &Path) -> bool {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !files.keys().any(|file| file.starts_with(folder))
    }
}

/// Takes files and keeps nothing: for runs that only report.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoSink;

impl Sink for NoSink {
    fn put(&self, _path: &Path, _bytes: &[u8]) -> Result<(), OutputError> {
        Ok(())
    }

    fn is_free(&self, _folder: &Path) -> bool {
        true
    }
}
