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
    sign(&mut bytes)?;
    Ok(bytes)
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
