//! Where pages end: for each rule a fixture named after it, set so far down a page that the rule decides. The
//! snapshots show the first and last lines of each page with the line of the grid they stand on.

use super::*;

/// The ends of the pages of a fixture that stands behind so many lines of text.
fn behind(count: usize, rule: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages/ends");
    let block = std::fs::read_to_string(path.join(format!("{rule}.md"))).expect("the fixture is there");
    let set = Lessons::of(&format!("# Page ends\n\n{}{block}", lines(count))).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    set.page_ends()
}

macro_rules! rules {
    ($($rule:ident behind $count:literal lines;)*) => {
        $(#[test]
        fn $rule() {
            insta::assert_snapshot!(behind($count, stringify!($rule)));
        })*
    };
}

rules! {
    heading_stays_with_two_lines behind 22 lines;
    paragraph_of_three_lines_stays_whole behind 22 lines;
    no_lone_first_line behind 20 lines;
    no_lone_last_line behind 18 lines;
    key_term_moves_whole behind 23 lines;
    list_stays_with_its_lead behind 22 lines;
    last_page_has_five_lines behind 24 lines;
    long_quote_breaks_with_two_lines_each_side behind 21 lines;
    section_break_does_not_begin_a_page behind 22 lines;
}

/// A book whose paragraphs, headings and boxes fall as they come.
fn prose() -> Galleys {
    let mut text = "# Prose\n\n".to_owned();
    for number in 0..40 {
        let sentence = "A steady hour of going to bed helps most people more than any pill they take. ";
        text.push_str(&format!("{}Part {number} ends here.\n\n", sentence.repeat(3 + number * 7 % 9)));
        match number % 6 {
            1 => text.push_str(&format!("## Heading {number}\n\n")),
            3 => text.push_str(&format!("**Key term:** Term {number} — what it means, in a line or two of the box.\n\n")),
            5 => text.push_str("- **One:** an item that is long enough to take two lines of the page it is on.\n- **Two:** another.\n\n"),
            _ => {}
        }
    }
    Lessons::of(&text).set_lessons()
}

#[test]
fn no_page_inside_a_lesson_lacks_more_than_two_lines() {
    let set = prose();
    let theme = &PRESS.theme;
    let foot = theme.page.margins.top + theme.leading * i64::from(theme.page.lines);
    let lines = set.lines();
    let last_page = lines.last().expect("lines").page;
    for (number, page) in set.body().filter(|(number, _)| *number < last_page) {
        let lowest = lines.iter().filter(|line| line.page == number).map(|line| line.baseline).max();
        let lacking = (foot - lowest.expect("a line")).to_f64() / theme.leading.to_f64();
        assert!(lacking < 3.0, "page {} lacks {lacking:.1} lines", page.folio);
    }
}

#[test]
fn paragraphs_set_otherwise_keep_what_they_carry() {
    let set = prose();
    assert_eq!(set.faults(), Vec::<String>::new());
    let text = set.text();
    for number in 0..40 {
        assert_eq!(text.matches(&format!("Part {number} ends here.")).count(), 1, "{number}");
    }
    let indented = set.lines().iter().filter(|line| line.text.starts_with("A steady")).count();
    assert!(indented >= 40, "every paragraph begins once");
}

/// A lesson with a figure behind so many lines, and text around it.
pub(super) fn figured(before: usize, height: u32) -> Galleys {
    let text = format!(
        "# Figure\n\n{}The bell is shown here.\n\n![A bell](bell.png \"The bell\")\n\n{}\n\n## Behind\n\n{}\n",
        lines(before),
        "The text goes on while the figure waits for the head of the next page. ".repeat(12),
        words(400)
    );
    Lessons::of(&text).picture("bell.png", 300, height).set_lessons()
}

fn picture_pages(set: &Galleys) -> Vec<usize> {
    let shows = |page: &Page| page.items.iter().any(|item| matches!(item.shape, Shape::Picture { .. }));
    set.body().filter(|(_, page)| shows(page)).map(|(number, _)| number).collect()
}

#[test]
fn figure_that_does_not_fit_heads_the_next_page() {
    for before in 10..30 {
        let set = figured(before, 420);
        assert_eq!(set.faults(), Vec::<String>::new(), "behind {before} lines");
        let mention = set.line_with("The bell is shown");
        let figure = picture_pages(&set)[0];
        assert!(figure == mention.page || figure == mention.page + 1, "behind {before} lines");
        assert_eq!(set.line_with("The bell").page, mention.page);
        let short = set.pages.report.findings.iter().any(|found| found.what.name() == "short-page");
        assert!(!short, "behind {before} lines");
        assert!(set.line_with("Behind").page >= figure, "a figure stays in its section");
    }
    insta::assert_snapshot!(figured(19, 420).page_ends());
}

#[test]
fn text_closes_up_where_a_figure_was_moved_from() {
    let moved = figured(19, 420);
    let mention = moved.line_with("The bell is shown");
    let behind = &moved.paragraph_with("The text goes on")[0];
    assert!(picture_pages(&moved)[0] > mention.page, "it is moved");
    assert_eq!(behind.baseline - mention.baseline, PRESS.theme.leading, "no gap");
    assert_eq!(behind.left, mention.left, "both are indented");
    let here = figured(5, 420);
    assert_eq!(picture_pages(&here)[0], here.line_with("The bell is shown").page, "it stays");
    let behind = &here.paragraph_with("The text goes on")[0];
    assert!(behind.left < here.line_with("The bell is shown").left, "text below a figure begins anew");
}

/// A figure that a line with a colon leads into, behind so many lines, with a list below it.
fn announced(before: usize) -> Galleys {
    let block = rules::fixture("ends/figure_follows_the_line_that_announces_it.md");
    let text = format!("# Figure\n\n{}{block}\n{}\n\n{}\n", lines(before), words(300), words(300));
    Lessons::of(&text).picture("bell.png", 300, 300).set_lessons()
}

#[test]
fn figure_follows_the_line_that_announces_it() {
    let theme = &PRESS.theme;
    let foot = theme.page.margins.top + theme.leading * i64::from(theme.page.lines);
    let mut smaller = BTreeSet::new();
    for before in 8..30 {
        let set = announced(before);
        assert_eq!(set.faults(), Vec::<String>::new(), "behind {before} lines");
        let lines = set.lines();
        let at = |text: &str| lines.iter().position(|line| line.text.contains(text)).expect("is set");
        let (lead, first) = (&lines[at("its parts")], &lines[at("Crown")]);
        let figure = picture_pages(&set)[0];
        assert!(figure == lead.page || figure == lead.page + 1, "behind {before} lines");
        // Items go on before it only where the page would lack more than three lines without them.
        let lacking = (foot - lead.baseline).to_f64() / theme.leading.to_f64();
        assert!(first.page >= figure || lacking > 4.0, "behind {before} lines, {lacking} are left");
        let height = set.pages.pages[figure].items.iter().find_map(|item| match item.shape {
            Shape::Picture { area, .. } => Some(area.size.height),
            _ => None,
        });
        smaller.insert(height.expect("a picture"));
    }
    assert!(smaller.len() > 2, "some are smaller by a line or two: {smaller:?}");
    let least = smaller.first().zip(smaller.last()).map(|(least, most)| least.to_f64() / most.to_f64());
    assert!(least.is_some_and(|part| part > 0.74), "but not by more than a quarter");
    insta::assert_snapshot!(announced(11).page_ends());
}

#[test]
fn figure_is_shrunk_to_the_page_of_the_headings_over_it() {
    for height in (500..1200).step_by(50) {
        let text = "# Bell\n\n## What it is\n\n![A bell](bell.png \"The bell as it was found\")\n\nText.\n";
        let set = Lessons::of(text).picture("bell.png", 300, height).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new());
        assert_eq!(picture_pages(&set)[0], set.line_with("What it is").page, "{height}");
        assert_eq!(set.line_with("as it was found").page, set.line_with("What it is").page, "{height}");
    }
}

/// A lesson of many spreads.
pub(super) fn spreads() -> Galleys {
    // Headings and boxes that cannot stand at the foot of a page leave lines free on every second page or so.
    let mut text = "# Spreads\n\n".to_owned();
    for number in 0..24 {
        text.push_str(&format!("## Part {number}\n\n{}\n\n{}\n\n", words(70 + number * 13 % 40), words(60)));
        text.push_str(&format!("> [!NOTE]\n> {}\n\n", words(25 + number % 3 * 9)));
    }
    Lessons::of(&text).set_lessons()
}

#[test]
fn facing_pages_end_on_one_line() {
    let set = spreads();
    assert_eq!(set.faults(), Vec::<String>::new());
    let lines = set.lines();
    let pages: Vec<usize> = set.body().map(|(number, _)| number).collect();
    let foot = |page: usize| lines.iter().filter(|line| line.page == page).map(|line| line.baseline).max();
    // Page 1 is a recto; the last page has an end of its own.
    let spreads: Vec<&[usize]> =
        pages[1..pages.len() - 1].chunks(2).filter(|spread| spread.len() == 2).collect();
    let even = |spread: &&&[usize]| foot(spread[0]) == foot(spread[1]);
    let count = spreads.iter().filter(even).count();
    assert!(spreads.len() >= 6 && count * 4 >= spreads.len() * 3, "{count} of {}", spreads.len());
    insta::assert_snapshot!(set.page_ends());
}

#[test]
fn last_line_of_a_paragraph_is_no_lone_syllable() {
    let mut out = String::new();
    for count in 14..44 {
        let set = Lessons::of(&format!("# Runts\n\n{}\n", words(count))).set_lessons();
        let own = set.paragraph_with("word0");
        let last = own.last().expect("a line");
        let above = own.iter().rev().nth(1).map_or("", |line| line.text.as_str());
        let _ = writeln!(out, "{count}: {} lines, the last “{}”", own.len(), last.text.trim_end());
        assert!(!above.ends_with('\u{AD}') || last.text.contains(' '), "{above} / {}", last.text);
    }
    insta::assert_snapshot!(out);
}
