//! What a lesson is not → whether a line says so, and which advice is meant.

use crate::model::{Block, BlockKind, DisclaimerKind, Inline, Origin, walk};
use crate::reader::Context;
use crate::reader::words::{Folded, Words, folded, holds};
use crate::source::Span;

/// The kind of a name, in any case.
pub(in crate::reader) fn from_name(name: &str) -> Option<DisclaimerKind> {
    DisclaimerKind::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
}

/// How sure it is that a line is a disclaimer, from 0 to 100: two of “for information”, “not advice” and
/// “consult somebody”, or “not advice” of a known kind.
pub(in crate::reader) fn score(words: &Words, line: &str) -> u8 {
    let line = folded(line);
    let purpose = words.says(|t| t.purpose, &line)
        || words.pairs(|t| t.learning, |t| t.limits, &line)
        || words.pairs(|t| t.limits, |t| t.learning, &line);
    let not_advice = words.says(|t| t.not_advice, &line) || words.pairs(|t| t.negations, |t| t.denied, &line);
    if !purpose && !not_advice {
        return 0;
    }
    let consult = words.says(|t| t.consult, &line) || words.pairs(|t| t.asking, |t| t.experts, &line);
    let kind = kind_in(words, &line).is_some();
    let advice = words.says(|t| t.advice, &line);
    let groups = [purpose, not_advice, consult].into_iter().filter(|found| *found).count();
    match groups {
        3 => 100,
        2 => 85 + if kind { 10 } else { 0 },
        1 if not_advice && kind && advice => 75,
        _ => 0,
    }
}

/// The kind of advice that a text speaks of most; general when of none.
pub(in crate::reader) fn kind_of(words: &Words, text: &str) -> DisclaimerKind {
    kind_in(words, &folded(text)).unwrap_or(DisclaimerKind::General)
}

fn kind_in(words: &Words, line: &Folded) -> Option<DisclaimerKind> {
    let mut best = None;
    for (_, kind) in DisclaimerKind::ALL {
        let count =
            words.each(|t| t.advice_kinds).filter(|(word, of)| *of == kind && holds(line, word)).count();
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

/// The words of some blocks.
pub(in crate::reader) fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    walk::blocks(blocks, &mut |block| {
        for content in walk::own_inlines(&block.kind) {
            text.push_str(&walk::plain_text(content));
            text.push(' ');
        }
    });
    text
}

/// Adds the disclaimer of the front matter: a kind sets the kind of those in the text, other words are
/// one more, before any advertising at the end.
pub(in crate::reader) fn add(cx: &mut Context<'_>, blocks: &mut Vec<Block>, text: String, span: Span) {
    if let Some(wanted) = from_name(&text) {
        walk::blocks_mut(blocks, &mut |block| {
            if let BlockKind::Disclaimer { kind, .. } = &mut block.kind {
                *kind = wanted;
            }
        });
        return;
    }
    let kind = kind_of(&cx.words, &text);
    let inner = vec![Block::paragraph(vec![Inline::text(text, span)], span)];
    let at = blocks
        .iter()
        .rposition(|block| !matches!(block.kind, BlockKind::Boilerplate { .. }))
        .map_or(0, |at| at + 1);
    let mut block = Block::new(BlockKind::Disclaimer { kind, blocks: inner }, span);
    block.origin = Origin::Label;
    blocks.insert(at, block);
}
