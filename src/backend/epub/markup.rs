//! Elements, attributes and text → well-formed XML, escaped, without characters XML cannot hold.
//!
//! Knows no vocabulary: the same writer makes XHTML, the package's metadata, the navigation and the NCX.

/// XML under construction.
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

/// The name and the value of an attribute.
pub(super) type Attribute<'v> = (&'static str, &'v str);

impl Markup {
    /// Nothing yet.
    pub(super) fn new() -> Markup {
        Markup { text: String::new(), open: Vec::new() }
    }

    /// A document of its own: begins with the XML declaration.
    pub(super) fn document() -> Markup {
        Markup { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(), open: Vec::new() }
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
        for c in text.chars().filter(|c| is_allowed(*c)) {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '\r' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
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
            for c in value.chars().filter(|c| is_allowed(*c)) {
                match c {
                    '&' => self.text.push_str("&amp;"),
                    '<' => self.text.push_str("&lt;"),
                    '>' => self.text.push_str("&gt;"),
                    '"' => self.text.push_str("&quot;"),
                    // XML turns these into spaces when it reads an attribute; so the file says so.
                    '\n' | '\r' | '\t' => self.text.push(' '),
                    c => self.text.push(c),
                }
            }
            self.text.push('"');
        }
    }
}

/// Whether a character may stand in XHTML: those of XML 1.0 (“Char”), without the control characters and
/// noncharacters HTML forbids. A carriage return is written as a space: a parser would make it a line end.
pub(super) fn is_allowed(c: char) -> bool {
    let code = u32::from(c);
    let noncharacter = code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code);
    matches!(c, '\t' | '\n' | '\r') || (!c.is_control() && !noncharacter)
}

/// Text on one line: only characters that may stand in XHTML, each run of white space one space.
pub(super) fn one_line(text: &str) -> String {
    let clean: String = text.chars().filter(|c| is_allowed(*c)).collect();
    clean.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
    }
}
