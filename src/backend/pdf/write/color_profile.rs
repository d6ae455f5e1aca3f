//! The sRGB colour space as an ICC profile of version 2, made from the numbers of its standard.
//!
//! Layout: ICC.1:2001-04, clause 6. Primaries of IEC 61966-2-1 adapted to D50 with the Bradford matrix, in units
//! of 1/65 536. The curve is computed with sums, products and quotients alone, so that it is the same on every
//! machine.

/// Values of the tone curve.
const STEPS: u16 = 256;
/// Reference white of the profile connection space, D50.
const WHITE: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED: [u32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [u32; 3] = [0x24A0, 0x0F84, 0xB6CF];

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description()),
        (b"cprt", text("No copyright")),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let start = 128 + 4 + tags.len() * 12;
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let mut last: Option<(Vec<u8>, u32)> = None;
    for (signature, content) in tags {
        // The three curves are one piece of data.
        let offset = match &last {
            Some((same, offset)) if *same == content => *offset,
            _ => {
                let offset = (start + data.len()) as u32;
                data.extend_from_slice(&content);
                data.resize(data.len().next_multiple_of(4), 0);
                offset
            }
        };
        table.extend_from_slice(signature);
        table.extend_from_slice(&offset.to_be_bytes());
        table.extend_from_slice(&(content.len() as u32).to_be_bytes());
        last = Some((content, offset));
    }
    let mut profile = header((start + data.len()) as u32);
    profile.extend_from_slice(&table);
    profile.extend_from_slice(&data);
    profile
}

fn header(size: u32) -> Vec<u8> {
    let mut header = size.to_be_bytes().to_vec();
    header.extend_from_slice(&[0; 4]); // No preferred engine.
    header.extend_from_slice(&0x0210_0000_u32.to_be_bytes()); // Version 2.1.
    header.extend_from_slice(b"mntrRGB XYZ ");
    for number in [2000_u16, 1, 1, 0, 0, 0] {
        header.extend_from_slice(&number.to_be_bytes()); // A date is asked for; it says nothing.
    }
    header.extend_from_slice(b"acsp");
    header.resize(68, 0); // Platform, flags, maker, model, attributes, intent: none, perceptual.
    for value in WHITE {
        header.extend_from_slice(&value.to_be_bytes());
    }
    header.resize(128, 0);
    header
}

fn xyz(values: [u32; 3]) -> Vec<u8> {
    let mut data = b"XYZ \0\0\0\0".to_vec();
    data.extend(values.into_iter().flat_map(u32::to_be_bytes));
    data
}

fn text(value: &str) -> Vec<u8> {
    let mut data = b"text\0\0\0\0".to_vec();
    data.extend_from_slice(value.as_bytes());
    data.push(0);
    data
}

fn description() -> Vec<u8> {
    let name = b"sRGB IEC61966-2.1\0";
    let mut data = b"desc\0\0\0\0".to_vec();
    data.extend_from_slice(&(name.len() as u32).to_be_bytes());
    data.extend_from_slice(name);
    data.resize(data.len() + 4 + 4 + 2 + 1 + 67, 0); // No Unicode, no Macintosh name.
    data
}

fn curve() -> Vec<u8> {
    let mut data = b"curv\0\0\0\0".to_vec();
    data.extend_from_slice(&u32::from(STEPS).to_be_bytes());
    for step in 0..STEPS {
        let value = linear(f64::from(step) / f64::from(STEPS - 1));
        data.extend_from_slice(&((value * 65_535.0 + 0.5) as u16).to_be_bytes());
    }
    data
}

/// The light of a value of sRGB, both from 0 to 1 (IEC 61966-2-1, 5.2).
fn linear(value: f64) -> f64 {
    if value <= 0.04045 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    // base to the power of 12/5: the square times the fifth root of the square, by Newton's method.
    let square = base * base;
    let mut root = 1.0;
    for _ in 0..60 {
        let fourth = root * root * root * root;
        root -= (root - square / fourth) / 5.0;
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_that_of_srgb() {
        assert!((linear(0.5) - 0.214_041_14).abs() < 1e-7);
        assert!((linear(1.0) - 1.0).abs() < 1e-12);
        assert_eq!(linear(0.0), 0.0);
    }

    #[test]
    fn the_profile_says_its_own_size() {
        let profile = srgb();
        let size = profile.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes) as usize);
        assert_eq!(size, Some(profile.len()));
        assert!(profile.len() < 1000);
    }
}
