//! A finished paragraph → the block it is: a figure, formulas on lines of their own, what its label names, or
//! running text. Must not know the events it came from.

use super::inline;
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, Inline, InlineKind, Origin, TargetId};
use crate::reader::constructs::label::{self, Emphasis};
use crate::reader::constructs::named::{self, Named};
use crate::reader::constructs::{attributes::Attributes, figure, key_term};
use crate::reader::{Context, split};
use crate::source::Span;

/// The blocks of a paragraph: a figure, a formula, what its label names, or the paragraph.
pub(super) fn blocks(
    cx: &mut Context<'_>,
    mut content: Vec<Inline>,
    span: Span,
    in_item: bool,
) -> Vec<Block> {
    if (0..content.len()).any(|at| is_displayed(cx, &content, at)) {
        return around_formulas(cx, content, in_item);
    }
    // A comment may have stood behind the last space.
    split::trim_end(cx.text, &mut content);
    inline::report_missing_alt(cx, &content);
    if content.is_empty() {
        return Vec::new();
    }
    // Inside a line a formula is one line, too.
    for inline in &mut content {
        if let InlineKind::Math { tex } = &mut inline.kind
            && tex.contains('\n')
        {
            *tex = tex.replace('\n', " ");
        }
    }
    if let Some(mut figure) = figure::figure(&content, span) {
        figure.id = Attributes::at_end(cx.slice(span.start as usize..span.end as usize))
            .and_then(|attributes| attributes.id)
            .map(|id| TargetId::new(&id));
        return vec![figure];
    }
    let Some(found) = label::find(cx, &content) else { return vec![Block::paragraph(content, span)] };
    let own = label::own(&label::words_of(&content, found));
    let rest = label::behind(cx, content.clone(), found);
    match (found.named, found.emphasis) {
        // In an item, “Term: 5 weeks” is a lead.
        (Named::KeyTerm, emphasis)
            if (emphasis == Emphasis::Marked && !in_item) || key_term::is_parted(&rest) =>
        {
            key_term::labelled(cx, rest, span, own)
        }
        (Named::Disclaimer, Emphasis::Bare) if !in_item && !rest.is_empty() => {
            let message = "this begins as a disclaimer does, and was taken for a paragraph";
            let help = "set its first word in strong type, or put `::: disclaimer` above it and `:::` below";
            cx.report(Code::ParagraphDoubtful, message, span, help);
            vec![Block::paragraph(content, span)]
        }
        (named @ (Named::Takeaway | Named::Teaser | Named::Disclaimer), Emphasis::Marked)
            if !in_item && !rest.is_empty() =>
        {
            let place = key_term::extent(&rest).unwrap_or(span);
            let inner = vec![Block::paragraph(rest, place)];
            let mut block = named::block(cx, named, Vec::new(), &Attributes::default(), inner, span);
            block.origin = Origin::Label;
            block.label = own;
            vec![block]
        }
        _ => vec![Block::paragraph(content, span)],
    }
}

/// Whether a formula between `$$` stands at an index, alone on its lines.
fn is_displayed(cx: &Context<'_>, content: &[Inline], at: usize) -> bool {
    let parts = |at: Option<usize>| {
        let inline = at.and_then(|at| content.get(at));
        inline.is_none_or(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::LineBreak))
    };
    content.get(at).is_some_and(|inline| {
        matches!(inline.kind, InlineKind::Math { .. }) && cx.slice(inline.span.range()).starts_with("$$")
    }) && parts(at.checked_sub(1))
        && parts(Some(at + 1))
}

/// The formulas of a paragraph that stand alone on their lines, and the text before, between and behind them.
fn around_formulas(cx: &mut Context<'_>, content: Vec<Inline>, in_item: bool) -> Vec<Block> {
    let displayed: Vec<bool> = (0..content.len()).map(|at| is_displayed(cx, &content, at)).collect();
    let mut blocks = Vec::new();
    let mut text = Vec::new();
    for (inline, displayed) in content.into_iter().zip(displayed) {
        match inline.kind {
            InlineKind::Math { tex } if displayed => {
                end_text(cx, &mut text, &mut blocks, in_item);
                blocks.push(Block::new(BlockKind::Math { tex }, inline.span));
            }
            _ => text.push(inline),
        }
    }
    end_text(cx, &mut text, &mut blocks, in_item);
    blocks
}

/// Makes a paragraph of the text before a formula.
fn end_text(cx: &mut Context<'_>, text: &mut Vec<Inline>, blocks: &mut Vec<Block>, in_item: bool) {
    let mut content = std::mem::take(text);
    split::trim_start(cx.text, &mut content);
    split::trim_end(cx.text, &mut content);
    if let Some(span) = key_term::extent(&content) {
        let first = blocks.is_empty();
        blocks.extend(self::blocks(cx, content, span, in_item && first));
    }
}
