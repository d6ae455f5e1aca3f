//! Pixels painted by the program → a JPEG file.
//!
//! A painted page is mostly ground, and its edges are mostly straight: of the 64,000 tiles of a cover fewer than 2,000
//! are unlike all others, and like ones are near each other. So those that were coded last are kept, and added where
//! they occur again. Sharp edges are true: colours keep the resolution of brightness, since fewer of them would blur
//! coloured letters. Knows nothing of pages.

use super::baseline::{COMPONENTS, Coded, Coder, SIDE, Samples};
use super::{Alpha, Picture, PictureKind};

/// Red, green, blue, and a byte that does not count.
pub type Pixel = [u8; 4];

/// A tile of a picture: eight by eight pixels.
#[derive(Clone, Copy, Debug)]
pub enum Tile<'a> {
    /// All pixels are this one.
    Flat(Pixel),
    /// The pixels, row by row.
    Drawn(&'a [Pixel; SIDE * SIDE]),
}

impl Tile<'_> {
    /// Pixels along its side.
    pub const SIDE: usize = SIDE;

    /// The pixel of a column and a row; outside of the tile, black.
    pub fn pixel(&self, column: usize, row: usize) -> Pixel {
        match self {
            Tile::Flat(pixel) => *pixel,
            Tile::Drawn(pixels) => pixels.get(row * SIDE + column).copied().unwrap_or_default(),
        }
    }
}

/// A picture under construction.
pub struct Mosaic {
    width: u16,
    height: u16,
    /// The tiles that it has so far.
    tiles: usize,
    coder: Coder,
    /// The colour of the last tile, if it has but one.
    last: Option<Pixel>,
    /// The colour of the last tile that had but one, and its means.
    flat: (Pixel, [i32; COMPONENTS]),
    /// Other tiles and how they are coded, in the order in which their slots were first taken.
    drawn: Vec<Drawn>,
    /// Which of them is in each slot.
    slots: [u16; 1 << SLOT_BITS],
}

/// A tile that was coded.
struct Drawn {
    pixels: [Pixel; SIDE * SIDE],
    coded: Coded,
}

/// As many tiles are kept as this number of bits can tell apart, the last of each slot.
const SLOT_BITS: u32 = 9;

/// No tile is in a slot.
const EMPTY: u16 = u16::MAX;

impl Mosaic {
    /// A picture of so many pixels across and down, and of a quality from 1 to 100; it has no pixels yet.
    pub fn new(width: u16, height: u16, quality: u8) -> Mosaic {
        let coder = Coder::new((width, height), quality);
        let flat = (Pixel::default(), coder.means(components(Pixel::default())));
        Mosaic {
            width,
            height,
            tiles: 0,
            coder,
            last: None,
            flat,
            drawn: Vec::new(),
            slots: [EMPTY; 1 << SLOT_BITS],
        }
    }

    /// Adds the next tile, row by row from the top left. Of those at the right and the lower edge only what lies
    /// inside is shown.
    pub fn add(&mut self, tile: Tile<'_>) {
        self.tiles += 1;
        match tile {
            Tile::Flat(color) if self.last == Some(color) => self.coder.again(),
            Tile::Flat(color) => {
                if self.flat.0 != color {
                    self.flat = (color, self.coder.means(components(color)));
                }
                self.coder.flat(self.flat.1);
                self.last = Some(color);
            }
            Tile::Drawn(pixels) => {
                self.drawn(pixels);
                self.last = None;
            }
        }
    }

    fn drawn(&mut self, pixels: &[Pixel; SIDE * SIDE]) {
        let slot = &mut self.slots[slot(pixels)];
        if *slot == EMPTY {
            *slot = self.drawn.len() as u16;
            self.drawn.push(Drawn { pixels: *pixels, coded: self.coder.drawn(&samples(pixels)) });
        }
        let Some(known) = self.drawn.get_mut(usize::from(*slot)) else { return };
        if known.pixels != *pixels {
            *known = Drawn { pixels: *pixels, coded: self.coder.drawn(&samples(pixels)) };
        }
        self.coder.add(&known.coded);
    }

    /// The picture as a JPEG file. None when it has no extent, or lacks tiles or has too many.
    pub fn jpeg(self) -> Option<Picture> {
        let count = |side: u16| usize::from(side).div_ceil(SIDE);
        if self.width == 0 || self.height == 0 || self.tiles != count(self.width) * count(self.height) {
            return None;
        }
        Some(Picture {
            kind: PictureKind::Jpeg,
            bytes: self.coder.finish().into(),
            width: self.width.into(),
            height: self.height.into(),
            alpha: Alpha::Opaque,
            drawing: None,
        })
    }
}

/// The slot of a tile.
fn slot(pixels: &[Pixel; SIDE * SIDE]) -> usize {
    let mixed = |mixed: u64, two: &[Pixel]| {
        let two = two.iter().fold(0, |two, pixel| two << 32 | u64::from(u32::from_le_bytes(*pixel)));
        (mixed ^ two).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    };
    let mixed = pixels.chunks_exact(2).fold(0, mixed);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SLOT_BITS)) as usize
}

/// The components of a colour in YCbCr, around 0 (JFIF 1.02, in parts of 65 536).
#[inline]
fn components([red, green, blue, _]: Pixel) -> [i32; COMPONENTS] {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    [
        ((19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16) - 128,
        (-11_059 * red - 21_709 * green + 32_768 * blue + 32_767) >> 16,
        (32_768 * red - 27_439 * green - 5_329 * blue + 32_767) >> 16,
    ]
}

/// The components of a tile.
fn samples(pixels: &[Pixel; SIDE * SIDE]) -> [Samples; COMPONENTS] {
    let mut samples = [Samples::default(); COMPONENTS];
    for (y, line) in pixels.chunks_exact(SIDE).enumerate() {
        for (x, pixel) in line.iter().enumerate() {
            let [brightness, blue, red] = components(*pixel);
            samples[0][y][x] = brightness;
            samples[1][y][x] = blue;
            samples[2][y][x] = red;
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture that was painted, and its pixels.
    struct Painted {
        mosaic: Mosaic,
        rgba: Vec<u8>,
    }

    fn painted(width: u16, height: u16, quality: u8, at: impl Fn(usize, usize) -> [u8; 3] + Copy) -> Painted {
        let (across, down) = (usize::from(width), usize::from(height));
        let color = |x: usize, y: usize| {
            let [red, green, blue] = at(x.min(across - 1), y.min(down - 1));
            [red, green, blue, 255]
        };
        let mut mosaic = Mosaic::new(width, height, quality);
        for top in (0..down).step_by(SIDE) {
            for left in (0..across).step_by(SIDE) {
                let pixels = std::array::from_fn(|at| color(left + at % SIDE, top + at / SIDE));
                let flat = pixels.iter().all(|pixel| *pixel == pixels[0]);
                mosaic.add(if flat { Tile::Flat(pixels[0]) } else { Tile::Drawn(&pixels) });
            }
        }
        let rgba = (0..down).flat_map(|y| (0..across).flat_map(move |x| color(x, y))).collect();
        Painted { mosaic, rgba }
    }

    /// How far the decoded picture is from the painted one, at most, in any channel.
    fn farthest(Painted { mosaic, rgba }: Painted) -> u8 {
        let size = (u32::from(mosaic.width), u32::from(mosaic.height));
        let picture = mosaic.jpeg().expect("a picture");
        let decoded = picture.pixels().expect("a sound file");
        assert_eq!((decoded.width, decoded.height), size);
        let painted = rgba.chunks_exact(4).flat_map(|pixel| pixel[..3].iter());
        decoded.rgb.iter().zip(painted).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
    }

    #[test]
    fn flat_grounds_stay_as_they_are() {
        for color in [[29, 67, 72], [255; 3], [0; 3], [255, 0, 0], [0, 0, 255], [242, 176, 74]] {
            assert!(farthest(painted(64, 40, 92, |_, _| color)) <= 2, "{color:?}");
        }
    }

    #[test]
    fn edges_and_slopes_are_true() {
        assert!(farthest(painted(64, 64, 95, |x, y| [(x * 4) as u8, (y * 4) as u8, 128])) <= 12);
        let edge = |x, y| if x + y < 50 { [29, 67, 72] } else { [251, 246, 234] };
        assert!(farthest(painted(48, 48, 100, edge)) <= 6);
    }

    #[test]
    fn sizes_that_are_no_whole_blocks_come_out_whole() {
        for (width, height) in [(1, 1), (7, 9), (17, 8), (8, 31), (88, 16), (104, 20), (331, 40), (1600, 24)]
        {
            let slope = |x, y| [(x * 9) as u8, (y * 7) as u8, 40];
            assert!(farthest(painted(width, height, 98, slope)) <= 12);
        }
        assert!(painted(0, 4, 90, |_, _| [0; 3]).mosaic.jpeg().is_none());
        assert!(Mosaic::new(8, 8, 90).jpeg().is_none(), "it has no tiles");
    }

    /// Noise needs every length of code there is, and bytes that look like markers.
    #[test]
    fn blocks_may_all_differ() {
        let noise = |x: usize, y: usize| ((x * 7919 + y * 104_729) >> 3) as u8 / 16 * 16;
        let at = |x: usize, y: usize| [noise(x / 2, y / 2 / 4), (y / 40) as u8, (x / 4) as u8];
        assert!(farthest(painted(800, 7200, 100, at)) <= 60);
        let wild = |x: usize, y: usize| {
            let seed = (x * 7919 + y * 104_729 + 17).wrapping_mul(0x9E37_79B9) as u32;
            [seed >> 24, seed >> 16, seed >> 8].map(|channel| if channel as u8 > 127 { 255 } else { 0 })
        };
        assert!(farthest(painted(160, 160, 100, wild)) <= 6);
    }

    /// A look at the bits: a block like the last takes six.
    #[test]
    fn flat_pictures_are_small() {
        let picture = painted(1600, 2560, 92, |_, _| [29, 67, 72]).mosaic.jpeg().expect("a picture");
        assert!(picture.bytes.len() < 700 + 64_000 * 6 / 8, "{}", picture.bytes.len());
    }

    /// On every machine.
    #[test]
    fn the_same_pixels_are_the_same_bytes() {
        let slope = painted(40, 24, 92, |x, y| [(x * 6) as u8, (y * 9) as u8, (x * y) as u8]);
        let bytes = slope.mosaic.jpeg().expect("a picture").bytes;
        let sum = bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
        assert_eq!((bytes.len(), sum), (1182, 3_556_757_682));
    }
}
