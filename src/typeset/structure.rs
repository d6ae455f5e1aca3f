//! What is on the pages, by meaning: a tree in reading order whose leaves are painted text and pictures.
//!
//! Built while blocks are laid out, in the order of the model, never from positions. A format with tags
//! turns it into its own tree. It knows no format, but its roles are those accessible formats share.

use crate::model::{CellExtent, LangTag};
use crate::source::Span;

/// Which node of a [`Structure`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// The whole; node 0.
    Document,
    /// A division of a book.
    Part,
    /// A lesson, or a page of the front or back.
    Section,
    /// A group with a name of its own: a box.
    Box {
        /// What a screen reader calls it.
        title: String,
    },
    /// A heading.
    Heading {
        /// From 1 (the lesson's title) to 6.
        level: u8,
        /// Its plain text.
        title: String,
    },
    /// A paragraph.
    Paragraph,
    /// Words of somebody else.
    Quote,
    /// A list.
    List {
        /// Whether its labels are numbers.
        numbering: Numbering,
    },
    /// An item of a list; holds a label and a body.
    ListItem,
    /// The bullet or number of an item.
    Label,
    /// What an item says.
    ListBody,
    /// A table; holds a caption, a head and a body.
    Table,
    /// The caption of a table or figure.
    Caption,
    /// The head rows.
    TableHead,
    /// The other rows.
    TableBody,
    /// A row.
    TableRow,
    /// A cell that names its row or column.
    HeaderCell {
        /// What it names.
        scope: Scope,
    },
    /// Any other cell.
    DataCell,
    /// A picture that tells something.
    Figure {
        /// What it tells.
        alt: String,
    },
    /// A listing, or literal text in a line.
    Code,
    /// Stressed text.
    Emphasis,
    /// Important text.
    Strong,
    /// Text in another language.
    Span,
    /// Text marked for its relevance.
    Highlight,
    /// An abbreviation.
    Abbreviation {
        /// What it stands for.
        expansion: String,
    },
    /// A formula.
    Formula {
        /// What stands for it when it cannot be seen.
        alt: String,
    },
    /// What leads to a note: holds a link.
    Reference,
    /// A note; holds a label and paragraphs.
    Note,
    /// A link.
    Link,
    /// The contents.
    Contents,
    /// A line of the contents; holds a link or nested contents stand beside it.
    ContentsItem,
    /// The index: holds headings and lists.
    Index,
    /// A leaf: painted text or a painted picture. Items of pages point here by their mark.
    Leaf,
}

impl Role {
    /// Whether blocks stand directly in it.
    fn holds_blocks(&self) -> bool {
        matches!(
            self,
            Role::Document
                | Role::Part
                | Role::Section
                | Role::Box { .. }
                | Role::Quote
                | Role::ListBody
                | Role::HeaderCell { .. }
                | Role::DataCell
                | Role::Note
        )
    }
}

/// What stands before the items of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbering {
    /// A bullet.
    Bullet,
    /// A number.
    Decimal,
    /// Nothing.
    None,
}

/// What a header cell names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Its column.
    Column,
    /// Its row.
    Row,
}

/// One node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// The node it is in; the document is its own parent.
    pub parent: NodeId,
    /// What is in it, in reading order.
    pub children: Vec<NodeId>,
    /// Its language, when it is not its parent's.
    pub language: Option<LangTag>,
    /// Of a leaf, the place in the source that its first words or its picture come from; none of words that
    /// the program adds.
    pub source: Option<Span>,
    /// Of a cell, how much of its table it takes.
    pub extent: CellExtent,
}

impl Node {
    fn new(role: Role, parent: NodeId) -> Node {
        Node { role, parent, children: Vec::new(), language: None, source: None, extent: CellExtent::One }
    }
}

/// The tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Structure {
    nodes: Vec<Node>,
}

impl Default for Structure {
    fn default() -> Structure {
        Structure::new()
    }
}

impl Structure {
    /// The document.
    pub const ROOT: NodeId = NodeId(0);

    /// A tree that holds the document alone.
    pub fn new() -> Structure {
        Structure { nodes: vec![Node::new(Role::Document, Structure::ROOT)] }
    }

    /// Adds a node as the last child of `parent`.
    pub fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node::new(role, parent));
        if let Some(node) = self.nodes.get_mut(parent.0 as usize) {
            node.children.push(id);
        }
        id
    }

    /// Adds a note where a reader should meet it: behind the block that a place in the text is part of, and
    /// behind the notes that stand there already; in a cell of a table, at its end.
    pub fn add_note(&mut self, called: NodeId) -> NodeId {
        let mut block = called;
        while block != Structure::ROOT && !self.get(self.get(block).parent).role.holds_blocks() {
            block = self.get(block).parent;
        }
        let parent = self.get(block).parent;
        let note = self.add(parent, Role::Note);
        let in_cell = matches!(self.get(parent).role, Role::HeaderCell { .. } | Role::DataCell);
        let notes: Vec<bool> =
            self.get(parent).children.iter().map(|child| self.get(*child).role == Role::Note).collect();
        if let (Some(node), false) = (self.nodes.get_mut(parent.0 as usize), in_cell)
            && let Some(at) = node.children.iter().position(|child| *child == block)
        {
            let behind = notes.iter().skip(at + 1).take_while(|is_note| **is_note).count();
            node.children.pop();
            node.children.insert((at + 1 + behind).min(node.children.len()), note);
        }
        note
    }

    /// Sets the language of a node.
    pub fn set_language(&mut self, node: NodeId, language: LangTag) {
        if let Some(node) = self.nodes.get_mut(node.0 as usize) {
            node.language = Some(language);
        }
    }

    /// Says how much of its table a cell takes.
    pub fn set_extent(&mut self, cell: NodeId, extent: CellExtent) {
        if let Some(node) = self.nodes.get_mut(cell.0 as usize) {
            node.extent = extent;
        }
    }

    /// Says where the words of a leaf come from; the first to say so is right.
    pub fn set_source(&mut self, leaf: NodeId, source: Span) {
        if let Some(node) = self.nodes.get_mut(leaf.0 as usize) {
            node.source.get_or_insert(source);
        }
    }

    /// The node of an address. Addresses come from this tree, so the document answers for any other.
    pub fn get(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&self.nodes[0])
    }

    /// Adds another tree's nodes behind this one's, its document's children as the last children of this
    /// document. Gives what to add to an address of the other tree to get its address here.
    pub fn graft(&mut self, other: Structure) -> u32 {
        // The other document itself is not taken over, so addresses move by one less than the count.
        let offset = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX) - 1;
        let moved = |id: NodeId| if id == Structure::ROOT { id } else { NodeId(id.0 + offset) };
        for (number, mut node) in other.nodes.into_iter().enumerate() {
            node.children.iter_mut().for_each(|child| *child = moved(*child));
            if number == 0 {
                self.nodes[0].children.extend(node.children);
            } else {
                node.parent = moved(node.parent);
                self.nodes.push(node);
            }
        }
        offset
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: the document is always there.
    pub fn is_empty(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_stands_behind_the_block_that_calls_it() {
        let mut tree = Structure::new();
        let section = tree.add(Structure::ROOT, Role::Section);
        let first = tree.add(section, Role::Paragraph);
        let emphasis = tree.add(first, Role::Emphasis);
        let call = tree.add(emphasis, Role::Reference);
        let second = tree.add(section, Role::Paragraph);
        let note = tree.add_note(call);
        let other = tree.add_note(call);
        assert_eq!(tree.get(section).children, [first, note, other, second]);
    }

    #[test]
    fn a_note_of_a_cell_stands_at_its_end() {
        let mut tree = Structure::new();
        let cell = tree.add(Structure::ROOT, Role::DataCell);
        let (call, text) = (tree.add(cell, Role::Reference), tree.add(cell, Role::Leaf));
        let note = tree.add_note(call);
        assert_eq!(tree.get(cell).children, [call, text, note]);
    }
}
