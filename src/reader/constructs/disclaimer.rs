//! What a lesson is not → whether lines say so, and which advice is meant.

use crate::model::{Block, BlockKind, DisclaimerKind, Inline, Origin, walk};
use crate::reader::Context;
use crate::reader::words::{Heard, List, Words};
use crate::source::Span;

/// The kind of a name, in any case.
pub(in crate::reader) fn from_name(name: &str) -> Option<DisclaimerKind> {
    DisclaimerKind::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
}

/// The three things disclaimers say, as far as a text says them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::reader) struct Signs {
    /// It is for information.
    purpose: bool,
    /// It is not advice.
    not_advice: bool,
    /// Somebody should be asked.
    consult: bool,
    /// The kind of advice is named.
    kind: bool,
    /// The word “advice” stands there.
    advice: bool,
}

impl Signs {
    /// What a line says.
    pub(in crate::reader) fn of(words: &Words, line: &str) -> Signs {
        let line = words.hear(line);
        Signs {
            purpose: line.says(List::Purpose)
                || line.pairs(List::Learning, List::Limits)
                || line.pairs(List::Limits, List::Learning),
            not_advice: line.says(List::NotAdvice) || line.pairs(List::Negations, List::Denied),
            consult: line.says(List::Consult) || line.pairs(List::Asking, List::Experts),
            kind: kind_in(&line).is_some(),
            advice: line.says(List::Advice),
        }
    }

    /// What a text and the line below it say together; none if that line adds nothing.
    pub(in crate::reader) fn with(self, below: Signs) -> Option<Signs> {
        let adds = below.purpose && !self.purpose
            || below.not_advice && !self.not_advice
            || below.consult && !self.consult;
        adds.then_some(Signs {
            purpose: self.purpose || below.purpose,
            not_advice: self.not_advice || below.not_advice,
            consult: self.consult || below.consult,
            kind: self.kind || below.kind,
            advice: self.advice || below.advice,
        })
    }

    /// How sure it is that this is a disclaimer, from 0 to 100: two of the three, or “not advice” of a known
    /// kind.
    pub(in crate::reader) fn score(self) -> u8 {
        if !self.purpose && !self.not_advice {
            return 0;
        }
        let said = [self.purpose, self.not_advice, self.consult].into_iter().filter(|said| *said).count();
        match said {
            3 => 100,
            2 => 85 + if self.kind { 10 } else { 0 },
            1 if self.not_advice && self.kind && self.advice => 75,
            _ => 0,
        }
    }
}

/// The kind of advice that a text speaks of most; general when of none.
pub(in crate::reader) fn kind_of(words: &Words, text: &str) -> DisclaimerKind {
    kind_in(&words.hear(text)).unwrap_or(DisclaimerKind::General)
}

fn kind_in(line: &Heard) -> Option<DisclaimerKind> {
    let mut best = None;
    for (_, kind) in DisclaimerKind::ALL {
        let count = line.advice_of(kind);
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
        walk::each_line(&block.kind, |content| {
            text.push_str(&walk::plain_text(content));
            text.push(' ');
        });
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
