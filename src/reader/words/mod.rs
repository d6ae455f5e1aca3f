//! The words by which bare lines are known, for each language. Data only; [`Words`] picks the tables.
//!
//! A language is added by adding a table. English is always read too, since platforms mix. Phrases of
//! scripts that part words by spaces match whole words; those of other scripts, and of scripts that join
//! small words to the next one (Arabic, Hebrew, Korean), match anywhere.

mod arabic;
mod by_start;
mod chinese;
mod dutch;
mod english;
mod folded;
mod french;
mod german;
mod hebrew;
mod hindi;
mod italian;
mod japanese;
mod korean;
pub(in crate::reader) mod language;
mod phrases;
mod portuguese;
mod spanish;
mod thai;

pub(in crate::reader) use folded::folded;
pub(in crate::reader) use phrases::{Heard, List};

use super::constructs::named::Named;
use crate::model::DisclaimerKind;
use memchr::memmem;

/// What the tables are written in.
mod vocabulary {
    pub(super) use crate::model::CalloutKind::{
        Caution, Example, Important, Note, Objectives, Quiz, Sidebar, Summary, Tip, Warning,
    };
    pub(super) use crate::model::DisclaimerKind::{Financial, Legal, Medical, Safety};
    pub(super) use crate::reader::constructs::named::Named::{
        Callout, Disclaimer, KeyTerm, Takeaway, Teaser,
    };
}

/// Words or phrases in one text, each with a line end behind it: a list of addresses would have to be written by the
/// loader in each run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) struct Texts(&'static str);

/// [`Texts`] of texts without line ends.
macro_rules! list {
    ($($text:literal),* $(,)?) => {
        $crate::reader::words::Texts(concat!($($text, "\n"),*))
    };
}
use list;

impl Texts {
    /// Each of them, in order.
    pub(in crate::reader) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split_terminator('\n')
    }

    /// Whether a word is one of them.
    fn hold(self, word: &str) -> bool {
        let (all, word) = (self.0.as_bytes(), word.as_bytes());
        let is_end = |at: usize| all.get(at) == Some(&b'\n');
        let is_whole = |at: usize| is_end(at + word.len()) && at.checked_sub(1).is_none_or(is_end);
        !word.is_empty() && !word.contains(&b'\n') && memmem::find_iter(all, word).any(is_whole)
    }
}

/// The words of one language; all in lower case, phrases with single spaces.
pub(in crate::reader) struct Table {
    language: &'static str,
    /// Words before a colon that name a construct.
    pub labels: &'static [(&'static str, Named)],
    /// How a sentence begins that leads on to the next lesson.
    pub teaser_starts: Texts,
    /// What a sentence says that speaks of the next lesson.
    pub teaser_phrases: Texts,
    /// Words inside a sentence that set it against the one before; not those that join two clauses.
    pub contrasts: Texts,
    /// What a sentence says that sums up.
    pub takeaway_cues: Texts,
    /// Words that no heading ends in.
    pub dangling: Texts,
    /// Forms of verbs that make a line a sentence.
    pub auxiliaries: Texts,
    /// Words of offers.
    pub products: Texts,
    /// Words that ask the reader to act, at the start of a line.
    pub calls: Texts,
    /// Words of quantity, as in “every fact is checked”.
    pub all: Texts,
    /// Words of trust, as in “every fact is checked”.
    pub trust: Texts,
    /// That something is for learning or information, as a phrase.
    pub purpose: Texts,
    /// Words for learning and information …
    pub learning: Texts,
    /// … and those that, near them, say that this is all there is to it.
    pub limits: Texts,
    /// That something is not advice, as a phrase.
    pub not_advice: Texts,
    /// Words that deny …
    pub negations: Texts,
    /// … and what they deny when they stand before it: advice, or to take its place.
    pub denied: Texts,
    /// That somebody should be asked, as a phrase.
    pub consult: Texts,
    /// Words for asking …
    pub asking: Texts,
    /// … and for those who are asked behind them.
    pub experts: Texts,
    /// The word “advice”.
    pub advice: Texts,
    /// Words that tell what kind of advice is meant.
    pub advice_kinds: &'static [(&'static str, DisclaimerKind)],
    /// Short words behind a full stop that does not end a sentence.
    pub abbreviations: Texts,
    /// Words that carry no subject; the language of a text is guessed by them, too.
    pub empty: Texts,
    /// The word before the number of a lesson, as it is written; a singular stands before its plural.
    pub stations: Texts,
    /// What stands between the numbers of several lessons.
    pub between: Texts,
    /// Words for lessons and courses, which a line about the platform is about.
    pub platform: Texts,
    /// Words such as “part” and “chapter” that number a heading.
    pub divisions: Texts,
}

/// A table without words.
const NOTHING: Table = Table {
    language: "",
    labels: &[],
    teaser_starts: list![],
    teaser_phrases: list![],
    contrasts: list![],
    takeaway_cues: list![],
    dangling: list![],
    auxiliaries: list![],
    products: list![],
    calls: list![],
    all: list![],
    trust: list![],
    purpose: list![],
    learning: list![],
    limits: list![],
    not_advice: list![],
    negations: list![],
    denied: list![],
    consult: list![],
    asking: list![],
    experts: list![],
    advice: list![],
    advice_kinds: &[],
    abbreviations: list![],
    empty: list![],
    stations: list![],
    between: list![],
    platform: list![],
    divisions: list![],
};

/// English comes first: it is always read.
static TABLES: [Table; 14] = [
    english::TABLE,
    german::TABLE,
    french::TABLE,
    spanish::TABLE,
    portuguese::TABLE,
    italian::TABLE,
    dutch::TABLE,
    arabic::TABLE,
    hebrew::TABLE,
    chinese::TABLE,
    japanese::TABLE,
    korean::TABLE,
    hindi::TABLE,
    thai::TABLE,
];

/// The tables for one lesson.
pub(in crate::reader) struct Words {
    /// That of English, and that of the lesson's own language.
    tables: [Option<&'static Table>; 2],
    phrases: &'static phrases::Phrases,
}

impl Words {
    /// The tables for a language; English alone when it is not known.
    pub(in crate::reader) fn of(language: Option<&str>) -> Words {
        let own = TABLES.iter().position(|table| Some(table.language) == language).unwrap_or_default();
        let tables = [TABLES.first(), TABLES.get(own).filter(|_| own > 0)];
        Words { tables, phrases: phrases::Phrases::of(own) }
    }

    /// Every text of one list of the tables.
    pub(in crate::reader) fn each(
        &self,
        list: impl Fn(&'static Table) -> Texts,
    ) -> impl Iterator<Item = &'static str> {
        self.tables.iter().flatten().flat_map(move |table| list(table).iter())
    }

    /// What construct a word before a colon names.
    pub(in crate::reader) fn named(&self, label: &str) -> Option<Named> {
        let mut labels = self.tables.iter().flatten().flat_map(|table| table.labels);
        labels.find(|(known, _)| *known == label).map(|(_, named)| *named)
    }

    /// A line with the phrases that are found in it.
    pub(in crate::reader) fn hear(&self, line: &str) -> Heard {
        self.phrases.hear(line)
    }

    /// Whether a list of the tables holds a word.
    pub(in crate::reader) fn has(&self, list: impl Fn(&'static Table) -> Texts, word: &str) -> bool {
        self.tables.iter().flatten().any(|table| list(table).hold(word))
    }
}

/// Whether words of the script of a letter run on into each other, or into their endings.
pub(in crate::reader) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_holds_its_texts_and_no_parts_of_them() {
        let list = list!["a b", "aab", "b", "é"];
        assert!(list.iter().all(|text| list.hold(text)) && list.iter().count() == 4);
        assert!(!["", "a", "ab", "aa", "b\né", "\n"].iter().any(|text| list.hold(text)));
        assert!(list![].iter().next().is_none() && !list![].hold(""));
    }
}
