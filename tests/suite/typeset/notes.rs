//! Notes at the foot of pages: each on the page that calls it, divided where it must be, tagged as a note.

use super::*;

/// The note of a number: all its lines.
fn note(set: &Galleys, number: usize) -> Vec<SetLine> {
    let nodes = set.nodes(|role| *role == Role::Note);
    set.lines_in(nodes[number])
}

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages/notes").join(name);
    std::fs::read_to_string(path).expect("the fixture is there")
}

#[test]
fn note_stands_on_the_page_that_calls_it() {
    for before in 15..40 {
        let text = format!(
            "# T\n\n{}{} called[^1].\n\n{}\n\n[^1]: A note of {}.\n",
            lines(before),
            words(20),
            words(90),
            words(30)
        );
        let set = Lessons::of(&text).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new(), "behind {before} lines");
        let note = note(&set, 0);
        let call = set.line_with("called");
        assert_eq!(note[0].page, call.page, "behind {before} lines");
        let below =
            set.lines().into_iter().filter(|line| line.page == call.page && line.baseline > note[0].baseline);
        assert!(below.into_iter().all(|line| note.contains(&line)), "nothing stands below the notes");
        let counts = lines_a_page(&note);
        assert!(
            counts.len() == 1 || counts.iter().all(|count| *count >= 2),
            "{counts:?} behind {before} lines"
        );
    }
}

#[test]
fn long_note_goes_on_below_the_next_page() {
    let text = format!("# T\n\n{}Called here[^1].\n\n{}\n\n[^1]: {}.\n", lines(17), words(400), words(260));
    let set = Lessons::of(&text).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let note = note(&set, 0);
    let pages = pages_of(&note);
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(note[0].page, set.line_with("Called").page);
    insta::assert_snapshot!(set.page_ends());
}

#[test]
fn note_longer_than_a_page_loses_nothing() {
    let text = format!("# T\n\nCalled[^1].\n\n[^1]: {} last.\n", words(1500));
    let set = Lessons::of(&text).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let text = set.text();
    assert!(text.contains("word0 ") && text.contains("last."));
    assert!(pages_of(&note(&set, 0)).len() > 2);
}

#[test]
fn many_notes_on_a_line_stand_in_order() {
    let calls: String = (1..=9).map(|number| format!("word[^{number}] ")).collect();
    let notes: String =
        (1..=9).map(|number| format!("[^{number}]: Note {number} says {}.\n\n", words(8))).collect();
    for before in [0, 18, 24] {
        let set = Lessons::of(&format!("# T\n\n{}{calls}\n\n{notes}", lines(before))).set_lessons();
        assert_eq!(set.faults(), Vec::<String>::new());
        let tops: Vec<(usize, Pt)> =
            (0..9).map(|at| (note(&set, at)[0].page, note(&set, at)[0].baseline)).collect();
        assert!(tops.is_sorted(), "{tops:?}");
        assert_eq!(tops[0].0, set.line_with("word").page);
    }
}

#[test]
fn notes_called_in_tables_boxes_items_and_headings() {
    let set = Lessons::of(&fixture("everywhere.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    insta::assert_snapshot!(format!("{}---\n{}", set.page_ends(), set.tree()));
}

#[test]
fn notes_of_tables_have_letters_and_the_others_are_numbered_without_them() {
    let table = |call: &str| {
        format!("| Day | Hours |\n| --- | --- |\n| Monday | 10[^{call}1] |\n| Tuesday | 9[^{call}2] |")
    };
    let notes =
        "[^x]: Ex.\n\n[^y]: Why.\n\n[^a1]: A one.\n\n[^a2]: A two.\n\n[^b1]: B one.\n\n[^b2]: B two.\n";
    let text = format!("# T\n\nCalls[^x].\n\n{}\n\nCalls[^y].\n\n{}\n\n{notes}", table("a"), table("b"));
    let set = Lessons::of(&text).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let said = set.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Calls 1",
        "Calls 2",
        "10 a a. A one. Tuesday",
        "9 b",
        "a. A one.",
        "b. A two.",
        "a. B one.",
        "b. B two.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(said.contains("1. Ex.") && said.contains("2. Why."), "{said}");
    // Where text is copied or read aloud the letter is no part of the number.
    let calls: Vec<String> =
        set.lines().into_iter().map(|line| line.text).filter(|text| text.trim() == "a").collect();
    assert_eq!(calls, [" a", " a"]);
}

#[test]
fn notes_lead_to_their_calls_and_back() {
    let set = Lessons::of("# T\n\nCalled[^a] twice[^a].\n\n[^a]: The note.\n").set_lessons();
    let links: Vec<_> = set.body().flat_map(|(_, page)| &page.links).map(|link| &link.target).collect();
    assert_eq!(links.len(), 3, "two calls and the way back");
    for target in links {
        let stationer::model::LinkTarget::Internal { target } = target else { panic!("{target:?}") };
        assert!(set.pages.destinations.contains_key(target), "{target} is a place");
    }
}

#[test]
fn a_rule_stands_over_the_notes_and_a_theme_may_set_them_at_the_end() {
    let text = format!("# T\n\nCalled[^1].\n\n{}[^1]: The note.\n", lines(3));
    let lessons = Lessons::of(&text);
    let at_foot = lessons.set_lessons();
    let theme = &PRESS.theme;
    let foot = theme.page.margins.top + theme.leading * i64::from(theme.page.lines);
    let note = at_foot.line_with("The note.");
    assert!(foot - note.baseline < theme.leading, "the note stands at the foot");
    let (_, page) = at_foot.body().next().expect("a page");
    let over = |item: &Item| match item.shape {
        Shape::Fill { area, .. } => item.mark == Mark::Layout && area.bottom() < note.baseline,
        _ => false,
    };
    assert!(page.items.iter().any(over), "a rule over it");
    let theme =
        stationer::theme::Theme::parse("name = \"ends\"\nextends = \"book\"\n[note]\nplace = \"end\"\n")
            .expect("a theme");
    let pages =
        typeset(&at_foot.book, &Default::default(), &theme, &PRESS.fonts, &mut Diagnostics::default());
    let end =
        Galleys { pages, book: at_foot.book, pictures: at_foot.pictures, findings: Diagnostics::default() };
    let (last, note) = (end.line_with("Line 3"), end.line_with("The note."));
    assert!(note.baseline - last.baseline < Pt::new(40), "the note stands below the text");
}

#[test]
fn notes_of_a_table_stand_under_its_last_part() {
    let set = Lessons::of(&fixture("table_with_notes.md")).set_lessons();
    assert_eq!(set.faults(), Vec::<String>::new());
    let (last_row, late) = (set.line_with("Day 30"), set.line_with("After a party"));
    assert_eq!(last_row.page, late.page);
    assert!(last_row.baseline < set.line_with("With a nap").baseline);
    let behind = set.line_with("The days went on");
    assert!((late.page, late.baseline) < (behind.page, behind.baseline), "above what follows the table");
    assert!(set.line_with("A note of the text").page < late.page, "a note of the text stands at its foot");
    let cells = set.nodes(|role| *role == Role::DataCell);
    let held = cells.iter().filter(|cell| {
        let children = &set.structure().get(**cell).children;
        children.iter().any(|child| set.structure().get(*child).role == Role::Note)
    });
    assert_eq!(held.count(), 2, "a note is read where it is called");
    insta::assert_snapshot!(set.page_ends());
}
