//! The labelled corpus → scores of the flat reader, class by class, line by line.
//!
//! `dev` is there to tune the rules on; `held` is only ever scored, so nobody who writes rules reads
//! it, and its misses are counted, not told. Beside each lesson stands its `.labels`: `language` and `subject`, then
//! `<line> <class>` for every line that is not blank.

#![expect(clippy::print_stdout, reason = "the report is what the test is run for")]

use crate::outline::read_as;
use stationer::model::{Block, BlockKind, Lesson, List, Table};
use stationer::reader::{DialectChoice, ReadOptions};
use stationer::source::{SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const CLASSES: [&str; 14] = [
    "title",
    "heading",
    "paragraph",
    "key-term",
    "table-head",
    "table-delimiter",
    "table-row",
    "list-item",
    "list-continuation",
    "label",
    "takeaway",
    "teaser",
    "disclaimer",
    "promo",
];

/// What a line is when no block of the model covers it, or one the corpus does not use.
const OTHER: &str = "other";

/// A least F1 in each half, and the one we want; in thousandths.
struct Gate {
    class: &'static str,
    goal: u32,
    dev: u32,
    held: u32,
}

/// Where the rules stand: `goal` is reached everywhere. Raise `dev` and `held` when the rules get better;
/// lower them only when harder lessons join the corpus, and never below `goal`.
const GATES: [Gate; 10] = [
    Gate { class: "heading", goal: 980, dev: 1000, held: 1000 },
    Gate { class: "key-term", goal: 990, dev: 1000, held: 1000 },
    Gate { class: "table-head", goal: 990, dev: 1000, held: 1000 },
    Gate { class: "table-delimiter", goal: 990, dev: 1000, held: 1000 },
    Gate { class: "table-row", goal: 990, dev: 1000, held: 1000 },
    Gate { class: "list-item", goal: 990, dev: 1000, held: 1000 },
    Gate { class: "takeaway", goal: 950, dev: 1000, held: 967 },
    Gate { class: "teaser", goal: 950, dev: 1000, held: 962 },
    Gate { class: "disclaimer", goal: 950, dev: 1000, held: 1000 },
    Gate { class: "promo", goal: 950, dev: 1000, held: 1000 },
];

/// Disclaimer lines that may be taken for promo: dropping one would hide it from the reader. The goal
/// is none.
const DISCLAIMERS_AS_PROMO: (usize, usize) = (0, 0);

#[test]
fn dev_lines_are_classified_as_labelled() {
    let scores = Scores::of_half("dev");
    scores.check(|gate| gate.dev, DISCLAIMERS_AS_PROMO.0);
}

#[test]
fn held_lines_are_classified_as_labelled() {
    let scores = Scores::of_half("held");
    scores.check(|gate| gate.held, DISCLAIMERS_AS_PROMO.1);
}

#[test]
fn every_line_of_the_corpus_has_one_known_label() {
    for path in lessons("dev").into_iter().chain(lessons("held")) {
        let text = std::fs::read_to_string(&path).expect("the lesson is readable");
        let labels = labels(&path);
        let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let numbers: Vec<usize> = filled.map(|(at, _)| at + 1).collect();
        assert_eq!(labels.keys().copied().collect::<Vec<_>>(), numbers, "{}", path.display());
        assert!(labels.values().all(|class| CLASSES.contains(&class.as_str())), "{}", path.display());
    }
}

/// How many lessons, languages and subjects there are to be at least, in both halves together.
const LEAST: [(&str, usize); 3] = [("lessons", 40), ("languages", 8), ("subjects", 12)];

#[test]
fn the_corpus_is_wide_enough() {
    let mut failed = String::new();
    let halves: Vec<(&str, Vec<PathBuf>)> = vec![
        ("dev", lessons("dev")),
        ("held", lessons("held")),
        ("both", [lessons("dev"), lessons("held")].concat()),
    ];
    for (half, paths) in halves {
        let kinds = |key: &str| -> BTreeSet<String> { paths.iter().map(|path| told(path, key)).collect() };
        let (languages, subjects) = (kinds("language"), kinds("subject"));
        for ((what, least), now) in LEAST.into_iter().zip([paths.len(), languages.len(), subjects.len()]) {
            println!(
                "{half:5} {what:10}{now:>4}{}",
                if half == "both" { format!("  least {least}") } else { String::new() }
            );
            if half == "both" && now < least {
                let _ = writeln!(failed, "{now} {what}, at least {least} are asked for");
            }
        }
        println!("      {}", Vec::from_iter(languages).join(" "));
        println!("      {}", Vec::from_iter(subjects).join(", "));
    }
    assert!(failed.is_empty(), "{failed}");
}

/// How often each class was meant and how often each was given.
struct Scores {
    half: &'static str,
    /// By (meant, given).
    confusion: BTreeMap<(String, String), usize>,
    /// `file:line meant, given` for every miss in `dev`; those in `held` are counted and not told.
    misses: Vec<String>,
}

impl Scores {
    fn of_half(half: &'static str) -> Scores {
        let mut scores = Scores { half, confusion: BTreeMap::new(), misses: Vec::new() };
        for path in lessons(half) {
            let name = path.file_name().expect("a lesson has a name").to_string_lossy().into_owned();
            let text = std::fs::read(&path).expect("the lesson is readable");
            let options = ReadOptions { dialect: DialectChoice::Flat, ..ReadOptions::default() };
            let (lesson, _, sources) = read_as(&name, &text, &options);
            let given = given(&lesson, sources.get(lesson.file).expect("the file was read"));
            for (line, meant) in labels(&path) {
                let given = given.get(&line).copied().unwrap_or(OTHER);
                if given != meant && half == "dev" {
                    scores.misses.push(format!("{half}/{name}:{line} {meant}, taken for {given}"));
                }
                *scores.confusion.entry((meant, given.to_owned())).or_default() += 1;
            }
        }
        scores
    }

    /// Lines (meant and given as the class, meant as it, given as it).
    fn counts(&self, class: &str) -> (usize, usize, usize) {
        self.confusion.iter().fold((0, 0, 0), |(both, meant, given), ((m, g), count)| {
            let of = |yes: bool| if yes { *count } else { 0 };
            (both + of(m == class && g == class), meant + of(m == class), given + of(g == class))
        })
    }

    /// The F1 of a class in thousandths, rounded down; 1000 when it neither occurs nor is given.
    fn f1(&self, class: &str) -> u32 {
        let (both, meant, given) = self.counts(class);
        u32::try_from(thousandths(2 * both, meant + given)).unwrap_or(0)
    }

    fn report(&self) -> String {
        let mut out = format!(
            "{}\n{:18}{:>9}{:>8}{:>6}{:>7}\n",
            self.half, "class", "precision", "recall", "F1", "lines"
        );
        for class in CLASSES {
            let (both, meant, given) = self.counts(class);
            let (precision, recall) = (thousandths(both, given), thousandths(both, meant));
            let _ = writeln!(out, "{class:18}{precision:>9}{recall:>8}{:>6}{meant:>7}", self.f1(class));
        }
        for miss in &self.misses {
            let _ = writeln!(out, "  {miss}");
        }
        out
    }

    fn check(&self, least: fn(&Gate) -> u32, least_hidden: usize) {
        let report = self.report();
        println!("{report}");
        let mut failed = String::new();
        for gate in &GATES {
            let (now, least, goal) = (self.f1(gate.class), least(gate), gate.goal);
            let reached = if now >= goal { "reached" } else { "not yet" };
            println!("gate {:18}now {now:>4}  least {least:>4}  goal {goal:>4}  {reached}", gate.class);
            if now < least {
                let _ = writeln!(failed, "{}: {now}, at least {least} was reached before", gate.class);
            }
        }
        let hidden = self.confusion.get(&("disclaimer".to_owned(), "promo".to_owned())).copied().unwrap_or(0);
        println!("gate disclaimers taken for promo: now {hidden}, at most {least_hidden}, goal 0");
        assert!(hidden <= least_hidden, "{hidden} disclaimers taken for promo\n{report}");
        assert!(failed.is_empty(), "{failed}{report}");
    }
}

/// A share in thousandths, rounded down; all of nothing is everything.
fn thousandths(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(1000)
}

fn lessons(half: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus").join(half);
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("the corpus is readable").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// What the labels beside a lesson say of all of it.
fn told(lesson: &Path, key: &str) -> String {
    let text = std::fs::read_to_string(lesson.with_extension("labels")).expect("a lesson has labels");
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("{} has no {key}", lesson.display())).to_owned()
}

/// The labels beside a lesson, by line number from 1.
fn labels(lesson: &Path) -> BTreeMap<usize, String> {
    let text = std::fs::read_to_string(lesson.with_extension("labels")).expect("a lesson has labels");
    let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    let parsed = lines.map(|line| {
        let (number, class) = line.split_once(' ').expect("a label line has a number and a class");
        (number.parse().expect("a label starts with a line number"), class.to_owned())
    });
    parsed.collect()
}

/// The class of each line as the reader sees it, by line number from 1.
fn given(lesson: &Lesson, file: &SourceFile) -> BTreeMap<usize, &'static str> {
    let mut lines = Lines { file, classes: BTreeMap::new() };
    if lesson.title.span.end > lesson.title.span.start {
        lines.mark(lesson.title.span, "title");
    }
    lines.blocks(&lesson.blocks);
    lines.classes
}

struct Lines<'a> {
    file: &'a SourceFile,
    classes: BTreeMap<usize, &'static str>,
}

impl Lines<'_> {
    /// The lines of a span; a line break at its end belongs to the line it ends.
    fn range(&self, span: Span) -> std::ops::RangeInclusive<usize> {
        let text = self.file.slice(span);
        let end = span.start as usize + text.trim_end().len();
        let start = span.start as usize + (text.len() - text.trim_start().len());
        let line =
            |offset: usize| self.file.position(u32::try_from(offset).unwrap_or(u32::MAX)).line as usize;
        line(start)..=line(end.max(start))
    }

    fn mark(&mut self, span: Span, class: &'static str) {
        for line in self.range(span) {
            self.classes.insert(line, class);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { .. } => self.mark(block.span, "heading"),
                BlockKind::Paragraph { .. } => self.mark(block.span, "paragraph"),
                BlockKind::KeyTerm(_) => self.mark(block.span, "key-term"),
                BlockKind::Callout(_) => self.mark(block.span, "label"),
                BlockKind::Takeaway { .. } => self.mark(block.span, "takeaway"),
                BlockKind::Teaser { .. } => self.mark(block.span, "teaser"),
                BlockKind::Disclaimer { .. } => self.mark(block.span, "disclaimer"),
                BlockKind::Boilerplate { .. } => self.mark(block.span, "promo"),
                BlockKind::Table(table) => self.table(table, block.span),
                BlockKind::List(list) => self.list(list),
                BlockKind::Group { blocks, .. } => self.blocks(blocks),
                BlockKind::Figure(_)
                | BlockKind::Quote { .. }
                | BlockKind::Code(_)
                | BlockKind::Definitions { .. }
                | BlockKind::Math { .. }
                | BlockKind::Details { .. }
                | BlockKind::Notes { .. }
                | BlockKind::Break => self.mark(block.span, OTHER),
            }
        }
    }

    fn table(&mut self, table: &Table, span: Span) {
        self.mark(span, "table-delimiter");
        if let Some(head) = &table.head {
            self.mark(head.span, "table-head");
        }
        for row in &table.rows {
            self.mark(row.span, "table-row");
        }
    }

    fn list(&mut self, list: &List) {
        for item in &list.items {
            let lines = self.range(item.span);
            for line in lines.clone() {
                let class = if line == *lines.start() { "list-item" } else { "list-continuation" };
                self.classes.insert(line, class);
            }
            for block in &item.blocks {
                if let BlockKind::List(inner) = &block.kind {
                    self.list(inner);
                }
            }
        }
    }
}
