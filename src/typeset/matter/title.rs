//! What is known of a book → its title page and its imprint.

use super::super::layout::Composer;
use super::super::structure::{Role as NodeRole, Structure};
use crate::book::{ImprintLine, imprint};
use crate::theme::Role;
use crate::units::Pt;

impl Composer<'_, '_> {
    /// The title page: title and subtitle, authors, and the publisher at the foot.
    pub(super) fn title_page(&mut self) {
        let metadata = &self.setting.book.metadata;
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        self.sink(self.setting.theme.page.sink + 2);
        self.accent_bar();
        self.label_line(&metadata.title, Role::BookTitle, section);
        if let Some(subtitle) = &metadata.subtitle {
            self.label_line(subtitle, Role::BookSubtitle, section);
        }
        for contributor in &metadata.contributors {
            let role = self.setting.book.words.role(contributor.role);
            let line = role.map(|role| format!("{role}: {}", contributor.name));
            self.label_line(line.as_ref().unwrap_or(&contributor.name), Role::BookAuthor, section);
        }
        if let Some(publisher) = metadata.publisher_apart() {
            let used: Pt = self.galley.strips.iter().map(|strip| strip.height + strip.before).sum();
            let style = self.style(Role::Imprint);
            let page = self.leading() * i64::from(self.setting.theme.page.lines);
            self.push_blank((page - used - style.leading * 4).max(self.leading()));
            self.label_line(publisher, Role::Imprint, section);
        }
    }

    /// The page of rights, dates and identifiers, at the foot of the page.
    pub(super) fn imprint(&mut self) {
        let book = self.setting.book;
        let section = self.structure.add(Structure::ROOT, NodeRole::Section);
        let lines: Vec<String> = imprint(book).into_iter().map(line).collect();
        let set = |composer: &mut Self| {
            for line in &lines {
                composer.label_line(line, Role::Imprint, section);
            }
        };
        // Set once to know the height, then pushed down to the foot.
        let structure = self.structure.clone();
        let first = self.galley.strips.len();
        set(self);
        let used: Pt = self.galley.strips.iter().skip(first).map(|strip| strip.height + strip.before).sum();
        self.galley.strips.truncate(first);
        self.structure = structure;
        let page = self.leading() * i64::from(self.setting.theme.page.lines);
        self.push_blank((page - used - self.leading() * 2).max(Pt::ZERO));
        set(self);
    }
}

fn line(line: ImprintLine) -> String {
    match line.label {
        Some(label) => format!("{label}: {}", line.value),
        None => line.value,
    }
}
