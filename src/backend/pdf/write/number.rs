//! Lengths → the numbers of a PDF file: no exponent, at most four decimals, by whole numbers alone.

use crate::theme::Color;
use crate::units::{Point, Pt, Rect, Size};
use lopdf::Object;

/// Decimals of a number, as a power of ten.
const DECIMALS: i64 = 10_000;

/// A length in ten-thousandths of a point, rounded to the nearest.
fn ten_thousandths(length: Pt) -> i64 {
    // No page is so large that this comes to its limits.
    length.scaled().saturating_mul(DECIMALS).saturating_add(32_768).div_euclid(65_536)
}

/// Writes a whole number.
pub(super) fn whole(out: &mut Vec<u8>, value: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Writes a number given in ten-thousandths.
fn decimal(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    whole(out, (value / DECIMALS as u64) as i64);
    let mut rest = value % DECIMALS as u64;
    if rest != 0 {
        out.push(b'.');
        let mut place = DECIMALS as u64 / 10;
        while rest != 0 {
            out.push(b'0' + (rest / place) as u8);
            rest %= place;
            place /= 10;
        }
    }
}

/// Writes a length in points.
pub(super) fn length(out: &mut Vec<u8>, value: Pt) {
    decimal(out, ten_thousandths(value));
}

/// Writes lengths in points with a space behind each.
pub(super) fn lengths(out: &mut Vec<u8>, values: &[Pt]) {
    for value in values {
        length(out, *value);
        out.push(b' ');
    }
}

/// Writes a colour as three numbers from 0 to 1 with a space behind each.
pub(super) fn color(out: &mut Vec<u8>, color: Color) {
    for channel in [color.red, color.green, color.blue] {
        decimal(out, (i64::from(channel) * DECIMALS + 127) / 255);
        out.push(b' ');
    }
}

/// A length as an object.
pub(super) fn object(value: Pt) -> Object {
    let value = ten_thousandths(value);
    if value % DECIMALS == 0 {
        Object::Integer(value / DECIMALS)
    } else {
        Object::Real((value as f64 / DECIMALS as f64) as f32)
    }
}

/// A place on a page, from its lower left corner, as two objects.
pub(super) fn point(at: Point, page: Size) -> [Object; 2] {
    [object(at.x), object(page.height - at.y)]
}

/// An area of a page as its lower left and upper right corners, cut off at the edges of the page.
pub(super) fn rect(area: Rect, page: Size) -> Object {
    let within = |value: Pt, limit: Pt| value.max(Pt::ZERO).min(limit);
    let (left, right) = (within(area.origin.x, page.width), within(area.right(), page.width));
    let (top, bottom) = (within(area.origin.y, page.height), within(area.bottom(), page.height));
    vec![object(left), object(page.height - bottom), object(right), object(page.height - top)].into()
}

/// Text for people: ASCII as it is, else UTF-16 with its mark (ISO 32000-1, 7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let bytes = if plain { text.as_bytes().to_vec() } else { utf16(text) };
    Object::String(bytes, lopdf::StringFormat::Literal)
}

/// The bytes of a text in UTF-16, big end first, after its mark.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// Writes bytes as hexadecimal digits.
pub(super) fn hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Pt) -> String {
        let mut out = Vec::new();
        length(&mut out, value);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn numbers_have_no_exponent_and_no_trailing_zeros() {
        assert_eq!(written(Pt::new(432)), "432");
        assert_eq!(written(Pt::from_f64(10.5)), "10.5");
        assert_eq!(written(Pt::from_f64(-0.0625)), "-0.0625");
        assert_eq!(written(Pt::from_scaled(1)), "0");
        assert_eq!(written(Pt::from_f64(1.0 / 3.0)), "0.3333");
        assert_eq!(written(Pt::HUGE), "16777216");
    }

    #[test]
    fn text_beyond_ascii_is_marked_utf_16() {
        assert_eq!(text("plain (text)").as_str().ok(), Some(b"plain (text)".as_slice()));
        assert_eq!(text("é").as_str().ok(), Some([0xFE, 0xFF, 0, 0xE9].as_slice()));
    }
}
