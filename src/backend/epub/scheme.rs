//! A theme's colours → those of its e-books by day and by night, and the rules that paint with them.
//!
//! By day they are the theme's. By night the same hues are lightened until they can be read on the page of a reader and
//! on the ground of a box. Text itself has no colour: it is the reader's.

use super::stylesheet::BOXES;
use crate::theme::{CodeColors, Color, Ink, Role, Theme};
use std::fmt::Write as _;

/// The page of a reader at night: near to what the common ones show.
const NIGHT: Color = Color { red: 0x1c, green: 0x1c, blue: 0x1e };

/// The colours of one kind of screen.
pub(super) struct Scheme {
    accent: Color,
    quiet: Color,
    rule: Color,
    tint: Color,
    code: CodeColors,
}

impl Scheme {
    /// The theme's own colours.
    pub(super) fn light(theme: &Theme) -> Scheme {
        let palette = &theme.palette;
        Scheme {
            accent: palette.accent,
            quiet: palette.quiet,
            rule: palette.rule,
            tint: palette.tint,
            code: theme.code_colors(),
        }
    }

    /// The same hues on a dark page, light enough to read.
    pub(super) fn dark(theme: &Theme) -> Scheme {
        let palette = &theme.palette;
        let tint = mixed(NIGHT, palette.accent, 25);
        let code = theme.code_colors();
        let light = |color: Color| lightened(color, tint, 6.0);
        Scheme {
            accent: lightened(palette.accent, tint, 7.0),
            quiet: lightened(palette.quiet, tint, 5.5),
            rule: lightened(palette.rule, tint, 3.0),
            tint,
            code: CodeColors {
                keyword: light(code.keyword),
                text: light(code.text),
                number: light(code.number),
                comment: light(code.comment),
            },
        }
    }

    fn ink(&self, ink: Ink) -> Option<Color> {
        match ink {
            Ink::Text => None,
            Ink::Accent => Some(self.accent),
            Ink::Quiet => Some(self.quiet),
            Ink::Rule => Some(self.rule),
            Ink::Tint => Some(self.tint),
        }
    }

    /// The rules that paint with them.
    pub(super) fn rules(&self, theme: &Theme) -> String {
        let mut text = String::new();
        let roles = [
            (".station-label", Role::StationLabel),
            (".subtitle", Role::Subtitle),
            ("h2", Role::Heading2),
            ("h3", Role::Heading3),
            ("h4, h5, h6", Role::Heading4),
            (".label", Role::Label),
            ("figcaption, caption", Role::Caption),
            (".imprint p", Role::Imprint),
            (".places, .continued h1", Role::Caption),
        ];
        for (selector, role) in roles {
            if let Some(color) = self.ink(theme.style(role).ink) {
                let _ = writeln!(text, "  {selector} {{ color: {color}; }}");
            }
        }
        let _ = writeln!(text, "  a, .arrow, li::marker {{ color: {}; }}", self.accent);
        text.push_str("  a.glossref { color: inherit; }\n");
        for (word, color) in self.code.each() {
            let _ = writeln!(text, "  .code-{word} {{ color: {color}; }}");
        }
        for (selector, style) in BOXES {
            let look = theme.look(style);
            if let Some(ground) = look.ground.and_then(|ink| self.ink(ink)) {
                let _ =
                    writeln!(text, "  {selector} {{ background-color: {ground}; border-color: {ground}; }}");
            } else if let Some(color) = self.ink(look.ink) {
                let _ = writeln!(text, "  {selector} {{ border-color: {color}; }}");
            }
        }
        let _ = writeln!(
            text,
            "  table, thead, .stack tbody, .stack tr, hr, .letter, .continued h1, .notes {{ border-color: {}; }}",
            self.rule
        );
        text
    }
}

/// `share` percent of one colour in another.
fn mixed(ground: Color, color: Color, share: u32) -> Color {
    let channel = |a: u8, b: u8| ((u32::from(a) * (100 - share) + u32::from(b) * share) / 100) as u8;
    Color {
        red: channel(ground.red, color.red),
        green: channel(ground.green, color.green),
        blue: channel(ground.blue, color.blue),
    }
}

/// The colour as much lighter as the contrast with the ground asks: of the same hue, and as far from grey.
fn lightened(color: Color, ground: Color, contrast: f64) -> Color {
    const WHITE: Color = Color { red: 0xff, green: 0xff, blue: 0xff };
    let is_pale = |color: Color| color.contrast(ground) < contrast;
    if !is_pale(color) {
        return color;
    }
    let hue = Hue::of(color);
    let lighter = |percent: u8| hue.at(f64::from(percent) / 100.0);
    // The lighter the colour, the more it differs from a dark ground.
    let steps: Vec<u8> = (0..=100).filter(|percent| f64::from(*percent) >= hue.lightness * 100.0).collect();
    steps
        .get(steps.partition_point(|percent| is_pale(lighter(*percent))))
        .map_or(WHITE, |step| lighter(*step))
}

/// A colour by hue, saturation and lightness (CSS Color 4, §7.1), which keeps its character when it grows light.
#[derive(Clone, Copy)]
struct Hue {
    /// In sixths of the circle, from red.
    sixths: f64,
    /// From grey, 0, to pure, 1.
    saturation: f64,
    /// From black, 0, to white, 1.
    lightness: f64,
}

impl Hue {
    fn of(color: Color) -> Hue {
        let [red, green, blue] =
            [color.red, color.green, color.blue].map(|channel| f64::from(channel) / 255.0);
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let (lightness, spread) = ((most + least) / 2.0, most - least);
        if spread == 0.0 {
            return Hue { sixths: 0.0, saturation: 0.0, lightness };
        }
        let sixths = if most == red {
            ((green - blue) / spread).rem_euclid(6.0)
        } else if most == green {
            (blue - red) / spread + 2.0
        } else {
            (red - green) / spread + 4.0
        };
        Hue { sixths, saturation: spread / (1.0 - (2.0 * lightness - 1.0).abs()), lightness }
    }

    /// The colour of this hue with another lightness.
    fn at(self, lightness: f64) -> Color {
        let reach = self.saturation * lightness.min(1.0 - lightness);
        let channel = |from: f64| {
            let place = (from + self.sixths * 2.0).rem_euclid(12.0);
            let value = lightness - reach * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0);
            (value * 255.0).round() as u8
        };
        Color { red: channel(0.0), green: channel(8.0), blue: channel(4.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_listings_can_be_read_by_day_and_by_night() {
        for name in Theme::names() {
            let theme = Theme::embedded(name).expect("a theme of ours");
            let (day, night) = (Scheme::light(&theme), Scheme::dark(&theme));
            let page = theme.palette.paper;
            for (scheme, grounds) in [(&day, [page, day.tint]), (&night, [NIGHT, night.tint])] {
                for (word, color) in scheme.code.each() {
                    for ground in grounds {
                        assert!(color.contrast(ground) >= 4.5, "{name}: {word} {color} on {ground}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_keeps_its_hue_when_it_grows_light() {
        for color in ["#2f5559", "#592f55", "#55592f", "#808080", "#ff0000", "#0000ff", "#000000", "#ffffff"]
        {
            let color = Color::parse(color).expect("a colour");
            let hue = Hue::of(color);
            assert_eq!(hue.at(hue.lightness), color, "there and back");
        }
        let blue = Color::parse("#2f5559").expect("a colour");
        let light = lightened(blue, NIGHT, 7.0);
        assert!(light.contrast(NIGHT) >= 7.0 && light.contrast(NIGHT) < 7.5, "{light}");
        let (before, after) = (Hue::of(blue), Hue::of(light));
        assert!((before.sixths - after.sixths).abs() < 0.05, "{light}");
        assert!((before.saturation - after.saturation).abs() < 0.02, "{light}");
    }
}
