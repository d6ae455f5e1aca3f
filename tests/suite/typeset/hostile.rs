//! Lessons nobody would write: whatever they hold, pages come out, in time, with everything on them.

use super::*;

fn sound(copy: &Lessons) -> Galleys {
    let set = copy.set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    set
}

fn holds(set: &Galleys, word: &str) {
    assert!(set.text().contains(word), "`{word}` is lost");
}

#[test]
fn quotes_and_lists_32_deep() {
    let quotes = format!("# T\n\n{} {}\n\nafter\n", ">".repeat(32), words(40));
    holds(&sound(&Lessons::of(&quotes)), "another38");
    let mut list = String::from("# T\n\n");
    for depth in 0..32 {
        list.push_str(&format!("{}- item at depth {depth} with {}\n", "  ".repeat(depth), words(12)));
    }
    let set = sound(&Lessons::of(&list));
    holds(&set, "depth 9 ");
    let text = set.paragraph_with("depth 9 ");
    let bullet = set.lines().into_iter().filter(|line| line.text == "\u{2022}").nth(9).expect("a bullet");
    assert!(bullet.right <= text[0].left, "a bullet and its text do not overlap");
}

#[test]
fn boxes_in_boxes() {
    let mut text = String::from("# T\n\n");
    for depth in (3..30).rev() {
        text.push_str(&format!("{} note\n\ndeep{depth}.\n\n", ":".repeat(depth)));
    }
    for depth in 3..30 {
        text.push_str(&format!("{}\n\n", ":".repeat(depth)));
    }
    holds(&sound(&Lessons::of(&text)), "deep");
}

#[test]
fn a_table_of_60_columns() {
    let row = |word: &str| format!("|{}\n", (0..60).map(|n| format!(" {word}{n} |")).collect::<String>());
    let rule = format!("|{}\n", " --- |".repeat(60));
    let text = format!("# T\n\n{}{rule}{}{}", row("head"), row("cell"), row(""));
    let set = sound(&Lessons::of(&text));
    assert_eq!(set.says(Code::TableTooWide).len(), 1);
    holds(&set, "cell59");
}

#[test]
fn a_crowded_table_is_balanced_in_time() {
    let row = |at: usize| format!("|{}\n", (0..12).map(|n| format!(" a{at} b {n} c |")).collect::<String>());
    let rule = format!("|{}\n", " --- |".repeat(12));
    let rows: String = (1..20).map(row).collect();
    sound(&Lessons::of(&format!("# T\n\n{}{rule}{rows}", row(0))));
}

#[test]
fn a_table_of_3000_rows() {
    let rows: String = (0..3000).map(|n| format!("| row{n} | {n} | |\n")).collect();
    let set = sound(&Lessons::of(&format!("# T\n\n| a | b | c |\n| --- | --- | --- |\n{rows}")));
    holds(&set, "row2999");
}

#[test]
fn a_cell_of_5000_words() {
    let text = format!("# T\n\n| a | b |\n| --- | --- |\n| {} | short |\n| x | y |\n", words(5000));
    let set = sound(&Lessons::of(&text));
    holds(&set, "thing4999");
}

#[test]
fn a_word_of_10000_letters() {
    let set = sound(&Lessons::of(&format!("# T\n\nbefore {} after\n", "longword".repeat(1250))));
    holds(&set, "after");
}

#[test]
fn a_code_line_of_5000_characters() {
    let set = sound(&Lessons::of(&format!("# T\n\n```\n{}end\n```\n", "call(me); ".repeat(500))));
    holds(&set, "end");
}

#[test]
fn headings_and_titles_without_end() {
    let set = sound(&Lessons::of(&format!("# {}\n\n## {}\n\ntext\n", words(45), words(500))));
    holds(&set, "thing499");
}

#[test]
fn pictures_thin_as_hair() {
    let text =
        "# T\n\n![tall](tall.png)\n\n![flat](flat.png)\n\nIn ![tall](tall.png) line ![flat](flat.png).\n";
    sound(&Lessons::of(text).picture("tall.png", 1, 20_000).picture("flat.png", 20_000, 1));
}

#[test]
fn paragraphs_with_nothing_to_show() {
    sound(&Lessons::of(
        "# T\n\n&#8203;\n\n## &#8203;\n\n- &#8203;\n- \n\n> &#8203;\n\n****\n\n| &#8203; |\n| --- |\n\nend\n",
    ));
}

#[test]
fn two_hundred_chapters() {
    let mut copy = Lessons::default();
    for number in 0..200 {
        let text = format!("# Chapter {number}\n\n{}\n\n## Inside\n\n{}\n", words(60), words(30));
        copy = copy.lesson(&format!("{number:03}.md"), &text);
    }
    let set = sound(&copy);
    assert!(set.body().count() >= 200);
}

#[test]
fn a_listing_of_blank_lines() {
    let set = Lessons::of(&format!("# T\n\n```\nfirst\n{}last\n```\n", "\n".repeat(120))).set_lessons();
    holds(&set, "last");
}

#[test]
fn languages_without_patterns_are_named_once() {
    let mut copy = Lessons::default();
    for number in 0..12 {
        let text = format!("---\nlang: cy\n---\n\n# Gwers {number}\n\n{}\n", words(50));
        copy = copy.lesson(&format!("{number}.md"), &text);
    }
    assert_eq!(sound(&copy).says(Code::LanguageWithoutPatterns).len(), 1);
}

#[test]
fn a_thousand_notes_in_one_paragraph() {
    let calls: String = (0..1_000).map(|number| format!("w[^n{number}] ")).collect();
    let notes: String = (0..1_000).map(|number| format!("[^n{number}]: Note number {number}.\n\n")).collect();
    let set = Lessons::of(&format!("# T\n\n{calls}\n\n{notes}")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    assert!(set.text().contains("Note number 999."));
}
