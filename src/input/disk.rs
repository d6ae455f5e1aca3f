//! Files on the disk, confined to the project they belong to.

use super::{Entry, Files, InputError, Kind, LARGEST_TEXT, STDIN, read_stream};
use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The files of this machine; the path `-` is what was piped in, if anything was.
#[derive(Default, Debug)]
pub struct DiskFiles {
    stdin: Option<Vec<u8>>,
    /// Where folders really are. Each is asked for once in a run: the thousand lessons of a path have one.
    folders: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl DiskFiles {
    /// The files of the disk alone.
    pub fn new() -> DiskFiles {
        DiskFiles::default()
    }

    /// The files of the disk, and a stream (standard input) as the file `-`.
    ///
    /// # Errors
    /// When the stream fails or is larger than [`LARGEST_TEXT`].
    pub fn with_stream(stream: impl io::Read) -> Result<DiskFiles, InputError> {
        Ok(DiskFiles { stdin: Some(read_stream(stream, LARGEST_TEXT)?), ..DiskFiles::default() })
    }

    /// Where a folder really is, links followed.
    fn real_folder(&self, folder: &Path) -> Result<PathBuf, InputError> {
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let real = real(folder)?;
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.insert(folder.to_owned(), real.clone());
        Ok(real)
    }

    /// Where a file really is, links followed, and what the system tells of it.
    fn real_file(&self, path: &Path) -> Result<(PathBuf, fs::Metadata), InputError> {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            let file = self.real_folder(folder)?.join(name);
            let found = fs::symlink_metadata(&file).map_err(refused)?;
            if !found.is_symlink() {
                return Ok((file, found));
            }
        }
        let file = real(path)?;
        let found = fs::metadata(&file).map_err(refused)?;
        Ok((file, found))
    }

    fn piped(&self, path: &Path) -> Option<&Vec<u8>> {
        self.stdin.as_ref().filter(|_| path == Path::new(STDIN))
    }
}

impl Files for DiskFiles {
    fn kind(&self, path: &Path) -> Kind {
        if self.piped(path).is_some() {
            return Kind::File;
        }
        match fs::metadata(here(path)) {
            Ok(found) if found.is_file() => Kind::File,
            Ok(found) if found.is_dir() => Kind::Folder,
            Ok(_) | Err(_) => Kind::Missing,
        }
    }

    fn read(&self, path: &Path, root: &Path, limit: u64) -> Result<Vec<u8>, InputError> {
        if let Some(bytes) = self.piped(path) {
            return if bytes.len() as u64 > limit {
                Err(InputError::TooLarge(limit))
            } else {
                Ok(bytes.clone())
            };
        }
        // Both ends are resolved, so that neither `..` nor a link can lead out of the root.
        let (real, found) = self.real_file(path)?;
        if !real.starts_with(self.real_folder(root)?) {
            return Err(InputError::OutsideRoot);
        }
        if !found.is_file() {
            // A pipe or device might never end.
            return Err(InputError::Missing);
        }
        if found.len() > limit {
            return Err(InputError::TooLarge(limit));
        }
        // Room for all of it and for seeing that it ends there. It may have grown since.
        let mut bytes = Vec::with_capacity(found.len() as usize + 1);
        let file = fs::File::open(&real).map_err(refused)?;
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
        if bytes.len() as u64 > limit { Err(InputError::TooLarge(limit)) } else { Ok(bytes) }
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, InputError> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(here(folder)).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            // A name that is not Unicode is shown as well as it can be; reading it fails and is reported.
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = match entry.file_type() {
                Ok(found) if found.is_file() => Kind::File,
                Ok(found) if found.is_dir() => Kind::Folder,
                _ => self.kind(&folder.join(&name)),
            };
            entries.push(Entry { name, kind });
        }
        Ok(entries)
    }

    fn own_name(&self, folder: &Path) -> Option<String> {
        Some(real(folder).ok()?.file_name()?.to_string_lossy().into_owned())
    }

    fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(here(path)).is_ok_and(|found| found.is_symlink())
    }

    fn is_same(&self, one: &Path, other: &Path) -> bool {
        matches!((real(one), real(other)), (Ok(one), Ok(other)) if one == other)
    }
}

/// The empty path means the folder the run began in.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn real(path: &Path) -> Result<PathBuf, InputError> {
    fs::canonicalize(here(path)).map_err(refused)
}

fn refused(error: io::Error) -> InputError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => InputError::Missing,
        _ => InputError::Refused(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This crate's own folder: it exists wherever the tests run.
    const HERE: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn a_file_outside_the_root_is_refused() {
        let files = DiskFiles::new();
        let root = Path::new(HERE).join("src/input");
        assert!(files.read(&root.join("mod.rs"), &root, LARGEST_TEXT).is_ok());
        let outside = files.read(&root.join("../lib.rs"), &root, LARGEST_TEXT);
        assert_eq!(outside, Err(InputError::OutsideRoot));
        let inside_again = files.read(&root.join("../input/mod.rs"), &root, LARGEST_TEXT);
        assert!(inside_again.is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        let files = DiskFiles::new();
        let root = Path::new(HERE);
        assert_eq!(files.read(&root.join("no-such-file"), root, 9), Err(InputError::Missing));
        assert_eq!(files.read(&root.join("Cargo.toml"), root, 9), Err(InputError::TooLarge(9)));
        assert_eq!(files.read(&root.join("src"), root, 9), Err(InputError::Missing));
        assert_eq!(files.kind(&root.join("Cargo.toml/below")), Kind::Missing);
    }

    #[test]
    fn a_stream_is_the_file_of_a_hyphen() {
        let files = DiskFiles::with_stream(&b"Hello"[..]).expect("a short stream");
        assert_eq!(files.kind(Path::new("-")), Kind::File);
        assert_eq!(files.read(Path::new("-"), Path::new(""), 9), Ok(b"Hello".to_vec()));
        assert_eq!(DiskFiles::new().kind(Path::new("-")), Kind::Missing);
    }
}
