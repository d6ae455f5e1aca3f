//! Key terms of all lessons → findings about terms that are defined twice, in the same words or in others.

use super::PlacedLesson;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, KeyTerm, walk};
use crate::source::Span;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// How much of the first definition is shown, in characters.
const SHOWN: usize = 60;

/// The first definition of a term.
struct First<'l> {
    definition: &'l [Block],
    lesson: &'l str,
}

/// Reports every definition of a term that was defined before, in this lesson or in an earlier one.
pub(super) fn check(lessons: &[PlacedLesson], diagnostics: &mut Diagnostics) {
    let mut terms: BTreeMap<String, First<'_>> = BTreeMap::new();
    for placed in lessons {
        walk::blocks(&placed.lesson.blocks, &mut |block| {
            let BlockKind::KeyTerm(key_term) = &block.kind else { return };
            let name = spaced(&walk::plain_text(&key_term.term));
            if name.is_empty() {
                return;
            }
            match terms.entry(name.to_lowercase()) {
                Entry::Vacant(place) => {
                    place.insert(First { definition: &key_term.definition, lesson: &placed.reference });
                }
                Entry::Occupied(known) => {
                    let first = known.get();
                    let [before, here] = [first.definition, &key_term.definition].map(words);
                    let finding = match bare(&before) == bare(&here) {
                        true => twice(&name, first, placed),
                        false => differs(&name, first, &before, placed),
                    };
                    diagnostics.push(finding.at(place(key_term).unwrap_or(block.span)));
                }
            }
        });
    }
}

/// Where the term itself stands.
fn place(key_term: &KeyTerm) -> Option<Span> {
    Some(key_term.term.first()?.span.to(key_term.term.last()?.span))
}

fn twice(name: &str, first: &First<'_>, placed: &PlacedLesson) -> Diagnostic {
    let message = format!("“{name}” is defined twice, in the same words");
    let where_ = whereabouts(first, placed);
    Diagnostic::new(Code::TermTwice, message)
        .help(format!("keep one of the two definitions; the first one stands {where_}"))
}

fn differs(name: &str, first: &First<'_>, definition: &str, placed: &PlacedLesson) -> Diagnostic {
    let message = format!("“{name}” is defined a second time, in other words");
    let where_ = whereabouts(first, placed);
    let shown = match definition.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", definition.get(..cut).unwrap_or_default().trim_end()),
        None => definition.to_owned(),
    };
    Diagnostic::new(Code::TermDiffers, message)
        .help(format!("the first definition, {where_}, is: “{shown}”"))
        .help("make one definition of the two, or give the second meaning a name of its own")
}

fn whereabouts(first: &First<'_>, placed: &PlacedLesson) -> String {
    if first.lesson == placed.reference {
        "in this lesson".to_owned()
    } else {
        format!("in `{}`", first.lesson.escape_debug())
    }
}

/// The words of a definition.
fn words(definition: &[Block]) -> String {
    spaced(&walk::block_text(definition))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A definition without what does not change its meaning: case and a stop at its end.
fn bare(definition: &str) -> String {
    definition.trim_end_matches(['.', '。', '।', ' ']).to_lowercase()
}
