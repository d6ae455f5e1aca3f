//! HTML in a lesson → the few tags that the model has words for; all others are named and left out.

use crate::diagnostics::Code;
use crate::reader::Context;
use std::ops::Range;

/// A tag around running text that the model can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader::markdown) enum Tag {
    /// Lowered.
    Sub,
    /// Raised.
    Sup,
    /// A key.
    Kbd,
    /// Stressed.
    Em,
    /// Important.
    Strong,
    /// No longer true.
    Del,
    /// Literal.
    Code,
    /// Marked for its relevance.
    Mark,
    /// A side remark.
    Small,
    /// An abbreviation.
    Abbr,
    /// In another language or direction.
    Span,
}

impl Tag {
    /// Whether it is one of those that bare lines know, too.
    pub(in crate::reader::markdown) fn is_plain(self) -> bool {
        matches!(self, Tag::Sub | Tag::Sup | Tag::Kbd)
    }
}

/// What a piece of HTML is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader::markdown) enum Piece {
    /// A comment: syntax, never text.
    Comment,
    /// A line break.
    Break,
    /// A picture.
    Image,
    /// A known tag opens.
    Open(Tag),
    /// A known tag closes.
    Close(Tag),
    /// Anything else.
    Other,
}

/// Reads one tag or comment.
pub(in crate::reader::markdown) fn inline(tag: &str) -> Piece {
    if tag.starts_with("<!--") {
        return Piece::Comment;
    }
    let closes = tag.starts_with("</");
    let kind = match name(tag).to_ascii_lowercase().as_str() {
        "br" => return Piece::Break,
        "sub" => Tag::Sub,
        "sup" => Tag::Sup,
        "kbd" => Tag::Kbd,
        "em" | "i" => Tag::Em,
        "strong" | "b" => Tag::Strong,
        "del" | "s" | "strike" => Tag::Del,
        "code" => Tag::Code,
        "mark" => Tag::Mark,
        "small" => Tag::Small,
        "abbr" => Tag::Abbr,
        "span" => Tag::Span,
        "img" if !closes => return Piece::Image,
        _ => return Piece::Other,
    };
    if closes { Piece::Close(kind) } else { Piece::Open(kind) }
}

/// The name of a tag.
pub(in crate::reader::markdown) fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default()
}

/// Whether a tag stands between blocks, and not inside a line of text.
pub(in crate::reader::markdown) fn parts_blocks(tag: &str) -> bool {
    const INSIDE: [&str; 23] = [
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
        "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    ];
    let inner = tag.trim_start_matches(['<', '/']).get(name(tag).len()..).unwrap_or_default();
    // An address in angle brackets is no tag.
    let ends = inner.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    (ends || name(tag).is_empty())
        && !tag.starts_with("<!--")
        && !INSIDE.iter().any(|known| name(tag).eq_ignore_ascii_case(known))
}

/// Reports a tag that is left out.
pub(in crate::reader::markdown) fn report(cx: &mut Context<'_>, tag: &str, source: Range<usize>) {
    let span = cx.span(source);
    let message = match name(tag) {
        "" => "this piece of markup is left out".to_owned(),
        name => format!("the HTML tag `{name}` is left out; the text around it is kept"),
    };
    cx.report(
        Code::RawHtml,
        message,
        span,
        "use Markdown for what the HTML does, or put it between backticks to show it",
    );
}

/// The value of an attribute of a tag, entities resolved; empty when it has none.
pub(in crate::reader::markdown) fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag.trim_start_matches('<').get(name(tag).len()..)?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let key = rest.get(..end).filter(|key| !key.is_empty())?;
        rest = rest.get(end..)?.trim_start();
        let mut value = "";
        if let Some(behind) = rest.strip_prefix('=') {
            let behind = behind.trim_start();
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => behind.get(1..)?.split_once(quote)?,
                None => behind
                    .split_at(behind.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(behind.len())),
            };
        }
        if key.eq_ignore_ascii_case(wanted) {
            return Some(unescaped(value));
        }
    }
}

/// Resolves the entities that authors write in attributes.
fn unescaped(value: &str) -> String {
    let known =
        [("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    known.iter().fold(value.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

/// The pieces of text of a block of HTML, parted by its tags: ranges of `block` as `(range, is_tag)`.
pub(in crate::reader::markdown) fn pieces(block: &str) -> Vec<(Range<usize>, bool)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    // Once one is not closed, all behind it are taken without a look at theirs: each place is passed once.
    let mut quotes_close = true;
    while let Some(open) = block.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = block.get(open..).unwrap_or_default();
        let looks_like_a_tag =
            rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !looks_like_a_tag {
            push(&mut pieces, at..open + 1);
            at = open + 1;
            continue;
        }
        // Comments and instructions to programs end with the text when nothing else ends them.
        let end_of = |mark: &str| rest.find(mark).map_or(rest.len(), |end| end + mark.len());
        let len = match rest {
            _ if rest.starts_with("<!--") => Some(end_of("-->")),
            _ if rest.starts_with("<?") => Some(end_of("?>")),
            _ => {
                let outside = quotes_close.then(|| tag_end(rest)).flatten();
                quotes_close = outside.is_some();
                outside.or_else(|| rest.find('>').map(|end| end + 1))
            }
        };
        let Some(len) = len else { break };
        push(&mut pieces, at..open);
        pieces.push((open..open + len, true));
        at = open + len;
    }
    push(&mut pieces, at..block.len());
    pieces
}

/// The length of a tag: to the first `>` outside the quotes of its attributes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes()
        .position(|byte| {
            match (quote, byte) {
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
            quote.is_none() && byte == b'>'
        })
        .map(|at| at + 1)
}

fn push(pieces: &mut Vec<(Range<usize>, bool)>, range: Range<usize>) {
    match pieces.last_mut() {
        Some((last, false)) if last.end == range.start => last.end = range.end,
        _ if range.is_empty() => {}
        _ => pieces.push((range, false)),
    }
}
