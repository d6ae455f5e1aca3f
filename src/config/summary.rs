//! `SUMMARY.md` in the form of mdBook → which lessons a path has, in which parts and order, and their titles.
//!
//! One line is one entry: `# Title` opens a part (the first one, before any entry, names the list itself),
//! `- [Title](file.md)` is a lesson however deep it is indented, and so is a link without a bullet before or
//! behind the list. Rules and comments are passed over. Anything else is reported with its line. Knows no
//! files: whether a lesson exists is seen elsewhere.

use super::{ListedFile, ListedPart};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a summary says.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// The lessons in order; a part without a title holds what stands before the first title, or behind the list.
    pub parts: Vec<ListedPart>,
    /// The title of each lesson in the list, by its path as written.
    pub titles: BTreeMap<String, String>,
    /// The lessons that stand before or behind the list, such as a preface: mdBook does not count them.
    pub uncounted: BTreeSet<String>,
}

impl Summary {
    /// Whether it lists no lesson at all: then it is some other text of that name.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.lessons.is_empty())
    }

    /// Whether any part has a title.
    pub fn is_divided(&self) -> bool {
        self.parts.iter().any(|part| part.title.is_some())
    }
}

/// Reads a summary. What is no lesson is reported, and the rest goes on.
pub fn summary(file: &SourceFile, diagnostics: &mut Diagnostics) -> Summary {
    let mut reading = Reading {
        file,
        summary: Summary::default(),
        diagnostics,
        listed: false,
        bulleted: false,
        bullets: false,
        comment: false,
    };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        reading.line(line, start);
        start += line.len();
    }
    if !reading.bullets {
        // A summary without a list: all of it is the list.
        reading.summary.uncounted.clear();
    }
    reading.summary
}

struct Reading<'a> {
    file: &'a SourceFile,
    summary: Summary,
    diagnostics: &'a mut Diagnostics,
    /// Whether an entry was read: after one, a heading opens a part.
    listed: bool,
    /// Whether the last entry had a bullet: after it, a link without one stands behind the list.
    bulleted: bool,
    /// Whether any entry had a bullet.
    bullets: bool,
    comment: bool,
}

impl Reading<'_> {
    fn line(&mut self, line: &str, start: usize) {
        let text = line.trim();
        let start = start + (line.len() - line.trim_start().len());
        if self.comment || text.starts_with("<!--") {
            self.comment = !text.contains("-->");
            return;
        }
        if text.is_empty() || is_rule(text) {
            return;
        }
        let span = Span::new(self.file.id(), start, start + text.len());
        if let Some(title) = text.strip_prefix('#') {
            self.heading(title.trim_matches(['#', ' ']));
            return;
        }
        let bullet = text.strip_prefix(['-', '*', '+']).or_else(|| without_number(text));
        match link(bullet.unwrap_or(text).trim_start()) {
            Some((title, address)) => self.entry(title, address, bullet.is_some(), span),
            None => self.refuse("this line of the summary is no lesson", span, "write `- [Title](file.md)`"),
        }
    }

    fn heading(&mut self, title: &str) {
        let is_name = !self.listed && self.summary.parts.is_empty() && title.eq_ignore_ascii_case("summary");
        if !is_name && !title.is_empty() {
            let title = Some(plain(title));
            self.summary.parts.push(ListedPart { title, lessons: Vec::new() });
            self.bulleted = false;
        }
    }

    fn entry(&mut self, title: String, address: String, bulleted: bool, span: Span) {
        self.listed = true;
        let behind = self.bulleted && !bulleted;
        self.bulleted |= bulleted;
        self.bullets |= bulleted;
        if self.summary.parts.is_empty()
            || (behind && self.summary.parts.last().is_some_and(|p| p.title.is_some()))
        {
            self.summary.parts.push(ListedPart { title: None, lessons: Vec::new() });
        }
        if address.is_empty() {
            let message = format!("“{title}” is a draft without a file");
            self.refuse(&message, span, "name its file when it is written");
            return;
        }
        if address.contains("://") || address.starts_with("mailto:") {
            self.refuse(&format!("“{title}” leads out of the path"), span, "list lessons of the path alone");
            return;
        }
        let name = address.split('#').next().unwrap_or_default().to_owned();
        let known =
            self.summary.parts.iter().any(|part| part.lessons.iter().any(|lesson| lesson.name == name));
        if known || name.is_empty() {
            // A second entry for a section of the same file names no further lesson.
            return;
        }
        if !title.is_empty() {
            self.summary.titles.insert(name.clone(), title);
        }
        if !bulleted {
            self.summary.uncounted.insert(name.clone());
        }
        if let Some(part) = self.summary.parts.last_mut() {
            part.lessons.push(ListedFile { name, span });
        }
    }

    fn refuse(&mut self, message: &str, span: Span, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::SummaryEntry, message).at(span).help(help));
    }
}

/// A line that only divides.
fn is_rule(text: &str) -> bool {
    text.len() >= 3 && ['-', '*', '_'].iter().any(|mark| text.chars().all(|c| c == *mark || c == ' '))
}

/// What stands behind `1.` or `1)`.
fn without_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() { None } else { rest.strip_prefix(['.', ')']) }
}

/// `[title](address)` or `[title](<address> "note")`, and nothing behind it.
fn link(text: &str) -> Option<(String, String)> {
    let inside = text.strip_prefix('[')?;
    let end = closing(inside, '[', ']')?;
    let (title, rest) = (inside.get(..end)?, inside.get(end + 1..)?);
    let rest = rest.strip_prefix('(')?;
    let end = match rest.strip_prefix('<') {
        Some(inner) => inner.find(">)").map(|at| at + 2)?,
        None => closing(rest, '(', ')')?,
    };
    if !rest.get(end + 1..)?.trim().is_empty() {
        return None;
    }
    let address = rest.get(..end)?.trim();
    let address = match address.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) => inner,
        None => address.split([' ', '\t']).next().unwrap_or_default(),
    };
    Some((plain(title), decoded(address)))
}

/// The byte at which a bracket that is already open closes; brackets inside it and escaped ones are passed over.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => depth += 1,
            c if c == close && depth == 0 => return Some(at),
            c if c == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A title without the marks of emphasis and code, escapes resolved.
fn plain(title: &str) -> String {
    let mut plain = String::new();
    let mut letters = title.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(letters.next()),
            '*' | '`' => {}
            c => plain.push(c),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address with its percent signs resolved; one that is not UTF-8 then stays as it is.
fn decoded(address: &str) -> String {
    percent_decode_str(address).decode_utf8().map_or_else(|_| address.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add("SUMMARY.md".to_owned(), text.as_bytes().to_vec());
        let file = sources.get(id).expect("it was just added");
        let mut diagnostics = Diagnostics::default();
        let found = summary(file, &mut diagnostics);
        let parts = found.parts.iter().map(|part| {
            let lessons = part.lessons.iter().map(|lesson| {
                let title = found.titles.get(&lesson.name).map_or("", String::as_str);
                format!(" {}={title}", lesson.name)
            });
            format!("{}:{}", part.title.as_deref().unwrap_or("-"), lessons.collect::<String>())
        });
        let faults = diagnostics.iter().map(|found| crate::diagnostics::render::short(found, &sources));
        (parts.collect(), faults.collect())
    }

    #[test]
    fn prefix_parts_nested_items_and_suffix_keep_their_order() {
        let text = "# Summary\n\n[Before](intro.md)\n\n# One\n\n- [`A` and *b*](a%20b.md)\n    - [C](<c d.md>)\n\
                    * [E](e.md#part)\n---\n# Two\n1. [F \\[x\\]](f.md \"note\")\n\n<!-- a\n comment -->\n[After](z.md)\n";
        let (parts, faults) = read(text);
        assert_eq!(
            parts,
            ["-: intro.md=Before", "One: a b.md=A and b c d.md=C e.md=E", "Two: f.md=F [x]", "-: z.md=After"]
        );
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn drafts_addresses_and_prose_are_reported_with_their_lines() {
        let (parts, faults) =
            read("- [A](a.md)\n- [Draft]()\n- [Out](https://example.org)\nProse\n- [Open](x.md\n");
        assert_eq!(parts, ["-: a.md=A"]);
        let lines: Vec<&str> = faults.iter().filter_map(|line| line.split(':').nth(1)).collect();
        assert_eq!(lines, ["2", "3", "4", "5"], "{faults:?}");
    }

    #[test]
    fn what_stands_before_or_behind_the_list_is_not_counted() {
        let uncounted = |text: &str| {
            let mut sources = Sources::default();
            let id = sources.add("SUMMARY.md".to_owned(), text.as_bytes().to_vec());
            let file = sources.get(id).expect("it was just added");
            summary(file, &mut Diagnostics::default()).uncounted.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(uncounted("[P](p.md)\n\n- [A](a.md)\n    - [B](b.md)\n\n[Z](z.md)\n"), ["p.md", "z.md"]);
        assert_eq!(uncounted("[A](a.md)\n[B](b.md)\n"), [""; 0], "no list at all");
    }
}
