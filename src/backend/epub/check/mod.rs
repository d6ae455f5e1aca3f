//! Our own check of the finished container, of every export.
//!
//! Reads the file as a reader would: all XML is well-formed, ids are unique, every address leads to a
//! place that is there, the manifest lists all files and no others, and every word of the lessons and the
//! pages around them is in the spine, in order. Shares no code with what wrote the file but the names of its folders.

mod container;
mod page;
mod tokens;
mod words;

use self::container::Files;
use self::page::Page;
use self::words::Reading;
use super::Fault;
use super::finish::ROOT;
use super::sheets::Sheet;
use crate::model::Book;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::container::{text_in, unpacked};

/// What was found in the files that name others or are led to, by their names.
type Pages = BTreeMap<String, Page>;

/// Looks at a finished container. `sheets` were unpacked before: an entry that is the same bytes is the same sheet.
///
/// The files are unpacked and read one after the other, the texts in the order of the spine, so that no more than one
/// is held at a time.
pub(super) fn check(bytes: &[u8], sheets: &[Sheet], book: &Book) -> Result<(), Fault> {
    let mut files = Files::of(bytes, sheets)?;
    let mut text = String::new();
    let own = format!("{ROOT}/content.opf");
    let package = match files.content(&own)? {
        Some(content) => Page::read(&own, content, &mut text)?,
        None => return Err(Fault("there is no package document".to_owned())),
    };
    manifest(&package, &files)?;
    let mut reading = Reading::of(book);
    let mut pages = Pages::new();
    let spine = package.spine.iter().filter_map(|id| package.items.get(id));
    for name in spine.map(|href| format!("{ROOT}/{href}")) {
        let Some(content) = files.content(&name)? else { continue };
        let page = Page::read(&name, content, &mut text)?;
        page.headed(&name)?;
        reading.pass(&page, &text);
        pages.insert(name, page);
    }
    for name in files.names() {
        if name == own || pages.contains_key(&name) {
            continue;
        }
        let content = files.content(&name)?.unwrap_or_default();
        if name.ends_with(".css") {
            pages.insert(name.clone(), Page::of_sheet(&name, content)?);
        } else if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|suffix| name.ends_with(suffix)) {
            let page = Page::read(&name, content, &mut text)?;
            if name.ends_with(".xhtml") {
                page.headed(&name)?;
            }
            pages.insert(name, page);
        }
    }
    navigation(&package, &pages)?;
    pages.insert(own, package);
    links(&pages, &files)?;
    reading.end()
}

fn manifest(package: &Page, files: &Files<'_>) -> Result<(), Fault> {
    let mut listed = BTreeSet::new();
    for href in package.items.values() {
        if !listed.insert(format!("{ROOT}/{href}")) {
            return Err(Fault(format!("the manifest lists {href} twice")));
        }
    }
    // What the metadata links to is no item, and there all the same.
    listed.extend(package.addresses.iter().map(|href| format!("{ROOT}/{href}")));
    let own = format!("{ROOT}/content.opf");
    let is_item = |name: &String| name != "mimetype" && !name.starts_with("META-INF/") && *name != own;
    let there: BTreeSet<String> = files.names().into_iter().filter(is_item).collect();
    if let Some(file) = there.symmetric_difference(&listed).next() {
        return Err(Fault(format!("the manifest and the container do not agree about {file}")));
    }
    match package.spine.iter().find(|id| !package.items.contains_key(*id)) {
        Some(id) => Err(Fault(format!("the spine names `{id}`, which is no item"))),
        None if package.spine.is_empty() => Err(Fault("the spine is empty".to_owned())),
        None => Ok(()),
    }
}

fn links(pages: &Pages, files: &Files<'_>) -> Result<(), Fault> {
    for (name, page) in pages {
        if name.starts_with("META-INF/") {
            continue;
        }
        if let Some(id) = page.references.iter().find(|id| !page.ids.contains(*id)) {
            return Err(Fault(format!("{name} refers to the id `{id}`, which it lacks")));
        }
        // A text may lead out of the book, a style sheet may not.
        let outer = |address: &str| {
            !name.ends_with(".css")
                && ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme))
        };
        for address in page.addresses.iter().filter(|address| !outer(address)) {
            let (path, fragment) =
                address.split_once('#').map_or((address.as_str(), None), |(p, f)| (p, Some(f)));
            let (there, ids) = if path.is_empty() {
                (true, Some(&page.ids))
            } else {
                let file = joined(name, path);
                let led_to = pages.get(&file);
                (led_to.is_some() || files.holds(&file), led_to.map(|page| &page.ids))
            };
            if !there {
                return Err(Fault(format!("{name} leads to {address}, and there is no such file")));
            }
            if fragment.is_some_and(|id| ids.is_none_or(|ids| !ids.contains(id))) {
                return Err(Fault(format!("{name} leads to {address}, and there is no such place")));
            }
        }
    }
    Ok(())
}

/// Whether all that the navigation leads to is in the spine.
fn navigation(package: &Page, pages: &Pages) -> Result<(), Fault> {
    let files = package.spine.iter().filter_map(|id| package.items.get(id));
    let spine: BTreeSet<String> = files.map(|href| format!("{ROOT}/{href}")).collect();
    let nav = format!("{ROOT}/nav.xhtml");
    let addresses = pages.get(&nav).into_iter().flat_map(|page| &page.addresses);
    for address in addresses.filter(|address| !address.ends_with(".css")) {
        let path = address.split('#').next().unwrap_or_default();
        let file = if path.is_empty() { nav.clone() } else { joined(&nav, path) };
        if !spine.contains(&file) {
            return Err(Fault(format!("the contents lead to {address}, which is not in the spine")));
        }
    }
    Ok(())
}

/// A space behind a text, unless there is one: so the texts of a book and of its files are alike between their words.
fn space(text: &mut String) {
    if !text.ends_with(' ') {
        text.push(' ');
    }
}

/// A relative address, seen from a file.
fn joined(from: &str, address: &str) -> String {
    let folder = from.rfind('/').and_then(|end| from.get(..end)).unwrap_or_default();
    let mut path = String::with_capacity(folder.len() + 1 + address.len());
    path.push_str(folder);
    for part in address.split('/') {
        match part {
            ".." => path.truncate(path.rfind('/').unwrap_or_default()),
            "." => {}
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    path
}
