//! Pixels painted by the program → a JPEG file.
//!
//! A painted page is mostly ground: nine of ten tiles of a cover have no edge in them, and most of these are alike.
//! Each different tile is coded once, by the library, as a segment between restart markers (ITU-T T.81, B.1.1.3
//! and F.1.1.5), which stands on its own; the segments are then laid out in the order of the page. Sharp edges are
//! true: colours keep the resolution of brightness, since fewer of them would blur coloured letters. Knows nothing
//! of pages.

use super::{Alpha, Picture, PictureKind};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rustc_hash::FxHashMap;

/// Rows in a tile, which is one row of blocks.
const ROWS: usize = 8;
/// The most blocks across a tile. Smaller ones are alike more often, but each costs six bytes.
const BLOCKS: usize = 10;
/// Bytes of a pixel: red, green, blue, and one that does not count.
const PIXEL: usize = 4;

/// A picture under construction, as the tiles it is made of.
pub struct Mosaic {
    width: u16,
    height: u16,
    /// Bytes in a row of a tile.
    across: usize,
    /// The tiles of the picture, row by row, by their numbers.
    layout: Vec<usize>,
    /// The pixels of each different tile, one behind the other.
    tiles: Vec<u8>,
    /// The numbers of tiles by their pixels; those of one colour by that colour alone.
    known: FxHashMap<Box<[u8]>, usize>,
    /// The tile being collected.
    tile: Vec<u8>,
}

impl Mosaic {
    /// A picture of so many pixels across and down; it has none yet.
    pub fn new(width: u16, height: u16) -> Mosaic {
        let blocks = usize::from(width).div_ceil(ROWS).max(1);
        // A tile ends where a row ends.
        let of_tile = (1..=BLOCKS.min(blocks)).rev().find(|count| blocks.is_multiple_of(*count)).unwrap_or(1);
        // Of no good size there is none: then it is the whole row.
        let of_tile = if of_tile * 4 < BLOCKS { blocks } else { of_tile };
        Mosaic {
            width,
            height,
            across: of_tile * ROWS * PIXEL,
            layout: Vec::new(),
            tiles: Vec::new(),
            known: FxHashMap::default(),
            tile: Vec::new(),
        }
    }

    /// Adds rows of pixels below those that are there, four bytes for each pixel: red, green, blue, and one that
    /// does not count. All but the last rows come in a multiple of eight.
    pub fn add(&mut self, rows: &[u8]) {
        let row = usize::from(self.width) * PIXEL;
        if row == 0 {
            return;
        }
        for band in rows.chunks(row * ROWS) {
            let mut at = 0;
            while at < row {
                let end = (at + self.across).min(row);
                let lines = || band.chunks_exact(row).filter_map(|line| line.get(at..end));
                let number = match lines().next().and_then(|line| line.first_chunk::<PIXEL>()) {
                    Some(first) if lines().all(|line| is_flat(line, *first)) => self.flat(*first),
                    _ => self.drawn(lines()),
                };
                self.layout.push(number);
                at = end;
            }
        }
    }

    /// The number of a tile of one colour.
    fn flat(&mut self, color: [u8; PIXEL]) -> usize {
        if let Some(known) = self.known.get(color.as_slice()) {
            return *known;
        }
        self.tile = color.repeat(self.across / PIXEL * ROWS);
        self.fresh(color.into())
    }

    /// The number of any other tile. What a tile at the edge lacks repeats its last pixels.
    fn drawn<'p>(&mut self, lines: impl Iterator<Item = &'p [u8]>) -> usize {
        self.tile.clear();
        for line in lines {
            self.tile.extend_from_slice(line);
            let last = line.last_chunk::<PIXEL>().copied().unwrap_or_default();
            (line.len()..self.across).step_by(PIXEL).for_each(|_| self.tile.extend(last));
        }
        while self.tile.len() < self.across * ROWS {
            self.tile.extend_from_within(self.tile.len() - self.across..);
        }
        match self.known.get(self.tile.as_slice()) {
            Some(known) => *known,
            None => self.fresh(self.tile.as_slice().into()),
        }
    }

    /// Takes up the tile that was collected.
    fn fresh(&mut self, key: Box<[u8]>) -> usize {
        let number = self.tiles.len() / (self.across * ROWS);
        self.tiles.extend_from_slice(&self.tile);
        self.known.insert(key, number);
        number
    }

    /// The picture as a JPEG file of a quality from 1 to 100. None when it lacks rows or has too many.
    pub fn jpeg(&self, quality: u8) -> Option<Picture> {
        let tiles_across = (usize::from(self.width) * PIXEL).div_ceil(self.across);
        if self.layout.is_empty()
            || self.layout.len() != tiles_across * usize::from(self.height).div_ceil(ROWS)
        {
            return None;
        }
        let width = u16::try_from(self.across / PIXEL).ok()?;
        let most = usize::from(u16::MAX) / ROWS;
        let coded: Vec<Vec<u8>> = self
            .tiles
            .chunks(self.across * ROWS * most)
            .map(|tiles| {
                let mut file = Vec::new();
                let mut encoder = Encoder::new(&mut file, quality.clamp(1, 100));
                encoder.set_sampling_factor(SamplingFactor::F_1_1);
                encoder.set_restart_interval(width / ROWS as u16);
                let height = u16::try_from(tiles.len() / self.across).ok()?;
                encoder.encode(tiles, width, height, ColorType::Rgba).ok()?;
                Some(file)
            })
            .collect::<Option<_>>()?;
        let mut segments = Vec::new();
        for file in &coded {
            segments.extend(Scan::of(file)?.segments());
        }
        let mut bytes = Scan::of(coded.first()?)?.head(self.width, self.height)?;
        for (number, tile) in self.layout.iter().enumerate() {
            if number > 0 {
                bytes.extend([0xFF, RESTART + ((number - 1) % 8) as u8]);
            }
            bytes.extend_from_slice(segments.get(*tile)?);
        }
        bytes.extend([0xFF, END]);
        Some(Picture {
            kind: PictureKind::Jpeg,
            bytes: bytes.into(),
            width: self.width.into(),
            height: self.height.into(),
            alpha: Alpha::Opaque,
            drawing: None,
        })
    }
}

/// Whether all pixels are of one colour.
fn is_flat(line: &[u8], color: [u8; PIXEL]) -> bool {
    let color = u32::from_ne_bytes(color);
    let pixels = line.chunks_exact(PIXEL).filter_map(|pixel| pixel.first_chunk().copied());
    // No early end: so it is done for many pixels at once.
    pixels.fold(0, |differs, pixel| differs | (u32::from_ne_bytes(pixel) ^ color)) == 0
}

/// The first of eight restart markers, which take turns.
const RESTART: u8 = 0xD0;
/// Ends the file.
const END: u8 = 0xD9;
/// Begins the coded pixels.
const SCAN: u8 = 0xDA;
/// Says how many pixels there are.
const FRAME: u8 = 0xC0;

/// A baseline JPEG file with one scan.
struct Scan<'f> {
    /// All before the coded pixels.
    head: &'f [u8],
    /// Where the sizes of the frame are in it.
    sizes: usize,
    coded: &'f [u8],
}

impl<'f> Scan<'f> {
    fn of(file: &'f [u8]) -> Option<Scan<'f>> {
        let (mut at, mut sizes) = (2, None);
        loop {
            let [0xFF, marker, high, low] = *file.get(at..)?.first_chunk()? else { return None };
            if marker == FRAME {
                // The marker, the length and the precision come before.
                sizes = Some(at + 5);
            }
            at += 2 + usize::from(u16::from_be_bytes([high, low]));
            if marker == SCAN {
                let (head, coded) = file.split_at_checked(at)?;
                return Some(Scan { head, sizes: sizes?, coded: coded.strip_suffix(&[0xFF, END])? });
            }
        }
    }

    /// What stands between the restart markers. In coded pixels FF is followed by 00.
    fn segments(&self) -> Vec<&'f [u8]> {
        let (mut segments, mut start) = (Vec::new(), 0);
        for (at, pair) in self.coded.windows(2).enumerate() {
            if pair[0] == 0xFF && pair[1] & 0xF8 == RESTART {
                segments.extend(self.coded.get(start..at));
                start = at + 2;
            }
        }
        segments.extend(self.coded.get(start..));
        segments
    }

    /// All before the coded pixels, for a picture of another size.
    fn head(&self, width: u16, height: u16) -> Option<Vec<u8>> {
        let mut head = self.head.to_vec();
        let [high, low] = height.to_be_bytes();
        let [wide, narrow] = width.to_be_bytes();
        head.get_mut(self.sizes..self.sizes + 4)?.copy_from_slice(&[high, low, wide, narrow]);
        Some(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(width: u16, height: u16, at: impl Fn(usize, usize) -> [u8; 3]) -> (Mosaic, Vec<u8>) {
        let (across, down) = (usize::from(width), usize::from(height));
        let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
        let rgba: Vec<u8> = pixels
            .flat_map(|(x, y)| {
                let [red, green, blue] = at(x, y);
                [red, green, blue, 255]
            })
            .collect();
        let mut mosaic = Mosaic::new(width, height);
        // In bands, as pages are painted.
        rgba.chunks((across * PIXEL * ROWS * 2).max(1)).for_each(|rows| mosaic.add(rows));
        (mosaic, rgba)
    }

    /// How far the decoded picture is from the painted one, at most, in any channel.
    fn farthest((mosaic, rgba): &(Mosaic, Vec<u8>), quality: u8) -> u8 {
        let picture = mosaic.jpeg(quality).expect("a picture");
        let decoded = picture.pixels().expect("a sound file");
        assert_eq!((decoded.width, decoded.height), (mosaic.width.into(), mosaic.height.into()));
        let painted = rgba.chunks_exact(4).flat_map(|pixel| pixel[..3].iter());
        decoded.rgb.iter().zip(painted).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
    }

    #[test]
    fn flat_grounds_stay_as_they_are() {
        for color in [[29, 67, 72], [255; 3], [0; 3], [255, 0, 0], [0, 0, 255], [242, 176, 74]] {
            assert!(farthest(&painted(64, 40, |_, _| color), 92) <= 2, "{color:?}");
        }
    }

    #[test]
    fn edges_and_slopes_are_true() {
        let slope = painted(64, 64, |x, y| [(x * 4) as u8, (y * 4) as u8, 128]);
        assert!(farthest(&slope, 95) <= 12);
        let edge = painted(48, 48, |x, y| if x + y < 50 { [29, 67, 72] } else { [251, 246, 234] });
        assert!(farthest(&edge, 100) <= 6);
    }

    #[test]
    fn sizes_that_are_no_whole_blocks_come_out_whole() {
        for (width, height) in [(1, 1), (7, 9), (17, 8), (8, 31), (88, 16), (104, 20), (331, 40), (1600, 24)]
        {
            assert!(farthest(&painted(width, height, |x, y| [(x * 9) as u8, (y * 7) as u8, 40]), 98) <= 12);
        }
        assert!(painted(0, 4, |_, _| [0; 3]).0.jpeg(90).is_none());
        assert!(Mosaic::new(8, 8).jpeg(90).is_none(), "no rows were painted");
    }

    /// More different tiles than one file of the library holds.
    #[test]
    fn tiles_may_all_differ() {
        let noise = |x: usize, y: usize| ((x * 7919 + y * 104_729) >> 3) as u8 / 16 * 16;
        let picture = painted(800, 7200, |x, y| [noise(x / 2, y / 2 / 4), (y / 40) as u8, (x / 4) as u8]);
        assert!(picture.0.tiles.len() / (picture.0.across * ROWS) > usize::from(u16::MAX) / ROWS);
        assert!(farthest(&picture, 100) <= 60);
    }

    #[test]
    fn alike_tiles_are_coded_once() {
        let (mosaic, _) = painted(160, 64, |x, y| if y == 20 && x % 80 == 7 { [0; 3] } else { [200; 3] });
        assert_eq!(mosaic.tiles.len() / (mosaic.across * ROWS), 2);
        assert_eq!(mosaic.layout, [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// A look at the bits: blocks of one colour take 14 each, and each tile six bytes more.
    #[test]
    fn flat_pictures_are_small() {
        let picture = painted(1600, 2560, |_, _| [29, 67, 72]).0.jpeg(90).expect("a picture");
        assert!(picture.bytes.len() < 800 + 64_000 * 14 / 8 + 6400 * 7, "{}", picture.bytes.len());
    }
}
