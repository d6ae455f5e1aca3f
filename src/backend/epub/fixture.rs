//! Books made by hand, for the tests of this room: one with every kind of block and inline, one of nothing.

use crate::images::{Alpha, Picture, PictureKind};
use crate::model::*;
use crate::resolve::Pictures;
use crate::source::{FileId, Span};
use std::sync::Arc;

fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

pub(super) fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, span())
}

pub(super) fn text(text: &str) -> Vec<Inline> {
    vec![Inline::text(text, span())]
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block::new(kind, span())
}

pub(super) fn paragraph(words: &str) -> Block {
    Block::paragraph(text(words), span())
}

fn at(id: &str, kind: BlockKind) -> Block {
    Block { id: Some(TargetId::new(id)), ..block(kind) }
}

fn heading(id: &str, level: u8, words: &str) -> Block {
    at(id, BlockKind::Heading { level: HeadingLevel::nearest(level), content: text(words) })
}

fn item(lead: &str, blocks: Vec<Block>) -> ListItem {
    let lead = if lead.is_empty() { Vec::new() } else { text(lead) };
    ListItem { lead, task: None, blocks, span: span() }
}

fn list(marker: ListMarker, items: Vec<ListItem>) -> Block {
    block(BlockKind::List(List { marker, items }))
}

fn row(cells: &[&str]) -> Row {
    let cells = cells.iter().map(|cell| Cell::new(text(cell), span()));
    Row { cells: cells.collect(), span: span() }
}

pub(super) fn image(alt: Alt, picture: Option<ImageId>) -> Image {
    Image { source: "pictures/wave.png".to_owned(), alt, title: None, picture }
}

fn callout(kind: CalloutKind, title: &str, words: &str) -> Block {
    let title = if title.is_empty() { Vec::new() } else { text(title) };
    block(BlockKind::Callout(Callout { kind, title, blocks: vec![paragraph(words)] }))
}

pub(super) fn lesson(title: &str, blocks: Vec<Block>) -> Lesson {
    Lesson {
        file: FileId(0),
        dialect: Dialect::Markdown,
        metadata: LessonMetadata::default(),
        title: Title { content: text(title), span: span() },
        blocks,
        trivia: Vec::new(),
    }
}

pub(super) fn chapter(number: Option<u32>, slug: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    let station = number.map(|number| Station { number, label: format!("Station {number}") });
    let id = TargetId::new(&format!("c-{slug}"));
    Chapter { id, slug: slug.to_owned(), station, title: title.to_owned(), lesson: lesson(title, blocks) }
}

pub(super) fn words() -> Words {
    let w = str::to_owned;
    Words {
        contents: w("Contents"),
        landmarks: w("Landmarks"),
        title_page: w("Title page"),
        imprint: w("Imprint"),
        colophon: w("Colophon"),
        cover: w("Cover"),
        part: w("Part"),
        station: w("Station"),
        page: w("page"),
        pages: w("Pages"),
        key_term: w("Key term"),
        takeaway: w("Takeaway"),
        next: w("Next"),
        disclaimer: w("Disclaimer"),
        note: w("Note"),
        tip: w("Tip"),
        important: w("Important"),
        warning: w("Warning"),
        caution: w("Caution"),
        example: w("Example"),
        quiz: w("Quiz"),
        summary: w("Summary"),
        objectives: w("Objectives"),
        sidebar: w("Sidebar"),
        table: w("Table"),
        figure: w("Figure"),
        image: w("Image"),
        and: w("and"),
        done: w("done"),
        open: w("open"),
        continued: w("continued"),
        edition: w("Edition"),
        published: w("Published"),
        editing: w("Editing"),
        illustrations: w("Illustrations"),
        translation: w("Translation"),
        last_changed: w("Last changed"),
        page_of: w("page {page} of {count}"),
        part_of: w("part {part} of {count}"),
        name: w("Name"),
        date: w("Date"),
        links: w("Links"),
        license: w("Licence"),
        identifier: w("Identifier"),
        publisher: w("Publisher"),
        glossary: w("Glossary"),
        key_terms: w("Key terms"),
        index: w("Index"),
        tables: w("Tables"),
        figures: w("Figures"),
        sources: w("Sources"),
        guide: w("How to read this book"),
        notice: w("Please note"),
    }
}

/// A book of nothing but a title.
pub(super) fn bare(title: &str) -> Book {
    Book {
        metadata: BookMetadata {
            title: title.to_owned(),
            subtitle: None,
            description: None,
            language: LangTag::english(),
            language_source: LanguageSource::Stated,
            direction: Direction::LeftToRight,
            identifier: "urn:uuid:4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4".to_owned(),
            contributors: Vec::new(),
            publisher: None,
            rights: None,
            license: None,
            sources: Vec::new(),
            subjects: Vec::new(),
            date: None,
            modified: Date::FALLBACK,
            edition: None,
            isbns: Vec::new(),
            series: None,
            cover: None,
        },
        unit: Unit::Path,
        words: words(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
        contents: Vec::new(),
        withheld: Vec::new(),
    }
}

/// A book with chapters and nothing else.
pub(super) fn of_chapters(title: &str, chapters: Vec<Chapter>) -> Book {
    let part = Part { id: TargetId::new("part"), title: None, number: None, chapters };
    let mut book = bare(title);
    book.contents = part.chapters.iter().map(|chapter| entry(chapter, Vec::new())).collect();
    book.parts = vec![part];
    book
}

fn entry(chapter: &Chapter, children: Vec<ContentsEntry>) -> ContentsEntry {
    ContentsEntry {
        title: chapter.title.clone(),
        label: chapter.station.as_ref().map(|station| station.label.clone()),
        content: Vec::new(),
        target: chapter.id.clone(),
        children,
    }
}

fn section(title: &str, target: &str) -> ContentsEntry {
    let target = TargetId::new(target);
    ContentsEntry { title: title.to_owned(), label: None, content: Vec::new(), target, children: Vec::new() }
}

/// One picture, 320 by 120.
pub(super) fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    pictures.add(Picture {
        kind: PictureKind::Png,
        bytes: Arc::from(&include_bytes!("fixture.png")[..]),
        width: 320,
        height: 120,
        alpha: Alpha::Opaque,
        drawing: None,
    });
    pictures
}

/// A book with everything the model has.
pub(super) fn full() -> Book {
    let mut book = bare("Sleep & the <Brain>");
    book.metadata.subtitle = Some("A path of three stations".to_owned());
    book.metadata.description = Some("How sleep sorts, mends and forgets.".to_owned());
    let person = |name: &str, role, file_as: Option<&str>| Contributor {
        name: name.to_owned(),
        role,
        file_as: file_as.map(str::to_owned),
    };
    book.metadata.contributors = vec![
        person("Ada Example", Role::Author, Some("Example, Ada")),
        person("Bo Sample", Role::Author, None),
        person("Cy Specimen", Role::Illustrator, None),
    ];
    book.metadata.publisher = Some("Sample School".to_owned());
    book.metadata.rights = Some("© 2026 Ada Example".to_owned());
    book.metadata.license = Some("https://creativecommons.org/licenses/by/4.0/".to_owned());
    book.metadata.sources = vec!["urn:isbn:9780000000002".to_owned()];
    book.metadata.subjects = vec!["Sleep".to_owned(), "Memory".to_owned()];
    book.metadata.edition = Some("2nd, revised".to_owned());
    book.metadata.isbns = vec![
        TradeNumber { isbn: "978-3-16-148410-0".parse().unwrap(), format: Some("epub".to_owned()) },
        TradeNumber { isbn: "0-306-40615-2".parse().unwrap(), format: Some("pdf".to_owned()) },
    ];
    book.metadata.date = Date::new(2026, 1, 15);
    book.metadata.modified = Date::new(2026, 2, 1).unwrap_or(Date::FALLBACK);
    book.metadata.series = Some(Series { title: "Paths of the Brain".to_owned(), position: Some(3) });
    book.front = front_pages();
    let mut kinds = chapter(Some(2), "every-kind", "Every kind of thing", every_block());
    kinds.lesson.title.content = vec![
        inline(InlineKind::Text { text: "Every ".to_owned() }),
        inline(InlineKind::Emphasis { content: text("kind") }),
        inline(InlineKind::Text { text: " of thing".to_owned() }),
    ];
    kinds.lesson.metadata.subtitle = Some("From headings to breaks".to_owned());
    kinds.lesson.metadata.contributors = vec![person("Dee Guest", Role::Author, None)];
    let first = chapter(Some(1), "treating-depression", "Treating Depression", seed_like());
    let mut foreign = chapter(
        Some(3),
        "hebrew",
        "שינה",
        vec![
            paragraph("שינה טובה מחזקת את הזיכרון."),
            block(BlockKind::Teaser { blocks: vec![paragraph("ומה הלאה?")] }),
        ],
    );
    foreign.lesson.metadata.language = "he".parse().ok();
    book.parts = vec![
        Part {
            id: TargetId::new("part-one"),
            title: Some("Nights".to_owned()),
            number: Some(1),
            chapters: vec![first, kinds],
        },
        Part {
            id: TargetId::new("part-two"),
            title: Some("Days & afterwards".to_owned()),
            number: Some(2),
            chapters: vec![foreign],
        },
    ];
    book.contents = book
        .parts
        .iter()
        .enumerate()
        .map(|(number, part)| {
            let children = part.chapters.iter().map(|chapter| {
                let sections = match chapter.slug.as_str() {
                    "every-kind" => vec![section("Words in a line", "inline"), section("Boxes", "boxes")],
                    "treating-depression" => vec![section("The Mechanism of Therapy", "mechanism")],
                    _ => Vec::new(),
                };
                entry(chapter, sections)
            });
            ContentsEntry {
                title: part.title.clone().unwrap_or_default(),
                label: Some(format!("Part {}", number + 1)),
                content: Vec::new(),
                target: part.id.clone(),
                children: children.collect(),
            }
        })
        .collect();
    book.back = back_pages();
    book
}

fn page(id: &str, title: &str, blocks: Vec<Block>) -> Text {
    Text { id: TargetId::new(id), title: title.to_owned(), blocks }
}

fn front_pages() -> Vec<FrontPage> {
    let disclaimer = block(BlockKind::Disclaimer {
        kind: DisclaimerKind::Medical,
        blocks: vec![paragraph("Nothing in this book is medical advice.")],
    });
    let guide = vec![
        paragraph("A key term is set apart and stands in the glossary:"),
        block(BlockKind::KeyTerm(KeyTerm {
            term: text("Term"),
            definition: vec![paragraph("what it means, in a sentence.")],
        })),
    ];
    vec![
        FrontPage::TitlePage,
        FrontPage::Imprint,
        FrontPage::Contents,
        FrontPage::Notice(page("notice", "Please note", vec![disclaimer])),
        FrontPage::Guide(page("guide", "How to read this book", guide)),
    ]
}

fn locator(target: &str, label: &str, title: &str) -> Locator {
    Locator {
        target: TargetId::new(target),
        label: label.to_owned(),
        title: title.to_owned(),
        weight: Weight::Passing,
    }
}

fn principal(place: Locator) -> Locator {
    Locator { weight: Weight::Principal, ..place }
}

fn letter<E>(letter: &str, entries: Vec<E>) -> LetterGroup<E> {
    LetterGroup { letter: letter.to_owned(), entries }
}

fn back_pages() -> Vec<BackPage> {
    let first = |target: &str| locator(target, "Station 1", "Treating Depression");
    let second = |target: &str| locator(target, "Station 2", "Every kind of thing");
    let sense =
        |words: &str, place: Locator| Sense { definition: vec![paragraph(words)], defined: vec![place] };
    let glossary = Lettered {
        id: TargetId::new("glossary"),
        title: "Glossary".to_owned(),
        groups: vec![
            letter(
                "P",
                vec![GlossaryEntry {
                    id: TargetId::new("g-psilocybin"),
                    term: text("Psilocybin"),
                    senses: vec![sense(
                        "a naturally occurring compound that acts on serotonin receptors.",
                        first("kt-psilocybin"),
                    )],
                    uses: vec![second("use-psilocybin")],
                }],
            ),
            letter(
                "S",
                vec![GlossaryEntry {
                    id: TargetId::new("g-spindle"),
                    term: vec![inline(InlineKind::Emphasis { content: text("Spindle") })],
                    senses: vec![
                        sense("a burst of waves in light sleep.", first("mechanism")),
                        sense("a tool for making thread.", locator("c-hebrew", "שינה", "שינה")),
                    ],
                    uses: vec![second("boxes")],
                }],
            ),
        ],
    };
    let entry = |words: &str, locators, children| IndexEntry { heading: text(words), locators, children };
    let index = Lettered {
        id: TargetId::new("index"),
        title: "Index".to_owned(),
        groups: vec![
            letter(
                "D",
                vec![entry(
                    "Depression",
                    vec![principal(first("c-treating-depression")), second("boxes")],
                    vec![
                        entry("chronic", vec![second("mark-chronic")], Vec::new()),
                        entry("resistant", vec![first("evaluating")], Vec::new()),
                    ],
                )],
            ),
            letter(
                "S",
                vec![entry("Sleep", Vec::new(), vec![entry("in waves", vec![second("f-wave")], Vec::new())])],
            ),
        ],
    };
    let listing = |id: &str, title: &str, caption: &str, target: &str| Listing {
        id: TargetId::new(id),
        title: title.to_owned(),
        entries: vec![Listed { caption: text(caption), place: second(target) }],
    };
    let source = item("", vec![paragraph("Shakespeare, Macbeth, act 2")]);
    let promo = block(BlockKind::Boilerplate {
        kind: BoilerplateKind::Promo,
        blocks: vec![paragraph("Made with care. Tell a friend.")],
    });
    vec![
        BackPage::Glossary(glossary),
        BackPage::Tables(listing("tables", "Tables", "Table 1. Hours of sleep", "t-rhythm")),
        BackPage::Figures(listing("figures", "Figures", "Figure 1. Slow waves", "f-wave")),
        BackPage::Sources(page("sources", "Sources", vec![list(ListMarker::Bullet, vec![source])])),
        BackPage::Index(index),
        BackPage::Colophon(page("colophon", "Colophon", vec![promo])),
    ]
}

fn seed_like() -> Vec<Block> {
    let lines = "In 2019, when a patient with chronic depression faced failing traditional antidepressants, \
        clinicians began looking toward novel pathways for relief. This situation mirrors the way a person \
        might try to fix a broken computer program by restarting the system.";
    vec![
        paragraph(lines),
        heading("mechanism", 2, "The Mechanism of Therapy"),
        paragraph(lines),
        paragraph(
            "A second paragraph follows the first and is set apart by its indent, as in a printed book.",
        ),
        at(
            "kt-psilocybin",
            BlockKind::KeyTerm(KeyTerm {
                term: text("Psilocybin"),
                definition: vec![paragraph(
                    "a naturally occurring compound that acts on serotonin receptors to induce significant changes \
                 in perception and mood.",
                )],
            }),
        ),
        paragraph("Clinical trials show that this therapy often involves guided sessions."),
        heading("evaluating", 2, "Evaluating Treatment-Resistant Depression"),
        block(BlockKind::Paragraph {
            content: text("The following table highlights common differences:"),
            introduces: Introduces::Table,
        }),
        block(BlockKind::Table(Table {
            subheads: Vec::new(),
            caption: Vec::new(),
            alignments: vec![Alignment::Auto; 3],
            head: Some(row(&["Feature", "Traditional Antidepressants", "Psilocybin-Assisted Therapy"])),
            rows: vec![
                row(&["Frequency", "Daily consistent dose", "Occasional guided session"]),
                row(&["Primary Goal", "Symptom suppression", "Neural network resetting"]),
                row(&["Setting", "Self-administered at home", "Supervised clinical environment"]),
            ],
        })),
        paragraph(
            "This comparison shows that the two models serve different roles in the medical landscape.",
        ),
        list(
            ListMarker::Bullet,
            vec![
                item(
                    "Neural connectivity improvements",
                    vec![paragraph(
                        "Research suggests that psilocybin may temporarily increase the number of connections.",
                    )],
                ),
                item(
                    "Emotional processing shifts",
                    vec![paragraph(
                        "By providing a controlled environment, patients can confront difficult memories.",
                    )],
                ),
            ],
        ),
        paragraph("These points highlight why researchers are optimistic about the future of this field."),
        block(BlockKind::Takeaway {
            blocks: vec![paragraph(
                "Psilocybin offers a potential pathway to reset rigid neural patterns in depression.",
            )],
        }),
        block(BlockKind::Teaser {
            blocks: vec![paragraph(
                "But this model breaks down when we consider how to maintain these mental gains.",
            )],
        }),
        block(BlockKind::Disclaimer {
            kind: DisclaimerKind::Medical,
            blocks: vec![paragraph(
                "This content is educational only and does not constitute medical advice.",
            )],
        }),
    ]
}

fn every_inline() -> Vec<Inline> {
    let link = |target, title: Option<&str>, words: &str| {
        inline(InlineKind::Link { target, title: title.map(str::to_owned), content: text(words) })
    };
    let station = |number, target: Option<&str>| {
        inline(InlineKind::StationRef {
            number,
            text: format!("Station {number}"),
            target: target.map(TargetId::new),
            title: target.map(|_| "Treating Depression".to_owned()),
            aside: None,
        })
    };
    let mut line = vec![
        inline(InlineKind::Emphasis { content: text("stressed") }),
        inline(InlineKind::Strong { content: text("important") }),
        inline(InlineKind::Strikethrough { content: text("struck") }),
        inline(InlineKind::Superscript { content: text("2") }),
        inline(InlineKind::Subscript { content: text("3") }),
        inline(InlineKind::Code { text: "a < b && c".to_owned() }),
        inline(InlineKind::Keyboard { text: "Ctrl".to_owned() }),
        inline(InlineKind::Language {
            language: "de".parse().ok(),
            direction: None,
            content: text("Schlaf"),
        }),
        inline(InlineKind::Language {
            language: "he".parse().ok(),
            direction: Some(Direction::RightToLeft),
            content: text("שינה"),
        }),
        link(
            LinkTarget::External { url: "https://example.org/a b?c=\"d\"".to_owned() },
            Some("A \"title\""),
            "outside",
        ),
        link(LinkTarget::External { url: "https://".to_owned() }, None, "not an address"),
        link(LinkTarget::Internal { target: TargetId::new("mechanism") }, None, "another lesson"),
        link(LinkTarget::Internal { target: TargetId::new("boxes") }, None, "this lesson"),
        link(LinkTarget::Dead { reference: "gone.md".to_owned() }, None, "dead"),
        inline(InlineKind::Link {
            target: LinkTarget::Internal { target: TargetId::new("part-two") },
            title: None,
            content: vec![station(1, Some("c-treating-depression"))],
        }),
        link(LinkTarget::External { url: "https://example.org/".to_owned() }, None, ""),
        station(1, Some("c-treating-depression")),
        station(99, None),
        inline(InlineKind::Image(image(Alt::Text("a wave".to_owned()), Some(ImageId(0))))),
        inline(InlineKind::Image(image(Alt::Text("a lost wave".to_owned()), None))),
        inline(InlineKind::Image(image(Alt::Decorative, None))),
        inline(InlineKind::TermRef {
            content: text("psilocybin"),
            target: TargetId::new("g-psilocybin"),
            id: TargetId::new("use-psilocybin"),
        }),
        inline(InlineKind::IndexMark {
            content: text("chronic"),
            entry: vec!["Depression".to_owned(), "chronic".to_owned()],
            marker: Marker::Author,
            id: Some(TargetId::new("mark-chronic")),
        }),
        inline(InlineKind::Math { tex: "e^{i\\pi}".to_owned() }),
    ];
    let mut spaced = Vec::new();
    for piece in line.drain(..) {
        spaced.push(piece);
        spaced.push(inline(InlineKind::SoftBreak));
    }
    spaced.push(inline(InlineKind::LineBreak));
    spaced.push(Inline::text("end & \u{1}\u{B}\u{FFFE}last.", span()));
    spaced
}

fn every_block() -> Vec<Block> {
    let mut done = item("", vec![paragraph("Sleep well")]);
    done.task = Some(Task::Done);
    let mut open = item("", vec![paragraph("Wake early")]);
    open.task = Some(Task::Open);
    let nested = list(
        ListMarker::Number { start: 4 },
        vec![
            item("", vec![paragraph("four")]),
            item("Five?", vec![paragraph("five"), paragraph("and a half")]),
            item("", vec![block(BlockKind::Code(CodeBlock { language: None, text: "six".to_owned() }))]),
        ],
    );
    let mut blocks = vec![
        heading("inline", 2, "Words in a line"),
        Block::paragraph(every_inline(), span()),
        heading("skipped", 5, "A heading that would skip"),
        heading("lists", 2, "Lists"),
        list(ListMarker::Bullet, vec![item("", vec![paragraph("outer"), nested]), item("Alone", Vec::new())]),
        list(ListMarker::Bullet, vec![done, open]),
        heading("tables", 2, "Tables"),
        at(
            "t-rhythm",
            BlockKind::Table(Table {
                subheads: Vec::new(),
                caption: text("Table 1. Hours of sleep"),
                alignments: vec![Alignment::Auto, Alignment::Auto, Alignment::Center, Alignment::End],
                head: Some(row(&["Age", "Hours", "", "Note"])),
                rows: vec![row(&["Infant", "14–17", "x", "long"]), row(&["Adult", "7–9", "y", "short"])],
            }),
        ),
        block(BlockKind::Table(Table {
            subheads: Vec::new(),
            caption: Vec::new(),
            alignments: vec![Alignment::Start, Alignment::Auto],
            head: None,
            rows: vec![row(&["no", "1"]), row(&["head", "2.5"])],
        })),
        heading("boxes", 2, "Boxes"),
        block(BlockKind::KeyTerm(KeyTerm {
            term: Vec::new(),
            definition: vec![paragraph("A term not parted.")],
        })),
    ];
    for (name, kind) in CalloutKind::ALL {
        blocks.push(callout(kind, if name == "tip" { "A title" } else { "" }, &format!("Text of a {name}.")));
    }
    blocks.extend([
        block(BlockKind::Quote { blocks: vec![paragraph("Sleep that knits up the ravell'd sleave of care.")] }),
        block(BlockKind::Code(CodeBlock {
            language: Some("Rust \"x\"".to_owned()),
            text: "fn main() {\n    let a = 1 < 2 && true;\n\n    print(\"a very long line of code that must break somewhere near the edge of a phone\");\n}".to_owned(),
        })),
        at("f-wave", BlockKind::Figure(Figure {
            image: image(Alt::Text("Waves of deep sleep".to_owned()), Some(ImageId(0))),
            caption: text("Figure 1. Slow waves"),
        })),
        block(BlockKind::Figure(Figure { image: image(Alt::Decorative, Some(ImageId(0))), caption: Vec::new() })),
        block(BlockKind::Figure(Figure {
            image: image(Alt::Text("Spindles".to_owned()), None),
            caption: text("Figure 2. A picture that is missing"),
        })),
        block(BlockKind::Group { name: "aside".to_owned(), blocks: vec![paragraph("A group.")] }),
        block(BlockKind::Break),
        block(BlockKind::Math { tex: "\\sum_{i=1}^n i = \\frac{n(n+1)}{2} < \\infty".to_owned() }),
        block(BlockKind::Math { tex: "\\begin{cases} 1 & x>0 \\\\ 0 & \\text{else} \\end{cases}".to_owned() }),
        block(BlockKind::Math { tex: "\\unheard{x}".to_owned() }),
        block(BlockKind::Boilerplate { kind: BoilerplateKind::Promo, blocks: vec![paragraph("A kept promo.")] }),
        block(BlockKind::Takeaway { blocks: vec![paragraph("One."), paragraph("Two.")] }),
        block(BlockKind::Teaser { blocks: vec![paragraph("And then?"), paragraph("We shall see.")] }),
        block(BlockKind::Disclaimer {
            kind: DisclaimerKind::General,
            blocks: vec![list(ListMarker::Bullet, vec![item("", vec![paragraph("Not advice.")])])],
        }),
    ]);
    blocks
}
