//! The first heading, the front matter or the file's name → the title over a lesson.

use super::Context;
use super::words::folded;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Inline, InlineKind, LessonMetadata, Title, walk};
use crate::source::Span;

/// The longest line that may be a title, in characters.
pub(in crate::reader) const LONGEST: usize = 120;

/// Takes the title out of the blocks of a Markdown lesson: its first heading if that is of the first
/// level; or else, where the front matter has none, a short bare first line.
pub(in crate::reader) fn of_blocks(
    cx: &mut Context<'_>,
    blocks: &mut Vec<Block>,
    metadata: &LessonMetadata,
) -> Title {
    let first = blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }));
    let is_title = |block: &Block| {
        cx.heading_levels
            .iter()
            .find(|(start, _)| *start == block.span.start)
            .is_some_and(|(_, level)| *level == 1)
    };
    if let Some(at) = first.filter(|at| blocks.get(*at).is_some_and(is_title))
        && let BlockKind::Heading { content, .. } = blocks.remove(at).kind.clone()
    {
        let span = extent(&content);
        return with_metadata(cx, content, span, metadata);
    }
    if metadata.title.is_none()
        && blocks.len() > 1
        && let Some(BlockKind::Paragraph { content, .. }) = blocks.first().map(|block| &block.kind)
        && looks_like_title(content)
    {
        let content = content.clone();
        blocks.remove(0);
        let span = extent(&content);
        return with_metadata(cx, content, span, metadata);
    }
    missing(cx, metadata)
}

/// The title that the text gives; reports when the front matter gives another.
pub(in crate::reader) fn with_metadata(
    cx: &mut Context<'_>,
    content: Vec<Inline>,
    span: Span,
    metadata: &LessonMetadata,
) -> Title {
    if let Some(other) = &metadata.title {
        let shown = walk::plain_text(&content);
        if folded(other) != folded(&shown) {
            let help = "make them equal if that is not wanted: the first names the lesson in lists, the second stands over it";
            cx.report(
                Code::TitleDiffers,
                format!("the front matter calls this lesson “{other}”"),
                span,
                help,
            );
        }
    }
    Title { content, span }
}

/// The title of a lesson whose text gives none: that of the front matter, or one made from the file's name.
pub(in crate::reader) fn missing(cx: &mut Context<'_>, metadata: &LessonMetadata) -> Title {
    let span = cx.span(0..0);
    if let Some(title) = &metadata.title {
        return Title { content: vec![Inline::text(title.clone(), span)], span };
    }
    let named = from_name(cx.file.name());
    let (title, message) = match cx.untitled {
        Some(given) if given != named => {
            (given.to_owned(), format!("the lesson has no title; it is called “{given}”"))
        }
        _ => {
            let message = format!("the lesson has no title; “{named}” was made from the file's name");
            (named, message)
        }
    };
    let finding = Diagnostic::new(Code::TitleMissing, message);
    let help = "begin the lesson with its title, or add `title:` to the front matter";
    cx.diagnostics.push(finding.in_file(cx.file.name()).help(help));
    Title { content: vec![Inline::text(title, span)], span }
}

/// The stems of files that have no name of their own.
const NAMED_BY_FOLDER: [&str; 3] = ["readme", "article", "index"];

/// The words of a file's name: without its folder, its suffix and a number that only sorts it. A file such as
/// `flexbox/README.md` has the name of its folder.
pub fn from_name(name: &str) -> String {
    let mut folders = name.rsplit(['/', '\\']);
    let file = folders.next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem });
    let around = folders.next().filter(|folder| !folder.trim_matches('.').is_empty());
    let by_folder = NAMED_BY_FOLDER.contains(&stem.to_lowercase().as_str());
    let stem = around.filter(|_| by_folder).unwrap_or(stem);
    let words = stem.replace(['-', '_'], " ");
    let words = words.trim();
    let numbered = words.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ' ']);
    let words = if numbered.is_empty() { words } else { numbered };
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    }
}

fn looks_like_title(content: &[Inline]) -> bool {
    let breaks = content.iter().any(|inline| {
        matches!(inline.kind, InlineKind::SoftBreak | InlineKind::LineBreak | InlineKind::Image(_))
    });
    let text = walk::plain_text(content);
    let text = text.trim();
    !breaks
        && text.chars().count() <= LONGEST
        && !text.ends_with(['.', ':', ',', ';', '…', '：', '。'])
        && !text.is_empty()
}

/// The span of the words themselves.
pub(in crate::reader) fn extent(content: &[Inline]) -> Span {
    match (content.first(), content.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}
