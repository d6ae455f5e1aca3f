//! What is known about a lesson or a book: names, people, dates, languages, rights.

use super::{ImageId, TradeNumber};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What the front matter of a lesson says. Every field is optional.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub struct LessonMetadata {
    /// The title for lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A second line under the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The number of the lesson on its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station: Option<u32>,
    /// The main language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<LangTag>,
    /// The base direction, when it is not the language's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Who made it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Contributor>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// A licence, as a name or an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// A statement of rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// The work it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// An identifier given by the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The date of the last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// What it says, in a few sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The path of a cover picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// For whom it is, such as “beginner”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Whether a policy may ask the lesson for a disclaimer.
    #[serde(skip_serializing_if = "DisclaimerDuty::is_asked")]
    pub disclaimer: DisclaimerDuty,
    /// What the word for a station and a number are in its text.
    #[serde(skip_serializing_if = "StationWords::are_references")]
    pub stations: StationWords,
    /// Keys of the front matter that mean nothing here, with what they say, for other tools. Numbers and dates are
    /// text, as they were written.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// Whether a policy may ask a lesson for a disclaimer.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisclaimerDuty {
    /// It may.
    #[default]
    Asked,
    /// The author says that this lesson needs none.
    Excused,
}

impl DisclaimerDuty {
    /// Whether nothing excuses the lesson.
    pub fn is_asked(&self) -> bool {
        *self == DisclaimerDuty::Asked
    }
}

/// What words such as “Station 10” are in the text of a lesson.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StationWords {
    /// References to a lesson of the path.
    #[default]
    References,
    /// Words like any other: trains stop there.
    Words,
}

impl StationWords {
    /// Whether they are references.
    pub fn are_references(&self) -> bool {
        *self == StationWords::References
    }
}

/// How the language of a book came to be known.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageSource {
    /// The author says it.
    #[default]
    Stated,
    /// Nobody says it; English is taken for granted.
    Assumed,
}

impl LanguageSource {
    /// Whether the author says it.
    pub fn is_stated(&self) -> bool {
        *self == LanguageSource::Stated
    }
}

/// What is known about a book: settled from path.toml, stationer.toml, front matter and defaults.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct BookMetadata {
    /// The title.
    pub title: String,
    /// A second line under the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// What it is about, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The main language.
    pub language: LangTag,
    /// How the language came to be known.
    #[serde(default, skip_serializing_if = "LanguageSource::is_stated")]
    pub language_source: LanguageSource,
    /// The base direction.
    pub direction: Direction,
    /// A stable identifier: `urn:uuid:…`, derived from what the book is, never random.
    pub identifier: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Contributor>,
    /// Who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// A statement of rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// A licence, as a name or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// The works it was taken from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// The date of publication, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The date of the last change: given, or from SOURCE_DATE_EPOCH, or 1980-01-01.
    pub modified: Date,
    /// Which edition it is, such as “2nd”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Its numbers in the book trade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub isbns: Vec<TradeNumber>,
    /// The path a single lesson belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// The cover picture, if one was given and found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<ImageId>,
}

impl BookMetadata {
    /// The publisher, when it is none of those who made the book: a title page names nobody twice.
    pub fn publisher_apart(&self) -> Option<&str> {
        let named = |publisher: &&str| self.contributors.iter().any(|other| other.name == *publisher);
        self.publisher.as_deref().filter(|publisher| !named(publisher))
    }
}

/// The path that a lesson published on its own belongs to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// The path's title.
    pub title: String,
    /// The lesson's number on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
}

/// Somebody who took part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Contributor {
    /// The name as printed.
    pub name: String,
    /// What they did.
    #[serde(default)]
    pub role: Role,
    /// The name as sorted, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_as: Option<String>,
}

/// What a contributor did.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Wrote it.
    #[default]
    Author,
    /// Edited it.
    Editor,
    /// Drew for it.
    Illustrator,
    /// Translated it.
    Translator,
}

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day dates fall back to: the first one a zip archive can hold.
    pub const FALLBACK: Date = Date { year: 1980, month: 1, day: 1 };

    /// A day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=9999).contains(&year).then_some(())?;
        (1..=last).contains(&day).then_some(Date { year, month, day })
    }

    /// The UTC day of a Unix time, such as SOURCE_DATE_EPOCH; none before 1970 or after 9999.
    pub fn from_unix(seconds: i64) -> Option<Date> {
        // Days to civil date: Howard Hinnant, “chrono-compatible low-level date algorithms”.
        if seconds < 0 {
            return None;
        }
        let days = seconds / 86_400 + 719_468;
        let era = days / 146_097;
        let of_era = days % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The year, from 1.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;
    /// Reads `2026-01-15`.
    fn from_str(text: &str) -> Result<Date, String> {
        let wrong = || format!("`{text}` is not a date like 2026-01-15");
        let mut parts = text.trim().splitn(3, '-');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong());
        };
        match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Date {
    type Error = String;
    fn try_from(text: String) -> Result<Date, String> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

/// A language by its BCP 47 tag, such as `en`, `pt-BR` or `zh-Hant`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct LangTag(String);

impl LangTag {
    /// English, the language lessons have unless they say otherwise.
    pub fn english() -> LangTag {
        LangTag("en".to_owned())
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, without script and region, in lower case.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The direction the language is written in.
    pub fn direction(&self) -> Direction {
        let latin = self.0.split('-').any(|part| part.eq_ignore_ascii_case("Latn"));
        match self.primary() {
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" if !latin => {
                Direction::RightToLeft
            }
            _ => Direction::LeftToRight,
        }
    }
}

impl fmt::Display for LangTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LangTag {
    type Err = String;
    /// Reads a tag: subtags of one to eight ASCII letters or digits, the first of two or three letters
    /// (RFC 5646 §2.1, without the irregular ones). Case is set as the RFC recommends.
    fn from_str(text: &str) -> Result<LangTag, String> {
        let text = text.trim().replace('_', "-");
        let mut subtags = text.split('-');
        let primary = subtags.next().unwrap_or_default();
        let letters = primary.bytes().all(|b| b.is_ascii_alphabetic());
        if !letters || !(2..=3).contains(&primary.len()) {
            return Err(format!("`{text}` is not a language tag like en or pt-BR"));
        }
        let mut tag = primary.to_ascii_lowercase();
        for subtag in subtags {
            if !(1..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(format!("`{text}` is not a language tag like en or pt-BR"));
            }
            tag.push('-');
            match subtag.len() {
                2 => tag.push_str(&subtag.to_ascii_uppercase()),
                4 if subtag.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    tag.push_str(&subtag[..1].to_ascii_uppercase());
                    tag.push_str(&subtag[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&subtag.to_ascii_lowercase()),
            }
        }
        Ok(LangTag(tag))
    }
}

impl TryFrom<String> for LangTag {
    type Error = String;
    fn try_from(text: String) -> Result<LangTag, String> {
        text.parse()
    }
}

impl From<LangTag> for String {
    fn from(tag: LangTag) -> String {
        tag.0
    }
}

/// The direction of writing.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
pub enum Direction {
    /// As Latin.
    #[default]
    #[serde(rename = "ltr")]
    LeftToRight,
    /// As Arabic and Hebrew.
    #[serde(rename = "rtl")]
    RightToLeft,
}

impl Direction {
    /// The value of a `dir` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_the_calendar_has() {
        assert_eq!("2026-02-28".parse::<Date>().map(|d| d.to_string()), Ok("2026-02-28".to_owned()));
        assert!("2026-02-29".parse::<Date>().is_err());
        assert!("2024-02-29".parse::<Date>().is_ok());
        assert!("yesterday".parse::<Date>().is_err());
    }

    #[test]
    fn unix_times_become_days() {
        assert_eq!(Date::from_unix(0), Date::new(1970, 1, 1));
        assert_eq!(Date::from_unix(951_782_400), Date::new(2000, 2, 29));
        assert_eq!(Date::from_unix(-1), None);
    }

    #[test]
    fn language_tags_take_their_recommended_case() {
        assert_eq!("PT_br".parse::<LangTag>().map(String::from), Ok("pt-BR".to_owned()));
        assert_eq!("ZH-hant".parse::<LangTag>().map(String::from), Ok("zh-Hant".to_owned()));
        assert!("".parse::<LangTag>().is_err());
        assert!("english please".parse::<LangTag>().is_err());
        assert_eq!("ar".parse::<LangTag>().map(|l| l.direction()), Ok(Direction::RightToLeft));
    }
}
