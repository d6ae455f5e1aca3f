//! The keys of a header → metadata. Unknown keys are named, with the nearest known one.

use super::Header;
use super::values::{Entry, Kind, Value};
use crate::config::{ClassifyTable, Recognition};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Contributor, Direction, DisclaimerDuty, LangTag, Role};
use crate::reader::characters::clean;
use crate::reader::flat::LineOverride;
use crate::reader::{DialectChoice, Punctuation};
use crate::source::Span;

/// Every key that means something.
const KNOWN: [&str; 31] = [
    "title",
    "subtitle",
    "station",
    "station_label",
    "lang",
    "language",
    "dir",
    "author",
    "authors",
    "editors",
    "illustrators",
    "translators",
    "publisher",
    "license",
    "rights",
    "source",
    "subjects",
    "keywords",
    "id",
    "date",
    "modified",
    "summary",
    "cover",
    "disclaimer",
    "dialect",
    "html",
    "level",
    "objectives",
    "smart",
    "classify",
    "lines",
];

/// Gives each key its meaning.
pub(super) fn apply(entries: &[Entry], header: &mut Header, diagnostics: &mut Diagnostics) {
    for entry in entries {
        if let Err(wanted) = set(entry, header, diagnostics) {
            let message = format!("the value of `{}` must be {wanted}", entry.key);
            diagnostics.push(
                Diagnostic::new(Code::FrontMatterBadValue, message)
                    .at(entry.value.span)
                    .help(format!("give {wanted}")),
            );
        }
    }
}

/// What a key takes, said as “the value must be …”.
type Wanted = &'static str;

const TEXT: Wanted = "text";
const TEXTS: Wanted = "text or a list of text";
const PEOPLE: Wanted = "a name or a list of names";

fn set(entry: &Entry, header: &mut Header, diagnostics: &mut Diagnostics) -> Result<(), Wanted> {
    let value = &entry.value;
    if matches!(value.kind, Kind::Empty) && KNOWN.contains(&entry.key.as_str()) {
        return Ok(());
    }
    let metadata = &mut header.metadata;
    match entry.key.as_str() {
        "title" => metadata.title = Some(text(value)?),
        "subtitle" => metadata.subtitle = Some(text(value)?),
        "station" => metadata.station = Some(parsed(value, "a whole number such as 3")?),
        "station_label" => header.station_label = Some(text(value)?),
        "lang" | "language" => {
            metadata.language = Some(parsed::<LangTag>(value, "a language tag such as en or pt-BR")?)
        }
        "dir" => metadata.direction = direction(value)?,
        "author" | "authors" => people(value, Role::Author, &mut metadata.contributors)?,
        "editors" => people(value, Role::Editor, &mut metadata.contributors)?,
        "illustrators" => people(value, Role::Illustrator, &mut metadata.contributors)?,
        "translators" => people(value, Role::Translator, &mut metadata.contributors)?,
        "publisher" => metadata.publisher = Some(text(value)?),
        "license" => metadata.license = Some(text(value)?),
        "rights" => metadata.rights = Some(text(value)?),
        "source" => metadata.source = Some(text(value)?),
        "subjects" | "keywords" => metadata.subjects.extend(texts(value)?),
        "id" => metadata.id = Some(text(value)?),
        "date" => metadata.date = Some(parsed(value, "a date such as 2026-01-15")?),
        "modified" => metadata.modified = Some(parsed(value, "a date such as 2026-01-15")?),
        "summary" => metadata.summary = Some(text(value)?),
        "cover" => metadata.cover = Some(text(value)?),
        "level" => metadata.level = Some(text(value)?),
        "objectives" => header.objectives = spanned(value)?,
        "disclaimer" => match value.kind {
            Kind::Truth(false) => metadata.disclaimer = DisclaimerDuty::Excused,
            Kind::Text(_) => header.disclaimer = Some((text(value)?, value.span)),
            _ => return Err("the words of the disclaimer, the name of its kind, or false"),
        },
        "smart" => {
            header.punctuation = match value.kind {
                Kind::Truth(true) => Punctuation::Smart,
                Kind::Truth(false) => Punctuation::AsWritten,
                _ => return Err("true or false"),
            }
        }
        "dialect" => {
            header.dialect = match text(value)?.to_lowercase().as_str() {
                "flat" => DialectChoice::Flat,
                "markdown" => DialectChoice::Markdown,
                "auto" => DialectChoice::Auto,
                _ => return Err("flat, markdown or auto"),
            }
        }
        "html" => {
            header.classify.html = match value.kind {
                Kind::Truth(true) => Some(Recognition::On),
                Kind::Truth(false) => Some(Recognition::Off),
                _ => return Err("true or false"),
            }
        }
        "classify" => classify(value, header)?,
        "lines" => lines(value, header)?,
        other => {
            metadata.extra.insert(clean(other).into_owned(), kept(value));
            diagnostics.push(unknown(other, entry));
        }
    }
    Ok(())
}

/// `classify: { promo: off, heading_min: 0.8 }`.
fn classify(value: &Value, header: &mut Header) -> Result<(), Wanted> {
    const WANTED: Wanted = "keys such as { promo: off, teaser: off, takeaway: off, disclaimer: off, stations: off, html: on, heading_min: 0.8 }";
    let Kind::Map(entries) = &value.kind else { return Err(WANTED) };
    for Entry { key, value, .. } in entries {
        if key == "heading_min" {
            let share = text(value).map_err(|_| WANTED)?.parse().ok();
            header.classify.heading_min = Some(share.and_then(ClassifyTable::hundredths).ok_or(WANTED)?);
            continue;
        }
        let recognition = match &value.kind {
            Kind::Truth(true) => Recognition::On,
            Kind::Truth(false) => Recognition::Off,
            Kind::Text(text) if text == "on" => Recognition::On,
            Kind::Text(text) if text == "off" => Recognition::Off,
            _ => return Err(WANTED),
        };
        if !header.classify.set(key, recognition) {
            return Err(WANTED);
        }
    }
    Ok(())
}

/// `lines: { 14: takeaway, 20: paragraph }`.
fn lines(value: &Value, header: &mut Header) -> Result<(), Wanted> {
    const WANTED: Wanted = "numbers of lines and what they are, such as { 14: takeaway, 20: paragraph }";
    let Kind::Map(entries) = &value.kind else { return Err(WANTED) };
    for entry in entries {
        let line = entry.key.parse().map_err(|_| WANTED)?;
        let class = text(&entry.value).map_err(|_| WANTED)?;
        header.lines.push(LineOverride { line, class, span: entry.value.span });
    }
    Ok(())
}

/// What an unknown key says, as it is kept.
fn kept(value: &Value) -> serde_json::Value {
    match &value.kind {
        Kind::Empty => serde_json::Value::Null,
        Kind::Truth(truth) => (*truth).into(),
        Kind::Text(text) => clean(text).into(),
        Kind::List(values) => values.iter().map(kept).collect(),
        Kind::Map(entries) => {
            entries.iter().map(|entry| (clean(&entry.key).into_owned(), kept(&entry.value))).collect()
        }
    }
}

fn unknown(key: &str, entry: &Entry) -> Diagnostic {
    let message = format!("`{key}` has no effect; the model keeps it under `extra`");
    let finding = Diagnostic::new(Code::FrontMatterUnknownKey, message).at(entry.span);
    let short: String = key.chars().take(40).collect::<String>().to_lowercase();
    let scored = KNOWN.iter().map(|known| (known, strsim::jaro_winkler(known, &short)));
    match scored.filter(|(_, score)| *score > 0.85).max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((near, _)) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("remove it, or leave it if another tool needs it"),
    }
}

fn text(value: &Value) -> Result<String, Wanted> {
    match &value.kind {
        Kind::Text(text) if !text.is_empty() => Ok(clean(text).into_owned()),
        _ => Err(TEXT),
    }
}

fn texts(value: &Value) -> Result<Vec<String>, Wanted> {
    match &value.kind {
        Kind::List(values) => values.iter().map(|value| text(value).map_err(|_| TEXTS)).collect(),
        Kind::Text(text) => {
            Ok(text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect())
        }
        _ => Err(TEXTS),
    }
}

/// One or more texts, each with its place; a comma is part of the text.
fn spanned(value: &Value) -> Result<Vec<(String, Span)>, Wanted> {
    match &value.kind {
        Kind::List(values) => {
            values.iter().map(|value| Ok((text(value).map_err(|_| TEXTS)?, value.span))).collect()
        }
        _ => Ok(vec![(text(value).map_err(|_| TEXTS)?, value.span)]),
    }
}

fn parsed<T: std::str::FromStr>(value: &Value, wanted: Wanted) -> Result<T, Wanted> {
    text(value).map_err(|_| wanted)?.parse().map_err(|_| wanted)
}

fn direction(value: &Value) -> Result<Option<Direction>, Wanted> {
    match text(value)?.as_str() {
        "ltr" => Ok(Some(Direction::LeftToRight)),
        "rtl" => Ok(Some(Direction::RightToLeft)),
        "auto" => Ok(None),
        _ => Err("ltr, rtl or auto"),
    }
}

fn people(value: &Value, role: Role, out: &mut Vec<Contributor>) -> Result<(), Wanted> {
    let list = match &value.kind {
        Kind::List(values) => values.iter().collect(),
        _ => vec![value],
    };
    for person in list {
        out.push(match &person.kind {
            Kind::Map(entries) => {
                let find = |key: &str| {
                    entries.iter().find(|entry| entry.key == key).and_then(|entry| text(&entry.value).ok())
                };
                let file_as = find("file_as").or_else(|| find("file-as"));
                Contributor { name: find("name").ok_or(PEOPLE)?, role, file_as }
            }
            _ => Contributor { name: text(person).map_err(|_| PEOPLE)?, role, file_as: None },
        });
    }
    Ok(())
}
