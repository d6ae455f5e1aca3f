//! A Markdown text → a lesson → the outline that `html` makes of HTML, and all the lesson's text.

use stationer::diagnostics::Diagnostics;
use stationer::model::{
    Alignment, Alt, Block, BlockKind, Image, Inline, InlineKind, Lesson, LinkTarget, ListMarker, Row, Table,
    Task, walk,
};
use stationer::reader::{self, DialectChoice, ReadOptions};
use stationer::source::Sources;

/// Stands before every example, so that no example is taken for the header of a lesson, and a short first
/// line not for its title.
const HEADER: &str = "---\ntitle: \"\u{2014}\"\nsmart: false\n---\n";

/// Reads an example.
pub(crate) fn read(markdown: &str) -> Lesson {
    let mut sources = Sources::default();
    let id = sources.add("example.md", format!("{HEADER}{markdown}").into_bytes());
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    let file = sources.get(id).expect("the file was just added");
    let mut lesson = reader::read(file, &options, &mut Diagnostics::default());
    // Calls of notes that are nowhere become text when references are settled, and are reported there.
    let mut names = std::collections::BTreeSet::new();
    walk::blocks(&lesson.blocks, &mut |block| {
        if let BlockKind::Notes { notes } = &block.kind {
            names.extend(notes.iter().map(|note| note.label.to_lowercase()));
        }
    });
    walk::inlines_mut(&mut lesson.blocks, &mut |inline| {
        if let InlineKind::NoteRef { label, .. } = &inline.kind
            && !names.contains(&label.to_lowercase())
        {
            inline.kind = InlineKind::Text { text: format!("[^{label}]") };
        }
    });
    lesson
}

/// All text of a lesson.
pub(crate) fn text(lesson: &Lesson) -> String {
    let mut out =
        walk::plain_text(&lesson.title.content).into_owned() + " " + &walk::block_text(&lesson.blocks);
    walk::blocks(&lesson.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            out.push_str(&walk::plain_text(&figure.caption));
        }
    });
    out
}

/// The outline of a lesson.
pub(crate) fn outline(lesson: &Lesson) -> String {
    let mut out = String::new();
    // A title of the header is nowhere in the text; any other goes back to its place.
    let own = !lesson.title.span.range().is_empty();
    let title = format!("title {}\n", inlines(&lesson.title.content));
    let behind = |block: &Block| {
        block.span.start > lesson.title.span.start || matches!(block.kind, BlockKind::Notes { .. })
    };
    let at = lesson.blocks.iter().position(behind);
    let (before, after) = lesson.blocks.split_at(at.unwrap_or(lesson.blocks.len()));
    blocks(before, 0, &mut out);
    if own {
        out.push_str(&title);
    }
    blocks(after, 0, &mut out);
    out
}

fn line(out: &mut String, depth: usize, line: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(line.trim_end());
    out.push('\n');
}

fn blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, content } => {
                line(out, depth, &format!("h{} {}", level.number(), inlines(content)));
            }
            BlockKind::Paragraph { content, .. } => line(out, depth, &format!("p {}", inlines(content))),
            BlockKind::Figure(figure) => line(out, depth, &format!("figure {}", image(&figure.image))),
            BlockKind::Quote { blocks } => {
                line(out, depth, "quote");
                self::blocks(blocks, depth + 1, out);
            }
            BlockKind::Code(code) => {
                let language = code.language.as_deref().unwrap_or_default();
                line(out, depth, &format!("code {language} {:?}", code.text));
            }
            BlockKind::Break => line(out, depth, "break"),
            BlockKind::Table(table) => self::table(table, depth, out),
            BlockKind::List(list) => {
                match list.marker {
                    ListMarker::Bullet => line(out, depth, "list"),
                    ListMarker::Number { start } => line(out, depth, &format!("list from {start}")),
                }
                for item in &list.items {
                    let task = match item.task {
                        Some(Task::Done) => " [x]",
                        Some(Task::Open) => " [ ]",
                        None => "",
                    };
                    line(out, depth + 1, &format!("-{task}"));
                    if !item.lead.is_empty() {
                        line(out, depth + 2, &format!("lead {}", inlines(&item.lead)));
                    }
                    self::blocks(&item.blocks, depth + 2, out);
                }
            }
            BlockKind::Math { tex } => line(out, depth, &format!("p {{display formula {}}}", kept(tex))),
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    entry.terms.iter().for_each(|term| line(out, depth, &format!("term {}", inlines(term))));
                    for meaning in &entry.meanings {
                        line(out, depth, "definition");
                        self::blocks(meaning, depth + 1, out);
                    }
                }
            }
            BlockKind::Notes { notes } => {
                for note in notes {
                    line(out, depth, &format!("note {}", note.label));
                    self::blocks(&note.blocks, depth + 1, out);
                }
            }
            other => {
                line(out, depth, "a construct of lessons");
                walk::each_list(other, |inner| self::blocks(inner, depth + 1, out));
            }
        }
    }
}

fn table(table: &Table, depth: usize, out: &mut String) {
    let align = table.alignments.iter().map(|alignment| match alignment {
        Alignment::Auto => '-',
        Alignment::Start => '<',
        Alignment::Center => '^',
        Alignment::End => '>',
    });
    line(out, depth, &format!("table {}", align.collect::<String>()));
    // An empty head is no head; it is one in HTML.
    let head = match &table.head {
        Some(head) => cells(head),
        None => vec![""; table.alignments.len()].join(" | "),
    };
    for row in std::iter::once(head).chain(table.rows.iter().map(cells)) {
        line(out, depth + 1, &format!("| {row}"));
    }
}

fn cells(row: &Row) -> String {
    row.cells.iter().map(|cell| inlines(&cell.content)).collect::<Vec<_>>().join(" | ")
}

/// Running text with its structure shown by braces, white space as single spaces.
fn inlines(content: &[Inline]) -> String {
    spaced(&content.iter().map(inline).collect::<String>())
}

fn inline(piece: &Inline) -> String {
    let inner = |content: &[Inline]| content.iter().map(inline).collect::<String>();
    match &piece.kind {
        InlineKind::Text { text } => text.clone(),
        InlineKind::Emphasis { content } => format!("{{em {}}}", inner(content)),
        InlineKind::Strong { content } => format!("{{strong {}}}", inner(content)),
        InlineKind::Strikethrough { content } => format!("{{del {}}}", inner(content)),
        InlineKind::Superscript { content } => format!("{{sup {}}}", inner(content)),
        InlineKind::Subscript { content } => format!("{{sub {}}}", inner(content)),
        InlineKind::Keyboard { text } => format!("{{kbd {text}}}"),
        InlineKind::Code { text } => format!("{{code {}}}", kept(text)),
        InlineKind::Link { target, title, content } => {
            let url = match target {
                LinkTarget::External { url } => url.clone(),
                LinkTarget::Unresolved { reference } | LinkTarget::Dead { reference } => reference.clone(),
                LinkTarget::Internal { target } => format!("#{target}"),
            };
            let title = title.as_ref().map_or(String::new(), |title| format!(" «{title}»"));
            format!("{{link {}{title}: {}}}", address(&url), inner(content))
        }
        InlineKind::Image(picture) => format!("{{image {}}}", image(picture)),
        InlineKind::StationRef { text, .. } => format!("{{station {text}}}"),
        InlineKind::Math { tex } => format!("{{inline formula {}}}", kept(tex)),
        InlineKind::NoteRef { label, .. } => format!("{{note {label}}}"),
        InlineKind::SoftBreak => "\n".to_owned(),
        InlineKind::LineBreak => "{br}".to_owned(),
        other => walk::inner_content(other).map_or(String::new(), |content| inner(content)),
    }
}

fn image(image: &Image) -> String {
    let title = image.title.as_ref().map_or(String::new(), |title| format!(" «{title}»"));
    let alt = match &image.alt {
        Alt::Text(alt) => alt.trim(),
        Alt::Decorative | Alt::Missing => "",
    };
    format!("{}{title}: {alt}", address(&image.source))
}

/// White space as single spaces, none at the ends and none around a line break; no-break spaces stay.
pub(crate) fn spaced(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ").replace(" {br}", "{br}").replace("{br} ", "{br}").trim_end_matches("{br}").to_owned()
}

/// The text of code, its spaces safe from [`spaced`].
pub(crate) fn kept(text: &str) -> String {
    text.replace(['\n', ' '], "␣")
}

/// An address without percent signs for characters, as different writers escape different ones.
pub(crate) fn address(url: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace(' ', "%20")
}
