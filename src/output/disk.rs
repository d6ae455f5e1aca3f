//! Files on the disk, whole or not at all.

use super::{OutputError, Sink};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How many names are tried for the file beside the target; more than other runs could have left.
const MOST_NAMES: u32 = 1000;

/// Writes to the disk.
#[derive(Clone, Copy, Default, Debug)]
pub struct DiskSink;

impl Sink for DiskSink {
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
        replace(path, bytes).map_err(|error| OutputError { cause: error.to_string() })
    }

    fn is_free(&self, folder: &Path) -> bool {
        match fs::read_dir(folder) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        }
    }
}

/// Writes beside the target, in the same folder so that renaming does not copy, makes the bytes durable,
/// and renames; on any failure the file beside is removed and the target is untouched.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The folder is nearly always there: thousands of books go into one.
    let (beside, file) = match create_beside(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            create_beside(path)?
        }
        made => made?,
    };
    let written = fill(file, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first failure is the one to tell; that the rest cannot be removed adds nothing.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new file that nobody else has, named after the target: `.book.pdf.1.part`.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(ErrorKind::InvalidFilename)?;
    for number in 1..=MOST_NAMES {
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(format!(".{number}.part"));
        let beside = path.with_file_name(beside);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}
