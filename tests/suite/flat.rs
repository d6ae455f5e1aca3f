//! The flat dialect: what its lines are taken for, what authors may say about them, and where every byte
//! of a file belongs.

mod mutations;
mod traps;

use crate::outline::{inlines, read_as};
use crate::pieces::piece;
use proptest::prelude::*;
use stationer::config::{ClassifyTable, Recognition};
use stationer::model::{BlockKind, Inline, InlineKind, Lesson, TriviaKind, walk};
use stationer::reader::{DialectChoice, ReadOptions, TriviaChoice, explain};
use stationer::source::{SourceFile, Sources};

const REAL: &str = include_str!("../fixtures/flat/treating-depression.txt");

fn flat() -> ReadOptions {
    ReadOptions { dialect: DialectChoice::Flat, trivia: TriviaChoice::Kept, ..ReadOptions::default() }
}

fn classes(text: &str, options: &ReadOptions) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let id = sources.add("lesson.txt", text.as_bytes().to_vec());
    let file = sources.get(id).expect("the file was just added");
    explain(file, options).iter().map(|verdict| verdict.class.name()).collect()
}

#[test]
fn every_line_of_the_real_lesson_is_explained() {
    let mut sources = Sources::default();
    let id = sources.add("lesson.txt", REAL.as_bytes().to_vec());
    let file = sources.get(id).expect("the file was just added");
    let verdicts = explain(file, &ReadOptions::default());
    assert_eq!(verdicts.len(), 23 + 1);
    let told: Vec<String> = verdicts
        .iter()
        .map(|v| {
            let rival =
                v.rival.map_or(String::new(), |(class, score)| format!(" | {} {score}", class.name()));
            format!("{} {} {}{rival} | {}", v.line, v.class.name(), v.score, v.reasons)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn markdown_has_no_lines_to_explain() {
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    assert!(classes(REAL, &options).is_empty());
}

#[test]
fn what_is_not_looked_for_is_not_found() {
    let off = Some(Recognition::Off);
    let all = ClassifyTable {
        promo: off,
        teaser: off,
        takeaway: off,
        disclaimer: off,
        stations: off,
        html: off,
        heading_min: Some(100),
    };
    let found = classes(REAL, &ReadOptions { classify: all, ..flat() });
    for class in ["promo", "teaser", "takeaway", "disclaimer"] {
        assert!(!found.contains(&class), "{class}");
    }
    // The front matter has the last word.
    let text = format!("---\nclassify: {{ promo: on, heading_min: 0.5 }}\n---\n{REAL}");
    let found = classes(&text, &ReadOptions { classify: all, ..flat() });
    assert!(found.contains(&"promo") && found.contains(&"heading") && !found.contains(&"teaser"));
}

#[test]
fn a_comment_is_stronger_than_a_number_and_a_number_than_a_backslash() {
    let text = "---\nlines: { 6: quiz, 7: heading }\n---\nTitle\n<!-- stationer: note -->\nOne line.\n\\Another line.\n";
    assert_eq!(classes(text, &flat()), ["title", "comment", "note", "heading"]);
}

#[test]
fn stations_are_known_in_the_words_of_the_language() {
    let cases = [
        ("Das ist Teil der Stationen 3, 4 und 7 und von Station 9.", vec![3, 4, 7, 9]),
        ("Como vimos en las Estaciones 2 y 5, el agua es muy importante para la planta.", vec![2, 5]),
        ("Zoals in Haltes 2 tot 4 staat, is het water dat de cel draagt.", vec![2, 4]),
        (
            "Comme on l’a vu dans les Stations 2 à 5 et dans la station 8, l’eau est très importante.",
            vec![2, 5, 8],
        ),
        ("Come nelle Stazioni 3, 4 e 7, l’acqua è molto importante per la pianta.", vec![3, 4, 7]),
        ("Como nas Estações 2–4 e na Estação 9, a água não é só para a planta.", vec![2, 4, 9]),
        ("كما رأينا في المحطات 3 و 5، الماء مهم.", vec![3, 5]),
        ("כמו בתחנות 3 ו-5, המים חשובים.", vec![3, 5]),
        ("我们在站点3、4和7里看到过。", vec![3, 4, 7]),
        ("스테이션 3, 4 및 7에서 보았듯이 물은 중요합니다.", vec![3, 4, 7]),
        ("जैसा हमने स्टेशनों 3 और 5 में देखा, पानी ज़रूरी है।", vec![3, 5]),
        ("อย่างที่เห็นในสถานีที่ 3 และ 5 น้ำสำคัญมาก", vec![3, 5]),
        ("Stations 3, 4 and 7, or Station 2; Stations 8 to 11.", vec![3, 4, 7, 2, 8, 11]),
        ("第3站で見たように、これは大切である。ステーション5も見よう。", vec![3, 5]),
        ("Station 1–2, Station 3-5 and Station 6, 7 people at Station 8–day.", vec![1, 2, 3, 5, 6, 8]),
        ("In Station 1–2 ist das Wasser, und es ist nicht in der Station 4 und 5 Metern.", vec![1, 2, 4]),
        ("Station3 and Station 3.5 and Stationary 4 are none.", vec![]),
    ];
    for (text, want) in cases {
        let (lesson, _, _) = read_as("a.txt", format!("T\n{text}\n").as_bytes(), &flat());
        let mut found = Vec::new();
        each_inline(&lesson, &mut |inline| {
            if let InlineKind::StationRef { number, .. } = &inline.kind {
                found.push(*number);
            }
        });
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn a_railway_platform_is_no_lesson_where_stations_are_off() {
    let text = "---\nclassify: { stations: off }\n---\nT\nTrains leave from Station 10.\n";
    let (lesson, _, _) = read_as("a.txt", text.as_bytes(), &flat());
    each_inline(&lesson, &mut |inline| assert!(!matches!(inline.kind, InlineKind::StationRef { .. })));
}

#[test]
fn leads_by_dashes_need_all_items_to_have_them() {
    let leads = |text: &str| {
        let (lesson, _, _) = read_as("a.txt", text.as_bytes(), &flat());
        let mut leads = Vec::new();
        walk::blocks(&lesson.blocks, &mut |block| {
            if let BlockKind::List(list) = &block.kind {
                leads.extend(list.items.iter().map(|item| inlines(&item.lead)));
            }
        });
        leads
    };
    assert_eq!(leads("T\n- A b — c\n- D — e\n"), ["A b", "D"]);
    assert_eq!(leads("T\n- A b — c\n- D e\n"), ["", ""]);
    assert_eq!(leads("T\n- A — b — c\n- D — e\n"), ["", ""]);
}

fn each_inline(lesson: &Lesson, see: &mut dyn FnMut(&Inline)) {
    walk::content(&lesson.title.content, &mut |inline| see(inline));
    walk::inlines(&lesson.blocks, &mut |inline| see(inline));
}

/// Which bytes are text of the lesson, by the spans of its pieces.
fn text_bytes(lesson: &Lesson, file: &SourceFile) -> Vec<u8> {
    let mut covered = vec![0u8; file.text().len()];
    each_inline(lesson, &mut |inline| {
        if matches!(
            inline.kind,
            InlineKind::Text { .. }
                | InlineKind::Code { .. }
                | InlineKind::Keyboard { .. }
                | InlineKind::StationRef { .. }
                | InlineKind::Image(_)
        ) {
            covered[inline.span.range()].iter_mut().for_each(|count| *count = 1);
        }
    });
    covered
}

/// Each byte has one place; what is neither text nor a listing is in the trivia, and there no word of the
/// lesson is.
fn check_cover(text: &str, words_in_marks: bool) {
    let (lesson, _, sources) = read_as("a.txt", text.as_bytes(), &flat());
    let file = sources.get(lesson.file).expect("the file was read");
    let mut covered = text_bytes(&lesson, file);
    walk::blocks(&lesson.blocks, &mut |block| {
        if matches!(block.kind, BlockKind::Code(_) | BlockKind::Figure(_)) {
            // The trivia say which part of it are marks.
            covered[block.span.range()].iter_mut().for_each(|count| *count = 1);
            for trivia in &lesson.trivia {
                let (start, end) =
                    (trivia.span.start.max(block.span.start), trivia.span.end.min(block.span.end));
                if start < end {
                    covered[start as usize..end as usize].iter_mut().for_each(|count| *count = 0);
                }
            }
        }
    });
    for trivia in &lesson.trivia {
        let slice = file.slice(trivia.span);
        assert!(!slice.is_empty());
        covered[trivia.span.range()].iter_mut().for_each(|count| *count += 1);
        match trivia.kind {
            TriviaKind::WhiteSpace => assert!(slice.trim().is_empty(), "{slice:?} in {text:?}"),
            TriviaKind::Syntax => {
                let letters = slice.chars().any(char::is_alphanumeric);
                assert!(words_in_marks || !letters, "{slice:?} in {text:?}");
            }
            TriviaKind::FrontMatter => {}
        }
    }
    assert!(covered.iter().all(|count| *count == 1), "{text:?} {:?}", lesson.trivia);
}

#[test]
fn every_byte_of_the_real_lesson_has_one_place() {
    check_cover(REAL, true);
    check_cover(&format!("\u{FEFF}---\ntitle: T\n---\n{}", REAL.replace('\n', "\r\n")), true);
}

proptest! {
    #[test]
    fn every_byte_has_one_place(pieces in proptest::collection::vec(piece(), 0..50)) {
        check_cover(&pieces.concat(), true);
    }

    #[test]
    fn no_word_is_taken_for_a_mark(lines in proptest::collection::vec(line(), 0..20)) {
        check_cover(&format!("Title\n{}", lines.join("\n")), false);
    }
}

/// A line whose marks hold no words.
fn line() -> impl Strategy<Value = String> {
    let start =
        proptest::sample::select(vec!["", "- ", "  - ", "* ", "– ", "| ", "> ", "\\", "# ", "Lead: ", "**"]);
    let middle = proptest::collection::vec("[a-zäß語]{1,8}|Station 10|\\||`ab`|—|premium|\\*|_", 0..20);
    let end = proptest::sample::select(vec!["", ".", ":", " |", "?", "**", " →", "!"]);
    (start, middle, end).prop_map(|(start, middle, end)| format!("{start}{}{end}", middle.join(" ")))
}
