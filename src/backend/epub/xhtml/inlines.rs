//! Running text → XHTML.

use super::{Writer, identified};
use crate::backend::epub::href;
use crate::backend::epub::markup::{one_line, says};
use crate::model::{Alt, Direction, Inline, InlineKind, LangTag, LinkTarget, TargetId, walk};

impl Writer<'_> {
    /// A line of running text.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    /// Whether any of a line would be seen or heard.
    pub(super) fn shows(&self, content: &[Inline]) -> bool {
        let mut shows = says(&walk::plain_text(content));
        walk::content(content, &mut |inline| {
            if let InlineKind::Image(image) = &inline.kind {
                shows |= image.alt != Alt::Decorative || self.picture(image).is_some();
            }
        });
        shows
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text { .. }
            | InlineKind::SoftBreak
            | InlineKind::LineBreak
            | InlineKind::Keyboard { .. }
            | InlineKind::StationRef { target: None, .. } => {}
            _ => self.findings.pending.end_run(),
        }
        self.pages_beside(inline);
        match &inline.kind {
            InlineKind::Text { text } => self.words(text, inline.span),
            InlineKind::Emphasis { content } => self.wrapped("em", content),
            InlineKind::Strong { content } => self.wrapped("strong", content),
            InlineKind::Strikethrough { content } => self.wrapped("s", content),
            InlineKind::Superscript { content } => self.wrapped("sup", content),
            InlineKind::Subscript { content } => self.wrapped("sub", content),
            InlineKind::Highlight { content } => self.wrapped("mark", content),
            InlineKind::Small { content } => self.wrapped("small", content),
            InlineKind::Abbreviation { content, expansion } => self.abbreviation(content, expansion),
            InlineKind::Math { tex } => self.inline_math(tex, inline.span),
            InlineKind::NoteRef { label, number, target, id } => {
                self.note_call(label, *number, target.as_ref(), id.as_ref());
            }
            InlineKind::Code { text } => self.out.element("code", [], text),
            InlineKind::Keyboard { text } => {
                self.out.start("kbd", []);
                self.words(text, inline.span);
                self.out.end();
            }
            InlineKind::Language { language, direction, content } => {
                self.foreign(language.as_ref(), *direction, content);
            }
            InlineKind::TermRef { content, target, id } => self.term(content, target, id),
            InlineKind::IndexMark { content, id, .. } => self.marked(id.as_ref(), content),
            InlineKind::Link { target, title, content } => self.link(target, title.as_deref(), content),
            InlineKind::Image(image) => self.image(image, None),
            InlineKind::StationRef { text, target, title, aside, .. } => {
                match target {
                    Some(target) => self.station(text, target, title.as_deref()),
                    None => self.words(text, inline.span),
                }
                self.out.text(aside.as_deref().unwrap_or_default());
            }
            InlineKind::SoftBreak => self.out.text(" "),
            InlineKind::LineBreak => self.out.void("br", []),
        }
    }

    fn wrapped(&mut self, name: &'static str, content: &[Inline]) {
        self.out.start(name, []);
        self.inlines(content);
        self.out.end();
    }

    fn foreign(&mut self, language: Option<&LangTag>, direction: Option<Direction>, content: &[Inline]) {
        let mut attributes = Vec::new();
        if let Some(language) = language {
            attributes.extend([("lang", language.as_str()), ("xml:lang", language.as_str())]);
        }
        if let Some(direction) = direction {
            attributes.push(("dir", direction.name()));
        }
        self.out.start("span", attributes);
        self.inlines(content);
        self.out.end();
    }

    fn link(&mut self, target: &LinkTarget, title: Option<&str>, content: &[Inline]) {
        let address = match target {
            LinkTarget::External { url } => href::external(url),
            LinkTarget::Internal { target } => self.setting.plan.address(target, self.file),
            LinkTarget::Unresolved { .. } | LinkTarget::Dead { .. } => None,
        };
        let Some(address) = address.filter(|_| self.allowed_links()) else {
            self.inlines(content);
            return;
        };
        let silent = !says(&walk::plain_text(content));
        let mut attributes = vec![("href", address.as_str())];
        let title = title.filter(|title| says(title));
        if let Some(title) = title {
            attributes.push(("title", title));
        }
        // A link that says nothing cannot be told from another: then its address speaks for it.
        let shows = self.shows(content);
        if silent && shows {
            attributes.push(("aria-label", title.unwrap_or(&address)));
        }
        self.out.start("a", attributes);
        self.inside_link(|writer| writer.inlines(content));
        if !shows {
            self.out.text(title.unwrap_or(&address));
        }
        self.out.end();
    }

    /// The first mention of a term: it leads to the glossary, and the glossary leads back to it.
    fn term(&mut self, content: &[Inline], target: &TargetId, id: &TargetId) {
        let address = self.setting.plan.address(target, self.file).filter(|_| self.allowed_links());
        let Some(address) = address.filter(|_| self.shows(content)) else {
            return self.marked(Some(id), content);
        };
        let attributes = [
            ("href", address.as_str()),
            ("class", "glossref"),
            ("epub:type", "glossref"),
            ("role", "doc-glossref"),
        ];
        self.out.start("a", identified(Some(id), &attributes));
        self.inside_link(|writer| writer.inlines(content));
        self.out.end();
    }

    /// Words that something leads to.
    fn marked(&mut self, id: Option<&TargetId>, content: &[Inline]) {
        let Some(id) = self.own_place(id) else { return self.inlines(content) };
        self.out.start("span", [("id", id.as_str())]);
        self.inlines(content);
        self.out.end();
    }

    /// A reference to a station. Its name for those who hear it holds the lesson's title.
    fn station(&mut self, text: &str, target: &TargetId, title: Option<&str>) {
        let address = self.setting.plan.address(target, self.file);
        match address.filter(|_| self.allowed_links()) {
            Some(address) => {
                let name = title.and_then(|title| full_name(text, title));
                let name = name.as_deref().map(|name| ("aria-label", name));
                self.out.element("a", [("href", address.as_str())].into_iter().chain(name), text);
            }
            None => self.out.text(text),
        }
    }
}

/// A short name with the title behind it; none where the title says no more.
pub(super) fn full_name(label: &str, title: &str) -> Option<String> {
    let (label, title) = (one_line(label), one_line(title));
    (!title.is_empty() && title != label).then(|| format!("{label}: {title}"))
}
