//! Words → glyphs, each word once per run.
//!
//! A word is shaped without its size, in units of its face's em square, so a title and a note share it.
//! Characters a face lacks are taken from another one per grapheme cluster; what no face has becomes a
//! replacement that can be seen. Glyph 0 never leaves this file. Knows nothing of lines.

use super::words::Words;
use crate::fonts::{FaceId, FontLibrary};
use crate::model::LangTag;
use crate::typeset::text::{Figures, Ligatures, Look};
use crate::units::Em;
use crate::units::Pt;
use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Direction, Feature, Language, Script, ShapeOptions, ShapePlan,
    ShaperFont, Tag, shape,
};
use rustc_hash::FxHashMap;
use std::str::FromStr;
use unicode_segmentation::UnicodeSegmentation;

/// Words kept at most; a book has a tenth of this, pasted data may have any number.
const CACHE_LIMIT: usize = 200_000;

/// One glyph of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordGlyph {
    pub(super) id: u16,
    pub(super) face: FaceId,
    /// In units of the em square of the word's own face.
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) dy: i32,
    /// The bytes of the word it shows; the later glyphs of a cluster show an empty range at its start.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether the word may be cut before this glyph's cluster without shaping the parts again.
    pub(super) safe: bool,
}

/// A shaped word.
#[derive(Debug)]
pub(super) struct Word {
    /// In visual order from left to right.
    pub(super) glyphs: Vec<WordGlyph>,
    /// Sum of the advances.
    pub(super) width: i64,
    /// How many glyphs move the pen; each gets tracking.
    pub(super) tracked: i64,
    /// Characters no face has.
    pub(super) missing: Vec<char>,
    /// Whether its letters hang together, so that they may not move apart.
    pub(super) joined: Joined,
}

/// Whether the letters of a word hang together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joined {
    /// They do: in Arabic, Mongolian and the scripts of India.
    Yes,
    /// They stand side by side.
    No,
}

impl Joined {
    fn of(text: &str) -> Joined {
        let joins =
            |c: char| matches!(c, '\u{600}'..='\u{DFF}' | '\u{1800}'..='\u{18AF}' | '\u{A840}'..='\u{A8FF}');
        if text.contains(joins) { Joined::Yes } else { Joined::No }
    }
}

impl Word {
    /// Advances and tracked glyphs of the clusters that start in a range of bytes.
    pub(super) fn measure(&self, from: usize, to: usize) -> (i64, i64) {
        let mut sum = (0, 0);
        for glyph in &self.glyphs {
            let start = glyph.start as usize;
            if from <= start && start < to {
                sum.0 += i64::from(glyph.advance);
                sum.1 += i64::from(glyph.advance != 0);
            }
        }
        sum
    }

    /// Whether the word may be cut at a byte without shaping the parts again.
    pub(super) fn safe_at(&self, at: usize) -> bool {
        let mut here = self.glyphs.iter().filter(|glyph| glyph.start as usize == at).peekable();
        here.peek().is_some() && here.all(|glyph| glyph.safe)
    }
}

/// Which word of a [`Shaper`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct WordId(u32);

/// Which way of shaping of a [`Shaper`]: face, features, language, direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Manner(u32);

#[derive(Clone, Copy, PartialEq, Eq)]
struct MannerKey {
    face: FaceId,
    features: Features,
    language: u32,
    level_is_odd: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Features {
    figures: Figures,
    ligatures: LigatureUse,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LigatureUse {
    /// As the face does.
    All,
    /// Contextual forms but no ligatures: tracked text.
    Forms,
    /// Neither.
    None,
}

struct PlanKey {
    face: FaceId,
    manner: Manner,
    script: Option<Script>,
}

/// Faces, plans and words of one run.
pub(super) struct Shaper<'a> {
    library: &'a FontLibrary,
    manners: Vec<(MannerKey, Words<WordId>)>,
    plans: Vec<(PlanKey, ShapePlan)>,
    languages: Vec<(LangTag, Option<Language>)>,
    words: Vec<Word>,
    nominal: FxHashMap<(FaceId, char), Option<(u16, i32)>>,
    /// Clusters a face lacks, and who has them.
    stand_ins: FxHashMap<FaceId, FxHashMap<Box<str>, Option<FaceId>>>,
    buffer: Buffer,
}

impl<'a> Shaper<'a> {
    /// A shaper without words.
    pub(super) fn new(library: &'a FontLibrary) -> Shaper<'a> {
        Shaper {
            library,
            manners: Vec::new(),
            plans: Vec::new(),
            languages: Vec::new(),
            words: Vec::new(),
            nominal: FxHashMap::default(),
            stand_ins: FxHashMap::default(),
            buffer: Buffer::new(),
        }
    }

    /// Forgets all words when they are too many. Never while a paragraph is being set.
    pub(super) fn trim(&mut self) {
        if self.words.len() > CACHE_LIMIT {
            self.words.clear();
            for (_, words) in &mut self.manners {
                words.clear();
            }
        }
    }

    /// The manner of shaping of a look.
    pub(super) fn manner(&mut self, look: &Look, language: &LangTag, level_is_odd: bool) -> Manner {
        let ligatures = match look.ligatures {
            Ligatures::Off => LigatureUse::None,
            Ligatures::On if look.tracking != Em::ZERO => LigatureUse::Forms,
            Ligatures::On => LigatureUse::All,
        };
        let language = self.language(language);
        let features = Features { figures: look.figures, ligatures };
        let key = MannerKey { face: look.face, features, language, level_is_odd };
        let known = self.manners.iter().position(|(manner, _)| *manner == key);
        let index = known.unwrap_or_else(|| {
            self.manners.push((key, Words::default()));
            self.manners.len() - 1
        });
        Manner(index as u32)
    }

    fn language(&mut self, language: &LangTag) -> u32 {
        let known = self.languages.iter().position(|(tag, _)| tag == language);
        let index = known.unwrap_or_else(|| {
            self.languages.push((language.clone(), Language::new(language.as_str())));
            self.languages.len() - 1
        });
        index as u32
    }

    /// A word in a manner of shaping.
    pub(super) fn word(&mut self, manner: Manner, text: &str) -> WordId {
        if let Some((_, words)) = self.manners.get(manner.0 as usize)
            && let Some(id) = words.get(text)
        {
            return id;
        }
        let word = self.shape(manner, text);
        let id = WordId(self.words.len() as u32);
        self.words.push(word);
        if let Some((_, words)) = self.manners.get_mut(manner.0 as usize) {
            words.insert(text, id);
        }
        id
    }

    /// The word of an address. Addresses come from this shaper.
    pub(super) fn get(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// The glyph of a single character and its advance in units of the em square, without shaping.
    pub(super) fn nominal(&mut self, face: FaceId, c: char) -> Option<(u16, i32)> {
        let library = self.library;
        *self.nominal.entry((face, c)).or_insert_with(|| {
            let font = ShaperFont::new(library.get(face).shaping());
            let glyph = font.nominal_glyph(u32::from(c)).filter(|glyph| glyph.to_u32() != 0)?;
            Some((u16::try_from(glyph.to_u32()).ok()?, font.glyph_h_advance(glyph)))
        })
    }

    /// A number of units of a face's em square at a type size.
    pub(super) fn length(&self, face: FaceId, units: i64, size: Pt) -> i64 {
        let em = i64::from(self.library.get(face).metrics().units_per_em).max(1);
        let product = units.saturating_mul(size.scaled());
        (product.saturating_add(em / 2)).div_euclid(em)
    }

    /// Shapes a word in its own face, and clusters that lack a glyph there in others.
    fn shape(&mut self, manner: Manner, text: &str) -> Word {
        let face = self.manners.get(manner.0 as usize).map_or(FaceId(0), |(key, _)| key.face);
        let mut word =
            Word { glyphs: Vec::new(), width: 0, tracked: 0, missing: Vec::new(), joined: Joined::of(text) };
        self.shape_in(face, manner, text, 0, &mut word.glyphs);
        if word.glyphs.iter().any(|glyph| glyph.id == 0) {
            word.glyphs.clear();
            self.shape_pieced(face, manner, text, &mut word);
        }
        word.width = word.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        word.tracked = word.glyphs.iter().filter(|glyph| glyph.advance != 0).count() as i64;
        word
    }

    /// Shapes a word of which its face lacks a part.
    fn shape_pieced(&mut self, face: FaceId, manner: Manner, text: &str, word: &mut Word) {
        let rtl = self.manners.get(manner.0 as usize).is_some_and(|(key, _)| key.level_is_odd);
        let mut segments: Vec<(Option<FaceId>, usize, usize)> = Vec::new();
        for (start, cluster) in text.grapheme_indices(true) {
            let covering = self.covering(face, manner, cluster);
            let end = start + cluster.len();
            match segments.last_mut() {
                Some((last, _, until)) if covering.is_some() && *last == covering => *until = end,
                _ => segments.push((covering, start, end)),
            }
        }
        if rtl {
            segments.reverse();
        }
        for (covering, start, end) in segments {
            let part = text.get(start..end).unwrap_or_default();
            let before = word.glyphs.len();
            if let Some(found) = covering {
                self.shape_in(found, manner, part, start, &mut word.glyphs);
                self.rescale(found, face, word.glyphs.get_mut(before..).unwrap_or_default());
            }
            // A cluster may shape otherwise beside its neighbours; nothing unseen may come of it.
            if covering.is_none() || word.glyphs.iter().skip(before).any(|glyph| glyph.id == 0) {
                word.glyphs.truncate(before);
                self.replace(face, part, start, word);
            }
        }
    }

    /// The first face that has every character of a cluster.
    fn covering(&mut self, preferred: FaceId, manner: Manner, cluster: &str) -> Option<FaceId> {
        if let Some(known) = self.stand_ins.get(&preferred).and_then(|known| known.get(cluster)) {
            return *known;
        }
        let library = self.library;
        let first = cluster.chars().next()?;
        let mut glyphs = Vec::new();
        let found = library.candidates(preferred).find(|face| {
            // Shaping may put a cluster together of what the face has, but not without its base.
            library.get(*face).covers(first) && {
                glyphs.clear();
                self.shape_in(*face, manner, cluster, 0, &mut glyphs);
                glyphs.iter().all(|glyph| glyph.id != 0)
            }
        });
        self.stand_ins.entry(preferred).or_default().insert(cluster.into(), found);
        found
    }

    /// Sets a sign that can be seen in place of a cluster no face has.
    fn replace(&mut self, face: FaceId, part: &str, start: usize, word: &mut Word) {
        for c in part.chars().filter(|c| self.library.covering(face, *c).is_none()) {
            if !word.missing.contains(&c) {
                word.missing.push(c);
            }
        }
        let signs = ['\u{FFFD}', '\u{25A1}', '?', '.', ' '];
        let sign = signs.into_iter().find_map(|sign| {
            let found = self.library.covering(face, sign)?;
            self.nominal(found, sign).map(|(id, advance)| (found, id, advance))
        });
        if let Some((found, id, advance)) = sign {
            let end = start + part.len();
            let before = word.glyphs.len();
            word.glyphs.push(WordGlyph {
                id,
                face: found,
                advance,
                dx: 0,
                dy: 0,
                start: start as u32,
                end: end as u32,
                safe: true,
            });
            self.rescale(found, face, word.glyphs.get_mut(before..).unwrap_or_default());
        }
    }

    /// The size a face is set in where it stands in for another.
    pub(super) fn size_beside(&self, face: FaceId, own: FaceId, size: Pt) -> Pt {
        if face == own { size } else { size * self.library.get(face).scale() }
    }

    /// Turns units of another face's em square into those of the word's own, at the size it is set in
    /// beside it.
    fn rescale(&self, from: FaceId, to: FaceId, glyphs: &mut [WordGlyph]) {
        let em = |face| Pt::new(i64::from(self.library.get(face).metrics().units_per_em).max(1));
        let scaled = self.size_beside(from, to, em(to)).scaled();
        let from = em(from).scaled();
        if from == scaled {
            return;
        }
        let scale = |units: i32| (i64::from(units) * scaled / from) as i32;
        for glyph in glyphs {
            glyph.advance = scale(glyph.advance);
            glyph.dx = scale(glyph.dx);
            glyph.dy = scale(glyph.dy);
        }
    }

    /// Shapes text in one face; glyph 0 stands for what it lacks.
    fn shape_in(&mut self, face: FaceId, manner: Manner, text: &str, base: usize, out: &mut Vec<WordGlyph>) {
        let font = self.library.get(face).shaping();
        let Some((key, _)) = self.manners.get(manner.0 as usize) else { return };
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        buffer.set_cluster_level(ClusterLevel::MonotoneGraphemes);
        buffer.push_str(text);
        let direction = if key.level_is_odd { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        buffer.guess_segment_properties();
        let script = buffer.script();
        let language = self.languages.get(key.language as usize).and_then(|(_, language)| language.clone());
        buffer.set_language(language.clone());
        let known = self
            .plans
            .iter()
            .position(|(plan, _)| plan.face == face && plan.manner == manner && plan.script == script);
        let features = features(key.features);
        let index = known.unwrap_or_else(|| {
            let plan = ShapePlan::new(font, direction, script, language.as_ref(), &features);
            self.plans.push((PlanKey { face, manner, script }, plan));
            self.plans.len() - 1
        });
        let plan = self.plans.get(index).map(|(_, plan)| plan);
        let options = ShapeOptions::new().plan(plan).features(&features);
        if shape(&ShaperFont::new(font), buffer, options).is_err() {
            out.push(lacking(base, base + text.len()));
            return;
        }
        read_glyphs(buffer, face, text.len(), base, out);
    }
}

/// Stands for text that could not be shaped.
fn lacking(start: usize, end: usize) -> WordGlyph {
    let (start, end) = (start as u32, end as u32);
    WordGlyph { id: 0, face: FaceId(0), advance: 0, dx: 0, dy: 0, start, end, safe: true }
}

/// Copies the shaped glyphs; each cluster's text goes to the first of its glyphs from the left, be it a base or,
/// where letters run to the left, a mark.
fn read_glyphs(buffer: &Buffer, face: FaceId, length: usize, base: usize, out: &mut Vec<WordGlyph>) {
    let infos = buffer.glyph_infos();
    let first = out.len();
    out.reserve_exact(infos.len());
    for (info, position) in infos.iter().zip(buffer.glyph_positions()) {
        out.push(WordGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            face,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
            start: info.cluster,
            end: info.cluster,
            safe: !info.unsafe_to_break(),
        });
    }
    // Clusters are monotone: each ends where the next in logical order starts.
    let glyphs = out.get_mut(first..).unwrap_or_default();
    let backwards = glyphs.first().zip(glyphs.last()).is_some_and(|(first, last)| first.start > last.start);
    let mut end = length as u32;
    let mut close = |glyphs: &mut dyn Iterator<Item = &mut WordGlyph>| {
        let mut group: Vec<&mut WordGlyph> = Vec::new();
        let mut finish = |group: &mut Vec<&mut WordGlyph>| {
            let leftmost = if backwards { group.first_mut() } else { group.last_mut() };
            if let Some(head) = leftmost {
                head.end = end;
                end = head.start;
            }
            group.clear();
        };
        for glyph in glyphs {
            if group.first().is_some_and(|first| first.start != glyph.start) {
                finish(&mut group);
            }
            group.push(glyph);
        }
        finish(&mut group);
    };
    // From the logical end to the start, so that the end of each cluster is known.
    if backwards {
        close(&mut glyphs.iter_mut());
    } else {
        close(&mut glyphs.iter_mut().rev());
    }
    for glyph in glyphs {
        glyph.start += base as u32;
        glyph.end += base as u32;
    }
}

/// The OpenType features of a look. Kerning, marks, composition and local forms are on by default.
fn features(features: Features) -> Vec<Feature> {
    let mut list = Vec::new();
    let mut set = |tag: &str, value: u32| {
        if let Ok(tag) = Tag::from_str(tag) {
            list.push(Feature::new(tag, value, ..));
        }
    };
    match features.figures {
        Figures::Text => {
            set("onum", 1);
            set("pnum", 1);
        }
        Figures::Lining => {
            set("lnum", 1);
            set("pnum", 1);
        }
        Figures::Tabular => {
            set("lnum", 1);
            set("tnum", 1);
        }
    }
    if features.ligatures != LigatureUse::All {
        set("liga", 0);
        set("clig", 0);
    }
    if features.ligatures == LigatureUse::None {
        set("calt", 0);
    }
    list
}
