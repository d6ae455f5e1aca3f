//! The whole back end, on books made by hand.
use super::*;
use crate::fonts::FontLibrary;
use crate::model::{
    Alignment, Alt, BackPage, BlockKind, Cell, Contributor, Definition, Figure, FrontPage, GlossaryEntry,
    ImageId, IndexEntry, InlineKind, Introduces, LanguageSource, LetterGroup, Lettered, Listed, Listing,
    Locator, Note, Part, Role, Row, Sense, Table, TargetId, Weight,
};
use crate::resolve::Pictures;
use crate::source::Span;
use crate::theme::Theme;
use fixture::{block, chapter, inline, paragraph};
use proptest::prelude::*;
use std::io::{Cursor, Read};

pub(super) fn with_job<T>(book: &Book, pictures: &Pictures, work: impl FnOnce(&RenderJob<'_>) -> T) -> T {
    let theme = Theme::embedded("book").unwrap();
    let fonts = FontLibrary::embedded();
    work(&RenderJob { book, pictures, theme: &theme, fonts: &fonts, pages: None })
}

pub(super) fn render(book: &Book, pictures: &Pictures) -> Result<Vec<u8>, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let artifact = with_job(book, pictures, |job| Epub::default().render(job, &mut diagnostics));
    artifact.map(|artifact| artifact.bytes).ok_or(diagnostics)
}

pub(super) fn file(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub(super) fn names(epub: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    (0..archive.len()).map(|index| archive.by_index(index).unwrap().name().to_owned()).collect()
}

fn full() -> Vec<u8> {
    render(&fixture::full(), &fixture::pictures()).unwrap()
}

#[test]
fn a_formula_that_cannot_be_read_is_reported_and_shown_as_its_tex() {
    let mut diagnostics = Diagnostics::default();
    let book = fixture::full();
    with_job(&book, &fixture::pictures(), |job| Epub::default().render(job, &mut diagnostics)).unwrap();
    let found: Vec<_> =
        diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.message.as_str())).collect();
    let message = "the formula is shown as its TeX: unknown command \"\\unheard\"";
    assert_eq!(found, [(Code::MathUnreadable, message)]);
}

#[test]
fn every_kind_of_block_and_inline() {
    insta::assert_snapshot!(file(&full(), "OEBPS/text/s02-every-kind.xhtml"));
}

#[test]
fn a_lesson() {
    insta::assert_snapshot!(file(&full(), "OEBPS/text/s01-treating-depression.xhtml"));
}

#[test]
fn a_lesson_in_another_language_and_direction() {
    insta::assert_snapshot!(file(&full(), "OEBPS/text/s03-hebrew.xhtml"));
}

#[test]
fn title_page_imprint_and_part_opener() {
    let epub = full();
    let pages =
        ["title-page", "imprint", "part-2"].map(|page| file(&epub, &format!("OEBPS/text/{page}.xhtml")));
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn pages_around_the_lessons() {
    let epub = full();
    let pages = ["notice", "guide", "glossary", "tables", "figures", "sources", "index", "colophon"];
    let pages = pages.map(|page| file(&epub, &format!("OEBPS/text/{page}.xhtml")));
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn package_document() {
    insta::assert_snapshot!(file(&full(), "OEBPS/content.opf"));
}

#[test]
fn navigation_and_ncx() {
    let epub = full();
    insta::assert_snapshot!([file(&epub, "OEBPS/nav.xhtml"), file(&epub, "OEBPS/toc.ncx")].join("\n"));
}

#[test]
fn entries_stand_in_their_order_with_fixed_times() {
    let epub = full();
    let names = names(&epub);
    let first = [
        "mimetype",
        "META-INF/container.xml",
        "OEBPS/content.opf",
        "OEBPS/nav.xhtml",
        "OEBPS/toc.ncx",
        "OEBPS/stylesheet.css",
        "OEBPS/modern.css",
        "OEBPS/img/i0001.png",
        "OEBPS/text/title-page.xhtml",
    ];
    assert_eq!(names[..first.len()], first);
    assert_eq!(&epub[30..58], b"mimetypeapplication/epub+zip", "stored, without an extra field");
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()));
        assert_eq!(entry.unix_mode(), Some(0o100_644), "{}", entry.name());
    }
}

#[test]
fn the_same_book_is_the_same_bytes() {
    assert_eq!(full(), full());
}

/// Pages behind the lessons in which every text is the same.
fn hostile_back_pages(words: &str) -> Vec<BackPage> {
    let place = || Locator {
        target: TargetId::new("second"),
        label: words.to_owned(),
        title: words.to_owned(),
        weight: Weight::Principal,
    };
    let (title, letter) = (words.to_owned(), words.to_owned());
    let entry = GlossaryEntry {
        id: TargetId::new("g-x"),
        term: fixture::text(words),
        senses: vec![Sense { definition: vec![paragraph(words)], defined: vec![place(), place()] }],
        uses: vec![place()],
    };
    let heading = IndexEntry { heading: fixture::text(words), locators: vec![place()], children: Vec::new() };
    let listed = Listed { caption: fixture::text(words), place: place() };
    vec![
        BackPage::Glossary(Lettered {
            id: TargetId::new("glossary"),
            title: title.clone(),
            groups: vec![LetterGroup { letter: letter.clone(), entries: vec![entry] }],
        }),
        BackPage::Index(Lettered {
            id: TargetId::new("index"),
            title: title.clone(),
            groups: vec![
                LetterGroup { letter: letter.clone(), entries: vec![heading] },
                LetterGroup { letter, entries: Vec::new() },
            ],
        }),
        BackPage::Tables(Listing {
            id: TargetId::new("tables"),
            title: title.clone(),
            entries: vec![listed],
        }),
        BackPage::Figures(Listing { id: TargetId::new("figures"), title, entries: Vec::new() }),
    ]
}

#[test]
fn hostile_titles_pass() {
    let long = "Long ".repeat(60);
    for title in [
        "\"Quotes\" & 'more'",
        "</title><script>&nbsp;",
        "\u{0}\u{1}\u{8}\u{B}\u{1F}\u{FFFE}\u{FFFF}",
        "🧠 \u{202E}sleep\u{202C} 👩‍🔬",
        "a\r\nb\tc",
        "]]> <!-- -->",
        "",
        "   ",
        "%00 ../../etc/passwd",
        &long,
    ] {
        let mut hostile = chapter(Some(7), "x", title, vec![paragraph(title)]);
        hostile.slug = title.to_owned();
        let mut book = fixture::of_chapters(title, vec![hostile, chapter(None, "x", title, Vec::new())]);
        book.parts[0].chapters[1].id = TargetId::new("second");
        book.metadata.subtitle = Some(title.to_owned());
        book.metadata.publisher = Some(title.to_owned());
        book.metadata.rights = Some(title.to_owned());
        book.metadata.license = Some(title.to_owned());
        let person =
            Contributor { name: title.to_owned(), role: Role::Author, file_as: Some(title.to_owned()) };
        book.metadata.contributors = vec![person];
        book.front = fixture::full().front;
        book.back = hostile_back_pages(title);
        let made = render(&book, &Pictures::default());
        assert!(made.is_ok(), "{title:?}: {made:?}");
        assert!(names(&made.unwrap()).iter().all(|name| name.len() < 100 && name.is_ascii()));
    }
}

/// The number of a note is text of the page, and joins the word before it.
#[test]
fn a_note_called_right_behind_a_word_passes_the_check() {
    let call = inline(InlineKind::NoteRef {
        label: "x".to_owned(),
        number: Some(1),
        target: Some(TargetId::new("note-x")),
        id: Some(TargetId::new("call-x")),
    });
    let [before, behind] = ["A night that is long", " and dark."].map(|words| fixture::text(words).remove(0));
    let content = vec![before, call, behind];
    let line = block(BlockKind::Paragraph { content, introduces: Introduces::Nothing });
    let note = Note {
        label: "x".to_owned(),
        number: Some(1),
        id: Some(TargetId::new("note-x")),
        calls: vec![TargetId::new("call-x")],
        blocks: vec![paragraph("In the north.")],
        span: line.span,
    };
    let notes = block(BlockKind::Notes { notes: vec![note] });
    let book = fixture::of_chapters("Nights", vec![chapter(None, "nights", "Nights", vec![line, notes])]);
    let epub = render(&book, &Pictures::default()).unwrap();
    assert!(names(&epub).iter().any(|name| name.contains("nights")));
}

#[test]
fn a_book_of_nothing_has_a_title_page() {
    let epub = render(&fixture::bare("Nothing"), &Pictures::default()).unwrap();
    assert!(file(&epub, "OEBPS/nav.xhtml").contains("<a href=\"text/title-page.xhtml\">Nothing</a>"));
}

#[test]
fn a_cover_is_shown_listed_and_a_landmark() {
    let mut book = fixture::of_chapters("Covered", vec![chapter(None, "a", "A", vec![paragraph("Text.")])]);
    book.metadata.cover = Some(ImageId(0));
    let epub = render(&book, &fixture::pictures()).unwrap();
    let package = file(&epub, "OEBPS/content.opf");
    assert!(package.contains("<item id=\"cover-image\" href=\"img/i0001.png\" media-type=\"image/png\" properties=\"cover-image\"/>"));
    assert!(package.contains("<meta name=\"cover\" content=\"cover-image\"/>"));
    assert!(!package.contains("visual"), "a cover carries no information of the text");
    assert!(file(&epub, "OEBPS/text/cover.xhtml").contains("alt=\"Cover: Covered\""));
    assert!(file(&epub, "OEBPS/nav.xhtml").contains("<a epub:type=\"cover\" href=\"text/cover.xhtml\">"));
}

#[test]
fn a_cover_made_for_the_book_is_shown_where_it_wants_one() {
    let render = |front: Vec<FrontPage>| {
        let mut book =
            fixture::of_chapters("Covered", vec![chapter(None, "a", "A", vec![paragraph("Text.")])]);
        book.front = front;
        render(&book, &Pictures::default()).unwrap()
    };
    let epub = render(vec![FrontPage::Cover]);
    assert!(file(&epub, "OEBPS/text/cover.xhtml").contains("src=\"../img/cover.jpg\""));
    assert!(file(&epub, "OEBPS/content.opf").contains("href=\"img/cover.jpg\""));
    assert!(!names(&render(Vec::new())).iter().any(|name| name.contains("cover")));
}

/// A lesson of sections with a note in each, long enough for pieces.
fn long(sections: usize) -> Book {
    let mut blocks = Vec::new();
    let mut notes = Vec::new();
    for section in 1..=sections {
        let id = |what: &str| Some(TargetId::new(&format!("{what}-{section}")));
        let mut heading = block(BlockKind::Heading {
            level: crate::model::HeadingLevel::SECTION,
            content: fixture::text(&format!("Section {section}")),
        });
        heading.id = id("s");
        blocks.push(heading);
        let call = InlineKind::NoteRef {
            label: section.to_string(),
            number: u32::try_from(section).ok(),
            target: id("note"),
            id: id("call"),
        };
        let last = crate::model::LinkTarget::Internal { target: TargetId::new(&format!("s-{sections}")) };
        let link = InlineKind::Link { target: last, title: None, content: fixture::text("the end") };
        let mut line = fixture::text(&"many words of sleep and dreams ".repeat(600));
        line.extend([inline(call), inline(link)]);
        blocks.push(crate::model::Block::paragraph(line, crate::source::Span::default()));
        notes.push(crate::model::Note {
            label: section.to_string(),
            number: u32::try_from(section).ok(),
            id: id("note"),
            calls: id("call").into_iter().collect(),
            blocks: vec![paragraph(&format!("Note of section {section}."))],
            span: crate::source::Span::default(),
        });
    }
    blocks.push(block(BlockKind::Notes { notes }));
    fixture::of_chapters("Long", vec![chapter(Some(1), "long", "A long lesson", blocks)])
}

#[test]
fn long_lessons_are_cut_where_sections_begin_and_notes_go_with_their_calls() {
    let epub = render(&long(40), &Pictures::default()).unwrap();
    let pieces: Vec<String> = names(&epub)
        .into_iter()
        .filter(|name| name.contains("s01-long"))
        .map(|name| file(&epub, &name))
        .collect();
    assert_eq!(pieces.len(), 4);
    for piece in &pieces {
        assert!(piece.len() < 250_000, "{}", piece.len());
        assert!(piece.contains("</h1>\n<h2") || piece.contains("</header>\n<h2"));
        assert_eq!(piece.matches("doc-noteref").count(), piece.matches("doc-footnote").count());
        assert_eq!(piece.matches("doc-noteref").count(), piece.matches("href=\"#note-").count());
    }
    assert!(pieces[0].contains("href=\"s01-long-4.xhtml#s-40\""));
    assert!(pieces[1].contains("A long lesson <span class=\"continued-word\">(continued)</span>"));
}

#[test]
fn a_thousand_lessons_are_one_book() {
    let lessons = (1..=1000).map(|number: u32| {
        chapter(Some(number), &format!("lesson-{number}"), "Sleep", vec![paragraph("Words of it.")])
    });
    let epub = render(&fixture::of_chapters("Thousand", lessons.collect()), &Pictures::default()).unwrap();
    assert_eq!(names(&epub).iter().filter(|name| name.ends_with(".xhtml")).count(), 1001);
}

#[test]
fn alternative_text_is_claimed_only_where_it_is() {
    let with = |alt| {
        let figure = Figure { image: fixture::image(alt, Some(ImageId(0))), caption: Vec::new() };
        let blocks = vec![block(BlockKind::Figure(figure))];
        let book = fixture::of_chapters("Pictures", vec![chapter(None, "a", "A", blocks)]);
        file(&render(&book, &fixture::pictures()).unwrap(), "OEBPS/content.opf")
    };
    let told = with(Alt::Text("A wave".to_owned()));
    assert!(told.contains(">alternativeText<") && told.contains("Sufficient\">textual<"));
    let untold = with(Alt::Missing);
    assert!(!untold.contains(">alternativeText<") && !untold.contains("Sufficient\">textual<"));
    let decorative = with(Alt::Decorative);
    assert!(!decorative.contains(">alternativeText<") && !decorative.contains("visual"));
}

#[test]
fn conformance_is_claimed_only_of_a_book_without_obstacles_that_somebody_vouches_for() {
    let claimed = |alt, certifier: Option<&str>| {
        let figure = Figure { image: fixture::image(alt, Some(ImageId(0))), caption: Vec::new() };
        let blocks = vec![block(BlockKind::Figure(figure))];
        let book = fixture::of_chapters("Pictures", vec![chapter(None, "a", "A", blocks)]);
        let mut diagnostics = Diagnostics::default();
        let options = Options { certifier: certifier.map(str::to_owned), ..Options::default() };
        let epub =
            with_job(&book, &fixture::pictures(), |job| Epub { options }.render(job, &mut diagnostics));
        let package = file(&epub.unwrap().bytes, "OEBPS/content.opf");
        let withheld: Vec<String> = diagnostics.iter().map(|found| found.message.clone()).collect();
        (package.contains("conformsTo") && package.contains(">Ada<"), withheld.join(""))
    };
    let told = || Alt::Text("A wave".to_owned());
    assert_eq!(claimed(told(), Some("Ada")), (true, String::new()));
    assert_eq!(claimed(told(), None), (false, String::new()));
    let why = "no conformance is claimed: 1 of 1 pictures has no alternative text";
    assert_eq!(claimed(Alt::Missing, Some("Ada")), (false, why.to_owned()));
}

/// What is claimed of a book, and why no more: it has a described picture, a table with a head and a formula, is in a
/// language that is stated, and somebody vouches for it. `spoil` takes one of these away.
fn claims_without(spoil: impl FnOnce(&mut Book)) -> (Vec<String>, String) {
    let picture = Figure {
        image: fixture::image(Alt::Text("A wave".to_owned()), Some(ImageId(0))),
        caption: Vec::new(),
    };
    let cells = || vec![Cell::new(fixture::text("words"), Span::default())];
    let row = || Row { cells: cells(), span: Span::default() };
    let table = Table {
        caption: Vec::new(),
        alignments: vec![Alignment::Start],
        head: Some(row()),
        subheads: Vec::new(),
        rows: vec![row()],
    };
    let blocks = vec![
        block(BlockKind::Figure(picture)),
        block(BlockKind::Table(table)),
        block(BlockKind::Math { tex: "x^2".to_owned() }),
    ];
    let mut book = fixture::of_chapters("Claims", vec![chapter(None, "a", "A", blocks)]);
    spoil(&mut book);
    let mut diagnostics = Diagnostics::default();
    let options = Options { certifier: Some("Ada".to_owned()), ..Options::default() };
    let epub = with_job(&book, &fixture::pictures(), |job| Epub { options }.render(job, &mut diagnostics));
    let package = file(&epub.unwrap().bytes, "OEBPS/content.opf");
    let claims = ["alternativeText", "MathML", "Sufficient\">textual<", "conformsTo"];
    let claims = claims.into_iter().filter(|claim| package.contains(claim)).map(str::to_owned).collect();
    let withheld = diagnostics.iter().filter(|found| found.code == Code::ClaimWithheld);
    (claims, withheld.map(|found| found.message.replace("no conformance is claimed: ", "")).collect())
}

#[test]
fn each_claim_falls_with_what_it_rests_on() {
    let blocks = |book: &mut Book, work: fn(&mut BlockKind)| {
        let lesson = book.parts[0].chapters[0].lesson.blocks.iter_mut();
        lesson.for_each(|block| work(&mut block.kind));
    };
    let claims = |named: &[&str]| named.iter().map(|claim| (*claim).to_owned()).collect::<Vec<_>>();
    let all = claims(&["alternativeText", "MathML", "Sufficient\">textual<", "conformsTo"]);
    assert_eq!(claims_without(|_| ()), (all.clone(), String::new()));
    let told = claims_without(|book| {
        blocks(book, |kind| {
            if let BlockKind::Figure(figure) = kind {
                figure.image.alt = Alt::Missing;
            }
        });
    });
    assert_eq!(told, (claims(&["MathML"]), "1 of 1 pictures has no alternative text".to_owned()));
    let told = claims_without(|book| {
        blocks(book, |kind| {
            if let BlockKind::Table(table) = kind {
                table.head = None;
            }
        });
    });
    assert_eq!(told, (all[..3].to_vec(), "1 of 1 tables has no head".to_owned()));
    let told = claims_without(|book| {
        blocks(book, |kind| {
            if let BlockKind::Math { tex } = kind {
                *tex = "\\unheard".to_owned();
            }
        });
    });
    let rest = claims(&["alternativeText", "Sufficient\">textual<"]);
    assert_eq!(told, (rest, "1 of 1 formulas has no MathML".to_owned()));
    let told = claims_without(|book| book.metadata.language_source = LanguageSource::Assumed);
    assert_eq!(told, (all[..3].to_vec(), "nobody says which language it is in".to_owned()));
}

#[test]
fn a_picture_no_page_shows_is_left_out() {
    let book = fixture::of_chapters("Plain", vec![chapter(None, "a", "A", vec![paragraph("Text.")])]);
    let epub = render(&book, &fixture::pictures()).unwrap();
    assert!(!names(&epub).iter().any(|name| name.contains("img/")));
}

#[test]
fn contents_may_end_at_the_lessons() {
    let options = Options { contents: ContentsDepth::Lessons, ..Options::default() };
    let edition = with_job(&fixture::full(), &fixture::pictures(), |job| {
        Epub { options }
            .compose(job, None, &Cuts::default(), &mut Findings::default(), &mut Diagnostics::default())
            .unwrap()
    });
    assert!(edition.nav.contains("Every kind of thing") && !edition.nav.contains("Words in a line"));
}

/// What the check says of a book whose edition was spoilt on the way.
fn spoilt(spoil: impl FnOnce(&mut Edition)) -> String {
    let book = fixture::full();
    let mut edition = with_job(&book, &fixture::pictures(), |job| {
        Epub::default()
            .compose(job, None, &Cuts::default(), &mut Findings::default(), &mut Diagnostics::default())
            .unwrap()
    });
    spoil(&mut edition);
    let checked = finish::finish(assemble::frame().unwrap(), &edition)
        .and_then(|bytes| check::check(&bytes, edition.sheets.as_slice(), &book));
    checked.err().map_or_else(String::new, |fault| fault.0)
}

#[test]
fn the_check_finds_what_is_spoilt() {
    assert_eq!(spoilt(|_| ()), "");
    let replaced = |from: &'static str, to: &'static str| {
        spoilt(move |edition| {
            let text = |page: &Document| String::from_utf8(check::unpacked(&page.text).unwrap()).unwrap();
            let page = edition.documents.iter_mut().find(|page| text(page).contains(from)).unwrap();
            let spoilt = text(page).replace(from, to);
            *page = finish::packed(&page.file, page.title.clone(), &spoilt).unwrap();
        })
    };
    insta::assert_snapshot!(
        [
            replaced("restarting", "restoring"),
            replaced("Frequency", ""),
            replaced("</h2>", ""),
            replaced("h3", "h4"),
            replaced("id=\"boxes\"", "id=\"lists\""),
            replaced("href=\"#boxes\"", "href=\"#nowhere\""),
            replaced("href=\"part-2.xhtml\"", "href=\"part-9.xhtml\""),
            replaced("src=\"../img/i0001.png\"", "src=\"../img/lost.png\""),
            spoilt(|edition| edition.pictures.clear()),
            spoilt(|edition| edition.documents.swap(5, 6)),
            spoilt(|edition| edition.contents_after = None),
        ]
        .join("\n"),
        @r"
    the word `restarting` of the lesson `treating-depression` is not in its place
    the word `Frequency` of the lesson `treating-depression` is not in its place
    OEBPS/text/s01-treating-depression.xhtml is not well-formed: the end of another element at byte 3777
    OEBPS/text/s02-every-kind.xhtml has no title, not one main heading, or skips a level
    OEBPS/text/s02-every-kind.xhtml has the id `lists` twice
    OEBPS/text/s02-every-kind.xhtml leads to #nowhere, and there is no such place
    OEBPS/text/s02-every-kind.xhtml leads to part-9.xhtml, and there is no such file
    OEBPS/text/s02-every-kind.xhtml leads to ../img/lost.png, and there is no such file
    OEBPS/text/s02-every-kind.xhtml leads to ../img/i0001.png, and there is no such file
    the word `Every` of the lesson `every-kind` is not in its place
    the contents lead to #toc, which is not in the spine
    "
    );
}

#[test]
fn the_check_reads_each_term_before_its_meaning() {
    let entry = |term: &str, meaning: &str| Definition {
        terms: vec![vec![inline(InlineKind::Text { text: term.to_owned() })]],
        meanings: vec![vec![paragraph(meaning)]],
        span: paragraph("").span,
    };
    let entries = vec![entry("Host", "a computer"), entry("Router", "a box")];
    let list = block(BlockKind::Definitions { entries });
    let book = fixture::of_chapters("Terms", vec![chapter(None, "a", "A", vec![list])]);
    assert!(render(&book, &Pictures::default()).is_ok());
}

#[test]
fn a_fault_is_reported_and_nothing_is_made() {
    // Two lessons with one id break the promise of resolving; the words of neither are lost in silence.
    let mut book = fixture::of_chapters("Twice", vec![chapter(None, "a", "A", vec![paragraph("Text.")])]);
    let mut twice = paragraph("again");
    twice.id = Some(TargetId::new("c-a"));
    book.parts[0].chapters[0].lesson.blocks.push(twice);
    let diagnostics = render(&book, &Pictures::default()).unwrap_err();
    let found: Vec<_> =
        diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.message.as_str())).collect();
    let message = "the e-book `Twice` did not pass the check: OEBPS/text/a.xhtml has the id `c-a` twice";
    assert_eq!(found, [(Code::OwnCheckFailed, message)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_passes(words in proptest::collection::vec("\\PC{0,12}|.{0,6}", 8)) {
        let mut words = words.into_iter();
        let mut next = || words.next().unwrap_or_default();
        let line = vec![
            inline(InlineKind::Text { text: next() }),
            inline(InlineKind::Code { text: next() }),
            inline(InlineKind::Strong { content: fixture::text(&next()) }),
            inline(InlineKind::Image(fixture::image(Alt::Text(next()), None))),
        ];
        let paragraph = crate::model::Block::paragraph(line, crate::source::Span::new(crate::source::FileId(0), 0, 0));
        let code = BlockKind::Code(crate::model::CodeBlock { language: Some(next()), text: next() });
        let chapter = chapter(None, "a", &next(), vec![paragraph, block(code)]);
        let part = Part { id: TargetId::new("p"), title: Some(next()), number: None, chapters: vec![chapter] };
        let mut book = fixture::bare("Any");
        book.parts = vec![part];
        let made = render(&book, &Pictures::default());
        prop_assert!(made.is_ok(), "{made:?}");
    }
}
