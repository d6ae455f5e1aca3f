//! Names of papers → their sizes.

use super::{Mm, Pt, Size};

/// A named trim size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    /// ISO A4, 210 × 297 mm.
    A4,
    /// ISO A5, 148 × 210 mm.
    A5,
    /// US Letter, 8.5 × 11 in.
    Letter,
    /// US trade, 6 × 9 in: the common trim of a paperback text book.
    Trade,
}

impl Paper {
    /// Every paper, with the name a theme calls it by.
    pub const ALL: [(&'static str, Paper); 4] =
        [("a4", Paper::A4), ("a5", Paper::A5), ("letter", Paper::Letter), ("6x9in", Paper::Trade)];

    /// The paper of a name.
    pub fn from_name(name: &str) -> Option<Paper> {
        Paper::ALL.iter().find(|(known, _)| *known == name).map(|(_, paper)| *paper)
    }

    /// The size in upright position.
    pub fn size(self) -> Size {
        match self {
            Paper::A4 => Size::new(Mm(210.0).into(), Mm(297.0).into()),
            Paper::A5 => Size::new(Mm(148.0).into(), Mm(210.0).into()),
            Paper::Letter => Size::new(Pt::new(612), Pt::new(792)),
            Paper::Trade => Size::new(Pt::new(432), Pt::new(648)),
        }
    }
}
