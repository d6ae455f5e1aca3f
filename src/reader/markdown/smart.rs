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

/// Whether a text has quotes or dashes that print may set otherwise.
pub(super) fn has_marks(text: &str) -> bool {
    memchr::memchr3(b'"', b'\'', b'-', text.as_bytes()).is_some()
}

/// Whether a text has three dots that print may set otherwise.
pub(super) fn has_dots(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"...").is_some()
}

/// Sets the marks of a line of running text as print does.
pub(super) fn set(content: &mut [Inline], language: Option<&LangTag>) {
    let mut singles = 0;
    walk::content(content, &mut |inline| {
        if let InlineKind::Text { text } = &inline.kind {
            singles += memchr::memchr_iter(b'\'', text.as_bytes()).count();
        }
    });
    let mut setter = Setter { language, quotes: None, before: None, outer: false, inner: false, singles };
    setter.content(content);
}

/// The quotes of a language.
fn quotes(language: Option<&LangTag>) -> Quotes {
    let language = language.map(LangTag::as_str).unwrap_or("en");
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let brazil = language.eq_ignore_ascii_case("pt-BR");
    let known = LANGUAGES.iter().find(|(tags, _)| tags.contains(&primary.as_str()) && !brazil);
    known.map_or(ENGLISH, |(_, quotes)| *quotes)
}

struct Setter<'l> {
    language: Option<&'l LangTag>,
    /// Those of the language, once one is needed.
    quotes: Option<Quotes>,
    /// The character before.
    before: Option<char>,
    /// Whether an outer quote is open, and an inner one.
    outer: bool,
    inner: bool,
    /// How many single marks are still to come.
    singles: usize,
}

impl Setter<'_> {
    fn content(&mut self, content: &mut [Inline]) {
        for at in 0..content.len() {
            let after = content.get(at + 1..).and_then(first_char);
            let Some(inline) = content.get_mut(at) else { return };
            match &mut inline.kind {
                InlineKind::Text { text } => {
                    if let Some(set) = self.text(text, after) {
                        *text = set;
                    }
                }
                InlineKind::SoftBreak | InlineKind::LineBreak => self.before = None,
                InlineKind::Link { content, .. } if is_address(content) => self.before = Some('x'),
                kind => match walk::inner_content_mut(kind) {
                    Some(inner) => self.content(inner),
                    None => self.before = Some('x'),
                },
            }
        }
    }

    /// A text as print sets it; none when it stays as it is.
    fn text(&mut self, text: &str, after: Option<char>) -> Option<String> {
        let bytes = text.as_bytes();
        let before_text = self.before;
        let mut out = String::new();
        // What stands before here is in `out`.
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(is_mark)) {
            at += found;
            let rest = text.get(at..).unwrap_or_default();
            let mark = bytes.get(at).copied().unwrap_or_default();
            let run = match mark {
                b'"' | b'\'' => 1,
                _ => rest.bytes().take_while(|other| *other == mark).count(),
            };
            let next = |len: usize| rest.get(len..).and_then(|rest| rest.chars().next()).or(after);
            self.before = text.get(..at).and_then(|text| text.chars().next_back()).or(before_text);
            let (set, len) = match mark {
                b'"' => (self.double(next(1)).unwrap_or("\""), 1),
                b'\'' => (self.single(next(1)), 1),
                b'-' if run == 3 && !self.arrow(next(3)) => ("—", 3),
                b'-' if run == 2 && !self.arrow(next(2)) && !self.option(next(2)) => ("–", 2),
                b'.' if run == 3 => ("…", 3),
                _ => {
                    at += run;
                    continue;
                }
            };
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(set);
            at += len;
            copied = at;
        }
        self.before = text.chars().next_back().or(before_text);
        if copied == 0 {
            return None;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Some(out)
    }

    fn quotes(&mut self) -> Quotes {
        *self.quotes.get_or_insert_with(|| quotes(self.language))
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
            return Some(self.quotes().outer[0]);
        }
        // After a digit it may stand for inches.
        if !self.outer && self.before.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        self.outer = false;
        Some(self.quotes().outer[1])
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
            return self.quotes().inner[0];
        }
        if !self.inner && self.before.is_some_and(|c| c.is_ascii_digit()) {
            return "'";
        }
        if self.inner && !before_letter {
            self.inner = false;
            return self.quotes().inner[1];
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

/// Whether a byte may begin something that print sets otherwise.
fn is_mark(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'-' | b'.')
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
