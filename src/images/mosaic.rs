//! Pixels painted by the program → a JPEG file.
//!
//! A painted page is mostly ground, and its edges are mostly straight: of the 64,000 blocks of a cover fewer than 2,000
//! are unlike all others, and like ones are near each other. So those that were coded last are kept, and added where
//! they occur again. Sharp edges are true: colours keep the resolution of brightness, since fewer of them would blur
//! coloured letters. Knows nothing of pages.

use super::baseline::{COMPONENTS, Coded, Coder, SIDE, Samples};
use super::{Alpha, Picture, PictureKind};

/// Red, green, blue, and a byte that does not count.
type Pixel = [u8; 4];

/// The pixels of a block, row by row.
type Block = [Line; SIDE];
type Line = [Pixel; SIDE];

/// A picture under construction.
pub struct Mosaic {
    width: u16,
    height: u16,
    /// The rows that were added.
    rows: usize,
    coder: Coder,
    /// The colour of the last block that had but one, and its means.
    flat: (Pixel, [i32; COMPONENTS]),
    /// Other blocks and how they are coded, the last of each slot.
    drawn: Vec<Drawn>,
}

/// A block that was coded. At first all pixels are alike, as they are in no such block.
#[derive(Clone)]
struct Drawn {
    pixels: [u32; SIDE * SIDE],
    coded: Coded,
}

/// As many blocks are kept as this number of bits can tell apart.
const SLOT_BITS: u32 = 9;

impl Mosaic {
    /// A picture of so many pixels across and down, and of a quality from 1 to 100; it has no pixels yet.
    pub fn new(width: u16, height: u16, quality: u8) -> Mosaic {
        let coder = Coder::new(quality);
        let flat = ([0; 4], coder.means(components([0; 4])));
        let none = Drawn { pixels: [0; SIDE * SIDE], coded: Coded::default() };
        Mosaic { width, height, rows: 0, coder, flat, drawn: vec![none; 1 << SLOT_BITS] }
    }

    /// Adds rows of pixels below those that are there, four bytes for each pixel: red, green, blue, and one that
    /// does not count. All but the last rows come in a multiple of eight.
    pub fn add(&mut self, rows: &[u8]) {
        let (pixels, _) = rows.as_chunks();
        let width = usize::from(self.width);
        if width == 0 {
            return;
        }
        for band in pixels.chunks(width * SIDE) {
            self.rows += band.len() / width;
            // What a band lacks at the end of the picture repeats the last row.
            let last = band.rchunks_exact(width).next().unwrap_or_default();
            let mut lines = [last; SIDE];
            lines.iter_mut().zip(band.chunks_exact(width)).for_each(|(line, row)| *line = row);
            self.band(&lines);
        }
    }

    /// Adds eight rows.
    fn band(&mut self, lines: &[&[Pixel]; SIDE]) {
        let whole = lines.map(|line| line.as_chunks::<SIDE>().0);
        for number in 0..whole[0].len() {
            self.block(&whole.map(|line| &line[number]));
        }
        let edges = lines.map(|line| line.as_chunks::<SIDE>().1);
        if !edges[0].is_empty() {
            // What a row lacks repeats its last pixel.
            let mut block = Block::default();
            for (to, edge) in block.iter_mut().zip(edges) {
                *to = [edge.last().copied().unwrap_or_default(); SIDE];
                to.iter_mut().zip(edge).for_each(|(to, pixel)| *to = *pixel);
            }
            self.block(&std::array::from_fn(|y| &block[y]));
        }
    }

    fn block(&mut self, block: &[&Line; SIDE]) {
        let first = block[0][0];
        if is_flat(block) {
            if self.flat.0 != first {
                self.flat = (first, self.coder.means(components(first)));
            }
            self.coder.flat(self.flat.1);
            return;
        }
        let mut pixels = [0; SIDE * SIDE];
        for (number, pixel) in pixels.iter_mut().zip(block.iter().copied().flatten()) {
            *number = u32::from_ne_bytes(*pixel);
        }
        let Some(known) = self.drawn.get_mut(slot(&pixels)) else { return };
        if known.pixels != pixels {
            *known = Drawn { pixels, coded: self.coder.drawn(&samples(block)) };
        }
        self.coder.add(&known.coded);
    }

    /// The picture as a JPEG file. None when it has no extent, or lacks rows or has too many.
    pub fn jpeg(self) -> Option<Picture> {
        if self.width == 0 || self.height == 0 || self.rows != usize::from(self.height) {
            return None;
        }
        Some(Picture {
            kind: PictureKind::Jpeg,
            bytes: self.coder.finish(self.width, self.height).into(),
            width: self.width.into(),
            height: self.height.into(),
            alpha: Alpha::Opaque,
            drawing: None,
        })
    }
}

/// Whether a block has one colour. No early end: most blocks have, and so all pixels are looked at at once.
fn is_flat(block: &[&Line; SIDE]) -> bool {
    let first = u32::from_ne_bytes(block[0][0]);
    let mut odd = [0; SIDE];
    for line in block {
        for (odd, pixel) in odd.iter_mut().zip(*line) {
            *odd |= u32::from_ne_bytes(*pixel) ^ first;
        }
    }
    odd == [0; SIDE]
}

/// The slot of a block.
fn slot(pixels: &[u32; SIDE * SIDE]) -> usize {
    let mixed = |mixed: u64, pixel: &u32| {
        (mixed ^ u64::from(*pixel)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    };
    (pixels.iter().fold(0, mixed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SLOT_BITS)) as usize
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

/// The components of a block.
fn samples(block: &[&Line; SIDE]) -> [Samples; COMPONENTS] {
    let mut samples = [Samples::default(); COMPONENTS];
    for (y, line) in block.iter().enumerate() {
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

    fn painted(width: u16, height: u16, quality: u8, at: impl Fn(usize, usize) -> [u8; 3]) -> Painted {
        let (across, down) = (usize::from(width), usize::from(height));
        let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
        let rgba: Vec<u8> = pixels
            .flat_map(|(x, y)| {
                let [red, green, blue] = at(x, y);
                [red, green, blue, 255]
            })
            .collect();
        let mut mosaic = Mosaic::new(width, height, quality);
        // In bands, as pages are painted.
        rgba.chunks((across * size_of::<Pixel>() * SIDE * 2).max(1)).for_each(|rows| mosaic.add(rows));
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
        assert!(Mosaic::new(8, 8, 90).jpeg().is_none(), "no rows were painted");
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
