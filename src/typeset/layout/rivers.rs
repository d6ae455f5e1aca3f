//! The lines of a paragraph → where white runs down through three of them.
//!
//! A river is seen where word spaces of three lines in a row are wide and stand nearly below one another. Only
//! lines with wide spaces are looked at, so that it costs next to nothing.

use crate::typeset::text::{Filled, Line};
use crate::units::Pt;

/// Spaces are wide beyond this, in hundredths of the natural one.
const WIDE: u16 = 130;
/// How many lines make a river.
const LINES: u32 = 3;

/// The streams that reach the last line.
#[derive(Default)]
pub(super) struct Rivers {
    /// The middle of each wide space, and how many lines it came through.
    streams: Vec<(Pt, u32)>,
}

impl Rivers {
    /// Adds the next line; true when a river has become long enough with it. `reach` is how far a space may stand
    /// from the one above.
    pub(super) fn flow_on(&mut self, line: &Line, reach: Pt) -> bool {
        let wide = matches!(line.filled, Filled::Justified { spaces, .. } if spaces > WIDE);
        let above = std::mem::take(&mut self.streams);
        if !wide {
            return false;
        }
        let mut found = false;
        for middle in spaces(line) {
            let through = above.iter().filter(|(x, _)| (*x - middle).abs() <= reach).map(|(_, lines)| *lines);
            let lines = through.max().unwrap_or(0) + 1;
            found |= lines == LINES;
            self.streams.push((middle, lines));
        }
        found
    }
}

/// The middles of the spaces between words.
fn spaces(line: &Line) -> Vec<Pt> {
    let mut middles = Vec::new();
    for run in &line.runs {
        let mut x = run.run.origin.x;
        for glyph in &run.run.glyphs {
            let text = run.run.text.get(glyph.text.start as usize..glyph.text.end as usize);
            if matches!(text, Some(" " | "\u{A0}")) {
                middles.push(x + glyph.advance / 2);
            }
            x += glyph.advance;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FaceId;
    use crate::theme::Color;
    use crate::typeset::frame::{Glyph, GlyphRun};
    use crate::typeset::structure::NodeId;
    use crate::typeset::text::{LineEnd, LineRun};
    use crate::units::Point;

    fn line(before: i64, spaces: u16) -> Line {
        let glyph = |at: u32, advance: i64| Glyph {
            id: 1,
            advance: Pt::new(advance),
            dx: Pt::ZERO,
            dy: Pt::ZERO,
            text: at..at + 1,
        };
        let run = GlyphRun {
            origin: Point::new(Pt::ZERO, Pt::ZERO),
            face: FaceId(0),
            size: Pt::new(10),
            color: Color { red: 0, green: 0, blue: 0 },
            broader: 0,
            glyphs: vec![glyph(0, before), glyph(1, 4), glyph(2, 30)],
            text: "a b".to_owned(),
        };
        let width = Pt::new(before + 34);
        Line {
            runs: vec![LineRun { run, leaf: NodeId(0), link: None, width, at: 0 }],
            width,
            end: LineEnd::Plain,
            boxes: Vec::new(),
            filled: Filled::Justified { badness: 100, spaces },
        }
    }

    fn rivers(lines: &[Line]) -> usize {
        let mut rivers = Rivers::default();
        lines.iter().filter(|line| rivers.flow_on(line, Pt::new(5))).count()
    }

    #[test]
    fn three_wide_spaces_below_one_another_are_a_river() {
        assert_eq!(rivers(&[line(50, 140), line(54, 140), line(57, 140)]), 1);
        assert_eq!(rivers(&[line(50, 140), line(54, 140), line(57, 140), line(55, 140)]), 1);
    }

    #[test]
    fn far_or_narrow_spaces_are_none() {
        assert_eq!(rivers(&[line(50, 140), line(60, 140), line(70, 140)]), 0);
        assert_eq!(rivers(&[line(50, 140), line(50, 110), line(50, 140), line(50, 140)]), 0);
    }
}
