//! A gap in the heap for large pieces of memory that come one after the other.
//!
//! The C library of Linux puts a large piece at the end of its heap unless a gap holds it, and the end does not sink
//! again when small pieces were laid behind. So each of the six compressors that the frame of an e-book is made with
//! was given memory that nobody had touched, 380 KB of it, and a page of memory that is touched first costs as much as
//! ten thousand instructions. In a gap they follow each other in one place, and the small pieces are laid
//! into what is left of it. The frame is made first of all (`Registry::prepare`), so that all that follows is laid where
//! the compressors were. Memory that nobody writes to costs nothing, here or with other libraries.

use std::hint::black_box;

/// Room for a compressor, and less than another for what is laid beside it: from larger gaps small pieces are taken
/// last, so that they do not eat into its place.
const GAP: usize = 600_000;

/// Where the gap ends: as long as this is held, the gap cannot become the end of the heap.
pub(super) struct Gap {
    _end: Vec<u8>,
}

/// Leaves a gap at the end of the heap.
pub(super) fn gap() -> Gap {
    // The first piece of a size comes from the system and goes back to it; the next is put into the heap.
    drop(black_box(Vec::<u8>::with_capacity(GAP)));
    let gap = black_box(Vec::<u8>::with_capacity(GAP));
    let end = black_box(Vec::with_capacity(4000));
    drop(gap);
    Gap { _end: end }
}
