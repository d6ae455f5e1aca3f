//! Source text → [`Lesson`]. Never fails: what is wrong becomes a diagnostic, and the rest goes on.
//!
//! Two dialects lead to one model. *Flat*: bare lines, one line a paragraph, headings without marks
//! (`flat`). *Markdown*: CommonMark with tables and the constructs of lessons (`markdown`).
//! `dialect` decides between them when the author does not; `front_matter` reads the header;
//! `constructs` holds what both share: key terms, labels, leads, station references.
//!
//! Must not know: other lessons, numbering, the disk, any output format. Withholds nothing: policies
//! come later. Each pass takes time linear in the length of the text. Start at [`read`].

mod characters;
mod constructs;
mod dialect;
mod flat;
mod front_matter;
mod markdown;
mod outline;
mod possible;
mod settle;
mod split;
mod title;
mod trivia;
mod words;

use crate::config::{ClassifyTable, Recognition};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, CodeBlock, Dialect, LangTag, Lesson, Note, StationWords};
use crate::source::{SourceFile, Span};
pub use flat::{LineClass, LineVerdict, Reason, Reasons};
use std::borrow::Cow;
use std::ops::Range;
pub use title::from_name as title_from_name;

/// How a lesson is to be read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Which dialect; the front matter has the last word.
    pub dialect: DialectChoice,
    /// The path's language, for lessons whose front matter names none.
    pub language: Option<LangTag>,
    /// The word before the number in references such as “Station 10”.
    pub station_label: String,
    /// What bare lines are searched for; the front matter has the last word.
    pub classify: ClassifyTable,
    /// Whether the lesson keeps the places of what is not text.
    pub trivia: TriviaChoice,
    /// The title of a lesson that has none; where nobody gives one, it is made from the file's name.
    pub untitled: Option<String>,
    /// What keeps hostile input from filling the memory.
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            dialect: DialectChoice::Auto,
            language: None,
            station_label: "Station".to_owned(),
            classify: ClassifyTable::default(),
            trivia: TriviaChoice::Left,
            untitled: None,
            limits: Limits::default(),
        }
    }
}

/// Which dialect a lesson is read as.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum DialectChoice {
    /// The one its lines speak for.
    #[default]
    Auto,
    /// The flat one.
    Flat,
    /// Markdown.
    Markdown,
}

/// Whether typewriter quotes, dashes and dots become those of print. Only Markdown is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Punctuation {
    /// They do, by the rules of the lesson's language.
    Smart,
    /// They stay.
    AsWritten,
}

/// What becomes of the places of marks and white space, see [`Lesson::trivia`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum TriviaChoice {
    /// They are left out.
    #[default]
    Left,
    /// The lesson keeps them.
    Kept,
}

/// Bounds on what is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The longest file, in bytes.
    pub bytes: usize,
    /// How deep blocks may nest inside each other, and how deep pieces of running text may. Both together
    /// stay within what readers of JSON accept: 128 levels, of which each takes two.
    pub nesting: usize,
    /// How many marks, and lines of Markdown, are looked at. Text behind them is read as it stands: each mark
    /// takes many times its own byte in memory.
    pub marks: usize,
    /// How many lines are looked at. Text behind them is kept as it stands: each line may become a block,
    /// which takes many times its bytes in memory.
    pub lines: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 20_000_000, nesting: 24, marks: 300_000, lines: 100_000 }
    }
}

/// Reads a lesson. Never fails; reports into `diagnostics`. Where the lesson has no title, the stem of
/// the file's name gives one.
pub fn read(file: &SourceFile, options: &ReadOptions, diagnostics: &mut Diagnostics) -> Lesson {
    read_with(file, options, diagnostics, None).0
}

/// What each line that is not blank was taken for, and why. Empty for a lesson in Markdown, whose lines
/// have marks.
pub fn explain(file: &SourceFile, options: &ReadOptions) -> Vec<LineVerdict> {
    let mut unheard = Diagnostics::default();
    read_with(file, options, &mut unheard, Some(Vec::new())).1.unwrap_or_default()
}

/// Reads a lesson, and writes down what each line was taken for when there is somewhere to write it.
fn read_with(
    file: &SourceFile,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    verdicts: Option<Vec<LineVerdict>>,
) -> (Lesson, Option<Vec<LineVerdict>>) {
    let too_long = file.text().len() > options.limits.bytes;
    let whole = if too_long { "" } else { file.text() };
    if too_long {
        let message = format!("the file has {} bytes, more than {}", file.text().len(), options.limits.bytes);
        diagnostics.push(
            Diagnostic::new(Code::InputTooLarge, message).in_file(file.name()).help("split the lesson"),
        );
    }
    let text = characters::without_nul(whole);
    let header = front_matter::read(file, &text, diagnostics);
    let language = header.metadata.language.clone().or_else(|| options.language.clone());
    let guessed = || words::language::guess(text.get(header.body.clone()).unwrap_or_default());
    let spoken = language.as_ref().map(LangTag::primary).or_else(guessed);
    let words = words::Words::of(spoken);
    let station_label = header.station_label.clone().unwrap_or_else(|| options.station_label.clone());
    let marks = possible::Possible::of(&text, &station_label, &words);
    let mut cx = Context {
        file,
        text: &text,
        words,
        station_label,
        marks,
        limits: options.limits,
        untitled: options.untitled.as_deref(),
        classify: header.classify.over(options.classify),
        overrides: header.lines,
        verdicts,
        heading_levels: Vec::new(),
        reported_depth: false,
        marks_left: Some(options.limits.marks),
        language,
        punctuation: header.punctuation,
        notes: Vec::new(),
        diagnostics,
    };
    characters::report(&mut cx, header.body.clone());
    let choice = match header.dialect {
        DialectChoice::Auto => options.dialect,
        chosen => chosen,
    };
    let (body, beyond) = cx.within_lines(header.body.clone());
    let dialect = dialect::decide(&mut cx, body.clone(), choice);
    let (title, mut blocks) = match dialect {
        Dialect::Flat => flat::read(&mut cx, body, &header.metadata),
        Dialect::Markdown => markdown::read(&mut cx, body, &header.metadata),
    };
    if let Some(block) = cx.as_written(beyond) {
        // The notes of a lesson are its last block.
        let notes = usize::from(matches!(blocks.last(), Some(Block { kind: BlockKind::Notes { .. }, .. })));
        blocks.insert(blocks.len() - notes, block);
    }
    let mut metadata = header.metadata;
    if cx.classify.stations == Some(Recognition::Off) {
        metadata.stations = StationWords::Words;
    }
    let mut lesson = Lesson { file: file.id(), dialect, metadata, title, blocks, trivia: Vec::new() };
    lesson.blocks.splice(0..0, constructs::objectives::block(header.objectives));
    if let Some((text, span)) = header.disclaimer {
        constructs::disclaimer::add(&mut cx, &mut lesson.blocks, text, span);
    }
    if lesson.blocks.is_empty() && !too_long {
        let finding = Diagnostic::new(Code::EmptyLesson, "the lesson has no text").in_file(file.name());
        cx.diagnostics.push(finding.help("write the lesson, or remove the file"));
    }
    if options.trivia == TriviaChoice::Kept {
        lesson.trivia = trivia::between(file, &lesson, header.body.start);
    }
    (lesson, cx.verdicts)
}

/// What every step of reading one file needs.
pub(in crate::reader) struct Context<'a> {
    /// The file.
    file: &'a SourceFile,
    /// Its text, NUL replaced by another control character so that no parser stumbles; same offsets.
    text: &'a str,
    words: words::Words,
    station_label: String,
    /// The marks that its pieces may hold.
    marks: possible::Possible,
    limits: Limits,
    /// The title of a lesson that has none, where somebody gives one.
    untitled: Option<&'a str>,
    classify: ClassifyTable,
    /// What the front matter says about single lines.
    overrides: Vec<flat::LineOverride>,
    /// What each line was taken for, if anybody asks.
    verdicts: Option<Vec<LineVerdict>>,
    /// The level each heading has in the source (1 to 6) by its start, in reading order.
    heading_levels: Vec<(u32, u8)>,
    reported_depth: bool,
    /// How many more marks are looked at; none when the lesson had too many.
    marks_left: Option<usize>,
    /// The main language, if one is known.
    language: Option<LangTag>,
    punctuation: Punctuation,
    /// The notes found so far.
    notes: Vec<Note>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Context<'a> {
    /// The span of a range of the text.
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file.id(), range.start, range.end)
    }

    /// The number, from 1, of the line an offset lies in.
    fn line_number(&self, offset: usize) -> u32 {
        self.file.line(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// The text of a range; empty when it does not lie on character borders.
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Reports a finding at a place, with an order the author can follow.
    fn report(&mut self, code: Code, message: impl Into<String>, span: Span, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, message).at(span).help(help));
    }

    /// The part of a body whose lines are looked at, and the part behind it, which is reported if there is one.
    fn within_lines(&mut self, body: Range<usize>) -> (Range<usize>, Range<usize>) {
        let nothing = body.end..body.end;
        if body.len() <= self.limits.lines {
            return (body, nothing);
        }
        let ends = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let found = self.slice(body.clone()).match_indices(ends).nth(self.limits.lines);
        let Some(cut) = found.map(|(at, end)| body.start + at + end.len()).filter(|cut| *cut < body.end)
        else {
            return (body, nothing);
        };
        let message =
            format!("the lesson has more than {} lines; text from here on is plain", self.limits.lines);
        let span = self.span(cut..cut + self.slice(cut..body.end).chars().next().map_or(0, char::len_utf8));
        self.report(Code::InlineMarks, message, span, "split the lesson");
        (body.start..cut, cut..body.end)
    }

    /// A stretch of the text as a listing; none when nothing stands there.
    fn as_written(&self, range: Range<usize>) -> Option<Block> {
        let range = trimmed(self.text, range);
        let text = characters::clean_lines(self.slice(range.clone()));
        let kind = BlockKind::Code(CodeBlock { language: None, text });
        (!range.is_empty()).then(|| Block::new(kind, self.span(range)))
    }

    /// Takes the marks among some bytes from those that are looked at. Where there are too many, reports it
    /// once for each file, and gives the offset of the first that is too much.
    fn take_marks(&mut self, range: Range<usize>, is_mark: impl Fn(u8) -> bool) -> Result<(), usize> {
        let left = self.marks_left.ok_or(range.start)?;
        // A short lesson cannot have too many, even where some are looked at twice.
        if self.text.len() <= self.limits.marks / 4 {
            return Ok(());
        }
        let marks = self.slice(range.clone()).bytes().enumerate().filter(|(_, byte)| is_mark(*byte));
        let mut marks = marks.map(|(at, _)| range.start + at);
        let count = marks.by_ref().take(left).count();
        let beyond = marks.next();
        let Some(at) = beyond else {
            self.marks_left = Some(left - count);
            return Ok(());
        };
        self.marks_left = None;
        let message =
            format!("the lesson has more than {} marks; text from here on is plain", self.limits.marks);
        let span = self.span(at..at + 1);
        self.report(Code::InlineMarks, message, span, "split the lesson, or remove marks that mean nothing");
        Err(at)
    }

    /// Reports, once for each file, that something nests too deeply.
    fn report_depth(&mut self, range: Range<usize>) {
        if !self.reported_depth {
            self.reported_depth = true;
            let message = format!("something nests more than {} levels deep", self.limits.nesting);
            let span = self.span(range);
            self.report(Code::NestingTooDeep, message, span, "nest less deeply");
        }
    }
}

/// The range without white space at its ends.
pub(in crate::reader) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range };
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.end - (slice.len() - slice.trim_end().len());
    start..end.max(start)
}

/// A string without the copy when nothing had to change.
pub(in crate::reader) type Text<'a> = Cow<'a, str>;
