//! Titles → names: ASCII names for files and places, and the names GitHub gives to headings.

use crate::model::TargetId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// The longest name in characters: file systems and readers of e-books take it, and it stays legible.
const LONGEST: usize = 60;

/// A name for files and places: lower-case ASCII letters, digits and single hyphens, cut at a word.
/// Other scripts are put into Latin letters. Empty when the text has neither letters nor digits.
pub fn slug(text: &str) -> String {
    let latin = match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(deunicode::deunicode_with_tofu(text, " ")),
    };
    let mut slug = String::with_capacity(latin.len());
    for c in latin.chars().filter(|c| !matches!(c, '\'' | '`')) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > LONGEST {
        let cut = slug.get(..=LONGEST).and_then(|head| head.rfind('-'));
        slug.truncate(cut.unwrap_or(LONGEST));
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The name GitHub gives to a heading: lower case, spaces as hyphens, punctuation left out, letters of all
/// scripts kept. Authors know these names from previews and link to them.
pub(super) fn github_slug(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    let mut name = String::with_capacity(text.len());
    match text.is_ascii() {
        true => name.extend(kept.map(|c| c.to_ascii_lowercase())),
        false => name.extend(kept.flat_map(char::to_lowercase)),
    }
    name
}

/// Names that are taken. Compared without case, since some file systems do the same.
#[derive(Default, Debug)]
pub(crate) struct Names {
    taken: FxHashSet<String>,
    /// The number to try next behind a name that is taken, so that many equal names cost no more.
    next: FxHashMap<String, u64>,
}

impl Names {
    /// Takes a name if it is free.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_ascii_lowercase())
    }

    /// Whether a name is free.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&name.to_ascii_lowercase())
    }

    /// Takes a name for a place, with `-2`, `-3` … behind it when it is taken.
    pub(crate) fn unique_id(&mut self, name: &str) -> TargetId {
        let id = TargetId::new(name);
        if self.take(id.as_str()) { id } else { TargetId::new(&self.numbered(id.as_str())) }
    }

    /// Takes a name with a number behind it.
    fn numbered(&mut self, name: &str) -> String {
        let mut number = self.next.get(&name.to_ascii_lowercase()).copied().unwrap_or(2);
        let mut numbered = format!("{name}-{number}");
        while !self.take(&numbered) {
            number += 1;
            numbered = format!("{name}-{number}");
        }
        self.next.insert(name.to_ascii_lowercase(), number + 1);
        numbered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn titles_become_latin_names() {
        assert_eq!(slug("How Sleep Sorts Memories"), "how-sleep-sorts-memories");
        assert_eq!(slug("Don’t — “panic”!"), "dont-panic");
        assert_eq!(slug("Über Größe"), "uber-grosse");
        assert_eq!(slug("睡眠"), "shui-mian");
        assert_eq!(slug("???"), "");
        assert_eq!(slug("  -- 7 -- "), "7");
    }

    #[test]
    fn long_names_are_cut_at_a_word() {
        let name = slug(&"word ".repeat(40));
        assert_eq!(name.len(), 59);
        assert!(name.ends_with("-word"));
        assert_eq!(slug(&"a".repeat(200)).len(), LONGEST);
    }

    #[test]
    fn headings_have_the_names_that_github_gives() {
        assert_eq!(github_slug("What's new in C++?"), "whats-new-in-c");
        assert_eq!(github_slug("A  B — c_d"), "a--b--c_d");
        assert_eq!(github_slug("Über"), "über");
    }

    #[test]
    fn taken_names_are_numbered() {
        let mut names = Names::default();
        let all = ["a", "a", "a-2", "A"].map(|name| names.unique_id(name));
        assert_eq!(all, ["a", "a-2", "a-2-2", "A-3"].map(TargetId::new));
    }

    proptest! {
        #[test]
        fn slugs_hold_only_safe_characters(text in any::<String>()) {
            let slug = slug(&text);
            prop_assert!(slug.len() <= LONGEST);
            let safe = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            prop_assert!(safe);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }

        #[test]
        fn unique_ids_are_unique(texts in prop::collection::vec("[aA12 -]{0,4}", 0..40)) {
            let mut names = Names::default();
            let ids: Vec<TargetId> = texts.iter().map(|text| names.unique_id(text)).collect();
            let distinct: BTreeSet<&TargetId> = ids.iter().collect();
            prop_assert_eq!(distinct.len(), ids.len());
        }
    }
}
