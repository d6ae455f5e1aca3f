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

#[path = "../tests/suite/lessons.rs"]
mod lessons;
#[path = "../tests/suite/press.rs"]
mod press;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use press::{PRESS, Sheet};
use stationer::diagnostics::Diagnostics;
use stationer::input::MemoryFiles;
use stationer::model::{Direction, LangTag};
use stationer::pipeline::{self, Bound, Extent, Press};
use stationer::source::Span;
use stationer::theme::Align;
use stationer::typeset::structure::Structure;
use stationer::typeset::text::{
    Figures, Ligatures, LineShape, Look, Piece, PieceContent, Protrusion, Spaces, TextEngine, WordBreaks,
};
use stationer::units::{Em, Family, Pt, Slant, Weight};
use std::hint::black_box;
use std::path::PathBuf;

/// The lessons: their files without folders, and their texts.
fn lessons() -> Vec<(String, String)> {
    let folder = std::env::var("STATIONER_CORPUS").unwrap_or_else(|_| "content".to_owned());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a listed lesson can be read");
        (path.to_string_lossy().replace(['/', '\\'], "-"), text)
    };
    lessons::lessons(&folder).into_iter().map(read).collect()
}

fn bind(lessons: &[(String, String)]) -> Bound {
    let sheets = lessons.iter().map(|(file, text)| Sheet { file, text, part: 0 });
    press::bind(sheets, MemoryFiles::default(), vec![None], Extent::Path, &mut Diagnostics::default())
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
    let press = &*PRESS;
    let paragraphs = paragraphs(&lessons(), press);
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
    let press = &*PRESS;
    let lines: String = (0..2_000).map(|_| "A line of many.\n\n").collect();
    let long = bind(&[("long.md".to_owned(), format!("# Many lines\n\n{lines}"))]);
    let path = bind(&lessons());
    let mut group = criterion.benchmark_group("pages");
    group.sample_size(20);
    group.bench_function("pagination of 2,000 lines", |bencher| {
        bencher.iter(|| black_box(pipeline::set_pages(&long, press, &mut Diagnostics::default())));
    });
    group.bench_function("lines and pages of the path", |bencher| {
        bencher.iter(|| black_box(pipeline::set_pages(&path, press, &mut Diagnostics::default())));
    });
    let set = pipeline::set_pages(&path, press, &mut Diagnostics::default());
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
