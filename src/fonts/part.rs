//! A face and the characters of a book → a font file of these alone, for formats whose readers choose glyphs
//! themselves.
//!
//! The only file that names `skera` and `write_fonts`. The character map and the layout tables stay, so that
//! ligatures, marks and joined letters come out as in the whole font. (What a PDF holds of a font is another
//! thing: glyphs by number, without such tables.) A part has a name of its own: under the Open Font License a
//! changed font must not have the name that its maker reserved.

use super::face::{Face, Outlines};
use crate::units::{Slant, Weight};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::NameId;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider, Tag};
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use write_fonts::FontBuilder;
use write_fonts::tables::name::{Name, NameRecord};

/// The bit of `fsType` by which a maker forbids to part a font (OpenType, OS/2).
const WHOLE_ONLY: u16 = 0x100;

/// The most bytes of a font that is embedded whole.
const LARGEST_WHOLE: usize = 4_000_000;

/// The most characters of one name of a font.
const LONGEST_NAME: usize = 2_000;

/// The platform, encoding and language of names in English, as all programs read them (OpenType, name).
const ENGLISH: (u16, u16, u16) = (3, 1, 0x409);

/// A font file for a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FontPart {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it is the maker's file as it was, under its own name.
    pub whole: bool,
}

/// Why a face cannot be embedded into a text that flows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartFault {
    /// Its maker allows it to be embedded whole only, and it is too large or one of several in its file.
    WholeOnly,
    /// Fonts of its kind are embedded whole, and it is too large or one of several in its file.
    Kind,
    /// Its tables are damaged.
    Damaged,
}

impl fmt::Display for PartFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PartFault::WholeOnly => {
                "its maker allows no parts of it, and the whole is too large or not alone in its file"
            }
            PartFault::Kind => {
                "fonts with PostScript outlines are embedded whole, and it is too large or not alone in its file"
            }
            PartFault::Damaged => "its tables are damaged",
        })
    }
}

impl Face {
    /// The font with the glyphs that some characters need, under a name made of `family` and its style; or the
    /// whole font where it must not or cannot be parted.
    ///
    /// # Errors
    /// When neither is possible.
    pub fn part(&self, characters: &BTreeSet<char>, family: &str) -> Result<FontPart, PartFault> {
        let font = self.tables().ok_or(PartFault::Damaged)?;
        if font.os2().is_ok_and(|os2| os2.fs_type() & WHOLE_ONLY != 0) {
            return self.whole().ok_or(PartFault::WholeOnly);
        }
        if self.outlines() == Outlines::Cff {
            return self.whole().ok_or(PartFault::Kind);
        }
        let bytes = parted(&font, characters).ok_or(PartFault::Damaged)?;
        let part = FontRef::new(&bytes).map_err(|_| PartFault::Damaged)?;
        // A part that lost a letter on the way would be worse than none.
        let (had, has) = (font.charmap(), part.charmap());
        if characters.iter().any(|c| had.map(*c).is_some() && has.map(*c).is_none()) {
            return Err(PartFault::Damaged);
        }
        let bytes = renamed(&part, self, family).ok_or(PartFault::Damaged)?;
        Ok(FontPart { bytes, whole: false })
    }

    fn whole(&self) -> Option<FontPart> {
        let alone = self.index() == 0 && FontRef::new(self.bytes()).is_ok();
        (alone && self.bytes().len() <= LARGEST_WHOLE)
            .then(|| FontPart { bytes: self.bytes().to_vec(), whole: true })
    }

    /// What the font says of itself in English, if it does: its name, its copyright, its licence and where that
    /// can be read. One line each.
    pub fn terms(&self) -> Vec<String> {
        let Some(font) = self.tables() else { return Vec::new() };
        let said =
            [NameId::FULL_NAME, NameId::COPYRIGHT_NOTICE, NameId::LICENSE_DESCRIPTION, NameId::LICENSE_URL];
        said.into_iter().filter_map(|id| string(&font, id)).collect()
    }
}

/// A string of a font in English, else in the first language it has, on one line.
fn string(font: &FontRef<'_>, id: NameId) -> Option<String> {
    let text = font.localized_strings(id).english_or_first()?.to_string();
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let line = text.chars().map(visible).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The glyphs of some characters as a font, if the tables are sound.
fn parted(font: &FontRef<'_>, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    // skera takes it for granted that these can be read.
    let there = font.head().is_ok() && font.maxp().is_ok() && font.hhea().is_ok() && font.hmtx().is_ok();
    if !there || font.loca(None).is_err() || font.glyf().is_err() {
        return None;
    }
    // It checks what it reads, but not everywhere: a font of a user that is damaged in a way it did not expect must
    // not end the run. Nothing is shared with what is dropped then.
    let part = AssertUnwindSafe(|| subset_font(font, &plan(font, characters)));
    catch_unwind(part).ok()?.ok()
}

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>) -> Plan {
    let unicodes: IntSet<u32> = characters.iter().map(|c| u32::from(*c)).collect();
    let mut scripts = IntSet::<Tag>::empty();
    scripts.invert();
    let features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    let mut dropped: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    // Names are written anew; the table of style attributes refers to them and is for variable fonts.
    dropped.extend([Tag::new(b"name"), Tag::new(b"STAT")]);
    let (glyphs, names) = (IntSet::<GlyphId>::empty(), IntSet::<NameId>::empty());
    let flags = SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE;
    Plan::new(&glyphs, &unicodes, font, flags, &dropped, &scripts, &features, &names, &IntSet::empty())
}

/// The font with names of ours, and the maker's words on copyright, licence and makers as they were.
fn renamed(font: &FontRef<'_>, face: &Face, family: &str) -> Option<Vec<u8>> {
    let style = match (face.style().weight, face.style().slant) {
        (Weight::Regular, Slant::Upright) => "Regular",
        (Weight::Regular, Slant::Italic) => "Italic",
        (Weight::Bold, Slant::Upright) => "Bold",
        (Weight::Bold, Slant::Italic) => "Bold Italic",
    };
    let whole = face.tables()?;
    let full = format!("{family} {style}");
    let mut records = Vec::new();
    for id in (0..=14).map(NameId::new) {
        let text = match id {
            NameId::FAMILY_NAME => Some(family.to_owned()),
            NameId::SUBFAMILY_NAME => Some(style.to_owned()),
            NameId::UNIQUE_ID | NameId::FULL_NAME => Some(full.clone()),
            NameId::POSTSCRIPT_NAME => Some(full.replace(' ', "")),
            // What it says of itself is of the whole font.
            NameId::DESCRIPTION => None,
            _ => string(&whole, id),
        };
        let Some(text) = text else { continue };
        let text: String = text.chars().take(LONGEST_NAME).collect();
        let (platform, encoding, language) = ENGLISH;
        records.push(NameRecord::new(platform, encoding, language, id, text.into()));
    }
    let mut builder = FontBuilder::new();
    builder.add_table(&Name::new(records)).ok()?;
    Some(builder.copy_missing_tables(font.clone()).build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontLibrary;
    use crate::units::Family;
    use harfrust::{Buffer, ShapeOptions, ShaperFont, shape};

    fn serif(fonts: &FontLibrary) -> &Face {
        fonts.get(fonts.face(Family::Serif, Weight::Regular, Slant::Upright))
    }

    fn part(characters: &str) -> Vec<u8> {
        let fonts = FontLibrary::embedded();
        let part = serif(&fonts).part(&characters.chars().collect(), "Test Serif").expect("a part");
        assert!(!part.whole);
        part.bytes
    }

    #[test]
    fn a_part_has_its_letters_their_layout_and_no_others() {
        let bytes = part("office");
        assert_eq!(bytes, part("office"), "the same each time");
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        let font = FontRef::new(&bytes).expect("a font");
        assert!("office".chars().all(|c| font.charmap().map(c).is_some()));
        assert_eq!(font.charmap().map('z'), None);
        assert!(font.gsub().is_ok() && font.gpos().is_ok());
    }

    /// Shapes words with a font file: its glyphs by number, and how far the pen moves.
    fn shaped(bytes: &[u8], words: &str) -> (Vec<u32>, Vec<i32>) {
        let font = harfrust::Font::new(bytes.to_vec(), 0).expect("a font");
        let mut buffer = Buffer::new();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        shape(&ShaperFont::new(&font), &mut buffer, ShapeOptions::new()).expect("glyphs");
        let numbers = buffer.glyph_infos().iter().map(|glyph| glyph.glyph_id).collect();
        (numbers, buffer.glyph_positions().iter().map(|place| place.x_advance).collect())
    }

    #[test]
    fn letters_join_and_kern_in_a_part_as_in_the_whole() {
        let fonts = FontLibrary::embedded();
        for words in ["office AVATAR fjord", "To Ty q\u{323}"] {
            let (glyphs, advances) = shaped(&part(words), words);
            let (whole_glyphs, whole_advances) = shaped(serif(&fonts).bytes(), words);
            assert_eq!((glyphs.len(), advances), (whole_glyphs.len(), whole_advances), "{words}");
            assert!(!glyphs.contains(&0), "{words}");
        }
        // The whole has an accented letter for the two; in the part the mark is set on its letter.
        let sum = |bytes: &[u8]| shaped(bytes, "e\u{301}").1.into_iter().sum::<i32>();
        assert_eq!(sum(&part("e\u{301}")), sum(serif(&fonts).bytes()));
    }

    /// Source Code Pro and Source Sans 3 reserve the name `Source`: no part of them may be called so.
    #[test]
    fn a_part_has_a_name_of_its_own_and_keeps_copyright_and_licence() {
        let fonts = FontLibrary::embedded();
        for face in fonts.faces() {
            let part = face.part(&"abc".chars().collect(), "Stationer Test").expect("a part");
            let font = FontRef::new(&part.bytes).expect("a font");
            let said = |id| string(&font, id).unwrap_or_default();
            assert_eq!(said(NameId::FAMILY_NAME), "Stationer Test");
            for id in [NameId::UNIQUE_ID, NameId::FULL_NAME, NameId::POSTSCRIPT_NAME] {
                assert!(said(id).starts_with("Stationer"), "{}", said(id));
            }
            let records = font.name().expect("names").name_record().to_vec();
            assert!(records.iter().all(|record| record.name_id().to_u16() <= 14), "{}", face.name());
            let whole = face.tables().and_then(|font| string(&font, NameId::COPYRIGHT_NOTICE));
            assert_eq!(Some(said(NameId::COPYRIGHT_NOTICE)), whole);
            assert!(said(NameId::LICENSE_DESCRIPTION).contains("Open Font License"), "{}", face.name());
        }
    }

    /// The face with another `fsType`, as a font of a user.
    fn allowing(fs_type: u16) -> FontLibrary {
        let mut fonts = FontLibrary::embedded();
        let mut bytes = serif(&fonts).bytes().to_vec();
        let tables = FontRef::new(&bytes).expect("a font");
        let os2 =
            tables.table_directory().table_records().iter().find(|table| table.tag() == Tag::new(b"OS/2"));
        let at = os2.expect("a table").offset() as usize + 8;
        bytes[at..at + 2].copy_from_slice(&fs_type.to_be_bytes());
        fonts.add(vec![("mine.ttf".to_owned(), bytes)]);
        fonts
    }

    #[test]
    fn a_font_whose_maker_forbids_parts_is_embedded_whole() {
        let fonts = allowing(0x108);
        let mine = fonts.faces().last().expect("a face");
        let part = mine.part(&"abc".chars().collect(), "Mine").expect("the whole");
        assert!(part.whole && part.bytes == mine.bytes());
    }

    #[test]
    fn a_font_that_may_not_be_embedded_is_no_face() {
        let ours = FontLibrary::embedded().faces().len();
        assert_eq!(allowing(0x002).faces().len(), ours);
        assert_eq!(allowing(0x004).faces().len(), ours + 1);
    }

    /// A font of a user may hold anything: its part is a font, or it is refused.
    #[test]
    fn a_damaged_font_gives_a_part_or_a_fault() {
        let whole = include_bytes!("../../fonts/noto-sans-hebrew/NotoSansHebrew-Regular.ttf");
        let characters = "\u{5d0}\u{5b8}\u{5dc}".chars().collect();
        let mut kept = 0;
        for at in (0..whole.len()).step_by(29) {
            let mut bytes = whole.to_vec();
            bytes[at] ^= 0xff;
            let mut fonts = FontLibrary::embedded();
            let ours = fonts.faces().len();
            fonts.add(vec![("damaged.ttf".to_owned(), bytes)]);
            if let Some(face) = fonts.faces().nth(ours) {
                kept += usize::from(face.part(&characters, "Damaged").is_ok());
            }
        }
        assert!(kept > 0);
    }
}
