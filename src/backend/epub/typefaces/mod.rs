//! The texts of a book → the faces that a reader needs to show them as the theme asks, and the sheet that names them.
//!
//! By default a book has no fonts: the letters are the reader's. Where the author asks for the theme's faces, each
//! is embedded with the letters that this book shows in it and those of a keyboard, as far as its licence allows;
//! one that cannot be is reported, and the reader's stands in for it. A user's choice of font still wins: nothing
//! here is `!important`. Faces that stand in for letters of other scripts come behind in the list of families, which
//! the oldest readers know; ranges of characters they do not. Knows no page and no archive.

mod letters;
#[cfg(test)]
mod tests;

use super::Fault;
use super::stacks::Stacks;
use super::stylesheet;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::fonts::{Face, FaceId, FaceStyle, FontLibrary, Outlines};
use crate::theme::{Role, Theme};
use crate::units::{Family, Slant, Weight};
use letters::Letters;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The file of the terms under which the fonts may be used.
pub(super) const TERMS: &str = "font/licences.txt";

/// The fonts of a book, and what names them.
#[derive(Default)]
pub(super) struct Typefaces {
    /// The font files.
    pub(super) files: Vec<FontFile>,
    /// The sheet.
    pub(super) sheet: String,
    /// The lists of families for the base sheet.
    pub(super) stacks: Stacks,
    /// Copyright and licence of each font, in words.
    pub(super) terms: String,
}

/// A font file.
pub(super) struct FontFile {
    /// Its file, seen from the package document.
    pub(super) file: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// A style that a sheet can ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Style {
    family: Family,
    weight: Weight,
    slant: Slant,
}

impl Style {
    /// The style that a face is made for.
    fn of(face: &Face) -> Style {
        let FaceStyle { family, weight, slant } = face.style();
        Style { family, weight, slant }
    }

    /// What its file is called, whatever book it is in.
    fn file_stem(self, number: usize) -> String {
        let mut stem = match self.family {
            Family::Serif => "serif",
            Family::Sans => "sans",
            Family::Mono => "mono",
        }
        .to_owned();
        if number > 0 {
            let _ = write!(stem, "-{number}");
        }
        if self.weight == Weight::Bold {
            stem.push_str("-bold");
        }
        if self.slant == Slant::Italic {
            stem.push_str("-italic");
        }
        stem
    }
}

/// The style sheet that tells in which style a letter is shown.
pub(super) fn rules(theme: &Theme) -> String {
    stylesheet::base(theme, &Stacks::generic(theme.style(Role::Body).family))
}

/// What the texts of a book show, as they are read.
pub(super) struct Shown<'r> {
    rules: simplecss::StyleSheet<'r>,
    root: Style,
    letters: Letters,
}

impl<'r> Shown<'r> {
    /// Nothing yet; `rules` is the sheet of the same theme.
    pub(super) fn of(rules: &'r str, theme: &Theme) -> Shown<'r> {
        let family = theme.style(Role::Body).family;
        let root = Style { family, weight: Weight::Regular, slant: Slant::Upright };
        Shown { rules: simplecss::StyleSheet::parse(rules), root, letters: Letters::default() }
    }

    /// Reads a text.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Fault> {
        self.letters.read(text, &self.rules, &Stacks::family, self.root)
    }

    /// The faces for all that was read.
    pub(super) fn made(&self, fonts: &FontLibrary, diagnostics: &mut Diagnostics) -> Typefaces {
        let mut wanted = Wanted::default();
        for (style, shown) in &self.letters.shown {
            wanted.add(*style, shown, fonts);
        }
        wanted.made(self.root.family, fonts, diagnostics)
    }
}

/// Which letters each face is for, and which faces each style has.
#[derive(Default)]
struct Wanted {
    characters: BTreeMap<FaceId, BTreeSet<char>>,
    /// The faces of a style: its own, then those that stand in for it.
    faces: BTreeMap<Style, Vec<FaceId>>,
}

impl Wanted {
    fn add(&mut self, style: Style, shown: &BTreeSet<String>, fonts: &FontLibrary) {
        let own = fonts.face(style.family, style.weight, style.slant);
        let faces = self.faces.entry(style).or_insert_with(|| vec![own]);
        // What readers may put between words and at the ends of lines comes with what a keyboard has.
        let keyboard = (' '..='~').chain(['\u{a0}', '\u{2010}']);
        self.characters.entry(own).or_default().extend(keyboard.filter(|c| fonts.get(own).covers(*c)));
        for letter in shown {
            // A reader takes a letter and its marks from one font, if one has them all.
            let whole = fonts.candidates(own).find(|face| letter.chars().all(|c| fonts.get(*face).covers(c)));
            for character in letter.chars() {
                let Some(face) = whole.or_else(|| fonts.covering(own, character)) else { continue };
                self.characters.entry(face).or_default().insert(character);
                if !faces.contains(&face) {
                    faces.push(face);
                }
            }
        }
        faces[1..].sort_unstable();
    }

    fn made(&self, body: Family, fonts: &FontLibrary, diagnostics: &mut Diagnostics) -> Typefaces {
        let mut made = Typefaces::default();
        let mut files: BTreeMap<FaceId, String> = BTreeMap::new();
        for (id, characters) in &self.characters {
            let face = fonts.get(*id);
            let Style { family, weight, slant } = Style::of(face);
            // A face that themes can name is the first of its family; others are told apart by their number.
            let number = if fonts.face(family, weight, slant) == *id { 0 } else { usize::from(id.0) };
            if let Some(file) = made.embed(face, number, characters, diagnostics) {
                files.insert(*id, file);
            }
        }
        for family in [Family::Serif, Family::Sans, Family::Mono] {
            let mut numbers = BTreeSet::new();
            for (style, faces) in self.faces.iter().filter(|(style, _)| style.family == family) {
                for (number, id) in faces.iter().enumerate() {
                    if let Some(file) = files.get(id) {
                        made.name(*style, number, file);
                        numbers.insert(number);
                    }
                }
            }
            let names: Vec<String> = numbers.into_iter().map(|number| family_name(family, number)).collect();
            made.stacks.lead(family, &names, body);
        }
        made
    }
}

impl Typefaces {
    /// Embeds the letters of a face and gives the name of the file, or says why it cannot be.
    fn embed(
        &mut self,
        face: &Face,
        number: usize,
        characters: &BTreeSet<char>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let style = Style::of(face);
        let part = match face.part(characters, &family_name(style.family, number)) {
            Ok(part) => part,
            Err(fault) => {
                let message = format!("the font `{}` is not embedded in the e-book: {fault}", face.name());
                let help = "name another font, or leave letters to readers: fonts = \"none\" in [epub]";
                diagnostics.push(Diagnostic::new(Code::FontUnusable, message).help(help));
                return None;
            }
        };
        let (suffix, media_type) = match face.outlines() {
            Outlines::TrueType => ("ttf", "font/ttf"),
            Outlines::Cff => ("otf", "font/otf"),
        };
        let file = format!("font/{}.{suffix}", style.file_stem(number));
        self.say_terms(&file, face, if part.whole { "is" } else { "is a part, under another name, of" });
        self.files.push(FontFile { file: file.clone(), media_type, bytes: part.bytes });
        Some(file)
    }

    /// Names a file in the sheet as a family of a style. The first of a family is its own face; those that stand in
    /// for letters it lacks are families of their own, which a list of families names behind it.
    fn name(&mut self, style: Style, number: usize, file: &str) {
        let family = family_name(style.family, number);
        let weight = if style.weight == Weight::Bold { "bold" } else { "normal" };
        let slant = if style.slant == Slant::Italic { "italic" } else { "normal" };
        if self.sheet.is_empty() {
            self.sheet.push_str("@charset \"utf-8\";\n");
        }
        let _ = write!(
            self.sheet,
            "@font-face {{\n  font-family: \"{family}\";\n  font-weight: {weight};\n  font-style: {slant};\n"
        );
        let _ = write!(self.sheet, "  src: url(\"{file}\");\n}}\n");
    }

    /// Adds what a font says of its makers and its licence, and the whole licence of a font of ours.
    fn say_terms(&mut self, file: &str, face: &Face, is: &str) {
        let said = face.terms();
        let name = said.first().map_or(face.name(), String::as_str);
        let _ = writeln!(self.terms, "{file} {is} {name}.");
        said.iter().skip(1).for_each(|line| {
            let _ = writeln!(self.terms, "{line}");
        });
        self.terms.push('\n');
        if let Some(licence) = face.licence()
            && !self.terms.contains(licence)
        {
            let _ = writeln!(self.terms, "{licence}\n");
        }
    }
}

/// The name of a family in style sheets and in the fonts. Not the maker's: some reserve it for the whole font.
fn family_name(family: Family, number: usize) -> String {
    let family = match family {
        Family::Serif => "Stationer Serif",
        Family::Sans => "Stationer Sans",
        Family::Mono => "Stationer Mono",
    };
    if number == 0 { family.to_owned() } else { format!("{family} {number}") }
}
