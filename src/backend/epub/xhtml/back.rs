//! Glossary, index, and lists of tables and figures → XHTML.
//!
//! Where a printed book shows pages, these show the lessons: their labels, with the titles for those who
//! hear them. The place that explains stands in a stronger hand than those that mention.

use super::images::BEHIND_NUMBER;
use super::inlines::full_name;
use super::{Writer, identified};
use crate::backend::epub::markup::one_line;
use crate::backend::epub::page_title;
use crate::model::{
    BackPage, Block, GlossaryEntry, IndexEntry, Inline, LetterGroup, Lettered, Listing, Locator, Sense,
    Weight,
};

/// What the links from a page lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To where a term is defined and used.
    Back,
    /// To where an entry of the index is spoken of.
    Index,
    /// To a table or a figure.
    Listing,
}

impl<'a> Writer<'a> {
    /// A page behind the lessons.
    pub(in crate::backend::epub) fn back_page(&mut self, page: &BackPage, title: &str) {
        match page {
            BackPage::Glossary(glossary) => self.glossary(glossary, title),
            BackPage::Index(index) => self.index(index, title),
            BackPage::Tables(list) => self.listing(list, title, "lot"),
            BackPage::Figures(list) => self.listing(list, title, "loi"),
            BackPage::Sources(text) => {
                let meaning =
                    [("epub:type", "bibliography"), ("role", "doc-bibliography"), ("class", "sources")];
                self.text_page(text, title, &meaning);
            }
            BackPage::Colophon(text) => {
                let meaning = [("epub:type", "colophon"), ("role", "doc-colophon"), ("class", "colophon")];
                self.text_page(text, title, &meaning);
            }
        }
    }

    fn glossary(&mut self, glossary: &Lettered<GlossaryEntry>, title: &str) {
        let meaning = [("epub:type", "glossary"), ("role", "doc-glossary"), ("class", "glossary")];
        self.page(&glossary.id, title, &meaning, |writer| {
            writer.letters(&glossary.groups, |writer, entries| {
                writer.out.start("dl", []);
                writer.out.line();
                entries.iter().for_each(|entry| writer.glossary_entry(entry));
                writer.out.end();
                writer.out.line();
            });
        });
    }

    fn index(&mut self, index: &Lettered<IndexEntry>, title: &str) {
        let meaning = [("epub:type", "index"), ("role", "doc-index"), ("class", "index")];
        self.page(&index.id, title, &meaning, |writer| {
            writer.letters(&index.groups, |writer, entries| writer.index_entries(entries));
        });
    }

    /// The groups of a sorted list, each under its letter. Lists must not be empty.
    fn letters<E>(&mut self, groups: &[LetterGroup<E>], write: impl Fn(&mut Self, &[E])) {
        for group in groups.iter().filter(|group| !group.entries.is_empty()) {
            if !one_line(&group.letter).is_empty() {
                self.out.element("h2", [("class", "letter")], &group.letter);
                self.out.line();
            }
            write(self, &group.entries);
        }
    }

    fn glossary_entry(&mut self, entry: &GlossaryEntry) {
        self.out.start("dt", identified(Some(&entry.id), &[("epub:type", "glossterm")]));
        self.pages_before(&entry.term);
        self.out.start("dfn", []);
        self.repeated(|writer| writer.inlines(&entry.term));
        self.out.end();
        self.out.end();
        self.out.line();
        self.out.start("dd", [("epub:type", "glossdef")]);
        self.out.line();
        match entry.senses.as_slice() {
            [] => self.places(&[], &entry.uses),
            [sense] => self.sense(sense, &entry.uses),
            senses => {
                self.out.start("ol", [("class", "senses")]);
                self.out.line();
                for sense in senses {
                    self.out.start("li", []);
                    self.sense(sense, &[]);
                    self.out.end();
                    self.out.line();
                }
                self.out.end();
                self.out.line();
                self.places(&[], &entry.uses);
            }
        }
        self.out.end();
        self.out.line();
    }

    fn sense(&mut self, sense: &Sense, uses: &[Locator]) {
        let blocks: &[Block] = &sense.definition;
        self.blocks(blocks);
        self.places(&sense.defined, uses);
    }

    /// The ways back from an entry of the glossary: to the boxes that define the term, then to the lessons
    /// that use it.
    fn places(&mut self, defined: &[Locator], uses: &[Locator]) {
        if defined.is_empty() && uses.is_empty() {
            return;
        }
        let defined = defined.iter().map(|place| (place, Weight::Principal));
        let places: Vec<_> = defined.chain(uses.iter().map(|place| (place, place.weight))).collect();
        self.out.start("p", [("class", "places")]);
        self.locators(&places, Way::Back);
        self.out.end();
        self.out.line();
    }

    fn index_entries(&mut self, entries: &[IndexEntry]) {
        self.out.start("ul", [("epub:type", "index-entry-list")]);
        self.out.line();
        for entry in entries {
            self.out.start("li", [("epub:type", "index-entry")]);
            self.pages_before(&entry.heading);
            self.out.start("span", [("epub:type", "index-term")]);
            self.repeated(|writer| writer.inlines(&entry.heading));
            self.out.end();
            if !entry.locators.is_empty() {
                self.out.text(self.comma());
                self.out.start("span", [("class", "places")]);
                self.locators(&one_for_each_lesson(&entry.locators), Way::Index);
                self.out.end();
            }
            if !entry.children.is_empty() {
                self.out.line();
                self.index_entries(&entry.children);
            }
            self.out.end();
            self.out.line();
        }
        self.out.end();
        self.out.line();
    }

    fn listing(&mut self, list: &Listing, title: &str, meaning: &'static str) {
        self.page(&list.id, title, &[("epub:type", meaning), ("class", "listing")], |writer| {
            if list.entries.is_empty() {
                return;
            }
            writer.out.start("ul", []);
            writer.out.line();
            for entry in &list.entries {
                writer.out.start("li", []);
                writer.pages_before(&entry.caption);
                writer
                    .place(&entry.place, Way::Listing, |writer| writer.listed(&entry.caption, &entry.place));
                writer.out.text(" ");
                let label = writer.label(&entry.place);
                writer.out.element("span", [("class", "places")], label);
                writer.out.end();
                writer.out.line();
            }
            writer.out.end();
            writer.out.line();
        });
    }

    /// A caption in a list, behind its number.
    fn listed(&mut self, caption: &[Inline], place: &Locator) {
        if let Some(number) = self.setting.captions.number(&place.target) {
            self.out.element("b", [], &number.to_string());
            self.out.text(BEHIND_NUMBER);
        }
        match self.shows(caption) {
            true => self.repeated(|writer| writer.inlines(caption)),
            false => self.out.text(self.label(place)),
        }
    }

    /// Places in a row. Of labels that differ in their number alone, the first has the word: “Station 3, 5”.
    fn locators(&mut self, places: &[(&Locator, Weight)], way: Way) {
        let mut before = None;
        for (number, (place, weight)) in places.iter().enumerate() {
            if number > 0 {
                self.out.text(self.comma());
            }
            let label = self.label(place);
            let (word, figure) = numbered(label);
            let known = !figure.is_empty() && before == Some(word);
            let shown = if known { figure } else { label };
            before = (!figure.is_empty()).then_some(word);
            let strong = *weight == Weight::Principal;
            if strong {
                self.out.start("strong", []);
            }
            self.place(place, way, |writer| writer.out.text(shown));
            if strong {
                self.out.end();
            }
        }
    }

    /// A link to a place; its name for those who hear it is whole.
    fn place(&mut self, place: &Locator, way: Way, content: impl FnOnce(&mut Self)) {
        let Some(address) = self.setting.plan.address(&place.target, self.file) else {
            return content(self);
        };
        let mut attributes = vec![("href", address.as_str())];
        let label = self.label(place);
        let name = full_name(label, &place.title).unwrap_or_else(|| label.to_owned());
        match way {
            Way::Back => attributes.extend([("role", "doc-backlink"), ("aria-label", &name)]),
            Way::Index => attributes.extend([("epub:type", "index-locator"), ("aria-label", &name)]),
            Way::Listing => {}
        }
        self.out.start("a", attributes);
        self.inside_link(content);
        self.out.end();
    }

    /// The label of a place; where nothing of it can be shown, what its page goes by. A link must have words.
    fn label<'p>(&self, place: &'p Locator) -> &'p str
    where
        'a: 'p,
    {
        if !one_line(&place.label).is_empty() {
            return &place.label;
        }
        let page = self.setting.plan.page_of(&place.target);
        page.map_or(place.target.as_str(), |page| page_title(self.setting.book, page))
    }

    /// What stands between things in a row.
    fn comma(&self) -> &'static str {
        match self.language.primary() {
            "ar" | "fa" | "ur" => "، ",
            "ja" | "zh" => "、",
            _ => ", ",
        }
    }
}

/// The places of an entry, for readers without pages: of several in one lesson the one that explains most, else the
/// first. “Station 3, 3, 3” would tell them nothing.
fn one_for_each_lesson(locators: &[Locator]) -> Vec<(&Locator, Weight)> {
    let mut kept: Vec<(&Locator, Weight)> = Vec::with_capacity(locators.len());
    for place in locators {
        let same = |(known, _): &&mut (&Locator, Weight)| {
            (&known.label, &known.title) == (&place.label, &place.title)
        };
        match kept.iter_mut().find(same) {
            None => kept.push((place, place.weight)),
            Some(known) if known.1.is_passing() && !place.weight.is_passing() => {
                *known = (place, place.weight)
            }
            Some(_) => {}
        }
    }
    kept
}

/// “Station 3” as “Station ” and “3”; of a label without a number at its end the second is empty.
fn numbered(label: &str) -> (&str, &str) {
    let word = label.trim_end_matches(|c: char| c.is_ascii_digit());
    label.split_at(word.len())
}

#[cfg(test)]
mod tests {
    use super::{numbered, one_for_each_lesson};
    use crate::model::{Locator, TargetId, Weight};

    #[test]
    fn an_index_leads_once_into_each_lesson() {
        let place = |id: &str, lesson: &str, weight| Locator {
            target: TargetId::new(id),
            label: lesson.to_owned(),
            title: lesson.to_owned(),
            weight,
        };
        let (passing, principal) = (Weight::Passing, Weight::Principal);
        let all = [
            place("a", "Station 3", passing),
            place("b", "Station 3", principal),
            place("c", "Station 3", principal),
            place("d", "Station 4", passing),
            place("e", "Station 4", passing),
        ];
        let kept = one_for_each_lesson(&all);
        let ids: Vec<&str> = kept.iter().map(|(place, _)| place.target.as_str()).collect();
        assert_eq!(ids, ["b", "d"]);
    }

    #[test]
    fn labels_are_parted_before_their_number() {
        assert_eq!(numbered("Station 12"), ("Station ", "12"));
        assert_eq!(numbered("Why we sleep"), ("Why we sleep", ""));
        assert_eq!(numbered("第3课"), ("第3课", ""));
    }
}
