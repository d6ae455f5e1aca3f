//! An XML file → what the check asks of it: ids, addresses, headings, its place in the package, and its text.

use super::super::Fault;
use super::space;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
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

/// The attributes of an element that are compared by hand: ours have no more.
const FEW: usize = 8;

/// A file while it is read.
struct Scan<'t> {
    page: Page,
    text: &'t mut String,
}

impl Scan<'_> {
    fn read(&mut self, name: &str, content: &[u8]) -> Result<(), Fault> {
        // Looks at every piece whether it is UTF-8.
        let mut reader = Reader::from_reader(content);
        let mut open = 0_usize;
        let mut inside_title = false;
        let mut aside = None;
        loop {
            match reader.read_event().map_err(Fault::of(name))? {
                Event::Start(element) => {
                    inside_title = element.name().as_ref() == "title";
                    open += 1;
                    let calls_note = self.element(name, &element)?;
                    if element.name().as_ref() == "math" {
                        self.say_formula(&element);
                    } else if !calls_note {
                        continue;
                    }
                    aside = Some((open, self.text.len()));
                }
                Event::Empty(element) => {
                    self.element(name, &element)?;
                }
                Event::End(element) => {
                    inside_title = false;
                    // The number that calls a note is no word of the text, and must not join with one; of a
                    // formula its alternative text counts.
                    if let Some((_, before)) = aside.filter(|(depth, _)| *depth == open) {
                        self.text.truncate(before);
                        aside = None;
                    }
                    open = open.saturating_sub(1);
                    self.edge(local(element.name().as_ref()));
                }
                // A line end between elements, for people who read the file.
                Event::Text(text) if &*text == "\n" => space(self.text),
                Event::Text(text) => self.say(&text, inside_title),
                Event::GeneralRef(reference) => {
                    let entity = format!("&{};", &*reference);
                    let text = quick_xml::escape::unescape(&entity).map_err(Fault::of(name))?;
                    self.say(&text, inside_title);
                }
                Event::Eof if open > 0 => return Err(Fault(format!("{name} ends inside an element"))),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn say(&mut self, text: &str, inside_title: bool) {
        self.text.push_str(text);
        if inside_title {
            self.page.title.push_str(text);
        }
    }

    fn say_formula(&mut self, math: &BytesStart<'_>) {
        let alt = math.try_get_attribute("alttext").ok().flatten();
        let alt =
            alt.and_then(|alt| quick_xml::escape::unescape(&alt.value).ok().map(|alt| alt.into_owned()));
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
    fn element(&mut self, file: &str, element: &BytesStart<'_>) -> Result<bool, Fault> {
        let name = element.name();
        let name = local(name.as_ref());
        self.edge(name);
        let (mut id, mut href, mut idref, mut alt) = (None, None, None, None);
        let mut calls_note = false;
        let mut known = [""; FEW];
        for (number, attribute) in element.attributes().with_checks(false).enumerate() {
            let attribute = attribute.map_err(Fault::of(file))?;
            let key = attribute.key.into_inner();
            if known.contains(&key) {
                return Err(Fault(format!("{file} has an element with the attribute `{key}` twice")));
            }
            match known.get_mut(number) {
                Some(place) => *place = key,
                // The library compares any number of names, in memory that it asks for anew for each element.
                None if number == FEW => {
                    element.attributes().try_for_each(|next| next.map(drop)).map_err(Fault::of(file))?;
                }
                None => {}
            }
            let value = match memchr::memchr(b'&', attribute.value.as_bytes()) {
                Some(_) => quick_xml::escape::unescape(&attribute.value).map_err(Fault::of(file))?,
                None => Cow::Borrowed(&*attribute.value),
            };
            match key {
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
        for others in 0..2 * FEW {
            let others: String = (0..others).map(|number| format!(" data-{number}=\"\"")).collect();
            let read =
                |content: String| Page::read("a.xhtml", content.as_bytes(), &mut String::new()).map(drop);
            assert_eq!(read(format!("<p class=\"a\"{others} id=\"b\"/>")), Ok(()));
            assert!(read(format!("<p class=\"a\"{others} class=\"b\"/>")).is_err(), "{others}");
        }
    }
}
