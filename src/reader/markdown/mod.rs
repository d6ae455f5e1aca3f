//! Markdown → title and blocks. CommonMark with tables, strikethrough, tasks and heading attributes by
//! pulldown-cmark, which no other room may name; fenced divs by [`divs`], around it.
//!
//! [`regions`] parts the body at lines of colons, and [`divs`] makes constructs of what stands between them;
//! [`fences`] finds divs inside other blocks, [`formulas`] keeps formulas whole, [`references`] knows the link
//! definitions of all regions. [`blocks`] turns the events of a region into blocks, [`inline`] those of a paragraph
//! into running text, of which [`paragraph`] makes what it is; [`html`] and [`html_block`] know the few tags that
//! mean something, [`notes`] those of a lesson, [`smart`] the quotes and dashes of print.

mod blocks;
mod divs;
mod fences;
mod formulas;
mod html;
mod html_block;
mod html_table;
mod index_mark;
pub(in crate::reader) mod inline;
mod notes;
mod paragraph;
mod references;
mod regions;
mod smart;
pub(in crate::reader) mod table;

use super::{Context, outline, settle, title};
use crate::model::{Block, LessonMetadata, Title};
use std::ops::Range;

/// Reads the body of a lesson.
pub(in crate::reader) fn read(
    cx: &mut Context<'_>,
    body: Range<usize>,
    metadata: &LessonMetadata,
) -> (Title, Vec<Block>) {
    let mut blocks = divs::read(cx, body);
    let title = title::of_blocks(cx, &mut blocks, metadata);
    outline::close_gaps(cx, &mut blocks);
    notes::gather(cx, &mut blocks);
    settle::blocks(cx, &mut blocks);
    (title, blocks)
}
