//! The end of a lesson, read backwards: advertising, disclaimer, teaser, takeaway. A line is one of them
//! only when several signs agree; labels and marks always win.

use super::classify::{Class, Part};
use super::evidence::{LineClass, Points, Reason};
use super::lines::{Line, sentence_count, word_count};
use crate::config::Recognition;
use crate::diagnostics::Code;
use crate::model::{Title, walk};
use crate::reader::Context;
use crate::reader::constructs::named::Named;
use crate::reader::constructs::{disclaimer, label};
use crate::reader::words::{Words, begins, folded, holds, is_unspaced};
use std::collections::BTreeSet;

/// How many lines the tail may have.
const LONGEST: usize = 12;
/// Fewer parts than this before it, and there is no tail.
const LEAST_BODY: usize = 3;
/// From so many points on a line at the end is advertising, whatever stands around it.
const SURE_PROMO: i32 = 50;
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
        if part.class == Class::Text
            && let Some(line) = lines.get(part.lines.start)
        {
            part.settle(Class::Promo, promo_points(cx, &subject, line));
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
    let thai = |c: char| ('\u{E00}'..='\u{E7F}').contains(&c);
    let letters: Vec<char> = run.chars().collect();
    let len = if letters.first().is_some_and(|c| thai(*c)) { 4 } else { 2 };
    let counts = |c: &char| is_unspaced(*c) && !('\u{3041}'..='\u{309F}').contains(c);
    letters
        .windows(len)
        .filter(|piece| piece.iter().all(counts))
        .map(|piece| piece.iter().collect())
        .collect()
}

/// How many words of a line belong to the subject; endings may differ.
fn shared(words: &Words, line: &str, subject: &BTreeSet<String>) -> usize {
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

/// Marks every line that is a disclaimer, wherever it stands.
fn disclaimers(cx: &Context<'_>, lines: &[Line<'_>], parts: &mut [Part]) {
    if cx.classify.disclaimer == Some(Recognition::Off) {
        return;
    }
    let tail = parts.len().saturating_sub(LONGEST);
    for (at, part) in parts.iter_mut().enumerate() {
        let Some(line) = lines.get(part.lines.start).filter(|_| part.class == Class::Text) else { continue };
        if line.text.len() > LONGEST_LINE {
            continue;
        }
        let mut points = Points::default();
        points.add(i32::from(disclaimer::score(&cx.words, line.text)), Reason::NotAdvice);
        if points.sum >= if at >= tail { 70 } else { 85 } && sentence_count(&cx.words, line.text, 6) <= 5 {
            part.settle(Class::Disclaimer(disclaimer::kind_of(&cx.words, line.text)), points);
        }
    }
}

/// The first part of the run of advertising at the end.
fn promo_start(cx: &Context<'_>, lines: &[Line<'_>], parts: &mut [Part], subject: &Subject) -> usize {
    let mut start = parts.len();
    while start > 0 && parts.len() - start < LONGEST {
        let at = start - 1;
        let Some(part) = parts.get(at) else { break };
        let said = matches!(part.class, Class::Promo | Class::Label(Named::Promo));
        if part.class == Class::Comment || said {
            start = at;
            continue;
        }
        let looked_for = part.class == Class::Text && cx.classify.promo != Some(Recognition::Off);
        let Some(line) = lines.get(part.lines.start).filter(|_| looked_for) else { break };
        let points = promo_points(cx, subject, line);
        let above = parts.get(at.saturating_sub(3)..at).unwrap_or_default();
        let under_disclaimer = above.iter().any(|part| matches!(part.class, Class::Disclaimer(_)));
        let amid = start < parts.len()
            && above.last().is_some_and(|part| {
                let line = lines.get(part.lines.start).filter(|_| part.class == Class::Text);
                line.is_some_and(|line| promo_points(cx, subject, line).sum >= SURE_PROMO)
            });
        let above_others = parts.len() - start >= 2 && points.sum >= 40;
        let carried = (points.sum >= 30 && under_disclaimer) || (points.sum >= 20 && amid) || above_others;
        if points.sum < SURE_PROMO && !carried {
            if let Some(part) = parts.get_mut(at) {
                part.rivalled(LineClass::Promo, points);
            }
            break;
        }
        start = at;
    }
    start
}

/// How much a line looks like advertising.
fn promo_points(cx: &Context<'_>, subject: &Subject, line: &Line<'_>) -> Points {
    let mut points = Points::default();
    let text = line.text;
    if text.len() > LONGEST_LINE {
        return points;
    }
    let words = &cx.words;
    let folded = folded(text);
    let arrow =
        text.ends_with(['→', '»', '›', '➜', '➔', '⟶', '←']) || text.ends_with(">>") || text.ends_with("->");
    let french_quote = text.ends_with('»') && text.contains('«');
    let address = text.contains("://");
    let arrow = (arrow && !french_quote) || text.contains(" → ") || address;
    let product = words
        .each(|t| t.products)
        .any(|word| holds(&folded, word) && (*word != "plus" || text.contains("Plus")));
    let call = words.each(|t| t.calls).any(|word| begins(&folded, word));
    if arrow {
        points.add(if address { 50 } else { 35 }, Reason::Arrow);
    }
    if product {
        points.add(25, Reason::Product);
    }
    if call {
        points.add(15, Reason::Call);
    }
    if line.width() <= 60 {
        points.add(20, Reason::Short);
    }
    if words.says(|t| t.all, &folded) && words.says(|t| t.trust, &folded) {
        points.add(40, Reason::Trust);
    }
    if words.says(|t| t.platform, &folded) {
        points.add(20, Reason::Platform);
    }
    if !arrow && shared(words, text, &subject.narrow) >= 2 {
        points.sum -= 50;
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
    let teasers = cx.classify.teaser != Some(Recognition::Off);
    if !led_on
        && teasers
        && let Some(line) = text_line(lines, parts, last)
    {
        let points = teaser_points(&cx.words, line);
        if mark(parts, last, Class::Teaser, LineClass::Teaser, points) {
            last -= 1;
            led_on = true;
        }
    }
    if parts.get(last.wrapping_sub(1)).is_some_and(|part| part.class == Class::Label(Named::Takeaway)) {
        return;
    }
    if cx.classify.takeaway == Some(Recognition::Off) {
        return;
    }
    let Some(line) = text_line(lines, parts, last) else { return };
    let before = text_line(lines, parts, last - 1).map_or(0, |line| sentence_count(&cx.words, line.text, 3));
    let after = led_on || last < parts.len();
    let points = takeaway_points(&cx.words, line, before, after, subject);
    if !mark(parts, last, Class::Takeaway, LineClass::Takeaway, points)
        && !led_on
        && line.ends_sentence()
        && sentence_count(&cx.words, line.text, 2) == 1
    {
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

/// Makes the bare line right before an index what the points say; false when they do not suffice.
fn mark(parts: &mut [Part], before: usize, class: Class, name: LineClass, points: Points) -> bool {
    let enough = points.sum >= 60;
    if let Some(part) = before.checked_sub(1).and_then(|at| parts.get_mut(at)) {
        match enough {
            true => part.settle(class, points),
            false => part.rivalled(name, points),
        }
    }
    enough
}

/// How much a line leads on to the next lesson.
fn teaser_points(words: &Words, line: &Line<'_>) -> Points {
    let mut points = Points::default();
    if line.text.len() > LONGEST_LINE || sentence_count(words, line.text, 2) != 1 || !line.ends_sentence() {
        return points;
    }
    let folded = folded(line.text);
    let starts = words.each(|t| t.teaser_starts).any(|start| begins(&folded, start));
    let asks = asks(line.text);
    let announces = words.says(|t| t.teaser_phrases, &folded);
    if !(starts || asks || announces) {
        return points;
    }
    points.add(if (8..=45).contains(&word_count(line.text)) { 80 } else { 40 }, Reason::OneSentence);
    for (found, reason) in
        [(starts, Reason::LeadsOn), (asks, Reason::Asks), (announces, Reason::SpeaksOfNext)]
    {
        if found {
            points.add(7, reason);
        }
    }
    points
}

/// Whether a line is a question.
fn asks(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '»', '“', '」', ')', '\u{A0}', ' ']);
    bare.ends_with(['?', '？', '؟', ';'])
        || bare.ends_with("か。")
        || bare.ends_with("까.")
        || bare.ends_with("呢。")
}

/// How much a line is the one to remember.
fn takeaway_points(
    words: &Words,
    line: &Line<'_>,
    sentences_before: usize,
    tail_after: bool,
    subject: &Subject,
) -> Points {
    let mut points = Points::default();
    let text = line.text;
    let declares = line.ends_sentence() && !asks(text);
    if text.len() > LONGEST_LINE || !declares || sentence_count(words, text, 2) != 1 {
        return points;
    }
    points.add(if (8..=40).contains(&word_count(text)) { 30 } else { 0 }, Reason::OneSentence);
    points.add(if sentences_before >= 3 { 15 } else { 0 }, Reason::AfterLong);
    points.add(if tail_after { 10 } else { 0 }, Reason::BeforeTail);
    let same = match shared(words, text, &subject.wide) {
        _ if subject.wide.is_empty() => 15,
        0 => 0,
        1 => 15,
        _ => 40,
    };
    points.add(same, Reason::SumsUp);
    if words.says(|t| t.takeaway_cues, &folded(text)) {
        points.add(15, Reason::SumsUp);
    }
    points
}
