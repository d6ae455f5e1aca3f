//! Finished bytes → files. The door out: only this room writes to the disk.
//!
//! A file is either absent, the old one, or the complete new one, never a part: [`DiskSink`] writes beside
//! the target and renames. This room does not know what the bytes mean.

mod disk;
mod memory;

pub use disk::DiskSink;
pub use memory::{MemorySink, NoSink};

use crate::diagnostics::{Code, Diagnostic};
use std::fmt;
use std::path::Path;

/// A finished file, not yet anywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artifact {
    /// Its media type, such as `application/pdf`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, when it has pages.
    pub pages: Option<u32>,
}

/// Where finished files go.
pub trait Sink: Sync {
    /// Puts a file at a path, and makes the folders to it. A file that was there is replaced as a whole,
    /// or left as it was when an error is returned.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), OutputError>;

    /// Whether nothing stands at a path, or an empty folder.
    fn is_free(&self, folder: &Path) -> bool;
}

/// Why a file could not be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputError {
    /// What the system said.
    pub cause: String,
}

impl OutputError {
    /// The finding that tells the author, about the file of a name.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        Diagnostic::new(Code::UnwritableOutput, format!("`{name}` cannot be written: {}", self.cause))
            .in_file(name)
            .help("check that the folder can be made and is writable, and that the disk has room")
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

impl std::error::Error for OutputError {}
