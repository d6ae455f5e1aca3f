//! The words behind the colons of a fenced div, or in braces behind a caption → name, id and pairs.

/// What `name {#id .class key=value}` says.
#[derive(Clone, Default, Debug)]
pub(in crate::reader) struct Attributes {
    /// The name, or the first class.
    pub name: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// The words between the name and the braces.
    pub title: Option<String>,
    pairs: Vec<(String, String)>,
}

impl Attributes {
    /// The value of a key.
    pub(in crate::reader) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The keys that have been given.
    pub(in crate::reader) fn keys(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(key, _)| key.as_str())
    }

    /// Reads the braces at the end of a text, if there are any.
    pub(in crate::reader) fn at_end(text: &str) -> Option<Attributes> {
        let (_, inside) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
        let mut attributes = Attributes::default();
        attributes.read_braces(inside);
        Some(attributes)
    }

    /// Reads what stands behind the colons of a fenced div.
    pub(in crate::reader) fn of_div(text: &str) -> Attributes {
        let text = text.trim().trim_end_matches(':').trim();
        let (words, braces) = match braces(text) {
            Some(at) => (text.get(..at), text.get(at + 1..text.len() - 1)),
            None => (Some(text), None),
        };
        let mut attributes = Attributes::default();
        if let Some(braces) = braces {
            attributes.read_braces(braces);
        }
        let words = words.unwrap_or_default().trim();
        if let Some(name) = words.split_whitespace().next() {
            attributes.name = Some(name.to_owned());
            let title = words.get(name.len()..).unwrap_or_default().trim();
            attributes.title = (!title.is_empty()).then(|| title.to_owned());
        }
        attributes
    }

    /// Reads `#id .class key=value key="two words"`.
    pub(in crate::reader) fn read_braces(&mut self, text: &str) {
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if let Some(value) = behind.strip_prefix('=') {
                let (value, after) = value_of(value);
                self.pairs.push((word.to_owned(), value.to_owned()));
                rest = after.trim_start();
                continue;
            }
            if let Some(id) = word.strip_prefix('#') {
                self.id = Some(id.to_owned());
            } else if let Some(class) = word.strip_prefix('.') {
                self.name.get_or_insert_with(|| class.to_owned());
            } else {
                self.pairs.push((word.to_owned(), String::new()));
            }
            rest = behind.trim_start();
        }
    }
}

/// Where the braces at the end of a text begin: not inside the quotes of a value, and not escaped.
fn braces(text: &str) -> Option<usize> {
    text.ends_with('}').then_some(())?;
    let opens = text.rmatch_indices('{').take(16).map(|(at, _)| at);
    let mut opens = opens.filter(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')));
    opens.find(|at| text.get(*at..).is_some_and(|inside| inside.matches('"').count().is_multiple_of(2)))
}

/// Whether what stands in braces reads as a list of attributes; an empty one does not.
pub(in crate::reader) fn reads(inside: &str) -> bool {
    let mut rest = inside.trim();
    if rest.is_empty() || rest.contains('{') {
        return false;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let named = word.len() > 1 && word.starts_with(['#', '.']);
        rest = match behind.strip_prefix('=') {
            Some(value) if !word.is_empty() => value_of(value).1.trim_start(),
            None if named => behind.trim_start(),
            _ => return false,
        };
    }
    true
}

/// A value, quoted or bare, and what stands behind it.
fn value_of(text: &str) -> (&str, &str) {
    if let Some(quoted) = text.strip_prefix('"')
        && let Some((value, rest)) = quoted.split_once('"')
    {
        return (value, rest);
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}
