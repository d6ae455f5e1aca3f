//! A row of tiles across a page, painted thing by thing.
//!
//! Most tiles of a page have one colour and stay a colour until an edge crosses them. Knows no outline.

use super::coverage::{COVERED, Covered};
use crate::images::{Pixel, Tile};

/// Pixels along the side of a tile.
pub(super) const SIDE: usize = Tile::SIDE;

type Pixels = [Pixel; SIDE * SIDE];

/// The tiles of a course.
pub(super) struct Course {
    tiles: Vec<Painted>,
    /// The pixels of those that have more than one colour.
    drawn: Vec<Pixels>,
}

/// What a tile looks like.
#[derive(Clone, Copy)]
enum Painted {
    Flat(Pixel),
    /// As the pixels of this number.
    Drawn(usize),
}

impl Course {
    /// A course of so many tiles.
    pub(super) fn new(tiles: usize) -> Course {
        Course { tiles: vec![Painted::Flat(Pixel::default()); tiles], drawn: Vec::new() }
    }

    /// Makes all of it one colour.
    pub(super) fn clear(&mut self, ground: Pixel) {
        self.tiles.fill(Painted::Flat(ground));
        self.drawn.clear();
    }

    /// Paints what is covered of a tile.
    pub(super) fn cover(&mut self, tile: usize, covered: Covered<'_>, color: Pixel) {
        match covered {
            Covered::Whole => {
                if let Some(tile) = self.tiles.get_mut(tile) {
                    *tile = Painted::Flat(color);
                }
            }
            Covered::Parts(parts) => {
                let Some(pixels) = self.pixels(tile) else { return };
                for (pixel, part) in pixels.iter_mut().zip(parts) {
                    *pixel = mixed(*pixel, color, *part);
                }
            }
        }
    }

    /// The pixels of a tile, to paint them one by one.
    pub(super) fn pixels(&mut self, tile: usize) -> Option<&mut Pixels> {
        let tile = self.tiles.get_mut(tile)?;
        let number = match *tile {
            Painted::Drawn(number) => number,
            Painted::Flat(color) => {
                self.drawn.push([color; SIDE * SIDE]);
                *tile = Painted::Drawn(self.drawn.len() - 1);
                self.drawn.len() - 1
            }
        };
        self.drawn.get_mut(number)
    }

    /// The tiles from the left.
    pub(super) fn tiles(&self) -> impl Iterator<Item = Tile<'_>> {
        self.tiles.iter().map(|tile| match *tile {
            Painted::Flat(color) => Tile::Flat(color),
            Painted::Drawn(number) => {
                self.drawn.get(number).map_or(Tile::Flat(Pixel::default()), Tile::Drawn)
            }
        })
    }
}

/// A colour over another, so much of it. Two channels at a time: none runs over into the next, sixteen bits above it.
#[inline]
fn mixed(below: Pixel, above: Pixel, part: u16) -> Pixel {
    const EVEN: u32 = 0x00FF_00FF;
    const HALF: u32 = (COVERED / 2) as u32 * 0x0001_0001;
    let (below, above) = (u32::from_le_bytes(below), u32::from_le_bytes(above));
    let (part, rest) = (u32::from(part), u32::from(COVERED - part));
    let two = |below: u32, above: u32| (below & EVEN) * rest + (above & EVEN) * part + HALF;
    let (even, odd) = (two(below, above) >> 8, two(below >> 8, above >> 8));
    (even & EVEN | odd & !EVEN).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_mixed_channel_by_channel() {
        let (below, above) = ([0, 255, 10, 255], [255, 0, 13, 255]);
        assert_eq!(mixed(below, above, 0), below);
        assert_eq!(mixed(below, above, COVERED), above);
        assert_eq!(mixed(below, above, COVERED / 2), [128, 128, 12, 255]);
        for part in 0..=COVERED {
            for (low, high) in [(0, 255), (255, 0), (17, 18), (254, 255)] {
                let exact = (u32::from(COVERED - part) * low + u32::from(part) * high + 128) / 256;
                let (low, high) = ([low as u8; 4], [high as u8; 4]);
                assert_eq!(mixed(low, high, part), [exact as u8; 4]);
            }
        }
    }

    #[test]
    fn a_tile_is_a_colour_until_something_covers_a_part_of_it() {
        let (white, ink) = ([255; 4], [1, 2, 3, 255]);
        let mut course = Course::new(3);
        course.clear(white);
        course.cover(0, Covered::Whole, ink);
        let mut parts = [0; SIDE * SIDE];
        parts[9] = COVERED;
        course.cover(1, Covered::Parts(&parts), ink);
        course.cover(3, Covered::Whole, ink);
        let tiles: Vec<_> = course.tiles().collect();
        assert!(
            matches!(tiles[..], [Tile::Flat(first), Tile::Drawn(_), Tile::Flat(last)] if first == ink && last == white)
        );
        assert_eq!((tiles[1].pixel(1, 1), tiles[1].pixel(0, 1)), (ink, white));
        course.cover(1, Covered::Whole, ink);
        assert!(
            matches!(course.tiles().nth(1), Some(Tile::Flat(color)) if color == ink),
            "nothing is left of it"
        );
    }
}
