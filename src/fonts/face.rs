//! One font file → its metrics, its style and the characters it has.

use crate::units::{Family, Pt, Ratio, Slant, Weight};
use harfrust::Font;
use skrifa::attribute::{Style, Weight as Heaviness};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::fmt;
use std::sync::Arc;

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

/// What a face looks like, for choosing one that can stand in for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FaceStyle {
    /// Its family by role.
    pub family: Family,
    /// How heavy it is.
    pub weight: Weight,
    /// Whether it leans.
    pub slant: Slant,
}

/// How the outlines of a face are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outlines {
    /// As TrueType: a `glyf` table.
    TrueType,
    /// As PostScript: a `CFF ` table.
    Cff,
}

/// The bytes of a font file.
#[derive(Clone)]
pub(super) enum FontData {
    /// Part of the program.
    Embedded(&'static [u8]),
    /// Read in this run; shared by the faces of a collection.
    Loaded(Arc<Vec<u8>>),
}

impl FontData {
    fn bytes(&self) -> &[u8] {
        match self {
            FontData::Embedded(bytes) => bytes,
            FontData::Loaded(bytes) => bytes,
        }
    }
}

/// Why a face cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaceFault {
    /// It is not a font, or a damaged one.
    Unreadable,
    /// It has no outlines: a bitmap font, or one of a kind that a page cannot hold.
    WithoutOutlines,
    /// Its maker does not allow that documents carry it (OS/2 `fsType`).
    EmbeddingForbidden,
}

impl fmt::Display for FaceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FaceFault::Unreadable => "it cannot be read",
            FaceFault::WithoutOutlines => "it has no outlines that a page can hold",
            FaceFault::EmbeddingForbidden => "its maker does not allow that documents carry it",
        })
    }
}

/// One face of a font file, parsed once.
pub struct Face {
    id: FaceId,
    name: String,
    data: FontData,
    /// Its number in the file; 0 unless the file is a collection.
    index: u32,
    shaping: Font,
    outlines: Outlines,
    style: FaceStyle,
    scale: Ratio,
    metrics: FaceMetrics,
    licence: Option<&'static str>,
}

impl Face {
    /// Reads a face of a font file. What it looks like is taken from its tables unless `style` says so;
    /// `scale` is the factor that makes it as large as the text faces.
    pub(super) fn parse(
        id: FaceId,
        data: FontData,
        index: u32,
        style: Option<FaceStyle>,
        scale: Ratio,
    ) -> Result<Face, FaceFault> {
        let font = FontRef::from_index(data.bytes(), index).map_err(|_| FaceFault::Unreadable)?;
        let outlines = match (font.glyf(), font.cff()) {
            (Ok(_), _) => Outlines::TrueType,
            (_, Ok(_)) => Outlines::Cff,
            _ => return Err(FaceFault::WithoutOutlines),
        };
        if font.os2().is_ok_and(|os2| !may_be_embedded(os2.fs_type())) {
            return Err(FaceFault::EmbeddingForbidden);
        }
        let style = style.unwrap_or_else(|| style_of(&font));
        let name = font
            .localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME)
            .english_or_first()
            .map_or_else(|| format!("Face{}", id.0), |name| postscript(&name.to_string()));
        let metrics = metrics(&font);
        let shaping = match &data {
            FontData::Embedded(bytes) => Font::new(*bytes, index),
            FontData::Loaded(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::clone(bytes) as _;
                Font::new(shared, index)
            }
        };
        let shaping = shaping.ok_or(FaceFault::Unreadable)?;
        Ok(Face { id, name, data, index, shaping, outlines, style, scale, metrics, licence: None })
    }

    /// Its address.
    pub fn id(&self) -> FaceId {
        self.id
    }

    /// Its PostScript name, such as `SourceSerif4-Regular`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The face with the text of its licence.
    pub(super) fn under(self, licence: &'static str) -> Face {
        Face { licence: Some(licence), ..self }
    }

    /// The text of its licence, if it is a face of ours.
    pub fn licence(&self) -> Option<&'static str> {
        self.licence
    }

    /// The font file.
    pub fn bytes(&self) -> &[u8] {
        self.data.bytes()
    }

    /// Its number in the font file.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The face as the shaper wants it; clones share everything.
    pub fn shaping(&self) -> &Font {
        &self.shaping
    }

    /// How its outlines are written down.
    pub fn outlines(&self) -> Outlines {
        self.outlines
    }

    /// What it looks like.
    pub fn style(&self) -> FaceStyle {
        self.style
    }

    /// The factor that makes its letters as large as those of the text faces it stands beside.
    pub fn scale(&self) -> Ratio {
        self.scale
    }

    /// Its measures.
    pub fn metrics(&self) -> &FaceMetrics {
        &self.metrics
    }

    /// The font tables, for measuring. Cheap: only the table directory is read.
    pub fn tables(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }

    /// Whether the face has a glyph for a character.
    pub fn covers(&self, character: char) -> bool {
        self.tables().is_some_and(|font| font.charmap().map(character).is_some())
    }

    /// How far the pen moves after a glyph, in units of the em square; none when there is no such glyph.
    pub fn advance(&self, glyph: u16) -> Option<i32> {
        let tables = self.tables()?;
        let metrics = tables.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(GlyphId::from(glyph)).map(|width| width.round() as i32)
    }

    /// A measure in units of the em square as a length at a type size.
    pub fn at(&self, units: i32, size: Pt) -> Pt {
        size.mul_div(i64::from(units), i64::from(self.metrics.units_per_em))
    }
}

/// Whether documents may carry a font of this `fsType` (OpenType, OS/2): anything but “restricted” alone
/// and “bitmaps only”.
fn may_be_embedded(fs_type: u16) -> bool {
    let (restricted, permitted, bitmaps) = (fs_type & 0x2, fs_type & 0xC, fs_type & 0x200);
    (restricted == 0 || permitted != 0) && bitmaps == 0
}

/// What a font says of its looks.
fn style_of(font: &FontRef<'_>) -> FaceStyle {
    let attributes = font.attributes();
    let fixed = font.post().is_ok_and(|post| post.is_fixed_pitch() != 0);
    // PANOSE: family kind 2 is Latin text, whose serif styles 11 to 15 are those without serifs. Fonts
    // that leave it empty are taken by their name.
    let panose = font.os2().ok().map(|os2| [os2.panose_10()[0], os2.panose_10()[1]]);
    let named = |word: &str| {
        font.localized_strings(skrifa::string::StringId::FAMILY_NAME)
            .english_or_first()
            .is_some_and(|name| name.to_string().to_lowercase().contains(word))
    };
    let family = match panose {
        _ if fixed => Family::Mono,
        _ if named("sans") || named("gothic") || named("kaku") => Family::Sans,
        _ if named("serif") || named("mincho") || named("song") || named("naskh") => Family::Serif,
        Some([2, 11..=15]) => Family::Sans,
        _ => Family::Serif,
    };
    let weight = if attributes.weight.value() >= Heaviness::SEMI_BOLD.value() {
        Weight::Bold
    } else {
        Weight::Regular
    };
    let slant = if attributes.style == Style::Normal { Slant::Upright } else { Slant::Italic };
    FaceStyle { family, weight, slant }
}

/// A name without what PDF and PostScript names must not have.
fn postscript(name: &str) -> String {
    let fit = |c: &char| c.is_ascii_graphic() && !"[](){}<>/%".contains(*c);
    name.chars().filter(fit).take(63).collect()
}

fn metrics(font: &FontRef<'_>) -> FaceMetrics {
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let bounds = metrics.bounds.unwrap_or_default();
    let whole = |value: f32| value.round() as i32;
    let ascent = whole(metrics.ascent);
    FaceMetrics {
        units_per_em: metrics.units_per_em,
        ascent,
        descent: whole(metrics.descent),
        cap_height: metrics.cap_height.map_or(ascent * 7 / 10, whole),
        x_height: metrics.x_height.map_or(ascent / 2, whole),
        italic_angle: whole(metrics.italic_angle),
        bounds: [whole(bounds.x_min), whole(bounds.y_min), whole(bounds.x_max), whole(bounds.y_max)],
    }
}
