//! Objects → the bytes that stand for them in a file (ISO 32000-1, 7.3).

use super::number;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};
use std::io::Write;

/// Writes an object; of a stream its dictionary alone.
pub(super) fn object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => number::whole(out, *value),
        // Writing into memory does not fail.
        Object::Real(value) => drop(write!(out, "{value}")),
        Object::Name(value) => name(out, value),
        Object::String(value, StringFormat::Literal) => literal(out, value),
        Object::String(value, StringFormat::Hexadecimal) => {
            out.push(b'<');
            number::hex(out, value);
            out.push(b'>');
        }
        Object::Array(values) => {
            out.push(b'[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    part(out, value);
                }
                self::object(out, value);
            }
            out.push(b']');
        }
        Object::Dictionary(value) => dictionary(out, value),
        Object::Stream(stream) => dictionary(out, &stream.dict),
        Object::Reference(id) => reference(out, *id),
    }
}

/// Writes a space before an object that would else run into what stands before it.
fn part(out: &mut Vec<u8>, next: &Object) {
    if matches!(
        next,
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)
    ) {
        out.push(b' ');
    }
}

/// Writes a dictionary, its entries in their order.
pub(super) fn dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        name(out, key);
        part(out, value);
        object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Writes a name (7.3.5): white space, delimiters and what is not ASCII by their numbers.
pub(super) fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        match byte {
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | b'#' => {
                out.push(b'#');
                number::hex(out, &[*byte]);
            }
            b'!'..=b'~' => out.push(*byte),
            _ => {
                out.push(b'#');
                number::hex(out, &[*byte]);
            }
        }
    }
}

/// Writes a string between parentheses (7.3.4.2): those inside it stay as they are where each has its partner.
pub(super) fn literal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    let mut open = Vec::new();
    for byte in text {
        match byte {
            b'(' => {
                open.push(out.len());
                out.push(b'(');
            }
            b')' if open.pop().is_none() => out.extend_from_slice(b"\\)"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
    for at in open.into_iter().rev() {
        out.insert(at, b'\\');
    }
    out.push(b')');
}

/// Writes a reference to an object.
pub(super) fn reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    number::whole(out, i64::from(number));
    out.push(b' ');
    number::whole(out, i64::from(generation));
    out.extend_from_slice(b" R");
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn written(what: impl Into<Object>) -> String {
        let mut out = Vec::new();
        object(&mut out, &what.into());
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn only_what_would_run_together_is_parted() {
        let list = vec![1.into(), 2.into(), "N".into(), (3, 0).into(), Object::Null, vec![4.into()].into()];
        assert_eq!(written(list), "[1 2/N 3 0 R null[4]]");
        assert_eq!(
            written(dictionary! { "A" => true, "B" => "N", "C" => Object::Real(0.5) }),
            "<</A true/B/N/C 0.5>>"
        );
    }

    #[test]
    fn parentheses_without_a_partner_are_escaped() {
        for (text, expected) in [
            ("a (b) c", "(a (b) c)"),
            ("a) b", "(a\\) b)"),
            ("((a)", "(\\((a))"),
            ("a\\b\rc", "(a\\\\b\\rc)"),
            ("(", "(\\()"),
            ("", "()"),
        ] {
            assert_eq!(written(Object::string_literal(text)), expected);
        }
    }

    #[test]
    fn names_keep_to_their_signs() {
        assert_eq!(written(Object::Name(b"A B/#\xC3\xA9".to_vec())), "/A#20B#2F#23#C3#A9");
    }
}
