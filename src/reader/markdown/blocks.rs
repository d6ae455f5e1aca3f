//! pulldown-cmark's block events → blocks, with offsets into the whole file.

use super::fences::{self, Fences};
use super::formulas::Marks;
use super::inline::{self, Collector, HtmlTags, Place};
use super::references::{References, counts, options};
use super::table::TableBuilder;
use super::{html_block, notes, paragraph};
use crate::model::{
    Alignment, Block, BlockKind, Cell, CodeBlock, Definition, HeadingLevel, Inline, InlineKind, List,
    ListItem, ListMarker, Note, TargetId, Task,
};
use crate::reader::characters::{clean, clean_lines};
use crate::reader::constructs::item_lead::{self, Leads};
use crate::reader::constructs::{alert, key_term, listing, trailing};
use crate::reader::{Context, trimmed};
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Reads a region of Markdown that lies `depth` blocks deep.
pub(in crate::reader::markdown) fn read(
    cx: &mut Context<'_>,
    range: Range<usize>,
    depth: usize,
    references: &References,
) -> Vec<Block> {
    let text = cx.slice(range.clone());
    if text.trim().is_empty() {
        return Vec::new();
    }
    if let Err(beyond) = cx.take_marks(range.clone(), counts) {
        return read_in_part(cx, range, beyond, depth, references);
    }
    parse(cx, range, depth, references)
}

/// Reads a region with too many marks: the blocks before the one where they become too many as Markdown, the
/// rest as lines that are shown as they were written.
fn read_in_part(
    cx: &mut Context<'_>,
    range: Range<usize>,
    beyond: usize,
    depth: usize,
    references: &References,
) -> Vec<Block> {
    let cut = cx.slice(range.start..beyond).rfind("\n\n").map_or(range.start, |at| range.start + at + 2);
    let mut blocks = match cx.slice(range.start..cut).trim().is_empty() {
        true => Vec::new(),
        false => parse(cx, range.start..cut, depth, references),
    };
    blocks.extend(cx.as_written(cut..range.end));
    blocks
}

/// Parses a region.
fn parse(cx: &mut Context<'_>, range: Range<usize>, depth: usize, references: &References) -> Vec<Block> {
    let text = cx.slice(range.clone());
    let callback = |link: BrokenLink<'_>| references.find(&link);
    let before = notes::definitions(text);
    let fences = Fences::find(text, range.start);
    let formulas = Marks::find(text, range.start);
    let masked = formulas.masked(fences.masked(text, range.start), range.start);
    let whole = if before.is_empty() { masked } else { Cow::Owned(format!("{before}{masked}")) };
    let parser = Parser::new_with_broken_link_callback(&whole, options(), Some(callback));
    let mut builder = Builder {
        base: range.start,
        depth,
        open: vec![Frame::new(Open::Whole, range.start)],
        leaf: Leaf::None,
        fences: &fences,
        formulas: &formulas,
    };
    let place = |offset: usize| range.start + offset.saturating_sub(before.len());
    for (event, at) in parser.into_offset_iter().filter(|(_, at)| at.start >= before.len()) {
        builder.event(cx, event, place(at.start)..place(at.end));
    }
    references.report_spent(cx, &range);
    builder.finish(cx, range.end)
}

pub(super) struct Builder<'f> {
    pub(super) base: usize,
    depth: usize,
    pub(super) open: Vec<Frame>,
    leaf: Leaf,
    /// The lines of colons that the parser sees as rules.
    pub(super) fences: &'f Fences,
    /// The marks in formulas that the parser sees as letters.
    formulas: &'f Marks,
}

/// A container being read.
pub(super) struct Frame {
    pub(super) kind: Open,
    start: usize,
    pub(super) blocks: Vec<Block>,
    items: Vec<ListItem>,
    entries: Vec<Definition>,
}

pub(super) enum Open {
    Whole,
    Quote,
    List(ListMarker),
    Item(Option<Task>),
    /// A list of definitions, and one meaning in it.
    Definitions,
    Meaning,
    /// A note, by its name.
    Note(String),
    /// `details`, with its summary.
    Details(Vec<Inline>),
    /// A div inside another block.
    Div(fences::Div),
    /// Too deep: what it holds goes to the container around it.
    Flat,
}

/// A block without inner blocks being read.
enum Leaf {
    None,
    Paragraph {
        start: usize,
        end: usize,
        text: Collector,
    },
    Heading {
        level: u8,
        text: Collector,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    Term {
        text: Collector,
    },
    /// The lines of a block of HTML, without the marks of what it stands in.
    Html {
        lines: Vec<Range<usize>>,
    },
    Table {
        table: Box<TableBuilder>,
        cell: Option<Collector>,
    },
}

impl Builder<'_> {
    fn event(&mut self, cx: &mut Context<'_>, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(cx, tag, at),
            Event::End(tag) => self.end(cx, tag, at),
            Event::Rule => {
                self.end_paragraph(cx);
                if !self.fence(cx, &at) {
                    self.push(Block::new(BlockKind::Break, cx.span(trimmed(cx.text, at))));
                }
            }
            Event::TaskListMarker(done) => {
                if let Some(Frame { kind: Open::Item(task), .. }) = self.open.last_mut() {
                    *task = Some(if done { Task::Done } else { Task::Open });
                }
            }
            event => self.inline(cx, event, at),
        }
    }

    fn inline(&mut self, cx: &mut Context<'_>, event: Event<'_>, at: Range<usize>) {
        let masked = !(self.fences.is_empty() && self.formulas.is_empty());
        let event = if masked { self.unmasked(cx, event, &at) } else { event };
        match (&mut self.leaf, &event) {
            (Leaf::Code { text, .. }, Event::Text(line)) => return text.push_str(line),
            (Leaf::Html { lines }, _) => return lines.push(at),
            (Leaf::None, _) => {
                let text = Collector::new(HtmlTags::Dropped, Place::Body);
                self.leaf = Leaf::Paragraph { start: at.start, end: at.end, text };
            }
            _ => {}
        }
        match &mut self.leaf {
            Leaf::Paragraph { text, end, .. } => {
                *end = at.end.max(*end);
                text.event(cx, event, at);
            }
            Leaf::Heading { text, .. } | Leaf::Term { text } | Leaf::Table { cell: Some(text), .. } => {
                text.event(cx, event, at)
            }
            _ => {}
        }
    }

    /// An event with what the author wrote in the places where the parser saw something else.
    fn unmasked<'e>(&self, cx: &Context<'_>, event: Event<'e>, at: &Range<usize>) -> Event<'e> {
        let written = || cx.slice(at.clone());
        match event {
            Event::Text(_) if self.formulas.within(at) => Event::Text(written().to_owned().into()),
            Event::Text(text) => Event::Text(self.fences.restored(cx, text, at)),
            Event::Code(_) if self.formulas.within(at) => {
                Event::Code(written().trim_matches('`').trim().replace('\n', " ").into())
            }
            Event::InlineMath(tex) => Event::InlineMath(self.formulas.restored(tex, written(), at)),
            Event::DisplayMath(tex) => Event::DisplayMath(self.formulas.restored(tex, written(), at)),
            event => event,
        }
    }

    fn start(&mut self, cx: &mut Context<'_>, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => {
                return self.inline(cx, Event::Start(tag), at);
            }
            Tag::TableHead | Tag::TableRow => return,
            Tag::TableCell => {
                if let Leaf::Table { cell, .. } = &mut self.leaf {
                    *cell = Some(Collector::new(HtmlTags::Dropped, Place::Body));
                }
                return;
            }
            _ => self.end_paragraph(cx),
        }
        match tag {
            Tag::Paragraph => {
                let text = Collector::new(HtmlTags::Dropped, Place::Body);
                self.leaf = Leaf::Paragraph { start: at.start, end: at.end, text };
            }
            Tag::Heading { level, .. } => {
                let text = Collector::new(HtmlTags::Dropped, Place::Heading);
                self.leaf = Leaf::Heading { level: level as u8, text };
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => listing::language(&info),
                    CodeBlockKind::Indented => None,
                };
                self.leaf = Leaf::Code { language, text: String::new() };
            }
            Tag::HtmlBlock => self.leaf = Leaf::Html { lines: Vec::new() },
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                self.leaf =
                    Leaf::Table { table: Box::new(TableBuilder::new(alignments, at.start)), cell: None };
            }
            Tag::BlockQuote(_) => self.open_container(cx, Open::Quote, at),
            Tag::FootnoteDefinition(label) => {
                self.open.push(Frame::new(Open::Note(clean(&label).into_owned()), at.start));
            }
            Tag::DefinitionList => self.open_container(cx, Open::Definitions, at),
            Tag::DefinitionListTitle => {
                self.leaf = Leaf::Term { text: Collector::new(HtmlTags::Dropped, Place::Body) };
            }
            Tag::DefinitionListDefinition => {
                let inside = matches!(self.open.last(), Some(Frame { kind: Open::Definitions, .. }));
                self.open.push(Frame::new(if inside { Open::Meaning } else { Open::Flat }, at.start));
            }
            Tag::List(start) => {
                let marker = start.map_or(ListMarker::Bullet, |start| ListMarker::Number { start });
                self.open_container(cx, Open::List(marker), at);
            }
            Tag::Item => {
                let kind = if matches!(self.open.last(), Some(Frame { kind: Open::List(_), .. })) {
                    Open::Item(None)
                } else {
                    Open::Flat
                };
                self.open.push(Frame::new(kind, at.start));
            }
            _ => {}
        }
    }

    pub(super) fn open_container(&mut self, cx: &mut Context<'_>, kind: Open, at: Range<usize>) {
        let deep = self.is_too_deep(cx, &at);
        self.open.push(Frame::new(if deep { Open::Flat } else { kind }, at.start));
    }

    /// Whether what begins at a place nests too deeply; reports it.
    pub(super) fn is_too_deep(&self, cx: &mut Context<'_>, at: &Range<usize>) -> bool {
        let deep = self.depth + self.open.len() > cx.limits.nesting;
        if deep {
            cx.report_depth(at.clone());
        }
        deep
    }

    fn end(&mut self, cx: &mut Context<'_>, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                self.inline(cx, Event::End(tag), at);
            }
            TagEnd::Paragraph => {
                if let Leaf::Paragraph { end, .. } = &mut self.leaf {
                    *end = at.end;
                }
                self.end_paragraph(cx);
            }
            TagEnd::Heading(_) => self.end_heading(cx, at),
            TagEnd::CodeBlock => self.end_code(cx, at),
            TagEnd::HtmlBlock => self.end_html(cx),
            TagEnd::TableCell => {
                if let Leaf::Table { table, cell } = &mut self.leaf
                    && let Some(text) = cell.take()
                {
                    let content = text.finish(cx);
                    inline::report_missing_alt(cx, &content);
                    table.cell(Cell::new(content, cx.span(trimmed(cx.text, at))));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Leaf::Table { table, .. } = &mut self.leaf {
                    table.end_parsed_row(cx, at, matches!(tag, TagEnd::TableHead));
                }
            }
            TagEnd::Table => {
                if let Leaf::Table { table, .. } = std::mem::replace(&mut self.leaf, Leaf::None) {
                    let (block, below) = table.finish_parsed(cx, at.end);
                    self.push(block);
                    below.into_iter().for_each(|caption| self.push(caption));
                }
            }
            TagEnd::DefinitionListTitle => self.end_term(cx, at),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => {
                self.end_paragraph(cx);
                self.close_open_ends(cx, at.end);
                self.close_container(cx, at);
            }
            _ => {}
        }
    }

    pub(super) fn close_container(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        if self.open.len() < 2 {
            return;
        }
        let Some(Frame { kind, start, mut blocks, items, entries }) = self.open.pop() else { return };
        let span = cx.span(trimmed(cx.text, start..at.end));
        match kind {
            Open::Whole | Open::Flat => match self.open.last_mut() {
                Some(outer) => outer.blocks.append(&mut blocks),
                None => self.open.push(Frame { kind: Open::Whole, start, blocks, items, entries }),
            },
            Open::Quote => {
                let block = alert::block(cx, blocks, span);
                self.push(block);
            }
            Open::Definitions => {
                let above = self.open.last().and_then(|frame| frame.blocks.last());
                match key_term::heads(cx, above, span.start) {
                    true => {
                        key_term::of_definitions(cx, entries).into_iter().for_each(|term| self.push(term))
                    }
                    false => self.push(Block::new(BlockKind::Definitions { entries }, span)),
                }
            }
            Open::Meaning => {
                if let Some(entry) = self.open.last_mut().and_then(|list| list.entries.last_mut()) {
                    entry.span = entry.span.to(span);
                    entry.meanings.push(blocks);
                }
            }
            Open::Note(label) => {
                cx.notes.push(Note { label, number: None, id: None, calls: Vec::new(), blocks, span });
            }
            Open::Div(div) => self.end_div(cx, div, blocks, at.end),
            Open::Details(summary) => self.push(Block::new(BlockKind::Details { summary, blocks }, span)),
            Open::List(marker) => self.push(Block::new(BlockKind::List(List { marker, items }), span)),
            Open::Item(task) => {
                let mut item = ListItem { lead: Vec::new(), task, blocks, span };
                item_lead::take(cx, &mut item, Leads::Marked);
                if let Some(list) = self.open.last_mut() {
                    list.items.push(item);
                }
            }
        }
    }

    /// A term; it opens an entry, or joins one that has no meaning yet.
    fn end_term(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        let Leaf::Term { text } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let content = text.finish(cx);
        inline::report_missing_alt(cx, &content);
        let span = cx.span(trimmed(cx.text, at));
        // Each line is a term of its own.
        let lines = content.split(|inline| inline.kind == InlineKind::SoftBreak).map(<[Inline]>::to_vec);
        for term in lines {
            match self.open.last_mut() {
                Some(Frame { kind: Open::Definitions, entries, .. }) => match entries.last_mut() {
                    Some(entry) if entry.meanings.is_empty() => entry.terms.push(term),
                    _ => entries.push(Definition { terms: vec![term], meanings: Vec::new(), span }),
                },
                // Too deep for a list: what it says stays.
                _ if !term.is_empty() => self.push(Block::paragraph(term, span)),
                _ => {}
            }
        }
    }

    fn end_paragraph(&mut self, cx: &mut Context<'_>) {
        let in_item =
            matches!(self.open.last(), Some(Frame { kind: Open::Item(_), blocks, .. }) if blocks.is_empty());
        match std::mem::replace(&mut self.leaf, Leaf::None) {
            Leaf::Paragraph { start, end, text } => {
                let content = text.finish(cx);
                let span = cx.span(trimmed(cx.text, start..end));
                if let Some(Frame { blocks, .. }) = self.open.last_mut() {
                    if in_item {
                        // Mostly nothing comes behind.
                        *blocks = Vec::with_capacity(1);
                    }
                    paragraph::read(cx, content, span, in_item, blocks);
                }
            }
            Leaf::Html { lines } => html_block::read(self, cx, &lines),
            other => self.leaf = other,
        }
    }

    fn end_heading(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        let Leaf::Heading { level, text } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let content = text.finish(cx);
        let (content, attributes) = trailing::take(cx, content);
        inline::report_missing_alt(cx, &content);
        let span = cx.span(trimmed(cx.text, at));
        if content.is_empty() {
            return;
        }
        cx.heading_levels.push((span.start, level));
        let mut block = Block::new(BlockKind::Heading { level: HeadingLevel::nearest(level), content }, span);
        block.id = attributes.id.filter(|id| !id.is_empty()).map(|id| TargetId::new(&id));
        self.push(block);
    }

    fn end_code(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        let Leaf::Code { language, text } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let mut text = clean_lines(&text);
        if text.ends_with('\n') {
            text.pop();
        }
        let kind = listing::block(CodeBlock { language, text });
        self.push(Block::new(kind, cx.span(trimmed(cx.text, at))));
    }

    fn end_html(&mut self, cx: &mut Context<'_>) {
        let Leaf::Html { lines } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        html_block::read(self, cx, &lines);
    }

    pub(super) fn push(&mut self, block: Block) {
        if let Some(frame) = self.open.last_mut() {
            frame.blocks.push(block);
        }
    }

    fn finish(mut self, cx: &mut Context<'_>, end: usize) -> Vec<Block> {
        self.end_paragraph(cx);
        while self.open.len() > 1 {
            self.close_unclosed(cx, end);
        }
        self.open.pop().map(|frame| frame.blocks).unwrap_or_default()
    }
}

impl Frame {
    pub(super) fn new(kind: Open, start: usize) -> Frame {
        Frame { kind, start, blocks: Vec::new(), items: Vec::new(), entries: Vec::new() }
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Auto,
        pulldown_cmark::Alignment::Left => Alignment::Start,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::End,
    }
}
