//! Fonts, pictures and empty pages → a document shell: printpdf's object graph, put right.
//!
//! printpdf makes pages, fonts and images into objects. What it writes differently from what we need (widths
//! cut instead of rounded, one resource dictionary for each page, boxes equal to the page, information that
//! depends on the clock) is replaced here.

use super::letters::{self, EmbeddedFace, Letters};
use super::save::Packed;
use super::{WriteError, number, pictures};
use crate::fonts::Outlines;
use crate::model::ImageId;
use crate::typeset::frame::Pages;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt,
    TextItem, XObject, XObjectId,
};
use std::collections::BTreeMap;

/// A document under construction.
pub(super) struct Shell {
    /// The objects.
    pub(super) document: Document,
    /// Objects that are written already, beside those of the document; their numbers are the document's.
    pub(super) packed: Packed,
    /// The page objects, in order.
    pub(super) pages: Vec<ObjectId>,
}

impl Shell {
    /// A document with fonts and pictures and without content.
    ///
    /// # Errors
    /// When the library cannot read a face or leaves an object out.
    pub(super) fn build(
        pages: &Pages,
        letters: &Letters,
        pictures: BTreeMap<ImageId, XObject>,
    ) -> Result<Shell, WriteError> {
        let mut pdf = PdfDocument::new("");
        for face in letters.iter() {
            pdf.resources.fonts.map.insert(FontId(face.resource.clone()), PdfFont::new(parsed(face)?));
        }
        for (id, picture) in pictures {
            pdf.resources.xobjects.map.insert(XObjectId(pictures::resource(id)), picture);
        }
        let mut operations = naming(letters);
        for _ in &pages.pages {
            // The size is set below, in our own numbers.
            pdf.pages.push(PdfPage::new(Mm(100.0), Mm(100.0), std::mem::take(&mut operations)));
        }
        let options =
            PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
        let mut document = pdf.to_lopdf_document(&options, &mut Vec::new());
        document.version = "1.7".to_owned();
        let ids: Vec<ObjectId> = document.page_iter().collect();
        if ids.len() != pages.pages.len() {
            return Err(fault("pages are missing"));
        }
        let mut shell = Shell { document, packed: Packed::default(), pages: ids };
        shell.correct_pages(pages)?;
        shell.correct_fonts(letters)?;
        shell.document.catalog_mut()?.remove(b"PageLayout");
        Ok(shell)
    }

    /// The dictionary of a page.
    pub(super) fn page(&mut self, index: usize) -> Result<&mut Dictionary, WriteError> {
        let id = self.pages.get(index).copied().ok_or_else(|| fault("there is no such page"))?;
        Ok(self.document.get_dictionary_mut(id)?)
    }

    /// Puts compressed content streams on the pages.
    pub(super) fn set_contents(&mut self, contents: Vec<Vec<u8>>) -> Result<(), WriteError> {
        for (index, content) in contents.into_iter().enumerate() {
            let id = self.page(index)?.get(b"Contents")?.as_reference()?;
            let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, content);
            self.document.set_object(id, stream.with_compression(false));
        }
        Ok(())
    }

    /// One resource dictionary for all pages; no boxes that repeat the page.
    fn correct_pages(&mut self, pages: &Pages) -> Result<(), WriteError> {
        let mut shared = None;
        for (index, page) in pages.pages.iter().enumerate() {
            let dictionary = self.page(index)?;
            for key in [b"TrimBox".as_slice(), b"CropBox", b"Annots"] {
                dictionary.remove(key);
            }
            // The trim size keeps its corner at zero, so that nothing on the page has to move.
            let around = |by: crate::units::Pt| {
                let (width, height) = (page.size.width + by, page.size.height + by);
                vec![number::object(-by), number::object(-by), number::object(width), number::object(height)]
            };
            dictionary.set("MediaBox", around(page.sheet.margin()));
            if page.sheet.margin() > crate::units::Pt::ZERO {
                dictionary.set("BleedBox", around(page.sheet.bleed));
                dictionary.set("TrimBox", around(crate::units::Pt::ZERO));
            }
            let own = dictionary.get(b"Resources")?.as_reference()?;
            let first = *shared.get_or_insert(own);
            if first != own {
                self.page(index)?.set("Resources", first);
                self.document.objects.remove(&own);
            }
        }
        if let Some(resources) = shared {
            self.drop_empty_resources(resources)?;
        }
        Ok(())
    }

    fn drop_empty_resources(&mut self, resources: ObjectId) -> Result<(), WriteError> {
        let entries: Vec<(Vec<u8>, ObjectId)> = self
            .document
            .get_dictionary(resources)?
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.as_reference().ok()?)))
            .collect();
        for (key, id) in entries {
            if self.document.get_dictionary(id)?.is_empty() {
                self.document.get_dictionary_mut(resources)?.remove(&key);
                self.document.objects.remove(&id);
            }
        }
        Ok(())
    }

    /// Our widths and texts in place of printpdf's.
    fn correct_fonts(&mut self, letters: &Letters) -> Result<(), WriteError> {
        if letters.iter().next().is_none() {
            return Ok(());
        }
        let resources = self.page(0)?.get(b"Resources")?.as_reference()?;
        let fonts = self.document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
        for face in letters.iter() {
            let map = match face.outlines {
                Outlines::TrueType => face.glyph_map().map(|map| Stream::new(Dictionary::new(), map)),
                Outlines::Cff => face.code_map().map(|map| Stream::new(code_map_dictionary(), map)),
            };
            let map = map.map(|map| Object::from(self.document.add_object(map)));
            let font = self.document.get_dictionary(fonts)?.get(face.resource.as_bytes())?.as_reference()?;
            let font = self.document.get_dictionary_mut(font)?;
            let to_unicode = font.get(b"ToUnicode")?.as_reference()?;
            if let (Outlines::Cff, Some(map)) = (face.outlines, &map) {
                font.set("Encoding", map.clone());
            }
            let Some(descendant) = font.get_mut(b"DescendantFonts")?.as_array_mut()?.first_mut() else {
                return Err(fault("a font has no descendant"));
            };
            let widths: Vec<Object> = face.widths().into_iter().map(Object::Integer).collect();
            let descendant = descendant.as_dict_mut()?;
            match face.outlines {
                Outlines::TrueType => descendant.set("CIDToGIDMap", map.unwrap_or_else(|| "Identity".into())),
                Outlines::Cff => drop(descendant.remove(b"CIDToGIDMap")),
            }
            descendant.set("W", vec![0.into(), widths.into()]);
            descendant.set("DW", 0);
            self.document.set_object(to_unicode, Stream::new(Dictionary::new(), face.to_unicode()));
        }
        Ok(())
    }
}

/// What a CMap says of itself (ISO 32000-1, table 120); the same stands in its text.
fn code_map_dictionary() -> Dictionary {
    dictionary! {
        "Type" => "CMap",
        "CMapName" => letters::CODE_MAP,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "WMode" => 0,
    }
}

pub(super) fn fault(reason: &str) -> WriteError {
    WriteError::Shell { reason: reason.to_owned() }
}

fn parsed(face: &EmbeddedFace) -> Result<ParsedFont, WriteError> {
    // It warns that the subset has no character map, which is right: codes are glyph numbers.
    let parsed = ParsedFont::from_bytes(&face.program, 0, &mut Vec::new());
    let mut parsed = parsed.ok_or_else(|| WriteError::Font {
        face: face.name.clone(),
        reason: "its subset cannot be read".to_owned(),
    })?;
    parsed.font_name = Some(face.name.clone());
    Ok(parsed)
}

/// Operations that name each face once: printpdf leaves out what no page names. They are replaced later.
fn naming(letters: &Letters) -> Vec<Op> {
    let mut operations = vec![Op::StartTextSection];
    for face in letters.iter() {
        let gid = u16::from(face.codes.len() > 1);
        operations.push(Op::SetFont {
            font: PdfFontHandle::External(FontId(face.resource.clone())),
            size: Pt(1.0),
        });
        let glyph = Codepoint { gid, offset: 0.0, cid: Some("x".to_owned()) };
        operations.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
    }
    operations.push(Op::EndTextSection);
    operations
}
