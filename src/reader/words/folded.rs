//! A line → the same in lower case, its words parted by single spaces.

/// A line in lower case, its words parted by single spaces, with a space at both ends. Marks that belong
/// to a letter stay with it.
pub(in crate::reader) fn folded(line: &str) -> String {
    // One byte becomes one byte first, all alike and many at once; then what is too much goes.
    let mut text: Vec<u8> = Vec::with_capacity(line.len() + 2);
    text.push(b' ');
    let mut rest = line;
    loop {
        let (ascii, behind) = rest.split_at(ascii_len(rest.as_bytes()));
        text.extend(ascii.as_bytes().iter().map(|byte| small(*byte)));
        let mut letters = behind.chars();
        let Some(c) = letters.next() else { break };
        rest = letters.as_str();
        let mut buffer = [0; 4];
        if c.is_alphanumeric() || joins_letters(c) {
            c.to_lowercase().for_each(|c| text.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()));
        } else if !matches!(c, '’' | '\u{AD}' | '\u{200B}'..='\u{200F}') {
            text.push(b' ');
        }
    }
    text.push(b' ');
    close_up(&mut text);
    String::from_utf8(text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// How many bytes of ASCII stand at the start.
fn ascii_len(bytes: &[u8]) -> usize {
    let eights = bytes.as_chunks::<8>().0.iter();
    let whole = eights.take_while(|eight| u64::from_ne_bytes(**eight) & HIGH == 0).count() * 8;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

/// Stands for a mark that leaves nothing behind, not even a space.
const NOTHING: u8 = 1;

/// A byte of ASCII in lower case; a space for what is no letter and no digit. Without branches.
fn small(byte: u8) -> u8 {
    let lower = byte | 0x20;
    let letter = lower.wrapping_sub(b'a') < 26;
    // Digits have the bit of small letters.
    let digit = byte.wrapping_sub(b'0') < 10;
    let kept = if letter | digit { lower } else { b' ' };
    if byte == b'\'' { NOTHING } else { kept }
}

/// Leaves one space of many in a row, and none of [`NOTHING`].
fn close_up(text: &mut Vec<u8>) {
    let (mut len, mut parted, mut at) = (0, false, 0);
    while at < text.len() {
        // Mostly there is nothing to do in eight bytes.
        if let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()).copied() {
            let number = u64::from_le_bytes(eight);
            let spaces = equal(number, b' ');
            let behind_space = spaces << 8 | if parted { 0x80 } else { 0 };
            if (spaces & behind_space) | equal(number, NOTHING) == 0
                && let Some(place) = text.get_mut(len..len + 8)
            {
                place.copy_from_slice(&eight);
                (len, at, parted) = (len + 8, at + 8, eight[7] == b' ');
                continue;
            }
        }
        for _ in 0..8 {
            let Some(byte) = text.get(at).copied() else { break };
            at += 1;
            if byte == NOTHING || (parted && byte == b' ') {
                continue;
            }
            if let Some(place) = text.get_mut(len) {
                *place = byte;
            }
            (len, parted) = (len + 1, byte == b' ');
        }
    }
    text.truncate(len);
}

const HIGH: u64 = 0x8080_8080_8080_8080;

/// The highest bit of each byte of eight that is this one, by the exact test for a zero byte.
pub(in crate::reader::words) fn equal(eight: u64, byte: u8) -> u64 {
    let zero = eight ^ u64::from_ne_bytes([byte; 8]);
    !(((zero & !HIGH) + !HIGH) | zero | !HIGH)
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
