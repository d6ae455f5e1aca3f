//! Names of papers → their sizes.

use super::length::in_unit;
use super::{Mm, Pt, Size};

/// A trim size: one that has a name, or any other.
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
    /// A size of its own, such as `170x240mm`.
    Custom(Size),
}

/// The least and the largest edge of a custom size, in points: from a pocket card to a poster.
const EDGES: std::ops::RangeInclusive<f64> = 180.0..=3400.0;

impl Paper {
    /// Every paper with a name, with that name.
    pub const ALL: [(&'static str, Paper); 4] =
        [("a4", Paper::A4), ("a5", Paper::A5), ("letter", Paper::Letter), ("6x9in", Paper::Trade)];

    /// The paper of a name, or of a width and a height with a unit, such as `170x240mm`; capitals do not
    /// matter. None for anything else, and for edges below 2.5 in or above 47 in.
    pub fn from_name(name: &str) -> Option<Paper> {
        let name = name.trim().to_lowercase();
        let named = Paper::ALL.iter().find(|(known, _)| *known == name).map(|(_, paper)| *paper);
        named.or_else(|| Paper::measured(&name))
    }

    fn measured(name: &str) -> Option<Paper> {
        let (numbers, unit) = in_unit(name)?;
        let (width, height) = numbers.split_once(['x', '\u{d7}'])?;
        let edge = |text: &str| {
            let points = text.trim().parse::<f64>().ok()? * unit;
            EDGES.contains(&points).then(|| Pt::from_f64(points))
        };
        Some(Paper::Custom(Size::new(edge(width)?, edge(height)?)))
    }

    /// The name themes call it by; none for a size of its own.
    pub fn name(self) -> Option<&'static str> {
        Paper::ALL.iter().find(|(_, paper)| *paper == self).map(|(name, _)| *name)
    }

    /// The size as it is given: upright for the papers that have names.
    pub fn size(self) -> Size {
        match self {
            Paper::A4 => Size::new(Mm(210.0).into(), Mm(297.0).into()),
            Paper::A5 => Size::new(Mm(148.0).into(), Mm(210.0).into()),
            Paper::Letter => Size::new(Pt::new(612), Pt::new(792)),
            Paper::Trade => Size::new(Pt::new(432), Pt::new(648)),
            Paper::Custom(size) => size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_go_by_name_or_by_measure() {
        assert_eq!(Paper::from_name("A4"), Some(Paper::A4));
        assert_eq!(Paper::from_name("6x9in"), Some(Paper::Trade));
        let custom = Paper::from_name("7 x 10 in").map(Paper::size);
        assert_eq!(custom, Some(Size::new(Pt::new(504), Pt::new(720))));
        assert_eq!(Paper::from_name("170x240mm").and_then(Paper::name), None);
    }

    #[test]
    fn what_is_no_paper_is_refused() {
        for text in
            ["", "a3x", "10x10", "0x240mm", "170mm", "1e9x240mm", "nanx240mm", "-170x240mm", "170x240"]
        {
            assert_eq!(Paper::from_name(text), None, "{text}");
        }
    }
}
