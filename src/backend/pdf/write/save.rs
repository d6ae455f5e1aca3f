//! An object graph → bytes: streams deflated, objects packed, an identifier from the content.
//!
//! Order in the file: streams by their numbers, object streams with all that is no stream (ISO 32000-1, 7.5.7), the
//! cross-reference stream (7.5.8).

use super::compress::deflate;
use super::{Shell, WriteError, number, syntax};
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// Bytes of the identifier.
const IDENTIFIER: usize = 16;
/// Objects in a stream of objects.
const PACKED_TOGETHER: usize = 200;

/// Objects that are no streams, as they stand in a file.
#[derive(Default)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    /// The number of each object and where it stands.
    places: Vec<(u32, Range<usize>)>,
}

impl Packed {
    /// Adds the object of a number that `write` writes.
    pub(super) fn add(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.bytes.len();
        write(&mut self.bytes);
        self.places.push((number, start..self.bytes.len()));
    }

    /// The content of a stream of some objects, and where the first of them begins.
    fn together(&self, places: &[(u32, Range<usize>)]) -> (Vec<u8>, usize) {
        let length: usize = places.iter().map(|(_, place)| place.len() + 16).sum();
        let mut content = Vec::with_capacity(length);
        let mut at = 0;
        for (number, place) in places {
            number::whole(&mut content, i64::from(*number));
            content.push(b' ');
            number::whole(&mut content, at);
            content.push(b' ');
            at += place.len() as i64 + 1;
        }
        let first = content.len();
        for (_, place) in places {
            content.extend_from_slice(self.bytes.get(place.clone()).unwrap_or_default());
            content.push(b' ');
        }
        (content, first)
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// At an offset of the file.
    Offset(usize),
    /// In a stream of objects, as the so manyth.
    Packed { stream: u32, index: u16 },
}

/// The bytes of a file.
///
/// # Errors
/// When the identifier has no place in it: a fault of ours.
pub(super) fn save(shell: Shell) -> Result<Vec<u8>, WriteError> {
    let Shell { document, mut packed, .. } = shell;
    let mut streams = Vec::new();
    for ((id, _), object) in document.objects {
        match object {
            Object::Stream(stream) => streams.push((id, stream)),
            object => packed.add(id, |out| syntax::object(out, &object)),
        }
    }
    streams.par_iter_mut().for_each(|(_, stream)| {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let content = deflate(&stream.content);
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(content);
        }
    });
    packed.places.sort_unstable_by_key(|(number, _)| *number);
    let together = |places: &[(u32, Range<usize>)]| {
        let (content, first) = packed.together(places);
        let content = deflate(&content);
        let entries = dictionary! {
            "Type" => "ObjStm",
            "N" => places.len() as i64,
            "First" => first as i64,
            "Length" => content.len() as i64,
            "Filter" => "FlateDecode",
        };
        (entries, content)
    };
    let objects: Vec<(Dictionary, Vec<u8>)> =
        packed.places.par_chunks(PACKED_TOGETHER).map(together).collect();

    let mut file = File::begin(&document.version, document.max_id);
    for (number, stream) in &streams {
        file.stream(*number, &stream.dict, &stream.content);
    }
    for (places, (entries, content)) in packed.places.chunks(PACKED_TOGETHER).zip(&objects) {
        let stream = file.next_number();
        for (index, (number, _)) in (0..).zip(places) {
            file.note(*number, Place::Packed { stream, index });
        }
        file.stream(stream, entries, content);
    }
    let mut bytes = file.end(document.trailer);
    sign(&mut bytes)?;
    Ok(bytes)
}

/// A file that is being written.
struct File {
    bytes: Vec<u8>,
    /// The place of each object, by number from 0.
    places: Vec<Option<Place>>,
}

impl File {
    /// A file for objects with numbers up to `last`. Behind the version come four bytes beyond ASCII, so that nobody
    /// takes it for text (ISO 19005-2, 6.1.2).
    fn begin(version: &str, last: u32) -> File {
        let mut bytes = format!("%PDF-{version}\n%").into_bytes();
        bytes.extend_from_slice(&[0xBB, 0xAD, 0xC0, 0xDE, b'\n']);
        File { bytes, places: vec![None; last as usize + 1] }
    }

    /// The number of the next object that has none.
    fn next_number(&mut self) -> u32 {
        self.places.push(None);
        (self.places.len() - 1) as u32
    }

    fn note(&mut self, number: u32, place: Place) {
        if let Some(known) = self.places.get_mut(number as usize) {
            *known = Some(place);
        }
    }

    fn stream(&mut self, number: u32, entries: &Dictionary, content: &[u8]) {
        self.note(number, Place::Offset(self.bytes.len()));
        number::whole(&mut self.bytes, i64::from(number));
        self.bytes.extend_from_slice(b" 0 obj\n");
        syntax::dictionary(&mut self.bytes, entries);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream \nendobj\n");
    }

    /// Adds the cross-reference stream, which holds the trailer.
    fn end(mut self, mut trailer: Dictionary) -> Vec<u8> {
        let start = self.bytes.len();
        let number = self.next_number();
        self.note(number, Place::Offset(start));
        let blank = Object::String(vec![0; IDENTIFIER], StringFormat::Hexadecimal);
        trailer.set("ID", vec![blank.clone(), blank]);
        trailer.set("Type", "XRef");
        trailer.set("Size", self.places.len() as i64);
        // Kind, offset or stream, generation or index.
        trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
        let (entries, runs) = self.cross_references();
        trailer.set("Index", runs);
        let content = deflate(&entries);
        trailer.set("Filter", "FlateDecode");
        trailer.set("Length", content.len() as i64);
        self.stream(number, &trailer, &content);
        self.bytes.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF").as_bytes());
        self.bytes
    }

    /// The entries of all objects, and the runs of their numbers: the first of each, and how many.
    fn cross_references(&self) -> (Vec<u8>, Vec<Object>) {
        let mut entries = Vec::with_capacity(self.places.len() * 7);
        let mut runs: Vec<[i64; 2]> = Vec::new();
        for (number, place) in (0..).zip(&self.places) {
            let Some(place) = place else { continue };
            match runs.last_mut() {
                Some([first, count]) if *first + *count == number => *count += 1,
                _ => runs.push([number, 1]),
            }
            let (kind, value, index) = match *place {
                Place::Offset(offset) => (1, offset as u32, 0),
                Place::Packed { stream, index } => (2, stream, index),
            };
            entries.push(kind);
            entries.extend_from_slice(&value.to_be_bytes());
            entries.extend_from_slice(&index.to_be_bytes());
        }
        (entries, runs.into_iter().flatten().map(Object::Integer).collect())
    }
}

/// Puts a hash of the whole file in place of the blank identifiers, which stand in its last dictionary.
fn sign(bytes: &mut [u8]) -> Result<(), WriteError> {
    let blank = "0".repeat(IDENTIFIER * 2);
    let blank = format!("/ID[<{blank}><{blank}>]");
    let found = bytes.windows(blank.len()).rposition(|window| window == blank.as_bytes());
    let at = found.ok_or_else(|| super::shell::fault("the identifier has no place"))?;
    let hash = Sha256::digest(&*bytes);
    let mut digits = Vec::with_capacity(IDENTIFIER * 2);
    super::number::hex(&mut digits, hash.get(..IDENTIFIER).unwrap_or_default());
    for start in [at + 5, at + 7 + digits.len()] {
        if let Some(place) = bytes.get_mut(start..start + digits.len()) {
            place.copy_from_slice(&digits);
        }
    }
    Ok(())
}
