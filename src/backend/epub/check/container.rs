//! A finished container → its files, one after the other, each as it comes out.
//!
//! The directory is read by a library that did not write it.

use super::super::container::{Entry, Method};
use super::super::sheets::Sheet;
use super::super::{Fault, MEDIA_TYPE};
use libdeflater::{Crc, Decompressor};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use zip::{CompressionMethod, ZipArchive};

/// The files of a container by their names.
pub(super) struct Files<'b> {
    bytes: &'b [u8],
    /// What was unpacked and looked at before.
    sheets: &'b [Sheet],
    files: BTreeMap<String, Packed>,
    /// The file that was unpacked last.
    unpacked: Vec<u8>,
}

/// What the directory tells of a file.
struct Packed {
    range: Range<usize>,
    method: CompressionMethod,
    length: usize,
    crc: u32,
}

impl<'b> Files<'b> {
    /// Reads the directory.
    pub(super) fn of(bytes: &'b [u8], sheets: &'b [Sheet]) -> Result<Files<'b>, Fault> {
        let failed = Fault::of::<zip::result::ZipError>("the container cannot be read");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(&failed)?;
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(&failed)?;
            let name = entry.name().to_owned();
            let start = entry.data_start() as usize;
            let packed = Packed {
                range: start..start.saturating_add(entry.compressed_size() as usize),
                method: entry.compression(),
                length: entry.size() as usize,
                crc: entry.crc32(),
            };
            let is_type =
                name == "mimetype" && bytes.get(packed.range.clone()) == Some(MEDIA_TYPE.as_bytes());
            if index == 0 && !is_type {
                return Err(Fault("the container does not begin with its media type".to_owned()));
            }
            if files.contains_key(&name) {
                return Err(Fault(format!("the container holds {name} twice")));
            }
            files.insert(name, packed);
        }
        Ok(Files { bytes, sheets, files, unpacked: Vec::new() })
    }

    /// The names of all files.
    pub(super) fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// Whether there is a file of a name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// What is in a file; none when there is no such file.
    pub(super) fn content(&mut self, name: &str) -> Result<Option<&[u8]>, Fault> {
        let Some(file) = self.files.get(name) else { return Ok(None) };
        let spoilt = || Fault(format!("{name} does not come out of the container as it went in"));
        let packed = self.bytes.get(file.range.clone()).ok_or_else(spoilt)?;
        let known =
            self.sheets.iter().find(|sheet| sheet.entry.name() == name && sheet.entry.packed() == packed);
        let content = match (known, file.method) {
            (Some(sheet), _) => sheet.text.as_bytes(),
            (None, CompressionMethod::Stored) => packed,
            (None, _) => {
                inflate(packed, file.length, &mut self.unpacked).ok_or_else(spoilt)?;
                &self.unpacked
            }
        };
        let mut crc = Crc::new();
        crc.update(content);
        if crc.sum() != file.crc || content.len() != file.length {
            return Err(spoilt());
        }
        Ok(Some(content))
    }
}

/// The text of a file in a container.
pub(in super::super) fn text_in(container: &[u8], name: &str) -> Result<String, Fault> {
    let mut files = Files::of(container, &[])?;
    let content = files.content(name)?.ok_or_else(|| Fault(format!("there is no {name}")))?;
    std::str::from_utf8(content).map(str::to_owned).map_err(Fault::of(name))
}

/// What comes out of a file that was packed.
pub(in super::super) fn unpacked(entry: &Entry<'_>) -> Option<Vec<u8>> {
    match entry.method() {
        Method::Stored => Some(entry.packed().to_vec()),
        Method::Deflated => {
            let mut out = Vec::new();
            inflate(entry.packed(), entry.length(), &mut out).map(|()| out)
        }
    }
}

/// Unpacks as many bytes as are told, with the decompressor of this thread. None when they are not as many, or do not
/// come out at all.
fn inflate(packed: &[u8], length: usize, out: &mut Vec<u8>) -> Option<()> {
    thread_local! {
        static INFLATE: RefCell<Decompressor> = RefCell::new(Decompressor::new());
    }
    out.resize(length, 0);
    let unpacked = INFLATE.with_borrow_mut(|inflate| inflate.deflate_decompress(packed, out)).ok()?;
    (unpacked == length).then_some(())
}
