//! Lessons of a book → findings about what they say, not about how it is written. Changes nothing.
//!
//! Each rule names a thing that hurts readers of every format: a term with two meanings, a table without a
//! head, text too long for its place, bold type that stands in for a heading, a disclaimer that is missing,
//! names that are the same on some machines.

mod names;
mod policy;
mod terms;

pub use policy::check_policy;

use super::PlacedLesson;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, CodeBlock, Inline, InlineKind, Table, walk};

/// A cell of more words is a paragraph.
const LONGEST_CELL: usize = 60;
/// A line of code of more characters is broken in print.
const LONGEST_CODE_LINE: usize = 100;
/// A bold paragraph of at most so many words looks like a heading.
const LONGEST_HEADING: usize = 10;

/// Reports on all lessons of a book, in reading order.
pub(super) fn check(lessons: &[PlacedLesson], diagnostics: &mut Diagnostics) {
    names::check(lessons, diagnostics);
    terms::check(lessons, diagnostics);
    for placed in lessons {
        walk::blocks(&placed.lesson.blocks, &mut |block| match &block.kind {
            BlockKind::Table(table) => self::table(block, table, diagnostics),
            BlockKind::Code(code) => self::code(block, code, diagnostics),
            _ => {}
        });
        for block in &placed.lesson.blocks {
            bold(block, diagnostics);
        }
    }
}

fn table(block: &Block, table: &Table, diagnostics: &mut Diagnostics) {
    if table.head.is_none() && !table.rows.is_empty() {
        let finding =
            Diagnostic::new(Code::TableWithoutHead, "no row says what the columns of this table are");
        diagnostics.push(finding.at(block.span).help("name each column in the first row"));
    }
    for cell in table.all_rows().flat_map(|row| &row.cells) {
        let text = walk::plain_text(&cell.content);
        // A word takes two bytes at least, with the space behind it.
        if text.len() < 2 * LONGEST_CELL {
            continue;
        }
        let words = words(&text);
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
    let ends = text.trim_end().ends_with(['.', ':', ';', ',', '!', '…', '。', '：', '！', '।', '؛', '،']);
    if !ends && words(&text) <= LONGEST_HEADING {
        let finding = Diagnostic::new(Code::BoldHeading, "this bold line looks like a heading");
        diagnostics.push(finding.at(block.span).help("write `## ` before it, and no asterisks"));
    }
}

/// How many words a text has; in scripts without spaces two letters count as one.
fn words(text: &str) -> usize {
    let dense =
        |c: char| matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    let letters = text.chars().filter(|c| dense(*c)).count();
    let spaced = text.split_whitespace().filter(|word| !word.chars().any(dense)).count();
    spaced + letters.div_ceil(2)
}
