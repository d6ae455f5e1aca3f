//! Finished bytes → files. The door out: only this room writes to the disk.

/// A finished file, not yet anywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artifact {
    /// Its media type, such as `application/pdf`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, when it has pages.
    pub pages: Option<u32>,
}
