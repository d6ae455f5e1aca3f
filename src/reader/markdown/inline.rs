//! pulldown-cmark's inline events → running text with spans. Used for Markdown and for the lines of the
//! flat dialect, which are Markdown inside.

use super::html::{self, Tag as Html};
use super::smart;
use super::{index_mark, notes};
use crate::config::Recognition;
use crate::diagnostics::Code;
use crate::model::{Alt, Direction, Image, Inline, InlineKind, LangTag, LinkTarget, walk};
use crate::reader::characters::{Sought, clean, clean_lines, has_byte, is_free_of};
use crate::reader::constructs::{link, station};
use crate::reader::{Context, Punctuation};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What becomes of HTML tags that have no counterpart in the model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum HtmlTags {
    /// They are text like any other: what a bare line holds is meant as it is written, the plainest tags aside.
    Shown,
    /// They are left out and reported, and those that have one are read: bare lines whose author asks for it.
    Read,
    /// The same, in Markdown.
    Dropped,
}

impl HtmlTags {
    /// In bare lines.
    pub(in crate::reader) fn of_bare_lines(cx: &Context<'_>) -> HtmlTags {
        if cx.classify.html == Some(Recognition::On) { HtmlTags::Read } else { HtmlTags::Shown }
    }
}

/// Where running text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Place {
    /// In a paragraph, a cell or the like.
    Body,
    /// In a heading or title, where nothing is turned into a reference.
    Heading,
}

/// Reads one line (or a part of one) as running text, whatever it begins with.
pub(in crate::reader) fn line(
    cx: &mut Context<'_>,
    range: Range<usize>,
    tags: HtmlTags,
    place: Place,
) -> Vec<Inline> {
    // A full stop and a space before the line keep it from being read as a heading, list or the like;
    // to what follows, they look like the start of a line.
    const GUARD: &str = ". ";
    let range = crate::reader::trimmed(cx.text, range);
    let slice = cx.slice(range.clone());
    if slice.is_empty() {
        return Vec::new();
    }
    let markdown = tags == HtmlTags::Dropped;
    let plain = !has_byte(slice, begins_markup);
    if plain || cx.take_marks(range.clone(), begins_markup).is_err() {
        let mut collector = Collector::new(tags, place);
        match cx.marks.clean && plain {
            true => collector.clean_text(cx, slice, range),
            false => collector.text(cx, slice, range),
        }
        let mut content = collector.finish(cx);
        crate::reader::split::trim_start(cx.text, &mut content);
        return content;
    }
    let before = if markdown { notes::definitions(slice) } else { String::new() };
    let guarded = format!("{before}{GUARD}{slice}");
    let options = if markdown { options() } else { Options::ENABLE_STRIKETHROUGH };
    let length = before.len() + GUARD.len();
    let mut collector = Collector::new(tags, place);
    let mut first = true;
    let events = Parser::new_ext(&guarded, options).into_offset_iter();
    for (event, at) in events.filter(|(_, at)| at.start >= before.len()) {
        let place = |offset: usize| range.start + offset.saturating_sub(length);
        let source = place(at.start)..place(at.end);
        match event {
            Event::Text(text) if first => {
                first = false;
                if let Some(rest) = text.strip_prefix(GUARD).or_else(|| text.strip_prefix('.')) {
                    collector.text(cx, rest, source);
                }
            }
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            event => collector.event(cx, event, source),
        }
    }
    let mut content = collector.finish(cx);
    crate::reader::split::trim_start(cx.text, &mut content);
    content
}

/// Whether a byte may begin something that is not plain text, in any of the options; a line end too.
pub(in crate::reader::markdown) fn begins_markup(byte: u8) -> bool {
    // From `[` to the backtick stand `\`, `]`, `^` and `_`. Without branches, so that many are looked at at once.
    // `$` and `&`, and `<` and `>`, differ in one bit.
    (byte.wrapping_sub(b'[') <= b'`' - b'[')
        | (byte == b'*')
        | (byte | 2 == b'>')
        | (byte | 2 == b'&')
        | (byte == b'~')
        | (byte == b'!')
        | (byte == b'\n')
        | (byte == b'\r')
}

/// The constructs of running text that a lesson in Markdown may have.
pub(in crate::reader::markdown) fn options() -> Options {
    Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// Collects the inline events of one paragraph, heading or cell.
pub(in crate::reader::markdown) struct Collector {
    /// What stands in no frame.
    whole: Vec<Inline>,
    /// The open frames, the innermost last.
    frames: Vec<Frame>,
    tags: HtmlTags,
    place: Place,
    /// Whether some text has marks that the author escaped, and whether some has marks that print sets otherwise.
    escapes: bool,
    typewritten: bool,
    /// How many links and pictures are open.
    linked: usize,
}

struct Frame {
    kind: FrameKind,
    start: usize,
    content: Vec<Inline>,
}

enum FrameKind {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Link {
        target: LinkTarget,
        title: Option<String>,
        station: Option<u32>,
    },
    Image {
        source: String,
        title: Option<String>,
    },
    /// A tag of HTML, as it was written.
    Html(Html, String),
    /// Too deep: what it holds goes to the frame around it.
    Flat,
}

impl Collector {
    pub(in crate::reader::markdown) fn new(tags: HtmlTags, place: Place) -> Collector {
        let (whole, frames) = (Vec::new(), Vec::new());
        Collector { whole, frames, tags, place, escapes: false, typewritten: false, linked: 0 }
    }

    /// Takes one inline event; `source` is where it stands.
    pub(in crate::reader::markdown) fn event(
        &mut self,
        cx: &mut Context<'_>,
        event: Event<'_>,
        source: Range<usize>,
    ) {
        match event {
            Event::Start(tag) => self.open(cx, tag, source),
            Event::End(_) => self.close_markdown(cx, source),
            // What the parser borrows is part of a line of the lesson.
            Event::Text(CowStr::Borrowed(text)) if cx.marks.clean => self.clean_text(cx, text, source),
            Event::Text(text) => self.text(cx, &text, source),
            Event::Code(text) => {
                self.push(InlineKind::Code { text: clean(&text).into_owned() }, cx, source);
            }
            Event::InlineHtml(tag) | Event::Html(tag) => self.html(cx, &tag, source),
            Event::SoftBreak => self.push(InlineKind::SoftBreak, cx, source),
            Event::HardBreak => self.push(InlineKind::LineBreak, cx, source),
            Event::InlineMath(tex) => {
                self.push(InlineKind::Math { tex: clean(tex.trim()).into_owned() }, cx, source);
            }
            Event::DisplayMath(tex) => {
                self.push(InlineKind::Math { tex: clean_lines(tex.trim()) }, cx, source);
            }
            Event::FootnoteReference(label) => {
                let label = clean(&label).into_owned();
                self.push(InlineKind::NoteRef { label, number: None, target: None, id: None }, cx, source);
            }
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    /// Takes plain text.
    pub(in crate::reader::markdown) fn text(&mut self, cx: &Context<'_>, text: &str, source: Range<usize>) {
        self.clean_text(cx, &clean(text), source);
    }

    /// Takes plain text that may stand as it is.
    fn clean_text(&mut self, cx: &Context<'_>, text: &str, source: Range<usize>) {
        debug_assert!(is_free_of(text, Sought::DroppedOrLineEnds), "{text:?}");
        // Escaped marks and those written as entities are meant as they are.
        let byte = |at: usize| cx.text.as_bytes().get(at).copied();
        let escaped =
            source.start.checked_sub(1).and_then(byte) == Some(b'\\') || byte(source.start) == Some(b'&');
        let span = cx.span(source);
        let smart = self.is_smart(cx);
        self.typewritten |= smart && (smart::has_marks(text) || (cx.marks.dots && smart::has_dots(text)));
        if smart && escaped {
            self.escapes = true;
            push_text(self.top(), &smart::kept(text), span);
        } else if !text.is_empty() {
            push_text(self.top(), text, span);
        }
    }

    /// The finished content.
    pub(in crate::reader::markdown) fn finish(mut self, cx: &mut Context<'_>) -> Vec<Inline> {
        while !self.frames.is_empty() {
            self.close_top(cx, None);
        }
        let mut content = std::mem::take(&mut self.whole);
        link::settle_images(cx, &mut content);
        let mut content = self.marked(cx, content);
        if self.typewritten {
            smart::set(&mut content, cx.language.as_ref());
        }
        if self.escapes {
            smart::release(&mut content);
        }
        content
    }

    fn is_smart(&self, cx: &Context<'_>) -> bool {
        self.tags == HtmlTags::Dropped && cx.punctuation == Punctuation::Smart
    }

    fn top(&mut self) -> &mut Vec<Inline> {
        self.frames.last_mut().map_or(&mut self.whole, |frame| &mut frame.content)
    }

    fn push(&mut self, kind: InlineKind, cx: &Context<'_>, source: Range<usize>) {
        let span = cx.span(source);
        self.top().push(Inline::new(kind, span));
    }

    fn open(&mut self, cx: &mut Context<'_>, tag: Tag<'_>, source: Range<usize>) {
        let kind = match tag {
            Tag::Emphasis => FrameKind::Emphasis,
            Tag::Strong => FrameKind::Strong,
            Tag::Strikethrough => FrameKind::Strikethrough,
            Tag::Superscript => FrameKind::Superscript,
            Tag::Subscript => FrameKind::Subscript,
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = link_type == LinkType::Email && !dest_url.starts_with("mailto:");
                let url = if mail { format!("mailto:{dest_url}") } else { dest_url.into_string() };
                let (target, station) = link::target(cx, &url, source.clone());
                FrameKind::Link { target, title: filled(&title), station }
            }
            Tag::Image { dest_url, title, .. } => {
                FrameKind::Image { source: clean(dest_url.trim()).into_owned(), title: filled(&title) }
            }
            _ => FrameKind::Flat,
        };
        self.open_frame(cx, kind, source);
    }

    fn open_frame(&mut self, cx: &mut Context<'_>, kind: FrameKind, source: Range<usize>) {
        let deep = self.frames.len() >= cx.limits.nesting;
        // Links and pictures carry an address; but pictures in pictures without end have no use for theirs.
        let linked = matches!(kind, FrameKind::Link { .. } | FrameKind::Image { .. });
        let kept = linked && self.linked < cx.limits.nesting;
        self.linked += usize::from(kept);
        if (deep || linked) && !kept {
            cx.report_depth(source.clone());
        }
        let kind = if (deep || linked) && !kept { FrameKind::Flat } else { kind };
        self.frames.push(Frame::new(kind, source.start));
    }

    /// Closes the innermost frame that Markdown opened; HTML left open inside it ends with it.
    fn close_markdown(&mut self, cx: &mut Context<'_>, source: Range<usize>) {
        while self.frames.last().is_some_and(|frame| matches!(frame.kind, FrameKind::Html(..))) {
            self.close_top(cx, None);
        }
        if !self.frames.is_empty() {
            self.close_top(cx, Some(source));
        }
    }

    /// Closes the innermost frame; without a range it was never closed by the author and dissolves.
    fn close_top(&mut self, cx: &mut Context<'_>, source: Option<Range<usize>>) {
        let Some(Frame { kind, start, content }) = self.frames.pop() else { return };
        self.linked -= usize::from(matches!(kind, FrameKind::Link { .. } | FrameKind::Image { .. }));
        let end = source.as_ref().map_or(start, |range| range.end);
        let span = cx.span(start..end.max(start));
        let kind = match kind {
            FrameKind::Html(_, tag) if source.is_none() => {
                html::report(cx, &tag, start..start + tag.len());
                return self.dissolve(content);
            }
            FrameKind::Html(Html::Span, tag) if !speaks(&tag) => return self.dissolve(content),
            FrameKind::Flat => return self.dissolve(content),
            FrameKind::Image { source, title } => {
                let alt = clean(&walk::plain_text(&content)).into_owned();
                let alt = if alt.trim().is_empty() { Alt::Missing } else { Alt::Text(alt) };
                InlineKind::Image(Image { source, alt, title, picture: None })
            }
            FrameKind::Link { station: Some(number), .. } => InlineKind::StationRef {
                number,
                text: walk::plain_text(&content).into_owned(),
                target: None,
                title: None,
                aside: None,
            },
            FrameKind::Link { target, title, station: None } => {
                InlineKind::Link { target, title, content: index_mark::mark(cx, content) }
            }
            FrameKind::Emphasis => InlineKind::Emphasis { content: self.marked(cx, content) },
            FrameKind::Strong => InlineKind::Strong { content: self.marked(cx, content) },
            FrameKind::Strikethrough => InlineKind::Strikethrough { content: self.marked(cx, content) },
            FrameKind::Superscript => InlineKind::Superscript { content: self.marked(cx, content) },
            FrameKind::Subscript => InlineKind::Subscript { content: self.marked(cx, content) },
            FrameKind::Html(Html::Sub, _) => InlineKind::Subscript { content: self.marked(cx, content) },
            FrameKind::Html(Html::Sup, _) => InlineKind::Superscript { content: self.marked(cx, content) },
            FrameKind::Html(Html::Kbd, _) => {
                InlineKind::Keyboard { text: walk::plain_text(&content).into_owned() }
            }
            FrameKind::Html(Html::Code, _) => {
                InlineKind::Code { text: walk::plain_text(&content).into_owned() }
            }
            FrameKind::Html(Html::Em, _) => InlineKind::Emphasis { content: self.marked(cx, content) },
            FrameKind::Html(Html::Strong, _) => InlineKind::Strong { content: self.marked(cx, content) },
            FrameKind::Html(Html::Del, _) => InlineKind::Strikethrough { content: self.marked(cx, content) },
            FrameKind::Html(Html::Mark, _) => InlineKind::Highlight { content: self.marked(cx, content) },
            FrameKind::Html(Html::Small, _) => InlineKind::Small { content: self.marked(cx, content) },
            FrameKind::Html(Html::Abbr, tag) => {
                let expansion = html::attribute(&tag, "title").unwrap_or_default();
                let expansion = clean(expansion.trim()).into_owned();
                InlineKind::Abbreviation { content: self.marked(cx, content), expansion }
            }
            FrameKind::Html(Html::Span, tag) => {
                let language = html::attribute(&tag, "lang").and_then(|tag| tag.trim().parse().ok());
                let direction = direction(&tag);
                InlineKind::Language { language, direction, content: self.marked(cx, content) }
            }
        };
        self.top().push(Inline::new(kind, span));
    }

    fn dissolve(&mut self, content: Vec<Inline>) {
        for inline in content {
            match inline.kind {
                InlineKind::Text { text } => push_text(self.top(), &text, inline.span),
                _ => self.top().push(inline),
            }
        }
    }

    /// The content with references and bare addresses found, where they may be.
    fn marked(&self, cx: &mut Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
        let content = index_mark::mark(cx, content);
        if self.linked > 0 || self.place == Place::Heading { content } else { references(cx, content) }
    }

    fn html(&mut self, cx: &mut Context<'_>, source_text: &str, source: Range<usize>) {
        match html::inline(source_text) {
            html::Piece::Comment => {}
            html::Piece::Break => self.push(InlineKind::LineBreak, cx, source),
            html::Piece::Image => self.html_image(cx, source_text, source),
            html::Piece::Open(tag) if self.tags == HtmlTags::Shown && !tag.is_plain() => {
                self.stray(cx, source_text, source);
            }
            html::Piece::Open(tag) => {
                if tag == Html::Span && !speaks(source_text) {
                    html::report(cx, source_text, source.clone());
                }
                self.open_frame(cx, FrameKind::Html(tag, source_text.to_owned()), source);
            }
            html::Piece::Close(tag) => match self.frames.last() {
                Some(Frame { kind: FrameKind::Html(open, _), .. }) if *open == tag => {
                    self.close_top(cx, Some(source))
                }
                _ => self.stray(cx, source_text, source),
            },
            html::Piece::Other => self.stray(cx, source_text, source),
        }
    }

    fn html_image(&mut self, cx: &mut Context<'_>, tag: &str, source: Range<usize>) {
        let Some(address) = html::attribute(tag, "src").filter(|_| self.tags != HtmlTags::Shown) else {
            return self.stray(cx, tag, source);
        };
        let alt = match html::attribute(tag, "alt") {
            None => Alt::Missing,
            Some(alt) if alt.trim().is_empty() => Alt::Decorative,
            Some(alt) => Alt::Text(clean(&alt).into_owned()),
        };
        let title = html::attribute(tag, "title").and_then(|title| filled(&title));
        let image = Image { source: clean(address.trim()).into_owned(), alt, title, picture: None };
        self.push(InlineKind::Image(image), cx, source);
    }

    fn stray(&mut self, cx: &mut Context<'_>, tag: &str, source: Range<usize>) {
        match self.tags {
            HtmlTags::Shown => self.text(cx, tag, source),
            HtmlTags::Read | HtmlTags::Dropped => html::report(cx, tag, source),
        }
    }
}

/// The content with references found, in words marked for the index too: those stood in it until now.
fn references(cx: &mut Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    let mut content = station::mark(cx, content);
    for inline in &mut content {
        if let InlineKind::IndexMark { content, .. } = &mut inline.kind {
            *content = references(cx, std::mem::take(content));
        }
    }
    content
}

impl Frame {
    fn new(kind: FrameKind, start: usize) -> Frame {
        Frame { kind, start, content: Vec::new() }
    }
}

/// Whether a `span` says what language or direction its text has.
fn speaks(tag: &str) -> bool {
    let language = html::attribute(tag, "lang").and_then(|tag| tag.trim().parse::<LangTag>().ok());
    language.is_some() || direction(tag).is_some()
}

fn direction(tag: &str) -> Option<Direction> {
    match html::attribute(tag, "dir")?.to_ascii_lowercase().as_str() {
        "ltr" => Some(Direction::LeftToRight),
        "rtl" => Some(Direction::RightToLeft),
        _ => None,
    }
}

fn filled(text: &str) -> Option<String> {
    let text = clean(text.trim());
    (!text.is_empty()).then(|| text.into_owned())
}

/// Adds text, joined to text that stands right before it.
pub(super) fn push_text(content: &mut Vec<Inline>, text: &str, span: crate::source::Span) {
    if let Some(Inline { kind: InlineKind::Text { text: before }, span: place }) = content.last_mut() {
        before.push_str(text);
        *place = place.to(span);
        return;
    }
    if content.capacity() == 0 {
        // Mostly nothing comes behind.
        *content = Vec::with_capacity(1);
    }
    content.push(Inline::text(text, span));
}

/// Reports pictures without alternative text.
pub(in crate::reader) fn report_missing_alt(cx: &mut Context<'_>, content: &[Inline]) {
    for inline in content {
        if let InlineKind::Image(Image { source, alt: Alt::Missing, .. }) = &inline.kind {
            let message = format!("the image `{source}` has no alternative text");
            let help = format!(
                "describe what it tells the reader: `![…]({source})`, or mark it as decorative: `![]({source}){{decorative}}`"
            );
            cx.report(Code::AltMissing, message, inline.span, help);
        }
    }
}
