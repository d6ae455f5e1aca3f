//! How good the lines of a real lesson are, at 10.5 pt on 318 pt.

use super::*;

const LESSON: &str = include_str!("treating-depression.txt");

/// The stretch or shrink of a justified line as a part of what its spaces can give.
fn ratio(line: &Line) -> Option<f64> {
    let natural = Setting::new().align(Align::Start).set("a b").0;
    let natural = spaces(&natural[0]).next()?.to_f64();
    let own = spaces(line).next()?.to_f64();
    Some(if own >= natural { (own - natural) / (natural / 2.0) } else { (own - natural) / (natural / 3.0) })
}

/// The widths of the spaces between the words of a line.
fn spaces(line: &Line) -> impl Iterator<Item = Pt> {
    line.runs
        .iter()
        .flat_map(|run| {
            run.run.glyphs.iter().filter(|glyph| {
                run.run.text.get(glyph.text.start as usize..glyph.text.end as usize) == Some(" ")
            })
        })
        .map(|glyph| glyph.advance)
}

#[test]
fn a_lesson_is_set_evenly() {
    let setting = Setting::new();
    let (mut count, mut hyphens, mut loose, mut sum) = (0_u32, 0, 0, 0.0);
    let mut worst = 0.0_f64;
    for paragraph in LESSON.lines().filter(|line| line.len() > 100 && !line.starts_with('|')) {
        let (lines, diagnostics) = setting.set(paragraph);
        assert_eq!(codes(&diagnostics), [""; 0]);
        let mut row = 0;
        for line in &lines {
            count += 1;
            row = if line.end == LineEnd::Hyphen { row + 1 } else { 0 };
            assert!(row < 3, "three hyphens in a row");
            hyphens += u32::from(line.end == LineEnd::Hyphen);
            if !matches!(line.end, LineEnd::Last | LineEnd::Forced) {
                let ratio = ratio(line).expect("a line of prose has spaces");
                loose += u32::from(ratio.abs() > 1.0);
                sum += ratio.abs();
                worst = if ratio.abs() > worst.abs() { ratio } else { worst };
            }
        }
    }
    let mean = sum / f64::from(count);
    assert!(mean < 0.7, "a mean ratio of {mean}");
    assert!(loose * 100 <= count * 2, "{loose} of {count} lines are loose or tight");
    assert!(hyphens * 100 < count * 5, "{hyphens} hyphens in {count} lines");
    assert!(worst.abs() <= 1.2, "a line of ratio {worst}");
}
