//! Hostile texts in small: the laws hold for each, and no text of one is lost. How much time large ones
//! take is measured by the bench `hostile`.

use crate::hostile_cases::cases;
use crate::laws;
use crate::outline::read_as;
use stationer::model::{BlockKind, walk};
use stationer::reader::{DialectChoice, ReadOptions};

#[test]
fn the_laws_hold_for_hostile_texts() {
    for case in cases() {
        laws::hold((case.make)(1_000).as_bytes());
    }
}

#[test]
fn findings_alike_are_counted() {
    for case in cases() {
        let text = (case.make)(40_000);
        let (_, diagnostics, _) = read_as("a.md", text.as_bytes(), &ReadOptions::default());
        assert!(diagnostics.len() < 1_000, "{}: {}", case.name, diagnostics.len());
    }
}

#[test]
fn long_lines_keep_their_words() {
    let wordy =
        ["asterisks before words", "tildes before words", "dollars before words", "tags without spaces"];
    for case in cases().filter(|case| wordy.contains(&case.name)) {
        let text = (case.make)(40_000);
        for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
            let options = ReadOptions { dialect, ..ReadOptions::default() };
            let (lesson, _, _) = read_as("a.md", text.as_bytes(), &options);
            let mut said = walk::plain_text(&lesson.title.content);
            said.push_str(&walk::block_text(&lesson.blocks));
            walk::blocks(&lesson.blocks, &mut |block| {
                if let BlockKind::Code(code) = &block.kind {
                    said.push_str(&code.text);
                }
            });
            let letters = |text: &str| text.bytes().filter(|byte| *byte == b'a').count();
            assert_eq!(letters(&said), letters(&text), "{} {dialect:?}", case.name);
        }
    }
}
