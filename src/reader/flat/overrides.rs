//! What the author says a line is: `<!-- stationer: heading -->` above it, or `lines:` in the front
//! matter, by the number of the line. The comment is the stronger one.

use super::classify;
use super::evidence::LineClass;
use super::lines::Line;
use crate::diagnostics::Code;
use crate::reader::Context;
use crate::source::Span;
use std::collections::BTreeMap;

/// What the front matter says about one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::reader) struct LineOverride {
    /// The number of the line in the file, from 1.
    pub line: u32,
    /// The name of a class, as written.
    pub class: String,
    /// Where it is written.
    pub span: Span,
}

/// Marks the lines that somebody has spoken about.
pub(super) fn apply(cx: &mut Context<'_>, lines: &mut [Line<'_>]) {
    by_number(cx, lines);
    by_comment(cx, lines);
    for line in lines.iter_mut().filter(|line| line.forced.is_some()) {
        without_backslash(line);
    }
}

fn by_number(cx: &mut Context<'_>, lines: &mut [Line<'_>]) {
    let wanted = std::mem::take(&mut cx.overrides);
    if wanted.is_empty() {
        return;
    }
    let places: BTreeMap<u32, usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_blank())
        .map(|(at, line)| (cx.line_number(line.range.start), at))
        .collect();
    for LineOverride { line: number, class, span } in wanted {
        let Some(class) = known(cx, &class, span) else { continue };
        match places.get(&number).and_then(|at| lines.get_mut(*at)) {
            Some(line) => line.forced = Some(class),
            None => {
                let message = format!("line {number} has no text of the lesson");
                let help = "count from the first line of the file, front matter included";
                cx.report(Code::FrontMatterBadValue, message, span, help);
            }
        }
    }
}

fn by_comment(cx: &mut Context<'_>, lines: &mut [Line<'_>]) {
    let mut at = 0;
    let mut asked: Option<LineClass> = None;
    while let Some(line) = lines.get(at) {
        if let Some(end) = classify::fence(lines, at) {
            at = end;
            continue;
        }
        if let Some(name) = marker(line.text) {
            let span = cx.span(line.range.clone());
            asked = known(cx, name, span).or(asked);
        } else if !line.is_blank()
            && let Some(class) = asked.take()
            && let Some(line) = lines.get_mut(at)
        {
            line.forced = Some(class);
        }
        at += 1;
    }
}

/// The name in a comment that speaks about the next line.
fn marker(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("<!--")?.strip_suffix("-->")?;
    Some(inner.trim().strip_prefix("stationer:")?.trim())
}

fn known(cx: &mut Context<'_>, name: &str, span: Span) -> Option<LineClass> {
    let class = LineClass::asked_for(name);
    if class.is_none() {
        let shown: String = name.chars().take(40).collect();
        let message = format!("`{}` is no class of lines", shown.escape_debug());
        cx.report(Code::UnknownLineClass, message, span, format!("use one of: {}", LineClass::names()));
    }
    class
}

/// A backslash that would have made the line a paragraph has nothing left to do. Before punctuation it
/// is an escape of Markdown, and stays.
fn without_backslash(line: &mut Line<'_>) {
    if let Some(rest) = line.text.strip_prefix('\\')
        && !rest.starts_with(|c: char| c.is_ascii_punctuation())
    {
        line.text = rest;
        line.range.start += 1;
    }
}
