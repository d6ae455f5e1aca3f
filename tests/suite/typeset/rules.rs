//! The rules of pages, each by its name: where pages end, what stays together, what hangs, what leads
//! where. A block under test is moved down a page line by line, so that it meets every page end.

use super::*;

/// Sets a block behind 10 to 39 short lines, so that it falls on every place of a page.
pub(super) fn sweep(block: &str, check: impl Fn(usize, &Galleys)) {
    for before in 10..40 {
        let set = Lessons::of(&format!("# T\n\n{}\n\n{block}\n", lines(before))).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new(), "behind {before} lines");
        check(before, &set);
    }
}

pub(super) fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages").join(name);
    std::fs::read_to_string(path).expect("the fixture is there")
}

/// The pages of a fixture and its structure.
pub(super) fn shown(name: &str) -> String {
    let set = Lessons::of(&fixture(name)).picture("bell.png", 40, 40).set_lessons();
    format!("{}---\n{}", set.trace(), set.tree())
}

#[test]
fn heading_stays_with_next_paragraph() {
    sweep(&format!("## Heading\n\n{}", words(60)), |before, set| {
        let heading = set.line_with("Heading");
        let below = set.paragraph_with("word0");
        let with_it = below.iter().filter(|line| line.page == heading.page).count();
        assert!(with_it >= 2, "behind {before} lines, {with_it} stay with the heading");
    });
}

#[test]
fn headings_in_a_row_stay_together() {
    sweep(&format!("## One\n\n### Two\n\n{}", words(30)), |_, set| {
        let pages: BTreeSet<usize> = ["One", "Two", "word0"].map(|text| set.line_with(text).page).into();
        assert_eq!(pages.len(), 1);
    });
}

#[test]
fn lines_of_a_heading_have_about_the_same_length() {
    let long = "What we know of one way and of another to treat all that is left behind";
    let set =
        Lessons::of(&format!("# T\n\n## {long}\n\nText.\n\n### {long} {long}\n\nText.\n")).set_lessons();
    for (start, level) in [("What we know", 2), ("What we know", 3)] {
        let is_level = |role: &Role| matches!(role, Role::Heading { level: own, .. } if *own == level);
        let lines = set.lines_in(set.nodes(is_level)[0]);
        assert!(lines.len() >= 2 && lines[0].text.starts_with(start));
        let widths: Vec<f64> = lines.iter().map(|line| (line.right - line.left).to_f64()).collect();
        let (first, last) = (widths[0], widths[widths.len() - 1]);
        assert!(last >= first * 0.6 && first >= last * 0.6, "{widths:?}");
    }
}

#[test]
fn capitals_in_a_row_stand_apart_in_headings() {
    let set = Lessons::of("# T\n\n## Living with PTSD\n\nText on PTSD\n").set_lessons();
    let heading = set.line_with("Living with PTSD");
    let theme =
        stationer::theme::Theme::parse("name = \"tight\"\nextends = \"book\"\n[type]\ncapitals = 0.0\n");
    let theme = theme.expect("a theme");
    let pages = typeset(&set.book, &Default::default(), &theme, &PRESS.fonts, &mut Diagnostics::default());
    let tight = Galleys { pages, book: set.book, pictures: set.pictures, findings: Diagnostics::default() };
    let width = |line: SetLine| (line.right - line.left).to_f64();
    let more = width(heading) - width(tight.line_with("Living with PTSD"));
    let em = PRESS.theme.size.to_f64() * 1.3;
    assert!((more - 4.0 * 0.05 * em).abs() < 0.3, "four letters stand a twentieth of an em apart: {more}");
}

#[test]
fn no_widow_and_no_orphan() {
    sweep(&words(90), |before, set| {
        let counts = lines_a_page(&set.paragraph_with("word0"));
        assert!(counts.iter().all(|count| *count >= 2), "{counts:?} behind {before} lines");
    });
}

#[test]
fn short_box_stays_whole() {
    sweep(&format!("> [!NOTE]\n> {}", words(60)), |before, set| {
        let node = set.nodes(|role| matches!(role, Role::Box { .. }))[0];
        assert_eq!(pages_of(&set.lines_in(node)).len(), 1, "behind {before} lines");
    });
}

#[test]
fn long_box_breaks_with_its_bar() {
    let set = Lessons::of(&format!("# T\n\n{}\n\n> [!NOTE]\n> {}\n", lines(15), words(300))).set_lessons();
    let node = set.nodes(|role| matches!(role, Role::Box { .. }))[0];
    let inside = set.lines_in(node);
    assert!(pages_of(&inside).len() >= 2);
    for page in pages_of(&inside) {
        let bars = set.pages.pages[page].items.iter().filter_map(|item| match item.shape {
            Shape::Fill { area, .. } if area.size.width < Pt::new(3) => Some(area),
            _ => None,
        });
        let bar = bars.max_by_key(|bar| bar.size.height).expect("a bar on each page");
        let mut here = inside.iter().filter(|line| line.page == page);
        assert!(here.all(|line| line.baseline > bar.origin.y && line.baseline < bar.bottom()));
    }
}

#[test]
fn table_head_repeats_on_next_page() {
    let rows: String = (0..70).map(|n| format!("| row {n} | value {n} |\n")).collect();
    let set = Lessons::of(&format!("# T\n\n| Name | Worth |\n| --- | --- |\n{rows}")).set_lessons();
    let heads = |mark: fn(&Mark) -> bool, page: &Page| {
        let mut items = page.items.iter().filter(|item| mark(&item.mark));
        items.any(|item| matches!(&item.shape, Shape::Glyphs(run) if run.text == "Worth"))
    };
    let content: Vec<bool> =
        set.body().map(|(_, page)| heads(|mark| matches!(mark, Mark::Content(_)), page)).collect();
    let repeated: Vec<bool> = set.body().map(|(_, page)| heads(|mark| *mark == Mark::Layout, page)).collect();
    assert!(content.len() >= 3);
    assert!(content[0] && !repeated[0]);
    assert!(content[1..].iter().all(|is| !is) && repeated[1..].iter().all(|is| *is));
    assert_eq!(set.faults(), Vec::<String>::new());
}

#[test]
fn table_keeps_two_rows_with_its_head() {
    let rows: String = (0..8).map(|n| format!("| row {n} | value {n} |\n")).collect();
    sweep(&format!("| Name | Worth |\n| --- | --- |\n{rows}"), |before, set| {
        let pages = ["Worth", "value 0", "value 1"].map(|text| set.line_with(text).page);
        assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?} behind {before} lines");
        assert_eq!(set.line_with("value 6").page, set.line_with("value 7").page);
    });
}

#[test]
fn table_row_higher_than_third_of_page_breaks() {
    let table = format!("| Name | Text |\n| --- | --- |\n| one | {} |\n| two | x |\n", words(300));
    let set = Lessons::of(&format!("# T\n\n{}\n\n{table}", lines(16))).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let cell = set.paragraph_with("word0");
    assert!(pages_of(&cell).len() >= 2);
    assert!(lines_a_page(&cell).iter().all(|count| *count >= 2));
}

#[test]
fn list_marker_hangs() {
    let set = Lessons::of(&format!("# T\n\n- {}\n", words(40))).set_lessons();
    let (bullet, text) = (set.line_with("\u{2022}"), set.paragraph_with("word0"));
    assert!(text.len() > 2 && bullet.right < text[0].left && bullet.baseline == text[0].baseline);
    assert!(text.iter().all(|line| line.left == text[0].left));
}

#[test]
fn marker_of_a_picture_item_stands_at_the_picture() {
    let set =
        Lessons::of("# T\n\n- ![shown](bell.png)\n\n  after\n").picture("bell.png", 300, 200).set_lessons();
    assert!(set.line_with("\u{2022}").baseline < set.line_with("after").baseline);
}

#[test]
fn last_short_item_keeps_company() {
    let items: String = (0..6).map(|n| format!("- item {n}\n")).collect();
    sweep(&items, |before, set| {
        let pages: Vec<usize> = (0..6).map(|n| set.line_with(&format!("item {n}")).page).collect();
        assert!(pages[4] == pages[5] && pages[0] == pages[1], "{pages:?} behind {before} lines");
    });
}

#[test]
fn nested_list() {
    insta::assert_snapshot!(shown("nested_list.md"));
}

#[test]
fn task_list() {
    insta::assert_snapshot!(shown("task_list.md"));
}

#[test]
fn numbered_list_with_wide_numbers() {
    let set = Lessons::of(&fixture("numbered_list_with_wide_numbers.md")).set_lessons();
    for (number, text) in [("998.", "ninety-eight"), ("999.", "ninety-nine"), ("1000.", "thousand")] {
        assert!(set.line_with(number).right < set.line_with(text).left);
    }
    let ends = ["998.", "1000."].map(|number| set.line_with(number).right);
    assert_eq!(ends[0], ends[1], "numbers end on one line");
}

#[test]
fn code_line_wraps_with_mark() {
    insta::assert_snapshot!(shown("code_line_wraps_with_mark.md"));
}

#[test]
fn long_listing_breaks_with_three_lines_each_side() {
    let code: String = (0..20).map(|n| format!("call_{n}();\n")).collect();
    sweep(&format!("```\n{code}```"), |before, set| {
        let node = set.nodes(|role| *role == Role::Code)[0];
        let block = set.structure().get(node).parent;
        let counts = lines_a_page(&set.lines_in(block));
        assert!(counts.iter().all(|count| *count >= 3), "{counts:?} behind {before} lines");
    });
}

#[test]
fn figure_stays_with_caption() {
    let block = "![A bell](bell.png \"The bell of the house, as it is seen from the street below.\")";
    for before in 10..40 {
        let copy =
            Lessons::of(&format!("# T\n\n{}\n\n{block}\n", lines(before))).picture("bell.png", 300, 200);
        let set = copy.set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new());
        let captions = set.nodes(|role| *role == Role::Caption);
        let Some(caption) = captions.first() else { continue };
        let pages = pages_of(&set.lines_in(*caption));
        let shows = |page: &usize| {
            set.pages.pages[*page].items.iter().any(|item| matches!(item.shape, Shape::Picture { .. }))
        };
        assert!(pages.len() == 1 && pages.iter().all(shows), "behind {before} lines");
    }
}

#[test]
fn figure_with_caption() {
    insta::assert_snapshot!(shown("figure_with_caption.md"));
}

#[test]
fn key_term_box_at_page_end_says_that_it_goes_on() {
    let set = Lessons::of(&fixture("key_term_box_at_page_end.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let node = set.nodes(|role| matches!(role, Role::Box { .. }))[0];
    let inside = set.lines_in(node);
    assert!(pages_of(&inside).len() >= 2);
    let says = |page: usize, mark: fn(&Mark) -> bool| {
        let mut items = set.pages.pages[page].items.iter().filter(|item| mark(&item.mark));
        items.any(|item| matches!(&item.shape, Shape::Glyphs(run) if run.text.contains("(CONTINUED)")))
    };
    for (number, page) in pages_of(&inside).into_iter().enumerate() {
        assert_eq!(says(page, |mark| *mark == Mark::Layout), number > 0);
        assert!(!says(page, |mark| matches!(mark, Mark::Content(_))));
    }
    insta::assert_snapshot!(shown("key_term_box_at_page_end.md"));
}

#[test]
fn code_has_colours_and_wraps_without_losing_a_character() {
    let set = Lessons::of(&fixture("code_in_colours_wraps.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let text = set.text();
    assert!(text.contains("    return seed * 2 + len(\"a very long text that does not fit"), "{text}");
    let colors = PRESS.theme.code_colors();
    for (word, color) in [("def", colors.keyword), ("2", colors.number), ("# every", colors.comment)] {
        let painted = set.body().flat_map(|(_, page)| &page.items).any(|item| {
            matches!(&item.shape, Shape::Glyphs(run) if run.text.trim().starts_with(word) && run.color == color)
        });
        assert!(painted, "{word}");
    }
    insta::assert_snapshot!(shown("code_in_colours_wraps.md"));
}

#[test]
fn missing_picture_shows_its_alternative_text() {
    let set = Lessons::of(&fixture("missing_picture_shows_its_alternative_text.md")).set_lessons();
    for words in ["A lock that is closed", "a key"] {
        assert!(set.text().contains(words));
    }
}

#[test]
fn inline_picture() {
    insta::assert_snapshot!(shown("inline_picture.md"));
}

#[test]
fn struck_text_has_a_line_through_it() {
    insta::assert_snapshot!(shown("struck_text.md"));
}

#[test]
fn key_term_and_takeaway() {
    insta::assert_snapshot!(shown("key_term_and_takeaway.md"));
}

#[test]
fn right_to_left_lesson() {
    let set = Lessons::of(&fixture("right_to_left_lesson.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let (bullet, text) = (set.line_with("\u{2022}"), set.line_with("ראשון"));
    assert!(bullet.left > text.right, "the bullet hangs on the right");
    let bars = set.body().flat_map(|(_, page)| &page.items).filter_map(|item| match item.shape {
        Shape::Fill { area, .. } if area.size.width < Pt::new(3) => Some(area),
        _ => None,
    });
    let note = set.line_with("הערה");
    assert!(bars.last().expect("a bar").origin.x >= note.right, "the bar stands on the right");
    assert!(set.line_with("let x").left < Pt::new(90), "code runs from the left");
}

/// Two parts of two lessons.
fn path() -> Galleys {
    let lesson = |n: usize| format!("# Lesson {n}\n\n{}\n\n## Inside {n}\n\n{}\n", words(700), words(20));
    Lessons::default()
        .lesson("1.md", &lesson(1))
        .lesson("2.md", &lesson(2))
        .lesson("3.md", &lesson(3))
        .part("Beginnings", 2)
        .part("Ends", 1)
        .set_lessons()
}

#[test]
fn contents_name_the_pages() {
    let set = path();
    let mut entries: Vec<&ContentsEntry> = set.book.contents.iter().collect();
    let mut count = 0;
    while let Some(entry) = entries.pop() {
        entries.extend(&entry.children);
        let place = set.pages.destinations[&entry.target];
        let folio = &set.pages.pages[place.page].folio;
        let mut links = set.pages.pages.iter().flat_map(|page| &page.links);
        let says = format!(" {folio}");
        assert!(
            links.any(|link| link.description.starts_with(&entry.title) && link.description.ends_with(&says)),
            "{} is on page {folio}",
            entry.title
        );
        count += 1;
    }
    assert!(count >= 8, "two parts, three lessons, three headings");
}

#[test]
fn front_folios_are_roman_and_body_begins_recto() {
    let set = path();
    let folios: Vec<&str> = set.pages.pages.iter().map(|page| page.folio.as_str()).collect();
    let first = folios.iter().position(|folio| *folio == "1").expect("a first page");
    assert!(first.is_multiple_of(2), "odd pages are right-hand");
    assert_eq!(folios[..4], ["i", "ii", "iii", "iv"]);
    assert!(folios[first..].iter().enumerate().all(|(n, folio)| *folio == (n + 1).to_string()));
}

fn marked(page: &Page, mark: Mark) -> Vec<String> {
    let of_mark = page.items.iter().filter(|item| item.mark == mark);
    let text = of_mark.filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some(run.text.clone()),
        _ => None,
    });
    let text: String = text.collect();
    if text.is_empty() { Vec::new() } else { vec![text] }
}

#[test]
fn running_heads_and_openers() {
    let set = path();
    let opener = set.line_with("Lesson 1").page;
    assert!(marked(&set.pages.pages[opener], Mark::RunningHead).is_empty());
    assert_eq!(marked(&set.pages.pages[opener], Mark::Folio).len(), 1);
    for (number, page) in set.body().filter(|(number, _)| *number > opener).take(2) {
        let head = marked(page, Mark::RunningHead).concat();
        let expected = if number.is_multiple_of(2) { "Lesson 1" } else { "A Path" };
        assert_eq!(head, expected);
        assert_eq!(marked(page, Mark::Folio), std::slice::from_ref(&page.folio));
    }
}

#[test]
fn part_opener() {
    let set = path();
    let page = &set.pages.pages[set.line_with("Beginnings").page];
    assert!(marked(page, Mark::Folio).is_empty() && marked(page, Mark::RunningHead).is_empty());
    assert_eq!(set.nodes(|role| *role == Role::Part).len(), 2);
    let mut trace = String::new();
    stationer::typeset::trace::page(page, &mut trace);
    insta::assert_snapshot!(trace);
}

#[test]
fn paragraphs_after_paragraphs_are_indented() {
    let set =
        Lessons::of("# T\n\nFirst.\n\nSecond.\n\n## Heading\n\nThird.\n\n- item\n\nFourth.\n").set_lessons();
    let left = |text: &str| set.line_with(text).left;
    assert!(left("Second.") > left("First.") + Pt::new(5));
    assert!(left("Third.") == left("First.") && left("Fourth.") == left("First."));
}

#[test]
fn baseline_grid_is_kept() {
    let mixed = format!(
        "# T\n\n{w}\n\n## H\n\n{w}\n\n- {w}\n- {w}\n\n> [!TIP]\n> {w}\n\n{w}\n\n```\ncode\n```\n\n{w}\n\n| a | b |\n| --- | --- |\n| c | d |\n\n{w}\n",
        w = words(50)
    );
    let set = Lessons::of(&mixed).set_lessons();
    let theme = &PRESS.theme;
    let body = |line: &SetLine| {
        let parent = set.structure().get(set.structure().get(line.node).parent);
        set.structure().get(line.node).role == Role::Paragraph
            && matches!(parent.role, Role::Section | Role::ListBody)
            && line.text.contains("word")
    };
    let lines: Vec<SetLine> = set.lines().into_iter().filter(body).collect();
    assert!(lines.len() > 20);
    for line in &lines {
        let first = lines.first().map_or(Pt::ZERO, |line| line.baseline);
        let off = (line.baseline - first).scaled().rem_euclid(theme.leading.scaled());
        assert_eq!(off, 0, "{} is off the grid", line.text);
    }
}

#[test]
fn link_areas_cover_their_text() {
    let text = format!("# T\n\nSee [{}](https://example.org/) and then some more words.\n", words(30));
    let set = Lessons::of(&text).set_lessons();
    let (mut covered, mut areas) = (0, 0);
    for (_, page) in set.body() {
        areas += page.links.len();
        for item in &page.items {
            let (Mark::Content(leaf), Shape::Glyphs(_)) = (item.mark, &item.shape) else { continue };
            let parent = set.structure().get(leaf).parent;
            if set.structure().get(parent).role != Role::Link {
                continue;
            }
            let text = area(&item.shape);
            let covers = |link: &Rect| {
                link.origin.x <= text.origin.x
                    && link.right() + Pt::from_f64(0.1) >= text.right()
                    && link.right() <= text.right() + Pt::from_f64(0.1)
                    && link.origin.y <= text.origin.y
                    && link.bottom() >= text.bottom()
            };
            assert!(page.links.iter().any(|link| covers(&link.area)));
            covered += 1;
        }
    }
    assert!(covered >= 3 && areas == covered, "{areas} areas over {covered} runs");
}

#[test]
fn station_references_link() {
    let set = Lessons::default()
        .lesson("1.md", "---\nstation: 1\n---\n\n# Dreams\n\ntext\n")
        .lesson(
            "2.md",
            &fixture("station_references_link.md").replacen("# Sleep", "---\nstation: 2\n---\n\n# Sleep", 1),
        )
        .set_lessons();
    let says: Vec<&str> =
        set.body().flat_map(|(_, page)| &page.links).map(|link| link.description.as_str()).collect();
    assert_eq!(says, ["Station 1, Dreams, page 1", "the web, https://example.org/"]);
}

#[test]
fn lines_that_the_author_broke_have_one_edge() {
    let text =
        format!("# Post\n\n{}\n\nAda Example\\\nThe Paper Museum\\\nOldtown\n\n{}\n", words(30), words(30));
    let set = Lessons::of(&text).set_lessons();
    let own = set.paragraph_with("Ada Example");
    assert_eq!(own.len(), 3);
    assert!(own.iter().all(|line| line.left == own[0].left), "{own:?}");
    assert!(own[0].left > set.paragraph_with("word0")[1].left, "indented as other paragraphs");
}

#[test]
fn stress_is_shown_by_weight_in_scripts_without_italics() {
    let set = Lessons::of("---\nlang: he\n---\n\n# ש\n\nהירח *החדש* בשמים and *new* moon.\n").set_lessons();
    let face = |text: &str| {
        let run = set.body().flat_map(|(_, page)| &page.items).find_map(|item| match &item.shape {
            Shape::Glyphs(run) if run.text.contains(text) => Some(run.face),
            _ => None,
        });
        run.unwrap_or_else(|| panic!("{text} is set"))
    };
    assert_ne!(face("החדש"), face("הירח"), "bold beside regular");
    assert_ne!(face("new"), face("moon"), "italic beside upright");
}

#[test]
fn paragraphs_of_square_letters_are_indented_by_whole_letters() {
    for (tag, letters) in [("ja", 1.0), ("zh", 2.0)] {
        let text = format!("---\nlang: {tag}\n---\n\n# T\n\nFirst.\n\nSecond.\n");
        let set = Lessons::of(&text).set_lessons();
        let indent = (set.line_with("Second.").left - set.line_with("First.").left).to_f64();
        assert!((indent - letters * PRESS.theme.size.to_f64()).abs() < 0.5, "{tag}: {indent}");
    }
}
