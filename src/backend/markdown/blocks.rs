//! Blocks → Markdown, in the canonical form of each construct. Knows no metadata.
//!
//! Divs are lines of colons; the boxes that GitHub knows are alerts, as long as they hold no div.

use super::escape;
use super::inlines::{self, Place};
use super::{Form, Loss};
use crate::model::{
    Alignment, Alt, Block, BlockKind, Callout, CalloutKind, CodeBlock, Definition, Figure, HeadingLevel,
    Inline, InlineKind, KeyTerm, List, ListItem, ListMarker, Note, Origin, Row, Table, Task, walk,
};

/// Writes blocks; `deeper` is added to the level of every heading.
pub(super) fn write(blocks: &[Block], deeper: u8, form: &mut Form) -> String {
    Writer { deeper, form }.blocks(blocks)
}

struct Writer<'a> {
    deeper: u8,
    form: &'a mut Form,
}

impl Writer<'_> {
    /// Blocks with an empty line between them, without a line end behind the last.
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut other_marker = false;
        let mut last: Option<&BlockKind> = None;
        for block in blocks.iter().filter(|block| block.origin != Origin::Made) {
            let before = last.replace(&block.kind);
            other_marker = match (&block.kind, before) {
                (BlockKind::List(list), Some(BlockKind::List(last))) => {
                    same_marks(list.marker, last.marker) && !other_marker
                }
                _ => false,
            };
            let text = self.block(block, other_marker);
            // Lists of definitions that touch would be one, and below a heading they may be key terms.
            let touches = matches!(
                (&block.kind, before),
                (
                    BlockKind::Definitions { .. },
                    Some(BlockKind::Definitions { .. } | BlockKind::Heading { .. })
                )
            );
            if touches {
                out.push(escape::PART.to_owned());
            }
            if !text.is_empty() {
                out.push(text);
            }
        }
        out.join("\n\n")
    }

    fn block(&mut self, block: &Block, other_marker: bool) -> String {
        if block.id.is_some() && !keeps_id(&block.kind) {
            self.lose(block, "the name of a place");
        }
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(block, *level, content),
            BlockKind::Paragraph { content, .. } => {
                let text = self.text(content, Place::Paragraph);
                let first = content.get(..1).unwrap_or_default();
                let head = |first: &[Inline]| inlines::write(first, Place::Paragraph, &mut Form::default());
                let colon = escape::colon_shown(first).and_then(|shown| head(&shown).rfind(escape::COLON));
                escape::no_label(text, &head(first), colon, content)
            }
            BlockKind::List(list) => self.list(list, other_marker),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Quote { blocks } => quoted(&self.blocks(blocks)),
            BlockKind::Code(code) => self.code(block, code),
            BlockKind::KeyTerm(key_term) => self.key_term(block, key_term),
            BlockKind::Callout(callout) => self.callout(block, callout),
            BlockKind::Takeaway { blocks } => self.named(block, "takeaway", "", blocks),
            BlockKind::Teaser { blocks } => self.named(block, "teaser", "", blocks),
            BlockKind::Disclaimer { kind, blocks } => {
                let whole = self.form.taken_back(blocks);
                self.named(block, "disclaimer", kind.name(), whole.as_deref().unwrap_or(blocks))
            }
            BlockKind::Boilerplate { blocks, .. } => self.named(block, "promo", "", blocks),
            BlockKind::Group { name, blocks } => self.group(block, name, blocks),
            BlockKind::Definitions { entries } => self.definitions(entries),
            BlockKind::Math { tex } => formula(tex.trim_matches('\n')),
            BlockKind::Details { summary, blocks } => self.details(summary, blocks),
            BlockKind::Notes { notes } => self.notes(notes),
            BlockKind::Break => "---".to_owned(),
        }
    }

    /// Terms on lines of their own, each meaning behind a colon.
    fn definitions(&mut self, entries: &[Definition]) -> String {
        let mut texts = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut lines: Vec<String> =
                entry.terms.iter().map(|term| escape::line(&self.text(term, Place::Line))).collect();
            for meaning in &entry.meanings {
                let text = prefixed(&self.blocks(meaning), "  ");
                // Nothing at all would end the list.
                let text = if text.is_empty() { escape::PART } else { text.trim_start_matches(' ') };
                lines.push(format!(": {text}"));
            }
            texts.push(lines.join("\n"));
        }
        texts.join("\n\n")
    }

    fn details(&mut self, summary: &[Inline], blocks: &[Block]) -> String {
        let summary = escape::in_html(&self.text(summary, Place::Summary));
        let inner = self.blocks(blocks);
        let inner = if inner.is_empty() { inner } else { format!("{inner}\n\n") };
        format!("<details><summary>{summary}</summary>\n\n{inner}</details>")
    }

    /// Each note behind its name, later lines indented.
    fn notes(&mut self, notes: &[Note]) -> String {
        let mut texts = Vec::with_capacity(notes.len());
        for note in notes {
            let text = prefixed(&self.blocks(&note.blocks), "    ");
            texts.push(format!("[^{}]: {}", self.form.note_name(&note.label), text.trim_start_matches(' ')));
        }
        texts.join("\n\n")
    }

    fn text(&mut self, content: &[Inline], place: Place) -> String {
        inlines::write(content, place, self.form)
    }

    fn heading(&mut self, block: &Block, level: HeadingLevel, content: &[Inline]) -> String {
        let level = level.number().saturating_add(self.deeper);
        if level > 6 {
            self.lose(block, "a heading below the sixth level");
        }
        let text = escape::behind_marks(&self.text(content, Place::Heading));
        format!("{} {text}{}", "#".repeat(usize::from(level.min(6))), id(block, " "))
    }

    fn list(&mut self, list: &List, other_marker: bool) -> String {
        let items: Vec<String> = list
            .items
            .iter()
            .zip(0_u64..)
            .map(|(item, at)| {
                let mark = match list.marker {
                    ListMarker::Bullet => if other_marker { "* " } else { "- " }.to_owned(),
                    ListMarker::Number { start } => {
                        // A number of a list has at most nine digits.
                        let number = start.saturating_add(at).min(999_999_999);
                        format!("{number}{} ", if other_marker { ')' } else { '.' })
                    }
                };
                let indent = " ".repeat(mark.len());
                let text = prefixed(&self.item(item), &indent);
                let task = match item.task {
                    Some(Task::Open) => "[ ] ",
                    Some(Task::Done) => "[x] ",
                    None => "",
                };
                let line = format!("{mark}{task}{}", text.trim_start_matches(' '));
                unlike_a_rule(line.trim_end())
            })
            .collect();
        if let ListMarker::Number { start } = list.marker
            && start > 999_999_999
            && let Some(first) = list.items.first()
        {
            self.form.losses.push(Loss { span: first.span, what: "a list number of more than nine digits" });
        }
        let tight = list.items.iter().all(|item| item.blocks.len() < 2);
        items.join(if tight { "\n" } else { "\n\n" })
    }

    fn item(&mut self, item: &ListItem) -> String {
        let mut blocks = self.blocks(&item.blocks);
        if item.lead.is_empty() {
            // Behind a hyphen, a line of hyphens would be one with it.
            if matches!(item.blocks.first(), Some(Block { kind: BlockKind::Break, .. })) {
                blocks.replace_range(..3, "___");
            }
            return blocks;
        }
        let mut lead = item.lead.clone();
        match lead.last_mut().map(|last| &mut last.kind) {
            Some(InlineKind::Text { text }) => text.push(':'),
            _ => lead.push(Inline::text(":", item.span)),
        }
        let strong = Inline::new(InlineKind::Strong { content: lead }, item.span);
        let lead = self.text(&[strong], Place::Line);
        match item.blocks.first().map(|block| &block.kind) {
            None => lead,
            Some(BlockKind::Paragraph { .. }) => format!("{lead} {blocks}"),
            Some(_) => format!("{lead}\n\n{blocks}"),
        }
    }

    fn table(&mut self, block: &Block, table: &Table) -> String {
        if table.has_spans() || !table.subheads.is_empty() {
            return self.html_table(block, table);
        }
        let mut lines = Vec::with_capacity(table.rows.len() + 2);
        lines.push(match &table.head {
            Some(head) => self.row(head),
            None => format!("|{}", "  |".repeat(table.alignments.len())),
        });
        let rule = |alignment: &Alignment| match alignment {
            Alignment::Auto => "---|",
            Alignment::Start => ":--|",
            Alignment::Center => ":-:|",
            Alignment::End => "--:|",
        };
        lines.push(format!("|{}", table.alignments.iter().map(rule).collect::<String>()));
        lines.extend(table.rows.iter().map(|row| self.row(row)));
        let table_lines = lines.join("\n");
        if table.caption.is_empty() && block.id.is_none() {
            return table_lines;
        }
        // Behind its table a caption cannot be taken for that of the table before.
        let caption = self.text(&table.caption, Place::Line);
        let space = if caption.is_empty() { "" } else { " " };
        format!("{table_lines}\n\nTable:{space}{caption}{}", id(block, " "))
    }

    /// A table that no pipes can say: cells over others, several head rows.
    fn html_table(&mut self, block: &Block, table: &Table) -> String {
        if table.alignments.iter().any(|alignment| *alignment != Alignment::Auto) {
            self.lose(block, "the alignment of a table with cells over others");
        }
        if block.id.is_some() {
            self.lose(block, "the name of a table with cells over others");
        }
        let mut out = "<table>\n".to_owned();
        if !table.caption.is_empty() {
            let caption = self.text(&table.caption, Place::Line);
            out.push_str(&format!("<caption>{caption}</caption>\n"));
        }
        let heads = table.head.iter().chain(&table.subheads).count();
        if heads > 0 {
            out.push_str("<thead>\n");
        }
        for (number, row) in table.all_rows().enumerate() {
            let tag = if number < heads { "th" } else { "td" };
            out.push_str("<tr>");
            for cell in &row.cells {
                let Some((columns, rows)) = cell.extent.size() else { continue };
                let over = if columns > 1 { format!(" colspan=\"{columns}\"") } else { String::new() };
                let down = if rows > 1 { format!(" rowspan=\"{rows}\"") } else { String::new() };
                let text = escape::line(&self.text(&cell.content, Place::Line));
                out.push_str(&format!("<{tag}{over}{down}>{text}</{tag}>"));
            }
            out.push_str("</tr>\n");
            if number + 1 == heads {
                out.push_str("</thead>\n");
            }
        }
        out.push_str("</table>");
        out
    }

    fn row(&mut self, row: &Row) -> String {
        let cell = |cell: &crate::model::Cell| {
            format!(" {} |", escape::line(&self.text(&cell.content, Place::Cell)))
        };
        format!("|{}", row.cells.iter().map(cell).collect::<String>())
    }

    fn figure(&mut self, block: &Block, figure: &Figure) -> String {
        let caption = walk::plain_text(&figure.caption);
        let plain = figure.caption.iter().all(|inline| matches!(inline.kind, InlineKind::Text { .. }));
        if !plain || (figure.image.alt == Alt::Missing && caption.is_empty() && figure.image.title.is_some())
        {
            self.lose(block, "emphasis and the like in the caption of a picture");
        }
        let mut image = figure.image.clone();
        image.title = (!caption.is_empty()).then(|| caption.into_owned());
        let text = self.text(&[Inline::new(InlineKind::Image(image), block.span)], Place::Paragraph);
        match (&block.id, text.strip_suffix("{decorative}")) {
            (None, _) => text,
            (Some(id), Some(picture)) => format!("{picture}{{#{id} decorative}}"),
            (Some(id), None) => format!("{text}{{#{id}}}"),
        }
    }

    fn code(&mut self, block: &Block, code: &CodeBlock) -> String {
        let language = code.language.as_deref().unwrap_or_default();
        if language.contains(['`', '\\', '&']) {
            self.lose(block, "a mark in the name of a language");
        }
        escape::fenced(language, &code.text)
    }

    fn key_term(&mut self, block: &Block, key_term: &KeyTerm) -> String {
        let definition = self.blocks(&key_term.definition);
        let fence = fence(&key_term.definition);
        let id = id_in_braces(block);
        if key_term.term.is_empty() {
            return format!("{fence} key-term{id}\n{}{fence}", ended(&definition));
        }
        let term = self.text(&key_term.term, Place::Line);
        let text =
            matches!(key_term.definition.first().map(|first| &first.kind), Some(BlockKind::Paragraph { .. }));
        let is_list = |block: &Block| matches!(block.kind, BlockKind::Definitions { .. });
        if text && !key_term.definition.iter().any(is_list) {
            let (term, definition) = (escape::line(&term), ended(&definition));
            return format!("{fence} key-term{id}\n{term}\n: {definition}{fence}");
        }
        let term = escape::behind_marks(&term);
        format!("{fence} key-term {term}{}\n{}{fence}", id_behind(block, &term), ended(&definition))
    }

    fn callout(&mut self, block: &Block, callout: &Callout) -> String {
        let github = matches!(
            callout.kind,
            CalloutKind::Note
                | CalloutKind::Tip
                | CalloutKind::Important
                | CalloutKind::Warning
                | CalloutKind::Caution
        );
        let name = callout.kind.name();
        let title = self.text(&callout.title, Place::Line);
        let inner = self.blocks(&callout.blocks);
        if github && block.id.is_none() && block.label.is_none() && !has_div(&callout.blocks) {
            return alert(&name.to_uppercase(), &escape::line(&title), &inner, callout.blocks.first());
        }
        let fence = fence(&callout.blocks);
        let title = if title.is_empty() { title } else { format!(" {}", escape::behind_marks(&title)) };
        format!("{fence} {name}{title}{}\n{}{fence}", id_behind(block, &title), ended(&inner))
    }

    /// A construct without a title; `kind` is its attribute of that name, if it has one.
    fn named(&mut self, block: &Block, name: &str, kind: &str, blocks: &[Block]) -> String {
        let kind = (!kind.is_empty()).then(|| format!("kind={kind}"));
        let attributes = braces(block, kind);
        let fence = fence(blocks);
        format!("{fence} {name}{attributes}\n{}{fence}", ended(&self.blocks(blocks)))
    }

    fn group(&mut self, block: &Block, name: &str, blocks: &[Block]) -> String {
        let braces = match (&block.id, name) {
            (Some(id), _) => format!(" {{#{id}}}"),
            (None, "") => " {}".to_owned(),
            (None, _) => String::new(),
        };
        let space = if name.is_empty() { "" } else { " " };
        let fence = fence(blocks);
        format!("{fence}{space}{name}{braces}\n{}{fence}", ended(&self.blocks(blocks)))
    }

    fn lose(&mut self, block: &Block, what: &'static str) {
        self.form.losses.push(Loss { span: block.span, what });
    }
}

/// The lines of an item; three marks in a row with nothing behind them would be a rule, so a comment stands there.
fn unlike_a_rule(item: &str) -> String {
    let (first, rest) = item.split_at(item.find('\n').unwrap_or(item.len()));
    let marks = || first.bytes().filter(|byte| *byte != b' ');
    let alike = marks().all(|byte| byte == b'-') || marks().all(|byte| byte == b'*');
    if alike && marks().count() > 2 { format!("{first} <!-- -->{rest}") } else { item.to_owned() }
}

/// A formula between dollars, or in a fence where one of its lines would be more than a line of text there.
fn formula(tex: &str) -> String {
    let begins_mark = |c: char| c.is_ascii_digit() || c.is_ascii_punctuation() && c != '\\';
    let plain = |line: &str| !line.is_empty() && line == line.trim() && !line.starts_with(begins_mark);
    let (first, more) = tex.split_once('\n').map_or((tex, None), |(first, more)| (first, Some(more)));
    let fenced = tex.contains('$') || first != first.trim() || first.is_empty() || first.ends_with('\\');
    match more {
        None if !fenced => format!("$${tex}$$"),
        Some(more) if !fenced && plain(first) && more.split('\n').all(plain) => format!("$$\n{tex}\n$$"),
        _ => escape::fenced("math", tex),
    }
}

fn same_marks(one: ListMarker, other: ListMarker) -> bool {
    matches!(one, ListMarker::Bullet) == matches!(other, ListMarker::Bullet)
}

/// Whether an id is lost without harm or not at all: figures, and what stands in lists and quotes, have
/// ids that resolving made and makes again.
fn keeps_id(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Heading { .. } | BlockKind::Figure(_) | BlockKind::Table(_)) || is_div(kind)
}

fn id(block: &Block, before: &str) -> String {
    block.id.as_ref().map(|id| format!("{before}{{#{id}}}")).unwrap_or_default()
}

/// The id of a block and the author's own word for it.
fn id_in_braces(block: &Block) -> String {
    braces(block, None)
}

/// The id of a block, one attribute more, and the author's own word for the block; nothing where there is none.
fn braces(block: &Block, more: Option<String>) -> String {
    let id = block.id.as_ref().map(|id| format!("#{id}"));
    let label = block.label.as_ref().map(|label| format!("label=\"{label}\""));
    let inside: Vec<String> = [id, more, label].into_iter().flatten().collect();
    if inside.is_empty() { String::new() } else { format!(" {{{}}}", inside.join(" ")) }
}

/// The id of a block behind its title; empty braces where the title's own would be taken for attributes.
fn id_behind(block: &Block, title: &str) -> String {
    if block.id.is_none() && block.label.is_none() && title.ends_with('}') {
        " {}".to_owned()
    } else {
        id_in_braces(block)
    }
}

/// The line that opens and closes a div around blocks: longer than those of the divs inside.
fn fence(blocks: &[Block]) -> String {
    ":".repeat(3 + height(blocks))
}

/// How many divs nest inside each other in blocks.
fn height(blocks: &[Block]) -> usize {
    let own = |block: &Block| match &block.kind {
        BlockKind::List(_) | BlockKind::Quote { .. } => 0,
        kind if is_div(kind) => {
            let mut inside = 0;
            walk::each_list(kind, |blocks| inside = inside.max(height(blocks)));
            1 + inside
        }
        _ => 0,
    };
    blocks.iter().map(own).max().unwrap_or_default()
}

/// Whether blocks hold something that is said by a div alone.
fn has_div(blocks: &[Block]) -> bool {
    let mut found = false;
    walk::blocks(blocks, &mut |block| {
        let alert = matches!(block.kind, BlockKind::Callout(_)) && block.id.is_none();
        found |= is_div(&block.kind) && !alert;
    });
    found
}

fn is_div(kind: &BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::KeyTerm(_)
            | BlockKind::Callout(_)
            | BlockKind::Takeaway { .. }
            | BlockKind::Teaser { .. }
            | BlockKind::Disclaimer { .. }
            | BlockKind::Boilerplate { .. }
            | BlockKind::Group { .. }
    )
}

/// A block quote that begins with the name of a construct.
fn alert(name: &str, title: &str, inner: &str, first: Option<&Block>) -> String {
    let space = if title.is_empty() { "" } else { " " };
    let mark = format!("[!{name}]{space}{title}");
    let text = first.is_some_and(|first| matches!(first.kind, BlockKind::Paragraph { .. }));
    quoted(&match inner {
        "" => mark,
        inner if text => format!("{mark}\n{inner}"),
        inner => format!("{mark}\n\n{inner}"),
    })
}

fn quoted(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn prefixed(text: &str, indent: &str) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// What stands between two lines of colons. Behind a tag only an empty line ends the block of HTML.
fn ended(inner: &str) -> String {
    match inner {
        "" => String::new(),
        tag if tag.ends_with('>') => format!("{tag}\n\n"),
        inner => format!("{inner}\n"),
    }
}
