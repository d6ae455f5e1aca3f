//! One sample for each rule.

use super::*;

/// The stretches of text the glyphs of a line show, one each.
fn shown(line: &Line) -> Vec<String> {
    let texts = |run: &LineRun| {
        let slice = |glyph: &crate::typeset::frame::Glyph| {
            let range = glyph.text.start as usize..glyph.text.end as usize;
            run.run.text.get(range).expect("a range of the run's text").to_owned()
        };
        run.run.glyphs.iter().map(slice).collect::<Vec<_>>()
    };
    line.runs.iter().flat_map(texts).collect()
}

fn left(line: &Line) -> f64 {
    line.runs[0].run.origin.x.to_f64()
}

#[test]
fn an_empty_paragraph_has_no_lines() {
    let setting = Setting::new();
    assert!(setting.set("").0.is_empty());
    assert!(setting.set(" \n ").0.is_empty());
    assert!(setting.set("\u{200B}\u{FEFF}").0.is_empty());
    assert!(setting.set_pieces(&[]).0.is_empty());
    assert!(setting.set_pieces(&[setting.piece(PieceContent::Break)]).0.is_empty());
}

#[test]
fn white_space_collapses_and_lines_keep_a_space_at_their_end() {
    let (lines, _) = Setting::new().measure(60).align(Align::Start).set("  one\n two  three four ");
    assert_eq!(texts(&lines), ["one two ", "three four"]);
}

#[test]
fn a_long_word_is_divided_with_soft_hyphens() {
    let (lines, diagnostics) = Setting::new().measure(40).set("neuroplasticity");
    assert_eq!(texts(&lines), ["neuro\u{AD}", "plas\u{AD}", "ticity"]);
    assert_eq!(codes(&diagnostics), [""; 0]);
}

#[test]
fn each_language_has_its_own_patterns() {
    let divided = |tag: &str, word: &str| {
        let (lines, _) = Setting::new().measure(1).breaks(WordBreaks::Patterns).language(tag).set(word);
        assert_eq!(texts(&lines).concat().replace('\u{AD}', ""), word);
        let wide = Setting::new().measure(60).language(tag).set(word).0;
        texts(&wide)
    };
    assert_eq!(divided("en", "responsibility"), ["responsi\u{AD}", "bility"]);
    assert_eq!(divided("de", "Verantwortung"), ["Verantwor\u{AD}", "tung"]);
}

#[test]
fn a_language_without_patterns_is_reported_once() {
    let setting = Setting::new().measure(60).language("cy");
    let mut engine = TextEngine::new(&setting.fonts);
    let mut diagnostics = Diagnostics::default();
    for _ in 0..3 {
        let pieces = [setting.text("gair arall")];
        let (shape, language) = (&setting.shape, &setting.language);
        engine.lines(&pieces, shape, language, setting.direction, Span::default(), &mut diagnostics);
    }
    assert_eq!(codes(&diagnostics), ["language-without-patterns"]);
}

#[test]
fn a_hyphen_at_a_line_end_is_repeated_where_the_language_asks_for_it() {
    let set = |tag: &str, text: &str| {
        let narrow = Setting::new().measure(62).align(Align::Start).breaks(WordBreaks::SoftHyphens);
        texts(&narrow.language(tag).set(text).0)
    };
    for tag in ["pt", "pt-BR", "pl", "cs", "sk", "hr"] {
        assert_eq!(set(tag, "recuperam-nas agora"), ["recuperam\u{AD}", "-nas agora"], "{tag}");
    }
    assert_eq!(set("en", "recuperam-nas agora"), ["recuperam-", "nas agora"]);
    assert_eq!(set("es", "teórico-práctica"), ["teórico\u{AD}", "-práctica"]);
    assert_eq!(set("es", "Francia-Alemania"), ["Francia-", "Alemania"], "not before a capital");
    assert_eq!(set("pl", "1914\u{2010}1918 1939-1945"), ["1914\u{2010}1918 ", "1939-1945"], "nor in numbers");
    assert_eq!(set("pt", "bem-vindo"), ["bem-vindo"], "nor where the line goes on");
}

#[test]
fn the_authors_soft_hyphens_win_over_patterns() {
    let (lines, _) = Setting::new().measure(60).set("respo\u{AD}nsibility");
    assert_eq!(texts(&lines), ["respo\u{AD}", "nsibility"]);
    let (lines, _) = Setting::new().set("respo\u{AD}nsibility");
    assert_eq!(texts(&lines), ["responsibility"]);
}

#[test]
fn without_patterns_words_stay_whole_while_they_fit() {
    let setting = Setting::new().measure(90).align(Align::Start).breaks(WordBreaks::SoftHyphens);
    let (lines, _) = setting.set("Understanding Photosynthesis");
    assert_eq!(texts(&lines), ["Understanding ", "Photosynthesis"]);
}

#[test]
fn a_word_no_line_holds_is_cut_and_the_others_are_not() {
    let text = format!("short words before {} and short words behind", "x".repeat(90));
    let (lines, diagnostics) = Setting::new().measure(120).align(Align::Start).set(&text);
    let all = texts(&lines).concat();
    assert_eq!(all.replace('\u{AD}', ""), text);
    assert!(all.contains("short words before") && all.contains("and short words behind"));
    assert_eq!(codes(&diagnostics), [""; 0]);
}

#[test]
fn a_url_breaks_behind_punctuation_without_a_hyphen() {
    let setting = Setting::new().measure(120).align(Align::Start).breaks(WordBreaks::Anywhere);
    let (lines, _) = setting.set("https://example.org/articles/2019/neuroplasticity.html");
    assert_eq!(texts(&lines).concat(), "https://example.org/articles/2019/neuroplasticity.html");
    for line in &lines[..lines.len() - 1] {
        assert!(text_of(line).ends_with(['/', '.', ':']), "{}", text_of(line));
    }
}

#[test]
fn what_cannot_be_cut_sticks_out_and_is_reported() {
    let setting = Setting::new().measure(40);
    let picture = PieceContent::Box { width: Pt::new(70), height: Pt::new(20), picture: ImageId(3) };
    let (lines, diagnostics) = setting.set_pieces(&[setting.text("a "), setting.piece(picture)]);
    assert_eq!(codes(&diagnostics), ["line-overfull"]);
    let last = lines.last().expect("two lines");
    assert_eq!((last.boxes[0].x, last.boxes[0].picture), (Pt::ZERO, ImageId(3)));
    assert_eq!(last.width, Pt::new(70));
}

#[test]
fn the_author_breaks_lines() {
    let setting = Setting::new();
    let pieces =
        [setting.text("Roses are red, "), setting.piece(PieceContent::Break), setting.text(" violets")];
    let (lines, _) = setting.set_pieces(&pieces);
    assert_eq!(texts(&lines), ["Roses are red, ", "violets"]);
    assert_eq!([lines[0].end, lines[1].end], [LineEnd::Forced, LineEnd::Last]);
    assert!(lines[0].width < setting.shape.measure);
}

#[test]
fn ligatures_carry_their_letters() {
    let (lines, _) = Setting::new().set("office fig");
    assert_eq!(shown(&lines[0]), ["o", "ffi", "c", "e", " ", "fi", "g"]);
    let mut setting = Setting::new();
    setting.look.tracking = Em::from_f64(0.05);
    assert_eq!(shown(&setting.set("office").0[0]).len(), 6);
}

#[test]
fn runs_of_one_look_are_joined_and_those_of_two_are_not() {
    let setting = Setting::new();
    let mut linked = setting.text("there");
    linked.link = Some(LinkNumber(7));
    let (lines, _) =
        setting.set_pieces(&[setting.text("go "), setting.text("on and "), linked, setting.text(".")]);
    let runs: Vec<_> = lines[0].runs.iter().map(|run| (run.run.text.as_str(), run.link)).collect();
    assert_eq!(runs, [("go on and ", None), ("there", Some(LinkNumber(7))), (".", None)]);
}

#[test]
fn a_change_of_look_inside_a_word_is_no_place_to_break() {
    let setting = Setting::new().measure(60).align(Align::Start).breaks(WordBreaks::SoftHyphens);
    let mut bold = setting.text("Bold");
    bold.look.face = setting.fonts.face(Family::Serif, Weight::Bold, Slant::Upright);
    let (lines, _) = setting.set_pieces(&[setting.text("some text half"), bold]);
    assert_eq!(texts(&lines), ["some text ", "halfBold"]);
}

#[test]
fn no_break_spaces_hold_and_copy_as_spaces() {
    let (lines, _) = Setting::new().measure(60).align(Align::Start).set("see page p.\u{A0}12345");
    assert_eq!(texts(&lines), ["see page ", "p. 12345"]);
}

#[test]
fn edges_are_optical() {
    let (lines, _) = Setting::new().set("\u{201C}Quoted\u{201D} at the start");
    assert!(left(&lines[0]) < -1.0);
    let mut setting = Setting::new();
    setting.shape.protrusion = Protrusion::Off;
    assert_eq!(left(&setting.set("\u{201C}Quoted\u{201D}").0[0]), 0.0);
}

#[test]
fn lines_stand_where_they_are_aligned() {
    let at = |align| {
        let (lines, _) = Setting::new().measure(200).align(align).set("word");
        (left(&lines[0]), lines[0].width.to_f64())
    };
    let (_, width) = at(Align::Start);
    assert_eq!(at(Align::Start).0, 0.0);
    assert!((at(Align::End).0 - (200.0 - width)).abs() < 0.01);
    assert!((at(Align::Center).0 - (200.0 - width) / 2.0).abs() < 0.01);
}

#[test]
fn first_lines_and_turnovers_have_their_own_indents() {
    let mut setting = Setting::new().measure(100).align(Align::Start);
    setting.shape.first_indent = Pt::new(12);
    setting.shape.hanging = Pt::new(20);
    let (lines, _) = setting.set("first second third fourth fifth");
    assert_eq!(lines[..2].iter().map(left).collect::<Vec<_>>(), [12.0, 20.0]);
}

#[test]
fn superscripts_rise() {
    let setting = Setting::new();
    let mut note = setting.text("2");
    note.look.rise = Pt::new(4);
    let (lines, _) = setting.set_pieces(&[setting.text("CO"), note]);
    let baselines: Vec<_> = lines[0].runs.iter().map(|run| run.run.origin.y.to_f64()).collect();
    assert_eq!(baselines, [0.0, -4.0]);
}

#[test]
fn a_missing_character_is_shown_and_reported_once() {
    let (lines, diagnostics) = Setting::new().set("a \u{4E00}\u{4E00} b \u{4E00}");
    assert_eq!(texts(&lines), ["a \u{4E00}\u{4E00} b \u{4E00}"]);
    assert_eq!(codes(&diagnostics), ["glyph-missing"]);
}

#[test]
fn lines_without_spaces_are_filled_between_letters() {
    let text: String = (0..120_u32).filter_map(|at| char::from_u32(0x4E00 + at)).collect();
    let setting = Setting::new().measure(200).language("zh");
    let (lines, _) = setting.set(&text);
    assert!(lines.len() > 2, "{} lines", lines.len());
    let set = lines.len() - 1;
    assert!(lines[..set].iter().all(|line| line.width == Pt::new(200)), "every full line is justified");
    assert_eq!(texts(&lines).concat(), text, "and no space comes into the text");
    let advances: Vec<Pt> = lines[0].runs[0].run.glyphs.iter().map(|glyph| glyph.advance).collect();
    let (least, most) = (advances.iter().min().expect("letters"), advances.iter().max().expect("letters"));
    assert!(*most - *least < Pt::from_f64(10.5 / 4.0), "by no more than a quarter of an em");
}

#[test]
fn letters_that_hang_together_never_move_apart() {
    use crate::typeset::text::shape::Joined;
    let setting = Setting::new();
    let mut shaper = crate::typeset::text::shape::Shaper::new(&setting.fonts);
    let manner = shaper.manner(&setting.look, &setting.language, false);
    for (text, joined) in
        [("नदी", Joined::Yes), ("نهر", Joined::Yes), ("river", Joined::No), ("река", Joined::No)]
    {
        let word = shaper.word(manner, text);
        assert_eq!(shaper.get(word).joined, joined, "{text}");
    }
}

#[test]
fn signs_of_full_width_share_their_blanks_and_a_gap_parts_them_from_latin_letters() {
    let mut setting = Setting::new().measure(400).align(Align::Start).language("ja");
    setting.shape.protrusion = Protrusion::Off;
    let width = |text: &str| setting.set(text).0[0].width.to_f64();
    let em = 10.5;
    let close = |found: f64, wanted: f64| (found - wanted).abs() < 0.01;
    assert!(close(
        width("\u{5DDD}\u{300D}\u{300C}\u{6C34}"),
        width("\u{5DDD}\u{300D}") + width("\u{300C}\u{6C34}") - em / 2.0
    ));
    assert!(close(width("\u{5DDD}abc"), width("\u{5DDD}") + width("abc") + em / 4.0));
    assert!(
        close(width("\u{5DDD} abc"), width("\u{5DDD}") + width(" x abc") - width("x")),
        "not beside a space"
    );
    let code = Setting::new().code();
    let text = "\u{5DDD}abc\u{300D}\u{300C}";
    let parts = ["\u{5DDD}", "abc", "\u{300D}", "\u{300C}"].map(|part| code.set(part).0[0].width.to_f64());
    assert!(close(code.set(text).0[0].width.to_f64(), parts.iter().sum()), "never in code");
}

#[test]
fn a_paragraph_is_set_in_a_line_more_or_less_where_its_words_allow() {
    let text = "A quiet evening without screens, a cool dark room and a steady hour of going to bed help most \
        people more than any pill; and those who still lie awake do well to get up again, to read a page or \
        two under a small lamp, and to come back when their eyes close by themselves. None of this works at \
        once, but after a week or two most nights are better than they were, and the days behind them as well."
        .repeat(2);
    let setting = Setting::new();
    let best = setting.set(&text).0.len();
    let pieces = [setting.text(&text)];
    let mut engine = TextEngine::new(&setting.fonts);
    let (language, direction) = (&setting.language, setting.direction);
    let mut found = Vec::new();
    for leeway in [Leeway::Usual, Leeway::Rescue] {
        for count in engine.other_counts(&pieces, &setting.shape, language, direction, best, leeway) {
            let set =
                engine.lines_in(&pieces, &setting.shape, language, direction, (best, count.lines), leeway);
            assert_eq!(set.len(), count.lines, "what was promised");
            assert_eq!(set.len().abs_diff(best), 1, "a line more or less");
            let full = &set[..set.len() - 1];
            assert!(full.iter().all(|line| line.width == setting.shape.measure), "and every line is full");
            found.push(set.len());
        }
    }
    assert!(!found.is_empty(), "twelve lines can be set otherwise");
    let none = engine.lines_in(&pieces, &setting.shape, language, direction, (best, best + 5), Leeway::Usual);
    assert!(none.is_empty());
}

#[test]
fn letters_of_another_face_stand_in() {
    let mut setting = Setting::new();
    setting.look.face = setting.fonts.face(Family::Serif, Weight::Bold, Slant::Upright);
    let sans_only = (0x2190_u32..0x2BFF).filter_map(char::from_u32).find(|c| {
        setting.fonts.covering(setting.look.face, *c).is_some_and(|face| face != setting.look.face)
    });
    let sign = sans_only.expect("a sign the serif lacks");
    let (lines, diagnostics) = setting.set(&format!("ab{sign}cd"));
    assert_eq!(codes(&diagnostics), [""; 0]);
    assert_eq!(texts(&lines), [format!("ab{sign}cd")]);
    assert_eq!(lines[0].runs.len(), 3);
}

#[test]
fn hebrew_runs_from_right_to_left() {
    let setting = Setting::new().language("he").align(Align::Start);
    let (lines, _) = setting.set("\u{5D0}\u{5D1} abc \u{5D2}");
    // From left to right: gimel, the Latin word, bet, alef.
    assert_eq!(shown(&lines[0]).concat(), "\u{5D2} abc \u{5D1}\u{5D0}");
    let last = lines[0].runs.last().expect("a run");
    assert!(((last.run.origin.x + last.width).to_f64() - 318.0).abs() < 0.01);
}

#[test]
fn a_run_from_right_to_left_keeps_its_text_in_logical_order() {
    let (lines, _) = Setting::new().set("x \u{202E}abc def\u{202C}");
    assert_eq!(text_of(&lines[0]), "x abc def");
    assert_eq!(shown(&lines[0]).concat(), "x fed cba");
}

#[test]
fn the_space_at_the_end_hangs_out_on_the_left_from_right_to_left() {
    let setting = Setting::new().measure(40).language("he").align(Align::Start);
    let (lines, _) = setting.set("\u{202B}abc def ghi jkl");
    let first = &lines[0].runs[0];
    assert_eq!((first.run.text.as_str(), first.width), (" ", Pt::ZERO));
    let visible = &lines[0].runs[1];
    assert!(((visible.run.origin.x + visible.width).to_f64() - 40.0).abs() < 0.01);
}

#[test]
fn code_keeps_its_spaces() {
    let (lines, _) = Setting::new().code().set("fn main() {\n    one();\n\n}\n");
    assert_eq!(texts(&lines), ["fn main() { ", "    one(); ", "", "}"]);
}

#[test]
fn long_code_wraps_at_a_good_place() {
    let mut setting = Setting::new().measure(120).code();
    setting.shape.hanging = Pt::new(12);
    let (lines, diagnostics) = setting.set("    let answer = compute(first, second);");
    assert_eq!(texts(&lines), ["    let answer = ", "compute(first, ", "second);"]);
    assert_eq!(codes(&diagnostics), [""; 0]);
}

#[test]
fn figures_of_columns_have_one_width() {
    let mut setting = Setting::new();
    setting.look.figures = Figures::Tabular;
    let width = |text: &str| setting.set(text).0[0].width;
    assert_eq!(width("1111"), width("8888"));
}

#[test]
fn columns_learn_their_widths() {
    let setting = Setting::new();
    let pieces = [setting.text("a responsibility here")];
    let widths = TextEngine::new(&setting.fonts).widths(&pieces, &setting.language, setting.direction);
    let whole = |text: &str| Setting::new().align(Align::Center).set(text).0[0].width;
    assert!((widths.max - whole("a responsibility here")).abs() < Pt::from_f64(0.01));
    assert!((widths.longest_word - whole("responsibility")).abs() < Pt::from_f64(0.01));
    assert!(widths.min < widths.longest_word && widths.min >= setting.look.size * 3);
}

#[test]
fn data_too_long_to_weigh_is_set_by_first_fit() {
    let text = "word ".repeat(6000);
    let (lines, diagnostics) = Setting::new().set(&text);
    assert_eq!(texts(&lines).concat(), text.trim_end());
    assert_eq!(codes(&diagnostics), [""; 0]);
}

#[test]
fn a_line_a_hair_too_wide_fills_the_measure() {
    let setting = Setting::new().measure(37);
    let (lines, diagnostics) = setting.set("AAAsum :JyAKMa!a");
    assert_eq!(codes(&diagnostics), [""; 0]);
    let full = lines.iter().filter(|line| line.end == LineEnd::Hyphen && text_of(line).contains(' '));
    let widths: Vec<Pt> = full.map(|line| line.width).collect();
    assert!(!widths.is_empty());
    assert!(widths.iter().all(|width| *width == Pt::new(37)), "{widths:?}");
}
