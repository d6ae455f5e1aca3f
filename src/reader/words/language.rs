//! Text → its language, guessed: by script where that tells, else by the small words of each language.
//! Looks at the start of the text only. No guess is better than a wrong one: English is read in any case.

use super::{TABLES, Table, folded};

/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 6_000;
/// So many small words are needed to tell a language …
const LEAST: usize = 4;

/// The language of a text, as the subtag of its language, if it can be told.
pub(in crate::reader) fn guess(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end)?;
    by_script(head).or_else(|| by_words(head))
}

/// The language whose script most of the letters are in, for scripts that lessons write one language with.
fn by_script(text: &str) -> Option<&'static str> {
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

/// The language most of whose small words occur, if it leads clearly.
fn by_words(text: &str) -> Option<&'static str> {
    let folded = folded(text);
    let small = |table: &Table, word: &str| {
        [table.empty, table.dangling, table.auxiliaries].iter().any(|list| list.contains(&word))
    };
    let mut counts: Vec<(usize, &'static str)> = TABLES.iter().map(|table| (0, table.language)).collect();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        for (table, (count, _)) in TABLES.iter().zip(&mut counts) {
            *count += usize::from(small(table, word));
        }
    }
    let (best, language) = counts.iter().copied().max_by_key(|(count, _)| *count)?;
    let second = counts.iter().filter(|(_, other)| *other != language).map(|(count, _)| *count).max()?;
    (best >= LEAST && best * 4 > second * 5).then_some(language)
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
