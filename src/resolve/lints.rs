//! Lessons of a book → findings about what they say, not about how it is written. Changes nothing.
//!
//! Each rule names a thing that hurts readers of every format: a term with two meanings, a table without a
//! head, text too long for its place, bold type that stands in for a heading.

use super::PlacedLesson;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, CodeBlock, Inline, InlineKind, KeyTerm, Table, walk};
use std::collections::BTreeMap;

/// A cell of more words is a paragraph.
const LONGEST_CELL: usize = 60;
/// A line of code of more characters is broken in print.
const LONGEST_CODE_LINE: usize = 100;
/// A bold paragraph of at most so many words looks like a heading.
const LONGEST_HEADING: usize = 10;

/// Reports on all lessons of a book, in reading order.
pub(super) fn check(lessons: &[PlacedLesson], diagnostics: &mut Diagnostics) {
    let mut terms: BTreeMap<String, String> = BTreeMap::new();
    for placed in lessons {
        walk::blocks(&placed.lesson.blocks, &mut |block| match &block.kind {
            BlockKind::KeyTerm(key_term) => term(block, key_term, &mut terms, diagnostics),
            BlockKind::Table(table) => self::table(block, table, diagnostics),
            BlockKind::Code(code) => self::code(block, code, diagnostics),
            _ => {}
        });
        for block in &placed.lesson.blocks {
            bold(block, diagnostics);
        }
    }
}

/// A term that was defined before, in this lesson or one before it.
fn term(
    block: &Block,
    key_term: &KeyTerm,
    terms: &mut BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) {
    let name = walk::plain_text(&key_term.term);
    let name = name.trim();
    if name.is_empty() {
        return;
    }
    let definition = walk::block_text(&key_term.definition);
    match terms.get(&name.to_lowercase()) {
        None => {
            terms.insert(name.to_lowercase(), definition);
        }
        Some(first) => {
            let how = if *first == definition { "twice" } else { "twice, and differently" };
            let finding = Diagnostic::new(Code::TermTwice, format!("“{name}” is defined {how}"));
            diagnostics
                .push(finding.at(block.span).help("define it once, or give the second meaning its own name"));
        }
    }
}

fn table(block: &Block, table: &Table, diagnostics: &mut Diagnostics) {
    if table.head.is_none() && !table.rows.is_empty() {
        let finding =
            Diagnostic::new(Code::TableWithoutHead, "no row says what the columns of this table are");
        diagnostics.push(finding.at(block.span).help("name each column in the first row"));
    }
    for cell in table.head.iter().chain(&table.rows).flat_map(|row| &row.cells) {
        let words = walk::plain_text(&cell.content).split_whitespace().count();
        if words > LONGEST_CELL {
            let finding = Diagnostic::new(Code::CellLong, format!("this cell has {words} words"));
            diagnostics.push(
                finding.at(cell.span).help("keep the gist in the cell and tell the rest below the table"),
            );
        }
    }
}

fn code(block: &Block, code: &CodeBlock, diagnostics: &mut Diagnostics) {
    let widths = code.text.split('\n').map(|line| line.chars().count());
    if let Some((line, width)) = (1..).zip(widths).find(|(_, width)| *width > LONGEST_CODE_LINE) {
        let message = format!("line {line} of this listing has {width} characters");
        let finding = Diagnostic::new(Code::CodeLineLong, message);
        diagnostics
            .push(finding.at(block.span).help(format!("break it before character {LONGEST_CODE_LINE}")));
    }
}

/// A paragraph of nothing but a few bold words, without a mark at its end.
fn bold(block: &Block, diagnostics: &mut Diagnostics) {
    let BlockKind::Paragraph { content, .. } = &block.kind else { return };
    let [Inline { kind: InlineKind::Strong { content }, .. }] = content.as_slice() else { return };
    let text = walk::plain_text(content);
    let ends = text.trim_end().ends_with(['.', ':', ';', ',', '!', '…']);
    if !ends && text.split_whitespace().count() <= LONGEST_HEADING {
        let finding = Diagnostic::new(Code::BoldHeading, "this bold line looks like a heading");
        diagnostics.push(finding.at(block.span).help("write `## ` before it, and no asterisks"));
    }
}
