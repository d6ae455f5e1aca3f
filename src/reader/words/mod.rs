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
    /// Words inside a sentence that set it against the one before; not those that join two clauses.
    pub contrasts: &'static [&'static str],
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
    /// The word before the number of a lesson, as it is written; a singular stands before its plural.
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
    contrasts: &[],
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

    /// Every entry of one list of the tables.
    pub(in crate::reader) fn each<T: 'static>(
        &self,
        list: impl Fn(&'static Table) -> &'static [T],
    ) -> impl Iterator<Item = &'static T> {
        self.tables.iter().flatten().flat_map(move |table| list(table))
    }

    /// A line with the phrases that are found in it.
    pub(in crate::reader) fn hear(&self, line: &str) -> Heard {
        self.phrases.hear(line)
    }

    /// Whether a list of the tables holds a word.
    pub(in crate::reader) fn has(
        &self,
        list: impl Fn(&'static Table) -> &'static [&'static str],
        word: &str,
    ) -> bool {
        self.each(list).any(|entry| *entry == word)
    }
}

/// Whether words of the script of a letter run on into each other, or into their endings.
pub(in crate::reader) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}
