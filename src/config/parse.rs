//! TOML text → what a configuration file says. The only file that knows the keys.

use super::table::{Reading, by_place};
use super::{
    BackendOption, BackendTable, ClassifyTable, ConfigKind, DisclaimerPolicy, ListedFile, OutsideStation,
    PartTable, PathFile, PathTable, PolicyTable, PromoPolicy, Recognition,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Contributor, Date, DisclaimerKind, LangTag, Role, TradeNumber};
use crate::source::SourceFile;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// The tables that are not those of back ends.
const TABLES: [&str; 4] = ["path", "part", "policy", "classify"];

/// The keys of `[path]`.
const PATH_KEYS: [&str; 16] = [
    "title",
    "subtitle",
    "description",
    "language",
    "id",
    "authors",
    "publisher",
    "rights",
    "license",
    "subjects",
    "cover",
    "date",
    "modified",
    "edition",
    "isbn",
    "lessons",
];

/// Reads a configuration file. `backends` are the names of the back ends there are: each may have a
/// table. None when anything is wrong; then every fault has been reported.
pub fn parse(
    file: &SourceFile,
    kind: ConfigKind,
    backends: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<PathFile> {
    let mut reading = Reading::new(file.id(), diagnostics);
    let (root, errors) = DeTable::parse_recoverable(file.text());
    for error in &errors {
        let span = error.span().map_or(file.whole(), |range| reading.span(range));
        let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
        let found = Diagnostic::new(Code::ConfigSyntax, message).at(span);
        reading.fail(found.help("mend the marked place; text stands in quotation marks, lists in brackets"));
    }
    if !errors.is_empty() {
        // What follows from a fault of syntax would only hide it.
        return None;
    }
    let found = path_file(&mut reading, root.get_ref(), kind, backends);
    (!reading.failed).then_some(found)
}

fn path_file(reading: &mut Reading<'_>, root: &DeTable<'_>, kind: ConfigKind, backends: &[&str]) -> PathFile {
    let known: Vec<&str> = TABLES.iter().chain(backends).copied().collect();
    reading.only(root, "at the top", &known);
    let mut file = PathFile::default();
    match root.get("path") {
        Some(value) => {
            if let Some(table) = reading.table(value, "`path`") {
                let at = value.span();
                file.path = path_table(reading, table, kind, backends);
                if kind == ConfigKind::Path && table.get("title").is_none() {
                    reading.bad(at, "[path] has no `title`");
                }
            }
        }
        None if kind == ConfigKind::Path => reading.bad(0..0, "there is no [path] with a `title`"),
        None => {}
    }
    if let Some(value) = root.get("part") {
        match kind {
            ConfigKind::Path => file.parts = parts(reading, value),
            ConfigKind::Library => one_path_only(reading, root, "part"),
        }
    }
    if let Some(table) = root.get("policy").and_then(|value| reading.table(value, "`policy`")) {
        file.policy = policy(reading, table);
    }
    if let Some(table) = root.get("classify").and_then(|value| reading.table(value, "`classify`")) {
        file.classify = classify(reading, table);
    }
    for name in backends {
        let table = root.get(*name).and_then(|value| reading.table(value, &format!("`{name}`")));
        if let Some(table) = table {
            file.backends.insert((*name).to_owned(), backend(reading, table));
        }
    }
    refuse_repeated(reading, &file);
    file
}

fn path_table(
    reading: &mut Reading<'_>,
    table: &DeTable<'_>,
    kind: ConfigKind,
    backends: &[&str],
) -> PathTable {
    reading.only(table, "in [path]", &PATH_KEYS);
    if kind == ConfigKind::Library {
        one_path_only(reading, table, "id");
        one_path_only(reading, table, "isbn");
        one_path_only(reading, table, "lessons");
    }
    PathTable {
        title: reading.text(table, "title"),
        subtitle: reading.text(table, "subtitle"),
        description: reading.text(table, "description"),
        language: language(reading, table),
        id: reading.text(table, "id"),
        contributors: table.get("authors").and_then(|value| contributors(reading, value)),
        publisher: reading.text(table, "publisher"),
        rights: reading.text(table, "rights"),
        license: reading.text(table, "license"),
        subjects: table.get("subjects").and_then(|value| {
            let items = reading.items(value, "`subjects`")?;
            Some(items.into_iter().filter_map(|item| reading.string(item, "a subject")).collect())
        }),
        cover: table.get("cover").and_then(|value| listed(reading, value, "`cover`")),
        date: date(reading, table, "date"),
        modified: date(reading, table, "modified"),
        edition: edition(reading, table),
        isbns: table.get("isbn").map(|value| isbns(reading, value, backends)),
        lessons: table.get("lessons").and_then(|value| lessons(reading, value)),
    }
}

/// Refuses a key in the file of a library.
fn one_path_only(reading: &mut Reading<'_>, table: &DeTable<'_>, key: &str) {
    if let Some((name, _)) = table.get_key_value(key) {
        let span = reading.span(name.span());
        let found = Diagnostic::new(
            Code::ConfigBadValue,
            format!("`{key}` belongs to one path and cannot be shared by a library"),
        );
        reading.fail(found.at(span).help("move it to the path.toml of that path"));
    }
}

fn language(reading: &mut Reading<'_>, table: &DeTable<'_>) -> Option<LangTag> {
    let (text, range) = reading.spanned_text(table, "language")?;
    match text.parse() {
        Ok(language) => Some(language),
        Err(error) => {
            reading.bad(range, error);
            None
        }
    }
}

/// A date as TOML writes it, or as text.
fn date(reading: &mut Reading<'_>, table: &DeTable<'_>, key: &str) -> Option<Date> {
    let value = table.get(key)?;
    let date = match value.get_ref() {
        DeValue::Datetime(moment) => moment.date.and_then(|date| Date::new(date.year, date.month, date.day)),
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    };
    if date.is_none() {
        reading.bad(value.span(), format!("`{key}` must be a date like 2026-01-15"));
    }
    date
}

/// An edition: text, or a number of it.
fn edition(reading: &mut Reading<'_>, table: &DeTable<'_>) -> Option<String> {
    match table.get("edition")?.get_ref() {
        DeValue::Integer(number) if number.as_str().bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(number.as_str().to_owned())
        }
        _ => reading.text(table, "edition"),
    }
}

/// One ISBN for every format, or a table that gives one to each by the name of its back end.
fn isbns(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, backends: &[&str]) -> Vec<TradeNumber> {
    let isbn = |value: &Spanned<DeValue<'_>>, format: Option<&str>, reading: &mut Reading<'_>| {
        let text = reading.string(value, "`isbn`")?;
        match text.parse() {
            Ok(isbn) => Some(TradeNumber { isbn, format: format.map(str::to_owned) }),
            Err(error) => {
                let error: String = error;
                reading.bad(value.span(), error);
                None
            }
        }
    };
    let DeValue::Table(table) = value.get_ref() else {
        return isbn(value, None, reading).into_iter().collect();
    };
    reading.only(table, "in `isbn`", backends);
    let entries = by_place(table).into_iter();
    entries.filter_map(|(name, value)| isbn(value, Some(name.get_ref().as_ref()), reading)).collect()
}

/// A path in the configuration, kept relative.
fn listed(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, what: &str) -> Option<ListedFile> {
    let name = reading.string(value, what)?;
    Some(ListedFile { name, span: reading.span(value.span()) })
}

fn lessons(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<Vec<ListedFile>> {
    let items = reading.items(value, "`lessons`")?;
    Some(items.into_iter().filter_map(|item| listed(reading, item, "a lesson")).collect())
}

/// Refuses a lesson that is listed twice, be it in two parts: a book has each chapter once.
fn refuse_repeated(reading: &mut Reading<'_>, file: &PathFile) {
    let mut seen = BTreeSet::new();
    let beside = file.path.lessons.iter().flatten();
    for lesson in beside.chain(file.parts.iter().flat_map(|part| &part.lessons)) {
        if !seen.insert(&lesson.name) {
            let message = format!("the lesson `{}` is listed twice", lesson.name.escape_debug());
            reading.fail(Diagnostic::new(Code::ConfigBadValue, message).at(lesson.span));
        }
    }
}

fn contributors(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<Vec<Contributor>> {
    let items = reading.items(value, "`authors`")?;
    Some(items.into_iter().filter_map(|item| contributor(reading, item)).collect())
}

fn contributor(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<Contributor> {
    const ROLES: [(&str, Role); 4] = [
        ("author", Role::Author),
        ("editor", Role::Editor),
        ("illustrator", Role::Illustrator),
        ("translator", Role::Translator),
    ];
    let DeValue::Table(table) = value.get_ref() else {
        let name = reading.string(value, "an author")?;
        return Some(Contributor { name, role: Role::Author, file_as: None });
    };
    reading.only(table, "of an author", &["name", "role", "file-as"]);
    if table.get("name").is_none() {
        reading.bad(value.span(), "an author has no `name`");
    }
    let role = reading.choice(table, "role", &ROLES).unwrap_or_default();
    let file_as = reading.text(table, "file-as");
    Some(Contributor { name: reading.text(table, "name")?, role, file_as })
}

fn parts(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Vec<PartTable> {
    let items = reading.items(value, "`part`").unwrap_or_default();
    items.into_iter().filter_map(|item| part(reading, item)).collect()
}

fn part(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<PartTable> {
    let table = reading.table(value, "a part")?;
    reading.only(table, "in [[part]]", &["title", "lessons"]);
    for key in ["title", "lessons"] {
        if table.get(key).is_none() {
            reading.bad(value.span(), format!("a part has no `{key}`"));
        }
    }
    let lessons = lessons(reading, table.get("lessons")?)?;
    Some(PartTable { title: reading.text(table, "title")?, lessons })
}

fn policy(reading: &mut Reading<'_>, table: &DeTable<'_>) -> PolicyTable {
    const KEYS: [&str; 5] = ["disclaimer", "promo", "require-disclaimer", "station-label", "outside-station"];
    reading.only(table, "in [policy]", &KEYS);
    PolicyTable {
        disclaimer: reading.choice(
            table,
            "disclaimer",
            &[("each", DisclaimerPolicy::Each), ("merge", DisclaimerPolicy::Merge)],
        ),
        promo: reading.choice(
            table,
            "promo",
            &[("drop", PromoPolicy::Drop), ("keep", PromoPolicy::Keep), ("colophon", PromoPolicy::Colophon)],
        ),
        station_label: reading.text(table, "station-label"),
        require_disclaimer: reading.choices(table, "require-disclaimer", &DisclaimerKind::ALL),
        outside_station: outside_station(reading, table),
    }
}

/// A word, or a table that holds the author's own text.
fn outside_station(reading: &mut Reading<'_>, table: &DeTable<'_>) -> Option<OutsideStation> {
    const KEY: &str = "outside-station";
    let value = table.get(KEY)?;
    if let DeValue::Table(inner) = value.get_ref() {
        reading.only(inner, "in `outside-station`", &["text"]);
        if inner.get("text").is_none() {
            reading.bad(value.span(), "`outside-station` has no `text`");
        }
        return reading.text(inner, "text").map(OutsideStation::Text);
    }
    #[derive(Clone, Copy)]
    enum Word {
        Title,
        Plain,
    }
    reading.choice(table, KEY, &[("title", Word::Title), ("plain", Word::Plain)]).map(|word| match word {
        Word::Title => OutsideStation::Title,
        Word::Plain => OutsideStation::Plain,
    })
}

fn classify(reading: &mut Reading<'_>, table: &DeTable<'_>) -> ClassifyTable {
    reading.only(table, "in [classify]", &ClassifyTable::KEYS);
    let mut found = ClassifyTable::default();
    for (key, value) in by_place(table) {
        let key = key.get_ref().as_ref();
        if key == "heading_min" {
            let share = match value.get_ref() {
                DeValue::Float(number) => number.as_str().parse().ok(),
                DeValue::Integer(number) => number.as_str().parse().ok(),
                _ => None,
            };
            found.heading_min = share.and_then(ClassifyTable::hundredths);
            if found.heading_min.is_none() {
                reading.bad(value.span(), "`heading_min` must be a number from 0 to 1");
            }
            continue;
        }
        let recognition = match value.get_ref() {
            DeValue::Boolean(true) => Recognition::On,
            DeValue::Boolean(false) => Recognition::Off,
            DeValue::String(text) if text == "on" => Recognition::On,
            DeValue::String(text) if text == "off" => Recognition::Off,
            _ if ClassifyTable::KEYS.contains(&key) => {
                reading.bad(value.span(), format!("`{key}` must be \"on\" or \"off\""));
                continue;
            }
            _ => continue,
        };
        found.set(key, recognition);
    }
    found
}

fn backend(reading: &mut Reading<'_>, table: &DeTable<'_>) -> BackendTable {
    let options = by_place(table).into_iter().filter_map(|(key, value)| {
        let span = reading.span(key.span());
        let value = match toml::Value::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(value) => value,
            Err(_) => {
                reading.bad(value.span(), format!("`{}` is out of range", key.get_ref()));
                return None;
            }
        };
        Some((key.get_ref().as_ref().to_owned(), BackendOption { value, span }))
    });
    options.collect()
}
