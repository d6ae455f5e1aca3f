//! Named bytes → a zip archive as EPUB asks for it (EPUB 3.3 §4; PKWARE's APPNOTE 6.3.10, §4.3).
//!
//! One compressor serves all files that a thread packs: to open one for each, as archive libraries do, clears hundreds of
//! kilobytes every time, which costs more than to compress a short lesson. What many books share is packed once,
//! as an [`Entry`], and copied. No entry has an extra field, a data descriptor or a time, so that the same files
//! are the same bytes. Knows nothing of what it holds; `check` reads it with a library.

use super::Fault;
use libdeflater::{CompressionLvl, Compressor, Crc};
use std::borrow::Cow;
use std::cell::RefCell;

/// How hard files are compressed: in less than half the time of the usual level of zlib, and one byte in thirty longer
/// (docs/decisions/0015-ebook-speed.md).
const LEVEL: i32 = 1;

/// What is shorter is not compressed: it would become a few hundred bytes shorter, which takes as long as compressing
/// five times as much of a lesson, and half as long again to unpack.
const SHORT: usize = 1_500;

/// How the bytes of a file are held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    /// As they are.
    Stored,
    /// Compressed.
    Deflated,
}

impl Method {
    fn number(self) -> u16 {
        match self {
            Method::Stored => 0,
            Method::Deflated => 8,
        }
    }
}

/// A file as it lies in an archive; one that is stored is not copied before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry<'b> {
    name: String,
    method: Method,
    /// Checksum and length of the file itself.
    crc: u32,
    length: u32,
    packed: Cow<'b, [u8]>,
}

impl Entry<'_> {
    /// The name of the file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The file as it is packed.
    pub(super) fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// The bytes of the file itself.
    pub(super) fn length(&self) -> usize {
        self.length as usize
    }

    /// Whether the file was compressed.
    pub(super) fn method(&self) -> Method {
        self.method
    }

    /// The same, to be kept longer than the file.
    pub(super) fn into_owned(self) -> Entry<'static> {
        Entry { packed: Cow::Owned(self.packed.into_owned()), ..self }
    }

    /// The bytes that it takes in an archive, with its headers.
    fn room(&self) -> usize {
        2 * (HEADERS + self.name.len()) + self.packed.len()
    }
}

/// Packs files, one after the other.
pub(super) struct Packer {
    compressor: Compressor,
    /// What was compressed last.
    packed: Vec<u8>,
}

impl Packer {
    /// A packer to be used for as many files as there are.
    pub(super) fn new() -> Packer {
        let compressor = Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default());
        Packer { compressor, packed: Vec::new() }
    }

    /// Works with the packer of this thread: all books that it makes can use one.
    pub(super) fn shared<T>(work: impl FnOnce(&mut Packer) -> T) -> T {
        thread_local! {
            static PACKER: RefCell<Packer> = RefCell::new(Packer::new());
        }
        PACKER.with_borrow_mut(work)
    }

    /// A file as it is to lie in an archive. Short ones are stored.
    pub(super) fn entry<'b>(
        &mut self,
        name: &str,
        bytes: &'b [u8],
        method: Method,
    ) -> Result<Entry<'b>, Fault> {
        let method = if bytes.len() < SHORT { Method::Stored } else { method };
        let packed = match method {
            Method::Stored => Cow::Borrowed(bytes),
            Method::Deflated => Cow::Owned(self.deflated(bytes).map_err(Fault::of(name))?),
        };
        let mut crc = Crc::new();
        crc.update(bytes);
        Ok(Entry { name: name.to_owned(), method, crc: crc.sum(), length: four(bytes.len())?, packed })
    }

    fn deflated(&mut self, bytes: &[u8]) -> Result<Vec<u8>, libdeflater::CompressionError> {
        let most = self.compressor.deflate_compress_bound(bytes.len());
        if self.packed.len() < most {
            self.packed.resize(most, 0);
        }
        let length = self.compressor.deflate_compress(bytes, &mut self.packed)?;
        Ok(self.packed.get(..length).unwrap_or_default().to_vec())
    }
}

/// An archive under construction.
#[derive(Default)]
pub(super) struct Container {
    archive: Vec<u8>,
    /// What is told of each entry at the end.
    directory: Vec<u8>,
    entries: u16,
}

impl Container {
    /// An archive of some files, in this order. All room is taken at once.
    pub(super) fn of<'e>(entries: impl Iterator<Item = &'e Entry<'e>> + Clone) -> Result<Vec<u8>, Fault> {
        let mut container = Container::default();
        container.archive.reserve_exact(entries.clone().map(Entry::room).sum::<usize>() + END);
        entries.into_iter().try_for_each(|entry| container.add(entry))?;
        container.finish()
    }

    /// Adds a file behind those that are there.
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), Fault> {
        let at = four(self.archive.len())?;
        let fields = fields(entry)?;
        // The local header (§4.3.7).
        self.archive.extend_from_slice(b"PK\x03\x04");
        self.archive.extend_from_slice(&fields);
        self.archive.extend_from_slice(entry.name.as_bytes());
        self.archive.extend_from_slice(&entry.packed);
        // The directory's (§4.3.12): made on Unix, for its file modes; no comment, one disk, no text flag.
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&[VERSION as u8, UNIX]);
        self.directory.extend_from_slice(&fields);
        self.directory.extend_from_slice(&[0; 6]);
        self.directory.extend_from_slice(&(MODE << 16).to_le_bytes());
        self.directory.extend_from_slice(&at.to_le_bytes());
        self.directory.extend_from_slice(entry.name.as_bytes());
        self.entries = self.entries.checked_add(1).filter(|count| *count < u16::MAX).ok_or_else(too_large)?;
        Ok(())
    }

    /// The whole archive.
    fn finish(mut self) -> Result<Vec<u8>, Fault> {
        let (at, length) = (four(self.archive.len())?, four(self.directory.len())?);
        self.archive.append(&mut self.directory);
        // The end of the directory (§4.3.16): one disk, no comment.
        self.archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.archive.extend_from_slice(&self.entries.to_le_bytes());
        self.archive.extend_from_slice(&self.entries.to_le_bytes());
        self.archive.extend_from_slice(&length.to_le_bytes());
        self.archive.extend_from_slice(&at.to_le_bytes());
        self.archive.extend_from_slice(&[0; 2]);
        Ok(self.archive)
    }
}

/// The bytes of both headers of a file, without its names: 30 and 46.
const HEADERS: usize = 38;
/// The bytes of the end of the directory.
const END: usize = 22;
/// The version of the format that a reader needs: 2.0, for compression.
const VERSION: u16 = 20;
/// The system that the modes of files are of.
const UNIX: u8 = 3;
/// A plain file that everybody may read and its owner may write.
const MODE: u32 = 0o100_644;
/// Names are in UTF-8.
const UTF_8: u16 = 1 << 11;
/// The first day that an archive can tell, in the form of MS-DOS.
const DAY: u16 = (1 << 5) | 1;

/// What both headers of an entry tell: version, flags, method, time, date, checksum, lengths.
fn fields(entry: &Entry<'_>) -> Result<Vec<u8>, Fault> {
    let name = u16::try_from(entry.name.len()).map_err(|_| too_large())?;
    let mut fields = Vec::with_capacity(26);
    [VERSION, UTF_8, entry.method.number(), 0, DAY].iter().for_each(|two| fields.extend(two.to_le_bytes()));
    let lengths = [entry.crc, four(entry.packed.len())?, entry.length];
    lengths.iter().for_each(|four| fields.extend(four.to_le_bytes()));
    // The name, and no extra field.
    [name, 0].iter().for_each(|two| fields.extend(two.to_le_bytes()));
    Ok(fields)
}

/// A length or a place in the four bytes that the format has for it; what needs more is larger than any store takes.
fn four(length: usize) -> Result<u32, Fault> {
    u32::try_from(length).ok().filter(|length| *length < u32::MAX).ok_or_else(too_large)
}

fn too_large() -> Fault {
    Fault("the book is too large for an archive that all readers open: 4 GB and 65 534 files".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Cursor, Read};

    fn packed(files: &[(&str, &[u8], Method)]) -> Vec<u8> {
        let mut packer = Packer::new();
        let entries: Vec<Entry<'_>> =
            files.iter().map(|(name, bytes, method)| packer.entry(name, bytes, *method).unwrap()).collect();
        let archive = Container::of(entries.iter()).unwrap();
        assert_eq!(archive.capacity(), archive.len(), "all room was taken, and no more");
        archive
    }

    #[test]
    fn the_first_file_lies_bare_behind_its_name() {
        let archive = packed(&[("mimetype", b"application/epub+zip", Method::Stored)]);
        assert_eq!(&archive[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(&archive[6..8], [0, 8], "no data descriptor");
        assert_eq!(&archive[28..30], [0, 0], "no extra field");
    }

    #[test]
    fn a_library_reads_what_is_told_of_a_file() {
        let archive = packed(&[("é.txt", &[b't'; SHORT], Method::Deflated), ("b", b"", Method::Deflated)]);
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let entry = archive.by_index(0).unwrap();
        assert_eq!((entry.name(), entry.unix_mode()), ("é.txt", Some(MODE)));
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()));
        assert_eq!(entry.compression(), zip::CompressionMethod::Deflated);
        drop(entry);
        assert_eq!(archive.by_index(1).unwrap().compression(), zip::CompressionMethod::Stored);
    }

    proptest! {
        /// Whatever is packed before, a file is the same bytes and comes out whole.
        #[test]
        fn files_come_out_as_they_went_in(files in prop::collection::vec(prop::collection::vec(0..9_u8, 0..2 * SHORT), 1..5)) {
            let names: Vec<String> = (0..files.len()).map(|number| format!("{number}.bin")).collect();
            let all: Vec<(&str, &[u8], Method)> =
                names.iter().zip(&files).map(|(name, file)| (name.as_str(), file.as_slice(), Method::Deflated)).collect();
            let mut archive = zip::ZipArchive::new(Cursor::new(packed(&all))).unwrap();
            for (number, file) in files.iter().enumerate() {
                let mut out = Vec::new();
                archive.by_index(number).unwrap().read_to_end(&mut out).unwrap();
                prop_assert_eq!(&out, file);
            }
            if let Some(last) = all.last() {
                let alone = Packer::new().entry(last.0, last.1, last.2).unwrap();
                let mut packer = Packer::new();
                let after: Vec<Entry<'_>> = all.iter().map(|file| packer.entry(file.0, file.1, file.2).unwrap()).collect();
                prop_assert_eq!(after.last(), Some(&alone));
            }
        }
    }
}
