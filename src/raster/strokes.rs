//! The items of a page → strokes of the brush, in pixels: outlines with a colour, and pictures, painted course by
//! course. Knows no tile that they cover: `coverage` and `course` do.

use super::course::{Course, SIDE};
use super::coverage::Coverage;
use super::outline::{Line, Outline, PARTS};
use crate::book::Pictures;
use crate::fonts::{FaceId, FontLibrary, OutlineStep};
use crate::images::Pixel;
use crate::model::ImageId;
use crate::theme::Color;
use crate::typeset::frame::{GlyphRun, Page, Paint, Segment, Shape};
use crate::units::{Pt, Rect};
use std::collections::BTreeMap;
use tiny_skia::{
    FilterQuality, LineCap, LineJoin, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8, Transform,
};

/// What may be missing at the edge of what covers the page: lengths are rounded.
const HAIR: f32 = 0.51;

/// What is painted on a page.
pub(super) struct Strokes {
    /// What the whole page is painted with first.
    pub(super) ground: Pixel,
    strokes: Vec<Stroke>,
}

/// One thing that is painted.
enum Stroke {
    /// What is inside of an outline.
    Fill(Fill),
    Picture(Picture),
}

/// An outline, and the colour of what is inside.
struct Fill {
    /// The highest first.
    lines: Vec<Line>,
    color: Pixel,
    /// How many of the lines began in a course that was painted.
    begun: usize,
    /// Those of them that reach farther down.
    open: Vec<Line>,
}

/// A picture, put where it belongs by its place.
struct Picture {
    picture: Pixmap,
    place: Transform,
    /// The first row it is in, and the one behind its last.
    rows: (f32, f32),
    /// Room for the rows of a course.
    band: Pixmap,
}

impl Strokes {
    /// Paints what reaches into the course that begins at a row. The courses come from the top down.
    pub(super) fn paint(&mut self, top: u16, coverage: &mut Coverage, course: &mut Course) {
        for stroke in &mut self.strokes {
            match stroke {
                Stroke::Fill(fill) => fill.paint(i32::from(top) * PARTS, coverage, course),
                Stroke::Picture(picture) => picture.paint(top.into(), course),
            }
        }
    }
}

impl Fill {
    fn paint(&mut self, top: i32, coverage: &mut Coverage, course: &mut Course) {
        let bottom = top + SIDE as i32 * PARTS;
        let new = self.lines[self.begun..].iter().take_while(|line| line.top < bottom);
        let before = self.open.len();
        self.open.extend(new);
        self.begun += self.open.len() - before;
        if self.open.is_empty() {
            return;
        }
        self.open.iter().for_each(|line| coverage.add(line, top));
        coverage.take(|tile, covered| course.cover(tile, covered, self.color));
        self.open.retain(|line| line.bottom > bottom);
    }
}

impl Picture {
    fn paint(&mut self, top: f32, course: &mut Course) {
        // A pixel more: edges are softened.
        if self.rows.0 - 1.0 >= top + SIDE as f32 || self.rows.1 + 1.0 <= top {
            return;
        }
        self.band.fill(tiny_skia::Color::TRANSPARENT);
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        let place = self.place.post_translate(0.0, -top);
        self.band.draw_pixmap(0, 0, self.picture.as_ref(), &paint, place, None);
        let across = self.band.width() as usize;
        for (y, row) in self.band.pixels().chunks_exact(across).enumerate() {
            for (tile, above) in row.chunks_exact(SIDE).enumerate() {
                if above.iter().all(|pixel| pixel.alpha() == 0) {
                    continue;
                }
                let Some(pixels) = course.pixels(tile) else { continue };
                for (pixel, above) in pixels[y * SIDE..].iter_mut().zip(above) {
                    *pixel = over(*above, *pixel);
                }
            }
        }
    }
}

/// A pixel of a picture over one that is opaque.
fn over(above: PremultipliedColorU8, below: Pixel) -> Pixel {
    let rest = u16::from(u8::MAX - above.alpha());
    let above = [above.red(), above.green(), above.blue(), above.alpha()];
    std::array::from_fn(|channel| {
        above[channel].saturating_add(((u16::from(below[channel]) * rest + 127) / 255) as u8)
    })
}

/// The strokes of a page that is so many pixels across and down, on white.
pub(super) fn of(
    page: &Page,
    pictures: &Pictures,
    fonts: &FontLibrary,
    (across, down): (u16, u16),
) -> Strokes {
    let mut painter = Painter {
        scale: (f64::from(across) / page.size.width.to_f64()) as f32,
        extent: (f32::from(across) - HAIR, f32::from(down) - HAIR),
        tiles: u32::from(across).div_ceil(SIDE as u32),
        fonts,
        pictures,
        glyphs: BTreeMap::new(),
        strokes: Strokes { ground: [u8::MAX; 4], strokes: Vec::new() },
    };
    page.items.iter().for_each(|item| painter.shape(&item.shape));
    painter.strokes
}

/// Which way a baseline runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Baseline {
    Across,
    Down,
}

/// Turns the items of a page into strokes.
struct Painter<'a> {
    /// Pixels in a point.
    scale: f32,
    /// Pixels across and down.
    extent: (f32, f32),
    /// Tiles across.
    tiles: u32,
    fonts: &'a FontLibrary,
    pictures: &'a Pictures,
    /// The outlines used so far, in units of the em square.
    glyphs: BTreeMap<(FaceId, u16), Vec<OutlineStep>>,
    strokes: Strokes,
}

impl Painter<'_> {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Glyphs(run) => self.letters(run, Baseline::Across),
            Shape::Sideways(run) => self.letters(run, Baseline::Down),
            Shape::Fill { area, color, radius } => self.fill(*area, *color, *radius),
            Shape::Path { segments, paint, color } => self.path(segments, *paint, *color),
            Shape::Picture { area, picture } => self.picture(*area, *picture),
        }
    }

    fn at(&self, length: Pt) -> f32 {
        length.to_f64() as f32 * self.scale
    }

    fn add(&mut self, mut outline: Outline, color: Color) {
        outline.close();
        let mut lines = outline.lines;
        if lines.is_empty() {
            return;
        }
        lines.sort_by_key(|line| line.top);
        let fill = Fill { lines, color: ink(color), begun: 0, open: Vec::new() };
        self.strokes.strokes.push(Stroke::Fill(fill));
    }

    /// The letters of a run are one outline: none lies over another but where both are ink.
    fn letters(&mut self, run: &GlyphRun, baseline: Baseline) {
        let per_em = self.fonts.get(run.face).metrics().units_per_em;
        let size = self.at(run.size) / f32::from(per_em.max(1));
        let broad = 1.0 + run.broader as f32 / 10_000.0;
        let mut pen = Pt::ZERO;
        let mut outline = Outline::default();
        for glyph in &run.glyphs {
            let (along, up) = (pen + glyph.dx, glyph.dy);
            let (left, top) = match baseline {
                Baseline::Across => (self.at(run.origin.x + along), self.at(run.origin.y - up)),
                Baseline::Down => (self.at(run.origin.x + up), self.at(run.origin.y + along)),
            };
            let placed = |[x, y]: [f32; 2]| match baseline {
                Baseline::Across => [left + x * size * broad, top - y * size],
                Baseline::Down => [left + y * size, top + x * size * broad],
            };
            let fonts = self.fonts;
            let steps = self
                .glyphs
                .entry((run.face, glyph.id))
                .or_insert_with(|| fonts.get(run.face).outline(glyph.id));
            for step in steps {
                match *step {
                    OutlineStep::Move(to) => outline.move_to(placed(to)),
                    OutlineStep::Line(to) => outline.line_to(placed(to)),
                    OutlineStep::Quadratic(control, to) => outline.quadratic_to(placed(control), placed(to)),
                    OutlineStep::Cubic(a, b, to) => outline.cubic_to(placed(a), placed(b), placed(to)),
                    OutlineStep::Close => outline.close(),
                }
            }
            pen += glyph.advance;
        }
        self.add(outline, run.color);
    }

    fn fill(&mut self, area: Rect, color: Color, radius: Pt) {
        let (left, top, right, bottom) =
            (self.at(area.origin.x), self.at(area.origin.y), self.at(area.right()), self.at(area.bottom()));
        let radius = self.at(radius).min((right - left) / 2.0).min((bottom - top) / 2.0);
        let mut outline = Outline::default();
        if radius <= 0.0 {
            if left <= 0.0 && top <= 0.0 && right >= self.extent.0 && bottom >= self.extent.1 {
                // All that was there is behind it.
                self.strokes = Strokes { ground: ink(color), strokes: Vec::new() };
                return;
            }
            outline.move_to([left, top]);
            outline.line_to([right, top]);
            outline.line_to([right, bottom]);
            outline.line_to([left, bottom]);
            self.add(outline, color);
            return;
        }
        // A quarter of a circle as a Bézier curve: control points at 0.5523 of the radius from its ends.
        let near = radius * (1.0 - 0.5523);
        let (l, r, t, b) = (left + radius, right - radius, top + radius, bottom - radius);
        outline.move_to([l, top]);
        outline.line_to([r, top]);
        outline.cubic_to([right - near, top], [right, top + near], [right, t]);
        outline.line_to([right, b]);
        outline.cubic_to([right, bottom - near], [right - near, bottom], [r, bottom]);
        outline.line_to([l, bottom]);
        outline.cubic_to([left + near, bottom], [left, bottom - near], [left, b]);
        outline.line_to([left, t]);
        outline.cubic_to([left, top + near], [left + near, top], [l, top]);
        self.add(outline, color);
    }

    fn path(&mut self, segments: &[Segment], how: Paint, color: Color) {
        let mut path = PathBuilder::new();
        for segment in segments {
            match *segment {
                Segment::Move(to) => path.move_to(self.at(to.x), self.at(to.y)),
                Segment::Line(to) => path.line_to(self.at(to.x), self.at(to.y)),
                Segment::Curve(a, b, to) => path.cubic_to(
                    self.at(a.x),
                    self.at(a.y),
                    self.at(b.x),
                    self.at(b.y),
                    self.at(to.x),
                    self.at(to.y),
                ),
                Segment::Close => path.close(),
            }
        }
        let path = path.finish();
        let path = match how {
            Paint::Fill => path,
            Paint::Stroke(width) => {
                let line = tiny_skia::Stroke {
                    width: self.at(width),
                    line_cap: LineCap::Round,
                    line_join: LineJoin::Round,
                    ..tiny_skia::Stroke::default()
                };
                path.and_then(|path| path.stroke(&line, 1.0))
            }
        };
        if let Some(path) = path {
            self.add(Outline::of(&path), color);
        }
    }

    /// A picture that cannot be decoded leaves its place empty.
    fn picture(&mut self, area: Rect, id: ImageId) {
        let Some(pixels) = self.pictures.get(id).and_then(|picture| picture.pixels().ok()) else { return };
        let Some(mut picture) = Pixmap::new(pixels.width, pixels.height) else { return };
        let Some(band) = Pixmap::new(self.tiles * SIDE as u32, SIDE as u32) else { return };
        let opacity = pixels.alpha.iter().flatten().copied().chain(std::iter::repeat(u8::MAX));
        for ((to, rgb), alpha) in picture.pixels_mut().iter_mut().zip(pixels.rgb.chunks_exact(3)).zip(opacity)
        {
            let through = |channel: u8| (u16::from(channel) * u16::from(alpha) / 255) as u8;
            if let [red, green, blue] = rgb {
                let color =
                    PremultipliedColorU8::from_rgba(through(*red), through(*green), through(*blue), alpha);
                *to = color.unwrap_or(PremultipliedColorU8::TRANSPARENT);
            }
        }
        let place = Transform::from_row(
            self.at(area.size.width) / pixels.width as f32,
            0.0,
            0.0,
            self.at(area.size.height) / pixels.height as f32,
            self.at(area.origin.x),
            self.at(area.origin.y),
        );
        let rows = (self.at(area.origin.y), self.at(area.bottom()));
        self.strokes.strokes.push(Stroke::Picture(Picture { picture, place, rows, band }));
    }
}

/// An opaque colour.
fn ink(color: Color) -> Pixel {
    [color.red, color.green, color.blue, u8::MAX]
}
