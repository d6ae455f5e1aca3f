//! Printed pages in the e-book: each marker stands where the page of its number begins.

use super::Path;
use stationer::input::MemoryFiles;
use stationer::pipeline::Extent;
use stationer::typeset::frame::{Mark, Pages, Shape};
use std::fmt::Write as _;

/// A lesson with everything that a page can begin in, long enough for pages to begin in most of it.
fn lesson(name: &str) -> String {
    let mut number = 0_u32;
    let mut words = |count: u32| {
        let mut text = String::new();
        for _ in 0..count {
            number += 1;
            let _ = write!(text, "{name}{} ", spelled(number));
        }
        text.trim_end().to_owned()
    };
    let mut text = format!("# The {name} lesson\n\n");
    for round in 0..6 {
        let _ = write!(text, "## Heading {name} {round}\n\n{}\n\n", words(160));
        let _ = write!(
            text,
            "{} *{}* and [{}](https://example.org/) {}\n\n",
            words(60),
            words(60),
            words(20),
            words(30)
        );
        let _ = write!(text, "> [!NOTE]\n> {}\n\n", words(70));
        for _ in 0..9 {
            let _ = writeln!(text, "- {}", words(14));
        }
        let _ = write!(text, "\n> **Key term:** {name} term {round} — {}\n\n", words(40));
        text.push_str("| Name | Value |\n|---|---|\n");
        for _ in 0..14 {
            let _ = writeln!(text, "| {} | {} |", words(2), words(3));
        }
        text.push_str("\n```\n");
        for _ in 0..26 {
            let _ = writeln!(text, "    {}", words(3));
        }
        text.push_str("```\n\n");
    }
    text
}

/// A number as letters, so that each word is one of its kind.
fn spelled(mut number: u32) -> String {
    let mut text = String::new();
    while number > 0 {
        text.push(char::from(b'a' + u8::try_from(number % 26).expect("a digit")));
        number /= 26;
    }
    text
}

/// The letters of a page in the order they are painted.
fn letters_of(pages: &Pages, folio: &str) -> String {
    let page = pages.pages.iter().find(|page| page.folio == folio).expect("the page");
    let runs = page.items.iter().filter_map(|item| match (item.mark, &item.shape) {
        (Mark::Content(_), Shape::Glyphs(run)) => Some(run.text.as_str()),
        _ => None,
    });
    letters(&runs.collect::<String>())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of a page of the e-book; of each marker its page number between ⟦ and ⟧, links between ⟨ and ⟩.
fn with_marks(xhtml: &str) -> String {
    let body = xhtml.split("<body").nth(1).expect("a body");
    let mut text = String::new();
    for (number, piece) in body.split('<').enumerate() {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if number > 0 && tag.contains("doc-pagebreak") {
            let folio = tag.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next());
            let _ = write!(text, "⟦{}⟧", folio.expect("a label"));
        }
        if tag.starts_with("a ") || tag == "/a" {
            text.push(if tag == "/a" { '⟩' } else { '⟨' });
        }
        // The generated label of a box is no word of the lesson.
        text.push_str(if tag.contains("class=\"label\"") { "" } else { words });
    }
    text
}

#[test]
fn every_page_begins_where_its_marker_stands() {
    let (one, two) = (lesson("one"), lesson("two"));
    let lessons = [("one.md", one.as_str()), ("two.md", two.as_str())];
    let mut path = Path::of(&lessons, MemoryFiles::default(), Extent::Path);
    let pages = path.pages();
    let epub = path.published(Some(&pages));
    let mut found = Vec::new();
    for file in epub.spine() {
        let text = with_marks(&epub.text(&file));
        for piece in text.split('⟦').skip(1) {
            let (folio, _) = piece.split_once('⟧').expect("a marker");
            let behind =
                text.split(&format!("⟦{folio}⟧")).nth(1).expect("its words").replace(['⟦', '⟧'], " ");
            found.push((file.clone(), folio.to_owned(), behind));
        }
    }
    for name in ["title-page", "imprint"] {
        assert!(found.iter().any(|(file, ..)| file.contains(name)), "{name} is a printed page too");
    }
    let bodies: Vec<&(String, String, String)> =
        found.iter().filter(|(file, ..)| file.contains("one") || file.contains("two")).collect();
    assert!(bodies.len() > 20, "{}", bodies.len());
    let folios: Vec<u32> = bodies.iter().map(|(_, folio, _)| folio.parse().expect("a number")).collect();
    assert!(folios.windows(2).all(|pair| pair[1] == pair[0] + 1), "each page once, in order: {folios:?}");
    for (_, folio, behind) in bodies {
        let page = letters_of(&pages, folio);
        let words = letters(behind);
        if let Some(link) = behind.trim_start().strip_prefix('⟨') {
            // A link is one whole: a page that begins in it is marked before it.
            let link = letters(link.split('⟩').next().expect("its words"));
            let at = words.find(&page[..16]);
            assert!(at.is_some_and(|at| at < link.len()), "page {folio} begins in {link}: {at:?}");
            continue;
        }
        let words = &words[..16];
        // A word that the page divides, and labels the program adds, may stand before.
        let at = page.find(words);
        assert!(at.is_some_and(|at| at < 40), "page {folio} begins with {words}: {at:?} in {:.80}", page);
    }
    let nav = epub.text("nav.xhtml");
    let list = nav.split("epub:type=\"page-list\"").nth(1).expect("a list of pages");
    // The contents are a page too.
    let marked = found.len() + nav.matches("doc-pagebreak").count();
    assert!(marked > found.len());
    assert_eq!(list.matches("<li>").count(), marked);
    let ncx = epub.text("toc.ncx");
    assert_eq!(ncx.matches("<pageTarget").count(), marked);
    assert!(ncx.contains(&format!("name=\"dtb:totalPageCount\" content=\"{marked}\"")));
    let package = epub.text("content.opf");
    for there in [">pageBreakMarkers<", ">pageNavigation<", "property=\"pageBreakSource\">A Path, PDF ("] {
        assert!(package.contains(there), "{there}");
    }
}

#[test]
fn a_lesson_on_its_own_has_the_pages_of_its_handout() {
    let one = lesson("one");
    let mut path = Path::of(&[("one.md", &one)], MemoryFiles::default(), Extent::Lesson(0));
    let pages = path.pages();
    let epub = path.published(Some(&pages));
    let marks: usize = epub.spine().iter().map(|file| epub.text(file).matches("doc-pagebreak").count()).sum();
    assert!(marks + 1 >= pages.pages.len(), "{marks} of {}", pages.pages.len());
}

#[test]
fn without_printed_pages_nothing_is_said_of_any() {
    let one = lesson("one");
    let mut path = Path::of(&[("one.md", &one)], MemoryFiles::default(), Extent::Path);
    let epub = path.published(None);
    for name in ["nav.xhtml", "toc.ncx", "content.opf"] {
        let text = epub.text(name);
        assert!(!text.contains("page-list") && !text.contains("pageTarget") && !text.contains("pageBreak"));
    }
}

#[test]
fn names_that_are_read_aloud_hold_no_marker() {
    let (one, two) = (lesson("one"), lesson("two"));
    let lessons = [("one.md", one.as_str()), ("two.md", two.as_str())];
    let mut path = Path::of(&lessons, MemoryFiles::default(), Extent::Path);
    let pages = path.pages();
    let epub = path.published(Some(&pages));
    for file in epub.spine() {
        let text = epub.text(&file);
        for name in ["h1", "h2", "h3", "a", "dfn", "caption", "th"] {
            for element in text.split(&format!("<{name} ")).skip(1) {
                let inside = element.split(&format!("</{name}>")).next().unwrap_or_default();
                assert!(!inside.contains("doc-pagebreak"), "{file}: {name}: {inside:.120}");
            }
        }
    }
}
