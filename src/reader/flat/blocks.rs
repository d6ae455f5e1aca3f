//! Parts → title and blocks.

use super::classify::{Class, Part};
use super::evidence::{Reason, Reasons};
use super::lines::Line;
use super::{lists, tables};
use crate::model::{
    Block, BlockKind, BoilerplateKind, CodeBlock, HeadingLevel, LessonMetadata, Origin, Title,
};
use crate::reader::characters::clean_lines;
use crate::reader::constructs::attributes::Attributes;
use crate::reader::constructs::named::{self, Named};
use crate::reader::constructs::{alert, figure, key_term, label, listing};
use crate::reader::markdown::inline::{self, HtmlTags, Place};
use crate::reader::{Context, title, trimmed};
use std::ops::Range;

/// A line that ends in a full stop and is longer than this is a paragraph, not a title; in characters.
const LONGEST_SENTENCE: usize = 90;

/// Takes the part that is the title off the parts: the one its author says, else the first if it looks
/// like one.
pub(super) fn title_part(
    lines: &[Line<'_>],
    parts: &mut Vec<Part>,
    metadata: &LessonMetadata,
) -> Option<Part> {
    let said = parts.iter().position(|part| part.class == Class::Title);
    let at = said.or_else(|| parts.iter().position(|part| part.class != Class::Comment))?;
    title_range(lines, parts.get(at)?, metadata.title.is_some())?;
    let mut part = parts.remove(at);
    if part.class == Class::Text {
        part.class = Class::Title;
        part.reasons = Reasons::of(Reason::FirstLine);
    }
    Some(part)
}

/// The title that a part gives; without one, that of the front matter or one made from the file's name.
pub(super) fn title(
    cx: &mut Context<'_>,
    lines: &[Line<'_>],
    part: Option<&Part>,
    metadata: &LessonMetadata,
) -> Title {
    let range = part.and_then(|part| title_range(lines, part, false));
    let Some(range) = range else { return title::missing(cx, metadata) };
    let content = inline::line(cx, range.clone(), HtmlTags::of_bare_lines(cx), Place::Heading);
    if content.is_empty() {
        return title::missing(cx, metadata);
    }
    inline::report_missing_alt(cx, &content);
    let span = cx.span(trimmed(cx.text, range));
    title::with_metadata(cx, content, span, metadata)
}

/// Where the title stands in a part, if the part is one.
fn title_range(lines: &[Line<'_>], part: &Part, named_already: bool) -> Option<Range<usize>> {
    let line = lines.get(part.lines.start)?;
    match part.class {
        Class::MarkedHeading { level: 1, start } => Some(start..without_closing(line, start)),
        Class::Title => Some(line.range.clone()),
        Class::Text => {
            let sentence =
                line.text.ends_with(['.', '。']) && (line.width() > LONGEST_SENTENCE || named_already);
            let fits =
                line.width() <= title::LONGEST && !line.text.starts_with("![") && !line.ends_in_colon();
            (fits && !sentence).then(|| line.range.clone())
        }
        _ => None,
    }
}

/// The end of a marked heading without number signs that close it.
fn without_closing(line: &Line<'_>, start: usize) -> usize {
    let text = line.text.get(start - line.range.start..).unwrap_or_default();
    let bare = text.trim_end_matches('#');
    if bare.len() < text.len() && bare.ends_with([' ', '\t']) {
        start + bare.trim_end().len()
    } else {
        line.range.end
    }
}

/// Builds the blocks of all parts.
pub(super) fn build(cx: &mut Context<'_>, lines: &[Line<'_>], parts: Vec<Part>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for part in &parts {
        let lines = lines.get(part.lines.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
        let range = first.range.start..last.range.end;
        let from = out.len();
        push(cx, part, lines, range, &mut out);
        if let Some(score) = part.score {
            for block in out.get_mut(from..).unwrap_or_default() {
                block.origin = Origin::Classified { score };
            }
        }
    }
    out
}

fn push(cx: &mut Context<'_>, part: &Part, lines: &[Line<'_>], range: Range<usize>, out: &mut Vec<Block>) {
    let span = cx.span(range.clone());
    match &part.class {
        Class::Comment => {}
        Class::Break => out.push(Block::new(BlockKind::Break, span)),
        Class::Text => out.extend(paragraph(cx, range)),
        Class::Literal => {
            // Before punctuation the backslash is an escape of Markdown, and goes with it.
            let escapes = cx.slice(range.clone()).chars().nth(1).is_some_and(|c| c.is_ascii_punctuation());
            let backslash = cx.slice(range.clone()).starts_with('\\');
            let start = range.start + usize::from(backslash && !escapes);
            out.extend(paragraph(cx, start..range.end));
        }
        Class::MarkedHeading { level, start } => {
            let end = lines.first().map_or(range.end, |line| without_closing(line, *start));
            heading(cx, *level, *start..end, span, out);
        }
        // A second title is a heading of the first level, which is told.
        Class::Title => heading(cx, 1, range, span, out),
        Class::Heading { level } => heading(cx, level.number(), range, span, out),
        Class::Code => out.push(Block::new(listing::block(code(cx, lines)), span)),
        Class::Formula => {
            let tex = clean_lines(cx.slice(range).trim_matches('$').trim());
            out.push(Block::new(BlockKind::Math { tex }, span));
        }
        Class::Quote => {
            let blocks =
                lines.iter().filter_map(|line| paragraph(cx, line.range.start + 1..line.range.end)).collect();
            let block = alert::block(cx, blocks, span);
            out.push(block);
        }
        Class::Table(dashes) => out.extend(tables::blocks(cx, lines, *dashes)),
        Class::List => out.extend(lists::blocks(cx, lines)),
        Class::Label(named) => labelled(cx, *named, part, lines, out),
        Class::Takeaway => wrap(cx, range, out, |blocks| BlockKind::Takeaway { blocks }),
        Class::Teaser => wrap(cx, range, out, |blocks| BlockKind::Teaser { blocks }),
        Class::Disclaimer(kind) => {
            wrap(cx, range, out, |blocks| BlockKind::Disclaimer { kind: *kind, blocks })
        }
        Class::DisclaimerGoesOn => {
            let Some(line) = paragraph(cx, range) else { return };
            match out.last_mut() {
                Some(Block { kind: BlockKind::Disclaimer { blocks, .. }, span, .. }) => {
                    *span = span.to(line.span);
                    blocks.push(line);
                }
                _ => out.push(line),
            }
        }
        Class::Promo => {
            let Some(line) = paragraph(cx, range) else { return };
            if let Some(Block { kind: BlockKind::Boilerplate { blocks, .. }, span, .. }) = out.last_mut() {
                *span = span.to(line.span);
                blocks.push(line);
            } else {
                out.push(Block::new(
                    BlockKind::Boilerplate { kind: BoilerplateKind::Promo, blocks: vec![line] },
                    span,
                ));
            }
        }
    }
}

/// The paragraph (or figure) of a line; none when only comments stand on it.
fn paragraph(cx: &mut Context<'_>, range: Range<usize>) -> Option<Block> {
    let range = trimmed(cx.text, range);
    let content = inline::line(cx, range.clone(), HtmlTags::of_bare_lines(cx), Place::Body);
    inline::report_missing_alt(cx, &content);
    let span = cx.span(range);
    if content.is_empty() {
        return None;
    }
    Some(figure::figure(&content, span).unwrap_or_else(|| Block::paragraph(content, span)))
}

fn wrap(
    cx: &mut Context<'_>,
    range: Range<usize>,
    out: &mut Vec<Block>,
    kind: impl FnOnce(Vec<Block>) -> BlockKind,
) {
    let span = cx.span(range.clone());
    let blocks = paragraph(cx, range).into_iter().collect();
    out.push(Block::new(kind(blocks), span));
}

fn heading(
    cx: &mut Context<'_>,
    level: u8,
    text: Range<usize>,
    span: crate::source::Span,
    out: &mut Vec<Block>,
) {
    let content = inline::line(cx, text, HtmlTags::of_bare_lines(cx), Place::Heading);
    inline::report_missing_alt(cx, &content);
    if !content.is_empty() {
        cx.heading_levels.push((span.start, level));
        out.push(Block::new(BlockKind::Heading { level: HeadingLevel::nearest(level), content }, span));
    }
}

fn labelled(cx: &mut Context<'_>, named: Named, part: &Part, lines: &[Line<'_>], out: &mut Vec<Block>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let span = cx.span(first.range.start..last.range.end);
    let content = inline::line(cx, last.range.clone(), HtmlTags::of_bare_lines(cx), Place::Body);
    inline::report_missing_alt(cx, &content);
    let mut own = None;
    let rest = if lines.len() > 1 {
        own = label::own(first.text);
        content
    } else {
        match label::find(cx, &content) {
            Some(found) => {
                own = label::own(&label::words_of(&content, found));
                label::behind(cx, content, found)
            }
            None if part.reasons == Reasons::of(Reason::Asked) => content,
            None => return out.push(Block::paragraph(content, span)),
        }
    };
    if named == Named::KeyTerm {
        return out.extend(key_term::labelled(cx, rest, span, own));
    }
    let place = key_term::extent(&rest).unwrap_or(span);
    let inner = vec![Block::paragraph(rest, place)];
    let mut block = named::block(cx, named, Vec::new(), &Attributes::default(), inner, span);
    block.origin = Origin::Label;
    block.label = own;
    out.push(block);
}

fn code(cx: &Context<'_>, lines: &[Line<'_>]) -> CodeBlock {
    let opener = lines.first().map_or("", |line| line.text);
    let mark = opener.chars().next().unwrap_or('`');
    let language = listing::language(opener.trim_start_matches(mark));
    let closed = lines.len() > 1
        && lines.last().is_some_and(|line| !line.is_blank() && line.text.chars().all(|c| c == mark));
    let from = lines.first().map_or(0, |line| line.range.end);
    let to = lines.last().map_or(from, |line| if closed { line.range.start } else { line.range.end });
    let text = clean_lines(cx.slice(from..to.max(from)));
    // From behind the opening fence to before the closing one: a line end at either side.
    let text = text.split_once('\n').map_or("", |(_, text)| text);
    let text = if closed {
        text.rsplit_once('\n').map_or("", |(text, _)| text)
    } else {
        text.trim_end_matches('\n')
    };
    CodeBlock { language, text: text.to_owned() }
}
