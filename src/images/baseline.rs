//! Blocks of samples → a baseline JPEG file (ITU-T T.81): transform, quantization, Huffman codes, segments.
//!
//! For pictures that a program paints: most blocks have one colour. So the Huffman tables give one bit to what such
//! a block is made of, where those of annex K give two to four, and a block of one colour needs no transform. Whole
//! numbers throughout, so that the same samples give the same bytes everywhere. Knows no pixels.

use std::array;

/// Samples along the side of a block.
pub(super) const SIDE: usize = 8;

/// One component of a block: samples around 0, from −128 to 127, row by row.
pub(super) type Samples = [[i32; SIDE]; SIDE];

/// The components of a picture in YCbCr.
pub(super) const COMPONENTS: usize = 3;

/// A block as it is coded: it can be added wherever it occurs.
#[derive(Clone, Default)]
pub(super) struct Coded {
    /// The mean of each component, quantized.
    means: [i32; COMPONENTS],
    /// All else, and where that of each component ends.
    waves: Vec<Code>,
    ends: [usize; COMPONENTS],
}

/// A file under construction: blocks in the order of the picture.
pub(super) struct Coder {
    /// The divisors of brightness and of colour, in zigzag.
    divisors: [[Divisor; SIDE * SIDE]; 2],
    tables: Tables,
    /// The last mean of each component, which the next is told from (F.1.1.5.1).
    means: [i32; COMPONENTS],
    /// A block of one colour that is the last mean again, and how many of them are still to be added.
    again: Code,
    repeated: usize,
    bits: Bits,
}

impl Coder {
    /// A file of so many pixels across and down and of a quality from 1 to 100, as libjpeg counts it; it has no
    /// blocks yet.
    pub(super) fn new((width, height): (u16, u16), quality: u8) -> Coder {
        let divisors =
            |table: &[u8; SIDE * SIDE]| array::from_fn(|at| Divisor::of(table[ZIGZAG[at]], quality));
        let divisors = [divisors(&BRIGHTNESS), divisors(&COLOR)];
        let tables = Tables { means: Codes::of(&MEANS), waves: Codes::of(&WAVES) };
        let one = tables.means.get(0).and(tables.waves.get(END_OF_BLOCK));
        // Most blocks have one colour: three bytes for each of all blocks are more than a file needs.
        let blocks = usize::from(width).div_ceil(SIDE) * usize::from(height).div_ceil(SIDE);
        let mut bytes = Vec::with_capacity(1000 + 3 * blocks);
        head(&mut bytes, &divisors, (width, height));
        Coder {
            divisors,
            again: one.and(one).and(one),
            repeated: 0,
            tables,
            means: [0; COMPONENTS],
            bits: Bits { bytes, ..Bits::default() },
        }
    }

    /// The means of a block of one colour: a sample of each component.
    pub(super) fn means(&self, color: [i32; COMPONENTS]) -> [i32; COMPONENTS] {
        let mut means = color;
        for (component, mean) in means.iter_mut().enumerate() {
            // What the transform makes of it is eight times eight times the sample, and no waves.
            *mean = self.divisors[component.min(1)][0].quotient(*mean * (SIDE * SIDE) as i32);
        }
        means
    }

    /// Adds a block of one colour behind the others, by its means.
    pub(super) fn flat(&mut self, means: [i32; COMPONENTS]) {
        if means == self.means {
            self.again();
            return;
        }
        self.repeat();
        for (component, mean) in means.into_iter().enumerate() {
            self.mean(component, mean);
            self.bits.put(self.tables.waves.get(END_OF_BLOCK));
        }
    }

    /// Adds a block of one colour that is the last mean again.
    pub(super) fn again(&mut self) {
        self.repeated += 1;
    }

    /// Adds what is still to be added.
    fn repeat(&mut self) {
        let two = self.again.and(self.again);
        let four = two.and(two);
        let count = std::mem::take(&mut self.repeated);
        (0..count / 4).for_each(|_| self.bits.put(four));
        (0..count % 4).for_each(|_| self.bits.put(self.again));
    }

    /// How a block is coded.
    pub(super) fn drawn(&self, block: &[Samples; COMPONENTS]) -> Coded {
        // Room for most blocks: few have more waves that count.
        let mut coded = Coded { waves: Vec::with_capacity(SIDE * SIDE / 2), ..Coded::default() };
        for (component, samples) in block.iter().enumerate() {
            let divisors = &self.divisors[component.min(1)];
            if component > 0 && is_even(samples) {
                let sum: i32 = samples.as_flattened().iter().sum();
                coded.means[component] = divisors[0].quotient(sum);
                coded.waves.push(self.tables.waves.get(END_OF_BLOCK));
                coded.ends[component] = coded.waves.len();
                continue;
            }
            let waves = transformed(samples);
            coded.means[component] = divisors[0].quotient(waves[0]);
            self.waves(&waves, divisors, &mut coded.waves);
            coded.ends[component] = coded.waves.len();
        }
        coded
    }

    /// The waves of a component: each with the zeros before it (F.1.2.2).
    fn waves(&self, waves: &[i32; SIDE * SIDE], divisors: &[Divisor; SIDE * SIDE], codes: &mut Vec<Code>) {
        let mut zeros = 0;
        for (place, divisor) in ZIGZAG.iter().zip(divisors).skip(1) {
            let wave = waves[*place];
            // Less than half a step, as most waves are.
            if wave.unsigned_abs() < divisor.half {
                zeros += 1;
                continue;
            }
            let wave = divisor.quotient(wave);
            while zeros > 15 {
                codes.push(self.tables.waves.get(SIXTEEN_ZEROS));
                zeros -= 16;
            }
            let (size, rest) = magnitude(wave);
            codes.push(self.tables.waves.get((zeros << 4) as u8 | size as u8).and(rest));
            zeros = 0;
        }
        if zeros > 0 {
            codes.push(self.tables.waves.get(END_OF_BLOCK));
        }
    }

    /// Adds a block behind the others.
    pub(super) fn add(&mut self, block: &Coded) {
        self.repeat();
        let mut start = 0;
        for (component, end) in block.ends.into_iter().enumerate() {
            self.mean(component, block.means[component]);
            for code in block.waves.get(start..end).unwrap_or_default() {
                self.bits.put(*code);
            }
            start = end;
        }
    }

    /// Adds the mean of a component, as the difference from the last (F.1.2.1).
    fn mean(&mut self, component: usize, mean: i32) {
        let (size, rest) = magnitude(mean - self.means[component]);
        self.means[component] = mean;
        self.bits.put(self.tables.means.get(size as u8).and(rest));
    }

    /// The file, when all blocks were added, row by row.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.repeat();
        let mut file = self.bits.finish();
        file.extend([0xFF, END]);
        file
    }
}

/// What stands in a file before its blocks.
fn head(file: &mut Vec<u8>, divisors: &[[Divisor; SIDE * SIDE]; 2], (width, height): (u16, u16)) {
    file.extend([0xFF, START]);
    segment(file, 0xE0, &[b"JFIF\0", &[1, 1, 0, 0, 1, 0, 1, 0, 0]]);
    for (number, table) in divisors.iter().enumerate() {
        segment(file, 0xDB, &[&[number as u8], &array::from_fn::<u8, 64, _>(|at| table[at].step)]);
    }
    // Eight bits a sample; each component as finely as any other, with its table of divisors.
    let sizes = [height.to_be_bytes(), width.to_be_bytes()].concat();
    segment(file, 0xC0, &[&[8], &sizes, &[3], &[1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]]);
    for (class, lengths) in [(0x00, &MEANS), (0x10, &WAVES)] {
        segment(file, 0xC4, &[&[class], &lengths.counts, lengths.symbols]);
    }
    segment(file, 0xDA, &[&[3], &[1, 0, 2, 0, 3, 0], &[0, 63, 0]]);
}

/// The markers at both ends of a file.
const START: u8 = 0xD8;
const END: u8 = 0xD9;

/// A segment: marker, length, content (B.1.1.4).
fn segment(file: &mut Vec<u8>, marker: u8, content: &[&[u8]]) {
    let length = 2 + content.iter().map(|part| part.len()).sum::<usize>();
    file.extend([0xFF, marker]);
    file.extend((length as u16).to_be_bytes());
    content.iter().for_each(|part| file.extend_from_slice(part));
}

/// Whether a component of colour differs by so little within a block that nobody sees it: its mean is enough.
fn is_even(samples: &Samples) -> bool {
    /// Of 255.
    const UNSEEN: i32 = 3;
    let all = samples.as_flattened();
    let (least, most) = all
        .iter()
        .fold((i32::MAX, i32::MIN), |(least, most), sample| (least.min(*sample), most.max(*sample)));
    most - least <= UNSEEN
}

/// What a wave is divided by, and how that is done without a division.
#[derive(Clone, Copy)]
struct Divisor {
    /// As the file tells it.
    step: u8,
    /// The transform gives eight times what T.81 defines: half of eight steps is added, and the sum is multiplied.
    half: u32,
    factor: u64,
}

impl Divisor {
    /// From a table of annex K, made finer or coarser as libjpeg does.
    fn of(step: u8, quality: u8) -> Divisor {
        let quality = u32::from(quality.clamp(1, 100));
        let scale = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
        let step = ((u32::from(step) * scale + 50) / 100).clamp(1, 255);
        let whole = step * SIDE as u32;
        Divisor { step: step as u8, half: whole / 2, factor: (1_u64 << 32) / u64::from(whole) + 1 }
    }

    /// The nearest quotient; of two, that farther from 0. Exact: no wave has more than 17 bits, no divisor more than 11.
    fn quotient(self, wave: i32) -> i32 {
        let quotient = ((u64::from(wave.unsigned_abs() + self.half) * self.factor) >> 32) as i32;
        if wave < 0 { -quotient } else { quotient }
    }
}

/// Eight times the cosine transform of A.3.3, by the algorithm of Loeffler, Ligtenberg and Moschytz (1989) in the whole
/// numbers that libjpeg takes for it.
fn transformed(samples: &Samples) -> [i32; SIDE * SIDE] {
    let (mut columns, mut waves) = (Samples::default(), Samples::default());
    for (y, row) in samples.iter().enumerate() {
        let line = transformed_line(row, FRACTION - KEPT);
        (0..SIDE).for_each(|u| columns[u][y] = line[u]);
    }
    for (u, column) in columns.iter().enumerate() {
        let line = transformed_line(column, FRACTION + KEPT);
        (0..SIDE).for_each(|v| waves[v][u] = line[v]);
    }
    let mut all = [0; SIDE * SIDE];
    all.copy_from_slice(waves.as_flattened());
    all
}

/// Bits of the factors behind the point.
const FRACTION: u32 = 13;
/// Bits behind the point that are kept between the rows and the columns.
const KEPT: u32 = 2;

/// The transform of a line, with so many bits taken off.
#[inline]
fn transformed_line(line: &[i32; SIDE], off: u32) -> [i32; SIDE] {
    let short = |value: i32| (value + (1 << (off - 1))) >> off;
    let [s0, s1, s2, s3, s4, s5, s6, s7] = *line;
    let (outer, inner) = (s0 + s7 + s3 + s4, s1 + s6 + s2 + s5);
    let (over, under) = (s0 + s7 - s3 - s4, s1 + s6 - s2 - s5);
    let turned = (over + under) * 4433;
    let (a, b, c, d) = (s3 - s4, s2 - s5, s1 - s6, s0 - s7);
    let all = (a + b + c + d) * 9633;
    let (ac, bd) = (all - (a + c) * 16_069, all - (b + d) * 3196);
    let (ad, bc) = ((a + d) * -7373, (b + c) * -20_995);
    [
        short((outer + inner) << FRACTION),
        short(d * 12_299 + ad + bd),
        short(turned + over * 6270),
        short(c * 25_172 + bc + ac),
        short((outer - inner) << FRACTION),
        short(b * 16_819 + bc + bd),
        short(turned - under * 15_137),
        short(a * 2446 + ad + ac),
    ]
}

/// How many bits a number needs, and these bits: one less for a negative number (F.1.2.1).
fn magnitude(number: i32) -> (u32, Code) {
    let size = u32::BITS - number.unsigned_abs().leading_zeros();
    let bits = if number < 0 { number - 1 } else { number };
    (size, Code { bits: bits as u32 & ((1 << size) - 1), length: size })
}

/// Some bits, 27 at most.
#[derive(Clone, Copy, Default)]
struct Code {
    bits: u32,
    length: u32,
}

impl Code {
    /// These bits and others behind them.
    fn and(self, other: Code) -> Code {
        Code { bits: self.bits << other.length | other.bits, length: self.length + other.length }
    }
}

/// Bits under construction.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// What makes no four bytes yet, at the low end.
    rest: u64,
    length: u32,
}

impl Bits {
    #[inline]
    fn put(&mut self, code: Code) {
        self.rest = self.rest << code.length | u64::from(code.bits);
        self.length += code.length;
        if self.length >= 32 {
            self.length -= 32;
            let four = (self.rest >> self.length) as u32;
            // No byte is FF: none of the opposite is zero.
            if (!four).wrapping_sub(0x0101_0101) & four & 0x8080_8080 == 0 {
                self.bytes.extend_from_slice(&four.to_be_bytes());
            } else {
                four.to_be_bytes().into_iter().for_each(|byte| self.push(byte));
            }
        }
    }

    /// A byte; FF would begin a marker, if 00 did not follow (B.1.1.5).
    fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        if byte == 0xFF {
            self.bytes.push(0);
        }
    }

    /// All bytes; what the last one lacks are ones (F.1.2.3).
    fn finish(mut self) -> Vec<u8> {
        while !self.length.is_multiple_of(8) {
            self.put(Code { bits: 1, length: 1 });
        }
        while self.length > 0 {
            self.length -= 8;
            self.push((self.rest >> self.length) as u8);
        }
        self.bytes
    }
}

/// The Huffman codes of a file.
struct Tables {
    means: Codes,
    waves: Codes,
}

/// The code of each symbol.
struct Codes([Code; 256]);

impl Codes {
    /// The codes of a table, the shortest first (annex C).
    fn of(table: &Lengths) -> Codes {
        let mut codes = [Code::default(); 256];
        let mut symbols = table.symbols.iter();
        let mut bits = 0;
        for (count, length) in table.counts.iter().zip(1..) {
            for symbol in symbols.by_ref().take(usize::from(*count)) {
                codes[usize::from(*symbol)] = Code { bits, length };
                bits += 1;
            }
            bits <<= 1;
        }
        Codes(codes)
    }

    fn get(&self, symbol: u8) -> Code {
        self.0[usize::from(symbol)]
    }
}

/// A block has no further waves.
const END_OF_BLOCK: u8 = 0x00;
/// Sixteen waves are 0.
const SIXTEEN_ZEROS: u8 = 0xF0;

/// A Huffman table as a file tells it: how many codes have each length, from one bit, and what they stand for.
struct Lengths {
    counts: [u8; 16],
    symbols: &'static [u8],
}

/// For means: that of the colours in table K.4, with one bit for no difference and one more for most others.
const MEANS: Lengths = Lengths {
    counts: [1, 0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0],
    symbols: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};

/// For waves: that of the colours in table K.6, with one bit for the end of a block and one more for most others.
const WAVES: Lengths =
    Lengths { counts: [1, 0, 1, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 121], symbols: &WAVE_SYMBOLS };

#[rustfmt::skip]
const WAVE_SYMBOLS: [u8; 162] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
    0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1,
    0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1, 0x17, 0x18, 0x19, 0x1A, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x35, 0x36,
    0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
    0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A,
    0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A,
    0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA,
    0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA,
    0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
];

/// Table K.1: how coarse brightness may be, row by row.
#[rustfmt::skip]
const BRIGHTNESS: [u8; SIDE * SIDE] = [
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];

/// Table K.2: how coarse colours may be.
#[rustfmt::skip]
const COLOR: [u8; SIDE * SIDE] = [
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
];

/// Figure A.6: the order of waves in a file, from the longest to the shortest, by their places row by row.
#[rustfmt::skip]
const ZIGZAG: [usize; SIDE * SIDE] = [
    0, 1, 8, 16, 9, 2, 3, 10,
    17, 24, 32, 25, 18, 11, 4, 5,
    12, 19, 26, 33, 40, 48, 41, 34,
    27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36,
    29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46,
    53, 60, 61, 54, 47, 55, 62, 63,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The cosine transform as A.3.3 defines it.
    fn defined(samples: &Samples, u: usize, v: usize) -> f64 {
        let angle = |at: usize, wave: usize| (2 * at + 1) as f64 * wave as f64 * std::f64::consts::PI / 16.0;
        let share = |wave: usize| if wave == 0 { 0.5_f64.sqrt() } else { 1.0 };
        let mut sum = 0.0;
        for (y, row) in samples.iter().enumerate() {
            for (x, sample) in row.iter().enumerate() {
                sum += f64::from(*sample) * angle(x, u).cos() * angle(y, v).cos();
            }
        }
        sum * share(u) * share(v) / 4.0
    }

    #[test]
    fn the_transform_is_that_of_the_standard() {
        for seed in 0..40 {
            let samples: Samples = array::from_fn(|y| {
                array::from_fn(|x| (seed * 7919 + y as i32 * 5303 * (seed + 1) + x as i32 * 3571) % 128)
            });
            let waves = transformed(&samples);
            for v in 0..SIDE {
                for u in 0..SIDE {
                    let far = f64::from(waves[v * SIDE + u]) / 8.0 - defined(&samples, u, v);
                    assert!(far.abs() < 0.3, "{seed} {u} {v}: {far}");
                }
            }
        }
        let flat = transformed(&[[-77; SIDE]; SIDE]);
        assert_eq!(flat[0], -77 * 64, "what a block of one colour is taken for");
        assert_eq!(flat.iter().filter(|wave| **wave != 0).count(), 1);
    }

    #[test]
    fn quotients_are_exact() {
        for quality in [1, 30, 50, 75, 92, 100] {
            for step in BRIGHTNESS.into_iter().chain(COLOR) {
                let divisor = Divisor::of(step, quality);
                let whole = i32::from(divisor.step) * 8;
                for wave in (-70_000..70_000).step_by(37).chain([whole / 2, whole / 2 - 1, -whole / 2]) {
                    let exact = (wave.abs() + whole / 2) / whole * wave.signum();
                    assert_eq!(divisor.quotient(wave), exact, "{wave} / {whole}");
                }
            }
        }
    }

    #[test]
    fn no_code_begins_another_and_none_is_of_ones_alone() {
        for table in [&MEANS, &WAVES] {
            assert_eq!(
                table.counts.iter().map(|count| usize::from(*count)).sum::<usize>(),
                table.symbols.len()
            );
            let codes = Codes::of(table);
            let codes: Vec<Code> = table.symbols.iter().map(|symbol| codes.get(*symbol)).collect();
            for (number, code) in codes.iter().enumerate() {
                assert!(code.bits < (1 << code.length) - 1);
                let begins = |other: &Code| {
                    other.length >= code.length && other.bits >> (other.length - code.length) == code.bits
                };
                assert_eq!(codes.iter().skip(number).filter(|other| begins(other)).count(), 1);
            }
        }
    }
}
