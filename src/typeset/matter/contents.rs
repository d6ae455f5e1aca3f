//! Contents and lists of tables and figures → lines with leaders and folios; each line is one link.

use super::super::folios::Manner;
use super::super::frame::{Item, LinkArea, Mark, Shape};
use super::super::layout::galley::PageBreak;
use super::super::layout::{Calls, Composer, LinkInText, ParagraphShape, Pieces, Underline, move_item};
use super::super::structure::{NodeId, Role as NodeRole, Structure};
use super::super::style::TextStyle;
use super::super::text::Figures;
use super::{Opening, plain};
use crate::model::{ContentsEntry, Direction, Inline, LinkTarget, Listing, TargetId, walk};
use crate::source::Span;
use crate::theme::Role;
use crate::units::{Em, Pt, Rect};

/// A line with a folio at its end.
struct Line<'a> {
    label: Option<&'a str>,
    title: &'a str,
    content: &'a [Inline],
    target: &'a TargetId,
    depth: Depth,
}

impl Composer<'_, '_> {
    /// The contents, with the page each place is on.
    pub(super) fn contents(&mut self, entries: &[ContentsEntry]) {
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        self.sink(self.setting.theme.page.sink / 2);
        let title = self.setting.book.words.contents.clone();
        self.display_line(&plain(&title), Role::Title, 1, Span::default(), section);
        let node = self.structure.add(section, NodeRole::Contents);
        for entry in entries {
            let mut parts = self.setting.book.parts.iter().filter(|part| part.title.is_some());
            let depth = if parts.any(|part| part.id == entry.target) { Depth::Part } else { Depth::Chapter };
            self.contents_entry(entry, depth, node);
        }
    }

    fn contents_entry(&mut self, entry: &ContentsEntry, depth: Depth, node: NodeId) {
        let label = entry.label.as_deref().filter(|_| depth == Depth::Chapter);
        let (content, target) = (entry.content.as_slice(), &entry.target);
        self.line_with_folio(&Line { label, title: &entry.title, content, target, depth }, node);
        if depth == Depth::Section || entry.children.is_empty() {
            return;
        }
        self.keep();
        let inner = self.structure.add(node, NodeRole::Contents);
        for child in &entry.children {
            self.contents_entry(child, depth.below(), inner);
        }
    }

    /// A list of tables or figures.
    pub(super) fn listing(&mut self, listing: &Listing, opening: Opening) {
        let section = self.open(&listing.id, &listing.title, opening);
        let node = self.structure.add(section, NodeRole::Contents);
        for entry in &listing.entries {
            let title = walk::plain_text(&entry.caption);
            let (content, target) = (entry.caption.as_slice(), &entry.place.target);
            let label = self.setting.captions.number(target).map(|number| number.to_string());
            let label = label.as_deref();
            self.line_with_folio(&Line { label, title: &title, content, target, depth: Depth::Listed }, node);
        }
    }

    /// One line: label and title, leaders, folio; all of it one link.
    fn line_with_folio(&mut self, line: &Line<'_>, node: NodeId) {
        let theme = self.setting.theme;
        let role = line.depth.role();
        let style = self.style(role);
        let (before, after) = (theme.style(role).before, theme.style(role).after);
        let item = self.structure.add(node, NodeRole::ContentsItem);
        let link_node = self.structure.add(item, NodeRole::Link);
        let (_, folio) = self.numbers.ask(line.target, Manner::Listed);
        let folio = folio.map(|folio| folio.label()).unwrap_or_default();
        let words = &self.setting.book.words;
        let link = LinkInText {
            target: LinkTarget::Internal { target: line.target.clone() },
            node: link_node,
            description: format!("{}, {} {folio}", line.title, words.page),
            underline: Underline::Hidden,
            id: None,
            number: None,
            calls: Calls::Nothing,
        };
        let mut pieces = Pieces::default();
        if let Some(label) = line.label {
            let quiet = TextStyle { color: theme.palette.quiet, ..style };
            self.link_piece(&format!("{label}\u{2002}"), quiet, link_node, link.clone(), &mut pieces);
        }
        match line.content {
            [] => self.link_piece(line.title, style, link_node, link.clone(), &mut pieces),
            content => self.link_pieces(content, style, link.clone(), &mut pieces),
        }
        let indent = if line.depth == Depth::Section { theme.list.indent.at(theme.size) } else { Pt::ZERO };
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
        let reserve = self.setting.theme.page.measure() / 5;
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

/// A level of the contents, or a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Part,
    Chapter,
    Section,
    Listed,
}

impl Depth {
    fn below(self) -> Depth {
        match self {
            Depth::Part => Depth::Chapter,
            Depth::Chapter | Depth::Section | Depth::Listed => Depth::Section,
        }
    }

    fn role(self) -> Role {
        match self {
            Depth::Part => Role::ContentsPart,
            Depth::Chapter => Role::ContentsChapter,
            Depth::Section | Depth::Listed => Role::ContentsSection,
        }
    }
}
