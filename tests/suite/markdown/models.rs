//! Whole models that nobody wrote: blocks nested in blocks, with every kind of block and of running text.
//!
//! Only models that a reader can give: no empty pieces of text, no two texts that touch, no link in a link.

use proptest::prelude::*;
use stationer::model::{
    Alignment, Alt, Block, BlockKind, BoilerplateKind, Callout, CalloutKind, Cell, CodeBlock, Contributor,
    Definition, Dialect, Direction, DisclaimerDuty, DisclaimerKind, Figure, HeadingLevel, Image, Inline,
    InlineKind, Introduces, KeyTerm, Lesson, LessonMetadata, LinkTarget, List, ListItem, ListMarker, Marker,
    Note, Role, Row, StationWords, Table, TargetId, Task, Title, walk,
};
use stationer::source::{FileId, Span};

/// Where running text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line {
    /// In a paragraph, which may go over several lines.
    Long,
    /// On one line.
    Short,
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

/// Words, some of which look like marks of every kind.
fn words() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "word",
        "two words",
        "é",
        "日本",
        "语：词",
        "x — y",
        "1.",
        "2)",
        "#",
        ">",
        "-",
        "+",
        "*",
        "**",
        "_",
        "`",
        "[x]",
        "[!TIP]",
        "(y)",
        "<b>",
        "&amp;",
        "&",
        "\\",
        "|",
        "~",
        "^",
        ":::",
        "::: tip",
        ": d",
        "Key term: X",
        "Takeaway:",
        "Next:",
        "=",
        "!",
        "{#id}",
        "{.index}",
        "{decorative}",
        "$5",
        "Table: t",
        ":",
        ";",
        "---",
        "...",
        "\"q\"",
        "'",
        "[^n1]",
        "https:",
        "www.a.b",
        "<!-- c -->",
        "[a]: b",
        "\u{a0}",
        "\t",
        "==",
        "--",
        "```",
        "~~~",
        "***",
        "___",
        "+++",
        "$$",
        "\\(",
        "](",
        "![",
        "&nbsp;",
        "&#35;",
        "<details>",
        "</div>",
        "C:\\",
        "a_b_c",
        "1986.",
        ":--",
        "| a | b |",
        "[ ]",
        "http://a.b",
        "*c*",
        "[@key]",
        "::",
        "<https://a.b>",
        "Caution!",
        "?",
        "ا",
        "Figure 1:",
    ];
    let piece = (prop::sample::select(pieces.to_vec()), prop::sample::select(vec!["", " ", " "]));
    prop::collection::vec(piece, 1..4)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| format!("{piece}{space}")).collect())
}

/// Plain words without marks.
fn plain() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["one", "two words", "Überschrift", "水", "a-b", "x2"]).prop_map(str::to_owned)
}

fn alt() -> impl Strategy<Value = Alt> {
    prop_oneof![
        words()
            .prop_map(|text| text.trim().to_owned())
            .prop_filter("an alternative text", |t| !t.is_empty())
            .prop_map(Alt::Text),
        Just(Alt::Decorative),
        Just(Alt::Missing),
    ]
}

fn image(titled: bool) -> impl Strategy<Value = Image> {
    let source = prop::sample::select(vec!["a.png", "b c.png", "d(e).png", "f_g.svg"]);
    let title = prop::option::of(words().prop_map(|text| text.trim().to_owned()));
    (source, alt(), title).prop_map(move |(source, alt, title)| Image {
        source: source.to_owned(),
        alt,
        title: title.filter(|title| titled && !title.is_empty()),
        picture: None,
    })
}

fn leaf() -> impl Strategy<Value = InlineKind> {
    prop_oneof![
        8 => words().prop_map(|text| InlineKind::Text { text }),
        1 => words().prop_map(|text| InlineKind::Code { text }),
        1 => plain().prop_map(|text| InlineKind::Keyboard { text }),
        1 => prop::sample::select(vec!["x^2", "\\frac{a}{b}", "a|b", "a_1 * b_2", "-1", "\\text{\\$}", "a < b & c", "x \\\\", "<b>", "`"])
            .prop_map(|tex| InlineKind::Math { tex: tex.to_owned() }),
        1 => prop::sample::select(vec!["n1", "n2", "ünt-3"])
            .prop_map(|label| InlineKind::NoteRef { label: label.to_owned(), number: None, target: None, id: None }),
        1 => (1_u32..12_000, any::<bool>()).prop_map(|(number, bare)| InlineKind::StationRef {
            number,
            text: if bare { format!("Station {number}") } else { format!("the {number}*") },
            target: None,
            title: None,
            aside: None,
        }),
        1 => image(true).prop_map(InlineKind::Image),
        1 => Just(InlineKind::LineBreak),
        1 => Just(InlineKind::SoftBreak),
    ]
}

fn kinds() -> impl Strategy<Value = InlineKind> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let content = || prop::collection::vec(inner.clone().prop_map(inline), 1..4);
        let url = prop::sample::select(vec![
            "https://a.example/x_y?z=1&b=(2)",
            "mailto:a@b.c",
            "../other.md#place",
            "a b.md",
            "#place",
            "tel:+1",
            "https://a.example/*_~<>`\\|[]",
        ]);
        let title = prop::option::of(prop::sample::select(vec!["A \"title\"", "with <b> & `c`", "x\\y"]));
        prop_oneof![
            content().prop_map(|content| InlineKind::Emphasis { content }),
            content().prop_map(|content| InlineKind::Strong { content }),
            content().prop_map(|content| InlineKind::Strikethrough { content }),
            content().prop_map(|content| InlineKind::Superscript { content }),
            content().prop_map(|content| InlineKind::Subscript { content }),
            content().prop_map(|content| InlineKind::Highlight { content }),
            content().prop_map(|content| InlineKind::Small { content }),
            content().prop_map(|content| InlineKind::Abbreviation {
                content,
                expansion: "A & \"B\" <c>".to_owned()
            }),
            content().prop_map(|content| InlineKind::Abbreviation { content, expansion: String::new() }),
            (content(), any::<bool>()).prop_map(|(content, tagged)| InlineKind::Language {
                language: tagged.then(|| "pt-BR".parse().expect("a tag")),
                direction: (!tagged).then_some(Direction::RightToLeft),
                content,
            }),
            Just(InlineKind::Link {
                target: LinkTarget::External { url: "https://a.example/x_y?z=1".to_owned() },
                title: None,
                content: vec![inline(InlineKind::Text { text: "https://a.example/x_y?z=1".to_owned() })],
            }),
            (content(), url, title).prop_map(|(content, url, title)| {
                let scheme = ["https:", "mailto:", "tel:"].iter().any(|scheme| url.starts_with(scheme));
                let target = match scheme {
                    true => LinkTarget::External { url: url.to_owned() },
                    false => LinkTarget::Unresolved { reference: url.to_owned() },
                };
                InlineKind::Link { target, title: title.map(str::to_owned), content }
            }),
            (content(), prop::collection::vec(plain(), 0..3)).prop_map(|(content, entry)| {
                InlineKind::IndexMark { content, entry, marker: Marker::Author, id: None }
            }),
        ]
    })
}

/// Running text as readers give it.
fn content(line: Line) -> BoxedStrategy<Vec<Inline>> {
    prop::collection::vec(kinds().prop_map(inline), 1..5)
        .prop_map(move |content| as_read(content, line, Inside::default()))
        .prop_filter("some text", |content| !content.is_empty())
        .boxed()
}

/// What running text stands in, and what therefore cannot stand in it.
#[derive(Clone, Copy, Default)]
struct Inside {
    link: bool,
    mark: bool,
}

/// Running text without what no reader gives.
fn as_read(content: Vec<Inline>, line: Line, inside: Inside) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for mut piece in content {
        match &mut piece.kind {
            InlineKind::SoftBreak if line == Line::Short => continue,
            InlineKind::NoteRef { .. } | InlineKind::StationRef { .. } if inside.link => continue,
            kind => {
                let link = matches!(kind, InlineKind::Link { .. });
                let mark = matches!(kind, InlineKind::IndexMark { .. });
                if (link && inside.link) || (mark && inside.mark) {
                    continue;
                }
                let inside = Inside { link: link || inside.link, mark: mark || inside.mark };
                if let Some(inner) = walk::inner_content_mut(kind) {
                    *inner = as_read(std::mem::take(inner), line, inside);
                    if inner.is_empty() {
                        continue;
                    }
                }
            }
        }
        match (out.last_mut().map(|last| &mut last.kind), &piece.kind) {
            (Some(InlineKind::Text { text: before }), InlineKind::Text { text }) => before.push_str(text),
            _ => out.push(piece),
        }
    }
    trimmed(&mut out);
    out
}

/// Takes breaks and white space away from the ends, and beside breaks.
fn trimmed(content: &mut Vec<Inline>) {
    let is_break = |piece: &Inline| matches!(piece.kind, InlineKind::SoftBreak | InlineKind::LineBreak);
    let mut out: Vec<Inline> = Vec::new();
    let count = content.len();
    let breaks: Vec<bool> = content.iter().map(is_break).collect();
    for (at, mut piece) in std::mem::take(content).into_iter().enumerate() {
        let after_break = out.last().is_none_or(is_break);
        if is_break(&piece) && (after_break || at + 1 == count) {
            continue;
        }
        if let InlineKind::Text { text } = &mut piece.kind {
            if after_break {
                *text = text.trim_start().to_owned();
            }
            if breaks.get(at + 1).copied().unwrap_or(true) {
                *text = text.trim_end().to_owned();
            }
            if text.is_empty() {
                continue;
            }
        }
        out.push(piece);
    }
    while out.last().is_some_and(is_break) {
        out.pop();
    }
    *content = out;
}

fn paragraph() -> impl Strategy<Value = Block> {
    content(Line::Long).prop_map(|mut content| {
        // A picture that stands alone is a figure.
        if matches!(content.as_slice(), [Inline { kind: InlineKind::Image(_), .. }]) {
            content.push(Inline::text(" x", Span::default()));
        }
        block(BlockKind::Paragraph { content, introduces: Introduces::Nothing })
    })
}

fn id() -> impl Strategy<Value = Option<TargetId>> {
    prop::option::weighted(
        0.3,
        prop::sample::select(vec!["a", "b-2", "ort", "überschrift", "x.y:z"]).prop_map(TargetId::new),
    )
}

fn named(block: Block, id: Option<TargetId>) -> Block {
    Block { id, ..block }
}

fn table() -> impl Strategy<Value = Block> {
    let cell = prop::option::of(content(Line::Short));
    let rows = (1_usize..4).prop_flat_map(move |width| {
        let row = || prop::collection::vec(cell.clone(), width);
        let alignment =
            prop::sample::select(vec![Alignment::Auto, Alignment::Start, Alignment::Center, Alignment::End]);
        (prop::option::of(row()), prop::collection::vec(row(), 0..4), prop::collection::vec(alignment, width))
    });
    (rows, prop::option::of(content(Line::Short)), id()).prop_map(
        |((head, rows, alignments), caption, id)| {
            let row = |cells: Vec<Option<Vec<Inline>>>| Row {
                cells: cells
                    .into_iter()
                    .map(|content| Cell::new(content.unwrap_or_default(), Span::default()))
                    .collect(),
                span: Span::default(),
            };
            let head = head.filter(|cells| cells.iter().any(Option::is_some)).map(row);
            let rows = rows.into_iter().map(row).collect();
            let caption = caption.unwrap_or_default();
            named(
                block(BlockKind::Table(Table { caption, alignments, head, subheads: Vec::new(), rows })),
                id,
            )
        },
    )
}

fn code() -> impl Strategy<Value = Block> {
    let lines = prop::collection::vec(
        prop_oneof![
            words(),
            Just(String::new()),
            Just("```".to_owned()),
            Just("  :::".to_owned()),
            Just("~~~~".to_owned()),
            Just(": d".to_owned()),
            Just("a".to_owned()),
            Just(" \t x  ".to_owned())
        ],
        0..4,
    );
    (prop::option::of(prop::sample::select(vec!["rust", "c++", "text", "c#", "::"])), lines).prop_map(
        |(language, lines)| {
            let language = language.map(str::to_owned);
            block(BlockKind::Code(CodeBlock { language, text: lines.join("\n") }))
        },
    )
}

fn figure() -> impl Strategy<Value = Block> {
    (image(true), id()).prop_map(|(image, id)| {
        let caption = image.title.iter().map(|title| Inline::text(title.clone(), Span::default())).collect();
        named(block(BlockKind::Figure(Figure { image, caption })), id)
    })
}

fn small() -> impl Strategy<Value = Block> {
    prop_oneof![
        6 => paragraph(),
        2 => (content(Line::Short), 2_u8..7, id()).prop_map(|(content, level, id)| {
            named(block(BlockKind::Heading { level: HeadingLevel::nearest(level), content }), id)
        }),
        1 => table(),
        1 => code(),
        1 => figure(),
        1 => prop::sample::select(vec!["x + y", "- x", "a\n= b", "\\begin{a}\nb\n\\end{a}", "1. 2", "a\n- b\n> c", "x | y", "a\n# b", "a\n\n  b", "x \\\\", "\\text{\\$5}"])
            .prop_map(|tex| block(BlockKind::Math { tex: tex.to_owned() })),
        1 => Just(block(BlockKind::Break)),
    ]
}

fn item(inner: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = ListItem> {
    let task = prop::option::weighted(0.2, prop::sample::select(vec![Task::Open, Task::Done]));
    (prop::option::weighted(0.3, plain()), task, inner).prop_map(|(lead, task, blocks)| {
        let text = matches!(blocks.first(), Some(Block { kind: BlockKind::Paragraph { .. }, .. }));
        let lead: Vec<Inline> = lead.map(|lead| Inline::text(lead, Span::default())).into_iter().collect();
        let task = task.filter(|_| text || !lead.is_empty());
        ListItem { lead, task, blocks, span: Span::default() }
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    small().prop_recursive(3, 24, 4, |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..4);
        let marker = prop_oneof![
            Just(ListMarker::Bullet),
            prop::sample::select(vec![0_u64, 1, 9, 123_456_789, 999_999_999])
                .prop_map(|start| ListMarker::Number { start }),
        ];
        let kind = prop::sample::select(CalloutKind::ALL.map(|(_, kind)| kind).to_vec());
        let disclaimer = prop::sample::select(DisclaimerKind::ALL.map(|(_, kind)| kind).to_vec());
        let title = prop::option::of(content(Line::Short)).prop_map(Option::unwrap_or_default).boxed();
        let entry = (prop::collection::vec(content(Line::Short), 1..3), prop::collection::vec(some(), 1..3))
            .prop_map(|(terms, meanings)| Definition { terms, meanings, span: Span::default() });
        prop_oneof![
            3 => (marker, prop::collection::vec(item(some()), 1..4))
                .prop_map(|(marker, items)| block(BlockKind::List(List { marker, items }))),
            2 => some().prop_map(|blocks| block(BlockKind::Quote { blocks })),
            2 => (content(Line::Short), some(), id()).prop_map(|(term, definition, id)| {
                named(block(BlockKind::KeyTerm(KeyTerm { term, definition })), id)
            }),
            2 => (kind, title.clone(), some(), id()).prop_map(|(kind, title, blocks, id)| {
                named(block(BlockKind::Callout(Callout { kind, title, blocks })), id)
            }),
            1 => (some(), id()).prop_map(|(blocks, id)| named(block(BlockKind::Takeaway { blocks }), id)),
            1 => (some(), id()).prop_map(|(blocks, id)| named(block(BlockKind::Teaser { blocks }), id)),
            1 => (disclaimer, some(), id())
                .prop_map(|(kind, blocks, id)| named(block(BlockKind::Disclaimer { kind, blocks }), id)),
            1 => some().prop_map(|blocks| {
                block(BlockKind::Boilerplate { kind: BoilerplateKind::Promo, blocks })
            }),
            1 => (prop::sample::select(vec!["poem", "side-by-side", ""]), some(), id()).prop_map(
                |(name, blocks, id)| named(block(BlockKind::Group { name: name.to_owned(), blocks }), id)
            ),
            1 => (title, some()).prop_map(|(summary, blocks)| block(BlockKind::Details { summary, blocks })),
            1 => prop::collection::vec(entry, 1..3)
                .prop_map(|entries| block(BlockKind::Definitions { entries })),
        ]
    })
}

/// A lesson with every kind of block.
pub(super) fn lesson() -> impl Strategy<Value = Lesson> {
    let note = (prop::sample::select(vec!["n1", "n2", "ünt-3"]), prop::collection::vec(any_block(), 0..3))
        .prop_map(|(label, mut blocks)| {
            // A note is gathered after the outline of the lesson is settled.
            without_headings(&mut blocks);
            let (label, span) = (label.to_owned(), Span::default());
            Note { label, number: None, id: None, calls: Vec::new(), blocks, span }
        });
    let notes = prop::collection::vec(note, 0..3);
    (content(Line::Short), prop::collection::vec(any_block(), 1..5), notes, metadata()).prop_map(
        |(title, mut blocks, mut notes, metadata)| {
            notes.dedup_by(|a, b| a.label == b.label);
            if !notes.is_empty() {
                blocks.push(block(BlockKind::Notes { notes }));
            }
            Lesson { metadata, ..lesson_of(title, blocks) }
        },
    )
}

/// What a header may say.
fn metadata() -> impl Strategy<Value = LessonMetadata> {
    let text = || {
        let odd = prop::sample::select(vec![
            "null",
            "2026-01-01",
            "3",
            "a: b",
            "- a",
            "a\\tb",
            "#",
            "'",
            "{a}",
            "yes",
        ]);
        prop_oneof![odd.prop_map(str::to_owned), words().prop_map(|text| text.trim().to_owned())]
            .prop_filter("some text", |text| !text.is_empty())
    };
    let maybe = || prop::option::weighted(0.2, text());
    let date = || prop::option::weighted(0.2, (2000_i32..2030, 1_u8..12, 1_u8..28));
    let person = (text(), maybe());
    let roles = [Role::Author, Role::Editor, Role::Illustrator, Role::Translator];
    let people = prop::collection::vec(prop::collection::vec(person, 0..3), roles.len());
    let tag = prop::option::of(prop::sample::select(vec!["en", "pt-BR", "ar", "zh-Hant"]));
    let direction =
        prop::option::of(prop::sample::select(vec![Direction::LeftToRight, Direction::RightToLeft]));
    (
        prop::collection::vec(maybe(), 10),
        prop::collection::vec(text(), 0..3),
        (date(), date()),
        (people, tag, direction),
        (prop::option::of(0_u32..3000), any::<bool>()),
        prop::collection::btree_map(
            text().prop_map(|key| format!("x {key}")),
            kept_value(text().boxed()),
            0..3,
        ),
    )
        .prop_map(
            move |(texts, subjects, dates, (people, tag, direction), (station, excused), extra)| {
                let mut texts = texts.into_iter();
                let mut text = || texts.next().flatten();
                let day = |date: Option<(i32, u8, u8)>| {
                    date.map(|(year, month, day)| {
                        format!("{year}-{month:02}-{day:02}").parse().expect("a date")
                    })
                };
                let people = roles.into_iter().zip(people).flat_map(|(role, people)| {
                    people.into_iter().map(move |(name, file_as)| Contributor { name, role, file_as })
                });
                LessonMetadata {
                    title: text(),
                    subtitle: text(),
                    station,
                    language: tag.map(|tag| tag.parse().expect("a tag")),
                    direction,
                    contributors: people.collect(),
                    publisher: text(),
                    license: text(),
                    rights: text(),
                    source: text(),
                    subjects,
                    id: text(),
                    date: day(dates.0),
                    modified: day(dates.1),
                    summary: text(),
                    cover: text(),
                    level: text(),
                    disclaimer: if excused { DisclaimerDuty::Excused } else { DisclaimerDuty::Asked },
                    stations: StationWords::References,
                    extra,
                }
            },
        )
}

/// What a key of another tool may say.
fn kept_value(text: BoxedStrategy<String>) -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::from("")),
        text.clone().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::from),
            prop::collection::btree_map(text.clone(), inner, 0..3)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

/// A lesson of some blocks, settled as a reader settles it.
pub(super) fn lesson_of(title: Vec<Inline>, mut blocks: Vec<Block>) -> Lesson {
    let mut above: Vec<u8> = Vec::new();
    walk::blocks_mut(&mut blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            while above.last().is_some_and(|outer| *outer >= level.number()) {
                above.pop();
            }
            let settled = HeadingLevel::nearest(u8::try_from(above.len()).expect("few levels") + 2);
            above.push(level.number());
            *level = settled;
        }
    });
    introduce(&mut blocks);
    Lesson {
        file: FileId::default(),
        dialect: Dialect::Markdown,
        metadata: LessonMetadata::default(),
        title: Title { content: title, span: Span::default() },
        blocks,
        trivia: Vec::new(),
    }
}

fn without_headings(blocks: &mut Vec<Block>) {
    blocks.retain(|block| !matches!(block.kind, BlockKind::Heading { .. }));
    for block in blocks {
        walk::each_list_mut(&mut block.kind, without_headings);
    }
}

/// What each paragraph that ends in a colon leads into.
fn introduce(blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let next = match &blocks[at].kind {
            BlockKind::List(_) | BlockKind::Definitions { .. } => Introduces::List,
            BlockKind::Table(_) => Introduces::Table,
            BlockKind::Code(_) | BlockKind::Figure(_) | BlockKind::Quote { .. } | BlockKind::Math { .. } => {
                Introduces::Other
            }
            _ => Introduces::Nothing,
        };
        if let BlockKind::Paragraph { content, introduces } = &mut blocks[at - 1].kind
            && ends_in_colon(content)
        {
            *introduces = next;
        }
    }
    for block in blocks {
        walk::each_list_mut(&mut block.kind, |inner| introduce(inner));
    }
}

fn ends_in_colon(content: &[Inline]) -> bool {
    match content.last().map(|inline| &inline.kind) {
        Some(InlineKind::Text { text }) => text.trim_end().ends_with([':', '：']),
        Some(InlineKind::Strong { content } | InlineKind::Emphasis { content }) => ends_in_colon(content),
        _ => false,
    }
}
