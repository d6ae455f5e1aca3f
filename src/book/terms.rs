//! The key terms of all lessons → the glossary, and every place where the text speaks of them.
//!
//! One entry for each distinct term, whatever its case; equal definitions are one meaning with several
//! boxes, others stand side by side. The first mention in each lesson leads to the entry, be it before or
//! behind the box that defines the term; what stands in that box, in headings, links and code does not.

use super::collation::Order;
use super::contents::without_links;
use super::mentions::{Fate, Vocabulary, folded};
use crate::model::{
    Block, BlockKind, Chapter, GlossaryEntry, HeadingLevel, Inline, InlineKind, KeyTerm, Lettered,
    LinkTarget, Locator, Part, Sense, TargetId, Unit, Weight, Words, walk,
};
use crate::resolve::{Names, slug};
use std::collections::{BTreeMap, BTreeSet};

/// A term and all that is known of it.
pub(super) struct Term {
    /// As its first box writes it.
    pub(super) written: Vec<Inline>,
    senses: Vec<Sense>,
    /// The same as plain text, for comparing.
    definitions: Vec<String>,
    uses: Vec<Locator>,
    /// Every place for the index, in reading order.
    pub(super) places: Vec<Locator>,
    entry: TargetId,
}

/// The terms of a book, in the order of their first boxes.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) all: Vec<Term>,
    known: BTreeMap<String, usize>,
}

/// A place in a chapter, as glossary and index name it.
pub(super) fn locator(chapter: &Chapter, target: TargetId, weight: Weight) -> Locator {
    let label = chapter.station.as_ref().map_or_else(|| chapter.title.clone(), |s| s.label.clone());
    Locator { target, label, title: chapter.title.clone(), weight }
}

impl Terms {
    /// Gathers the terms of all lessons and marks where the text speaks of them.
    pub(super) fn settle(parts: &mut [Part], unit: Unit, names: &mut Names) -> Terms {
        let mut terms = Terms::default();
        for chapter in parts.iter_mut().flat_map(|part| &mut part.chapters) {
            terms.gather(chapter, names);
        }
        if terms.all.is_empty() {
            return terms;
        }
        let vocabulary = terms.vocabulary();
        for chapter in parts.iter_mut().flat_map(|part| &mut part.chapters) {
            Walk::of(chapter, &mut terms, &vocabulary, unit, names).chapter(chapter);
        }
        terms.cross_refer(&vocabulary);
        terms
    }

    /// Adds the boxes of a chapter.
    fn gather(&mut self, chapter: &mut Chapter, names: &mut Names) {
        let mut boxes: Vec<(KeyTerm, TargetId)> = Vec::new();
        walk::blocks_mut(&mut chapter.lesson.blocks, &mut |block| {
            let BlockKind::KeyTerm(key_term) = &block.kind else { return };
            let Some(name) = name_of(key_term) else { return };
            let id = block.id.get_or_insert_with(|| names.unique_id(&format!("term-{}", slug(&name))));
            boxes.push((key_term.clone(), id.clone()));
        });
        for (key_term, id) in boxes {
            self.add(key_term, locator(chapter, id, Weight::Principal), names);
        }
    }

    fn add(&mut self, key_term: KeyTerm, place: Locator, names: &mut Names) {
        let Some(name) = name_of(&key_term) else { return };
        let number = *self.known.entry(folded(&name)).or_insert(self.all.len());
        if number == self.all.len() {
            let entry = names.unique_id(&format!("gloss-{}", named(&name)));
            let (senses, definitions, uses, places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            let written = without_links(&key_term.term);
            self.all.push(Term { written, senses, definitions, uses, places, entry });
        }
        let Some(term) = self.all.get_mut(number) else { return };
        term.places.push(place.clone());
        let said = one_line(&walk::block_text(&key_term.definition));
        match term.definitions.iter().position(|known| *known == said) {
            Some(known) => term.senses.get_mut(known).into_iter().for_each(|s| s.defined.push(place.clone())),
            None => {
                let mut definition = key_term.definition;
                detach(&mut definition);
                term.senses.push(Sense { definition, defined: vec![place] });
                term.definitions.push(said);
            }
        }
    }

    /// What is looked for: every term, and both halves of “Long Name (LN)”.
    fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        let names: Vec<_> = self.all.iter().map(|term| walk::plain_text(&term.written)).collect();
        names.iter().enumerate().for_each(|(number, name)| vocabulary.add(name, number));
        for (number, name) in names.iter().enumerate() {
            let halves = name.trim().strip_suffix(')').and_then(|name| name.split_once(" ("));
            let (long, short) = halves.unwrap_or_default();
            [long, short].into_iter().for_each(|half| vocabulary.add(half, number));
        }
        vocabulary
    }

    /// Makes the first mention of another term in each definition lead to its entry.
    fn cross_refer(&mut self, vocabulary: &Vocabulary) {
        let entries: Vec<TargetId> = self.all.iter().map(|term| term.entry.clone()).collect();
        for (own, term) in self.all.iter_mut().enumerate() {
            let mut seen = BTreeSet::from([own]);
            for sense in &mut term.senses {
                walk::blocks_mut(&mut sense.definition, &mut |block| {
                    let BlockKind::Paragraph { content, .. } = &mut block.kind else { return };
                    vocabulary.mark(content, &mut |number| match entries.get(number) {
                        Some(target) if seen.insert(number) => {
                            Fate::Leads { target: target.clone(), id: target.clone() }
                        }
                        _ => Fate::Stays,
                    });
                    walk::content_mut(content, &mut plain_link);
                });
            }
        }
    }

    /// The glossary of a path, or the short list of a lesson's terms; none without terms.
    pub(super) fn glossary(
        &self,
        unit: Unit,
        words: &Words,
        order: &Order,
        names: &mut Names,
    ) -> Option<Lettered<GlossaryEntry>> {
        if self.all.is_empty() {
            return None;
        }
        let title = match unit {
            Unit::Path => &words.glossary,
            Unit::Lesson => &words.key_terms,
        };
        let entries = self.all.iter().map(|term| {
            let entry = GlossaryEntry {
                id: term.entry.clone(),
                term: term.written.clone(),
                senses: term.senses.clone(),
                uses: term.uses.clone(),
            };
            (walk::plain_text(&term.written).into_owned(), entry)
        });
        let groups = order.grouped(entries.collect());
        Some(Lettered { id: names.unique_id("glossary"), title: title.clone(), groups })
    }
}

/// One chapter while its mentions are marked.
struct Walk<'a> {
    terms: &'a mut Terms,
    vocabulary: &'a Vocabulary,
    names: &'a mut Names,
    unit: Unit,
    slug: String,
    section: usize,
    /// The terms that the lesson defines.
    defined: BTreeSet<usize>,
    /// The terms that each section defines: these need no further place in it.
    here: BTreeSet<(usize, usize)>,
    linked: BTreeSet<usize>,
    place: Locator,
}

impl<'a> Walk<'a> {
    fn of(
        chapter: &Chapter,
        terms: &'a mut Terms,
        vocabulary: &'a Vocabulary,
        unit: Unit,
        names: &'a mut Names,
    ) -> Walk<'a> {
        let (mut section, mut here) = (0, BTreeSet::new());
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            section += usize::from(begins_section(block));
            if let BlockKind::KeyTerm(key_term) = &block.kind
                && let Some(number) = terms.number(key_term)
            {
                here.insert((section, number));
            }
        });
        let defined = here.iter().map(|(_, number)| *number).collect();
        let place = locator(chapter, chapter.id.clone(), Weight::Passing);
        let slug = chapter.slug.clone();
        Walk {
            terms,
            vocabulary,
            names,
            unit,
            slug,
            section: 0,
            defined,
            here,
            linked: BTreeSet::new(),
            place,
        }
    }

    fn chapter(mut self, chapter: &mut Chapter) {
        self.blocks(&mut chapter.lesson.blocks, None);
    }

    /// Marks the mentions in blocks; `own` is the term of the box they stand in.
    fn blocks(&mut self, blocks: &mut [Block], own: Option<usize>) {
        for block in blocks {
            self.section += usize::from(begins_section(block));
            match &mut block.kind {
                BlockKind::Paragraph { content, .. } => self.line(content, own),
                BlockKind::Figure(figure) => self.line(&mut figure.caption, own),
                BlockKind::Table(table) => {
                    self.line(&mut table.caption, own);
                    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                        self.line(&mut cell.content, own);
                    }
                }
                BlockKind::List(list) => {
                    for item in &mut list.items {
                        self.line(&mut item.lead, own);
                        self.blocks(&mut item.blocks, own);
                    }
                }
                BlockKind::KeyTerm(key_term) => {
                    let own = self.terms.number(key_term).or(own);
                    self.blocks(&mut key_term.definition, own);
                }
                // What a lawyer or an advertiser wrote stays as it is.
                BlockKind::Disclaimer { .. } | BlockKind::Boilerplate { .. } => {}
                kind => walk::each_list_mut(kind, |inner| self.blocks(inner, own)),
            }
        }
    }

    fn line(&mut self, content: &mut Vec<Inline>, own: Option<usize>) {
        let vocabulary = self.vocabulary;
        vocabulary.mark(content, &mut |number| self.fate(number, own));
    }

    fn fate(&mut self, number: usize, own: Option<usize>) -> Fate {
        if own == Some(number) {
            return Fate::Stays;
        }
        let Some(term) = self.terms.all.get_mut(number) else { return Fate::Stays };
        let name = named(&walk::plain_text(&term.written));
        let place = |kind: &str, names: &mut Names| {
            let id = names.unique_id(&format!("{}-{kind}-{name}", self.slug));
            (id.clone(), Locator { target: id, ..self.place.clone() })
        };
        let fresh = self.here.insert((self.section, number));
        if self.linked.insert(number) {
            let (id, locator) = place("use", self.names);
            if !self.defined.contains(&number) {
                term.uses.push(locator.clone());
            }
            if fresh {
                term.places.push(locator);
            }
            return Fate::Leads { target: term.entry.clone(), id };
        }
        if fresh && self.unit == Unit::Path {
            let (id, locator) = place("mention", self.names);
            term.places.push(locator);
            return Fate::Marked(id);
        }
        Fate::Stays
    }
}

impl Terms {
    fn number(&self, key_term: &KeyTerm) -> Option<usize> {
        self.known.get(&folded(&name_of(key_term)?)).copied()
    }
}

fn begins_section(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: HeadingLevel::SECTION, .. })
}

/// The term of a box as plain text; none when it is not known.
fn name_of(key_term: &KeyTerm) -> Option<String> {
    let name = one_line(&walk::plain_text(&key_term.term));
    (!name.is_empty()).then_some(name)
}

/// The term as a part of a name.
fn named(name: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() { "term".to_owned() } else { slug }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes blocks fit to stand at a second place: without places of their own, marks and calls of notes.
fn detach(blocks: &mut [Block]) {
    walk::blocks_mut(blocks, &mut |block| {
        block.id = None;
        walk::each_line_mut(&mut block.kind, unmark);
    });
}

/// Replaces marks for the index by their words, and takes calls of notes away.
fn unmark(content: &mut Vec<Inline>) {
    let mut kept = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        if let Some(inner) = walk::inner_content_mut(&mut inline.kind) {
            unmark(inner);
        }
        match inline.kind {
            InlineKind::IndexMark { content, .. } | InlineKind::TermRef { content, .. } => {
                kept.extend(content)
            }
            InlineKind::NoteRef { .. } => {}
            kind => kept.push(Inline { kind, span: inline.span }),
        }
    }
    *content = kept;
}

/// In the glossary a mention is a link like any other: nothing leads back to it.
fn plain_link(inline: &mut Inline) {
    if let InlineKind::TermRef { content, target, .. } = &mut inline.kind {
        let (content, target) = (std::mem::take(content), LinkTarget::Internal { target: target.clone() });
        inline.kind = InlineKind::Link { target, title: None, content };
    }
}
