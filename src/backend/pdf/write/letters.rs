//! The glyphs on the pages → the faces to embed: cut down, numbered anew, each glyph with its width and text.
//!
//! A glyph of a PDF font means one text everywhere (ToUnicode). We take the one it shows most often; where it
//! shows another, [`content`](super::content) says so on the spot.

use super::WriteError;
use super::number;
use crate::fonts::{Face, FaceId, FontLibrary};
use crate::typeset::frame::{GlyphRun, Pages, Shape};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// A face cut down to the glyphs in use. A *code* is a glyph's number in it.
pub(super) struct EmbeddedFace {
    /// The name of its resource.
    pub(super) resource: String,
    /// Its PostScript name behind the tag that marks a subset (ISO 32000-1, 9.6.4).
    pub(super) name: String,
    /// The font file.
    pub(super) program: Vec<u8>,
    /// Width of each code in thousandths of an em.
    pub(super) widths: Vec<i64>,
    texts: Vec<String>,
    codes: Vec<u16>,
}

impl EmbeddedFace {
    /// The code of a glyph of the whole face.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.codes.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// The width of a code in thousandths of an em.
    pub(super) fn width(&self, code: u16) -> i64 {
        self.widths.get(usize::from(code)).copied().unwrap_or(0)
    }

    /// The text a code stands for.
    pub(super) fn text(&self, code: u16) -> &str {
        self.texts.get(usize::from(code)).map_or("", String::as_str)
    }

    /// The ToUnicode map (ISO 32000-1, 9.10.3).
    pub(super) fn to_unicode(&self) -> Vec<u8> {
        let mut out = b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
            /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
            1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
            .to_vec();
        let coded: Vec<(u16, &String)> =
            (0..).zip(&self.texts).filter(|(_, text)| !text.is_empty()).collect();
        for chunk in coded.chunks(100) {
            number::whole(&mut out, chunk.len() as i64);
            out.extend_from_slice(b" beginbfchar\n");
            for (code, text) in chunk {
                out.push(b'<');
                number::hex(&mut out, &code.to_be_bytes());
                out.extend_from_slice(b"><");
                number::hex(&mut out, number::utf16(text).get(2..).unwrap_or_default());
                out.extend_from_slice(b">\n");
            }
            out.extend_from_slice(b"endbfchar\n");
        }
        out.extend_from_slice(b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
        out
    }
}

/// The faces in use.
pub(super) struct Letters {
    faces: BTreeMap<FaceId, EmbeddedFace>,
}

impl Letters {
    /// Gathers the glyphs of all pages and cuts the faces down to them.
    ///
    /// # Errors
    /// When a face cannot be read or has no such glyph.
    pub(super) fn collect(pages: &Pages, fonts: &FontLibrary) -> Result<Letters, WriteError> {
        let mut ballots: BTreeMap<FaceId, Ballot> = BTreeMap::new();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            if let Shape::Glyphs(run) = &item.shape
                && !run.glyphs.is_empty()
            {
                ballots.entry(run.face).or_default().count(run);
            }
        }
        let faces = ballots
            .into_iter()
            .map(|(id, ballot)| Ok((id, embed(fonts.get(id), id, ballot)?)))
            .collect::<Result<_, WriteError>>()?;
        Ok(Letters { faces })
    }

    /// The face of an address, if any glyph of it is in use.
    pub(super) fn face(&self, id: FaceId) -> Option<&EmbeddedFace> {
        self.faces.get(&id)
    }

    /// All faces, by address.
    pub(super) fn iter(&self) -> impl Iterator<Item = &EmbeddedFace> {
        self.faces.values()
    }
}

/// The glyphs that together show a piece of text which cannot be shared out among them.
pub(super) struct Cluster<'a> {
    /// Which glyphs of the run.
    pub(super) glyphs: Range<usize>,
    /// What they show.
    pub(super) text: &'a str,
}

/// The clusters of a run, from left to right.
pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = Cluster<'_>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next;
        let rest = run.glyphs.get(start..).filter(|rest| !rest.is_empty())?;
        // Glyphs without text belong to the one before; at the start of a run to the first with text.
        let head = rest.iter().position(|glyph| !glyph.text.is_empty()).unwrap_or(0);
        let tail = rest.iter().skip(head + 1).take_while(|glyph| glyph.text.is_empty()).count();
        next = start + head + 1 + tail;
        let shown = &rest.get(head)?.text;
        let text = run.text.get(shown.start as usize..shown.end as usize).unwrap_or_default();
        Some(Cluster { glyphs: start..next, text })
    })
}

/// How often each glyph of a face shows which text.
#[derive(Default)]
struct Ballot {
    glyphs: Vec<Option<Votes>>,
}

#[derive(Default)]
struct Votes {
    texts: Vec<(String, u64)>,
    /// The text of a cluster it is a part of; for glyphs that never stand alone.
    part_of: Option<String>,
}

impl Ballot {
    fn count(&mut self, run: &GlyphRun) {
        for cluster in clusters(run) {
            let alone = cluster.glyphs.len() == 1;
            for glyph in run.glyphs.get(cluster.glyphs).unwrap_or_default() {
                let at = usize::from(glyph.id);
                if at >= self.glyphs.len() {
                    self.glyphs.resize_with(at + 1, || None);
                }
                let Some(slot) = self.glyphs.get_mut(at) else { continue };
                let votes = slot.get_or_insert_default();
                if !alone {
                    votes.part_of.get_or_insert_with(|| cluster.text.to_owned());
                } else if let Some((_, count)) = votes.texts.iter_mut().find(|(text, _)| text == cluster.text)
                {
                    *count += 1;
                } else {
                    votes.texts.push((cluster.text.to_owned(), 1));
                }
            }
        }
    }
}

impl Votes {
    /// The text shown most often; among equals the first seen. Invisible characters give way to others:
    /// readers that know nothing of exceptions shall see hyphens and spaces, not soft and fixed ones.
    fn winner(&self) -> String {
        let best = self.texts.iter().enumerate().filter(|(_, (text, _))| !text.is_empty()).max_by_key(
            |(index, (text, count))| (!text.chars().all(is_weak), *count, std::cmp::Reverse(*index)),
        );
        let text = best.map(|(_, (text, _))| text).or(self.part_of.as_ref());
        // ISO 14289-1, 7.21.7 forbids these as the meaning of a glyph.
        let sound = |c: &char| !matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}');
        let text: String = text.map(|text| text.chars().filter(sound).collect()).unwrap_or_default();
        if text.is_empty() { char::REPLACEMENT_CHARACTER.to_string() } else { text }
    }
}

/// Characters that share the glyph of another, more usual one.
fn is_weak(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{200B}'
            ..='\u{200F}' | '\u{2010}' | '\u{2011}' | '\u{202F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Cuts a face down. Glyphs are numbered in the order of their old numbers, whatever the pages' order.
fn embed(face: &Face, id: FaceId, ballot: Ballot) -> Result<EmbeddedFace, WriteError> {
    let fault = |reason: String| WriteError::Font { face: face.name().to_owned(), reason };
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut codes = vec![0; ballot.glyphs.len()];
    let mut texts = vec![String::new()];
    let mut widths = vec![thousandths(face, 0).ok_or_else(|| fault("it has no glyphs".to_owned()))?];
    for (glyph, votes) in (0_u16..).zip(&ballot.glyphs) {
        let Some(votes) = votes else { continue };
        let width = thousandths(face, glyph).ok_or_else(|| fault(format!("it has no glyph {glyph}")))?;
        let code = remapper.remap(glyph);
        if code == 0 {
            texts[0] = votes.winner();
            continue;
        }
        if let Some(slot) = codes.get_mut(usize::from(glyph)) {
            *slot = code;
        }
        texts.push(votes.winner());
        widths.push(width);
    }
    let program = subsetter::subset(face.bytes(), 0, &remapper).map_err(|error| fault(error.to_string()))?;
    Ok(EmbeddedFace {
        // Not F and a number: those are the built-in fonts of printpdf.
        resource: format!("X{}", id.0),
        name: format!("{}+{}", subset_tag(&program), face.name()),
        program,
        widths,
        texts,
        codes,
    })
}

/// The width of a glyph in thousandths of an em, rounded to the nearest.
fn thousandths(face: &Face, glyph: u16) -> Option<i64> {
    let em = i64::from(face.metrics().units_per_em).max(1);
    face.advance(glyph).map(|advance| (i64::from(advance) * 2000 + em).div_euclid(2 * em))
}

/// Six capital letters from the content of a font file.
fn subset_tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
