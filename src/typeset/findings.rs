//! What setting a book found → the same said once: a language without patterns once for the book, characters
//! that no font has once for each lesson.

use super::frame::Pages;
use super::report::{Cause, Found, Kept, Torn};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use std::collections::{BTreeMap, BTreeSet};

/// How many of the missing characters are shown.
const SHOWN: usize = 5;

/// What there is to look at on pages, for people. Lines and tables speak for themselves when they are set.
pub(super) fn of_pages(pages: &Pages) -> Diagnostics {
    let mut told = Diagnostics::default();
    for finding in &pages.report.findings {
        let folio = pages.pages.get(finding.page).map_or("", |page| page.folio.as_str());
        let (message, help) = match finding.what {
            Found::River => (
                "wide gaps of three lines stand below one another".to_owned(),
                "reword a sentence of this paragraph",
            ),
            Found::ShortPage { lines, cause } => (
                format!("page {folio} lacks {lines} lines, for {}", because(cause)),
                "shorten this, let it be divided, or move it up or down by a paragraph",
            ),
            Found::Torn(torn) => {
                let message = match torn {
                    Torn::Widow => {
                        format!("the last line of this paragraph stands alone behind page {folio}")
                    }
                    Torn::Orphan => format!("the first line of this paragraph stands alone on page {folio}"),
                    Torn::Heading => format!("this heading ends page {folio}"),
                };
                (message, "shorten what is before it, or what it must stay with")
            }
            Found::Split(kept) => {
                let what = kept.name();
                let message = format!("this {what} would fit on one page, but goes on behind page {folio}");
                (message, "shorten it, or move it up or down by a paragraph")
            }
            Found::LineOverCap | Found::LineOverfull | Found::Table(_) => continue,
        };
        let found = Diagnostic::new(Code::PageFlaw, message).help(help);
        told.push(match finding.source {
            Some(source) => found.at(source),
            None => found,
        });
    }
    told
}

/// Why a page is short, in words.
fn because(cause: Cause) -> String {
    let (what, lines) = match cause {
        Cause::Kept { what, lines } => (what, lines),
        Cause::LaterPage => return "else a later page would lack more".to_owned(),
    };
    let what = match what {
        Kept::Box => "the box",
        Kept::Table => "the table, or its head with two rows,",
        Kept::Figure => "the picture",
        Kept::Heading => "the heading with what it leads to",
        Kept::Lines => "what stays together",
    };
    format!("{what} that comes next takes {lines}")
}

/// Gathers findings that would repeat. The characters that no font has are the labels of their findings.
pub(super) fn said_once(findings: Diagnostics) -> Diagnostics {
    let missing = missing(&findings);
    let mut said = BTreeSet::new();
    let mut files = BTreeSet::new();
    let mut formulas = BTreeSet::new();
    let mut kept = Diagnostics::default();
    for finding in findings {
        match finding.code {
            Code::MathAsSource if !formulas.insert(file(&finding)) => {}
            Code::LanguageWithoutPatterns if !said.insert(finding.message.clone()) => {}
            Code::GlyphMissing => {
                let file = file(&finding);
                if files.insert(file)
                    && let Some(characters) = missing.get(&file)
                {
                    kept.push(
                        Diagnostic {
                            label: characters.first().cloned(),
                            message: message(characters),
                            ..finding
                        }
                        .help("use other characters, or a theme with a font that has these"),
                    );
                }
            }
            _ => kept.push(finding),
        }
    }
    kept
}

/// The file a finding lies in, by its number.
fn file(finding: &Diagnostic) -> Option<u32> {
    match &finding.place {
        Place::Span(span) => Some(span.file.0),
        Place::File(_) | Place::Nowhere => None,
    }
}

/// The characters each file misses, in the order of the text.
fn missing(findings: &Diagnostics) -> BTreeMap<Option<u32>, Vec<String>> {
    let mut missing: BTreeMap<Option<u32>, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.code == Code::GlyphMissing) {
        let Some(character) = &finding.label else { continue };
        if seen.insert((file(finding), character.clone())) {
            missing.entry(file(finding)).or_default().push(character.clone());
        }
    }
    missing
}

fn message(characters: &[String]) -> String {
    let named: Vec<String> = characters
        .iter()
        .take(SHOWN)
        .map(|text| {
            let number = text.chars().next().map_or(0, u32::from);
            format!("“{text}” (U+{number:04X})")
        })
        .collect();
    match (characters.len(), named.as_slice()) {
        (1, [one]) => format!("no font has the character {one}"),
        (count, _) if count <= SHOWN => format!("no font has the characters {}", named.join(", ")),
        (count, _) => {
            format!("no font has {count} characters of this lesson, among them {}", named.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn missing(file: u32, start: usize, c: char) -> Diagnostic {
        Diagnostic::new(Code::GlyphMissing, "").at(Span::new(FileId(file), start, start + 1)).label(c)
    }

    #[test]
    fn of_many_missing_characters_all_are_counted() {
        let mut findings = Diagnostics::to_sum_up();
        for at in 0..500_u32 {
            findings.push(missing(0, at as usize, char::from_u32(0x4E00 + at / 2).unwrap_or('x')));
        }
        let said: Vec<String> = said_once(findings).into_iter().map(|found| found.message).collect();
        assert!(matches!(said.as_slice(), [one] if one.contains("has 250 characters")), "{said:?}");
    }

    #[test]
    fn each_lesson_says_once_what_it_misses() {
        let mut findings = Diagnostics::default();
        for (file, start, c) in [(0, 5, 'あ'), (0, 9, 'い'), (0, 9, 'あ'), (1, 3, 'い')] {
            findings.push(missing(file, start, c));
        }
        "abcdefg".chars().for_each(|c| findings.push(missing(2, 7, c)));
        for _ in 0..2 {
            findings.push(Diagnostic::new(Code::LanguageWithoutPatterns, "no patterns"));
        }
        let said: Vec<String> = said_once(findings).into_iter().map(|found| found.message).collect();
        assert_eq!(
            said,
            [
                "no font has the characters “あ” (U+3042), “い” (U+3044)",
                "no font has the character “い” (U+3044)",
                "no font has 7 characters of this lesson, among them “a” (U+0061), “b” (U+0062), “c” (U+0063), “d” (U+0064), “e” (U+0065)",
                "no patterns",
            ]
        );
    }
}
