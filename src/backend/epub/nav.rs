//! Contents → navigation document, and NCX for readers of EPUB 2.
//!
//! Both say the same in the same order, which is the order of the spine.

use super::markup::{Markup, one_line};
use super::names::{PageSource, Plan};
use super::options::ContentsDepth;
use super::xhtml::document::Shell;
use super::xhtml::{Findings, Setting, Writer};
use crate::model::{Book, ContentsEntry};

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
    let mut lines = kept(&book.contents, plan, depth, 1);
    for page in &plan.pages {
        if let PageSource::Colophon(id, _) = page.source
            && !lines.iter().any(|line| line.entry.target == *id)
        {
            lines.push(Line::to(&book.words.colophon, id.clone(), page.file.clone()));
        }
    }
    if lines.is_empty() {
        lines.extend(plan.pages.iter().map(|page| {
            Line::to(super::page_title(book, page), crate::model::TargetId::new(""), page.file.clone())
        }));
    }
    lines
}

fn kept(entries: &[ContentsEntry], plan: &Plan<'_>, depth: ContentsDepth, level: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for entry in entries {
        let href = plan
            .address(&entry.target, "")
            .filter(|href| depth == ContentsDepth::Sections || !href.contains('#'))
            .filter(|_| !one_line(&entry.title).is_empty());
        // Of a line that is not shown, those below it stay, in its place.
        let Some(href) = href else {
            lines.extend(kept(&entry.children, plan, depth, level));
            continue;
        };
        let below = if level < DEEPEST { kept(&entry.children, plan, depth, level + 1) } else { Vec::new() };
        let entry = ContentsEntry { children: Vec::new(), ..entry.clone() };
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

/// The navigation document.
pub(super) fn document(setting: &Setting<'_>, lines: &[Line]) -> String {
    let book = setting.book;
    let mut findings = Findings::default();
    let mut writer = Writer::new(setting, &mut findings, "");
    let out = writer.out();
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
    let body = writer.finish();
    let metadata = &book.metadata;
    let (language, direction) = (&metadata.language, metadata.direction);
    Shell { title: &book.words.contents, language, direction, to_root: "" }.around(body)
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
    out.start(
        "nav",
        [("epub:type", "landmarks"), ("aria-label", words.landmarks.as_str()), ("hidden", "hidden")],
    );
    out.line();
    out.start("ol", []);
    out.line();
    let mut mark = |meaning: &str, href: &str, title: &str| {
        out.start("li", []);
        out.element("a", [("epub:type", meaning), ("href", href)], title);
        out.end();
        out.line();
    };
    let mut body = false;
    mark("toc", "#toc", &words.contents);
    for page in &plan.pages {
        match page.source {
            PageSource::Cover(_) => mark("cover", &page.file, &words.cover),
            PageSource::TitlePage => mark("titlepage", &page.file, &words.title_page),
            PageSource::Imprint => mark("copyright-page", &page.file, &words.imprint),
            PageSource::Part(_) | PageSource::Chapter(_) => {
                if !std::mem::replace(&mut body, true) {
                    mark("bodymatter", &page.file, super::page_title(book, page));
                }
            }
            PageSource::Colophon(..) => mark("colophon", &page.file, &words.colophon),
        }
    }
    out.end();
    out.line();
    out.end();
    out.line();
}

/// The NCX.
pub(super) fn ncx(book: &Book, identifier: &str, lines: &[Line]) -> String {
    let mut out = Markup::document();
    let language = book.metadata.language.as_str();
    out.start(
        "ncx",
        [("xmlns", "http://www.daisy.org/z3986/2005/ncx/"), ("version", "2005-1"), ("xml:lang", language)],
    );
    out.line();
    out.start("head", []);
    out.line();
    let depth = depth(lines).to_string();
    for (name, content) in [
        ("dtb:uid", identifier),
        ("dtb:depth", &depth),
        ("dtb:totalPageCount", "0"),
        ("dtb:maxPageNumber", "0"),
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
    points(&mut out, lines, &mut 0);
    out.end();
    out.line();
    out.end();
    out.line();
    out.finish()
}

fn points(out: &mut Markup, lines: &[Line], order: &mut usize) {
    for line in lines {
        *order += 1;
        let (id, number) = (format!("n{order:04}"), order.to_string());
        out.start("navPoint", [("id", id.as_str()), ("playOrder", &number)]);
        out.start("navLabel", []);
        let title = one_line(&line.entry.title);
        let label = line.entry.label.as_ref().map_or(title.clone(), |label| format!("{label}: {title}"));
        out.element("text", [], &label);
        out.end();
        out.void("content", [("src", line.href.as_str())]);
        if !line.below.is_empty() {
            out.line();
            points(out, &line.below, order);
        }
        out.end();
        out.line();
    }
}

fn depth(lines: &[Line]) -> usize {
    lines.iter().map(|line| 1 + depth(&line.below)).max().unwrap_or(0)
}
