//! The end of a lesson, read backwards: advertising, disclaimer, teaser, takeaway. A line is one of them
//! only when several signs agree; labels and marks always win.

use super::classify::{Class, Part};
use super::lines::{Line, sentence_count, word_count};
use crate::diagnostics::Code;
use crate::model::{Title, walk};
use crate::reader::Context;
use crate::reader::constructs::{disclaimer, label};
use crate::reader::words::{Words, folded, holds};
use std::collections::BTreeSet;

/// How many lines the tail may have.
const LONGEST: usize = 12;
/// Fewer parts than this before it, and there is no tail.
const LEAST_BODY: usize = 3;
/// No line of the tail is longer, in bytes.
const LONGEST_LINE: usize = 1_000;

/// Finds the tail and marks its parts.
pub(super) fn find(cx: &mut Context<'_>, lines: &[Line<'_>], parts: &mut [Part], title: &Title) {
    let subject = Subject::of(cx, lines, parts, title);
    disclaimers(cx, lines, parts);
    let promo = promo_start(cx, lines, parts, &subject);
    let body =
        parts.get(..promo).unwrap_or_default().iter().filter(|part| part.class != Class::Comment).count();
    if body < LEAST_BODY {
        return;
    }
    for part in parts.get_mut(promo..).unwrap_or_default() {
        if part.class == Class::Text {
            let points = lines.get(part.lines.start).map_or(0, |line| promo_score(cx, &subject, line, true));
            part.class = Class::Promo;
            part.score = Some(percent(points));
        }
    }
    teaser_and_takeaway(cx, lines, parts, promo, &subject);
}

/// What a lesson is about: the words of its title, headings and key terms.
struct Subject {
    /// Of the title and key terms.
    narrow: BTreeSet<String>,
    /// Of the headings, too.
    wide: BTreeSet<String>,
}

impl Subject {
    fn of(cx: &Context<'_>, lines: &[Line<'_>], parts: &[Part], title: &Title) -> Subject {
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
    let found: Vec<String> = folded(text).split(' ').map(str::to_owned).collect();
    found.into_iter().filter(|word| word.chars().count() >= 4 && !words.has(|t| t.empty, word))
}

/// How many words of a line belong to the subject; endings may differ.
fn shared(words: &Words, line: &str, subject: &BTreeSet<String>) -> usize {
    let stem = |word: &str| word.chars().take(4).collect::<String>();
    let related = |a: &str, b: &str| {
        let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        same >= 4 && a.chars().count() <= same + 3 && b.chars().count() <= same + 3
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

/// Marks every line that is a disclaimer, wherever it stands.
fn disclaimers(cx: &Context<'_>, lines: &[Line<'_>], parts: &mut [Part]) {
    let tail = parts.len().saturating_sub(LONGEST);
    for (at, part) in parts.iter_mut().enumerate() {
        let Some(line) = lines.get(part.lines.start).filter(|_| part.class == Class::Text) else { continue };
        if line.text.len() > LONGEST_LINE || sentence_count(&cx.words, line.text, 6) > 5 {
            continue;
        }
        let score = disclaimer::score(&cx.words, line.text);
        if score >= if at >= tail { 70 } else { 85 } {
            part.class = Class::Disclaimer(disclaimer::kind_of(&cx.words, line.text));
            part.score = Some(score);
        }
    }
}

/// The first part of the run of advertising at the end.
fn promo_start(cx: &Context<'_>, lines: &[Line<'_>], parts: &[Part], subject: &Subject) -> usize {
    let mut start = parts.len();
    while start > 0 && parts.len() - start < LONGEST {
        let at = start - 1;
        let Some(part) = parts.get(at) else { break };
        if part.class == Class::Comment {
            start = at;
            continue;
        }
        let Some(line) = lines.get(part.lines.start).filter(|_| part.class == Class::Text) else { break };
        let points = promo_score(cx, subject, line, true);
        let above = parts.get(at.saturating_sub(3)..at).unwrap_or_default();
        let under_disclaimer = above.iter().any(|part| matches!(part.class, Class::Disclaimer(_)));
        if points < 50 && !(points >= 30 && under_disclaimer) {
            break;
        }
        start = at;
    }
    start
}

/// How much a line looks like advertising, in hundredths.
fn promo_score(cx: &Context<'_>, subject: &Subject, line: &Line<'_>, at_end: bool) -> i32 {
    let text = line.text;
    if text.len() > LONGEST_LINE {
        return 0;
    }
    let words = &cx.words;
    let folded = folded(text);
    let arrow =
        text.ends_with(['→', '»', '›', '➜', '➔', '⟶']) || text.ends_with(">>") || text.ends_with("->");
    let french_quote = text.ends_with('»') && text.contains('«');
    let arrow = arrow && !french_quote;
    let product = words
        .each(|t| t.products)
        .any(|word| holds(&folded, word) && (*word != "plus" || text.contains("Plus")));
    let general = words.says(|t| t.all, &folded) && words.says(|t| t.trust, &folded);
    let mut points = 0;
    points += if arrow || text.contains("://") { 35 } else { 0 };
    points += if product { 25 } else { 0 };
    points += if at_end && line.width() <= 60 { 20 } else { 0 };
    points += if general { 20 } else { 0 };
    if !arrow && shared(words, text, &subject.narrow) >= 2 {
        points -= 50;
    }
    points
}

/// Marks the teaser and the takeaway above a tail that starts at `promo`.
fn teaser_and_takeaway(
    cx: &mut Context<'_>,
    lines: &[Line<'_>],
    parts: &mut [Part],
    promo: usize,
    subject: &Subject,
) {
    use crate::reader::constructs::named::Named;
    let skip = |parts: &[Part], mut at: usize, class: &dyn Fn(&Class) -> bool| {
        while at > 0 && parts.get(at - 1).is_some_and(|part| class(&part.class)) {
            at -= 1;
        }
        at
    };
    let below = |class: &Class| {
        matches!(class, Class::Disclaimer(_) | Class::Comment | Class::Label(Named::Disclaimer))
    };
    let end = skip(parts, promo, &below);
    let mut last = skip(parts, end, &|class| matches!(class, Class::Label(Named::Teaser)));
    let mut led_on = last < end;
    let takeaway_after = skip(parts, last, &|class| matches!(class, Class::Label(Named::Takeaway)));
    let labelled = takeaway_after < last;
    if labelled {
        return;
    }
    if !led_on && let Some(line) = text_line(lines, parts, last) {
        let points = teaser_score(&cx.words, line);
        if points >= 60 {
            mark(parts, last, Class::Teaser, points);
            last -= 1;
            led_on = true;
        }
    }
    if parts.get(last.wrapping_sub(1)).is_some_and(|part| part.class == Class::Label(Named::Takeaway)) {
        return;
    }
    let Some(line) = text_line(lines, parts, last) else { return };
    let before = text_line(lines, parts, last - 1).map_or(0, |line| sentence_count(&cx.words, line.text, 3));
    let after = led_on || last < parts.len();
    let points = takeaway_score(&cx.words, line, before, after, subject);
    if points >= 60 {
        mark(parts, last, Class::Takeaway, points);
    } else if !led_on && line.ends_sentence() && sentence_count(&cx.words, line.text, 2) == 1 {
        let help = "write `Takeaway:` or `Next:` before it, or add a sentence";
        cx.report(
            Code::TailDoubtful,
            "this sentence may be the takeaway or a teaser",
            cx.span(line.range.clone()),
            help,
        );
    }
}

/// The bare line right before an index.
fn text_line<'l, 'a>(lines: &'l [Line<'a>], parts: &[Part], before: usize) -> Option<&'l Line<'a>> {
    let part = parts.get(before.checked_sub(1)?)?;
    (part.class == Class::Text).then(|| lines.get(part.lines.start)).flatten()
}

fn mark(parts: &mut [Part], before: usize, class: Class, points: i32) {
    if let Some(part) = before.checked_sub(1).and_then(|at| parts.get_mut(at)) {
        part.class = class;
        part.score = Some(percent(points));
    }
}

fn percent(points: i32) -> u8 {
    u8::try_from(points.clamp(0, 100)).unwrap_or(100)
}

/// How much a line leads on to the next lesson, in hundredths.
fn teaser_score(words: &Words, line: &Line<'_>) -> i32 {
    if line.text.len() > LONGEST_LINE || sentence_count(words, line.text, 2) != 1 {
        return 0;
    }
    let folded = folded(line.text);
    let starts = words
        .each(|t| t.teaser_starts)
        .any(|start| folded.get(1..).is_some_and(|text| text.starts_with(&format!("{start} "))));
    let asks = line.text.ends_with(['?', '？', '؟']);
    let announces = words.says(|t| t.teaser_phrases, &folded);
    let fits = (8..=45).contains(&word_count(line.text));
    let ends = line.ends_sentence();
    if !ends || !(starts || asks || announces) {
        return 0;
    }
    let signs = [starts, asks, announces].into_iter().filter(|sign| *sign).count();
    let more = if signs > 1 { 15 } else { 0 };
    if fits { 80 + more } else { 40 + more }
}

/// How much a line is the one to remember, in hundredths.
fn takeaway_score(
    words: &Words,
    line: &Line<'_>,
    sentences_before: usize,
    tail_after: bool,
    subject: &Subject,
) -> i32 {
    let text = line.text;
    let declares = line.ends_sentence() && !text.ends_with(['?', '？', '؟']);
    if text.len() > LONGEST_LINE || !declares || sentence_count(words, text, 2) != 1 {
        return 0;
    }
    let mut points = 20;
    points += if (8..=40).contains(&word_count(text)) { 10 } else { -20 };
    points += if sentences_before >= 3 { 15 } else { 0 };
    points += if tail_after { 10 } else { 0 };
    points += match shared(words, text, &subject.wide) {
        _ if subject.wide.is_empty() => 15,
        0 => 0,
        1 => 15,
        _ => 40,
    };
    points
}
