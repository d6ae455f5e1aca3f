//! A book without a cover picture → one made of its title, names and theme, as a picture file.
//!
//! Knows no markup: the cover page is written like any other.

use crate::backend::RenderJob;
use crate::diagnostics::Diagnostics;
use crate::images::{Mosaic, Picture};
use crate::model::FrontPage;
use crate::raster;
use crate::typeset::cover;
use crate::units::Size;

/// Pixels across: with a height of 1.6 times as much what stores ask for.
const ACROSS: u16 = 1600;

/// How true its edges are, of 100.
const QUALITY: u8 = 92;

/// A cover for a book that wants one and has none: that of printed copies, a little taller. A book that gets none
/// is reported.
pub(super) fn made(job: &RenderJob<'_>, diagnostics: &mut Diagnostics) -> Option<Picture> {
    let given = job.book.metadata.cover.is_some_and(|id| job.pictures.get(id).is_some());
    if given || !job.book.front.contains(&FrontPage::Cover) {
        return None;
    }
    let width = job.theme.page.size.width;
    let size = Size::new(width, width.mul_div(8, 5));
    let Some(cover) = cover::made(job.book, job.theme, job.fonts, size) else {
        diagnostics.push(cover::unmade(job.book));
        return None;
    };
    let (across, down) = raster::pixels(&cover.page, ACROSS)?;
    let mut mosaic = Mosaic::new(across, down, QUALITY);
    raster::paint(&cover.page, job.pictures, job.fonts, across, &mut |tile| mosaic.add(tile))?;
    mosaic.jpeg()
}
