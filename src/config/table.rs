//! A parsed TOML table → typed values, with a diagnostic for every key that is unknown and every value
//! of the wrong kind. Knows no particular key.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How like two words must be, from 0 to 1, for one to be suggested for the other.
const LIKENESS: f64 = 0.7;

/// What is read and what was found wrong on the way.
pub(super) struct Reading<'d> {
    file: FileId,
    diagnostics: &'d mut Diagnostics,
    /// Whether anything was wrong.
    pub(super) failed: bool,
}

impl<'d> Reading<'d> {
    /// Begins to read a file.
    pub(super) fn new(file: FileId, diagnostics: &'d mut Diagnostics) -> Reading<'d> {
        Reading { file, diagnostics, failed: false }
    }

    /// The span of a byte range of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// Reports what is wrong.
    pub(super) fn fail(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.diagnostics.push(diagnostic);
    }

    /// Reports a bad value.
    pub(super) fn bad(&mut self, range: Range<usize>, message: impl Into<String>) {
        let span = self.span(range);
        self.fail(Diagnostic::new(Code::ConfigBadValue, message).at(span));
    }

    /// Reports every key of a table that is not known.
    pub(super) fn only(&mut self, table: &DeTable<'_>, name: &str, known: &[&str]) {
        for (key, _) in by_place(table) {
            let word = key.get_ref().as_ref();
            if !known.contains(&word) {
                let span = self.span(key.span());
                let found = Diagnostic::new(
                    Code::ConfigUnknownKey,
                    format!("unknown key `{}` {name}", word.escape_debug()),
                );
                self.fail(suggesting(found.at(span), word, known));
            }
        }
    }

    /// The text of a key; blank text is refused.
    pub(super) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        self.spanned_text(table, key).map(|(text, _)| text)
    }

    /// The text of a key and where it stands.
    pub(super) fn spanned_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, Range<usize>)> {
        let value = table.get(key)?;
        self.string(value, &format!("`{key}`")).map(|text| (text, value.span()))
    }

    /// The value as text; blank text is refused.
    pub(super) fn string(&mut self, value: &Spanned<DeValue<'_>>, what: &str) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.bad(value.span(), format!("{what} must be text, not {}", kind(value.get_ref())));
            return None;
        };
        if text.trim().is_empty() {
            self.bad(value.span(), format!("{what} is empty"));
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// The items of an array.
    pub(super) fn items<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        what: &str,
    ) -> Option<Vec<&'t Spanned<DeValue<'i>>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.bad(value.span(), format!("{what} must be a list, not {}", kind(value.get_ref())));
            return None;
        };
        Some(items.iter().collect())
    }

    /// The value as a table.
    pub(super) fn table<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        what: &str,
    ) -> Option<&'t DeTable<'i>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.bad(value.span(), format!("{what} must be a table, not {}", kind(value.get_ref())));
            return None;
        };
        Some(table)
    }

    /// The text of a key, as one of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let (text, range) = self.spanned_text(table, key)?;
        self.chosen(key, &text, range, choices)
    }

    /// The items of a key, each one of a few words; an item that is none of them is reported.
    pub(super) fn choices<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let items = self.items(table.get(key)?, &format!("`{key}`"))?;
        let mut chosen = Vec::new();
        for item in items {
            let text = self.string(item, &format!("an item of `{key}`"))?;
            chosen.push(self.chosen(key, &text, item.span(), choices)?);
        }
        Some(chosen)
    }

    fn chosen<T: Copy>(
        &mut self,
        key: &str,
        text: &str,
        range: Range<usize>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let message = format!("`{key}` cannot be `{}`", text.escape_debug());
        let found = Diagnostic::new(Code::ConfigBadValue, message).at(self.span(range));
        let found = match nearest(text, &names) {
            Some(name) => found.help(format!("did you mean `{name}`?")),
            None => found,
        };
        self.fail(found.help(format!("use one of: {}", names.join(", "))));
        None
    }
}

/// The entries of a table in the order of the file.
pub(super) fn by_place<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Adds the nearest known word as a help, or all of them when none is near.
pub(super) fn suggesting(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    match nearest(word, known) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None if known.is_empty() => diagnostic.help("there are no keys here"),
        None => diagnostic.help(format!("the known keys are: {}", known.join(", "))),
    }
}

/// The known word that is most like a word, if one is like it.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let likeness = |name: &str| strsim::jaro_winkler(&word.to_lowercase(), name);
    let nearest = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest.filter(|name| likeness(name) >= LIKENESS)
}

/// What kind of value it is, with its article.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
