//! Roles and styles → faces: the families embedded in the binary, and fonts a user brings.
//!
//! Themes name families by role and always get a text face of ours. Every other face only stands in for
//! characters that those lack: first a companion of ours, then the user's fonts in the order they were
//! given, and of the faces that have a character the one that looks most like the text around it.

use super::face::{FaceFault, FaceStyle, FontData};
use super::{Face, FaceId};
use crate::units::{Family, Ratio, Slant, Weight};
use skrifa::raw::FileRef;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A font could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FontError {
    /// The name of the face or its file.
    pub face: String,
    /// Why.
    pub fault: FaceFault,
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the font `{}` cannot be used: {}", self.face, self.fault)
    }
}

impl std::error::Error for FontError {}

macro_rules! faces {
    ($($folder:literal / $name:literal: $family:ident $weight:ident $slant:ident),* $(,)?) => {
        [$(Embedded {
            name: $name,
            bytes: include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".ttf")),
            licence: include_str!(concat!("../../fonts/", $folder, "/OFL.txt")),
            style: FaceStyle { family: Family::$family, weight: Weight::$weight, slant: Slant::$slant },
        }),*]
    };
}

/// A face that is part of the program.
struct Embedded {
    name: &'static str,
    bytes: &'static [u8],
    /// The text of its licence.
    licence: &'static str,
    style: FaceStyle,
}

/// How many faces themes can name.
const TEXT_FACES: u16 = 12;

/// The faces in the order of [`FontLibrary::face`] (family, weight, slant), then their companions.
static EMBEDDED: [Embedded; 16] = faces![
    "source-serif-4" / "SourceSerif4-Regular": Serif Regular Upright,
    "source-serif-4" / "SourceSerif4-Italic": Serif Regular Italic,
    "source-serif-4" / "SourceSerif4-Bold": Serif Bold Upright,
    "source-serif-4" / "SourceSerif4-BoldItalic": Serif Bold Italic,
    "source-sans-3" / "SourceSans3-Regular": Sans Regular Upright,
    "source-sans-3" / "SourceSans3-Italic": Sans Regular Italic,
    "source-sans-3" / "SourceSans3-SemiBold": Sans Bold Upright,
    "source-sans-3" / "SourceSans3-SemiBoldItalic": Sans Bold Italic,
    "source-code-pro" / "SourceCodePro-Regular": Mono Regular Upright,
    "source-code-pro" / "SourceCodePro-Italic": Mono Regular Italic,
    "source-code-pro" / "SourceCodePro-SemiBold": Mono Bold Upright,
    "source-code-pro" / "SourceCodePro-SemiBoldItalic": Mono Bold Italic,
    "noto-serif-hebrew" / "NotoSerifHebrew-Regular": Serif Regular Upright,
    "noto-serif-hebrew" / "NotoSerifHebrew-Bold": Serif Bold Upright,
    "noto-sans-hebrew" / "NotoSansHebrew-Regular": Sans Regular Upright,
    "noto-sans-hebrew" / "NotoSansHebrew-Bold": Sans Bold Upright,
];

/// All faces a run may use, each parsed once. Ours are parsed when they are first asked for: an e-book without a cover
/// needs none of them.
pub struct FontLibrary {
    faces: Vec<OnceLock<Face>>,
    /// What each looks like.
    styles: Vec<FaceStyle>,
    /// For each face that themes can name, all others: the likest first.
    stand_ins: Vec<Vec<FaceId>>,
}

impl FontLibrary {
    /// The families embedded in the binary.
    pub fn embedded() -> FontLibrary {
        let faces = EMBEDDED.iter().map(|_| OnceLock::new()).collect();
        let styles = EMBEDDED.iter().map(|font| font.style).collect();
        let mut library = FontLibrary { faces, styles, stand_ins: Vec::new() };
        library.order();
        library
    }

    /// Adds the faces of font files (TrueType, OpenType, collections of them), behind those there are.
    /// Gives what could not be used.
    pub fn add(&mut self, files: Vec<(String, Vec<u8>)>) -> Vec<FontError> {
        let mut errors = Vec::new();
        for (name, bytes) in files {
            let bytes = Arc::new(bytes);
            let count = match FileRef::new(&bytes) {
                Ok(FileRef::Font(_)) => 1,
                Ok(FileRef::Collection(collection)) => collection.len(),
                Err(_) => {
                    errors.push(FontError { face: name, fault: FaceFault::Unreadable });
                    continue;
                }
            };
            for index in 0..count {
                let data = FontData::Loaded(Arc::clone(&bytes));
                match Face::parse(self.next_id(), data, index, None, Ratio::ONE) {
                    Ok(face) if self.faces.len() < usize::from(u16::MAX) => {
                        self.styles.push(face.style());
                        self.faces.push(OnceLock::from(face));
                    }
                    Ok(_) => {}
                    Err(fault) => errors.push(FontError { face: name.clone(), fault }),
                }
            }
        }
        self.order();
        errors
    }

    /// Settles who stands in for whom. Among faces that look as like, those that came first come first.
    fn order(&mut self) {
        let styles = || self.styles.iter().zip(0..).map(|(style, id)| (FaceId(id), *style));
        let order = |(wanted, want): (FaceId, FaceStyle)| {
            let unlike = |(id, is): &(FaceId, FaceStyle)| {
                let own = usize::from(id.0) < EMBEDDED.len();
                (!own, is.weight != want.weight, is.family != want.family, is.slant != want.slant, *id)
            };
            let mut others: Vec<_> = styles().filter(|(id, _)| *id != wanted).collect();
            others.sort_by_key(unlike);
            others.into_iter().map(|(id, _)| id).collect()
        };
        self.stand_ins = styles().take(usize::from(TEXT_FACES)).map(order).collect();
    }

    fn next_id(&self) -> FaceId {
        FaceId(u16::try_from(self.faces.len()).unwrap_or(u16::MAX))
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
        let number = if usize::from(id.0) < self.faces.len() { usize::from(id.0) } else { 0 };
        self.faces[number].get_or_init(|| ours(number))
    }

    /// Every face, in the order of their addresses.
    pub fn faces(&self) -> impl DoubleEndedIterator<Item = &Face> + ExactSizeIterator {
        (0..self.faces.len()).map(|number| self.get(FaceId(number as u16)))
    }

    /// A face that themes can name, then all that may stand in for it, the likest first.
    pub fn candidates(&self, preferred: FaceId) -> impl Iterator<Item = FaceId> {
        let others = self.stand_ins.get(usize::from(preferred.0)).or(self.stand_ins.first());
        std::iter::once(preferred).chain(others.into_iter().flatten().copied())
    }

    /// The first face that has a character: the preferred one, else the one that is most like it.
    pub fn covering(&self, preferred: FaceId, character: char) -> Option<FaceId> {
        self.candidates(preferred).find(|face| self.get(*face).covers(character))
    }
}

/// A face that is part of the program.
fn ours(number: usize) -> Face {
    let font = &EMBEDDED[number];
    let data = FontData::Embedded(font.bytes);
    match Face::parse(FaceId(number as u16), data, 0, Some(font.style), Ratio::ONE) {
        Ok(face) => face.under(font.licence),
        // The files are part of the program, and a test reads each of them.
        Err(fault) => unreachable!("the embedded font `{}` cannot be used: {fault}", font.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(fonts: &FontLibrary, face: Option<FaceId>) -> &str {
        face.map_or("", |face| fonts.get(face).name())
    }

    #[test]
    fn every_style_has_its_own_face() {
        let fonts = FontLibrary::embedded();
        let id = fonts.face(Family::Sans, Weight::Bold, Slant::Italic);
        assert_eq!(fonts.get(id).name(), "SourceSans3-SemiBoldItalic");
        assert_eq!(
            fonts.get(fonts.face(Family::Serif, Weight::Regular, Slant::Upright)).name(),
            "SourceSerif4-Regular"
        );
        for (face, font) in fonts.faces().zip(&EMBEDDED) {
            assert_eq!(face.name(), font.name);
        }
    }

    #[test]
    fn a_missing_character_is_found_elsewhere_or_nowhere() {
        let fonts = FontLibrary::embedded();
        let mono = fonts.face(Family::Mono, Weight::Regular, Slant::Upright);
        assert_eq!(fonts.covering(mono, 'a'), Some(mono));
        assert_eq!(fonts.covering(mono, '\u{4E00}'), None);
    }

    #[test]
    fn the_likest_face_stands_in() {
        let fonts = FontLibrary::embedded();
        let alef = |family, weight, slant| {
            name(&fonts, fonts.covering(fonts.face(family, weight, slant), '\u{5D0}'))
        };
        assert_eq!(alef(Family::Serif, Weight::Regular, Slant::Upright), "NotoSerifHebrew-Regular");
        assert_eq!(alef(Family::Serif, Weight::Regular, Slant::Italic), "NotoSerifHebrew-Regular");
        assert_eq!(alef(Family::Sans, Weight::Bold, Slant::Upright), "NotoSansHebrew-Bold");
        assert_eq!(alef(Family::Mono, Weight::Bold, Slant::Upright), "NotoSerifHebrew-Bold");
    }

    #[test]
    fn fonts_of_a_user_come_behind_ours_and_broken_ones_are_named() {
        let mut fonts = FontLibrary::embedded();
        let before = fonts.faces().len();
        let copy = EMBEDDED[0].bytes.to_vec();
        let errors =
            fonts.add(vec![("copy.ttf".to_owned(), copy), ("text.ttf".to_owned(), b"no font".to_vec())]);
        assert_eq!(errors, [FontError { face: "text.ttf".to_owned(), fault: FaceFault::Unreadable }]);
        assert_eq!(fonts.faces().len(), before + 1);
        let serif = fonts.face(Family::Serif, Weight::Regular, Slant::Upright);
        assert_eq!(fonts.covering(serif, 'a'), Some(serif));
        let added = fonts.get(FaceId(before as u16));
        assert_eq!(added.style(), EMBEDDED[0].style);
        assert_eq!(added.name(), "SourceSerif4-Regular");
    }
}
