//! The `[cover]` table of a theme → how a cover is made when none is given.
//!
//! All measures are shares of the width of the page, so that a cover looks the same in every size. Each
//! book takes one of several sets of colours, so that books that stand beside one another can be told
//! apart. Knows no book.

use super::raw::within;
use super::{Color, ThemeError};
use crate::units::Ratio;
use serde::Deserialize;

/// How a cover is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverStyle {
    /// The sizes a title may be set in, from the largest; the first that fits is taken. Never empty.
    pub title: Vec<Ratio>,
    /// From baseline to baseline, as a factor of the size.
    pub leading: Ratio,
    /// The sizes of the subtitle, from the largest. Never empty.
    pub subtitle: Vec<Ratio>,
    /// The sizes of the authors, from the largest. Never empty.
    pub author: Vec<Ratio>,
    /// The size of the series and of the publisher.
    pub label: Ratio,
    /// From the edges to the text.
    pub margin: Ratio,
    /// Thickness of the line of the ornament.
    pub line: Ratio,
    /// The sets of colours. Never empty.
    pub colors: Vec<CoverColors>,
}

/// A set of colours. Ink and quiet ink have a contrast of at least 4.5 : 1 on ground and shade, the route one
/// of 3 : 1, as graphics need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CoverColors {
    /// The page.
    pub ground: Color,
    /// Lines that hardly stand out of the ground.
    pub shade: Color,
    /// Title, subtitle and authors.
    pub ink: Color,
    /// Series and publisher.
    pub quiet: Color,
    /// The route and the bar over the title.
    pub route: Color,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCover {
    title: Vec<f64>,
    leading: f64,
    subtitle: Vec<f64>,
    author: Vec<f64>,
    label: f64,
    margin: f64,
    line: f64,
    colors: Vec<RawColors>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColors {
    ground: String,
    shade: String,
    ink: String,
    quiet: String,
    route: String,
}

impl RawCover {
    pub(super) fn checked(&self) -> Result<CoverStyle, ThemeError> {
        let share = |what: &str, value: f64, most: f64| within(what, value, 0.005, most).map(Ratio::from_f64);
        let sizes = |what: &str, values: &[f64]| {
            if values.is_empty() || values.windows(2).any(|pair| pair[0] <= pair[1]) {
                return Err(ThemeError::Range(format!("{what} must be sizes from the largest down")));
            }
            values.iter().map(|value| share(what, *value, 0.3)).collect::<Result<Vec<Ratio>, _>>()
        };
        let colors = self.colors.iter().map(RawColors::checked).collect::<Result<Vec<_>, _>>()?;
        if colors.is_empty() {
            return Err(ThemeError::Range("cover.colors is empty".to_owned()));
        }
        Ok(CoverStyle {
            title: sizes("cover.title", &self.title)?,
            leading: Ratio::from_f64(within("cover.leading", self.leading, 0.9, 2.0)?),
            subtitle: sizes("cover.subtitle", &self.subtitle)?,
            author: sizes("cover.author", &self.author)?,
            label: share("cover.label", self.label, 0.1)?,
            margin: share("cover.margin", self.margin, 0.25)?,
            line: share("cover.line", self.line, 0.05)?,
            colors,
        })
    }
}

impl RawColors {
    fn checked(&self) -> Result<CoverColors, ThemeError> {
        let color = |text: &str| {
            Color::parse(text)
                .ok_or_else(|| ThemeError::Range(format!("`{text}` is not a colour like #2f5d62")))
        };
        let colors = CoverColors {
            ground: color(&self.ground)?,
            shade: color(&self.shade)?,
            ink: color(&self.ink)?,
            quiet: color(&self.quiet)?,
            route: color(&self.route)?,
        };
        for (name, over, least) in
            [("ink", colors.ink, 4.5), ("quiet", colors.quiet, 4.5), ("route", colors.route, 3.0)]
        {
            for (ground_name, ground) in [("ground", colors.ground), ("shade", colors.shade)] {
                let contrast = over.contrast(ground);
                if contrast < least {
                    return Err(ThemeError::Contrast(format!(
                        "cover: {name} {over} on {ground_name} {ground} has a contrast of {contrast:.1}, \
                         less than {least}"
                    )));
                }
            }
        }
        Ok(colors)
    }
}
