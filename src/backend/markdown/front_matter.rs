//! Metadata → the YAML header of a lesson. Knows no blocks.

use crate::model::{Contributor, Direction, DisclaimerDuty, LessonMetadata, Role, StationWords};
use serde_json::Value;
use std::fmt::Write as _;

/// Writes the header, with both its marks.
pub(super) fn write(metadata: &LessonMetadata) -> String {
    let mut out = String::from("---\ndialect: markdown\nsmart: false\n");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let space = if value.starts_with('\n') { "" } else { " " };
            let _ = writeln!(out, "{key}:{space}{value}");
        }
    };
    let text = |value: &Option<String>| value.as_deref().map(quoted);
    line("title", text(&metadata.title));
    line("subtitle", text(&metadata.subtitle));
    line("station", metadata.station.map(|number| number.to_string()));
    line("lang", metadata.language.as_ref().map(|tag| quoted(tag.as_str())));
    line("dir", metadata.direction.map(direction));
    for role in roles(&metadata.contributors) {
        line(key(role), Some(people(metadata.contributors.iter().filter(|person| person.role == role))));
    }
    line("publisher", text(&metadata.publisher));
    line("license", text(&metadata.license));
    line("rights", text(&metadata.rights));
    line("source", text(&metadata.source));
    let subjects = || list(metadata.subjects.iter().map(|subject| quoted(subject)));
    line("subjects", (!metadata.subjects.is_empty()).then(subjects));
    line("id", text(&metadata.id));
    line("date", metadata.date.map(|date| date.to_string()));
    line("modified", metadata.modified.map(|date| date.to_string()));
    line("summary", text(&metadata.summary));
    line("cover", text(&metadata.cover));
    line("level", text(&metadata.level));
    line("disclaimer", (metadata.disclaimer == DisclaimerDuty::Excused).then(|| "false".to_owned()));
    let words = metadata.stations == StationWords::Words;
    line("classify", words.then(|| "{ stations: off }".to_owned()));
    for (key, value) in &metadata.extra {
        line(&quoted(key), Some(kept(value, 1)));
    }
    out.push_str("---\n");
    out
}

/// The roles in the order in which they first appear.
fn roles(contributors: &[Contributor]) -> Vec<Role> {
    let mut roles = Vec::new();
    for person in contributors {
        if !roles.contains(&person.role) {
            roles.push(person.role);
        }
    }
    roles
}

fn key(role: Role) -> &'static str {
    match role {
        Role::Author => "authors",
        Role::Editor => "editors",
        Role::Illustrator => "illustrators",
        Role::Translator => "translators",
    }
}

fn people<'a>(people: impl Iterator<Item = &'a Contributor>) -> String {
    list(people.map(|person| match &person.file_as {
        Some(file_as) => format!("{{name: {}, file_as: {}}}", quoted(&person.name), quoted(file_as)),
        None => quoted(&person.name),
    }))
}

fn list(values: impl Iterator<Item = String>) -> String {
    // One value a line, so that a long list nests in no line.
    values.map(|value| format!("\n  - {value}")).collect()
}

/// A value that the model keeps for others, in lines so far indented.
fn kept(value: &Value, indent: usize) -> String {
    let margin = "  ".repeat(indent);
    let below = |value: &Value| {
        let text = kept(value, indent + 1);
        if text.starts_with('\n') { text } else { format!(" {text}") }
    };
    match value {
        Value::String(text) => quoted(text),
        Value::Array(values) if !values.is_empty() => {
            values.iter().map(|value| format!("\n{margin}-{}", below(value))).collect()
        }
        Value::Object(entries) if !entries.is_empty() => {
            entries.iter().map(|(key, value)| format!("\n{margin}{}:{}", quoted(key), below(value))).collect()
        }
        // What is left is the same in JSON and in YAML.
        other => other.to_string(),
    }
}

fn direction(direction: Direction) -> String {
    match direction {
        Direction::LeftToRight => "ltr".to_owned(),
        Direction::RightToLeft => "rtl".to_owned(),
    }
}

/// A double-quoted scalar (YAML 1.2 §7.3.1).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
