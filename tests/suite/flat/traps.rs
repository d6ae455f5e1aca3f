//! Lessons that end in what is neither a takeaway nor a teaser, and only look a little like it.

use super::classes;
use stationer::reader::{DialectChoice, ReadOptions};
use std::path::Path;

#[test]
fn nothing_is_taken_for_a_tail_that_is_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/traps");
    let entries = std::fs::read_dir(root).expect("the fixtures are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the fixture is readable").path()).collect();
    paths.sort();
    assert!(paths.len() > 12);
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("the fixture is readable");
        let options = ReadOptions { dialect: DialectChoice::Flat, ..ReadOptions::default() };
        let found = classes(&text, &options);
        for class in ["takeaway", "teaser", "disclaimer"] {
            if found.contains(&class) {
                wrong.push(format!("{name}: {class}"));
            }
        }
        let promised = name.ends_with("above_advertising");
        if found.contains(&"promo") != promised {
            wrong.push(format!("{name}: promo"));
        }
        if found.contains(&"heading") {
            wrong.push(format!("{name}: heading"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
