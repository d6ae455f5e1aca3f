//! A line → which phrases of a lesson's languages it holds, found in one pass.
//!
//! A line is asked for hundreds of phrases, nearly all of which it does not hold. So the phrases of all
//! lists are kept by how they begin: a place of the line is held against those alone that begin as it does.

use super::folded::folded;
use super::{TABLES, Table};
use crate::model::DisclaimerKind;
use std::sync::OnceLock;

macro_rules! lists {
    ($($list:ident = $field:ident;)*) => {
        /// The lists of phrases that lines are searched for.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(in crate::reader) enum List {
            $(#[doc = concat!("See the field `", stringify!($field), "` of the tables.")] $list,)*
        }

        impl List {
            const ALL: &'static [List] = &[$(List::$list,)*];

            fn of(self, table: &'static Table) -> &'static [&'static str] {
                match self { $(List::$list => table.$field,)* }
            }
        }
    };
}

lists! {
    TeaserStarts = teaser_starts;
    TeaserPhrases = teaser_phrases;
    Contrasts = contrasts;
    TakeawayCues = takeaway_cues;
    Products = products;
    Calls = calls;
    All = all;
    Trust = trust;
    Purpose = purpose;
    Learning = learning;
    Limits = limits;
    NotAdvice = not_advice;
    Negations = negations;
    Denied = denied;
    Consult = consult;
    Asking = asking;
    Experts = experts;
    Advice = advice;
    Platform = platform;
    Divisions = divisions;
}

/// Some of the lists.
type Lists = u32;

/// One phrase and the lists it stands in.
struct Phrase {
    text: &'static str,
    lists: Lists,
    /// What kinds of advice it tells of.
    kinds: Vec<DisclaimerKind>,
}

/// How many ways to begin are told apart.
const SLOTS: usize = 4096;

/// Words and phrases by how they begin.
struct ByStart {
    /// Where those of each slot begin in `entries`, and where the last ones end.
    slots: Vec<u16>,
    entries: Vec<Entry>,
}

/// One word or phrase.
struct Entry {
    slot: usize,
    /// Its first eight bytes, fewer when it is shorter, and which those are.
    head: u64,
    mask: u64,
    number: u16,
}

impl ByStart {
    /// Of texts with their numbers. `start` makes a number of the first bytes of each, as many as all have.
    fn new<'t>(texts: impl Iterator<Item = (u16, &'t str)>, start: fn(u64) -> u32) -> ByStart {
        let entry = |(number, text): (u16, &str)| {
            let head = head(text.as_bytes(), 0);
            let len = text.len().min(8) as u32;
            let mask = if len == 8 { u64::MAX } else { !(u64::MAX << (8 * len)) };
            Entry { slot: slot(start(head)), head: head & mask, mask, number }
        };
        let mut entries: Vec<Entry> = texts.map(entry).collect();
        entries.sort_by_key(|entry| (entry.slot, entry.number));
        let first = |wanted: usize| entries.partition_point(|entry| entry.slot < wanted);
        let slots = (0..=SLOTS).map(|wanted| u16::try_from(first(wanted)).unwrap_or(u16::MAX)).collect();
        ByStart { slots, entries }
    }

    /// The numbers of those that begin as a text does; their further letters may differ.
    fn starting(&self, start: u32, head: u64) -> impl Iterator<Item = u16> + '_ {
        let slot = slot(start);
        let place = |at: usize| self.slots.get(at).copied().map_or(0, usize::from);
        let found = self.entries.get(place(slot)..place(slot + 1)).unwrap_or_default();
        found.iter().filter(move |entry| head & entry.mask == entry.head).map(|entry| entry.number)
    }
}

fn slot(start: u32) -> usize {
    (start.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// The first eight bytes of a text from an offset on; behind its end stand spaces.
pub(in crate::reader::words) fn head(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => {
            let byte = |by: usize| u64::from(text.get(at + by).copied().unwrap_or(b' '));
            (0..8).fold(0, |head, by| head | byte(by) << (8 * by))
        }
    }
}

/// The highest bit of each byte that is a space, by the exact test for a zero byte.
pub(in crate::reader::words) fn spaces(eight: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let zero = eight ^ 0x2020_2020_2020_2020;
    !(((zero & LOW) + LOW) | zero | LOW)
}

/// The first three bytes of a word, or all when it is shorter.
fn word_start(head: u64) -> u32 {
    let len = (spaces(head).trailing_zeros() / 8).min(3);
    head as u32 & !(u32::MAX << (8 * len))
}

/// The first character, as far as its first three bytes tell it.
fn first_char(head: u64) -> u32 {
    let bytes = head as u32;
    bytes & if bytes & 0xFF < 0xE0 { 0xFFFF } else { 0xFF_FFFF }
}

/// The phrases of the languages of a lesson.
pub(in crate::reader::words) struct Phrases {
    all: Vec<Phrase>,
    /// Those that match whole words.
    words: ByStart,
    /// Those that match anywhere.
    anywhere: ByStart,
}

impl Phrases {
    /// Those of English and of the language of another table, made once.
    pub(in crate::reader::words) fn of(own: usize) -> &'static Phrases {
        static ALL: [OnceLock<Phrases>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
        let place = ALL.get(own).unwrap_or(&ALL[0]);
        place.get_or_init(|| {
            let english = TABLES.first().filter(|_| own != 0);
            Phrases::new(english.into_iter().chain(TABLES.get(own)))
        })
    }

    fn new(tables: impl Iterator<Item = &'static Table>) -> Phrases {
        let mut all: Vec<Phrase> = Vec::new();
        let mut add = |text: &'static str, lists: Lists, kind: Option<DisclaimerKind>| match all
            .iter_mut()
            .find(|phrase| phrase.text == text)
        {
            Some(known) => {
                known.lists |= lists;
                known.kinds.extend(kind);
            }
            None => all.push(Phrase { text, lists, kinds: kind.into_iter().collect() }),
        };
        for table in tables {
            for list in List::ALL {
                list.of(table).iter().for_each(|text| add(text, 1 << *list as Lists, None));
            }
            table.advice_kinds.iter().for_each(|(text, kind)| add(text, 0, Some(*kind)));
        }
        let texts = || (0..).zip(&all).map(|(number, phrase)| (number, phrase.text));
        let words = ByStart::new(texts().filter(|(_, text)| text.starts_with(parts_words)), word_start);
        let anywhere = ByStart::new(texts().filter(|(_, text)| !text.starts_with(parts_words)), first_char);
        Phrases { all, words, anywhere }
    }

    /// Finds the phrases of a line.
    pub(in crate::reader::words) fn hear(&'static self, line: &str) -> Heard {
        let mut heard = Heard { phrases: self, text: folded(line), lists: 0, found: Vec::new() };
        let text = heard.text.as_bytes();
        let (mut found, mut lists) = (Vec::new(), 0);
        let mut hear = |at: usize, number: u16, ends: bool| {
            let Some(phrase) = self.all.get(usize::from(number)) else { return };
            let holds = text.get(at..).is_some_and(|rest| rest.starts_with(phrase.text.as_bytes()));
            if holds && (!ends || text.get(at + phrase.text.len()) == Some(&b' ')) {
                lists |= phrase.lists;
                found.push((at, number));
            }
        };
        let unspaced = !self.anywhere.entries.is_empty() && !heard.text.is_ascii();
        let words = |at: usize| {
            let head = head(text, at);
            self.words.starting(word_start(head), head)
        };
        if unspaced {
            for (at, byte) in text.iter().enumerate() {
                if *byte == b' ' {
                    words(at + 1).for_each(|number| hear(at + 1, number, true));
                } else if *byte >= 0xC0 {
                    let head = head(text, at);
                    self.anywhere.starting(first_char(head), head).for_each(|number| hear(at, number, false));
                }
            }
        } else {
            for from in (0..text.len()).step_by(8) {
                let mut spaces = spaces(head(text, from));
                while spaces != 0 {
                    // Behind the text, where spaces are made up, no word begins.
                    let at = from + spaces.trailing_zeros() as usize / 8 + 1;
                    words(at).for_each(|number| hear(at, number, true));
                    spaces &= spaces - 1;
                }
            }
        }
        (heard.found, heard.lists) = (found, lists);
        heard
    }
}

/// How many bytes a clause may take between two words that belong together.
const CLAUSE: usize = 70;

/// A folded line and the phrases it holds: as whole words where the script parts words by spaces.
pub(in crate::reader) struct Heard {
    phrases: &'static Phrases,
    text: String,
    lists: Lists,
    /// Where phrases stand, and their numbers.
    found: Vec<(usize, u16)>,
}

impl Heard {
    /// The line in lower case, its words parted by single spaces, with a space at both ends.
    pub(in crate::reader) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the line holds a phrase of a list.
    pub(in crate::reader) fn says(&self, list: List) -> bool {
        self.lists & (1 << list as Lists) != 0
    }

    /// Whether the line begins with a phrase of a list.
    pub(in crate::reader) fn begins(&self, list: List) -> bool {
        self.says(list) && self.places(list).any(|(at, _)| at == 1)
    }

    /// The phrases of a list that the line holds.
    pub(in crate::reader) fn each(&self, list: List) -> impl Iterator<Item = &'static str> + '_ {
        self.places(list).map(|(_, phrase)| phrase.text)
    }

    /// Whether a phrase of one list stands in the line with one of another behind it, no further away than a
    /// clause is long.
    pub(in crate::reader) fn pairs(&self, first: List, second: List) -> bool {
        if !self.says(first) || !self.says(second) {
            return false;
        }
        let behind: Vec<usize> = self.places(second).map(|(at, _)| at).collect();
        self.places(first).any(|(at, _)| {
            let next = behind.partition_point(|other| *other <= at);
            behind.get(next).is_some_and(|other| other - at <= CLAUSE)
        })
    }

    /// How many words that tell of a kind of advice the line holds.
    pub(in crate::reader) fn advice_of(&self, kind: DisclaimerKind) -> usize {
        let of = |number: &u16| {
            self.phrases
                .all
                .get(usize::from(*number))
                .map_or(0, |phrase| phrase.kinds.iter().filter(|own| **own == kind).count())
        };
        let mut numbers: Vec<u16> =
            self.found.iter().map(|(_, number)| *number).filter(|number| of(number) > 0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(of).sum()
    }

    /// The places of the phrases of a list, in order.
    fn places(&self, list: List) -> impl Iterator<Item = (usize, &'static Phrase)> + '_ {
        let phrase = |number: &u16| self.phrases.all.get(usize::from(*number));
        let all = self.found.iter().filter_map(move |(at, number)| Some((*at, phrase(number)?)));
        all.filter(move |(_, phrase)| phrase.lists & (1 << list as Lists) != 0)
    }
}

/// Whether words of the script of a letter stand between spaces, with nothing joined to them.
fn parts_words(c: char) -> bool {
    c < '\u{590}' || ('\u{900}'..='\u{97F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{List, Phrases, TABLES, folded};

    fn hears(language: &str, line: &str, list: List) -> bool {
        let own = TABLES.iter().position(|table| table.language == language).expect("a known language");
        Phrases::of(own).hear(line).says(list)
    }

    #[test]
    fn phrases_are_found_as_whole_words_where_words_are_parted() {
        assert!(hears("en", "It’s NO Substitute, ok", List::NotAdvice));
        assert!(hears("en", "for sign-up", List::Products));
        assert!(!hears("en", "no substitutes", List::NotAdvice));
        assert!(!hears("en", "planes and prose", List::Products));
        assert!(hears("zh", "这是医学的建议。", List::Advice));
        assert!(hears("zh", "no advice", List::Advice), "English is always read");
    }

    #[test]
    fn pairs_stand_in_their_order_and_near_each_other() {
        let pairs = |line: &str| Phrases::of(0).hear(line).pairs(List::Negations, List::Denied);
        assert!(pairs("It is not meant as advice."));
        assert!(!pairs("Advice it is not."));
        assert!(!pairs(&format!("It is not {} advice.", "so very ".repeat(20))));
    }

    #[test]
    fn every_phrase_is_found_in_itself() {
        for own in 0..TABLES.len() {
            let phrases = Phrases::of(own);
            // Those with marks in them are found in no line.
            for phrase in phrases.all.iter().filter(|phrase| folded(phrase.text).trim() == phrase.text) {
                let heard = phrases.hear(phrase.text);
                assert!(
                    heard.found.iter().any(|(at, number)| *at == 1
                        && phrases
                            .all
                            .get(usize::from(*number))
                            .is_some_and(|found| found.text == phrase.text)),
                    "{}",
                    phrase.text
                );
            }
        }
    }
}
