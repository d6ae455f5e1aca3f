//! A block quote that begins with `[!NAME]` → the construct of that name.

use super::attributes::Attributes;
use super::key_term;
use super::named::{self, Named};
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, Inline, InlineKind, KeyTerm};
use crate::reader::Context;
use crate::reader::split::{self, Cut};
use crate::source::Span;

/// The block of a quote's blocks: an alert, or the quote itself.
pub(in crate::reader) fn block(cx: &mut Context<'_>, mut blocks: Vec<Block>, span: Span) -> Block {
    let Some(name) = name(cx, &blocks) else { return Block::new(BlockKind::Quote { blocks }, span) };
    let Some(found) = Named::from_name(&name) else {
        let place = blocks.first().map_or(span, |block| block.span);
        let help = match Named::nearest(&name) {
            Some(near) => format!("did you mean `[!{}]`?", near.to_uppercase()),
            None => "use NOTE, TIP, IMPORTANT, WARNING or CAUTION".to_owned(),
        };
        cx.report(Code::UnknownAlert, format!("`[!{name}]` is no kind of alert"), place, help);
        return Block::new(BlockKind::Quote { blocks }, span);
    };
    let title = take_first_line(cx, &mut blocks, name.len() + "[!]".len());
    if found == Named::KeyTerm {
        return key_term_block(cx, title, blocks, span);
    }
    named::block(cx, found, title, &Attributes::default(), blocks, span)
}

fn key_term_block(cx: &mut Context<'_>, term: Vec<Inline>, mut definition: Vec<Block>, span: Span) -> Block {
    if term.is_empty()
        && let Some(Block { kind: BlockKind::Paragraph { content, .. }, .. }) = definition.first_mut()
    {
        let content = std::mem::take(content);
        let mut blocks = key_term::blocks(cx, content, span, crate::model::Origin::Markup);
        definition.remove(0);
        if let Some(Block { kind: BlockKind::KeyTerm(last), .. }) = blocks.last_mut() {
            last.definition.append(&mut definition);
        }
        return match blocks.len() {
            1 => blocks.remove(0),
            _ => Block::new(BlockKind::Group { name: "key-terms".to_owned(), blocks }, span),
        };
    }
    key_term::check_length(cx, &term, span);
    if term.is_empty() || definition.is_empty() {
        return key_term::blocks(cx, term, span, crate::model::Origin::Markup).remove(0);
    }
    Block::new(BlockKind::KeyTerm(KeyTerm { term, definition }), span)
}

/// The name between `[!` and `]` at the very start of the first paragraph, unless the author escaped the
/// bracket.
fn name(cx: &Context<'_>, blocks: &[Block]) -> Option<String> {
    let BlockKind::Paragraph { content, .. } = &blocks.first()?.kind else { return None };
    let first = content.first()?;
    let InlineKind::Text { text } = &first.kind else { return None };
    let start = first.span.start as usize;
    if !cx.text.get(start..)?.starts_with('[') || cx.text.get(..start)?.ends_with('\\') {
        return None;
    }
    let (name, _) = text.strip_prefix("[!")?.split_once(']')?;
    let plain = !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    plain.then(|| name.to_owned())
}

/// Takes the first line off the first paragraph and gives what stands on it behind the mark.
fn take_first_line(cx: &Context<'_>, blocks: &mut Vec<Block>, mark: usize) -> Vec<Inline> {
    let Some(first) = blocks.first_mut() else { return Vec::new() };
    let BlockKind::Paragraph { content, .. } = &mut first.kind else { return Vec::new() };
    let mut line = std::mem::take(content);
    let ends_line = |inline: &Inline| match inline.kind {
        InlineKind::SoftBreak => true,
        // A tag breaks a line that goes on in the source.
        InlineKind::LineBreak => cx.slice(inline.span.range()).contains(['\n', '\r']),
        _ => false,
    };
    let end = line.iter().position(ends_line).unwrap_or(line.len());
    let mut rest = line.split_off(end);
    split::trim_start(cx.text, &mut rest);
    let (_, title) = split::cut(cx.text, line, Cut { piece: 0, start: 0, end: mark });
    match rest.first() {
        None => {
            blocks.remove(0);
        }
        Some(start) => {
            first.span.start = start.span.start;
            *content = rest;
        }
    }
    title
}
