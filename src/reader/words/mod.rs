//! The words by which bare lines are known, for each language. Data only; [`Words`] picks the tables.
//!
//! A language is added by adding a table. English is always read too, since platforms mix. Phrases of
//! scripts that part words by spaces match whole words; those of other scripts, and of scripts that join
//! small words to the next one (Arabic, Hebrew, Korean), match anywhere.

mod arabic;
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
mod portuguese;
mod spanish;
mod thai;

pub(in crate::reader) use folded::{Folded, begins, folded, holds};

use super::constructs::named::Named;
use crate::model::DisclaimerKind;

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

/// The words of one language; all in lower case, phrases with single spaces.
pub(in crate::reader) struct Table {
    language: &'static str,
    /// Words before a colon that name a construct.
    pub labels: &'static [(&'static str, Named)],
    /// How a sentence begins that leads on to the next lesson.
    pub teaser_starts: &'static [&'static str],
    /// What a sentence says that speaks of the next lesson.
    pub teaser_phrases: &'static [&'static str],
    /// What a sentence says that sums up.
    pub takeaway_cues: &'static [&'static str],
    /// Words that no heading ends in.
    pub dangling: &'static [&'static str],
    /// Forms of verbs that make a line a sentence.
    pub auxiliaries: &'static [&'static str],
    /// Words of offers.
    pub products: &'static [&'static str],
    /// Words that ask the reader to act, at the start of a line.
    pub calls: &'static [&'static str],
    /// Words of quantity, as in “every fact is checked”.
    pub all: &'static [&'static str],
    /// Words of trust, as in “every fact is checked”.
    pub trust: &'static [&'static str],
    /// That something is for learning or information, as a phrase.
    pub purpose: &'static [&'static str],
    /// Words for learning and information …
    pub learning: &'static [&'static str],
    /// … and those that, near them, say that this is all there is to it.
    pub limits: &'static [&'static str],
    /// That something is not advice, as a phrase.
    pub not_advice: &'static [&'static str],
    /// Words that deny …
    pub negations: &'static [&'static str],
    /// … and what they deny when they stand before it: advice, or to take its place.
    pub denied: &'static [&'static str],
    /// That somebody should be asked, as a phrase.
    pub consult: &'static [&'static str],
    /// Words for asking …
    pub asking: &'static [&'static str],
    /// … and for those who are asked behind them.
    pub experts: &'static [&'static str],
    /// The word “advice”.
    pub advice: &'static [&'static str],
    /// Words that tell what kind of advice is meant.
    pub advice_kinds: &'static [(&'static str, DisclaimerKind)],
    /// Short words behind a full stop that does not end a sentence.
    pub abbreviations: &'static [&'static str],
    /// Words that carry no subject; the language of a text is guessed by them, too.
    pub empty: &'static [&'static str],
    /// The word before the number of a lesson, as it is written.
    pub stations: &'static [&'static str],
    /// What stands between the numbers of several lessons.
    pub between: &'static [&'static str],
    /// Words for lessons and courses, which a line about the platform is about.
    pub platform: &'static [&'static str],
    /// Words such as “part” and “chapter” that number a heading.
    pub divisions: &'static [&'static str],
}

/// A table without words.
const NOTHING: Table = Table {
    language: "",
    labels: &[],
    teaser_starts: &[],
    teaser_phrases: &[],
    takeaway_cues: &[],
    dangling: &[],
    auxiliaries: &[],
    products: &[],
    calls: &[],
    all: &[],
    trust: &[],
    purpose: &[],
    learning: &[],
    limits: &[],
    not_advice: &[],
    negations: &[],
    denied: &[],
    consult: &[],
    asking: &[],
    experts: &[],
    advice: &[],
    advice_kinds: &[],
    abbreviations: &[],
    empty: &[],
    stations: &[],
    between: &[],
    platform: &[],
    divisions: &[],
};

static TABLES: &[Table] = &[
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
    tables: Vec<&'static Table>,
}

impl Words {
    /// The tables for a language; English alone when it is not known.
    pub(in crate::reader) fn of(language: Option<&str>) -> Words {
        let own = language.unwrap_or("en");
        let tables = TABLES.iter().filter(|table| table.language == own || table.language == "en").collect();
        Words { tables }
    }

    /// Every entry of one list of the tables.
    pub(in crate::reader) fn each<T: 'static>(
        &self,
        list: impl Fn(&'static Table) -> &'static [T],
    ) -> impl Iterator<Item = &'static T> {
        self.tables.iter().flat_map(move |table| list(table))
    }

    /// Whether one of `first` stands in a folded line with one of `second` behind it, no further away than a
    /// clause is long.
    pub(in crate::reader) fn pairs(
        &self,
        first: impl Fn(&'static Table) -> &'static [&'static str],
        second: impl Fn(&'static Table) -> &'static [&'static str],
        folded: &Folded,
    ) -> bool {
        let places = |list: &dyn Fn(&'static Table) -> &'static [&'static str]| {
            let mut places: Vec<usize> = self.each(list).flat_map(|phrase| folded.places(phrase)).collect();
            places.sort_unstable();
            places
        };
        let before = places(&first);
        if before.is_empty() {
            return false;
        }
        let behind = places(&second);
        before.into_iter().any(|at| {
            let next = behind.partition_point(|other| *other <= at);
            behind.get(next).is_some_and(|other| other - at <= CLAUSE)
        })
    }

    /// Whether a list of the tables holds a word.
    pub(in crate::reader) fn has(
        &self,
        list: impl Fn(&'static Table) -> &'static [&'static str],
        word: &str,
    ) -> bool {
        self.each(list).any(|entry| *entry == word)
    }

    /// Whether a line holds a phrase of a list.
    pub(in crate::reader) fn says(
        &self,
        list: impl Fn(&'static Table) -> &'static [&'static str],
        folded: &Folded,
    ) -> bool {
        self.each(list).any(|phrase| holds(folded, phrase))
    }
}

/// How many bytes a clause may take between two words that belong together.
const CLAUSE: usize = 70;

/// Whether words of the script of a letter run on into each other, or into their endings.
pub(in crate::reader) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}
