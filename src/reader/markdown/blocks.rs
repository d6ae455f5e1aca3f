//! pulldown-cmark's block events → blocks, with offsets into the whole file.

use super::html;
use super::inline::{self, Collector, HtmlTags, Place};
use super::table::TableBuilder;
use crate::model::{
    Alignment, Block, BlockKind, Cell, CodeBlock, HeadingLevel, Inline, InlineKind, List, ListItem,
    ListMarker, TargetId, Task,
};
use crate::reader::characters::{clean, clean_lines};
use crate::reader::constructs::item_lead::{self, Leads};
use crate::reader::constructs::label::{self, Emphasis};
use crate::reader::constructs::named::Named;
use crate::reader::constructs::{alert, attributes::Attributes, figure, key_term, named};
use crate::reader::{Context, trimmed};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The link definitions of all regions, since each region is parsed alone.
#[derive(Default)]
pub(in crate::reader::markdown) struct References(BTreeMap<String, (String, String)>);

impl References {
    /// Collects the definitions; nothing to do when there is only one region.
    pub(in crate::reader::markdown) fn collect(cx: &Context<'_>, texts: &[Range<usize>]) -> References {
        let mut all = References::default();
        if texts.len() < 2 {
            return all;
        }
        for range in texts.iter().filter(|range| cx.slice((*range).clone()).contains("]:")) {
            let parser = Parser::new_ext(cx.slice(range.clone()), options());
            for (name, definition) in parser.reference_definitions().iter() {
                let title = definition.title.as_deref().unwrap_or_default().to_owned();
                all.0.entry(folded(name)).or_insert_with(|| (definition.dest.to_string(), title));
            }
        }
        all
    }

    fn find<'t>(&self, link: &BrokenLink<'_>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let (url, title) = self.0.get(&folded(&link.reference))?;
        Some((url.clone().into(), title.clone().into()))
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
    let callback = |link: BrokenLink<'_>| references.find(&link);
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(callback));
    let mut builder = Builder {
        base: range.start,
        depth,
        open: vec![Frame::new(Open::Whole, range.start)],
        leaf: Leaf::None,
    };
    for (event, at) in parser.into_offset_iter() {
        builder.event(cx, event, range.start + at.start..range.start + at.end);
    }
    builder.finish(cx, range.end)
}

struct Builder {
    base: usize,
    depth: usize,
    open: Vec<Frame>,
    leaf: Leaf,
}

/// A container being read.
struct Frame {
    kind: Open,
    start: usize,
    blocks: Vec<Block>,
    items: Vec<ListItem>,
}

enum Open {
    Whole,
    Quote,
    List(ListMarker),
    Item(Option<Task>),
    /// Too deep: what it holds goes to the container around it.
    Flat,
}

/// A block without inner blocks being read.
enum Leaf {
    None,
    Paragraph { start: usize, end: usize, text: Collector },
    Heading { level: u8, id: Option<TargetId>, text: Collector },
    Code { language: Option<String>, text: String },
    Html { start: usize, end: usize },
    Table { table: TableBuilder, cell: Option<Collector> },
}

impl Builder {
    fn event(&mut self, cx: &mut Context<'_>, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(cx, tag, at),
            Event::End(tag) => self.end(cx, tag, at),
            Event::Rule => {
                self.end_paragraph(cx);
                self.push(Block::new(BlockKind::Break, cx.span(trimmed(cx.text, at))));
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
        match (&mut self.leaf, &event) {
            (Leaf::Code { text, .. }, Event::Text(line)) => return text.push_str(line),
            (Leaf::Html { end, .. }, _) => {
                *end = at.end.max(*end);
                return;
            }
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
            Leaf::Heading { text, .. } | Leaf::Table { cell: Some(text), .. } => text.event(cx, event, at),
            _ => {}
        }
    }

    fn start(&mut self, cx: &mut Context<'_>, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
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
            Tag::Heading { level, id, .. } => {
                let text = Collector::new(HtmlTags::Dropped, Place::Heading);
                let id = id.filter(|id| !id.is_empty()).map(|id| TargetId::new(&id));
                self.leaf = Leaf::Heading { level: level as u8, id, text };
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{']).next().map(|word| clean(word).into_owned())
                    }
                    CodeBlockKind::Indented => None,
                };
                self.leaf =
                    Leaf::Code { language: language.filter(|word| !word.is_empty()), text: String::new() };
            }
            Tag::HtmlBlock => self.leaf = Leaf::Html { start: at.start, end: at.end },
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                self.leaf = Leaf::Table { table: TableBuilder::new(alignments, at.start), cell: None };
            }
            Tag::BlockQuote(_) => self.open_container(cx, Open::Quote, at),
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

    fn open_container(&mut self, cx: &mut Context<'_>, kind: Open, at: Range<usize>) {
        let deep = self.depth + self.open.len() > cx.limits.nesting;
        if deep {
            cx.report_depth(at.clone());
        }
        self.open.push(Frame::new(if deep { Open::Flat } else { kind }, at.start));
    }

    fn end(&mut self, cx: &mut Context<'_>, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
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
                    let content = unescaped_pipes(content);
                    inline::report_missing_alt(cx, &content);
                    table.cell(Cell { content, span: cx.span(trimmed(cx.text, at)) });
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Leaf::Table { table, .. } = &mut self.leaf {
                    table.end_parsed_row(cx, at, matches!(tag, TagEnd::TableHead));
                }
            }
            TagEnd::Table => {
                if let Leaf::Table { table, .. } = std::mem::replace(&mut self.leaf, Leaf::None) {
                    let block = table.finish(cx, at.end);
                    self.push(block);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_paragraph(cx);
                self.close_container(cx, at);
            }
            _ => {}
        }
    }

    fn close_container(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        if self.open.len() < 2 {
            return;
        }
        let Some(Frame { kind, start, mut blocks, items }) = self.open.pop() else { return };
        let span = cx.span(trimmed(cx.text, start..at.end));
        match kind {
            Open::Whole | Open::Flat => match self.open.last_mut() {
                Some(outer) => outer.blocks.append(&mut blocks),
                None => self.open.push(Frame { kind: Open::Whole, start, blocks, items }),
            },
            Open::Quote => {
                let block = alert::block(cx, blocks, span);
                self.push(block);
            }
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
            Leaf::Html { start, end } => {
                self.leaf = Leaf::Html { start, end };
                self.end_html(cx);
            }
            other => self.leaf = other,
        }
    }

    fn end_heading(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        let Leaf::Heading { level, id, text } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let content = text.finish(cx);
        inline::report_missing_alt(cx, &content);
        let span = cx.span(trimmed(cx.text, at));
        if content.is_empty() {
            return;
        }
        cx.heading_levels.push((span.start, level));
        let mut block = Block::new(BlockKind::Heading { level: HeadingLevel::nearest(level), content }, span);
        block.id = id;
        self.push(block);
    }

    fn end_code(&mut self, cx: &mut Context<'_>, at: Range<usize>) {
        let Leaf::Code { language, text } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let mut text = clean_lines(&text);
        if text.ends_with('\n') {
            text.pop();
        }
        self.push(Block::new(BlockKind::Code(CodeBlock { language, text }), cx.span(trimmed(cx.text, at))));
    }

    /// Keeps the text of a block of HTML: a paragraph for each run between its tags.
    fn end_html(&mut self, cx: &mut Context<'_>) {
        let Leaf::Html { start, end } = std::mem::replace(&mut self.leaf, Leaf::None) else { return };
        let block = cx.slice(start..end);
        let mut reported = false;
        for (range, is_tag) in html::pieces(block) {
            let place = start + range.start..start + range.end;
            if is_tag {
                let tag = block.get(range).unwrap_or_default();
                if !tag.starts_with("<!--") && !reported {
                    reported = true;
                    html::report(cx, tag, place);
                }
                continue;
            }
            let place = trimmed(cx.text, place);
            let content = lines_of_text(cx, place.clone());
            if !content.is_empty() {
                let span = cx.span(place);
                self.push(Block::paragraph(content, span));
            }
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(frame) = self.open.last_mut() {
            frame.blocks.push(block);
        }
    }

    fn finish(mut self, cx: &mut Context<'_>, end: usize) -> Vec<Block> {
        self.end_paragraph(cx);
        while self.open.len() > 1 {
            self.close_container(cx, self.base..end);
        }
        self.open.pop().map(|frame| frame.blocks).unwrap_or_default()
    }
}

impl Frame {
    fn new(kind: Open, start: usize) -> Frame {
        Frame { kind, start, blocks: Vec::new(), items: Vec::new() }
    }
}

/// The blocks of a paragraph: a figure, what its label names, or the paragraph.
fn paragraph(
    cx: &mut Context<'_>,
    content: Vec<Inline>,
    span: crate::source::Span,
    in_item: bool,
) -> Vec<Block> {
    inline::report_missing_alt(cx, &content);
    if content.is_empty() {
        return Vec::new();
    }
    if let Some(figure) = figure::figure(&content, span) {
        return vec![figure];
    }
    let original = content.clone();
    match label::take(cx, content) {
        Ok((Named::KeyTerm, emphasis, rest))
            if emphasis == Emphasis::Marked || key_term::is_parted(&rest) =>
        {
            key_term::blocks(cx, rest, span, crate::model::Origin::Label)
        }
        Ok((found @ (Named::Takeaway | Named::Teaser | Named::Disclaimer), Emphasis::Marked, rest))
            if !in_item && !rest.is_empty() =>
        {
            let place = key_term::extent(&rest).unwrap_or(span);
            let inner = vec![Block::paragraph(rest, place)];
            let mut block = named::block(cx, found, Vec::new(), &Attributes::default(), inner, span);
            block.origin = crate::model::Origin::Label;
            vec![block]
        }
        _ => vec![Block::paragraph(original, span)],
    }
}

/// Text without markup over several lines.
fn lines_of_text(cx: &mut Context<'_>, place: Range<usize>) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut from = place.start;
    for line in cx.slice(place).split_inclusive(['\n', '\r']) {
        let range = from..from + line.len();
        from = range.end;
        let more = inline::line(cx, range.clone(), HtmlTags::Dropped, Place::Body);
        if !more.is_empty() {
            if !content.is_empty() {
                content.push(Inline::new(InlineKind::SoftBreak, cx.span(range.start..range.start)));
            }
            content.extend(more);
        }
    }
    content
}

/// In the code of a cell, a pipe is written `\|`.
fn unescaped_pipes(mut content: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut content {
        if let InlineKind::Code { text } = &mut inline.kind {
            *text = text.replace("\\|", "|");
        }
    }
    content
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Auto,
        pulldown_cmark::Alignment::Left => Alignment::Start,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::End,
    }
}
