//! Text → its language, guessed: by script where that tells, else by the small words of each language.
//! Looks at the start of the text only. No guess is better than a wrong one: English is read in any case.

use super::phrases::{self, ByStart};
use super::{TABLES, folded};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 6_000;
/// So much of it at a time, in bytes: the start of a lesson mostly tells its language already.
const PIECE: usize = 1_024;
/// So many small words are needed to tell a language …
const LEAST: usize = 4;
/// … and so many, three times as many as of any other, to look no further.
const ENOUGH: usize = 24;

/// The language of a text, as the subtag of its language, if it can be told.
pub(in crate::reader) fn guess(text: &str) -> Option<&'static str> {
    let head = head(text);
    by_script(head).or_else(|| by_words(head))
}

/// As much of a text as is looked at.
fn head(text: &str) -> &str {
    let mut end = LOOKED_AT.min(text.len());
    while end < text.len() {
        end = text.ceil_char_boundary(end);
        let ahead = LOOKED_AT.saturating_sub(characters(text.get(..end).unwrap_or_default()));
        if ahead == 0 {
            break;
        }
        end = (end + ahead).min(text.len());
    }
    text.get(..end).unwrap_or_default()
}

/// How many characters a text has.
fn characters(text: &str) -> usize {
    text.len() - text.bytes().filter(|byte| matches!(byte, 0x80..=0xBF)).count()
}

/// The language whose script most of the letters are in, for scripts that lessons write one language with.
fn by_script(text: &str) -> Option<&'static str> {
    // Scripts beyond ASCII need to have most letters.
    let beyond = text.bytes().filter(|byte| *byte >= 0xC0).count();
    if beyond < text.bytes().filter(u8::is_ascii_alphabetic).count() {
        return None;
    }
    let mut counts = [0usize; 7];
    let mut letters = 0usize;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let script = match c {
            '\u{590}'..='\u{5FF}' => 0,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' => 1,
            '\u{900}'..='\u{97F}' => 2,
            '\u{E00}'..='\u{E7F}' => 3,
            '\u{3040}'..='\u{30FF}' => 4,
            '\u{AC00}'..='\u{D7AF}' => 5,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => 6,
            _ => continue,
        };
        counts[script] += 1;
    }
    let [hebrew, arabic, devanagari, thai, kana, hangul, han] = counts;
    // A letter of Han is a word; Japanese mixes kana in everywhere.
    let most = |count: usize| count * 2 > letters;
    match () {
        () if most(hebrew) => Some("he"),
        () if most(arabic) => Some("ar"),
        () if most(devanagari) => Some("hi"),
        () if most(thai) => Some("th"),
        () if most(kana + han) && kana * 8 > han => Some("ja"),
        () if most(kana + han) => Some("zh"),
        () if most(hangul + han) => Some("ko"),
        () => None,
    }
}

/// The small words of all languages.
struct SmallWords {
    /// Each with one bit for every table that has it.
    words: Vec<(&'static str, u32)>,
    by_start: ByStart,
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    let mut tables = BTreeMap::new();
    for (at, table) in TABLES.iter().enumerate() {
        for word in [table.empty, table.dangling, table.auxiliaries].into_iter().flatten() {
            debug_assert!(!word.contains(' '), "{word} is more than a word");
            *tables.entry(*word).or_default() |= 1 << at;
        }
    }
    let words: Vec<(&str, u32)> = tables.into_iter().collect();
    let by_start = ByStart::new((0..).zip(words.iter().map(|(word, _)| *word)), phrases::word_start);
    SmallWords { words, by_start }
});

impl SmallWords {
    /// The tables that have the word at a place of a folded text.
    fn tables(&self, text: &[u8], at: usize) -> u32 {
        let head = phrases::head(text, at);
        let known = |number: u16| self.words.get(usize::from(number));
        let same = |word: &&(&str, u32)| {
            text.get(at + word.0.len()) == Some(&b' ')
                && text.get(at..).is_some_and(|rest| rest.starts_with(word.0.as_bytes()))
        };
        let mut found = self.by_start.starting(phrases::word_start(head), head).filter_map(known);
        found.find(same).map_or(0, |(_, tables)| *tables)
    }
}

/// The language most of whose small words occur, if it leads clearly.
fn by_words(text: &str) -> Option<&'static str> {
    let mut counts: Vec<(usize, &'static str)> = TABLES.iter().map(|table| (0, table.language)).collect();
    let small = &*SMALL_WORDS;
    let mut rest = text;
    while !rest.is_empty() {
        // Words are not cut: a piece ends at white space.
        let least = rest.ceil_char_boundary(PIECE.min(rest.len()));
        let end = rest.get(least..).and_then(|behind| behind.find(char::is_whitespace));
        let (piece, behind) = rest.split_at(end.map_or(rest.len(), |end| least + end));
        rest = behind;
        let folded = folded(piece);
        let text = folded.as_bytes();
        let starts = text.iter().enumerate().filter(|(_, byte)| **byte == b' ').map(|(at, _)| at + 1);
        for mut tables in starts.map(|at| small.tables(text, at)) {
            while tables != 0 {
                if let Some((count, _)) = counts.get_mut(tables.trailing_zeros() as usize) {
                    *count += 1;
                }
                tables &= tables - 1;
            }
        }
        let (best, second) = first_two(&counts)?;
        if best.0 >= ENOUGH && best.0 > second * 3 {
            break;
        }
    }
    let ((best, language), second) = first_two(&counts)?;
    (best >= LEAST && best * 4 > second * 5).then_some(language)
}

/// The language with most small words, and how many the next one has.
fn first_two(counts: &[(usize, &'static str)]) -> Option<((usize, &'static str), usize)> {
    let best = counts.iter().copied().max_by_key(|(count, _)| *count)?;
    let second = counts.iter().filter(|(_, other)| *other != best.1).map(|(count, _)| *count).max()?;
    Some((best, second))
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn a_language_is_told_by_script_or_by_small_words() {
        let texts = [
            (
                Some("en"),
                "The cells of a plant are held up by the water that is in them, and this is why they wilt.",
            ),
            (
                Some("de"),
                "Die Zellen einer Pflanze werden von dem Wasser getragen, das in ihnen ist, und sie welken ohne es.",
            ),
            (
                Some("fr"),
                "Les cellules de la plante sont soutenues par une eau qui est dans leurs parois, et elle fane sans elle.",
            ),
            (
                Some("es"),
                "Las células de la planta se sostienen con el agua que hay en ellas, y sin ella es muy débil.",
            ),
            (
                Some("pt"),
                "As células da planta são sustentadas pela água que está dentro delas, e não há outra coisa que faça isso.",
            ),
            (
                Some("it"),
                "Le cellule della pianta sono sostenute dalla acqua che è dentro, e senza questa non hanno più forza.",
            ),
            (
                Some("nl"),
                "De cellen van een plant worden door het water gedragen dat in de cel zit, en zonder water is er geen kracht.",
            ),
            (Some("ar"), "الماء يحمل خلايا النبات"),
            (Some("he"), "המים נושאים את תאי הצמח"),
            (Some("zh"), "水支撑着植物的细胞。"),
            (Some("ja"), "水が植物の細胞を支えています。"),
            (Some("ko"), "물이 식물의 세포를 지탱합니다."),
            (Some("hi"), "पानी पौधे की कोशिकाओं को सँभालता है।"),
            (Some("th"), "น้ำพยุงเซลล์ของพืช"),
            (None, "Osmosis"),
            (None, ""),
        ];
        for (language, text) in texts {
            assert_eq!(guess(text), language, "{text}");
        }
    }
}
