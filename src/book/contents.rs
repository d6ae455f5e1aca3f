//! Parts and chapters → the contents: parts, chapters, and the sections of each chapter.

use crate::model::{
    Alt, Block, BlockKind, Chapter, ContentsEntry, HeadingLevel, Inline, InlineKind, Part, walk,
};

/// The contents of a book. Chapters of a part without a title stand beside the parts.
pub(super) fn contents(parts: &[Part]) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    for part in parts {
        let chapters = part.chapters.iter().map(chapter_entry);
        match &part.title {
            Some(title) => entries.push(ContentsEntry {
                title: title.clone(),
                label: None,
                content: Vec::new(),
                target: part.id.clone(),
                children: chapters.collect(),
            }),
            None => entries.extend(chapters),
        }
    }
    entries
}

fn chapter_entry(chapter: &Chapter) -> ContentsEntry {
    let over = &chapter.lesson.title.content;
    // A title that front matter gives for lists has no markup.
    let same = one_line(over) == chapter.title;
    let mut children = Vec::new();
    push_sections(&chapter.lesson.blocks, &mut children);
    ContentsEntry {
        title: chapter.title.clone(),
        label: chapter.station.as_ref().map(|station| station.label.clone()),
        content: if same { listed(over) } else { Vec::new() },
        target: chapter.id.clone(),
        children,
    }
}

/// The sections of a lesson; headings inside boxes and quotes are none.
fn push_sections(blocks: &[Block], entries: &mut Vec<ContentsEntry>) {
    for block in blocks {
        match (&block.kind, &block.id) {
            (BlockKind::Heading { level: HeadingLevel::SECTION, content }, Some(target)) => {
                let title = one_line(content);
                if title.is_empty() {
                    continue;
                }
                entries.push(ContentsEntry {
                    title,
                    label: None,
                    content: listed(content),
                    target: target.clone(),
                    children: Vec::new(),
                });
            }
            (BlockKind::Group { blocks, .. }, _) => push_sections(blocks, entries),
            _ => {}
        }
    }
}

fn one_line(content: &[Inline]) -> String {
    walk::plain_text(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A heading as it is shown in the contents: with emphasis and code; empty when it is plain text.
fn listed(content: &[Inline]) -> Vec<Inline> {
    let plain = |inline: &Inline| {
        matches!(inline.kind, InlineKind::Text { .. } | InlineKind::SoftBreak | InlineKind::LineBreak)
    };
    let listed = without_links(content);
    if listed.iter().all(plain) { Vec::new() } else { listed }
}

/// The same without what cannot stand inside a link or at a second place: links and marks become their
/// text, pictures their alternative text, line breaks spaces, and calls of notes nothing.
pub(super) fn without_links(content: &[Inline]) -> Vec<Inline> {
    let mut kept = Vec::with_capacity(content.len());
    for inline in content {
        let text = |text: &str| Inline::text(text, inline.span);
        match &inline.kind {
            InlineKind::Link { content, .. }
            | InlineKind::TermRef { content, .. }
            | InlineKind::IndexMark { content, .. } => kept.extend(without_links(content)),
            InlineKind::StationRef { text: words, .. } => kept.push(text(words)),
            InlineKind::Image(image) => {
                if let Alt::Text(alt) = &image.alt {
                    kept.push(text(alt));
                }
            }
            InlineKind::NoteRef { .. } => {}
            InlineKind::LineBreak => kept.push(Inline::new(InlineKind::SoftBreak, inline.span)),
            kind => kept.push(Inline::new(inside(kind), inline.span)),
        }
    }
    kept
}

fn inside(kind: &InlineKind) -> InlineKind {
    let mut kind = kind.clone();
    if let Some(content) = walk::inner_content_mut(&mut kind) {
        *content = without_links(content);
    }
    kind
}
