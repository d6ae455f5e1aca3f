//! Any bytes between the marks of a header → metadata and findings, in both notations.
#![no_main]

use stationer::diagnostics::{Diagnostics, render};
use stationer::model::Document;
use stationer::reader::{ReadOptions, read};
use stationer::source::Sources;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for mark in ["---\n", "+++\n"] {
        let text = [mark.as_bytes(), bytes, b"\n", mark.as_bytes(), b"# Title\n\nText.\n"].concat();
        let mut sources = Sources::default();
        let id = sources.add("lesson.md", text);
        let file = sources.get(id).expect("the file was just added");
        let mut diagnostics = Diagnostics::default();
        let lesson = read(file, &ReadOptions::default(), &mut diagnostics);
        diagnostics.sort(&sources);
        for finding in diagnostics.iter() {
            render::json(finding, &sources);
        }
        let document = Document::lesson(lesson);
        let json = document.json().expect("every model has a JSON form");
        assert_eq!(Document::from_json(&json).as_ref(), Ok(&document));
    }
});
