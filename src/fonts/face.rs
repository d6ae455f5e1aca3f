//! One font file → its metrics and the characters it has.

use crate::units::Pt;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Which face of a [`FontLibrary`](super::FontLibrary).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FaceId(pub u16);

/// Measures of a face in units of its em square; y grows upwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FaceMetrics {
    /// Units in one em.
    pub units_per_em: u16,
    /// Height above the baseline that lines need.
    pub ascent: i32,
    /// Depth below the baseline that lines need; negative.
    pub descent: i32,
    /// Height of capitals.
    pub cap_height: i32,
    /// Height of a lower-case x.
    pub x_height: i32,
    /// Angle of italics in degrees, from the vertical, negative when leaning right.
    pub italic_angle: i32,
    /// The smallest box holding every glyph: left, bottom, right, top.
    pub bounds: [i32; 4],
}

/// One font file, parsed once.
pub struct Face {
    id: FaceId,
    name: String,
    bytes: &'static [u8],
    metrics: FaceMetrics,
}

impl Face {
    /// Reads the metrics of a font file; none when it is not one.
    pub(super) fn parse(id: FaceId, name: &str, bytes: &'static [u8]) -> Option<Face> {
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let whole = |value: f32| value.round() as i32;
        let ascent = whole(metrics.ascent);
        Some(Face {
            id,
            name: name.to_owned(),
            bytes,
            metrics: FaceMetrics {
                units_per_em: metrics.units_per_em,
                ascent,
                descent: whole(metrics.descent),
                cap_height: metrics.cap_height.map_or(ascent * 7 / 10, whole),
                x_height: metrics.x_height.map_or(ascent / 2, whole),
                italic_angle: whole(metrics.italic_angle),
                bounds: [whole(bounds.x_min), whole(bounds.y_min), whole(bounds.x_max), whole(bounds.y_max)],
            },
        })
    }

    /// Its address.
    pub fn id(&self) -> FaceId {
        self.id
    }

    /// Its PostScript name, such as `SourceSerif4-Regular`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The font file.
    pub fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// Its measures.
    pub fn metrics(&self) -> &FaceMetrics {
        &self.metrics
    }

    /// The font tables, for shaping and measuring. Cheap: only the table directory is read.
    pub fn tables(&self) -> Option<FontRef<'static>> {
        FontRef::new(self.bytes).ok()
    }

    /// Whether the face has a glyph for a character.
    pub fn covers(&self, character: char) -> bool {
        self.tables().is_some_and(|font| font.charmap().map(character).is_some())
    }

    /// How far the pen moves after a glyph, in units of the em square; none when there is no such glyph.
    pub fn advance(&self, glyph: u16) -> Option<i32> {
        let metrics = self.tables()?.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(GlyphId::from(glyph)).map(|width| width.round() as i32)
    }

    /// A measure in units of the em square as a length at a type size.
    pub fn at(&self, units: i32, size: Pt) -> Pt {
        size.mul_div(i64::from(units), i64::from(self.metrics.units_per_em))
    }
}
