//! Any bytes → a configuration file of either kind, or findings that say why not.
#![no_main]

use stationer::config::{ConfigKind, Settings, parse};
use stationer::diagnostics::{Diagnostics, render};
use stationer::source::Sources;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let id = sources.add("path.toml", bytes.to_vec());
    let file = sources.get(id).expect("the file was just added");
    for kind in [ConfigKind::Path, ConfigKind::Library] {
        let mut diagnostics = Diagnostics::default();
        let found = parse(file, kind, &["epub", "pdf"], &mut diagnostics);
        assert!(found.is_some() || !diagnostics.is_empty(), "a file was refused without a word");
        for finding in diagnostics.iter() {
            render::json(finding, &sources);
        }
        Settings::merged(None, found.as_ref());
    }
});
