//! What is known of a book → the lines of its imprint, the same in every format.

use crate::model::{Book, Date, Role, Unit};

/// One line of an imprint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImprintLine {
    /// What the line tells, such as “Licence”; none for a line that speaks for itself.
    pub label: Option<String>,
    /// What it is.
    pub value: String,
}

/// The lines of the imprint, in order: title, people, rights, dates, numbers. The day that stands for “unknown”
/// is not told.
pub fn imprint(book: &Book) -> Vec<ImprintLine> {
    let (known, words) = (&book.metadata, &book.words);
    let mut lines = Vec::new();
    let mut say = |label: Option<&str>, value: Option<String>| {
        let value = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.push(ImprintLine { label: label.map(str::to_owned), value });
        }
    };
    let title = match &known.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", known.title),
        None => known.title.clone(),
    };
    say(None, Some(title));
    say(None, known.description.clone().filter(|_| book.unit == Unit::Path));
    for role in [Role::Editor, Role::Illustrator, Role::Translator] {
        let people = known.contributors.iter().filter(|person| person.role == role);
        let people: Vec<&str> = people.map(|person| person.name.as_str()).collect();
        say(words.role(role), Some(people.join(", ")));
    }
    say(None, known.rights.clone());
    say(Some(&words.license), known.license.clone());
    say(Some(&words.publisher), known.publisher.clone());
    say(Some(&words.edition), known.edition.clone());
    say(Some(&words.published), known.date.map(|date| date.to_string()));
    let modified = Some(known.modified).filter(|modified| *modified != Date::FALLBACK);
    say(Some(&words.last_changed), modified.map(|modified| modified.to_string()));
    for number in &known.isbns {
        let format = number.format.as_ref().map(|format| format!(" ({})", format.to_uppercase()));
        say(Some("ISBN"), Some(format!("{}{}", number.isbn, format.unwrap_or_default())));
    }
    say(Some(&words.identifier), Some(known.identifier.clone()));
    lines
}
