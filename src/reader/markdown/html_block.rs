//! A block of HTML → blocks: `details`, tables, and a paragraph for each run of text between tags
//! that part blocks. All other tags are named and left out; no word is.

use super::blocks::{Builder, Frame, Open};
use super::html;
use super::html_table::table;
use super::inline::{self, HtmlTags, Place};
use super::paragraph;
use crate::model::{Block, BlockKind, Inline, InlineKind};
use crate::reader::constructs::key_term;
use crate::reader::{Context, split, trimmed};
use std::borrow::Cow;
use std::ops::Range;

/// A piece of the block: a tag, or text with the tags that stand inside a line.
pub(super) struct Piece<'t> {
    pub(super) tag: Option<&'t str>,
    pub(super) place: Range<usize>,
}

/// The source of a block of HTML.
pub(super) struct Source<'t> {
    /// Where it begins.
    start: usize,
    /// Its text as long as it stands in the file, with blanks for the marks of the quotes and lists around it.
    text: Cow<'t, str>,
    /// Its lines without those marks.
    lines: &'t [Range<usize>],
}

impl<'t> Source<'t> {
    fn new(cx: &Context<'t>, lines: &'t [Range<usize>]) -> Option<Source<'t>> {
        let (start, end) = (lines.first()?.start, lines.last()?.end);
        let whole = cx.slice(start..end);
        let mut text = Cow::Borrowed(whole);
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            let marks = line.end - start..next.start.max(line.end) - start;
            if let Some(blanks) =
                whole.get(marks.clone()).filter(|marks| !marks.is_empty() && marks.is_ascii())
            {
                text.to_mut().replace_range(marks, &" ".repeat(blanks.len()));
            }
        }
        Some(Source { start, text, lines })
    }

    /// The text of a place.
    pub(super) fn slice(&self, place: Range<usize>) -> &str {
        self.text.get(place.start - self.start..place.end - self.start).unwrap_or_default()
    }

    /// A place without white space and marks at its ends.
    pub(super) fn trimmed(&self, place: Range<usize>) -> Range<usize> {
        let inner = trimmed(&self.text, place.start - self.start..place.end - self.start);
        self.start + inner.start..self.start + inner.end
    }

    /// A place without the marks before the line it begins in.
    fn behind_marks(&self, place: Range<usize>) -> Range<usize> {
        let at = self.lines.partition_point(|line| line.end <= place.start);
        let start = self.lines.get(at).map_or(place.start, |line| line.start.max(place.start));
        start.min(place.end)..place.end
    }
}

/// Reads a block of HTML, given by its lines, into the container that is open.
pub(super) fn read(builder: &mut Builder<'_>, cx: &mut Context<'_>, lines: &[Range<usize>]) {
    let Some(source) = Source::new(cx, lines) else { return };
    let pieces = pieces(&source);
    let mut reported = false;
    let mut at = 0;
    // Where the text of a summary begins, while it is open.
    let mut summary: Option<usize> = None;
    let mut texts: Vec<(usize, Vec<Inline>)> = Vec::new();
    while let Some(piece) = pieces.get(at) {
        at += 1;
        let Some(tag) = piece.tag else {
            texts.push((at, lines_of_text(cx, &source, piece.place.clone())));
            continue;
        };
        let closes = tag.starts_with("</");
        let name = html::name(tag).to_ascii_lowercase();
        let content: Vec<Inline> = texts.drain(..).flat_map(|(_, content)| content).collect();
        match (name.as_str(), closes) {
            ("summary", true) if summary.take().is_some() => {
                let mut content = content;
                split::trim_start(cx.text, &mut content);
                split::trim_end(cx.text, &mut content);
                match builder.open.last_mut() {
                    Some(Frame { kind: Open::Details(line), .. }) if line.is_empty() => *line = content,
                    _ => push_text(builder, cx, content),
                }
                continue;
            }
            _ => push_text(builder, cx, content),
        }
        match (name.as_str(), closes) {
            ("details", false) => builder.open_container(cx, Open::Details(Vec::new()), piece.place.clone()),
            ("details", true) if is_details(builder) => builder.close_container(cx, piece.place.clone()),
            ("summary", false) if is_details(builder) => summary = Some(at),
            ("hr", _) => builder.push(Block::new(BlockKind::Break, cx.span(piece.place.clone()))),
            ("table", false) => match table(cx, &source, &pieces, at - 1) {
                Some((block, behind)) => {
                    builder.push(block);
                    at = behind;
                }
                None => report_once(cx, tag, piece, &mut reported),
            },
            _ => report_once(cx, tag, piece, &mut reported),
        }
    }
    let content = texts.drain(..).flat_map(|(_, content)| content).collect();
    push_text(builder, cx, content);
}

fn is_details(builder: &Builder<'_>) -> bool {
    matches!(builder.open.last(), Some(Frame { kind: Open::Details(_), .. }))
}

fn report_once(cx: &mut Context<'_>, tag: &str, piece: &Piece<'_>, reported: &mut bool) {
    if !*reported {
        *reported = true;
        html::report(cx, tag, piece.place.clone());
    }
}

/// The pieces of a block, comments left out.
fn pieces<'t>(source: &'t Source<'_>) -> Vec<Piece<'t>> {
    let (block, start) = (source.text.as_ref(), source.start);
    let mut out: Vec<Piece<'t>> = Vec::new();
    for (inner, is_tag) in html::pieces(block) {
        let place = start + inner.start..start + inner.end;
        let tag = block.get(inner).filter(|_| is_tag);
        // Inside a line a comment parts nothing; others are left out.
        let comment = tag.filter(|tag| tag.starts_with("<!--"));
        let in_line = comment.is_some_and(|tag| !tag.contains('\n'))
            && matches!(out.last(), Some(Piece { tag: None, place: before }) if before.end == place.start);
        if comment.is_some() && !in_line {
            continue;
        }
        match (tag.filter(|tag| html::parts_blocks(tag)), out.last_mut()) {
            (None, Some(Piece { tag: None, place: before })) if before.end == place.start => {
                before.end = place.end
            }
            (parting, _) => out.push(Piece { tag: parting, place }),
        }
    }
    out
}

/// Adds what a run of text says, unless that is nothing.
fn push_text(builder: &mut Builder<'_>, cx: &mut Context<'_>, mut content: Vec<Inline>) {
    split::trim_start(cx.text, &mut content);
    split::trim_end(cx.text, &mut content);
    if let Some(span) = key_term::extent(&content)
        && let Some(frame) = builder.open.last_mut()
    {
        paragraph::read(cx, content, span, false, &mut frame.blocks);
    }
}

/// The text between two tags, white space at its ends kept as a space and line ends as such.
pub(super) fn lines_of_text(cx: &mut Context<'_>, source: &Source<'_>, place: Range<usize>) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut from = place.start;
    for line in source.slice(place).split_inclusive('\n') {
        let range = source.behind_marks(from..from + line.len());
        from += line.len();
        let inner = trimmed(cx.text, range.clone());
        let more = inline::line(cx, inner.clone(), HtmlTags::Dropped, Place::Body);
        if inner.start > range.start && !more.is_empty() {
            content.push(Inline::text(" ", cx.span(range.start..inner.start)));
        }
        content.extend(more);
        if line.ends_with('\n') {
            content.push(Inline::new(InlineKind::SoftBreak, cx.span(inner.end..range.end)));
        } else if range.end > inner.end && !inner.is_empty() {
            content.push(Inline::text(" ", cx.span(inner.end..range.end)));
        }
    }
    content
}
