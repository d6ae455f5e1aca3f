//! Holds the walls of the house: who may import whom, which room may name which outside crate, where
//! the doors are, and what every source file owes its reader.
//!
//! Reads the text of `src/` with a scanner of its own (`scan`), which knows just enough Rust to tell
//! paths from comments, strings and test modules. It must not know what any room does. Start at `ROOMS`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The import table, in order: a room, and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("source", &[]),
    ("diagnostics", &["source"]),
    ("input", &["source", "diagnostics"]),
    ("output", &["source", "diagnostics"]),
    ("model", &["units", "source"]),
    ("config", &["units", "source", "diagnostics", "model"]),
    ("listing", &[]),
    ("theme", &["units", "source", "diagnostics"]),
    ("fonts", &["units", "source", "diagnostics"]),
    ("images", &["units", "source", "diagnostics"]),
    ("reader", &["source", "diagnostics", "model", "config"]),
    ("resolve", &["source", "diagnostics", "model", "config", "images"]),
    ("book", &["source", "diagnostics", "model", "config", "resolve"]),
    ("typeset", &["units", "source", "diagnostics", "model", "listing", "theme", "fonts", "images", "book"]),
    ("raster", &["units", "model", "theme", "fonts", "images", "book", "typeset"]),
    ("backend", BELOW_BACKEND),
    ("backend/epub", FORMAT),
    ("backend/pdf", FORMAT),
    ("backend/markdown", FORMAT),
    ("backend/external", FORMAT),
    (
        "backend/registry",
        &[
            "config",
            "diagnostics",
            "backend",
            "backend/epub",
            "backend/pdf",
            "backend/markdown",
            "backend/external",
        ],
    ),
    ("pipeline", BELOW_PIPELINE),
    ("batch", BELOW_BATCH),
    ("cli", &["batch", "pipeline", "backend/registry", "config", "input", "output", "diagnostics"]),
    ("main", &["cli"]),
];

/// What a format may import: from units to typeset, without the doors and the reader; of output, the
/// artifact only. The contract of back ends stands last.
const FORMAT: &[&str] = &[
    "units",
    "source",
    "diagnostics",
    "model",
    "config",
    "listing",
    "theme",
    "fonts",
    "images",
    "resolve",
    "book",
    "typeset",
    "raster",
    "output",
    "backend",
];
const BELOW_BACKEND: &[&str] = all_but_last(FORMAT);

/// Every room that a batch may import; the pipeline stands last.
const BELOW_BATCH: &[&str] = &[
    "units",
    "source",
    "diagnostics",
    "input",
    "output",
    "model",
    "config",
    "listing",
    "theme",
    "fonts",
    "images",
    "reader",
    "resolve",
    "book",
    "typeset",
    "raster",
    "backend",
    "backend/epub",
    "backend/pdf",
    "backend/markdown",
    "backend/external",
    "backend/registry",
    "pipeline",
];
const BELOW_PIPELINE: &[&str] = all_but_last(BELOW_BATCH);

const fn all_but_last<'a>(rooms: &'a [&'a str]) -> &'a [&'a str] {
    match rooms.split_last() {
        Some((_, rest)) => rest,
        None => rooms,
    }
}

/// Outside paths, and the places (beginnings of files below `src/`) that alone may name them.
const PLACES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["reader/markdown"]),
    ("epub_builder", &["backend/epub/assemble"]),
    (
        "libdeflater",
        &["backend/epub/container", "backend/epub/check/container", "backend/pdf/write/compress"],
    ),
    ("math_core", &["backend/epub/formula"]),
    ("printpdf", &["backend/pdf/write"]),
    ("lopdf", &["backend/pdf/write"]),
    ("image", &["images"]),
    ("resvg", &["images"]),
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("harfrust", &["fonts", "typeset/text"]),
    ("icu_segmenter", &["typeset/text"]),
    ("skera", &["fonts/part"]),
    ("write_fonts", &["fonts/part"]),
    ("simplecss", &["backend/epub/typefaces"]),
    ("skrifa", &["fonts", "typeset/text"]),
    ("subsetter", &["fonts", "backend/pdf/write"]),
    ("icu_collator", &["book/collation"]),
    ("icu_locale_core", &["book/collation"]),
    ("icu_normalizer", &["book/collation", "book/mentions", "pipeline/pictures"]),
    ("tiny_skia", &["raster"]),
    ("rayon", &["batch", "typeset", "backend/pdf/write"]),
    ("std::thread", &["batch", "typeset", "backend/pdf/write"]),
    ("std::fs", &["input", "output"]),
    ("std::env", &["cli", "main"]),
    ("std::process", &["backend/external", "cli", "main"]),
    ("std::time", &["cli"]),
    ("std::net::TcpListener", &[]),
    ("std::net::TcpStream", &[]),
    ("std::net::UdpSocket", &[]),
    ("print!", &["cli", "main"]),
    ("println!", &["cli", "main"]),
    ("eprint!", &["cli", "main"]),
    ("eprintln!", &["cli", "main"]),
];

/// Names that say nothing about what is behind them.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "shared", "misc"];

/// The most lines that a file may have without saying why.
const LONG: usize = 800;

#[test]
fn the_house_stands_as_drawn() {
    let mut tree = BTreeMap::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    read(&src, "", &mut tree);
    assert!(tree.contains_key("lib.rs"), "there is no src/lib.rs");
    let findings = inspect(&tree);
    assert!(findings.is_empty(), "{} wall(s) broken:\n{}", findings.len(), findings.join("\n"));
}

/// Reads every Rust file below a folder, by its path below `src/`.
fn read(folder: &Path, prefix: &str, tree: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("src/ can be listed") {
        let entry = entry.expect("src/ can be listed");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), tree);
        } else if name.ends_with(".rs") {
            tree.insert(name, std::fs::read_to_string(entry.path()).expect("a source file is UTF-8"));
        }
    }
}

/// All that is wrong with a tree of source files: `file:line: rule`.
fn inspect(tree: &BTreeMap<String, String>) -> Vec<String> {
    let modules: BTreeSet<Vec<String>> = tree.keys().map(|file| module(file)).collect();
    let mut findings = Vec::new();
    for (file, text) in tree {
        let mut found = shape(file, text);
        // A file of tests alone may look into every room, as a test module may.
        let stem = file.trim_end_matches(".rs").rsplit('/').next().unwrap_or(file);
        if stem != "tests" && !file.contains("/tests/") {
            found.extend(walls(file, text, &modules));
        }
        found.sort();
        found.dedup();
        findings.extend(found.into_iter().map(|(line, rule)| format!("src/{file}:{line}: {rule}")));
    }
    findings
}

/// What a file owes its reader: an opening, a length that can be held in the head, a name that says something.
fn shape(file: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().starts_with("//!") {
        found.push((1, "a file opens with `//!`: what it turns into what, and what it must not know".into()));
    }
    let lines = text.lines().count();
    let opening: Vec<&str> =
        text.lines().skip_while(|l| l.is_empty()).take_while(|l| l.starts_with("//!")).collect();
    if lines > LONG && !opening.iter().any(|line| line.contains("Long because")) {
        found.push((
            1,
            format!("{lines} lines: look for the seam, or say `Long because` in the opening comment"),
        ));
    }
    let named = file.trim_end_matches(".rs").split('/').map(|name| (1, name.to_owned()));
    for (line, name) in named.chain(scan::inline_modules(text)) {
        if EMPTY_NAMES.contains(&name.as_str()) {
            found.push((line, format!("`{name}` is no subject: name the module after what it is about")));
        }
    }
    found
}

/// Which walls a file's paths go through.
fn walls(file: &str, text: &str, modules: &BTreeSet<Vec<String>>) -> Vec<(usize, String)> {
    let here = module(file);
    let room = room(&here, file);
    let place = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let mut found = Vec::new();
    for scan::Named { line, path, macro_call } in scan::paths(text) {
        match absolute(&path, &here, file, modules) {
            Some(_) if macro_call => {}
            Some(inner) => found.extend(import(&room, &inner, modules).map(|rule| (line, rule))),
            None => found.extend(outside(place, &path).map(|rule| (line, rule))),
        }
    }
    found
}

/// The rule that a path within the crate breaks.
fn import(room: &str, path: &[String], modules: &BTreeSet<Vec<String>>) -> Option<String> {
    if room == "lib" || path.is_empty() {
        return None;
    }
    if !modules.contains(&path[..1]) {
        let known = ROOMS.iter().any(|(name, _)| *name == path[0]);
        if !known {
            return Some(format!(
                "`{room}` takes `{}` from the crate root: name the room it lives in",
                path[0]
            ));
        }
    }
    let target = self::room(path, "");
    if target == room {
        return None;
    }
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return Some(format!("`{room}` is no room of the table in tests/architecture.rs"));
    };
    if !allowed.contains(&target.as_str()) {
        return Some(format!("`{room}` must not import `{target}` (crate::{})", path.join("::")));
    }
    let artifact_only = target == "output" && room.starts_with("backend");
    if artifact_only && !path.iter().any(|name| name.eq_ignore_ascii_case("artifact")) {
        return Some(format!("`{room}` may import Artifact alone of `output` (crate::{})", path.join("::")));
    }
    None
}

/// The rule that a path to another crate, or a printing macro, breaks.
fn outside(place: &str, path: &[String]) -> Option<String> {
    let written = path.join("::");
    for (name, places) in PLACES {
        let named = written == *name || written.strip_prefix(name).is_some_and(|rest| rest.starts_with("::"));
        // `assemble.rs`, `assemble/…` and `assemble_toc.rs` are one place, `cliff.rs` is not in `cli`.
        let home = |start: &&str| {
            place.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '_']))
        };
        if named && !places.iter().any(home) {
            let homes = if places.is_empty() { "nowhere".to_owned() } else { places.join(", ") };
            return Some(format!("`{name}` may be named in {homes} only"));
        }
    }
    None
}

/// A path within the crate from its root, or `None` for a path to another crate.
fn absolute(
    path: &[String],
    here: &[String],
    file: &str,
    modules: &BTreeSet<Vec<String>>,
) -> Option<Vec<String>> {
    let first = path[0].as_str();
    match first {
        "crate" => return Some(path[1..].to_vec()),
        "stationer" if file == "main.rs" => return Some(path[1..].to_vec()),
        "self" => return Some([here, &path[1..]].concat()),
        "super" => {
            let up = path.iter().take_while(|name| *name == "super").count();
            return Some([&here[..here.len().saturating_sub(up)], &path[up..]].concat());
        }
        _ => {}
    }
    let child = [here, &path[..1]].concat();
    (modules.contains(&child) && !here.is_empty()).then(|| [here, path].concat())
}

/// The module path of a file below `src/`; empty for `lib.rs` and `main.rs`.
fn module(file: &str) -> Vec<String> {
    let mut names: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|last| last == "mod") || file == "lib.rs" || file == "main.rs" {
        names.pop();
    }
    names
}

/// The room of a module path: its first name, and for the back ends the format.
fn room(path: &[String], file: &str) -> String {
    match path {
        [] => file.trim_end_matches(".rs").to_owned(),
        [backend, part, ..]
            if backend == "backend"
                && ["epub", "pdf", "markdown", "external", "registry"].contains(&part.as_str()) =>
        {
            format!("backend/{part}")
        }
        [first, ..] => first.clone(),
    }
}

/// Rust text → the paths it names. Knows tokens and `use` trees; nothing of rooms.
mod scan {
    use std::collections::BTreeSet;

    /// A path as written, with `use` trees spelt out, or a macro call as `name!`.
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct Named {
        /// The line it stands on, from 1.
        pub(crate) line: usize,
        /// Its names, in order.
        pub(crate) path: Vec<String>,
        /// Whether it is the call of a macro by its path.
        pub(crate) macro_call: bool,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Token {
        Word(String),
        Colons,
        Other(char),
    }

    type Tokens = Vec<(usize, Token)>;

    /// The paths of a file, outside comments, strings and test modules.
    pub(crate) fn paths(text: &str) -> Vec<Named> {
        let tokens = without_tests(&tokens(&blank(text)));
        let mut found = Vec::new();
        let mut local = BTreeSet::new();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at].1 {
                Token::Word(word) if word == "use" => {
                    let start = found.len();
                    at = use_tree(&tokens, at + 1, &[], &mut found);
                    // A name taken from within the crate hides an outside crate of that name.
                    for named in &found[start..] {
                        if ["crate", "self", "super"].contains(&named.path[0].as_str()) {
                            local.extend(named.path.last().cloned());
                        }
                    }
                }
                Token::Word(_) => at = inline(&tokens, at, &mut found),
                // `::image::open` names the outside crate: the leading colons say nothing more.
                _ => at += 1,
            }
        }
        found.retain(|named| named.path.len() == 1 || !local.contains(&named.path[0]));
        found
    }

    /// The modules declared in a file, by name.
    pub(crate) fn inline_modules(text: &str) -> Vec<(usize, String)> {
        let tokens = tokens(&blank(text));
        let declared = |pair: &[(usize, Token)]| match pair {
            [(_, Token::Word(word)), (line, Token::Word(name))] if word == "mod" => {
                Some((*line, name.clone()))
            }
            _ => None,
        };
        tokens.windows(2).filter_map(declared).collect()
    }

    /// Reads a path or macro call in running code, gives the place behind it.
    fn inline(tokens: &Tokens, start: usize, found: &mut Vec<Named>) -> usize {
        let (line, Token::Word(first)) = &tokens[start] else { return start + 1 };
        let mut path = vec![first.clone()];
        let mut at = start + 1;
        while let (Some((_, Token::Colons)), Some((_, Token::Word(word)))) =
            (tokens.get(at), tokens.get(at + 1))
        {
            path.push(word.clone());
            at += 2;
        }
        let after_dot = start > 0 && tokens[start - 1].1 == Token::Other('.');
        let after_colons = start > 1
            && tokens[start - 1].1 == Token::Colons
            && matches!(&tokens[start - 2].1, Token::Word(_) | Token::Other('>'));
        let call = matches!(tokens.get(at), Some((_, Token::Other('!'))))
            && matches!(tokens.get(at + 1), Some((_, Token::Other('(' | '[' | '{'))));
        if after_dot || after_colons {
            return at;
        }
        if call && path.len() == 1 {
            found.push(Named { line: *line, path: vec![format!("{first}!")], macro_call: false });
        } else if path.len() > 1 {
            found.push(Named { line: *line, path, macro_call: call });
        }
        at
    }

    /// Spells out a `use` tree; gives the place behind it.
    fn use_tree(tokens: &Tokens, mut at: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
        let mut path = prefix.to_vec();
        let mut line = tokens.get(at).map_or(0, |token| token.0);
        let mut group = false;
        while let Some((here, token)) = tokens.get(at) {
            match token {
                Token::Word(word) if word == "as" => at += 1,
                Token::Word(word) => {
                    line = *here;
                    path.push(word.clone());
                }
                Token::Other('*') => path.push("*".into()),
                Token::Colons => {}
                Token::Other('{') => {
                    group = true;
                    at += 1;
                    while !matches!(tokens.get(at), None | Some((_, Token::Other('}')))) {
                        at = use_tree(tokens, at, &path, found);
                        if matches!(tokens.get(at), Some((_, Token::Other(',')))) {
                            at += 1;
                        }
                    }
                }
                Token::Other(_) => break,
            }
            at += 1;
        }
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        if !group && !path.is_empty() {
            found.push(Named { line, path, macro_call: false });
        }
        at
    }

    /// Leaves out what follows `#[cfg(test)]`: up to its closing brace, or its semicolon.
    fn without_tests(tokens: &Tokens) -> Tokens {
        let word = |at: usize, name: &str| matches!(tokens.get(at), Some((_, Token::Word(w))) if w == name);
        let sign = |at: usize, sign: char| matches!(tokens.get(at), Some((_, Token::Other(c))) if *c == sign);
        let mut kept = Tokens::new();
        let mut at = 0;
        while at < tokens.len() {
            let test = sign(at, '#') && sign(at + 1, '[') && word(at + 2, "cfg") && sign(at + 3, '(');
            if !(test && word(at + 4, "test") && sign(at + 5, ')') && sign(at + 6, ']')) {
                kept.push(tokens[at].clone());
                at += 1;
                continue;
            }
            let mut depth = 0_usize;
            at += 7;
            while at < tokens.len() {
                match tokens[at].1 {
                    Token::Other('{') => depth += 1,
                    Token::Other('}') => depth = depth.saturating_sub(1),
                    _ => {}
                }
                at += 1;
                if depth == 0 && (sign(at - 1, '}') || sign(at - 1, ';')) {
                    break;
                }
            }
        }
        kept
    }

    fn tokens(blanked: &str) -> Tokens {
        let mut found = Tokens::new();
        for (line, text) in blanked.lines().enumerate() {
            let mut rest = text.trim_start();
            while let Some(first) = rest.chars().next() {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (token, size) = if end > 0 {
                    (Token::Word(rest[..end].to_owned()), end)
                } else if rest.starts_with("::") {
                    (Token::Colons, 2)
                } else {
                    (Token::Other(first), first.len_utf8())
                };
                found.push((line + 1, token));
                rest = rest[size..].trim_start();
            }
        }
        // `r#type` is the word `type`.
        let raw = |at: usize| {
            matches!(&found[at].1, Token::Word(w) if w == "r")
                && matches!(found.get(at + 1), Some((_, Token::Other('#'))))
                && matches!(found.get(at + 2), Some((_, Token::Word(_))))
        };
        let dropped: BTreeSet<usize> =
            (0..found.len()).filter(|at| raw(*at)).flat_map(|at| [at, at + 1]).collect();
        found
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !dropped.contains(at))
            .map(|(_, token)| token)
            .collect()
    }

    /// The same text with comments, strings and characters turned into spaces; lines stay.
    pub(crate) fn blank(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = ' ';
        while let Some(first) = rest.chars().next() {
            let part_of_word = before.is_alphanumeric() || before == '_';
            let size = match first {
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                '/' if rest.starts_with("/*") => block_comment(rest),
                '"' => string(rest),
                'r' | 'b' | 'c' if !part_of_word => prefixed_string(rest),
                '\'' => character(rest),
                _ => 0,
            };
            if size == 0 {
                out.push(first);
                rest = &rest[first.len_utf8()..];
                before = first;
            } else {
                out.extend(rest[..size].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
                rest = &rest[size..];
                before = ' ';
            }
        }
        out
    }

    fn block_comment(text: &str) -> usize {
        let mut depth = 0;
        let mut at = 0;
        while at < text.len() {
            if text[at..].starts_with("/*") {
                depth += 1;
                at += 2;
            } else if text[at..].starts_with("*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        text.len()
    }

    /// The size of a string that opens with a quote.
    fn string(text: &str) -> usize {
        let mut escaped = false;
        for (at, c) in text.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return at + 1,
                _ => {}
            }
        }
        text.len()
    }

    /// The size of `b"…"`, `c"…"`, `r"…"`, `br#"…"#` and `b'…'`; 0 for a word.
    fn prefixed_string(text: &str) -> usize {
        let letters = text.len() - text.trim_start_matches(['r', 'b', 'c']).len();
        let rest = &text[letters..];
        if rest.starts_with('\'') && letters == 1 {
            let size = character(rest);
            return if size == 0 { 0 } else { letters + size };
        }
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if letters > 2 || !rest[hashes..].starts_with('"') {
            return 0;
        }
        if !text[..letters].contains('r') {
            return if hashes == 0 { letters + string(rest) } else { 0 };
        }
        let body = letters + hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        text[body..].find(&close).map_or(text.len(), |at| body + at + close.len())
    }

    /// The size of a character in quotes; 0 for a lifetime.
    fn character(text: &str) -> usize {
        let mut rest = text[1..].char_indices();
        match rest.next() {
            Some((_, '\\')) => text[3..].find('\'').map_or(0, |at| at + 4),
            Some((_, c)) if text[1 + c.len_utf8()..].starts_with('\'') => 2 + c.len_utf8(),
            _ => 0,
        }
    }
}

/// The findings about a made-up tree, given as pairs of file and text without the opening comment.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let tree =
        files.iter().map(|(file, text)| ((*file).to_owned(), format!("//! Opening.\n{text}"))).collect();
    inspect(&tree)
}

/// Whether exactly one finding is made, which names all of these.
fn one(files: &[(&str, &str)], names: &[&str]) {
    let found = found(files);
    assert!(found.len() == 1 && names.iter().all(|name| found[0].contains(name)), "{found:#?}");
}

#[test]
fn a_nearly_empty_house_stands() {
    assert!(found(&[("lib.rs", ""), ("main.rs", "fn main() {}")]).is_empty());
}

#[test]
fn rooms_import_from_the_rows_above() {
    assert!(found(&[("model/mod.rs", "use crate::source::Span;"), ("source.rs", "")]).is_empty());
    one(&[("source.rs", "use crate::model::Lesson;")], &["src/source.rs:2", "`source`", "`model`"]);
    one(&[("theme/load.rs", "use crate::fonts::Face;")], &["`theme`", "`fonts`"]);
    one(&[("typeset/layout.rs", "fn f() -> crate::output::Artifact {}")], &["`typeset`", "`output`"]);
    one(&[("lib.rs", "mod cellar;"), ("cellar.rs", "use crate::units::Pt;")], &["`cellar` is no room"]);
    one(&[("book.rs", "use crate::Lesson;")], &["crate root"]);
}

#[test]
fn every_way_of_writing_an_import_is_seen() {
    let written = [
        "use crate::{\n    source::Span,\n    resolve::{self, Resolved as R},\n};",
        "use super::super::resolve::Resolved;",
        "pub(crate) use crate::resolve::*;",
        "fn f(x: &crate::resolve::Resolved) {}",
        "fn f() { let x = <crate::resolve::Resolved as Default>::default(); }",
        "fn f<'a>(x: &'a str) -> char { let _ = 'x'; crate::resolve::go(x) }",
    ];
    for text in written {
        let found = found(&[("model/block.rs", text)]);
        assert!(!found.is_empty() && found.iter().all(|f| f.contains("`resolve`")), "{text}: {found:#?}");
    }
}

#[test]
fn comments_strings_and_tests_may_name_anything() {
    let text = r##"
        // use crate::cli::Args;
        /* std::fs /* nested */ crate::cli */
        /// [`crate::cli`]
        const A: &str = "crate::cli \" std::fs";
        const B: &str = r#"crate::cli " std::fs"#;
        const C: &[u8] = b"std::fs";
        const D: (char, char, u8) = ('"', '\'', b'"');
        #[cfg(test)]
        mod tests { use crate::cli::Args; fn f() { { std::fs::read("x") } } }
        #[cfg(test)]
        use crate::pipeline::run;
    "##;
    assert!(found(&[("units/mod.rs", text)]).is_empty());
    one(&[("units/mod.rs", &format!("{text}\nuse std::fs;"))], &["`std::fs`"]);
    assert!(found(&[("units/tests.rs", "use crate::cli::Args;")]).is_empty());
}

#[test]
fn outside_crates_have_their_rooms() {
    let at_home = [
        ("reader/markdown.rs", "use pulldown_cmark::Parser;"),
        ("reader/markdown/events.rs", "use pulldown_cmark::Event;"),
        ("backend/epub/assemble.rs", "use epub_builder::EpubBuilder;"),
        ("backend/pdf/write/mod.rs", "use {lopdf::Object, printpdf};"),
        ("images/decode.rs", "use image::ImageReader;"),
        ("input/disk.rs", "use std::{fs, path::Path};"),
        ("cli/mod.rs", "fn f() { println!(); std::env::args(); }"),
    ];
    assert_eq!(found(&at_home), Vec::<String>::new());
    one(&[("reader/flat.rs", "use pulldown_cmark::Parser;")], &["`pulldown_cmark`", "reader/markdown"]);
    one(&[("backend/pdf/outline.rs", "fn f() { lopdf::Object::Null; }")], &["`lopdf`"]);
    one(&[("typeset/layout.rs", "use harfrust as shaper;")], &["`harfrust`"]);
    one(&[("resolve.rs", "use std::{collections::BTreeMap, fs::File};")], &["`std::fs`"]);
    one(&[("book.rs", "fn f() { std::time::Instant::now(); }")], &["`std::time`"]);
    one(&[("batch.rs", "fn f() { eprintln!(\"x\"); }")], &["`eprintln!`"]);
}

#[test]
fn a_module_named_image_is_not_the_crate() {
    let own = [
        ("backend/epub/mod.rs", "mod image;\nfn f() { image::entry(); self::image::entry(); }"),
        ("backend/epub/image.rs", ""),
        ("backend/epub/xhtml.rs", "use super::image;\nfn f() { image::entry(); }"),
        ("model/inline.rs", "fn f(x: Picture) { x.image; crate::model::image(); }"),
    ];
    assert_eq!(found(&own), Vec::<String>::new());
    one(&[("book.rs", "fn f() { image::open(\"x\"); }")], &["`image`", "images"]);
    one(&[("book.rs", "fn f() { ::image::open(\"x\"); }")], &["`image`", "images"]);
}

#[test]
fn back_ends_know_neither_each_other_nor_the_doors() {
    let epub = ("backend/epub/mod.rs", "");
    one(
        &[epub, ("backend/pdf/mod.rs", "use crate::backend::epub::Options;")],
        &["`backend/pdf`", "`backend/epub`"],
    );
    one(&[epub, ("backend/mod.rs", "mod epub;\npub use epub::Epub;")], &["`backend`", "`backend/epub`"]);
    one(&[epub, ("backend/mod.rs", "use self::epub::Epub;")], &["`backend`", "`backend/epub`"]);
    one(&[("backend/mod.rs", "use crate::output::Sink;")], &["Artifact alone"]);
    assert!(found(&[("backend/mod.rs", "use crate::output::Artifact;")]).is_empty());
    assert!(found(&[epub, ("backend/registry.rs", "use super::epub::Epub;")]).is_empty());
    one(&[("main.rs", "use stationer::pipeline::run;")], &["`main`", "`pipeline`"]);
}

#[test]
fn files_say_what_they_are_for() {
    let tree = BTreeMap::from([("units.rs".to_owned(), "pub struct Pt;".to_owned())]);
    assert!(inspect(&tree)[0].contains("opens with `//!`"));
    one(&[("units.rs", &"\n".repeat(LONG))], &["801 lines"]);
    let long = format!("//! Opening.\n//! Long because it is one table.\n{}", "\n".repeat(LONG));
    assert!(inspect(&BTreeMap::from([("units.rs".to_owned(), long)])).is_empty());
    one(&[("reader/utils.rs", "")], &["`utils` is no subject"]);
    one(&[("reader/flat.rs", "mod helpers { }")], &["`helpers` is no subject"]);
}
