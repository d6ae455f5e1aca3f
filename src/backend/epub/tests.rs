//! The whole back end, on books made by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::fonts::FontLibrary;
use crate::resolve::Pictures;
use crate::theme::Theme;

fn render(book: &Book, pictures: &Pictures) -> Result<Vec<u8>, Diagnostics> {
    let theme = Theme::embedded("book").unwrap();
    let fonts = FontLibrary::embedded().unwrap();
    let job = RenderJob { book, pictures, theme: &theme, fonts: &fonts };
    let mut diagnostics = Diagnostics::default();
    let artifact = Epub::default().render(&job, &mut diagnostics);
    artifact.map(|artifact| artifact.bytes).ok_or(diagnostics)
}

#[test]
fn the_full_book_passes_its_own_check() {
    let bytes = render(&fixture::full(), &fixture::pictures()).unwrap();
    assert!(bytes.starts_with(b"PK"));
}
