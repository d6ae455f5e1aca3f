//! The text of a listing → its words by kind: keywords, strings, numbers, comments. What every format that
//! colours code starts from.
//!
//! Looks at each character once and knows languages only as far as `languages` tells them apart: enough
//! for the listings of lessons, never wrong about a single letter of the text. Knows no colour and no format.

mod languages;
mod markup;
#[cfg(test)]
mod tests;

use languages::{CommentPlace, Form, Language, Quote, Span as QuoteSpan};
use std::ops::Range;

/// Longer listings are not looked at: nobody reads them for their colours.
const LONGEST: usize = 200_000;

/// What a part of a listing is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A word of the language itself, the name of an element, a key.
    Keyword,
    /// Text in quotes.
    Text,
    /// A number, or a value with a name such as `true`.
    Number,
    /// A comment.
    Comment,
}

/// A part of a listing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// The parts of a listing that are more than plain, in order, none over another. Empty for a language that
/// is not known. `language` is what the author wrote behind the fence.
pub fn tokens(language: &str, text: &str) -> Vec<Token> {
    let name = language.split([',', ' ', '{']).next().unwrap_or_default().to_ascii_lowercase();
    let Some(language) = languages::named(&name).filter(|_| text.len() <= LONGEST) else {
        return Vec::new();
    };
    match language.form {
        Form::Words | Form::Keys => Scanner { language, text, at: 0, found: Vec::new() }.scan(),
        Form::Markup => markup::tokens(text),
    }
}

/// Walks through a listing.
struct Scanner<'a> {
    language: &'static Language,
    text: &'a str,
    at: usize,
    found: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn scan(mut self) -> Vec<Token> {
        while let Some(c) = self.rest().chars().next() {
            if !self.comment() && !self.quoted() && !self.number(c) && !self.word(c) {
                self.at += c.len_utf8();
            }
        }
        self.found
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|before| before.chars().next_back())
    }

    /// Notes the next bytes and moves behind them.
    fn take(&mut self, length: usize, kind: Kind) {
        let end = self.at + length;
        self.found.push(Token { range: self.at..end, kind });
        self.at = end;
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        for (open, close) in self.language.block_comments {
            if let Some(inside) = rest.strip_prefix(open) {
                let length = inside.find(close).map_or(rest.len(), |end| open.len() + end + close.len());
                self.take(length, Kind::Comment);
                return true;
            }
        }
        let parted = self.before().is_none_or(char::is_whitespace);
        let may = self.language.comment_place == CommentPlace::Anywhere || parted;
        if may && self.language.line_comments.iter().any(|open| rest.starts_with(open)) {
            self.take(line(rest), Kind::Comment);
            return true;
        }
        false
    }

    fn quoted(&mut self) -> bool {
        let rest = self.rest();
        let Some(quote) = self.language.quotes.iter().find(|quote| rest.starts_with(quote.open)) else {
            return false;
        };
        let within = match quote.span {
            QuoteSpan::Lines => rest,
            QuoteSpan::OneLine | QuoteSpan::OneCharacter => rest.get(..line(rest)).unwrap_or(rest),
        };
        let length = end_of_quote(within, quote);
        match (quote.span, length) {
            // Where a quote may be another sign, such as the tick of a lifetime, it must hold one character.
            (QuoteSpan::OneCharacter, Some(length)) if is_one_character(within, length) => {
                self.take(length, Kind::Text);
            }
            (QuoteSpan::OneCharacter, _) => return false,
            (_, length) => {
                let length = length.unwrap_or(within.len());
                let kind = if self.is_key(length) { Kind::Keyword } else { Kind::Text };
                self.take(length, kind);
            }
        }
        true
    }

    fn number(&mut self, first: char) -> bool {
        if !first.is_ascii_digit() || self.before().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return false;
        }
        let mut last = first;
        let mut length = 0;
        for (at, c) in self.rest().char_indices() {
            let follows = self.rest().get(at + 1..).and_then(|rest| rest.chars().next());
            let part = c.is_ascii_alphanumeric()
                || c == '_'
                || (c == '.' && follows.is_some_and(|c| c.is_ascii_digit()))
                || (matches!(c, '+' | '-')
                    && matches!(last, 'e' | 'E')
                    && follows.is_some_and(|c| c.is_ascii_digit()));
            if !part {
                break;
            }
            last = c;
            length = at + 1;
        }
        self.take(length, Kind::Number);
        true
    }

    fn word(&mut self, first: char) -> bool {
        let inside = |c: char| c.is_alphanumeric() || c == '_' || self.language.letters.contains(c);
        if !inside(first) {
            return false;
        }
        let length = self.rest().find(|c| !inside(c)).unwrap_or(self.rest().len());
        let word = self.rest().get(..length).unwrap_or_default();
        let folded;
        let word = if self.language.folds_case {
            folded = word.to_ascii_lowercase();
            &folded
        } else {
            word
        };
        if self.is_key(length) || holds(self.language.keywords, word) {
            self.take(length, Kind::Keyword);
        } else if holds(self.language.values, word) {
            self.take(length, Kind::Number);
        } else {
            self.at += length;
        }
        true
    }

    /// Whether the next bytes are the key of a value: the first thing of a line, a colon or an equals sign
    /// behind it. In JSON, whose values may stand in one line, whatever a colon follows.
    fn is_key(&self, length: usize) -> bool {
        if self.language.form != Form::Keys {
            return false;
        }
        let behind = self.rest().get(length..).unwrap_or_default();
        if self.language.quotes.iter().any(|quote| self.rest().starts_with(quote.open)) {
            return behind.trim_start_matches(' ').starts_with([':', '=']);
        }
        let before = self.text.get(..self.at).unwrap_or_default();
        let opens_line =
            before.trim_end_matches([' ', '-', '\t']).chars().next_back().is_none_or(|c| c == '\n');
        opens_line && behind.trim_start_matches(' ').starts_with([':', '='])
    }
}

/// Whether a word is one of those parted by spaces.
fn holds(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

/// The bytes of the first line, without its end.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The bytes of a quoted text with its quotes; none when it is not closed.
fn end_of_quote(text: &str, quote: &Quote) -> Option<usize> {
    let mut at = quote.open.len();
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(quote.close) {
            return Some(at + quote.close.len());
        }
        let mut next = rest.chars();
        let c = next.next()?;
        at += c.len_utf8();
        if c == '\\' && quote.escapes {
            at += next.next().map_or(0, char::len_utf8);
        }
    }
}

/// Whether a quoted text holds one character, as it is or escaped.
fn is_one_character(text: &str, length: usize) -> bool {
    let inside = text.get(1..length - 1).unwrap_or_default();
    inside.starts_with('\\') && inside.len() < 12 || inside.chars().count() == 1
}
