//! What holds for every lesson: random blocks in random order and size, as a path and on their own.

use super::*;
use proptest::prelude::*;

/// A block of a generated lesson; numbers are sizes in words, lines, items or rows.
#[derive(Clone, Debug)]
enum Generated {
    Paragraph(usize),
    Heading(usize, usize),
    List(Vec<usize>),
    Numbers(Vec<usize>),
    Table(usize, Vec<usize>),
    Code(Vec<usize>),
    Note(Vec<usize>),
    Quote(usize),
    Picture(u32, u32),
    /// A paragraph that calls a note: the words of both.
    Noted(usize, usize),
}

fn block() -> impl Strategy<Value = Generated> {
    let sizes = |most: usize| prop::collection::vec(1..most, 1..9);
    prop_oneof![
        4 => (1..160usize).prop_map(Generated::Paragraph),
        2 => (2..5usize, 1..14usize).prop_map(|(level, words)| Generated::Heading(level, words)),
        1 => sizes(50).prop_map(Generated::List),
        1 => sizes(20).prop_map(Generated::Numbers),
        1 => (1..5usize, prop::collection::vec(1..14usize, 1..30)).prop_map(|(c, r)| Generated::Table(c, r)),
        1 => prop::collection::vec(0..30usize, 1..40).prop_map(Generated::Code),
        1 => sizes(90).prop_map(Generated::Note),
        1 => (1..90usize).prop_map(Generated::Quote),
        1 => (1..90usize, 1..160usize).prop_map(|(words, note)| Generated::Noted(words, note)),
        1 => (1..2000u32, 1..2000u32).prop_map(|(width, height)| Generated::Picture(width, height)),
    ]
}

/// Writes lessons in words that are all different, and keeps the order they came in.
#[derive(Default)]
struct Writer {
    text: String,
    words: Vec<String>,
    pictures: Vec<(u32, u32)>,
    notes: usize,
}

impl Writer {
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 10] = ["ba", "ne", "ti", "ro", "lu", "ma", "se", "ki", "do", "pu"];
        let digits = self.words.len().to_string();
        let syllable = |digit: char| SYLLABLES[digit.to_digit(10).unwrap_or(0) as usize];
        let word = format!("zy{}", digits.chars().map(syllable).collect::<String>());
        self.words.push(word.clone());
        word
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn block(&mut self, block: &Generated) {
        let text = match block {
            Generated::Paragraph(count) => {
                format!("{} *{}* and `{}`.", self.words(*count), self.word(), self.word())
            }
            Generated::Heading(level, count) => format!("{} {}", "#".repeat(*level), self.words(*count)),
            Generated::List(items) => items.iter().map(|n| format!("- {}\n", self.words(*n))).collect(),
            Generated::Numbers(items) => items.iter().map(|n| format!("1. {}\n", self.words(*n))).collect(),
            Generated::Table(columns, rows) => self.table(*columns, rows),
            Generated::Code(lines) => {
                let lines: String = lines.iter().map(|n| format!("{}\n", self.words(*n))).collect();
                format!("```\n{lines}end\n```")
            }
            Generated::Note(paragraphs) => {
                let all: Vec<String> = paragraphs.iter().map(|n| self.words(*n)).collect();
                format!("::: note\n\n{}\n\n:::", all.join("\n\n"))
            }
            Generated::Quote(count) => format!("> {}", self.words(*count)),
            Generated::Picture(width, height) => {
                self.pictures.push((*width, *height));
                format!("![shown](p{}.png)", self.pictures.len())
            }
            Generated::Noted(count, note) => {
                self.notes += 1;
                let (words, number) = (self.words(*count), self.notes);
                format!("{words}[^{number}]\n\n[^{number}]: {}", self.words(*note))
            }
        };
        self.text.push_str(&text);
        self.text.push_str("\n\n<!-- -->\n\n");
    }

    fn table(&mut self, columns: usize, rows: &[usize]) -> String {
        let mut row = |count: usize| {
            format!("|{}\n", (0..columns).map(|_| format!(" {} |", self.words(count))).collect::<String>())
        };
        let head = row(1);
        let rule = format!("|{}\n", " --- |".repeat(columns));
        let body: String = rows.iter().map(|count| row(*count)).collect();
        format!("{head}{rule}{body}")
    }

    fn copy(&self) -> Lessons {
        let mut copy = Lessons::of(&self.text);
        for (number, (width, height)) in self.pictures.iter().enumerate() {
            copy = copy.picture(&format!("p{}.png", number + 1), *width, *height);
        }
        copy
    }
}

fn written(blocks: &[Generated]) -> Writer {
    let mut writer = Writer::default();
    let title = writer.words(3);
    writer.text = format!("# {title}\n\n");
    blocks.iter().for_each(|block| writer.block(block));
    writer.block(&Generated::Paragraph(12));
    writer
}

/// The generated words in a text, in order.
fn found_words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.starts_with("zy")).collect()
}

fn check(blocks: &[Generated], extent: Extent) -> Result<(), TestCaseError> {
    let writer = written(blocks);
    let set = writer.copy().set_as(extent);
    prop_assert_eq!(set.faults(), Vec::<String>::new());
    let text = set.text();
    let found = found_words(&text);
    let lesson = found.len().saturating_sub(writer.words.len());
    prop_assert_eq!(&found[lesson..], &writer.words[..], "every word once, in order");
    check_ends(&set)
}

/// Whether a page holds headings alone (and a station label): what they lead to is higher than the rest
/// of the page, so that there is no better place to end it.
fn heads_alone(set: &Galleys, lines: &[SetLine], page: usize) -> bool {
    let is_head = |line: &SetLine| {
        let heading = matches!(set.structure().get(line.node).role, Role::Heading { .. });
        heading || line.text.contains("STATION 1")
    };
    lines.iter().filter(|line| line.page == page).all(is_head)
}

/// Whether a picture stands below a line on its page.
fn shows_below(set: &Galleys, line: &SetLine) -> bool {
    let page = set.pages.pages.get(line.page);
    let mut items = page.into_iter().flat_map(|page| &page.items);
    items.any(|item| matches!(item.shape, Shape::Picture { area, .. } if area.origin.y > line.baseline))
}

/// No heading ends a page, and no page begins or ends with a lone line of a longer paragraph.
fn check_ends(set: &Galleys) -> Result<(), TestCaseError> {
    let lines = set.lines();
    for pair in lines.windows(2) {
        if pair[0].page != pair[1].page {
            let heading = matches!(set.structure().get(pair[0].node).role, Role::Heading { .. })
                && !heads_alone(set, &lines, pair[0].page);
            prop_assert!(!heading || shows_below(set, &pair[0]), "a heading ends a page: {}", pair[0].text);
        }
    }
    let of_code = |node: NodeId| {
        let children = &set.structure().get(node).children;
        children.iter().all(|child| set.structure().get(*child).role == Role::Code)
    };
    for node in set.nodes(|role| *role == Role::Paragraph) {
        let own: Vec<SetLine> = lines.iter().filter(|line| line.node == node).cloned().collect();
        let counts = lines_a_page(&own);
        if counts.iter().sum::<usize>() >= 4 && !of_code(node) {
            prop_assert!(counts.iter().all(|count| *count >= 2), "{counts:?} lines of {}", own[0].text);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_lesson_of_a_path_is_set_soundly(blocks in prop::collection::vec(block(), 0..14)) {
        check(&blocks, Extent::Path)?;
    }

    #[test]
    fn every_lesson_on_its_own_is_set_soundly(blocks in prop::collection::vec(block(), 0..14)) {
        check(&blocks, Extent::Lesson(0))?;
    }
}

/// A lesson that a law was once broken by.
fn sound(blocks: &[Generated], extent: Extent) {
    if let Err(broken) = check(blocks, extent) {
        panic!("{broken}\n{}", written(blocks).copy().set_as(extent).page_ends());
    }
}

#[test]
fn a_figure_takes_along_the_headings_that_lead_to_it() {
    use Generated::*;
    sound(&[Heading(2, 1), Heading(2, 1), Picture(1, 598), Table(1, vec![7])], Extent::Lesson(0));
}

#[test]
fn a_page_is_no_longer_than_the_one_it_faces() {
    use Generated::*;
    let rows = vec![8, 1, 9, 1, 1, 10, 1, 1, 1, 4, 8, 9, 6, 7, 12, 11, 10];
    sound(&[Heading(2, 13), Paragraph(132), Table(1, rows), Noted(86, 94), List(vec![21, 16])], Extent::Path);
}

#[test]
fn a_page_holds_no_lone_line_between_two_others() {
    use Generated::*;
    let pictures = [Picture(1, 351), Picture(1158, 1031), Picture(1, 613)];
    let mut blocks = vec![Note(vec![25, 14]), Paragraph(80), Heading(2, 10)];
    blocks.extend(pictures);
    blocks.extend([Noted(6, 130), List(vec![47, 35])]);
    sound(&blocks, Extent::Path);
}
