//! What holds for every file whatever its bytes, in both dialects. The fuzz target `reader` holds the same
//! laws against bytes that it invents.

use stationer::backend::markdown;
use stationer::diagnostics::{Diagnostics, render};
use stationer::model::{Block, BlockKind, Document, Inline, InlineKind, Lesson, TriviaKind, walk};
use stationer::reader::{DialectChoice, Limits, ReadOptions, TriviaChoice, explain, read};
use stationer::source::{SourceFile, Sources, Span};

/// Reads bytes in every way there is, and panics where a law is broken.
pub(crate) fn hold(bytes: &[u8]) {
    hold_within(bytes, Limits::default());
}

/// The same with limits of one's own.
pub(crate) fn hold_within(bytes: &[u8], limits: Limits) {
    let mut sources = Sources::default();
    let id = sources.add("lesson.md", bytes.to_vec());
    let file = sources.get(id).expect("the file was just added");
    for dialect in [DialectChoice::Auto, DialectChoice::Flat, DialectChoice::Markdown] {
        let options = ReadOptions { dialect, limits, trivia: TriviaChoice::Kept, ..ReadOptions::default() };
        let mut diagnostics = Diagnostics::default();
        let lesson = read(file, &options, &mut diagnostics);
        diagnostics.sort(&sources);
        for finding in diagnostics.iter() {
            render::short(finding, &sources);
        }
        spans_lie_in_the_file(&lesson, file);
        every_byte_has_one_place(&lesson, file);
        every_line_has_a_class(file, &options);
        the_model_reads_back(&lesson);
        let text = markdown::lesson(&lesson);
        let mut again = Sources::default();
        let back = again.add("back.md", text.into_bytes());
        let back = again.get(back).expect("the file was just added");
        read(back, &ReadOptions::default(), &mut Diagnostics::default());
    }
}

/// Every span is a piece of the file, and tables are regular.
pub(crate) fn spans_lie_in_the_file(lesson: &Lesson, file: &SourceFile) {
    let check = |span: Span| {
        assert_eq!(span.file, file.id());
        assert!(file.text().get(span.range()).is_some(), "{span:?} is not in the file or splits a character");
    };
    check(lesson.title.span);
    let check_content = |content: &[Inline]| walk::content(content, &mut |inline| check(inline.span));
    check_content(&lesson.title.content);
    walk::blocks(&lesson.blocks, &mut |block| {
        check(block.span);
        walk::each_line(&block.kind, |line| check_content(line));
        match &block.kind {
            BlockKind::List(list) => list.items.iter().for_each(|item| check(item.span)),
            BlockKind::Table(table) => {
                for row in table.head.iter().chain(&table.rows) {
                    check(row.span);
                    row.cells.iter().for_each(|cell| check(cell.span));
                    assert_eq!(row.cells.len(), table.alignments.len());
                }
            }
            _ => {}
        }
    });
}

/// Each byte is text or trivia: those come in order, touch nothing twice, and what they leave is text.
fn every_byte_has_one_place(lesson: &Lesson, file: &SourceFile) {
    let mut text = vec![false; file.text().len()];
    let mut mark = |span: Span| text[span.range()].iter_mut().for_each(|byte| *byte = true);
    let mut leaves = |content: &[Inline]| {
        walk::content(content, &mut |inline| {
            if is_leaf(&inline.kind) {
                mark(inline.span);
            }
        });
    };
    leaves(&lesson.title.content);
    walk::blocks(&lesson.blocks, &mut |block| walk::each_line(&block.kind, |line| leaves(line)));
    walk::blocks(&lesson.blocks, &mut |block| {
        if holds_text_of_its_own(block) {
            text[block.span.range()].iter_mut().for_each(|byte| *byte = true);
        }
    });
    let mut at = 0;
    for trivia in &lesson.trivia {
        let range = trivia.span.range();
        assert!(range.start >= at && range.start < range.end, "{range:?} after {at}: {:?}", file.text());
        assert!(text[at..range.start].iter().all(|text| *text), "{at}..{} of {:?}", range.start, file.text());
        let slice = &file.text()[range.clone()];
        assert!(trivia.kind != TriviaKind::WhiteSpace || slice.trim().is_empty(), "{slice:?} has words");
        at = range.end;
    }
    assert!(text[at..].iter().all(|text| *text), "{at}.. of {:?}", file.text());
}

/// Running text that holds no other running text.
fn is_leaf(kind: &InlineKind) -> bool {
    walk::inner_content(kind).is_none()
        && !matches!(kind, InlineKind::SoftBreak | InlineKind::LineBreak | InlineKind::NoteRef { .. })
}

fn holds_text_of_its_own(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::Figure(_) | BlockKind::Math { .. })
}

/// Verdicts come in the order of the lines. Line separators of Unicode part lines that have one number.
fn every_line_has_a_class(file: &SourceFile, options: &ReadOptions) {
    let verdicts = explain(file, options);
    assert!(verdicts.windows(2).all(|pair| pair[0].line <= pair[1].line), "{:?}", file.text());
    assert!(verdicts.iter().all(|verdict| verdict.score <= 100));
}

/// The JSON form of the model is the model.
fn the_model_reads_back(lesson: &Lesson) {
    let document = Document::lesson(lesson.clone());
    let json = document.json().expect("every model has a JSON form");
    assert_eq!(Document::from_json(&json).as_ref(), Ok(&document));
}
