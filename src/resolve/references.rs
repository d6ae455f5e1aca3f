//! References inside a lesson → the places they lead to: links and station references.

use super::book_map::BookMap;
use super::links;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{Inline, InlineKind, Lesson, LinkTarget, TargetId, walk};
use crate::source::Span;

/// Settles every reference of lesson number `number`.
pub(super) fn settle(lesson: &mut Lesson, number: usize, map: &BookMap<'_>, diagnostics: &mut Diagnostics) {
    let own = map.chapter(number);
    let mut settle = |inline: &mut Inline| match &mut inline.kind {
        InlineKind::Link { target, content, .. } => {
            links::flatten_references(content);
            let LinkTarget::Unresolved { reference } = target else { return };
            if let Some(station) = links::station(reference) {
                let reference = std::mem::take(reference);
                inline.kind = explicit_station(reference, station, inline, own.clone(), map, diagnostics);
                return;
            }
            let settled = links::settle(reference, number, map, inline.span);
            settled.found.into_iter().for_each(|found| diagnostics.push(found));
            *target = settled.target;
            if let Some((number, title)) = settled.elsewhere.filter(|_| is_plain(content)) {
                // Words that named a lesson still do.
                let (text, title) = (walk::plain_text(content).into_owned(), Some(title));
                inline.kind = InlineKind::StationRef { number, text, target: None, title, aside: None };
            }
        }
        InlineKind::StationRef { number, text, target, title, .. } => match map.station(*number) {
            Some(known) if known.target.is_some() && known.target == own.as_ref() => {
                diagnostics.push(own_station(*number, inline.span));
                inline.kind = InlineKind::Text { text: std::mem::take(text) };
            }
            Some(known) => {
                *target = known.target.cloned();
                *title = Some(known.title.to_owned());
            }
            None => diagnostics.push(unknown_station(*number, inline.span)),
        },
        _ => {}
    };
    walk::content_mut(&mut lesson.title.content, &mut settle);
    walk::inlines_mut(&mut lesson.blocks, &mut settle);
}

/// A link to `station:10`: to the lesson in this book; to a lesson elsewhere it is a station reference
/// with a title and without a link.
fn explicit_station(
    reference: String,
    number: u32,
    link: &Inline,
    own: Option<TargetId>,
    map: &BookMap<'_>,
    diagnostics: &mut Diagnostics,
) -> InlineKind {
    let InlineKind::Link { content, title, .. } = &link.kind else { return link.kind.clone() };
    let (content, link_title) = (content.clone(), title.clone());
    let known = map.station(number);
    match &known {
        None => diagnostics.push(unknown_station(number, link.span)),
        Some(known) if known.target.is_some() && known.target == own.as_ref() => {
            diagnostics.push(own_station(number, link.span));
        }
        Some(_) => {}
    }
    let plain = is_plain(&content);
    match known.map(|known| (known.target, known.title)) {
        Some((Some(target), _)) => {
            let target = LinkTarget::Internal { target: target.clone() };
            InlineKind::Link { target, title: link_title, content }
        }
        Some((None, title)) if plain => InlineKind::StationRef {
            number,
            text: walk::plain_text(&content).into_owned(),
            target: None,
            title: Some(title.to_owned()),
            aside: None,
        },
        Some((None, _)) | None => {
            InlineKind::Link { target: LinkTarget::Dead { reference }, title: link_title, content }
        }
    }
}

fn is_plain(content: &[Inline]) -> bool {
    content.iter().all(|inline| matches!(inline.kind, InlineKind::Text { .. }))
}

fn unknown_station(number: u32, span: Span) -> Diagnostic {
    let found = Diagnostic::new(Code::StationUnknown, format!("station {number} is not part of this book"));
    found.at(span).help("check the number, or add the lesson to the path")
}

fn own_station(number: u32, span: Span) -> Diagnostic {
    let found = Diagnostic::new(Code::StationSelf, format!("station {number} is this lesson itself"));
    found.at(span).help("check the number, or write “this lesson”")
}
