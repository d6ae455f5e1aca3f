//! Lessons → models, timed: source text to [`Lesson`] in both dialects, and beside it what the Markdown
//! parser alone takes for the same text, which is the floor.
//!
//! What criterion is given is processor time ([`processor_time`]), which says more on a busy machine.
//!
//! Reads the lessons in `content/`. `STATIONER_CORPUS=FOLDER` adds those of a folder, so that other
//! lessons can be measured with the same yardstick.

#![allow(missing_docs, reason = "criterion's macro makes a function that nobody can document")]

mod processor_time;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use processor_time::ProcessorTime;
use pulldown_cmark::{Options, Parser};
use stationer::diagnostics::Diagnostics;
use stationer::reader::{self, DialectChoice, ReadOptions};
use stationer::source::{FileId, SourceFile};
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// Lessons that are measured together.
struct Corpus {
    name: String,
    files: Vec<SourceFile>,
}

impl Corpus {
    /// The lessons of a folder with one of two suffixes, in the order of their paths.
    fn of(name: &str, folder: &Path, suffix: &str) -> Corpus {
        let mut paths = Vec::new();
        collect(folder, suffix, &mut paths);
        paths.sort();
        let read = |path: PathBuf| std::fs::read(path).expect("a listed lesson can be read");
        let file = |(at, bytes)| SourceFile::new(FileId(at), "lesson", bytes);
        let files = (0..).zip(paths.into_iter().map(read)).map(file).collect();
        Corpus { name: name.to_owned(), files }
    }

    fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.text().len() as u64).sum()
    }
}

fn collect(folder: &Path, suffix: &str, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, suffix, out);
        } else if path.extension().is_some_and(|own| own == suffix) {
            out.push(path);
        }
    }
}

/// The corpora that are there, each of one suffix.
fn corpora(suffix: &str) -> Vec<Corpus> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut all = vec![Corpus::of("content", &own, suffix)];
    if let Some(folder) = std::env::var_os("STATIONER_CORPUS") {
        all.push(Corpus::of("corpus", Path::new(&folder), suffix));
    }
    all.retain(|corpus| !corpus.files.is_empty());
    all
}

fn read_all(corpus: &Corpus, options: &ReadOptions) {
    for file in &corpus.files {
        let mut diagnostics = Diagnostics::default();
        black_box(reader::read(black_box(file), options, &mut diagnostics));
    }
}

/// What the reader asks of the Markdown parser.
fn parse_all(corpus: &Corpus) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT;
    for file in &corpus.files {
        for event in Parser::new_ext(black_box(file.text()), options).into_offset_iter() {
            black_box(event);
        }
    }
}

fn read(c: &mut Criterion<ProcessorTime>) {
    let dialects = [("markdown", "md", DialectChoice::Markdown), ("flat", "txt", DialectChoice::Flat)];
    for (name, suffix, dialect) in dialects {
        let corpora = corpora(suffix);
        let mut group = c.benchmark_group(name);
        for corpus in &corpora {
            group.throughput(Throughput::Bytes(corpus.bytes()));
            let named = ReadOptions { dialect, ..ReadOptions::default() };
            let auto = ReadOptions::default();
            let at = |what: &str| BenchmarkId::new(what, &corpus.name);
            group.bench_function(at("read"), |b| b.iter(|| read_all(corpus, &named)));
            group.bench_function(at("read-auto"), |b| b.iter(|| read_all(corpus, &auto)));
            group.bench_function(at("parser-alone"), |b| b.iter(|| parse_all(corpus)));
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime).sample_size(20);
    targets = read
}
criterion_main!(benches);
