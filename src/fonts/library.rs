//! Roles and styles → faces: the families embedded in the binary.

use super::{Face, FaceId};
use crate::units::{Family, Slant, Weight};
use std::fmt;

/// A font could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FontError {
    /// The name of the face.
    pub face: String,
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the font `{}` cannot be read", self.face)
    }
}

impl std::error::Error for FontError {}

macro_rules! faces {
    ($($folder:literal / $name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".ttf")).as_slice())),*]
    };
}

/// The faces in the order of [`FontLibrary::face`]: family, weight, slant.
static EMBEDDED: [(&str, &[u8]); 12] = faces![
    "source-serif-4" / "SourceSerif4-Regular",
    "source-serif-4" / "SourceSerif4-Italic",
    "source-serif-4" / "SourceSerif4-Bold",
    "source-serif-4" / "SourceSerif4-BoldItalic",
    "source-sans-3" / "SourceSans3-Regular",
    "source-sans-3" / "SourceSans3-Italic",
    "source-sans-3" / "SourceSans3-SemiBold",
    "source-sans-3" / "SourceSans3-SemiBoldItalic",
    "source-code-pro" / "SourceCodePro-Regular",
    "source-code-pro" / "SourceCodePro-Italic",
    "source-code-pro" / "SourceCodePro-SemiBold",
    "source-code-pro" / "SourceCodePro-SemiBoldItalic",
];

/// All faces a run may use, parsed once.
pub struct FontLibrary {
    faces: Vec<Face>,
}

impl FontLibrary {
    /// The families embedded in the binary.
    ///
    /// # Errors
    /// When an embedded file is damaged; the library is then unusable.
    pub fn embedded() -> Result<FontLibrary, FontError> {
        let mut faces = Vec::with_capacity(EMBEDDED.len());
        for (index, (name, bytes)) in EMBEDDED.iter().enumerate() {
            let id = FaceId(u16::try_from(index).unwrap_or(u16::MAX));
            let face = Face::parse(id, name, bytes).ok_or_else(|| FontError { face: (*name).to_owned() })?;
            faces.push(face);
        }
        Ok(FontLibrary { faces })
    }

    /// The face of a style.
    pub fn face(&self, family: Family, weight: Weight, slant: Slant) -> FaceId {
        let family = match family {
            Family::Serif => 0,
            Family::Sans => 4,
            Family::Mono => 8,
        };
        let weight = match weight {
            Weight::Regular => 0,
            Weight::Bold => 2,
        };
        let slant = match slant {
            Slant::Upright => 0,
            Slant::Italic => 1,
        };
        FaceId(family + weight + slant)
    }

    /// The face of an address. Addresses come from this library, so the first face answers for any other.
    pub fn get(&self, id: FaceId) -> &Face {
        self.faces.get(usize::from(id.0)).unwrap_or(&self.faces[0])
    }

    /// Every face, in the order of their addresses.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The first face that has a character: the preferred one, else the others of the same weight and
    /// slant, else any.
    pub fn covering(&self, preferred: FaceId, character: char) -> Option<FaceId> {
        let same_style = |face: &&Face| face.id().0 % 4 == preferred.0 % 4;
        std::iter::once(self.get(preferred))
            .chain(self.faces.iter().filter(same_style))
            .chain(&self.faces)
            .find(|face| face.covers(character))
            .map(Face::id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_has_its_own_face() {
        let fonts = FontLibrary::embedded().expect("the embedded fonts are sound");
        let id = fonts.face(Family::Sans, Weight::Bold, Slant::Italic);
        assert_eq!(fonts.get(id).name(), "SourceSans3-SemiBoldItalic");
        assert_eq!(
            fonts.get(fonts.face(Family::Serif, Weight::Regular, Slant::Upright)).name(),
            "SourceSerif4-Regular"
        );
    }

    #[test]
    fn a_missing_character_is_found_elsewhere_or_nowhere() {
        let fonts = FontLibrary::embedded().expect("the embedded fonts are sound");
        let mono = fonts.face(Family::Mono, Weight::Regular, Slant::Upright);
        assert_eq!(fonts.covering(mono, 'a'), Some(mono));
        assert_eq!(fonts.covering(mono, '\u{4E00}'), None);
    }
}
