//! The rules of tables: the ladder for those that are too wide, numbers on their marks, cells over others, rows
//! that break.

use super::rules::{fixture, shown, sweep};
use super::*;
use stationer::typeset::report::{Cause, Found, Kept, TableRung};

/// A table of so many columns of numbers, which no hyphen divides.
fn numbers(columns: usize) -> String {
    numbers_ending(columns, "12345678")
}

/// The same with another number in the last column.
fn numbers_ending(columns: usize, last: &str) -> String {
    let row = |cell: &dyn Fn(usize) -> String| {
        format!("|{}\n", (0..columns).map(|number| format!(" {} |", cell(number))).collect::<String>())
    };
    let heads = row(&|number| format!("h{number}"));
    let cells = row(&|number| if number + 1 == columns { last } else { "12345678" }.to_owned());
    format!("# T\n\n{heads}|{}\n{cells}\nBehind.\n", " --- |".repeat(columns))
}

fn rungs(set: &Galleys) -> Vec<TableRung> {
    let table = |what: Found| if let Found::Table(rung) = what { Some(rung) } else { None };
    set.pages.report.findings.iter().filter_map(|found| table(found.what)).collect()
}

#[test]
fn wide_tables_take_the_first_rung_that_holds_them() {
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut last = None;
    for columns in (2..20).chain((20..48).step_by(4)) {
        let set = Lessons::of(&numbers(columns)).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new(), "{columns} columns");
        let found = rungs(&set);
        let [rung] = found.as_slice() else { panic!("one table: {found:?}") };
        assert!(last.is_none_or(|last| last <= *rung), "{columns} columns: {last:?}, then {rung:?}");
        last = Some(*rung);
        let cells = set.text().matches("12345678").count();
        // Parts repeat the first column.
        let repeated = if let TableRung::Parts(count) = rung { count - 1 } else { 0 };
        assert_eq!(cells, columns + repeated, "no cell is lost");
        let name = match rung {
            TableRung::Smaller { by } => format!("{} {by}", rung.name()),
            _ => rung.name().to_owned(),
        };
        if seen.last().is_none_or(|(last, _)| *last != name) {
            seen.push((name, columns));
        }
        let told = !set.says(Code::TableTooWide).is_empty();
        assert_eq!(told, *rung > TableRung::Tightened, "{rung:?}");
    }
    insta::assert_debug_snapshot!("rungs_by_columns", seen);
    for (name, columns) in seen {
        let set = Lessons::of(&numbers(columns)).set_lessons();
        insta::assert_snapshot!(format!("rung_{}", name.replace([' ', '-'], "_")), set.trace());
    }
}

#[test]
fn cells_move_closer_and_tables_reach_into_the_margin() {
    for (columns, wanted) in [(7, TableRung::Tightened), (9, TableRung::Margin)] {
        let table = |digits| numbers_ending(columns, &"1".repeat(digits));
        let hit = (8..30).map(table).find(|text| rungs(&Lessons::of(text).set_lessons()) == [wanted]);
        let set = Lessons::of(&hit.expect("a width between two rungs")).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new());
        insta::assert_snapshot!(format!("rung_{}", wanted.name().replace('-', "_")), set.trace());
    }
}

#[test]
fn words_are_divided_before_anything_else() {
    let set = Lessons::of(&fixture("table_words_divided.md")).set_lessons();
    assert_eq!((rungs(&set), set.faults()), (vec![TableRung::Divided], Vec::new()));
    insta::assert_snapshot!(shown("table_words_divided.md"));
}

#[test]
fn numbers_hang_on_their_marks() {
    let set = Lessons::of(&fixture("table_numbers_on_their_marks.md")).set_lessons();
    let mut marks: BTreeMap<String, Pt> = BTreeMap::new();
    for item in set.body().flat_map(|(_, page)| &page.items) {
        let (Mark::Content(_), Shape::Glyphs(run)) = (item.mark, &item.shape) else { continue };
        let Some(at) = run.text.find('.').or_else(|| run.text.starts_with("20").then_some(2)) else {
            continue;
        };
        let before = run.glyphs.iter().take_while(|glyph| (glyph.text.start as usize) < at);
        marks.insert(run.text.clone(), run.origin.x + before.map(|glyph| glyph.advance).sum());
    }
    let near = |one: &str, other: &str| (marks[one] - marks[other]).abs() < Pt::from_f64(0.1);
    assert!(near("1.5", "1,250.75") && near("20", "1.5"), "{marks:?}");
    insta::assert_snapshot!(shown("table_numbers_on_their_marks.md"));
}

#[test]
fn a_comma_is_the_mark_where_the_language_says_so() {
    let text =
        "---\nlang: de\n---\n\n# Zahlen\n\n| A | B |\n|---|---|\n| x | 1,5 |\n| y | 1.250,75 |\n| z | 8 |\n";
    let set = Lessons::of(text).set_lessons();
    let left = |text: &str| set.line_with(text).left;
    let digit = (left("1,5") - left("8")).abs();
    assert!(digit < Pt::from_f64(0.1), "the whole digits stand below one another: {digit:?}");
    assert!(left("1.250,75") < left("1,5"));
}

#[test]
fn cells_over_others_are_kept() {
    let set = Lessons::of(&fixture("table_cells_over_others.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let (name, autumn) = (set.line_with("Name"), set.line_with("Autumn"));
    assert!(name.baseline > autumn.baseline, "heads stand on their lower edge");
    insta::assert_snapshot!(shown("table_cells_over_others.md"));
}

#[test]
fn rows_under_one_cell_stay_together() {
    let rows: String = (1..6).map(|n| format!("<tr><td>value {n}</td></tr>\n")).collect();
    let table = format!("<table>\n<tr><td rowspan=\"6\">group</td><td>value 0</td></tr>\n{rows}</table>");
    sweep(&table, |before, set| {
        let pages: BTreeSet<usize> = (0..6).map(|n| set.line_with(&format!("value {n}")).page).collect();
        assert_eq!(pages.len(), 1, "behind {before} lines");
    });
}

#[test]
fn odd_spans_lose_no_cell() {
    for table in [
        "<tr><td colspan=\"0\" rowspan=\"0\">a1</td><td>a2</td></tr><tr><td>a3</td></tr>",
        "<tr><td colspan=\"99999999999\">a1</td></tr><tr><td rowspan=\"70000\">a2</td><td>a3</td></tr>",
        "<tr><td rowspan=\"2\">a1</td><td rowspan=\"2\">a2</td></tr><tr></tr><tr><td>a3</td></tr>",
        "<thead><tr><th rowspan=\"9\">a1</th><th>a2</th></tr></thead><tr><td colspan=\"-3\">a3</td></tr>",
        "<tr><td>a1</td><td rowspan=\"2\">a2</td></tr><tr><td colspan=\"3\">a3</td></tr>",
    ] {
        let set = Lessons::of(&format!("# T\n\n<table>\n{table}\n</table>\n")).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new(), "{table}");
        let text = set.text();
        assert!(["a1", "a2", "a3"].iter().all(|cell| text.contains(cell)), "{table}: {text}");
    }
}

#[test]
fn table_over_three_pages_says_on_each_that_it_goes_on() {
    let set = Lessons::of(&fixture("table_over_three_pages.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let pages =
        pages_of(&set.lines().into_iter().filter(|line| line.text.starts_with("River ")).collect::<Vec<_>>());
    assert!(pages.len() >= 3);
    for page in pages.iter().skip(1) {
        let words = |item: &Item| matches!(&item.shape, Shape::Glyphs(run) if run.text == "Table 1 Rivers and their seas (continued)");
        let head = set.pages.pages[*page].items.iter().find(|item| words(item)).expect("it says so");
        assert_eq!(head.mark, Mark::Layout);
    }
    insta::assert_snapshot!(shown("table_over_three_pages.md"));
}

#[test]
fn row_taller_than_a_page_breaks_between_lines() {
    let set = Lessons::of(&fixture("table_row_taller_than_a_page.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let cell = set.paragraph_with("word1 ");
    assert!(pages_of(&cell).len() >= 2 && lines_a_page(&cell).iter().all(|count| *count >= 2));
    insta::assert_snapshot!(shown("table_row_taller_than_a_page.md"));
}

#[test]
fn a_cell_of_three_thousand_words_loses_none() {
    let text = words(3000);
    let table = format!("# T\n\n| Name | Text |\n|---|---|\n| one | {text} |\n| two | x |\n");
    let set = Lessons::of(&table).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let shown: Vec<String> = set.text().split_whitespace().map(str::to_owned).collect();
    let mut shown = shown.iter();
    for word in text.split_whitespace() {
        assert!(shown.any(|other| other == word), "{word} is there, and in its place");
    }
}

#[test]
fn pages_tell_what_a_setter_would_look_at_again() {
    let code: String = (1..=12).map(|number| format!("line {number}\n")).collect();
    let set = Lessons::of(&format!("# T\n\n{}```\n{code}```\n\nBehind.\n", lines(19))).set_lessons();
    let short = |what: &Found| match what {
        Found::ShortPage { lines, cause: Cause::Kept { what: Kept::Box | Kept::Lines, lines: kept } } => {
            *lines > 2 && kept > lines
        }
        _ => false,
    };
    let found = set.pages.report.findings.iter().find(|found| short(&found.what)).expect("a short page");
    assert!(found.source.is_some());
    assert_eq!(set.says(Code::PageFlaw).len(), 1);
    let tally = set.pages.report.lines;
    assert!(tally.lines >= 34 && tally.justified <= tally.lines, "{tally:?}");
}

#[test]
fn lines_that_cannot_be_filled_are_counted() {
    let text =
        "In Wales there is a village called Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.";
    let set = Lessons::of(&format!("# Rivers\n\n{text}\n")).set_lessons();
    let over = set.pages.report.findings.iter().filter(|found| found.what == Found::LineOverCap);
    assert_eq!(over.count(), 1);
}

#[test]
fn head_of_a_turned_page_that_is_bound_stands_at_the_top_of_its_leaf() {
    let columns =
        (2..20).find(|columns| rungs(&Lessons::of(&numbers(*columns)).set_lessons()) == [TableRung::Turned]);
    let set = Lessons::of(&numbers(columns.expect("some are turned"))).set_lessons();
    let heads = |pages: &Pages| -> Vec<(stationer::units::Size, Mark, Shape)> {
        let turned = pages.pages.iter().filter(|page| page.size.width > page.size.height);
        let items =
            turned.flat_map(|page| page.items.iter().map(|item| (page.size, item.mark, item.shape.clone())));
        items.filter(|(_, mark, _)| matches!(mark, Mark::RunningHead | Mark::Folio)).collect()
    };
    let upright = heads(&set.pages);
    assert!(upright.len() == 2 && upright.iter().all(|(_, _, shape)| matches!(shape, Shape::Glyphs(_))));
    let mut theme = PRESS.theme.clone();
    theme.page.sheet.marks = stationer::theme::Marks::Crop;
    let pages = typeset(&set.book, &set.pictures, &theme, &PRESS.fonts, &mut Diagnostics::default());
    let bound = heads(&pages);
    assert_eq!(bound.len(), 2);
    for (size, _, shape) in bound {
        let Shape::Sideways(run) = shape else { panic!("{shape:?}") };
        assert_eq!(
            run.origin.x,
            size.width - theme.page.head,
            "as far from the edge as heads of other pages"
        );
        let length: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        assert!(run.origin.y >= theme.page.margins.outer && run.origin.y + length <= size.height);
    }
}
