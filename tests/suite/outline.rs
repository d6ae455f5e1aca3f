//! A lesson as a short outline, for snapshots: one line a block, marks for what stands inside it.

use stationer::diagnostics::{Diagnostics, render};
use stationer::model::{
    Alignment, Alt, Block, BlockKind, Inline, InlineKind, Introduces, Lesson, LinkTarget, ListMarker, Row,
    Task, walk,
};
use stationer::reader::{ReadOptions, read};
use stationer::source::Sources;

/// Reads a text by the name of a file.
pub(crate) fn read_as(name: &str, text: &[u8], options: &ReadOptions) -> (Lesson, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let id = sources.add(name, text.to_vec());
    let mut diagnostics = Diagnostics::default();
    let file = sources.get(id).expect("the file was just added");
    let lesson = read(file, options, &mut diagnostics);
    diagnostics.sort(&sources);
    (lesson, diagnostics, sources)
}

/// The outline of a lesson and its findings.
pub(crate) fn outline(name: &str, text: &str, options: &ReadOptions) -> String {
    let (lesson, diagnostics, sources) = read_as(name, text.as_bytes(), options);
    let mut out = format!("{:?} «{}»\n", lesson.dialect, inlines(&lesson.title.content)).to_lowercase_first();
    blocks(&lesson.blocks, 0, &mut out);
    for (key, value) in &lesson.metadata.extra {
        out.push_str(&format!("extra {key}: {value}\n"));
    }
    for diagnostic in diagnostics.iter() {
        out.push_str(&format!("! {}\n", render::short(diagnostic, &sources)));
    }
    out
}

trait LowercaseFirst {
    fn to_lowercase_first(self) -> String;
}

impl LowercaseFirst for String {
    fn to_lowercase_first(mut self) -> String {
        if let Some(first) = self.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        self
    }
}

/// The outline of some blocks.
pub(crate) fn blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let indent = "  ".repeat(depth);
        let id = block.id.as_ref().map_or(String::new(), |id| format!(" #{id}"));
        let (line, inner) = describe(&block.kind);
        out.push_str(&format!("{indent}{line}{id}\n"));
        match &block.kind {
            BlockKind::List(list) => {
                for item in &list.items {
                    let task = match item.task {
                        Some(Task::Open) => "[ ] ",
                        Some(Task::Done) => "[x] ",
                        None => "",
                    };
                    let lead = if item.lead.is_empty() {
                        String::new()
                    } else {
                        format!("<{}> ", inlines(&item.lead))
                    };
                    out.push_str(&format!("{indent}  - {task}{lead}\n").replace(" \n", "\n"));
                    self::blocks(&item.blocks, depth + 2, out);
                }
            }
            BlockKind::Table(table) => {
                for row in table.head.iter().chain(&table.rows) {
                    out.push_str(&format!("{indent}  {}\n", cells(row)));
                }
            }
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    entry.terms.iter().for_each(|term| {
                        out.push_str(&format!("{indent}  term {}\n", inlines(term)));
                    });
                    for meaning in &entry.meanings {
                        out.push_str(&format!("{indent}  means\n"));
                        self::blocks(meaning, depth + 2, out);
                    }
                }
            }
            BlockKind::Notes { notes } => {
                for note in notes {
                    out.push_str(&format!("{indent}  note {}\n", note.label));
                    self::blocks(&note.blocks, depth + 2, out);
                }
            }
            _ => {
                for blocks in inner {
                    self::blocks(blocks, depth + 1, out);
                }
            }
        }
    }
}

fn describe(kind: &BlockKind) -> (String, Vec<&Vec<Block>>) {
    let line = match kind {
        BlockKind::Heading { level, content } => format!("h{} {}", level.number(), inlines(content)),
        BlockKind::Paragraph { content, introduces } => {
            let leads_to = match introduces {
                Introduces::Nothing => "",
                Introduces::List => " ↓list",
                Introduces::Table => " ↓table",
                Introduces::Other => " ↓other",
            };
            format!("p {}{leads_to}", inlines(content))
        }
        BlockKind::List(list) => match list.marker {
            ListMarker::Bullet => "list".to_owned(),
            ListMarker::Number { start } => format!("list from {start}"),
        },
        BlockKind::Table(table) => {
            let align: String = table.alignments.iter().map(letter).collect();
            let head = if table.head.is_some() { "" } else { " headless" };
            format!("table {align}{head} {}", inlines(&table.caption)).trim_end().to_owned()
        }
        BlockKind::Figure(figure) => format!(
            "figure {} «{}» {}",
            alt(&figure.image.alt),
            figure.image.source,
            inlines(&figure.caption)
        )
        .trim_end()
        .to_owned(),
        BlockKind::Quote { .. } => "quote".to_owned(),
        BlockKind::Code(code) => format!("code {} {:?}", code.language.as_deref().unwrap_or("-"), code.text),
        BlockKind::KeyTerm(key_term) => format!("key term «{}»", inlines(&key_term.term)),
        BlockKind::Callout(callout) => {
            format!("{} {}", callout.kind.name(), inlines(&callout.title)).trim_end().to_owned()
        }
        BlockKind::Takeaway { .. } => "takeaway".to_owned(),
        BlockKind::Teaser { .. } => "teaser".to_owned(),
        BlockKind::Disclaimer { kind, .. } => format!("disclaimer {kind:?}"),
        BlockKind::Boilerplate { kind, .. } => format!("boilerplate {kind:?}"),
        BlockKind::Group { name, .. } => format!("group {name}"),
        BlockKind::Definitions { .. } => "definitions".to_owned(),
        BlockKind::Math { tex } => format!("math {tex:?}"),
        BlockKind::Details { summary, .. } => format!("details {}", inlines(summary)),
        BlockKind::Notes { .. } => "notes".to_owned(),
        BlockKind::Break => "break".to_owned(),
    };
    let mut inside = Vec::new();
    walk::each_list(kind, |blocks| inside.push(blocks));
    (line, inside)
}

fn letter(alignment: &Alignment) -> char {
    match alignment {
        Alignment::Auto => '-',
        Alignment::Start => '<',
        Alignment::Center => '^',
        Alignment::End => '>',
    }
}

fn cells(row: &Row) -> String {
    row.cells.iter().map(|cell| inlines(&cell.content)).collect::<Vec<_>>().join(" | ")
}

fn alt(alt: &Alt) -> String {
    match alt {
        Alt::Text(text) => format!("\"{text}\""),
        Alt::Decorative => "decorative".to_owned(),
        Alt::Missing => "missing".to_owned(),
    }
}

/// Running text with its structure shown by braces.
pub(crate) fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

fn inline(piece: &Inline) -> String {
    match &piece.kind {
        InlineKind::Text { text } => shortened(text),
        InlineKind::Emphasis { content } => format!("{{em {}}}", inlines(content)),
        InlineKind::Strong { content } => format!("{{strong {}}}", inlines(content)),
        InlineKind::Strikethrough { content } => format!("{{del {}}}", inlines(content)),
        InlineKind::Superscript { content } => format!("{{sup {}}}", inlines(content)),
        InlineKind::Subscript { content } => format!("{{sub {}}}", inlines(content)),
        InlineKind::Highlight { content } => format!("{{mark {}}}", inlines(content)),
        InlineKind::Small { content } => format!("{{small {}}}", inlines(content)),
        InlineKind::Abbreviation { content, expansion } => {
            format!("{{abbr {} = {expansion}}}", inlines(content))
        }
        InlineKind::Math { tex } => format!("{{math {tex}}}"),
        InlineKind::NoteRef { label, .. } => format!("{{note {label}}}"),
        InlineKind::Code { text } => format!("{{code {text}}}"),
        InlineKind::Keyboard { text } => format!("{{kbd {text}}}"),
        InlineKind::Language { content, .. } => format!("{{lang {}}}", inlines(content)),
        InlineKind::TermRef { content, target, .. } => format!("{{term {target}: {}}}", inlines(content)),
        InlineKind::IndexMark { content, entry, .. } => {
            format!("{{index {}: {}}}", entry.join("!"), inlines(content))
        }
        InlineKind::Link { target, content, .. } => {
            let target = match target {
                LinkTarget::External { url } => format!("→{url}"),
                LinkTarget::Unresolved { reference } => format!("?{reference}"),
                LinkTarget::Internal { target } => format!("#{target}"),
                LinkTarget::Dead { reference } => format!("×{reference}"),
            };
            format!("{{link {target} {}}}", inlines(content))
        }
        InlineKind::Image(image) => format!("{{image {} «{}»}}", alt(&image.alt), image.source),
        InlineKind::StationRef { number, text, .. } => format!("{{station {number} {text}}}"),
        InlineKind::SoftBreak => "⏎".to_owned(),
        InlineKind::LineBreak => "⏎⏎".to_owned(),
    }
}

/// Long text by its start and end, so that a snapshot of a real lesson can be read.
fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= 90 {
        return text.to_owned();
    }
    let head: String = text.chars().take(40).collect();
    let tail: String = text.chars().skip(count - 30).collect();
    format!("{head}…{tail}")
}
