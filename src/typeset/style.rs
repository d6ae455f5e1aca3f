//! Theme and role → used values: what a line of text is set in, in points.

use super::text::{Figures, Ligatures, Look, WordBreaks};
use crate::fonts::FontLibrary;
use crate::theme::{Align, Case, Emphasis, Hyphenation, Role, Style, Theme, TypeStyle};
use crate::units::{Em, Family, Pt, Ratio, Slant, Weight};

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

    /// From the top of a line to its baseline: the height of capitals stands in the middle of the leading.
    pub(super) fn baseline(&self, fonts: &FontLibrary) -> Pt {
        let face = fonts.get(fonts.face(self.family, self.weight, self.slant));
        let cap_height = face.at(face.metrics().cap_height, self.size);
        (self.leading + cap_height) / 2
    }
}
