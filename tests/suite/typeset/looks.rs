//! A few whole pages as pictures, beside reference pictures that were looked at: what no list of places shows.
//!
//! `UPDATE_LOOKS=1 cargo test --test suite looks` writes the pictures anew; look at each before committing it.

use super::rules::fixture;
use super::*;
use image::GrayImage;
use stationer::raster;

/// Pixels across.
const ACROSS: u16 = 216;
/// The sides of the tiles that are compared, in pixels: about a word.
const TILE: (u32, u32) = (18, 6);
/// By how much the mean of a tile may differ, of 255.
const MOST: u64 = 12;

/// Some pages of a body side by side, in grey.
fn pictured(set: &Galleys, pages: &[usize]) -> GrayImage {
    let grey = |rgb: &[u8]| {
        (rgb.iter().map(|channel| u32::from(*channel)).sum::<u32>() / 3).try_into().unwrap_or(u8::MAX)
    };
    let mut spread = GrayImage::new(0, 0);
    for (number, page) in pages.iter().enumerate() {
        let (_, page) = set.body().nth(*page).expect("the page is there");
        let pixels = raster::render(page, &set.pictures, &PRESS.fonts, ACROSS).expect("a page has a size");
        let bytes: Vec<u8> = pixels.rgb.chunks_exact(3).map(grey).collect();
        let one = GrayImage::from_raw(pixels.width, pixels.height, bytes).expect("a byte for each pixel");
        let left = number as u32 * pixels.width;
        let mut wider = GrayImage::new(left + pixels.width, pixels.height);
        image::imageops::replace(&mut wider, &spread, 0, 0);
        image::imageops::replace(&mut wider, &one, i64::from(left), 0);
        spread = wider;
    }
    spread
}

fn fixture_set(name: &str) -> Galleys {
    Lessons::of(&fixture(name)).set_lessons()
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
    let fixtures: [(&str, &[usize]); 5] = [
        ("table_cells_over_others", &[0]),
        ("table_over_three_pages", &[1]),
        ("key_term_box_at_page_end", &[1]),
        ("code_in_colours_wraps", &[0]),
        ("notes/table_with_notes", &[0, 1]),
    ];
    let fixtures = fixtures
        .map(|(name, pages)| (name, pictured(&fixture_set(&format!("{name}.md")), pages)))
        .into_iter();
    let others = [
        ("moved_figure", pictured(&page_ends::figured(19, 420), &[0, 1])),
        ("facing_pages", pictured(&page_ends::spreads(), &[1, 2])),
    ];
    for (name, now) in fixtures.chain(others) {
        let file = folder.join(name.replace('/', "_")).with_extension("png");
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
    let now = pictured(&fixture_set("table_cells_over_others.md"), &[0]);
    let mut other = now.clone();
    // One row of the table, painted over.
    let (from, to) = (other.height() * 43 / 100, other.height() * 45 / 100);
    for y in from..to {
        (0..other.width()).for_each(|x| other.put_pixel(x, y, image::Luma([255])));
    }
    let apart = apart(&now, &other);
    assert!(apart > MOST, "{apart}");
}
