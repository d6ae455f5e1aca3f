//! The pictures lessons ask for, and the ids they get.

use super::{LessonPictures, PictureSource, Pictures};
use crate::images::Picture;
use crate::model::{Block, BlockKind, ImageId, Inline, InlineKind, Lesson, walk};
use std::collections::BTreeSet;

impl Pictures {
    /// Adds a picture and gives its id.
    pub fn add(&mut self, picture: Picture) -> ImageId {
        self.0.push(picture);
        ImageId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The picture of an id.
    pub fn get(&self, id: ImageId) -> Option<&Picture> {
        self.0.get(id.0 as usize)
    }

    /// All pictures with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (ImageId, &Picture)> {
        self.0.iter().enumerate().map(|(number, picture)| (ImageId(number as u32), picture))
    }
}

/// The pictures a lesson asks for: each path once, in reading order. Paths are as the author wrote them:
/// they may lead out of the folder or to the network, and whoever loads them has to refuse that.
pub fn picture_sources(lesson: &Lesson) -> Vec<PictureSource> {
    let mut found = Found::default();
    found.of_content(&lesson.title.content);
    walk::blocks(&lesson.blocks, &mut |block| found.of_block(block));
    found.sources
}

#[derive(Default)]
struct Found {
    seen: BTreeSet<String>,
    sources: Vec<PictureSource>,
}

impl Found {
    fn of_block(&mut self, block: &Block) {
        if let BlockKind::Figure(figure) = &block.kind {
            self.add(&figure.image.source, block.span);
        }
        walk::each_line(&block.kind, |line| self.of_content(line));
    }

    fn of_content(&mut self, content: &[Inline]) {
        walk::content(content, &mut |inline| {
            if let InlineKind::Image(image) = &inline.kind {
                self.add(&image.source, inline.span);
            }
        });
    }

    fn add(&mut self, source: &str, span: crate::source::Span) {
        if self.seen.insert(source.to_owned()) {
            self.sources.push(PictureSource { source: source.to_owned(), span });
        }
    }
}

/// Gives every picture of a lesson its id; one that was not loaded has none.
pub(super) fn place(lesson: &mut Lesson, pictures: &LessonPictures) {
    let mut inline = |inline: &mut Inline| {
        if let InlineKind::Image(image) = &mut inline.kind {
            image.picture = pictures.0.get(&image.source).copied();
        }
    };
    walk::content_mut(&mut lesson.title.content, &mut inline);
    walk::inlines_mut(&mut lesson.blocks, &mut inline);
    walk::blocks_mut(&mut lesson.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            figure.image.picture = pictures.0.get(&figure.image.source).copied();
        }
    });
}
