//! What the pages hold → what is said of the book's accessibility: modes, features, summary, conformance.
//!
//! Everything is told from this very book: a feature is named only where it is there, and conformance is
//! claimed only when somebody vouches for it and nothing found speaks against it. The terms are those of
//! schema.org as EPUB Accessibility 1.1 (§2) takes them over; texts are in English, as readers expect.

use super::xhtml::Findings;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::{BackPage, Book, LanguageSource};
use crate::theme::{Ink, Theme};

/// The conformance that is claimed, in the words that checkers compare.
pub(super) const CONFORMANCE: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// The least contrast of text by WCAG 2.2, success criterion 1.4.3.
const CONTRAST: f64 = 4.5;

/// What is to be known to speak of accessibility.
pub(super) struct Access<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// What its pages hold.
    pub(super) findings: &'a Findings,
    /// Its colours.
    pub(super) theme: &'a Theme,
    /// Who vouches for it.
    pub(super) certifier: Option<&'a str>,
}

impl Access<'_> {
    /// The senses the content asks for.
    pub(super) fn modes(&self) -> Vec<&'static str> {
        let mut modes = vec!["textual"];
        if self.findings.informative > 0 {
            modes.push("visual");
        }
        modes
    }

    /// The senses that suffice to take everything in.
    pub(super) fn sufficient(&self) -> Vec<&'static str> {
        let mut sufficient = Vec::new();
        if self.described() {
            sufficient.push("textual");
        }
        if self.findings.informative > 0 {
            sufficient.push("textual,visual");
        }
        sufficient
    }

    /// What helps the reader.
    pub(super) fn features(&self) -> Vec<&'static str> {
        let mut features = vec![
            "structuralNavigation",
            "tableOfContents",
            "readingOrder",
            "displayTransformability",
            "ARIA",
        ];
        let described = self.findings.informative > 0 && self.described();
        for (feature, there) in [
            ("alternativeText", described),
            ("MathML", self.readable_formulas() > 0),
            ("latex", self.findings.formulas > 0),
            ("index", self.has(|page| matches!(page, BackPage::Index(_)))),
            ("pageBreakMarkers", self.has_pages()),
            ("pageNavigation", self.has_pages()),
        ] {
            if there {
                features.push(feature);
            }
        }
        features
    }

    /// The same in plain language.
    pub(super) fn summary(&self) -> String {
        let mut sentences = vec![
            "The text adapts to the reader's size, font and colours, and can be read aloud in its order."
                .to_owned(),
            "Lessons, sections, lists and tables are marked as such and can be reached from the contents."
                .to_owned(),
        ];
        let found = self.findings;
        sentences.push(
            match (found.informative, found.undescribed) {
                (0, _) => "It is text throughout; no picture carries information.",
                (_, 0) => "Every picture that carries information has a text alternative.",
                _ => "Some pictures that carry information have no text alternative.",
            }
            .to_owned(),
        );
        match (self.readable_formulas(), found.unreadable.len()) {
            (0, 0) => {}
            (0, _) => sentences.push("Formulas are written in TeX.".to_owned()),
            (_, 0) => sentences.push("Formulas are in MathML and can also be read as TeX.".to_owned()),
            _ => sentences.push("Most formulas are in MathML; some are written in TeX.".to_owned()),
        }
        if found.headless > 0 {
            sentences.push("Some tables do not name their columns.".to_owned());
        }
        let glossary = self.has(|page| matches!(page, BackPage::Glossary(_)));
        let index = self.has(|page| matches!(page, BackPage::Index(_)));
        sentences.extend(
            match (glossary, index) {
                (true, true) => Some("A glossary and an index lead to where terms are explained."),
                (true, false) => Some("A glossary leads to where terms are explained."),
                (false, true) => Some("An index leads to where things are spoken of."),
                (false, false) => None,
            }
            .map(str::to_owned),
        );
        if self.has_pages() {
            sentences.push(
                "The page numbers are those of the PDF edition; a list of pages leads to each.".to_owned(),
            );
        }
        sentences.join(" ")
    }

    /// Who vouches for the conformance of the book; none when nobody does or something speaks against it.
    pub(super) fn certified_by(&self) -> Option<&str> {
        self.certifier.filter(|_| self.obstacles().is_empty())
    }

    /// Says why the conformance that somebody vouches for is not claimed.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        let obstacles = self.obstacles();
        if self.certifier.is_some() && !obstacles.is_empty() {
            let message = format!("no conformance is claimed: {}", obstacles.join("; "));
            diagnostics.push(Diagnostic::new(Code::ClaimWithheld, message));
        }
    }

    /// What speaks against conformance. That headings skip no level, every page has a title and every link
    /// leads somewhere is checked of the finished file, which is not written otherwise.
    fn obstacles(&self) -> Vec<String> {
        let found = self.findings;
        let counted = |part: usize, all: usize, things: &str, lack: &str| {
            let verb = if part == 1 { "has" } else { "have" };
            (part > 0).then(|| format!("{part} of {all} {things} {verb} {lack}"))
        };
        let contrast = [Ink::Text, Ink::Accent, Ink::Quiet].into_iter().any(|ink| {
            let palette = &self.theme.palette;
            let on = |ground| self.theme.ink(ink).contrast(ground);
            on(palette.paper) < CONTRAST || on(palette.tint) < CONTRAST
        });
        [
            counted(found.undescribed, found.informative, "pictures", "no alternative text"),
            counted(found.headless, found.tables, "tables", "no head"),
            counted(found.unreadable.len(), found.formulas, "formulas", "no MathML"),
            contrast.then(|| "the theme has text of too little contrast".to_owned()),
            self.unspoken().then(|| "nobody says which language it is in".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether the language is a guess: a wrong one is read aloud with wrong sounds (WCAG 3.1.1).
    fn unspoken(&self) -> bool {
        self.book.metadata.language_source == LanguageSource::Assumed
    }

    /// Whether the pages of a printed edition are marked.
    pub(super) fn has_pages(&self) -> bool {
        !self.findings.page_marks.is_empty()
    }

    fn described(&self) -> bool {
        self.findings.undescribed == 0
    }

    fn readable_formulas(&self) -> usize {
        self.findings.formulas.saturating_sub(self.findings.unreadable.len())
    }

    fn has(&self, kind: impl Fn(&BackPage) -> bool) -> bool {
        self.book.back.iter().any(kind)
    }
}
