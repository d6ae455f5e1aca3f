//! A finished page → pixels: what a cover is in an e-book, and what tests look at.
//!
//! The only room that names `tiny_skia`, which widens strokes and samples pictures. It paints fills, paths, letters
//! and pictures as they stand and decides nothing. Everything becomes a stroke of the brush first (`strokes`: the
//! `outline` of what it fills), then the page is painted in courses, rows of tiles of eight by eight pixels, each with
//! what reaches into it: `coverage` tells how much an outline covers, a `course` keeps what that looks like. Most of a
//! page is ground, and a tile of ground costs next to nothing. One thread and whole numbers, so that the same page
//! gives the same pixels on every machine. Knows no picture file and no book.

mod course;
mod coverage;
mod outline;
mod strokes;

use crate::book::Pictures;
use crate::fonts::FontLibrary;
use crate::images::{Pixels, Tile};
use crate::typeset::frame::Page;
use crate::units::Pt;
use course::{Course, SIDE};
use coverage::Coverage;

/// The most pixels across or down.
const LARGEST: u16 = 10_000;

/// Paints a page on white, so many pixels across and as many down as its form asks. None when the page has
/// no extent, or would have more than 10 000 pixels in one.
pub fn render(page: &Page, pictures: &Pictures, fonts: &FontLibrary, across: u16) -> Option<Pixels> {
    let (width, height) = pixels(page, across)?;
    let (wide, high) = (usize::from(width), usize::from(height));
    let mut rgb = vec![0; wide * high * 3];
    let tiles = wide.div_ceil(SIDE);
    let mut number = 0;
    paint(page, pictures, fonts, across, &mut |tile| {
        let (left, top) = (number % tiles * SIDE, number / tiles * SIDE);
        number += 1;
        for y in 0..SIDE.min(high - top) {
            for x in 0..SIDE.min(wide - left) {
                let [red, green, blue, _] = tile.pixel(x, y);
                let at = ((top + y) * wide + left + x) * 3;
                rgb[at..at + 3].copy_from_slice(&[red, green, blue]);
            }
        }
    })?;
    Some(Pixels { width: width.into(), height: height.into(), rgb, alpha: None })
}

/// The pixels of a page across and down. None when it has no extent, or would have more than 10 000 in one.
pub fn pixels(page: &Page, across: u16) -> Option<(u16, u16)> {
    let wide = page.size.width.scaled();
    if wide <= 0 || page.size.height <= Pt::ZERO || across == 0 || across > LARGEST {
        return None;
    }
    let down = (i128::from(page.size.height.scaled()) * i128::from(across) * 2 / i128::from(wide) + 1) / 2;
    let down = u16::try_from(down).ok().filter(|down| (1..=LARGEST).contains(down))?;
    Some((across, down))
}

/// Paints a page on white. `take` gets its tiles row by row; what the last ones have beyond the edges of the page
/// does not count. None as of [`pixels`].
pub fn paint(
    page: &Page,
    pictures: &Pictures,
    fonts: &FontLibrary,
    across: u16,
    take: &mut dyn FnMut(Tile<'_>),
) -> Option<()> {
    let (across, down) = pixels(page, across)?;
    let tiles = usize::from(across).div_ceil(SIDE);
    let mut strokes = strokes::of(page, pictures, fonts, (across, down));
    let (mut coverage, mut course) = (Coverage::new(tiles), Course::new(tiles));
    for top in (0..down).step_by(SIDE) {
        course.clear(strokes.ground);
        strokes.paint(top, &mut coverage, &mut course);
        course.tiles().for_each(&mut *take);
    }
    Some(())
}
