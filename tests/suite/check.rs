//! What `check` says of the labelled lessons, in its three forms: as their authors would read it.

use crate::cli::run;
use std::path::Path;

/// Everything that is said of the lessons of a half of the corpus, each checked by itself.
fn said(half: &str, format: &str) -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus").join(half);
    let mut lessons: Vec<String> = std::fs::read_dir(&here)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    lessons.sort();
    let mut arguments = vec!["check", "-v", "--message-format", format];
    arguments.extend(lessons.iter().map(String::as_str));
    let (_, stdout, stderr) = run(&here, &arguments);
    assert_eq!(stdout, "", "check has no results");
    stderr
}

#[test]
fn the_half_that_rules_were_written_with() {
    insta::assert_snapshot!("check_dev_human", said("dev", "human"));
    insta::assert_snapshot!("check_dev_json", said("dev", "json"));
}

#[test]
fn the_half_that_was_held_back() {
    insta::assert_snapshot!("check_held_human", said("held", "human"));
    insta::assert_snapshot!("check_held_json", said("held", "json"));
    insta::assert_snapshot!("check_held_short", said("held", "short"));
}
