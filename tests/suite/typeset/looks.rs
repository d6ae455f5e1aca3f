//! A few whole pages as pictures, beside reference pictures that were looked at: what no list of places shows.
//!
//! `UPDATE_LOOKS=1 cargo test --test suite looks` writes the pictures anew; look at each before committing it.

use super::rules::fixture;
use super::*;
use image::GrayImage;
use stationer::book::Pictures;
use stationer::raster;

/// Pixels across.
const ACROSS: u16 = 216;
/// The sides of the tiles that are compared, in pixels: about a word.
const TILE: (u32, u32) = (18, 6);
/// By how much the mean of a tile may differ, of 255.
const MOST: u64 = 12;

/// The first page of a fixture that a lesson's text is on, in grey.
fn pictured(name: &str, page: usize) -> GrayImage {
    let set = Lessons::of(&fixture(name)).set_lessons();
    let (_, page) = set.body().nth(page).expect("the page is there");
    let pixels = raster::render(page, &Pictures::default(), &PRESS.fonts, ACROSS).expect("a page has a size");
    let grey = |rgb: &[u8]| {
        (rgb.iter().map(|channel| u32::from(*channel)).sum::<u32>() / 3).try_into().unwrap_or(u8::MAX)
    };
    let grey: Vec<u8> = pixels.rgb.chunks_exact(3).map(grey).collect();
    GrayImage::from_raw(pixels.width, pixels.height, grey).expect("a byte for each pixel")
}

/// How far two pictures of one size are apart where they are furthest: the mean of a tile.
fn apart(one: &GrayImage, other: &GrayImage) -> u64 {
    let mut tiles: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for ((x, y, a), b) in one.enumerate_pixels().zip(other.pixels()) {
        *tiles.entry((x / TILE.0, y / TILE.1)).or_default() += u64::from(a.0[0].abs_diff(b.0[0]));
    }
    tiles.into_values().max().unwrap_or(0) / u64::from(TILE.0 * TILE.1)
}

#[test]
fn pages_look_as_they_were_looked_at() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages/looks");
    for (name, page) in [
        ("table_cells_over_others.md", 0),
        ("table_over_three_pages.md", 1),
        ("key_term_box_at_page_end.md", 1),
        ("code_in_colours_wraps.md", 0),
    ] {
        let now = pictured(name, page);
        let file = folder.join(name.replace(".md", ".png"));
        if std::env::var_os("UPDATE_LOOKS").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            now.save(&file).expect("a picture can be written");
        }
        let then = image::open(&file).expect("the reference is there").into_luma8();
        assert_eq!(now.dimensions(), then.dimensions(), "{name}");
        let apart = apart(&now, &then);
        assert!(apart <= MOST, "{name}: {apart}");
    }
}

#[test]
fn a_page_with_a_line_less_does_not_look_the_same() {
    let now = pictured("table_cells_over_others.md", 0);
    let mut other = now.clone();
    // One row of the table, painted over.
    let (from, to) = (other.height() * 43 / 100, other.height() * 45 / 100);
    for y in from..to {
        (0..other.width()).for_each(|x| other.put_pixel(x, y, image::Luma([255])));
    }
    let apart = apart(&now, &other);
    assert!(apart > MOST, "{apart}");
}
