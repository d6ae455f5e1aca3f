//! Contents → navigation document, and NCX for readers of EPUB 2.
//!
//! Both say the same in the same order, which is the order of the spine.

use super::markup::{Markup, one_line, says};
use super::names::{PageSource, Plan};
use super::options::ContentsDepth;
use super::xhtml::document::Shell;
use super::xhtml::{Findings, Setting, Writer, pages::PageMark};
use crate::model::{BackPage, Book, ContentsEntry};
use rustc_hash::FxHashMap;

/// How many levels readers show.
const DEEPEST: usize = 3;

/// A line of the contents whose place exists.
pub(super) struct Line {
    entry: ContentsEntry,
    href: String,
    below: Vec<Line>,
}

/// The lines of the contents. A book whose contents lead nowhere gets its pages instead: navigation
/// without a line is not allowed.
pub(super) fn lines(book: &Book, plan: &Plan<'_>, depth: ContentsDepth) -> Vec<Line> {
    let mut lines = kept(book, &book.contents, plan, depth, 1);
    // The pages around the lessons belong into the contents too, in the order of the spine.
    for (number, page) in plan.pages.iter().enumerate() {
        let (id, title) = match &page.source {
            PageSource::Notice(text) | PageSource::Guide(text) => (&text.id, text.title.as_str()),
            PageSource::Back(back) => (back.id(), back.title()),
            _ => continue,
        };
        if lines.iter().any(|line| line.entry.target == *id) {
            continue;
        }
        let title = if says(title) { title } else { super::page_title(book, page) };
        let behind = |line: &Line| plan.number_of(&line.entry.target).is_some_and(|place| place > number);
        let at = lines.iter().position(behind).unwrap_or(lines.len());
        lines.insert(at, Line::to(title, id.clone(), page.file.clone()));
    }
    if lines.is_empty() {
        lines.extend(plan.pages.iter().map(|page| {
            Line::to(super::page_title(book, page), crate::model::TargetId::new(""), page.file.clone())
        }));
    }
    lines
}

fn kept(
    book: &Book,
    entries: &[ContentsEntry],
    plan: &Plan<'_>,
    depth: ContentsDepth,
    level: usize,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for given in entries {
        let ContentsEntry { title, label, content, target, children } = given;
        let (title, label, content) = (title.clone(), label.clone(), content.clone());
        let mut entry = ContentsEntry { title, label, content, target: target.clone(), children: Vec::new() };
        // A page whose title says nothing goes by the name it has elsewhere.
        if !says(&entry.title)
            && let Some(page) = plan.opening(&entry.target)
        {
            entry.title = super::page_title(book, page).to_owned();
        }
        let href = plan
            .address(&entry.target, "")
            .filter(|href| depth == ContentsDepth::Sections || !href.contains('#'))
            .filter(|_| says(&entry.title));
        // Of a line that is not shown, those below it stay, in its place.
        let Some(href) = href else {
            lines.extend(kept(book, children, plan, depth, level));
            continue;
        };
        let below = if level < DEEPEST { kept(book, children, plan, depth, level + 1) } else { Vec::new() };
        lines.push(Line { entry, href, below });
    }
    lines
}

impl Line {
    fn to(title: &str, target: crate::model::TargetId, href: String) -> Line {
        let title = one_line(title);
        let entry = ContentsEntry { title, label: None, content: Vec::new(), target, children: Vec::new() };
        Line { entry, href, below: Vec::new() }
    }
}

/// The navigation document. `marks` are those of the printed pages that hold the contents.
pub(super) fn document(setting: &Setting<'_>, marks: Markup, lines: &[Line], pages: &[PageMark]) -> String {
    let book = setting.book;
    let mut findings = Findings::default();
    let mut writer = Writer::new(setting, &mut findings, "");
    let out = writer.out();
    // They stand before the list: inside it, only its lines are allowed.
    out.nested(marks);
    let toc = [("epub:type", "toc"), ("role", "doc-toc"), ("aria-labelledby", "contents"), ("id", "toc")];
    out.start("nav", toc);
    out.line();
    out.element("h1", [("id", "contents")], &book.words.contents);
    out.line();
    list(&mut writer, lines);
    let out = writer.out();
    out.end();
    out.line();
    landmarks(out, book, setting.plan);
    page_list(out, &book.words.pages, pages);
    let body = writer.finish();
    let metadata = &book.metadata;
    let (language, direction) = (&metadata.language, metadata.direction);
    let (title, sheets) = (book.words.contents.as_str(), setting.sheets);
    Shell { title, language, direction, to_root: "", sheets }.around(body)
}

fn list(writer: &mut Writer<'_>, lines: &[Line]) {
    writer.out().start("ol", []);
    writer.out().line();
    for line in lines {
        writer.out().start("li", []);
        writer.out().start("a", [("href", line.href.as_str())]);
        writer.contents_line(&line.entry);
        writer.out().end();
        if !line.below.is_empty() {
            writer.out().line();
            list(writer, &line.below);
        }
        writer.out().end();
        writer.out().line();
    }
    writer.out().end();
    writer.out().line();
}

/// The landmarks: where the main parts of a book begin. Readers show them in a menu of their own.
fn landmarks(out: &mut Markup, book: &Book, plan: &Plan<'_>) {
    let words = &book.words;
    let mut marks = Vec::new();
    // Only what is in the spine may be a landmark.
    if plan.contents_after.is_some() {
        marks.push(("toc", "#toc", words.contents.as_str()));
    }
    for page in &plan.pages {
        let meaning = match &page.source {
            PageSource::Cover(_) => "cover",
            PageSource::TitlePage => "titlepage",
            PageSource::Imprint => "copyright-page",
            PageSource::Notice(_) => continue,
            PageSource::Guide(_) => "introduction",
            PageSource::Part(_) | PageSource::Chapter(_) => "bodymatter",
            PageSource::Back(BackPage::Glossary(_)) => "glossary",
            PageSource::Back(BackPage::Index(_)) => "index",
            PageSource::Back(BackPage::Tables(_)) => "lot",
            PageSource::Back(BackPage::Figures(_)) => "loi",
            PageSource::Back(BackPage::Sources(_)) => "bibliography",
            PageSource::Back(BackPage::Colophon(_)) => "colophon",
        };
        let title = match &page.source {
            PageSource::TitlePage => &words.title_page,
            _ => super::page_title(book, page),
        };
        // The body begins once.
        if meaning != "bodymatter" || !marks.iter().any(|(known, ..)| *known == meaning) {
            marks.push((meaning, page.file.as_str(), title));
        }
    }
    let name = words.landmarks.as_str();
    let attributes = [("epub:type", "landmarks"), ("aria-label", name)];
    let links = marks.into_iter().map(|(meaning, href, title)| (Some(meaning), href, one_line(title)));
    hidden_links(out, attributes, links);
}

/// The printed pages, for those who are told to turn to one. Readers show them in a menu of their own.
fn page_list(out: &mut Markup, name: &str, pages: &[PageMark]) {
    if pages.is_empty() {
        return;
    }
    let attributes = [("epub:type", "page-list"), ("role", "doc-pagelist"), ("aria-label", name)];
    hidden_links(out, attributes, pages.iter().map(|page| (None, page.href.as_str(), page.folio.clone())));
}

/// A list for reading systems, not shown in the page: of each link its meaning, where it leads, its words.
fn hidden_links<'a>(
    out: &mut Markup,
    attributes: impl IntoIterator<Item = (&'static str, &'a str)>,
    links: impl Iterator<Item = (Option<&'a str>, &'a str, String)>,
) {
    out.start("nav", attributes.into_iter().chain([("hidden", "hidden")]));
    out.line();
    out.start("ol", []);
    out.line();
    for (meaning, href, words) in links {
        out.start("li", []);
        let meaning = meaning.map(|meaning| ("epub:type", meaning));
        out.element("a", meaning.into_iter().chain([("href", href)]), &words);
        out.end();
        out.line();
    }
    out.end();
    out.line();
    out.end();
    out.line();
}

/// The NCX.
pub(super) fn ncx(book: &Book, identifier: &str, lines: &[Line], pages: &[PageMark]) -> String {
    let mut out = Markup::document(0);
    let language = book.metadata.language.as_str();
    out.start(
        "ncx",
        [("xmlns", "http://www.daisy.org/z3986/2005/ncx/"), ("version", "2005-1"), ("xml:lang", language)],
    );
    out.line();
    out.start("head", []);
    out.line();
    let depth = depth(lines).to_string();
    let total = pages.len().to_string();
    let numbers = pages.iter().filter_map(|page| page.folio.parse::<u32>().ok());
    let highest = numbers.max().unwrap_or(0).to_string();
    for (name, content) in [
        ("dtb:uid", identifier),
        ("dtb:depth", &depth),
        ("dtb:totalPageCount", &total),
        ("dtb:maxPageNumber", &highest),
    ] {
        out.void("meta", [("name", name), ("content", content)]);
        out.line();
    }
    out.end();
    out.line();
    out.start("docTitle", []);
    out.element("text", [], super::title(book));
    out.end();
    out.line();
    out.start("navMap", []);
    out.line();
    let mut orders = FxHashMap::default();
    points(&mut out, lines, &mut orders, &mut 0);
    out.end();
    out.line();
    page_targets(&mut out, &book.words.pages, pages, orders.len());
    out.end();
    out.line();
    out.finish()
}

/// The printed pages of the NCX, numbered on behind its points.
fn page_targets(out: &mut Markup, name: &str, pages: &[PageMark], before: usize) {
    if pages.is_empty() {
        return;
    }
    out.start("pageList", []);
    out.line();
    out.start("navLabel", []);
    out.element("text", [], name);
    out.end();
    out.line();
    for (number, page) in pages.iter().enumerate() {
        let (id, order) = (format!("p{:04}", number + 1), (before + number + 1).to_string());
        let mut attributes = vec![("id", id.as_str()), ("playOrder", order.as_str())];
        match page.folio.parse::<u32>() {
            Ok(_) => attributes.extend([("type", "normal"), ("value", page.folio.as_str())]),
            Err(_) => attributes.push(("type", "front")),
        }
        out.start("pageTarget", attributes);
        out.start("navLabel", []);
        out.element("text", [], &page.folio);
        out.end();
        out.void("content", [("src", page.href.as_str())]);
        out.end();
        out.line();
    }
    out.end();
    out.line();
}

/// The points of some lines. Points that lead to one place have one number, as the NCX asks.
fn points<'a>(
    out: &mut Markup,
    lines: &'a [Line],
    orders: &mut FxHashMap<&'a str, usize>,
    count: &mut usize,
) {
    for line in lines {
        *count += 1;
        let next = orders.len() + 1;
        let order = orders.entry(&line.href).or_insert(next);
        let (id, number) = (format!("n{count:04}"), order.to_string());
        out.start("navPoint", [("id", id.as_str()), ("playOrder", &number)]);
        out.start("navLabel", []);
        let title = one_line(&line.entry.title);
        let label = match &line.entry.label {
            Some(label) => format!("{label}: {title}"),
            None => title,
        };
        out.element("text", [], &label);
        out.end();
        out.void("content", [("src", line.href.as_str())]);
        if !line.below.is_empty() {
            out.line();
            points(out, &line.below, orders, count);
        }
        out.end();
        out.line();
    }
}

fn depth(lines: &[Line]) -> usize {
    lines.iter().map(|line| 1 + depth(&line.below)).max().unwrap_or(0)
}
