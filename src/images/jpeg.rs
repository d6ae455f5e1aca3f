//! The segments of a JPEG file → what decides whether it can be used as it is.
//!
//! Only walks from marker to marker (ITU-T T.81, annex B); decoding is left to the decoder, which fills
//! in what a cut file lacks, so that a cut file has to be found here.

/// What a walk through a JPEG file tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Walk {
    /// Samples of each pixel: 1 for grey, 3 for colour, 4 for printing inks.
    pub(super) components: u8,
    /// Bytes up to and with the end marker: what follows is no part of the picture.
    pub(super) length: usize,
}

/// Walks through a file. None when it is not whole or has no frame.
pub(super) fn walk(bytes: &[u8]) -> Option<Walk> {
    let mut at = if bytes.starts_with(&[0xFF, 0xD8]) { 2 } else { return None };
    let mut components = None;
    loop {
        let marker = next_marker(bytes, &mut at)?;
        match marker {
            0xD9 => return Some(Walk { components: components?, length: at }),
            // These stand alone: restarts, the start of the file, an old private one.
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let segment = bytes.get(at..at.checked_add(length.max(2))?)?;
        // Start of frame: all of C0–CF but the tables DHT, JPG and DAC.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            components = components.or(segment.get(7).copied());
        }
        at += segment.len();
    }
}

/// Finds the next marker, over the coded data of a scan if need be, and moves behind it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let found = bytes.get(*at..)?.iter().position(|byte| *byte == 0xFF)?;
        *at += found + 1;
        while *bytes.get(*at)? == 0xFF {
            *at += 1;
        }
        let code = *bytes.get(*at)?;
        *at += 1;
        // In coded data FF 00 is the byte FF.
        if code != 0 {
            return Some(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_finds_the_frame_and_the_end() {
        let frame = [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
        let scan = [0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4];
        let file = [&[0xFF, 0xD8][..], &frame, &scan, &[0xFF, 0xD9, 7, 7]].concat();
        assert_eq!(walk(&file), Some(Walk { components: 1, length: file.len() - 2 }));
        assert_eq!(walk(&file[..file.len() - 4]), None);
        assert_eq!(walk(&[0xFF, 0xD8, 0xFF]), None);
        assert_eq!(walk(b""), None);
    }
}
