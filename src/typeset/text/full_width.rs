//! Two characters side by side → the room between them, where one of them is as wide as the em: ideographs, kana and the
//! signs that are set with them.
//!
//! After JLREQ (W3C, “Requirements for Japanese Text Layout”, 3.1 and 3.2): letters are set solid, signs that follow
//! each other share the blank halves of their squares, and a quarter of an em parts such letters from Latin ones.

use crate::model::LangTag;

/// The room between two characters, in parts of 48 of the em.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Room {
    /// As it is; less than nothing where blanks are shared.
    pub(super) width: i64,
    /// Half of what may come to it.
    pub(super) stretch: i64,
    /// What may be taken from it.
    pub(super) shrink: i64,
}

/// Parts of an em that [`Room`] counts in.
pub(super) const EM: i64 = 48;

/// Nothing, but it stretches: a line that takes all of it is as loose as one whose word spaces are half as wide again.
const SOLID: Room = Room { width: 0, stretch: EM / 8, shrink: 0 };

/// The room between two neighbours; none between those that are not of these scripts.
pub(super) fn room(before: char, c: char, language: &LangTag) -> Option<Room> {
    match (is_full_width(before), is_full_width(c)) {
        (true, true) => Some(Room { width: shared(before, c, language), ..SOLID }),
        (true, false) if is_letter(before) && is_western(c) => Some(MIXED),
        (false, true) if is_western(before) && is_letter(c) => Some(MIXED),
        _ => None,
    }
}

/// A quarter of an em, from an eighth to a half.
const MIXED: Room = Room { width: EM / 4, stretch: EM / 8, shrink: EM / 8 };

/// What two signs share of their blanks.
fn shared(before: char, c: char, language: &LangTag) -> i64 {
    let half = matches!(
        (sign(before), sign(c)),
        (Sign::Closing | Sign::Stop, Sign::Closing | Sign::Stop | Sign::Opening)
            | (Sign::Opening, Sign::Opening)
    );
    let centred = is_traditional(language) && [before, c].iter().any(|c| sign(*c) == Sign::Stop);
    match (half, centred) {
        (false, _) => 0,
        (true, false) => -EM / 2,
        (true, true) => -EM / 4,
    }
}

/// Whether stops stand in the middle of their squares, as in Taiwan and Hong Kong.
fn is_traditional(language: &LangTag) -> bool {
    let mut parts = language.as_str().split('-');
    parts.next() == Some("zh") && parts.any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
}

/// What half of its square a sign leaves blank.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    /// The one before it.
    Opening,
    /// The one behind it.
    Closing,
    /// The same: commas and full stops.
    Stop,
    /// None.
    None,
}

fn sign(c: char) -> Sign {
    match c {
        '「' | '『' | '（' | '〔' | '［' | '｛' | '〈' | '《' | '【' | '〖' | '〘' => {
            Sign::Opening
        }
        '」' | '』' | '）' | '〕' | '］' | '｝' | '〉' | '》' | '】' | '〗' | '〙' => {
            Sign::Closing
        }
        '、' | '。' | '，' | '．' => Sign::Stop,
        _ => Sign::None,
    }
}

/// Whether a sign leaves the half of its square blank that is at the start of a line that begins with it.
pub(super) fn opens(c: char) -> bool {
    sign(c) == Sign::Opening
}

/// Whether a sign leaves the half blank that is at the end of a line that ends with it.
pub(super) fn closes(c: char) -> bool {
    sign(c) == Sign::Closing
}

/// Whether a character is a sign that leaves half of its square blank.
pub(super) fn is_sign(c: char) -> bool {
    sign(c) != Sign::None
}

/// Whether a character is one of those that are all one em wide. Marks that stand over the letter before them are not.
fn is_full_width(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}')
}

/// Whether a character as wide as the em is a letter: no sign, and no letter or digit of the West.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\u{FF01}'..='\u{FF60}')
}

/// Whether a character is a letter or digit of the West, of its own width.
fn is_western(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{C0}'..='\u{52F}').contains(&c) && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(before: char, c: char, tag: &str) -> Option<i64> {
        room(before, c, &tag.parse().expect("a tag")).map(|room| room.width)
    }

    #[test]
    fn letters_are_solid_signs_share_and_scripts_are_parted() {
        assert_eq!(width('川', '水', "ja"), Some(0));
        assert_eq!(width('」', '「', "ja"), Some(-24), "one half of the two");
        assert_eq!(width('。', '」', "ja"), Some(-24));
        assert_eq!(width('（', '「', "ja"), Some(-24));
        assert_eq!(width('川', '「', "ja"), Some(0), "the blank before a bracket stays");
        assert_eq!(width('。', '」', "zh-TW"), Some(-12), "stops stand in the middle there");
        assert_eq!(width('川', 'A', "ja"), Some(12));
        assert_eq!(width('9', '月', "zh"), Some(12));
        assert_eq!(width('。', 'A', "ja"), Some(0).filter(|_| false), "a stop has its own blank");
        assert_eq!(width('a', 'b', "ja"), None);
    }
}
