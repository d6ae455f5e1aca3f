//! The press, timed: words → glyphs, paragraphs → lines, strips → pages, pages → PDF, and all of it together.
//!
//! Reads the lessons in `content/`; `STATIONER_CORPUS=FOLDER` takes those of a folder instead.
//!
//! - *shaping* asks for the widths of all paragraphs with an engine that knows no word yet; nearly all of that is
//!   the shaping of words met for the first time.
//! - *line breaking* sets the same paragraphs with an engine that has shaped all of their words.
//! - *pagination* sets a lesson of two thousand lines that are all alike, so that shaping and breaking have little
//!   to do, and ends its pages.
//! - *writing* turns the pages of the path into the bytes of a PDF file.

#![allow(missing_docs, reason = "criterion's macro makes a function that nobody can document")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stationer::config::Settings;
use stationer::diagnostics::Diagnostics;
use stationer::fonts::FontLibrary;
use stationer::input::{InputKind, MemoryFiles};
use stationer::model::{Date, Direction, LangTag};
use stationer::pipeline::{self, Bound, Extent, Order, Outline, OutlineLesson, Press, Wanted};
use stationer::reader::DialectChoice;
use stationer::resolve::Counting;
use stationer::source::{Sources, Span};
use stationer::theme::{Align, Theme};
use stationer::typeset::structure::Structure;
use stationer::typeset::text::{
    Figures, Ligatures, LineShape, Look, Piece, PieceContent, Protrusion, Spaces, TextEngine, WordBreaks,
};
use stationer::units::{Em, Family, Pt, Slant, Weight};
use std::hint::black_box;
use std::path::{Path, PathBuf};

fn press() -> Press {
    Press {
        theme: Theme::embedded("book").expect("the house style is sound"),
        fonts: FontLibrary::embedded().expect("the fonts are sound"),
        dialect: DialectChoice::Auto,
        fallback_date: Date::new(2026, 1, 15).expect("a day of the calendar"),
    }
}

/// The lessons of a folder and those in it, in the order of their paths.
fn lessons() -> Vec<(String, String)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folder = std::env::var_os("STATIONER_CORPUS").map_or(own, PathBuf::from);
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a listed lesson can be read");
        (path.to_string_lossy().replace(['/', '\\'], "-"), text)
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|own| own == "md" || own == "txt") {
            out.push(path);
        }
    }
}

fn bind(lessons: &[(String, String)], press: &Press) -> Bound {
    let mut files = MemoryFiles::default();
    let mut placed = Vec::new();
    for (file, text) in lessons {
        files = files.with(file, text.as_bytes().to_vec());
        placed.push(OutlineLesson {
            path: PathBuf::from(file),
            reference: file.clone(),
            stem: file.clone(),
            title: None,
            part: 0,
            counting: Counting::Counted,
            wanted: Wanted::Exported,
        });
    }
    let outline = Outline {
        kind: InputKind::Path,
        name: "path".to_owned(),
        slug: "path".to_owned(),
        folder: PathBuf::new(),
        root: PathBuf::new(),
        settings: Settings { title: Some("A Path".to_owned()), ..Settings::default() },
        sources: Sources::default(),
        lessons: placed,
        missing: Vec::new(),
        order: Order::Listed,
        part_titles: vec![None],
    };
    let mut diagnostics = Diagnostics::default();
    let manuscript = pipeline::read(&outline, &files, press, &mut diagnostics);
    pipeline::bind(&manuscript, &outline, Extent::Path, press, &mut diagnostics).expect("there is a lesson")
}

/// The long lines of the lessons as paragraphs of body text.
fn paragraphs(lessons: &[(String, String)], press: &Press) -> Vec<Vec<Piece>> {
    let look = Look {
        face: press.fonts.face(Family::Serif, Weight::Regular, Slant::Upright),
        size: press.theme.size,
        color: press.theme.palette.text,
        tracking: Em::ZERO,
        rise: Pt::ZERO,
        figures: Figures::Text,
        ligatures: Ligatures::On,
        breaks: WordBreaks::Patterns,
    };
    let lines = lessons.iter().flat_map(|(_, text)| text.lines()).filter(|line| line.len() > 150);
    let piece = |line: &str| Piece {
        content: PieceContent::Text(line.to_owned()),
        look,
        leaf: Structure::ROOT,
        link: None,
    };
    lines.map(|line| vec![piece(line)]).collect()
}

fn text(criterion: &mut Criterion) {
    let press = press();
    let paragraphs = paragraphs(&lessons(), &press);
    let (english, direction) = (LangTag::english(), Direction::LeftToRight);
    let letters: usize = paragraphs
        .iter()
        .flatten()
        .map(|piece| if let PieceContent::Text(text) = &piece.content { text.len() } else { 0 })
        .sum();
    let shape = LineShape {
        measure: press.theme.page.measure(),
        first_indent: Pt::ZERO,
        hanging: Pt::ZERO,
        align: Align::Justify,
        protrusion: Protrusion::On,
        spaces: Spaces::Collapse,
    };
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(letters as u64));
    group.bench_function("shaping", |bencher| {
        bencher.iter(|| {
            let mut engine = TextEngine::new(&press.fonts);
            for pieces in &paragraphs {
                black_box(engine.widths(pieces, &english, direction));
            }
        });
    });
    let mut engine = TextEngine::new(&press.fonts);
    group.bench_function("line breaking", |bencher| {
        bencher.iter(|| {
            for pieces in &paragraphs {
                let mut found = Diagnostics::default();
                black_box(engine.lines(pieces, &shape, &english, direction, Span::default(), &mut found));
            }
        });
    });
    group.finish();
}

fn pages(criterion: &mut Criterion) {
    let press = press();
    let lines: String = (0..2_000).map(|_| "A line of many.\n\n").collect();
    let long = bind(&[("long.md".to_owned(), format!("# Many lines\n\n{lines}"))], &press);
    let path = bind(&lessons(), &press);
    let mut group = criterion.benchmark_group("pages");
    group.sample_size(20);
    group.bench_function("pagination of 2,000 lines", |bencher| {
        bencher.iter(|| black_box(pipeline::set_pages(&long, &press, &mut Diagnostics::default())));
    });
    group.bench_function("lines and pages of the path", |bencher| {
        bencher.iter(|| black_box(pipeline::set_pages(&path, &press, &mut Diagnostics::default())));
    });
    let set = pipeline::set_pages(&path, &press, &mut Diagnostics::default());
    group.bench_function("writing of the path", |bencher| {
        bencher.iter(|| {
            black_box(stationer::backend::pdf::write(&set, &path.book, &path.pictures, &press.fonts))
                .expect("the path can be written")
        });
    });
    group.finish();
}

criterion_group!(benches, text, pages);
criterion_main!(benches);
