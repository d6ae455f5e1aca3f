//! Theme and role → used values: what a line of text is set in, in points.

use super::text::{Figures, Ligatures, Look, WordBreaks};
use crate::fonts::FontLibrary;
use crate::theme::{Align, Case, Emphasis, Hyphenation, Role, Style, Theme, TypeStyle};
use crate::units::{Em, Family, Pt, Ratio, Slant, Weight};

/// How words in capitals are set among others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Capitals {
    /// As the rest.
    AsTheRest,
    /// Three and more in a row stand a little apart: in headings.
    Apart,
}

/// Used values of a role, and what running text may still change of them: weight, slant, family.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct TextStyle {
    pub(super) family: Family,
    pub(super) weight: Weight,
    pub(super) slant: Slant,
    pub(super) size: Pt,
    pub(super) leading: Pt,
    pub(super) color: crate::theme::Color,
    pub(super) align: Align,
    pub(super) tracking: Em,
    pub(super) case: Case,
    pub(super) rise: Pt,
    pub(super) figures: Figures,
    pub(super) breaks: WordBreaks,
    pub(super) capitals: Capitals,
    /// What holds for all text.
    pub(super) text: TypeStyle,
}

impl TextStyle {
    /// The used values of a role.
    pub(super) fn of(theme: &Theme, role: Role) -> TextStyle {
        let style: &Style = theme.style(role);
        TextStyle {
            family: style.family,
            weight: style.weight,
            slant: style.slant,
            size: style.size.at(theme.size),
            leading: theme.leading.mul_div(i64::from(style.leading), 100),
            color: theme.ink(style.ink),
            align: style.align,
            tracking: style.tracking,
            case: style.case,
            rise: Pt::ZERO,
            figures: if style.family == Family::Serif { Figures::Text } else { Figures::Lining },
            breaks: match style.hyphenation {
                Hyphenation::Auto => WordBreaks::Patterns,
                Hyphenation::Manual => WordBreaks::SoftHyphens,
                Hyphenation::Never => WordBreaks::Whole,
            },
            capitals: if role.is_display() { Capitals::Apart } else { Capitals::AsTheRest },
            text: theme.text,
        }
    }

    /// The same, scaled: smaller type on smaller leading, though not below the theme's least size.
    pub(super) fn scaled(self, factor: Ratio) -> TextStyle {
        let size = self.smaller(self.size * factor);
        TextStyle { size, leading: self.leading.mul_div(size.scaled(), self.size.scaled()), ..self }
    }

    /// A smaller size, but not below the theme's least.
    fn smaller(&self, size: Pt) -> Pt {
        size.max(self.text.least.min(self.size))
    }

    /// Smaller and raised (or, when negative, lowered) by a share of the size.
    pub(super) fn shifted(self, by: f64) -> TextStyle {
        let size = self.smaller(self.size * self.text.script);
        TextStyle { size, rise: self.rise + Em::from_f64(by).at(self.size), ..self }
    }

    /// The same in bold.
    pub(super) fn bold(self) -> TextStyle {
        TextStyle { weight: Weight::Bold, ..self }
    }

    /// The same, leaning the other way, so that stress inside stressed text still shows; in bold where the
    /// theme has no italics.
    pub(super) fn stressed(self) -> TextStyle {
        if self.text.emphasis == Emphasis::Bold {
            return self.bold();
        }
        let slant = match self.slant {
            Slant::Upright => Slant::Italic,
            Slant::Italic => Slant::Upright,
        };
        TextStyle { slant, ..self }
    }

    /// The same as literal text: the code family, a little smaller so that both x-heights agree.
    pub(super) fn literal(self) -> TextStyle {
        TextStyle {
            family: Family::Mono,
            size: self.smaller(self.size.mul_div(90, 100)),
            tracking: Em::ZERO,
            breaks: if self.breaks == WordBreaks::Whole {
                WordBreaks::Whole
            } else {
                WordBreaks::SoftHyphens
            },
            ..self
        }
    }

    /// The same with words left whole.
    pub(super) fn undivided(self) -> TextStyle {
        let breaks = if self.breaks == WordBreaks::Patterns { WordBreaks::SoftHyphens } else { self.breaks };
        TextStyle { breaks, ..self }
    }

    /// What the letters are set in.
    pub(super) fn look(&self, fonts: &FontLibrary) -> Look {
        Look {
            face: fonts.face(self.family, self.weight, self.slant),
            size: self.size,
            color: self.color,
            tracking: self.tracking,
            rise: self.rise,
            figures: self.figures,
            ligatures: if self.family == Family::Mono { Ligatures::Off } else { Ligatures::On },
            breaks: self.breaks,
        }
    }

    /// A text in the letters it is shown in, and their look. Tracking opens up capitals: letters of a script
    /// without any stand as they are.
    pub(super) fn letters(&self, text: &str, fonts: &FontLibrary) -> (String, Look) {
        let look = self.look(fonts);
        match self.case {
            Case::AsWritten => (text.to_owned(), look),
            Case::Upper => {
                let shown = text.to_uppercase();
                let caseless = |c: char| c.is_alphabetic() && !c.is_uppercase();
                let tracking = if shown.contains(caseless) { Em::ZERO } else { look.tracking };
                (shown, Look { tracking, ..look })
            }
        }
    }

    /// Shown letters in parts of one look each: where capitals stand apart, each run of them is a part of its own.
    pub(super) fn parts<'t>(&self, shown: &'t str, look: Look) -> Vec<(&'t str, Look)> {
        let apart =
            self.capitals == Capitals::Apart && look.tracking == Em::ZERO && look.ligatures == Ligatures::On;
        if !apart || self.text.capitals == Em::ZERO {
            return vec![(shown, look)];
        }
        let spaced = Look { tracking: self.text.capitals, ..look };
        let mut parts = Vec::new();
        let mut plain = 0;
        for (start, run) in capitals(shown) {
            parts.push((shown.get(plain..start).unwrap_or_default(), look));
            parts.push((run, spaced));
            plain = start + run.len();
        }
        parts.push((shown.get(plain..).unwrap_or_default(), look));
        parts.retain(|(text, _)| !text.is_empty());
        parts
    }

    /// From the top of a line to its baseline: the height of capitals stands in the middle of the leading.
    pub(super) fn baseline(&self, fonts: &FontLibrary) -> Pt {
        let face = fonts.get(fonts.face(self.family, self.weight, self.slant));
        let cap_height = face.at(face.metrics().cap_height, self.size);
        (self.leading + cap_height) / 2
    }
}

/// The runs of three and more capitals in a text, and where each begins.
fn capitals(text: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_uppercase) {
        let run = rest.get(start..).unwrap_or_default();
        let end = run.find(|c: char| !c.is_uppercase()).unwrap_or(run.len());
        let (run, behind) = run.split_at(end);
        if run.chars().count() >= 3 {
            runs.push((text.len() - behind.len() - run.len(), run));
        }
        rest = behind;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn capitals_in_a_row_are_found() {
        assert_eq!(capitals("Living with PTSD and ADHS, or OK"), [(12, "PTSD"), (21, "ADHS")]);
        assert_eq!(capitals("ÄÖÜ"), [(0, "ÄÖÜ")]);
        assert!(capitals("No Capitals In A Row").is_empty());
    }
}
