//! Model → Markdown → model: nothing of the meaning changes. And Markdown → Markdown: the canonical form is
//! its own canonical form.

mod models;

use crate::lessons::lessons;
use crate::outline::read_as;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestError, TestRng, TestRunner};
use stationer::backend::markdown;
use stationer::model::{BlockKind, Inline, InlineKind, Lesson, walk};
use stationer::reader::ReadOptions;

/// Joins texts that touch: markup that was left out may have stood between them.
fn join_texts(content: &mut Vec<Inline>) {
    let mut out: Vec<Inline> = Vec::new();
    for mut inline in std::mem::take(content) {
        match &mut inline.kind {
            InlineKind::Emphasis { content }
            | InlineKind::Strong { content }
            | InlineKind::Strikethrough { content }
            | InlineKind::Superscript { content }
            | InlineKind::Subscript { content }
            | InlineKind::Link { content, .. } => join_texts(content),
            _ => {}
        }
        match (out.last_mut().map(|last| &mut last.kind), &inline.kind) {
            (Some(InlineKind::Text { text: before }), InlineKind::Text { text }) => before.push_str(text),
            _ => out.push(inline),
        }
    }
    *content = out;
}

/// Reads a lesson and takes its provenance away.
fn meaning(name: &str, text: &str) -> Lesson {
    let (mut lesson, _, _) = read_as(name, text.as_bytes(), &ReadOptions::default());
    walk::strip_provenance(&mut lesson);
    lesson
}

fn reads_back(lesson: &Lesson, name: &str) {
    let mut want = lesson.clone();
    walk::strip_provenance(&mut want);
    walk::blocks_mut(&mut want.blocks, &mut |block| {
        if let BlockKind::Paragraph { content, .. } = &mut block.kind {
            join_texts(content);
        }
    });
    let text = markdown::lesson(&want);
    let got = meaning("back.md", &text);
    assert_eq!(got.metadata, want.metadata, "{name}:\n{text}");
    assert_eq!(got.title, want.title, "{name}:\n{text}");
    for (at, (got, want)) in got.blocks.iter().zip(&want.blocks).enumerate() {
        assert_eq!(got, want, "block {at} of {name}:\n{text}");
    }
    assert_eq!(got.blocks.len(), want.blocks.len(), "{name}:\n{text}");
    assert_eq!(markdown::lesson(&got), text, "{name} is not its own canonical form");
}

fn all_read_back(folder: &str) {
    for path in lessons(folder) {
        let text =
            String::from_utf8_lossy(&std::fs::read(&path).expect("the lesson can be read")).into_owned();
        let name = path.display().to_string();
        let (lesson, _, _) = read_as(&name, text.as_bytes(), &ReadOptions::default());
        // What this fixture shows is what Markdown cannot hold, and the diagnostic for it.
        let cannot = path.ends_with("codes/form-cannot-hold/lesson.md");
        if !lesson.blocks.is_empty() && !cannot {
            reads_back(&lesson, &name);
        }
    }
}

#[test]
fn the_real_lessons_read_back() {
    all_read_back("content");
}

#[test]
fn the_fixtures_read_back() {
    all_read_back("tests/fixtures");
}

/// Text full of what could be taken for markup.
fn odd_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a", "b c", "1.", "1)", "#", "##", ">", "-", "+", "*", "**", "_", "`", "``", "[x]", "[!NOTE]", "(y)",
        "<b>", "&amp;", "&", "\\", "|", "~~", ":::", ": d", "=", "!", "{#id}", "$5", "é", "—", "日本",
        "Table",
    ];
    prop::collection::vec((prop::sample::select(pieces.to_vec()), any::<bool>()), 1..8).prop_map(|pieces| {
        let words = pieces.iter().map(|(piece, space)| format!("{piece}{}", if *space { " " } else { "" }));
        words.collect::<String>().trim().to_owned()
    })
}

/// A lesson made of one paragraph, heading, item, cell, term and listing of odd text.
fn lesson_of(text: &str, other: &str) -> Lesson {
    let mut lesson = meaning(
        "odd.md",
        "# T\n\nP1\n*P2*\n**P3**x\n\n## H\n\n- I1\n- I2\n\n| C1 | C2 |\n|---|---|\n| D | E |\n\n::: key-term\nK\n: D\n:::\n\n> Q\n\n```\ncode\n```\n",
    );
    let mut odd = false;
    walk::inlines_mut(&mut lesson.blocks, &mut |inline| {
        if let InlineKind::Text { text: old } = &mut inline.kind {
            odd = !odd;
            let text = if odd { text } else { other };
            // Words that begin like an alert make one of a quote, escaped or not.
            *old = if old == "Q" { format!("Q {text}") } else { text.to_owned() };
        }
    });
    walk::blocks_mut(&mut lesson.blocks, &mut |block| {
        if let BlockKind::Code(code) = &mut block.kind {
            code.text = format!("{text}\n{other}");
        }
    });
    lesson
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn text_that_looks_like_markup_stays_text(text in odd_text(), other in odd_text()) {
        reads_back(&lesson_of(&text, &other), "an odd lesson");
    }
}

/// What changed of a model on its way through Markdown; nothing is what there should be.
fn change(want: &Lesson) -> Option<String> {
    let text = markdown::lesson(want);
    let got = meaning("back.md", &text);
    let same = got.blocks == want.blocks && got.title == want.title && got.metadata == want.metadata;
    (!same || markdown::lesson(&got) != text).then_some(text)
}

/// Every model that a reader can give. `STATIONER_MODELS` asks for another number of them.
#[test]
fn whole_models_read_back() {
    let asked = std::env::var("STATIONER_MODELS").ok().and_then(|number| number.parse().ok());
    let config = ProptestConfig {
        failure_persistence: None,
        cases: asked.unwrap_or(300),
        max_shrink_iters: 10_000,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&models::lesson(), |want| match change(&want) {
        None => Ok(()),
        Some(text) => Err(TestCaseError::fail(text)),
    });
    if let Err(TestError::Fail(text, want)) = outcome {
        panic!("{text}\nwas to say {want:?}\nand says {:?}", meaning("back.md", &text.to_string()));
    }
}
