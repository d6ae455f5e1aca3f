//! Files and folders → bytes, and arguments → what there is to export. The door in: only this room reads
//! from the disk.
//!
//! Everything above works with the [`Files`] trait, so that tests and other programs can bring files of
//! their own ([`MemoryFiles`]). [`discover`] says which lessons, paths and libraries stand behind the
//! arguments of a run. This room does not know what the bytes mean: no Markdown, no TOML, no pictures.

mod discover;
mod disk;
mod memory;
mod order;

pub use discover::{
    Discovered, InputKind, LIBRARY_FILE, PATH_FILE, STDIN, SUMMARY_FILE, discover, is_named_by_folder,
    is_source,
};
pub use disk::DiskFiles;
pub use memory::MemoryFiles;
pub use order::{leading_number, natural};

use crate::diagnostics::{Code, Diagnostic};
use std::fmt;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The largest lesson or configuration file that is read, in bytes. A lesson of a hundred thousand words
/// is well below a mebibyte.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// The largest picture file that is read, in bytes.
pub const LARGEST_PICTURE: u64 = 64 << 20;

/// Where files come from.
pub trait Files: Sync {
    /// What stands at a path; links are followed.
    fn kind(&self, path: &Path) -> Kind;

    /// The bytes of a file that lies inside the folder `root`, at most `limit` of them.
    ///
    /// # Errors
    /// When the file is missing, unreadable, larger than `limit`, or, links followed, outside `root`.
    fn read(&self, path: &Path, root: &Path, limit: u64) -> Result<Vec<u8>, InputError>;

    /// What a folder holds: plain names with what they are, in no order anybody may rely on.
    ///
    /// # Errors
    /// When the folder is missing or unreadable.
    fn list(&self, folder: &Path) -> Result<Vec<Entry>, InputError>;

    /// The name of a folder whose path does not end in one, such as `.` or `..`.
    fn own_name(&self, folder: &Path) -> Option<String>;

    /// Whether a path is a link to something that may lie anywhere.
    fn is_link(&self, _path: &Path) -> bool {
        false
    }

    /// Whether two paths lead to one file.
    fn is_same(&self, one: &Path, other: &Path) -> bool {
        tidy(one) == tidy(other)
    }
}

/// What stands at a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing that can be reached, or neither file nor folder (such as a socket).
    Missing,
}

/// One thing in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// Why a file or folder could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InputError {
    /// There is nothing at the path, or it is not of the kind asked for.
    Missing,
    /// The path leads out of the project.
    OutsideRoot,
    /// The file is larger than this many bytes.
    TooLarge(u64),
    /// The system refused.
    Refused(String),
}

impl InputError {
    /// The finding that tells the author, about the file of a name.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let code = match self {
            InputError::Missing | InputError::Refused(_) => Code::UnreadableFile,
            InputError::OutsideRoot => Code::PathOutsideRoot,
            InputError::TooLarge(_) => Code::InputTooLarge,
        };
        let finding = Diagnostic::new(code, format!("`{name}` {self}")).in_file(name);
        match self {
            InputError::Missing => finding.help("check the path"),
            InputError::OutsideRoot => finding.help("copy the file into the folder of the lessons"),
            InputError::TooLarge(_) => finding.help("split the file"),
            InputError::Refused(_) => finding.help("check the permissions"),
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Missing => f.write_str("does not exist"),
            InputError::OutsideRoot => f.write_str("leads out of the folder of the lessons"),
            InputError::TooLarge(limit) => write!(f, "is larger than {} MiB", limit >> 20),
            InputError::Refused(cause) => write!(f, "cannot be read: {cause}"),
        }
    }
}

impl std::error::Error for InputError {}

/// Reads a stream to its end, at most `limit` bytes of it.
///
/// # Errors
/// When the stream fails or is longer.
pub fn read_stream(stream: impl Read, limit: u64) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| InputError::Refused(error.to_string()))?;
    if bytes.len() as u64 > limit { Err(InputError::TooLarge(limit)) } else { Ok(bytes) }
}

/// A path as people read it: forward slashes, no `./` before it.
pub fn shown(path: &Path) -> String {
    if path == Path::new(STDIN) {
        return "stdin".to_owned();
    }
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    let short = text.trim_start_matches("./");
    if short.is_empty() { ".".to_owned() } else { short.to_owned() }
}

/// A path without `.` and, where it can be told without the disk, without `..`.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_people_are_short() {
        assert_eq!(shown(Path::new("./a/b.md")), "a/b.md");
        assert_eq!(shown(Path::new("-")), "stdin");
        assert_eq!(shown(Path::new("./")), ".");
    }

    #[test]
    fn tidy_paths_have_no_steps_back_unless_they_begin_with_them() {
        assert_eq!(tidy(Path::new("./a/../b/./c")), Path::new("b/c"));
        assert_eq!(tidy(Path::new("../a")), Path::new("../a"));
        assert_eq!(tidy(Path::new("a/../../b")), Path::new("../b"));
    }

    #[test]
    fn a_stream_is_read_up_to_its_limit() {
        assert_eq!(read_stream(&b"abc"[..], 3), Ok(b"abc".to_vec()));
        assert_eq!(read_stream(&b"abcd"[..], 3), Err(InputError::TooLarge(3)));
    }
}
