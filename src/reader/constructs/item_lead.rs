//! “Label: text” at the start of a list item → the run-in head and the rest.

use crate::model::{BlockKind, Inline, InlineKind, ListItem, walk};
use crate::reader::Context;
use crate::reader::constructs::label;
use crate::reader::split::{self, Cut};

/// A lead has at most so many words.
const LONGEST: usize = 6;

/// Which leads a dialect knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Leads {
    /// Strong type before a colon or dash.
    Marked,
    /// Those, and bare words before a colon.
    MarkedOrBare,
}

/// Moves the lead of an item from its first paragraph to where leads are kept.
pub(in crate::reader) fn take(cx: &Context<'_>, item: &mut ListItem, leads: Leads) {
    let Some(first) = item.blocks.first_mut() else { return };
    let BlockKind::Paragraph { content, .. } = &mut first.kind else { return };
    let Some((cut, strong)) =
        marked(cx, content).or_else(|| (leads == Leads::MarkedOrBare).then(|| bare(content)).flatten())
    else {
        return;
    };
    let (mut lead, rest) = split::cut(cx.text, std::mem::take(content), cut);
    if strong && let [Inline { kind: InlineKind::Strong { content: inner }, .. }] = lead.as_mut_slice() {
        lead = without_colon(cx, std::mem::take(inner));
    }
    item.lead = lead;
    if rest.is_empty() {
        item.blocks.remove(0);
    } else {
        first.span.start = rest.first().map_or(first.span.start, |inline| inline.span.start);
        *content = rest;
    }
}

/// The cut behind a strong lead, and that it is one.
fn marked(cx: &Context<'_>, content: &[Inline]) -> Option<(Cut, bool)> {
    let InlineKind::Strong { content: lead } = &content.first()?.kind else { return None };
    let escaped = lead.last().is_none_or(|last| label::ends_escaped(cx, last));
    let label = walk::plain_text(lead);
    let label = label.trim();
    if label.ends_with([':', '：']) && escaped {
        return None;
    }
    if label.ends_with([':', '：']) {
        return is_label(label.trim_end_matches([':', '：']))
            .then_some((Cut { piece: 1, start: 0, end: 0 }, true));
    }
    let behind = content.get(1)?;
    let InlineKind::Text { text } = &behind.kind else { return None };
    let end = [": ", "：", " : ", "\u{A0}: ", "\u{202F}: ", " — ", " – "]
        .into_iter()
        .find(|mark| text.starts_with(mark))?
        .len();
    let meant = is_label(label) && !label::is_escaped(cx, behind, end);
    meant.then_some((Cut { piece: 1, start: 0, end }, true))
}

/// The cut behind bare words before a colon; the label may hold emphasis or code, too.
fn bare(content: &[Inline]) -> Option<(Cut, bool)> {
    let mut label = String::new();
    for (piece, inline) in content.iter().enumerate() {
        match &inline.kind {
            InlineKind::Text { text } => {
                if let Some((start, end)) = colon(text) {
                    label.push_str(text.get(..start)?);
                    return is_label(&label).then_some((Cut { piece, start, end }, false));
                }
                label.push_str(text);
            }
            InlineKind::LineBreak | InlineKind::SoftBreak | InlineKind::Image(_) => return None,
            _ => label.push_str(&walk::plain_text(std::slice::from_ref(inline))),
        }
        if !is_label(&label) {
            return None;
        }
    }
    None
}

/// The first colon with a space behind it.
fn colon(text: &str) -> Option<(usize, usize)> {
    let ascii = text.find(": ").map(|at| (at, at + 2));
    let wide = text.find('：').map(|at| (at, at + '：'.len_utf8()));
    let (start, end) = [ascii, wide].into_iter().flatten().min()?;
    Some((text.get(..start)?.trim_end().len(), end))
}

/// Takes the leads of a list whose items all are “Label — text”: one dash alone may part anything.
pub(in crate::reader) fn take_dashed(cx: &Context<'_>, items: &mut [ListItem]) {
    let all = items.len() > 1 && items.iter().all(|item| item.lead.is_empty() && dashed(item).is_some());
    for item in items.iter_mut().filter(|_| all) {
        let Some(cut) = dashed(item) else { continue };
        let Some(first) = item.blocks.first_mut() else { continue };
        let BlockKind::Paragraph { content, .. } = &mut first.kind else { continue };
        let (lead, rest) = split::cut(cx.text, std::mem::take(content), cut);
        item.lead = lead;
        first.span.start = rest.first().map_or(first.span.start, |inline| inline.span.start);
        *content = rest;
    }
}

/// The cut at the only dash of an item, if short words stand before it and text behind.
fn dashed(item: &ListItem) -> Option<Cut> {
    let BlockKind::Paragraph { content, .. } = &item.blocks.first()?.kind else { return None };
    let InlineKind::Text { text } = &content.first()?.kind else { return None };
    let (start, dash) = [" — ", " – ", " -- "].into_iter().find_map(|dash| Some((text.find(dash)?, dash)))?;
    let (label, behind) = (text.get(..start)?, text.get(start + dash.len()..)?);
    let once = !behind.contains(dash) && !behind.trim().is_empty();
    (once && is_label(label)).then_some(Cut { piece: 0, start, end: start + dash.len() })
}

fn is_label(label: &str) -> bool {
    let words = label.split_whitespace().count();
    let ends = |c: char| matches!(c, '.' | '?' | '!' | '…' | ';' | '。');
    (1..=LONGEST).contains(&words) && !label.contains(ends) && label.len() <= 120
}

/// The content without a colon at its end.
fn without_colon(cx: &Context<'_>, content: Vec<Inline>) -> Vec<Inline> {
    let last = content.len().saturating_sub(1);
    let Some(InlineKind::Text { text }) = content.last().map(|inline| &inline.kind) else { return content };
    let Some(head) = text.trim_end().strip_suffix([':', '：']) else { return content };
    let cut = Cut { piece: last, start: head.trim_end().len(), end: text.len() };
    split::cut(cx.text, content, cut).0
}
