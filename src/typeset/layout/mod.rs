//! Blocks → galley: each kind of block is set to the measure by a file of its own.
//!
//! A [`Composer`] walks the blocks of a lesson in order, adds strips to a [`Galley`] and, in the same
//! order, nodes to the [`Structure`]; so tags follow the model and never positions. Knows no page.

mod addresses;
mod asides;
mod boxes;
mod code;
mod definitions;
mod elastic;
mod figure;
pub(super) mod floats;
mod formula;
pub(super) mod galley;
mod heading;
mod highlight;
mod inline;
mod list;
mod notes;
mod paragraph;
mod rivers;
mod table;

use super::folios::PageNumbers;
use super::style::TextStyle;
use super::text::TextEngine;
use crate::book::{CaptionNumbers, Pictures};
use crate::diagnostics::Diagnostics;
use crate::fonts::FontLibrary;
use crate::model::{Block, BlockKind, Book, Direction, LangTag, TargetId};
use crate::source::Span;
use crate::theme::{Role, Theme};
use crate::typeset::frame::{Item, Mark};
use crate::typeset::report::{Found, Note};
use crate::typeset::structure::{NodeId, Role as NodeRole, Structure};
use crate::units::Pt;
pub(super) use elastic::Choice;
use floats::Lead;
use galley::{Columns, Decoration, Galley, Grid, HeadId, PageBreak, RepeatedHead, Strip};
pub(super) use inline::{Calls, LinkInText, Pieces, Underline};
use notes::LessonNote;
pub(super) use paragraph::{ParagraphShape, move_item};

/// What does not change while a book is set.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) book: &'a Book,
    pub(super) pictures: &'a Pictures,
    pub(super) theme: &'a Theme,
    /// The same theme for a page turned sideways.
    pub(super) turned: &'a Theme,
    pub(super) fonts: &'a FontLibrary,
    /// The numbers of tables and figures.
    pub(super) captions: &'a CaptionNumbers,
}

/// Sets blocks into a galley.
pub(super) struct Composer<'a, 'e> {
    pub(super) setting: Setting<'a>,
    pub(super) engine: &'e mut TextEngine<'a>,
    pub(super) structure: Structure,
    pub(super) galley: Galley,
    pub(super) diagnostics: &'e mut Diagnostics,
    /// Which page a place is on.
    pub(super) numbers: PageNumbers<'e>,
    language: LangTag,
    direction: Direction,
    /// The part of the measure that blocks are set to at the moment.
    column: Column,
    /// Space the next strip keeps from the last one: the larger of what both ask.
    space: Pt,
    /// The cost of ending a page before the next strip.
    page_break: PageBreak,
    /// What to put in front of the next line of text: a bullet or number.
    marker: Option<Marker>,
    /// Places that links lead to, shown by the next strip.
    targets: Vec<TargetId>,
    /// Whether the next paragraph continues running text, so that it is indented.
    follows_text: Follows,
    /// Whether what was set last leads into what comes.
    lead: Lead,
    /// The style of paragraphs where the composer is: the body's, or that of a box.
    pub(super) text: Role,
    /// From line to line of the grid that text stands on at the moment.
    pitch: Pt,
    /// The first strip of the last paragraph.
    last_paragraph: usize,
    /// How far down the galley the margin column is taken.
    aside_taken: Pt,
    /// Where links lead, for paper.
    addresses: Vec<addresses::Address>,
    /// What there is to look at on the next strip.
    notes: Vec<Note>,
    /// The label of the box that is being set, once it stands there.
    label: Option<String>,
    /// The notes called so far, and where.
    calls: Vec<(TargetId, NodeId)>,
    /// The notes of the lesson, for those that stand under tables.
    lesson_notes: Vec<LessonNote>,
}

/// A part of the measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Column {
    x: Pt,
    width: Pt,
}

/// What the next paragraph follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Follows {
    /// Another paragraph: the first line is indented.
    Text,
    /// A heading, box, list, table: it is not.
    Other,
}

/// Items that stand before a line, relative to its baseline and the left edge of the text block.
struct Marker {
    items: Vec<Item>,
    /// How far the first line must begin inside the column to leave room for the items; not zero only
    /// where a column too narrow for its indent begins at the edge.
    run_in: Pt,
}

/// Columns are not indented further when they would get narrower than this many em of the body.
const LEAST_COLUMN: i64 = 10;

impl<'a, 'e> Composer<'a, 'e> {
    /// A composer for the whole measure, with an empty galley.
    pub(super) fn new(
        setting: Setting<'a>,
        engine: &'e mut TextEngine<'a>,
        diagnostics: &'e mut Diagnostics,
        numbers: PageNumbers<'e>,
    ) -> Composer<'a, 'e> {
        Composer {
            setting,
            engine,
            structure: Structure::new(),
            galley: Galley::default(),
            diagnostics,
            numbers,
            language: setting.book.metadata.language.clone(),
            direction: setting.book.metadata.direction,
            column: Column { x: Pt::ZERO, width: setting.theme.page.measure() },
            space: Pt::ZERO,
            page_break: PageBreak::Allowed(0),
            marker: None,
            targets: Vec::new(),
            follows_text: Follows::Other,
            lead: Lead::None,
            text: Role::Body,
            pitch: setting.theme.leading,
            last_paragraph: 0,
            aside_taken: Pt::ZERO,
            addresses: Vec::new(),
            notes: Vec::new(),
            label: None,
            calls: Vec::new(),
            lesson_notes: Vec::new(),
        }
    }

    /// Sets the language of what follows.
    pub(super) fn speak(&mut self, language: LangTag, direction: Direction) {
        self.language = language;
        self.direction = direction;
    }

    /// Starts text anew: the next paragraph has no indent.
    pub(super) fn start_text(&mut self) {
        self.follows_text = Follows::Other;
    }

    /// Which way lines run at the moment.
    pub(super) fn direction(&self) -> Direction {
        self.direction
    }

    /// Sets blocks one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], parent: NodeId) {
        for (number, block) in blocks.iter().enumerate() {
            self.block(block, blocks.get(number + 1), parent);
        }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>, parent: NodeId) {
        self.targets.extend(block.id.clone());
        let lead = std::mem::take(&mut self.lead);
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(*level, content, block.span, parent),
            BlockKind::Paragraph { content, introduces } => {
                self.paragraph(content, block.span, parent);
                if !introduces.is_nothing() {
                    self.lead = Lead::Colon;
                    // A picture at the head of the next page is found as well; a list or table is read on.
                    let figure = next.is_some_and(|next| matches!(next.kind, BlockKind::Figure(_)));
                    self.avoid_break(if figure { 30 } else { 80 });
                }
            }
            BlockKind::List(list) => self.list(list, block.span, parent),
            BlockKind::Table(table) => self.table(table, block, parent),
            BlockKind::Figure(figure) => self.figure(figure, block, lead, parent),
            BlockKind::Quote { blocks } => self.quote(blocks, parent),
            BlockKind::Code(code) => self.code(code, block.span, parent),
            BlockKind::KeyTerm(key_term) => self.key_term(key_term, block, parent),
            BlockKind::Callout(callout) => self.callout(callout, block, parent),
            BlockKind::Takeaway { blocks } => self.takeaway(blocks, block, parent),
            BlockKind::Teaser { blocks } => self.teaser(blocks, block, parent),
            BlockKind::Disclaimer { blocks, .. } => self.disclaimer(blocks, block, parent),
            BlockKind::Boilerplate { blocks, .. } | BlockKind::Group { blocks, .. } => {
                self.blocks(blocks, parent)
            }
            BlockKind::Definitions { entries } => self.definitions(entries, parent),
            BlockKind::Math { tex } => self.formula(tex, block.span, parent),
            BlockKind::Details { summary, blocks } => self.details(summary, blocks, block.span, parent),
            BlockKind::Notes { notes } => self.notes(notes, parent),
            BlockKind::Break => self.section_break(),
        }
    }

    /// Makes the next strip a place that links lead to.
    pub(super) fn target(&mut self, id: &TargetId) {
        self.targets.push(id.clone());
    }

    /// Asks for space before the next strip, in hundredths of a line; the largest wish counts.
    pub(super) fn space(&mut self, hundredths: u32) {
        let wish = self.lines(hundredths);
        self.space = self.space.max(wish);
    }

    /// A length in hundredths of the body's leading.
    fn lines(&self, hundredths: u32) -> Pt {
        self.setting.theme.leading.mul_div(i64::from(hundredths), 100)
    }

    /// Keeps the next strip on the page of the last one.
    pub(super) fn keep(&mut self) {
        self.page_break = PageBreak::Forbidden;
    }

    /// Makes it dear to end a page before the next strip.
    pub(super) fn avoid_break(&mut self, cost: u32) {
        self.page_break = self.page_break.max(PageBreak::Allowed(cost));
    }

    /// The used values of a role.
    pub(super) fn style(&self, role: Role) -> TextStyle {
        TextStyle::of(self.setting.theme, role)
    }

    /// Adds a strip below the last one, with the space and the break cost that were asked for.
    pub(super) fn push(&mut self, mut strip: Strip) {
        strip.before = strip.before.max(std::mem::take(&mut self.space));
        strip.page_break = strip.page_break.max(self.page_break);
        self.page_break = PageBreak::Allowed(0);
        strip.targets.append(&mut self.targets);
        strip.notes.append(&mut self.notes);
        if !strip.items.is_empty() {
            // A bullet whose item begins with a picture or a table.
            let baseline = self.style(self.text).baseline(self.setting.fonts);
            self.mark(&mut strip, baseline);
        }
        self.galley.strips.push(strip);
    }

    /// Puts the waiting bullet or number into a strip, on a baseline.
    fn mark(&mut self, strip: &mut Strip, baseline: Pt) {
        for mut item in self.marker.take().into_iter().flat_map(|marker| marker.items) {
            paragraph::move_item(&mut item, Pt::ZERO, baseline);
            strip.items.push(item);
        }
    }

    /// Gives places that no strip shows to the last one.
    pub(super) fn settle_targets(&mut self) {
        let left = std::mem::take(&mut self.targets);
        match self.galley.strips.last_mut() {
            Some(strip) => strip.targets.extend(left),
            None if left.is_empty() => {}
            None => self.galley.strips.push(Strip { targets: left, ..Strip::blank(Pt::ZERO) }),
        }
    }

    /// Adds empty height that never falls away, such as the sink over a title.
    pub(super) fn push_blank(&mut self, height: Pt) {
        self.push(Strip::blank(height));
    }

    /// Sets something in a narrower column and gives back the range of its strips. What is nested too
    /// deep for its indent is indented less, and never leaves the outer column.
    pub(super) fn indented(
        &mut self,
        start: Pt,
        end: Pt,
        set: impl FnOnce(&mut Self),
    ) -> std::ops::Range<usize> {
        let outer = self.column;
        let least = (self.setting.theme.size * LEAST_COLUMN).min(outer.width);
        let width = (outer.width - start - end).max(least);
        let start = start.min(outer.width - width);
        let end = outer.width - width - start;
        let x = match self.direction {
            Direction::LeftToRight => outer.x + start,
            Direction::RightToLeft => outer.x + end,
        };
        self.column = Column { x, width };
        let first = self.galley.strips.len();
        set(self);
        self.column = outer;
        first..self.galley.strips.len()
    }

    /// Sets something in a column that ends earlier.
    pub(super) fn narrowed(&mut self, by: Pt, set: impl FnOnce(&mut Self)) {
        self.indented(Pt::ZERO, by, set);
    }

    /// Sets something in columns side by side, to the end of the galley. Text in the style of a role stands
    /// on a grid of that role's own, so that the lines of all columns are level.
    pub(super) fn in_columns(&mut self, role: Role, set: impl FnOnce(&mut Self)) {
        let theme = self.setting.theme;
        let (outer, pitch, text) = (self.column, self.pitch, self.text);
        let count = theme.columns.count.max(1);
        let gap = theme.columns.gap.at(theme.size);
        let width = (outer.width - gap * (i64::from(count) - 1)) / i64::from(count);
        self.pitch = self.style(role).leading;
        self.text = role;
        self.column = Column { x: Pt::ZERO, width };
        let first = self.galley.strips.len();
        let step = match self.direction {
            Direction::LeftToRight => width + gap,
            Direction::RightToLeft => -(width + gap),
        };
        let start = match self.direction {
            Direction::LeftToRight => outer.x,
            Direction::RightToLeft => outer.x + outer.width - width,
        };
        self.galley.columns = Some(Columns { first, count: count as usize, start, step, pitch: self.pitch });
        set(self);
        (self.column, self.pitch, self.text) = (outer, pitch, text);
    }

    /// Whether the composer is in the text of a lesson and in nothing inside it.
    fn in_body(&self) -> bool {
        let whole = Column { x: Pt::ZERO, width: self.setting.theme.page.measure() };
        self.column == whole && self.text == Role::Body && self.galley.columns.is_none()
    }

    /// Whether lines of a style stand on the grid where the composer is.
    pub(super) fn grid_of(&self, style: TextStyle) -> Grid {
        if style.leading == self.pitch { Grid::On } else { Grid::Off }
    }

    /// Sets something in the column that is, in the style of a role.
    pub(super) fn in_one_column(&mut self, role: Role, set: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.text, role);
        set(self);
        self.text = outer;
    }

    /// A line to repeat, as furniture, when a page or column begins with one of some strips; none when it
    /// is too long for the column.
    pub(super) fn repeated_line(&mut self, text: &str, style: TextStyle) -> Option<HeadId> {
        let (mut items, width) = self.furniture(text, style, Mark::Layout);
        if !width.fits(self.column.width) {
            return None;
        }
        let x = match self.direction {
            Direction::LeftToRight => self.column.x,
            Direction::RightToLeft => self.column.x + self.column.width - width,
        };
        let baseline = style.baseline(self.setting.fonts);
        for item in &mut items {
            paragraph::move_item(item, x, baseline);
        }
        self.galley.heads.push(RepeatedHead {
            height: style.leading,
            rules_above: Pt::ZERO,
            items,
            outward: Pt::ZERO,
        });
        Some(HeadId(self.galley.heads.len() - 1))
    }

    /// Draws something behind a run of strips of the column.
    fn decorate(
        &mut self,
        strips: std::ops::Range<usize>,
        kind: galley::DecorationKind,
        source: Option<Span>,
    ) {
        if !strips.is_empty() {
            let Column { x, width } = self.column;
            let outward = Pt::ZERO;
            self.galley.decorations.push(Decoration { strips, x, width, kind, outward, source });
        }
    }

    /// Notes on the next strip that there is something to look at.
    fn remark(&mut self, what: Found, source: Span) {
        self.notes.push(Note { what, source: Some(source) });
    }

    /// A change of subject: three asterisks in the middle of a line of their own.
    fn section_break(&mut self) {
        let style = self.style(Role::Body);
        let mut strip = Strip::blank(style.leading);
        strip.items = self.ornament("*\u{2003}*\u{2003}*", style, Pt::ZERO);
        strip.grid = Grid::On;
        self.space(50);
        self.avoid_break(60);
        self.push(strip);
        self.space(50);
        self.follows_text = Follows::Other;
    }

    /// A decorative line of text in the middle of the column; furniture, not content.
    fn ornament(&mut self, text: &str, style: TextStyle, y: Pt) -> Vec<Item> {
        let (mut items, width) = self.furniture(text, style, Mark::Layout);
        let x = self.column.x + (self.column.width - width) / 2;
        let baseline = y + style.baseline(self.setting.fonts);
        for item in &mut items {
            paragraph::move_item(item, x, baseline);
        }
        items
    }

    /// Text that is not content, on a baseline at the origin, and its width.
    pub(super) fn furniture(&mut self, text: &str, style: TextStyle, mark: Mark) -> (Vec<Item>, Pt) {
        let mut scratch = Diagnostics::default();
        let line = self.single_line(text, style, Structure::ROOT, &mut scratch);
        let items = line.0.into_iter().map(|item| Item { mark, ..item }).collect();
        (items, line.1)
    }

    /// A group with a name of its own.
    fn box_node(&mut self, parent: NodeId, title: &str) -> NodeId {
        self.structure.add(parent, NodeRole::Box { title: title.to_owned() })
    }
}
