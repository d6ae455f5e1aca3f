//! Blocks longer than a file: whole e-books made by hand.

use super::fixture::{self, block, chapter, inline, paragraph};
use super::tests::{file, names, render, with_job};
use super::{Backend, Epub};
use crate::diagnostics::{Code, Diagnostics};
use crate::model::{
    Alignment, Block, BlockKind, Book, Cell, CellExtent, CodeBlock, InlineKind, LinkTarget, List, ListItem,
    ListMarker, Row, Table, TargetId,
};
use crate::resolve::Pictures;
use crate::source::Span;

fn row(words: &[&str]) -> Row {
    let cell = |words: &&str| Cell::new(fixture::text(words), Span::default());
    Row { cells: words.iter().map(cell).collect(), span: Span::default() }
}

/// A book of one lesson: a link to a block, then the block.
fn leading_to(kind: BlockKind) -> Book {
    let target = LinkTarget::Internal { target: TargetId::new("giant") };
    let link = InlineKind::Link { target, title: None, content: fixture::text("the giant") };
    let line = Block::paragraph(vec![inline(link)], Span::default());
    let giant = Block { id: Some(TargetId::new("giant")), ..block(kind) };
    fixture::of_chapters(
        "Giant",
        vec![chapter(Some(1), "giant", "A giant", vec![line, giant, paragraph("End.")])],
    )
}

/// The files of the lesson; each is small enough for every reader, and the link leads to the first part.
fn pieces(kind: BlockKind) -> Vec<String> {
    let epub = render(&leading_to(kind), &Pictures::default()).expect("a book");
    let pieces = names(&epub).into_iter().filter(|name| name.contains("s01-giant"));
    let pieces: Vec<String> = pieces.map(|name| file(&epub, &name)).collect();
    assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() < 250_000), "{}", pieces.len());
    assert_eq!(pieces.iter().filter(|piece| piece.contains("id=\"giant\"")).count(), 1);
    pieces
}

const LINE: &str = "many words of sleep and of dreams and of the long night";

#[test]
fn a_giant_list_goes_on_in_lists_that_count_on() {
    let item = |number: usize| ListItem {
        lead: Vec::new(),
        task: None,
        blocks: vec![paragraph(&format!("{number} {LINE}"))],
        span: Span::default(),
    };
    let items = (0..6000).map(item).collect();
    let pieces = pieces(BlockKind::List(List { marker: ListMarker::Number { start: 3 }, items }));
    let starts: Vec<usize> = pieces
        .iter()
        .flat_map(|piece| piece.match_indices("<ol start=\"").map(|(at, sign)| &piece[at + sign.len()..]))
        .map(|rest| rest.split('"').next().unwrap_or_default().parse().expect("a number"))
        .collect();
    assert!(starts.len() + 1 >= pieces.len() && starts.is_sorted(), "{starts:?}");
    for (piece, start) in pieces.iter().flat_map(|piece| {
        piece.match_indices("<ol start=\"").map(move |(at, sign)| {
            let rest = &piece[at + sign.len()..];
            (rest, rest.split('"').next().unwrap_or_default().parse::<usize>().expect("a number"))
        })
    }) {
        assert!(piece.contains(&format!(">\n<li>{} {LINE}", start - 3)), "{start}");
    }
}

#[test]
fn a_giant_table_goes_on_under_the_same_head() {
    let rows = (0..4000).map(|number| row(&[&number.to_string(), LINE])).collect();
    let caption = fixture::text("All nights");
    let (alignments, head) = (vec![Alignment::Auto; 2], Some(row(&["Night", "Words"])));
    let pieces = pieces(BlockKind::Table(Table { caption, alignments, head, subheads: Vec::new(), rows }));
    assert!(pieces.iter().all(|piece| !piece.contains("<table") || piece.contains(">Night</th>")));
    assert!(pieces.iter().skip(1).all(|piece| piece.contains("All nights (continued)</caption>")));
}

#[test]
fn a_giant_table_is_not_cut_through_a_cell() {
    let (over, covered) = (CellExtent::Over { columns: 1, rows: 3 }, CellExtent::Covered);
    let rows = (0..4000).map(|number: usize| {
        let (words, extent) =
            if number.is_multiple_of(3) { (number.to_string(), over) } else { (String::new(), covered) };
        let mut row = row(&[&words, LINE]);
        row.cells[0].extent = extent;
        row
    });
    let table = Table {
        caption: Vec::new(),
        alignments: vec![Alignment::Auto; 2],
        head: None,
        subheads: Vec::new(),
        rows: rows.collect(),
    };
    let pieces = pieces(BlockKind::Table(table));
    assert!(pieces.len() > 1);
    for piece in pieces {
        let begins: Vec<&str> = piece.split("<tbody>").skip(1).collect();
        assert!(begins.iter().all(|rows| rows.trim_start().starts_with("<tr><td rowspan=\"3\"")
            || rows.trim_start().starts_with("<tr><td class=\"num\" rowspan=\"3\"")));
    }
}

#[test]
fn a_giant_listing_goes_on_line_by_line() {
    let text: Vec<String> = (0..5000).map(|number| format!("    let night_{number} = \"{LINE}\";")).collect();
    let code = CodeBlock { language: Some("rust".to_owned()), text: text.join("\n") };
    for piece in pieces(BlockKind::Code(code)) {
        assert!(
            !piece.contains("<pre") || piece.contains("class=\"language-rust\">    <span"),
            "whole lines"
        );
    }
}

#[test]
fn what_cannot_be_cut_is_whole_and_reported() {
    let book = leading_to(paragraph(&format!("{LINE} ").repeat(6000)).kind);
    let mut diagnostics = Diagnostics::default();
    let made = with_job(&book, &Pictures::default(), |job| Epub::default().render(job, &mut diagnostics));
    assert!(made.is_some());
    let found: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(found, [Code::FormCannotHold]);
}
