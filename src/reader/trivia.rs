//! A lesson and its file → the places of what is not text: marks, labels and white space. Either dialect.

use crate::model::{Block, BlockKind, Inline, InlineKind, Lesson, Trivia, TriviaKind, walk};
use crate::source::{SourceFile, Span};
use std::ops::Range;

/// Everything between the pieces of text of a lesson; the body begins at `body`.
pub(in crate::reader) fn between(file: &SourceFile, lesson: &Lesson, body: usize) -> Vec<Trivia> {
    let mut texts: Vec<Range<usize>> =
        text_spans(file, lesson).into_iter().map(Span::range).filter(|range| !range.is_empty()).collect();
    texts.sort_by_key(|range| (range.start, range.end));
    let mut found = Gaps { file, body, trivia: Vec::new() };
    let mut at = 0;
    for range in texts {
        found.gap(at..range.start);
        at = at.max(range.end);
    }
    found.gap(at..file.text().len());
    found.trivia
}

/// The places of all text of a lesson, in the order of the model.
fn text_spans(file: &SourceFile, lesson: &Lesson) -> Vec<Span> {
    let mut spans = Vec::new();
    leaves(&lesson.title.content, &mut spans);
    walk::blocks(&lesson.blocks, &mut |block| {
        walk::each_line(&block.kind, |content| leaves(content, &mut spans));
        spans.extend(own_text(file, block));
    });
    spans
}

/// Adds the places of the pieces of running text that hold no other pieces.
fn leaves(content: &[Inline], spans: &mut Vec<Span>) {
    walk::content(content, &mut |inline| match &inline.kind {
        InlineKind::Text { .. }
        | InlineKind::Code { .. }
        | InlineKind::Keyboard { .. }
        | InlineKind::StationRef { .. }
        | InlineKind::Image(_) => spans.push(inline.span),
        _ => {}
    });
}

/// The place of the text that a block has besides running text.
fn own_text(file: &SourceFile, block: &Block) -> Option<Span> {
    match &block.kind {
        BlockKind::Figure(_) => Some(block.span),
        BlockKind::Code(_) => {
            let whole = block.span.range();
            let text = file.slice(block.span);
            let fence = text.starts_with("```") || text.starts_with("~~~");
            let start = if fence { text.find(['\n', '\r']).unwrap_or(text.len()) } else { 0 };
            let last = text.rfind(['\n', '\r']).map_or(0, |at| at + 1).max(start);
            let closed = fence && text.get(last..).is_some_and(|line| line.trim().starts_with(['`', '~']));
            let end = if closed { last } else { text.len() };
            Some(Span::new(file.id(), whole.start + start, whole.start + end.max(start)))
        }
        _ => None,
    }
}

struct Gaps<'f> {
    file: &'f SourceFile,
    body: usize,
    trivia: Vec<Trivia>,
}

impl Gaps<'_> {
    /// Takes what stands between two texts: a line at a time, the marks on it apart from the white space
    /// around them.
    fn gap(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let header = range.start..range.end.min(self.body);
        self.push(header, TriviaKind::FrontMatter);
        let mut at = range.start.max(self.body);
        let rest = self.file.text().get(at..range.end).unwrap_or_default();
        for line in rest.split_inclusive(['\n', '\r']) {
            let end = at + line.len();
            let start = at + (line.len() - line.trim_start().len());
            let stop = at + line.trim_end().len();
            if start >= stop {
                self.push(at..end, TriviaKind::WhiteSpace);
            } else {
                self.push(at..start, TriviaKind::WhiteSpace);
                self.push(start..stop, TriviaKind::Syntax);
                self.push(stop..end, TriviaKind::WhiteSpace);
            }
            at = end;
        }
    }

    /// Adds a piece, joined to one of its kind before it when that is white space.
    fn push(&mut self, range: Range<usize>, kind: TriviaKind) {
        if range.is_empty() {
            return;
        }
        let span = Span::new(self.file.id(), range.start, range.end);
        match self.trivia.last_mut() {
            Some(last)
                if last.kind == kind && kind == TriviaKind::WhiteSpace && last.span.end == span.start =>
            {
                last.span = last.span.to(span);
            }
            _ => self.trivia.push(Trivia { span, kind }),
        }
    }
}
