//! A path as the world writes them: sixty lessons in folders inside folders, without titles, many of one file name,
//! with pictures from elsewhere, scripts and raw HTML. One book comes of it, with warnings.

use super::cli::{folder, put, run};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

const LESSONS: usize = 60;

/// The file of a lesson: a name of its own, or one that many have.
fn name(number: usize) -> String {
    let topic = ["flexbox_axes", "box-model", "closures", "event_loop"][number % 4];
    match number % 5 {
        0 => format!("unit-{}/{number:02}-{topic}/README.md", number / 10),
        1 => format!("unit-{}/{number:02}-{topic}/article.md", number / 10),
        2 => format!("unit-{}/deep/er/{topic}_{number}.md", number / 10),
        3 => format!("unit-{}/{topic}-{number:02}.markdown", number / 10),
        _ => format!("unit-{}/more/{topic}.md", number / 10),
    }
}

/// A lesson without a title, with all that does not belong into a book.
fn lesson(number: usize) -> String {
    format!(
        "Some words about the thing, number {number}, which nobody gave a title. They go on for a while, \
         so that it reads as prose.\n\n\
         <script src=\"https://evil.example/{number}.js\">alert({number})</script>\n\n\
         ## The part called {number}\n\n\
         ![A remote picture](https://pictures.example/{number}.png)\n\n\
         <div onclick=\"steal()\" style=\"color: red\">Words in a <b onmouseover=\"x()\">box</b> stay.</div>\n\n\
         <iframe src=\"https://frames.example/{number}\"></iframe>\n\n\
         A line with <img src=\"http://pictures.example/x.gif\" onerror=\"y()\"> and \
         [a link](javascript:alert(1)) and [another](https://example.org/{number}).\n\n\
         <svg onload=\"z()\"><circle r=\"1\"/></svg>\n\n\
         ```js\nconst answer = {number}; // <script>\n```\n"
    )
}

/// The text entries of an EPUB, by name.
fn entries(epub: &Path) -> Vec<(String, String)> {
    let file = fs::File::open(epub).expect("the book is there");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let mut found = Vec::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).expect("an entry");
        let name = entry.name().to_owned();
        let mut text = String::new();
        if [".xhtml", ".opf", ".ncx", ".css"].iter().any(|suffix| name.ends_with(suffix)) {
            entry.read_to_string(&mut text).expect("UTF-8");
            found.push((name, text));
        }
    }
    found
}

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

#[test]
fn sixty_lessons_of_the_world_become_one_book() {
    let here = folder("real-world");
    for number in 0..LESSONS {
        put(&here, &format!("course/{}", name(number)), lesson(number));
    }
    put(&here, "course/path.toml", "[path]\ntitle = \"The Web\"\n");
    put(&here, "course/README.md", "The paper of the project, which is no lesson.\n");
    put(&here, "course/unit-3/broken.md", "");
    let arguments = ["export", "course", "--report", "r.json", "--message-format", "short"];
    let (code, _, stderr) = run(&here, &arguments);
    assert_eq!(code, 1, "the empty lesson is an error, and stops nothing: {stderr}");
    for finding in ["image-remote", "raw-html", "unsafe-link", "title-missing", "empty-lesson"] {
        assert!(stderr.contains(&format!("[{finding}]")), "{finding} is not reported");
    }
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(here.join("r.json")).expect("a report")).expect("JSON");
    let path = &report["paths"][0];
    assert_eq!((path["lessons"].as_u64(), path["files"].as_u64()), (Some(60), Some(2)));
    assert_eq!(path["left-out"][0], "course/unit-3/broken.md");
    let pages = report["artifacts"][1]["pages"].as_u64().expect("a PDF has pages");
    assert!(pages > LESSONS as u64, "{pages} pages");

    let entries = entries(&here.join("out/course.epub"));
    let nav = entries.iter().find(|(name, _)| name.ends_with("nav.xhtml")).expect("a contents");
    let list = between(&nav.1, "epub:type=\"toc\"", "</nav>")[0];
    let titles = between(list, "<a ", "</a>").into_iter().filter_map(|link| link.split_once('>'));
    let chapters: Vec<&str> = titles.filter(|(to, _)| !to.contains('#')).map(|(_, title)| title).collect();
    let distinct: BTreeSet<&&str> = chapters.iter().collect();
    assert!(chapters.len() >= LESSONS, "{chapters:?}");
    assert_eq!(distinct.len(), chapters.len(), "two chapters have one title: {chapters:?}");
    for (name, text) in &entries {
        assert!(!text.contains("<script") && !text.contains("<iframe"), "{name} holds a program");
        assert!(!text.contains("javascript:"), "{name} holds a program");
        for tag in between(text, "<", ">") {
            let attributes = tag.split_whitespace().filter_map(|part| part.split_once('='));
            for (attribute, value) in attributes.filter(|_| name.ends_with(".xhtml")) {
                assert!(!attribute.starts_with("on"), "{name}: {tag}");
                let fetched = attribute == "src" || (tag.starts_with("link") && attribute == "href");
                assert!(!fetched || !value.contains("//"), "{name} would fetch: {tag}");
            }
        }
        assert!(!text.contains("@import") && !text.contains("url(http"), "{name} would fetch");
    }
    let words: String = entries.iter().map(|(_, text)| text.as_str()).collect();
    assert!((0..LESSONS).all(|number| words.contains(&format!("number {number},"))), "a lesson is lost");
    assert!(words.contains("Words in a") && words.contains(" stay."), "words of raw HTML are lost");

    let pdf = lopdf::Document::load(here.join("out/course.pdf")).expect("a PDF");
    for object in pdf.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        for key in [b"JS".as_slice(), b"JavaScript", b"OpenAction", b"AA", b"Launch"] {
            assert!(!dictionary.has(key), "the PDF holds {}", String::from_utf8_lossy(key));
        }
        let action = dictionary.get(b"S").and_then(lopdf::Object::as_name).unwrap_or_default();
        let programs = [b"JavaScript".as_slice(), b"Launch", b"SubmitForm", b"ImportData"];
        assert!(!programs.contains(&action), "the PDF holds a program");
    }
}
