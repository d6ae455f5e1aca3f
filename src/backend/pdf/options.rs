//! What can be chosen about a PDF file.

/// What can be chosen about a PDF file.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Options {
    /// Whether the file may say that it conforms.
    pub claims: Claims,
}

/// Whether a file says that it conforms to PDF/UA-1 and PDF/A-2a.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Claims {
    /// When our own check of it passed.
    #[default]
    WhenChecked,
    /// Never: for prints made from it, such as imposed booklets.
    Never,
}
