//! A book → its cover picture: the given one, else the made cover as a picture file.
//!
//! Knows no markup: the cover page is written like any other.

use crate::backend::RenderJob;
use crate::book::Pictures;
use crate::images::{Picture, PictureKind};
use crate::model::{FrontPage, ImageId};
use crate::raster;
use crate::typeset::cover;
use crate::units::Size;

/// Pixels across: with a height of 1.6 times as much what stores ask for.
const ACROSS: u32 = 1600;

/// The pictures of the e-book and which of them is its cover. A given cover wins over a made one.
pub(super) fn settled(job: &RenderJob<'_>) -> (Pictures, Option<ImageId>) {
    let mut pictures = job.pictures.clone();
    let given = job.book.metadata.cover.filter(|id| pictures.get(*id).is_some());
    let made = || job.book.front.contains(&FrontPage::Cover).then(|| made(job)).flatten();
    let cover = match given {
        Some(given) => Some(given),
        None => made().map(|picture| pictures.add(picture)),
    };
    (pictures, cover)
}

/// The cover of printed copies, a little taller.
fn made(job: &RenderJob<'_>) -> Option<Picture> {
    let width = job.theme.page.size.width;
    let size = Size::new(width, width.mul_div(8, 5));
    let cover = cover::made(job.book, job.theme, job.fonts, size)?;
    let pixels = raster::render(&cover.page, job.pictures, job.fonts, ACROSS)?;
    pixels.encode(PictureKind::Jpeg).ok()
}
