//! Hostile texts → how much time and memory they cost: each in each dialect, in a process of its own.
//!
//! `cargo bench --bench hostile -- [WORDS OF A NAME] [--megabytes N]` prints a line for each text: the
//! seconds of processor time that reading it, settling its references, writing its model and telling its
//! findings took together, and the most memory the process held for each byte of text. It fails when
//! reading 10 MB takes more than two seconds, or holds more than thirty times the text. The memory needs
//! the `/proc` of Linux; elsewhere that figure is zero.

#![allow(clippy::print_stdout, reason = "the figures are what it is run for")]

#[path = "../tests/suite/hostile_cases.rs"]
mod hostile_cases;
mod processor_time;

use criterion::measurement::Measurement as _;
use processor_time::ProcessorTime;
use stationer::diagnostics::{Diagnostics, render};
use stationer::model::Document;
use stationer::reader::{DialectChoice, ReadOptions, read};
use stationer::resolve::{Counting, LessonPictures, PlacedLesson, Scope, resolve};
use stationer::source::Sources;
use std::process::{Command, ExitCode};

/// What one text may cost for reading alone, in seconds, and in bytes for each byte of it.
const MOST_SECONDS: f64 = 2.0;
const MOST_MEMORY: f64 = 30.0;

const DIALECTS: [(&str, DialectChoice); 3] =
    [("auto", DialectChoice::Auto), ("flat", DialectChoice::Flat), ("markdown", DialectChoice::Markdown)];

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let mut option = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.remove(at);
        (at < words.len()).then(|| words.remove(at))
    };
    let megabytes: usize = option("--megabytes").and_then(|n| n.parse().ok()).unwrap_or(10);
    if let (Some(case), Some(dialect)) = (option("--case"), option("--dialect")) {
        one(&case, &dialect, megabytes * 1_000_000);
        return ExitCode::SUCCESS;
    }
    let wanted = words.join(" ");
    let mut failed = 0;
    for case in hostile_cases::cases().filter(|case| case.name.contains(&wanted)) {
        let mut line = format!("{:32}", case.name);
        for (dialect, _) in DIALECTS {
            let (told, good) = spawn(case.name, dialect, megabytes);
            failed += u32::from(!good);
            line.push_str(&format!("  {dialect} {told}{}", if good { "" } else { " !" }));
        }
        println!("{line}");
    }
    println!("{failed} over the limits");
    ExitCode::from(u8::from(failed > 0))
}

/// Runs one case in a process of its own: what it told, and whether it stayed within the limits.
fn spawn(case: &str, dialect: &str, megabytes: usize) -> (String, bool) {
    let own = std::env::current_exe().expect("a program knows where it is");
    let size = megabytes.to_string();
    let output = Command::new(own)
        .args(["--case", case, "--dialect", dialect, "--megabytes", &size])
        .output()
        .expect("the program can be started again");
    let told = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let figures: Vec<f64> = told.split(' ').filter_map(|word| word.parse().ok()).collect();
    match figures.as_slice() {
        [read, whole, memory] => {
            let good = *read <= MOST_SECONDS && *memory <= MOST_MEMORY;
            (format!("{read:5.2} s, with the rest {whole:5.2} s, {memory:4.1} x"), good)
        }
        _ => ("did not end well".to_owned(), false),
    }
}

/// Reads one text and does with it what `check` and `model` do before they compose pages.
fn one(case: &str, dialect: &str, size: usize) {
    let case = hostile_cases::cases().find(|known| known.name == case).expect("a known case");
    let dialect = DIALECTS.iter().find(|(name, _)| *name == dialect).expect("a known dialect").1;
    let text = (case.make)(size).into_bytes();
    let bytes = text.len().max(1_000_000) as f64;
    let started = ProcessorTime.start();
    let mut sources = Sources::default();
    let id = sources.add("lesson.md", text);
    let file = sources.get(id).expect("the file was just added");
    let mut diagnostics = Diagnostics::default();
    let options = ReadOptions { dialect, ..ReadOptions::default() };
    let lesson = read(file, &options, &mut diagnostics);
    let reading = ProcessorTime.end(started).as_secs_f64();
    let memory = peak_memory() / bytes;
    let document = Document::lesson(lesson.clone());
    let json = document.json().expect("every model has a JSON form");
    drop((document, json));
    let placed = PlacedLesson {
        lesson,
        reference: "lesson.md".into(),
        stem: "lesson".into(),
        part: 0,
        counting: Counting::Counted,
    };
    let resolved = resolve(vec![placed], &[LessonPictures::default()], &Scope::Path, &mut diagnostics);
    diagnostics.sort(&sources);
    let told: usize = diagnostics.iter().map(|finding| render::json(finding, &sources).len()).sum();
    let whole = ProcessorTime.end(started).as_secs_f64();
    println!("{:.2} {whole:.2} {memory:.1}", reading);
    drop((resolved, told));
}

/// The most memory this process has held, in bytes.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1024.0
}
