//! The names of constructs, and name + blocks → the block of that construct.

use super::{attributes::Attributes, disclaimer, label};
use crate::diagnostics::Code;
use crate::model::{Block, BlockKind, BoilerplateKind, Callout, CalloutKind, Inline, TargetId};
use crate::reader::Context;
use crate::source::Span;

/// A construct that authors name: by a fenced div, an alert or a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Named {
    /// A term and what it means.
    KeyTerm,
    /// The sentence to remember.
    Takeaway,
    /// What leads on to the next lesson.
    Teaser,
    /// What the lesson is not.
    Disclaimer,
    /// Advertising.
    Promo,
    /// A box.
    Callout(CalloutKind),
}

impl Named {
    /// Every construct's name but those of the boxes.
    const OTHERS: [(&'static str, Named); 7] = [
        ("key-term", Named::KeyTerm),
        ("keyterm", Named::KeyTerm),
        ("takeaway", Named::Takeaway),
        ("key-takeaway", Named::Takeaway),
        ("teaser", Named::Teaser),
        ("disclaimer", Named::Disclaimer),
        ("promo", Named::Promo),
    ];

    /// The construct of a name, in any case.
    pub(in crate::reader) fn from_name(name: &str) -> Option<Named> {
        let same = |known: &&str| known.eq_ignore_ascii_case(name);
        let other = Named::OTHERS.iter().find(|(known, _)| same(known)).map(|(_, named)| *named);
        other.or_else(|| {
            CalloutKind::ALL.iter().find(|(known, _)| same(known)).map(|(_, kind)| Named::Callout(*kind))
        })
    }

    /// The known name nearest to another word, for a suggestion.
    pub(in crate::reader) fn nearest(name: &str) -> Option<&'static str> {
        let others = Named::OTHERS.iter().map(|(known, _)| *known);
        let callouts = CalloutKind::ALL.iter().map(|(known, _)| *known);
        let lower: String = name.chars().take(40).collect::<String>().to_lowercase();
        let scored = others.chain(callouts).map(|known| (known, strsim::jaro_winkler(known, &lower)));
        scored.filter(|(_, score)| *score > 0.85).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(known, _)| known)
    }
}

/// The block of a construct other than a key term. `title` is what stood behind its name.
pub(in crate::reader) fn block(
    cx: &mut Context<'_>,
    named: Named,
    title: Vec<Inline>,
    attributes: &Attributes,
    mut blocks: Vec<Block>,
    span: Span,
) -> Block {
    if !matches!(named, Named::Callout(_)) && !title.is_empty() {
        // Only boxes have titles; elsewhere the words are part of the text.
        let place = title.first().map_or(span, |first| first.span);
        let place = title.last().map_or(place, |last| place.to(last.span));
        blocks.insert(0, Block::paragraph(title.clone(), place));
    }
    let kind = match named {
        Named::Callout(kind) => BlockKind::Callout(Callout { kind, title, blocks }),
        Named::Takeaway | Named::KeyTerm => BlockKind::Takeaway { blocks },
        Named::Teaser => BlockKind::Teaser { blocks },
        Named::Promo => BlockKind::Boilerplate { kind: BoilerplateKind::Promo, blocks },
        Named::Disclaimer => {
            let kind = match attributes.get("kind") {
                None => None,
                Some(name) => {
                    let known = disclaimer::from_name(name);
                    if known.is_none() {
                        let help = "use medical, legal, financial, safety or general";
                        cx.report(Code::UnknownDiv, format!("`{name}` is no kind of disclaimer"), span, help);
                    }
                    known
                }
            };
            let kind = kind.unwrap_or_else(|| disclaimer::kind_of(&cx.words, &disclaimer::plain(&blocks)));
            BlockKind::Disclaimer { kind, blocks }
        }
    };
    let mut block = Block::new(kind, span);
    block.id = attributes.id.as_deref().map(TargetId::new);
    block.label = attributes.get("label").and_then(label::own);
    block
}
