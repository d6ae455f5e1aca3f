//! Quotes, dashes and dots of the typewriter → those of print in the lesson's language.
//!
//! Works on text, never on code, formulas, addresses or what the author escaped. Quotes open at the start of
//! a word and close at its end; an apostrophe is one everywhere else. What cannot be told stays as it is.

use crate::model::{Inline, InlineKind, LangTag, walk};

/// Stand for escaped marks until the text is settled, from the private use area.
const KEPT: [(char, char); 4] = [('"', '\u{F8E0}'), ('\'', '\u{F8E1}'), ('-', '\u{F8E2}'), ('.', '\u{F8E3}')];

/// The quotes of a language: outer ones and inner ones, with the space inside them.
#[derive(Clone, Copy)]
struct Quotes {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
}

const ENGLISH: Quotes = Quotes { outer: ["“", "”"], inner: ["‘", "’"] };

/// The quotes of languages that do not quote as English does (CLDR, delimiters).
const LANGUAGES: &[(&[&str], Quotes)] = &[
    (&["de", "cs", "sk", "sl", "is", "lt", "et"], Quotes { outer: ["„", "“"], inner: ["‚", "‘"] }),
    (&["fr"], Quotes { outer: ["«\u{202F}", "\u{202F}»"], inner: ["“", "”"] }),
    (
        &["es", "it", "pt", "ca", "gl", "el", "nb", "nn", "no"],
        Quotes { outer: ["«", "»"], inner: ["“", "”"] },
    ),
    (&["ru", "uk", "be", "bg"], Quotes { outer: ["«", "»"], inner: ["„", "“"] }),
    (&["pl", "ro", "hu", "hr", "sr"], Quotes { outer: ["„", "”"], inner: ["«", "»"] }),
    (&["sv", "fi"], Quotes { outer: ["”", "”"], inner: ["’", "’"] }),
    (&["da"], Quotes { outer: ["»", "«"], inner: ["›", "‹"] }),
];

/// Marks the first character of escaped text, so that it stays as it is.
pub(super) fn kept(text: &str) -> String {
    let keep = |c: char| KEPT.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, kept)| *kept);
    text.chars().map(keep).collect()
}

/// A character without the mark of [`kept`].
pub(super) fn plain(c: char) -> char {
    KEPT.iter().find(|(_, kept)| *kept == c).map_or(c, |(plain, _)| *plain)
}

/// Takes the marks of [`kept`] away.
pub(super) fn release(content: &mut [Inline]) {
    walk::content_mut(content, &mut |inline| {
        if let InlineKind::Text { text } = &mut inline.kind
            && text.contains(KEPT.map(|(_, kept)| kept))
        {
            *text = text.chars().map(plain).collect();
        }
    });
}

/// Sets the marks of a line of running text as print does.
pub(super) fn set(content: &mut [Inline], language: Option<&LangTag>) {
    let language = language.map(LangTag::as_str).unwrap_or("en");
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let brazil = language.eq_ignore_ascii_case("pt-BR");
    let known = LANGUAGES.iter().find(|(tags, _)| tags.contains(&primary.as_str()) && !brazil);
    let quotes = known.map_or(ENGLISH, |(_, quotes)| *quotes);
    let mut all = String::new();
    flatten(content, &mut all);
    let mut setter =
        Setter { quotes, before: None, outer: false, inner: false, singles: all.matches('\'').count() };
    setter.content(content);
}

/// The text of a line as the setter sees it.
fn flatten(content: &[Inline], out: &mut String) {
    walk::content(content, &mut |inline| {
        if let InlineKind::Text { text } = &inline.kind {
            out.push_str(text);
        }
    });
}

struct Setter {
    quotes: Quotes,
    /// The character before.
    before: Option<char>,
    /// Whether an outer quote is open, and an inner one.
    outer: bool,
    inner: bool,
    /// How many single marks are still to come.
    singles: usize,
}

impl Setter {
    fn content(&mut self, content: &mut [Inline]) {
        for at in 0..content.len() {
            let after = content.get(at + 1..).and_then(first_char);
            let Some(inline) = content.get_mut(at) else { return };
            match &mut inline.kind {
                InlineKind::Text { text } => *text = self.text(text, after),
                InlineKind::SoftBreak | InlineKind::LineBreak => self.before = None,
                InlineKind::Link { content, .. } if is_address(content) => self.before = Some('x'),
                kind => match walk::inner_content_mut(kind) {
                    Some(inner) => self.content(inner),
                    None => self.before = Some('x'),
                },
            }
        }
    }

    fn text(&mut self, text: &str, after: Option<char>) -> String {
        if !text.contains(['"', '\'', '-', '.']) {
            self.before = text.chars().next_back().or(self.before);
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + 8);
        let mut from = 0;
        while let Some(c) = text.get(from..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(from..).unwrap_or_default();
            let run = rest.chars().take_while(|other| *other == c).count();
            let next = |len: usize| rest.get(len..).and_then(|rest| rest.chars().next()).or(after);
            let (set, len) = match c {
                '"' => (self.double(next(1)).unwrap_or("\""), 1),
                '\'' => (self.single(next(1)), 1),
                '-' if run == 3 && !self.arrow(next(3)) => ("—", 3),
                '-' if run == 2 && !self.arrow(next(2)) && !self.option(next(2)) => ("–", 2),
                '.' if run == 3 => ("…", 3),
                '-' | '.' => (rest.get(..run).unwrap_or_default(), run),
                c => (rest.get(..c.len_utf8()).unwrap_or_default(), c.len_utf8()),
            };
            out.push_str(set);
            self.before = rest.get(..len).and_then(|set| set.chars().next_back());
            from += len.max(1);
        }
        out
    }

    /// Whether a mark here stands at the start of a word.
    fn opens(&self, next: Option<char>) -> bool {
        let starts = self.before.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '{' | '/' | '-' | '–' | '—' | '"' | '\'' | '“' | '„' | '«' | '‘')
        });
        starts && next.is_some_and(|c| !c.is_whitespace())
    }

    fn double(&mut self, next: Option<char>) -> Option<&'static str> {
        if !self.outer && self.opens(next) {
            self.outer = true;
            return Some(self.quotes.outer[0]);
        }
        // After a digit it may stand for inches.
        if !self.outer && self.before.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        self.outer = false;
        Some(self.quotes.outer[1])
    }

    fn single(&mut self, next: Option<char>) -> &'static str {
        self.singles = self.singles.saturating_sub(1);
        let before_letter = next.is_some_and(char::is_alphanumeric);
        if self.before.is_some_and(char::is_alphanumeric) && before_letter {
            return "’";
        }
        let year = next.is_some_and(|c| c.is_ascii_digit());
        if !self.inner && self.opens(next) && !year && self.singles > 0 {
            self.inner = true;
            return self.quotes.inner[0];
        }
        if !self.inner && self.before.is_some_and(|c| c.is_ascii_digit()) {
            return "'";
        }
        if self.inner && !before_letter {
            self.inner = false;
            return self.quotes.inner[1];
        }
        "’"
    }

    /// Whether dashes are part of an arrow or the like.
    fn arrow(&self, next: Option<char>) -> bool {
        next == Some('>') || matches!(self.before, Some('<' | '!'))
    }

    /// Whether two dashes begin the name of an option, such as `--help`.
    fn option(&self, next: Option<char>) -> bool {
        self.before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['))
            && next.is_some_and(char::is_alphabetic)
    }
}

fn first_char(content: &[Inline]) -> Option<char> {
    let first = content.first()?;
    match &first.kind {
        InlineKind::Text { text } => text.chars().next(),
        InlineKind::SoftBreak | InlineKind::LineBreak => Some(' '),
        kind => match walk::inner_content(kind) {
            Some(inner) => first_char(inner),
            None => Some('x'),
        },
    }
}

/// Whether a link shows an address.
fn is_address(content: &[Inline]) -> bool {
    let text = walk::plain_text(content);
    text.contains("://") || text.starts_with("www.") || (text.contains('@') && !text.contains(' '))
}
