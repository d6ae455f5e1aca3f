//! Policies → what stays in the lessons: advertising and repeated disclaimers.
//!
//! Nothing goes in silence: what is left out is recorded and reported, what is moved stands elsewhere in
//! the book, and a disclaimer that is not repeated leads to the place where it stands whole.

use crate::config::PromoPolicy;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Block, BlockKind, BoilerplateKind, Chapter, Inline, InlineKind, LinkTarget, Origin, TargetId, Withheld,
    WithheldKind, walk,
};
use crate::resolve::Names;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What the promo policy took out of the lessons.
#[derive(Default, Debug)]
pub(super) struct Taken {
    /// What is left out of the book.
    pub(super) withheld: Vec<Withheld>,
    /// What moves behind the last lesson: each text once.
    pub(super) moved: Vec<Block>,
}

/// Takes advertising out of a book's lessons, as the policy asks.
pub(super) fn take_promo<'b>(
    chapters: impl Iterator<Item = &'b mut Chapter>,
    policy: PromoPolicy,
    diagnostics: &mut Diagnostics,
) -> Taken {
    let mut taken = Taken::default();
    let mut seen = BTreeSet::new();
    if policy == PromoPolicy::Keep {
        return taken;
    }
    for chapter in chapters {
        let mut promo = Vec::new();
        extract(&mut chapter.lesson.blocks, &mut promo);
        match policy {
            PromoPolicy::Drop => withhold(promo, Why::Dropped, &mut taken.withheld, diagnostics),
            PromoPolicy::Colophon => {
                let is_new = |block: &Block| seen.insert(sense(std::slice::from_ref(block)));
                let (new, repeated) = promo.into_iter().partition::<Vec<_>, _>(is_new);
                taken.moved.extend(new);
                withhold(repeated, Why::Repeated, &mut taken.withheld, diagnostics);
            }
            PromoPolicy::Keep => {}
        }
    }
    taken
}

/// Why advertising is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Why {
    /// The path wants none.
    Dropped,
    /// The colophon has the same words already.
    Repeated,
}

/// Records what is left out of one lesson, and reports it.
fn withhold(promo: Vec<Block>, why: Why, withheld: &mut Vec<Withheld>, diagnostics: &mut Diagnostics) {
    let Some(span) = promo.iter().map(|block| block.span).reduce(Span::to) else { return };
    let (mut lines, mut characters) = (0, 0);
    for block in promo {
        let text = walk::block_text(std::slice::from_ref(&block));
        lines += text.lines().count();
        characters += text.chars().filter(|c| *c != '\n').count();
        withheld.push(Withheld { kind: WithheldKind::Promo, span: block.span, text });
    }
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let message = format!(
        "{lines} line{} of advertising left out ({characters} character{}){}",
        plural(lines),
        plural(characters),
        if why == Why::Repeated { ": the colophon has the same" } else { "" }
    );
    let found = Diagnostic::new(Code::PromoWithheld, message).at(span);
    diagnostics.push(found.help("if this is no advertising, write `<!-- stationer: paragraph -->` above it"));
}

/// Moves advertising out of a list of blocks, however deep; what held nothing else goes with it.
fn extract(blocks: &mut Vec<Block>, promo: &mut Vec<Block>) {
    blocks.retain_mut(|block| {
        if matches!(block.kind, BlockKind::Boilerplate { kind: BoilerplateKind::Promo, .. }) {
            promo.push(std::mem::replace(block, Block::new(BlockKind::Break, block.span)));
            return false;
        }
        let before = promo.len();
        extract_inside(&mut block.kind, promo);
        promo.len() == before || !is_hollow(&block.kind)
    });
}

fn extract_inside(kind: &mut BlockKind, promo: &mut Vec<Block>) {
    if let BlockKind::List(list) = kind {
        list.items.retain_mut(|item| {
            let before = promo.len();
            extract(&mut item.blocks, promo);
            promo.len() == before || !item.blocks.is_empty() || !item.lead.is_empty()
        });
        return;
    }
    walk::each_list_mut(kind, |blocks| extract(blocks, promo));
}

/// Whether a block that held others holds nothing any more.
fn is_hollow(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::List(list) => list.items.is_empty(),
        kind => {
            let mut hollow = true;
            walk::each_list(kind, |blocks| hollow &= blocks.is_empty());
            walk::each_line(kind, |line| hollow &= line.is_empty());
            hollow
        }
    }
}

/// Moves the disclaimers of a book to its front, each distinct text once and whole; what stays in each
/// lesson is a sentence that leads there. Gives what was moved.
pub(super) fn move_disclaimers<'b>(
    chapters: impl Iterator<Item = &'b mut Chapter>,
    reference: &str,
    names: &mut Names,
) -> Vec<Block> {
    let mut moved: Vec<Block> = Vec::new();
    let mut known: BTreeMap<String, TargetId> = BTreeMap::new();
    for chapter in chapters {
        let mut leads = false;
        walk::blocks_mut(&mut chapter.lesson.blocks, &mut |block| {
            let span = block.span;
            let BlockKind::Disclaimer { kind, blocks } = &mut block.kind else { return };
            let id = known.entry(format!("{kind:?} {}", sense(blocks))).or_insert_with(|| {
                let id = names.unique_id("disclaimer");
                let kind = BlockKind::Disclaimer { kind: *kind, blocks: blocks.clone() };
                let (label, origin) = (block.label.clone(), block.origin);
                moved.push(Block { id: Some(id.clone()), label, origin, ..Block::new(kind, span) });
                id
            });
            *blocks = match leads {
                false => {
                    let line = Block::paragraph(vec![leading(reference, id, span)], span);
                    vec![Block { origin: Origin::Made, ..line }]
                }
                true => Vec::new(),
            };
            leads = true;
        });
        if leads {
            drop_empty_disclaimers(&mut chapter.lesson.blocks);
        }
    }
    moved
}

/// Takes out the disclaimers that stand in front: a lesson leads there once.
fn drop_empty_disclaimers(blocks: &mut Vec<Block>) {
    let is_empty =
        |block: &Block| matches!(&block.kind, BlockKind::Disclaimer { blocks, .. } if blocks.is_empty());
    blocks.retain(|block| !is_empty(block));
    for block in blocks {
        walk::each_list_mut(&mut block.kind, drop_empty_disclaimers);
    }
}

fn leading(words: &str, place: &TargetId, span: Span) -> Inline {
    let target = LinkTarget::Internal { target: place.clone() };
    let content = vec![Inline::text(words, span)];
    Inline::new(InlineKind::Link { target, title: None, content }, span)
}

/// The words of blocks, for telling whether two say the same.
fn sense(blocks: &[Block]) -> String {
    walk::block_text(blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}
