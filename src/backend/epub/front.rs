//! The pages that the program itself makes: cover, title page, imprint, openers of parts.

use super::href;
use super::names::Cover;
use super::xhtml::{Writer, authors, joined};
use crate::book::imprint;
use crate::model::{Part, Role};

impl Writer<'_> {
    /// The cover: a heading that is a picture.
    pub(super) fn cover(&mut self, cover: &Cover<'_>) {
        let book = self.book();
        let authors = joined(&authors(&book.metadata.contributors), &book.words.and);
        let mut alt = format!("{}: {}", book.words.cover, super::title(book));
        if !authors.is_empty() {
            alt.push_str(&format!(" \u{2013} {authors}"));
        }
        let src = format!("../{}", cover.file);
        let out = self.out();
        out.start("section", [("epub:type", "cover"), ("class", "cover")]);
        out.start("h1", []);
        out.void("img", [("src", src.as_str()), ("alt", &alt)]);
        out.end();
        out.end();
        out.line();
    }

    /// The title page.
    pub(super) fn title_page(&mut self) {
        let book = self.book();
        let metadata = &book.metadata;
        let out = self.out();
        out.start("section", [("epub:type", "titlepage"), ("class", "title-page")]);
        out.line();
        self.pages_at_top();
        let out = self.out();
        if let Some(series) = &metadata.series {
            out.element("p", [("class", "station-label")], &series.title);
            out.line();
        }
        out.element("h1", [], super::title(book));
        out.line();
        self.subtitle(metadata.subtitle.as_deref());
        let out = self.out();
        let authors = authors(&metadata.contributors);
        if !authors.is_empty() {
            out.element("p", [("class", "authors")], &joined(&authors, &book.words.and));
            out.line();
        }
        let others = metadata.contributors.iter().filter(|person| person.role != Role::Author);
        for person in others {
            let role = book.words.role(person.role).unwrap_or_default();
            out.element("p", [("class", "contributors")], &format!("{role}: {}", person.name));
            out.line();
        }
        if let Some(publisher) = metadata.publisher_apart() {
            out.element("p", [("class", "publisher")], publisher);
            out.line();
        }
        out.end();
        out.line();
    }

    /// The imprint.
    pub(super) fn imprint(&mut self) {
        let book = self.book();
        let out = self.out();
        out.start("section", [("epub:type", "copyright-page"), ("class", "imprint")]);
        out.line();
        self.pages_at_top();
        let out = self.out();
        out.element("h1", [], &book.words.imprint);
        out.line();
        for line in imprint(book) {
            out.start("p", []);
            if let Some(label) = &line.label {
                out.element("span", [("class", "fact")], &format!("{label}:"));
                out.text(" ");
            }
            match href::external(line.value.as_str()).filter(|_| line.label.is_some()) {
                Some(address) => out.element("a", [("href", address.as_str())], &line.value),
                None => out.text(&line.value),
            }
            out.end();
            out.line();
        }
        out.end();
        out.line();
    }

    /// The opener of a part.
    pub(super) fn part(&mut self, part: &Part, title: &str) {
        let book = self.book();
        let id = part.id.as_str();
        let out = self.out();
        let attributes = [("epub:type", "part"), ("role", "doc-part"), ("aria-labelledby", id)];
        out.start("section", attributes.into_iter().chain([("class", "part")]));
        out.line();
        self.pages_at_top();
        let out = self.out();
        if let Some(number) = part.number {
            out.element("p", [("class", "station-label")], &format!("{} {number}", book.words.part));
            out.line();
        }
        out.element("h1", [("id", id)], title);
        out.line();
        out.end();
        out.line();
    }
}
