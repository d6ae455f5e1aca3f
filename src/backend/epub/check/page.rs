//! An XML file → what the check asks of it: ids, addresses, headings, its place in the package, and its text.

use super::super::Fault;
use super::space;
use super::tokens::{Token, Tokens};
use quick_xml::escape::unescape;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What there is to know of an XML file but for its text.
#[derive(Default)]
pub(super) struct Page {
    pub(super) ids: FxHashSet<String>,
    /// Values of `href` and `src`, and of references to ids.
    pub(super) addresses: Vec<String>,
    pub(super) references: Vec<String>,
    /// Addresses of the manifest by id, and the ids of the spine.
    pub(super) items: BTreeMap<String, String>,
    pub(super) spine: Vec<String>,
    /// The levels of the headings.
    headings: Vec<u8>,
    /// The title for readers.
    title: String,
}

impl Page {
    /// Reads an XML file. `text` becomes its text, with a space where a block begins or ends and alternative text in
    /// its place.
    pub(super) fn read(name: &str, content: &[u8], text: &mut String) -> Result<Page, Fault> {
        text.clear();
        text.reserve(content.len());
        let mut scan = Scan { page: Page::default(), text };
        scan.read(name, content)?;
        Ok(scan.page)
    }

    /// The addresses in a style sheet.
    pub(super) fn of_sheet(name: &str, sheet: &[u8]) -> Result<Page, Fault> {
        let mut page = Page::default();
        // Most sheets name nothing, which is told in one go.
        if memchr::memmem::find(sheet, b"url(").is_some() {
            let text = std::str::from_utf8(sheet).map_err(Fault::of(name))?;
            let addresses = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
            page.addresses = addresses.map(|address| address.trim_matches(['"', '\'']).to_owned()).collect();
        }
        Ok(page)
    }

    /// Whether the page has a title, one heading of the first level, and skips no level.
    pub(super) fn headed(&self, name: &str) -> Result<(), Fault> {
        let skips = self.headings.windows(2).any(|pair| pair[1] > pair[0] + 1);
        let first = self.headings.iter().filter(|level| **level == 1).count();
        if self.title.is_empty() || skips || first != 1 || self.headings.first() != Some(&1) {
            return Err(Fault(format!("{name} has no title, not one main heading, or skips a level")));
        }
        Ok(())
    }
}

/// A file while it is read.
struct Scan<'t> {
    page: Page,
    text: &'t mut String,
}

impl Scan<'_> {
    fn read(&mut self, name: &str, content: &[u8]) -> Result<(), Fault> {
        let mut tokens = Tokens::of(std::str::from_utf8(content).map_err(Fault::of(name))?);
        let mut inside_title = false;
        let mut aside = None;
        loop {
            let token = tokens.next().map_err(|wrong| {
                Fault(format!("{name} is not well-formed: {} at byte {}", wrong.0, wrong.1))
            })?;
            match token {
                Some(Token::Start(element)) => {
                    inside_title = element == "title";
                    let calls_note = self.element(name, element, tokens.attributes())?;
                    if element == "math" {
                        self.say_formula(tokens.attributes());
                    } else if !calls_note {
                        continue;
                    }
                    aside = Some((tokens.depth(), self.text.len()));
                }
                Some(Token::Empty(element)) => {
                    self.element(name, element, tokens.attributes())?;
                }
                Some(Token::End(element)) => {
                    inside_title = false;
                    // The number that calls a note is no word of the text, and must not join with one; of a
                    // formula its alternative text counts.
                    if let Some((_, before)) = aside.filter(|(depth, _)| *depth > tokens.depth()) {
                        self.text.truncate(before);
                        aside = None;
                    }
                    self.edge(local(element));
                }
                // A line end between elements, for people who read the file.
                Some(Token::Text("\n")) => space(self.text),
                Some(Token::Text(text)) => self.say(text, inside_title),
                Some(Token::Reference(reference)) => {
                    let text = unescape(reference).map_err(Fault::of(name))?;
                    self.say(&text, inside_title);
                }
                None => return Ok(()),
            }
        }
    }

    fn say(&mut self, text: &str, inside_title: bool) {
        self.text.push_str(text);
        if inside_title {
            self.page.title.push_str(text);
        }
    }

    fn say_formula(&mut self, attributes: &[(&str, &str)]) {
        let alt = attributes.iter().find(|(name, _)| *name == "alttext");
        let alt = alt.and_then(|(_, alt)| unescape(alt).ok());
        self.text.push(' ');
        self.text.push_str(&alt.unwrap_or_default());
        self.text.push(' ');
    }

    fn edge(&mut self, element: &str) {
        if !is_inline(element) {
            space(self.text);
        }
    }

    /// Takes up an element. Tells whether it calls a note.
    fn element(&mut self, file: &str, name: &str, attributes: &[(&str, &str)]) -> Result<bool, Fault> {
        let name = local(name);
        self.edge(name);
        let (mut id, mut href, mut idref, mut alt) = (None, None, None, None);
        let mut calls_note = false;
        for (key, value) in attributes {
            let value = match memchr::memchr(b'&', value.as_bytes()) {
                Some(_) => unescape(value).map_err(Fault::of(file))?,
                None => Cow::Borrowed(*value),
            };
            match *key {
                "id" => id = Some(value.into_owned()),
                "href" => href = Some(value.into_owned()),
                "src" => self.page.addresses.push(value.into_owned()),
                "idref" => idref = Some(value.into_owned()),
                "alt" => alt = Some(value.into_owned()),
                "aria-labelledby" => self.page.references.extend(value.split(' ').map(str::to_owned)),
                "class" => calls_note = value == "noteref",
                _ => {}
            }
        }
        match name {
            "item" => {
                if let (Some(id), Some(href)) = (&id, &href) {
                    self.page.items.insert(id.clone(), href.clone());
                }
            }
            "itemref" => self.page.spine.extend(idref),
            "img" => {
                let alt = alt.ok_or_else(|| Fault(format!("{file} has a picture without alt")))?;
                self.text.push_str(&alt);
                self.text.push(' ');
            }
            _ => {
                let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
                self.page.headings.extend(level);
            }
        }
        self.page.addresses.extend(href);
        match id.and_then(|id| self.page.ids.replace(id)) {
            Some(id) => Err(Fault(format!("{file} has the id `{id}` twice"))),
            None => Ok(calls_note),
        }
    }
}

/// The name of an element without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// Whether an element stands inside a line of text: no word ends at its edges.
fn is_inline(element: &str) -> bool {
    matches!(
        element,
        "a" | "abbr"
            | "bdi"
            | "cite"
            | "code"
            | "dfn"
            | "em"
            | "i"
            | "b"
            | "kbd"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_stands_once_however_many_there_are() {
        for others in 0..20 {
            let others: String = (0..others).map(|number| format!(" data-{number}=\"\"")).collect();
            let read =
                |content: String| Page::read("a.xhtml", content.as_bytes(), &mut String::new()).map(drop);
            assert_eq!(read(format!("<p class=\"a\"{others} id=\"b\"/>")), Ok(()));
            assert!(read(format!("<p class=\"a\"{others} class=\"b\"/>")).is_err(), "{others}");
        }
    }
}
