//! A line → the same in lower case, its words parted by single spaces.

/// A line in lower case, its words parted by single spaces, with a space at both ends. Marks that belong
/// to a letter stay with it.
pub(in crate::reader) fn folded(line: &str) -> String {
    let mut text = vec![b' '; line.len() + 2];
    // So many bytes are written, and the last one is a space.
    let (mut len, mut parted) = (1, true);
    let mut rest = line;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied().filter(u8::is_ascii) {
            // Letters and digits are taken up to eight at a time.
            if let Some((eight, run)) = bytes.get(at..).and_then(|rest| rest.first_chunk()).map(small_run)
                && let Some(place) = text.get_mut(len..len + 8)
                && run > 0
            {
                place.copy_from_slice(&eight);
                (len, at, parted) = (len + run, at + run, false);
                continue;
            }
            at += 1;
            let alphanumeric = byte.is_ascii_alphanumeric();
            if byte == b'\'' || (parted && !alphanumeric) {
                continue;
            }
            if let Some(place) = text.get_mut(len) {
                *place = if alphanumeric { byte.to_ascii_lowercase() } else { b' ' };
            }
            (len, parted) = (len + 1, !alphanumeric);
        }
        rest = rest.get(at..).unwrap_or_default();
        let mut letters = rest.chars();
        let Some(c) = letters.next() else { break };
        rest = letters.as_str();
        let mut write = |c: char| {
            // The small form of a letter may be longer than the letter.
            let wanted = len + c.len_utf8() + rest.len() + 1;
            if text.len() < wanted {
                text.resize(wanted + rest.len() / 8, b' ');
            }
            if let Some(place) = text.get_mut(len..len + c.len_utf8()) {
                c.encode_utf8(place);
            }
            len += c.len_utf8();
        };
        if c.is_alphanumeric() || joins_letters(c) {
            c.to_lowercase().for_each(write);
            parted = false;
        } else if !matches!(c, '’' | '\u{AD}' | '\u{200B}'..='\u{200F}') && !parted {
            write(' ');
            parted = true;
        }
    }
    text.resize(len + usize::from(!parted), b' ');
    if !parted && let Some(last) = text.last_mut() {
        *last = b' ';
    }
    String::from_utf8(text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Eight bytes in lower case, and how many of them, from the first on, are letters and digits of ASCII.
fn small_run(bytes: &[u8; 8]) -> ([u8; 8], usize) {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let each = |byte: u8| u64::from_ne_bytes([byte; 8]);
    let eight = u64::from_le_bytes(*bytes);
    // Digits have the bit of small letters. Below 0x80 no sum carries into the next byte.
    let small = eight | each(0x20);
    let low = small & !HIGH;
    let least = |byte: u8| low + each(0x80 - byte);
    let letters = least(b'a') & !least(b'z' + 1);
    let number = eight & !HIGH;
    let digits = (number + each(0x80 - b'0')) & !(number + each(0x80 - b'9' - 1));
    let others = !((letters | digits) & !eight) & HIGH;
    (small.to_le_bytes(), others.trailing_zeros() as usize / 8)
}

/// Marks inside words that are no letters: accents, the virama and nukta of Devanagari, tone marks of Thai.
fn joins_letters(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{94D}' | '\u{E47}'..='\u{E4E}')
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn every_byte_is_folded_alike_wherever_it_stands() {
        let alone = |c: char| match c {
            '\'' => String::new(),
            c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            _ => " ".to_owned(),
        };
        for c in (0..128u8).map(char::from) {
            for at in 0..12 {
                let line = format!("{}{c}{}", "a".repeat(at), "b".repeat(12));
                let wanted = format!(" {}{}{} ", "a".repeat(at), alone(c), "b".repeat(12));
                assert_eq!(folded(&line), wanted.replace("  ", " "), "{line:?}");
            }
        }
    }

    #[test]
    fn words_are_in_lower_case_and_parted_by_single_spaces() {
        assert_eq!(
            folded("It’s NO Medical-Advice, ok; ÉTÉ 医学的建议。 a"),
            " its no medical advice ok été 医学的建议 a "
        );
        assert_eq!(folded(""), " ");
        assert_eq!(folded(" 'Don't' -- "), " dont ");
    }
}
