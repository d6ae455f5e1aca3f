//! pulldown-cmark's block events → blocks, with offsets into the whole file.

use super::fences::{self, Fences};
use super::formulas::Marks;
use super::inline::{self, Collector, HtmlTags, Place};
use super::table::TableBuilder;
use super::{html_block, notes};
use crate::diagnostics::Code;
use crate::model::{
    Alignment, Block, BlockKind, Cell, CodeBlock, Definition, HeadingLevel, Inline, InlineKind, List,
    ListItem, ListMarker, Note, TargetId, Task,
};
use crate::reader::characters::{clean, clean_lines};
use crate::reader::constructs::item_lead::{self, Leads};
use crate::reader::constructs::label::{self, Emphasis};
use crate::reader::constructs::named::Named;
use crate::reader::constructs::{alert, attributes::Attributes, figure, key_term, listing, named, trailing};
use crate::reader::{Context, split, trimmed};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

fn options() -> Options {
    inline::options() | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_DEFINITION_LIST
}

/// The link definitions of all regions, since each region is parsed alone.
#[derive(Default)]
pub(in crate::reader::markdown) struct References {
    /// The address and the title of each name.
    all: BTreeMap<String, (String, String)>,
    /// How many bytes of addresses and titles may still be copied into links: as the parser bounds those of one
    /// region, so that a long address that is used again and again does not fill the memory. None once that has
    /// been reported.
    left: std::cell::Cell<Option<usize>>,
    /// Whether one was asked for in vain.
    spent: std::cell::Cell<bool>,
}

impl References {
    /// Collects the definitions; nothing to do when there is only one region. Text behind too many marks has
    /// none, since it is not read as Markdown either.
    pub(in crate::reader::markdown) fn collect(cx: &Context<'_>, texts: &[Range<usize>]) -> References {
        let mut found = References::default();
        if texts.len() < 2 {
            return found;
        }
        found.left.set(Some(cx.text.len().max(100_000)));
        let mut marks_left = cx.limits.marks;
        for range in texts {
            let text = cx.slice(range.clone());
            let mut marks = text.bytes().enumerate().filter(|(_, byte)| counts(*byte));
            let count = marks.by_ref().take(marks_left).count();
            marks_left -= count;
            let beyond = marks.next().map(|(at, _)| at);
            let text = beyond.map_or(text, |at| text.get(..at).unwrap_or_default());
            if memchr::memmem::find(text.as_bytes(), b"]:").is_some() {
                found.collect_from(text);
            }
            if beyond.is_some() {
                break;
            }
        }
        found
    }

    fn collect_from(&mut self, text: &str) {
        let parser = Parser::new_ext(text, options());
        for (name, definition) in parser.reference_definitions().iter() {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            self.all.entry(folded(name)).or_insert_with(|| (definition.dest.to_string(), title));
        }
    }

    fn find<'t>(&self, link: &BrokenLink<'_>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let (url, title) = self.all.get(&folded(&link.reference))?;
        let left = self.left.get()?.checked_sub(url.len() + title.len());
        if left.is_none() {
            self.spent.set(true);
            return None;
        }
        self.left.set(left);
        Some((url.clone().into(), title.clone().into()))
    }

    /// Reports, once, that a link of a region stayed text.
    fn report_spent(&self, cx: &mut Context<'_>, region: &Range<usize>) {
        if self.spent.replace(false) && self.left.take().is_some() {
            let message =
                "the addresses of links are too long and used too often; from here on they stay text";
            let span = cx.span(region.start..region.start);
            cx.report(Code::InlineMarks, message, span, "split the lesson, or shorten the addresses");
        }
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

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

/// Whether a byte may become a piece of the model.
fn counts(byte: u8) -> bool {
    byte == b'|' || inline::begins_markup(byte)
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
    blocks: Vec<Block>,
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
        let event = match event {
            Event::Text(_) if self.formulas.within(&at) => {
                Event::Text(cx.slice(at.clone()).to_owned().into())
            }
            Event::Text(text) => Event::Text(self.fences.restored(cx, text, &at)),
            Event::Code(_) if self.formulas.within(&at) => {
                Event::Code(cx.slice(at.clone()).trim_matches('`').trim().replace('\n', " ").into())
            }
            Event::InlineMath(tex) => {
                Event::InlineMath(self.formulas.restored(tex, cx.slice(at.clone()), &at))
            }
            Event::DisplayMath(tex) => {
                Event::DisplayMath(self.formulas.restored(tex, cx.slice(at.clone()), &at))
            }
            event => event,
        };
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
                for block in paragraph(cx, content, span, in_item) {
                    self.push(block);
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

/// The blocks of a paragraph: a figure, a formula, what its label names, or the paragraph.
pub(super) fn paragraph(
    cx: &mut Context<'_>,
    mut content: Vec<Inline>,
    span: crate::source::Span,
    in_item: bool,
) -> Vec<Block> {
    if (0..content.len()).any(|at| is_displayed(cx, &content, at)) {
        return around_formulas(cx, content, in_item);
    }
    // A comment may have stood behind the last space.
    split::trim_end(cx.text, &mut content);
    inline::report_missing_alt(cx, &content);
    if content.is_empty() {
        return Vec::new();
    }
    // Inside a line a formula is one line, too.
    for inline in &mut content {
        if let InlineKind::Math { tex } = &mut inline.kind
            && tex.contains('\n')
        {
            *tex = tex.replace('\n', " ");
        }
    }
    if let Some(mut figure) = figure::figure(&content, span) {
        figure.id = Attributes::at_end(cx.slice(span.start as usize..span.end as usize))
            .and_then(|attributes| attributes.id)
            .map(|id| TargetId::new(&id));
        return vec![figure];
    }
    let Some(found) = label::find(cx, &content) else { return vec![Block::paragraph(content, span)] };
    let own = label::own(&label::words_of(&content, found));
    let rest = label::behind(cx, content.clone(), found);
    match (found.named, found.emphasis) {
        // In an item, “Term: 5 weeks” is a lead.
        (Named::KeyTerm, emphasis)
            if (emphasis == Emphasis::Marked && !in_item) || key_term::is_parted(&rest) =>
        {
            key_term::labelled(cx, rest, span, own)
        }
        (Named::Disclaimer, Emphasis::Bare) if !in_item && !rest.is_empty() => {
            let message = "this begins as a disclaimer does, and was taken for a paragraph";
            let help = "set its first word in strong type, or put `::: disclaimer` above it and `:::` below";
            cx.report(Code::ParagraphDoubtful, message, span, help);
            vec![Block::paragraph(content, span)]
        }
        (named @ (Named::Takeaway | Named::Teaser | Named::Disclaimer), Emphasis::Marked)
            if !in_item && !rest.is_empty() =>
        {
            let place = key_term::extent(&rest).unwrap_or(span);
            let inner = vec![Block::paragraph(rest, place)];
            let mut block = named::block(cx, named, Vec::new(), &Attributes::default(), inner, span);
            block.origin = crate::model::Origin::Label;
            block.label = own;
            vec![block]
        }
        _ => vec![Block::paragraph(content, span)],
    }
}

/// Whether a formula between `$$` stands at an index, alone on its lines.
fn is_displayed(cx: &Context<'_>, content: &[Inline], at: usize) -> bool {
    let parts = |at: Option<usize>| {
        let inline = at.and_then(|at| content.get(at));
        inline.is_none_or(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::LineBreak))
    };
    content.get(at).is_some_and(|inline| {
        matches!(inline.kind, InlineKind::Math { .. }) && cx.slice(inline.span.range()).starts_with("$$")
    }) && parts(at.checked_sub(1))
        && parts(Some(at + 1))
}

/// The formulas of a paragraph that stand alone on their lines, and the text before, between and behind them.
fn around_formulas(cx: &mut Context<'_>, content: Vec<Inline>, in_item: bool) -> Vec<Block> {
    let displayed: Vec<bool> = (0..content.len()).map(|at| is_displayed(cx, &content, at)).collect();
    let mut blocks = Vec::new();
    let mut text = Vec::new();
    for (inline, displayed) in content.into_iter().zip(displayed) {
        match inline.kind {
            InlineKind::Math { tex } if displayed => {
                end_text(cx, &mut text, &mut blocks, in_item);
                blocks.push(Block::new(BlockKind::Math { tex }, inline.span));
            }
            _ => text.push(inline),
        }
    }
    end_text(cx, &mut text, &mut blocks, in_item);
    blocks
}

/// Makes a paragraph of the text before a formula.
fn end_text(cx: &mut Context<'_>, text: &mut Vec<Inline>, blocks: &mut Vec<Block>, in_item: bool) {
    let mut content = std::mem::take(text);
    split::trim_start(cx.text, &mut content);
    split::trim_end(cx.text, &mut content);
    if let Some(span) = key_term::extent(&content) {
        let first = blocks.is_empty();
        blocks.extend(paragraph(cx, content, span, in_item && first));
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
