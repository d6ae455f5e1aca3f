//! What is known about a book → the metadata of the package document.
//!
//! What is said of accessibility comes from [`super::access`].

use super::access::{Access, CONFORMANCE};
use super::markup::{Markup, one_line};
use super::title;
use crate::model::{Book, Contributor, Isbn, LangTag, Role};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The identifier of a book. What claims to be a UUID and is none would be refused by readers; from it, and from
/// nothing, a UUID is derived by its name.
pub(super) fn identifier(identifier: &str) -> String {
    let identifier = one_line(identifier);
    let digits = identifier.strip_prefix("urn:uuid:");
    let uuid = match digits.map(Uuid::try_parse) {
        Some(Ok(uuid)) => uuid,
        None if !identifier.is_empty() => return identifier,
        _ => Uuid::new_v5(&Uuid::NAMESPACE_URL, identifier.as_bytes()),
    };
    format!("urn:uuid:{}", uuid.hyphenated())
}

/// The `metadata` element.
pub(super) fn metadata(
    book: &Book,
    identifier: &str,
    access: &Access<'_>,
    has_cover: bool,
    font_terms: Option<&str>,
) -> String {
    let mut out = Metadata(Markup::new());
    let known = &book.metadata;
    out.0.start("metadata", [("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    out.0.line();
    out.dc("dc:identifier", &[("id", "pub-id")], identifier);
    let isbns = known.isbns.iter().filter(|number| number.is_of("epub")).map(|number| &number.isbn);
    for isbn in isbns.filter(|isbn| isbn.urn() != identifier) {
        out.isbn(isbn);
    }
    out.titles(&one_line(title(book)), known.subtitle.as_deref());
    for language in languages(book) {
        out.dc("dc:language", &[], language.as_str());
    }
    for (number, person) in known.contributors.iter().enumerate() {
        out.person(number + 1, person);
    }
    for (name, values) in [
        ("dc:publisher", known.publisher.iter().collect::<Vec<_>>()),
        ("dc:rights", known.rights.iter().chain(&known.license).collect()),
        ("dc:description", known.description.iter().collect()),
        ("dc:subject", known.subjects.iter().collect()),
        ("dc:source", known.sources.iter().collect()),
    ] {
        for value in values {
            out.dc(name, &[], value);
        }
    }
    if let Some(date) = known.date {
        out.dc("dc:date", &[], &date.to_string());
    }
    out.meta(&[("property", "dcterms:modified")], &format!("{}T00:00:00Z", known.modified));
    if let Some(edition) = &known.edition {
        out.meta(&[("property", "schema:bookEdition")], edition);
    }
    if let Some(series) = &known.series {
        out.meta(&[("property", "belongs-to-collection"), ("id", "series")], &series.title);
        out.meta(&[("refines", "#series"), ("property", "collection-type")], "series");
        if let Some(position) = series.position {
            out.meta(&[("refines", "#series"), ("property", "group-position")], &position.to_string());
        }
    }
    if access.has_pages() {
        let source = format!("{}, PDF ({identifier})", one_line(title(book)));
        out.meta(&[("property", "pageBreakSource")], &source);
    }
    out.accessibility(access);
    out.0.void("meta", [("name", "generator"), ("content", "Stationer")]);
    out.0.line();
    if has_cover {
        // EPUB 2 style, for the thumbnails of older readers.
        out.0.void("meta", [("name", "cover"), ("content", "cover-image")]);
        out.0.line();
    }
    if let Some(file) = font_terms {
        // Of the fonts, as their licences ask; no part of the publication, so it is linked and not an item.
        let what = [("rel", "dcterms:license"), ("refines", "#f0001"), ("href", file)];
        out.0.void("link", what.into_iter().chain([("media-type", "text/plain")]));
        out.0.line();
    }
    out.0.end();
    out.0.finish()
}

/// The book's language, then the others its lessons are in.
fn languages(book: &Book) -> Vec<&LangTag> {
    let own = &book.metadata.language;
    let lessons: BTreeSet<&LangTag> =
        book.chapters().filter_map(|chapter| chapter.lesson.metadata.language.as_ref()).collect();
    std::iter::once(own).chain(lessons.into_iter().filter(|language| *language != own)).collect()
}

struct Metadata(Markup);

impl Metadata {
    /// An element of Dublin Core; none where the value says nothing, which is not allowed.
    fn dc(&mut self, name: &'static str, attributes: &[(&'static str, &str)], value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.0.element(name, attributes.iter().copied(), &value);
            self.0.line();
        }
    }

    fn meta(&mut self, attributes: &[(&'static str, &str)], value: &str) {
        self.dc("meta", attributes, value);
    }

    /// A number of the book trade, with its kind from code list 5 of ONIX.
    fn isbn(&mut self, isbn: &Isbn) {
        self.dc("dc:identifier", &[("id", "isbn")], &isbn.urn());
        let kind = if isbn.length() == 13 { "15" } else { "02" };
        let refines = [("refines", "#isbn"), ("property", "identifier-type"), ("scheme", "onix:codelist5")];
        self.meta(&refines, kind);
    }

    fn titles(&mut self, title: &str, subtitle: Option<&str>) {
        self.dc("dc:title", &[("id", "title")], title);
        self.meta(&[("refines", "#title"), ("property", "title-type")], "main");
        if let Some(subtitle) = subtitle.map(one_line).filter(|subtitle| !subtitle.is_empty()) {
            self.meta(&[("refines", "#title"), ("property", "display-seq")], "1");
            self.dc("dc:title", &[("id", "subtitle")], &subtitle);
            self.meta(&[("refines", "#subtitle"), ("property", "title-type")], "subtitle");
            self.meta(&[("refines", "#subtitle"), ("property", "display-seq")], "2");
        }
    }

    fn person(&mut self, number: usize, person: &Contributor) {
        if one_line(&person.name).is_empty() {
            return;
        }
        let (name, role) = match person.role {
            Role::Author => ("dc:creator", "aut"),
            Role::Editor => ("dc:contributor", "edt"),
            Role::Illustrator => ("dc:contributor", "ill"),
            Role::Translator => ("dc:contributor", "trl"),
        };
        let id = format!("person{number}");
        let refines = format!("#{id}");
        self.dc(name, &[("id", &id)], &person.name);
        self.meta(&[("refines", &refines), ("property", "role"), ("scheme", "marc:relators")], role);
        if let Some(file_as) = &person.file_as {
            self.meta(&[("refines", &refines), ("property", "file-as")], file_as);
        }
    }

    fn accessibility(&mut self, access: &Access<'_>) {
        for value in access.modes() {
            self.meta(&[("property", "schema:accessMode")], value);
        }
        for value in access.sufficient() {
            self.meta(&[("property", "schema:accessModeSufficient")], value);
        }
        for value in access.features() {
            self.meta(&[("property", "schema:accessibilityFeature")], value);
        }
        self.meta(&[("property", "schema:accessibilityHazard")], "none");
        let summary = access.summary();
        self.meta(&[("property", "schema:accessibilitySummary"), ("xml:lang", "en")], &summary);
        if let Some(certifier) = access.certified_by() {
            self.meta(&[("property", "dcterms:conformsTo"), ("id", "conformance")], CONFORMANCE);
            self.meta(&[("refines", "#conformance"), ("property", "a11y:certifiedBy")], certifier);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn identifiers_are_sound() {
        let given = "urn:uuid:4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4";
        assert_eq!(identifier(given), given);
        assert_eq!(identifier("urn:isbn:9780000000002"), "urn:isbn:9780000000002");
        let bad = identifier("urn:uuid:nonsense");
        assert!(bad.starts_with("urn:uuid:") && bad.len() == given.len());
        assert_eq!(identifier("urn:uuid:nonsense"), bad);
        assert!(identifier("").starts_with("urn:uuid:"));
    }
}
