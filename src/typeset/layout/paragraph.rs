//! Pieces of text → strips, one for each line, with widows and orphans kept from page breaks.

use super::galley::{Grid, PageBreak, Strip};
use super::inline::{Calls, Pieces, Underline};
use super::rivers::Rivers;
use super::{Composer, Follows};
use crate::diagnostics::Diagnostics;
use crate::model::{Direction, Inline, LinkTarget};
use crate::source::Span;
use crate::theme::{Align, Role};
use crate::typeset::frame::{Glyph, GlyphRun, Item, LinkArea, Mark, Shape};
use crate::typeset::report::{Found, Note};
use crate::typeset::structure::{NodeId, Role as NodeRole, Structure};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Filled, Line, LineEnd, LineShape, Protrusion, Spaces};
use crate::units::{Em, Pt, Rect};

/// Word spaces beyond this, in hundredths of the natural one, are counted.
const WIDE: u16 = 150;

/// How a paragraph is shaped beyond its style.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::typeset) struct ParagraphShape {
    pub(in crate::typeset) first_indent: Pt,
    pub(in crate::typeset) hanging: Pt,
    pub(in crate::typeset) grid: Grid,
    pub(in crate::typeset) spaces: Spaces,
}

impl ParagraphShape {
    /// Flush lines off the grid.
    pub(in crate::typeset) const PLAIN: ParagraphShape = ParagraphShape {
        first_indent: Pt::ZERO,
        hanging: Pt::ZERO,
        grid: Grid::Off,
        spaces: Spaces::Collapse,
    };
}

impl Composer<'_, '_> {
    /// A paragraph in the style of where the composer is.
    pub(super) fn paragraph(&mut self, content: &[Inline], span: Span, parent: NodeId) {
        let node = self.structure.add(parent, NodeRole::Paragraph);
        let style = self.style(self.text);
        let mut pieces = Pieces::default();
        self.pieces(content, style, node, &mut pieces);
        self.text_paragraph(pieces, style, span);
    }

    /// A paragraph of running text from pieces: indented or parted by a gap, as the theme says.
    pub(super) fn text_paragraph(&mut self, pieces: Pieces, style: TextStyle, span: Span) {
        let theme = self.setting.theme;
        let continues = self.follows_text == Follows::Text && self.marker.is_none();
        let run_in = self.marker.as_ref().map_or(Pt::ZERO, |marker| marker.run_in);
        let first_indent = if continues { self.paragraph_indent() } else { run_in };
        if continues {
            self.space(theme.paragraph.gap);
        }
        let on_grid =
            style.leading == self.pitch && matches!(self.text, Role::Body | Role::Glossary | Role::Index);
        let grid = if on_grid { Grid::On } else { Grid::Off };
        self.last_paragraph = self.galley.strips.len();
        let marked = self.marker.as_ref().map_or(0, |marker| marker.items.len());
        let hanging = if continues { pieces.hanging(first_indent) } else { Pt::ZERO };
        let shape = ParagraphShape { first_indent, hanging, grid, ..ParagraphShape::PLAIN };
        self.lines_of(&pieces, style, shape, span);
        let closes = self.in_body() && marked == 0;
        if !(closes && self.close_up(self.last_paragraph, &pieces, style, shape, span)) {
            self.remember(self.last_paragraph, marked, pieces, style, shape, span);
        }
        self.follows_text = Follows::Text;
    }

    /// The indent of a paragraph that follows another: the theme's, or where it has one, a whole number of letters in
    /// scripts whose letters fill squares.
    pub(super) fn paragraph_indent(&self) -> Pt {
        let theme = self.setting.theme;
        let squares = match self.language.primary() {
            "ja" => 1,
            "zh" => 2,
            _ => return theme.paragraph.indent.at(theme.size),
        };
        if theme.paragraph.indent == Em::ZERO { Pt::ZERO } else { theme.size * squares }
    }

    /// Breaks pieces into lines and adds a strip for each. Gives the number of lines.
    pub(in crate::typeset) fn lines_of(
        &mut self,
        pieces: &Pieces,
        style: TextStyle,
        shape: ParagraphShape,
        span: Span,
    ) -> usize {
        let lines = self.break_lines(pieces, style, shape, self.column.width, span);
        let count = lines.len();
        let paragraph = self.setting.theme.paragraph;
        let (orphans, widows) = (paragraph.orphans as usize, paragraph.widows as usize);
        let mut after_hyphen = false;
        let mut common = Common::of(pieces, style, span, self.column.x);
        for (number, line) in lines.into_iter().enumerate() {
            let mut strip = Strip::blank(style.leading);
            strip.grid = shape.grid;
            if number > 0 {
                let torn = number < orphans || count - number < widows;
                let cost = if after_hyphen { 12 } else { 5 };
                strip.page_break = if torn { PageBreak::Forbidden } else { PageBreak::Allowed(cost) };
            }
            after_hyphen = line.end == LineEnd::Hyphen;
            self.mark(&mut strip, style.baseline(self.setting.fonts));
            self.set_line(line, &mut common, &mut strip);
            self.push(strip);
        }
        count
    }

    /// The lines of pieces in a column of a width.
    pub(super) fn break_lines(
        &mut self,
        pieces: &Pieces,
        style: TextStyle,
        shape: ParagraphShape,
        measure: Pt,
        span: Span,
    ) -> Vec<Line> {
        let line_shape = self.line_shape(style, shape, measure);
        self.engine.lines(&pieces.pieces, &line_shape, &self.language, self.direction, span, self.diagnostics)
    }

    /// Tries something only to see how it would fall: nothing is reported.
    pub(super) fn silently<T>(&mut self, trial: impl FnOnce(&mut Self) -> T) -> T {
        let found = std::mem::take(self.diagnostics);
        let result = trial(self);
        *self.diagnostics = found;
        result
    }

    /// Counts the next line of a paragraph and puts it into a strip.
    pub(super) fn set_line(&self, line: Line, common: &mut Common<'_>, strip: &mut Strip) {
        let Common { pieces, style, span, x, rivers } = common;
        count_line(&line, *span, strip);
        if rivers.flow_on(&line, style.size / 2) {
            strip.notes.push(Note { what: Found::River, source: Some(*span) });
        }
        self.place_line(line, *x, style.baseline(self.setting.fonts), pieces, strip);
    }

    /// Puts a line's runs, pictures, links and the rules of its text into a strip, its baseline at `y`.
    pub(super) fn place_line(&self, mut line: Line, x: Pt, y: Pt, pieces: &Pieces, strip: &mut Strip) {
        let mut areas: Vec<(usize, Rect)> = Vec::new();
        strip.items.extend(self.tints(&line, x, y));
        // What is read first is painted first: not every reader of a page puts scripts in order itself.
        line.runs.sort_by_key(|run| run.at);
        for run in line.runs {
            let size = run.run.size;
            let (from, to) = inked(&run.run);
            let (start, visible) = (x + run.run.origin.x + from, to - from);
            if let Some(number) = run.link
                && visible > Pt::ZERO
            {
                let area = Rect::new(start, y - size.mul_div(75, 100), visible, size);
                extend_area(&mut areas, number.0 as usize, area);
            }
            if pieces.struck.contains(&run.leaf) {
                let thickness = Em::from_f64(0.06).at(size);
                let area = Rect::new(start, y - Em::from_f64(0.27).at(size), visible, thickness);
                let shape = Shape::Fill { area, color: run.run.color, radius: Pt::ZERO };
                strip.items.push(Item { mark: Mark::Layout, shape });
            }
            let places = pieces.places.iter().filter(|(leaf, _)| *leaf == run.leaf);
            strip.targets.extend(places.map(|(_, place)| place.clone()));
            let mut shape = run.run;
            shape.origin = shape.origin.moved(x, y);
            strip.items.push(Item { mark: Mark::Content(run.leaf), shape: Shape::Glyphs(shape) });
        }
        for picture in line.boxes {
            let area = Rect::new(x + picture.x, y - picture.height, picture.width, picture.height);
            if let Some(number) = picture.link {
                extend_area(&mut areas, number.0 as usize, area);
            }
            let shape = Shape::Picture { area, picture: picture.picture };
            strip.items.push(Item { mark: Mark::Content(picture.leaf), shape });
        }
        for (number, area) in areas {
            let Some(link) = pieces.links.get(number) else { continue };
            if link.underline == Underline::Shown {
                let theme = self.setting.theme;
                let thickness = Em::from_f64(0.045).at(theme.size);
                let line = Rect::new(
                    area.origin.x,
                    y + Em::from_f64(0.16).at(theme.size),
                    area.size.width,
                    thickness,
                );
                let shape = Shape::Fill { area: line, color: theme.palette.accent, radius: Pt::ZERO };
                strip.items.push(Item { mark: Mark::Layout, shape });
            }
            strip.targets.extend(link.id.clone());
            strip.numbers.extend(link.number);
            if let (Calls::Note, LinkTarget::Internal { target }) = (link.calls, &link.target) {
                strip.calls.push(target.clone());
            }
            if let Some(whole) = strip.links.last_mut().filter(|whole| whole.node == link.node) {
                // Words and page number of one link.
                whole.area = united(whole.area, area);
                continue;
            }
            strip.links.push(LinkArea {
                area,
                target: link.target.clone(),
                node: link.node,
                description: link.description.clone(),
            });
        }
    }

    /// Text on one line whatever its length, on a baseline at the origin, and its width.
    pub(in crate::typeset) fn single_line(
        &mut self,
        text: &str,
        style: TextStyle,
        parent: NodeId,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Item>, Pt) {
        let mut pieces = Pieces::default();
        let leaf_parent = if parent == Structure::ROOT { None } else { Some(parent) };
        match leaf_parent {
            Some(parent) => self.piece(text, style, parent, &mut pieces),
            None => {
                let (text, look) = style.letters(text, self.setting.fonts);
                let content = crate::typeset::text::PieceContent::Text(text);
                pieces.pieces.push(crate::typeset::text::Piece {
                    content,
                    look,
                    leaf: Structure::ROOT,
                    link: None,
                });
            }
        }
        let shape = LineShape {
            measure: Pt::HUGE,
            first_indent: Pt::ZERO,
            hanging: Pt::ZERO,
            align: Align::Start,
            protrusion: Protrusion::Off,
            spaces: Spaces::Collapse,
        };
        let direction = Direction::LeftToRight;
        let lines = self.engine.lines(
            &pieces.pieces,
            &shape,
            &self.language,
            direction,
            Span::default(),
            diagnostics,
        );
        let mut strip = Strip::blank(style.leading);
        let width = lines.first().map_or(Pt::ZERO, |line| line.width);
        for line in lines.into_iter().take(1) {
            self.place_line(line, Pt::ZERO, Pt::ZERO, &Pieces::default(), &mut strip);
        }
        (strip.items, width)
    }
}

/// What the lines of a paragraph have in common when they are put into strips.
pub(super) struct Common<'p> {
    pieces: &'p Pieces,
    style: TextStyle,
    span: Span,
    /// The left edge of the column.
    x: Pt,
    /// What runs through the lines so far.
    rivers: Rivers,
}

impl<'p> Common<'p> {
    /// Of a paragraph without lines yet.
    pub(super) fn of(pieces: &'p Pieces, style: TextStyle, span: Span, x: Pt) -> Common<'p> {
        Common { pieces, style, span, x, rivers: Rivers::default() }
    }
}

/// Counts a line, and notes what there is to look at.
pub(super) fn count_line(line: &Line, span: Span, strip: &mut Strip) {
    let tally = &mut strip.lines;
    tally.lines += 1;
    tally.hyphens += u32::from(line.end == LineEnd::Hyphen);
    let what = match line.filled {
        Filled::Naturally => return,
        Filled::Justified { badness, spaces } => {
            tally.justified += 1;
            tally.badness += u64::from(badness);
            tally.wide += u32::from(spaces > WIDE);
            return;
        }
        Filled::OverCap => Found::LineOverCap,
        Filled::Overfull => Found::LineOverfull,
    };
    strip.notes.push(Note { what, source: Some(span) });
}

/// Where the letters of a run begin and end, from its origin: without the spaces at its edges.
fn inked(run: &GlyphRun) -> (Pt, Pt) {
    let is_space =
        |glyph: &&Glyph| run.text.get(glyph.text.start as usize..glyph.text.end as usize) == Some(" ");
    let advance = |glyph: &Glyph| glyph.advance;
    let all: Pt = run.glyphs.iter().map(advance).sum();
    let before: Pt = run.glyphs.iter().take_while(is_space).map(advance).sum();
    let behind: Pt = run.glyphs.iter().rev().take_while(is_space).map(advance).sum();
    (before, (all - behind).max(before))
}

/// The area that two areas lie in.
fn united(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.origin.x.min(other.origin.x), one.origin.y.min(other.origin.y));
    Rect::new(x, y, one.right().max(other.right()) - x, one.bottom().max(other.bottom()) - y)
}

/// Makes the area of a link on this line reach over another run.
fn extend_area(areas: &mut Vec<(usize, Rect)>, number: usize, area: Rect) {
    match areas.iter_mut().find(|(known, _)| *known == number) {
        Some((_, whole)) => *whole = united(*whole, area),
        None => areas.push((number, area)),
    }
}

/// Moves an item right and down.
pub(in crate::typeset) fn move_item(item: &mut Item, dx: Pt, dy: Pt) {
    match &mut item.shape {
        Shape::Glyphs(run) | Shape::Sideways(run) => run.origin = run.origin.moved(dx, dy),
        Shape::Fill { area, .. } | Shape::Picture { area, .. } => *area = area.moved(dx, dy),
        Shape::Path { segments, .. } => {
            for segment in segments {
                *segment = segment.moved(dx, dy);
            }
        }
    }
}
