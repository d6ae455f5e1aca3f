//! What must hold for any text.

use super::*;
use proptest::prelude::*;

/// The text of the lines as a reader copies it: inserted hyphens join, the space at a line's end parts.
fn copied(lines: &[Line]) -> String {
    let joined: String = texts(lines).concat().replace('\u{AD}', "");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The x at which the visible part of a line ends on the right.
fn right_edge(line: &Line) -> i64 {
    line.runs.iter().map(|run| (run.run.origin.x + run.width).scaled()).max().unwrap_or_default()
}

fn hangs_in_bounds(setting: &Setting, line: &Line) -> bool {
    let over = setting.look.size.scaled() / 2 + 655;
    let left = line.runs.iter().map(|run| run.run.origin.x.scaled()).min().unwrap_or_default();
    left >= -over && right_edge(line) <= setting.shape.measure.scaled() + over
}

fn check(setting: &Setting, text: &str) {
    let (lines, diagnostics) = setting.set(text);
    let overfull = codes(&diagnostics).contains(&"line-overfull");
    let loose = codes(&diagnostics).contains(&"line-loose");
    for (index, line) in lines.iter().enumerate() {
        for run in &line.runs {
            let mut end = 0;
            for glyph in &run.run.glyphs {
                assert_ne!(glyph.id, 0, "a missing glyph in {text:?}");
                assert!(run.run.text.get(glyph.text.start as usize..glyph.text.end as usize).is_some());
                end = end.max(glyph.text.end as usize);
            }
            assert_eq!(end, run.run.text.len(), "every character belongs to a glyph");
        }
        assert!(overfull || line.width.fits(setting.shape.measure), "{:?} in {text:?}", line.width);
        assert!(overfull || setting.direction == Direction::RightToLeft || hangs_in_bounds(setting, line));
        let spaces = text_of(line).trim().contains(' ');
        let full =
            setting.shape.align == Align::Justify && matches!(line.end, LineEnd::Plain | LineEnd::Hyphen);
        if full && spaces && !overfull && !loose && text.is_ascii() {
            assert_eq!(line.width, setting.shape.measure, "line {index} of {text:?}");
        }
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_lost_or_doubled() {
    let text = include_str!("treating-depression.txt");
    for points in [30, 60, 100, 200, 318, 1000] {
        for align in [Align::Justify, Align::Start, Align::Center, Align::End] {
            let setting = Setting::new().measure(points).align(align);
            for paragraph in text.lines() {
                let (lines, _) = setting.set(paragraph);
                assert_eq!(copied(&lines), plain(paragraph), "at {points} pt");
            }
        }
    }
}

#[test]
fn nothing_is_lost_or_doubled_where_hyphens_are_repeated() {
    let text =
        "Encontrá-lo-emos na segunda-feira, e dir-se-ia que a guarda-chuva-mestra recém-nascida é bem-vinda.";
    for points in 30..200 {
        for align in [Align::Justify, Align::Start] {
            let (lines, _) = Setting::new().measure(points).align(align).language("pt").set(text);
            assert_eq!(copied(&lines), text, "at {points} pt");
        }
    }
}

#[test]
fn the_same_text_gives_the_same_lines_whatever_was_set_before() {
    let setting = Setting::new();
    let text = include_str!("treating-depression.txt");
    let pieces = [setting.text(text)];
    let mut engine = TextEngine::new(&setting.fonts);
    let mut set = |pieces: &[Piece]| {
        engine.lines(
            pieces,
            &setting.shape,
            &setting.language,
            setting.direction,
            Span::default(),
            &mut Diagnostics::default(),
        )
    };
    let first = set(&pieces);
    set(&[setting.text("Other words, set in between.")]);
    assert_eq!(first, set(&pieces));
    assert_eq!(first, setting.set_pieces(&pieces).0);
}

#[test]
fn a_justified_line_ends_at_the_edge_to_the_scaled_point() {
    let mut setting = Setting::new();
    setting.shape.protrusion = Protrusion::Off;
    let (lines, found) = setting.set(include_str!("treating-depression.txt"));
    assert_eq!(codes(&found), [""; 0]);
    let measure = setting.shape.measure.scaled();
    for line in &lines[..lines.len() - 1] {
        assert_eq!(right_edge(line), measure, "{}", text_of(line));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set(text in any::<String>(), points in 0_i64..400) {
        check(&Setting::new().measure(points), &text);
    }

    #[test]
    fn any_text_is_set_from_right_to_left(text in "[\\PC\u{5D0}-\u{5EA} \u{627}-\u{64A}]{0,60}", points in 0_i64..400) {
        check(&Setting::new().measure(points).language("he"), &text);
    }

    #[test]
    fn words_are_kept_in_order(text in "([a-zA-Z]{1,16}[ .,;:!?'/-]{0,2}){0,40}", points in 20_i64..400) {
        let setting = Setting::new().measure(points);
        check(&setting, &text);
        prop_assert_eq!(copied(&setting.set(&text).0), plain(&text));
    }

    #[test]
    fn controls_and_joiners_never_show(text in "[a-f\u{AD}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}\u{2066}-\u{2069}\u{FEFF}\u{FE0F}\u{301} \u{A0}\u{2009}\u{FFFC}\u{2028}\u{85}\n\r\t-]{0,50}", points in 5_i64..100) {
        check(&Setting::new().measure(points), &text);
        check(&Setting::new().measure(points).code(), &text);
        check(&Setting::new().measure(points).language("ar"), &text);
    }

    #[test]
    fn code_keeps_every_character(text in "[a-z(){}=;/ _\n.]{0,120}", points in 10_i64..400) {
        let setting = Setting::new().measure(points).code();
        check(&setting, &text);
        let without_space = |text: &str| text.replace([' ', '\n'], "");
        let shown = texts(&setting.set(&text).0).concat();
        prop_assert_eq!(without_space(&shown), without_space(&text));
    }

    #[test]
    fn pieces_of_other_looks_do_not_change_the_words(text in "[a-z ,.-]{0,80}", cut in 0_usize..80, points in 20_i64..300) {
        let setting = Setting::new().measure(points);
        let (head, tail) = text.split_at(cut.min(text.len()));
        let mut second = setting.text(tail);
        second.look.face = setting.fonts.face(Family::Sans, Weight::Bold, Slant::Italic);
        second.leaf = NodeId(2);
        let lines = setting.set_pieces(&[setting.text(head), second]).0;
        prop_assert_eq!(copied(&lines), plain(&text));
    }
}
