//! Running text → Markdown. Knows no blocks.
//!
//! Emphasis nests as `*…_…<em>…</em>…_…*`, so that no mark is taken for its neighbour; where the characters around a
//! mark would keep it from being one (CommonMark §6.2), an empty comment parts them.

use super::escape::{self, PART};
use super::{Form, Loss};
use crate::model::{Alt, Image, Inline, InlineKind, LinkTarget, Marker, StationWords, walk};
use crate::source::Span;

/// Where running text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In a paragraph, where lines may break.
    Paragraph,
    /// In a heading or title, where no bare words are a reference.
    Heading,
    /// On another line of its own: a term, a lead.
    Line,
    /// In a cell of a table.
    Cell,
    /// Between tags, where a `<` begins one wherever it stands.
    Summary,
}

/// Writes running text.
pub(super) fn write(content: &[Inline], place: Place, form: &mut Form) -> String {
    let out = String::new();
    let mut writer =
        Writer { out, place, depth: 0, linked: false, closed: None, struck: false, behind_note: false, form };
    writer.content(content);
    match place {
        Place::Paragraph => escape::lines(&writer.out),
        Place::Heading | Place::Line | Place::Cell | Place::Summary => writer.out,
    }
}

struct Writer<'a> {
    out: String,
    place: Place,
    /// How many emphases are open.
    depth: usize,
    /// Whether a link is open, in which nothing is taken for a reference.
    linked: bool,
    /// The mark just closed and the character before it.
    closed: Option<(char, char)>,
    /// Whether struck text is open.
    struck: bool,
    /// Whether a bracket here would make a link of the call of a note.
    behind_note: bool,
    form: &'a mut Form,
}

impl Writer<'_> {
    fn content(&mut self, content: &[Inline]) {
        for (at, inline) in content.iter().enumerate() {
            self.inline(inline, content.get(at + 1));
        }
    }

    fn inline(&mut self, inline: &Inline, next: Option<&Inline>) {
        match &inline.kind {
            InlineKind::Text { text } => {
                let mut escaped = String::new();
                escape::push_text(text, &mut escaped);
                self.push(&escaped);
            }
            InlineKind::Emphasis { content } => self.marked(content, 1),
            InlineKind::Strong { content } => self.marked(content, 2),
            // Inside each other, the marks of two would close each other.
            InlineKind::Strikethrough { content } if self.struck => self.tagged("del", content),
            InlineKind::Strikethrough { content } => {
                self.struck = true;
                self.between("~~", content);
                self.struck = false;
            }
            InlineKind::Superscript { content } => self.tagged("sup", content),
            InlineKind::Subscript { content } => self.tagged("sub", content),
            InlineKind::Highlight { content } => self.tagged("mark", content),
            InlineKind::Small { content } => self.tagged("small", content),
            InlineKind::Abbreviation { content, expansion } => {
                let mut title = expansion.replace('&', "&amp;");
                title = title.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
                self.push(&format!("<abbr title=\"{title}\">"));
                self.content(content);
                self.push("</abbr>");
            }
            InlineKind::Math { tex } => {
                let tex = tex.replace('\n', " ");
                // Inside a table a pipe needs a backslash even here.
                let tex = if self.place == Place::Cell { tex.replace('|', "\\|") } else { tex };
                self.push(&format!("${tex}$"));
            }
            InlineKind::NoteRef { label, .. } => {
                let name = self.form.note_name(label);
                self.push(&format!("[^{name}]"));
                self.behind_note = true;
            }
            InlineKind::Keyboard { text } => {
                let mut escaped = String::new();
                escape::push_text(text, &mut escaped);
                self.push(&format!("<kbd>{escaped}</kbd>"));
            }
            InlineKind::Code { text } => {
                let in_table = self.place == Place::Cell;
                if text.is_empty() {
                    self.lose(inline.span, "code that is empty");
                }
                if self.place == Place::Summary && text.contains(['<', '\\']) {
                    let mut escaped = String::new();
                    escape::push_text(text, &mut escaped);
                    return self.push(&format!("<code>{escaped}</code>"));
                }
                if self.out.ends_with('`') {
                    self.out.push_str(PART);
                }
                self.push(&escape::code(text, in_table));
            }
            InlineKind::Language { language, direction, content } => {
                let lang = language.as_ref().map_or(String::new(), |tag| format!(" lang=\"{tag}\""));
                let dir = direction.map_or(String::new(), |dir| format!(" dir=\"{}\"", dir.name()));
                self.push(&format!("<span{lang}{dir}>"));
                self.content(content);
                self.push("</span>");
            }
            InlineKind::TermRef { content, .. } => self.content(content),
            InlineKind::IndexMark { content, marker: Marker::Resolving, .. } => self.content(content),
            InlineKind::IndexMark { content, entry, .. } => {
                self.push("[");
                self.content(content);
                let entry = entry.join("!").replace('"', "\\\"");
                let entry = if entry.is_empty() { entry } else { format!(" entry=\"{entry}\"") };
                self.push(&format!("]{{.index{entry}}}"));
            }
            InlineKind::Link { target, title, content } => self.link(target, title.as_deref(), content),
            InlineKind::Image(image) => self.image(image),
            InlineKind::StationRef { number, text, target, .. } => {
                self.station(*number, text, target.as_ref().map(|id| id.as_str()), next);
            }
            InlineKind::SoftBreak if self.place == Place::Paragraph => self.push_break("\n"),
            InlineKind::SoftBreak => {
                self.lose(inline.span, "a line end inside a heading or cell");
                self.push(" ");
            }
            InlineKind::LineBreak if self.may_break(next) => self.push_break("\\\n"),
            InlineKind::LineBreak => self.push("<br>"),
        }
    }

    /// Adds what is already Markdown.
    fn push(&mut self, markdown: &str) {
        let Some(first) = markdown.chars().next() else { return };
        if let Some((mark, last)) = self.closed.take() {
            let open = !first.is_whitespace() && !first.is_ascii_punctuation();
            let lost = open && (mark == '_' || !last.is_alphanumeric());
            if lost || first == mark {
                self.out.push_str(PART);
            }
        }
        if self.behind_note && (matches!(first, '(' | '[' | '{' | ':') || markdown.starts_with("\\[")) {
            self.out.push_str(PART);
        }
        self.out.push_str(markdown);
        self.behind_note = false;
    }

    /// Whether a backslash at the end of the line makes a line break here.
    fn may_break(&self, next: Option<&Inline>) -> bool {
        let goes_on =
            next.is_some_and(|next| !matches!(next.kind, InlineKind::SoftBreak | InlineKind::LineBreak));
        self.place == Place::Paragraph && goes_on && !self.out.is_empty() && !self.out.ends_with('\n')
    }

    fn push_break(&mut self, end: &str) {
        self.closed = None;
        self.behind_note = false;
        self.out.push_str(end);
    }

    fn marked(&mut self, content: &[Inline], times: usize) {
        // The marks of a third one inside two could close the first.
        if self.depth > 1 {
            return self.tagged(if times == 1 { "em" } else { "strong" }, content);
        }
        let mark = if self.depth.is_multiple_of(2) { "*" } else { "_" };
        self.depth += 1;
        self.between(&mark.repeat(times), content);
        self.depth -= 1;
    }

    /// Content between two marks, parted from what stands around them where they would not be marks.
    fn between(&mut self, mark: &str, content: &[Inline]) {
        let Some(sign) = mark.chars().next() else { return };
        self.closed_before(sign);
        let outside = std::mem::take(&mut self.out);
        self.content(content);
        let inner = guarded(&std::mem::replace(&mut self.out, outside));
        self.closed = None;
        let before = self.out.chars().next_back();
        let first = inner.chars().next().unwrap_or(' ');
        let last = inner.chars().next_back().unwrap_or(' ');
        let open = before.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
        let lost = open && (sign == '_' || !first.is_alphanumeric());
        if lost || before == Some(sign) {
            self.out.push_str(PART);
        }
        self.out.push_str(mark);
        self.out.push_str(&inner);
        self.out.push_str(mark);
        self.closed = Some((sign, last));
    }

    /// Settles a mark that was closed right before one that opens.
    fn closed_before(&mut self, sign: char) {
        if let Some((mark, _)) = self.closed.take()
            && mark == sign
        {
            self.out.push_str(PART);
        }
    }

    fn tagged(&mut self, tag: &str, content: &[Inline]) {
        self.push(&format!("<{tag}>"));
        self.content(content);
        self.push(&format!("</{tag}>"));
    }

    fn link(&mut self, target: &LinkTarget, title: Option<&str>, content: &[Inline]) {
        let url = match target {
            LinkTarget::External { url } => url.clone(),
            LinkTarget::Unresolved { reference } | LinkTarget::Dead { reference } => reference.clone(),
            LinkTarget::Internal { target } => format!("#{target}"),
        };
        let web = url.starts_with("https://") || url.starts_with("http://");
        let plain = !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|' | '\\' | '&'));
        let bare = matches!(content, [Inline { kind: InlineKind::Text { text }, .. }] if *text == url);
        if web && plain && bare && title.is_none() {
            return self.push(&format!("<{url}>"));
        }
        self.end_exclamation();
        self.push("[");
        let linked = std::mem::replace(&mut self.linked, true);
        self.content(content);
        self.linked = linked;
        self.push(&format!("]({}{})", escape::address(&url), escape::title(title)));
    }

    /// A `!` before a link would make it a picture.
    fn end_exclamation(&mut self) {
        if self.closed.is_none() && self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
    }

    fn image(&mut self, image: &Image) {
        let mut alt = String::new();
        escape::push_text(image.alt.text().unwrap_or_default(), &mut alt);
        let title = escape::title(image.title.as_deref());
        let mark = if image.alt == Alt::Decorative { "{decorative}" } else { "" };
        self.push(&format!("![{}]({}{title}){mark}", guarded(&alt), escape::address(&image.source)));
    }

    fn station(&mut self, number: u32, text: &str, target: Option<&str>, next: Option<&Inline>) {
        let joined = self.out.chars().next_back().is_some_and(char::is_alphanumeric);
        let behind = next.map(|next| walk::plain_text(std::slice::from_ref(next))).unwrap_or_default();
        let bare = self.form.stations == StationWords::References && self.place != Place::Heading;
        let found = bare && text == format!("Station {number}") && number < 10_000;
        if found && !joined && !self.linked && target.is_none() && ends_number(&behind) {
            return self.push(text);
        }
        self.end_exclamation();
        let mut escaped = String::new();
        escape::push_text(text, &mut escaped);
        let address = target.map_or_else(|| format!("station:{number}"), |target| format!("#{target}"));
        self.push(&format!("[{escaped}]({address})"));
    }

    fn lose(&mut self, span: Span, what: &'static str) {
        self.form.losses.push(Loss { span, what });
    }
}

/// Whether a number before this text ends there.
fn ends_number(behind: &str) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        Some('.' | ',' | ':') => !letters.next().is_some_and(|c| c.is_ascii_digit()),
        Some('%') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// Content of a mark: white space at its ends by number, for a mark beside a space is none.
fn guarded(content: &str) -> String {
    let mut out = content.to_owned();
    if let Some(c) = out.chars().next().filter(|c| c.is_whitespace()) {
        out.replace_range(..c.len_utf8(), &escape::entity(c));
    }
    if let Some(c) = out.chars().next_back().filter(|c| c.is_whitespace()) {
        out.truncate(out.len() - c.len_utf8());
        out.push_str(&escape::entity(c));
    }
    out
}
