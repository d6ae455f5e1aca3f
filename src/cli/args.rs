//! What can be typed. Each option as its user thinks of it; what it means is settled elsewhere.

use crate::batch::Pt;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The program.
#[derive(Parser, Debug)]
#[command(name = "stationer", version, about = "Turns lesson Markdown into e-books and printable handouts")]
#[command(after_help = "Exit codes: 0 all done · 1 some input had errors, the rest was exported · \
    2 the command line or a configuration file is wrong, nothing was written · 3 a file could not be read or written")]
pub(super) struct Arguments {
    /// How messages are shown.
    #[command(flatten)]
    pub(super) messages: Messages,
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// How messages are shown.
#[derive(Args, Clone, Debug)]
pub(super) struct Messages {
    /// The form of findings on standard error
    #[arg(long, global = true, value_enum, value_name = "FORM", default_value_t)]
    pub(super) message_format: MessageFormat,
    /// Whether messages are coloured; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: When,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Show notes too, and list the files that were written on standard output
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

/// The form of findings.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum MessageFormat {
    /// With the place in its source and what to do
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object on a line each
    Json,
}

/// When something is done.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum When {
    /// On a terminal
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Make books and handouts of lessons, paths or whole libraries
    Export(Export),
    /// Report everything that export would report, without writing
    Check(Check),
    /// Print the document model of a lesson or a path as JSON
    Model(Model),
    /// Make a new learning path to start from
    Init(Init),
    /// List the formats there are
    Formats,
    /// Say why a finding matters and how to mend it
    Explain(Explain),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// What is made, and how.
#[derive(Args, Clone, Debug)]
pub(super) struct Making {
    /// Lessons (.md, .markdown, .txt, or - for standard input), folders of lessons, or folders of such
    /// folders
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// The formats to make, as `stationer formats` lists them [default: epub,pdf]
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub(super) to: Vec<String>,
    /// What to make of a path: one book, one document for each lesson, or both; a lesson that is given
    /// directly is always a document of its own
    #[arg(long, value_enum, default_value_t)]
    pub(super) unit: Unit,
    /// A named set of choices of theme and layout; one other than `book` adds its name to file names
    #[arg(long, value_name = "NAME", default_value = "book")]
    pub(super) profile: String,
    /// A theme by its name or its .toml file, instead of the profile's
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) theme: Option<String>,
    /// The paper of PDF files, instead of the profile's: a4, letter, a5, 6x9in, or a size like 170x240mm
    #[arg(long, value_name = "PAPER")]
    pub(super) paper: Option<String>,
    /// How far grounds and pictures at the edge go on beyond it, for sheets that are cut: 3mm, 0.125in, 9pt
    #[arg(long, value_name = "LENGTH", value_parser = bleed)]
    pub(super) bleed: Option<Pt>,
    /// Show on each sheet where to cut
    #[arg(long)]
    pub(super) crop_marks: bool,
    /// A font file, or a folder of them, for letters that the built-in fonts lack; may be repeated. Those
    /// of the variable STATIONER_FONT_PATHS come behind
    #[arg(long = "font-path", value_name = "PATH")]
    pub(super) font_paths: Vec<PathBuf>,
    /// Look for such letters in the fonts of this system too; results then depend on the machine
    #[arg(long)]
    pub(super) system_fonts: bool,
    /// How to read lessons
    #[arg(long, value_enum, default_value_t)]
    pub(super) dialect: Dialect,
    /// How many threads work at once [default: one for each core]
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Take warnings for errors; with `=layout` also lines, tables and pages that are not set as they should be
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "warnings"
    )]
    pub(super) strict: Option<Strict>,
    /// Write a machine-readable account of the run to this file
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

/// What fails a run besides errors.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Strict {
    /// Warnings
    Warnings,
    /// Warnings, and notes on how pages are set
    Layout,
}

/// How far a sheet bleeds, such as `3mm`.
fn bleed(text: &str) -> Result<Pt, String> {
    match Pt::from_text(text) {
        Some(bleed) if (Pt::ZERO..=Pt::new(72)).contains(&bleed) => Ok(bleed),
        Some(_) => Err("a bleed is from 0 to 1in".to_owned()),
        None => Err("a length is like 3mm, 0.125in or 9pt".to_owned()),
    }
}

/// What to make of a path.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Unit {
    /// One book of all lessons
    #[default]
    Path,
    /// One document for each lesson
    Lesson,
    /// Both
    Both,
}

/// How lessons are read.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Dialect {
    /// As their lines suggest
    #[default]
    Auto,
    /// As bare lines, one a paragraph
    Flat,
    /// As Markdown
    Markdown,
}

/// `export`.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// What is made.
    #[command(flatten)]
    pub(super) making: Making,
    /// A folder for the results; or, for a single result, its file, whose suffix names the format
    #[arg(short, long, value_name = "PATH", default_value = "out")]
    pub(super) output: PathBuf,
    /// Rebuild what is up to date; every run does so already, and the same input gives the same bytes
    #[arg(long)]
    pub(super) force: bool,
}

/// `check`.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// What would be made.
    #[command(flatten)]
    pub(super) making: Making,
    /// Print what each line of a flat lesson was taken for, and why, on standard output
    #[arg(long)]
    pub(super) explain_lines: bool,
}

/// `model`.
#[derive(Args, Debug)]
pub(super) struct Model {
    /// A lesson (- for standard input), which is shown as it was read; or a path, shown as a resolved book
    #[arg(value_name = "INPUT", required_unless_present = "schema")]
    pub(super) input: Option<PathBuf>,
    /// Print the JSON Schema of the model instead
    #[arg(long, conflicts_with = "input")]
    pub(super) schema: bool,
    /// How to read lessons
    #[arg(long, value_enum, default_value_t)]
    pub(super) dialect: Dialect,
}

/// `init`.
#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder to make; it must be empty if it exists
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
}

/// `explain`.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The code of a finding, such as `alt-missing`; none lists them all
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// `completions`.
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}
