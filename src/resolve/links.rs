//! Links between lessons, as authors write them → places in the book.

use super::Sibling;
use super::book_map::{BookMap, Destination};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::model::{Inline, InlineKind, LinkTarget, TargetId, walk};
use crate::source::Span;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// How like two names must be, from 0 to 1, for one to be suggested for the other.
const LIKENESS: f64 = 0.8;

/// The suffixes under which a link may name a lesson, whatever suffix its source has.
const SUFFIXES: [&str; 6] = [".md", ".markdown", ".txt", ".html", ".htm", ".xhtml"];

/// Where a link leads, and what is wrong with it, if anything.
pub(super) struct Settled {
    pub(super) target: LinkTarget,
    pub(super) found: Option<Diagnostic>,
    /// The lesson of the same path that it leads to, where this book does not hold it: its number and title.
    pub(super) elsewhere: Option<(u32, String)>,
}

/// Settles a link of lesson number `from`.
pub(super) fn settle(reference: &str, from: usize, map: &BookMap, span: Span) -> Settled {
    match destination(reference, from, map) {
        Ok(target) => Settled { target: LinkTarget::Internal { target }, found: None, elsewhere: None },
        Err(trouble) => {
            let elsewhere = match &trouble {
                Trouble::Elsewhere(sibling) => sibling.number.map(|number| (number, sibling.title.clone())),
                Trouble::Nowhere(_) => None,
            };
            let found = match trouble {
                Trouble::Elsewhere(sibling) => not_here(&sibling.reference),
                Trouble::Nowhere(found) => *found,
            };
            let target = LinkTarget::Dead { reference: reference.to_owned() };
            Settled { target, found: Some(found.at(span)), elsewhere }
        }
    }
}

/// The number in `station:10`.
pub(super) fn station(reference: &str) -> Option<u32> {
    let (scheme, number) = reference.trim().split_once(':')?;
    scheme.eq_ignore_ascii_case("station").then(|| number.trim().parse().ok())?
}

/// Turns references to stations inside a link into plain text: a link cannot hold another.
pub(super) fn flatten_references(content: &mut [Inline]) {
    walk::content_mut(content, &mut |inline| {
        if let InlineKind::StationRef { text, .. } = &mut inline.kind {
            inline.kind = InlineKind::Text { text: std::mem::take(text) };
        }
    });
}

/// Why a link leads to no place of the book.
enum Trouble<'m> {
    /// Its lesson is one of the path that the book does not hold.
    Elsewhere(&'m Sibling),
    /// What is wrong with it.
    Nowhere(Box<Diagnostic>),
}

impl From<Diagnostic> for Trouble<'_> {
    fn from(found: Diagnostic) -> Self {
        Trouble::Nowhere(Box::new(found))
    }
}

fn destination<'m>(reference: &str, from: usize, map: &'m BookMap) -> Result<TargetId, Trouble<'m>> {
    let (address, fragment) = reference.trim().split_once('#').unwrap_or((reference.trim(), ""));
    let address = address.split_once('?').map_or(address, |(path, _)| path);
    let (address, fragment) = (percent_decoded(address), percent_decoded(fragment));
    let lesson = match address.as_str() {
        "" => from,
        address => match lesson(address, from, map)? {
            Destination::Here(lesson) => lesson,
            Destination::Elsewhere(sibling) => return Err(Trouble::Elsewhere(sibling)),
        },
    };
    match fragment.as_str() {
        "" | "top" => map.chapter(lesson).ok_or_else(|| unknown(reference).into()),
        fragment => {
            map.fragment(lesson, fragment).ok_or_else(|| unknown_section(fragment, lesson, map).into())
        }
    }
}

fn lesson<'m>(address: &str, from: usize, map: &'m BookMap) -> Result<Destination<'m>, Diagnostic> {
    let path = joined(map.reference(from), address).ok_or_else(|| {
        Diagnostic::new(Code::LinkUnknown, format!("the link `{}` leaves the path", address.escape_debug()))
            .help("link to a lesson of this path, or write a full address: https://…")
    })?;
    let bare = without_suffix(&path);
    map.lesson(&path, bare).ok_or_else(|| {
        let name = path.escape_debug();
        let found = Diagnostic::new(Code::LinkUnknown, format!("there is no lesson `{name}` in this book"));
        let found = if map.may_suggest() { suggesting(found, &path, "", map.references()) } else { found };
        or_help(found, "name a lesson of this path by its file, or write a full address: https://…")
    })
}

fn unknown(reference: &str) -> Diagnostic {
    let name = reference.escape_debug();
    Diagnostic::new(Code::LinkUnknown, format!("the link `{name}` leads nowhere"))
}

/// A lesson that exists but stands in another edition: nothing the author has to mend.
fn not_here(reference: &str) -> Diagnostic {
    let name = reference.escape_debug();
    let mut found =
        Diagnostic::new(Code::LinkUnknown, format!("the lesson `{name}` is not part of this edition"));
    found.severity = Severity::Info;
    found.help("nothing needs mending: in the book of the whole path the link works")
}

fn unknown_section(fragment: &str, lesson: usize, map: &BookMap) -> Diagnostic {
    let place = map.reference(lesson).escape_debug();
    let name = fragment.escape_debug();
    let found = Diagnostic::new(Code::LinkUnknown, format!("there is no section `#{name}` in `{place}`"));
    let found =
        if map.may_suggest() { suggesting(found, fragment, "#", map.fragments(lesson)) } else { found };
    or_help(
        found,
        "link to a heading by its words, such as `#how-rivers-begin`, or give the place an id: `{#name}`",
    )
}

/// Adds a help unless there is one.
fn or_help(diagnostic: Diagnostic, help: &str) -> Diagnostic {
    if diagnostic.help.is_empty() { diagnostic.help(help) } else { diagnostic }
}

/// Adds the nearest known name as a help, with `mark` before it.
fn suggesting<'a>(
    diagnostic: Diagnostic,
    name: &str,
    mark: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let likeness = |other: &str| strsim::jaro_winkler(name, other);
    let nearest = known
        .map(|other| (likeness(other), other))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match nearest {
        Some((_, other)) => diagnostic.help(format!("did you mean `{mark}{}`?", other.escape_debug())),
        None => diagnostic,
    }
}

/// A path without the suffix of a lesson.
pub(super) fn without_suffix(path: &str) -> &str {
    let lower = path.to_ascii_lowercase();
    let suffix = SUFFIXES.iter().find(|suffix| lower.ends_with(**suffix));
    suffix.and_then(|suffix| path.get(..path.len() - suffix.len())).unwrap_or(path)
}

/// A path of a link, seen from the root of the path; none when it leads out of it.
fn joined(from: &str, address: &str) -> Option<String> {
    let address = address.replace('\\', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if address.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(address.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Replaces `%20` and the like (RFC 3986 §2.1); what is not well-formed stays as it is.
fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_kept_inside() {
        assert_eq!(joined("a/01.md", "./02.md").as_deref(), Some("a/02.md"));
        assert_eq!(joined("a/01.md", "../b/./02.md").as_deref(), Some("b/02.md"));
        assert_eq!(joined("a/01.md", "/b/02.md").as_deref(), Some("b/02.md"));
        assert_eq!(joined("a\u{e4}.md", "b\\c.md").as_deref(), Some("b/c.md"));
        assert_eq!(joined("01.md", "../02.md"), None);
    }

    #[test]
    fn percent_signs_are_decoded_where_they_mean_something() {
        assert_eq!(percent_decoded("a%20b%C3%A9"), "a bé");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%2"), "%zz%2");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }

    #[test]
    fn suffixes_of_lessons_do_not_count() {
        assert_eq!(without_suffix("a/b.HTML"), "a/b");
        assert_eq!(without_suffix("a/b.md.txt"), "a/b.md");
        assert_eq!(without_suffix("a/b"), "a/b");
    }

    #[test]
    fn station_links_name_a_number() {
        assert_eq!(station("station:10"), Some(10));
        assert_eq!(station("Station: 7"), Some(7));
        assert_eq!(station("station:x"), None);
        assert_eq!(station("03.md"), None);
    }
}
