//! Elements, attributes and text → well-formed XML, escaped, without characters XML cannot hold.
//!
//! Knows no vocabulary: the same writer makes XHTML, the package's metadata, the navigation and the NCX.

use std::borrow::Cow;

/// XML under construction.
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

/// The bytes of a page: most lessons are shorter. Room that is not needed is not touched.
const PAGE: usize = 32 << 10;
/// The bytes that a document has around its content.
const AROUND: usize = 1 << 10;

/// The name and the value of an attribute.
pub(super) type Attribute<'v> = (&'static str, &'v str);

impl Markup {
    /// Nothing yet.
    pub(super) fn new() -> Markup {
        Markup { text: String::new(), open: Vec::new() }
    }

    /// Nothing yet, with room for as much as most pages are.
    pub(super) fn page() -> Markup {
        Markup { text: String::with_capacity(PAGE), open: Vec::new() }
    }

    /// A document of its own, of so many bytes and some around them: begins with the XML declaration.
    pub(super) fn document(bytes: usize) -> Markup {
        let mut text = String::with_capacity(bytes + AROUND);
        text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Markup { text, open: Vec::new() }
    }

    /// The bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Opens an element.
    pub(super) fn start<'v>(
        &mut self,
        name: &'static str,
        attributes: impl IntoIterator<Item = Attribute<'v>>,
    ) {
        self.tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    /// An element without content.
    pub(super) fn void<'v>(
        &mut self,
        name: &'static str,
        attributes: impl IntoIterator<Item = Attribute<'v>>,
    ) {
        self.tag(name, attributes);
        self.text.push_str("/>");
    }

    /// An element that holds only text.
    pub(super) fn element<'v>(
        &mut self,
        name: &'static str,
        attributes: impl IntoIterator<Item = Attribute<'v>>,
        text: &str,
    ) {
        self.start(name, attributes);
        self.text(text);
        self.end();
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        self.escaped(text, &IN_TEXT, |c| match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            // A parser would make it a line end.
            _ => " ",
        });
    }

    /// A line end between elements, for people who read the file.
    pub(super) fn line(&mut self) {
        self.text.push('\n');
    }

    /// The document type of XHTML.
    pub(super) fn doctype(&mut self) {
        self.text.push_str("<!DOCTYPE html>\n");
    }

    /// Markup made by another writer.
    pub(super) fn nested(&mut self, markup: Markup) {
        self.text.push_str(&markup.finish());
    }

    /// The whole text; elements still open are closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.text
    }

    fn tag<'v>(&mut self, name: &'static str, attributes: impl IntoIterator<Item = Attribute<'v>>) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(value, &IN_ATTRIBUTE, |c| match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // XML turns line ends and tabs into spaces when it reads an attribute; so the file says so.
                _ => " ",
            });
            self.text.push('"');
        }
    }

    /// Writes what may stand as it is in one go, and asks how each of the others is written.
    fn escaped(&mut self, text: &str, classes: &[Class; 256], other: impl Fn(char) -> &'static str) {
        let mut rest = text;
        while let Some((plain, c, class)) = next_of_note(rest, classes) {
            self.text.push_str(plain);
            match class {
                Class::Escaped => self.text.push_str(other(c)),
                _ if is_allowed(c) => self.text.push(c),
                _ => {}
            }
            rest = rest.get(plain.len() + c.len_utf8()..).unwrap_or_default();
        }
        self.text.push_str(rest);
    }
}

/// What a byte of UTF-8 asks for, when it begins a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// The character stands as it is; so do bytes inside characters.
    Plain,
    /// It is written in another way.
    Escaped,
    /// It may be one that is not allowed: [`is_allowed`] has to look.
    Doubtful,
}

/// In text between elements.
const IN_TEXT: [Class; 256] = classes(b"&<>\r");
/// In the value of an attribute.
const IN_ATTRIBUTE: [Class; 256] = classes(b"&<>\r\"\n\t");

/// Controls are not allowed: the first of ASCII, its last, and those whose first byte is C2. The noncharacters begin
/// with EF or with what begins the higher planes.
const fn classes(escaped: &[u8]) -> [Class; 256] {
    let mut table = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        if matches!(byte, 0x00..0x20 | 0x7F | 0xC2 | 0xEF | 0xF0..) && !matches!(byte, 0x09 | 0x0A | 0x0D) {
            table[byte] = Class::Doubtful;
        }
        byte += 1;
    }
    let mut number = 0;
    while number < escaped.len() {
        table[escaped[number] as usize] = Class::Escaped;
        number += 1;
    }
    table
}

/// The next character that is not plain, with its class and what stands before it.
fn next_of_note<'t>(text: &'t str, classes: &[Class; 256]) -> Option<(&'t str, char, Class)> {
    let of_note = |byte: &u8| classes[usize::from(*byte)] != Class::Plain;
    let (chunks, rest) = text.as_bytes().as_chunks();
    let mut chunks = chunks.iter().enumerate().filter(|(_, chunk)| may_be_of_note(chunk));
    let in_chunk =
        |(number, chunk): (usize, &[u8; CHUNK])| Some(number * CHUNK + chunk.iter().position(of_note)?);
    let behind = text.len() - rest.len();
    let at = chunks.find_map(in_chunk).or_else(|| Some(behind + rest.iter().position(of_note)?))?;
    let (plain, rest) = text.split_at(at);
    let class = classes[usize::from(*rest.as_bytes().first()?)];
    Some((plain, rest.chars().next()?, class))
}

/// So many bytes are looked at together.
const CHUNK: usize = 16;

/// Whether any byte may be other than plain. No early end: so it is done for all bytes at once. Letters with marks
/// and printers' quotes are plain, since most texts have some.
fn may_be_of_note(chunk: &[u8; CHUNK]) -> bool {
    let may_be = |byte: u8| {
        let control = u8::from(byte < 0x20) | u8::from(byte == 0x7F) | u8::from(byte == 0xC2);
        // `&` and `"`, and `<` and `>`, differ in one bit.
        control | u8::from(byte >= 0xEF) | u8::from(byte | 4 == b'&') | u8::from(byte | 2 == b'>')
    };
    chunk.iter().fold(0, |any, byte| any | may_be(*byte)) != 0
}

/// Whether all characters of a text may stand in XHTML.
pub(super) fn is_clean(text: &str) -> bool {
    let mut rest = text;
    while let Some((plain, c, _)) = next_of_note(rest, &IN_TEXT) {
        if !is_allowed(c) {
            return false;
        }
        rest = rest.get(plain.len() + c.len_utf8()..).unwrap_or_default();
    }
    true
}

/// Whether a character may stand in XHTML: those of XML 1.0 (“Char”), without the control characters and
/// noncharacters HTML forbids.
pub(super) fn is_allowed(c: char) -> bool {
    let code = u32::from(c);
    let noncharacter = code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code);
    matches!(c, '\t' | '\n' | '\r') || (!c.is_control() && !noncharacter)
}

/// Whether [`one_line`] leaves anything of a text.
pub(super) fn says(text: &str) -> bool {
    text.chars().any(|c| !matches!(c, ' ' | '\t' | '\n' | '\r') && is_allowed(c))
}

/// Text on one line: only characters that may stand in XHTML, each run of white space one space.
pub(super) fn one_line(text: &str) -> String {
    let clean = match is_clean(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect()),
    };
    let mut line = String::with_capacity(clean.len());
    for word in clean.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut markup = Markup::new();
        markup.element("p", [("title", "\"a\" < b\n& c")], "1 < 2 && \"3\" > '2'\r\u{0}\u{b}\u{FFFF}\u{85}");
        assert_eq!(
            markup.finish(),
            "<p title=\"&quot;a&quot; &lt; b &amp; c\">1 &lt; 2 &amp;&amp; \"3\" &gt; '2' </p>"
        );
    }

    #[test]
    fn only_allowed_characters_are_written() {
        let all = || (0..=u32::from(char::MAX)).filter_map(char::from_u32);
        for c in all().filter(|c| !matches!(c, '&' | '<' | '>' | '\r')) {
            let text = c.to_string();
            let mut markup = Markup::new();
            markup.text(&text);
            let kept = if is_allowed(c) { text.as_str() } else { "" };
            assert_eq!(markup.finish(), kept, "{c:?}");
            assert_eq!(is_clean(&text), is_allowed(c), "{c:?}");
        }
        // A byte is plain in both tables, or a chunk with it is looked at.
        for byte in 0..=255_u8 {
            let plain = [IN_TEXT, IN_ATTRIBUTE].iter().all(|table| table[usize::from(byte)] == Class::Plain);
            assert!(plain || may_be_of_note(&[byte; CHUNK]), "{byte}");
        }
    }

    #[test]
    fn what_is_escaped_is_found_wherever_it_stands() {
        for at in 0..40 {
            let (before, behind) = ("a".repeat(at), "b".repeat(40 - at));
            let mut markup = Markup::new();
            markup.text(&format!("{before}<{behind}&"));
            assert_eq!(markup.finish(), format!("{before}&lt;{behind}&amp;"));
        }
    }

    #[test]
    fn what_is_open_is_closed() {
        let mut markup = Markup::new();
        markup.start("ul", []);
        markup.start("li", []);
        markup.text("a");
        assert_eq!(markup.finish(), "<ul><li>a</li></ul>");
    }

    #[test]
    fn titles_fit_one_line() {
        assert_eq!(one_line("  a\r\n b\u{7}\tc\u{1F9E0} "), "a b c\u{1F9E0}");
        for text in ["", " \r\n\t", "\u{7} \u{FFFF}", " \u{7}a", "\u{a0}"] {
            assert_eq!(says(text), !one_line(text).is_empty(), "{text:?}");
        }
    }
}
