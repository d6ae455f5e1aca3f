//! Covers: what stands on one that is made, how a given one is cut, and how it looks in pixels.

use super::*;
use stationer::images::{self, Limits, Pixels};
use stationer::raster;
use stationer::resolve::Pictures;
use stationer::typeset::{cover, trace};
use stationer::units::Size;

fn book(change: impl FnOnce(&mut Book)) -> Book {
    let mut lessons = Lessons::default().part("One", 2).part("Two", 1);
    for number in 1..=3 {
        lessons = lessons.lesson(&format!("{number:02}.md"), &format!("# Lesson {number}\n\nWords.\n"));
    }
    lessons.set_with(Extent::Path, change).book
}

fn size() -> Size {
    PRESS.theme.page.size
}

fn traced(book: &Book) -> String {
    let cover = cover::made(book, &PRESS.theme, &PRESS.fonts, size()).expect("its title can be set");
    let mut text = String::new();
    trace::page(&cover.page, &mut text);
    text
}

#[test]
fn a_made_cover_has_title_names_and_a_stop_for_each_lesson() {
    let book = book(|book| {
        book.metadata.title = "Sleep and the Brain".to_owned();
        book.metadata.subtitle = Some("What the night is for".to_owned());
        book.metadata.publisher = Some("Example Press".to_owned());
        let person =
            |name: &str, role| stationer::model::Contributor { name: name.to_owned(), role, file_as: None };
        use stationer::model::Role as Part;
        book.metadata.contributors = vec![person("Ada Example", Part::Author), person("Bo", Part::Editor)];
    });
    insta::assert_snapshot!(traced(&book));
}

#[test]
fn a_cover_in_hebrew_runs_from_the_right() {
    let book = book(|book| {
        book.metadata.title = "הירח והשנה".to_owned();
        book.metadata.language = "he".parse().expect("a tag");
        book.metadata.direction = stationer::model::Direction::RightToLeft;
    });
    let (mut first, mut right) = (None, Pt::ZERO);
    let cover = cover::made(&book, &PRESS.theme, &PRESS.fonts, size()).expect("its title can be set");
    for item in &cover.page.items {
        if let Shape::Glyphs(run) = &item.shape {
            first.get_or_insert(run.text.clone());
            let width: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            right = right.max(run.origin.x + width);
        }
    }
    assert!(first.is_some_and(|text| text.contains('ה')));
    let margin = size().width - right;
    assert!(
        margin > Pt::ZERO && margin < size().width.mul_div(15, 100),
        "it ends {margin:?} from the right edge"
    );
}

#[test]
fn a_title_of_any_length_fits_the_cover() {
    for title in ["A", &"Donaudampfschifffahrtsgesellschaft".repeat(9), &"many words ".repeat(120)] {
        let book = book(|book| book.metadata.title = title.to_owned());
        let cover = cover::made(&book, &PRESS.theme, &PRESS.fonts, size()).expect("its title can be set");
        for item in &cover.page.items {
            if let Shape::Glyphs(run) = &item.shape {
                let width: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                assert!(run.origin.x >= Pt::ZERO && run.origin.x + width <= size().width, "{}", run.text);
                assert!(run.origin.y >= Pt::ZERO && run.origin.y <= size().height, "{}", run.text);
            }
        }
    }
}

#[test]
fn a_title_that_no_font_has_is_reported() {
    let mut lessons = Lessons::of("# A\n\nWords.\n").set_with(Extent::Path, |book| {
        book.metadata.title = "\u{1202D}".to_owned();
    });
    let told = lessons.findings.iter().filter(|found| found.message.contains("no cover"));
    assert_eq!(told.count(), 1);
    lessons.book.metadata.title = "A".to_owned();
    assert!(cover::made(&lessons.book, &PRESS.theme, &PRESS.fonts, size()).is_some());
}

#[test]
fn a_given_picture_covers_the_page_or_is_shown_whole() {
    let book = book(|_| {});
    // A little off the form of the page: cut. Far off: whole, on a ground. Never stretched.
    for (width, height, covers) in
        [(800, 1200, true), (800, 1240, true), (1600, 600, false), (300, 1200, false)]
    {
        let picture =
            images::load(png(width, height), &Limits::default(), &lettering).expect("a picture").picture;
        let mut pictures = Pictures::default();
        let id = pictures.add(picture.clone());
        let cover = cover::given(&book, &PRESS.theme, &picture, id, size());
        let area = cover.page.items.iter().find_map(|item| match item.shape {
            Shape::Picture { area, .. } => Some(area),
            _ => None,
        });
        let area = area.expect("the picture is on the page");
        let form = |across: f64, down: f64| across / down;
        let (drawn, own) = (
            form(area.size.width.to_f64(), area.size.height.to_f64()),
            form(f64::from(width), f64::from(height)),
        );
        assert!((drawn - own).abs() < 0.01, "{width} x {height} is stretched");
        let whole = area.size.width >= size().width && area.size.height >= size().height;
        assert_eq!(whole, covers, "{width} x {height}");
        let (left, top) = (area.origin.x, area.origin.y);
        assert!((left + area.size.width / 2 - size().width / 2).to_f64().abs() < 0.1, "not in the middle");
        assert!((top + area.size.height / 2 - size().height / 2).to_f64().abs() < 0.1, "not in the middle");
    }
}

/// The reference is made anew with `UPDATE_PAGES=1`.
#[test]
fn a_made_cover_looks_as_it_did() {
    let book = book(|book| {
        book.metadata.title = "Sleep and the Brain".to_owned();
        book.metadata.identifier = "urn:uuid:5f0f7b0e-0000-5000-8000-000000000000".to_owned();
    });
    let cover = cover::made(&book, &PRESS.theme, &PRESS.fonts, size()).expect("its title can be set");
    let pixels = raster::render(&cover.page, &Pictures::default(), &PRESS.fonts, 240).expect("pixels");
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages/cover.png");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        let made = pixels.clone().encode(images::PictureKind::Png).expect("a picture");
        std::fs::write(&file, made.bytes).expect("the reference can be written");
    }
    let bytes = std::fs::read(&file).expect("the reference is there");
    let reference = images::load(bytes, &Limits::default(), &lettering)
        .expect("a picture")
        .picture
        .pixels()
        .expect("pixels");
    assert_eq!((pixels.width, pixels.height), (reference.width, reference.height));
    assert!(difference(&pixels, &reference) < 0.5, "the cover looks otherwise");
}

/// The mean difference of two pictures of one size, of 255.
fn difference(one: &Pixels, other: &Pixels) -> f64 {
    let sum: u64 = one.rgb.iter().zip(&other.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / one.rgb.len() as f64
}

/// No face: no picture here has words.
fn lettering() -> images::Lettering {
    images::Lettering::of([], images::Families { serif: "", sans: "", mono: "" })
}
