//! Pixels painted by the program → a JPEG file.
//!
//! What was painted is opaque and has sharp edges: colours keep the resolution of brightness, since fewer of them
//! would blur coloured letters. Knows nothing of pages.

use super::{Alpha, Picture, PictureKind};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

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

impl Painted {
    /// The pixels as a JPEG file of a quality from 1 to 100. None when the bytes do not fit the size.
    pub fn jpeg(&self, quality: u8) -> Option<Picture> {
        if self.rgba.len() != usize::from(self.width) * usize::from(self.height) * 4 {
            return None;
        }
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality.clamp(1, 100));
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
        encoder.encode(&self.rgba, self.width, self.height, ColorType::Rgba).ok()?;
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
