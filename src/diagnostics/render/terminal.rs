//! A finding with its place in the source, carets under it, and help below: for people at a terminal.

use super::harmless;
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::source::{SourceFile, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// A line longer than this, in bytes, is cut here; the renderer cuts shorter ones to the width of a screen,
/// but measures all of them.
const LONGEST_LINE: usize = 8000;
/// How much of a long line is shown before the place, and behind its first character, in bytes.
const AROUND: (usize, usize) = (200, 400);

/// Whether the text is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    /// Characters only.
    Plain,
    /// With ANSI colours.
    Ansi,
}

/// Several lines, without the last line's end.
pub fn terminal(diagnostic: &Diagnostic, sources: &Sources, color: Color) -> String {
    let level = match diagnostic.severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = match &diagnostic.place {
        Place::Span(span) => match sources.get(span.file) {
            Some(file) => shown(Group::with_title(title), file, *span, diagnostic.label.as_deref()),
            None => Group::with_title(title),
        },
        Place::File(name) => Group::with_title(title).element(Origin::path(harmless(name))),
        Place::Nowhere => Group::with_title(title),
    };
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match color {
        Color::Plain => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// The first line of the span, marked; the rest of a longer span adds nothing to find it by.
fn shown<'a>(group: Group<'a>, file: &'a SourceFile, span: Span, label: Option<&str>) -> Group<'a> {
    let at = file.position(span.start);
    let start = border(file.text(), span.start);
    let (before, behind) = file.text().split_at(start);
    let line_start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line_end = start + behind.find(['\n', '\r']).unwrap_or(behind.len());
    let line = file.text().get(line_start..line_end).unwrap_or_default();
    let name = harmless(file.name());
    let end = border(file.text(), span.end).clamp(start, line_end);
    let marked = start - line_start..end - line_start;
    let annotation = |marked| AnnotationKind::Primary.span(marked).label(label.map(harmless));
    let line_number = at.line as usize;
    if line.len() <= LONGEST_LINE {
        let snippet = Snippet::source(line).path(name).line_start(line_number);
        return group.element(snippet.annotation(annotation(marked)));
    }
    // The cut line counts its columns anew, so the place is named beside it.
    let (shown, marked) = cut(line, marked);
    let place = Origin::path(name).line(line_number).char_column(at.column as usize);
    let snippet = Snippet::source(shown).line_start(line_number);
    group.element(place).element(snippet.annotation(annotation(marked)))
}

/// The part of a long line around a place, with marks where it was cut, and the place in it.
fn cut(line: &str, marked: Range<usize>) -> (String, Range<usize>) {
    let from = border(line, marked.start.saturating_sub(AROUND.0) as u32);
    let to = border(line, (marked.start + AROUND.1).min(line.len()) as u32).max(marked.start);
    let before = if from > 0 { "…" } else { "" };
    let behind = if to < line.len() { "…" } else { "" };
    let text = format!("{before}{}{behind}", line.get(from..to).unwrap_or_default());
    let moved = |at: usize| at.min(to) - from + before.len();
    (text, moved(marked.start)..moved(marked.end))
}

/// The border of a character at or before an offset.
fn border(text: &str, offset: u32) -> usize {
    let mut at = (offset as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::diagnostics::render::{json, short};
    use crate::source::FileId;

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add("lessons/03-cells.md", text.into());
        sources
    }

    #[test]
    fn a_finding_shows_its_line_and_what_to_do() {
        let sources = sources("Cells\r\n\r\nSee ![](cell.png) ä\r\nEnd");
        let finding = Diagnostic::new(Code::AltMissing, "the figure has no alternative text")
            .at(Span::new(FileId(0), 13, 26))
            .label("this picture")
            .help("describe what the picture tells");
        insta::assert_snapshot!(terminal(&finding, &sources, Color::Plain), @r"
        warning[alt-missing]: the figure has no alternative text
         --> lessons/03-cells.md:3:5
          |
        3 | See ![](cell.png) ä
          |     ^^^^^^^^^^^^^ this picture
          |
          = help: describe what the picture tells
        ");
        insta::assert_snapshot!(short(&finding, &sources), @r"lessons/03-cells.md:3:5: warning[alt-missing]: the figure has no alternative text");
        insta::assert_snapshot!(json(&finding, &sources), @r#"{"code":"alt-missing","severity":"warning","message":"the figure has no alternative text","file":"lessons/03-cells.md","line":3,"column":5,"end-line":3,"end-column":18,"help":["describe what the picture tells"]}"#);
        assert!(terminal(&finding, &sources, Color::Ansi).contains("\u{1b}["));
    }

    #[test]
    fn a_span_of_several_lines_shows_the_first() {
        let sources = sources("one\ntwo\nthree");
        let finding = Diagnostic::new(Code::UnclosedDiv, "the div `note` is not closed").at(Span::new(
            FileId(0),
            4,
            13,
        ));
        insta::assert_snapshot!(terminal(&finding, &sources, Color::Plain), @r"
        warning[unclosed-div]: the div `note` is not closed
         --> lessons/03-cells.md:2:1
          |
        2 | two
          | ^^^
        ");
    }

    #[test]
    fn a_finding_about_a_file_or_nothing_has_no_lines() {
        let sources = Sources::default();
        let finding = Diagnostic::new(Code::UnreadableFile, "`a.md` does not exist")
            .in_file("a.md")
            .help("check the path");
        insta::assert_snapshot!(terminal(&finding, &sources, Color::Plain), @r"
        error[unreadable-file]: `a.md` does not exist
        --> a.md
         = help: check the path
        ");
        let finding = Diagnostic::new(Code::UnknownBackend, "there is no format `mobi`");
        insta::assert_snapshot!(terminal(&finding, &sources, Color::Plain), @r"error[unknown-backend]: there is no format `mobi`");
    }

    fn shown(text: &str, at: &str) -> String {
        let sources = sources(text);
        let start = text.find(at).expect("the text holds the place");
        let span = Span::new(FileId(0), start, start + at.len());
        terminal(
            &Diagnostic::new(Code::LinkUnknown, "nowhere").at(span).label("here"),
            &sources,
            Color::Plain,
        )
    }

    #[test]
    fn carets_stand_under_what_they_mark() {
        let text = "\ttab [a](b) end\r\n日本語の[a](c)。\r\ne\u{301}e\u{301} [a](d)\r\nשלום [a](e) עולם\r\n👩‍🔬 [a](f)";
        insta::assert_snapshot!(
            ["[a](b)", "[a](c)", "[a](d)", "[a](e)", "[a](f)"].map(|at| shown(text, at)).join("\n\n")
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let words = "ein Satz über Flüsse ".repeat(200);
        let text = format!("# T\n\n{words}[a](b) {words}");
        insta::assert_snapshot!(shown(&text, "[a](b)"));
        let thai = "แม่น้ำ".repeat(300);
        insta::assert_snapshot!(shown(&format!("{thai}[a](b)"), "[a](b)"));
    }

    #[test]
    fn places_at_the_edges_and_hostile_text_are_shown_safely() {
        let long = "x".repeat(5000);
        for text in ["", "\n", "\u{1b}[2J", "a\u{202E}b", "\u{FEFF}ab", long.as_str()] {
            let sources = sources(text);
            for (start, end) in [(0, 0), (0, 1), (1, 1), (2, 9), (99, 99)] {
                let finding = Diagnostic::new(Code::ControlCharacter, "a \u{7} \u{1b}[31m control character")
                    .at(Span::new(FileId(0), start, end))
                    .label(text);
                let shown = terminal(&finding, &sources, Color::Plain);
                assert!(!shown.contains('\u{1b}'), "{shown:?}");
                assert!(!short(&finding, &sources).contains(['\u{1b}', '\u{7}', '\n']));
                assert!(shown.len() < 20_000);
            }
        }
    }
}
