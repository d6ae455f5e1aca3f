//! Running text → the same with its mentions of key terms found: the first in a lesson leads to the
//! glossary, the first in each further section is a place for the index.
//!
//! Words are those of Unicode (UAX #29), compared without case and marks of composition; of several terms
//! that begin at one word the longest wins. Scripts without spaces part into single signs, so that their
//! terms are found inside a run of text. The time is linear in the length of the text: a term that is
//! longer than [`LONGEST`] words is not looked for.
//!
//! Nearly all lines hold no word that a term begins with: a [`Sieve`] tells them apart before they are divided into
//! words, which costs ten times as much.

use crate::model::{Inline, InlineKind, Marker, TargetId};
use crate::source::Span;
use icu_normalizer::ComposingNormalizerBorrowed;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
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
    /// The words that terms begin with.
    sieve: Sieve,
}

#[derive(Default, Debug)]
struct Node {
    next: FxHashMap<String, usize>,
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
        self.sieve.add(words.first().map_or("", |word| &word.folded));
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
        let Word { range: Range { start, .. }, folded } = words.get(at)?;
        if !self.sieve.other && !self.sieve.may_be(folded.as_bytes()) {
            return None;
        }
        let mut node = self.nodes.first()?;
        let mut found = None;
        for (number, word) in words.iter().enumerate().skip(at) {
            let Some(next) = node.next.get(&*word.folded).and_then(|next| self.nodes.get(*next)) else {
                break;
            };
            node = next;
            let Some(ends) = &node.ends else { continue };
            let written = text.get(*start..word.range.end).unwrap_or_default();
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
        // Nearly all lines stay as they are.
        if !content.split(|inline| !is_text(inline)).any(|run| self.sieve.holds(&joined(run))) {
            content.iter_mut().for_each(|inline| self.mark_inside(inline, decide));
            return;
        }
        let mut marked: Vec<Inline> = Vec::with_capacity(content.len());
        let mut run: Vec<Inline> = Vec::new();
        for mut inline in content.drain(..) {
            if is_text(&inline) {
                run.push(inline);
                continue;
            }
            marked.extend(self.marked(std::mem::take(&mut run), decide));
            self.mark_inside(&mut inline, decide);
            marked.push(inline);
        }
        marked.extend(self.marked(run, decide));
        *content = marked;
    }

    /// The same for the text inside a piece that is no plain text.
    fn mark_inside(&self, inline: &mut Inline, decide: &mut dyn FnMut(usize) -> Fate) {
        if let InlineKind::Emphasis { content }
        | InlineKind::Strong { content }
        | InlineKind::Highlight { content }
        | InlineKind::Small { content }
        | InlineKind::IndexMark { content, .. } = &mut inline.kind
        {
            self.mark(content, decide);
        }
    }

    /// The same for pieces of plain text that follow each other.
    fn marked(&self, run: Vec<Inline>, decide: &mut dyn FnMut(usize) -> Fate) -> Vec<Inline> {
        let text = joined(&run);
        if !self.sieve.holds(&text) {
            return run;
        }
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

/// Whether a piece is plain text, or a line end in it.
fn is_text(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Text { .. } | InlineKind::SoftBreak)
}

/// The text of pieces that follow each other.
fn joined(run: &[Inline]) -> Cow<'_, str> {
    match run {
        [] => Cow::Borrowed(""),
        [alone] => Cow::Borrowed(text_of(alone)),
        pieces => pieces.iter().map(text_of).collect(),
    }
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

/// Tells texts that can hold a term from those that cannot; now and then it takes one of these for one of those.
///
/// A word of ASCII letters and digits is never a part of a longer run of them, so that a text holds it only if one of
/// its runs is the same letters.
#[derive(Default, Debug)]
struct Sieve {
    /// First words of ASCII letters and digits alone, as numbers.
    plain: FxHashSet<u64>,
    /// How long they are, by what [`Sieve::place`] makes of their first letters: bit by bit, the last for all longer
    /// ones. Empty when there are none.
    lengths: Vec<u64>,
    /// Whether there are others: every text may hold these.
    other: bool,
}

impl Sieve {
    /// Adds a word that a term begins with.
    fn add(&mut self, folded: &str) {
        if folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.lengths.resize(Sieve::PLACES, 0);
            self.lengths[Sieve::place(folded.as_bytes())] |= 1 << folded.len().min(63);
            self.plain.insert(folded.bytes().fold(0, Sieve::number));
        } else {
            self.other = true;
        }
    }

    /// Whether a text may hold one of the words.
    fn holds(&self, text: &str) -> bool {
        if self.other {
            return true;
        }
        let bytes = text.as_bytes();
        // Whether a word goes on from the block before.
        let mut open = 0;
        for (number, block) in bytes.chunks(Signs::BLOCK).enumerate() {
            let start = number * Signs::BLOCK;
            let signs = Signs::of(block);
            if places(signs.beyond).any(|at| may_hide_ascii(text, start + at)) {
                return true;
            }
            for at in places(signs.word & !(signs.word << 1 | open)) {
                let mut end = start + at + (signs.word >> at).trailing_ones() as usize;
                if end == start + Signs::BLOCK {
                    let behind = bytes.iter().skip(end);
                    end += behind.take_while(|byte| byte.is_ascii_alphanumeric()).count();
                }
                let word = bytes.get(start + at..end).unwrap_or_default();
                if self.may_be(word) && self.plain.contains(&word.iter().copied().fold(0, Sieve::number)) {
                    return true;
                }
            }
            open = signs.word >> (Signs::BLOCK - 1);
        }
        false
    }

    /// Whether a word of letters and digits of ASCII may be one of the words: of most others the first letters or the
    /// length are those of none.
    fn may_be(&self, word: &[u8]) -> bool {
        let lengths = self.lengths.get(Sieve::place(word)).copied().unwrap_or_default();
        lengths & (1 << word.len().min(63)) != 0
    }

    /// How many places there are.
    const PLACES: usize = 1 << 10;

    /// A place for the first two letters or digits of a word, without their case; some share one.
    fn place(word: &[u8]) -> usize {
        let letter = |byte: u8| usize::from(byte & 0x1F);
        match *word {
            [first, second, ..] => letter(first) << 5 | letter(second),
            [first] => letter(first) << 5,
            [] => 0,
        }
    }

    /// The number of a word and one more byte, without the case of letters.
    fn number(word: u64, byte: u8) -> u64 {
        (word.rotate_left(5) ^ u64::from(byte | 0x20)).wrapping_mul(0x517c_c1b7_2722_0a95)
    }
}

/// What the bytes of a block of text are, bit by bit from its first.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Signs {
    /// Letters and digits of ASCII.
    word: u64,
    /// Parts of other characters.
    beyond: u64,
}

impl Signs {
    /// The bytes of a block.
    const BLOCK: usize = 64;

    /// The signs of a block, or of what is left of a text. Eight bytes are looked at together.
    fn of(block: &[u8]) -> Signs {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const TOP: u64 = 0x80 * EACH;
        // The top bits of the bytes in a range, of bytes of ASCII.
        let within = |bytes: u64, first: u8, last: u8| {
            (bytes + EACH * u64::from(0x80 - first)) & !(bytes + EACH * u64::from(0x7F - last)) & TOP
        };
        // The top bits, side by side.
        let side_by_side = |bits: u64| (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let mut signs = Signs::default();
        let (eights, rest) = block.as_chunks();
        let mut last = [b' '; 8];
        last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        let eights = eights.iter().chain((!rest.is_empty()).then_some(&last));
        for (number, eight) in eights.enumerate() {
            let bytes = u64::from_le_bytes(*eight);
            let ascii = bytes & !TOP;
            let word = within(ascii | (0x20 * EACH), b'a', b'z') | within(ascii, b'0', b'9');
            signs.word |= side_by_side(word & !bytes) << (8 * number);
            signs.beyond |= side_by_side(bytes & TOP) << (8 * number);
        }
        signs
    }
}

/// The places of the bits that are set, from the lowest.
fn places(bits: u64) -> impl Iterator<Item = usize> {
    let rest = |bits: u64| Some(bits).filter(|bits| *bits != 0);
    std::iter::successors(rest(bits), move |bits| rest(bits & (bits - 1)))
        .map(|bits| bits.trailing_zeros() as usize)
}

/// Whether a character at a place is the same as some of ASCII, without case: “ß”, “ﬁ”, the sign for kelvin.
fn may_hide_ascii(text: &str, at: usize) -> bool {
    // No character begins inside another.
    let c = text.get(at..).and_then(|text| text.chars().next());
    c.is_some_and(|c| c.is_alphabetic() && without_case(c).any(|c| c.is_ascii_alphanumeric()))
}

/// A text in words. Spaces divide it everywhere; what stands between two of them is divided at once where it is
/// letters and digits of ASCII with marks around them, and by the rules of Unicode otherwise.
fn words(text: &str) -> Vec<Word<'_>> {
    // A word of five letters and a space: few texts need room for more.
    let mut found: Vec<Word<'_>> = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let spaces = rest.bytes().take_while(|byte| *byte == b' ').count();
        let piece = rest.bytes().skip(spaces).take_while(|byte| *byte != b' ').count();
        let (space, piece) = rest.get(..spaces + piece).unwrap_or_default().split_at(spaces);
        if piece.is_empty() || piece.as_bytes().first().is_some_and(u8::is_ascii) {
            push_space(&mut found, at, space);
            let before = found.len();
            if !push_plain(&mut found, at + spaces, piece) {
                found.truncate(before);
                push_any(&mut found, at + spaces, piece);
            }
        } else {
            // A mark may join the space before it.
            push_any(&mut found, at, rest.get(..space.len() + piece.len()).unwrap_or_default());
        }
        at += space.len() + piece.len();
    }
    found
}

/// Takes up a run of spaces at a place of the text; runs that follow each other are one.
fn push_space(found: &mut Vec<Word<'_>>, at: usize, space: &str) {
    if space.is_empty() {
        return;
    }
    match found.last_mut().filter(|last| last.folded == " ") {
        Some(last) => last.range.end = at + space.len(),
        None => found.push(Word { range: at..at + space.len(), folded: Cow::Borrowed(" ") }),
    }
}

/// Takes up words of ASCII letters and digits and the marks around them, each a word. False for a text that is
/// something else, or has marks that may join what is on their sides: “e.g”, “1,000”, “it's”, “a_b”.
fn push_plain<'t>(found: &mut Vec<Word<'t>>, at: usize, text: &'t str) -> bool {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(first) = bytes.get(start) {
        let in_word = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_alphanumeric);
        let mut capitals = first.is_ascii_uppercase();
        let mut end = start + 1;
        if in_word(start) {
            while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphanumeric()) {
                capitals |= byte.is_ascii_uppercase();
                end += 1;
            }
        } else {
            let joins =
                matches!(first, b'.' | b',' | b';' | b':') && start > 0 && in_word(start - 1) && in_word(end);
            if joins || !first.is_ascii_punctuation() || matches!(first, b'\'' | b'_') {
                return false;
            }
        }
        let Some(word) = text.get(start..end) else { return false };
        let folded = match capitals {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
        found.push(Word { range: at + start..at + end, folded });
        start = end;
    }
    true
}

/// Takes up any text.
fn push_any<'t>(found: &mut Vec<Word<'t>>, at: usize, text: &'t str) {
    for (start, piece) in text.split_word_bound_indices() {
        let start = at + start;
        if piece.chars().all(char::is_whitespace) {
            push_space(found, start, piece);
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
}

/// A word without case (as Unicode folds it, but for a few rare letters) and in composed form.
fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
    }
    let without_case: String = word.chars().flat_map(without_case).collect();
    Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(&without_case).into_owned())
}

fn without_case(c: char) -> impl Iterator<Item = char> {
    c.to_uppercase().flat_map(char::to_lowercase)
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
            _ => walk::plain_text(std::slice::from_ref(inline)).into_owned(),
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

    #[test]
    fn letters_that_are_the_same_without_case_are_found() {
        assert_eq!(found(&["fish"], "\u{FB01}sh"), "[\u{FB01}sh]");
        assert_eq!(found(&["kelvin"], "\u{212A}elvin"), "[\u{212A}elvin]");
    }

    proptest! {
        /// Divided piece by piece, a text has the words it has as a whole.
        #[test]
        fn pieces_are_divided_as_the_whole(text in "[a-cA1 .,;:_()é’'\"睡\u{301}\u{200D}\u{A0}\n\t-]{0,30}") {
            let mut whole = Vec::new();
            push_any(&mut whole, 0, &text);
            let shown = |words: &[Word<'_>]| -> Vec<(Range<usize>, String)> {
                words.iter().map(|word| (word.range.clone(), word.folded.to_string())).collect()
            };
            prop_assert_eq!(shown(&words(&text)), shown(&whole));
        }

        #[test]
        fn signs_are_told_of_every_byte(text in "[@a-zA-Z0-9/:_`{ é’睡\u{7F}\n]{0,30}") {
            let block = text.as_bytes().get(..Signs::BLOCK).unwrap_or(text.as_bytes());
            let bits = |is: fn(&u8) -> bool| block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(is(byte)));
            let beyond = bits(|byte| !byte.is_ascii());
            prop_assert_eq!(Signs::of(block), Signs { word: bits(u8::is_ascii_alphanumeric), beyond });
        }

        /// No text falls through the sieve that holds a word of it.
        #[test]
        fn the_sieve_lets_no_term_fall(text in "[a-cA-CK1 .,:_é’'ß\u{FB01}\u{212A}\u{17F}\u{301}-]{0,20}", before in 0..70_usize) {
            let text = "- ".repeat(before) + &text;
            for word in words(&text) {
                let mut sieve = Sieve::default();
                sieve.add(&word.folded);
                prop_assert!(sieve.holds(&text), "{:?}", word);
            }
        }

        #[test]
        fn no_word_is_lost(pieces in prop::collection::vec("[abAé '’\u{301}-]{0,6}", 0..6), term in "[abAé -]{1,5}") {
            let content: Vec<Inline> = pieces.iter().map(|piece| text(piece)).collect();
            let shown = marked(&[&term], content);
            prop_assert_eq!(shown.replace(['[', ']'], ""), pieces.concat());
        }
    }
}
