//! Running text → the same with its mentions of key terms found: the first in a lesson leads to the
//! glossary, the first in each further section is a place for the index.
//!
//! Words are those of Unicode (UAX #29), compared without case and marks of composition; of several terms
//! that begin at one word the longest wins. Scripts without spaces part into single signs, so that their
//! terms are found inside a run of text. The time is linear in the length of the text: a term that is
//! longer than [`LONGEST`] words is not looked for.

use crate::model::{Inline, InlineKind, Marker, TargetId};
use crate::source::Span;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The longest term that is looked for, in words and what stands between them.
const LONGEST: usize = 32;

/// A text as it is compared: without case, composed, with single spaces.
pub(super) fn folded(text: &str) -> String {
    words(text.trim()).into_iter().map(|word| word.folded).collect()
}

/// Which terms are looked for.
#[derive(Default, Debug)]
pub(super) struct Vocabulary {
    /// A tree of words; the first node is its root.
    nodes: Vec<Node>,
}

#[derive(Default, Debug)]
struct Node {
    next: BTreeMap<String, usize>,
    ends: Option<Ends>,
}

#[derive(Clone, Debug)]
struct Ends {
    term: usize,
    /// The only way it may be written; none when case does not matter.
    exact: Option<String>,
}

/// What becomes of a mention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It leads to an entry of the glossary.
    Leads {
        /// The entry.
        target: TargetId,
        /// The mention's own place.
        id: TargetId,
    },
    /// It is a place for the index.
    Marked(TargetId),
    /// It stays as it is.
    Stays,
}

impl Vocabulary {
    /// Adds a way to write a term, unless another term has it already. A single sign says too little to be
    /// found anywhere; capitals alone (“WHO”) are found as they are written.
    pub(super) fn add(&mut self, written: &str, term: usize) {
        let words = words(written.trim());
        let is_short = written.trim().chars().count() < 2;
        if is_short || words.len() > LONGEST || !written.chars().any(char::is_alphabetic) {
            return;
        }
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for word in words {
            let new = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            at = *node.next.entry(word.folded.into_owned()).or_insert(new);
            if at == new {
                self.nodes.push(Node::default());
            }
        }
        let capitals = !written.chars().any(char::is_lowercase) && written.chars().any(char::is_uppercase);
        let exact = capitals.then(|| written.trim().to_owned());
        if let Some(node) = self.nodes.get_mut(at) {
            node.ends.get_or_insert(Ends { term, exact });
        }
    }

    /// The longest term that begins at a word, and the number of the word behind it.
    fn longest(&self, words: &[Word<'_>], at: usize, text: &str) -> Option<(usize, usize)> {
        let start = words.get(at)?.range.start;
        let mut node = self.nodes.first()?;
        let mut found = None;
        for (number, word) in words.iter().enumerate().skip(at) {
            let Some(next) = node.next.get(&*word.folded).and_then(|next| self.nodes.get(*next)) else {
                break;
            };
            node = next;
            let Some(ends) = &node.ends else { continue };
            let written = text.get(start..word.range.end).unwrap_or_default();
            let allowed = ends.exact.as_ref().is_none_or(|exact| exact == written);
            if allowed && !is_joined(words, at, number + 1) {
                found = Some((ends.term, number + 1));
            }
        }
        found
    }

    /// Finds the mentions in a line of running text. `decide` is asked about each, in reading order, with
    /// the number of its term.
    pub(super) fn mark(&self, content: &mut Vec<Inline>, decide: &mut dyn FnMut(usize) -> Fate) {
        if self.nodes.is_empty() {
            return;
        }
        let mut marked: Vec<Inline> = Vec::with_capacity(content.len());
        let mut run: Vec<Inline> = Vec::new();
        for mut inline in content.drain(..) {
            if matches!(inline.kind, InlineKind::Text { .. } | InlineKind::SoftBreak) {
                run.push(inline);
                continue;
            }
            marked.extend(self.marked(std::mem::take(&mut run), decide));
            match &mut inline.kind {
                InlineKind::Emphasis { content }
                | InlineKind::Strong { content }
                | InlineKind::Highlight { content }
                | InlineKind::Small { content }
                | InlineKind::IndexMark { content, .. } => self.mark(content, decide),
                _ => {}
            }
            marked.push(inline);
        }
        marked.extend(self.marked(run, decide));
        *content = marked;
    }

    /// The same for pieces of plain text that follow each other.
    fn marked(&self, run: Vec<Inline>, decide: &mut dyn FnMut(usize) -> Fate) -> Vec<Inline> {
        let text: Cow<'_, str> = match run.as_slice() {
            [] => return run,
            [alone] => Cow::Borrowed(text_of(alone)),
            pieces => pieces.iter().map(text_of).collect(),
        };
        let words = words(&text);
        let mut hits: Vec<(Range<usize>, Fate)> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            match self.longest(&words, at, &text) {
                Some((term, behind)) => {
                    let end = words.get(behind - 1).map_or(word.range.end, |last| last.range.end);
                    let fate = decide(term);
                    if fate != Fate::Stays {
                        hits.push((word.range.start..end, fate));
                    }
                    at = behind;
                }
                None => at += 1,
            }
        }
        if hits.is_empty() { run } else { cut(&run, text.len(), hits) }
    }
}

/// Whether a hyphen joins the words to another: “test” is not spoken of in “self-test”.
fn is_joined(words: &[Word<'_>], start: usize, end: usize) -> bool {
    let is = |number: Option<usize>, what: fn(&str) -> bool| {
        number.and_then(|number| words.get(number)).is_some_and(|word| what(&word.folded))
    };
    let hyphen = |word: &str| matches!(word, "-" | "\u{2010}" | "\u{2011}");
    let letters = |word: &str| word.chars().any(char::is_alphanumeric);
    let before = is(start.checked_sub(1), hyphen) && is(start.checked_sub(2), letters);
    before || (is(Some(end), hyphen) && is(Some(end + 1), letters))
}

/// Cuts text at its mentions and wraps them.
fn cut(run: &[Inline], length: usize, hits: Vec<(Range<usize>, Fate)>) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (range, fate) in hits {
        pieces.extend(slice(run, at..range.start));
        at = range.end;
        let content = slice(run, range);
        let span = content.iter().map(|inline| inline.span).reduce(Span::to).unwrap_or_default();
        let kind = match fate {
            Fate::Leads { target, id } => InlineKind::TermRef { content, target, id },
            Fate::Marked(id) => {
                InlineKind::IndexMark { content, entry: Vec::new(), marker: Marker::Resolving, id: Some(id) }
            }
            Fate::Stays => continue,
        };
        pieces.push(Inline::new(kind, span));
    }
    pieces.extend(slice(run, at..length));
    pieces
}

/// The pieces of a range of the text.
fn slice(run: &[Inline], range: Range<usize>) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for inline in run {
        let text = text_of(inline);
        let (from, to) = (range.start.max(start), range.end.min(start + text.len()));
        if from < to {
            pieces.push(match &inline.kind {
                InlineKind::Text { .. } => part(inline, text, from - start..to - start),
                _ => inline.clone(),
            });
        }
        start += text.len();
    }
    pieces
}

/// A part of a piece of text. Where the source holds the same characters its place is known to the byte.
fn part(inline: &Inline, text: &str, range: Range<usize>) -> Inline {
    let whole = inline.span.range();
    let span = if whole.len() == text.len() {
        Span::new(inline.span.file, whole.start + range.start, whole.start + range.end)
    } else {
        inline.span
    };
    Inline::text(text.get(range).unwrap_or_default(), span)
}

fn text_of(inline: &Inline) -> &str {
    match &inline.kind {
        InlineKind::Text { text } => text,
        _ => " ",
    }
}

/// A word, a run of spaces or a mark.
#[derive(Debug)]
struct Word<'t> {
    range: Range<usize>,
    folded: Cow<'t, str>,
}

fn words(text: &str) -> Vec<Word<'_>> {
    // A word of five letters and a space: few texts need room for more.
    let mut found: Vec<Word<'_>> = Vec::with_capacity(text.len() / 3);
    for (start, piece) in text.split_word_bound_indices() {
        if piece.chars().all(char::is_whitespace) {
            match found.last_mut().filter(|last| last.folded == " ") {
                Some(last) => last.range.end = start + piece.len(),
                None => {
                    found.push(Word { range: start..start + piece.len(), folded: Cow::Borrowed(" ") });
                }
            }
            continue;
        }
        // An apostrophe joins small words to others: “l’osmose”, “the cell’s wall”.
        let mut offset = start;
        for part in piece.split_inclusive(['\'', '\u{2019}']) {
            let bare = part.trim_end_matches(['\'', '\u{2019}']);
            if !bare.is_empty() {
                found.push(Word { range: offset..offset + bare.len(), folded: fold(bare) });
            }
            if bare.len() < part.len() {
                let range = offset + bare.len()..offset + part.len();
                found.push(Word { range, folded: Cow::Borrowed("\u{2019}") });
            }
            offset += part.len();
        }
    }
    found
}

/// A word without case (as Unicode folds it, but for a few rare letters) and in composed form.
fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
    }
    let without_case: String =
        word.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(&without_case).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::walk;
    use crate::source::FileId;
    use proptest::prelude::*;

    /// Marks every mention: `[words]`.
    fn marked(terms: &[&str], content: Vec<Inline>) -> String {
        let mut vocabulary = Vocabulary::default();
        terms.iter().enumerate().for_each(|(number, term)| vocabulary.add(term, number));
        let mut content = content;
        vocabulary.mark(&mut content, &mut |_| Fate::Marked(TargetId::new("m")));
        shown(&content)
    }

    fn shown(content: &[Inline]) -> String {
        let piece = |inline: &Inline| match &inline.kind {
            InlineKind::IndexMark { content, .. } => format!("[{}]", shown(content)),
            InlineKind::Emphasis { content } => format!("*{}*", shown(content)),
            _ => walk::plain_text(std::slice::from_ref(inline)),
        };
        content.iter().map(piece).collect()
    }

    fn text(words: &str) -> Inline {
        Inline::text(words, Span::new(FileId(0), 10, 10 + words.len()))
    }

    fn found(terms: &[&str], words: &str) -> String {
        marked(terms, vec![text(words)])
    }

    #[test]
    fn whole_words_are_found_without_case() {
        assert_eq!(
            found(&["cell"], "Cells, a CELL and cellular cells"),
            "Cells, a [CELL] and cellular cells"
        );
        assert_eq!(found(&["Straße"], "STRASSE"), "[STRASSE]");
        assert_eq!(found(&["Café"], "cafe\u{301}"), "[cafe\u{301}]");
        assert_eq!(
            found(&["test"], "self-test, test-bed, a test - done"),
            "self-test, test-bed, a [test] - done"
        );
    }

    #[test]
    fn the_longest_term_wins() {
        let terms = ["cell", "cell wall", "cell wall of plants"];
        assert_eq!(found(&terms, "A cell wall of wood, a cell."), "A [cell wall] of wood, a [cell].");
    }

    #[test]
    fn apostrophes_join_small_words() {
        assert_eq!(
            found(&["osmose", "cell"], "L’osmose in the cell's wall"),
            "L’[osmose] in the [cell]'s wall"
        );
    }

    #[test]
    fn terms_go_over_line_ends_and_into_emphasis() {
        let soft = Inline::new(InlineKind::SoftBreak, Span::default());
        let emphasis =
            Inline::new(InlineKind::Emphasis { content: vec![text("a REM sleep")] }, Span::default());
        let content = vec![text("slow-wave"), soft, text("sleep "), emphasis];
        assert_eq!(marked(&["Slow-wave sleep", "REM sleep"], content), "[slow-wave sleep] *a [REM sleep]*");
    }

    #[test]
    fn capitals_are_found_as_they_are_written() {
        assert_eq!(found(&["WHO"], "who says so? The WHO."), "who says so? The [WHO].");
    }

    #[test]
    fn scripts_without_spaces_are_searched_sign_by_sign() {
        assert_eq!(found(&["睡眠", "眠"], "我们的睡眠很重要"), "我们的[睡眠]很重要");
        assert_eq!(found(&["การนอน"], "เรียนการนอนหลับ"), "เรียน[การนอน]หลับ");
        assert_eq!(found(&["データ"], "データベース"), "データベース", "a longer word is another word");
    }

    #[test]
    fn places_in_the_source_stay_true() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("cell", 0);
        let mut content = vec![text("a cell.")];
        vocabulary.mark(&mut content, &mut |_| Fate::Marked(TargetId::new("m")));
        let spans: Vec<(u32, u32)> = content.iter().map(|piece| (piece.span.start, piece.span.end)).collect();
        assert_eq!(spans, [(10, 12), (12, 16), (16, 17)]);
    }

    proptest! {
        #[test]
        fn no_word_is_lost(pieces in prop::collection::vec("[abAé '’\u{301}-]{0,6}", 0..6), term in "[abAé -]{1,5}") {
            let content: Vec<Inline> = pieces.iter().map(|piece| text(piece)).collect();
            let shown = marked(&[&term], content);
            prop_assert_eq!(shown.replace(['[', ']'], ""), pieces.concat());
        }
    }
}
