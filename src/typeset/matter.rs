//! Chapters and the pages around them → galleys: title page, imprint, contents, part openers, colophon.
//!
//! One family of design: what opens something sinks below the head of the page, a label stands over a
//! title. Knows no page number except those it is handed for the contents.

use super::frame::{Item, LinkArea, Mark, Shape};
use super::layout::galley::{Galley, PageBreak, Strip};
use super::layout::{Composer, LinkInText, ParagraphShape, Pieces, Underline, move_item};
use super::structure::{NodeId, Role as NodeRole, Structure};
use super::style::TextStyle;
use super::text::Figures;
use crate::model::{
    BackPage, Book, Chapter, ContentsEntry, Direction, Inline, LinkTarget, Part, TargetId, Text, Unit,
};
use crate::source::Span;
use crate::theme::Role;
use crate::units::{Em, Pt, Rect};
use std::collections::BTreeMap;

/// A galley with the structure of what is on it.
pub(super) struct Division {
    pub(super) galley: Galley,
    pub(super) structure: Structure,
}

impl Composer<'_, '_> {
    /// Ends composing.
    pub(super) fn finish(mut self) -> Division {
        self.settle_targets();
        Division { galley: self.galley, structure: self.structure }
    }

    fn leading(&self) -> Pt {
        self.setting.theme.leading
    }

    /// Empty lines over what opens something.
    fn sink(&mut self, lines: u32) {
        self.push_blank(self.leading() * i64::from(lines));
        self.keep();
    }

    /// A short thick rule in the accent colour: the mark of the design on pages that open a book or part.
    fn accent_bar(&mut self) {
        let theme = self.setting.theme;
        let area = Rect::new(Pt::ZERO, Pt::ZERO, Em::from_f64(3.0).at(theme.size), Pt::new(3));
        let mut strip = Strip::blank(theme.leading);
        let shape = Shape::Fill { area, color: theme.palette.accent, radius: Pt::ZERO };
        strip.items.push(Item { mark: Mark::Layout, shape });
        self.push(strip);
        self.keep();
    }

    /// A lesson: label, title and text.
    pub(super) fn chapter(&mut self, chapter: &Chapter) {
        let book = self.setting.book;
        let metadata = &chapter.lesson.metadata;
        let language = metadata.language.clone().unwrap_or_else(|| book.metadata.language.clone());
        let direction = metadata.direction.unwrap_or_else(|| language.direction());
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        if language != book.metadata.language {
            self.structure.set_language(section, language.clone());
        }
        self.speak(language, direction);
        self.sink(self.setting.theme.page.sink);
        self.target(&chapter.id);
        if let Some(station) = &chapter.station {
            self.label_line(&station.label, Role::StationLabel, section);
            self.keep();
        }
        self.display_line(&chapter.lesson.title.content, Role::Title, 1, chapter.lesson.title.span, section);
        if let Some(subtitle) = &metadata.subtitle {
            self.label_line(subtitle, Role::Subtitle, section);
            self.keep();
        }
        self.blocks(&chapter.lesson.blocks, section);
    }

    /// The page that opens a part.
    pub(super) fn part_opener(&mut self, part: &Part) {
        let Some(title) = &part.title else { return };
        let section = self.structure.add(Structure::ROOT, NodeRole::Part);
        self.sink(self.setting.theme.page.sink + 4);
        self.target(&part.id);
        self.accent_bar();
        if let Some(number) = part.number {
            let label = format!("{} {number}", self.setting.book.words.part);
            self.label_line(&label, Role::StationLabel, section);
            self.keep();
        }
        self.display_line(&plain(title), Role::PartTitle, 1, Span::default(), section);
    }

    /// The title page: title and subtitle, authors, and the publisher at the foot.
    pub(super) fn title_page(&mut self) {
        let metadata = &self.setting.book.metadata;
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        self.sink(self.setting.theme.page.sink + 2);
        self.accent_bar();
        self.label_line(&metadata.title, Role::BookTitle, section);
        if let Some(subtitle) = &metadata.subtitle {
            self.label_line(subtitle, Role::BookSubtitle, section);
        }
        for contributor in &metadata.contributors {
            self.label_line(&contributor.name, Role::BookAuthor, section);
        }
        let named = |publisher: &&String| metadata.contributors.iter().any(|other| other.name == **publisher);
        if let Some(publisher) = metadata.publisher.as_ref().filter(|publisher| !named(publisher)) {
            let used: Pt = self.galley.strips.iter().map(|strip| strip.height + strip.before).sum();
            let style = self.style(Role::Imprint);
            let page = self.leading() * i64::from(self.setting.theme.page.lines);
            self.push_blank((page - used - style.leading * 4).max(self.leading()));
            self.label_line(publisher, Role::Imprint, section);
        }
    }

    /// The page of rights, dates and identifiers, at the foot of the page.
    pub(super) fn imprint(&mut self) {
        let book = self.setting.book;
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        let lines = imprint_lines(book);
        let set = |composer: &mut Self| {
            for line in &lines {
                composer.label_line(line, Role::Imprint, section);
            }
        };
        // Set once to know the height, then pushed down to the foot.
        let structure = self.structure.clone();
        let first = self.galley.strips.len();
        set(self);
        let used: Pt = self.galley.strips.iter().skip(first).map(|strip| strip.height + strip.before).sum();
        self.galley.strips.truncate(first);
        self.structure = structure;
        let page = self.leading() * i64::from(self.setting.theme.page.lines);
        self.push_blank((page - used - self.leading() * 2).max(Pt::ZERO));
        set(self);
    }

    /// Text of the platform, at the end.
    pub(super) fn back_page(&mut self, page: &BackPage) {
        let BackPage::Colophon(Text { id, title, blocks }) = page else { return };
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        self.sink(self.setting.theme.page.sink);
        self.target(id);
        self.display_line(&plain(title), Role::Title, 1, Span::default(), section);
        self.blocks(blocks, section);
    }

    /// The contents, with the page each place is on.
    pub(super) fn contents(&mut self, entries: &[ContentsEntry], folios: &BTreeMap<TargetId, String>) {
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        self.sink(self.setting.theme.page.sink / 2);
        let title = self.setting.book.words.contents.clone();
        self.display_line(&plain(&title), Role::Title, 1, Span::default(), section);
        let parts = entries.iter().any(|entry| entry.children.iter().any(|child| !child.children.is_empty()));
        let depth = if parts { Depth::Part } else { Depth::Chapter };
        let node = self.structure.add(section, NodeRole::Contents);
        self.contents_level(entries, folios, depth, node);
    }

    fn contents_level(
        &mut self,
        entries: &[ContentsEntry],
        folios: &BTreeMap<TargetId, String>,
        depth: Depth,
        node: NodeId,
    ) {
        for entry in entries {
            self.contents_line(entry, folios, depth, node);
            if depth != Depth::Section && !entry.children.is_empty() {
                self.keep();
                let inner = self.structure.add(node, NodeRole::Contents);
                self.contents_level(&entry.children, folios, depth.below(), inner);
            }
        }
    }

    /// One line of the contents: label and title, leaders, folio; all of it one link.
    fn contents_line(
        &mut self,
        entry: &ContentsEntry,
        folios: &BTreeMap<TargetId, String>,
        depth: Depth,
        node: NodeId,
    ) {
        let theme = self.setting.theme;
        let role = depth.role();
        let style = self.style(role);
        let (before, after) = (theme.style(role).before, theme.style(role).after);
        let item = self.structure.add(node, NodeRole::ContentsItem);
        let link_node = self.structure.add(item, NodeRole::Link);
        let folio = folios.get(&entry.target).cloned().unwrap_or_default();
        let words = &self.setting.book.words;
        let link = LinkInText {
            target: LinkTarget::Internal { target: entry.target.clone() },
            node: link_node,
            description: format!("{}, {} {folio}", entry.title, words.page),
            underline: Underline::Hidden,
            id: None,
        };
        let mut pieces = Pieces::default();
        if let Some(label) = entry.label.as_ref().filter(|_| depth == Depth::Chapter) {
            let quiet = TextStyle { color: theme.palette.quiet, ..style };
            self.link_piece(&format!("{label}\u{2002}"), quiet, link_node, link.clone(), &mut pieces);
        }
        self.link_piece(&entry.title, style, link_node, link.clone(), &mut pieces);
        let indent = if depth == Depth::Section { theme.list.indent.at(theme.size) } else { Pt::ZERO };
        let number_style = TextStyle { figures: Figures::Tabular, weight: style.weight, ..style };
        self.space(before);
        let first = self.galley.strips.len();
        self.contents_text(&pieces, style, indent);
        self.space(after);
        self.contents_folio(first, &folio, number_style, &link);
    }

    /// The title, at most four fifths of the measure wide, turnovers hanging.
    fn contents_text(&mut self, pieces: &Pieces, style: TextStyle, indent: Pt) {
        let hanging = indent + Em::from_f64(1.5).at(style.size);
        let shape = ParagraphShape { first_indent: indent, hanging, ..ParagraphShape::PLAIN };
        let reserve = self.setting.theme.page.measure().mul_div(15, 100);
        self.narrowed(reserve, |composer| {
            composer.lines_of(pieces, style, shape, Span::default());
        });
    }

    /// Leaders and the folio on the last line of an entry, and the entry's area as one link.
    fn contents_folio(&mut self, first: usize, folio: &str, style: TextStyle, link: &LinkInText) {
        let measure = self.setting.theme.page.measure();
        let mut scratch = crate::diagnostics::Diagnostics::default();
        let (mut number, width) = self.single_line(folio, style, link.node, &mut scratch);
        let dots = TextStyle { color: self.setting.theme.palette.quiet, ..self.style(Role::ContentsSection) };
        let (dot, _) = self.furniture(".", dots, Mark::Layout);
        let pitch = Em::from_f64(0.5).at(style.size);
        let baseline = style.baseline(self.setting.fonts);
        let direction = self.direction();
        let mut entry = self.galley.strips.iter_mut().skip(first);
        let Some(last) = entry.next_back().filter(|strip| !strip.items.is_empty()) else { return };
        // From the edge the folio stands at to where the title ends.
        let title_end = match direction {
            Direction::LeftToRight => {
                measure - last.links.iter().map(|area| area.area.right()).max().unwrap_or_default()
            }
            Direction::RightToLeft => {
                last.links.iter().map(|area| area.area.origin.x).min().unwrap_or(measure)
            }
        };
        for item in &mut number {
            let x = if direction == Direction::LeftToRight { measure - width } else { Pt::ZERO };
            move_item(item, x, baseline);
        }
        // The dots of all lines stand on one lattice, counted from the edge of the folios.
        let nearest = (width + pitch).scaled().max(0) / pitch.scaled().max(1) + 1;
        let farthest = (title_end - pitch).scaled().max(0) / pitch.scaled().max(1);
        if farthest > nearest {
            let count = usize::try_from(farthest - nearest + 1).unwrap_or(0);
            let x = match direction {
                Direction::LeftToRight => measure - pitch * farthest,
                Direction::RightToLeft => pitch * (nearest - 1),
            };
            for mut item in dot {
                repeat_glyph(&mut item, count, pitch);
                move_item(&mut item, x, baseline);
                last.items.push(item);
            }
        }
        last.items.extend(number);
        for strip in self.galley.strips.iter_mut().skip(first) {
            let areas = std::mem::take(&mut strip.links);
            if let Some(area) = areas.first() {
                let (left, right) = match direction {
                    Direction::LeftToRight => {
                        (areas.iter().map(|a| a.area.origin.x).min().unwrap_or_default(), measure)
                    }
                    Direction::RightToLeft => {
                        (Pt::ZERO, areas.iter().map(|a| a.area.right()).max().unwrap_or(measure))
                    }
                };
                let area = Rect::new(left, area.area.origin.y, right - left, area.area.size.height);
                strip.links.push(LinkArea {
                    area,
                    target: link.target.clone(),
                    node: link.node,
                    description: link.description.clone(),
                });
            }
        }
        for strip in self.galley.strips.iter_mut().skip(first + 1) {
            strip.page_break = PageBreak::Forbidden;
        }
    }
}

/// Makes a run of one glyph a run of many, a pitch apart.
fn repeat_glyph(item: &mut Item, count: usize, pitch: Pt) {
    let Shape::Glyphs(run) = &mut item.shape else { return };
    let Some(glyph) = run.glyphs.first().cloned() else { return };
    let sign = run.text.clone();
    let length = u32::try_from(sign.len()).unwrap_or(u32::MAX);
    let at = |number: u32| number * length..(number + 1) * length;
    let numbers = 0..u32::try_from(count).unwrap_or(0);
    run.glyphs = numbers
        .map(|n| crate::typeset::frame::Glyph { advance: pitch, text: at(n), ..glyph.clone() })
        .collect();
    run.text = sign.repeat(count);
}

/// A level of the contents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Part,
    Chapter,
    Section,
}

impl Depth {
    fn below(self) -> Depth {
        match self {
            Depth::Part => Depth::Chapter,
            Depth::Chapter | Depth::Section => Depth::Section,
        }
    }

    fn role(self) -> Role {
        match self {
            Depth::Part => Role::ContentsPart,
            Depth::Chapter => Role::ContentsChapter,
            Depth::Section => Role::ContentsSection,
        }
    }
}

fn plain(text: &str) -> Vec<Inline> {
    vec![Inline::text(text, Span::default())]
}

/// The lines of the imprint.
fn imprint_lines(book: &Book) -> Vec<String> {
    let (metadata, words) = (&book.metadata, &book.words);
    let mut lines = Vec::new();
    let title = match &metadata.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", metadata.title),
        None => metadata.title.clone(),
    };
    lines.push(title);
    lines.extend(metadata.description.clone().filter(|_| book.unit == Unit::Path));
    lines.extend(metadata.rights.clone());
    lines.extend(metadata.license.as_ref().map(|license| format!("{}: {license}", words.license)));
    lines.extend(metadata.publisher.as_ref().map(|publisher| format!("{}: {publisher}", words.publisher)));
    lines.push(format!("{}: {}", words.last_changed, metadata.modified));
    lines.push(format!("{}: {}", words.identifier, metadata.identifier));
    lines
}
