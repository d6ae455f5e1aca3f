//! A book → its cover: one finished page and the structure of what is on it.
//!
//! Of one family with the title page and the openers of parts: a short thick bar, the title in the hand of
//! the title page, names at the foot. Between them runs a `route` with a stop for each lesson. All
//! measures are shares of the page's width, so that the cover of an e-book and that of a printed one are
//! the same picture. Knows no format. Start at [`made`].

mod route;

use super::frame::{Item, Mark, Page, Shape};
use super::structure::{NodeId, Role as NodeRole, Structure};
use super::style::TextStyle;
use super::text::{Line, LineShape, Piece, PieceContent, Protrusion, Spaces, TextEngine, WordBreaks};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::fonts::FontLibrary;
use crate::images::Picture;
use crate::model::{Book, Direction, ImageId, Role as Contribution};
use crate::source::Span;
use crate::theme::{Align, CoverColors, CoverStyle, Role, Sheet, Theme};
use crate::units::{Point, Pt, Ratio, Rect, Size};

/// A cover.
#[derive(Clone, PartialEq, Debug)]
pub struct Cover {
    /// The page.
    pub page: Page,
    /// What is on it.
    pub structure: Structure,
}

/// The part of the height that a title may take, and a subtitle, in hundredths.
const TITLE_SHARE: (i64, i64) = (40, 16);

/// A cover made of title, names and theme, of any size. None when no font has the letters of the title: a
/// cover without it would be of no use.
pub fn made(book: &Book, theme: &Theme, fonts: &FontLibrary, size: Size) -> Option<Cover> {
    let seed = route::Seed::of(&book.metadata.identifier);
    let colors = *theme.cover.colors.get(seed.choice(theme.cover.colors.len()))?;
    let mut structure = Structure::new();
    let section = structure.add(Structure::ROOT, NodeRole::Section);
    let engine = TextEngine::new(fonts);
    let setter = Setter { book, theme, fonts, engine, size, colors, structure, section, texts: Vec::new() };
    setter.cover(seed)
}

/// A cover that shows the given picture: over the whole page when that cuts little of it off, else whole on
/// the ground of the theme's first colours. Never distorted.
pub fn given(book: &Book, theme: &Theme, picture: &Picture, id: ImageId, size: Size) -> Cover {
    let (width, height) = (i64::from(picture.width.max(1)), i64::from(picture.height.max(1)));
    let tall = size.width.mul_div(height, width);
    let wide = size.height.mul_div(width, height);
    // What is left of the picture when it covers the page, and whether that is nearly all.
    let (covering, fitting) = if tall > size.height {
        (Size::new(size.width, tall), Size::new(wide, size.height))
    } else {
        (Size::new(wide, size.height), Size::new(size.width, tall))
    };
    let cut = (covering.width - size.width).max(covering.height - size.height);
    let little = cut.mul_div(100, LEAST_CUT) <= size.width;
    let shown = if little { covering } else { fitting };
    let area = Rect {
        origin: Point::new((size.width - shown.width) / 2, (size.height - shown.height) / 2),
        size: shown,
    };
    let mut structure = Structure::new();
    let section = structure.add(Structure::ROOT, NodeRole::Section);
    let alt = format!("{}: {}", book.words.cover, book.metadata.title);
    let figure = structure.add(section, NodeRole::Figure { alt });
    let leaf = structure.add(figure, NodeRole::Leaf);
    let mut items = Vec::new();
    if let Some(colors) = theme.cover.colors.first().filter(|_| !little) {
        items.push(ground(size, colors));
    }
    items.push(Item { mark: Mark::Content(leaf), shape: Shape::Picture { area, picture: id } });
    Cover { page: page(book, size, items), structure }
}

/// Says that a book has no cover, and why: no font has the letters of its title.
pub fn unmade(book: &Book) -> Diagnostic {
    let title = book.metadata.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("no font has every letter of the title “{title}”, so the book has no cover");
    let mut found = Diagnostic::new(Code::GlyphMissing, message);
    found.severity = Severity::Warning;
    found
        .help("name fonts that have them: `--font-path FOLDER`")
        .help("or name a picture: `cover = \"cover.png\"` in [path]")
}

/// How much of a given picture may be cut off, in hundredths of the page's width.
const LEAST_CUT: i64 = 12;

fn page(book: &Book, size: Size, items: Vec<Item>) -> Page {
    Page { size, folio: book.words.cover.clone(), items, links: Vec::new(), sheet: Sheet::default() }
}

fn ground(size: Size, colors: &CoverColors) -> Item {
    let area = Rect::new(Pt::ZERO, Pt::ZERO, size.width, size.height);
    Item { mark: Mark::Layout, shape: Shape::Fill { area, color: colors.ground, radius: Pt::ZERO } }
}

/// Sets the words of a cover.
struct Setter<'a> {
    book: &'a Book,
    theme: &'a Theme,
    fonts: &'a FontLibrary,
    engine: TextEngine<'a>,
    size: Size,
    colors: CoverColors,
    structure: Structure,
    section: NodeId,
    texts: Vec<Item>,
}

/// A text set to the measure, not yet placed.
struct Block {
    lines: Vec<Line>,
    style: TextStyle,
    /// How far lines that end at the right edge have to move.
    shift: Pt,
}

impl Block {
    fn height(&self) -> Pt {
        self.style.leading * self.lines.len() as i64
    }
}

impl Setter<'_> {
    fn look(&self) -> &CoverStyle {
        &self.theme.cover
    }

    fn share(&self, share: Ratio) -> Pt {
        self.size.width * share
    }

    fn measure(&self) -> Pt {
        self.size.width - self.share(self.look().margin) * 2
    }

    fn cover(mut self, seed: route::Seed) -> Option<Cover> {
        let (width, height) = (self.size.width, self.size.height);
        let margin = self.share(self.look().margin);
        let metadata = &self.book.metadata;
        let colors = self.colors;

        let bar = Rect::new(margin, height.mul_div(10, 100), width.mul_div(14, 100), width.mul_div(14, 1000));
        let mut top = bar.bottom() + width.mul_div(55, 1000);
        if let Some(series) = &metadata.series {
            let style = self.style(Role::StationLabel, self.look().label, colors.quiet);
            if let Some(block) = self.set(&series.title, &[style], height.mul_div(6, 100)) {
                top = self.place(block, top) + width.mul_div(2, 100);
            }
        }
        let styles = self.styles(Role::BookTitle, &self.look().title, colors.ink);
        let title = self.set(&metadata.title, &styles, height.mul_div(TITLE_SHARE.0, 100))?;
        top = self.place(title, top);
        if let Some(subtitle) = metadata.subtitle.as_deref() {
            let styles = self.styles(Role::BookSubtitle, &self.look().subtitle, colors.ink);
            if let Some(block) = self.set(subtitle, &styles, height.mul_div(TITLE_SHARE.1, 100)) {
                top = self.place(block, top + width.mul_div(28, 1000));
            }
        }
        let foot = self.foot();

        let mut items = vec![ground(self.size, &colors)];
        let field = Rect::new(Pt::ZERO, top, width, foot - top);
        items.extend(route::ornament(self.book, self.size, field, self.look(), &colors, seed));
        let bar = self.mirrored(bar);
        let shape = Shape::Fill { area: bar, color: colors.route, radius: Pt::ZERO };
        items.push(Item { mark: Mark::Layout, shape });
        items.append(&mut self.texts);
        Some(Cover { page: page(self.book, self.size, items), structure: self.structure })
    }

    /// Authors and publisher, from the foot upwards but read from the top. Gives where they begin.
    fn foot(&mut self) -> Pt {
        let (width, height) = (self.size.width, self.size.height);
        let metadata = &self.book.metadata;
        let authors: Vec<&str> = metadata
            .contributors
            .iter()
            .filter(|person| person.role == Contribution::Author)
            .map(|person| person.name.as_str())
            .collect();
        let styles = self.styles(Role::BookAuthor, &self.look().author, self.colors.ink);
        let authors_block = self.set(&authors.join(" \u{b7} "), &styles, height.mul_div(11, 100));
        let publisher = metadata.publisher.as_deref().filter(|publisher| !authors.contains(publisher));
        let style = self.style(Role::Imprint, self.look().label, self.colors.quiet);
        let publisher_block =
            publisher.and_then(|publisher| self.set(publisher, &[style], height.mul_div(6, 100)));
        let gap = width.mul_div(18, 1000);
        let blocks: Vec<Block> = authors_block.into_iter().chain(publisher_block).collect();
        let tall: Pt = blocks.iter().map(Block::height).sum::<Pt>() + gap * (blocks.len() as i64 - 1).max(0);
        let start = height - self.share(self.look().margin) - tall;
        let mut top = start;
        for block in blocks {
            top = self.place(block, top) + gap;
        }
        start
    }

    fn style(&self, role: Role, size: Ratio, color: crate::theme::Color) -> TextStyle {
        let size = self.share(size);
        let leading = size * self.look().leading;
        TextStyle { size, leading, color, ..TextStyle::of(self.theme, role) }.undivided()
    }

    fn styles(&self, role: Role, sizes: &[Ratio], color: crate::theme::Color) -> Vec<TextStyle> {
        let roomy = if role == Role::BookTitle { 100 } else { 118 };
        sizes
            .iter()
            .map(|size| {
                let style = self.style(role, *size, color);
                TextStyle { leading: style.leading.mul_div(roomy, 100), ..style }
            })
            .collect()
    }

    /// Sets a text in the first style in which no word is divided and the lines fit the room; in the last
    /// one words are divided if they must, and what does not fit is cut at a word: the title page has it
    /// all. None when there is nothing to show, or no font has its letters.
    fn set(&mut self, text: &str, styles: &[TextStyle], room: Pt) -> Option<Block> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (last, larger) = styles.split_last()?;
        for style in larger {
            let widest = self.widths(&text, *style).longest_word;
            if widest.fits(self.measure())
                && let Some(block) = self.lines(&text, *style)?
                && block.height().fits(room)
            {
                return Some(block);
            }
        }
        let mut style = *last;
        if !self.widths(&text, style).longest_word.fits(self.measure()) {
            style.breaks = WordBreaks::Anywhere;
        }
        let mut kept = text.clone();
        loop {
            let shown = if kept.len() == text.len() { kept.clone() } else { format!("{kept}\u{2026}") };
            let block = self.lines(&shown, style)??;
            let count = kept.chars().count();
            if block.height().fits(room) || count < 2 {
                return Some(block);
            }
            // Near to what fits, then back to the end of a word.
            let most = count.min(4000) * 9 / 10;
            let cut: String = kept.chars().take(most).collect();
            kept = match cut.rsplit_once(' ') {
                Some((before, _)) if before.len() * 2 > cut.len() => before.to_owned(),
                _ => cut,
            };
        }
    }

    fn pieces(&self, text: &str, style: TextStyle) -> Vec<Piece> {
        let (text, look) = style.letters(text, self.fonts);
        vec![Piece { content: PieceContent::Text(text), look, leaf: Structure::ROOT, link: None }]
    }

    fn widths(&mut self, text: &str, style: TextStyle) -> super::text::ContentWidths {
        let pieces = self.pieces(text, style);
        let metadata = &self.book.metadata;
        self.engine.widths(&pieces, &metadata.language, metadata.direction)
    }

    /// The lines of a text, of nearly equal length. None when a letter is in no font, and within when
    /// there are none.
    fn lines(&mut self, text: &str, style: TextStyle) -> Option<Option<Block>> {
        let measure = self.measure();
        let lines = self.lines_within(text, style, measure)?;
        if lines.is_empty() {
            return Some(None);
        }
        // The narrowest measure that takes no more lines, to a 64th of the measure.
        let (mut narrow, mut wide) = (0, 64);
        let mut balanced = (lines, measure);
        while balanced.0.len() > 1 && wide - narrow > 1 {
            let middle = (narrow + wide) / 2;
            let column = measure.mul_div(middle, 64);
            let lines = self.lines_within(text, style, column)?;
            if lines.len() == balanced.0.len() && lines.iter().all(|line| line.width.fits(column)) {
                balanced = (lines, column);
                wide = middle;
            } else {
                narrow = middle;
            }
        }
        let (lines, column) = balanced;
        let shift = match self.book.metadata.direction {
            Direction::LeftToRight => Pt::ZERO,
            Direction::RightToLeft => measure - column,
        };
        Some(Some(Block { lines, style, shift }))
    }

    fn lines_within(&mut self, text: &str, style: TextStyle, measure: Pt) -> Option<Vec<Line>> {
        let shape = LineShape {
            measure,
            first_indent: Pt::ZERO,
            hanging: Pt::ZERO,
            align: Align::Start,
            protrusion: Protrusion::On,
            spaces: Spaces::Collapse,
        };
        let pieces = self.pieces(text, style);
        let metadata = &self.book.metadata;
        let mut found = Diagnostics::default();
        let lines = self.engine.lines(
            &pieces,
            &shape,
            &metadata.language,
            metadata.direction,
            Span::default(),
            &mut found,
        );
        let missing = found.iter().any(|finding| finding.code == Code::GlyphMissing);
        (!missing).then_some(lines)
    }

    /// Places a block below a height and gives its lower edge: the capitals of the first line touch it.
    fn place(&mut self, block: Block, top: Pt) -> Pt {
        let Block { lines, style, shift } = block;
        let node = self.structure.add(self.section, NodeRole::Paragraph);
        let leaf = self.structure.add(node, NodeRole::Leaf);
        let face = self.fonts.get(self.fonts.face(style.family, style.weight, style.slant));
        let cap_height = face.at(face.metrics().cap_height, style.size);
        let left = self.share(self.look().margin) + shift;
        let mut baseline = top + cap_height;
        let mut lowest = top;
        for line in lines {
            for mut run in line.runs {
                run.run.origin = run.run.origin.moved(left, baseline);
                self.texts.push(Item { mark: Mark::Content(leaf), shape: Shape::Glyphs(run.run) });
            }
            lowest = baseline + style.size.mul_div(22, 100);
            baseline += style.leading;
        }
        lowest
    }

    /// The same at the other edge where lines run from the right.
    fn mirrored(&self, area: Rect) -> Rect {
        match self.book.metadata.direction {
            Direction::LeftToRight => area,
            Direction::RightToLeft => {
                Rect { origin: Point::new(self.size.width - area.right(), area.origin.y), ..area }
            }
        }
    }
}
