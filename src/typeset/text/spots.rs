//! A collected text → the spots where a line may end: by UAX #14, by dictionaries, at soft hyphens, by
//! patterns, and in code and URLs behind punctuation or anywhere.

use super::bonds::{Bond, bond};
use super::collect::{BOX, BREAK, Collected, SOFT_HYPHEN, space};
use super::costs::COSTS;
use super::dictionary;
use super::hyphenate::{Hyphenator, repeats_hyphen, shows_hyphen};
use super::{Piece, WordBreaks};
use crate::model::LangTag;
use hypher::Lang;
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// A place of the shown text where a line may end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    /// Offset of what would start the next line.
    pub(super) at: u32,
    /// What kind of place it is.
    pub(super) kind: SpotKind,
    /// What a break costs there.
    pub(super) penalty: i32,
}

/// What kind of place a line may end at. The order is that of preference where two fall together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum SpotKind {
    /// The author breaks the line.
    Forced,
    /// Behind white space, or between signs that need none.
    Plain,
    /// Behind a hyphen that is there.
    Explicit,
    /// A hyphen is put in.
    Hyphen,
    /// Between two letters, without a sign; of code and URLs.
    Anywhere,
}

/// Which parts of the shown text belong to which piece.
#[derive(Clone, Copy)]
pub(super) struct PieceMap<'a> {
    pub(super) starts: &'a [(u32, u32)],
    pub(super) pieces: &'a [Piece],
}

impl PieceMap<'_> {
    /// Where words of the piece at an offset may be divided.
    pub(super) fn breaks_at(&self, at: usize) -> Option<WordBreaks> {
        let index = self.starts.partition_point(|(start, _)| *start as usize <= at).checked_sub(1)?;
        let (_, piece) = self.starts.get(index)?;
        Some(self.pieces.get(*piece as usize)?.look.breaks)
    }

    /// Whether any piece has a way of dividing words.
    pub(super) fn any(&self, breaks: WordBreaks) -> bool {
        self.pieces.iter().any(|piece| piece.look.breaks == breaks)
    }
}

/// Whether words that should stay whole do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whole {
    /// They do.
    Kept,
    /// They are parted at their hyphens: no line holds them.
    Parted,
}

/// The spots there are without patterns, in order.
pub(super) fn plain_spots(
    collected: &Collected,
    map: PieceMap<'_>,
    whole: Whole,
    language: &LangTag,
) -> Vec<Spot> {
    let mut spots = Vec::with_capacity(collected.text.len() / 6);
    let mut previous = 0;
    for (at, opportunity) in linebreaks(&collected.text) {
        let shown = collected.shown_offset(at);
        if at == collected.text.len() || shown == 0 {
            continue;
        }
        let before = collected.text.get(previous..at).unwrap_or_default();
        previous = at;
        let spot = match opportunity {
            BreakOpportunity::Mandatory => Spot { at: shown as u32, kind: SpotKind::Forced, penalty: 0 },
            BreakOpportunity::Allowed => match allowed(collected, before, shown) {
                Some(spot) if before.ends_with(' ') => match bond(before, rest(collected, at), language) {
                    Bond::Firm if map.breaks_at(shown) != Some(WordBreaks::Anywhere) => continue,
                    Bond::Loose => Spot { penalty: COSTS.before_dash, ..spot },
                    Bond::Firm | Bond::None => spot,
                },
                Some(spot) => repeated(collected, before, at, spot, language),
                None => continue,
            },
        };
        let hyphen = matches!(spot.kind, SpotKind::Explicit | SpotKind::Hyphen);
        if hyphen && whole == Whole::Kept && map.breaks_at(shown) == Some(WordBreaks::Whole) {
            continue;
        }
        spots.push(spot);
    }
    let word_ends = dictionary::word_ends(collected.shown());
    merge(
        &mut spots,
        word_ends.into_iter().map(|at| Spot { at: at as u32, kind: SpotKind::Plain, penalty: 0 }).collect(),
    );
    if map.any(WordBreaks::Anywhere) {
        let behind = behind_punctuation(collected.shown(), map);
        merge(&mut spots, behind);
    }
    spots
}

/// What follows a place of the text.
fn rest(collected: &Collected, at: usize) -> &str {
    collected.text.get(at..).unwrap_or_default()
}

/// What a place that UAX #14 allows is; none where the house does not.
fn allowed(collected: &Collected, before: &str, shown: usize) -> Option<Spot> {
    let at = shown as u32;
    let rest = collected.shown().get(shown..).unwrap_or_default();
    let next = rest.chars().next()?;
    let last = before.chars().next_back()?;
    let plain = |penalty| Some(Spot { at, kind: SpotKind::Plain, penalty });
    match last {
        _ if space(last).is_some() => plain(0),
        SOFT_HYPHEN if space(next).is_some() || next == BREAK || next == BOX => None,
        SOFT_HYPHEN => Some(Spot { at, kind: SpotKind::Hyphen, penalty: COSTS.hyphen }),
        '-' | '\u{2010}' => {
            // Not behind the sign of an option or a number, and not to part a single letter.
            let letters = |text: &mut dyn Iterator<Item = char>| text.take(2).all(char::is_alphanumeric);
            let mut backwards = before.chars().rev().skip(1);
            let parted = before.chars().count() > 2 && letters(&mut backwards) && letters(&mut rest.chars());
            parted.then_some(Spot { at, kind: SpotKind::Explicit, penalty: COSTS.explicit_hyphen })
        }
        '\u{200B}' => plain(0),
        _ if next == '\u{2014}' || next == '\u{2013}' => plain(COSTS.before_dash),
        _ if last.is_alphanumeric() => plain(0),
        _ => plain(COSTS.punctuation),
    }
}

/// In a language that repeats a hyphen at the head of the next line, the spot before the hyphen instead of the one
/// behind it: one is put in at the line's end, and the next line begins with that of the text.
fn repeated(collected: &Collected, before: &str, at: usize, spot: Spot, language: &LangTag) -> Spot {
    let (mut letters, next) = (before.chars().rev(), rest(collected, at).chars().next());
    let (Some(hyphen), Some(last), Some(next)) = (letters.next(), letters.next(), next) else { return spot };
    let parts_letters = last.is_alphabetic() && next.is_alphabetic();
    if spot.kind != SpotKind::Explicit || !parts_letters || !repeats_hyphen(language, next) {
        return spot;
    }
    let at = collected.shown_offset(at - hyphen.len_utf8()) as u32;
    Spot { at, kind: SpotKind::Hyphen, ..spot }
}

/// Spots behind punctuation in pieces that may be divided anywhere.
fn behind_punctuation(shown: &str, map: PieceMap<'_>) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in shown.char_indices() {
        if let Some(last) = before
            && matches!(
                last,
                '/' | '-'
                    | '_'
                    | '.'
                    | ','
                    | ';'
                    | ':'
                    | '?'
                    | '&'
                    | '='
                    | '#'
                    | ')'
                    | '}'
                    | ']'
                    | '>'
                    | '|'
                    | '+'
            )
            && c.is_alphanumeric()
            && map.breaks_at(at) == Some(WordBreaks::Anywhere)
        {
            spots.push(Spot { at: at as u32, kind: SpotKind::Plain, penalty: COSTS.punctuation });
        }
        before = Some(c);
    }
    spots
}

/// Spots between any two graphemes: of pieces that allow it, or of the words that may be cut besides.
pub(super) fn anywhere_spots(shown: &str, map: PieceMap<'_>, cut: Cut<'_>) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut before: Option<char> = None;
    for (at, cluster) in shown.grapheme_indices(true) {
        let first = cluster.chars().next();
        if let Some((last, first)) = before.zip(first)
            && [last, first].into_iter().all(|c| space(c).is_none() && c != BREAK && c != BOX)
        {
            let own = map.breaks_at(at) == Some(WordBreaks::Anywhere);
            let letters = [last, first].into_iter().all(|c| c.is_alphabetic() && dictionary::takes_hyphen(c));
            // A word of letters gets a hyphen even where no pattern allows one.
            let kind = if letters && !own { SpotKind::Hyphen } else { SpotKind::Anywhere };
            let besides = match cut {
                Cut::OwnWords => false,
                Cut::AllWords => true,
                Cut::Within(ranges) => within(ranges, at),
            };
            if own || besides {
                spots.push(Spot { at: at as u32, kind, penalty: COSTS.anywhere });
            }
        }
        before = cluster.chars().next_back();
    }
    spots
}

/// Which words may be cut between any two graphemes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut<'a> {
    /// Those of code and URLs.
    OwnWords,
    /// All.
    AllWords,
    /// Those in some ranges of the shown text, in order: words no line can hold.
    Within(&'a [Range<u32>]),
}

fn within(ranges: &[Range<u32>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end as usize <= at);
    ranges.get(next).is_some_and(|range| range.start as usize <= at)
}

/// Spots by the patterns of a language.
pub(super) fn pattern_spots(
    collected: &Collected,
    map: PieceMap<'_>,
    lang: Lang,
    hyphenator: &mut Hyphenator,
) -> Vec<Spot> {
    let shown = collected.shown();
    let kind = if shows_hyphen(lang) { SpotKind::Hyphen } else { SpotKind::Anywhere };
    let soft = soft_hyphens(collected);
    let mut spots = Vec::new();
    let mut sentence = Sentence::Starts;
    for (start, token) in tokens(shown) {
        let starts_sentence = sentence == Sentence::Starts;
        sentence = sentence_after(token, sentence);
        if token.len() < COSTS.word_length || !divisible(token) {
            continue;
        }
        for (offset, word) in words(token) {
            let (from, to) = (start + offset, start + offset + word.len());
            // What the author wrote wins over patterns.
            if soft.iter().any(|at| (from..=to).contains(at)) {
                continue;
            }
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let name = capital && !(starts_sentence && offset <= 3);
            let part = word.len() < token.trim_matches(|c: char| !c.is_alphabetic()).len();
            let penalty = COSTS.hyphen + if name || part { COSTS.name } else { 0 };
            for place in hyphenator.divide(word, lang) {
                let at = from + usize::from(*place);
                let patterns = |at| map.breaks_at(at) == Some(WordBreaks::Patterns);
                if patterns(at) && patterns(at - 1) {
                    spots.push(Spot { at: at as u32, kind, penalty });
                }
            }
        }
    }
    spots
}

fn soft_hyphens(collected: &Collected) -> Vec<usize> {
    collected.text.match_indices(SOFT_HYPHEN).map(|(at, _)| collected.shown_offset(at)).collect()
}

/// The stretches between spaces, breaks and boxes.
fn tokens(shown: &str) -> impl Iterator<Item = (usize, &str)> {
    shown
        .split(|c| space(c).is_some() || c == BREAK || c == BOX)
        .filter(|token| !token.is_empty())
        .map(move |token| (token.as_ptr() as usize - shown.as_ptr() as usize, token))
}

/// The stretches of letters in a token.
fn words(token: &str) -> impl Iterator<Item = (usize, &str)> {
    token
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - token.as_ptr() as usize, word))
}

/// Whether a token may be divided by patterns: not one with figures, in capitals, or an address.
fn divisible(token: &str) -> bool {
    let mut lower = false;
    for c in token.chars() {
        if c.is_numeric() || matches!(c, '@' | '/' | '\\' | '_' | '=') {
            return false;
        }
        lower |= c.is_lowercase() || (c.is_alphabetic() && !c.is_uppercase());
    }
    // A stop inside a word is an address or a file name.
    lower && !token.trim_end_matches(|c: char| !c.is_alphabetic()).contains('.')
}

/// Where in a sentence a token stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sentence {
    Starts,
    Goes,
}

fn sentence_after(token: &str, before: Sentence) -> Sentence {
    let core = token.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', '\u{BB}']);
    match core.chars().next_back() {
        Some('.' | '!' | '?' | '\u{2026}' | ':') => Sentence::Starts,
        // A dash or a bullet alone leaves things as they were.
        _ if !token.contains(char::is_alphanumeric) => before,
        _ => Sentence::Goes,
    }
}

/// Merges spots in order; of two at one place the preferred kind stays, with the lower penalty.
pub(super) fn merge(spots: &mut Vec<Spot>, others: Vec<Spot>) {
    if others.is_empty() {
        return;
    }
    spots.extend(others);
    spots.sort_by_key(|spot| (spot.at, spot.kind, spot.penalty));
    spots.dedup_by_key(|spot| spot.at);
}
