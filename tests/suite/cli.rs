//! The program as its users run it: exit codes, files, streams. Each test works in a folder of its own.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LESSON: &str = "# Rivers\n\nA river carries water from the hills to the sea, and much else with it.\n";

/// A fresh folder to run in.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the test folder can be made");
    folder
}

pub(crate) fn put(folder: &Path, file: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder can be made");
    fs::write(path, bytes).expect("the file can be written");
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stationer"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(command(folder, arguments).stdin(Stdio::null()).output().expect("the program starts"))
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// Every file below a folder, by its path.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
                found.push((name, fs::read(&path).expect("the file can be read")));
            }
        }
    }
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_new_path_is_exported_without_a_warning() {
    let here = folder("init");
    assert_eq!(run(&here, &["init", "maps"]).0, 0);
    let (code, stdout, stderr) = run(&here, &["export", "-v", "--strict", "maps"]);
    assert_eq!((code, stdout.as_str()), (0, "out/maps.epub\nout/maps.pdf\n"), "{stderr}");
    assert_eq!(names(&here.join("out")), ["maps.epub", "maps.pdf"]);
    let (code, _, stderr) = run(&here, &["init", "maps"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("not an empty folder"), "{stderr}");
}

#[test]
fn one_result_may_be_named_by_its_file() {
    let here = folder("one-file");
    put(&here, "rivers.md", LESSON);
    assert_eq!(run(&here, &["export", "rivers.md", "-o", "x/mine.epub"]).0, 0);
    assert_eq!(names(&here.join("x")), ["mine.epub"]);
    let (code, _, stderr) = run(&here, &["export", "rivers.md", "-o", "x/mine.epub", "-t", "pdf"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(!here.join("out").exists());
}

#[test]
fn a_lesson_may_be_piped_in() {
    let here = folder("stdin");
    let mut child = command(&here, &["export", "-", "-t", "epub"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(LESSON.as_bytes()).expect("the program reads");
    assert_eq!(told(child.wait_with_output().expect("the program ends")).0, 0);
    assert_eq!(names(&here.join("out")), ["stdin.epub"]);
}

#[test]
fn a_broken_lesson_leaves_the_rest_of_its_path() {
    let here = folder("broken");
    put(&here, "p/path.toml", "[path]\ntitle = \"P\"\n");
    put(&here, "p/1.md", LESSON);
    put(&here, "p/2.md", "");
    put(&here, "p/3.md", b"# Bad\n\nSome \xFF bytes.\n");
    put(&here, "p/4.md", "# Picture\n\n![A cell](no-such.png)\n\nSome text.\n");
    let (code, _, stderr) = run(&here, &["export", "p", "-t", "epub", "--message-format", "short"]);
    assert_eq!(code, 1, "{stderr}");
    for code in ["error[empty-lesson]", "error[invalid-utf8]", "warning[image-missing]"] {
        assert!(stderr.contains(code), "{stderr}");
    }
    assert_eq!(names(&here.join("out")), ["p.epub"]);
    let (code, stdout, _) = run(&here, &["check", "p", "-t", "epub"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
}

#[test]
fn a_lesson_without_text_makes_no_file() {
    let here = folder("empty");
    put(&here, "empty.md", "");
    let (code, _, stderr) = run(&here, &["export", "empty.md"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(!here.join("out").exists());
}

#[test]
fn warnings_fail_when_they_shall() {
    let here = folder("strict");
    put(&here, "a.md", "# Picture\n\n![A cell](no-such.png)\n\nSome text.\n");
    assert_eq!(run(&here, &["check", "a.md", "-t", "epub"]).0, 0);
    assert_eq!(run(&here, &["check", "a.md", "-t", "epub", "--strict"]).0, 1);
    assert!(!here.join("out").exists());
}

#[test]
fn wrong_settings_write_nothing() {
    let here = folder("settings");
    put(&here, "p/path.toml", "[path]\ntitle = \"P\"\nsubtitel = \"S\"\n");
    put(&here, "p/1.md", LESSON);
    put(&here, "good.md", LESSON);
    for arguments in [
        ["export", "p", "good.md"].as_slice(),
        &["export", "good.md", "--to", "epbu"],
        &["export", "good.md", "--profile", "bok"],
        &["export", "good.md", "--theme", "bok"],
        &["export", "good.md", "--report", "p/1.md"],
        &["export", "good.md", "--no-such-option"],
        &["export"],
        &["explain", "no-such-code"],
    ] {
        let (code, stdout, stderr) = run(&here, arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(!here.join("out").exists(), "{arguments:?}");
    }
    assert!(run(&here, &["export", "p"]).2.contains("did you mean `subtitle`"), "the nearest key is named");
    assert!(run(&here, &["export", "good.md", "-t", "epbu"]).2.contains("did you mean `epub`"));
    let epoch = command(&here, &["export", "good.md"]).env("SOURCE_DATE_EPOCH", "soon").output();
    assert_eq!(told(epoch.expect("the program starts")).0, 2);
    assert_eq!(fs::read_to_string(here.join("p/1.md")).expect("still there"), LESSON);
}

#[test]
fn what_the_world_refuses_is_told_apart() {
    let here = folder("world");
    put(&here, "good.md", LESSON);
    put(&here, "out", "a file where the folder should be");
    let (code, _, stderr) = run(&here, &["export", "good.md", "-t", "epub"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("unwritable-output"), "{stderr}");
    let (code, _, stderr) = run(&here, &["export", "missing.md", "good.md", "-t", "epub", "-o", "there"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("unreadable-file"), "{stderr}");
    assert_eq!(names(&here.join("there")), ["good.epub"]);
}

#[test]
fn a_failed_run_leaves_the_old_file_and_no_parts() {
    let here = folder("old");
    put(&here, "good.md", LESSON);
    put(&here, "out/good.epub/in-the-way", "a folder cannot be replaced by a file");
    assert_eq!(run(&here, &["export", "good.md", "-t", "epub"]).0, 3);
    assert_eq!(names(&here.join("out")), ["good.epub/in-the-way"]);
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let here = folder("same");
    run(&here, &["init", "maps"]);
    put(&here, "more/1.md", LESSON);
    for (jobs, out) in [("1", "one"), ("2", "two")] {
        let arguments = ["export", "maps", "more", "--unit", "both", "-j", jobs, "-o", out];
        let (code, _, stderr) = run(&here, &arguments);
        assert_eq!(code, 0, "{stderr}");
    }
    assert_eq!(files(&here.join("one")).len(), 10);
    assert!(files(&here.join("one")) == files(&here.join("two")), "the bytes differ");
}

#[test]
fn the_report_accounts_for_the_run() {
    let here = folder("report");
    run(&here, &["init", "maps"]);
    assert_eq!(run(&here, &["export", "maps", "-t", "epub", "--report", "r/run.json"]).0, 0);
    let text = fs::read_to_string(here.join("r/run.json")).expect("the report is written");
    let report: Value = serde_json::from_str(&text).expect("the report is JSON");
    assert_eq!(report["stationer-report"], 1);
    assert_eq!(report["verdict"], "good");
    let artifact = &report["artifacts"][0];
    assert_eq!(artifact["file"], "out/maps.epub");
    let size = fs::metadata(here.join("out/maps.epub")).expect("it is there").len();
    assert_eq!(artifact["bytes"], size);
    assert_eq!(artifact["sha256"].as_str().map(str::len), Some(64));
    let inputs: Vec<_> =
        report["inputs"].as_array().expect("a list").iter().map(|input| &input["file"]).collect();
    assert_eq!(inputs, ["maps/path.toml", "maps/01-where-north-is.txt", "maps/02-reading-a-contour-map.md"]);
    let path = &report["paths"][0];
    assert_eq!((&path["lessons"], &path["key-terms"]), (&Value::from(2), &Value::from(2)));
    assert_eq!(path["stations"]["unknown"], 0);
}

#[test]
fn markdown_is_made_when_asked_for_and_never_over_a_lesson() {
    let here = folder("markdown");
    put(&here, "a.md", LESSON);
    let (code, stdout, stderr) = run(&here, &["export", "-v", "-t", "markdown", "a.md"]);
    assert_eq!((code, stdout.as_str()), (0, "out/a.md\n"), "{stderr}");
    let made = fs::read_to_string(here.join("out/a.md")).expect("the file is there");
    assert!(made.starts_with("---\ndialect: markdown\nsmart: false\n---\n\n# Rivers"), "{made}");
    let absolute = here.join("out");
    let again = ["export", "-t", "markdown", "-o", absolute.to_str().expect("a name in UTF-8"), "a.md"];
    assert_eq!(run(&here, &again).0, 0);
    for output in [".", "a.md", here.to_str().expect("a name in UTF-8")] {
        let (code, _, stderr) = run(&here, &["export", "-t", "markdown", "-o", output, "a.md"]);
        assert_eq!(code, 2, "{stderr}");
    }
    assert_eq!(fs::read_to_string(here.join("a.md")).expect("the lesson is there"), LESSON);
}

/// What is made for a book is no text of its lessons: the way to the next lesson, the sentence that leads to the
/// disclaimers in front, the number of a station, how the book was made.
#[test]
fn the_markdown_of_a_path_holds_what_its_authors_wrote() {
    let here = folder("markdown-path");
    let config = "title = \"Water\"\n[policy]\ndisclaimer = \"merge\"\npromo = \"colophon\"\n";
    put(&here, "water/path.toml", format!("[path]\n{config}"));
    let tail = "::: teaser\nBut where does it end?\n:::\n\n::: disclaimer {kind=safety}\nStay on the bank.\n:::\n\n::: promo\nGet Plus\n:::\n";
    put(
        &here,
        "water/01-rivers.md",
        format!("# Rivers\n\n## Down\n\nWater runs down.[^1] See Station 2.\n\n[^1]: It does.\n\n{tail}"),
    );
    put(
        &here,
        "water/02-seas.md",
        format!(
            "---\nclassify: {{ stations: off }}\n---\n\n# Seas\n\n## Salt\n\nThe sea is salt,[^1] even at Station 1.\n\n[^1]: Taste it.\n\n{tail}"
        ),
    );
    let (code, _, stderr) = run(&here, &["export", "-t", "markdown", "water"]);
    assert_eq!(code, 0, "{stderr}");
    let made = fs::read_to_string(here.join("out/water.md")).expect("the file is there");
    insta::assert_snapshot!(made);
    let (_, _, stderr) = run(&here, &["check", "--message-format", "short", "out/water.md"]);
    assert!(!stderr.contains("[note-"), "{stderr}");
}

#[test]
fn what_lessons_say_is_checked() {
    let here = folder("lints");
    let cell = "word ".repeat(61);
    let code = "x".repeat(101);
    let terms = "::: key-term\nRiver\n: moving water.\n:::\n\n::: key-term\nriver\n: something else.\n:::\n";
    let lesson = format!(
        "{LESSON}\n**Where it begins**\n\n|  |  |\n|---|---|\n| {cell}| b |\n\n```\n{code}\n```\n\n{terms}"
    );
    put(&here, "a.md", lesson);
    let (code, _, stderr) = run(&here, &["check", "--message-format", "short", "a.md"]);
    assert_eq!(code, 0, "{stderr}");
    for code in ["bold-heading", "table-without-head", "cell-long", "code-line-long", "term-differs"] {
        assert_eq!(stderr.matches(&format!("[{code}]")).count(), 1, "{code}:\n{stderr}");
    }
    put(&here, "b.md", LESSON);
    let (_, _, stderr) = run(&here, &["check", "--message-format", "short", "b.md"]);
    assert!(!stderr.contains('['), "{stderr}");
}

#[test]
fn the_schema_of_the_model_needs_no_input() {
    let here = folder("schema");
    let (code, stdout, stderr) = run(&here, &["model", "--schema"]);
    assert_eq!(code, 0, "{stderr}");
    let schema: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(run(&here, &["model"]).0, 2);
}

#[test]
fn the_model_is_json_on_standard_output() {
    let here = folder("model");
    run(&here, &["init", "maps"]);
    let (code, stdout, stderr) = run(&here, &["model", "maps"]);
    assert_eq!(code, 0, "{stderr}");
    let model: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(model["stationer-model"], 1);
    assert_eq!(model["book"]["metadata"]["title"], "Finding Your Way");
    let (_, stdout, _) = run(&here, &["model", "maps/01-where-north-is.txt"]);
    let model: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(model["lesson"]["dialect"], "flat");
    assert!(model.get("book").is_none());
}

#[test]
fn findings_have_a_form_for_programs() {
    let here = folder("json");
    put(&here, "a.md", "");
    let (_, _, stderr) = run(&here, &["check", "a.md", "--message-format", "json"]);
    for line in stderr.lines() {
        let finding: Value = serde_json::from_str(line).expect("each line is JSON");
        assert_eq!(finding["file"], "a.md");
    }
    assert!(stderr.contains("empty-lesson"));
}

#[test]
fn what_the_program_knows_of_itself_is_printed() {
    let here = folder("itself");
    for (arguments, expected) in [
        (["formats"].as_slice(), "epub"),
        (&["explain", "alt-missing"], "alternative text"),
        (&["explain"], "output-clash"),
        (&["completions", "bash"], "stationer"),
        (&["man"], "export"),
        (&["--help"], "Exit codes"),
        (&["--version"], "stationer"),
    ] {
        let (code, stdout, _) = run(&here, arguments);
        assert_eq!(code, 0, "{arguments:?}");
        assert!(stdout.contains(expected), "{arguments:?}: {stdout}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let here = folder("pipe");
    let mut child = command(&here, &["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let (code, _, stderr) = told(child.wait_with_output().expect("the program ends"));
    assert_eq!((code, stderr.as_str()), (0, ""));
}

const FLAT: &str = "Tides\nThe sea comes and goes twice a day on most coasts of the world, and the moon is what moves it. Sailors knew this long before anybody could say why. Newton could.\nWhy the Moon Pulls\nA body pulls harder at what is near than at what is far, and so the water below the moon is lifted a little. The water on the far side is left behind. That makes two hills.\nKey term: Ebb — the going out of the sea.\nThe hills stay below the moon while the earth turns under them, and a harbour passes through both in a day. The coast bends the water. So each harbour has a clock of its own.\nThe moon moves the sea, and the coast decides when the tide arrives.\nBut what moves the sea where no moon has ever shone?\nFor information only and no substitute for safety training.\nUpgrade to Premium →\n";

#[test]
fn every_line_is_explained_and_the_path_may_say_what_not_to_look_for() {
    let folder = folder("explain-lines");
    put(&folder, "tides.txt", FLAT);
    let (code, out, _) = run(&folder, &["check", "--explain-lines", "tides.txt"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(out);

    put(&folder, "path.toml", "[path]\ntitle = \"Sea\"\n[classify]\nteaser = \"off\"\npromo = \"off\"\n");
    let (_, out, _) = run(&folder, &["check", "--explain-lines", "."]);
    assert!(!out.contains("teaser") && out.contains("disclaimer"), "{out}");
}

#[test]
fn how_pages_are_set_is_in_the_report_and_fails_when_it_shall() {
    let here = folder("layout");
    let lines: String = (1..22).map(|line| format!("Line {line} of the text.\n\n")).collect();
    let code: String = (1..=12).map(|line| format!("row {line}\n")).collect();
    put(&here, "numbers.md", format!("# Numbers\n\n{lines}```\n{code}```\n"));
    let export = |more: &[&str]| {
        let arguments = ["export", "numbers.md", "--to", "pdf", "--report", "r.json"];
        run(&here, &arguments.iter().chain(more).copied().collect::<Vec<_>>())
    };
    assert_eq!(export(&["--strict"]).0, 0);
    let report: Value =
        serde_json::from_slice(&fs::read(here.join("r.json")).expect("a report")).expect("JSON");
    let layout = &report["artifacts"][0]["layout"];
    assert_eq!(
        (&layout["short-pages"], &layout["rivers"], &layout["overfull-lines"]),
        (&1.into(), &0.into(), &0.into())
    );
    assert!(layout["lines"].as_u64().is_some_and(|lines| lines > 30), "{layout}");
    assert!(layout["mean-badness"].is_number() && layout["hyphens-per-100-lines"].is_number(), "{layout}");
    let finding = &layout["findings"][0];
    assert_eq!((&finding["what"], &finding["file"]), (&"short-page".into(), &"numbers.md".into()));
    assert_eq!((&finding["line"], &finding["page"]), (&45.into(), &"1".into()));
    let (code, _, told) = export(&["--strict=layout"]);
    assert_eq!(code, 1);
    assert!(told.contains("page-flaw") && told.contains("page 1 lacks"), "{told}");
}

#[test]
fn a_missing_character_is_pointed_at() {
    let here = folder("missing-character");
    put(&here, "sign.md", "# Signs\n\nA long line with words before\nthe sign \u{1F9EC} of the lesson.\n");
    let (code, _, told) = run(&here, &["export", "sign.md", "--to", "pdf", "--message-format", "short"]);
    assert_eq!(code, 1);
    assert!(told.contains("sign.md:4:10"), "{told}");
}

#[test]
fn a_sheet_to_be_cut_is_larger_than_its_page() {
    let here = folder("bleed");
    put(&here, "rivers.md", LESSON);
    let (code, _, told) = run(&here, &["export", "rivers.md", "-t", "pdf", "--bleed", "3mm", "--crop-marks"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(run(&here, &["export", "rivers.md", "-t", "pdf", "--bleed", "3"]).0, 2);
}

/// A link beside a lesson may lead anywhere: what lies outside the folder of the lessons is not read.
#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_no_picture() {
    let outer = folder("link-out");
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
    put(&outer, "secret.svg", drawing);
    put(&outer, "lessons/rivers.md", format!("{LESSON}\n![A delta](delta.svg)\n"));
    std::os::unix::fs::symlink("../secret.svg", outer.join("lessons/delta.svg")).expect("a link");
    let inner = outer.join("lessons");
    let (code, _, told) = run(&inner, &["export", "rivers.md", "--to", "epub", "--message-format", "short"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("path-outside-root") && told.contains("`delta.svg`"), "{told}");
}
