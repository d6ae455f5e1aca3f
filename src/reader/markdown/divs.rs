//! Nested regions → blocks: each is read as Markdown of its own, and one with a name becomes the construct of
//! that name.

use super::blocks;
use super::inline::{self, HtmlTags, Place};
use super::references::References;
use super::regions::{Div, Inside, Region, lines, regions, texts, toggles_fence};
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, Inline, KeyTerm, Origin, TargetId};
use crate::reader::constructs::attributes::Attributes;
use crate::reader::constructs::named::{self, Named};
use crate::reader::constructs::{key_term, label};
use crate::reader::{Context, trimmed};
use crate::source::Span;
use std::ops::Range;

/// Reads a body into blocks.
pub(in crate::reader::markdown) fn read(cx: &mut Context<'_>, body: Range<usize>) -> Vec<Block> {
    let regions = regions(cx, body);
    let references = References::collect(cx, &texts(&regions));
    let mut out = Vec::new();
    build(cx, regions, 0, &references, &mut out);
    out
}

fn build(
    cx: &mut Context<'_>,
    regions: Vec<Region>,
    depth: usize,
    references: &References,
    out: &mut Vec<Block>,
) {
    for region in regions {
        match region {
            Region::Text(range) => out.extend(blocks::read(cx, range, depth, references)),
            Region::Div(div) => div_blocks(cx, div, depth + 1, references, out),
        }
    }
}

fn div_blocks(cx: &mut Context<'_>, div: Div, depth: usize, references: &References, out: &mut Vec<Block>) {
    let span = cx.span(trimmed(cx.text, div.opener.start..div.end));
    let key_term = div.attributes.name.as_deref().and_then(Named::from_name) == Some(Named::KeyTerm);
    let titled = div.attributes.title.is_some() || div.attributes.get("title").is_some();
    if key_term && !titled {
        let (from, attributes) = (out.len(), div.attributes.clone());
        key_terms(cx, div, depth, references, out);
        set_label(&attributes, out.get_mut(from..).unwrap_or_default());
        return;
    }
    let mut inner = Vec::new();
    build(cx, div.children, depth, references, &mut inner);
    out.extend(blocks_of(cx, &div.attributes, div.opener, inner, span));
}

/// What a div is, from the line that opens it and the blocks it holds.
pub(super) fn blocks_of(
    cx: &mut Context<'_>,
    attributes: &Attributes,
    opener: Range<usize>,
    mut inner: Vec<Block>,
    span: Span,
) -> Vec<Block> {
    let name = attributes.name.clone().unwrap_or_default();
    let title = title(cx, attributes, opener.clone());
    match Named::from_name(&name) {
        Some(Named::KeyTerm) => {
            let mut blocks = key_terms_of(cx, title, attributes, inner, span);
            set_label(attributes, &mut blocks);
            return blocks;
        }
        Some(named) => return vec![named::block(cx, named, title, attributes, inner, span)],
        None => {}
    }
    let opener = cx.span(opener);
    // One without a name is there for its place alone.
    if !name.is_empty() {
        let help = match Named::nearest(&name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use one of the known names, such as note, tip or example".to_owned(),
        };
        let message = format!("`{name}` is no name with a meaning; its content is kept");
        cx.report(Code::UnknownDiv, message, opener, help);
    }
    if !title.is_empty() {
        inner.insert(0, Block::paragraph(title, opener));
    }
    let mut block = Block::new(BlockKind::Group { name, blocks: inner }, span);
    block.id = attributes.id.as_deref().map(TargetId::new);
    vec![block]
}

/// Gives the first key term of a div the author's own word for it.
fn set_label(attributes: &Attributes, blocks: &mut [Block]) {
    let is_term = |block: &&mut Block| matches!(block.kind, BlockKind::KeyTerm(_));
    if let Some(first) = blocks.iter_mut().find(is_term) {
        first.label = attributes.get("label").and_then(label::own);
    }
}

/// The title of a div: what stands behind its name, or its `title` attribute.
fn title(cx: &mut Context<'_>, attributes: &Attributes, opener: Range<usize>) -> Vec<Inline> {
    let line = cx.slice(opener.clone());
    // Behind the name, which may be the same word.
    let behind = attributes.name.as_deref().and_then(|name| Some(line.find(name)? + name.len())).unwrap_or(0);
    let title = attributes.title.as_deref().or_else(|| attributes.get("title"));
    let Some(title) = title.filter(|title| !title.is_empty()) else { return Vec::new() };
    let found = line.get(behind..).and_then(|rest| rest.find(title)).map(|at| behind + at);
    let Some(from) = found.or_else(|| line.find(title)).map(|at| opener.start + at) else {
        return Vec::new();
    };
    inline::line(cx, from..from + title.len(), HtmlTags::Dropped, Place::Body)
}

/// The key terms of a div that is read as any other: one named behind the colons, entries of a list of
/// definitions, or paragraphs `X — d`. What stands behind a key term belongs to its definition.
fn key_terms_of(
    cx: &mut Context<'_>,
    title: Vec<Inline>,
    attributes: &Attributes,
    inner: Vec<Block>,
    span: Span,
) -> Vec<Block> {
    let mut out = Vec::new();
    if !title.is_empty() {
        key_term::check_length(cx, &title, span);
        let term = KeyTerm { term: title, definition: inner };
        let id = attributes.id.as_deref().map(TargetId::new);
        return vec![Block { id, ..Block::new(BlockKind::KeyTerm(term), span) }];
    }
    for block in inner {
        match block.kind {
            BlockKind::Definitions { entries } => out.extend(key_term::of_definitions(cx, entries)),
            BlockKind::Paragraph { content, .. }
                if !out.iter().any(|block| matches!(block.kind, BlockKind::KeyTerm(_))) =>
            {
                out.extend(key_term::blocks(cx, content, block.span, Origin::Markup));
            }
            _ => push_definition(&mut out, vec![block]),
        }
    }
    if out.is_empty() {
        out.extend(key_term::blocks(cx, Vec::new(), span, Origin::Markup));
    }
    if let [only] = out.as_mut_slice() {
        only.span = span;
        only.id = attributes.id.as_deref().map(TargetId::new);
    }
    out
}

/// The key terms of a div: each a line `X` and one or more `: d` below it; or a line `X — d`.
fn key_terms(cx: &mut Context<'_>, div: Div, depth: usize, references: &References, out: &mut Vec<Block>) {
    let span = cx.span(trimmed(cx.text, div.opener.start..div.end));
    let id = div.attributes.id.as_deref().map(TargetId::new);
    let from = out.len();
    let mut children = div.children.into_iter();
    let Some(Region::Text(range)) = children.next() else { return };
    let (before, terms) = terms(cx, range);
    if terms.is_empty() {
        let mut inner = blocks::read(cx, before, depth, references);
        if let Some(Block { kind: BlockKind::Paragraph { content, .. }, .. }) = inner.first_mut() {
            let content = std::mem::take(content);
            inner.remove(0);
            out.extend(key_term::blocks(cx, content, span, Origin::Markup));
        } else {
            out.extend(key_term::blocks(cx, Vec::new(), span, Origin::Markup));
        }
        push_definition(out, inner);
    } else {
        out.extend(blocks::read(cx, before, depth, references));
        for Term { line, definitions } in terms {
            let end = definitions.last().map_or(line.end, |range| range.end);
            let place = cx.span(trimmed(cx.text, line.start..end));
            let term = inline::line(cx, line, HtmlTags::Dropped, Place::Body);
            key_term::check_length(cx, &term, place);
            let mut definition = Vec::new();
            for range in definitions {
                definition.extend(blocks::read(cx, range, depth, references));
            }
            out.push(Block::new(BlockKind::KeyTerm(KeyTerm { term, definition }), place));
        }
    }
    let mut rest = Vec::new();
    build(cx, children.collect(), depth, references, &mut rest);
    push_definition(out, rest);
    if let [only] = out.get_mut(from..).unwrap_or_default() {
        only.span = span;
        only.id = id;
    }
}

fn push_definition(out: &mut Vec<Block>, mut blocks: Vec<Block>) {
    match out.last_mut().map(|block| &mut block.kind) {
        Some(BlockKind::KeyTerm(last)) => last.definition.append(&mut blocks),
        _ => out.append(&mut blocks),
    }
}

struct Term {
    line: Range<usize>,
    definitions: Vec<Range<usize>>,
}

/// Parts the text of a key-term div into what stands before the first term, and the terms.
fn terms(cx: &Context<'_>, range: Range<usize>) -> (Range<usize>, Vec<Term>) {
    let lines: Vec<Range<usize>> = lines(cx, range.clone());
    let text = |line: &Range<usize>| cx.slice(line.clone());
    let defines = |line: &Range<usize>| text(line).trim_start_matches(' ').starts_with(": ");
    let blank = |line: &Range<usize>| text(line).trim().is_empty();
    let mut terms: Vec<Term> = Vec::new();
    let mut before = range.start..range.end;
    // What stands in a listing, or deeper than the mark of the meaning before, is part of that meaning.
    let mut listing = None;
    let mut deep: Option<usize> = None;
    for (index, line) in lines.iter().enumerate() {
        let indent = text(line).len() - text(line).trim_start_matches(' ').len();
        let listed = toggles_fence(text(line), &mut listing) || listing.is_some();
        if listed || deep.is_some_and(|deep| indent >= deep) {
            if let Some(definition) = terms.last_mut().and_then(|term| term.definitions.last_mut()) {
                definition.end = line.end;
            }
            continue;
        }
        let next = || lines.get(index + 1..).unwrap_or_default().iter().find(|line| !blank(line));
        let mut inside = Inside::default();
        inside.see(text(line));
        let above = |next: &Range<usize>| {
            let indent = text(next).len() - text(next).trim_start_matches(' ').len();
            defines(next) && !inside.holds(indent)
        };
        if !blank(line) && !defines(line) && next().is_some_and(above) {
            if terms.is_empty() {
                before.end = line.start;
            }
            terms.push(Term { line: line.clone(), definitions: Vec::new() });
            continue;
        }
        let Some(term) = terms.last_mut() else { continue };
        if defines(line) {
            let mark = text(line).find(':').unwrap_or_default() + 1;
            term.definitions.push(line.start + mark..line.end);
            deep = Some(indent + 2);
        } else if let Some(definition) = term.definitions.last_mut() {
            definition.end = line.end;
        }
    }
    (before, terms)
}
