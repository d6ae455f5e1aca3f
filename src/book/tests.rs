//! What a book is made of, rule by rule: each test states one and shows the smallest book that keeps it.

use super::*;
use crate::config::{DisclaimerPolicy, Policy, PromoPolicy};
use crate::diagnostics::Diagnostics;
use crate::model::{
    BackPage, Block, BlockKind, BoilerplateKind, Book, ContentsEntry, Contributor, Dialect, Direction,
    DisclaimerKind, FrontPage, HeadingLevel, IndexEntry, Inline, InlineKind, KeyTerm, Lesson, LessonMetadata,
    LinkTarget, List, ListItem, ListMarker, Locator, Marker, Role, TargetId, Text, Title, Weight,
    WithheldKind, walk,
};
use crate::resolve::ResolvedLesson;
use crate::source::{FileId, Span};

fn span(start: usize) -> Span {
    Span::new(FileId(0), start, start + 1)
}

fn text(words: &str) -> Inline {
    Inline::text(words, span(0))
}

fn paragraph(words: &str) -> Block {
    Block::paragraph(vec![text(words)], span(0))
}

fn link_to(place: &str) -> Block {
    let target = LinkTarget::Internal { target: TargetId::new(place) };
    let kind = InlineKind::Link { target, title: None, content: vec![text("there")] };
    Block::paragraph(vec![Inline::new(kind, span(5))], span(5))
}

fn heading(level: u8, content: Vec<Inline>, id: &str) -> Block {
    let kind = BlockKind::Heading { level: HeadingLevel::nearest(level), content };
    Block { id: Some(TargetId::new(id)), ..Block::new(kind, span(0)) }
}

fn promo(start: usize, words: &str) -> Block {
    let kind = BlockKind::Boilerplate { kind: BoilerplateKind::Promo, blocks: vec![paragraph(words)] };
    Block::new(kind, span(start))
}

fn disclaimer(words: &str) -> Block {
    let kind = BlockKind::Disclaimer { kind: DisclaimerKind::Medical, blocks: vec![paragraph(words)] };
    Block::new(kind, span(0))
}

/// A lesson of part 0 with a station.
fn lesson(number: u32, title: &str, blocks: Vec<Block>) -> ResolvedLesson {
    let slug = format!("s{number:02}");
    ResolvedLesson {
        id: TargetId::new(&slug),
        slug: slug.clone(),
        station: Some(number),
        title: title.to_owned(),
        part: 0,
        reference: format!("{slug}.md"),
        stem: slug,
        lesson: Lesson {
            file: FileId(0),
            dialect: Dialect::Markdown,
            metadata: LessonMetadata::default(),
            title: Title { content: vec![text(title)], span: span(0) },
            blocks,
            trivia: Vec::new(),
        },
    }
}

fn edition(settings: &Settings, unit: Unit) -> Edition<'_> {
    Edition {
        settings,
        unit,
        path_slug: "sleep-path",
        path_name: "01_sleep-path",
        fallback_date: Date::FALLBACK,
        series: None,
        part_titles: Vec::new(),
        cover: None,
    }
}

fn book_of(lessons: Vec<ResolvedLesson>, settings: &Settings) -> (Book, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let book = assemble(lessons, &edition(settings, Unit::Path), &mut diagnostics);
    let found = diagnostics.iter().map(|found| format!("{}: {}", found.code.name(), found.message));
    (book, found.collect())
}

fn with_policy(promo: PromoPolicy, disclaimer: DisclaimerPolicy) -> Settings {
    Settings {
        policy: Policy { promo, disclaimer, station_label: None, ..Policy::default() },
        ..Settings::default()
    }
}

fn words_of(book: &Book) -> Vec<String> {
    book.chapters().map(|chapter| walk::block_text(&chapter.lesson.blocks)).collect()
}

/// The contents as indented lines: title, label, target.
fn outline(entries: &[ContentsEntry], depth: usize) -> String {
    let lines = entries.iter().map(|entry| {
        let label = entry.label.as_ref().map_or(String::new(), |label| format!(" ({label})"));
        let indent = "  ".repeat(depth);
        format!("{indent}{}{label} #{}\n{}", entry.title, entry.target, outline(&entry.children, depth + 1))
    });
    lines.collect()
}

#[test]
fn dropped_advertising_is_recorded_and_reported() {
    let lessons = vec![
        lesson(1, "A", vec![paragraph("Stays."), promo(10, "Upgrade to Plus"), promo(40, "Start »")]),
        lesson(2, "B", vec![paragraph("No advertising.")]),
    ];
    let (book, found) = book_of(lessons, &Settings::default());
    assert_eq!(words_of(&book), ["Stays.", "No advertising."]);
    let withheld: Vec<(&str, usize)> =
        book.withheld.iter().map(|withheld| (withheld.text.as_str(), withheld.span.range().start)).collect();
    assert_eq!(withheld, [("Upgrade to Plus", 10), ("Start »", 40)]);
    assert!(book.withheld.iter().all(|withheld| withheld.kind == WithheldKind::Promo));
    assert_eq!(found, ["promo-withheld: 2 lines of advertising left out (22 characters)"]);
}

#[test]
fn advertising_goes_from_any_depth_and_takes_hollow_blocks_along() {
    let item = |blocks: Vec<Block>| ListItem { lead: Vec::new(), task: None, blocks, span: span(0) };
    let items = vec![item(vec![promo(1, "Buy")]), item(vec![paragraph("Stays.")])];
    let list = BlockKind::List(List { marker: ListMarker::Bullet, items });
    let group = BlockKind::Group { name: "x".to_owned(), blocks: vec![promo(2, "Now")] };
    let hollow = BlockKind::Group { name: "author's own".to_owned(), blocks: Vec::new() };
    let blocks = [list, group, hollow].map(|kind| Block::new(kind, span(0))).to_vec();
    let (book, _) = book_of(vec![lesson(1, "A", blocks)], &Settings::default());
    let chapter = book.chapters().next().unwrap();
    assert_eq!(chapter.lesson.blocks.len(), 2, "the list and the group that was empty before");
    assert_eq!((words_of(&book), book.withheld.len()), (vec!["Stays.".to_owned()], 2));
}

#[test]
fn kept_advertising_stays() {
    let lessons = vec![lesson(1, "A", vec![paragraph("Text."), promo(1, "Buy")])];
    let settings = with_policy(PromoPolicy::Keep, DisclaimerPolicy::Each);
    let (book, found) = book_of(lessons, &settings);
    assert_eq!(words_of(&book), ["Text.\nBuy"]);
    assert_eq!((book.withheld.len(), book.back.len(), found.len()), (0, 1, 0), "the colophon alone");
}

#[test]
fn the_colophon_holds_each_advertisement_once() {
    let blocks = |more: &str| vec![paragraph("Text."), promo(1, "Buy now"), promo(2, more)];
    let lessons = vec![lesson(1, "A", blocks("Buy  now")), lesson(2, "B", blocks("Other"))];
    let (book, found) = book_of(lessons, &with_policy(PromoPolicy::Colophon, DisclaimerPolicy::Each));
    let [BackPage::Colophon(Text { id, blocks, .. })] = &book.back[..] else { panic!("one back page") };
    let said = walk::block_text(blocks);
    assert_eq!(id.as_str(), "colophon");
    assert!(said.starts_with("This book was made with Stationer") && said.ends_with("\nBuy now\nOther"));
    assert_eq!(words_of(&book), ["Text.", "Text."]);
    let withheld: Vec<&str> = book.withheld.iter().map(|withheld| withheld.text.as_str()).collect();
    assert_eq!(withheld, ["Buy  now", "Buy now"], "what is not repeated is told");
    assert_eq!(
        found,
        [
            "promo-withheld: 1 line of advertising left out (8 characters): the colophon has the same",
            "promo-withheld: 1 line of advertising left out (7 characters): the colophon has the same",
        ]
    );
    assert_eq!(book.contents.last().unwrap().title, book.words.colophon);
}

#[test]
fn links_into_what_is_left_out_become_text() {
    let mut advert = promo(1, "Buy");
    advert.id = Some(TargetId::new("offer"));
    let lessons = || vec![lesson(1, "A", vec![link_to("offer"), link_to("s01"), advert.clone()])];
    let (book, found) = book_of(lessons(), &Settings::default());
    let mut targets = Vec::new();
    walk::blocks(&book.parts[0].chapters[0].lesson.blocks, &mut |block| {
        if let BlockKind::Paragraph { content, .. } = &block.kind
            && let InlineKind::Link { target, .. } = &content[0].kind
        {
            targets.push(target.clone());
        }
    });
    let dead = LinkTarget::Dead { reference: "#offer".to_owned() };
    assert_eq!(targets, [dead, LinkTarget::Internal { target: TargetId::new("s01") }]);
    assert_eq!(found.len(), 2);
    assert!(found[1].starts_with("link-unknown"));
    let (_, found) = book_of(lessons(), &with_policy(PromoPolicy::Colophon, DisclaimerPolicy::Each));
    assert_eq!(found.len(), 0, "what is moved can still be linked to");
}

#[test]
fn equal_disclaimers_are_merged_and_none_is_lost() {
    let lessons = || {
        vec![
            lesson(1, "A", vec![disclaimer("See a doctor.")]),
            lesson(2, "B", vec![disclaimer("See  a doctor."), disclaimer("Drive safely.")]),
        ]
    };
    let (book, _) = book_of(lessons(), &with_policy(PromoPolicy::Drop, DisclaimerPolicy::Merge));
    let [.., FrontPage::Notice(notice), FrontPage::Guide(_)] = &book.front[..] else { panic!("a notice") };
    assert_eq!(walk::block_text(&notice.blocks), "See a doctor.\nDrive safely.", "each in full, once");
    let mut leads = Vec::new();
    for chapter in book.chapters() {
        walk::inlines(&chapter.lesson.blocks, &mut |inline| {
            if let InlineKind::Link { target: LinkTarget::Internal { target }, .. } = &inline.kind {
                leads.push(target.clone());
            }
        });
    }
    let ids: Vec<TargetId> = notice.blocks.iter().filter_map(|block| block.id.clone()).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(leads, [ids[0].clone(), ids[0].clone()], "a lesson leads there once");

    let one =
        edition(&with_policy(PromoPolicy::Drop, DisclaimerPolicy::Merge), Unit::Lesson).settings.clone();
    let lesson_edition = edition(&one, Unit::Lesson);
    let book =
        assemble(lessons().into_iter().take(1).collect(), &lesson_edition, &mut Diagnostics::default());
    assert_eq!(words_of(&book), ["See a doctor."], "a lesson on its own keeps its own");

    let (book, _) = book_of(lessons(), &Settings::default());
    assert_eq!(words_of(&book), ["See a doctor.", "See  a doctor.\nDrive safely."]);
}

#[test]
fn a_path_has_front_pages_and_a_lesson_has_none() {
    let settings = Settings::default();
    let (book, _) = book_of(vec![lesson(1, "A", vec![])], &settings);
    assert_eq!(book.front, [FrontPage::Cover, FrontPage::TitlePage, FrontPage::Imprint, FrontPage::Contents]);
    let one = edition(&settings, Unit::Lesson);
    let book = assemble(vec![lesson(1, "A", vec![])], &one, &mut Diagnostics::default());
    assert_eq!((book.front.len(), book.unit, book.contents.len()), (0, Unit::Lesson, 1));
}

#[test]
fn contents_show_parts_chapters_and_sections() {
    let section = |words: &str, id: &str| heading(2, vec![text(words)], id);
    let mut lessons = vec![
        lesson(1, "Preface", vec![]),
        lesson(2, "Why", vec![section("One", "one"), heading(3, vec![text("Deep")], "deep")]),
        lesson(3, "Dreams", vec![]),
    ];
    let group = BlockKind::Group { name: "g".to_owned(), blocks: vec![section("Two", "two")] };
    let quote = BlockKind::Quote { blocks: vec![section("Quoted", "quoted")] };
    lessons[2].lesson.blocks = vec![Block::new(group, span(0)), Block::new(quote, span(0))];
    for (lesson, part) in lessons.iter_mut().zip([0, 1, 3]) {
        lesson.part = part;
    }
    let settings = Settings::default();
    let mut edition = edition(&settings, Unit::Path);
    let title = |words: &str| Some(words.to_owned());
    edition.part_titles = vec![None, title("Nights"), title("Empty"), title("Days")];
    let book = assemble(lessons, &edition, &mut Diagnostics::default());
    let parts: Vec<(Option<&str>, Option<u32>)> =
        book.parts.iter().map(|part| (part.title.as_deref(), part.number)).collect();
    assert_eq!(parts, [(None, None), (Some("Nights"), Some(1)), (Some("Days"), Some(2))]);
    insta::assert_snapshot!(outline(&book.contents, 0), @r"
    Preface (Station 1) #s01
    Nights #part-2
      Why (Station 2) #s02
        One #one
    Days #part-3
      Dreams (Station 3) #s03
        Two #two
    Colophon #colophon
    ");
}

#[test]
fn contents_keep_emphasis_but_hold_no_links() {
    let emphasis = InlineKind::Emphasis { content: vec![text("not")] };
    let target = LinkTarget::External { url: "https://example.org".to_owned() };
    let link = InlineKind::Link {
        target,
        title: None,
        content: vec![text("why "), Inline::new(emphasis.clone(), span(0))],
    };
    let linked = heading(2, vec![text("Or "), Inline::new(link, span(0))], "or");
    let plain =
        heading(2, vec![text("Plain"), Inline::new(InlineKind::SoftBreak, span(0)), text("one")], "p");
    let (book, _) = book_of(vec![lesson(1, "A", vec![linked, plain])], &Settings::default());
    let [first, second] = &book.contents[0].children[..] else { panic!("two sections") };
    assert_eq!((first.title.as_str(), second.title.as_str()), ("Or why not", "Plain one"));
    assert_eq!(first.content, [text("Or "), text("why "), Inline::new(emphasis, span(0))]);
    assert_eq!(second.content, Vec::new());
}

#[test]
fn stations_are_labelled_in_the_language_of_the_book_or_as_the_author_wants() {
    let label = |settings: &Settings| {
        let (book, _) = book_of(vec![lesson(7, "A", vec![])], settings);
        book.chapters().next().unwrap().station.clone().unwrap().label
    };
    let italian = Settings { language: "it".parse().ok(), ..Settings::default() };
    assert_eq!((label(&Settings::default()), label(&italian)), ("Station 7".into(), "Stazione 7".into()));
    let policy = Policy { station_label: Some("Stop".to_owned()), ..Policy::default() };
    assert_eq!(label(&Settings { policy, ..italian }), "Stop 7");
}

#[test]
fn names_made_here_do_not_clash_with_those_of_lessons() {
    let blocks =
        vec![heading(2, vec![text("x")], "part-1"), heading(2, vec![text("y")], "colophon"), promo(1, "Buy")];
    let (book, _) =
        book_of(vec![lesson(1, "A", blocks)], &with_policy(PromoPolicy::Colophon, DisclaimerPolicy::Each));
    let [BackPage::Colophon(Text { id, .. })] = &book.back[..] else { panic!("one back page") };
    assert_eq!((book.parts[0].id.as_str(), id.as_str()), ("part-1-2", "colophon-2"));
}

fn person(name: &str) -> Contributor {
    Contributor { name: name.to_owned(), role: Role::Author, file_as: None }
}

#[test]
fn a_path_without_settings_takes_what_its_lessons_say() {
    let mut lessons = vec![lesson(1, "A", vec![]), lesson(2, "B", vec![])];
    let day = |day| Date::new(2026, 3, day);
    lessons[0].lesson.metadata = LessonMetadata {
        language: "ar".parse().ok(),
        contributors: vec![person("Ada")],
        source: Some("A book".to_owned()),
        modified: day(9),
        summary: Some("Only of this lesson.".to_owned()),
        ..LessonMetadata::default()
    };
    lessons[1].lesson.metadata = LessonMetadata {
        contributors: vec![person("Bo"), person("Ada")],
        source: Some("A book".to_owned()),
        modified: day(4),
        ..LessonMetadata::default()
    };
    let metadata = book_of(lessons, &Settings::default()).0.metadata;
    assert_eq!((metadata.title.as_str(), metadata.language.as_str()), ("Sleep path", "ar"));
    assert_eq!(metadata.direction, Direction::RightToLeft);
    assert_eq!(metadata.contributors, [person("Ada"), person("Bo")]);
    assert_eq!((metadata.sources.len(), Some(metadata.modified), metadata.description), (1, day(9), None));
}

#[test]
fn settings_stand_over_lessons_for_a_path_and_under_them_for_a_lesson() {
    let mut one = lesson(4, "A", vec![]);
    one.lesson.metadata.language = "de".parse().ok();
    one.lesson.metadata.publisher = Some("Lesson Press".to_owned());
    let settings = Settings {
        title: Some("Sleep".to_owned()),
        subtitle: Some("All of it".to_owned()),
        language: "fr".parse().ok(),
        publisher: Some("Path Press".to_owned()),
        contributors: vec![person("Ada")],
        modified: Date::new(2026, 2, 1),
        ..Settings::default()
    };
    let path = book_of(vec![one.clone()], &settings).0.metadata;
    assert_eq!((path.title.as_str(), path.language.as_str()), ("Sleep", "fr"));
    assert_eq!(path.publisher.as_deref(), Some("Path Press"));
    assert_eq!((path.subtitle.as_deref(), Some(path.modified)), (Some("All of it"), settings.modified));

    let mut edition = edition(&settings, Unit::Lesson);
    edition.series = Some(Series { title: "Sleep".to_owned(), position: None });
    let own = assemble(vec![one], &edition, &mut Diagnostics::default()).metadata;
    assert_eq!((own.title.as_str(), own.language.as_str()), ("A", "de"));
    assert_eq!(own.publisher.as_deref(), Some("Lesson Press"));
    assert_eq!((own.subtitle, own.contributors), (None, vec![person("Ada")]));
    assert_eq!(own.series.unwrap().position, Some(4));
}

#[test]
fn identifiers_stay_the_same_and_differ_where_books_differ() {
    let id = |settings: &Settings, unit: Unit, stem: &str| {
        let mut one = lesson(1, "A", vec![]);
        one.stem = stem.to_owned();
        let book = assemble(vec![one], &edition(settings, unit), &mut Diagnostics::default());
        book.metadata.identifier
    };
    let none = Settings::default();
    let given = |text: &str| Settings { id: Some(text.to_owned()), ..Settings::default() };
    let german = Settings { language: "de".parse().ok(), ..Settings::default() };
    let uuid = "urn:uuid:4CD605E7-AFA2-5360-B5B9-C5E9FB5C76F4";
    let all = [
        id(&none, Unit::Path, "a"),
        id(&german, Unit::Path, "a"),
        id(&none, Unit::Lesson, "a"),
        id(&none, Unit::Lesson, "b"),
        id(&given("sleep"), Unit::Path, "a"),
        id(&given("sleep"), Unit::Lesson, "a"),
        id(&given(uuid), Unit::Path, "a"),
    ];
    let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
    assert_eq!(all[0], id(&none, Unit::Path, "z"), "a path does not depend on its first lesson");
    assert_eq!(all[6], uuid.to_lowercase());
    // Never change these: they are how libraries and readers know a new edition of the same book.
    insta::assert_snapshot!(all[0], @r"urn:uuid:c811d276-785a-594f-9d66-d30935068643");
    insta::assert_snapshot!(all[2], @r"urn:uuid:2163c259-7efa-50d9-bd12-3cd2173c87f3");
}

#[test]
fn the_name_space_is_derived_from_an_address() {
    let derived = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, b"https://stationer.invalid/");
    assert_eq!(metadata::NAMESPACE, derived);
}

#[test]
fn folder_names_become_titles() {
    let readable = |name: &str| metadata::readable(name).unwrap_or_default();
    assert_eq!(readable("sleep-and-the-brain"), "Sleep and the brain");
    assert_eq!(readable("01_über.uns"), "Über uns");
    assert_eq!(readable("1984"), "1984");
    assert_eq!(readable("--"), "");
}

#[test]
fn a_book_without_lessons_is_empty() {
    let (book, found) = book_of(Vec::new(), &Settings::default());
    assert_eq!((book.parts.len(), book.contents.len(), found.len()), (0, 0, 0));
    assert_eq!(book.metadata.title, "Sleep path");
}

fn key_term(term: &str, definition: &str, id: &str) -> Block {
    let kind =
        BlockKind::KeyTerm(KeyTerm { term: vec![text(term)], definition: vec![paragraph(definition)] });
    Block { id: Some(TargetId::new(id)), ..Block::new(kind, span(0)) }
}

fn marked(words: &str, entry: &[&str]) -> Block {
    let entry = entry.iter().map(|&words| words.to_owned()).collect();
    let kind = InlineKind::IndexMark { content: vec![text(words)], entry, marker: Marker::Author, id: None };
    Block::paragraph(vec![Inline::new(kind, span(0))], span(0))
}

fn locators(places: &[Locator]) -> String {
    let name = |place: &Locator| match place.weight {
        Weight::Principal => format!("*{}", place.target),
        Weight::Passing => place.target.to_string(),
    };
    places.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// A path of two lessons that speak of sleep.
fn sleep_path() -> Vec<ResolvedLesson> {
    vec![
        lesson(
            1,
            "A",
            vec![
                paragraph("An engram is early."),
                key_term("Engram", "A trace of REM sleep; an engram.", "term-engram"),
                paragraph("An engram again."),
                heading(2, vec![text("Engram")], "more"),
                paragraph("Engrams are no engram."),
            ],
        ),
        lesson(
            2,
            "B",
            vec![
                paragraph("REM sleep makes an ENGRAM, and no second engram."),
                key_term("engram", "Another thing.", "term-engram-2"),
                key_term("REM sleep", "Dreams.", "term-rem"),
                marked("cycles", &[]),
                marked("deep", &["sleep", "deep"]),
            ],
        ),
    ]
}

#[test]
fn the_glossary_has_one_entry_for_each_term_and_every_meaning() {
    let (book, _) = book_of(sleep_path(), &Settings::default());
    let glossary = book.back.iter().find_map(|page| match page {
        BackPage::Glossary(glossary) => Some(glossary),
        _ => None,
    });
    let mut lines = Vec::new();
    for entry in glossary.expect("a glossary").entries() {
        lines.push(format!("{} {}", walk::plain_text(&entry.term), entry.id));
        for sense in &entry.senses {
            lines.push(format!("  {} — {}", walk::block_text(&sense.definition), locators(&sense.defined)));
        }
        lines.push(format!("  used: {}", locators(&entry.uses)));
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
    Engram gloss-engram
      A trace of REM sleep; an engram. — *term-engram
      Another thing. — *term-engram-2
      used: 
    REM sleep gloss-rem-sleep
      Dreams. — *term-rem
      used: s01-use-rem-sleep
    ");
}

#[test]
fn the_index_has_terms_and_marked_words_with_their_places() {
    let (book, _) = book_of(sleep_path(), &Settings::default());
    let index = book.back.iter().find_map(|page| match page {
        BackPage::Index(index) => Some(index),
        _ => None,
    });
    fn lines(entry: &IndexEntry, depth: usize) -> String {
        let below: String = entry.children.iter().map(|child| lines(child, depth + 1)).collect();
        let indent = "  ".repeat(depth);
        format!("{indent}{}: {}\n{below}", walk::plain_text(&entry.heading), locators(&entry.locators))
    }
    let shown: String = index.expect("an index").entries().map(|entry| lines(entry, 0)).collect();
    insta::assert_snapshot!(shown, @r"
    cycles: s02-index-cycles
    Engram: *term-engram s01-mention-engram *term-engram-2
    REM sleep: s01-use-rem-sleep *term-rem
    sleep: 
      deep: s02-index-sleep-deep
    ");
}

#[test]
fn every_place_that_glossary_and_index_name_is_in_the_text() {
    let (book, _) = book_of(sleep_path(), &Settings::default());
    let mut places = Vec::new();
    for chapter in book.chapters() {
        walk::blocks(&chapter.lesson.blocks, &mut |block| {
            places.extend(block.id.clone());
            walk::each_line(&block.kind, |line| {
                walk::content(line, &mut |inline| match &inline.kind {
                    InlineKind::TermRef { id, .. } => places.push(id.clone()),
                    InlineKind::IndexMark { id, .. } => places.extend(id.clone()),
                    _ => {}
                });
            });
        });
    }
    let distinct: std::collections::BTreeSet<&TargetId> = places.iter().collect();
    assert_eq!(distinct.len(), places.len(), "no place has the name of another");
    for page in &book.back {
        let named: Vec<&Locator> = match page {
            BackPage::Glossary(page) => page
                .entries()
                .flat_map(|entry| {
                    entry.uses.iter().chain(entry.senses.iter().flat_map(|sense| &sense.defined))
                })
                .collect(),
            BackPage::Index(page) => page
                .entries()
                .flat_map(|entry| {
                    entry.locators.iter().chain(entry.children.iter().flat_map(|e| &e.locators))
                })
                .collect(),
            _ => Vec::new(),
        };
        assert!(named.iter().all(|place| distinct.contains(&place.target)), "{}", page.title());
    }
}

#[test]
fn a_lesson_on_its_own_ends_with_its_terms() {
    let settings = Settings::default();
    let one = sleep_path().remove(0);
    let book = assemble(vec![one], &edition(&settings, Unit::Lesson), &mut Diagnostics::default());
    let [BackPage::Glossary(list)] = &book.back[..] else { panic!("one page behind the lesson") };
    assert_eq!((list.title.as_str(), list.entries().count()), ("Key terms", 1));
    assert!(list.entries().all(|entry| entry.uses.is_empty()), "its own terms are defined in it");
}

#[test]
fn teasers_lead_to_the_next_lesson_of_the_book() {
    let teaser = |words: &str| Block::new(BlockKind::Teaser { blocks: vec![paragraph(words)] }, span(0));
    let lessons = vec![
        lesson(1, "A", vec![teaser("First of two."), teaser("What comes?")]),
        lesson(2, "B", vec![paragraph("Nothing.")]),
        lesson(3, "C", vec![teaser("The end?")]),
    ];
    let (book, found) = book_of(lessons, &Settings::default());
    assert_eq!(words_of(&book), ["First of two.\nWhat comes?\nB", "Nothing.", "The end?"]);
    assert_eq!(found, [""; 0]);
    let mut places = Vec::new();
    for chapter in book.chapters() {
        walk::inlines(&chapter.lesson.blocks, &mut |inline| {
            if let InlineKind::Link { target: LinkTarget::Internal { target }, .. } = &inline.kind {
                places.push(target.as_str().to_owned());
            }
        });
    }
    assert_eq!(places, ["s02"]);
}

#[test]
fn a_lesson_on_its_own_says_what_it_draws_on() {
    let mut sourced = lesson(1, "A", vec![paragraph("Words.")]);
    sourced.lesson.metadata.source = Some("A Book".to_owned());
    let settings = Settings::default();
    let mut diagnostics = Diagnostics::default();
    let book = assemble(vec![sourced], &edition(&settings, Unit::Lesson), &mut diagnostics);
    let Some(BackPage::Sources(sources)) = book.back.first() else { panic!("{:?}", book.back) };
    assert_eq!(walk::block_text(&sources.blocks), "A Book");
}

fn station_outside(number: u32) -> Block {
    let kind = InlineKind::StationRef {
        number,
        text: format!("Station {number}"),
        target: None,
        title: Some("Dreams".to_owned()),
        aside: None,
    };
    Block::paragraph(vec![text("See "), Inline::new(kind, span(0)), text(".")], span(0))
}

fn asides(policy: crate::config::OutsideStation, language: &str) -> Vec<Option<String>> {
    let policy = Policy { outside_station: policy, ..Policy::default() };
    let settings =
        Settings { policy, language: Some(language.parse().expect("a tag")), ..Settings::default() };
    let one = lesson(1, "A", vec![station_outside(4), station_outside(4), station_outside(5)]);
    let book = assemble(vec![one], &edition(&settings, Unit::Lesson), &mut Diagnostics::default());
    let mut found = Vec::new();
    for chapter in book.chapters() {
        walk::inlines(&chapter.lesson.blocks, &mut |inline| {
            if let InlineKind::StationRef { aside, .. } = &inline.kind {
                found.push(aside.clone());
            }
        });
    }
    found
}

#[test]
fn stations_outside_the_book_are_named_once_as_the_policy_says() {
    use crate::config::OutsideStation;
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(asides(OutsideStation::Title, "en"), [some(" (Dreams)"), None, some(" (Dreams)")]);
    assert_eq!(asides(OutsideStation::Plain, "en"), [None, None, None]);
    let own = OutsideStation::Text("“{title}” in the course".to_owned());
    assert_eq!(
        asides(own, "ja"),
        [some("（“Dreams” in the course）"), None, some("（“Dreams” in the course）")]
    );
}

#[test]
fn the_imprint_names_rights_edition_dates_and_numbers() {
    let isbn =
        |text: &str| crate::model::TradeNumber { isbn: text.parse().expect("right"), format: some("epub") };
    fn some(words: &str) -> Option<String> {
        Some(words.to_owned())
    }
    let settings = Settings {
        title: some("Sleep"),
        subtitle: some("A course"),
        rights: some("© 2026"),
        license: some("CC-BY-4.0"),
        edition: some("2nd"),
        isbns: vec![isbn("978-3-16-148410-0")],
        date: Date::new(2026, 1, 2),
        contributors: vec![Contributor { name: "Bo".to_owned(), role: Role::Translator, file_as: None }],
        id: some("sleep"),
        ..Settings::default()
    };
    let (book, _) = book_of(vec![lesson(1, "A", vec![])], &settings);
    let lines = imprint(&book).into_iter().map(|line| match line.label {
        Some(label) => format!("{label}: {}", line.value),
        None => line.value,
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
    Sleep: A course
    Translation: Bo
    © 2026
    Licence: CC-BY-4.0
    Edition: 2nd
    Published: 2026-01-02
    ISBN: 978-3-16-148410-0 (EPUB)
    Identifier: urn:uuid:ad8f2a83-1860-5582-a628-d09929709b59
    ");
    let book = assemble(
        vec![lesson(1, "A", vec![])],
        &edition(&settings, Unit::Lesson),
        &mut Diagnostics::default(),
    );
    assert_eq!(book.metadata.isbns, [], "a number belongs to the whole book");
}
