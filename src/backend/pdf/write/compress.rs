//! Bytes → the same compressed for `FlateDecode` (RFC 1950).
//!
//! One compressor serves all streams that a thread writes: to open one for each clears hundreds of kilobytes every
//! time (docs/decisions/0017-page-speed.md).

use libdeflater::{CompressionLvl, Compressor};
use std::cell::RefCell;

/// How hard streams are compressed: to one byte in a hundred less than by zlib's usual level, in half of the time.
const LEVEL: i32 = 5;

/// Compresses for `FlateDecode`.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        static COMPRESSOR: RefCell<Compressor> =
            RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut packed = vec![0; compressor.zlib_compress_bound(bytes.len())];
        // The bound is one: there is always room.
        let length = compressor.zlib_compress(bytes, &mut packed).unwrap_or_default();
        packed.truncate(length);
        packed.shrink_to_fit();
        packed
    })
}
