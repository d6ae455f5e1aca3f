//! The text of a cell → where the decimal mark of its number stands, so that a column of numbers can hang on it.
//!
//! Which mark parts the fraction is a matter of the language (Unicode CLDR, “decimal”); where a column uses the
//! other one throughout, and never as between thousands, that is taken. Knows no page.

use crate::model::LangTag;
use crate::typeset::text::Line;
use crate::units::Pt;

/// Languages that part the fraction by a comma.
const COMMA: [&str; 44] = [
    "af", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr", "gl", "hr",
    "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro",
    "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi",
];
/// Countries that speak such a language and write a point all the same.
const POINT: [&str; 10] =
    ["de-CH", "de-LI", "it-CH", "es-MX", "es-US", "es-PR", "es-GT", "es-HN", "es-NI", "es-DO"];
/// The longest unit behind a number, in characters.
const LONGEST_UNIT: usize = 5;

/// The mark that parts the fraction in a language.
pub(super) fn decimal_mark(language: &LangTag) -> char {
    let comma = COMMA.contains(&language.primary());
    if comma && !POINT.iter().any(|point| language.as_str().eq_ignore_ascii_case(point)) { ',' } else { '.' }
}

/// The mark that a column of texts uses: that of the language, or the other one where only that makes sense.
/// None when the column is not one of numbers.
pub(super) fn mark_of_column<'a>(
    texts: impl Iterator<Item = &'a str> + Clone,
    language: &LangTag,
) -> Option<char> {
    let own = decimal_mark(language);
    let other = if own == ',' { '.' } else { ',' };
    let mut any = false;
    let fits = |mark: char| texts.clone().all(|text| is_gap(text) || anchor(text, mark).is_some());
    for text in texts.clone() {
        any |= !is_gap(text);
    }
    [own, other].into_iter().find(|mark| any && fits(*mark))
}

/// Whether a cell says that there is nothing: it is empty or a dash.
pub(super) fn is_gap(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "\u{2013}" | "\u{2014}" | "\u{2212}" | "\u{2026}" | "..." | "?")
}

/// Where in a text the number it holds hangs, in bytes: at its decimal mark, or behind its last whole digit.
/// None when the text is anything but one number with its signs and unit.
pub(super) fn anchor(text: &str, mark: char) -> Option<usize> {
    let start = text.find(char::is_numeric)?;
    if !text.get(..start)?.chars().all(|c| is_prefix(c) || c == mark) {
        return None;
    }
    let begins_with_mark = text.get(..start)?.ends_with(mark);
    let mut at = start;
    let mut fraction = begins_with_mark.then(|| start - mark.len_utf8());
    let mut group = 0;
    let mut grouped = false;
    let mut behind = start;
    while let Some(c) = text.get(at..)?.chars().next() {
        let rest = text.get(at + c.len_utf8()..)?;
        let next_is_digit = rest.starts_with(char::is_numeric);
        if c.is_numeric() {
            group += 1;
        } else if c == mark && fraction.is_none() && next_is_digit {
            if grouped && group != 3 {
                return None;
            }
            fraction = Some(at);
        } else if fraction.is_none() && is_grouping(c, mark) && next_is_digit {
            if group > 3 || (grouped && group != 3) {
                return None;
            }
            (grouped, group) = (true, 0);
        } else {
            break;
        }
        at += c.len_utf8();
        behind = at;
    }
    if grouped && fraction.is_none() && group != 3 {
        return None;
    }
    let unit = text.get(behind..)?.trim();
    let is_unit = |c: char| {
        c.is_alphabetic() || "%\u{2030}\u{B0}\u{B2}\u{B3}/)\u{B7}* $\u{20AC}\u{A3}\u{A5}\u{A0}".contains(c)
    };
    let sound = unit.chars().count() <= LONGEST_UNIT && unit.chars().all(is_unit);
    sound.then_some(fraction.unwrap_or(behind))
}

fn is_prefix(c: char) -> bool {
    c.is_whitespace()
        || "+-\u{2212}\u{2013}\u{B1}~\u{2248}<>\u{2264}\u{2265}=($\u{20AC}\u{A3}\u{A5}\u{20AA}\u{20B9}"
            .contains(c)
}

/// Whether a character may part thousands.
fn is_grouping(c: char, mark: char) -> bool {
    c != mark && matches!(c, '.' | ',' | ' ' | '\'' | '\u{2019}' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

/// A number on its line: how far it reaches to either side of the place it hangs on.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Reach {
    /// From its left edge to that place.
    pub(super) before: Pt,
    /// From that place to its right edge.
    pub(super) behind: Pt,
}

impl Reach {
    /// What holds both.
    pub(super) fn or(self, other: Reach) -> Reach {
        Reach { before: self.before.max(other.before), behind: self.behind.max(other.behind) }
    }
}

/// The left edge of a line and how far its number reaches. None when it holds no number.
pub(super) fn reach(line: &Line, mark: char) -> Option<(Pt, Reach)> {
    let mut runs: Vec<_> = line.runs.iter().collect();
    runs.sort_by_key(|run| run.at);
    let text: String = runs.iter().map(|run| run.run.text.as_str()).collect();
    let hangs = anchor(&text, mark)?;
    let left = runs.iter().map(|run| run.run.origin.x).min()?;
    let right = runs.iter().map(|run| run.run.origin.x + run.width).max()?;
    let mut start = 0;
    let mut at = left;
    for run in runs {
        if start >= hangs {
            break;
        }
        let inside = |glyph: &&crate::typeset::frame::Glyph| start + (glyph.text.start as usize) < hangs;
        at = run.run.origin.x + run.run.glyphs.iter().filter(inside).map(|glyph| glyph.advance).sum::<Pt>();
        start += run.run.text.len();
    }
    Some((left, Reach { before: at - left, behind: (right - at).max(Pt::ZERO) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hung(text: &str, mark: char) -> Option<(&str, &str)> {
        anchor(text, mark).map(|at| text.split_at(at))
    }

    #[test]
    fn numbers_hang_on_their_mark_or_behind_their_last_digit() {
        assert_eq!(hung("12.5", '.'), Some(("12", ".5")));
        assert_eq!(hung("1,234.5 kg", '.'), Some(("1,234", ".5 kg")));
        assert_eq!(hung("1.234,5", ','), Some(("1.234", ",5")));
        assert_eq!(hung("\u{2212}7", '.'), Some(("\u{2212}7", "")));
        assert_eq!(hung("80 %", '.'), Some(("80", " %")));
        assert_eq!(hung("$ 3", '.'), Some(("$ 3", "")));
        assert_eq!(hung(".5", '.'), Some(("", ".5")));
        assert_eq!(hung("1 000 000", ','), Some(("1 000 000", "")));
        assert_eq!(hung("(4.2)", '.'), Some(("(4", ".2)")));
    }

    #[test]
    fn what_is_no_single_number_hangs_on_nothing() {
        for text in ["5\u{2013}10", "12.03.2020", "3 of 4", "abc", "", "10 minutes", "1,5", "1.2.3", "12:30"]
        {
            assert_eq!(hung(text, '.'), None, "{text}");
        }
    }

    #[test]
    fn a_column_uses_the_mark_of_its_language_unless_that_makes_no_sense() {
        let of = |texts: &[&str], tag: &str| {
            mark_of_column(texts.iter().copied(), &tag.parse::<LangTag>().expect("a tag"))
        };
        assert_eq!(of(&["1.5", "20", "\u{2013}"], "en"), Some('.'));
        assert_eq!(of(&["1,5", "20"], "en"), Some(','));
        assert_eq!(of(&["1,5", "1.000"], "de"), Some(','));
        assert_eq!(of(&["1.5", "20"], "de-CH"), Some('.'));
        assert_eq!(of(&["\u{2013}", ""], "en"), None);
        assert_eq!(of(&["1.5", "many"], "en"), None);
    }
}
