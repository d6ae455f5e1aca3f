//! The glyphs on the pages → the faces to embed: cut down, each glyph with its width and text.
//!
//! What a PDF font shows is named by *codes*. A code means one glyph and one text everywhere (CIDToGIDMap,
//! ToUnicode), so a glyph that shows several texts – a hyphen that is soft here and hard there, a space that is
//! fixed – has a code for each: every reader then extracts what was meant, without `ActualText`.

use super::WriteError;
use super::number;
use crate::backend::pdf::scripts::runs_leftwards;
use crate::fonts::{Face, FaceId, FontLibrary, Outlines};
use crate::typeset::frame::{Glyph, GlyphRun, Pages, Shape};
use crate::units::Pt;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// The name of the CMaps we make.
pub(super) const CODE_MAP: &str = "Stationer-Codes";

/// A face cut down to the glyphs in use.
pub(super) struct EmbeddedFace {
    /// The name of its resource.
    pub(super) resource: String,
    /// Its PostScript name behind the tag that marks a subset (ISO 32000-1, 9.6.4).
    pub(super) name: String,
    /// The font file.
    pub(super) program: Vec<u8>,
    /// How its outlines are written down.
    pub(super) outlines: Outlines,
    /// What each code stands for.
    pub(super) codes: Vec<Code>,
    /// The codes of each glyph of the whole face: a run of `codes`, in the order of their texts.
    runs: Vec<Range<usize>>,
}

/// What a code stands for.
pub(super) struct Code {
    /// The glyph in the font file.
    pub(super) glyph: u16,
    /// Its width in thousandths of an em.
    pub(super) width: i64,
    /// What it shows.
    text: String,
}

impl EmbeddedFace {
    /// The code of a glyph of the whole face that shows a text, and its width.
    pub(super) fn code(&self, glyph: u16, text: &str) -> (u16, i64) {
        let run = self.runs.get(usize::from(glyph)).cloned().unwrap_or_default();
        let codes = self.codes.get(run.clone()).unwrap_or_default();
        // A glyph that shows one text shows it here: the texts come from these pages.
        let offset = match codes {
            [_] => Some(0),
            codes => codes.iter().position(|code| code.text == text),
        };
        let number = offset.map_or(0, |offset| run.start + offset);
        let width = self.codes.get(number).map_or(0, |code| code.width);
        (u16::try_from(number).unwrap_or(0), width)
    }

    /// The glyph of each code as a CIDToGIDMap (ISO 32000-1, 9.7.4.2); none when they are equal.
    pub(super) fn glyph_map(&self) -> Option<Vec<u8>> {
        let equal = (0..).zip(&self.codes).all(|(number, code): (u16, &Code)| number == code.glyph);
        (!equal).then(|| self.codes.iter().flat_map(|code| code.glyph.to_be_bytes()).collect())
    }

    /// The glyph of each code as a CMap (ISO 32000-1, 9.7.5.4), for outlines whose glyphs a font cannot
    /// map: there the numbers of glyphs are its characters. None when they are equal to the codes.
    pub(super) fn code_map(&self) -> Option<Vec<u8>> {
        let equal = (0..).zip(&self.codes).all(|(number, code): (u16, &Code)| number == code.glyph);
        if equal {
            return None;
        }
        let mut out = format!(
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>def\n\
            /CMapName/{CODE_MAP} def\n/CMapType 1 def\n/WMode 0 def\n\
            1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        )
        .into_bytes();
        let coded: Vec<(u16, u16)> = (0..).zip(self.codes.iter().map(|code| code.glyph)).collect();
        for chunk in coded.chunks(100) {
            number::whole(&mut out, chunk.len() as i64);
            out.extend_from_slice(b" begincidchar\n");
            for (code, glyph) in chunk {
                out.push(b'<');
                number::hex(&mut out, &code.to_be_bytes());
                out.extend_from_slice(b"> ");
                number::whole(&mut out, i64::from(*glyph));
                out.push(b'\n');
            }
            out.extend_from_slice(b"endcidchar\n");
        }
        out.extend_from_slice(b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
        Some(out)
    }

    /// The widths of the characters of the font, from 0: of codes, or of glyphs where those are its
    /// characters.
    pub(super) fn widths(&self) -> Vec<i64> {
        match self.outlines {
            Outlines::TrueType => self.codes.iter().map(|code| code.width).collect(),
            Outlines::Cff => {
                let count = self.codes.iter().map(|code| usize::from(code.glyph) + 1).max().unwrap_or(0);
                let mut widths = vec![0; count];
                for code in &self.codes {
                    if let Some(width) = widths.get_mut(usize::from(code.glyph)) {
                        *width = code.width;
                    }
                }
                widths
            }
        }
    }

    /// The ToUnicode map (ISO 32000-1, 9.10.3).
    pub(super) fn to_unicode(&self) -> Vec<u8> {
        let mut out = b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
            /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
            1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
            .to_vec();
        let coded: Vec<(u16, String)> = (0..).zip(self.codes.iter().map(|code| sound(&code.text))).collect();
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
        let mut used: BTreeMap<FaceId, Usage> = BTreeMap::new();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            if let Shape::Glyphs(run) | Shape::Sideways(run) = &item.shape
                && !run.glyphs.is_empty()
            {
                used.entry(run.face).or_default().note(run);
            }
        }
        let faces = used
            .into_iter()
            .map(|(id, usage)| Ok((id, embed(fonts.get(id), id, usage)?)))
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

/// Glyphs that together show a piece of text.
pub(super) struct Cluster<'a> {
    /// The glyphs, from left to right.
    glyphs: &'a [Glyph],
    /// What they show.
    pub(super) text: &'a str,
    /// How the text is shared out.
    pub(super) sharing: Sharing,
    /// Where the first of its glyphs starts, from the origin of the run.
    pub(super) x: Pt,
    /// Where its text starts in that of the run.
    pub(super) at: u32,
    /// Whether its letters run from right to left.
    pub(super) leftwards: bool,
}

/// How the text of a cluster is shared out among its glyphs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    /// A character for each glyph, what is left for the last.
    Each,
    /// It cannot be: each glyph means all of it, and only together they show it.
    Together,
}

impl<'a> Cluster<'a> {
    fn new(glyphs: &'a [Glyph], text: &'a str, x: Pt, at: u32) -> Cluster<'a> {
        let leftwards = runs_leftwards(text);
        let each = glyphs.len() == 1 || text.chars().nth(glyphs.len() - 1).is_some();
        let sharing = if each { Sharing::Each } else { Sharing::Together };
        Cluster { glyphs, text, sharing, x, at, leftwards }
    }

    /// Whether it stands between words.
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// The glyphs in the order of their characters, a letter before its marks, each with the text its code means
    /// and its distance from the origin of the run. A glyph has one character, the last what is left.
    pub(super) fn shares(&self) -> impl Iterator<Item = (&'a Glyph, &'a str, Pt)> + use<'a> {
        let last = self.glyphs.len() - 1;
        let (sharing, text, leftwards) = (self.sharing, self.text, self.leftwards);
        let glyphs = self.glyphs;
        let width: Pt = glyphs.iter().map(|glyph| glyph.advance).sum();
        let (mut rest, mut x) = (text, if leftwards { self.x + width } else { self.x });
        (0..glyphs.len()).filter_map(move |index| {
            let glyph = glyphs.get(if leftwards { last - index } else { index })?;
            let before = x;
            x = if leftwards { x - glyph.advance } else { x + glyph.advance };
            let start = if leftwards { x } else { before };
            if sharing == Sharing::Together {
                return Some((glyph, text, start));
            }
            let end = if index == last { None } else { rest.char_indices().nth(1).map(|(end, _)| end) };
            let (share, left) = rest.split_at(end.unwrap_or(rest.len()));
            rest = left;
            Some((glyph, share, start))
        })
    }
}

/// The clusters of a run in the order they are written in: words as they are read, and the letters of each word
/// from left to right, be it read so or not. That is the order in which other programs that make PDF files write
/// them, and in which every reader of text expects them: it turns the words of right-to-left scripts itself.
pub(super) fn clusters(run: &GlyphRun) -> Vec<Cluster<'_>> {
    let mut clusters = Vec::with_capacity(run.glyphs.len());
    clusters.extend(from_left_to_right(run));
    if !clusters.is_sorted_by_key(|cluster| cluster.at) {
        clusters.sort_by_key(|cluster| cluster.at);
        for word in clusters.chunk_by_mut(|a, b| a.is_space() == b.is_space()) {
            if word.iter().any(|cluster| cluster.leftwards) {
                word.sort_by_key(|cluster| cluster.x);
            }
        }
    }
    clusters
}

/// The clusters of a run as they stand on the page.
fn from_left_to_right(run: &GlyphRun) -> impl Iterator<Item = Cluster<'_>> {
    let (mut next, mut x) = (0, Pt::ZERO);
    std::iter::from_fn(move || {
        let start = next;
        let rest = run.glyphs.get(start..).filter(|rest| !rest.is_empty())?;
        // Glyphs without text belong to the one before; at the start of a run to the first with text.
        let head = rest.iter().position(|glyph| !glyph.text.is_empty()).unwrap_or(0);
        let tail = rest.iter().skip(head + 1).take_while(|glyph| glyph.text.is_empty()).count();
        next = start + head + 1 + tail;
        let shown = &rest.get(head)?.text;
        let text = run.text.get(shown.start as usize..shown.end as usize).unwrap_or_default();
        let glyphs = run.glyphs.get(start..next)?;
        let cluster = Cluster::new(glyphs, text, x, shown.start);
        x += glyphs.iter().map(|glyph| glyph.advance).sum();
        Some(cluster)
    })
}

/// The texts each glyph of a face shows somewhere.
#[derive(Default)]
struct Usage {
    glyphs: Vec<Vec<String>>,
}

impl Usage {
    fn note(&mut self, run: &GlyphRun) {
        for (glyph, text, _) in from_left_to_right(run).flat_map(|cluster| cluster.shares()) {
            let at = usize::from(glyph.id);
            if at >= self.glyphs.len() {
                self.glyphs.resize_with(at + 1, Vec::new);
            }
            if let Some(texts) = self.glyphs.get_mut(at)
                && !texts.iter().any(|known| known == text)
            {
                texts.push(text.to_owned());
            }
        }
    }
}

/// A text a glyph may mean: not nothing, and none of what ISO 14289-1, 7.21.7 forbids.
fn sound(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}')).collect();
    if text.is_empty() { char::REPLACEMENT_CHARACTER.to_string() } else { text }
}

/// Cuts a face down. Glyphs are numbered in the order of their old numbers, codes in that of glyphs and texts,
/// so the order of pages does not matter. Code 0 is the glyph for missing ones, as fonts ask.
fn embed(face: &Face, id: FaceId, usage: Usage) -> Result<EmbeddedFace, WriteError> {
    let fault = |reason: String| WriteError::Font { face: face.name().to_owned(), reason };
    let width = |glyph| thousandths(face, glyph).ok_or_else(|| fault(format!("it has no glyph {glyph}")));
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut codes = vec![Code { glyph: 0, width: width(0)?, text: String::new() }];
    let mut runs = Vec::with_capacity(usage.glyphs.len());
    for (old, mut texts) in (0_u16..=u16::MAX).zip(usage.glyphs) {
        let start = codes.len();
        if !texts.is_empty() {
            texts.sort_unstable();
            let (glyph, width) = (remapper.remap(old), width(old)?);
            codes.extend(texts.into_iter().map(|text| Code { glyph, width, text }));
        }
        runs.push(start..codes.len());
    }
    if codes.len() > usize::from(u16::MAX) {
        return Err(fault("it shows too many different texts".to_owned()));
    }
    let program =
        subsetter::subset(face.bytes(), face.index(), &remapper).map_err(|error| fault(error.to_string()))?;
    Ok(EmbeddedFace {
        // Not F and a number: those are the built-in fonts of printpdf.
        resource: format!("X{}", id.0),
        name: format!("{}+{}", subset_tag(&program), face.name()),
        program,
        outlines: face.outlines(),
        codes,
        runs,
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
