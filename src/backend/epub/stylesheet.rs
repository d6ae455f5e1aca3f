//! Theme → style sheets: a base that every reader understands, and rules for readers of today.
//!
//! The base is CSS 2.1 in the main: old readers drop a whole sheet for one rule they cannot parse. It sets
//! no font, size, colour or ground of the body and no colour at all: these are the reader's. Sizes are in
//! em, so all grows with the reader's own size. The second sheet adds colour for light and dark screens ([`super::scheme`]).
//! Meaning never hangs on a sheet: labels, rules and order carry it.

use super::scheme::Scheme;
use super::stacks::Stacks;
use crate::theme::{BoxLook, BoxStyle, Case, Hyphenation, Role, Style, Theme};
use crate::units::{Family, Pt, Slant, Weight};
use std::fmt::Write as _;

/// No text is set smaller than this share of the reader's size.
const SMALLEST: f64 = 0.8;

/// A title is not set smaller than this share of the reader's size.
const NARROWEST: f64 = 1.4;

/// The base sheet.
pub(super) fn base(theme: &Theme, stacks: &Stacks) -> String {
    let mut css = Sheet { theme, stacks, text: String::new() };
    css.text.push_str("@charset \"utf-8\";\n");
    css.body();
    css.headings();
    css.lists();
    css.boxes();
    css.tables();
    css.figures_and_code();
    css.notes_and_definitions();
    css.front();
    css.back();
    css.text
}

/// The sheet for readers of today.
pub(super) fn modern(theme: &Theme) -> String {
    let mut text = "@charset \"utf-8\";\n".to_owned();
    text.push_str(include_str!("modern.css"));
    let stacks = Stacks::default();
    let sheet = Sheet { theme, stacks: &stacks, text: String::new() };
    for (selector, style) in BOXES {
        let BoxLook { bar, padding_start, padding_end, .. } = *theme.look(style);
        let (start, end) = (number(padding_start.to_f64()), number(padding_end.to_f64()));
        let _ = writeln!(text, "{selector} {{\n  padding-inline: {start}em {end}em;");
        if bar > Pt::ZERO {
            let bar = sheet.thickness(bar);
            let _ = writeln!(text, "  border-left: 0;\n  border-inline-start: {bar} solid;");
        }
        text.push_str("}\n");
    }
    // Large titles give way on narrow screens, so that long words fit.
    for (selector, role) in
        [("h1", Role::Title), (".title-page h1", Role::BookTitle), (".part h1", Role::PartTitle)]
    {
        let size = size_of(theme.style(role));
        if size > NARROWEST {
            let (least, most) = (number(NARROWEST), number(size));
            let _ = writeln!(text, "{selector} {{\n  font-size: clamp({least}em, 9vw, {most}em);\n}}");
        }
    }
    text.push_str(&stacked(theme));
    for (scheme, palette) in [("light", Scheme::light(theme)), ("dark", Scheme::dark(theme))] {
        let _ = write!(text, "@media (prefers-color-scheme: {scheme}) {{\n{}}}\n", palette.rules(theme));
    }
    text
}

/// Tables that stand row by row on narrow screens: each cell under the words of its column. The head is not
/// shown there, since every cell has its part of it; on paper and on wide screens it is as it was.
fn stacked(theme: &Theme) -> String {
    if theme.table.stack == 0 {
        return String::new();
    }
    let stacks = Stacks::default();
    let sheet = Sheet { theme, stacks: &stacks, text: String::new() };
    let (light, heavy) = (sheet.thickness(theme.table.light), sheet.thickness(theme.table.heavy));
    let head = theme.style(Role::TableHead);
    let size = number(size_of(head) / size_of(theme.style(Role::TableCell)));
    let weight = if head.weight == Weight::Bold { "bold" } else { "normal" };
    let gap = number(theme.table.padding_y.to_f64().max(0.2));
    format!(
        "@media screen and (max-width: 30em) {{
  .stack thead {{ display: none; }}
  .stack table, .stack caption, .stack tbody, .stack tr, .stack th, .stack td {{ display: block; }}
  .stack table {{ border-top-width: 0; }}
  .stack tbody {{ border-top-style: solid; border-top-width: {heavy}; }}
  .stack tr {{ padding: {gap}em 0 {gap}em; }}
  .stack tr + tr {{ border-top-style: solid; border-top-width: {light}; }}
  .stack th, .stack td {{ padding: {gap}em 0; text-align: left; text-align: start; }}
  .stack th {{ font-weight: bold; }}
  .stack th ~ td {{ padding-inline-start: 1em; }}
  .stack td:empty {{ display: none; }}
  .stack td[data-head]::before {{ content: attr(data-head) \": \"; font-weight: {weight}; font-size: {size}em; }}
}}
"
    )
}

/// The boxes by their selectors.
pub(super) const BOXES: [(&str, BoxStyle); 7] = [
    (".key-term", BoxStyle::KeyTerm),
    (".callout", BoxStyle::Callout),
    (".details", BoxStyle::Callout),
    (".takeaway", BoxStyle::Takeaway),
    (".disclaimer", BoxStyle::Disclaimer),
    ("blockquote", BoxStyle::Quote),
    ("pre", BoxStyle::Code),
];

struct Sheet<'a> {
    theme: &'a Theme,
    stacks: &'a Stacks,
    text: String,
}

impl Sheet<'_> {
    fn rule(&mut self, selector: &str, declarations: &[&str]) {
        self.text.push_str(selector);
        self.text.push_str(" {\n");
        for declaration in declarations.iter().filter(|declaration| !declaration.is_empty()) {
            ["  ", declaration, ";\n"].into_iter().for_each(|piece| self.text.push_str(piece));
        }
        self.text.push_str("}\n");
    }

    /// A rule with the type of a role, and more.
    fn role(&mut self, selector: &str, role: Role, more: &[&str]) {
        let style = self.theme.style(role);
        let set = self.type_of(style);
        let mut declarations: Vec<&str> = set.iter().map(String::as_str).collect();
        if style.weight == Weight::Regular && is_bold_by_itself(selector) {
            declarations.push("font-weight: normal");
        }
        declarations.extend_from_slice(more);
        self.rule(selector, &declarations);
    }

    /// Family, weight, slant, size, leading, tracking, case and spaces of a style. What the body has anyway
    /// is not said.
    fn type_of(&self, style: &Style) -> Vec<String> {
        let mut set = Vec::new();
        match (style.family, &self.stacks.serif) {
            (Family::Serif, Some(serif)) if self.theme.style(Role::Body).family != Family::Serif => {
                set.push(format!("font-family: {serif}"));
            }
            (Family::Serif, _) => {}
            (Family::Sans, _) => set.push(format!("font-family: {}", self.stacks.sans)),
            (Family::Mono, _) => set.push(format!("font-family: {}", self.stacks.mono)),
        }
        if style.weight == Weight::Bold {
            set.push("font-weight: bold".to_owned());
        }
        if style.slant == Slant::Italic {
            set.push("font-style: italic".to_owned());
        }
        let size = size_of(style);
        if size != 1.0 {
            set.push(format!("font-size: {}em", number(size)));
        }
        if style.leading != 100 {
            set.push(format!("line-height: {}", number((self.lines(style.leading) / size).max(1.15))));
        }
        if style.tracking.to_f64() != 0.0 {
            set.push(format!("letter-spacing: {}em", number(style.tracking.to_f64())));
        }
        if style.case == Case::Upper {
            set.push("text-transform: uppercase".to_owned());
        }
        set.push(format!(
            "margin: {}em 0 {}em",
            number(self.lines(style.before) / size),
            number(self.lines(style.after) / size)
        ));
        if style.hyphenation != Hyphenation::Auto {
            set.push("-webkit-hyphens: manual".to_owned());
            set.push("-epub-hyphens: manual".to_owned());
            set.push("hyphens: manual".to_owned());
        }
        set
    }

    /// Hundredths of a line of the body, in em of its size.
    fn lines(&self, hundredths: u32) -> f64 {
        f64::from(hundredths) / 100.0 * self.theme.leading.to_f64() / self.theme.size.to_f64()
    }

    fn em(&self, hundredths: u32) -> String {
        format!("{}em", number(self.lines(hundredths)))
    }

    fn body(&mut self) {
        let paragraph = self.theme.paragraph;
        let family = self.stacks.body.as_ref().map_or(String::new(), |list| format!("font-family: {list}"));
        self.rule("body", &["margin: 0", &family]);
        self.rule(
            "p",
            &[
                &format!("margin: {} 0 0", self.em(paragraph.gap)),
                "text-indent: 0",
                &format!("orphans: {}", paragraph.orphans),
                &format!("widows: {}", paragraph.widows),
                "-webkit-hyphens: auto",
                "-epub-hyphens: auto",
                "hyphens: auto",
            ],
        );
        self.rule("p + p", &[&format!("text-indent: {}em", number(paragraph.indent.to_f64()))]);
        let keep = ["page-break-after: avoid", "break-after: avoid"];
        self.rule("p.lead-in", &keep);
        self.rule("hr", &["width: 20%", "margin: 1.5em auto", "border: 0", "border-top: 1px solid"]);
        self.rule("sup, sub", &["font-size: 0.75em", "line-height: 0"]);
        self.rule("a", &["text-decoration: underline"]);
    }

    fn headings(&mut self) {
        let keep = [
            "page-break-after: avoid",
            "break-after: avoid",
            "page-break-inside: avoid",
            "break-inside: avoid",
        ];
        let start = ["text-align: left", "text-align: start", "text-indent: 0"];
        let more: Vec<&str> = keep.into_iter().chain(start).collect();
        self.rule("header", &["margin: 3em 0 2em"]);
        self.role("p.station-label", Role::StationLabel, &more);
        self.role("h1", Role::Title, &more);
        self.rule("header h1", &["margin: 0"]);
        self.role("p.subtitle", Role::Subtitle, &more);
        self.role("p.authors", Role::BookAuthor, &more);
        self.role("h2", Role::Heading2, &more);
        self.role("h3", Role::Heading3, &more);
        self.role("h4, h5, h6", Role::Heading4, &more);
    }

    fn lists(&mut self) {
        let list = self.theme.list;
        let indent = format!("{}em", number(list.indent.to_f64() + 0.2));
        let around = self.em(list.around);
        self.rule(
            "ul, ol",
            &[&format!("margin: {around} 0"), "padding: 0", &format!("margin-left: {indent}")],
        );
        self.rule("li", &[&format!("margin: {} 0", self.em(list.between.max(15)))]);
        self.rule("li > ul, li > ol", &["margin-top: 0", "margin-bottom: 0"]);
        self.rule("li p + p", &["margin-top: 0.4em", "text-indent: 0"]);
        self.rule("ul.tasks", &["list-style-type: none", "margin-left: 0"]);
        // The sign of a task stands in place of a bullet.
        self.rule("li.task-item", &["list-style-type: none"]);
        self.role("strong.run-in", Role::RunIn, &["margin: 0"]);
    }

    /// A box from the look of the theme. Grounds are for the second sheet; here a box with a ground has a
    /// frame, so that it is a box on every screen.
    fn framed(&mut self, selector: &str, style: BoxStyle) {
        let BoxLook { bar, rule_above, ground, padding_start, padding_end, padding_y, around, .. } =
            *self.theme.look(style);
        let padding_y = if ground.is_some() { padding_y.max(40) } else { padding_y };
        let mut set = vec![
            format!("margin: {} 0", self.em(around)),
            format!(
                "padding: {} {}em {} {}em",
                self.em(padding_y),
                number(padding_end.to_f64()),
                self.em(padding_y),
                number(padding_start.to_f64())
            ),
        ];
        if ground.is_some() {
            set.push("border: 1px solid".to_owned());
        }
        if bar > Pt::ZERO {
            set.push(format!("border-left: {} solid", self.thickness(bar)));
        }
        if rule_above > Pt::ZERO {
            set.push(format!("border-top: {} solid", self.thickness(rule_above)));
        }
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        self.rule(selector, &set);
    }

    /// The thickness of a rule, in em so that it grows with the text, but never thinner than a pixel shows.
    fn thickness(&self, rule: Pt) -> String {
        format!("{}em", number((rule.to_f64() / self.theme.size.to_f64()).max(0.0625)))
    }

    fn boxes(&mut self) {
        let together = ["page-break-inside: avoid", "break-inside: avoid"];
        for (selector, style) in BOXES {
            self.framed(selector, style);
        }
        self.rule(".key-term, .callout, .takeaway, .disclaimer", &together);
        self.rule(".disclaimer", &["margin-top: 2em"]);
        let label = ["text-indent: 0", "page-break-after: avoid", "break-after: avoid"];
        self.role(".label", Role::Label, &label);
        self.rule(".label, .box-title", &["margin: 0 0 0.2em"]);
        self.role(".box-title", Role::Term, &label);
        self.rule(".label + p, .box-title + p, .term + p", &["text-indent: 0"]);
        self.rule(".term", &["text-indent: 0", "page-break-after: avoid", "break-after: avoid"]);
        self.rule(".term .label", &["display: block"]);
        self.role("dfn", Role::Term, &["font-style: normal"]);
        self.role(".takeaway p", Role::Takeaway, &[]);
        self.role(".takeaway .label", Role::Label, &["font-style: normal"]);
        self.role(".teaser", Role::Teaser, &["margin: 1em 0", "text-indent: 0"]);
        self.rule(".teaser p", &["text-indent: 0"]);
        self.rule(".arrow", &["font-style: normal"]);
        self.rule(
            ".teaser .label",
            &["font-size: 0.95em", "font-style: normal", "letter-spacing: 0", "text-transform: none"],
        );
        self.role(".disclaimer p, .disclaimer li", Role::Disclaimer, &[]);
        self.rule(".disclaimer .label", &["font-size: 1em", "letter-spacing: 0", "text-transform: none"]);
        self.role("blockquote p", Role::Quote, &[]);
    }

    fn tables(&mut self) {
        let table = self.theme.table;
        let heavy = format!("{} solid", self.thickness(table.heavy));
        let light = format!("{} solid", self.thickness(table.light));
        self.rule(".scroll", &[&format!("margin: {} 0", self.em(table.around)), "overflow-x: auto"]);
        self.role(
            "table",
            Role::TableCell,
            &[
                "margin: 0",
                "border-collapse: collapse",
                "width: 100%",
                &format!("border-top: {heavy}"),
                &format!("border-bottom: {heavy}"),
            ],
        );
        self.rule("thead", &[&format!("border-bottom: {light}")]);
        self.rule("tr", &["page-break-inside: avoid", "break-inside: avoid"]);
        let padding =
            format!("padding: {}em {}em", number(table.padding_y.to_f64()), number(table.padding_x.to_f64()));
        self.rule("th, td", &[&padding, "text-align: left", "text-align: start", "vertical-align: top"]);
        self.rule("th", &["font-weight: normal"]);
        self.rule("thead th", &["font-weight: bold", "vertical-align: bottom"]);
        self.rule(".num, .end", &["text-align: right", "text-align: end"]);
        self.rule(".num", &["font-variant-numeric: tabular-nums"]);
        self.rule(".center", &["text-align: center"]);
        self.role("caption", Role::Caption, &["text-align: left", "text-align: start"]);
        self.rule("caption", &["font-size: 1em", "padding-bottom: 0.4em"]);
    }

    fn figures_and_code(&mut self) {
        let together = ["page-break-inside: avoid", "break-inside: avoid"];
        self.rule("figure", &["margin: 1.33em 0", together[0], together[1]]);
        self.rule("img", &["max-width: 100%", "height: auto"]);
        self.role("figcaption", Role::Caption, &["page-break-before: avoid", "break-before: avoid"]);
        self.rule(".missing-image", &["border: 1px dashed", "padding: 0.1em 0.4em"]);
        self.rule("figure > .missing-image", &["display: block", "padding: 0.8em 1em"]);
        let mono = ["-webkit-hyphens: none", "-epub-hyphens: none", "hyphens: none"];
        let family = format!("font-family: {}", self.stacks.mono);
        self.rule("code, kbd", &[&family, "font-size: 0.9em", mono[0], mono[1], mono[2]]);
        self.role("pre", Role::Code, &["margin: 1em 0", "white-space: pre-wrap", "overflow-wrap: anywhere"]);
        self.rule("pre code", &["font-size: 1em"]);
        // Without colours the words of a listing differ in weight and slant.
        self.rule(".code-keyword", &["font-weight: bold"]);
        self.rule(".code-comment", &["font-style: italic"]);
        self.rule(".formula", &["margin: 1em 0", "text-align: center", "overflow-x: auto"]);
        self.rule("kbd", &["border: 1px solid", "padding: 0 0.25em"]);
    }

    fn notes_and_definitions(&mut self) {
        let around = self.em(self.theme.list.around);
        let indent = format!("margin: 0 0 0 {}em", number(self.theme.list.indent.to_f64() + 0.2));
        self.rule("dl", &[&format!("margin: {around} 0")]);
        self.role("dt", Role::RunIn, &["margin: 0.4em 0 0", "page-break-after: avoid", "break-after: avoid"]);
        self.rule("dd", &[&indent]);
        self.rule("small", &["font-size: 0.85em"]);
        self.rule("a.noteref", &["font-size: 0.75em", "line-height: 0", "vertical-align: super"]);
        self.rule("a.noteref", &["text-decoration: none"]);
        self.rule(".notes", &["margin-top: 2em", "padding-top: 0.5em", "border-top: 1px solid"]);
        self.role(".notes aside", Role::Note, &["margin: 0.4em 0"]);
        self.rule(".notes p", &["text-indent: 0"]);
    }

    fn front(&mut self) {
        self.rule(".title-page, .part", &["margin-top: 20%"]);
        self.role(".title-page h1", Role::BookTitle, &["line-height: 1.15"]);
        self.role(".title-page p.subtitle", Role::BookSubtitle, &["font-family: inherit"]);
        self.role(".title-page .authors, .publisher, .contributors", Role::BookAuthor, &["text-indent: 0"]);
        self.rule(".publisher", &["margin-top: 3em"]);
        self.role(".part h1", Role::PartTitle, &[]);
        self.role(".imprint h1", Role::Heading2, &[]);
        self.role(".imprint p", Role::Imprint, &["text-indent: 0"]);
        self.rule(".cover h1", &["margin: 0", "text-align: center"]);
        self.rule("nav ol", &["list-style-type: none", "margin: 0", "padding: 0"]);
        self.role("nav > ol > li", Role::ContentsChapter, &[]);
        self.rule("nav ol ol", &["margin: 0.2em 0 0.6em 1.2em"]);
        self.role("nav ol ol li", Role::ContentsSection, &["font-weight: normal", "margin: 0.25em 0"]);
        self.rule(
            "nav h1, .colophon h1, .imprint h1, .guide h1, .notice h1, .glossary h1, .index h1, .listing h1, .sources h1",
            &["margin-top: 1.5em"],
        );
        self.rule("nav a", &["text-decoration: none"]);
        self.rule("nav .label", &["letter-spacing: 0.04em"]);
        // Room between capitals; scripts from right to left have none, and Arabic joins its letters.
        let rtl_labels = "[dir=\"rtl\"] .label, [dir=\"rtl\"] .station-label";
        self.rule(rtl_labels, &["letter-spacing: 0"]);
    }
}

impl Sheet<'_> {
    /// Glossary, index, lists, and the heads of later pieces of a lesson.
    fn back(&mut self) {
        let keep = ["page-break-after: avoid", "break-after: avoid"];
        self.rule(".letter", &["margin: 1.6em 0 0.5em", "border-bottom: 1px solid", keep[0], keep[1]]);
        self.rule(".glossary dl", &["margin: 0"]);
        self.rule(".glossary dt", &["margin-top: 0.8em"]);
        self.rule(".glossary dd p", &["text-indent: 0"]);
        let places = ["margin: 0.15em 0 0", "text-indent: 0", "text-align: left", "text-align: start"];
        self.role("p.places, .listing .places", Role::Caption, &places);
        self.rule(".places strong", &["font-weight: bold"]);
        self.rule(".senses", &["margin-top: 0", "margin-bottom: 0"]);
        self.rule(".index ul, .listing ul", &["list-style-type: none", "margin: 0", "padding: 0"]);
        // The second line of an entry hangs behind the first.
        let hanging =
            ["margin: 0.2em 0 0 1.4em", "text-indent: -1.4em", "text-align: left", "text-align: start"];
        self.rule(".index li", &hanging);
        self.rule(".listing li", &["margin: 0.6em 0", "text-align: left", "text-align: start"]);
        self.rule(".listing .places", &["display: block"]);
        self.role(".continued h1", Role::Caption, &["margin: 1em 0 2em", "border-bottom: 1px solid"]);
    }
}

/// The size of a style in em, not smaller than can be read.
fn size_of(style: &Style) -> f64 {
    // A title three times the text does not fit a phone.
    style.size.to_f64().clamp(SMALLEST, 2.4)
}

/// Whether readers show what a selector is of in bold, unless they are told otherwise.
fn is_bold_by_itself(selector: &str) -> bool {
    let mut names = selector.split([' ', ',', '.', '>']);
    names.any(|name| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "strong"))
}

/// A number with three digits behind the point at most.
fn number(value: f64) -> String {
    let thousandths = (value * 1000.0).round() as i64;
    let (sign, all) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    match (all / 1000, all % 1000) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest:03}").trim_end_matches('0').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The base sheet is for the oldest readers too, some of which drop a whole sheet for what they cannot parse.
    #[test]
    fn the_base_sheet_is_plain() {
        for name in Theme::names() {
            let base = base(&Theme::embedded(name).expect("a theme of ours"), &Stacks::default());
            let modern = [
                "rem;",
                "calc(",
                "var(",
                "clamp(",
                "vh",
                "vw",
                "flex",
                "grid",
                "@media",
                "@supports",
                "::",
                "--",
            ];
            let forbidden =
                ["@import", "position:", "direction:", "unicode-bidi", "!important", "http", "background"];
            for word in modern.into_iter().chain(forbidden) {
                assert!(!base.contains(word), "{name}: {word}");
            }
            let colours = base.lines().filter(|line| line.contains("color:") || line.contains('#'));
            assert_eq!(colours.count(), 0, "{name}: colours are the reader's");
            let body = base.split("body {").nth(1).and_then(|rest| rest.split('}').next());
            assert_eq!(body.map(str::trim), Some("margin: 0;"), "{name}: so is what the body looks like");
            for pair in ["inside", "after", "before"] {
                let old = base.matches(&format!("  page-break-{pair}: avoid;")).count();
                let new = base.matches(&format!("  break-{pair}: avoid;")).count();
                assert_eq!(old, new, "{name}: breaks are said in the old way and in the new one");
            }
            assert!(base.contains("orphans: 2;") && base.contains("widows: 2;"), "{name}");
        }
    }

    /// Readers show headings in bold of themselves: a theme with light ones must say so.
    #[test]
    fn a_heading_has_the_weight_of_its_theme() {
        for name in Theme::names() {
            let theme = Theme::embedded(name).expect("a theme of ours");
            let base = base(&theme, &Stacks::default());
            for (selector, role) in
                [("h1", Role::Title), ("h2", Role::Heading2), (".part h1", Role::PartTitle)]
            {
                let rule =
                    base.split(&format!("\n{selector} {{\n")).nth(1).and_then(|rest| rest.split('}').next());
                let bold = theme.style(role).weight == Weight::Bold;
                let said = if bold { "font-weight: bold;" } else { "font-weight: normal;" };
                assert!(rule.is_some_and(|rule| rule.contains(said)), "{name}: {selector}");
            }
        }
    }

    #[test]
    fn neither_sheet_reaches_out_or_overrules_the_reader() {
        for name in Theme::names() {
            let modern = modern(&Theme::embedded(name).expect("a theme of ours"));
            for word in ["@import", "position:", "direction:", "unicode-bidi", "!important", "url(", "rem;"] {
                assert!(!modern.contains(word), "{name}: {word}");
            }
        }
    }
}
