//! Bare lines → which of them are headings: points for what headings look like, with neighbours known.

use super::classify::{Class, Part};
use super::evidence::{LineClass, Points, Reason};
use super::lines::{Line, ends_sentence, is_thai_prose, word_count};
use crate::diagnostics::Code;
use crate::model::HeadingLevel;
use crate::reader::Context;
use crate::reader::words::{List, Words};

/// No heading is longer, in characters.
const LONGEST: usize = 120;
/// At and above: a heading.
const SURE: i32 = 70;
/// At and above: a heading that is reported.
const DOUBTFUL: i32 = 45;
/// At and above: a paragraph that is reported.
const ALMOST: i32 = 30;
/// A line that ends in a full stop or a colon is never more of a heading than this.
const SENTENCE: i32 = 25;

/// Makes headings of the bare lines that look like them.
pub(super) fn find(cx: &mut Context<'_>, lines: &[Line<'_>], parts: &mut [Part]) {
    let mut before: Option<usize> = None;
    let least = cx.classify.heading_min.map_or(DOUBTFUL, i32::from);
    for at in 0..parts.len() {
        if parts[at].class != Class::Text {
            before = None;
            continue;
        }
        let Some(line) = lines.get(parts[at].lines.start) else { continue };
        let points = score(&cx.words, lines, parts, at, before.and_then(|index| lines.get(index)));
        let score = points.sum;
        let span = cx.span(line.range.clone());
        if score < least {
            before = None;
            parts[at].rivalled(LineClass::Heading, points);
            let rival = parts[at].rival.map_or(0, |(_, score)| score);
            parts[at].score = Some(100 - rival);
            if score >= ALMOST {
                cx.report(
                    Code::ParagraphDoubtful,
                    "this line was taken for a paragraph",
                    span,
                    "write `## ` before it if it is a heading",
                );
            }
            continue;
        }
        if score < SURE {
            cx.report(
                Code::HeadingDoubtful,
                "this line was taken for a heading",
                span,
                "write `## ` before it, or a full stop behind it",
            );
        }
        let stacked = before.is_some() && line.width() < 50;
        let counted = numbered(&cx.words, line.text);
        if stacked && !counted {
            let help = "mark the headings with `##` and `###`";
            cx.report(Code::HeadingStack, "this heading stands directly under another one", span, help);
        }
        let level = if stacked && !counted { HeadingLevel::SUBSECTION } else { numbered_level(line.text) };
        parts[at].settle(Class::Heading { level }, points);
        before = Some(parts[at].lines.start);
    }
}

/// The points of a bare line among its neighbours, in hundredths.
fn score(words: &Words, lines: &[Line<'_>], parts: &[Part], at: usize, above: Option<&Line<'_>>) -> Points {
    let line_of = |part: &Part| lines.get(part.lines.start);
    let Some(line) = parts.get(at).and_then(line_of) else { return Points::default() };
    let alone = alone(words, line);
    if alone.sum == 0 {
        return alone;
    }
    let next = parts.get(at + 1).filter(|part| part.class != Class::Comment);
    let previous = at.checked_sub(1).and_then(|at| parts.get(at));
    let mut score = alone;
    if let Some(Part { class: Class::Text | Class::Literal, .. }) = next
        && next.and_then(line_of).is_some_and(|line| line.width() >= 120)
    {
        score.add(15, Reason::BeforeProse);
    } else if is_thai_prose(line.text) {
        // Nothing in Thai ends in a full stop: only the text below tells.
        score.sum -= 20;
    }
    let complete = previous.is_none_or(|part| match part.class {
        Class::Text | Class::Literal => line_of(part).is_some_and(Line::ends_sentence),
        _ => true,
    });
    score.add(if complete { 10 } else { 0 }, Reason::AfterBlock);
    if above.is_some_and(|above| above.width() > 50 && line.width() > 50) {
        score.sum -= 40;
    }
    let last = next.is_none_or(|part| {
        matches!(part.class, Class::Takeaway | Class::Teaser | Class::Disclaimer(_) | Class::Promo)
    });
    score.sum -= if last { 30 } else { 0 };
    let ends = ['.', '…', '。', '।', ':', '：'];
    if line.text.ends_with(ends) {
        score.sum = score.sum.min(SENTENCE);
    }
    score
}

/// The points a line has by itself; 0 when it can be no heading at all.
pub(in crate::reader) fn heading_score_alone(words: &Words, line: &Line<'_>) -> i32 {
    alone(words, line).sum
}

fn alone(words: &Words, line: &Line<'_>) -> Points {
    let mut points = Points::default();
    let text = line.text;
    if line.width() > LONGEST
        || text.starts_with("![")
        || text.starts_with(": ")
        || text.starts_with("Table:")
        || text.contains("://")
    {
        return points;
    }
    // An arrow at the end is a call to act.
    if !text.chars().any(char::is_alphanumeric)
        || text.ends_with(['→', '›'])
        || (text.ends_with('»') && !text.contains('«'))
    {
        return points;
    }
    match ends_sentence(text) {
        false => points.add(35, Reason::NoFullStop),
        true if text.ends_with(['?', '!', '？', '！', '؟']) => points.add(25, Reason::Asks),
        true => {}
    }
    if line.width() <= 70 && word_count(text) <= 12 {
        points.add(20, Reason::Short);
    }
    points.add(capitals(text), Reason::Capitals);
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    if text.ends_with([':', ',', ';', '：', '、', '،']) || words.has(|t| t.dangling, &last) {
        points.sum -= 50;
    }
    // Where letters have case, headings hardly ever begin small.
    if text.starts_with(char::is_lowercase) {
        points.sum -= 20;
    }
    // A question that takes up what stands before it belongs to the text.
    if ends_sentence(text) && capitals(text) < 20 && words.hear(text).begins(List::TeaserStarts) {
        points.sum -= 30;
    }
    if numbered(words, text) {
        points.add(15, Reason::Numbered);
    }
    if [" — ", " – ", " -- "].iter().any(|dash| text.contains(dash)) {
        points.sum -= 30;
    }
    points.sum = points.sum.max(1);
    points
}

/// Points for capitals: most of the longer words have one; half as many in scripts without.
fn capitals(text: &str) -> i32 {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let long: Vec<&str> = text.split_whitespace().filter(|word| letters(word) >= 4).collect();
    if !text.chars().any(|c| c.is_uppercase() || c.is_lowercase()) {
        return 10;
    }
    let upper = long
        .iter()
        .filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase))
        .count();
    if !long.is_empty() && upper * 10 >= long.len() * 6 { 20 } else { 0 }
}

/// Whether a line begins with “2.”, “2.1” or “Part 3”. A number alone is more often a year or a day.
fn numbered(words: &Words, text: &str) -> bool {
    let mut tokens = text.split_whitespace();
    let (Some(first), Some(second)) = (tokens.next(), tokens.next()) else { return false };
    let number = first.trim_end_matches(['.', ')']);
    let digits = |token: &str| !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    let dotted = number.len() < first.len() || number.contains('.');
    let counted = dotted
        && number.split('.').all(|part| digits(part) && part.len() <= 2)
        && second.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic() || !c.is_lowercase());
    let division =
        digits(second.trim_end_matches([':', '.', '–', '—'])) && words.hear(first).says(List::Divisions);
    counted || division
}

/// The level that a number such as `1.2` before a heading gives.
fn numbered_level(text: &str) -> HeadingLevel {
    let number = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ')']);
    let parts: Vec<&str> = number.split('.').collect();
    let is_number =
        parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if is_number && parts.len() > 1 {
        HeadingLevel::nearest(u8::try_from(parts.len() + 1).unwrap_or(6))
    } else {
        HeadingLevel::SECTION
    }
}
