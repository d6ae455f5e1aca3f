//! Lessons → pages, as tests see them: a small path is read, resolved, bound and set; what is on its
//! pages is asked for by line, by word and by place.

mod cover;
mod hostile;
mod laws;
mod looks;
mod matter;
mod notes;
mod page_ends;
mod rules;
mod tables;

use crate::press::{self, PRESS, Sheet};
use stationer::book::Pictures;
use stationer::diagnostics::{Code, Diagnostic, Diagnostics};
use stationer::input::MemoryFiles;
use stationer::model::{Book, ContentsEntry, FrontPage, TargetId};
use stationer::pipeline::Extent;
use stationer::theme::Sides;
use stationer::typeset::frame::{Item, Mark, Page, Pages, Segment, Shape};
use stationer::typeset::structure::{NodeId, Role, Structure};
use stationer::typeset::typeset;
use stationer::units::{Point, Pt, Rect};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

/// The lessons of a path and their pictures, before they are set.
#[derive(Default)]
struct Lessons {
    lessons: Vec<(String, String)>,
    files: MemoryFiles,
    parts: Vec<(Option<String>, usize)>,
}

impl Lessons {
    /// One lesson.
    fn of(text: &str) -> Lessons {
        Lessons::default().lesson("lesson.md", text)
    }

    fn lesson(mut self, name: &str, text: &str) -> Lessons {
        self.lessons.push((name.to_owned(), text.to_owned()));
        self
    }

    fn picture(mut self, name: &str, width: u32, height: u32) -> Lessons {
        self.files = self.files.with(name, png(width, height));
        self
    }

    /// The next lessons, so many of them, are a part.
    fn part(mut self, title: &str, lessons: usize) -> Lessons {
        self.parts.push((Some(title.to_owned()), lessons));
        self
    }

    /// The pages of the path.
    fn set(&self) -> Galleys {
        self.set_as(Extent::Path)
    }

    fn set_as(&self, extent: Extent) -> Galleys {
        self.set_with(extent, |_| {})
    }

    /// The pages of the path's lessons and their contents, without the pages around them.
    fn set_lessons(&self) -> Galleys {
        self.set_with(Extent::Path, lessons_alone)
    }

    /// The pages of the path after something was done to its book.
    fn set_with(&self, extent: Extent, change: impl FnOnce(&mut Book)) -> Galleys {
        let of_parts = self.parts.iter().enumerate().flat_map(|(part, (_, count))| vec![part; *count]);
        let parts = of_parts.chain(std::iter::repeat(0));
        let sheets = self.lessons.iter().zip(parts).map(|((file, text), part)| Sheet { file, text, part });
        let titles = self.parts.iter().map(|(title, _)| title.clone()).collect();
        let mut bound = press::bind(sheets, self.files.clone(), titles, extent, &mut Diagnostics::default());
        change(&mut bound.book);
        let mut findings = Diagnostics::default();
        let pages = typeset(&bound.book, &bound.pictures, &PRESS.theme, &PRESS.fonts, &mut findings);
        let mut again = Diagnostics::default();
        let second = typeset(&bound.book, &bound.pictures, &PRESS.theme, &PRESS.fonts, &mut again);
        assert!(pages == second && findings == again, "the same book is set the same twice");
        Galleys { pages, book: bound.book, pictures: bound.pictures, findings }
    }
}

/// Takes away what stands around the lessons of a book but for title page, imprint and contents.
fn lessons_alone(book: &mut Book) {
    let plain = [FrontPage::TitlePage, FrontPage::Imprint, FrontPage::Contents];
    let mut gone: BTreeSet<TargetId> = book.back.drain(..).map(|page| page.id().clone()).collect();
    for page in &book.front {
        if let FrontPage::Notice(text) | FrontPage::Guide(text) = page {
            gone.insert(text.id.clone());
        }
    }
    book.front.retain(|page| plain.contains(page));
    book.contents.retain(|entry| !gone.contains(&entry.target));
}

/// A picture of a size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture can be encoded");
    bytes.into_inner()
}

/// So many paragraphs of one line.
fn lines(count: usize) -> String {
    (1..=count).map(|number| format!("Line {number} of many.\n\n")).collect()
}

/// Words that fill so many lines, more or less; no two alike.
fn words(count: usize) -> String {
    let word = |number: usize| format!("{}{number}", ["word", "of", "another", "thing"][number % 4]);
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

/// A set book and what was found on the way.
struct Galleys {
    pages: Pages,
    book: Book,
    pictures: Pictures,
    findings: Diagnostics,
}

/// A line of text on a page: everything of one paragraph (or cell, or label) on one baseline.
#[derive(Clone, PartialEq, Debug)]
struct SetLine {
    page: usize,
    baseline: Pt,
    left: Pt,
    right: Pt,
    node: NodeId,
    text: String,
}

impl Galleys {
    fn structure(&self) -> &Structure {
        &self.pages.structure
    }

    /// The pages of the body.
    fn body(&self) -> impl Iterator<Item = (usize, &Page)> {
        let arabic = |page: &Page| page.folio.starts_with(|c: char| c.is_ascii_digit());
        self.pages.pages.iter().enumerate().filter(move |(_, page)| arabic(page))
    }

    /// The lines of the body, page by page, in the order they were set.
    fn lines(&self) -> Vec<SetLine> {
        let mut lines: Vec<SetLine> = Vec::new();
        for (number, page) in self.body() {
            for item in &page.items {
                let (Mark::Content(leaf), Shape::Glyphs(run)) = (item.mark, &item.shape) else { continue };
                let node = self.block_of(leaf);
                let width: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                let right = run.origin.x + width;
                let same = |line: &&mut SetLine| {
                    line.page == number && line.node == node && line.baseline == run.origin.y
                };
                match lines.last_mut().filter(same) {
                    Some(line) => {
                        line.text.push_str(&run.text);
                        line.left = line.left.min(run.origin.x);
                        line.right = line.right.max(right);
                    }
                    None => lines.push(SetLine {
                        page: number,
                        baseline: run.origin.y,
                        left: run.origin.x,
                        right,
                        node,
                        text: run.text.clone(),
                    }),
                }
            }
        }
        lines
    }

    /// The lines of one node and of all below it.
    fn lines_in(&self, node: NodeId) -> Vec<SetLine> {
        self.lines().into_iter().filter(|line| self.ancestors(line.node).contains(&node)).collect()
    }

    /// The lines that hold a text, and whatever stands in the same block.
    fn paragraph_with(&self, text: &str) -> Vec<SetLine> {
        let node = self.line_with(text).node;
        self.lines().into_iter().filter(|line| line.node == node).collect()
    }

    fn line_with(&self, text: &str) -> SetLine {
        let found = self.lines().into_iter().find(|line| line.text.contains(text));
        found.unwrap_or_else(|| panic!("`{text}` stands on a page"))
    }

    /// The nearest node that is no part of a line.
    fn block_of(&self, leaf: NodeId) -> NodeId {
        let inline = |role: &Role| {
            matches!(
                role,
                Role::Leaf
                    | Role::Emphasis
                    | Role::Strong
                    | Role::Span
                    | Role::Link
                    | Role::Reference
                    | Role::Code
                    | Role::Figure { .. }
            )
        };
        let mut node = leaf;
        while inline(&self.structure().get(node).role) {
            node = self.structure().get(node).parent;
        }
        node
    }

    /// A node and all it is in.
    fn ancestors(&self, node: NodeId) -> Vec<NodeId> {
        let mut chain = vec![node];
        while let Some(last) = chain.last().filter(|last| **last != Structure::ROOT) {
            chain.push(self.structure().get(*last).parent);
        }
        chain
    }

    /// The nodes of a kind, in reading order.
    fn nodes(&self, is: impl Fn(&Role) -> bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut open = vec![Structure::ROOT];
        while let Some(node) = open.pop() {
            if is(&self.structure().get(node).role) {
                found.push(node);
            }
            open.extend(self.structure().get(node).children.iter().rev());
        }
        found
    }

    /// All text of the pages in reading order, a space behind each leaf; divided words are joined.
    fn text(&self) -> String {
        let mut leaves: BTreeMap<NodeId, String> = BTreeMap::new();
        for item in self.pages.pages.iter().flat_map(|page| &page.items) {
            if let (Mark::Content(leaf), Shape::Glyphs(run)) = (item.mark, &item.shape) {
                leaves.entry(leaf).or_default().push_str(&run.text);
            }
        }
        let mut text = String::new();
        for leaf in self.nodes(|role| *role == Role::Leaf) {
            text.push_str(leaves.get(&leaf).map_or("", String::as_str));
            text.push(' ');
        }
        text.replace('\u{AD}', "")
    }

    fn says(&self, code: Code) -> Vec<&Diagnostic> {
        self.findings.iter().filter(|finding| finding.code == code).collect()
    }

    /// The pages of the lessons as text, for snapshots.
    fn trace(&self) -> String {
        let pages = Pages {
            pages: self.body().map(|(_, page)| page.clone()).collect(),
            structure: Structure::new(),
            destinations: BTreeMap::new(),
            report: Default::default(),
        };
        stationer::typeset::trace::pages(&pages)
    }

    /// How the pages of the lessons begin and end, for snapshots: the first and last lines of each, with the
    /// lines of the grid they stand on.
    fn page_ends(&self) -> String {
        let theme = &PRESS.theme;
        let mut out = String::new();
        for (number, page) in self.body() {
            let own: Vec<SetLine> = self.lines().into_iter().filter(|line| line.page == number).collect();
            let _ = writeln!(out, "page {}", page.folio);
            let skipped = own.len().saturating_sub(8);
            for (at, line) in own.iter().enumerate() {
                if skipped > 1 && at == 3 {
                    let _ = writeln!(out, "     … {skipped} more");
                }
                if skipped > 1 && (3..3 + skipped).contains(&at) {
                    continue;
                }
                let grid = (line.baseline - theme.page.margins.top).to_f64() / theme.leading.to_f64();
                let shown: String = line.text.replace('\u{AD}', "-").chars().take(44).collect();
                let _ = writeln!(out, "{grid:6.2} {}", shown.trim_end());
            }
        }
        out
    }

    /// The structure of the last section, for snapshots.
    fn tree(&self) -> String {
        let tree = stationer::typeset::trace::structure(self.structure());
        let start = tree.rfind("\n  Section").map_or(0, |at| at + 1);
        tree[start..].to_owned()
    }

    /// What no page may show, whatever the lesson: each fault in a few words.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let overfull = !self.says(Code::LineOverfull).is_empty();
        for page in &self.pages.pages {
            for item in &page.items {
                self.check_item(item, page, overfull, &mut faults);
            }
            for link in &page.links {
                if self.structure().get(link.node).role != Role::Link {
                    faults.push(format!("page {}: a link of something else", page.folio));
                }
            }
        }
        for (_, page) in self.body() {
            if !page.items.iter().any(|item| matches!(item.mark, Mark::Content(_))) {
                faults.push(format!("page {} is empty", page.folio));
            }
        }
        self.check_contents(&self.book.contents, &mut faults);
        self.check_spreads(&mut faults);
        faults
    }

    /// A page may be a line longer than others where the page of the same lesson that it faces is as long; the last
    /// page of a lesson has an end of its own.
    fn check_spreads(&self, faults: &mut Vec<String>) {
        // To the nearest half line, give or take a rule.
        let leading = PRESS.theme.leading;
        let beyond = |least: Pt| -> BTreeSet<usize> {
            self.body().filter(|(_, page)| excess(page) > least).map(|(at, _)| at).collect()
        };
        let (long, as_long) = (beyond(leading.mul_div(3, 4) + Pt::new(1)), beyond(leading / 4 - Pt::new(1)));
        let page = |at: usize| self.pages.pages.get(at).filter(|page| !is_opener(page));
        let first_of_body = self.body().next().map_or(0, |(at, _)| at);
        for at in &long {
            // Page 1, a recto, has the index 0.
            let verso = (at - first_of_body) % 2 == 1;
            let faced = if verso { at + 1 } else { at.saturating_sub(1) };
            let same = page(if verso { faced } else { *at }).is_some() && faced >= first_of_body;
            let ends = verso && page(at + 2).is_none();
            if same && !as_long.contains(&faced) && !ends {
                faults.push(format!("page {} is longer than the one it faces", self.pages.pages[*at].folio));
            }
        }
    }

    fn check_item(&self, item: &Item, page: &Page, overfull: bool, faults: &mut Vec<String>) {
        if let Mark::Content(node) = item.mark
            && self.structure().get(node).role != Role::Leaf
        {
            faults.push(format!("page {}: #{} is painted and no leaf", page.folio, node.0));
        }
        let theme = &PRESS.theme;
        let turned = theme.page.turned(theme.leading);
        let block = if page.size == turned.size { &turned } else { &theme.page };
        let area = area(&item.shape);
        if page.folio == self.book.words.cover {
            // Its ground and ornament reach over the edges, its text does not.
            let outside = area.origin.x < Pt::ZERO || area.right() > page.size.width;
            if outside && matches!(item.mark, Mark::Content(_)) {
                faults.push(format!("the cover: {item:?} reaches over the edge"));
            }
            return;
        }
        // Hanging punctuation, rules and descenders stand a little outside the text block.
        let bottom = block.margins.top + theme.leading * i64::from(block.lines) + Pt::new(4);
        let furniture = matches!(item.mark, Mark::Folio | Mark::RunningHead);
        // A table may reach so far into the outer margin.
        let beside = area.origin.x < Pt::new(35) || area.right() > page.size.width - Pt::new(35);
        let room = if PRESS.theme.page.sides == Sides::Facing { theme.leading } else { Pt::ZERO };
        let below = area.bottom() > bottom + room && !furniture;
        if below || (beside && !overfull) {
            faults.push(format!("page {}: {:?} outside the text block", page.folio, item));
        }
    }

    fn check_contents(&self, entries: &[ContentsEntry], faults: &mut Vec<String>) {
        for entry in entries {
            if !self.pages.destinations.contains_key(&entry.target) {
                faults.push(format!("`{}` of the contents is nowhere", entry.title));
            }
            self.check_contents(&entry.children, faults);
        }
    }
}

/// How far the text of a page goes on below the lines of its block.
fn excess(page: &Page) -> Pt {
    let theme = &PRESS.theme;
    let bottom = theme.page.margins.top + theme.leading * i64::from(theme.page.lines);
    let foot = |item: &Item| match &item.shape {
        // The line goes on below the baseline.
        Shape::Glyphs(run) => run.origin.y + theme.leading / 4,
        shape => area(shape).bottom(),
    };
    let furniture = |item: &&Item| !matches!(item.mark, Mark::Folio | Mark::RunningHead);
    let lowest = page.items.iter().filter(furniture).map(foot).max();
    lowest.filter(|_| page.size == theme.page.size).map_or(Pt::ZERO, |lowest| lowest - bottom)
}

/// Whether a lesson or another division begins on a page: it has no running head.
fn is_opener(page: &Page) -> bool {
    !page.items.iter().any(|item| item.mark == Mark::RunningHead)
}

/// The area something is painted on; of letters, from the baseline up.
fn area(shape: &Shape) -> Rect {
    match shape {
        Shape::Glyphs(run) => {
            // A space at the end of a line hangs.
            let shown = run.glyphs.iter().rev().skip_while(|glyph| {
                run.text.get(glyph.text.start as usize..glyph.text.end as usize) == Some(" ")
            });
            let width: Pt = shown.map(|glyph| glyph.advance).sum();
            Rect::new(run.origin.x, run.origin.y - run.size / 2, width, run.size / 2)
        }
        Shape::Sideways(run) => {
            let length: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            Rect::new(run.origin.x, run.origin.y, run.size / 2, length)
        }
        Shape::Fill { area, .. } | Shape::Picture { area, .. } => *area,
        Shape::Path { segments, .. } => {
            let points: Vec<Point> = segments
                .iter()
                .flat_map(|segment| match *segment {
                    Segment::Move(at) | Segment::Line(at) => vec![at],
                    Segment::Curve(first, second, end) => vec![first, second, end],
                    Segment::Close => Vec::new(),
                })
                .collect();
            let (x, y) = (points.iter().map(|at| at.x), points.iter().map(|at| at.y));
            let (left, top) = (x.clone().min().unwrap_or_default(), y.clone().min().unwrap_or_default());
            let (right, bottom) = (x.max().unwrap_or_default(), y.max().unwrap_or_default());
            Rect::new(left, top, right - left, bottom - top)
        }
    }
}

/// The pages that some lines stand on.
fn pages_of(lines: &[SetLine]) -> BTreeSet<usize> {
    lines.iter().map(|line| line.page).collect()
}

/// How many lines stand on each page, in order.
fn lines_a_page(lines: &[SetLine]) -> Vec<usize> {
    let count = |page: &usize| {
        let here = lines.iter().filter(|line| line.page == *page);
        here.map(|line| line.baseline).collect::<BTreeSet<_>>().len()
    };
    pages_of(lines).iter().map(count).collect()
}
