//! TOML text → theme: which files are laid over one another, and in which order.
//!
//! A theme says what differs from the one it extends. A profile is laid over the theme that was chosen, so
//! that a handout stays a handout in every dress; a paper over both.

use super::Theme;
use super::raw::RawTheme;
use serde::Deserialize;
use std::fmt;

/// The themes in the binary, by name.
pub(super) static EMBEDDED: [(&str, &str); 4] = [
    ("book", include_str!("../../styles/book.toml")),
    ("handout", include_str!("../../styles/handout.toml")),
    ("large-print", include_str!("../../styles/large-print.toml")),
    ("modern", include_str!("../../styles/modern.toml")),
];

/// The same themes whole, with what they inherit, as the program reads them when nothing is laid over them: JSON takes a
/// twelfth of the time of TOML. A test below makes them, and sees that they are the same themes.
static WHOLE: [(&str, &str); EMBEDDED.len()] = [
    ("book", include_str!("whole/book.json")),
    ("handout", include_str!("whole/handout.json")),
    ("large-print", include_str!("whole/large-print.json")),
    ("modern", include_str!("whole/modern.json")),
];

/// How many themes may extend one another.
const DEEPEST: usize = 8;

/// Why a theme cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ThemeError {
    /// No embedded theme has this name.
    Unknown(String),
    /// The text is not TOML, or has an unknown key or a value of the wrong kind.
    Syntax {
        /// What is wrong.
        message: String,
        /// Byte range in the text, if it is known.
        range: Option<std::ops::Range<usize>>,
    },
    /// A value is out of its range.
    Range(String),
    /// Two colours that stand on each other cannot be told apart well enough.
    Contrast(String),
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ThemeError::Unknown(name) => write!(f, "there is no theme named `{name}`"),
            ThemeError::Syntax { message, .. } => f.write_str(message),
            ThemeError::Range(message) | ThemeError::Contrast(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ThemeError {}

/// The text of an embedded theme.
pub(super) fn source(name: &str) -> Result<&'static str, ThemeError> {
    let known = EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    known.ok_or_else(|| ThemeError::Unknown(name.to_owned()))
}

pub(super) fn embedded(name: &str) -> Result<Theme, ThemeError> {
    parse(source(name)?)
}

pub(super) fn parse(text: &str) -> Result<Theme, ThemeError> {
    checked(inherited(text, DEEPEST)?.table)
}

/// A theme with a profile laid over it, and a paper over both.
pub(super) fn dressed(theme: &str, profile: &str, paper: Option<&str>) -> Result<Theme, ThemeError> {
    // A theme of ours that nothing is laid over.
    if paper.is_none()
        && source(profile) == Ok(theme)
        && let Some((_, whole)) = WHOLE.iter().find(|(name, _)| *name == profile)
        && let Ok(raw) = serde_json::from_str::<RawTheme>(whole)
    {
        return raw.checked();
    }
    let Inherited { mut table, chain } = inherited(theme, DEEPEST)?;
    if !chain.iter().any(|name| name == profile) {
        let mut over: toml::Table = toml::from_str(source(profile)?).map_err(|error| syntax(&error))?;
        // What extends nothing is a whole look: nothing would be left of the theme below it.
        if over.remove("extends").is_some() {
            over.remove("name");
            lay_over(&mut table, over);
        }
    }
    if let Some(paper) = paper {
        let page = toml::Table::from_iter([("paper".to_owned(), paper.into())]);
        lay_over(&mut table, toml::Table::from_iter([("page".to_owned(), page.into())]));
    }
    checked(table)
}

fn checked(table: toml::Table) -> Result<Theme, ThemeError> {
    RawTheme::deserialize(table).map_err(|error| syntax(&error))?.checked()
}

/// The table of a theme, laid over those of the themes it extends.
struct Inherited {
    table: toml::Table,
    /// The names of all of them.
    chain: Vec<String>,
}

fn inherited(text: &str, depth: usize) -> Result<Inherited, ThemeError> {
    let mut table: toml::Table = toml::from_str(text).map_err(|error| syntax(&error))?;
    let name = table.get("name").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let Some(parent) = table.remove("extends") else {
        return Ok(Inherited { table, chain: vec![name] });
    };
    let parent = parent.as_str().unwrap_or_default().to_owned();
    if depth == 0 {
        return Err(ThemeError::Unknown(parent));
    }
    let Inherited { table: mut base, mut chain } = inherited(source(&parent)?, depth - 1)?;
    lay_over(&mut base, table);
    chain.push(name);
    Ok(Inherited { table: base, chain })
}

fn lay_over(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn syntax(error: &toml::de::Error) -> ThemeError {
    ThemeError::Syntax { message: error.message().to_owned(), range: error.span() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Pt;

    #[test]
    fn every_embedded_theme_is_valid() {
        for (name, _) in EMBEDDED {
            let theme = embedded(name).expect(name);
            assert_eq!(theme.name, name);
        }
    }

    /// `UPDATE_THEMES=1 cargo test --lib theme` writes them.
    #[test]
    fn the_whole_themes_are_those_that_were_written() {
        for ((name, text), (whole_name, whole)) in EMBEDDED.into_iter().zip(WHOLE) {
            assert_eq!(name, whole_name);
            let table = inherited(text, DEEPEST).expect(name).table;
            let written = format!("{}\n", serde_json::to_string(&table).expect(name));
            if std::env::var_os("UPDATE_THEMES").is_some() {
                let file = format!("{}/src/theme/whole/{name}.json", env!("CARGO_MANIFEST_DIR"));
                std::fs::write(file, &written).expect(name);
                continue;
            }
            assert!(written == whole, "{name} is not as it was written: run this test with UPDATE_THEMES=1");
            let read = serde_json::from_str::<RawTheme>(whole).expect(name).checked().expect(name);
            assert_eq!(read, embedded(name).expect(name));
            assert_eq!(dressed(text, name, None).expect(name), read);
        }
    }

    #[test]
    fn a_theme_says_only_what_differs() {
        let theme = parse("extends = \"book\"\nname = \"big\"\n[type]\nsize = 12.0").expect("valid");
        assert_eq!((theme.name.as_str(), theme.size), ("big", Pt::new(12)));
        assert_eq!(theme.leading, embedded("book").expect("valid").leading);
    }

    #[test]
    fn a_theme_adds_words_to_those_it_inherits() {
        let theme =
            parse("extends = \"book\"\nname = \"my\"\n[hyphenation.en]\nlesson = \"lesson\"").expect("valid");
        let words = theme.divisions.get("en").expect("words");
        assert!(["lesson", "present"].iter().all(|word| words.iter().any(|known| known == word)));
        for wrong in
            ["en]\nlesson = \"les-on\"", "en]\nlesson = \"-lesson\"", "english]\nlesson = \"lesson\""]
        {
            let text = format!("extends = \"book\"\nname = \"my\"\n[hyphenation.{wrong}");
            assert!(matches!(parse(&text), Err(ThemeError::Range(_))), "{wrong}");
        }
    }

    #[test]
    fn a_profile_is_laid_over_a_theme_and_a_paper_over_both() {
        let modern = source("modern").expect("there");
        let theme = dressed(modern, "handout", None).expect("valid");
        let (look, layout) = (embedded("modern").expect("valid"), embedded("handout").expect("valid"));
        assert_eq!((theme.palette, theme.page.sides), (look.palette, layout.page.sides));
        let theme = dressed(modern, "handout", Some("letter")).expect("valid");
        assert_eq!(theme.page.size, crate::units::Paper::Letter.size());
        let own = "extends = \"handout\"\nname = \"own\"\n[page]\npaper = \"a5\"";
        let theme = dressed(own, "handout", None).expect("valid");
        assert_eq!(theme.page.size, crate::units::Paper::A5.size());
    }

    #[test]
    fn every_profile_stands_on_every_paper() {
        for (name, text) in EMBEDDED {
            for paper in ["a4", "letter", "a5", "6x9in", "170x240mm", "7x10in", "240x170mm"] {
                let theme = dressed(text, name, Some(paper))
                    .unwrap_or_else(|error| panic!("{name} {paper}: {error}"));
                assert!(theme.page.margins.bottom >= theme.page.foot, "{name} on {paper}");
            }
        }
        assert!(dressed(EMBEDDED[0].1, "book", Some("a17")).is_err());
    }

    #[test]
    fn unknown_keys_and_pale_text_are_refused() {
        assert!(matches!(parse("extends = \"book\"\n[type]\nsise = 12.0"), Err(ThemeError::Syntax { .. })));
        let pale = parse("extends = \"book\"\n[color]\nquiet = \"#bbbbbb\"");
        assert!(matches!(pale, Err(ThemeError::Contrast(_))));
        assert_eq!(parse("extends = \"nowhere\""), Err(ThemeError::Unknown("nowhere".to_owned())));
    }
}
