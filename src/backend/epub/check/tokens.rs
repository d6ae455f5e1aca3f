//! The text of an XML file → its tags, texts and references, and whether it is well-formed (XML 1.0, fifth edition).
//!
//! Of what an e-book holds most bytes are read here, and a reader for all of XML took more than twice as long
//! (docs/decisions/0015-ebook-speed.md). It is stricter than it would have to be: a form that no file of ours needs, such
//! as CDATA, is a fault. The tests hold it against the library that the rest of the room reads XML with. Knows no element.

use memchr::{memchr2, memmem};

/// A piece of an XML file. Comments and instructions are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'t> {
    /// An element begins; its attributes are those of [`Tokens::attributes`].
    Start(&'t str),
    /// The same of an element without content.
    Empty(&'t str),
    /// An element ends.
    End(&'t str),
    /// Text without references.
    Text(&'t str),
    /// A reference in the text, from `&` to `;`.
    Reference(&'t str),
}

/// What is wrong with a file, and at which byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Malformed(pub(super) &'static str, pub(super) usize);

/// A file while it is read.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The elements that have begun and not ended, from the outermost.
    open: Vec<&'t str>,
    /// Whether the outermost element has begun.
    rooted: bool,
    attributes: Vec<(&'t str, &'t str)>,
}

impl<'t> Tokens<'t> {
    /// The pieces of a file.
    pub(super) fn of(text: &'t str) -> Tokens<'t> {
        Tokens { text, at: 0, open: Vec::new(), rooted: false, attributes: Vec::new() }
    }

    /// How many elements have begun and not ended.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The attributes of the element that began last: names, and values with the references in them.
    pub(super) fn attributes(&self) -> &[(&'t str, &'t str)] {
        &self.attributes
    }

    /// The next piece; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, Malformed> {
        loop {
            let rest = self.rest(self.at)?;
            let token = match rest {
                [] if !self.open.is_empty() => return Err(self.wrong("the end inside an element")),
                [] if !self.rooted => return Err(self.wrong("no element")),
                [] => return Ok(None),
                [b'<', b'/', ..] => self.end()?,
                [b'<', b'?', ..] => {
                    let of_declaration = |byte: &&u8| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'=' | b'"' | b'.' | b'-')
                    };
                    let behind = rest.strip_prefix(b"<?xml ").filter(|_| self.at == 0).unwrap_or_default();
                    let length = behind.iter().take_while(of_declaration).count();
                    if !behind.get(length..).unwrap_or_default().starts_with(b"?>") {
                        return Err(self.wrong("an instruction"));
                    }
                    self.at += "<?xml ?>".len() + length;
                    continue;
                }
                [b'<', b'!', b'-', b'-', ..] => {
                    let behind = rest.get(4..).unwrap_or_default();
                    let end = memmem::find(behind, b"-->").ok_or(self.wrong("a comment without end"))?;
                    self.at += "<!---->".len() + end;
                    continue;
                }
                [b'<', b'!', ..] => {
                    let kind = rest.strip_prefix(b"<!DOCTYPE ").filter(|_| !self.rooted).unwrap_or_default();
                    let length = kind.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                    if length == 0 || kind.get(length) != Some(&b'>') {
                        return Err(self.wrong("a declaration"));
                    }
                    self.at += "<!DOCTYPE >".len() + length;
                    continue;
                }
                [b'<', ..] => self.start()?,
                [b'&', ..] => {
                    // A name or a number, in ASCII as all that XML knows without a declaration (production 67).
                    let from = if rest.get(1) == Some(&b'#') { 2 } else { 1 };
                    let behind = rest.get(from..).unwrap_or_default();
                    let length = behind.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                    if length == 0 || behind.get(length) != Some(&b';') {
                        return Err(self.wrong("a reference without end"));
                    }
                    Token::Reference(self.take(from + length + 1)?)
                }
                _ => Token::Text(self.take(memchr2(b'<', b'&', rest).unwrap_or(rest.len()))?),
            };
            match token {
                Token::Text(text) if self.open.is_empty() && !text.bytes().all(is_space) => {
                    return Err(self.wrong("text outside of all elements"));
                }
                Token::Reference(_) if self.open.is_empty() => {
                    return Err(self.wrong("text outside of all elements"));
                }
                Token::Start(name) => self.open.push(name),
                _ => {}
            }
            return Ok(Some(token));
        }
    }

    fn wrong(&self, what: &'static str) -> Malformed {
        Malformed(what, self.at)
    }

    fn rest(&self, at: usize) -> Result<&'t [u8], Malformed> {
        self.text.as_bytes().get(at..).ok_or(self.wrong("the end"))
    }

    /// The next bytes as text.
    fn take(&mut self, length: usize) -> Result<&'t str, Malformed> {
        let text = self.text.get(self.at..self.at + length).ok_or(self.wrong("a broken character"))?;
        self.at += length;
        Ok(text)
    }

    fn end(&mut self) -> Result<Token<'t>, Malformed> {
        let begun = self.open.pop().ok_or(self.wrong("the end of no element"))?;
        self.at += 2;
        let ends = self.rest(self.at)?.strip_prefix(begun.as_bytes());
        match ends {
            // As it is mostly written.
            Some([b'>', ..]) => self.at += begun.len(),
            _ if self.name()? == begun => {
                self.space();
            }
            _ => return Err(self.wrong("the end of another element")),
        }
        self.sign(b'>', "a tag without end")?;
        Ok(Token::End(begun))
    }

    fn start(&mut self) -> Result<Token<'t>, Malformed> {
        if self.rooted && self.open.is_empty() {
            return Err(self.wrong("a second outermost element"));
        }
        self.rooted = true;
        self.at += 1;
        let name = self.name()?;
        self.attributes.clear();
        loop {
            let apart = self.space();
            match self.rest(self.at)? {
                [b'>', ..] => {
                    self.at += 1;
                    return Ok(Token::Start(name));
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    return Ok(Token::Empty(name));
                }
                _ if !apart => return Err(self.wrong("an attribute right behind another")),
                _ => self.attribute()?,
            }
        }
    }

    fn attribute(&mut self) -> Result<(), Malformed> {
        let name = self.name()?;
        if self.attributes.iter().any(|(known, _)| *known == name) {
            return Err(self.wrong("an attribute twice"));
        }
        self.space();
        self.sign(b'=', "an attribute without value")?;
        self.space();
        let quote = match self.rest(self.at)? {
            [quote @ (b'"' | b'\''), ..] => *quote,
            _ => return Err(self.wrong("a value without quotes")),
        };
        self.at += 1;
        let rest = self.rest(self.at)?;
        let end = memchr2(quote, b'<', rest).filter(|end| rest.get(*end) == Some(&quote));
        let value = self.take(end.ok_or(self.wrong("a value without end"))?)?;
        self.at += 1;
        self.attributes.push((name, value));
        Ok(())
    }

    /// A name (production 5, of letters beyond ASCII any).
    fn name(&mut self) -> Result<&'t str, Malformed> {
        let rest = self.rest(self.at)?;
        let in_name = |byte: &&u8| NAMES[usize::from(**byte)] != InNames::Nowhere;
        match rest.first() {
            Some(first) if NAMES[usize::from(*first)] == InNames::Anywhere => {
                self.take(rest.iter().take_while(in_name).count())
            }
            _ => Err(self.wrong("no name")),
        }
    }

    /// Goes behind white space. Whether there was any.
    fn space(&mut self) -> bool {
        let start = self.at;
        while self.text.as_bytes().get(self.at).copied().is_some_and(is_space) {
            self.at += 1;
        }
        self.at > start
    }

    /// Goes behind a byte that must be there.
    fn sign(&mut self, sign: u8, what: &'static str) -> Result<(), Malformed> {
        if self.text.as_bytes().get(self.at) != Some(&sign) {
            return Err(self.wrong(what));
        }
        self.at += 1;
        Ok(())
    }
}

/// Where a byte may stand in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InNames {
    Anywhere,
    BehindTheFirst,
    Nowhere,
}

/// The same of each byte.
const NAMES: [InNames; 256] = {
    let mut table = [InNames::Anywhere; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' => InNames::Anywhere,
            b'0'..=b'9' | b'-' | b'.' => InNames::BehindTheFirst,
            _ => InNames::Nowhere,
        };
        byte += 1;
    }
    table
};

/// White space (production 3).
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::{BytesStart, Event};

    /// The pieces of a file, one to a line, with the attributes.
    fn ours(text: &str) -> Result<Vec<String>, Malformed> {
        let mut tokens = Tokens::of(text);
        let mut lines = Vec::new();
        while let Some(token) = tokens.next()? {
            lines.push(match token {
                Token::Start(name) => format!("start {name} {:?}", tokens.attributes()),
                Token::Empty(name) => format!("empty {name} {:?}", tokens.attributes()),
                Token::End(name) => format!("end {name}"),
                Token::Text(text) => format!("text {text:?}"),
                Token::Reference(name) => format!("reference {name}"),
            });
        }
        Ok(lines)
    }

    /// The same as the library tells it.
    fn theirs(text: &str) -> Result<Vec<String>, String> {
        let attributes = |element: &BytesStart<'_>| -> Result<String, String> {
            let mut all = Vec::new();
            for attribute in element.attributes() {
                let attribute = attribute.map_err(|error| error.to_string())?;
                all.push((attribute.key.into_inner().to_owned(), attribute.value.into_owned()));
            }
            Ok(format!("{all:?}"))
        };
        let mut reader = Reader::from_str(text);
        let mut lines = Vec::new();
        let mut open = 0_i32;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(element) => {
                    open += 1;
                    lines.push(format!("start {} {}", element.name().as_ref(), attributes(&element)?));
                }
                Event::Empty(element) => {
                    lines.push(format!("empty {} {}", element.name().as_ref(), attributes(&element)?));
                }
                Event::End(element) => {
                    open -= 1;
                    lines.push(format!("end {}", element.name().as_ref()));
                }
                Event::Text(text) => lines.push(format!("text {:?}", &*text)),
                Event::GeneralRef(name) => lines.push(format!("reference &{};", &*name)),
                Event::Eof if open != 0 => return Err("open".to_owned()),
                Event::Eof => return Ok(lines),
                _ => {}
            }
        }
    }

    const PAGE: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html lang=\"en\" dir='ltr'><!-- a > b -->\
        <p class=\"a b\"\n id = \"é\">R&amp;D 睡 &#x41; <br/><img src=\"a.png\" alt=\"x > &lt;\" /></p >\n</html>\n";

    #[test]
    fn pieces_are_those_the_library_finds() {
        assert_eq!(ours(PAGE).expect("well-formed"), theirs(PAGE).expect("well-formed"));
    }

    #[test]
    fn what_is_not_well_formed_is_a_fault() {
        for text in [
            "",
            " ",
            "a",
            "<a>",
            "</a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>b",
            "<a/>&amp;",
            "<a b/>",
            "<a b=c/>",
            "<a b=\"c/>",
            "<a b=\"<\"/>",
            "<a b=\"1\"c=\"2\"/>",
            "<a b=\"1\" b=\"2\"/>",
            "<a>&amp</a>",
            "<a>&</a>;",
            "<a>&;</a>",
            "<a><![CDATA[b]]></a>",
            "<a><!DOCTYPE html></a>",
            "<a><!-- b </a>",
            "<a><? b </a>",
            "<?xm\"l?><a/>",
            "<!DOCTYPE\" html><a/>",
            "<a>&<amp;</a>",
            "< a/>",
            "<1/>",
            "<a></a",
            "<a",
            "<a /",
            "<",
        ] {
            assert!(ours(text).is_err(), "{text}");
        }
    }

    proptest! {
        /// Of files in which something was changed: what is well-formed here is so for the library, with the same pieces.
        #[test]
        fn nothing_is_well_formed_that_the_library_refuses(
            changes in prop::collection::vec((0..PAGE.len(), "[<>/&;\"'= a!?é\n-]{0,3}", 0..4_usize), 1..4)
        ) {
            let mut text = PAGE.to_owned();
            for (at, new, less) in changes {
                let edge = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                let (start, end) = (edge(at), edge(at + less));
                text.replace_range(start..end.max(start), &new);
            }
            if let Ok(lines) = ours(&text) {
                let found = theirs(&text);
                prop_assert_eq!(found.as_ref(), Ok(&lines), "{}", text);
            }
        }
    }
}
