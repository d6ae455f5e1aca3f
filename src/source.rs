//! Source bytes → text with addresses: files, spans, and byte offset ↔ line and column.
//!
//! Every node of the model and every diagnostic points into a [`SourceFile`] by a [`Span`]. This room
//! never opens a file: [`crate::input`] hands it the bytes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which file of a [`Sources`] a span lies in.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct FileId(pub u32);

/// A half-open range of bytes in the decoded text of one file. In JSON: `[file, start, end]`.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(from = "(FileId, u32, u32)", into = "(FileId, u32, u32)")]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a byte range; offsets past 4 GiB are cut to it (input is limited far below).
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: cut(start), end: cut(end.max(start)) }
    }

    /// The smallest span holding both; `self` when they lie in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<(FileId, u32, u32)> for Span {
    fn from((file, start, end): (FileId, u32, u32)) -> Span {
        Span { file, start, end }
    }
}

impl From<Span> for (FileId, u32, u32) {
    fn from(span: Span) -> Self {
        (span.file, span.start, span.end)
    }
}

/// A place as people count: both numbers start at 1, columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One source file: its name for people, its decoded text and where its lines start.
#[derive(Clone, Debug)]
pub struct SourceFile {
    id: FileId,
    name: String,
    text: String,
    line_starts: Vec<u32>,
    first_bad_byte: Option<usize>,
}

impl SourceFile {
    /// Decodes the bytes of a file. A byte-order mark stays in the text (a reader skips it); each
    /// ill-formed piece becomes U+FFFD, and [`SourceFile::first_bad_byte`] tells where the first was.
    pub fn new(id: FileId, name: impl Into<String>, bytes: Vec<u8>) -> SourceFile {
        let (text, first_bad_byte) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
            }
        };
        let line_starts = line_starts(&text);
        SourceFile { id, name: name.into(), text, line_starts, first_bad_byte }
    }

    /// The address used in spans.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The name shown to people: a path relative to where the run began, with forward slashes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Offset of the first byte that was not UTF-8; up to there the text has the offsets of the file.
    pub fn first_bad_byte(&self) -> Option<usize> {
        self.first_bad_byte
    }

    /// The text of a span; empty when the span does not lie on character borders of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|start| *start <= offset).max(1) as u32
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0) as usize;
        let mut end = (offset as usize).clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.text.get(start..end).map_or(0, |text| text.chars().count());
        Position { line: line as u32, column: column as u32 + 1 }
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0, self.text.len())
    }
}

/// Offsets of the first byte of every line; CR, LF and CR LF end a line.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    // Of a lesson most lines are a paragraph, or blank.
    let mut starts = Vec::with_capacity(1 + text.len() / 128);
    starts.push(0);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n') {
            starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
    }
    starts
}

/// All files that one book or one check reads, in the order they were added.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and gives its address.
    pub fn add(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> FileId {
        let id = FileId(self.files.last().map_or(0, |last| last.id.0.saturating_add(1)));
        self.files.push(SourceFile::new(id, name, bytes));
        id
    }

    /// The file of an address, if it was added here.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        let at = self.files.binary_search_by_key(&id.0, |file| file.id.0).ok()?;
        self.files.get(at)
    }

    /// Lets go of the files that are not wanted any more; the others keep their addresses.
    pub fn keep(&mut self, wanted: impl Fn(FileId) -> bool) {
        self.files.retain(|file| wanted(file.id));
    }

    /// The files in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let file = SourceFile::new(FileId(0), "a.md", "äb\r\ncd\re".into());
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        assert_eq!(file.position(5), Position { line: 2, column: 1 });
        assert_eq!(file.position(8), Position { line: 3, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 2 });
    }

    #[test]
    fn files_that_are_kept_keep_their_addresses() {
        let mut sources = Sources::default();
        let ids = ["a", "b", "c"].map(|name| sources.add(name, Vec::new()));
        sources.keep(|id| id != ids[1]);
        let names = ids.map(|id| sources.get(id).map(SourceFile::name));
        assert_eq!(names, [Some("a"), None, Some("c")]);
        let new = sources.add("d", Vec::new());
        assert_eq!(sources.get(new).map(SourceFile::name), Some("d"));
    }

    #[test]
    fn bad_bytes_are_replaced_and_located() {
        let file = SourceFile::new(FileId(0), "a.md", vec![b'a', 0xFF, b'b']);
        assert_eq!(file.text(), "a\u{FFFD}b");
        assert_eq!(file.first_bad_byte(), Some(1));
    }
}
