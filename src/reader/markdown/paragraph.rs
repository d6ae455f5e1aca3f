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

/// Adds the blocks of a paragraph: a figure, a formula, what its label names, or the paragraph.
pub(super) fn read(
    cx: &mut Context<'_>,
    mut content: Vec<Inline>,
    span: Span,
    in_item: bool,
    out: &mut Vec<Block>,
) {
    if (0..content.len()).any(|at| is_displayed(cx, &content, at)) {
        return around_formulas(cx, content, in_item, out);
    }
    // A comment may have stood behind the last space.
    split::trim_end(cx.text, &mut content);
    inline::report_missing_alt(cx, &content);
    if content.is_empty() {
        return;
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
        return out.push(figure);
    }
    let Some(found) = label::find(cx, &content) else {
        return out.push(Block::paragraph(content, span));
    };
    let own = label::own(&label::words_of(&content, found));
    // In an item, “Term: 5 weeks” is a lead.
    let is_term = found.named == Named::KeyTerm && found.emphasis == Emphasis::Marked && !in_item;
    let whole = if is_term { Vec::new() } else { content.clone() };
    let rest = label::behind(cx, content, found);
    match (found.named, found.emphasis) {
        (Named::KeyTerm, _) if is_term || key_term::is_parted(&rest) => {
            out.append(&mut key_term::labelled(cx, rest, span, own));
        }
        (Named::Disclaimer, Emphasis::Bare) if !in_item && !rest.is_empty() => {
            let message = "this begins as a disclaimer does, and was taken for a paragraph";
            let help = "set its first word in strong type, or put `::: disclaimer` above it and `:::` below";
            cx.report(Code::ParagraphDoubtful, message, span, help);
            out.push(Block::paragraph(whole, span));
        }
        (named @ (Named::Takeaway | Named::Teaser | Named::Disclaimer), Emphasis::Marked)
            if !in_item && !rest.is_empty() =>
        {
            let place = key_term::extent(&rest).unwrap_or(span);
            let inner = vec![Block::paragraph(rest, place)];
            let mut block = named::block(cx, named, Vec::new(), &Attributes::default(), inner, span);
            block.origin = Origin::Label;
            block.label = own;
            out.push(block);
        }
        _ => out.push(Block::paragraph(whole, span)),
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
fn around_formulas(cx: &mut Context<'_>, content: Vec<Inline>, in_item: bool, out: &mut Vec<Block>) {
    let displayed: Vec<bool> = (0..content.len()).map(|at| is_displayed(cx, &content, at)).collect();
    let before = out.len();
    let mut text = Vec::new();
    for (inline, displayed) in content.into_iter().zip(displayed) {
        match inline.kind {
            InlineKind::Math { tex } if displayed => {
                end_text(cx, &mut text, out, in_item && out.len() == before);
                out.push(Block::new(BlockKind::Math { tex }, inline.span));
            }
            _ => text.push(inline),
        }
    }
    end_text(cx, &mut text, out, in_item && out.len() == before);
}

/// Adds the text before a formula.
fn end_text(cx: &mut Context<'_>, text: &mut Vec<Inline>, out: &mut Vec<Block>, in_item: bool) {
    let mut content = std::mem::take(text);
    split::trim_start(cx.text, &mut content);
    split::trim_end(cx.text, &mut content);
    if let Some(span) = key_term::extent(&content) {
        read(cx, content, span, in_item, out);
    }
}
