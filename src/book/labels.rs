//! Lessons → lessons that keep of their authors' labels those that the book does not print by itself.
//!
//! “Key term” over a key term is the book's own word, set in its own way and language; “Definition” is its author's,
//! and stays. Which words are the book's is known here alone: the reader keeps every label as it is written.

use crate::model::{Chapter, Words, walk};

/// Takes away the labels of a chapter that the book prints by itself.
pub(super) fn keep_own(chapter: &mut Chapter, words: &Words) {
    walk::blocks_mut(&mut chapter.lesson.blocks, &mut |block| {
        let standard = || words.label(&block.kind).map(folded);
        if block.label.as_deref().map(folded).is_some_and(|own| standard() == Some(own)) {
            block.label = None;
        }
    });
}

/// A label as it is compared: in lower case, with plain spaces.
fn folded(label: &str) -> String {
    label.to_lowercase().replace(['\u{A0}', '’', '-'], " ")
}
