//! `[words]{.index}` and `[words]{.index entry="outer!inner"}` in running text → words marked for the index.
//!
//! Works on what the parser left: brackets and braces that mean nothing to it are text. Escaped ones and
//! those written as entities are told by the source and stay text. Takes time linear in the text.

use super::smart;
use crate::model::{Inline, InlineKind, Marker};
use crate::reader::Context;
use crate::reader::constructs::attributes::Attributes;
use crate::source::Span;

/// The class that marks words.
const CLASS: &str = "index";
/// What braces with that class begin with.
const BEGIN: &[u8] = b"{.index";
/// What parts the headings of an entry.
const LEVELS: char = '!';
/// How deep marked words may stand in marked words.
const DEEPEST: usize = 3;
/// The longest braces that are looked through for their end, in characters.
const LONGEST: usize = 400;

/// A character of text with its place; or any other piece, and how deep marked words stand in it.
enum Atom {
    Char { c: char, span: Span, meant: Meant },
    Piece(Inline, usize),
}

/// Whether a character may be a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Meant {
    /// It stands in the source as it is.
    AsMark,
    /// It is escaped, or written in some other way.
    AsText,
}

/// The content with marked words as marks of the index.
pub(in crate::reader::markdown) fn mark(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    let begins = |text: &str| memchr::memmem::find(text.as_bytes(), BEGIN).is_some();
    let speaks = |inline: &Inline| matches!(&inline.kind, InlineKind::Text { text } if begins(text));
    if !cx.marks.index || !content.iter().any(speaks) {
        return content;
    }
    let atoms = atoms(cx, content);
    let mut open: Vec<usize> = Vec::new();
    let mut out: Vec<Atom> = Vec::with_capacity(atoms.len());
    let mut rest = atoms.into_iter().peekable();
    let mut ahead: Vec<Atom> = Vec::new();
    while let Some(atom) = ahead.pop().or_else(|| rest.next()) {
        if is_mark(&atom, '[') {
            open.push(out.len());
        }
        let begin = if is_mark(&atom, ']') { open.pop() } else { None };
        out.push(atom);
        let Some(begin) = begin else { continue };
        if !ahead.last().or(rest.peek()).is_some_and(|next| is_mark(next, '{')) {
            continue;
        }
        // The braces are taken out; when they are none of ours they are put back.
        let mut braces = Vec::new();
        while braces.len() < LONGEST
            && let Some(atom) = ahead.pop().or_else(|| rest.next())
        {
            let end = is_mark(&atom, '}');
            braces.push(atom);
            if end {
                break;
            }
        }
        let deepest = out.get(begin..).unwrap_or_default().iter().map(depth).max().unwrap_or_default();
        match entry(&braces).filter(|_| deepest < DEEPEST) {
            Some(entry) => {
                let words: Vec<Atom> = out.drain(begin..).collect();
                let span = extent(&words).to(extent(&braces));
                let content = joined(words.into_iter().skip(1), Last::Dropped);
                open.retain(|at| *at < out.len());
                let kind = InlineKind::IndexMark { content, entry, marker: Marker::Author, id: None };
                out.push(Atom::Piece(Inline::new(kind, span), deepest + 1));
            }
            None => ahead.extend(braces.into_iter().rev()),
        }
    }
    joined(out.into_iter(), Last::Kept)
}

fn depth(atom: &Atom) -> usize {
    match atom {
        Atom::Char { .. } => 0,
        Atom::Piece(_, depth) => *depth,
    }
}

fn is_mark(atom: &Atom, mark: char) -> bool {
    matches!(atom, Atom::Char { c, meant: Meant::AsMark, .. } if *c == mark)
}

/// The entry that braces name; none when they are not those of a mark.
fn entry(braces: &[Atom]) -> Option<Vec<String>> {
    let (first, last) = (braces.first()?, braces.last()?);
    if !is_mark(first, '{') || !is_mark(last, '}') {
        return None;
    }
    // An escaped quote is part of a value: while the value is read, a character no text has stands for it.
    const QUOTE: char = '\u{1}';
    let mut inside = String::new();
    for atom in braces.get(1..braces.len() - 1)? {
        match atom {
            Atom::Char { c, meant: Meant::AsText, .. } if smart::plain(*c) == '"' => inside.push(QUOTE),
            Atom::Char { c, .. } => inside.push(smart::plain(*c)),
            Atom::Piece(..) => return None,
        }
    }
    let mut attributes = Attributes::default();
    attributes.read_braces(&inside);
    if attributes.name.as_deref() != Some(CLASS) {
        return None;
    }
    let given = attributes.get("entry").unwrap_or_default().replace(QUOTE, "\"");
    let levels = given.split(LEVELS).map(|level| level.split_whitespace().collect::<Vec<_>>().join(" "));
    Some(levels.filter(|level| !level.is_empty()).collect())
}

/// Text as characters that know where they stand.
fn atoms(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for inline in content {
        let InlineKind::Text { text } = &inline.kind else {
            atoms.push(Atom::Piece(inline, 0));
            continue;
        };
        let (start, end) = (inline.span.start as usize, inline.span.end as usize);
        let source = cx.slice(start..end);
        let mut at = 0;
        for c in text.chars() {
            // The span of a text that begins with an escaped mark begins behind the backslash.
            let escaped = at == 0 && cx.text.get(..start).is_some_and(|before| before.ends_with('\\'));
            let plain = smart::plain(c);
            let (from, to, meant) = match escaped && source.starts_with(plain) {
                true => (0, plain.len_utf8(), Meant::AsText),
                false => place(source, at, plain),
            };
            at = to;
            atoms.push(Atom::Char { c, span: cx.span(start + from..start + to), meant });
        }
    }
    atoms
}

/// Where a character of the text stands in its source at or behind `at`.
fn place(source: &str, at: usize, c: char) -> (usize, usize, Meant) {
    let rest = source.get(at..).unwrap_or_default();
    if let Some(behind) = rest.strip_prefix('\\')
        && behind.starts_with(c)
    {
        return (at, at + 1 + c.len_utf8(), Meant::AsText);
    }
    let number = rest.starts_with("&amp;") || rest.starts_with("&#");
    if rest.starts_with(c) && !(c == '&' && number) {
        return (at, at + c.len_utf8(), Meant::AsMark);
    }
    if let Some(end) = rest.find(';').filter(|_| rest.starts_with('&')) {
        return (at, at + end + 1, Meant::AsText);
    }
    match rest.find(c) {
        Some(found) => (at + found, at + found + c.len_utf8(), Meant::AsText),
        None => (at, source.len(), Meant::AsText),
    }
}

/// Whether the last atom, a closing bracket, belongs to the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Last {
    Kept,
    Dropped,
}

fn extent(atoms: &[Atom]) -> Span {
    let span = |atom: &Atom| match atom {
        Atom::Char { span, .. } => *span,
        Atom::Piece(inline, _) => inline.span,
    };
    match (atoms.first(), atoms.last()) {
        (Some(first), Some(last)) => span(first).to(span(last)),
        _ => Span::default(),
    }
}

/// Atoms as running text again.
fn joined(atoms: impl Iterator<Item = Atom>, last: Last) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut atoms = atoms.peekable();
    while let Some(atom) = atoms.next() {
        match atom {
            Atom::Char { .. } if last == Last::Dropped && atoms.peek().is_none() => {}
            Atom::Char { c, span, .. } => {
                super::inline::push_text(&mut content, c.encode_utf8(&mut [0; 4]), span)
            }
            Atom::Piece(inline, _) => content.push(inline),
        }
    }
    content
}
