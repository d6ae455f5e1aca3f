//! Lines of an outline → how much of each pixel of a course is inside.
//!
//! Each line adds what it cuts off to the pixels it crosses; the sum from the left edge on is what is covered, as
//! font rasterizers do it (the cells of FreeType's smooth renderer, the differences of font-rs). Whole numbers, so
//! that what is wholly inside or outside is known exactly and not looked at pixel by pixel. What is enclosed twice
//! is covered once; where contours run against each other they cancel out, as the rule of nonzero winding has it.

use super::course::SIDE;
use super::outline::{Line, PARTS, Runs};

/// A pixel that is covered wholly.
const WHOLE: u32 = (PARTS * PARTS * 2) as u32;

/// How much of a pixel is covered, up to this.
pub(super) const COVERED: u16 = 256;

/// What an outline covers of a tile.
pub(super) enum Covered<'a> {
    /// All of it.
    Whole,
    /// So much of each pixel, row by row, up to [`COVERED`].
    Parts(&'a [u16; SIDE * SIDE]),
}

/// What an outline covers of a course, under construction.
pub(super) struct Coverage {
    /// Tiles in a course.
    tiles: usize,
    /// Of each tile, column by column: by how much more a pixel is covered than the one left of it.
    columns: Vec<[[i32; SIDE]; SIDE]>,
    /// A bit for each tile that a line crosses.
    crossed: Vec<u64>,
}

impl Coverage {
    /// For courses of so many tiles.
    pub(super) fn new(tiles: usize) -> Coverage {
        // What a line at the right edge adds to the pixel behind it has a place as well.
        Coverage {
            tiles,
            columns: vec![Default::default(); tiles + 1],
            crossed: vec![0; (tiles + 1).div_ceil(u64::BITS as usize)],
        }
    }

    /// Adds what a line cuts off in the course that begins at a height in parts of a pixel.
    pub(super) fn add(&mut self, line: &Line, top: i32) {
        let end = line.bottom.min(top + SIDE as i32 * PARTS);
        let mut height = line.top.max(top);
        let mut from = self.inside(line.at(height));
        while height < end {
            let row = (height - top) / PARTS;
            let next = (top + (row + 1) * PARTS).min(end);
            let to = self.inside(line.at(next));
            let down = match line.runs {
                Runs::Down => next - height,
                Runs::Up => height - next,
            };
            self.cut(row as usize % SIDE, from.min(to), from.max(to), down);
            (height, from) = (next, to);
        }
    }

    /// What lies beside the page cuts off all of it, or nothing.
    fn inside(&self, place: i32) -> i32 {
        place.clamp(0, (self.tiles * SIDE) as i32 * PARTS)
    }

    /// Adds a line within a row, from one place to another to its right: so far down, or up below 0.
    fn cut(&mut self, row: usize, left: i32, right: i32, down: i32) {
        let (first, last) = ((left / PARTS) as usize, (right / PARTS) as usize);
        for tile in first / SIDE..=(last + 1).min(self.tiles * SIDE) / SIDE {
            self.crossed[tile / 64] |= 1 << (tile % 64);
        }
        if first == last {
            self.cell(row, first, left + right - 2 * first as i32 * PARTS, down);
            return;
        }
        let slope = (i64::from(down) << 32) / i64::from(right - left);
        let (mut place, mut done) = (left, 0);
        for column in first..=last {
            let edge = column as i32 * PARTS;
            let next = (edge + PARTS).min(right);
            let upto = if next == right { down } else { ((i64::from(next - left) * slope) >> 32) as i32 };
            self.cell(row, column, place + next - 2 * edge, upto - done);
            (place, done) = (next, upto);
        }
    }

    /// Adds a line that goes so far down in a pixel: what lies right of it is cut off. `beside` is the sum of what lies
    /// left of its ends.
    #[inline]
    fn cell(&mut self, row: usize, column: usize, beside: i32, down: i32) {
        // Sums may run over, of ten thousand contours: what is opened closes again.
        let mut change = |column: usize, by: i32| {
            if let Some(tile) = self.columns.get_mut(column / SIDE) {
                tile[column % SIDE][row] = tile[column % SIDE][row].wrapping_add(by);
            }
        };
        change(column, (2 * PARTS - beside) * down);
        change(column + 1, beside * down);
    }

    /// Gives what is covered of each tile that is not wholly outside, from the left, and begins anew.
    pub(super) fn take(&mut self, mut give: impl FnMut(usize, Covered<'_>)) {
        let mut sums = [0; SIDE];
        let mut parts = [0; SIDE * SIDE];
        let mut tile = 0;
        while tile <= self.tiles {
            let crossed = self.next_crossed(tile).min(self.tiles + 1);
            // Between crossings each row is covered as its sum says.
            if tile < crossed && sums != [0; SIDE] {
                for (row, part) in parts.chunks_exact_mut(SIDE).zip(covered(&sums)) {
                    row.fill(part);
                }
                let whole = parts == [COVERED; SIDE * SIDE];
                for tile in tile..crossed.min(self.tiles) {
                    give(tile, if whole { Covered::Whole } else { Covered::Parts(&parts) });
                }
            }
            let Some(columns) = self.columns.get_mut(crossed) else { break };
            // Bits that all parts have, and those that any has: only what is covered wholly has the highest.
            let (mut all, mut any) = ([COVERED; SIDE], [0; SIDE]);
            for (x, changes) in columns.iter_mut().enumerate() {
                for (sum, change) in sums.iter_mut().zip(changes) {
                    *sum = sum.wrapping_add(std::mem::take(change));
                }
                let column = covered(&sums);
                for y in 0..SIDE {
                    parts[y * SIDE + x] = column[y];
                    all[y] &= column[y];
                    any[y] |= column[y];
                }
            }
            if crossed < self.tiles && any != [0; SIDE] {
                let whole = all == [COVERED; SIDE];
                give(crossed, if whole { Covered::Whole } else { Covered::Parts(&parts) });
            }
            tile = crossed + 1;
        }
        self.crossed.fill(0);
    }

    /// The next tile that a line crosses, from one on.
    fn next_crossed(&self, tile: usize) -> usize {
        let start = tile / 64;
        let mut mask = u64::MAX << (tile % 64);
        for (number, word) in self.crossed.iter().enumerate().skip(start) {
            let here = word & mask;
            if here != 0 {
                return number * 64 + here.trailing_zeros() as usize;
            }
            mask = u64::MAX;
        }
        usize::MAX
    }
}

/// How much of the pixels of a column is covered, by the sums of what lines cut off.
#[inline]
fn covered(sums: &[i32; SIDE]) -> [u16; SIDE] {
    const SHARE: u32 = WHOLE / COVERED as u32;
    sums.map(|sum| ((sum.unsigned_abs().min(WHOLE) + SHARE / 2) / SHARE) as u16)
}

#[cfg(test)]
mod tests {
    use super::super::outline::Outline;
    use super::*;

    const TILES: usize = 5;

    /// How much is covered of each pixel of the first courses.
    fn covered(outline: &Outline, courses: usize) -> Vec<Vec<u16>> {
        let mut coverage = Coverage::new(TILES);
        let mut rows = vec![vec![0; TILES * SIDE]; courses * SIDE];
        for course in 0..courses {
            let top = (course * SIDE) as i32 * PARTS;
            for line in outline.lines.iter().filter(|line| line.bottom > top) {
                coverage.add(line, top);
            }
            coverage.take(|tile, covered| {
                for at in 0..SIDE * SIDE {
                    let part = match covered {
                        Covered::Whole => COVERED,
                        Covered::Parts(parts) => parts[at],
                    };
                    rows[course * SIDE + at / SIDE][tile * SIDE + at % SIDE] = part;
                }
            });
        }
        rows
    }

    fn polygon(corners: &[[f32; 2]]) -> Outline {
        let mut outline = Outline::default();
        outline.move_to(corners[0]);
        corners[1..].iter().for_each(|corner| outline.line_to(*corner));
        outline.close();
        outline
    }

    #[test]
    fn edges_between_pixels_cover_parts_of_them() {
        let rows = covered(&polygon(&[[1.5, 1.0], [21.25, 1.0], [21.25, 10.75], [1.5, 10.75]]), 2);
        assert_eq!(rows[0], [0; TILES * SIDE]);
        assert_eq!(rows[1][..3], [0, 128, 256]);
        assert_eq!(rows[1][20..23], [256, 64, 0]);
        assert_eq!(rows[10][..3], [0, 96, 192], "three quarters of a row");
        assert_eq!(rows[11], [0; TILES * SIDE]);
        let sum: u32 = rows.iter().flatten().map(|part| u32::from(*part)).sum();
        assert_eq!(f64::from(sum) / 256.0, 19.75 * 9.75);
    }

    #[test]
    fn what_lies_beside_the_page_covers_what_it_covers_of_the_page() {
        let beyond = [[-900.0, -50.0], [900.0, -50.0], [900.0, 12.0], [-900.0, 12.0]];
        let rows = covered(&polygon(&beyond), 2);
        assert!(rows[..12].iter().flatten().all(|part| *part == 256));
        assert!(rows[12..].iter().flatten().all(|part| *part == 0));
        for aside in [[-80.0, -20.0], [41.0, 90.0]] {
            let [left, right] = aside;
            let rows = covered(&polygon(&[[left, 0.0], [right, 0.0], [right, 9.0], [left, 9.0]]), 1);
            assert!(rows.iter().flatten().all(|part| *part == 0));
        }
    }

    #[test]
    fn what_is_enclosed_twice_is_covered_once_and_what_runs_back_is_a_hole() {
        let square = |outline: &mut Outline, from: f32, to: f32, runs: Runs| {
            let mut corners = [[from, from], [to, from], [to, to], [from, to]];
            if runs == Runs::Up {
                corners.reverse();
            }
            outline.move_to(corners[0]);
            corners[1..].iter().for_each(|corner| outline.line_to(*corner));
            outline.close();
        };
        for (inner, middle) in [(Runs::Down, 256), (Runs::Up, 0)] {
            let mut outline = Outline::default();
            square(&mut outline, 2.0, 14.0, Runs::Down);
            square(&mut outline, 5.0, 11.0, inner);
            let rows = covered(&outline, 2);
            assert_eq!((rows[8][8], rows[3][3]), (middle, 256));
        }
    }

    /// Beside many samples in each pixel.
    #[test]
    fn slopes_cover_what_is_below_them() {
        let mut seed = 17_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 8) % (most * 256)) as f32 / 256.0
        };
        for _ in 0..20 {
            let corners = [[next(40), next(24)], [next(40), next(24)], [next(40), next(24)]];
            let rows = covered(&polygon(&corners), 3);
            for (y, row) in rows.iter().enumerate() {
                for (x, part) in row.iter().enumerate() {
                    let inside = (0..16 * 16)
                        .filter(|at| {
                            let at = [
                                x as f32 + (at % 16) as f32 / 16.0 + 1.0 / 32.0,
                                y as f32 + (at / 16) as f32 / 16.0 + 1.0 / 32.0,
                            ];
                            let sides = [0, 1, 2].map(|side| {
                                let ([ax, ay], [bx, by]) = (corners[side], corners[(side + 1) % 3]);
                                (bx - ax) * (at[1] - ay) - (by - ay) * (at[0] - ax) > 0.0
                            });
                            sides == [true; 3] || sides == [false; 3]
                        })
                        .count();
                    let far = (f64::from(*part) / 256.0 - inside as f64 / 256.0).abs();
                    assert!(far < 0.09, "{corners:?} at {x} {y}: {part} of 256, {inside} of 256");
                }
            }
        }
    }
}
