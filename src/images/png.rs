//! The chunks of a PNG file → whether it can be used as it is (PNG, third edition, §5).

/// What a walk through a PNG file tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Walk {
    /// Whether every reader takes it: up to 8 bits a sample, rows in order, one still picture.
    pub(super) form: Form,
    /// Whether it moves.
    pub(super) motion: Motion,
    /// Bytes up to and with the end chunk: what follows is no part of the picture.
    pub(super) length: usize,
}

/// How a PNG file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// In the form that every reader takes.
    Plain,
    /// With 16 bits a sample, interlaced, or animated.
    Rare,
}

/// Whether a picture moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Motion {
    /// It is one image.
    Still,
    /// It is several, one after the other.
    Moves,
}

/// Walks through a file. None when it is not whole.
pub(super) fn walk(bytes: &[u8]) -> Option<Walk> {
    let mut at = 8;
    let mut form = Form::Plain;
    let mut motion = Motion::Still;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let name = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let data = bytes.get(at + 8..end - 4)?;
        match name {
            b"IHDR" if data.get(8) == Some(&16) || data.get(12) != Some(&0) => form = Form::Rare,
            b"acTL" => {
                form = Form::Rare;
                let frames = data.first_chunk().map_or(0, |count| u32::from_be_bytes(*count));
                motion = if frames > 1 { Motion::Moves } else { Motion::Still };
            }
            b"IEND" => return Some(Walk { form, motion, length: end }),
            _ => {}
        }
        at = end;
    }
}
