//! One sample for each rule.

use super::*;

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
    assert_eq!(texts(&lines).concat().replace('\u{AD}', ""), "neuroplasticity");
    assert!(lines.len() > 1);
    assert_eq!(codes(&diagnostics), [""; 0]);
}

#[test]
fn ligatures_carry_their_letters() {
    let (lines, _) = Setting::new().set("office");
    let run = &lines[0].runs[0].run;
    let shown: Vec<&str> = run
        .glyphs
        .iter()
        .map(|glyph| &run.text[glyph.text.start as usize..glyph.text.end as usize])
        .collect();
    println!("{shown:?}");
    assert_eq!(shown.concat(), "office");
}

#[test]
fn hebrew_runs_from_right_to_left() {
    let (lines, diagnostics) = Setting::new().set("abc \u{5D0}\u{5D1}\u{5D2} def");
    println!("{:?} {:?}", texts(&lines), codes(&diagnostics));
}

#[test]
fn code_keeps_its_spaces() {
    let (lines, _) = Setting::new().code().set("fn main() {\n    one();\n\n}\n");
    assert_eq!(texts(&lines), ["fn main() { ", "    one(); ", "", "}"]);
}
