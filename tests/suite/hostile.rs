//! Hostile texts in small: the laws hold for each, and no text of one is lost. How much time large ones
//! take is measured by the bench `hostile`.

use crate::hostile_cases::cases;
use crate::laws;
use crate::outline::read_as;
use stationer::diagnostics::Code;
use stationer::model::{Block, BlockKind, InlineKind, Lesson, walk};
use stationer::reader::{DialectChoice, Limits, ReadOptions};

#[test]
fn the_laws_hold_for_hostile_texts() {
    for case in cases() {
        laws::hold((case.make)(1_000).as_bytes());
    }
}

#[test]
fn the_laws_hold_where_marks_are_too_many() {
    for case in cases() {
        laws::hold_within((case.make)(1_000).as_bytes(), Limits { marks: 40, ..Limits::default() });
    }
}

#[test]
fn text_behind_too_many_marks_is_kept_and_reported_once() {
    let text = format!("# Title\n\nFirst *word*.\n\n{}end\n\nLast **word**.\n", "[^".repeat(100));
    for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
        let limits = Limits { marks: 40, ..Limits::default() };
        let options = ReadOptions { dialect, limits, ..ReadOptions::default() };
        let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
        let found = diagnostics.iter().filter(|finding| finding.code == Code::InlineMarks).count();
        assert_eq!(found, 1, "{dialect:?}");
        let said = said(&lesson);
        for words in ["First word.", &format!("{}end", "[^".repeat(100)), "Last **word**."] {
            assert!(said.contains(words), "{dialect:?}: {words} in {said}");
        }
    }
}

#[test]
fn rows_behind_too_many_pipes_are_kept_as_they_are_written() {
    let rows: String = (0..60).map(|row| format!("| cell {row} | b |\n")).collect();
    let text = format!("Title\n| A | B |\n|---|---|\n{rows}Behind the table.\n");
    let limits = Limits { marks: 60, ..Limits::default() };
    let options = ReadOptions { dialect: DialectChoice::Flat, limits, ..ReadOptions::default() };
    let (lesson, diagnostics, _) = read_as("a.txt", text.as_bytes(), &options);
    assert_eq!(diagnostics.iter().filter(|finding| finding.code == Code::InlineMarks).count(), 1);
    let said = said(&lesson);
    for words in ["cell 0", "| cell 59 | b |", "Behind the table."] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("| cell 0 | b |"), "{said}");
}

#[test]
fn text_behind_too_many_lines_is_kept_and_reported_once() {
    let text =
        format!("# Title\n\nFirst *word*.[^1]\n\n[^1]: Note.\n\n{}Last **word**.\n", "line\n\n".repeat(100));
    for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
        let limits = Limits { lines: 60, ..Limits::default() };
        let options = ReadOptions { dialect, limits, ..ReadOptions::default() };
        let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
        let found = diagnostics.iter().filter(|finding| finding.code == Code::InlineMarks).count();
        assert_eq!(found, 1, "{dialect:?}");
        let said = said(&lesson);
        assert!(said.contains("First word.") && said.contains("Last **word**."), "{dialect:?}: {said}");
        assert!(said.matches("line").count() >= 100, "{dialect:?}: {said}");
    }
}

#[test]
fn the_laws_hold_where_lines_are_too_many() {
    for case in cases() {
        laws::hold_within((case.make)(1_000).as_bytes(), Limits { lines: 8, ..Limits::default() });
    }
}

#[test]
fn references_beyond_their_limit_stay_words_and_are_reported() {
    let text = format!("# Title\n\nStations 1{} end\n", ", 2".repeat(20_100));
    for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
        let options = ReadOptions { dialect, ..ReadOptions::default() };
        let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
        assert!(diagnostics.iter().any(|finding| finding.code == Code::InlineMarks), "{dialect:?}");
        let said = walk::block_text(&lesson.blocks);
        assert_eq!(said.matches(", 2").count(), 20_100, "{dialect:?}");
        assert!(said.trim_end().ends_with("end"), "{dialect:?}");
    }
}

#[test]
fn wide_tables_of_short_rows_keep_every_cell() {
    let text = format!(
        "<table><tr>{}</tr>{}</table>\n",
        "<td>w</td>".repeat(2_000),
        "<tr><td>s</td></tr>".repeat(2_000)
    );
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
    let mut cells = 0;
    walk::blocks(&lesson.blocks, &mut |block| {
        if let BlockKind::Table(table) = &block.kind {
            cells += table.rows.iter().chain(&table.head).map(|row| row.cells.len()).sum::<usize>();
        }
    });
    assert!((2_001..=110_000).contains(&cells), "{cells}");
    assert_eq!(walk::block_text(&lesson.blocks).matches('w').count(), 2_000);
    assert!(diagnostics.iter().any(|finding| finding.code == Code::TableNarrowed));
}

#[test]
fn tables_of_too_many_columns_keep_every_cell() {
    let columns = 10_500;
    let text = format!(
        "# Title\n\n{}|\n{}|\n{}|\n{}|\n",
        "|a".repeat(columns),
        "|-".repeat(columns),
        "|b".repeat(columns),
        "|".repeat(2 * columns)
    );
    for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
        let options = ReadOptions { dialect, ..ReadOptions::default() };
        let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
        let [Block { kind: BlockKind::Table(table), .. }] = lesson.blocks.as_slice() else {
            panic!("{dialect:?}: no single table")
        };
        let rows: Vec<_> = table.head.iter().chain(&table.rows).collect();
        let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        assert_eq!((table.alignments.len(), widths), (10_000, vec![10_000; 3]), "{dialect:?}");
        for (row, letter) in rows.iter().zip(["a", "b"]) {
            let beyond = vec![letter; columns - 9_999].join(" ");
            assert_eq!(row.cells.last().map(|cell| walk::plain_text(&cell.content)), Some(beyond.into()));
        }
        let narrowed = diagnostics.iter().filter(|finding| finding.code == Code::TableNarrowed).count();
        assert_eq!(narrowed, 1, "{dialect:?}");
    }
}

#[test]
fn long_addresses_used_in_many_divs_stay_bounded_and_are_reported_once() {
    let address = "b".repeat(50_000);
    let text =
        format!("# Title\n\n::: note\n[a]: /{address}\n:::\n\n{}", "::: note\n[a]\n:::\n\n".repeat(100));
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
    let found: Vec<_> = diagnostics.iter().filter(|finding| finding.code == Code::InlineMarks).collect();
    assert_eq!(found.len(), 1);
    let (mut links, mut words) = (0, 0);
    walk::inlines(&lesson.blocks, &mut |inline| match &inline.kind {
        InlineKind::Link { .. } => links += 1,
        InlineKind::Text { text } if text == "[a]" => words += 1,
        _ => {}
    });
    assert_eq!((links, words), (1, 99), "{links} links, {words} words");
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
            let mut said = walk::plain_text(&lesson.title.content).into_owned();
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

/// The words of a lesson, its listings too.
fn said(lesson: &Lesson) -> String {
    let mut said = walk::block_text(&lesson.blocks);
    walk::blocks(&lesson.blocks, &mut |block| {
        if let BlockKind::Code(code) = &block.kind {
            said.push_str(&code.text);
        }
    });
    said
}
