//! A book → the numbers of its tables and figures, in the order they are read.
//!
//! What has a caption has a number, through the whole book, so that a list of figures and a reference by hand name
//! one, in print and on screens. Where authors number captions themselves, nothing is added to them. Knows no page.

use crate::model::{Block, BlockKind, Book, Inline, TargetId, Words, walk};
use std::collections::BTreeMap;

/// The numbers of captions, by the place of what they stand at.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct CaptionNumbers {
    numbers: BTreeMap<TargetId, (Kind, u32)>,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Table,
    Figure,
}

impl Kind {
    fn word(self, words: &Words) -> &str {
        match self {
            Kind::Table => &words.table,
            Kind::Figure => &words.figure,
        }
    }
}

impl CaptionNumbers {
    /// The numbers of a book.
    pub fn of(book: &Book) -> CaptionNumbers {
        let mut numbers = BTreeMap::new();
        let (mut tables, mut figures) = (Counter::new(Kind::Table), Counter::new(Kind::Figure));
        for chapter in book.parts.iter().flat_map(|part| &part.chapters) {
            walk::blocks(&chapter.lesson.blocks, &mut |block| {
                tables.see(block, &book.words, &mut numbers);
                figures.see(block, &book.words, &mut numbers);
            });
        }
        let by_hand =
            |kind: Kind| [&tables, &figures].iter().any(|known| known.kind == kind && known.by_hand);
        numbers.retain(|_, (kind, _)| !by_hand(*kind));
        CaptionNumbers { numbers }
    }

    /// What a caption begins with, “Figure 3”.
    pub fn label(&self, place: Option<&TargetId>, words: &Words) -> Option<String> {
        let (kind, number) = self.numbers.get(place?)?;
        Some(format!("{}\u{A0}{number}", kind.word(words)))
    }

    /// The number of what stands at a place.
    pub fn number(&self, place: &TargetId) -> Option<u32> {
        self.numbers.get(place).map(|(_, number)| *number)
    }
}

/// Counts captions of a kind.
struct Counter {
    kind: Kind,
    count: u32,
    /// Whether one of them has a number of its author's.
    by_hand: bool,
}

impl Counter {
    fn new(kind: Kind) -> Counter {
        Counter { kind, count: 0, by_hand: false }
    }

    fn see(&mut self, block: &Block, words: &Words, numbers: &mut BTreeMap<TargetId, (Kind, u32)>) {
        let caption = match (&block.kind, self.kind) {
            (BlockKind::Table(table), Kind::Table) => &table.caption,
            (BlockKind::Figure(figure), Kind::Figure) => &figure.caption,
            _ => return,
        };
        if caption.is_empty() {
            return;
        }
        self.count += 1;
        self.by_hand |= numbered(caption, self.kind.word(words));
        if let Some(id) = &block.id {
            numbers.insert(id.clone(), (self.kind, self.count));
        }
    }
}

/// Whether a caption begins as one that its author numbered: with its word, whole or shortened, and a figure.
fn numbered(caption: &[Inline], word: &str) -> bool {
    let text = walk::plain_text(caption).to_lowercase();
    let word = word.to_lowercase();
    let common = text.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    let begun = common > 2 || common > 0 && common == word.chars().count();
    let rest = text.chars().skip(common).collect::<String>();
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    begun && rest.starts_with(|c: char| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn captions_that_authors_number_are_known() {
        let begins = |text: &str, word: &str| numbered(&[Inline::text(text, Span::default())], word);
        for text in ["Figure 1: a bell", "Fig. 2", "figure 3. A bell", "FIG 4"] {
            assert!(begins(text, "Figure"), "{text}");
        }
        assert!(begins("Abb. 3: Glocke", "Abbildung") && begins("\u{56F3}1 \u{9418}", "\u{56F3}"));
        for text in ["Figures of speech", "A bell in figure 1", "Fires of 1834", "12 figures", ""] {
            assert!(!begins(text, "Figure"), "{text}");
        }
    }
}
