//! The words on both sides of a space → whether a line may end at it.
//!
//! A number stays with its unit (10 km), what is counted with its number (p. 12, Station 4), a name with its initials
//! (J. S. Bach) and a title with its name; and by the customs of a language a dash with what is before it, or a word
//! of one letter with what follows. An author need not type a no-break space for that.

use crate::model::LangTag;

/// How two words hold together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bond {
    /// As any two.
    None,
    /// A line had better not end between them.
    Loose,
    /// No line ends between them.
    Firm,
}

/// What stands before a number, without the stop of an abbreviation: in small letters.
const COUNTED: [&str; 56] = [
    "p",
    "pp",
    "no",
    "nos",
    "nr",
    "vol",
    "vols",
    "ch",
    "chap",
    "fig",
    "figs",
    "tab",
    "eq",
    "sec",
    "art",
    "ca",
    "c",
    "s",
    "abb",
    "kap",
    "bd",
    "cap",
    "pág",
    "págs",
    "núm",
    "str",
    "č",
    "rys",
    "ryc",
    "obr",
    "ил",
    "рис",
    "стр",
    "гл",
    "afb",
    "blz",
    "hfst",
    "station",
    "stations",
    "chapter",
    "figure",
    "table",
    "part",
    "page",
    "pages",
    "step",
    "kapitel",
    "abbildung",
    "tabelle",
    "seite",
    "figura",
    "tabla",
    "página",
    "chapitre",
    "tableau",
    "capítulo",
];

/// Titles before a name, without their stop.
const TITLES: [&str; 17] = [
    "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Rev", "Hr", "Fr", "Sr", "Sra", "Dra", "Mme", "Mlle", "Mgr",
    "Sig", "dr",
];

/// What stands behind a number.
const UNITS: [&str; 98] = [
    "%", "‰", "°", "°C", "°F", "K", "€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF", "m", "km", "cm", "mm",
    "µm", "μm", "nm", "mi", "ft", "yd", "m²", "m³", "km²", "cm²", "cm³", "ha", "g", "kg", "mg", "µg", "μg",
    "t", "lb", "oz", "l", "L", "ml", "mL", "dl", "cl", "s", "ms", "µs", "μs", "ns", "min", "h", "hr", "hrs",
    "am", "pm", "a.m", "p.m", "AM", "PM", "Uhr", "BC", "BCE", "AD", "CE", "km/h", "m/s", "mph", "Hz", "kHz",
    "MHz", "GHz", "W", "kW", "MW", "kWh", "V", "mV", "A", "mA", "Ω", "N", "J", "kJ", "kcal", "cal", "Pa",
    "hPa", "kPa", "bar", "mol", "dB", "B", "kB", "MB", "GB", "TB", "px", "pt",
];

/// What holds the word at the end of a text, with the space behind it, to the text that follows.
pub(super) fn bond(before: &str, after: &str, language: &LangTag) -> Bond {
    let before = before.trim_end();
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return Bond::None;
    };
    let counted = next.is_ascii_digit();
    if matches!(next, '\u{2013}' | '\u{2014}' | '\u{BB}') {
        return before_sign(next, after, language);
    }
    let firm = if last.is_ascii_digit() || last == '½' {
        is_number(before) && (is_unit(after) || is_group(before, after))
    } else if last == '.' {
        let word = begun(before.trim_end_matches('.'));
        counted && COUNTED.contains(&word.to_lowercase().as_str())
            || next.is_uppercase() && (TITLES.contains(&word) || is_letter(word))
            || is_letter(word) && is_letter(word_of(after).trim_end_matches('.'))
    } else if last.is_alphabetic() {
        counted && last.is_lowercase() && COUNTED.contains(&begun(before).to_lowercase().as_str())
            || next.is_uppercase() && matches!(last, 'r' | 'e' | 's') && TITLES.contains(&begun(before))
            || holds_short_words(language) && is_letter(begun(before))
    } else {
        counted && matches!(last, '§' | '№' | '#' | '°') || last == '«' && language.primary() == "fr"
    };
    if firm { Bond::Firm } else { Bond::None }
}

/// Before a dash that stands alone, and before a closing quotation mark that has a space before it.
fn before_sign(sign: char, after: &str, language: &LangTag) -> Bond {
    let french = language.primary() == "fr";
    match sign {
        '\u{BB}' if french => Bond::Firm,
        '\u{BB}' => Bond::None,
        _ if word_of(after).chars().count() > 1 => Bond::None,
        _ if french => Bond::Firm,
        _ => Bond::Loose,
    }
}

/// Languages in which no line ends with a preposition of one letter.
fn holds_short_words(language: &LangTag) -> bool {
    matches!(language.primary(), "cs" | "sk" | "pl")
}

/// A word without the marks that open it.
fn begun(word: &str) -> &str {
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The first word of a text.
fn word_of(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether a word is a number, perhaps with a sign or a currency before it: 10, −3.5, 1,000, (2.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let sign = |c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '\u{2013}' | '-' | '/' | '½' | ':')
    };
    !digits.is_empty() && digits.chars().all(sign)
}

/// Whether a text begins with a unit.
fn is_unit(text: &str) -> bool {
    let word = word_of(text);
    let closes =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '"' | '’' | '»' | '…');
    let bare = word.trim_end_matches(closes);
    UNITS.contains(&bare) || UNITS.contains(&word)
}

/// Whether two words are groups of digits of one number: 10 000.
fn is_group(before: &str, after: &str) -> bool {
    let digits = |word: &str| word.chars().take_while(char::is_ascii_digit).count();
    let first = begun(before);
    (1..=3).contains(&digits(first)) && digits(first) == first.len() && digits(after) == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str, tag: &str) -> Bond {
        let (before, after) = text.split_once('~').expect("a place");
        bond(&format!("{before} "), after, &tag.parse().expect("a tag"))
    }

    #[test]
    fn numbers_units_names_and_signs_hold_together() {
        for text in [
            "10~km",
            "3.2~GB,",
            "(20~°C)",
            "−5~%.",
            "½~l",
            "7~p.m.",
            "12~min",
            "10~000",
            "p.~12",
            "pp.~3–5",
            "No.~5",
            "(Fig.~3)",
            "§~5",
            "Station~4",
            "Chapter~3",
            "J.~S.",
            "S.~Bach",
            "Dr.~Smith",
            "Mrs~Smith",
            "z.~B.",
        ] {
            assert_eq!(held(text, "en"), Bond::Firm, "{text}");
        }
        for text in [
            "the~house",
            "10~houses",
            "in~1914",
            "1914~the",
            "word.~Next",
            "parts~in",
            "p.~next",
            "abc10~km",
            "C3~A",
            "1914~000",
            "Smith~Dr.",
            "a~house",
            "«~mot",
            "mot~»",
            "12~–3",
        ] {
            assert_eq!(held(text, "en"), Bond::None, "{text}");
        }
    }

    #[test]
    fn customs_of_languages_hold_too() {
        assert_eq!(held("mot~— et", "fr"), Bond::Firm);
        assert_eq!(held("mot~»", "fr"), Bond::Firm);
        assert_eq!(held("«~mot", "fr"), Bond::Firm);
        assert_eq!(held("word~– and", "en"), Bond::Loose);
        assert_eq!(held("v~domě", "cs"), Bond::Firm);
        assert_eq!(held("a~house", "en"), Bond::None);
    }
}
