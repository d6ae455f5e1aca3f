//! Formulas between `$$` over several lines → lines that the parser takes for running text.
//!
//! To the parser a line of a formula that begins with `+`, `=`, `>` or a number begins a list, a heading or a quote,
//! and the formula is torn. So it is shown a letter in the place of such a mark; where it then reports a formula or
//! text there, the mark is put back.

use super::fences::behind_marks;
use pulldown_cmark::CowStr;
use std::borrow::Cow;
use std::ops::Range;

/// Stands in the place of a mark.
const LETTER: u8 = b'x';

/// The places of marks at the start of lines inside formulas, in order.
#[derive(Default)]
pub(super) struct Marks(Vec<usize>);

impl Marks {
    /// Finds them in a region that begins at `start`.
    pub(super) fn find(region: &str, start: usize) -> Marks {
        let mut found = Vec::new();
        if memchr::memmem::find(region.as_bytes(), b"$$").is_none() {
            return Marks(found);
        }
        // The marks since the line that may open a formula, and how many quotes it stands in.
        let mut open: Option<(Vec<usize>, usize)> = None;
        let mut at = start;
        for line in region.split_inclusive('\n') {
            let begin = behind_marks(line).unwrap_or(line.len());
            let (marks, text) = line.split_at(begin);
            match &mut open {
                None => {
                    // What stands between two pairs on one line needs no help.
                    if text.starts_with("$$") && pairs(text) % 2 == 1 {
                        open = Some((Vec::new(), marks.matches('>').count()));
                    }
                }
                Some((inside, quotes)) => {
                    let from = behind_quotes(line, *quotes);
                    let text = line.get(from..).unwrap_or_default();
                    let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
                    match text.as_bytes().get(indent) {
                        None | Some(b'\n' | b'\r') => open = None,
                        Some(byte) => {
                            if byte.is_ascii_digit()
                                || (byte.is_ascii_punctuation() && !b"$\\".contains(byte))
                            {
                                inside.push(at + from + indent);
                            }
                            if pairs(text) % 2 == 1 {
                                found.append(inside);
                                open = None;
                            }
                        }
                    }
                }
            }
            at += line.len();
        }
        Marks(found)
    }

    /// The region as the parser is to see it, as long as it was.
    pub(super) fn masked<'t>(&self, region: Cow<'t, str>, start: usize) -> Cow<'t, str> {
        if self.0.is_empty() {
            return region;
        }
        let mut bytes = region.into_owned().into_bytes();
        for at in &self.0 {
            if let Some(byte) = bytes.get_mut(at - start) {
                *byte = LETTER;
            }
        }
        // One byte of ASCII took the place of another.
        String::from_utf8(bytes).unwrap_or_default().into()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stands in a place.
    pub(super) fn within(&self, place: &Range<usize>) -> bool {
        let at = self.0.partition_point(|mark| *mark < place.start);
        self.0.get(at).is_some_and(|mark| *mark < place.end)
    }

    /// What the author wrote in the place of a formula that the parser reports, `written` being its source.
    pub(super) fn restored<'e>(&self, tex: CowStr<'e>, written: &str, place: &Range<usize>) -> CowStr<'e> {
        if !self.within(place) {
            return tex;
        }
        let mut at = place.start;
        let mut lines = Vec::new();
        for (told, source) in tex.split('\n').zip(written.split('\n')) {
            let behind = at + source.len() + 1;
            let first = self.0.partition_point(|mark| *mark < at);
            let mark = self
                .0
                .get(first)
                .filter(|mark| **mark < behind)
                .and_then(|mark| source.get(mark - at..mark - at + 1));
            let indent = told.len() - told.trim_start().len();
            lines.push(match (mark, told.get(indent + 1..)) {
                (Some(mark), Some(rest)) => format!("{}{mark}{rest}", told.get(..indent).unwrap_or_default()),
                _ => told.to_owned(),
            });
            at = behind;
        }
        lines.join("\n").into()
    }
}

/// How many pairs of dollars a line has that nothing escapes.
fn pairs(text: &str) -> usize {
    text.match_indices("$$")
        .filter(|(at, _)| !text.get(..*at).is_some_and(|before| before.ends_with('\\')))
        .count()
}

/// The offset behind so many marks of quotes, and the spaces before and between them.
fn behind_quotes(line: &str, quotes: usize) -> usize {
    let mut left = quotes;
    let quoted = line.bytes().take_while(|byte| match byte {
        b' ' | b'\t' => left > 0,
        b'>' if left > 0 => {
            left -= 1;
            true
        }
        _ => false,
    });
    quoted.count()
}
