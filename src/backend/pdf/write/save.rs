//! An object graph → bytes: streams deflated, objects packed, an identifier from the content.

use super::{Shell, WriteError};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Object, SaveOptions, StringFormat};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Write;

/// Bytes of the identifier.
const IDENTIFIER: usize = 16;

/// Compresses for `FlateDecode`.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    // Writing into memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The bytes of a file.
///
/// # Errors
/// When the library cannot write an object.
pub(super) fn save(shell: Shell) -> Result<Vec<u8>, WriteError> {
    let mut document = shell.document;
    let mut streams: Vec<_> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter"))
        .collect();
    streams.par_iter_mut().for_each(|stream| {
        let content = deflate(&stream.content);
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(content);
    });
    let blank = Object::String(vec![0; IDENTIFIER], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![blank.clone(), blank]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(6)
        .max_objects_per_stream(200)
        .build();
    let mut bytes = Vec::new();
    document
        .save_with_options(&mut bytes, options)
        .map_err(|error| WriteError::Shell { reason: error.to_string() })?;
    deflate_cross_references(&mut bytes);
    sign(&mut bytes)?;
    Ok(bytes)
}

/// Compresses the cross-reference stream, the last object, which lopdf leaves plain at seven bytes an object.
/// A file whose end looks otherwise than expected stays as it is, which is sound too.
fn deflate_cross_references(bytes: &mut Vec<u8>) {
    let find = |bytes: &[u8], from: usize, what: &[u8]| {
        let found = bytes.get(from..)?.windows(what.len()).position(|window| window == what);
        found.map(|at| from + at)
    };
    let compressed = (|| {
        let tail = bytes.len().checked_sub(64)?;
        let mark = b"startxref\n";
        let number = bytes.get(find(bytes, tail, mark)? + mark.len()..)?;
        let digits = number.iter().take_while(|byte| byte.is_ascii_digit());
        let start = digits.fold(0_usize, |value, digit| value * 10 + usize::from(digit - b'0'));
        let dictionary_end = find(bytes, start, b">>stream\n")?;
        let dictionary = std::str::from_utf8(bytes.get(start..dictionary_end)?).ok()?;
        let content = dictionary_end + b">>stream\n".len();
        let (_, length) = dictionary.split_once("/Length ")?;
        let length = length.split(|c: char| !c.is_ascii_digit()).next()?;
        let end = content + length.parse::<usize>().ok()?;
        let packed = deflate(bytes.get(content..end)?);
        let entry = format!("/Filter/FlateDecode/Length {}", packed.len());
        let mut object = dictionary.replacen(&format!("/Length {length}"), &entry, 1).into_bytes();
        object.extend_from_slice(b">>stream\n");
        object.extend_from_slice(&packed);
        object.extend_from_slice(bytes.get(end..)?);
        Some((start, object))
    })();
    if let Some((start, object)) = compressed {
        bytes.truncate(start);
        bytes.extend_from_slice(&object);
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
