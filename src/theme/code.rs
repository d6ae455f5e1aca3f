//! The palette → colours for the words of listings: the accent's own hue, and the two that stand a third of
//! the circle of hues away from it, so that they go together whatever the accent is.

use super::{Color, Palette};

/// The least contrast of text by WCAG 2.2, success criterion 1.4.3, and a little more.
const CONTRAST: f64 = 4.6;

/// The colours of the words of a listing by what they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeColors {
    /// Keywords.
    pub keyword: Color,
    /// Text in quotes.
    pub text: Color,
    /// Numbers and named values.
    pub number: Color,
    /// Comments.
    pub comment: Color,
}

impl CodeColors {
    /// The colours on the paper of a theme and on its tint.
    pub(super) fn of(palette: &Palette) -> CodeColors {
        let Color { red, green, blue } = palette.accent;
        let darkened = |color: Color| {
            let steps = (0..=100).step_by(2).map(|share| toward_black(color, share));
            let reads = |color: &Color| {
                color.contrast(palette.tint) >= CONTRAST && color.contrast(palette.paper) >= CONTRAST
            };
            steps.into_iter().find(reads).unwrap_or(palette.text)
        };
        CodeColors {
            keyword: palette.accent,
            // To take the channels in turn turns the hue by a third.
            text: darkened(Color { red: blue, green: red, blue: green }),
            number: darkened(Color { red: green, green: blue, blue: red }),
            comment: palette.quiet,
        }
    }

    /// All of them, by name.
    pub fn each(self) -> [(&'static str, Color); 4] {
        [("keyword", self.keyword), ("text", self.text), ("number", self.number), ("comment", self.comment)]
    }
}

/// The colour with so many percent of black in it.
fn toward_black(color: Color, share: u32) -> Color {
    let channel = |value: u8| (u32::from(value) * (100 - share) / 100) as u8;
    Color { red: channel(color.red), green: channel(color.green), blue: channel(color.blue) }
}

#[cfg(test)]
mod tests {
    use crate::theme::Theme;

    #[test]
    fn all_words_of_a_listing_can_be_read() {
        for name in Theme::names() {
            let theme = Theme::embedded(name).expect("a theme of ours");
            for (word, color) in theme.code_colors().each() {
                for ground in [theme.palette.paper, theme.palette.tint] {
                    assert!(color.contrast(ground) >= 4.5, "{name}: {word} {color} on {ground}");
                }
            }
        }
    }
}
