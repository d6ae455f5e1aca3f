//! Bare lines → title and blocks. One line is one paragraph; headings, the takeaway, the teaser, the
//! disclaimer and advertising have no marks and are known by how they look and where they stand.
//!
//! [`lines`] cuts the body; [`classify`] finds what has marks (tables, lists, key terms, labels) and
//! leaves the rest as bare text; [`tail`] reads the end of the lesson backwards; [`headings`] scores the
//! bare lines that are left; [`blocks`] builds the model.

mod blocks;
mod classify;
mod headings;
pub(in crate::reader) mod lines;
mod lists;
mod tables;
mod tail;

use super::{Context, outline, settle};
use crate::model::{Block, LessonMetadata, Title};
use std::ops::Range;

/// Reads the body of a lesson.
pub(in crate::reader) fn read(
    cx: &mut Context<'_>,
    body: Range<usize>,
    metadata: &LessonMetadata,
) -> (Title, Vec<Block>) {
    let lines = lines::lines(cx.text, body);
    let mut parts = classify::parts(cx, &lines);
    let title = blocks::title(cx, &lines, &mut parts, metadata);
    tail::find(cx, &lines, &mut parts, &title);
    headings::find(cx, &lines, &mut parts);
    let mut blocks = blocks::build(cx, &lines, parts);
    outline::close_gaps(cx, &mut blocks);
    settle::blocks(cx, &mut blocks);
    (title, blocks)
}

pub(in crate::reader) use classify::{is_list_item, looks_like_rows};
pub(in crate::reader) use headings::heading_score_alone;
