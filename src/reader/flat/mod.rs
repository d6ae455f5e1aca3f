//! Bare lines → title and blocks. One line is one paragraph; headings, the takeaway, the teaser, the
//! disclaimer and advertising have no marks and are known by how they look and where they stand.
//!
//! [`lines`] cuts the body; [`overrides`] hears what the author says of single lines; [`classify`] finds what has marks (tables, lists, key terms, labels) and
//! leaves the rest as bare text; [`tail`] reads the end of the lesson backwards; [`headings`] scores the
//! bare lines that are left; [`blocks`] builds the model.

mod blocks;
mod classify;
mod evidence;
mod headings;
pub(in crate::reader) mod lines;
mod lists;
mod overrides;
mod subject;
mod tables;
mod tail;

use super::{Context, outline, settle};
use crate::model::{Block, LessonMetadata, Title};
use classify::Part;
use std::ops::Range;

/// Reads the body of a lesson.
pub(in crate::reader) fn read(
    cx: &mut Context<'_>,
    body: Range<usize>,
    metadata: &LessonMetadata,
) -> (Title, Vec<Block>) {
    let mut lines = lines::lines(cx.text, body);
    overrides::apply(cx, &mut lines);
    let mut parts = classify::parts(cx, &lines);
    let title_part = blocks::title_part(&lines, &mut parts, metadata);
    let title = blocks::title(cx, &lines, title_part.as_ref(), metadata);
    tail::find(cx, &lines, &mut parts, &title);
    headings::find(cx, &lines, &mut parts);
    verdicts(cx, &lines, title_part.iter().chain(&parts));
    let mut blocks = blocks::build(cx, &lines, parts);
    outline::close_gaps(cx, &mut blocks);
    settle::blocks(cx, &mut blocks);
    (title, blocks)
}

/// Writes down what each line was taken for, if anybody asks.
fn verdicts<'p>(cx: &mut Context<'_>, lines: &[lines::Line<'_>], parts: impl Iterator<Item = &'p Part>) {
    let Some(mut found) = cx.verdicts.take() else { return };
    for part in parts {
        let own = lines.get(part.lines.clone()).unwrap_or_default();
        for (nth, line) in own.iter().filter(|line| !line.is_blank()).enumerate() {
            found.push(LineVerdict {
                line: cx.line_number(line.range.start),
                class: part.class_of(nth, line),
                score: part.score.unwrap_or(100),
                reasons: part.reasons,
                rival: part.rival,
            });
        }
    }
    found.sort_by_key(|verdict| verdict.line);
    cx.verdicts = Some(found);
}

pub use evidence::{LineClass, LineVerdict, Reason, Reasons};
pub(in crate::reader) use overrides::LineOverride;

pub(in crate::reader) use classify::{is_list_item, looks_like_rows};
pub(in crate::reader) use headings::heading_score_alone;
