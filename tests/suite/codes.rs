//! Every diagnostic code has a page that says what is true, and the smallest input that raises it.
//!
//! A fixture is a folder in `tests/fixtures/codes` with the name of its code; a file `arguments` in it says
//! what is run there when that is not `check .`. The wrong example of a page stands in the fixture; with
//! the right one in its place the code must be gone.

use crate::cli::{files, folder, put, run};
use serde_json::Value;
use stationer::diagnostics::Code;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Codes that no small file can raise, and why.
const WITHOUT_FIXTURE: [(&str, &str); 7] = [
    ("pages-unsettled", "page numbers settle after a few rounds in every text we know"),
    ("table-narrowed", "it takes 100,000 empty cells; `tests/suite/hostile.rs` makes such a table"),
    ("inline-marks", "it takes 300,000 marks; `tests/suite/hostile.rs` has it with a smaller limit"),
    ("input-too-large", "it takes 16 MB; `tests/suite/reader.rs` has it with a smaller limit"),
    (
        "line-overfull",
        "words are divided before they stick out; the tests of `typeset::text` have a box that does",
    ),
    (
        "claim-withheld",
        "titles and alternative texts are made up for; the tests of `backend::pdf` build a tree without them",
    ),
    ("own-check-failed", "it means a fault of the program"),
];

/// Fixtures that raise other codes too, and which.
const RAISED_TOO: [(&str, &[&str]); 1] = [
    // The character that stands for the bytes is in no font.
    ("invalid-utf8", &["glyph-missing"]),
];

/// Pages whose example is no text of a lesson or of path.toml, or too long to show: it is not tried.
const UNTRIED: [&str; 15] = [
    "font-unusable",
    "cell-long",
    "unreadable-file",
    "nothing-to-export",
    "unwritable-output",
    "output-clash",
    "lesson-names-alike",
    "unknown-backend",
    "bad-argument",
    "invalid-utf8",
    "control-character",
    "nesting-too-deep",
    "promo-withheld",
    "image-broken",
    "image-too-large",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/codes")
}

/// The codes that files raise.
fn raised(name: &str, files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let here = folder(name);
    let mut arguments = "check .".to_owned();
    for (file, bytes) in files {
        if file == "arguments" {
            arguments = String::from_utf8(bytes.clone()).expect("arguments are text");
        } else {
            put(&here, file, bytes);
        }
    }
    let arguments: Vec<&str> = arguments.split_whitespace().chain(["--message-format", "json"]).collect();
    let (_, _, stderr) = run(&here, &arguments);
    let code = |line: &str| {
        let finding: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{name}: {line}"));
        finding["code"].as_str().expect("a finding has a code").to_owned()
    };
    stderr.lines().map(code).collect()
}

/// Does a piece of work for every code, on a few threads; the faults it names, in order of the codes.
fn each(work: impl Fn(Code) -> Option<String> + Sync) -> Vec<String> {
    let half = Code::ALL.len().div_ceil(2);
    std::thread::scope(|scope| {
        let work = &work;
        let halves = Code::ALL.chunks(half);
        let running: Vec<_> = halves
            .map(|codes| scope.spawn(move || codes.iter().filter_map(|code| work(*code)).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|thread| thread.join().expect("the work ends")).collect()
    })
}

fn without_fixture(code: Code) -> bool {
    WITHOUT_FIXTURE.iter().any(|(name, _)| *name == code.name())
}

#[test]
fn every_code_has_a_page() {
    for code in Code::ALL {
        let (name, page) = (code.name(), code.page());
        for (part, text) in
            [("why", page.why), ("wrong", &page.wrong), ("right", &page.right), ("mend", page.mend)]
        {
            assert!(!text.trim().is_empty(), "the page of {name} does not say {part}");
        }
        let prose = page.text.lines().filter(|line| !line.starts_with("    "));
        assert!(
            prose.map(|line| line.chars().count()).all(|count| count <= 100),
            "{name}: a line is too long"
        );
        assert_ne!(page.wrong, page.right, "{name}");
        assert!(!page.text.contains("TODO"), "{name}");
    }
}

#[test]
fn every_folder_belongs_to_a_code() {
    for entry in fs::read_dir(fixtures()).expect("the folder is there") {
        let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
        let code = Code::from_name(&name);
        assert!(code.is_some_and(|code| !without_fixture(code)), "tests/fixtures/codes/{name} has no code");
    }
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/codes");
    for entry in fs::read_dir(pages).expect("the folder is there") {
        let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
        let code = name.strip_suffix(".md").and_then(Code::from_name);
        assert!(code.is_some(), "src/diagnostics/codes/{name} is the page of no code");
    }
}

#[test]
fn every_code_is_raised_by_its_fixture() {
    let faults = each(|code| {
        let name = code.name();
        let fixture = fixtures().join(name);
        if without_fixture(code) {
            return None;
        }
        if !fixture.is_dir() {
            return Some(format!("{name} has no fixture: add tests/fixtures/codes/{name}"));
        }
        let too =
            RAISED_TOO.iter().filter(|(of, _)| *of == name).flat_map(|(_, codes)| codes.iter().copied());
        let expected: BTreeSet<String> = too.chain([name]).map(str::to_owned).collect();
        let found = raised(&format!("code-{name}"), &files(&fixture));
        (found != expected).then(|| format!("the fixture of {name} raises {found:?}, not {expected:?}"))
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_a_page_calls_right_does_not_raise_its_code() {
    let faults = each(|code| {
        let name = code.name();
        if without_fixture(code) || UNTRIED.contains(&name) {
            return None;
        }
        let page = code.page();
        let mut files = files(&fixtures().join(name));
        let mut replaced = false;
        for (_, bytes) in &mut files {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            if !replaced && text.contains(&page.wrong) {
                replaced = true;
                *bytes = text.replacen(&page.wrong, &page.right, 1).into_bytes();
            }
        }
        if !replaced {
            return Some(format!("the fixture of {name} does not hold the wrong example of its page"));
        }
        let found = raised(&format!("right-{name}"), &files);
        found.contains(name).then(|| format!("what the page of {name} calls right raises it"))
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `docs/diagnostics.md` is made of the pages. Run with `INSTA_UPDATE=always` to write it.
#[test]
fn the_documentation_lists_every_code() {
    let mut text = String::from(
        "# Diagnostics\n\nWhat `stationer check` and `stationer export` may report. `stationer explain CODE` prints one of these\npages. This file is made of them by a test; change `src/diagnostics/` instead.\n\n| code | severity | what was found |\n|---|---|---|\n",
    );
    for code in Code::ALL {
        let (name, severity, found) = (code.name(), code.severity().name(), code.found());
        text.push_str(&format!("| [{name}](#{name}) | {severity} | {found} |\n"));
    }
    for code in Code::ALL {
        text.push_str(&format!("\n## {}\n\n*{}:* {}\n\n", code.name(), code.severity().name(), code.found()));
        let page = code.page().text;
        let page = page.replace("\nWrong:\n", "\n**Wrong:**\n").replace("\nRight:\n", "\n**Right:**\n");
        let page = page.replace("\nTo mend it:", "\n**To mend it:**");
        text.push_str(&page.replace("\nTo set it off:", "\n**To set it off:**"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|wish| wish == "always") {
        fs::write(&path, &text).expect("the file can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/diagnostics.md is not made of the pages: INSTA_UPDATE=always cargo test");
}
