//! Pixels painted by the program → a JPEG file, in the time that their edges ask.
//!
//! What is painted is mostly flat: a cover is letters and shapes on a few grounds. Of a block of 8 × 8 pixels of
//! one colour all coefficients but the first are zero, so only blocks with an edge in them are transformed.
//! Baseline JPEG (ITU-T T.81) with the tables of its annex K and no subsampling, which would blur coloured
//! letters. The transform is that of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) in whole numbers, so that
//! the same pixels give the same bytes on every machine.

use super::{Alpha, Picture, PictureKind};

/// Pixels as they were painted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Painted {
    /// Pixels across; 65 535 at most.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Four bytes for each pixel, row by row: red, green, blue, and one that does not count.
    pub rgba: Vec<u8>,
}

/// Pixels in a row or column of a block.
const SIDE: usize = 8;

/// A block of one component, row by row.
type Block = [i32; SIDE * SIDE];

/// Steps of the quantizer at quality 50, annex K.1: brightness, then colour.
const BRIGHTNESS: Block = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COLOUR: Block = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// The order in which coefficients are written (figure A.6).
const ZIGZAG: [usize; SIDE * SIDE] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A code table: how many codes there are of each length from 1 bit, and what they stand for (annex K.3).
struct Codes {
    lengths: [u8; 16],
    values: &'static [u8],
}

const FIRST_BRIGHTNESS: Codes = Codes {
    lengths: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    values: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};
const FIRST_COLOUR: Codes = Codes {
    lengths: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    values: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};
const OTHER_BRIGHTNESS: Codes = Codes {
    lengths: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
    values: &[
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22,
        0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33,
        0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x34,
        0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55,
        0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76,
        0x77, 0x78, 0x79, 0x7A, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96,
        0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5,
        0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4,
        0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1,
        0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
    ],
};
const OTHER_COLOUR: Codes = Codes {
    lengths: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
    values: &[
        0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13,
        0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62,
        0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1, 0x17, 0x18, 0x19, 0x1A, 0x26, 0x27, 0x28, 0x29,
        0x2A, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54,
        0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75,
        0x76, 0x77, 0x78, 0x79, 0x7A, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94,
        0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3,
        0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2,
        0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA,
        0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
    ],
};

impl Painted {
    /// The pixels as a JPEG file of a quality from 1 to 100. None when the bytes do not fit the size.
    pub fn jpeg(&self, quality: u8) -> Option<Picture> {
        let (width, height) = (usize::from(self.width), usize::from(self.height));
        if width == 0 || height == 0 || self.rgba.len() != width * height * 4 {
            return None;
        }
        let steps = [BRIGHTNESS, COLOUR].map(|table| scaled(&table, quality));
        let mut bytes = header(self.width, self.height, &steps);
        let mut scan = Scan::new(&steps);
        for top in (0..height).step_by(SIDE) {
            for left in (0..width).step_by(SIDE) {
                match self.flat(left, top) {
                    Some(color) => scan.flat(color),
                    None => scan.block(&self.components(left, top)),
                }
            }
        }
        bytes.extend(scan.bits.finish());
        bytes.extend([0xFF, 0xD9]);
        Some(Picture {
            kind: PictureKind::Jpeg,
            bytes: bytes.into(),
            width: self.width.into(),
            height: self.height.into(),
            alpha: Alpha::Opaque,
            drawing: None,
        })
    }

    /// The rows of a block; what lies beyond the picture is not among them.
    fn rows(&self, left: usize, top: usize) -> impl Iterator<Item = &[u8]> {
        let (width, height) = (usize::from(self.width), usize::from(self.height));
        let right = (left + SIDE).min(width);
        (top..(top + SIDE).min(height))
            .filter_map(move |row| self.rgba.get((row * width + left) * 4..(row * width + right) * 4))
    }

    /// The colour of a block that has one only.
    fn flat(&self, left: usize, top: usize) -> Option<[u8; 3]> {
        let mut rows = self.rows(left, top);
        let first = rows.next()?;
        let pixel = first.first_chunk::<4>()?;
        let even = first.chunks_exact(4).all(|other| other == pixel) && rows.all(|row| row == first);
        let [red, green, blue, _] = *pixel;
        even.then_some([red, green, blue])
    }

    /// The components of a block. Beyond the edge the last pixels go on.
    fn components(&self, left: usize, top: usize) -> [Block; 3] {
        let mut blocks = [[0; SIDE * SIDE]; 3];
        let mut down = 0;
        let mut put = |row: &[u8], down: usize| {
            let mut last = [0; 3];
            let mut pixels = row.chunks_exact(4);
            for across in 0..SIDE {
                if let Some([red, green, blue, _]) = pixels.next() {
                    last = components([*red, *green, *blue]);
                }
                for (block, value) in blocks.iter_mut().zip(last) {
                    if let Some(place) = block.get_mut(down * SIDE + across) {
                        *place = value;
                    }
                }
            }
        };
        let mut lowest: &[u8] = &[];
        for row in self.rows(left, top) {
            put(row, down);
            (lowest, down) = (row, down + 1);
        }
        (down..SIDE).for_each(|below| put(lowest, below));
        blocks
    }
}

/// Brightness and the two differences of colour, around zero (JFIF 1.02), in whole numbers.
fn components([red, green, blue]: [u8; 3]) -> [i32; 3] {
    let (r, g, b) = (i32::from(red), i32::from(green), i32::from(blue));
    let near = |sum: i32| (sum + 32_768) >> 16;
    [
        near(19_595 * r + 38_470 * g + 7_471 * b) - 128,
        near(-11_059 * r - 21_709 * g + 32_768 * b).min(127),
        near(32_768 * r - 27_439 * g - 5_329 * b).min(127),
    ]
}

/// The steps of a quality, as all writers of JPEG scale them.
fn scaled(table: &Block, quality: u8) -> Block {
    let quality = i32::from(quality.clamp(1, 100));
    let factor = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
    table.map(|step| ((step * factor + 50) / 100).clamp(1, 255))
}

/// The segments before the scan.
fn header(width: u16, height: u16, steps: &[Block; 2]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
        out.extend([0xFF, marker]);
        out.extend(length.to_be_bytes());
        out.extend_from_slice(body);
    };
    segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    for (number, table) in (0..).zip(steps) {
        let ordered = ZIGZAG.iter().map(|at| table.get(*at).map_or(1, |step| *step as u8));
        segment(0xDB, &std::iter::once(number).chain(ordered).collect::<Vec<u8>>());
    }
    let ([high, low], [wide, narrow]) = (height.to_be_bytes(), width.to_be_bytes());
    segment(0xC0, &[8, high, low, wide, narrow, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]);
    let tables =
        [(0x00, FIRST_BRIGHTNESS), (0x10, OTHER_BRIGHTNESS), (0x01, FIRST_COLOUR), (0x11, OTHER_COLOUR)];
    for (number, codes) in tables {
        let body = std::iter::once(number).chain(codes.lengths).chain(codes.values.iter().copied());
        segment(0xC4, &body.collect::<Vec<u8>>());
    }
    segment(0xDA, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    out
}

/// Codes and their lengths by what they stand for.
type Book = [(u16, u8); 256];

fn book(codes: &Codes) -> Book {
    let mut book = [(0, 0); 256];
    let mut values = codes.values.iter();
    let mut code = 0;
    for (length, count) in (1..).zip(codes.lengths) {
        for value in values.by_ref().take(count.into()) {
            book[usize::from(*value)] = (code, length);
            code += 1;
        }
        code <<= 1;
    }
    book
}

/// What the blocks are written to.
struct Scan<'s> {
    steps: &'s [Block; 2],
    books: [(Book, Book); 2],
    /// The first coefficient of each component of the block before.
    before: [i32; 3],
    /// The colour of the block before, when it had one only.
    color: Option<[u8; 3]>,
    bits: Bits,
}

impl<'s> Scan<'s> {
    fn new(steps: &'s [Block; 2]) -> Scan<'s> {
        let books =
            [(book(&FIRST_BRIGHTNESS), book(&OTHER_BRIGHTNESS)), (book(&FIRST_COLOUR), book(&OTHER_COLOUR))];
        Scan { steps, books, before: [0; 3], color: None, bits: Bits::default() }
    }

    /// A block of one colour.
    fn flat(&mut self, color: [u8; 3]) {
        if self.color == Some(color) {
            // No first coefficient differs and no other is there: 00 1010, 00 00, 00 00 in the tables above.
            return self.bits.push(0b00_1010_0000_0000, 14);
        }
        self.color = Some(color);
        for (number, value) in components(color).into_iter().enumerate() {
            let mut coefficients = [0; SIDE * SIDE];
            coefficients[0] = value * 64;
            self.component(number, &coefficients);
        }
    }

    fn block(&mut self, components: &[Block; 3]) {
        self.color = None;
        for (number, block) in components.iter().enumerate() {
            let mut block = *block;
            transform(&mut block);
            self.component(number, &block);
        }
    }

    /// The coefficients of a component, eight times as large as they are.
    fn component(&mut self, number: usize, coefficients: &Block) {
        let kind = number.min(1);
        let (steps, (first, other)) = (&self.steps[kind], &self.books[kind]);
        let level = |at: usize| {
            let (value, step) = (coefficients[at], steps[at] * 8);
            (value.abs() + step / 2) / step * value.signum()
        };
        let zero = level(0);
        let difference = zero - std::mem::replace(&mut self.before[number], zero);
        let size = size(difference);
        self.bits.code(first[usize::from(size)]);
        self.bits.value(difference, size);
        let mut gap = 0_u8;
        for value in ZIGZAG[1..].iter().map(|at| level(*at)) {
            if value == 0 {
                gap += 1;
                continue;
            }
            while gap > 15 {
                self.bits.code(other[0xF0]);
                gap -= 16;
            }
            let size = self::size(value);
            self.bits.code(other[usize::from(gap << 4 | size)]);
            self.bits.value(value, size);
            gap = 0;
        }
        if gap > 0 {
            self.bits.code(other[0]);
        }
    }
}

/// How many bits the amount of a value takes.
fn size(value: i32) -> u8 {
    (32 - value.unsigned_abs().leading_zeros()) as u8
}

/// Bits in the order of a scan.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u8,
}

impl Bits {
    /// The lowest bits of a number, 32 at most.
    fn push(&mut self, bits: u32, count: u8) {
        self.held = self.held << count | u64::from(bits);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count) as u8;
            self.bytes.push(byte);
            // What would read as a marker is told from one.
            if byte == 0xFF {
                self.bytes.push(0);
            }
        }
    }

    fn code(&mut self, (code, length): (u16, u8)) {
        self.push(code.into(), length);
    }

    /// The bits of a value; those of a negative one are turned over (F.1.2.1).
    fn value(&mut self, value: i32, size: u8) {
        let bits = if value < 0 { value - 1 } else { value };
        self.push(bits as u32 & ((1 << size) - 1), size);
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            let rest = 8 - self.count;
            self.push((1 << rest) - 1, rest);
        }
        self.bytes
    }
}

/// The cosine transform, eight times too large.
fn transform(block: &mut Block) {
    for row in 0..SIDE {
        line(block, row * SIDE, 1, Pass::Rows);
    }
    for column in 0..SIDE {
        line(block, column, SIDE, Pass::Columns);
    }
}

/// The first pass keeps two more bits than the second leaves.
#[derive(Clone, Copy)]
enum Pass {
    Rows,
    Columns,
}

/// One line of the transform, in numbers of 13 bits behind the point.
fn line(block: &mut Block, start: usize, apart: usize, pass: Pass) {
    const POINT: i32 = 13;
    const KEPT: i32 = 2;
    let near = |value: i32, bits: i32| (value + (1 << (bits - 1))) >> bits;
    let at: [usize; SIDE] = std::array::from_fn(|number| start + number * apart);
    let d: [i32; SIDE] = at.map(|place| block[place]);
    let sums = [d[0] + d[7], d[1] + d[6], d[2] + d[5], d[3] + d[4]];
    let [t7, t6, t5, t4] = [d[0] - d[7], d[1] - d[6], d[2] - d[5], d[3] - d[4]];
    let (t10, t13) = (sums[0] + sums[3], sums[0] - sums[3]);
    let (t11, t12) = (sums[1] + sums[2], sums[1] - sums[2]);
    let (whole, part) = match pass {
        Pass::Rows => ([(t10 + t11) << KEPT, (t10 - t11) << KEPT], POINT - KEPT),
        Pass::Columns => ([near(t10 + t11, KEPT), near(t10 - t11, KEPT)], POINT + KEPT),
    };
    let z = (t12 + t13) * 4_433;
    let (z1, z2, z3, z4) = (t4 + t7, t5 + t6, t4 + t6, t5 + t7);
    let z5 = (z3 + z4) * 9_633;
    let (z1, z2) = (z1 * -7_373, z2 * -20_995);
    let (z3, z4) = (z3 * -16_069 + z5, z4 * -3_196 + z5);
    let lines = [
        whole[0],
        near(t7 * 12_299 + z1 + z4, part),
        near(z + t13 * 6_270, part),
        near(t6 * 25_172 + z2 + z3, part),
        whole[1],
        near(t5 * 16_819 + z2 + z4, part),
        near(z - t12 * 15_137, part),
        near(t4 * 2_446 + z1 + z3, part),
    ];
    for (place, value) in at.into_iter().zip(lines) {
        block[place] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(width: u16, height: u16, at: impl Fn(usize, usize) -> [u8; 3]) -> Painted {
        let (across, down) = (usize::from(width), usize::from(height));
        let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
        let rgba = pixels.flat_map(|(x, y)| {
            let [red, green, blue] = at(x, y);
            [red, green, blue, 255]
        });
        Painted { width, height, rgba: rgba.collect() }
    }

    /// How far the decoded picture is from the painted one, at most, in any channel.
    fn farthest(painted: &Painted, quality: u8) -> u8 {
        let picture = painted.jpeg(quality).expect("a picture");
        let decoded = picture.pixels().expect("a sound file");
        let (width, height) = (decoded.width, decoded.height);
        assert_eq!((width, height), (painted.width.into(), painted.height.into()));
        let both = painted.rgba.chunks_exact(4).zip(decoded.rgb.chunks_exact(3));
        both.flat_map(|(was, is)| was.iter().zip(is).map(|(was, is)| was.abs_diff(*is))).max().unwrap_or(0)
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
        for (width, height) in [(1, 1), (7, 9), (17, 8), (8, 31)] {
            assert!(farthest(&painted(width, height, |x, y| [(x * 9) as u8, (y * 7) as u8, 40]), 98) <= 12);
        }
        assert!(painted(0, 4, |_, _| [0; 3]).jpeg(90).is_none());
    }

    /// A look at the bits: equal flat blocks take 14 each.
    #[test]
    fn flat_pictures_are_small() {
        let picture = painted(1600, 2560, |_, _| [29, 67, 72]).jpeg(90).expect("a picture");
        assert!(picture.bytes.len() < 800 + 64_000 * 14 / 8 + 64_000 / 8, "{}", picture.bytes.len());
    }
}
