//! Agreement with CommonMark and GFM: every example of their specifications is read as Markdown, and
//! what was read is held against the example's HTML: the same structure, and no word lost.
//!
//! The examples are those that pulldown-cmark's package carries (`examples`): the 652 of CommonMark 0.31.2
//! and those of its extensions. HTML (`html`) and model (`lesson`) become the same outline; what the
//! dialect changes on purpose is settled there. What still differs stands in
//! `tests/fixtures/spec/exceptions.txt` with the reason; the list may hold nothing that agrees.

mod examples;
mod html;
mod lesson;

use examples::Example;
use std::collections::{BTreeMap, BTreeSet};

/// The examples that need not agree, and why.
const EXCEPTIONS: &str = include_str!("../fixtures/spec/exceptions.txt");

/// How an example came out.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Verdict {
    Agrees,
    /// The two outlines differ.
    Structure(String),
    /// These words of the HTML are not in the model.
    Words(String),
}

fn verdict(example: &Example) -> Verdict {
    let expected = html::parse(&example.html);
    let read = lesson::read(&example.markdown);
    let shown = words(&lesson::text(&read));
    let lost: Vec<String> = words(&expected.text()).difference(&shown).cloned().collect();
    if !lost.is_empty() {
        return Verdict::Words(lost.join(" "));
    }
    let (want, got) = (html::outline(expected), lesson::outline(&read));
    match want == got {
        true => Verdict::Agrees,
        false => Verdict::Structure(format!("--- as specified\n{want}--- as read\n{got}")),
    }
}

/// The words of a text: its runs of letters and digits.
fn words(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The lines `NAME structure|words REASON` of the list.
fn exceptions() -> BTreeMap<&'static str, &'static str> {
    let mut listed = BTreeMap::new();
    for line in EXCEPTIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut parts = line.splitn(3, ' ');
        let (name, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        assert!(matches!(kind, "structure" | "words"), "{line:?}: `structure` or `words`");
        assert!(parts.next().is_some_and(|reason| !reason.is_empty()), "{line:?}: without a reason");
        assert_eq!(listed.insert(name, kind), None, "{name} is listed twice");
    }
    listed
}

/// Holds the examples of a suite against the list.
fn check(suites: &[&str]) {
    let mut listed = exceptions();
    let suite = |name: &str| name.rsplit_once("_test_").map_or("", |(suite, _)| suite).to_owned();
    listed.retain(|name, _| suites.contains(&suite(name).as_str()));
    let mut faults = String::new();
    for name in suites {
        let examples = examples::of(name);
        let mut agree = 0;
        for example in &examples {
            let found = verdict(example);
            let (kind, report) = match &found {
                Verdict::Agrees => ("agrees", ""),
                Verdict::Structure(report) => ("structure", report.as_str()),
                Verdict::Words(lost) => ("words", lost.as_str()),
            };
            agree += usize::from(found == Verdict::Agrees);
            match listed.remove(example.name.as_str()) {
                Some(known) if known == kind => {}
                None if found == Verdict::Agrees => {}
                known => {
                    let known = known.unwrap_or("agrees");
                    let text = &example.markdown;
                    faults.push_str(&format!(
                        "== {} {kind}, listed as {known}\n{text:?}\n{report}\n",
                        example.name
                    ));
                }
            }
        }
        say(&format!("{name}: {agree} of {} examples agree", examples.len()));
    }
    for name in listed.keys() {
        faults.push_str(&format!("== {name} is listed and does not exist\n"));
    }
    assert!(faults.is_empty(), "{faults}");
}

#[expect(clippy::print_stdout, reason = "the figures are what a reader of the log wants to see")]
fn say(line: &str) {
    println!("{line}");
}

#[test]
fn commonmark() {
    assert_eq!(examples::of("spec").len(), 652, "CommonMark 0.31.2 has 652 examples");
    check(&["spec"]);
}

#[test]
fn extensions() {
    check(&["table", "gfm_table", "strikethrough", "gfm_strikethrough", "gfm_tasklist"]);
}

#[test]
fn notes_definitions_and_formulas() {
    check(&["footnotes", "definition_lists", "math"]);
}

/// The examples of past faults use every extension, whatever a lesson knows of it: they must not trip the
/// reader.
#[test]
fn past_faults_of_the_parser_are_none_of_the_reader() {
    for example in examples::of("regression") {
        lesson::read(&example.markdown);
    }
}
