//! Lessons changed in ways that must not matter → the same model, or one that differs where it has to.

use crate::outline::read_as;
use stationer::model::{Block, BlockKind, Inline, InlineKind, Lesson, walk};
use stationer::reader::{DialectChoice, ReadOptions};

/// Lessons of several languages and shapes.
const LESSONS: [(&str, &str); 7] = [
    ("treating-depression", include_str!("../../fixtures/flat/treating-depression.txt")),
    ("vaccines", include_str!("../../fixtures/corpus/dev/01-vaccines.txt")),
    ("bread", include_str!("../../fixtures/corpus/dev/07-bread-dough.txt")),
    ("trinkwasser", include_str!("../../fixtures/corpus/dev/11-trinkwasser.txt")),
    ("sommeil", include_str!("../../fixtures/corpus/dev/13-sommeil.txt")),
    ("water-cycle", include_str!("../../fixtures/corpus/dev/18-water-cycle-ar.txt")),
    ("fermentation", include_str!("../../fixtures/corpus/dev/39-fermentation-ja.txt")),
];

fn read(text: &str) -> Lesson {
    let options = ReadOptions { dialect: DialectChoice::Flat, ..ReadOptions::default() };
    let (mut lesson, _, _) = read_as("lesson.txt", text.as_bytes(), &options);
    walk::strip_provenance(&mut lesson);
    lesson
}

/// The names of the blocks, in order.
fn shape(lesson: &Lesson) -> Vec<String> {
    lesson
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Boilerplate { blocks, .. } => format!("promo {}", blocks.len()),
            BlockKind::Disclaimer { kind, blocks } => format!("disclaimer {kind:?} {}", blocks.len()),
            BlockKind::List(list) => format!("list {}", list.items.len()),
            BlockKind::Table(table) => format!("table {}", table.rows.len()),
            kind => {
                let told = format!("{kind:?}");
                told.split([' ', '(']).next().unwrap_or_default().to_owned()
            }
        })
        .collect()
}

/// What differs between two readings, told by name; nothing when they are equal.
fn differs(name: &str, got: &Lesson, want: &Lesson) -> Option<String> {
    if got == want {
        return None;
    }
    let (got, want) = (shape(got), shape(want));
    Some(if got == want { format!("{name}: other words") } else { format!("{name}:\n  {got:?}\n  {want:?}") })
}

/// A way to write a lesson differently.
type Mutation = (&'static str, fn(&str) -> String);

#[test]
fn how_lines_end_and_are_parted_does_not_matter() {
    let mutations: [Mutation; 12] = [
        ("CR LF", |text| text.replace('\n', "\r\n")),
        ("CR", |text| text.replace('\n', "\r")),
        ("NEL", |text| text.replace('\n', "\u{85}")),
        ("LS", |text| text.replace('\n', "\u{2028}")),
        ("trailing spaces", |text| text.replace('\n', "   \n")),
        ("trailing tabs and no-break spaces", |text| text.replace('\n', "\t\u{A0}\n")),
        ("no final line end", |text| text.trim_end().to_owned()),
        ("many final line ends", |text| format!("{text}\n\n\n")),
        ("blank lines first", |text| format!("\n\n{text}")),
        ("byte order mark", |text| format!("\u{FEFF}{text}")),
        ("no blank lines", |text| text.replace("\n\n", "\n")),
        ("lines of spaces between", |text| text.replace("\n\n", "\n  \t\n")),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in LESSONS {
        let want = read(text);
        for (mutation, mutate) in mutations {
            wrong.extend(differs(&format!("{name}: {mutation}"), &read(&mutate(text)), &want));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_blank_line_may_be_there_or_not() {
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in LESSONS {
        let want = read(text);
        let lines: Vec<&str> = text.lines().collect();
        for at in 1..lines.len() {
            let added = [&lines[..at], &[""], &lines[at..]].concat().join("\n");
            wrong.extend(differs(
                &format!("{name}: blank line before line {}", at + 1),
                &read(&added),
                &want,
            ));
            if lines[at].is_empty() {
                let removed = [&lines[..at], &lines[at + 1..]].concat().join("\n");
                wrong.extend(differs(&format!("{name}: no blank line {}", at + 1), &read(&removed), &want));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of a lesson with what may be typed in two ways typed in one.
fn typed_alike(mut lesson: Lesson) -> Lesson {
    let plain = |inline: &mut Inline| {
        if let InlineKind::Text { text } = &mut inline.kind {
            *text = text.replace(['’', '‘'], "'").replace(['“', '”'], "\"").replace(['—', '–'], "-");
        }
    };
    walk::content_mut(&mut lesson.title.content, &mut |inline| plain(inline));
    walk::inlines_mut(&mut lesson.blocks, &mut |inline| plain(inline));
    lesson
}

#[test]
fn quotes_dashes_and_spaces_may_be_typed_either_way() {
    let mutations: [Mutation; 4] = [
        ("typewriter quotes", |text| text.replace(['’', '‘'], "'").replace(['“', '”'], "\"")),
        ("curly apostrophes", |text| text.replace('\'', "’")),
        ("short dashes", |text| text.replace(" — ", " – ")),
        ("hyphens for dashes in key terms", |text| {
            let line = |line: &str| {
                if line.contains(": ") && !line.starts_with('-') {
                    line.replace(" — ", " - ")
                } else {
                    line.to_owned()
                }
            };
            text.lines().map(line).collect::<Vec<_>>().join("\n")
        }),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in LESSONS {
        let want = typed_alike(read(text));
        for (mutation, mutate) in mutations {
            wrong.extend(differs(&format!("{name}: {mutation}"), &typed_alike(read(&mutate(text))), &want));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_no_break_space_parts_words_as_a_space_does() {
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in LESSONS {
        let want = shape(&read(text));
        for (at, line) in text.lines().enumerate() {
            // In tables and after marks the space is a mark, too.
            let spaced: Vec<String> = text
                .lines()
                .enumerate()
                .map(|(nth, other)| if nth == at { line.replace(' ', "\u{A0}") } else { other.to_owned() })
                .collect();
            let got = shape(&read(&spaced.join("\n")));
            if got != want {
                wrong.push(format!("{name}: line {}:\n  {got:?}\n  {want:?}", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without their teaser nothing tells that these takeaways sum up: they take up no word of the title.
const HELD_UP_BY_THEIR_TEASER: [&str; 1] = ["fermentation"];

#[test]
fn without_a_line_of_the_tail_the_others_keep_their_meaning() {
    let tail = |block: &Block| {
        matches!(
            block.kind,
            BlockKind::Takeaway { .. }
                | BlockKind::Teaser { .. }
                | BlockKind::Disclaimer { .. }
                | BlockKind::Boilerplate { .. }
        )
    };
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in LESSONS {
        let options = ReadOptions { dialect: DialectChoice::Flat, ..ReadOptions::default() };
        let (whole, _, sources) = read_as("lesson.txt", text.as_bytes(), &options);
        let file = sources.get(whole.file).expect("the file was read");
        for at in 0..whole.blocks.len() {
            let block = &whole.blocks[at];
            let teaser = matches!(block.kind, BlockKind::Teaser { .. });
            if !tail(block) || teaser && HELD_UP_BY_THEIR_TEASER.contains(&name) {
                continue;
            }
            let without = text.replacen(file.slice(block.span), "", 1);
            let mut want = read(text);
            want.blocks.remove(at);
            wrong.extend(differs(&format!("{name}: without block {at}"), &read(&without), &want));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const PROSE: &str = "Long prose keeps the reader busy for a while and says one thing after another, so that nobody could take it for a heading, a teaser or a label. It ends in a full stop. A third sentence makes it full.";

#[test]
fn blocks_stand_in_any_order() {
    let cases: [(&str, &[&str]); 8] = [
        ("Key term: A — one.\nKey term: B — two.\nPROSE", &["KeyTerm", "KeyTerm", "Paragraph"]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\nPROSE", &["table 1", "Paragraph"]),
        ("PROSE\nPROSE\nPROSE\n- one\n- two", &["Paragraph", "Paragraph", "Paragraph", "list 2"]),
        (
            "PROSE\nPROSE\nPROSE\nWhat Remains\nFor information only and no medical advice.\nUpgrade to Plus →",
            &["Paragraph", "Paragraph", "Paragraph", "Heading", "disclaimer Medical 1", "promo 1"],
        ),
        ("- one\n- two\nPROSE", &["list 2", "Paragraph"]),
        ("Key term: A — one.", &["KeyTerm"]),
        ("PROSE", &["Paragraph"]),
        ("", &[]),
    ];
    for (body, want) in cases {
        let text = format!("Tides\n{}", body.replace("PROSE", PROSE));
        assert_eq!(shape(&read(&text)), want, "{body:?}");
    }
    assert_eq!(shape(&read("")), Vec::<String>::new());
    assert_eq!(shape(&read("Tides")), Vec::<String>::new());
    assert_eq!(shape(&read("Tides\n\n")), Vec::<String>::new());
    assert_eq!(shape(&read(PROSE)), ["Paragraph"]);
}
