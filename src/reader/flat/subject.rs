//! The title, headings and key terms of a lesson → the words it is about, and how many of them a line takes
//! up. Must not know what a line that does so is.

use super::classify::{Class, Part};
use super::lines::{Line, is_thai};
use crate::model::{Title, walk};
use crate::reader::Context;
use crate::reader::constructs::label;
use crate::reader::words::{Words, folded, is_unspaced};
use std::collections::BTreeSet;

/// What a lesson is about: the words of its title, headings and key terms.
pub(super) struct Subject {
    /// Of the title and key terms.
    pub narrow: BTreeSet<String>,
    /// Of the headings, too.
    pub wide: BTreeSet<String>,
}

impl Subject {
    /// The subject of a lesson whose parts are known as far as they have marks.
    pub(super) fn of(cx: &Context<'_>, lines: &[Line<'_>], parts: &[Part], title: &Title) -> Subject {
        let mut narrow: BTreeSet<String> =
            content_words(&cx.words, &walk::plain_text(&title.content)).collect();
        let mut wide = BTreeSet::new();
        for part in parts {
            let Some(line) = lines.get(part.lines.end.saturating_sub(1)) else { continue };
            match &part.class {
                Class::Label(_) => {
                    let behind = label::separator(line.text)
                        .and_then(|(_, end)| line.text.get(end..))
                        .unwrap_or(line.text);
                    let term = label::separator(behind)
                        .and_then(|(start, _)| behind.get(..start))
                        .unwrap_or_default();
                    narrow.extend(content_words(&cx.words, term));
                }
                Class::MarkedHeading { .. } => wide.extend(content_words(&cx.words, line.text)),
                Class::Text if line.width() <= 70 && !line.ends_sentence() => {
                    wide.extend(content_words(&cx.words, line.text))
                }
                _ => {}
            }
        }
        wide.extend(narrow.iter().cloned());
        Subject { narrow, wide }
    }
}

/// The words of a text that carry its subject, in lower case.
fn content_words<'w>(words: &'w Words, text: &str) -> impl Iterator<Item = String> + use<'w> {
    let folded = folded(text);
    let mut found: Vec<String> = Vec::new();
    for word in folded.split(' ') {
        match word.contains(is_unspaced) {
            true => found.extend(pieces(word)),
            false if word.chars().count() >= 4 && !words.has(|t| t.empty, word) => {
                found.push(word.to_owned())
            }
            false => {}
        }
    }
    found.into_iter()
}

/// The pieces of text without spaces that may be words: every two letters next to each other, of Thai four.
/// Hiragana is mostly endings.
fn pieces(run: &str) -> Vec<String> {
    let letters: Vec<char> = run.chars().collect();
    let len = if letters.first().is_some_and(|c| is_thai(*c)) { 4 } else { 2 };
    let counts = |c: &char| is_unspaced(*c) && !('\u{3041}'..='\u{309F}').contains(c);
    letters
        .windows(len)
        .filter(|piece| piece.iter().all(counts))
        .map(|piece| piece.iter().collect())
        .collect()
}

/// How many words of a line belong to the subject; endings may differ.
pub(super) fn shared(words: &Words, line: &str, subject: &BTreeSet<String>) -> usize {
    let stem = |word: &str| word.chars().take(4).collect::<String>();
    let related = |a: &str, b: &str| {
        let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        a == b || same >= 4 && a.chars().count() <= same + 3 && b.chars().count() <= same + 3
    };
    let own: BTreeSet<String> = content_words(words, line).collect();
    own.iter()
        .filter(|word| {
            subject
                .range(stem(word)..)
                .take_while(|other| other.starts_with(&stem(word)))
                .any(|other| related(word, other))
        })
        .count()
}
