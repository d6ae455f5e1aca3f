//! Text → the same text written so that Markdown reads it as text (CommonMark §2.4, §2.5). Of the model it knows text alone.

use crate::model::{Inline, InlineKind, walk};

/// What parts two marks that would otherwise be read as one: a comment, which is no text.
pub(super) const PART: &str = "<!-- -->";

/// No label of a construct has more words, in any language that is read.
const LABEL: usize = 5;
/// No lead of an item has more words.
const LEAD: usize = 6;

/// Adds text; every character that could be markup inside a line is escaped.
pub(super) fn push_text(text: &str, out: &mut String) {
    let mut before = None;
    let closed = text.rfind('}').unwrap_or(0);
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, c)| *c);
        match c {
            // Braces behind text may be attributes.
            '{' if at < closed => out.push_str("\\{"),
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '$' | '^' => out.extend(['\\', c]),
            // Inside a word an underscore is text; at its ends it may open or close emphasis.
            '_' if !(is_word(before) && is_word(next)) => out.push_str("\\_"),
            // A bare address would be a link.
            ':' if is_scheme(text.get(..at), text.get(at..)) => out.push_str("\\:"),
            '&' if next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#') => out.push_str("&amp;"),
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push_str(&entity(c)),
            _ => out.push(c),
        }
        before = Some(c);
    }
}

/// Whether a colon stands behind the scheme of a web address.
fn is_scheme(before: Option<&str>, from: Option<&str>) -> bool {
    from.is_some_and(|from| from.starts_with("://"))
        && before.is_some_and(|before| before.ends_with("http") || before.ends_with("https"))
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// A character by its number.
pub(super) fn entity(c: char) -> String {
    format!("&#{};", u32::from(c))
}

/// Markdown between tags: there a backslash does not keep a `<` from being one.
pub(super) fn in_html(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown.chars();
    while let Some(c) = rest.next() {
        match (c, rest.clone().next()) {
            ('\\', Some('<')) => {
                rest.next();
                out.push_str("&lt;");
            }
            ('\\', Some(next)) => {
                rest.next();
                out.extend([c, next]);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Lines of running text, each written so that nothing at its start makes it a heading, list, quote or the
/// like, and no space at its ends is lost.
pub(super) fn lines(content: &str) -> String {
    content.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// One line of running text, safe at both ends.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text;
    if let Some(c) = text.chars().next() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let behind = text.get(digits..).unwrap_or_default();
        if c.is_whitespace() {
            out.push_str(&entity(c));
            rest = text.get(c.len_utf8()..).unwrap_or_default();
        } else if matches!(c, '#' | '>' | '+' | '-' | '=' | ':') {
            out.push('\\');
        } else if (1..=9).contains(&digits) && behind.starts_with(['.', ')']) {
            out.push_str(text.get(..digits).unwrap_or_default());
            out.push('\\');
            rest = behind;
        }
    }
    match rest.chars().next_back() {
        Some(c) if c.is_whitespace() => {
            out.push_str(rest.get(..rest.len() - c.len_utf8()).unwrap_or_default());
            out.push_str(&entity(c));
        }
        _ => out.push_str(rest),
    }
    out
}

/// A line that stands behind marks of its own, such as a heading or the name of a box, where trailing marks are
/// dropped.
pub(super) fn behind_marks(text: &str) -> String {
    let text = line(text);
    match text.chars().next_back() {
        Some(c @ ('#' | ':')) => {
            let head = text.get(..text.len() - 1).unwrap_or_default();
            // Escaped already, when it is the only character.
            format!("{}{}", head.strip_suffix('\\').filter(|h| !h.ends_with('\\')).unwrap_or(head), entity(c))
        }
        _ => text,
    }
}

/// A paragraph whose first words could be a label, such as “Key term: X — d” or “**Takeaway:** …”, with the mark
/// behind them escaped. `head` is its first piece as it is written, `colon` the place in it of the colon that is its
/// last character of text.
pub(super) fn no_label(markdown: String, head: &str, colon: Option<usize>, content: &[Inline]) -> String {
    match content.first().map(|first| &first.kind) {
        Some(InlineKind::Text { text }) if text.starts_with("Table:") => {
            markdown.replacen("Table:", "Table\\:", 1)
        }
        Some(InlineKind::Text { text }) => no_bare_label(markdown, text, content),
        Some(InlineKind::Strong { content: label } | InlineKind::Emphasis { content: label }) => {
            let label = walk::plain_text(label);
            no_marked_label(markdown, head, label.trim(), colon)
        }
        _ => markdown,
    }
}

/// Bare labels are short, and only text that is parted once more becomes a key term.
fn no_bare_label(markdown: String, text: &str, content: &[Inline]) -> String {
    const ENDS: [&str; 5] = [" — ", " – ", " - ", ":", "："];
    const PARTS: [&str; 8] = [" — ", " – ", " -- ", " - ", ": ", "：", " = ", "—"];
    let found = ENDS.into_iter().filter_map(|part| text.find(part).map(|at| (at, part))).min();
    let Some((at, part)) = found.filter(|(at, _)| *at > 0) else { return markdown };
    let label = text.get(..at).unwrap_or_default();
    let behind = text.get(at + part.len()..).into_iter().chain(content.iter().skip(1).filter_map(|inline| {
        match &inline.kind {
            InlineKind::Text { text } => Some(text.as_str()),
            _ => None,
        }
    }));
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '’' | '\'');
    let short = label.split_whitespace().count() <= LABEL && label.chars().all(plain);
    let mut behind = behind;
    let parted = behind.any(|text| PARTS.iter().any(|part| text.contains(part)) || text.contains(['―', '⸺']));
    match markdown.strip_prefix(label).and_then(|rest| rest.split_once(part.trim())) {
        Some((space, rest)) if short && parted && space.trim().is_empty() => {
            format!("{label}{space}{}{rest}", mark(part.trim()))
        }
        _ => markdown,
    }
}

/// Strong or emphasised labels, before a colon or with one at their end.
fn no_marked_label(markdown: String, head: &str, label: &str, colon: Option<usize>) -> String {
    if label.is_empty() || label.split_whitespace().count() > LEAD {
        return markdown;
    }
    let Some(rest) = markdown.strip_prefix(head) else { return markdown };
    if let Some(last) = label.chars().next_back().filter(|c| matches!(c, ':' | '：')) {
        let Some((before, behind)) = colon.and_then(|at| head.split_at_checked(at)) else { return markdown };
        let Some(behind) = behind.strip_prefix(last) else { return markdown };
        // At the start of a line it is escaped already.
        if before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
            return markdown;
        }
        return format!("{before}{}{behind}{rest}", mark(last.encode_utf8(&mut [0; 4])));
    }
    let text = rest.trim_start();
    let space = rest.get(..rest.len() - text.len()).unwrap_or_default();
    match text.chars().next().filter(|c| matches!(c, ':' | '：' | '—' | '–' | '-')) {
        Some(c) => {
            let behind = text.get(c.len_utf8()..).unwrap_or_default();
            format!("{head}{space}{}{behind}", mark(c.encode_utf8(&mut [0; 4])))
        }
        None => markdown,
    }
}

/// Stands for a colon while its place is looked for; from the private use area.
pub(super) const COLON: char = '\u{F8E4}';

/// Running text whose last character is a colon, with another in its place; none when it ends in anything
/// else, or in code and the like.
pub(super) fn colon_shown(content: &[Inline]) -> Option<Vec<Inline>> {
    let mut content = content.to_vec();
    match &mut content.last_mut()?.kind {
        InlineKind::Text { text } => {
            let colon = text.trim_end().strip_suffix([':', '：'])?.len();
            text.truncate(colon);
            text.push(COLON);
        }
        kind => {
            let inner = walk::inner_content_mut(kind)?;
            *inner = colon_shown(inner)?;
        }
    }
    Some(content)
}

/// A mark that is only itself.
fn mark(mark: &str) -> String {
    if mark.is_ascii() { format!("\\{mark}") } else { mark.chars().map(entity).collect() }
}

/// Code between as many backticks as it needs. Inside a table a pipe needs a backslash even here.
pub(super) fn code(text: &str, in_table: bool) -> String {
    let marks =
        "`".repeat(longest_run(text, '`').map_or(1, |longest| if longest == 1 { 2 } else { longest + 1 }));
    let edged = text.starts_with('`') || text.ends_with('`');
    let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let pad = if edged || spaced { " " } else { "" };
    let text = if in_table { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{marks}{pad}{text}{pad}{marks}")
}

/// A block of code between fences longer than any in it.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let mark = if language.contains('`') { '~' } else { '`' };
    let fence = mark.to_string().repeat(longest_run(text, mark).map_or(3, |longest| 3.max(longest + 1)));
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{fence}{language}\n{text}{end}{fence}")
}

fn longest_run(text: &str, mark: char) -> Option<usize> {
    text.split(|c| c != mark).map(str::len).filter(|len| *len > 0).map(|len| len / mark.len_utf8()).max()
}

/// The address of a link or picture.
pub(super) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len() + 2);
    let plain = !url.is_empty() && !url.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<'));
    for c in url.chars() {
        match c {
            '\\' | '<' | '>' | '|' | '*' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    if plain { out } else { format!("<{out}>") }
}

/// The title of a link or picture, between quotation marks, with the space before it.
pub(super) fn title(title: Option<&str>) -> String {
    let Some(title) = title else { return String::new() };
    let mut out = String::from(" \"");
    for c in title.chars() {
        match c {
            '\\' | '"' | '|' | '`' | '<' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
