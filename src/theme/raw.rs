//! The tables of a theme as they are written → typed and checked values.

use super::cover::RawCover;
use super::page::{FurnitureStyle, RawPage, Sized};
use super::style::{Align, BoxLook, BoxStyle, Case, Hyphenation, Ink, Role, Style};
use super::{
    CaptionStyle, Color, ColumnStyle, Emphasis, LinkStyle, ListStyle, NotePlace, NoteStyle, Palette,
    ParagraphStyle, TableStyle, Theme, ThemeError, TypeStyle,
};
use crate::units::{Em, Family, Pt, Ratio, Slant, Weight};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTheme {
    name: String,
    page: RawPage,
    format: BTreeMap<String, RawPage>,
    furniture: FurnitureStyle,
    note: RawNote,
    caption: CaptionStyle,
    link: LinkStyle,
    color: RawPalette,
    r#type: RawType,
    paragraph: RawParagraph,
    list: RawList,
    table: RawTable,
    columns: RawColumns,
    #[serde(default)]
    hyphenation: BTreeMap<String, BTreeMap<String, String>>,
    cover: RawCover,
    style: BTreeMap<Role, RawStyle>,
    r#box: BTreeMap<BoxStyle, RawBox>,
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
    contrast: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawType {
    size: Option<f64>,
    leading: Option<f64>,
    least: f64,
    script: f64,
    capitals: f64,
    emphasis: Emphasis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawNote {
    place: NotePlace,
    rule: f64,
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
    least: f64,
    zebra: u32,
    stack: u32,
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
    radius: f64,
    frame: f64,
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
            radius: 0.0,
            frame: 0.0,
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
    pub(super) fn checked(self) -> Result<Theme, ThemeError> {
        let Sized { size, leading, page } =
            self.page.checked(&self.format, self.r#type.size, self.r#type.leading)?;
        let least = Pt::from_f64(within("type.least", self.r#type.least, 4.0, size.to_f64())?);
        let palette = self.color.checked()?;
        let mut styles = BTreeMap::new();
        for role in Role::ALL {
            let raw =
                self.style.get(&role).ok_or_else(|| ThemeError::Range(format!("{role:?} has no style")))?;
            let style = raw.checked()?;
            if style.size.at(size) < least {
                let message = format!("{role:?} is set in less than type.least, {} pt", self.r#type.least);
                return Err(ThemeError::Range(message));
            }
            styles.insert(role, style);
        }
        let mut boxes = BTreeMap::new();
        for style in BoxStyle::ALL {
            let raw =
                self.r#box.get(&style).ok_or_else(|| ThemeError::Range(format!("{style:?} has no look")))?;
            boxes.insert(style, raw.checked()?);
        }
        Ok(Theme {
            name: self.name,
            page,
            furniture: self.furniture,
            note: NoteStyle {
                place: self.note.place,
                rule: Pt::from_f64(within("note.rule", self.note.rule, 0.0, 4.0)?),
            },
            caption: self.caption,
            link: self.link,
            palette,
            size,
            leading,
            text: TypeStyle {
                least,
                script: Ratio::from_f64(within("type.script", self.r#type.script, 0.4, 1.0)?),
                capitals: Em::from_f64(within("type.capitals", self.r#type.capitals, 0.0, 0.2)?),
                emphasis: self.r#type.emphasis,
            },
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
                least: Pt::from_f64(within("table.least", self.table.least, 4.0, 48.0)?).max(least),
                zebra: self.table.zebra,
                stack: self.table.stack,
            },
            columns: ColumnStyle {
                count: self.columns.count.clamp(1, 4),
                gap: Em::from_f64(within("columns.gap", self.columns.gap, 0.5, 6.0)?),
            },
            divisions: divisions(self.hyphenation)?,
            cover: self.cover.checked()?,
            styles,
            boxes,
        })
    }
}

/// The words of each language with hyphens where they may be divided.
fn divisions(
    languages: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<BTreeMap<String, Vec<String>>, ThemeError> {
    let mut divided = BTreeMap::new();
    for (language, words) in languages {
        if language.len() != 2 || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
            let message = format!("hyphenation.{language} is not the code of a language, such as `en`");
            return Err(ThemeError::Range(message));
        }
        let is_division = |word: &str, parts: &str| {
            parts.split('-').all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic))
                && parts.replace('-', "") == word
        };
        if let Some((word, parts)) = words.iter().find(|(word, parts)| !is_division(word, parts)) {
            let message = format!("hyphenation.{language}.{word} is `{parts}`, which is not that word");
            return Err(ThemeError::Range(message));
        }
        divided.insert(language, words.into_values().collect());
    }
    Ok(divided)
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
        let least = within("color.contrast", self.contrast, 4.5, 21.0)?;
        for (name, ink) in [("text", palette.text), ("accent", palette.accent), ("quiet", palette.quiet)] {
            for (ground_name, ground) in [("paper", palette.paper), ("tint", palette.tint)] {
                let contrast = ink.contrast(ground);
                if contrast < least {
                    let message =
                        format!("{name} on {ground_name} has a contrast of {contrast:.1}, less than {least}");
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
            radius: Pt::from_f64(within("radius", self.radius, 0.0, 24.0)?),
            frame: Pt::from_f64(within("frame", self.frame, 0.0, 12.0)?),
        })
    }
}
