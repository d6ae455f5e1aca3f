//! Text → its language, guessed: by script where that tells, else by the small words of each language.
//! Looks at the start of the text only. No guess is better than a wrong one: English is read in any case.

use super::phrases;
use super::{TABLES, folded};
use crate::reader::characters::count_bytes;
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
    text.len() - count_bytes(text, |byte| matches!(byte, 0x80..=0xBF))
}

/// The language whose script most of the letters are in, for scripts that lessons write one language with.
fn by_script(text: &str) -> Option<&'static str> {
    // Scripts beyond ASCII need to have most letters.
    let beyond = count_bytes(text, |byte| byte >= 0xC0);
    if beyond < count_bytes(text, |byte| byte.is_ascii_alphabetic()) {
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

/// How often a small word counts for each table: a byte for each.
type Counts = u128;

/// The small words of all languages.
struct SmallWords {
    /// Those that fit with the space behind them into eight bytes.
    short: Vec<(u64, Counts)>,
    /// Where they stand, from 1, by [`slots`]; a slot that is taken sends to the next one.
    slots: Vec<u16>,
    /// The others, in order.
    long: Vec<(&'static str, Counts)>,
}

/// How many slots there are for short words: several times as many as words, so that most words of a text find
/// theirs empty.
const SLOTS: usize = 8_192;

/// The slots in which a short word may be, one after the other.
fn slots(word: u64) -> impl Iterator<Item = usize> {
    let first = (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize;
    (first..SLOTS).chain(0..first)
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    const { assert!(TABLES.len() <= size_of::<Counts>()) };
    let mut tables: BTreeMap<&str, Counts> = BTreeMap::new();
    for (at, table) in TABLES.iter().enumerate() {
        for word in [table.empty, table.dangling, table.auxiliaries].into_iter().flatten() {
            debug_assert!(!word.contains(' '), "{word} is more than a word");
            *tables.entry(*word).or_default() |= 1 << (8 * at);
        }
    }
    let (short, long): (Vec<_>, Vec<_>) = tables.into_iter().partition(|(word, _)| word.len() < 8);
    let short = short.into_iter().map(|(word, counts)| (phrases::head(word.as_bytes(), 0), counts)).collect();
    let mut small = SmallWords { short, slots: vec![0; SLOTS], long };
    for (number, (word, _)) in (1..).zip(&small.short) {
        let free = slots(*word).find(|at| small.slots.get(*at) == Some(&0));
        if let Some(place) = free.and_then(|at| small.slots.get_mut(at)) {
            *place = number;
        }
    }
    small
});

impl SmallWords {
    /// What a short word counts: its bytes, and spaces up to eight.
    fn short(&self, word: u64) -> Counts {
        for at in slots(word) {
            let number = self.slots.get(at).copied().map_or(0, usize::from);
            let Some((known, counts)) = number.checked_sub(1).and_then(|at| self.short.get(at)) else {
                break;
            };
            if *known == word {
                return *counts;
            }
        }
        0
    }

    /// What a word of eight bytes or more counts.
    fn long(&self, word: &str) -> Counts {
        let found = self.long.binary_search_by_key(&word, |(known, _)| *known);
        found.ok().and_then(|at| self.long.get(at)).map_or(0, |(_, counts)| *counts)
    }

    /// Adds how often the words of a folded text count for each table.
    fn add(&self, text: &str, totals: &mut [usize]) {
        let bytes = text.as_bytes();
        let mut at = 1;
        while at < bytes.len() {
            let mut counts: Counts = 0;
            // So many words fit into a byte.
            for _ in 0..u8::MAX {
                if at >= bytes.len() {
                    break;
                }
                let eight = phrases::head(bytes, at);
                let spaces = phrases::spaces(eight);
                if spaces == 0 {
                    let rest = text.get(at..).unwrap_or_default();
                    let word = rest.get(..rest.find(' ').unwrap_or(rest.len())).unwrap_or_default();
                    at += word.len() + 1;
                    counts += self.long(word);
                } else {
                    let len = spaces.trailing_zeros() / 8;
                    at += len as usize + 1;
                    let letters = !(u64::MAX << (8 * len));
                    counts += self.short(eight & letters | ALL_SPACES & !letters);
                }
            }
            totals
                .iter_mut()
                .zip(counts.to_le_bytes())
                .for_each(|(total, count)| *total += usize::from(count));
        }
    }
}

/// Eight spaces.
const ALL_SPACES: u64 = 0x2020_2020_2020_2020;

/// The language most of whose small words occur, if it leads clearly.
fn by_words(text: &str) -> Option<&'static str> {
    let mut counts = [0; TABLES.len()];
    let mut rest = text;
    while !rest.is_empty() {
        // Words are not cut: a piece ends at white space.
        let least = rest.ceil_char_boundary(PIECE.min(rest.len()));
        let end = rest.get(least..).and_then(|behind| behind.find(char::is_whitespace));
        let (piece, behind) = rest.split_at(end.map_or(rest.len(), |end| least + end));
        rest = behind;
        SMALL_WORDS.add(&folded(piece), &mut counts);
        let (_, best, second) = first_two(&counts)?;
        if best >= ENOUGH && best > second * 3 {
            break;
        }
    }
    let (at, best, second) = first_two(&counts)?;
    let language = TABLES.get(at).map(|table| table.language);
    language.filter(|_| best >= LEAST && best * 4 > second * 5)
}

/// The table most of whose small words occur, how many they are, and how many the next one has.
fn first_two(counts: &[usize]) -> Option<(usize, usize, usize)> {
    let (at, best) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let second =
        counts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, count)| *count).max()?;
    Some((at, best, second))
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
