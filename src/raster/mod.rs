//! A finished page → pixels: what a cover is in an e-book, and what tests look at.
//!
//! The only room that names `tiny_skia`. It paints fills, paths, letters and pictures as they stand and decides
//! nothing. One thread and no SIMD, so that the same page gives the same pixels on every machine. Knows
//! no picture file and no book.

use crate::book::Pictures;
use crate::fonts::{FaceId, FontLibrary, OutlineStep};
use crate::images::{Painted, Pixels};
use crate::model::ImageId;
use crate::theme::Color;
use crate::typeset::frame::{GlyphRun, Page, Paint, Segment, Shape};
use crate::units::{Pt, Rect};
use std::collections::BTreeMap;
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Path, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8,
    Stroke, Transform,
};

/// The most pixels across or down.
const LARGEST: u32 = 10_000;

/// Paints a page on white, so many pixels across and as many down as its form asks. None when the page has
/// no extent, or would have more than 10 000 pixels in one.
pub fn render(page: &Page, pictures: &Pictures, fonts: &FontLibrary, across: u32) -> Option<Pixels> {
    let Painted { width, height, rgba } = paint(page, pictures, fonts, across)?;
    let rgb = rgba.chunks_exact(4).filter_map(|pixel| pixel.first_chunk::<3>()).flatten().copied();
    Some(Pixels { width: width.into(), height: height.into(), rgb: rgb.collect(), alpha: None })
}

/// The same with the pixels as they were painted.
pub fn paint(page: &Page, pictures: &Pictures, fonts: &FontLibrary, across: u32) -> Option<Painted> {
    let wide = page.size.width.scaled();
    if wide <= 0 || page.size.height <= Pt::ZERO || across > LARGEST {
        return None;
    }
    let down = (i128::from(page.size.height.scaled()) * i128::from(across) * 2 / i128::from(wide) + 1) / 2;
    let down = u32::try_from(down).ok().filter(|down| *down <= LARGEST)?;
    let mut map = Pixmap::new(across, down)?;
    map.fill(tiny_skia::Color::WHITE);
    let scale = (f64::from(across) / page.size.width.to_f64()) as f32;
    let mut painter = Painter { map, scale, fonts, pictures, glyphs: BTreeMap::new() };
    for item in &page.items {
        painter.shape(&item.shape);
    }
    let (width, height) = (u16::try_from(across).ok()?, u16::try_from(down).ok()?);
    // The ground is opaque, and so is all that is painted on it.
    Some(Painted { width, height, rgba: painter.map.take() })
}

struct Painter<'a> {
    map: Pixmap,
    /// Pixels in a point.
    scale: f32,
    fonts: &'a FontLibrary,
    pictures: &'a Pictures,
    /// The outlines used so far, in units of the em square.
    glyphs: BTreeMap<(FaceId, u16), Option<Path>>,
}

impl Painter<'_> {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Glyphs(run) => self.letters(run),
            Shape::Fill { area, color, radius } => self.fill(*area, *color, *radius),
            Shape::Path { segments, paint, color } => self.path(segments, *paint, *color),
            Shape::Picture { area, picture } => self.picture(*area, *picture),
        }
    }

    fn at(&self, length: Pt) -> f32 {
        length.to_f64() as f32 * self.scale
    }

    fn ink(color: Color) -> tiny_skia::Paint<'static> {
        let mut paint = tiny_skia::Paint::default();
        paint.set_color_rgba8(color.red, color.green, color.blue, u8::MAX);
        paint
    }

    fn letters(&mut self, run: &GlyphRun) {
        let paint = Painter::ink(run.color);
        let per_em = self.fonts.get(run.face).metrics().units_per_em;
        let size = self.at(run.size) / f32::from(per_em.max(1));
        let broad = 1.0 + run.broader as f32 / 10_000.0;
        let mut pen = run.origin.x;
        for glyph in &run.glyphs {
            let (x, y) = (self.at(pen + glyph.dx), self.at(run.origin.y - glyph.dy));
            let fonts = self.fonts;
            let outline = self
                .glyphs
                .entry((run.face, glyph.id))
                .or_insert_with(|| built(&fonts.get(run.face).outline(glyph.id)));
            if let Some(outline) = outline {
                let place = Transform::from_row(size * broad, 0.0, 0.0, -size, x, y);
                self.map.fill_path(outline, &paint, FillRule::Winding, place, None);
            }
            pen += glyph.advance;
        }
    }

    fn fill(&mut self, area: Rect, color: Color, radius: Pt) {
        let (left, top, right, bottom) =
            (self.at(area.origin.x), self.at(area.origin.y), self.at(area.right()), self.at(area.bottom()));
        let Some(sharp) = tiny_skia::Rect::from_ltrb(left, top, right, bottom) else { return };
        let radius = self.at(radius).min(sharp.width() / 2.0).min(sharp.height() / 2.0);
        let paint = Painter::ink(color);
        if radius <= 0.0 {
            self.map.fill_rect(sharp, &paint, Transform::identity(), None);
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
        if let Some(path) = path.finish() {
            self.map.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
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
        let Some(path) = path.finish() else { return };
        let paint = Painter::ink(color);
        match how {
            Paint::Fill => {
                self.map.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
            }
            Paint::Stroke(width) => {
                let stroke = Stroke {
                    width: self.at(width),
                    line_cap: LineCap::Round,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                self.map.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
            }
        }
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
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        self.map.draw_pixmap(0, 0, picture.as_ref(), &paint, place, None);
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
