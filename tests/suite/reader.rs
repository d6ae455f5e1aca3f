//! The reader: both dialects, on small lessons that are each about one rule, and on a real one.

use crate::laws::{self, spans_lie_in_the_file};
use crate::outline::{outline, read_as};
use crate::pieces::piece;
use crate::press::{self, Sheet};
use proptest::prelude::*;
use stationer::diagnostics::Diagnostics;
use stationer::input::MemoryFiles;
use stationer::model::{Block, BlockKind, Dialect, InlineKind, Lesson, LinkTarget, walk};
use stationer::pipeline::Extent;
use stationer::reader::{DialectChoice, ReadOptions};
use std::path::Path;

const REAL: &str = include_str!("../fixtures/flat/treating-depression.txt");

fn check_folder(folder: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let entries = std::fs::read_dir(root).expect("the fixtures are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the fixture is readable").path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let stem = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let name = path.file_name().expect("a fixture has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("the fixture is readable");
        insta::assert_snapshot!(format!("{folder}_{stem}"), outline(&name, &text, &ReadOptions::default()));
        let (lesson, _, sources) = read_as(&name, text.as_bytes(), &ReadOptions::default());
        spans_lie_in_the_file(&lesson, sources.get(lesson.file).expect("the file was read"));
    }
}

#[test]
fn flat_rules() {
    check_folder("flat");
}

#[test]
fn markdown_rules() {
    check_folder("markdown");
}

#[test]
fn front_matter_is_bounded() {
    let note = "  The same words again.\n".repeat(3_000);
    for text in
        [format!("---\ntitle: T\nnote: |\n{note}---\n"), format!("+++\nnote = \"\"\"\n{note}\"\"\"\n+++\n")]
    {
        let told = outline("lesson.md", &format!("{text}\n# Rivers\n\nText.\n"), &ReadOptions::default());
        assert!(told.contains("the front matter is longer than 65536 bytes"), "{told}");
        assert!(told.contains("«Rivers»") && told.contains("Text."), "{told}");
    }
}

/// Outer quotes, inner quotes, a dash and dots in each language.
#[test]
fn smart_marks_are_those_of_the_language() {
    let cases = [
        ("en", "“a ‘b’ c” – d — e…"),
        ("de", "„a ‚b‘ c“ – d — e…"),
        ("fr", "«\u{202F}a “b” c\u{202F}» – d — e…"),
        ("es", "«a “b” c» – d — e…"),
        ("it", "«a “b” c» – d — e…"),
        ("pt", "«a “b” c» – d — e…"),
        ("pt-BR", "“a ‘b’ c” – d — e…"),
        ("nl", "“a ‘b’ c” – d — e…"),
        ("pl", "„a «b» c” – d — e…"),
        ("ru", "«a „b“ c» – d — e…"),
        ("sv", "”a ’b’ c” – d — e…"),
        ("da", "»a ›b‹ c« – d — e…"),
    ];
    for (language, want) in cases {
        let text = format!("---\nlang: {language}\ndialect: markdown\n---\n\n\"a 'b' c\" -- d --- e...\n");
        let lesson = stripped(&text);
        assert_eq!(walk::block_text(&lesson.blocks).trim(), want, "{language}");
    }
}

fn stripped(text: &str) -> Lesson {
    let (mut lesson, _, _) = read_as("lesson.txt", text.as_bytes(), &ReadOptions::default());
    walk::strip_provenance(&mut lesson);
    lesson
}

#[test]
fn the_real_lesson_has_the_structure_its_author_meant() {
    let lesson = stripped(REAL);
    assert_eq!(lesson.dialect, Dialect::Flat);
    assert_eq!(walk::plain_text(&lesson.title.content), "Treating Depression");
    let count = |is: fn(&BlockKind) -> bool| lesson.blocks.iter().filter(|block| is(&block.kind)).count();
    assert_eq!(count(|kind| matches!(kind, BlockKind::Heading { .. })), 2);
    assert_eq!(count(|kind| matches!(kind, BlockKind::KeyTerm(term) if term.definition.len() == 1)), 1);
    assert_eq!(
        count(
            |kind| matches!(kind, BlockKind::Table(t) if t.alignments.len() == 3 && t.head.is_some() && t.rows.len() == 3)
        ),
        1
    );
    assert_eq!(
        count(
            |kind| matches!(kind, BlockKind::List(l) if l.items.len() == 3 && l.items.iter().all(|i| !i.lead.is_empty()))
        ),
        1
    );
    let tail: Vec<&BlockKind> = lesson.blocks.iter().rev().take(4).rev().map(|block| &block.kind).collect();
    assert!(matches!(
        tail.as_slice(),
        [
            BlockKind::Takeaway { .. },
            BlockKind::Teaser { .. },
            BlockKind::Disclaimer { kind: stationer::model::DisclaimerKind::Medical, .. },
            BlockKind::Boilerplate { blocks, .. },
        ] if blocks.len() == 3
    ));
}

#[test]
fn line_ends_and_trailing_space_do_not_matter() {
    let want = stripped(REAL);
    assert_eq!(stripped(&REAL.replace('\n', "\r\n")), want);
    assert_eq!(stripped(&REAL.replace('\n', "\r")), want);
    assert_eq!(stripped(&REAL.replace('\n', "  \t\n")), want);
    assert_eq!(stripped(REAL.trim_end()), want);
    assert_eq!(stripped(&format!("\u{FEFF}{REAL}")), want);
    assert_eq!(stripped(&format!("\n\n{REAL}\n\n\n")), want);
}

#[test]
fn without_lines_of_the_tail_the_rest_keeps_its_meaning() {
    let lines: Vec<&str> = REAL.lines().collect();
    let kinds = |skip: &[usize]| {
        let kept: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(at, _)| !skip.contains(&(lines.len() - at)))
            .map(|(_, l)| *l)
            .collect();
        let lesson = stripped(&kept.join("\n"));
        let name = |block: &Block| match &block.kind {
            BlockKind::Takeaway { .. } => "takeaway".to_owned(),
            BlockKind::Teaser { .. } => "teaser".to_owned(),
            BlockKind::Disclaimer { .. } => "disclaimer".to_owned(),
            BlockKind::Boilerplate { blocks, .. } => format!("promo {}", blocks.len()),
            _ => String::new(),
        };
        lesson.blocks.iter().map(name).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(kinds(&[]), "takeaway, teaser, disclaimer, promo 3");
    assert_eq!(kinds(&[1]), "takeaway, teaser, disclaimer, promo 2");
    assert_eq!(kinds(&[1, 2]), "takeaway, teaser, disclaimer, promo 1");
    assert_eq!(kinds(&[1, 2, 3]), "takeaway, teaser, disclaimer");
    assert_eq!(kinds(&[1, 2, 3, 4]), "takeaway, teaser");
    assert_eq!(kinds(&[1, 2, 3, 4, 5]), "takeaway");
    assert_eq!(kinds(&[5]), "takeaway, disclaimer, promo 3");
    assert_eq!(kinds(&[6]), "teaser, disclaimer, promo 3");
    assert_eq!(kinds(&[5, 6]), "disclaimer, promo 3");
}

#[test]
fn twins_in_both_dialects_are_equal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/twins");
    let mut faults = String::new();
    let mut twins = 0;
    for entry in std::fs::read_dir(root).expect("the twins are there") {
        let flat = entry.expect("the folder can be listed").path();
        if flat.extension().is_none_or(|suffix| suffix != "txt") {
            continue;
        }
        let read = |path: &Path| stripped(&std::fs::read_to_string(path).expect("each twin has its other"));
        let (flat, markdown, name) = (read(&flat), read(&flat.with_extension("md")), flat.display());
        assert_eq!(flat.dialect, Dialect::Flat, "{name}");
        assert_eq!(markdown.dialect, Dialect::Markdown, "{name}");
        if flat.title != markdown.title || flat.blocks != markdown.blocks {
            let shown = |lesson: &Lesson| {
                let mut out = format!("{}\n", walk::plain_text(&lesson.title.content));
                crate::outline::blocks(&lesson.blocks, 0, &mut out);
                out
            };
            faults.push_str(&format!("{name}\n--- flat\n{}--- Markdown\n{}", shown(&flat), shown(&markdown)));
        }
        twins += 1;
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(twins > 25, "{twins}");
}

#[test]
fn a_file_over_the_limit_is_refused_but_answered() {
    let mut options = ReadOptions::default();
    options.limits.bytes = 10;
    insta::assert_snapshot!(outline("03-big-file.md", "# More than ten bytes\n", &options), @r"
    markdown «Big file»
    ! 03-big-file.md: error[input-too-large]: the file has 22 bytes, more than 10
    ! 03-big-file.md: warning[title-missing]: the lesson has no title; “Big file” was made from the file's name
    ");
}

#[test]
fn empty_and_tiny_files_are_answered() {
    for text in
        ["", "\n", "\u{FEFF}", "---", "---\n---", "|", "-", "#", ":::", "\\", "<!--", "```", "> ", "T"]
    {
        for dialect in [DialectChoice::Auto, DialectChoice::Flat, DialectChoice::Markdown] {
            let options = ReadOptions { dialect, ..ReadOptions::default() };
            let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &options);
            assert!(!lesson.title.content.is_empty(), "{text:?}");
            assert!(!lesson.blocks.is_empty() || !diagnostics.is_empty(), "{text:?}");
        }
    }
}

#[test]
fn deep_nesting_is_flattened_and_keeps_its_words() {
    let cases = [
        format!("{}deep", "> ".repeat(500)),
        (0..300).map(|depth| format!("{}- item{depth}\n", "  ".repeat(depth))).collect(),
        format!("{}deep{}", "*a **b ".repeat(400), " b** a*".repeat(400)),
        format!("{}deep\n", (0..200).map(|_| "::: note\n").collect::<String>()),
        format!("---\na: {}\n---\ndeep\n", "[".repeat(5_000)),
        format!("---\n{}x\n---\ndeep\n", "- ".repeat(20_000)),
        format!("{}deep", "<sub>".repeat(2_000)),
        format!("{}deep{}", "[".repeat(2_000), "](x)".repeat(2_000)),
    ];
    for text in &cases {
        for dialect in [DialectChoice::Flat, DialectChoice::Markdown] {
            let options = ReadOptions { dialect, ..ReadOptions::default() };
            let (lesson, _, sources) = read_as("a.md", text.as_bytes(), &options);
            spans_lie_in_the_file(&lesson, sources.get(lesson.file).expect("the file was read"));
            let words = plain(&lesson);
            assert!(words.contains("deep") || words.contains("item299"), "{}", &text[..40]);
        }
    }
}

/// Every word a lesson shows, and every listing.
fn plain(lesson: &Lesson) -> String {
    walk::plain_text(&lesson.title.content).into_owned() + " " + &walk::block_text(&lesson.blocks)
}

#[test]
fn spans_point_at_the_words_themselves() {
    let text = "T\r\n\r\nOne \\* two &amp; Station 10 and \u{7}Stations 3,\r\n  4 *em* end.\r\n";
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    let (lesson, _, sources) = read_as("a.md", text.as_bytes(), &options);
    let file = sources.get(lesson.file).expect("the file was read");
    let mut found = Vec::new();
    walk::inlines(&lesson.blocks, &mut |inline| match &inline.kind {
        InlineKind::Text { .. } | InlineKind::StationRef { .. } => found.push(file.slice(inline.span)),
        _ => {}
    });
    assert_eq!(
        found,
        ["One \\* two &amp; ", "Station 10", " and ", "\u{7}Stations 3", ",", "4 ", "em", " end."]
    );
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        laws::hold(&bytes);
    }

    #[test]
    fn any_lesson_is_answered(pieces in proptest::collection::vec(piece(), 0..60)) {
        laws::hold(pieces.concat().as_bytes());
    }

    #[test]
    fn no_letter_of_a_flat_lesson_is_lost(lines in proptest::collection::vec(flat_line(), 1..25)) {
        let text = format!("Title\n{}", lines.join("\n"));
        let options = ReadOptions { dialect: DialectChoice::Flat, ..ReadOptions::default() };
        let (lesson, _, _) = read_as("a.txt", text.as_bytes(), &options);
        prop_assert_eq!(letters(&plain(&lesson)), letters(&text), "{:?}", text);
    }
}

/// What may happen to a lesson on its way: a place in it (as a share of its length), and a change there.
#[derive(Clone, Debug)]
enum Change {
    /// So many bytes are lost.
    Lost(usize),
    /// A piece gets in.
    Inserted(String),
    /// What stands before is said again.
    Repeated(usize),
    /// The rest is lost.
    Cut,
    /// One byte becomes another.
    Replaced(u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (1usize..80).prop_map(Change::Lost),
        piece().prop_map(Change::Inserted),
        (1usize..200).prop_map(Change::Repeated),
        Just(Change::Cut),
        any::<u8>().prop_map(Change::Replaced),
    ]
}

fn changed(lesson: &[u8], changes: &[(f64, Change)]) -> Vec<u8> {
    let mut bytes = lesson.to_vec();
    for (share, change) in changes {
        let at = (bytes.len() as f64 * share) as usize;
        match change {
            Change::Lost(len) => drop(bytes.drain(at..(at + len).min(bytes.len()))),
            Change::Inserted(piece) => drop(bytes.splice(at..at, piece.bytes())),
            Change::Repeated(len) => {
                let again = bytes[at.saturating_sub(*len)..at].to_vec();
                bytes.splice(at..at, again);
            }
            Change::Cut => bytes.truncate(at.max(1)),
            Change::Replaced(byte) => bytes.iter_mut().skip(at).take(1).for_each(|old| *old = *byte),
        }
    }
    bytes
}

/// Real lessons of both dialects, with most constructs in them.
const LESSONS: [&[u8]; 4] = [
    REAL.as_bytes(),
    include_bytes!("../fixtures/twins/sleep.md"),
    include_bytes!("../fixtures/twins/sleep.txt"),
    include_bytes!("../fixtures/markdown/html-in-quote.md"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_lesson_is_answered(
        lesson in proptest::sample::select(LESSONS.to_vec()),
        changes in proptest::collection::vec((0.0..1.0, change()), 1..8),
    ) {
        laws::hold(&changed(lesson, &changes));
    }
}

/// The letters and digits of a text, in order.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A line without labels and addresses, whose words are syntax and not text. No dashes between spaces
/// either: they make leads, which [`plain`] tells before the items they lead.
fn flat_line() -> impl Strategy<Value = String> {
    let start = proptest::sample::select(vec![
        "", "- ", "  - ", "* ", "– ", "| ", "> ", "\\", "# ", "Lead: ", "**", "*", "_", "<b>", "\t",
    ]);
    let end = proptest::sample::select(vec![
        "", ".", ":", " |", "?", "**", "*", " →", "</b>", "\\", " | x", "!", "`",
    ]);
    let middle = proptest::collection::vec(
        "[a-zäß語]{1,8}|Station 10|Stations 3, 4 and 7|\\||`a|b`|x—y|premium|advice|\\*|_",
        0..30,
    );
    (start, middle, end).prop_map(|(start, middle, end)| format!("{start}{}{end}", middle.join(" ")))
}

#[test]
fn unsafe_links_lose_their_target_and_keep_their_text() {
    let urls = [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "&#106;avascript:x",
    ];
    for url in urls {
        let text = format!("# T\n\n[text](<{url}>)\n");
        let (lesson, diagnostics, _) = read_as("a.md", text.as_bytes(), &ReadOptions::default());
        let mut dead = false;
        walk::inlines(&lesson.blocks, &mut |inline| {
            dead |= matches!(&inline.kind, InlineKind::Link { target: LinkTarget::Dead { .. }, .. });
        });
        assert!(dead && !diagnostics.is_empty(), "{url}");
    }
}

/// The labels of blocks, inner ones too, in reading order.
fn labels_of(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    walk::blocks(blocks, &mut |block| found.extend(block.label.clone()));
    found
}

/// The labels that the book of a lesson keeps.
fn labels(name: &str, text: &str) -> Vec<String> {
    let sheet = Sheet { file: name, text, part: 0 };
    let files = MemoryFiles::default();
    let bound = press::bind([sheet], files, vec![None], Extent::Path, &mut Diagnostics::default());
    bound
        .book
        .parts
        .iter()
        .flat_map(|part| &part.chapters)
        .flat_map(|it| labels_of(&it.lesson.blocks))
        .collect()
}

#[test]
fn a_lesson_keeps_every_label_as_it_is_written() {
    let text = "---\ndialect: flat\n---\nDreams\n\nDreams come in the night and are gone in the morning, most of \
        them at least.\n\nDefinition: Dream — what is seen.\n\nKEY TERM: Night — dark.\n\nTakeaway: Sleep well.\n";
    let (lesson, _, _) = read_as("a.txt", text.as_bytes(), &ReadOptions::default());
    assert_eq!(labels_of(&lesson.blocks), ["Definition", "KEY TERM", "Takeaway"]);
}

#[test]
fn a_book_keeps_an_authors_own_label_and_not_the_usual_one() {
    let flat = "---\ndialect: flat\n---\nDreams\n\nDreams come in the night and are gone in the morning, most of them at least.\n\n\
        Definition: Dream — what is seen in sleep.\n\nKEY TERM: Night — the time without sun.\n\n\
        Key terms: REM — a stage; Deep sleep — another stage.\n\nKey takeaway: Sleep well.\n";
    assert_eq!(labels("a.txt", flat), ["Definition", "Key terms", "Key takeaway"]);
    let markdown = "# Dreams\n\n**Definition:** Dream — what is seen in sleep.\n\n**Key term 2:** Night — dark.\n\n\
        **Takeaway:** Sleep well.\n\n::: key-term {label=\"Concept\"}\nREM\n: A stage.\n:::\n\n\
        ::: tip {label=\"Key term\"}\nRest.\n:::\n\n::: takeaway {label=\"Takeaway\"}\nRest.\n:::\n";
    assert_eq!(labels("a.md", markdown), ["Definition", "Key term 2", "Concept", "Key term"]);
    // No language but the lesson's own is printed by its book.
    let german = "---\nlanguage: de\n---\n# Traum\n\n**Schlüsselbegriff:** Traum — ein Bild.\n\n\
        **Merke:** Gut schlafen.\n\n**Takeaway:** Gut schlafen.\n";
    assert_eq!(labels("a.md", german), ["Merke", "Takeaway"]);
}

#[test]
fn the_markdown_form_of_a_lesson_keeps_its_authors_labels() {
    let folder = crate::cli::folder("labels");
    let flat = "---\ndialect: flat\n---\nDreams\n\nDreams come in the night and are gone in the morning.\n\n\
        Definition: Dream — what is seen in sleep.\n\nKey terms: REM — a stage; Deep sleep — another stage.\n\n\
        Wichtig: Sleep.\n\nKey takeaway: Sleep well.\n";
    crate::cli::put(&folder, "dreams.txt", flat);
    let (code, _, findings) =
        crate::cli::run(&folder, &["export", "dreams.txt", "-t", "markdown", "-o", "out"]);
    assert_eq!(code, 0, "{findings}");
    let markdown = std::fs::read_to_string(folder.join("out/dreams.md")).expect("a Markdown form");
    assert_eq!(labels("dreams.md", &markdown), ["Definition", "Key terms", "Key takeaway"], "{markdown}");
    assert_eq!(labels("dreams.txt", flat), labels("dreams.md", &markdown));
}

#[test]
fn labels_that_a_book_prints_by_itself_are_not_kept() {
    for language in ["en", "de", "fr", "es", "it", "nl", "pt", "he", "ar", "zh", "ja"] {
        let words = stationer::book::words(&language.parse().expect("a tag"));
        let labels_of_divs = [
            ("key-term", &words.key_term),
            ("takeaway", &words.takeaway),
            ("teaser", &words.next),
            ("disclaimer", &words.disclaimer),
            ("note", &words.note),
            ("tip", &words.tip),
            ("important", &words.important),
            ("warning", &words.warning),
            ("caution", &words.caution),
            ("example", &words.example),
            ("quiz", &words.quiz),
            ("summary", &words.summary),
            ("objectives", &words.objectives),
            ("sidebar", &words.sidebar),
        ];
        for (name, word) in labels_of_divs {
            let text = |label: &str| {
                format!(
                    "---\nlanguage: {language}\n---\n# T\n\n::: {name} {{label=\"{label}\"}}\nX — d\n:::\n"
                )
            };
            assert_eq!(labels("a.md", &text(word)), [""; 0], "{language} {name} {word}");
            assert_eq!(labels("a.md", &text("Other")), ["Other"], "{language} {name}");
        }
    }
}
