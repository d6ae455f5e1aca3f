//! A line → which phrases of a lesson's languages it holds, found in one pass.
//!
//! A line is asked for hundreds of phrases, nearly all of which it does not hold. So the phrases of all
//! lists are kept by how they begin: a place of the line is held against those alone that begin as it does.

use super::by_start::{ByStart, each_word, first_char, head, word_start};
use super::folded::folded;
use super::{TABLES, Table, Texts};
use crate::model::DisclaimerKind;
use rustc_hash::FxHashMap;
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

            fn of(self, table: &'static Table) -> Texts {
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
        let mut places: FxHashMap<&'static str, usize> = FxHashMap::default();
        let mut add = |text: &'static str, lists: Lists, kind: Option<DisclaimerKind>| {
            let place = *places.entry(text).or_insert(all.len());
            match all.get_mut(place) {
                Some(known) => {
                    known.lists |= lists;
                    known.kinds.extend(kind);
                }
                None => all.push(Phrase { text, lists, kinds: kind.into_iter().collect() }),
            }
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
        let unspaced = !self.anywhere.is_empty() && !heard.text.is_ascii();
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
            each_word(text, |at| words(at).for_each(|number| hear(at, number, true)));
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
