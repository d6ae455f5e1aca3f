//! The ledgers of conformance: each line names files and tests, and all of them exist.

use std::path::Path;

#[test]
fn every_file_and_test_a_ledger_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("docs/conformance");
    let mut ledgers = 0;
    for entry in std::fs::read_dir(folder).expect("the ledgers") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|suffix| suffix != "md") {
            continue;
        }
        ledgers += 1;
        let ledger = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("text");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("| ")) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            assert_eq!(cells.len(), 4, "{ledger}:{}: {line}", number + 1);
            let mut named = cells[3].split('`').skip(1).step_by(2).peekable();
            assert!(
                cells[0].trim() == "clause" || named.peek().is_some(),
                "{ledger}:{}: names nothing",
                number + 1
            );
            for name in named {
                let (file, test) =
                    name.split_once("::").map_or((name, None), |(file, test)| (file, Some(test)));
                let there = root.join(file);
                assert!(there.exists(), "{ledger}:{}: there is no {file}", number + 1);
                if let Some(test) = test {
                    let source = std::fs::read_to_string(&there).expect("a source file");
                    let is_test = source.contains(&format!("fn {test}("));
                    assert!(is_test, "{ledger}:{}: {file} has no test {test}", number + 1);
                }
            }
        }
    }
    assert!(ledgers >= 2, "there are ledgers");
}
