//! A finished page → pixels: what a cover is in an e-book, and what tests look at.
//!
//! The only room that names `tiny_skia`. It paints fills, paths, letters and pictures as they stand and decides
//! nothing. Everything becomes a stroke of the brush first, then the page is painted in bands, each with what
//! reaches into it: a band stays in the processor's cache, and most of a page is ground. One thread and no SIMD, so
//! that the same page gives the same pixels on every machine. Knows no picture file and no book.

use crate::book::Pictures;
use crate::fonts::{FaceId, FontLibrary, OutlineStep};
use crate::images::Pixels;
use crate::model::ImageId;
use crate::theme::Color;
use crate::typeset::frame::{GlyphRun, Page, Paint, Segment, Shape};
use crate::units::{Pt, Rect};
use std::collections::BTreeMap;
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Path, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8,
    Transform,
};

/// The most pixels across or down.
const LARGEST: u16 = 10_000;

/// What may be missing at the edge of what covers the page: lengths are rounded.
const HAIR: f32 = 0.51;

/// Rows in a band.
const BAND: u16 = 64;

/// Paints a page on white, so many pixels across and as many down as its form asks. None when the page has
/// no extent, or would have more than 10 000 pixels in one.
pub fn render(page: &Page, pictures: &Pictures, fonts: &FontLibrary, across: u16) -> Option<Pixels> {
    let (width, height) = pixels(page, across)?;
    let mut rgb = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    paint(page, pictures, fonts, across, &mut |rows| {
        rgb.extend(rows.chunks_exact(4).filter_map(|pixel| pixel.first_chunk::<3>()).flatten());
    })?;
    Some(Pixels { width: width.into(), height: height.into(), rgb, alpha: None })
}

/// The pixels of a page across and down. None when it has no extent, or would have more than 10 000 in one.
pub fn pixels(page: &Page, across: u16) -> Option<(u16, u16)> {
    let wide = page.size.width.scaled();
    if wide <= 0 || page.size.height <= Pt::ZERO || across == 0 || across > LARGEST {
        return None;
    }
    let down = (i128::from(page.size.height.scaled()) * i128::from(across) * 2 / i128::from(wide) + 1) / 2;
    let down = u16::try_from(down).ok().filter(|down| (1..=LARGEST).contains(down))?;
    Some((across, down))
}

/// Paints a page on white in bands, from its head down, each a multiple of eight rows but the last. `take` gets four
/// bytes for each pixel: red, green, blue, and one that does not count. None as of [`pixels`].
pub fn paint(
    page: &Page,
    pictures: &Pictures,
    fonts: &FontLibrary,
    across: u16,
    take: &mut dyn FnMut(&[u8]),
) -> Option<()> {
    let (across, down) = pixels(page, across)?;
    let scale = (f64::from(across) / page.size.width.to_f64()) as f32;
    let extent = (f32::from(across) - HAIR, f32::from(down) - HAIR);
    let mut painter = Painter {
        scale,
        extent,
        fonts,
        pictures,
        glyphs: BTreeMap::new(),
        ground: tiny_skia::Color::WHITE,
        strokes: Vec::new(),
    };
    for item in &page.items {
        painter.shape(&item.shape);
    }
    let mut map = Pixmap::new(across.into(), BAND.min(down).into())?;
    let mut is_ground = false;
    for top in (0..down).step_by(BAND.into()) {
        let rows = BAND.min(down - top);
        if !is_ground {
            map.fill(painter.ground);
        }
        is_ground = true;
        for stroke in &painter.strokes {
            is_ground &= !stroke.paint(&mut map, top);
        }
        // What is painted is opaque: its ground is.
        let length = usize::from(across) * usize::from(rows) * 4;
        take(map.data().get(..length)?);
    }
    Some(())
}

/// One thing that is painted, in pixels of the page.
enum Stroke {
    /// What is inside of an outline.
    Fill { path: Path, color: tiny_skia::Color },
    /// A picture, put where it belongs by its place.
    Picture {
        picture: Pixmap,
        place: Transform,
        /// The first row it is in, and the one behind its last.
        rows: (f32, f32),
    },
}

impl Stroke {
    /// Paints what reaches into a band that begins at a row of the page. Whether it reaches into it at all.
    fn paint(&self, map: &mut Pixmap, top: u16) -> bool {
        let (top, bottom) = (f32::from(top), f32::from(top) + map.height() as f32);
        // A pixel more: edges are softened.
        let reaches = |first: f32, behind: f32| first - 1.0 < bottom && behind + 1.0 > top;
        match self {
            Stroke::Fill { path, color } if reaches(path.bounds().top(), path.bounds().bottom()) => {
                let mut paint = tiny_skia::Paint::default();
                paint.set_color(*color);
                map.fill_path(path, &paint, FillRule::Winding, Transform::from_translate(0.0, -top), None);
            }
            Stroke::Picture { picture, place, rows } if reaches(rows.0, rows.1) => {
                let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
                let place = place.post_translate(0.0, -top);
                map.draw_pixmap(0, 0, picture.as_ref(), &paint, place, None);
            }
            Stroke::Fill { .. } | Stroke::Picture { .. } => return false,
        }
        true
    }
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
    fonts: &'a FontLibrary,
    pictures: &'a Pictures,
    /// The outlines used so far, in units of the em square.
    glyphs: BTreeMap<(FaceId, u16), Option<Path>>,
    /// What the whole page is painted with first.
    ground: tiny_skia::Color,
    strokes: Vec<Stroke>,
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

    fn ink(color: Color) -> tiny_skia::Color {
        tiny_skia::Color::from_rgba8(color.red, color.green, color.blue, u8::MAX)
    }

    fn add(&mut self, path: Option<Path>, color: Color) {
        let color = Painter::ink(color);
        self.strokes.extend(path.map(|path| Stroke::Fill { path, color }));
    }

    fn letters(&mut self, run: &GlyphRun, baseline: Baseline) {
        let per_em = self.fonts.get(run.face).metrics().units_per_em;
        let size = self.at(run.size) / f32::from(per_em.max(1));
        let broad = 1.0 + run.broader as f32 / 10_000.0;
        let mut pen = Pt::ZERO;
        for glyph in &run.glyphs {
            let (along, up) = (pen + glyph.dx, glyph.dy);
            let (x, y) = match baseline {
                Baseline::Across => (self.at(run.origin.x + along), self.at(run.origin.y - up)),
                Baseline::Down => (self.at(run.origin.x + up), self.at(run.origin.y + along)),
            };
            let fonts = self.fonts;
            let outline = self
                .glyphs
                .entry((run.face, glyph.id))
                .or_insert_with(|| built(&fonts.get(run.face).outline(glyph.id)));
            let place = match baseline {
                Baseline::Across => Transform::from_row(size * broad, 0.0, 0.0, -size, x, y),
                Baseline::Down => Transform::from_row(0.0, size * broad, size, 0.0, x, y),
            };
            let placed = outline.clone().and_then(|outline| outline.transform(place));
            self.add(placed, run.color);
            pen += glyph.advance;
        }
    }

    fn fill(&mut self, area: Rect, color: Color, radius: Pt) {
        let (left, top, right, bottom) =
            (self.at(area.origin.x), self.at(area.origin.y), self.at(area.right()), self.at(area.bottom()));
        let Some(sharp) = tiny_skia::Rect::from_ltrb(left, top, right, bottom) else { return };
        let radius = self.at(radius).min(sharp.width() / 2.0).min(sharp.height() / 2.0);
        if radius <= 0.0 && left <= 0.0 && top <= 0.0 && right >= self.extent.0 && bottom >= self.extent.1 {
            // All that was there is behind it.
            self.strokes.clear();
            self.ground = Painter::ink(color);
            return;
        }
        if radius <= 0.0 {
            self.add(Some(PathBuilder::from_rect(sharp)), color);
            return;
        }
        // A quarter of a circle as a Bézier curve: control points at 0.5523 of the radius from its ends.
        let near = radius * (1.0 - 0.5523);
        let (l, r, t, b) = (left + radius, right - radius, top + radius, bottom - radius);
        let mut path = PathBuilder::new();
        path.move_to(l, top);
        path.line_to(r, top);
        path.cubic_to(right - near, top, right, top + near, right, t);
        path.line_to(right, b);
        path.cubic_to(right, bottom - near, right - near, bottom, r, bottom);
        path.line_to(l, bottom);
        path.cubic_to(left + near, bottom, left, bottom - near, left, b);
        path.line_to(left, t);
        path.cubic_to(left, top + near, left + near, top, l, top);
        path.close();
        self.add(path.finish(), color);
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
        self.add(path, color);
    }

    /// A picture that cannot be decoded leaves its place empty.
    fn picture(&mut self, area: Rect, id: ImageId) {
        let Some(pixels) = self.pictures.get(id).and_then(|picture| picture.pixels().ok()) else { return };
        let Some(mut picture) = Pixmap::new(pixels.width, pixels.height) else { return };
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
        self.strokes.push(Stroke::Picture { picture, place, rows });
    }
}

/// An outline as a path; none for a blank.
fn built(outline: &[OutlineStep]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in outline {
        match *step {
            OutlineStep::Move([x, y]) => path.move_to(x, y),
            OutlineStep::Line([x, y]) => path.line_to(x, y),
            OutlineStep::Quadratic([cx, cy], [x, y]) => path.quad_to(cx, cy, x, y),
            OutlineStep::Cubic([ax, ay], [bx, by], [x, y]) => path.cubic_to(ax, ay, bx, by, x, y),
            OutlineStep::Close => path.close(),
        }
    }
    path.finish()
}
