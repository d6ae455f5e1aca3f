//! A glyph of a face → its outline, for those who paint it themselves.

use super::Face;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};

/// A step of an outline, in units of the em square; y grows upwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum OutlineStep {
    /// A new contour begins.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A quadratic curve: control point and end.
    Quadratic([f32; 2], [f32; 2]),
    /// A cubic curve: two control points and the end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// The contour is closed.
    Close,
}

impl Face {
    /// The outline of a glyph; empty for blanks, and when there is no such glyph.
    pub fn outline(&self, glyph: u16) -> Vec<OutlineStep> {
        let mut steps = Steps(Vec::new());
        if let Some(outline) = self.tables().and_then(|font| font.outline_glyphs().get(GlyphId::from(glyph)))
        {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            if outline.draw(settings, &mut steps).is_err() {
                return Vec::new();
            }
        }
        steps.0
    }
}

struct Steps(Vec<OutlineStep>);

impl OutlinePen for Steps {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineStep::Move([x, y]));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineStep::Line([x, y]));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.push(OutlineStep::Quadratic([cx, cy], [x, y]));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.push(OutlineStep::Cubic([ax, ay], [bx, by], [x, y]));
    }
    fn close(&mut self) {
        self.0.push(OutlineStep::Close);
    }
}
