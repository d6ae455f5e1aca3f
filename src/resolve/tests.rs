//! Lessons and what their references lead to: each test states one rule with the smallest book that shows it.

use super::*;
use crate::diagnostics::Severity;
use crate::model::{
    Alt, Block, BlockKind, Dialect, Figure, HeadingLevel, Image, Inline, InlineKind, KeyTerm, LessonMetadata,
    LinkTarget, Table, Title,
};
use crate::source::FileId;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn text(text: &str) -> Inline {
    Inline::text(text, Span::default())
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

fn link(reference: &str) -> Inline {
    let target = LinkTarget::Unresolved { reference: reference.to_owned() };
    inline(InlineKind::Link { target, title: None, content: vec![text("here")] })
}

fn station(number: u32) -> Inline {
    let text = format!("Station {number}");
    inline(InlineKind::StationRef { number, text, target: None, title: None, aside: None })
}

fn image(source: &str) -> Image {
    Image { source: source.to_owned(), alt: Alt::Decorative, title: None, picture: None }
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::paragraph(content, Span::default())
}

fn heading(words: &str) -> Block {
    block(BlockKind::Heading { level: HeadingLevel::SECTION, content: vec![text(words)] })
}

fn with_id(mut block: Block, id: &str) -> Block {
    block.id = Some(TargetId::new(id));
    block
}

fn term(words: &str) -> Block {
    let definition = vec![paragraph(vec![text("what it is")])];
    block(BlockKind::KeyTerm(KeyTerm { term: vec![text(words)], definition }))
}

fn table(caption: &str) -> Block {
    let caption = if caption.is_empty() { Vec::new() } else { vec![text(caption)] };
    block(BlockKind::Table(Table {
        caption,
        alignments: Vec::new(),
        head: None,
        subheads: Vec::new(),
        rows: Vec::new(),
    }))
}

fn figure(source: &str) -> Block {
    block(BlockKind::Figure(Figure { image: image(source), caption: Vec::new() }))
}

/// A lesson at `reference` with a title.
fn lesson(reference: &str, title: &str, blocks: Vec<Block>) -> PlacedLesson {
    let name = reference.rsplit('/').next().unwrap();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let lesson = Lesson {
        file: FileId(0),
        dialect: Dialect::Markdown,
        metadata: LessonMetadata::default(),
        title: Title { content: vec![text(title)], span: Span::default() },
        blocks,
        trivia: Vec::new(),
    };
    PlacedLesson { lesson, reference: reference.to_owned(), stem, part: 0, counting: Counting::Counted }
}

fn resolved(lessons: Vec<PlacedLesson>) -> (Vec<ResolvedLesson>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let lessons = resolve(lessons, &[], &Scope::Path, &mut diagnostics);
    (lessons, lines(&diagnostics))
}

/// Findings as one line each, with their helps.
fn lines(diagnostics: &Diagnostics) -> Vec<String> {
    let line = |found: &crate::diagnostics::Diagnostic| {
        let severity = match found.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let help = found.help.join("; ");
        format!("{severity}[{}]: {} ({help})", found.code.name(), found.message)
    };
    diagnostics.iter().map(line).collect()
}

fn ids(lesson: &ResolvedLesson) -> Vec<&str> {
    let mut ids = Vec::new();
    walk::blocks(&lesson.lesson.blocks, &mut |block| ids.extend(block.id.as_ref().map(TargetId::as_str)));
    ids
}

/// The pieces of the first paragraph of a lesson.
fn first_pieces(lesson: &ResolvedLesson) -> Vec<&InlineKind> {
    let content = lesson.lesson.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { content, .. } => Some(content),
        _ => None,
    });
    content.unwrap().iter().map(|inline| &inline.kind).collect()
}

/// Where each link of the first paragraph leads: `#place`, or `dead`.
fn ends(lesson: &ResolvedLesson) -> Vec<String> {
    let end = |kind: &InlineKind| match kind {
        InlineKind::Link { target: LinkTarget::Internal { target }, .. } => format!("#{target}"),
        InlineKind::Link { target: LinkTarget::Dead { .. }, .. } => "dead".to_owned(),
        other => format!("{other:?}"),
    };
    first_pieces(lesson).into_iter().map(end).collect()
}

#[test]
fn chapters_are_named_by_station_and_title() {
    let (lessons, found) = resolved(vec![
        lesson("01-a.md", "Why We Sleep", vec![]),
        lesson("b.md", "Why We Sleep", vec![]),
        lesson("c.md", "???", vec![]),
        lesson("07.md", "", vec![]),
    ]);
    let names: Vec<(&str, &str, Option<u32>, &str)> = lessons
        .iter()
        .map(|lesson| (lesson.slug.as_str(), lesson.id.as_str(), lesson.station, lesson.title.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("s01-why-we-sleep", "s01-why-we-sleep", Some(1), "Why We Sleep"),
            ("s02-why-we-sleep", "s02-why-we-sleep", Some(2), "Why We Sleep"),
            ("s03", "s03", Some(3), "???"),
            ("s07-07", "s07-07", Some(7), "07"),
        ]
    );
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn front_matter_names_the_station_and_the_title_for_lists() {
    let mut one = lesson("01-a.md", "Over the lesson", vec![]);
    one.lesson.metadata.station = Some(9);
    one.lesson.metadata.title = Some("In  lists".to_owned());
    let (lessons, _) = resolved(vec![one]);
    assert_eq!((lessons[0].station, lessons[0].title.as_str()), (Some(9), "In lists"));
}

#[test]
fn a_place_on_the_path_never_takes_a_given_number() {
    let (lessons, found) = resolved(vec![
        lesson("02-a.md", "A", vec![]),
        lesson("x.md", "X", vec![]),
        lesson("y.md", "Y", vec![]),
    ]);
    let numbers: Vec<Option<u32>> = lessons.iter().map(|lesson| lesson.station).collect();
    assert_eq!((numbers, found.len()), (vec![Some(2), None, Some(3)], 0));
}

#[test]
fn two_lessons_with_one_number_are_reported() {
    let refers = paragraph(vec![station(3)]);
    let (lessons, found) = resolved(vec![
        lesson("03-a.md", "A", vec![]),
        lesson("03-b.md", "B", vec![]),
        lesson("04-c.md", "C", vec![refers]),
    ]);
    assert_eq!(
        found,
        ["warning[station-duplicate]: `03-b.md` has station number 3, as `03-a.md` has \
          (give one of them its own number: `station:` in its front matter)"]
    );
    assert!(matches!(
        first_pieces(&lessons[2])[..],
        [InlineKind::StationRef { target: Some(target), .. }] if target.as_str() == "s03-a"
    ));
}

#[test]
fn places_are_named_by_their_words() {
    let (lessons, found) = resolved(vec![lesson(
        "01-a.md",
        "A",
        vec![
            heading("Light & Deep"),
            term("Slow-wave sleep"),
            term(""),
            table("Stages of sleep"),
            table(""),
            figure("a.png"),
            paragraph(vec![]),
        ],
    )]);
    let expected =
        ["light-deep", "term-slow-wave-sleep", "term-2", "table-stages-of-sleep", "table-2", "figure-1"];
    assert_eq!(ids(&lessons[0]), expected);
    assert_eq!(found.len(), 0);
}

#[test]
fn names_that_two_lessons_share_carry_the_chapter() {
    let (lessons, _) = resolved(vec![
        lesson("01-a.md", "A", vec![heading("Summary"), heading("Summary"), heading("Own")]),
        lesson("02-b.md", "B", vec![heading("Summary")]),
    ]);
    assert_eq!(ids(&lessons[0]), ["s01-a-summary", "s01-a-summary-2", "own"]);
    assert_eq!(ids(&lessons[1]), ["s02-b-summary"]);
}

#[test]
fn names_given_by_authors_win() {
    let (lessons, found) = resolved(vec![
        lesson("01-a.md", "A", vec![heading("Dreams"), with_id(paragraph(vec![]), "dreams")]),
        lesson("02-b.md", "B", vec![with_id(heading("Z"), "s01-a"), paragraph(vec![link("01-a.md#dreams")])]),
    ]);
    assert_eq!(ids(&lessons[0]), ["s01-a-2-dreams", "dreams"]);
    assert_eq!((lessons[0].id.as_str(), ids(&lessons[1])), ("s01-a-2", vec!["s01-a"]));
    assert_eq!((ends(&lessons[1]), found.len()), (vec!["#dreams".to_owned()], 0));
}

#[test]
fn a_name_given_twice_in_a_lesson_is_reported_and_links_lead_to_the_first() {
    let twice = vec![with_id(heading("One"), "x"), with_id(heading("Two"), "x"), paragraph(vec![link("#x")])];
    let other = vec![with_id(heading("Three"), "x"), paragraph(vec![link("#x"), link("01-a.md#x")])];
    let (lessons, found) = resolved(vec![lesson("01-a.md", "A", twice), lesson("02-b.md", "B", other)]);
    assert_eq!(found, ["warning[duplicate-id]: the id `x` is used twice (give this place an id of its own)"]);
    assert_eq!((ids(&lessons[0]), ids(&lessons[1])), (vec!["x", "s01-a-x"], vec!["s02-b-x"]));
    assert_eq!(ends(&lessons[0]), ["#x"]);
    assert_eq!(ends(&lessons[1]), ["#s02-b-x", "#x"], "each lesson has its own names");
}

#[test]
fn links_find_lessons_and_sections_as_authors_write_them() {
    let references = [
        "../b/02-dreams.md",
        "../b/02-dreams.html",
        "/b/02-dreams",
        "../B/02-Dreams.MD?plain=1",
        "../b/02%2Ddreams.md#what-is-rem",
        "../b/02-dreams.md#what-is-rem-1",
        "../b/02-dreams.md#term-dream",
        "../b/02-dreams.md#dreams",
        "#own",
        "#",
        "station:2",
    ];
    let from = vec![heading("Own"), paragraph(references.iter().map(|to| link(to)).collect())];
    let to = vec![heading("What is “REM”?"), heading("What is REM"), term("Dream")];
    let (lessons, found) =
        resolved(vec![lesson("a/01-sleep.md", "Sleep", from), lesson("b/02-dreams.md", "Dreams", to)]);
    assert_eq!(
        ends(&lessons[0]),
        [
            "#s02-dreams",
            "#s02-dreams",
            "#s02-dreams",
            "#s02-dreams",
            "#what-is-rem",
            "#s02-dreams-what-is-rem",
            "#term-dream",
            "#s02-dreams",
            "#own",
            "#s01-sleep",
            "#s02-dreams",
        ]
    );
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_folder_stands_for_the_lesson_that_is_named_by_it() {
    let links = paragraph(["axes/", "axes", "./axes/#why", "deep/more/", "grid/"].map(link).to_vec());
    let (lessons, found) = resolved(vec![
        lesson("README.md", "A", vec![links]),
        lesson("axes/README.md", "Axes", vec![heading("Why")]),
        lesson("deep/more/index.md", "More", vec![]),
        lesson("grid/01-a.md", "Grid", vec![]),
    ]);
    assert_eq!(ends(&lessons[0]), ["#s02-axes", "#s02-axes", "#why", "#s03-more", "dead"]);
    let unknown: Vec<&String> = found.iter().filter(|found| found.contains("link-unknown")).collect();
    assert_eq!(unknown.len(), 1, "{found:?}");
}

#[test]
fn a_preface_has_no_number_and_the_list_is_counted_without_it() {
    let apart = |name: &str| PlacedLesson { counting: Counting::Uncounted, ..lesson(name, "T", vec![]) };
    let (lessons, _) = resolved(vec![
        apart("preface.md"),
        lesson("a.md", "A", vec![]),
        lesson("b.md", "B", vec![]),
        apart("after.md"),
        apart("07-end.md"),
    ]);
    let numbers: Vec<Option<u32>> = lessons.iter().map(|lesson| lesson.station).collect();
    assert_eq!(numbers, [None, Some(1), Some(2), None, Some(7)]);
}

#[test]
fn links_to_nowhere_are_reported_with_the_nearest() {
    let references =
        ["02-dream.md", "#ownn", "../../etc/passwd", "02-dreams.md#zzz", "station:8", "data.csv"];
    let from = vec![heading("Own"), paragraph(references.iter().map(|to| link(to)).collect())];
    let (lessons, found) =
        resolved(vec![lesson("01-sleep.md", "Sleep", from), lesson("02-dreams.md", "Dreams", vec![])]);
    assert_eq!(ends(&lessons[0]), ["dead"; 6]);
    insta::assert_snapshot!(found.join("\n"), @r"
    warning[link-unknown]: there is no lesson `02-dream.md` in this book (did you mean `02-dreams.md`?)
    warning[link-unknown]: there is no section `#ownn` in `01-sleep.md` (did you mean `#own`?)
    warning[link-unknown]: the link `../../etc/passwd` leaves the path (link to a lesson of this path, or write a full address: https://…)
    warning[link-unknown]: there is no section `#zzz` in `02-dreams.md` (link to a heading by its words, such as `#how-rivers-begin`, or give the place an id: `{#name}`)
    info[station-unknown]: station 8 is not part of this book (check the number, or add the lesson to the path)
    warning[link-unknown]: there is no lesson `data.csv` in this book (name a lesson of this path by its file, or write a full address: https://…)
    ");
    let InlineKind::Link { target, content, .. } = first_pieces(&lessons[0])[0] else { panic!("a link") };
    assert_eq!(*target, LinkTarget::Dead { reference: "02-dream.md".to_owned() });
    assert_eq!(walk::plain_text(content), "here");
}

#[test]
fn links_out_of_the_book_are_left_alone() {
    let target = LinkTarget::External { url: "https://example.org/#x".to_owned() };
    let kind = InlineKind::Link { target, title: None, content: vec![station(1)] };
    let (lessons, found) = resolved(vec![lesson("02-a.md", "A", vec![paragraph(vec![inline(kind)])])]);
    let InlineKind::Link { target: LinkTarget::External { .. }, content, .. } = first_pieces(&lessons[0])[0]
    else {
        panic!("still a link out of the book")
    };
    assert_eq!((content[0].kind.clone(), found.len()), (text("Station 1").kind, 0), "no link in a link");
}

#[test]
fn station_references_lead_to_lessons() {
    let refers = paragraph(vec![station(2), station(1), station(99)]);
    let mut two = lesson("02-b.md", "B", vec![]);
    two.lesson.title.content.push(station(1));
    let (lessons, found) = resolved(vec![lesson("01-a.md", "A", vec![refers]), two]);
    let pieces = first_pieces(&lessons[0]);
    assert!(matches!(
        pieces[0],
        InlineKind::StationRef { target: Some(target), title: Some(title), .. }
            if target == &lessons[1].id && title == &lessons[1].title
    ));
    assert_eq!(*pieces[1], text("Station 1").kind, "a lesson does not refer to itself");
    assert!(matches!(pieces[2], InlineKind::StationRef { target: None, title: None, .. }));
    insta::assert_snapshot!(found.join("\n"), @r"
    info[station-self]: station 1 is this lesson itself (check the number, or write “this lesson”)
    info[station-unknown]: station 99 is not part of this book (check the number, or add the lesson to the path)
    ");
    let title = &lessons[1].lesson.title.content[1].kind;
    assert!(matches!(title, InlineKind::StationRef { target: Some(_), .. }), "titles hold references too");
}

#[test]
fn a_lesson_on_its_own_keeps_its_number_and_knows_the_others() {
    let refers = paragraph(vec![station(1), link("01-a.md"), link("station:1"), station(9)]);
    let path = vec![lesson("01-a.md", "A", vec![]), lesson("b.md", "B", vec![refers])];
    let scope = Scope::lesson_of(&path);
    let mut diagnostics = Diagnostics::default();
    let lessons = resolve(path[1..].to_vec(), &[], &scope, &mut diagnostics);
    assert_eq!((lessons[0].station, lessons[0].slug.as_str()), (Some(2), "s02-b"));
    let pieces = first_pieces(&lessons[0]);
    let named = |kind: &InlineKind| matches!(kind, InlineKind::StationRef { target: None, title: Some(title), .. } if title == "A");
    assert!(pieces.iter().take(3).all(|piece| named(piece)), "{pieces:?}");
    insta::assert_snapshot!(lines(&diagnostics).join("\n"), @r"
    info[link-unknown]: the lesson `01-a.md` is not part of this edition (nothing needs mending: in the book of the whole path the link works)
    info[station-unknown]: station 9 is not part of this book (check the number, or add the lesson to the path)
    ");
}

#[test]
fn a_lesson_without_a_path_has_only_the_number_it_gives_itself() {
    let number = |reference: &str| {
        let lessons = vec![lesson(reference, "A", vec![])];
        resolve(lessons, &[], &Scope::alone(), &mut Diagnostics::default())[0].station
    };
    assert_eq!((number("a.md"), number("05-a.md")), (None, Some(5)));
}

#[test]
fn pictures_are_listed_once_and_get_their_ids() {
    let line = paragraph(vec![inline(InlineKind::Image(image("b.png")))]);
    let one = lesson("01-a.md", "A", vec![figure("a.png"), line, figure("b.png"), figure("c.png")]);
    let sources: Vec<String> =
        picture_sources(&one.lesson).into_iter().map(|picture| picture.source).collect();
    assert_eq!(sources, ["a.png", "b.png", "c.png"]);

    let pictures = LessonPictures(
        [("a.png".to_owned(), ImageId(4)), ("b.png".to_owned(), ImageId(7))].into_iter().collect(),
    );
    let mut diagnostics = Diagnostics::default();
    let lessons = resolve(vec![one], &[pictures], &Scope::Path, &mut diagnostics);
    let mut placed = Vec::new();
    for block in &lessons[0].lesson.blocks {
        match &block.kind {
            BlockKind::Figure(figure) => placed.push(figure.image.picture),
            BlockKind::Paragraph { content, .. } => match &content[0].kind {
                InlineKind::Image(image) => placed.push(image.picture),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(placed, [Some(ImageId(4)), Some(ImageId(7)), Some(ImageId(7)), None]);
}

#[test]
fn no_lessons_resolve_to_none() {
    assert_eq!(resolved(Vec::new()), (Vec::new(), Vec::new()));
}

fn any_block() -> impl Strategy<Value = Block> {
    let word = prop::sample::select(vec!["", "a", "A", "b", "s01-a", "lesson", "é", "part-1"]);
    (0..5, word, prop::option::of(prop::sample::select(vec!["a", "A", "x", "s01-a", "b-2"]))).prop_map(
        |(kind, word, id)| {
            let block = match kind {
                0 => heading(word),
                1 => term(word),
                2 => table(word),
                3 => figure(word),
                _ => paragraph(vec![link(&format!("#{word}")), link("02-a.md"), station(1)]),
            };
            match id {
                Some(id) => with_id(block, id),
                None => block,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn every_place_has_its_own_name_and_every_reference_one_of_them(
        books in prop::collection::vec(
            (prop::sample::select(vec!["a", "A", "", "lesson"]), prop::collection::vec(any_block(), 0..8)), 0..6,
        ),
    ) {
        let lessons = books.into_iter().enumerate();
        let lessons = lessons.map(|(at, (title, blocks))| lesson(&format!("{at}/{:02}-a.md", at % 3), title, blocks));
        let (lessons, _) = resolved(lessons.collect());
        let mut places: Vec<&str> = lessons.iter().map(|lesson| lesson.id.as_str()).collect();
        places.extend(lessons.iter().flat_map(ids));
        let distinct: BTreeSet<String> = places.iter().map(|place| place.to_lowercase()).collect();
        prop_assert_eq!(distinct.len(), places.len());
        let slugs: BTreeSet<&str> = lessons.iter().map(|lesson| lesson.slug.as_str()).collect();
        prop_assert_eq!(slugs.len(), lessons.len());
        for mut lesson in lessons.clone() {
            walk::inlines_mut(&mut lesson.lesson.blocks, &mut |inline| {
                let target = match &inline.kind {
                    InlineKind::Link { target: LinkTarget::Internal { target }, .. } => Some(target),
                    InlineKind::Link { target, .. } => {
                        assert!(!matches!(target, LinkTarget::Unresolved { .. }));
                        None
                    }
                    InlineKind::StationRef { target, .. } => target.as_ref(),
                    _ => None,
                };
                assert!(target.is_none_or(|target| places.contains(&target.as_str())));
            });
        }
    }
}
