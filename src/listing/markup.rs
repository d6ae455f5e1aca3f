//! Text between tags → names of elements, values in quotes, comments.

use super::{Kind, Token};

/// The parts of a text with tags.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')) {
        at += open;
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
            found.push(Token { range: at..at + length, kind: Kind::Comment });
            at += length;
            continue;
        }
        let name = |c: char| c.is_alphanumeric() || matches!(c, '/' | '!' | '?' | '-' | ':' | '_');
        let length = rest.get(1..).map_or(0, |rest| rest.find(|c| !name(c)).unwrap_or(rest.len()));
        // A sign of less in running text opens no tag.
        if length == 0 {
            at += 1;
            continue;
        }
        found.push(Token { range: at..at + 1 + length, kind: Kind::Keyword });
        at += 1 + length;
        at = inside(text, at, &mut found);
    }
    found
}

/// The rest of a tag: its values in quotes, and the sign that closes it. Gives where it ends.
fn inside(text: &str, mut at: usize, found: &mut Vec<Token>) -> usize {
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '>' => {
                found.push(Token { range: at..at + 1, kind: Kind::Keyword });
                return at + 1;
            }
            '<' => return at,
            '"' | '\'' => {
                let length = rest.find(c).map_or(rest.len() + 1, |end| end + 2);
                found.push(Token { range: at..at + length, kind: Kind::Text });
                at += length;
            }
            c => at += c.len_utf8(),
        }
    }
    at
}
