//! Text → its language, guessed: by script where that tells, else by the small words of each language.
//! Looks at the start of the text only. No guess is better than a wrong one: English is read in any case.

use super::by_start::{ByStart, each_word, head, word_start};
use super::{TABLES, Texts, folded};
use crate::reader::characters::count_bytes;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 6_000;
/// So much of it at a time, in bytes: the start of a lesson mostly tells its language already.
const PIECE: usize = 512;
/// So many small words are needed to tell a language …
const LEAST: usize = 4;
/// … and so many, three times as many as of any other, to look no further.
const ENOUGH: usize = 24;

/// The language of a text, as the subtag of its language, if it can be told.
pub(in crate::reader) fn guess(text: &str) -> Option<&'static str> {
    let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    by_script(start).or_else(|| by_words(start))
}

/// The language whose script most of the letters are in, for scripts that lessons write one language with.
fn by_script(text: &str) -> Option<&'static str> {
    // Scripts beyond ASCII need to have most letters; mostly there are hardly any.
    let beyond = count_bytes(text, |byte| byte >= 0xC0);
    if beyond * 20 < text.len() || beyond < count_bytes(text, |byte| byte.is_ascii_alphabetic()) {
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
    /// Each with a bit for every table that has it.
    words: Vec<(&'static str, u32)>,
    starts: ByStart,
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    const { assert!(TABLES.len() <= u32::BITS as usize) };
    let mut all: FxHashMap<&'static str, u32> = FxHashMap::default();
    for (at, table) in TABLES.iter().enumerate() {
        for word in [table.empty, table.dangling, table.auxiliaries].into_iter().flat_map(Texts::iter) {
            debug_assert!(!word.contains(' '), "{word} is more than a word");
            *all.entry(word).or_default() |= 1 << at;
        }
    }
    let mut words: Vec<_> = all.into_iter().collect();
    words.sort_unstable();
    let starts = ByStart::new((0..).zip(words.iter().map(|(word, _)| *word)), word_start);
    SmallWords { words, starts }
});

/// Adds how many words of a folded text each table has.
fn count_small_words(text: &str, counts: &mut [usize]) {
    let SmallWords { words, starts } = &*SMALL_WORDS;
    let text = text.as_bytes();
    each_word(text, |at| {
        let head = head(text, at);
        let known = starts.starting(word_start(head), head).find_map(|number| {
            let (word, tables) = words.get(usize::from(number))?;
            let whole = text.get(at..)?.strip_prefix(word.as_bytes())?.first() == Some(&b' ');
            whole.then_some(*tables)
        });
        let mut tables = known.unwrap_or(0);
        while tables != 0 {
            if let Some(count) = counts.get_mut(tables.trailing_zeros() as usize) {
                *count += 1;
            }
            tables &= tables - 1;
        }
    });
}

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
        count_small_words(&folded(piece), &mut counts);
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
