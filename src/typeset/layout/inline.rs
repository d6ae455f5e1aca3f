//! Running text of the model → pieces of text in one look each, and the structure nodes they belong to.

use super::Composer;
use super::addresses::Address;
use crate::model::{Alt, Image, Inline, InlineKind, LinkTarget, TargetId, walk};
use crate::source::Span;
use crate::typeset::folios::{Manner, NumberId};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{LinkNumber, Look, Piece, PieceContent, WordBreaks};
use crate::units::{Em, Pt, Ratio};

/// Pieces of one paragraph, and the links among them.
#[derive(Default)]
pub(in crate::typeset) struct Pieces {
    pub(in crate::typeset) pieces: Vec<Piece>,
    pub(in crate::typeset) links: Vec<LinkInText>,
    /// The leaves whose text is struck through.
    pub(in crate::typeset) struck: Vec<NodeId>,
    /// The leaves that begin a place which links lead to.
    pub(in crate::typeset) places: Vec<(NodeId, TargetId)>,
}

/// A link of a paragraph.
#[derive(Clone)]
pub(in crate::typeset) struct LinkInText {
    pub(in crate::typeset) target: LinkTarget,
    pub(in crate::typeset) node: NodeId,
    /// What it says: its text and where it leads.
    pub(in crate::typeset) description: String,
    pub(in crate::typeset) underline: Underline,
    /// A place that the link itself is.
    pub(in crate::typeset) id: Option<TargetId>,
    /// The page number it prints, or left out.
    pub(in crate::typeset) number: Option<NumberId>,
    /// What it calls to its page.
    pub(in crate::typeset) calls: Calls,
}

/// What a link calls to the page it is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) enum Calls {
    /// Nothing.
    Nothing,
    /// The note it leads to.
    Note,
}

/// Whether a link is shown by a line under its text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::typeset) enum Underline {
    /// In running text.
    Shown,
    /// In lists of links, such as the contents, and where the text should not be disturbed.
    Hidden,
}

/// Where running text is being collected.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: NodeId,
    pub(super) style: TextStyle,
    pub(super) link: Option<LinkNumber>,
    /// Where the words come from; none of those the program adds.
    pub(super) source: Option<Span>,
}

impl Pieces {
    /// The indent of the later lines of a paragraph whose first line has one: none, but that an address or a verse,
    /// whose lines the author broke, keeps one edge.
    pub(in crate::typeset) fn hanging(&self, first_indent: Pt) -> Pt {
        let broken = self.pieces.iter().any(|piece| piece.content == PieceContent::Break);
        if broken { first_indent } else { Pt::ZERO }
    }
}

impl Composer<'_, '_> {
    /// Collects running text under a structure node.
    pub(in crate::typeset) fn pieces(
        &mut self,
        content: &[Inline],
        style: TextStyle,
        parent: NodeId,
        into: &mut Pieces,
    ) {
        self.collect(content, Place { parent, style, link: None, source: None }, into);
    }

    /// Adds plain text under a structure node.
    pub(in crate::typeset) fn piece(
        &mut self,
        text: &str,
        style: TextStyle,
        parent: NodeId,
        into: &mut Pieces,
    ) {
        self.text_piece(text, Place { parent, style, link: None, source: None }, into);
    }

    /// Adds plain text as a link under a structure node.
    pub(in crate::typeset) fn link_piece(
        &mut self,
        text: &str,
        style: TextStyle,
        parent: NodeId,
        link: LinkInText,
        into: &mut Pieces,
    ) {
        let number = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        into.links.push(link);
        self.text_piece(text, Place { parent, style, link: Some(number), source: None }, into);
    }

    fn collect(&mut self, content: &[Inline], place: Place, into: &mut Pieces) {
        for inline in content {
            self.collect_one(inline, place, into);
        }
    }

    fn collect_one(&mut self, inline: &Inline, place: Place, into: &mut Pieces) {
        let style = place.style;
        let place = Place { source: Some(inline.span), ..place };
        match &inline.kind {
            InlineKind::Text { text } => self.text_piece(text, place, into),
            InlineKind::SoftBreak => self.text_piece(" ", place, into),
            InlineKind::LineBreak => self.break_piece(place, into),
            InlineKind::Emphasis { content } => {
                let upright = without_italics(&walk::plain_text(content));
                let stressed = if upright { style.bold() } else { style.stressed() };
                self.inside(NodeRole::Emphasis, stressed, content, place, into);
            }
            InlineKind::Strong { content } => {
                self.inside(NodeRole::Strong, style.bold(), content, place, into)
            }
            InlineKind::Strikethrough { content } => {
                let first = into.pieces.len();
                self.inside(NodeRole::Span, style, content, place, into);
                let struck = into.pieces.iter().skip(first).map(|piece| piece.leaf);
                into.struck.extend(struck);
            }
            InlineKind::Superscript { content } => {
                self.inside(NodeRole::Span, style.shifted(0.33), content, place, into);
            }
            InlineKind::Subscript { content } => {
                self.inside(NodeRole::Span, style.shifted(-0.16), content, place, into);
            }
            InlineKind::Highlight { content } => {
                self.inside(NodeRole::Highlight, style, content, place, into);
            }
            InlineKind::Small { content } => {
                let small = TextStyle { leading: style.leading, ..style.scaled(Ratio::from_f64(0.85)) };
                self.inside(NodeRole::Span, small, content, place, into);
            }
            InlineKind::Abbreviation { content, expansion } => {
                let role = NodeRole::Abbreviation { expansion: expansion.clone() };
                self.inside(role, style, content, place, into);
            }
            InlineKind::Math { tex } => {
                self.formula_in_line(tex, inline.span, place, into);
            }
            InlineKind::NoteRef { label, number, target, id } => {
                self.note_call(label, *number, target.as_ref(), id.as_ref(), place, into);
            }
            InlineKind::Code { text } => {
                let node = self.structure.add(place.parent, NodeRole::Code);
                self.text_piece(text, Place { parent: node, style: style.literal(), ..place }, into);
            }
            InlineKind::Keyboard { text } => {
                self.text_piece(text, Place { style: style.literal(), ..place }, into)
            }
            InlineKind::Language { language, content, .. } => {
                let node = self.structure.add(place.parent, NodeRole::Span);
                if let Some(language) = language {
                    self.structure.set_language(node, language.clone());
                }
                self.collect(content, Place { parent: node, ..place }, into);
            }
            InlineKind::Link { target, content, .. } => self.link(target, content, place, into),
            InlineKind::TermRef { content, target, id } => {
                self.term_mention(content, target, id, place, into)
            }
            InlineKind::IndexMark { content, id, .. } => {
                let node = self.structure.add(place.parent, NodeRole::Span);
                self.placed(content, id.as_ref(), Place { parent: node, ..place }, into);
            }
            InlineKind::StationRef { text, target, title, aside, .. } => {
                let around = place;
                // A name with a number is neither divided nor parted from it.
                let place = Place { style: style.undivided(), ..place };
                let words = text.replace(' ', "\u{A0}");
                let Some(target) = target else {
                    self.text_piece(&words, place, into);
                    self.text_piece(aside.as_deref().unwrap_or_default(), around, into);
                    if let Some(title) = title.as_ref().filter(|_| aside.is_none()) {
                        let address = Address::Lesson { station: text.clone(), title: title.clone() };
                        self.number_address(address, place, into);
                    }
                    return;
                };
                let says = title.as_ref().map_or_else(|| text.clone(), |title| format!("{text}, {title}"));
                self.paged_link(target, says, &[Inline::text(words, inline.span)], place, into);
            }
            InlineKind::Image(image) => self.inline_image(image, place, into),
        }
    }

    fn inside(
        &mut self,
        role: NodeRole,
        style: TextStyle,
        content: &[Inline],
        place: Place,
        into: &mut Pieces,
    ) {
        let node = self.structure.add(place.parent, role);
        self.collect(content, Place { parent: node, style, ..place }, into);
    }

    fn link(&mut self, target: &LinkTarget, content: &[Inline], place: Place, into: &mut Pieces) {
        let text = walk::plain_text(content).into_owned();
        match target {
            LinkTarget::External { url } => {
                if text.contains(url.as_str()) {
                    // An address is not divided by the rules of a language.
                    let style = TextStyle { breaks: WordBreaks::Anywhere, ..place.style };
                    return self.link_to(target.clone(), text, content, Place { style, ..place }, into);
                }
                self.link_to(target.clone(), format!("{text}, {url}"), content, place, into);
                self.number_address(Address::Url(url.clone()), place, into);
            }
            LinkTarget::Internal { target: to } => self.paged_link(to, text, content, place, into),
            LinkTarget::Unresolved { .. } | LinkTarget::Dead { .. } => self.collect(content, place, into),
        }
    }

    fn link_to(
        &mut self,
        target: LinkTarget,
        says: String,
        content: &[Inline],
        place: Place,
        into: &mut Pieces,
    ) {
        if place.link.is_some() {
            // A link inside a link has no meaning of its own.
            return self.collect(content, place, into);
        }
        let node = self.structure.add(place.parent, NodeRole::Link);
        let number = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        into.links.push(LinkInText {
            target,
            node,
            description: says,
            underline: Underline::Shown,
            id: None,
            number: None,
            calls: Calls::Nothing,
        });
        let style = TextStyle { color: self.setting.theme.palette.accent, ..place.style };
        self.collect(content, Place { parent: node, style, link: Some(number), ..place }, into);
    }

    /// A link into the book, followed by its page: “Station 3 (page 12)”, inside parentheses “Station 3,
    /// page 12”. A place in view needs no page, nor does one that the paragraph has named already.
    fn paged_link(
        &mut self,
        target: &TargetId,
        says: String,
        content: &[Inline],
        place: Place,
        into: &mut Pieces,
    ) {
        let to = LinkTarget::Internal { target: target.clone() };
        let named = into.links.iter().any(|link| link.target == to && link.number.is_some());
        if place.link.is_some() || named {
            return self.link_to(to, says, content, place, into);
        }
        let (number, folio) = self.numbers.ask(target, Manner::InText);
        let page = folio.map(|folio| format!("{}\u{A0}{}", self.setting.book.words.page, folio.label()));
        let says = page.as_ref().map_or_else(|| says.clone(), |page| format!("{says}, {page}"));
        let says = says.replace('\u{A0}', " ");
        self.link_to(to.clone(), says.clone(), content, place, into);
        let Some(link) = into.links.last_mut() else { return };
        link.number = Some(number);
        let (Some(page), node) = (page, link.node) else { return };
        let inside = open_parentheses(&into.pieces);
        let link = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        let (underline, id, calls) = (Underline::Hidden, None, Calls::Nothing);
        into.links.push(LinkInText {
            target: to,
            node,
            description: says,
            underline,
            id,
            number: None,
            calls,
        });
        let printed = if inside { format!(", {page}") } else { format!(" ({page})") };
        self.text_piece(&printed, Place { parent: node, link: Some(link), ..place }, into);
    }

    /// The first mention of a term: it leads to the glossary and looks like the text around it.
    fn term_mention(
        &mut self,
        content: &[Inline],
        target: &TargetId,
        id: &TargetId,
        place: Place,
        into: &mut Pieces,
    ) {
        if place.link.is_some() {
            return self.placed(content, Some(id), place, into);
        }
        let node = self.structure.add(place.parent, NodeRole::Link);
        let link = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        into.links.push(LinkInText {
            target: LinkTarget::Internal { target: target.clone() },
            node,
            description: walk::plain_text(content).into_owned(),
            underline: Underline::Hidden,
            id: None,
            number: None,
            calls: Calls::Nothing,
        });
        self.placed(content, Some(id), Place { parent: node, link: Some(link), ..place }, into);
    }

    /// Running text that begins a place.
    fn placed(&mut self, content: &[Inline], id: Option<&TargetId>, place: Place, into: &mut Pieces) {
        let first = into.pieces.len();
        self.collect(content, place, into);
        let Some(id) = id else { return };
        match into.pieces.get(first) {
            Some(piece) => into.places.push((piece.leaf, id.clone())),
            None => self.targets.push(id.clone()),
        }
    }

    /// Collects running text as one link.
    pub(in crate::typeset) fn link_pieces(
        &mut self,
        content: &[Inline],
        style: TextStyle,
        link: LinkInText,
        into: &mut Pieces,
    ) {
        let number = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        let parent = link.node;
        into.links.push(link);
        self.collect(content, Place { parent, style, link: Some(number), source: None }, into);
    }

    pub(super) fn text_piece(&mut self, text: &str, place: Place, into: &mut Pieces) {
        if text.is_empty() {
            return;
        }
        let leaf = self.leaf(place.parent);
        if let Some(source) = place.source {
            self.structure.set_source(leaf, source);
        }
        let (shown, look) = place.style.letters(text, self.setting.fonts);
        for (part, look) in place.style.parts(&shown, look) {
            add_piece(part, look, leaf, place.link, into);
        }
    }

    fn break_piece(&mut self, place: Place, into: &mut Pieces) {
        let leaf = self.leaf(place.parent);
        let look = place.style.look(self.setting.fonts);
        into.pieces.push(Piece { content: PieceContent::Break, look, leaf, link: place.link });
    }

    /// The leaf that text under a node goes to: the node's last child if that is one, else a new one.
    pub(super) fn leaf(&mut self, parent: NodeId) -> NodeId {
        let last = self.structure.get(parent).children.last().copied();
        match last.filter(|child| self.structure.get(*child).role == NodeRole::Leaf) {
            Some(leaf) => leaf,
            None => self.structure.add(parent, NodeRole::Leaf),
        }
    }

    /// A picture in a line: no higher than the capitals and a little more, never enlarged.
    fn inline_image(&mut self, image: &Image, place: Place, into: &mut Pieces) {
        let found = image.picture.and_then(|id| Some((id, self.setting.pictures.get(id)?)));
        let Some((id, picture)) = found else {
            let words = match &image.alt {
                Alt::Text(alt) => format!("[{}: {alt}]", self.setting.book.words.image),
                Alt::Decorative => return,
                Alt::Missing => format!("[{}]", self.setting.book.words.image),
            };
            return self.text_piece(&words, place, into);
        };
        let height = Pt::new(i64::from(picture.height)).min(Em::from_f64(1.15).at(place.style.size));
        let width = height.mul_div(i64::from(picture.width), i64::from(picture.height.max(1)));
        let (width, height) = if width > self.column.width {
            (self.column.width, height.mul_div(self.column.width.scaled(), width.scaled()))
        } else {
            (width, height)
        };
        let leaf = match &image.alt {
            Alt::Text(alt) => {
                let node = self.structure.add(place.parent, NodeRole::Figure { alt: alt.clone() });
                self.leaf(node)
            }
            Alt::Decorative | Alt::Missing => {
                let alt = self.setting.book.words.image.clone();
                let node = self.structure.add(place.parent, NodeRole::Figure { alt });
                self.leaf(node)
            }
        };
        if let Some(source) = place.source {
            self.structure.set_source(leaf, source);
        }
        let look = place.style.look(self.setting.fonts);
        let content = PieceContent::Box { width, height, picture: id };
        into.pieces.push(Piece { content, look, leaf, link: place.link });
    }
}

/// Adds text in one look, to the last piece where that is alike.
fn add_piece(text: &str, look: Look, leaf: NodeId, link: Option<LinkNumber>, into: &mut Pieces) {
    if let Some(Piece { content: PieceContent::Text(before), look: same, leaf: of, link: linked }) =
        into.pieces.last_mut()
        && *same == look
        && *of == leaf
        && *linked == link
    {
        before.push_str(text);
        return;
    }
    into.pieces.push(Piece { content: PieceContent::Text(text.to_owned()), look, leaf, link });
}

/// Whether a text is of a script that has no italics, so that weight shows its stress: of Hebrew and Arabic, of South and
/// South-east Asia, ideographs, kana and hangul.
fn without_italics(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| {
        matches!(c, '\u{590}'..='\u{10FF}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{FF66}'..='\u{FFDC}' | '\u{20000}'..='\u{3FFFD}')
    })
}

/// Whether the text so far leaves a parenthesis open.
fn open_parentheses(pieces: &[Piece]) -> bool {
    let mut open = 0_i64;
    for piece in pieces {
        let PieceContent::Text(text) = &piece.content else { continue };
        for c in text.chars() {
            match c {
                '(' | '\u{FF08}' => open += 1,
                ')' | '\u{FF09}' => open = (open - 1).max(0),
                _ => {}
            }
        }
    }
    open > 0
}
