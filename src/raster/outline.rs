//! Curves → straight lines, upper end first, in parts of a pixel.
//!
//! Whole numbers from here on, so that what an outline covers is the same on every machine. Knows no page.

use tiny_skia::{Path, PathSegment};

/// Parts of a pixel, each way.
pub(super) const PARTS: i32 = 256;

/// How far a line may be from the curve it stands for, in pixels.
const FLATNESS: f32 = 0.05;

/// The most lines for a curve.
const MOST_LINES: f32 = 128.0;

/// No place is farther from the corner of the page, in pixels.
const FARTHEST: f32 = 1_000_000.0;

/// A straight line that goes down by at least a part of a pixel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its upper end.
    left: i32,
    pub(super) top: i32,
    /// Where it ends below.
    pub(super) bottom: i32,
    /// How far right it goes in one part down, with [`SLOPE_BITS`] bits behind the point.
    slope: i64,
    /// Which way the outline runs along it.
    pub(super) runs: Runs,
}

/// Which way an outline runs along a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Runs {
    Down,
    Up,
}

const SLOPE_BITS: u32 = 20;

impl Line {
    /// None for a line that runs level: nothing is above or below it.
    fn between(from: (i32, i32), to: (i32, i32)) -> Option<Line> {
        let (upper, lower, runs) = if from.1 < to.1 { (from, to, Runs::Down) } else { (to, from, Runs::Up) };
        let (right, down) = (i64::from(lower.0) - i64::from(upper.0), i64::from(lower.1 - upper.1));
        (down > 0).then(|| Line {
            left: upper.0,
            top: upper.1,
            bottom: lower.1,
            slope: (right << SLOPE_BITS) / down,
            runs,
        })
    }

    /// How far right it is at a height between its ends.
    #[inline]
    pub(super) fn at(&self, height: i32) -> i32 {
        let right = (i64::from(height - self.top) * self.slope + (1 << (SLOPE_BITS - 1))) >> SLOPE_BITS;
        self.left + right as i32
    }
}

/// The lines of outlines, in any order. Contours that were left open are closed.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) lines: Vec<Line>,
    start: [f32; 2],
    at: [f32; 2],
}

impl Outline {
    /// The lines of a path.
    pub(super) fn of(path: &Path) -> Outline {
        let mut outline = Outline::default();
        let place = |point: tiny_skia::Point| [point.x, point.y];
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => outline.move_to(place(to)),
                PathSegment::LineTo(to) => outline.line_to(place(to)),
                PathSegment::QuadTo(control, to) => outline.quadratic_to(place(control), place(to)),
                PathSegment::CubicTo(a, b, to) => outline.cubic_to(place(a), place(b), place(to)),
                PathSegment::Close => outline.close(),
            }
        }
        outline.close();
        outline
    }

    pub(super) fn move_to(&mut self, to: [f32; 2]) {
        self.close();
        (self.start, self.at) = (to, to);
    }

    pub(super) fn line_to(&mut self, to: [f32; 2]) {
        self.lines.extend(Line::between(whole(self.at), whole(to)));
        self.at = to;
    }

    pub(super) fn quadratic_to(&mut self, control: [f32; 2], to: [f32; 2]) {
        // The same curve, as a cubic one.
        let towards = |end: [f32; 2]| between(end, control, 2.0 / 3.0);
        self.cubic_to(towards(self.at), towards(to), to);
    }

    pub(super) fn cubic_to(&mut self, a: [f32; 2], b: [f32; 2], to: [f32; 2]) {
        let from = self.at;
        // A curve of degree 3 cut into n pieces of equal time is within 6 / 8n² of the longest second difference of
        // its control points (Wang's formula; Goldman, Pyramid Algorithms, 5.6.3).
        let bend = |a: [f32; 2], b: [f32; 2], c: [f32; 2]| {
            let (x, y) = (a[0] - 2.0 * b[0] + c[0], a[1] - 2.0 * b[1] + c[1]);
            x * x + y * y
        };
        let longest = bend(from, a, b).max(bend(a, b, to)).sqrt();
        let count = (longest * 0.75 / FLATNESS).sqrt().ceil().clamp(1.0, MOST_LINES);
        for number in 1..count as u32 {
            let time = number as f32 / count;
            let (first, second, third) = (between(from, a, time), between(a, b, time), between(b, to, time));
            let (first, second) = (between(first, second, time), between(second, third, time));
            self.line_to(between(first, second, time));
        }
        self.line_to(to);
    }

    pub(super) fn close(&mut self) {
        self.line_to(self.start);
    }
}

/// The place some way from one to the other.
fn between(from: [f32; 2], to: [f32; 2], way: f32) -> [f32; 2] {
    [from[0] + (to[0] - from[0]) * way, from[1] + (to[1] - from[1]) * way]
}

/// A place in parts of a pixel.
fn whole(place: [f32; 2]) -> (i32, i32) {
    let whole = |length: f32| (length.clamp(-FARTHEST, FARTHEST) * PARTS as f32).round() as i32;
    (whole(place[0]), whole(place[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contours_left_open_are_closed() {
        let mut outline = Outline::default();
        outline.line_to([0.0, 4.0]);
        outline.line_to([4.0, 4.0]);
        outline.move_to([9.0, 1.0]);
        let down: i32 = outline.lines.iter().map(signed).sum();
        assert_eq!((outline.lines.len(), down), (2, 0), "down, level, and back up");
    }

    fn signed(line: &Line) -> i32 {
        match line.runs {
            Runs::Down => line.bottom - line.top,
            Runs::Up => line.top - line.bottom,
        }
    }

    #[test]
    fn lines_are_near_their_curve() {
        let mut outline = Outline::default();
        outline.move_to([1000.0, 0.0]);
        // A quarter of a circle, as near as a cubic curve comes.
        outline.cubic_to([1000.0, 552.3], [552.3, 1000.0], [0.0, 1000.0]);
        assert!(outline.lines.len() > 20);
        for line in &outline.lines {
            for height in [line.top, (line.top + line.bottom) / 2, line.bottom] {
                let (x, y) = (line.at(height) as f32 / 256.0, height as f32 / 256.0);
                assert!((x.hypot(y) - 1000.0).abs() < 0.4, "{x} {y}");
            }
        }
    }

    #[test]
    fn places_that_are_no_numbers_or_far_away_are_lines_all_the_same() {
        let mut outline = Outline::default();
        outline.move_to([f32::NAN, f32::NEG_INFINITY]);
        outline.cubic_to([f32::INFINITY, 0.0], [0.0, f32::NAN], [3e30, 3e30]);
        outline.close();
        assert!(outline.lines.len() <= 2 * MOST_LINES as usize);
    }
}
