//! The end of a lesson, read backwards: advertising, disclaimer, teaser, takeaway. A line is one of them
//! only when several signs agree; labels and marks always win.

use super::classify::{Class, Part};
use super::evidence::{LineClass, Points, Reason};
use super::headings::heading_score_alone;
use super::lines::{Line, is_thai_prose, sentence_count, word_count};
use super::subject::{Subject, shared};
use crate::config::Recognition;
use crate::diagnostics::Code;
use crate::model::Title;
use crate::reader::Context;
use crate::reader::constructs::disclaimer::{self, Signs};
use crate::reader::constructs::named::Named;
use crate::reader::words::{Heard, List, Words};

/// How many lines the tail may have.
const LONGEST: usize = 12;
/// Fewer parts than this before it, and there is no tail.
const LEAST_BODY: usize = 3;
/// From so many points on a line at the end is advertising, whatever stands around it.
const SURE_PROMO: i32 = 50;
/// From so many points on a bare line by itself looks like a heading.
const HEADING_ALONE: i32 = 55;
/// No line of the tail is longer, in bytes.
const LONGEST_LINE: usize = 1_000;
/// A disclaimer is split over at most so many lines …
const MOST_PIECES: usize = 4;
/// … none of which is longer, in bytes.
const LONGEST_PIECE: usize = 240;

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

/// Marks every line that is a disclaimer, wherever it stands; near the end also lines that are one together.
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
        points.add(i32::from(Signs::of(&cx.words, line.text).score()), Reason::NotAdvice);
        // In the midst of a story “not advice” alone says little.
        let enough = |least: i32| points.sum >= least;
        if enough(85) || (at >= tail && enough(70) && sentence_count(&cx.words, line.text, 3) < 3) {
            part.settle(Class::Disclaimer(disclaimer::kind_of(&cx.words, line.text)), points);
        }
    }
    let mut at = tail;
    while at < parts.len() {
        at += split_disclaimer(cx, lines, parts.get_mut(at..).unwrap_or_default()).max(1);
    }
}

/// Marks the disclaimer that the first of some parts begin, if short lines below each other are one
/// together: each says a piece of what disclaimers say, and no two the same. How many parts it has.
fn split_disclaimer(cx: &Context<'_>, lines: &[Line<'_>], parts: &mut [Part]) -> usize {
    let mut whole = Signs::default();
    let mut text = String::new();
    let mut taken = 0;
    for part in parts.iter().take(MOST_PIECES) {
        let Some(line) = lines.get(part.lines.start).filter(|_| part.class == Class::Text) else { break };
        let short = line.text.len() <= LONGEST_PIECE && sentence_count(&cx.words, line.text, 2) == 1;
        let signs = if short { Signs::of(&cx.words, line.text) } else { Signs::default() };
        let Some(joint) = whole.with(signs) else { break };
        whole = joint;
        text.push_str(line.text);
        text.push(' ');
        taken += 1;
    }
    let mut points = Points::default();
    points.add(i32::from(whole.score()), Reason::NotAdvice);
    if taken < 2 || points.sum < 70 {
        return 0;
    }
    let kind = disclaimer::kind_of(&cx.words, &text);
    for (nth, part) in parts.iter_mut().take(taken).enumerate() {
        part.settle(if nth == 0 { Class::Disclaimer(kind) } else { Class::DisclaimerGoesOn }, points);
    }
    taken
}

/// The first part of the run of advertising at the end.
fn promo_start(cx: &Context<'_>, lines: &[Line<'_>], parts: &mut [Part], subject: &Subject) -> usize {
    let mut start = parts.len();
    let mut above = parts.len();
    while above > 0 && parts.len() - above < LONGEST {
        let at = above - 1;
        above = at;
        let Some(part) = parts.get(at) else { break };
        // Advertising may also stand above what the lesson is not, if it is surely that.
        if is_disclaimer(&part.class) {
            continue;
        }
        let apart = start > at + 1;
        let said = matches!(part.class, Class::Promo | Class::Label(Named::Promo));
        if part.class == Class::Comment || said {
            start = at;
            continue;
        }
        let looked_for = part.class == Class::Text && cx.classify.promo != Some(Recognition::Off);
        let Some(line) = lines.get(part.lines.start).filter(|_| looked_for) else { break };
        let points = promo_points(cx, subject, line);
        let higher = parts.get(at.saturating_sub(3)..at).unwrap_or_default();
        let under_disclaimer =
            higher.iter().any(|part| matches!(part.class, Class::Disclaimer(_) | Class::DisclaimerGoesOn));
        let amid = start < parts.len()
            && higher.last().is_some_and(|part| {
                let line = lines.get(part.lines.start).filter(|_| part.class == Class::Text);
                line.is_some_and(|line| promo_points(cx, subject, line).sum >= SURE_PROMO)
            });
        let above_others = parts.len() - start >= 2 && points.sum >= 40;
        let carried = (points.sum >= 30 && under_disclaimer) || (points.sum >= 20 && amid) || above_others;
        if points.sum < SURE_PROMO && (apart || !carried) {
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
    let heard = words.hear(text);
    let arrow =
        text.ends_with(['→', '»', '›', '➜', '➔', '⟶', '←']) || text.ends_with(">>") || text.ends_with("->");
    let french_quote = text.ends_with('»') && text.contains('«');
    let address = text.contains("://");
    let arrow = (arrow && !french_quote) || text.contains(" → ") || address;
    let product = heard.each(List::Products).any(|word| word != "plus" || text.contains("Plus"));
    let call = heard.begins(List::Calls);
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
    if heard.says(List::All) && heard.says(List::Trust) {
        points.add(40, Reason::Trust);
    }
    if heard.says(List::Platform) {
        points.add(20, Reason::Platform);
    }
    let leads_on = !product && heard.says(List::TeaserPhrases);
    if !arrow && (leads_on || shared(words, text, &subject.narrow) >= 2) {
        points.sum -= 50;
    }
    points
}

fn is_disclaimer(class: &Class) -> bool {
    matches!(class, Class::Disclaimer(_) | Class::DisclaimerGoesOn | Class::Label(Named::Disclaimer))
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
    // A box may close a lesson, such as a note on its sources; it is no running text.
    let closing =
        |class: &Class| *class == Class::Comment || matches!(class, Class::Label(Named::Callout(_)));
    let below = |class: &Class| *class == Class::Comment || is_disclaimer(class);
    let end = skip(parts, promo, &|class| closing(class) || below(class));
    let end_matter = promo < parts.len()
        || parts.get(end..).unwrap_or_default().iter().any(|part| is_disclaimer(&part.class));
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
        let above = if end_matter { Above::of(cx, lines, parts, last - 1) } else { Above::Other };
        let points = teaser_points(&cx.words, line, above);
        if mark(parts, last, Class::Teaser, LineClass::Teaser, points) {
            // What the lesson is not may also stand between the two.
            last = skip(parts, last - 1, &below);
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
    let above = Above::of(cx, lines, parts, last - 1);
    let below = match () {
        () if led_on => Below::Teaser,
        () if end_matter => Below::EndMatter,
        () => Below::Nothing,
    };
    let points = takeaway_points(&cx.words, line, above, below, subject);
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
fn teaser_points(words: &Words, line: &Line<'_>, above: Above) -> Points {
    let mut points = Points::default();
    if line.text.len() > LONGEST_LINE {
        return points;
    }
    let heard = words.hear(line.text);
    let starts = heard.begins(List::TeaserStarts);
    let asks = asks(line.text);
    let announces = heard.says(List::TeaserPhrases) || names_station(words, &heard);
    // Of two sentences at the end that stand alone, the second sets itself against the first.
    let turns = above == Above::Sentence && heard.says(List::Contrasts);
    let sentences = sentence_count(words, line.text, 3);
    // Two questions in a row are one teaser; where there are no full stops, the words alone tell.
    let fits = sentences == 1 || (sentences == 2 && starts && asks);
    if is_speech(line.text) {
        return points;
    }
    if !fits || !(line.ends_sentence() || announces && is_thai_prose(line.text)) {
        return points;
    }
    if !(starts || asks || announces || turns) {
        return points;
    }
    points.add(if (8..=45).contains(&word_count(line.text)) { 80 } else { 40 }, Reason::OneSentence);
    for (found, reason) in
        [(starts || turns, Reason::LeadsOn), (asks, Reason::Asks), (announces, Reason::SpeaksOfNext)]
    {
        if found {
            points.add(7, reason);
        }
    }
    points
}

/// Whether a folded line names a lesson by its number.
fn names_station(words: &Words, line: &Heard) -> bool {
    words.each(|t| t.stations).any(|station| {
        let name = station.to_lowercase();
        line.text().split_once(name.as_str()).is_some_and(|(before, behind)| {
            before.ends_with(' ') && behind.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// Whether a line is what somebody says: in quotation marks from its start, which is no voice of the lesson.
fn is_speech(text: &str) -> bool {
    let closed = |mark: char| text.trim_end_matches(['.', ',', '。']).ends_with(mark);
    match text.chars().next() {
        Some('"') => closed('"') && text.matches('"').count().is_multiple_of(2),
        Some('“') => closed('”') || closed('“'),
        Some('„') => closed('“') || closed('”'),
        Some('«') => closed('»'),
        Some('»') => closed('«'),
        Some('「') => closed('」'),
        _ => false,
    }
}

/// Whether a line is a question.
fn asks(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '»', '“', '」', ')', '\u{A0}', ' ']);
    bare.ends_with(['?', '？', '؟', ';'])
        || bare.ends_with("か。")
        || bare.ends_with("까.")
        || bare.ends_with("呢。")
}

/// What stands right above a line of the tail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Above {
    /// A paragraph of three sentences or more.
    Long,
    /// A list, a table, a key term: something with marks.
    Marked,
    /// What looks like a heading: the line is a section of its own.
    Heading,
    /// One sentence that stands alone.
    Sentence,
    /// Anything else.
    Other,
}

impl Above {
    /// What stands right before an index.
    fn of(cx: &Context<'_>, lines: &[Line<'_>], parts: &[Part], index: usize) -> Above {
        let Some(part) = index.checked_sub(1).and_then(|at| parts.get(at)) else { return Above::Other };
        let Some(line) = text_line(lines, parts, index) else {
            let heading = matches!(part.class, Class::Heading { .. } | Class::MarkedHeading { .. });
            return if heading { Above::Heading } else { Above::Marked };
        };
        match sentence_count(&cx.words, line.text, 3) {
            3.. => Above::Long,
            1 if line.ends_sentence() => Above::Sentence,
            1 if heading_score_alone(&cx.words, line) >= HEADING_ALONE => Above::Heading,
            _ => Above::Other,
        }
    }
}

/// What stands below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Below {
    Teaser,
    /// A disclaimer or advertising.
    EndMatter,
    Nothing,
}

/// How much a line is the one to remember.
fn takeaway_points(words: &Words, line: &Line<'_>, above: Above, below: Below, subject: &Subject) -> Points {
    let mut points = Points::default();
    let text = line.text;
    let declares = line.ends_sentence() && !asks(text) && !is_speech(text);
    if text.len() > LONGEST_LINE || !declares || sentence_count(words, text, 2) != 1 {
        return points;
    }
    points.add(
        match word_count(text) {
            8..=40 => 30,
            5..=7 => 20,
            _ => 0,
        },
        Reason::OneSentence,
    );
    match above {
        Above::Long => points.add(15, Reason::AfterLong),
        Above::Marked | Above::Heading => points.add(10, Reason::AfterBlock),
        Above::Sentence | Above::Other => {}
    }
    // A sentence that stands alone above the teaser sums up, in whatever words.
    match below {
        Below::Teaser => points.add(25, Reason::BeforeTail),
        Below::EndMatter => points.add(10, Reason::BeforeTail),
        Below::Nothing => {}
    }
    let same = match shared(words, text, &subject.wide) {
        _ if subject.wide.is_empty() => 10,
        0 => 0,
        1 => 15,
        _ => 40,
    };
    points.add(same, Reason::SumsUp);
    if words.hear(text).says(List::TakeawayCues) {
        points.add(15, Reason::SumsUp);
    }
    points
}
