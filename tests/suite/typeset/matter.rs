//! What stands around the lessons, and page numbers in print: balanced columns, letters kept with their
//! entries, ranges, references that settle.

use super::*;
use stationer::model::{
    BackPage, Block, Chapter, FrontPage, GlossaryEntry, IndexEntry, Inline, LetterGroup, Lettered,
    LinkTarget, Listed, Listing, Locator, Sense, TargetId, Text, Weight,
};
use stationer::source::Span;

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words, Span::default())]
}

fn locator(chapter: &Chapter, weight: Weight) -> Locator {
    let label = chapter.station.as_ref().map(|station| station.label.clone()).unwrap_or_default();
    Locator { target: chapter.id.clone(), label, title: chapter.title.clone(), weight }
}

fn lettered<E>(id: &str, title: &str, groups: Vec<(char, Vec<E>)>) -> Lettered<E> {
    let group = |(letter, entries): (char, Vec<E>)| LetterGroup { letter: letter.to_string(), entries };
    let groups = groups.into_iter().map(group).collect();
    Lettered { id: TargetId::new(id), title: title.to_owned(), groups }
}

fn page(id: &str, title: &str, words: &str) -> Text {
    let blocks = vec![Block::paragraph(text(words), Span::default())];
    Text { id: TargetId::new(id), title: title.to_owned(), blocks }
}

/// Glossary terms from `a` on, so many to a letter; each is defined in one lesson and used in all.
fn glossary(chapters: &[Chapter], letters: u8, each: usize) -> BackPage {
    let entry = |letter: char, number: usize| GlossaryEntry {
        id: TargetId::new(&format!("term-{letter}{number}")),
        term: text(&format!("{letter}-term {number}")),
        senses: vec![Sense {
            definition: vec![Block::paragraph(text(&words(6 + number * 5 % 17)), Span::default())],
            defined: vec![locator(&chapters[number % chapters.len()], Weight::Principal)],
        }],
        uses: chapters.iter().take(number % 3).map(|chapter| locator(chapter, Weight::Passing)).collect(),
    };
    let letters = ('A'..).take(usize::from(letters));
    let groups = letters.map(|letter| (letter, (0..each).map(|number| entry(letter, number)).collect()));
    BackPage::Glossary(lettered("glossary", "Glossary", groups.collect()))
}

fn index(chapters: &[Chapter], letters: u8, each: usize) -> BackPage {
    let entry = |heading: String, weight| IndexEntry {
        heading: text(&heading),
        locators: chapters.iter().map(|chapter| locator(chapter, weight)).collect(),
        children: Vec::new(),
    };
    let letters = ('A'..).take(usize::from(letters));
    let groups = letters.map(|letter| {
        let mut entries: Vec<IndexEntry> =
            (0..each).map(|number| entry(format!("{letter}-entry {number}"), Weight::Passing)).collect();
        entries[0].children =
            (0..3).map(|number| entry(format!("{letter}-below {number}"), Weight::Principal)).collect();
        (letter, entries)
    });
    BackPage::Index(lettered("index", "Index", groups.collect()))
}

/// A path of lessons, the first of which speaks of others.
fn path(lessons: usize) -> Lessons {
    let lesson = |number: usize| {
        let speaks =
            "Station 1 is first (as Station 4 is fourth), and Station 2 faces it; then Station 4 again.";
        let speaks = if number == 1 { speaks } else { "" };
        format!("---\nstation: {number}\n---\n# Lesson {number}\n\n{speaks}\n\n{}\n", words(700))
    };
    (1..=lessons)
        .fold(Lessons::default(), |path, number| path.lesson(&format!("{number:02}.md"), &lesson(number)))
}

/// The lines of a page between two headings' lines: where columns stand, their left edges and last lines.
fn column_feet(set: &Galleys, page: usize) -> BTreeMap<Pt, Pt> {
    let mut feet = BTreeMap::new();
    let middle = set.pages.pages[page].size.width / 2;
    for line in set.lines().into_iter().filter(|line| line.page == page) {
        let side = if line.left < middle { Pt::ZERO } else { middle };
        let foot = feet.entry(side).or_insert(Pt::ZERO);
        *foot = (*foot).max(line.baseline);
    }
    feet
}

fn with_back(lessons: usize, make: impl Fn(&[Chapter]) -> Vec<BackPage>) -> Galleys {
    path(lessons).set_with(Extent::Path, |book| {
        lessons_alone(book);
        let chapters: Vec<Chapter> = book.chapters().cloned().collect();
        book.back = make(&chapters);
    })
}

#[test]
fn columns_of_the_last_page_end_together() {
    for each in 3..9 {
        let set = with_back(2, |chapters| vec![glossary(chapters, 6, each)]);
        assert_eq!(set.faults(), Vec::<String>::new(), "{each} a letter");
        let feet: Vec<Pt> = column_feet(&set, set.pages.pages.len() - 1).into_values().collect();
        let [left, right] = feet[..] else { panic!("two columns: {feet:?}") };
        assert!((left - right).abs() <= Pt::new(50), "{each} a letter: {left:?} and {right:?}");
    }
}

#[test]
fn letter_stays_with_the_entry_below_it() {
    for each in 1..12 {
        let set = with_back(2, |chapters| vec![glossary(chapters, 12, each), index(chapters, 12, each)]);
        for letter in ('A'..).take(12) {
            let heading = set.lines().into_iter().filter(|line| line.text.trim() == letter.to_string());
            for line in heading {
                let below = |next: &SetLine| {
                    next.page == line.page
                        && next.baseline > line.baseline
                        && (next.left - line.left).abs() < Pt::new(4)
                };
                assert!(set.lines().iter().any(below), "{letter} is alone on page {}", line.page);
            }
        }
    }
}

#[test]
fn a_letter_has_two_short_entries_below_it() {
    for each in 2..9 {
        let set = with_back(2, |chapters| vec![glossary(chapters, 12, each), index(chapters, 12, each)]);
        let lines = set.lines();
        for letter in ('A'..).take(12) {
            let at = lines.iter().position(|line| line.text.trim() == letter.to_string()).expect("a letter");
            let second =
                lines.iter().skip(at).find(|line| line.text.starts_with(&format!("{letter}-term 1")));
            let (heading, second) = (&lines[at], second.expect("a second entry"));
            let together = second.page == heading.page && (second.left - heading.left).abs() < Pt::new(4);
            let first =
                lines.iter().filter(|line| line.text.starts_with(&format!("{letter}-term 0"))).count();
            assert!(together || first > 3, "{letter}, {each} a letter");
        }
    }
}

#[test]
fn an_entry_that_goes_on_in_the_next_column_is_named_again() {
    let set = with_back(2, |chapters| {
        let place = locator(&chapters[0], Weight::Principal);
        let entry = |number: usize| GlossaryEntry {
            id: TargetId::new(&format!("term-{number}")),
            term: text(&format!("Term {number}")),
            senses: vec![Sense {
                definition: vec![Block::paragraph(text(&words(260)), Span::default())],
                defined: vec![place.clone()],
            }],
            uses: Vec::new(),
        };
        vec![BackPage::Glossary(lettered("glossary", "Glossary", vec![('T', (0..6).map(entry).collect())]))]
    });
    assert_eq!(set.faults(), Vec::<String>::new());
    let again = |item: &Item| {
        matches!(&item.shape, Shape::Glyphs(run) if run.text.starts_with("Term ") && run.text.ends_with("(continued)"))
            && item.mark == Mark::Layout
    };
    let named = set.body().flat_map(|(_, page)| &page.items).filter(|item| again(item)).count();
    assert!(named >= 3, "{named}");
    assert!(!set.text().contains("(continued)"), "and is no part of the text");
}

#[test]
fn a_glossary_and_an_index_as_they_are_set() {
    let set = with_back(6, |chapters| {
        let place = locator(&chapters[2], Weight::Passing);
        let listed = Listed { caption: text("Stages of sleep"), place };
        let tables =
            Listing { id: TargetId::new("tables"), title: "Tables".to_owned(), entries: vec![listed] };
        let colophon = page("colophon", "Colophon", "Set in Source Serif.");
        vec![
            glossary(chapters, 2, 4),
            index(chapters, 2, 3),
            BackPage::Tables(tables),
            BackPage::Colophon(colophon),
        ]
    });
    assert_eq!(set.faults(), Vec::<String>::new());
    let back = set.pages.destinations[&TargetId::new("glossary")].page;
    let pages = Pages {
        pages: set.pages.pages[back..].to_vec(),
        structure: Structure::new(),
        destinations: BTreeMap::new(),
        report: Default::default(),
    };
    let tree = stationer::typeset::trace::structure(set.structure());
    let sections: Vec<usize> = tree.match_indices("\n  Section").map(|(at, _)| at + 1).collect();
    let start = sections[sections.len() - 4];
    insta::assert_snapshot!(format!("{}---\n{}", stationer::typeset::trace::pages(&pages), &tree[start..]));
}

#[test]
fn a_page_is_named_once_in_the_index() {
    let long = path(2).set_with(Extent::Path, |book| {
        let places = |chapter: &Chapter| vec![locator(chapter, Weight::Passing); 3];
        let locators = book.chapters().flat_map(places).collect();
        let entry = IndexEntry { heading: text("Sleep"), locators, children: Vec::new() };
        book.back = vec![BackPage::Index(lettered("index", "Index", vec![('S', vec![entry])]))];
    });
    let second = &long.book.parts[0].chapters[1].id;
    let folio = &long.pages.pages[long.pages.destinations[second].page].folio;
    assert_eq!(long.line_with("Sleep, ").text, format!("Sleep, 1, {folio}"));
}

#[test]
fn stations_print_the_page_they_are_on() {
    let set = path(4).set();
    let folio = |number: usize| {
        let id = &set.book.parts[0].chapters[number - 1].id;
        set.pages.pages[set.pages.destinations[id].page].folio.clone()
    };
    let said: String = set.paragraph_with("is first").into_iter().map(|line| line.text).collect();
    let said = said.replace('\u{A0}', " ");
    assert!(said.contains(&format!("(as Station 4, page {} is fourth)", folio(4))), "{said}");
    assert!(said.contains(&format!("Station 2 (page {}) faces", folio(2))), "{said}");
    assert!(said.ends_with("then Station 4 again."), "named once in a paragraph: {said}");
    assert_eq!(set.says(Code::PagesUnsettled).len(), 0);
}

#[test]
fn a_station_in_view_needs_no_page() {
    // Lesson 2 begins on page 2, lesson 3 on the page that faces it.
    let set = Lessons::default()
        .lesson("1.md", "---\nstation: 1\n---\n# One\n\nWords.\n")
        .lesson("2.md", "---\nstation: 2\n---\n# Two\n\nOn to Station 3, and back to Station 1.\n")
        .lesson("3.md", "---\nstation: 3\n---\n# Three\n\nWords.\n")
        .set();
    let said = set.line_with("On to").text.replace('\u{A0}', " ");
    assert_eq!(said, "On to Station 3, and back to Station 1 (page 1).");
}

#[test]
fn contents_name_front_pages_by_their_roman_folios() {
    let set = path(2).set_with(Extent::Path, |book| {
        book.front.push(FrontPage::Guide(page("guide", "How to read this book", &words(40))));
        let guide = ContentsEntry { target: TargetId::new("guide"), ..book.contents[0].clone() };
        let guide =
            ContentsEntry { title: "How to read".to_owned(), content: Vec::new(), label: None, ..guide };
        book.contents.insert(0, ContentsEntry { children: Vec::new(), ..guide });
    });
    let folio = &set.pages.pages[set.pages.destinations[&TargetId::new("guide")].page].folio;
    let links = set.pages.pages.iter().flat_map(|page| &page.links);
    let target = LinkTarget::Internal { target: TargetId::new("guide") };
    let link = links.clone().find(|link| link.target == target).expect("the contents lead to it");
    assert_eq!(link.description, format!("How to read, page {folio}"));
    assert_eq!(folio, "iv");
}

#[test]
fn a_handout_has_its_terms_below_the_lesson() {
    let lesson = Lessons::of("# T\n\nA few words.\n");
    let set = lesson.set_with(Extent::Lesson(0), |book| {
        let chapters: Vec<Chapter> = book.chapters().cloned().collect();
        book.back = vec![glossary(&chapters, 1, 3)];
    });
    assert_eq!(set.pages.pages.len(), 1);
    assert_eq!(set.line_with("Glossary").page, set.line_with("few words").page);
}

/// Two lessons with captions, as a book with its lists.
fn captioned(first: &str) -> Galleys {
    let table = "| a | b |\n| --- | --- |\n| 1 | 2 |";
    Lessons::default()
        .lesson("1.md", &format!("# One\n\n![A bell](bell.png \"{first}\")\n\n![A bell](bell.png)\n\n{table}\n\nTable: A table\n"))
        .lesson("2.md", &format!("# Two\n\n![A bell](bell.png \"The bell from below\")\n\n{table}\n\nTable: Another table\n"))
        .picture("bell.png", 100, 100)
        .set()
}

/// The text, its words parted by one space whatever kind it is.
fn spaced(set: &Galleys) -> String {
    set.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn captions_are_numbered_through_the_book_as_their_lists_are() {
    let set = captioned("The bell");
    assert_eq!(set.faults(), Vec::<String>::new());
    let text = spaced(&set);
    for caption in ["Figure 1 The bell", "Figure 2 The bell from below"] {
        assert!(text.contains(caption), "{caption}: {text}");
    }
    for caption in ["Table 1 A table", "Table 2 Another table"] {
        assert!(text.contains(caption), "{caption}: {text}");
    }
    for listed in ["1 The bell", "2 The bell from below", "2 Another table"] {
        let line = set.lines().into_iter().rfind(|line| line.text.starts_with(listed));
        assert!(line.is_some_and(|line| line.page > set.line_with("from below").page), "{listed}");
    }
}

#[test]
fn captions_that_authors_number_stay_as_they_are() {
    let set = captioned("Fig. 1: The bell");
    let text = spaced(&set);
    assert!(text.contains("Fig. 1: The bell") && !text.contains("Figure 2"));
    assert!(text.contains("Table 2 Another table"), "tables are counted by themselves");
}
