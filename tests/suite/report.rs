//! What the report counts, beside counts that are taken here from the sources by their letters alone.
//!
//! Nothing of the reader is used: a lesson is rows of text, and each thing is known by its marks.

use super::cli::{folder, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The words for a station in the languages of the sample library.
const STATION: [&str; 4] = ["Stations ", "Station ", "תחנות ", "תחנה "];

/// What stands before a key term in flat lessons of these languages.
const KEY_TERM: [&str; 8] = [
    "Key term: ",
    "Key term – ",
    "Key terms: ",
    "Definition: ",
    "Key concept: ",
    "Vocabulary: ",
    "מונח מפתח: ",
    "מונח: ",
];

/// What a path holds.
#[derive(PartialEq, Eq, Default, Debug)]
struct Counted {
    lessons: usize,
    key_terms: usize,
    glossary: usize,
    index: usize,
    disclaimers: usize,
    resolved: usize,
    outside: usize,
    unknown: usize,
    promo_words: usize,
}

/// A lesson without its front matter and listings.
struct Source {
    number: u32,
    rows: Vec<String>,
}

fn lessons(path: &Path) -> Vec<Source> {
    let settings = fs::read_to_string(path.join("path.toml")).expect("a path");
    let lists = settings.lines().filter_map(|line| line.strip_prefix("lessons = ["));
    let names = lists.flat_map(|list| list.split('"').skip(1).step_by(2));
    let numbered = names.zip(1..).map(|(name, number)| {
        let text = fs::read_to_string(path.join(name)).expect("a lesson");
        let body = match text.strip_prefix("---\n") {
            Some(rest) => rest.split_once("\n---\n").expect("front matter ends").1,
            None => &text,
        };
        let mut listing = false;
        let rows = body.lines().filter(|row| {
            let fence = row.trim_start().starts_with("```");
            listing ^= fence;
            !fence && !listing
        });
        Source { number, rows: rows.map(str::to_owned).collect() }
    });
    numbered.collect()
}

/// The terms a row defines, in small letters.
fn key_terms(rows: &[String], at: usize) -> Vec<String> {
    let row = rows[at].trim();
    let flat = KEY_TERM.iter().find_map(|label| row.strip_prefix(label));
    if let Some(rest) = row.strip_prefix("**Key term:** ").or(flat) {
        let each = if row.starts_with("Key terms: ") { "; " } else { "\0" };
        let terms = rest.split(each).filter_map(|one| one.split(['—', '–', '=']).next().map(str::trim));
        return terms.map(str::to_lowercase).collect();
    }
    let alert = row.strip_prefix("> [!KEY-TERM] ");
    let div = row.starts_with("::: key-term").then(|| rows[at + 1].trim());
    alert.or(div).map(str::to_lowercase).into_iter().collect()
}

/// The entries that a row marks for the index, with those around them, in small letters.
fn index_entries(row: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in row.match_indices("]{.index") {
        let rest = &row[at + "]{.index".len()..];
        let marked = row[..at].rsplit_once('[').expect("a bracket opens").1.trim_matches('*');
        let entry = match rest.strip_prefix(" entry=\"") {
            Some(entry) => entry.split('"').next().expect("a quotation ends"),
            None => marked,
        };
        let ends = entry.match_indices('!').map(|(end, _)| end).chain([entry.len()]);
        found.extend(ends.map(|end| entry[..end].to_lowercase()));
    }
    found
}

/// A row without its links, but for those to a station: of these the words stay. How many links name the file of
/// another lesson is given beside it.
fn without_links(row: &str) -> (String, usize) {
    let (mut plain, mut between, mut rest) = (String::new(), 0, row);
    while let Some((before, behind)) = rest.split_once('[') {
        plain.push_str(before);
        match behind.split_once("](").and_then(|(words, to)| Some((words, to.split_once(')')?))) {
            Some((words, (to, after))) if !words.contains(']') => {
                if to.starts_with("station:") {
                    plain.push_str(words);
                } else if to.contains(".md") {
                    between += 1;
                }
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    (plain, between)
}

/// The numbers behind each word for a station.
fn stations(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, word)) =
        STATION.iter().filter_map(|word| Some((rest.find(word)?, *word))).min_by_key(|(at, _)| *at)
    {
        rest = &rest[at + word.len()..];
        let many = word.starts_with("Stations") || word.starts_with("תחנות");
        loop {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let Ok(number) = rest[..digits].parse() else { break };
            found.push(number);
            rest = &rest[digits..];
            let gap = [", ", " and ", "–"].iter().find(|gap| {
                rest.strip_prefix(**gap).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
            });
            match gap {
                Some(gap) if many => rest = &rest[gap.len()..],
                _ => break,
            }
        }
    }
    found
}

/// Whether a row is a disclaimer, or opens one.
fn is_disclaimer(row: &str) -> bool {
    let denies =
        ["not medical advice", "constitute medical advice", "replace advice from", "no substitute for"];
    let flat = denies.iter().any(|words| row.contains(words)) && !row.starts_with(['#', ':', '>']);
    let marked = row.starts_with("::: disclaimer") || row.starts_with("> [!DISCLAIMER]");
    marked || flat
}

/// Counts the sources of a path; `alone` as its lessons stand on their own.
fn count(path: &Path, alone: bool) -> Counted {
    let promo = fs::read_to_string("tests/fixtures/content-promo.txt").expect("the phrases of promotion");
    let lessons = lessons(path);
    let mut counted = Counted { lessons: lessons.len(), ..Counted::default() };
    let (mut terms, mut index) = (BTreeSet::new(), BTreeSet::new());
    for lesson in &lessons {
        if alone {
            terms.clear();
        }
        for (at, row) in lesson.rows.iter().enumerate() {
            if promo.lines().any(|phrase| phrase == row) {
                counted.promo_words += row.split_whitespace().count();
                continue;
            }
            for term in key_terms(&lesson.rows, at) {
                counted.key_terms += 1;
                counted.glossary += usize::from(terms.insert(term));
            }
            index.extend(index_entries(row));
            counted.disclaimers += usize::from(is_disclaimer(row));
            if row.starts_with('#') {
                continue;
            }
            let (plain, links) = without_links(row);
            // In the book these links lead to their lessons; alone they are words that name a station.
            counted.outside += if alone { links } else { 0 };
            for number in stations(&plain) {
                match number {
                    own if own == lesson.number => {}
                    known if known as usize > lessons.len() => counted.unknown += 1,
                    _ if alone => counted.outside += 1,
                    _ => counted.resolved += 1,
                }
            }
        }
    }
    if !alone {
        index.extend(terms);
        counted.index = index.len();
    }
    counted
}

fn told(entry: &Value, lessons: &Value) -> Counted {
    let number = |value: &Value| value.as_u64().expect("a count") as usize;
    Counted {
        lessons: number(lessons),
        key_terms: number(&entry["key-terms"]),
        glossary: number(&entry["glossary-entries"]),
        index: number(&entry["index-entries"]),
        disclaimers: number(&entry["disclaimers"]),
        resolved: number(&entry["stations"]["resolved"]),
        outside: number(&entry["stations"]["outside"]),
        unknown: number(&entry["stations"]["unknown"]),
        promo_words: number(&entry["words-withheld"]),
    }
}

#[test]
fn the_counts_of_the_sample_library_are_those_of_its_sources() {
    let here = folder("counts");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let content = content.to_string_lossy();
    let (code, _, stderr) =
        run(&here, &["export", &content, "--unit", "both", "-t", "epub", "--report", "r.json"]);
    assert_eq!(code, 0, "{stderr}");
    let report: Value =
        serde_json::from_slice(&fs::read(here.join("r.json")).expect("a report")).expect("JSON");
    let paths = report["paths"].as_array().expect("a list");
    assert_eq!(paths.len(), 3);
    for path in paths {
        let name = path["path"].as_str().expect("a name");
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(name);
        assert_eq!(told(path, &path["lessons"]), count(&sources, false), "the book of {name}");
        let handouts = told(&path["handouts"], &path["lessons"]);
        assert_eq!(handouts, count(&sources, true), "the lessons of {name} on their own");
        assert_eq!(path["left-out"], Value::Null);
        assert_eq!(path["files"], 1 + handouts.lessons, "a book, and one file for each lesson");
    }
    // Every word kept back is in the report, with its file and lines.
    let withheld = report["inputs"].as_array().expect("a list").iter().flat_map(|input| {
        let passages = input["withheld"].as_array().into_iter().flatten();
        passages.map(move |kept| (input["file"].clone(), kept.clone()))
    });
    let mut words = 0;
    for (file, kept) in withheld {
        let text = fs::read_to_string(here.join(file.as_str().expect("a name"))).expect("a source");
        let line = |key: &str| kept[key].as_u64().expect("a line") as usize;
        let rows: Vec<&str> = text.lines().collect();
        let rows = rows[line("first-line") - 1..line("last-line")].join(" ");
        for word in kept["text"].as_str().expect("its text").split_whitespace() {
            assert!(rows.contains(word), "{word} is not in these lines of {file}");
            words += 1;
        }
    }
    let told = paths.iter().map(|path| path["words-withheld"].as_u64().expect("a count")).sum::<u64>();
    assert_eq!(words, told);
}
