//! Lines → the dialect they speak for: points for each, and an honest word when they are close.

use super::constructs::label::{self};
use super::constructs::named::Named;
use super::flat::lines::{Line, lines};
use super::flat::{heading_score_alone, is_list_item, looks_like_rows};
use super::{Context, DialectChoice};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::Dialect;
use std::ops::Range;

/// The lead a dialect needs.
const LEAD: u32 = 3;

/// What speaks for each dialect.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Points {
    flat: u32,
    markdown: u32,
}

/// Decides which dialect a body is written in.
pub(in crate::reader) fn decide(cx: &mut Context<'_>, body: Range<usize>, choice: DialectChoice) -> Dialect {
    match choice {
        DialectChoice::Flat => return Dialect::Flat,
        DialectChoice::Markdown => return Dialect::Markdown,
        DialectChoice::Auto => {}
    }
    let lines = lines(cx.text, body);
    let Points { flat, markdown } = points(cx, &lines);
    if flat >= markdown + LEAD {
        return Dialect::Flat;
    }
    let texts = lines.iter().filter(|line| !line.is_blank()).count();
    // A line or two read the same either way.
    if markdown < flat + LEAD && texts > 2 {
        let message = format!(
            "it is not clear whether this lesson is flat ({flat} points) or Markdown ({markdown} points); it was read as Markdown"
        );
        let finding = Diagnostic::new(Code::DialectUnclear, message).in_file(cx.file.name());
        cx.diagnostics.push(
            finding.help("say `dialect: flat` or `dialect: markdown` in the front matter, or pass --dialect"),
        );
    }
    Dialect::Markdown
}

/// What each line is to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Blank,
    Prose,
    HeadingLike,
    List,
    Table,
    Other,
}

fn points(cx: &Context<'_>, lines: &[Line<'_>]) -> Points {
    let sorts: Vec<Sort> = (0..lines.len()).map(|at| sort(cx, lines, at)).collect();
    let sort_at = |at: Option<usize>| at.and_then(|at| sorts.get(at)).copied().unwrap_or(Sort::Blank);
    let mut apart = 0;
    let (mut headings, mut long_pairs, mut bare, mut key_terms, mut after_prose, mut constructs) =
        (0, 0, 0, 0, 0, 0);
    let mut in_code = false;
    for (at, line) in lines.iter().enumerate() {
        if line.text.starts_with("```") || line.text.starts_with("~~~") {
            in_code = !in_code;
            constructs += u32::from(in_code);
            continue;
        }
        if in_code || line.is_blank() {
            continue;
        }
        let (before, after) = (sort_at(at.checked_sub(1)), sort_at(Some(at + 1)));
        let next = lines.get(at + 1);
        headings += u32::from(is_heading(line, next));
        constructs += u32::from(is_construct(line.text));
        let own = sort_at(Some(at));
        let long = |line: &Line<'_>| line.width() >= 160 && line.ends_sentence_or_colon();
        long_pairs +=
            u32::from(own == Sort::Prose && after == Sort::Prose && long(line) && next.is_some_and(long));
        bare += u32::from(own == Sort::HeadingLike && before == Sort::Prose && after == Sort::Prose);
        let (above, below) = (text_beside(&sorts, at, Side::Above), text_beside(&sorts, at, Side::Below));
        apart += u32::from(
            own == Sort::HeadingLike
                && !matches!(above, Sort::Blank | Sort::HeadingLike)
                && below == Sort::Prose,
        );
        let begins_block = matches!(own, Sort::List | Sort::Table) && before == Sort::Prose;
        after_prose += u32::from(begins_block);
        let alone = before == Sort::Blank && after == Sort::Blank;
        key_terms += u32::from(!alone && is_bare_key_term(cx, line.text));
    }
    let texts = lines.iter().filter(|line| !line.is_blank()).count();
    let wrapped = is_wrapped(lines);
    let mut points = Points { flat: 0, markdown: (headings * 4).min(8) + (constructs * 3).min(9) };
    points.flat += (long_pairs * 2).min(8) + (bare * 2).min(6) + (key_terms * 2).min(4) + after_prose.min(4);
    let blank_runs = blank_runs(lines);
    if !wrapped && texts >= 8 * blank_runs.max(1) {
        points.flat += 3;
    }
    let spaced = texts > 2 && blank_runs * 10 > (texts - 1) * 6;
    // Headings without marks are flat, however many blank lines there are.
    let bare_outline = headings == 0 && constructs == 0 && apart >= 2 && !wrapped;
    if spaced && bare_outline {
        points.flat += 3 + (apart - 2).min(4);
    } else if wrapped || spaced {
        points.markdown += 5;
    }
    points
}

/// Where a neighbour stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Above,
    Below,
}

/// The nearest line that is not blank, no further than three lines away.
fn text_beside(sorts: &[Sort], at: usize, side: Side) -> Sort {
    let near = (1..=3).map(|step| match side {
        Side::Above => at.checked_sub(step),
        Side::Below => at.checked_add(step),
    });
    let mut found = near.filter_map(|at| sorts.get(at?).copied());
    found.find(|sort| *sort != Sort::Blank).unwrap_or(Sort::Blank)
}

fn sort(cx: &Context<'_>, lines: &[Line<'_>], at: usize) -> Sort {
    let Some(line) = lines.get(at) else { return Sort::Blank };
    let text = line.text;
    if text.is_empty() {
        Sort::Blank
    } else if text.starts_with('|') || looks_like_rows(lines, at) {
        Sort::Table
    } else if is_list_item(text) {
        Sort::List
    } else if text.starts_with(['#', '>', ':', '<', '!']) {
        Sort::Other
    } else if line.width() <= 70 && !line.ends_sentence() && heading_score_alone(&cx.words, line) >= 55 {
        Sort::HeadingLike
    } else {
        Sort::Prose
    }
}

/// How many times blank lines part text.
fn blank_runs(lines: &[Line<'_>]) -> usize {
    let mut runs = 0;
    let mut seen_text = false;
    let mut blank = false;
    for line in lines {
        if line.is_blank() {
            blank = true;
            continue;
        }
        runs += usize::from(blank && seen_text);
        seen_text = true;
        blank = false;
    }
    runs
}

/// Whether sentences run over line ends: most lines are short and end in the middle of one.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let mut pairs = 0;
    let mut run_on = 0;
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let prose = |line: &Line<'_>| {
            !line.is_blank() && !is_list_item(line.text) && !line.text.starts_with(['|', '#', '>', ':', '`'])
        };
        if prose(line) && prose(next) {
            pairs += 1;
            let starts_small = next.text.starts_with(|c: char| c.is_lowercase());
            run_on += usize::from(
                !line.ends_sentence()
                    && (40..130).contains(&line.width())
                    && (starts_small || line.width() > 60),
            );
        }
    }
    let texts = || lines.iter().filter(|line| !line.is_blank()).map(Line::width).collect();
    pairs > 0 && run_on * 2 > pairs && median(texts()) < 100
}

fn median(mut widths: Vec<usize>) -> usize {
    let middle = widths.len() / 2;
    if widths.is_empty() { 0 } else { *widths.select_nth_unstable(middle).1 }
}

fn is_heading(line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let level = line.text.bytes().take_while(|byte| *byte == b'#').count();
    let marked = (1..=6).contains(&level) && line.text.get(level..).is_some_and(|rest| rest.starts_with(' '));
    let underlined = next.is_some_and(|next| {
        let text = next.text;
        text.len() >= 3
            && (text.bytes().all(|b| b == b'=') || text.bytes().all(|b| b == b'-'))
            && line.width() < 100
    });
    marked || (underlined && !line.text.starts_with('|'))
}

/// Whether a line begins something that only Markdown has.
fn is_construct(text: &str) -> bool {
    let div = text.starts_with(":::") && text.trim_start_matches(':').trim().len() > 1;
    let alert = text.strip_prefix('>').is_some_and(|rest| rest.trim_start().starts_with("[!"));
    let definition = text.starts_with(": ") && text.len() > 2;
    let reference = text.starts_with('[')
        && text.split_once("]: ").is_some_and(|(name, _)| name.len() < 60 && !name.contains(' '));
    div || alert || definition || reference
}

fn is_bare_key_term(cx: &Context<'_>, text: &str) -> bool {
    let name = label::separator(text).and_then(|(start, _)| text.get(..start));
    name.and_then(|name| label::named(&cx.words, name)) == Some(Named::KeyTerm)
}

impl Line<'_> {
    fn ends_sentence_or_colon(&self) -> bool {
        self.ends_sentence() || self.ends_in_colon()
    }
}
