//! Lines → parts: what has marks is known here, by the first rule that fits; the rest is bare text.

use super::evidence::{LineClass, Points, Reason, Reasons};
use super::lines::Line;
use super::lists;
use super::tables;
use crate::diagnostics::Code;
use crate::model::{DisclaimerKind, HeadingLevel};
use crate::reader::Context;
use crate::reader::constructs::named::Named;
use crate::reader::constructs::{cells, label};
use std::ops::Range;

/// A run of lines and what it is.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub class: Class,
    /// The lines it covers, by index.
    pub lines: Range<usize>,
    /// How sure that is, from 0 to 100; none where marks say it.
    pub score: Option<u8>,
    /// Why it is that.
    pub reasons: Reasons,
    /// What it would have been otherwise, and the score of that.
    pub rival: Option<(LineClass, u8)>,
}

/// What a run of lines is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// The title, as its author says.
    Title,
    /// A bare line, as yet a paragraph.
    Text,
    /// A paragraph by a backslash before it.
    Literal,
    /// A heading by its marks: level 1 to 6, and where its text starts.
    MarkedHeading { level: u8, start: usize },
    /// A heading by its look.
    Heading { level: HeadingLevel },
    /// A rule.
    Break,
    /// A listing between fences.
    Code,
    /// A formula between pairs of dollars.
    Formula,
    /// A comment.
    Comment,
    /// A quotation.
    Quote,
    /// A table.
    Table(tables::Dashes),
    /// A list.
    List,
    /// A label and what follows it.
    Label(Named),
    /// The sentence to remember.
    Takeaway,
    /// What leads on.
    Teaser,
    /// What the lesson is not.
    Disclaimer(DisclaimerKind),
    /// A further line of the disclaimer above.
    DisclaimerGoesOn,
    /// Advertising.
    Promo,
}

impl Part {
    fn new(class: Class, lines: Range<usize>, reason: Reason) -> Part {
        Part { class, lines, score: None, reasons: Reasons::of(reason), rival: None }
    }

    /// Settles a bare line by points; what it would have been otherwise is running text.
    pub(super) fn settle(&mut self, class: Class, points: Points) {
        let score = points.score();
        *self = Part {
            class,
            lines: self.lines.clone(),
            score: Some(score),
            reasons: points.reasons,
            rival: Some((LineClass::Paragraph, 100 - score)),
        };
    }

    /// Writes down that a bare line was almost something else.
    pub(super) fn rivalled(&mut self, class: LineClass, points: Points) {
        let score = points.score();
        if self.rival.is_none_or(|(_, other)| score > other) {
            self.rival = Some((class, score));
        }
    }

    /// The class of one line of the part, counted from its first, blank ones left out.
    pub(super) fn class_of(&self, nth: usize, line: &Line<'_>) -> LineClass {
        match self.class {
            Class::Title | Class::MarkedHeading { level: 1, .. } => LineClass::Title,
            Class::Text | Class::Literal => LineClass::Paragraph,
            Class::MarkedHeading { level: 2, .. } => LineClass::Heading,
            Class::MarkedHeading { .. } => LineClass::Subheading,
            Class::Heading { level: HeadingLevel::SECTION } => LineClass::Heading,
            Class::Heading { .. } => LineClass::Subheading,
            Class::Break => LineClass::Break,
            Class::Code => LineClass::Code,
            Class::Formula => LineClass::Formula,
            Class::Comment => LineClass::Comment,
            Class::Quote => LineClass::Quote,
            Class::Table(dashes) => dashes.class_of(nth),
            Class::List if lists::marker(line.text).is_some() => LineClass::ListItem,
            Class::List => LineClass::ListContinuation,
            Class::Label(named) => of_named(named),
            Class::Takeaway => LineClass::Takeaway,
            Class::Teaser => LineClass::Teaser,
            Class::Disclaimer(_) | Class::DisclaimerGoesOn => LineClass::Disclaimer,
            Class::Promo => LineClass::Promo,
        }
    }
}

/// The class of lines that a construct makes.
fn of_named(named: Named) -> LineClass {
    match named {
        Named::KeyTerm => LineClass::KeyTerm,
        Named::Takeaway => LineClass::Takeaway,
        Named::Teaser => LineClass::Teaser,
        Named::Disclaimer => LineClass::Disclaimer,
        Named::Promo => LineClass::Promo,
        Named::Callout(kind) => LineClass::Callout(kind),
    }
}

/// What an author can ask for → what it makes.
fn forced(class: LineClass) -> Class {
    match class {
        LineClass::Title => Class::Title,
        LineClass::Heading => Class::Heading { level: HeadingLevel::SECTION },
        LineClass::Subheading => Class::Heading { level: HeadingLevel::SUBSECTION },
        LineClass::KeyTerm => Class::Label(Named::KeyTerm),
        LineClass::Takeaway => Class::Label(Named::Takeaway),
        LineClass::Teaser => Class::Label(Named::Teaser),
        LineClass::Disclaimer => Class::Label(Named::Disclaimer),
        LineClass::Promo => Class::Promo,
        LineClass::Callout(kind) => Class::Label(Named::Callout(kind)),
        _ => Class::Literal,
    }
}

/// Why a part with marks is what it is.
fn reason(class: &Class) -> Reason {
    match class {
        Class::Text => Reason::NothingElse,
        Class::Literal => Reason::Backslash,
        Class::Label(_) => Reason::Label,
        _ => Reason::Marks,
    }
}

/// Parts the lines; blank ones are in no part.
pub(super) fn parts(cx: &mut Context<'_>, lines: &[Line<'_>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    // Once nothing closes a comment, nothing further on does.
    let mut comments_close = true;
    while let Some(line) = lines.get(at) {
        if line.is_blank() {
            at += 1;
            continue;
        }
        let (part, end) = match line.forced {
            Some(class) => (Part::new(forced(class), at..at + 1, Reason::Asked), at + 1),
            None => {
                let (class, end) = class(cx, lines, at, &mut comments_close);
                let dash = class == Class::Literal && !line.text.starts_with('\\');
                let reason = if dash { Reason::LoneDash } else { reason(&class) };
                (Part::new(class, at..end, reason), end)
            }
        };
        parts.push(part);
        at = end;
    }
    parts
}

/// The class of the part that starts at a line, and the line behind it.
fn class(cx: &mut Context<'_>, lines: &[Line<'_>], at: usize, comments_close: &mut bool) -> (Class, usize) {
    let Some(line) = lines.get(at) else { return (Class::Text, at + 1) };
    let text = line.text;
    if text.starts_with('\\') {
        return (Class::Literal, at + 1);
    }
    if let Some(end) = fence(lines, at) {
        return (Class::Code, end);
    }
    if let Some(end) = formula(lines, at) {
        return (Class::Formula, end);
    }
    if let Some(end) = comment(lines, at, comments_close) {
        return (Class::Comment, end);
    }
    if let Some((dashes, end)) = tables::extent(lines, at) {
        return (Class::Table(dashes), end);
    }
    if is_break(text) {
        return (Class::Break, at + 1);
    }
    if let Some(end) = lists::extent(lines, at) {
        return (Class::List, end);
    }
    if lists::is_lone_dash(lines, at) {
        let help = "begin it with `- ` if it is a list item, or with a backslash if it is not";
        cx.report(
            Code::ParagraphDoubtful,
            "one line with a dash before it was taken for speech",
            cx.span(line.range.clone()),
            help,
        );
        return (Class::Literal, at + 1);
    }
    if let Some((level, start)) = marked_heading(text) {
        return (Class::MarkedHeading { level, start: line.range.start + start }, at + 1);
    }
    if text.starts_with('>') {
        let end = lines
            .iter()
            .skip(at)
            .position(|line| !line.text.starts_with('>') || line.forced.is_some())
            .map_or(lines.len(), |len| at + len);
        return (Class::Quote, end);
    }
    let takes_next = |line: &Line<'_>| {
        !line.is_blank()
            && line.forced.is_none()
            && lists::marker(line.text).is_none()
            && !cells::has_pipe(line.text)
    };
    match labelled(cx, text) {
        Some((named, true)) if lines.get(at + 1).is_some_and(takes_next) => (Class::Label(named), at + 2),
        Some((named, false)) => (Class::Label(named), at + 1),
        _ => (Class::Text, at + 1),
    }
}

/// The construct that a line's label names, and whether nothing stands behind the label.
fn labelled(cx: &Context<'_>, text: &str) -> Option<(Named, bool)> {
    let bare = text.trim_start_matches(['*', '_']);
    let marked = bare.len() < text.len();
    let found = label::separator(bare);
    if let Some((start, end)) = found {
        let name = bare.get(..start)?.trim_end_matches(['*', '_']);
        let named = label::named(&cx.words, name)?;
        let rest = bare.get(end..)?.trim_start_matches(['*', '_']).trim();
        let dash = bare.get(start..end)?.contains(['—', '–', '-']);
        // A dash follows many words; only a key term is labelled by one.
        if dash && named != Named::KeyTerm && !marked {
            return None;
        }
        // “Term — …” and “Definition — …” are sentences more often than labels.
        return Some((named, rest.is_empty()));
    }
    let named = label::named(&cx.words, bare.trim_end_matches(['*', '_']))?;
    (named == Named::KeyTerm && name_is_explicit(bare)).then_some((named, true))
}

/// Whether a label alone on its line can be nothing else: it has two words or more.
fn name_is_explicit(label: &str) -> bool {
    label.split_whitespace().count() > 1
}

/// The line behind a fenced listing.
pub(super) fn fence(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let text = lines.get(at)?.text;
    let mark = text.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let len = text.bytes().take_while(|byte| *byte == mark).count();
    if len < 3 || (mark == b'`' && text.get(len..)?.contains('`')) {
        return None;
    }
    let closes = |line: &Line<'_>| line.text.len() >= len && line.text.bytes().all(|byte| byte == mark);
    Some(lines.iter().skip(at + 1).position(closes).map_or(lines.len(), |found| at + 1 + found + 1))
}

/// What stands between the pairs of dollars at both ends of a line.
pub(super) fn formula_line(text: &str) -> Option<&str> {
    text.strip_prefix("$$")?.strip_suffix("$$").map(str::trim).filter(|tex| !tex.is_empty())
}

/// The line behind a formula: on one line, or on lines up to one that ends in two dollars. A blank line ends the
/// search, and so does what may open another formula.
fn formula(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let text = lines.get(at)?.text;
    let rest = text.strip_prefix("$$")?;
    if rest.contains("$$") {
        return formula_line(text).filter(|tex| !tex.contains("$$")).map(|_| at + 1);
    }
    let ends = |line: &Line<'_>| line.is_blank() || line.forced.is_some() || line.text.contains("$$");
    let end = at + 1 + lines.get(at + 1..)?.iter().position(ends)?;
    let closes = lines.get(end)?.text.strip_suffix("$$").is_some_and(|tex| !tex.contains("$$"));
    let says = rest.trim().len() + lines.get(end)?.text.len() > 2 || end > at + 1;
    (closes && says && lines.get(end)?.forced.is_none()).then_some(end + 1)
}

/// The line behind a comment that takes whole lines.
fn comment(lines: &[Line<'_>], at: usize, comments_close: &mut bool) -> Option<usize> {
    let text = lines.get(at)?.text;
    if !text.starts_with("<!--") || !*comments_close {
        return None;
    }
    let found = lines.iter().skip(at).position(|line| line.text.contains("-->"));
    let end = found
        .map(|found| at + found)
        .filter(|end| lines.get(*end).is_some_and(|line| line.text.ends_with("-->")));
    // Text behind a comment makes it part of a line; then, too, nothing further on is looked for.
    *comments_close = end.is_some();
    end.map(|end| end + 1)
}

fn is_break(text: &str) -> bool {
    let mut marks = text.bytes().filter(|byte| *byte != b' ');
    let Some(mark) = marks.next().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else { return false };
    let mut count = 1;
    marks.all(|byte| {
        count += 1;
        byte == mark
    }) && count >= 3
}

/// The level of a heading with number signs, and the offset of its text.
pub(super) fn marked_heading(text: &str) -> Option<(u8, usize)> {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = text.get(level..)?;
    let start = level + (rest.len() - rest.trim_start().len());
    let level = u8::try_from(level).ok().filter(|level| (1..=6).contains(level))?;
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty()).then_some((level, start))
}

/// Whether a line begins like a list item.
pub(in crate::reader) fn is_list_item(text: &str) -> bool {
    lists::marker(text).is_some()
}

/// Whether two lines begin a table.
pub(in crate::reader) fn looks_like_rows(lines: &[Line<'_>], at: usize) -> bool {
    tables::is_head(lines, at)
}
