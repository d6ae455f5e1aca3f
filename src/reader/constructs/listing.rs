//! A listing → its block; one in the language `math` is a formula on lines of its own. The words behind its
//! fence → the language.

use super::attributes::Attributes;
use crate::model::{BlockKind, CodeBlock};
use crate::reader::characters::clean;

/// The language that is named behind a fence: `rust`, `rust,ignore`, `{.rust .numbers}` or `{rust}`.
pub(in crate::reader) fn language(info: &str) -> Option<String> {
    let info = info.trim();
    let word = match info.strip_prefix('{').and_then(|info| info.split_once('}')) {
        None => info.split([' ', ',', '{']).next().unwrap_or_default().to_owned(),
        Some((inside, _)) => {
            let mut attributes = Attributes::default();
            attributes.read_braces(inside);
            let bare =
                attributes.keys().next().filter(|key| attributes.get(key) == Some("")).map(str::to_owned);
            attributes.name.or(bare).unwrap_or_default()
        }
    };
    (!word.is_empty()).then(|| clean(&word).into_owned())
}

/// The block of a listing.
pub(in crate::reader) fn block(code: CodeBlock) -> BlockKind {
    let formula = code.language.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("math"));
    match code.text.trim() {
        tex if formula && !tex.is_empty() => BlockKind::Math { tex: tex.to_owned() },
        _ => BlockKind::Code(code),
    }
}
