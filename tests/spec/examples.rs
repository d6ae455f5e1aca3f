//! The tests of pulldown-cmark's package → examples: a Markdown text and its HTML.
//!
//! The package that the crate is built with is on every machine that can build it, in the version that
//! `Cargo.lock` holds; nothing else is fetched.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// One example of a specification.
pub(crate) struct Example {
    /// The name of its test in the package, such as `spec_test_12`: the suite and the number in it.
    pub(crate) name: String,
    /// What is read.
    pub(crate) markdown: String,
    /// What it means.
    pub(crate) html: String,
}

/// The examples of a suite, in their order.
pub(crate) fn of(suite: &str) -> Vec<Example> {
    let path = FOLDER.join(format!("{suite}.rs"));
    let text = std::fs::read_to_string(&path).expect("the package of pulldown-cmark holds its tests");
    let examples: Vec<Example> = text.split("#[test]").skip(1).map(example).collect();
    assert!(!examples.is_empty(), "{} holds no examples", path.display());
    examples
}

/// `fn NAME() { let original = r##"…"##; let expected = r##"…"##; …`
fn example(test: &str) -> Example {
    let name = test.split_once("fn ").and_then(|(_, rest)| rest.split_once('(')).map(|(name, _)| name);
    let mut texts =
        test.split("r##\"").skip(1).filter_map(|rest| rest.split_once("\"##;")).map(|(text, _)| text);
    let (Some(name), Some(markdown), Some(html)) = (name, texts.next(), texts.next()) else {
        panic!("this is no example: {test}")
    };
    Example { name: name.to_owned(), markdown: markdown.to_owned(), html: html.to_owned() }
}

/// The folder of the package's tests, as cargo names it.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    // The packages of other platforms need not be there.
    let metadata =
        cargo(&["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package =
        packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("it is a dependency");
    let manifest = Path::new(package["manifest_path"].as_str().expect("a package has a manifest"));
    manifest.parent().expect("a manifest lies in a folder").join("tests/suite")
});

/// What cargo says in the folder of the crate.
fn cargo(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let done = done.expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("cargo writes UTF-8")
}
