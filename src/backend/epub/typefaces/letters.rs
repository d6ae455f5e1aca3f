//! Texts and their style sheet → the characters that are shown in each style.
//!
//! What a browser does to find the face of a word, as far as our own texts and sheet go: styles are inherited,
//! rules take turns by their weight, and the reader's own rules (bold headings, slanted emphasis) come before
//! ours. Names no font.

use super::Style;
use crate::backend::epub::Fault;
use crate::units::{Family, Slant, Weight};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use simplecss::{AttributeOperator, PseudoClass, StyleSheet};
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation as _;

/// What is shown in each style, letter by letter: a letter has its marks with it.
#[derive(Default)]
pub(super) struct Letters {
    /// Letters by style; those of other scripts than the style's own face among them.
    pub(super) shown: BTreeMap<Style, BTreeSet<String>>,
}

/// An element on the way from the root to the text at hand, or one before such an element.
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    parent: Option<usize>,
    before: Option<usize>,
    style: Style,
    capitals: bool,
}

/// The elements of a text so far.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Place<'a> {
    tree: &'a Tree,
    node: usize,
}

impl simplecss::Element for Place<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.tree.nodes[self.node].parent.map(|node| Place { node, ..*self })
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.tree.nodes[self.node].before.map(|node| Place { node, ..*self })
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.tree.nodes[self.node].name == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        let attributes = &self.tree.nodes[self.node].attributes;
        attributes.iter().any(|(known, value)| known == name && operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.tree.nodes[self.node].before.is_none()
    }
}

impl Letters {
    /// Takes in the text of a file. `families` tells which family a `font-family` of the sheet asks for; `root` is
    /// the style of the body.
    pub(super) fn read(
        &mut self,
        xhtml: &str,
        sheet: &StyleSheet<'_>,
        families: &dyn Fn(&str) -> Option<Family>,
        root: Style,
    ) -> Result<(), Fault> {
        let mut tree = Tree::default();
        // The elements that are open, and of each the last element inside it.
        let mut open: Vec<(usize, Option<usize>)> = Vec::new();
        let mut reader = Reader::from_str(xhtml);
        loop {
            match reader.read_event().map_err(Fault::of("a text whose letters are counted"))? {
                Event::Start(element) => {
                    let node = self.enter(&mut tree, &mut open, &element, sheet, families, root)?;
                    open.push((node, None));
                }
                Event::Empty(element) => {
                    self.enter(&mut tree, &mut open, &element, sheet, families, root)?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) => self.say(&tree, &open, &text),
                Event::GeneralRef(reference) => {
                    let entity = format!("&{};", &*reference);
                    let text = quick_xml::escape::unescape(&entity).map_err(Fault::of("an entity"))?;
                    self.say(&tree, &open, &text);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn enter(
        &mut self,
        tree: &mut Tree,
        open: &mut [(usize, Option<usize>)],
        element: &BytesStart<'_>,
        sheet: &StyleSheet<'_>,
        families: &dyn Fn(&str) -> Option<Family>,
        root: Style,
    ) -> Result<usize, Fault> {
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(Fault::of("an attribute"))?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(Fault::of("an attribute"))?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        let (parent, before) = match open.last() {
            Some((parent, before)) => (Some(*parent), *before),
            None => (None, None),
        };
        let (style, capitals) =
            parent.map_or((root, false), |parent| (tree.nodes[parent].style, tree.nodes[parent].capitals));
        let name = element.local_name().as_ref().to_owned();
        let node = tree.nodes.len();
        tree.nodes.push(Node { name, attributes, parent, before, style, capitals });
        if let Some((_, last)) = open.last_mut() {
            *last = Some(node);
        }
        let (style, capitals) = settled(tree, node, sheet, families);
        let node_mut = &mut tree.nodes[node];
        (node_mut.style, node_mut.capitals) = (style, capitals);
        // Of a picture that is not shown its alternative text is; the words of a column stand before each of its
        // cells on narrow screens, bold in some themes.
        let spoken = ["alt", "data-head"];
        let said = node_mut.attributes.iter().filter(|(name, _)| spoken.contains(&name.as_str()));
        let said: Vec<String> = said.map(|(_, value)| value.clone()).collect();
        for words in said {
            self.add(style, capitals, &words);
            self.add(Style { weight: Weight::Bold, ..style }, capitals, &words);
        }
        Ok(node)
    }

    fn say(&mut self, tree: &Tree, open: &[(usize, Option<usize>)], text: &str) {
        let Some((node, _)) = open.last() else { return };
        // Formulas have a font of the reader's; the title of a file is not on its page.
        let unseen = |node: usize| matches!(tree.nodes[node].name.as_str(), "math" | "title" | "annotation");
        if text.trim().is_empty() || open.iter().any(|(node, _)| unseen(*node)) {
            return;
        }
        let node = &tree.nodes[*node];
        self.add(node.style, node.capitals, text);
    }

    fn add(&mut self, style: Style, capitals: bool, text: &str) {
        let shown = self.shown.entry(style).or_default();
        for letter in text.graphemes(true) {
            if !shown.contains(letter) && !letter.chars().all(char::is_control) {
                shown.insert(letter.to_owned());
            }
            if capitals {
                shown.insert(letter.to_uppercase());
            }
        }
    }
}

/// The style of an element: what it has from its parent, then from the reader, then from the sheet.
fn settled(
    tree: &Tree,
    node: usize,
    sheet: &StyleSheet<'_>,
    families: &dyn Fn(&str) -> Option<Family>,
) -> (Style, bool) {
    let Node { mut style, mut capitals, parent, .. } = tree.nodes[node];
    let above = style;
    match tree.nodes[node].name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "b" | "strong" | "th" => style.weight = Weight::Bold,
        "em" | "i" | "dfn" | "cite" | "var" | "address" => style.slant = Slant::Italic,
        "code" | "kbd" | "pre" | "samp" => style.family = Family::Mono,
        _ => {}
    }
    for rule in sheet.rules.iter().filter(|rule| rule.selector.matches(&Place { tree, node })) {
        for declaration in &rule.declarations {
            match (declaration.name, declaration.value.trim()) {
                ("font-family", "inherit") => style.family = above.family,
                ("font-family", value) => style.family = families(value).unwrap_or(style.family),
                ("font-weight", "inherit") => style.weight = above.weight,
                ("font-weight", "bold" | "bolder" | "600" | "700") => style.weight = Weight::Bold,
                ("font-weight", _) => style.weight = Weight::Regular,
                ("font-style", "inherit") => style.slant = above.slant,
                ("font-style", "italic" | "oblique") => style.slant = Slant::Italic,
                ("font-style", _) => style.slant = Slant::Upright,
                ("text-transform", "inherit") => {
                    capitals = parent.is_some_and(|parent| tree.nodes[parent].capitals);
                }
                ("text-transform", value) => capitals = value == "uppercase",
                _ => {}
            }
        }
    }
    (style, capitals)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "@charset \"utf-8\";
.label { font-family: \"A\", sans-serif; text-transform: uppercase; }
.box .label { text-transform: none; }
pre code, code { font-family: \"M\", monospace; }
p + p { font-style: italic; }
";

    fn letters(body: &str) -> BTreeMap<Style, String> {
        let root = Style { family: Family::Serif, weight: Weight::Regular, slant: Slant::Upright };
        let families = |value: &str| match value {
            value if value.contains("sans") => Some(Family::Sans),
            value if value.contains("mono") => Some(Family::Mono),
            _ => None,
        };
        let mut letters = Letters::default();
        let xhtml = format!("<html><head><title>z</title></head><body>{body}</body></html>");
        letters.read(&xhtml, &StyleSheet::parse(SHEET), &families, root).expect("a text");
        letters.shown.into_iter().map(|(style, shown)| (style, shown.into_iter().collect())).collect()
    }

    fn of(body: &str, family: Family, weight: Weight, slant: Slant) -> String {
        letters(body).remove(&Style { family, weight, slant }).unwrap_or_default()
    }

    #[test]
    fn letters_are_told_apart_by_what_the_sheet_and_readers_do() {
        let body = "<p>ab<em>c</em><code>d</code></p><p>e<b>f</b></p><h2>g &amp;</h2>";
        let expected = [
            (Family::Serif, Weight::Regular, Slant::Upright, "ab"),
            (Family::Serif, Weight::Regular, Slant::Italic, "ce"),
            (Family::Serif, Weight::Bold, Slant::Upright, " &g"),
            (Family::Serif, Weight::Bold, Slant::Italic, "f"),
            (Family::Mono, Weight::Regular, Slant::Upright, "d"),
        ];
        let style = |(family, weight, slant, _)| Style { family, weight, slant };
        let expected = expected.map(|row| (style(row), row.3.to_owned()));
        assert_eq!(letters(body), BTreeMap::from(expected));
    }

    #[test]
    fn capitals_of_labels_are_counted_where_labels_are_in_capitals() {
        let body = "<p class=\"label\">\u{e9}</p><div class=\"box\"><p class=\"label\">\u{ef}</p></div>";
        assert_eq!(of(body, Family::Sans, Weight::Regular, Slant::Upright), "\u{c9}\u{e9}\u{ef}");
    }

    #[test]
    fn what_only_a_sheet_or_a_broken_picture_shows_is_counted() {
        let body = "<table><tr><td data-head=\"k\">x</td></tr></table><img alt=\"y\"/>";
        assert_eq!(of(body, Family::Serif, Weight::Regular, Slant::Upright), "kxy");
        assert_eq!(of(body, Family::Serif, Weight::Bold, Slant::Upright), "ky");
    }

    #[test]
    fn a_letter_keeps_its_marks() {
        let root = Style { family: Family::Serif, weight: Weight::Regular, slant: Slant::Upright };
        let mut letters = Letters::default();
        letters.add(root, false, "q\u{323}o");
        assert_eq!(letters.shown[&root], ["o", "q\u{323}"].map(str::to_owned).into());
    }
}
