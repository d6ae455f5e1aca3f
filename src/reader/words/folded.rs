//! A line → the same in lower case, its words parted by single spaces.

/// What bytes of ASCII become: small letters and digits, a space, or nothing.
const SMALL: [u8; 128] = {
    let mut small = [b' '; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() {
            small[at] = byte.to_ascii_lowercase();
        } else if byte == b'\'' {
            small[at] = DROPPED;
        }
        at += 1;
    }
    small
};
const DROPPED: u8 = 0;

/// A line in lower case, its words parted by single spaces, with a space at both ends. Marks that belong
/// to a letter stay with it.
pub(in crate::reader) fn folded(line: &str) -> String {
    let mut text = vec![b' '; line.len() + 2];
    // So many bytes are written, and the last one is a space.
    let (mut len, mut parted) = (1, true);
    let mut rest = line;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, beyond) = rest.split_at(plain);
        rest = beyond;
        for byte in ascii.bytes() {
            let small = SMALL.get(usize::from(byte)).copied().unwrap_or(b' ');
            if let Some(place) = text.get_mut(len) {
                *place = small;
            }
            let space = small == b' ';
            len += usize::from((small != DROPPED) & !(space & parted));
            parted = if small == DROPPED { parted } else { space };
        }
        let mut letters = rest.chars();
        let Some(c) = letters.next().filter(|_| !rest.is_empty()) else { break };
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

/// Marks inside words that are no letters: accents, the virama and nukta of Devanagari, tone marks of Thai.
fn joins_letters(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{94D}' | '\u{E47}'..='\u{E4E}')
}

#[cfg(test)]
mod tests {
    use super::folded;

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
