//! Fonts in e-books, on books made by hand.

use super::*;
use crate::backend::epub::fixture::{self, chapter, paragraph};
use crate::backend::epub::tests::{file, names, with_job};
use crate::backend::epub::{Epub, Options};
use crate::backend::{Backend, RenderJob};
use crate::model::Book;
use crate::resolve::Pictures;
use std::io::{Cursor, Read};

fn render(book: &Book, pictures: &Pictures) -> Vec<u8> {
    let mut diagnostics = Diagnostics::default();
    let epub = Epub { options: Options { fonts: super::super::Letters::Embed, ..Options::default() } };
    let artifact = with_job(book, pictures, |job: &RenderJob<'_>| epub.render(job, &mut diagnostics));
    artifact.unwrap_or_else(|| panic!("{diagnostics:?}")).bytes
}

fn bytes(epub: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("an entry").read_to_end(&mut bytes).expect("its bytes");
    bytes
}

/// The faces of a font file, as a user would give it.
fn face_of(bytes: Vec<u8>) -> FontLibrary {
    let mut fonts = FontLibrary::embedded();
    assert!(fonts.add(vec![("part.ttf".to_owned(), bytes)]).is_empty());
    fonts
}

#[test]
fn fonts_are_embedded_where_they_are_asked_for() {
    let epub = render(&fixture::full(), &fixture::pictures());
    let package = file(&epub, "OEBPS/content.opf");
    let lines = package.lines().filter(|line| line.contains("font") || line.contains("text/css"));
    let lines: Vec<&str> = lines.map(str::trim).collect();
    let body = file(&epub, "OEBPS/stylesheet.css").lines().skip(1).take(4).collect::<Vec<_>>().join("\n");
    let sheet = file(&epub, "OEBPS/fonts.css");
    insta::assert_snapshot!([lines.join("\n"), sheet, body].join("\n\n"));
    let lesson = file(&epub, "OEBPS/text/s01-treating-depression.xhtml");
    let sheets = ["../fonts.css", "../stylesheet.css", "../modern.css"];
    assert!(sheets.map(|sheet| lesson.find(sheet).expect("a sheet")).is_sorted());
    assert!(!file(&epub, "OEBPS/stylesheet.css").contains("important"), "a reader's choice of font wins");
}

#[test]
fn a_book_has_no_fonts_unless_they_are_asked_for() {
    let epub = crate::backend::epub::tests::render(&fixture::full(), &fixture::pictures()).expect("a book");
    assert!(names(&epub).iter().all(|name| !name.contains("font")));
    let body = "@charset \"utf-8\";\nbody {\n  margin: 0;\n}\n";
    assert!(file(&epub, "OEBPS/stylesheet.css").starts_with(body), "the body has the reader's letters");
}

#[test]
fn each_font_has_the_letters_that_are_shown_in_it_and_those_of_a_keyboard() {
    let book = fixture::of_chapters(
        "Letters",
        vec![chapter(Some(1), "one", "One", vec![paragraph("na\u{ef}ve \u{3b1} \u{5d0}\u{5b8}")])],
    );
    let epub = render(&book, &Pictures::default());
    let sheet = file(&epub, "OEBPS/fonts.css");
    let of = |family: &str| {
        let rule = format!("\"{family}\";\n  font-weight: normal;\n  font-style: normal;\n  src: url(\"");
        let at = sheet.find(&rule).unwrap_or_else(|| panic!("no {family} in {sheet}")) + rule.len();
        let name = sheet[at..].split('"').next().unwrap_or_default();
        face_of(bytes(&epub, &format!("OEBPS/{name}")))
    };
    let (serif, hebrew) = (of("Stationer Serif"), of("Stationer Serif 1"));
    let (serif, hebrew) = (serif.faces().last().expect("a face"), hebrew.faces().last().expect("a face"));
    let has = |face: &Face, text: &str| text.chars().all(|c| face.covers(c));
    assert!(has(serif, "na\u{ef}ve \u{3b1} QqZz{}~") && !serif.covers('\u{3c9}') && !serif.covers('\u{e9}'));
    assert!(has(hebrew, "\u{5d0}\u{5b8}") && !hebrew.covers('\u{5d1}') && !hebrew.covers('Q'));
    let stack = "font-family: \"Stationer Serif\", \"Stationer Serif 1\", serif;";
    assert!(file(&epub, "OEBPS/stylesheet.css").contains(stack));
    assert!(!sheet.contains("italic"), "what no text is set in is not embedded");
}

#[test]
fn the_same_book_with_fonts_is_the_same_bytes() {
    let once = || render(&fixture::full(), &fixture::pictures());
    assert_eq!(once(), once());
}

#[test]
fn terms_of_every_font_go_with_it() {
    let epub = render(&fixture::full(), &fixture::pictures());
    let terms = file(&epub, "OEBPS/font/licences.txt");
    for font in names(&epub).iter().filter(|name| name.ends_with(".ttf")) {
        let name = font.trim_start_matches("OEBPS/");
        assert!(terms.contains(&format!("{name} is a part, under another name, of ")), "{name}");
    }
    assert!(terms.contains("with Reserved Font Name 'Source'"));
    assert!(terms.contains("SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007"));
}

/// A face whose maker allows no parts of it and which is too large to be embedded whole: it is left out, and the
/// author is told.
#[test]
fn a_font_that_may_not_be_embedded_is_left_out_and_reported() {
    let mut bytes =
        face_of(Vec::from(include_bytes!("../../../../fonts/noto-sans-hebrew/NotoSansHebrew-Bold.ttf")))
            .faces()
            .last()
            .map(|face| face.bytes().to_vec())
            .expect("a face");
    let records = 12..12 + 16 * usize::from(bytes[5]);
    let os2 = records.step_by(16).find(|at| &bytes[*at..at + 4] == b"OS/2").expect("a table");
    let at = u32::from_be_bytes(bytes[os2 + 8..os2 + 12].try_into().expect("four bytes")) as usize + 8;
    bytes[at..at + 2].copy_from_slice(&0x100_u16.to_be_bytes());
    bytes.resize(4_000_001, 0);
    let fonts = face_of(bytes);
    let (mut made, mut diagnostics) = (Typefaces::default(), Diagnostics::default());
    let file = made.embed(fonts.faces().last().expect("a face"), 16, &['\u{5d0}'].into(), &mut diagnostics);
    assert!(file.is_none() && made.files.is_empty() && made.terms.is_empty());
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
    let message = "the font `NotoSansHebrew-Bold` is not embedded in the e-book: its maker allows no parts of it, \
                   and the whole is too large or not alone in its file";
    assert_eq!(found, [(Code::FontUnusable, message)]);
}
