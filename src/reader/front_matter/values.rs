//! YAML or TOML → one small tree of values with spans.

use crate::source::{FileId, Span};
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use std::cell::Cell;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Deeper values than this are not read.
const DEEPEST: usize = 16;

/// More values than this may not be said by naming others.
const MOST_ALIASES: usize = 12;

/// The text of a header and where it lies in its file.
pub(super) struct Source<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub range: Range<usize>,
    /// Where a value stands that nests too deeply to be read.
    pub deep: Cell<Option<Span>>,
}

impl Source<'_> {
    /// What stands in the place of a value that nests too deeply.
    fn too_deep(&self, span: Span) -> Kind {
        self.deep.set(self.deep.get().or(Some(span)));
        Kind::Empty
    }

    /// The entries, unless something among them nests too deeply.
    fn read(&self, entries: Option<Vec<Entry>>) -> Parsed {
        match self.deep.get() {
            Some(span) => Err(("the front matter nests too deeply".to_owned(), span)),
            None => Ok(entries),
        }
    }

    /// The span of a range of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.range.end);
        Span::new(self.file, range.start.min(end), end)
    }

    fn inner(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// The text of a range relative to the header.
    fn written(&self, range: Range<usize>) -> String {
        self.inner().get(range).unwrap_or_default().trim().to_owned()
    }
}

/// A key, where it stands, and its value.
pub(super) struct Entry {
    pub key: String,
    pub span: Span,
    pub value: Value,
}

/// A value and where it stands.
pub(super) struct Value {
    pub kind: Kind,
    pub span: Span,
}

/// What a value is.
pub(super) enum Kind {
    /// Nothing.
    Empty,
    /// Yes or no.
    Truth(bool),
    /// Text, or a number or date as it was written.
    Text(String),
    /// Several values.
    List(Vec<Value>),
    /// Values with keys.
    Map(Vec<Entry>),
}

type Parsed = Result<Option<Vec<Entry>>, (String, Span)>;

/// Reads YAML; none when it holds no mapping.
pub(super) fn yaml(source: &Source<'_>) -> Parsed {
    let text = source.inner();
    if text.lines().any(nests_in_line) {
        return Err(("the front matter nests too deeply".to_owned(), source.span(source.range.clone())));
    }
    // Each alias stands for a copy, and a copy of copies for more than any memory holds.
    if text.split([' ', '\t', '\n', '\r', ',', '[', '{', ':']).filter(|word| word.starts_with('*')).count()
        > MOST_ALIASES
    {
        return Err((
            format!("the front matter has more than {MOST_ALIASES} aliases"),
            source.span(source.range.clone()),
        ));
    }
    // The parser counts characters; spans count bytes.
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        let at = source.range.start + byte(error.marker().index());
        (format!("the front matter is not valid YAML: {}", error.info()), source.span(at..at + 1))
    })?;
    let Some(document) = documents.into_iter().next() else { return Ok(Some(Vec::new())) };
    match from_yaml(source, &byte, &document, 0).kind {
        Kind::Map(entries) => source.read(Some(entries)),
        Kind::Empty => source.read(Some(Vec::new())),
        _ => Ok(None),
    }
}

/// Whether one line opens more values than any header needs; each costs the parser a frame.
fn nests_in_line(line: &str) -> bool {
    let opened = line.split_whitespace().take_while(|word| matches!(*word, "-" | "?" | ":")).count();
    opened > DEEPEST || line.bytes().filter(|b| matches!(b, b'[' | b'{')).count() > 4 * DEEPEST
}

fn from_yaml(
    source: &Source<'_>,
    byte: &dyn Fn(usize) -> usize,
    node: &MarkedYaml<'_>,
    depth: usize,
) -> Value {
    let range = byte(node.span.start.index())..byte(node.span.end.index());
    let span = source.span(source.range.start + range.start..source.range.start + range.end.max(range.start));
    let kind = match &node.data {
        _ if depth > DEEPEST => source.too_deep(span),
        YamlData::Value(Scalar::String(text)) => Kind::Text(text.trim().to_owned()),
        YamlData::Value(Scalar::Boolean(value)) => Kind::Truth(*value),
        YamlData::Value(Scalar::Null) | YamlData::BadValue | YamlData::Alias(_) => Kind::Empty,
        YamlData::Value(_) | YamlData::Representation(..) => Kind::Text(source.written(range)),
        YamlData::Sequence(values) => {
            Kind::List(values.iter().map(|value| from_yaml(source, byte, value, depth + 1)).collect())
        }
        YamlData::Mapping(entries) => Kind::Map(
            entries
                .iter()
                .map(|(key, value)| {
                    let key = from_yaml(source, byte, key, depth + 1);
                    let name = match key.kind {
                        Kind::Text(text) => text,
                        Kind::Truth(truth) => truth.to_string(),
                        _ => String::new(),
                    };
                    Entry { key: name, span: key.span, value: from_yaml(source, byte, value, depth + 1) }
                })
                .collect(),
        ),
        YamlData::Tagged(_, inner) => return from_yaml(source, byte, inner, depth + 1),
    };
    Value { kind, span }
}

/// Reads TOML.
pub(super) fn toml(source: &Source<'_>) -> Parsed {
    let table = DeTable::parse(source.inner()).map_err(|error| {
        let at = error.span().unwrap_or_default();
        let message = format!("the front matter is not valid TOML: {}", error.message());
        (message, source.span(source.range.start + at.start..source.range.start + at.end))
    })?;
    let found = entries(source, table.get_ref(), 0);
    source.read(Some(found))
}

fn entries(source: &Source<'_>, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
    let place =
        |range: Range<usize>| source.span(source.range.start + range.start..source.range.start + range.end);
    table
        .iter()
        .map(|(key, value)| {
            let kind = from_toml(source, value.get_ref(), value.span(), depth + 1);
            Entry {
                key: key.get_ref().to_string(),
                span: place(key.span()),
                value: Value { kind, span: place(value.span()) },
            }
        })
        .collect()
}

fn from_toml(source: &Source<'_>, value: &DeValue<'_>, range: Range<usize>, depth: usize) -> Kind {
    let place =
        |range: Range<usize>| source.span(source.range.start + range.start..source.range.start + range.end);
    match value {
        _ if depth > DEEPEST => source.too_deep(place(range)),
        DeValue::String(text) => Kind::Text(text.trim().to_owned()),
        DeValue::Boolean(value) => Kind::Truth(*value),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Kind::Text(source.written(range)),
        DeValue::Array(values) => Kind::List(
            values
                .iter()
                .map(|value| Value {
                    kind: from_toml(source, value.get_ref(), value.span(), depth + 1),
                    span: place(value.span()),
                })
                .collect(),
        ),
        DeValue::Table(table) => Kind::Map(entries(source, table, depth)),
    }
}
