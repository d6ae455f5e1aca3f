//! TOML text → theme: inheritance, types, ranges, contrast.

use super::cover::RawCover;
use super::style::{Align, BoxLook, BoxStyle, Case, Hyphenation, Ink, Role, Style};
use super::{Color, ColumnStyle, ListStyle, PageStyle, Palette, ParagraphStyle, TableStyle, Theme};
use crate::units::{Edges, Em, Family, Paper, Pt, Slant, Weight};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The themes in the binary, by name.
pub(super) static EMBEDDED: [(&str, &str); 1] = [("book", include_str!("../../styles/book.toml"))];

/// How many themes may extend one another.
const DEEPEST: usize = 8;

/// Why a theme cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ThemeError {
    /// No embedded theme has this name.
    Unknown(String),
    /// The text is not TOML, or has an unknown key or a value of the wrong kind.
    Syntax {
        /// What is wrong.
        message: String,
        /// Byte range in the text, if it is known.
        range: Option<std::ops::Range<usize>>,
    },
    /// A value is out of its range.
    Range(String),
    /// Two colours that stand on each other cannot be told apart well enough.
    Contrast(String),
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ThemeError::Unknown(name) => write!(f, "there is no theme named `{name}`"),
            ThemeError::Syntax { message, .. } => f.write_str(message),
            ThemeError::Range(message) | ThemeError::Contrast(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ThemeError {}

pub(super) fn embedded(name: &str) -> Result<Theme, ThemeError> {
    let (_, text) = EMBEDDED
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| ThemeError::Unknown(name.to_owned()))?;
    parse(text)
}

pub(super) fn parse(text: &str) -> Result<Theme, ThemeError> {
    let table = inherited(text, DEEPEST)?;
    let raw = RawTheme::deserialize(table).map_err(|error| syntax(&error))?;
    raw.checked()
}

/// The table of a theme, laid over the table of the theme it extends.
fn inherited(text: &str, depth: usize) -> Result<toml::Table, ThemeError> {
    let mut table: toml::Table = toml::from_str(text).map_err(|error| syntax(&error))?;
    let Some(parent) = table.remove("extends") else {
        return Ok(table);
    };
    let name = parent.as_str().unwrap_or_default().to_owned();
    let parent = EMBEDDED.iter().find(|(known, _)| *known == name).filter(|_| depth > 0);
    let (_, text) = parent.ok_or(ThemeError::Unknown(name))?;
    let mut base = inherited(text, depth - 1)?;
    lay_over(&mut base, table);
    Ok(base)
}

fn lay_over(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn syntax(error: &toml::de::Error) -> ThemeError {
    ThemeError::Syntax { message: error.message().to_owned(), range: error.span() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTheme {
    name: String,
    page: RawPage,
    color: RawPalette,
    r#type: RawType,
    paragraph: RawParagraph,
    list: RawList,
    table: RawTable,
    columns: RawColumns,
    cover: RawCover,
    style: BTreeMap<Role, RawStyle>,
    r#box: BTreeMap<BoxStyle, RawBox>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPage {
    paper: String,
    inner: f64,
    outer: f64,
    top: f64,
    lines: u32,
    head: f64,
    foot: f64,
    sink: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPalette {
    paper: String,
    text: String,
    accent: String,
    quiet: String,
    rule: String,
    tint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawType {
    size: f64,
    leading: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawParagraph {
    indent: f64,
    gap: f64,
    orphans: u32,
    widows: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawList {
    indent: f64,
    gap: f64,
    around: f64,
    between: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTable {
    heavy: f64,
    light: f64,
    padding_x: f64,
    padding_y: f64,
    around: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawColumns {
    count: u32,
    gap: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RawStyle {
    family: Family,
    weight: Weight,
    slant: Slant,
    size: f64,
    leading: f64,
    ink: Ink,
    align: Align,
    hyphenation: Hyphenation,
    tracking: f64,
    case: Case,
    before: f64,
    after: f64,
}

impl Default for RawStyle {
    fn default() -> RawStyle {
        RawStyle {
            family: Family::Serif,
            weight: Weight::Regular,
            slant: Slant::Upright,
            size: 1.0,
            leading: 1.0,
            ink: Ink::Text,
            align: Align::Start,
            hyphenation: Hyphenation::Manual,
            tracking: 0.0,
            case: Case::AsWritten,
            before: 0.0,
            after: 0.0,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RawBox {
    bar: f64,
    rule_above: f64,
    ink: Ink,
    ground: Option<Ink>,
    padding_start: f64,
    padding_end: f64,
    padding_y: f64,
    around: f64,
}

impl Default for RawBox {
    fn default() -> RawBox {
        RawBox {
            bar: 0.0,
            rule_above: 0.0,
            ink: Ink::Accent,
            ground: None,
            padding_start: 0.0,
            padding_end: 0.0,
            padding_y: 0.0,
            around: 1.0,
        }
    }
}

/// A number inside its range, or what is wrong with it.
pub(super) fn within(what: &str, value: f64, least: f64, most: f64) -> Result<f64, ThemeError> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(ThemeError::Range(format!("{what} is {value}, but must be from {least} to {most}")))
}

/// Lines as hundredths of a line.
fn hundredths(what: &str, lines: f64) -> Result<u32, ThemeError> {
    Ok((within(what, lines, 0.0, 40.0)? * 100.0).round() as u32)
}

impl RawTheme {
    fn checked(self) -> Result<Theme, ThemeError> {
        let size = Pt::from_f64(within("type.size", self.r#type.size, 4.0, 48.0)?);
        let leading = Pt::from_f64(within("type.leading", self.r#type.leading, 5.0, 96.0)?);
        let palette = self.color.checked()?;
        let mut styles = BTreeMap::new();
        for role in Role::ALL {
            let raw =
                self.style.get(&role).ok_or_else(|| ThemeError::Range(format!("{role:?} has no style")))?;
            styles.insert(role, raw.checked()?);
        }
        let mut boxes = BTreeMap::new();
        for style in BoxStyle::ALL {
            let raw =
                self.r#box.get(&style).ok_or_else(|| ThemeError::Range(format!("{style:?} has no look")))?;
            boxes.insert(style, raw.checked()?);
        }
        Ok(Theme {
            name: self.name,
            page: self.page.checked(leading)?,
            palette,
            size,
            leading,
            paragraph: ParagraphStyle {
                indent: Em::from_f64(within("paragraph.indent", self.paragraph.indent, 0.0, 4.0)?),
                gap: hundredths("paragraph.gap", self.paragraph.gap)?,
                orphans: self.paragraph.orphans.clamp(1, 5),
                widows: self.paragraph.widows.clamp(1, 5),
            },
            list: ListStyle {
                indent: Em::from_f64(within("list.indent", self.list.indent, 0.5, 6.0)?),
                gap: Em::from_f64(within("list.gap", self.list.gap, 0.1, 3.0)?),
                around: hundredths("list.around", self.list.around)?,
                between: hundredths("list.between", self.list.between)?,
            },
            table: TableStyle {
                heavy: Pt::from_f64(within("table.heavy", self.table.heavy, 0.0, 4.0)?),
                light: Pt::from_f64(within("table.light", self.table.light, 0.0, 4.0)?),
                padding_x: Em::from_f64(within("table.padding-x", self.table.padding_x, 0.0, 3.0)?),
                padding_y: Em::from_f64(within("table.padding-y", self.table.padding_y, 0.0, 3.0)?),
                around: hundredths("table.around", self.table.around)?,
            },
            columns: ColumnStyle {
                count: self.columns.count.clamp(1, 4),
                gap: Em::from_f64(within("columns.gap", self.columns.gap, 0.5, 6.0)?),
            },
            cover: self.cover.checked()?,
            styles,
            boxes,
        })
    }
}

impl RawPage {
    fn checked(&self, leading: Pt) -> Result<PageStyle, ThemeError> {
        let paper = Paper::from_name(&self.paper)
            .ok_or_else(|| ThemeError::Range(format!("there is no paper named `{}`", self.paper)))?;
        let size = paper.size();
        let margin = |what: &str, value: f64| within(what, value, 18.0, 300.0).map(Pt::from_f64);
        let top = margin("page.top", self.top)?;
        let lines = self.lines.max(1);
        let margins = Edges {
            top,
            bottom: size.height - top - leading * i64::from(lines),
            inner: margin("page.inner", self.inner)?,
            outer: margin("page.outer", self.outer)?,
        };
        let page = PageStyle {
            size,
            margins,
            lines,
            head: margin("page.head", self.head)?,
            foot: margin("page.foot", self.foot)?,
            sink: self.sink,
        };
        if page.margins.bottom < Pt::new(18) || page.measure() < Pt::new(72) || page.sink + 8 > page.lines {
            return Err(ThemeError::Range("the margins and lines leave no sound text block".to_owned()));
        }
        Ok(page)
    }
}

impl RawPalette {
    fn checked(&self) -> Result<Palette, ThemeError> {
        let color = |text: &str| {
            Color::parse(text)
                .ok_or_else(|| ThemeError::Range(format!("`{text}` is not a colour like #2f5d62")))
        };
        let palette = Palette {
            paper: color(&self.paper)?,
            text: color(&self.text)?,
            accent: color(&self.accent)?,
            quiet: color(&self.quiet)?,
            rule: color(&self.rule)?,
            tint: color(&self.tint)?,
        };
        for (name, ink) in [("text", palette.text), ("accent", palette.accent), ("quiet", palette.quiet)] {
            for (ground_name, ground) in [("paper", palette.paper), ("tint", palette.tint)] {
                let contrast = ink.contrast(ground);
                if contrast < 4.5 {
                    let message =
                        format!("{name} on {ground_name} has a contrast of {contrast:.1}, less than 4.5");
                    return Err(ThemeError::Contrast(message));
                }
            }
        }
        Ok(palette)
    }
}

impl RawStyle {
    fn checked(&self) -> Result<Style, ThemeError> {
        Ok(Style {
            family: self.family,
            weight: self.weight,
            slant: self.slant,
            size: Em::from_f64(within("size", self.size, 0.5, 6.0)?),
            leading: hundredths("leading", within("leading", self.leading, 0.4, 8.0)?)?,
            ink: self.ink,
            align: self.align,
            hyphenation: self.hyphenation,
            tracking: Em::from_f64(within("tracking", self.tracking, -0.1, 0.5)?),
            case: self.case,
            before: hundredths("before", self.before)?,
            after: hundredths("after", self.after)?,
        })
    }
}

impl RawBox {
    fn checked(&self) -> Result<BoxLook, ThemeError> {
        Ok(BoxLook {
            bar: Pt::from_f64(within("bar", self.bar, 0.0, 12.0)?),
            rule_above: Pt::from_f64(within("rule-above", self.rule_above, 0.0, 12.0)?),
            ink: self.ink,
            ground: self.ground,
            padding_start: Em::from_f64(within("padding-start", self.padding_start, 0.0, 6.0)?),
            padding_end: Em::from_f64(within("padding-end", self.padding_end, 0.0, 6.0)?),
            padding_y: hundredths("padding-y", self.padding_y)?,
            around: hundredths("around", self.around)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_theme_is_valid() {
        for (name, _) in EMBEDDED {
            let theme = embedded(name).expect(name);
            assert_eq!(theme.name, name);
        }
    }

    #[test]
    fn a_theme_says_only_what_differs() {
        let theme = parse("extends = \"book\"\nname = \"big\"\n[type]\nsize = 12.0").expect("valid");
        assert_eq!((theme.name.as_str(), theme.size), ("big", Pt::new(12)));
        assert_eq!(theme.leading, embedded("book").expect("valid").leading);
    }

    #[test]
    fn unknown_keys_and_pale_text_are_refused() {
        assert!(matches!(parse("extends = \"book\"\n[type]\nsise = 12.0"), Err(ThemeError::Syntax { .. })));
        let pale = parse("extends = \"book\"\n[color]\nquiet = \"#bbbbbb\"");
        assert!(matches!(pale, Err(ThemeError::Contrast(_))));
        assert_eq!(parse("extends = \"nowhere\""), Err(ThemeError::Unknown("nowhere".to_owned())));
    }
}
