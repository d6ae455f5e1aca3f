//! What stands around the lessons of a book: the pages before the first and behind the last of them, and
//! the entries of glossary, index and lists.
//!
//! Everything here is settled: titles are in the book's language, entries are sorted, letters are set,
//! and every place exists. Page numbers are not known here: a back end that has pages prints the page of
//! a [`Locator`], one that has none shows its label.

use super::{Block, Inline, TargetId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page before the first chapter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "page", rename_all = "kebab-case")]
pub enum FrontPage {
    /// The cover: the given picture, or one that is made of title, authors and theme.
    Cover,
    /// Title, subtitle, authors and publisher.
    TitlePage,
    /// Rights, licence, dates, edition, identifiers.
    Imprint,
    /// The contents.
    Contents,
    /// Disclaimers that hold for the whole book, each in full.
    Notice(Text),
    /// How to read the book: what its boxes and its references to stations mean.
    Guide(Text),
}

/// A page behind the last chapter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "page", rename_all = "kebab-case")]
pub enum BackPage {
    /// All key terms; of a lesson on its own a short list of its terms.
    Glossary(Lettered<GlossaryEntry>),
    /// Terms and marked entries, and where they are spoken of.
    Index(Lettered<IndexEntry>),
    /// The tables that have a caption.
    Tables(Listing),
    /// The figures that have a caption.
    Figures(Listing),
    /// What the lessons draw on.
    Sources(Text),
    /// How the book was made, and text of the platform that a policy moved here.
    Colophon(Text),
}

/// A page of running text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// The place of its heading.
    pub id: TargetId,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A sorted list in groups by first letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Lettered<E> {
    /// The place of its heading.
    pub id: TargetId,
    /// Its heading.
    pub title: String,
    /// The groups in the order of the book's language. A list that is too short for letters is one group
    /// without one.
    pub groups: Vec<LetterGroup<E>>,
}

impl<E> Lettered<E> {
    /// The entries of all groups, in order.
    pub fn entries(&self) -> impl Iterator<Item = &E> {
        self.groups.iter().flat_map(|group| &group.entries)
    }
}

/// The entries that begin with one letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LetterGroup<E> {
    /// The letter, or what stands for the group; empty for a list that is not divided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub letter: String,
    /// The entries, sorted.
    pub entries: Vec<E>,
}

/// A term of the glossary.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GlossaryEntry {
    /// The place of the entry.
    pub id: TargetId,
    /// The term.
    pub term: Vec<Inline>,
    /// What it means: more than one meaning where lessons say different things.
    pub senses: Vec<Sense>,
    /// The first mention in every lesson that uses the term and does not define it, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Locator>,
}

/// One meaning of a term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sense {
    /// What it means; the places inside are not those of the lesson.
    pub definition: Vec<Block>,
    /// The boxes that say so, in reading order; at least one.
    pub defined: Vec<Locator>,
}

/// A place that a glossary or an index points to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Locator {
    /// The place.
    pub target: TargetId,
    /// A short name of the lesson it is in, for readers without pages: “Station 3”, else the title.
    pub label: String,
    /// The title of the lesson.
    pub title: String,
    /// How much is said there.
    #[serde(default, skip_serializing_if = "Weight::is_passing")]
    pub weight: Weight,
}

/// How much a place says about what led there.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It mentions it.
    #[default]
    Passing,
    /// It explains it: shown in a stronger hand.
    Principal,
}

impl Weight {
    /// Whether it is a mere mention.
    pub fn is_passing(&self) -> bool {
        *self == Weight::Passing
    }
}

/// An entry of the index.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct IndexEntry {
    /// The words.
    pub heading: Vec<Inline>,
    /// The places, in reading order; none for an entry that only has others below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locators: Vec<Locator>,
    /// The entries below it, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<IndexEntry>,
}

/// A list of tables or figures, in reading order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listing {
    /// The place of its heading.
    pub id: TargetId,
    /// Its heading.
    pub title: String,
    /// The lines.
    pub entries: Vec<Listed>,
}

/// A line of a list of tables or figures.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The caption, without links and calls of notes.
    pub caption: Vec<Inline>,
    /// Where it stands.
    pub place: Locator,
}

impl FrontPage {
    /// Its running text, if it has any of its own.
    pub fn text(&self) -> Option<&Text> {
        match self {
            FrontPage::Notice(text) | FrontPage::Guide(text) => Some(text),
            FrontPage::Cover | FrontPage::TitlePage | FrontPage::Imprint | FrontPage::Contents => None,
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self) -> Option<&mut Text> {
        match self {
            FrontPage::Notice(text) | FrontPage::Guide(text) => Some(text),
            FrontPage::Cover | FrontPage::TitlePage | FrontPage::Imprint | FrontPage::Contents => None,
        }
    }
}

impl BackPage {
    /// The lists of blocks on it, in reading order.
    pub fn blocks(&self) -> Vec<&[Block]> {
        match self {
            BackPage::Glossary(page) => {
                let senses = page.entries().flat_map(|entry| &entry.senses);
                senses.map(|sense| sense.definition.as_slice()).collect()
            }
            BackPage::Sources(page) | BackPage::Colophon(page) => vec![&page.blocks],
            BackPage::Index(_) | BackPage::Tables(_) | BackPage::Figures(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn blocks_mut(&mut self) -> Vec<&mut Vec<Block>> {
        match self {
            BackPage::Glossary(page) => {
                let entries = page.groups.iter_mut().flat_map(|group| &mut group.entries);
                entries.flat_map(|entry| &mut entry.senses).map(|sense| &mut sense.definition).collect()
            }
            BackPage::Sources(page) | BackPage::Colophon(page) => vec![&mut page.blocks],
            BackPage::Index(_) | BackPage::Tables(_) | BackPage::Figures(_) => Vec::new(),
        }
    }

    /// The places on it that something may lead to: its heading first.
    pub fn places(&self) -> Vec<&TargetId> {
        let mut places = vec![self.id()];
        if let BackPage::Glossary(page) = self {
            places.extend(page.entries().map(|entry| &entry.id));
        }
        for blocks in self.blocks() {
            super::walk::blocks(blocks, &mut |block| places.extend(&block.id));
        }
        places
    }

    /// The place of its heading.
    pub fn id(&self) -> &TargetId {
        match self {
            BackPage::Glossary(page) => &page.id,
            BackPage::Index(page) => &page.id,
            BackPage::Tables(page) | BackPage::Figures(page) => &page.id,
            BackPage::Sources(page) | BackPage::Colophon(page) => &page.id,
        }
    }

    /// Its heading.
    pub fn title(&self) -> &str {
        match self {
            BackPage::Glossary(page) => &page.title,
            BackPage::Index(page) => &page.title,
            BackPage::Tables(page) | BackPage::Figures(page) => &page.title,
            BackPage::Sources(page) | BackPage::Colophon(page) => &page.title,
        }
    }
}
