//! Whole runs with files and results in memory, and formats that write the words of a book.

use super::*;
use crate::backend::registry::{Entry, Registry, Use};
use crate::backend::{Backend, BackendInfo, RenderJob};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::input::MemoryFiles;
use crate::model::Date;
use crate::output::{Artifact, MemorySink, OutputError, Sink};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A format that lists the titles of a book's chapters.
struct Titles(BackendInfo);

impl Backend for Titles {
    fn info(&self) -> BackendInfo {
        self.0
    }

    fn render(&self, job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
        let titles: Vec<&str> = job.book.chapters().map(|chapter| chapter.title.as_str()).collect();
        diagnostics.push(Diagnostic::new(Code::TableTooWide, "found by every format"));
        Some(Artifact {
            media_type: self.0.media_type,
            bytes: titles.join("\n").into_bytes(),
            pages: Some(1),
        })
    }
}

fn info(name: &'static str) -> BackendInfo {
    BackendInfo { name, suffix: name, media_type: "text/plain", about: "titles" }
}

fn registry() -> Registry {
    Registry::new()
        .with(Entry {
            info: info("one"),
            options: &["wide"],
            used: Use::Always,
            prepare: || (),
            configure: |_, _| Arc::new(Titles(info("one"))),
        })
        .with(Entry {
            info: info("two"),
            options: &[],
            used: Use::Always,
            prepare: || (),
            configure: |_, _| Arc::new(Titles(info("two"))),
        })
}

fn request(arguments: &[&str]) -> Request {
    Request {
        arguments: arguments.iter().map(PathBuf::from).collect(),
        formats: Vec::new(),
        unit: UnitChoice::Path,
        output: "out".into(),
        profile: "book".to_owned(),
    }
}

fn planned(files: &MemoryFiles, request: &Request) -> Plan {
    plan(request, files, &registry())
}

fn codes(findings: &Findings) -> Vec<&'static str> {
    findings.iter().map(|(found, _)| found.code.name()).collect()
}

fn targets(plan: &Plan) -> Vec<String> {
    let books = plan.works.iter().flat_map(|work| &work.books);
    books.flat_map(|book| &book.files).map(|file| crate::input::shown(file)).collect()
}

fn house_press(files: &MemoryFiles) -> Press {
    let names = Names {
        profile: "book",
        theme: None,
        paper: None,
        bleed: None,
        marks: None,
        fonts: &FontPlaces::default(),
    };
    let (press, findings) =
        press(files, names, DialectChoice::Auto, Date::FALLBACK).expect("the house style is sound");
    assert_eq!(codes(&findings), [""; 0]);
    press
}

fn exported(files: &MemoryFiles, request: &Request, jobs: usize) -> (Outcome, Vec<(String, String)>) {
    let press = house_press(files);
    let sink = MemorySink::new();
    let jobs = Jobs::Exactly(NonZeroUsize::new(jobs).expect("not zero"));
    let outcome = run(planned(files, request), files, &sink, &press, jobs, &|_| {});
    let written = sink.into_files().into_iter();
    let written =
        written.map(|(path, bytes)| (crate::input::shown(&path), String::from_utf8_lossy(&bytes).into()));
    (outcome, written.collect())
}

const LESSON: &str = "# A Lesson\n\nSome words that say something.\n";

fn library() -> MemoryFiles {
    let lesson = |title: &str| format!("# {title}\n\nSome words about it.\n");
    MemoryFiles::new()
        .with("l/stationer.toml", "[policy]\npromo = \"keep\"\n")
        .with("l/a/path.toml", "[path]\ntitle = \"A\"\nlessons = [\"2.md\", \"1.md\"]\n")
        .with("l/a/1.md", lesson("First"))
        .with("l/a/2.md", lesson("Second"))
        .with("l/b/10-x.md", lesson("Ten"))
        .with("l/b/9-y.md", lesson("Nine"))
}

#[test]
fn results_are_named_after_what_they_are_made_of() {
    let files = library();
    let mut request = request(&["l"]);
    assert_eq!(targets(&planned(&files, &request)), ["out/a.one", "out/a.two", "out/b.one", "out/b.two"]);
    request.formats = vec!["two".to_owned()];
    request.unit = UnitChoice::Both;
    request.profile = "large-print".to_owned();
    let expected = [
        "out/a.large-print.two",
        "out/a/2.large-print.two",
        "out/a/1.large-print.two",
        "out/b.large-print.two",
        "out/b/9-y.large-print.two",
        "out/b/10-x.large-print.two",
    ];
    assert_eq!(targets(&planned(&files, &request)), expected);
    request.arguments = vec!["l/a/1.md".into()];
    assert_eq!(targets(&planned(&files, &request)), ["out/1.large-print.two"]);
}

#[test]
fn one_result_may_have_a_name_of_its_own() {
    let files = library();
    let mut request = request(&["l/a"]);
    request.output = "x/mine.TWO".into();
    assert_eq!(targets(&planned(&files, &request)), ["x/mine.TWO"]);
    request.formats = vec!["one".to_owned()];
    assert_eq!(codes(&planned(&files, &request).findings), ["bad-argument"]);
    request.formats.clear();
    request.unit = UnitChoice::Lesson;
    assert_eq!(planned(&files, &request).findings.verdict(), Verdict::Misconfigured);
}

#[test]
fn results_that_would_overwrite_each_other_are_refused() {
    let files = MemoryFiles::new().with("p/A b.md", LESSON).with("q/a-b.txt", LESSON);
    let plan = planned(&files, &request(&["p/A b.md", "q/a-b.txt"]));
    assert_eq!(codes(&plan.findings), ["output-clash", "output-clash"]);
    assert_eq!(plan.findings.verdict(), Verdict::Misconfigured);
}

#[test]
fn wrong_settings_and_unknown_formats_are_told_with_what_was_meant() {
    let files = MemoryFiles::new()
        .with("p/path.toml", "[path]\ntitle = \"P\"\nsubtitel = \"x\"\n[one]\nwidth = 1\n")
        .with("p/1.md", LESSON);
    let plan = planned(&files, &request(&["p"]));
    assert_eq!(codes(&plan.findings), ["config-unknown-key"]);
    let files = files.with("p/path.toml", "[path]\ntitle = \"P\"\n[one]\nwidth = 1\n");
    let plan = planned(&files, &request(&["p"]));
    assert_eq!(codes(&plan.findings), ["config-unknown-key"]);
    let mut request = request(&["p"]);
    request.formats = vec!["ones".to_owned()];
    let plan = planned(&files, &request);
    let (found, _) = plan.findings.iter().next().expect("a finding");
    assert_eq!(
        (found.code, found.help[0].as_str()),
        (Code::UnknownBackend, "did you mean `one`? there are: one, two")
    );
}

#[test]
fn books_have_their_lessons_in_order() {
    let (outcome, written) = exported(&library(), &request(&["l"]), 2);
    let titles: Vec<(&str, &str)> =
        written.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let expected = [
        ("out/a.one", "Second\nFirst"),
        ("out/a.two", "Second\nFirst"),
        ("out/b.one", "Nine\nTen"),
        ("out/b.two", "Nine\nTen"),
    ];
    assert_eq!(titles, expected);
    let files: Vec<&str> = outcome.written.iter().map(|written| written.file.as_str()).collect();
    assert_eq!(files, ["out/a.one", "out/a.two", "out/b.one", "out/b.two"]);
    assert_eq!(outcome.paths.iter().map(|path| path.lessons).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let mut files = library();
    for number in 0..20 {
        files = files.with(format!("l/c{number}/x.md"), if number % 3 == 0 { "" } else { LESSON });
    }
    let mut request = request(&["l", "missing", "l/a/1.md"]);
    request.unit = UnitChoice::Both;
    let (one, written_by_one) = exported(&files, &request, 1);
    let (four, written_by_four) = exported(&files, &request, 4);
    assert_eq!(written_by_one, written_by_four);
    assert_eq!(Account::new(&one), Account::new(&four));
    assert!(one.not_made().count() > 0);
}

#[test]
fn a_broken_lesson_never_stops_the_others() {
    let files = MemoryFiles::new()
        .with(
            "p/path.toml",
            "[path]\ntitle = \"P\"\nlessons = [\"1.md\", \"gone.md\", \"../x.md\", \"2.md\", \"3.md\"]\n",
        )
        .with("p/1.md", LESSON)
        .with("p/2.md", "")
        .with("p/3.md", b"# Bad \xFF bytes\n\nSome words.\n".to_vec())
        .with("x.md", LESSON);
    let (outcome, written) = exported(&files, &request(&["p"]), 1);
    assert_eq!(written[0].1.lines().count(), 2);
    let mut found = codes(&outcome.findings);
    found.sort_unstable();
    found.dedup();
    for code in ["config-missing-lesson", "empty-lesson", "invalid-utf8", "path-outside-root"] {
        assert!(found.contains(&code), "{code} is not among {found:?}");
    }
    assert_eq!(outcome.findings.verdict(), Verdict::Faulty);
    assert_eq!(outcome.paths[0].left_out, ["p/gone.md", "x.md", "p/2.md"]);
}

#[test]
fn a_finding_that_every_format_makes_is_told_once() {
    let (outcome, _) = exported(&library(), &request(&["l/a"]), 2);
    let same = outcome.findings.iter().filter(|(found, _)| found.code == Code::TableTooWide);
    assert_eq!(same.count(), 1);
}

/// A disk that is full.
struct Full;

impl Sink for Full {
    fn put(&self, _path: &Path, _bytes: &[u8]) -> Result<(), OutputError> {
        Err(OutputError { cause: "no space left".to_owned() })
    }

    fn is_free(&self, _folder: &Path) -> bool {
        false
    }
}

#[test]
fn a_full_disk_is_the_worlds_fault() {
    let files = library();
    let press = house_press(&files);
    let outcome = run(planned(&files, &request(&["l/a"])), &files, &Full, &press, Jobs::AllCores, &|_| {});
    assert_eq!((outcome.written.len(), outcome.not_made().count()), (0, 2));
    assert_eq!(outcome.findings.verdict(), Verdict::WorldFailed);
    let places = outcome.findings.iter().filter(|(found, _)| found.code == Code::UnwritableOutput);
    let places: Vec<Place> = places.map(|(found, _)| found.place.clone()).collect();
    assert_eq!(places, [Place::File("out/a.one".to_owned()), Place::File("out/a.two".to_owned())]);
}

#[test]
fn an_epoch_is_a_unix_time() {
    assert_eq!(epoch_date(None).expect("none is given"), Date::FALLBACK);
    assert_eq!(epoch_date(Some("86400")).expect("a day").to_string(), "1970-01-02");
    for wrong in ["", "yesterday", "-1", "1e9", "99999999999999999999"] {
        let refused = epoch_date(Some(wrong)).expect_err("not a Unix time");
        assert_eq!(refused.verdict(), Verdict::Misconfigured, "{wrong}");
    }
}

#[test]
fn fonts_come_from_where_the_user_says() {
    let font = include_bytes!("../../fonts/noto-sans-hebrew/NotoSansHebrew-Bold.ttf").as_slice();
    let files = MemoryFiles::new()
        .with("f/readme.txt", "no font")
        .with("f/b.ttf", font)
        .with("f/in/a.OTF", "broken")
        .with("bad.ttf", "broken");
    let with = |named: &[&str], usual: &[&str]| {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect();
        let fonts = FontPlaces { named: paths(named), usual: paths(usual) };
        press(
            &files,
            Names { profile: "book", theme: None, paper: None, bleed: None, marks: None, fonts: &fonts },
            DialectChoice::Auto,
            Date::FALLBACK,
        )
    };
    let ours = house_press(&files).fonts.faces().len();
    let (found, findings) = with(&["f"], &["none"]).expect("the folder is there");
    assert_eq!(found.fonts.faces().len(), ours + 1);
    assert_eq!((codes(&findings), findings.verdict()), (vec!["font-unusable"], Verdict::Good));
    let (_, findings) = with(&["bad.ttf"], &["f"]).expect("the file is there");
    assert_eq!(findings.verdict(), Verdict::Warned);
    let refused = with(&["nowhere"], &[]).err().expect("the folder is not there");
    assert_eq!(refused.verdict(), Verdict::WorldFailed);
}

const UNTITLED: &str = "Some words that say something, and say it in a sentence.\n";

#[test]
fn nested_lessons_without_titles_are_named_and_ordered_by_their_folders() {
    let files = MemoryFiles::new()
        .with("p/path.toml", "[path]\ntitle = \"P\"\n")
        .with("p/10-late/01-start.md", UNTITLED)
        .with("p/2-early/01-start.md", UNTITLED)
        .with("p/2-early/02-flexbox_axes.md", UNTITLED)
        .with("p/3-folder/README.md", UNTITLED)
        .with("p/4-folder/article.md", UNTITLED);
    let mut request = request(&["p"]);
    request.unit = UnitChoice::Both;
    request.formats = vec!["one".to_owned()];
    let (outcome, written) = exported(&files, &request, 1);
    assert_eq!(outcome.not_made().count(), 0);
    let book = written.iter().find(|(name, _)| name == "out/p.one").map(|(_, text)| text.as_str());
    let titles = "Early – Start\nFlexbox axes\nFolder\nFolder (2)\nLate – Start";
    assert_eq!(book, Some(titles));
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "out/p/02-flexbox-axes.one",
        "out/p/10-late-01-start.one",
        "out/p/2-early-01-start.one",
        "out/p/3-folder.one",
        "out/p/4-folder.one",
        "out/p.one",
    ];
    assert_eq!(names, expected);
    assert!(!codes(&outcome.findings).contains(&"station-duplicate"), "{:?}", codes(&outcome.findings));
}

#[test]
fn a_summary_orders_the_lessons_where_nothing_else_does() {
    let summary =
        "# Summary\n[Words](words.md)\n# One\n- [Named here](b/z.md)\n  - [Lost](lost.md)\n- [Draft]()\n";
    let files = MemoryFiles::new()
        .with("p/SUMMARY.md", summary)
        .with("p/words.md", LESSON)
        .with("p/b/z.md", UNTITLED)
        .with("p/a.md", LESSON);
    let plan = planned(&files, &request(&["p"]));
    assert_eq!(codes(&plan.findings), ["config-missing-lesson", "summary-entry"]);
    assert_eq!(plan.works[0].outline.part_titles, [None, Some("One".to_owned())]);
    let (outcome, written) = exported(&files, &request(&["p"]), 1);
    assert_eq!(outcome.not_made().count(), 0);
    assert_eq!(written[0].1, "A Lesson\nNamed here");
    let files = files.with("p/path.toml", "[path]\ntitle = \"P\"\nlessons = [\"a.md\"]\n");
    let (_, written) = exported(&files, &request(&["p"]), 1);
    assert_eq!(written[0].1, "A Lesson", "the list of path.toml comes first");
}

#[test]
fn results_of_an_earlier_run_are_no_lessons() {
    let files = MemoryFiles::new().with("p/1.md", LESSON).with("p/out/p.md", LESSON);
    let mut request = request(&["p"]);
    request.output = "p/out".into();
    assert_eq!(planned(&files, &request).works[0].outline.lessons.len(), 1);
}
