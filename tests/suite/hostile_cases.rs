//! Texts that nobody writes by chance: the same piece over and over, opened and never closed. Each is made
//! in any size; the bench `hostile` makes them large, the tests small.

/// One kind of hostile text.
pub(crate) struct Case {
    /// What it is made of.
    pub(crate) name: &'static str,
    /// Makes it, at least as many bytes long, by little.
    pub(crate) make: fn(usize) -> String,
}

/// A piece again and again, up to a size.
fn again(piece: &str, size: usize) -> String {
    piece.repeat(size.div_ceil(piece.len()))
}

/// Numbered pieces up to a size.
fn counted(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 100);
    let mut number = 0;
    while text.len() < size {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

macro_rules! again {
    ($($name:literal: $piece:expr;)*) => {
        &[$(Case { name: $name, make: |size| again($piece, size) },)*]
    };
}

/// Texts of one piece.
const AGAIN: &[Case] = again! {
    "quotes in one line": "> ";
    "bullets in one line": "- ";
    "containers in one line": "> - 1. ";
    "brackets": "[";
    "links without ends": "[a](b";
    "pictures without ends": "![";
    "empty brackets": "[]";
    "footnote starts": "[^";
    "asterisks": "*";
    "asterisks before words": "*a ";
    "asterisks and underscores": "*a_ ";
    "underscores": "_";
    "underscores before words": "_a ";
    "double asterisks": "**a **a";
    "mixed asterisks": "a**b*c ";
    "backticks": "`";
    "backticks before words": "`a ``b ";
    "pipes": "|";
    "cells": "|a";
    "rows": "|a|b|\n";
    "less-than signs": "<";
    "tags without ends": "<a ";
    "tags without spaces": "<a <a";
    "tags": "<b>x</b>";
    "known tags": "<sub>";
    "comments without ends": "a <!-- ";
    "processing instructions": "a<?";
    "declarations": "a<!X";
    "character data": "a<![CDATA[";
    "calls of one note": "[^1]";
    "definitions of one note": "[^1]: x\n\n";
    "colons": ":::";
    "divs": "::: note\n";
    "divs closed": "::: note\nx\n:::\n";
    "divs unknown": "::: foo\nx\n:::\n";
    "divs side by side with links": "::: note\n[a]: /x\n\n[a]\n:::\n";
    "dollars": "$";
    "dollars before words": "$a ";
    "double dollars": "$$a$ ";
    "tildes": "~";
    "tildes before words": "~a ";
    "carets": "^a ";
    "definitions of one link": "[a]: /x\n";
    "entities": "&amp;";
    "entities unknown": "&a";
    "words in one line": "word ";
    "no spaces": "a";
    "Han in one line": "語";
    "Thai in one line": "ก";
    "blank lines": "\n";
    "spaces": " ";
    "tabs": "\t";
    "headings": "# H\n";
    "headings apart": "## H\n\n";
    "headings of one name": "## a {#b}\n\n";
    "bare headings": "A Title\n";
    "setext headings": "a\n=\n";
    "key terms": "Key term: A — b\n";
    "labels alone": "Key term\n";
    "labels marked": "**Takeaway:** x\n\n";
    "items": "- a\n";
    "items with leads": "- A: b\n";
    "numbered items": "1. a\n";
    "lone dashes": "– a\n\n";
    "station lines": "Station 10\n";
    "stations in one line": "Station 10 ";
    "addresses": "https://a.example/ ";
    "addresses joined": "https://";
    "promotion": "Upgrade to Premium →\n";
    "disclaimers": "This is no medical advice. Consult a doctor.\n";
    "straight quotes": "\"a\" 'b' ";
    "apostrophes": "'";
    "double quotes": "\"";
    "backslashes": "\\";
    "escapes": "\\*";
    "rules": "---\n";
    "fences": "```\n";
    "fences never closed": "```\n~~~\n";
    "task items": "- [ ] a\n";
    "backslashes before pipes": "\\|";
    "carriage returns": "\r";
    "line separators": "a\u{2028}";
    "NUL": "\0";
    "controls": "\u{7}";
    "alerts": "> [!TIP]\n> x\n\n";
    "alerts unknown": "> [!FOO]\n> x\n\n";
    "details never closed": "<details>\n\n";
    "HTML tables never closed": "<table>\n";
    "HTML lines": "<div>\nx\n";
    "definition lists": "a\n: b\n\n";
    "definition lines": ": x\n";
    "captions": "Table: x\n\n";
    "braces": "{";
    "attributes of pictures": "![a](b){";
    "heading attributes": "# a {#b}\n";
    "figures": "![](a)\n\n";
    "everything": "**a** *b* `c` [d](e) <sub>f</sub> \"g\" Station 3, [^1] $x$ ~~y~~ https://a.example/\n";
};

/// Texts that need more than repeating.
const MADE: &[Case] = &[
    Case { name: "quotes in steps", make: |size| counted(size, |n| format!("{}x\n", "> ".repeat(n % 200))) },
    Case { name: "lists in steps", make: |size| counted(size, |n| format!("{}- x\n", "  ".repeat(n % 300))) },
    Case {
        name: "containers in steps",
        make: |size| counted(size, |n| format!("{}x\n", "> - ".repeat(n % 100))),
    },
    Case {
        name: "brackets closed",
        make: |size| format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2)),
    },
    Case {
        name: "links in links",
        make: |size| format!("{}a{}", "[".repeat(size / 5), "](b)".repeat(size / 5)),
    },
    Case {
        name: "emphasis in emphasis",
        make: |size| format!("{}x{}", "*a **b ".repeat(size / 14), "c** d*".repeat(size / 14)),
    },
    Case { name: "lists ever deeper", make: |size| counted(size, |n| format!("{}- x\n", "  ".repeat(n))) },
    Case {
        name: "numbered lists ever deeper",
        make: |size| counted(size, |n| format!("{}1. x\n", "   ".repeat(n))),
    },
    Case { name: "quotes ever deeper", make: |size| counted(size, |n| format!("{}x\n", ">".repeat(n))) },
    Case {
        name: "divs of ever more colons",
        make: |size| counted(size, |n| format!("{} note\nx\n", ":".repeat(n + 3))),
    },
    Case {
        name: "divs ever deeper in quotes",
        make: |size| counted(size, |n| format!("{}::: note\n", "> ".repeat(n))),
    },
    Case {
        name: "divs in each other, closed",
        make: |size| format!("{}x\n{}", again("::: note\n", size * 9 / 13), again(":::\n", size * 4 / 13)),
    },
    Case { name: "backticks ever more", make: |size| counted(size, |n| format!("{} ", "`".repeat(n))) },
    Case { name: "asterisks ever more", make: |size| counted(size, |n| format!("{}a ", "*".repeat(n))) },
    Case { name: "fences ever longer", make: |size| counted(size, |n| format!("{}\n", "`".repeat(n + 3))) },
    Case { name: "backticks in runs", make: |size| counted(size, |n| format!("e{}", "`".repeat(n % 4000))) },
    Case { name: "an empty row", make: |size| format!("|a|b|\n|-|-|\n{}", again("|", size)) },
    Case { name: "a row of many cells", make: |size| format!("|a|b|\n|-|-|\n{}", again("|*c* d", size)) },
    Case {
        name: "a table of very many columns",
        make: |size| {
            let columns = size / 6;
            format!("{}\n{}\n{}\n", "|a".repeat(columns), "|-".repeat(columns), "|b".repeat(columns))
        },
    },
    Case {
        name: "tables of ten thousand columns",
        make: |size| {
            let columns = (size / 6).min(10_000);
            let rows = again(&format!("{}\n", "|b".repeat(columns)), size.saturating_sub(columns * 4));
            format!("{}\n{}\n{rows}", "|a".repeat(columns), "|-".repeat(columns))
        },
    },
    Case { name: "rows ever longer", make: |size| counted(size, |n| format!("{}|\n", "|b".repeat(n))) },
    Case { name: "table rows", make: |size| format!("|a|b|\n|-|-|\n{}", again("|c|d|\n", size)) },
    Case {
        name: "a wide table of short rows",
        make: |size| {
            format!("|{}\n|{}\n{}", again("a|", size / 100), again("-|", size / 100), again("|b|\n", size))
        },
    },
    Case { name: "calls of many notes", make: |size| counted(size, |n| format!("[^{n}]")) },
    Case { name: "definitions of many notes", make: |size| counted(size, |n| format!("[^{n}]: x\n\n")) },
    Case {
        name: "many notes, each called",
        make: |size| counted(size, |n| format!("a[^{n}]\n\n[^{n}]: x\n\n")),
    },
    Case {
        name: "one note called again and again",
        make: |size| format!("[^1]: x\n\n{}", again("a[^1]\n\n", size)),
    },
    Case {
        name: "notes that call the next one",
        make: |size| counted(size, |n| format!("[^{n}]: x[^{}]\n\n", n + 1)),
    },
    Case { name: "many key terms", make: |size| counted(size, |n| format!("Key term: T{n} — x\n")) },
    Case {
        name: "many headings with names",
        make: |size| counted(size, |n| format!("## a {{#b{n}}}\n\n[c](#b{n})\n\n")),
    },
    Case {
        name: "a definition of a link with a long name",
        make: |size| format!("[{}]: /x\n\n[a]\n", again("a ", size)),
    },
    Case {
        name: "definitions of links with long addresses, used",
        make: |size| {
            let address = again("b", size / 20);
            format!("[a]: /{address}\n\n{}", again("[a] ", size * 19 / 20))
        },
    },
    Case {
        name: "definitions in divs with long addresses, used",
        make: |size| {
            let address = again("b", size / 20);
            format!("::: note\n[a]: /{address}\n:::\n\n{}", again("[a] ", size * 19 / 20))
        },
    },
    Case {
        name: "a definition in a div, used in many others",
        make: |size| {
            let address = again("b", size / 20);
            format!("::: note\n[a]: /{address}\n:::\n\n{}", again("::: note\n[a]\n:::\n", size * 19 / 20))
        },
    },
    Case {
        name: "brackets in a div",
        make: |size| format!("::: note\nx\n:::\n\n[a]: /x\n\n{}", again("[", size)),
    },
    Case { name: "definitions of many links", make: |size| counted(size, |n| format!("[{n}]: /x\n")) },
    Case {
        name: "links used again and again",
        make: |size| {
            format!("{}\n{}", counted(size / 2, |n| format!("[{n}]: /x\n")), again("[1] ", size / 2))
        },
    },
    Case {
        name: "many links in many divs",
        make: |size| counted(size, |n| format!("::: note\n[{n}]: /x\n\n[{n}]\n:::\n")),
    },
    Case { name: "an entity without an end", make: |size| format!("&{}", again("a", size)) },
    Case { name: "an alert without an end", make: |size| format!("> [!{}", again("a", size)) },
    Case { name: "a list of stations", make: |size| format!("Stations 1{}", again(", 2", size)) },
    Case {
        name: "an address in brackets",
        make: |size| format!("https://a{}{}", again(")", size / 2), again("(", size / 2)),
    },
    Case { name: "an HTML table", make: |size| format!("<table>{}", again("<tr><td>x", size)) },
    Case { name: "lines in HTML", make: |size| format!("<div>\n{}", again("x\n", size)) },
    Case { name: "braces behind a picture", make: |size| format!("![a](b){}", again("{#a", size)) },
    Case { name: "attributes of a heading", make: |size| format!("# a {{{}}}\n", again(".b ", size)) },
    Case { name: "terms in one line", make: |size| format!("Key term: {}", again("A — b; ", size)) },
    Case { name: "YAML nested in a line", make: |size| format!("---\na: {}\n---\nx\n", again("[", size)) },
    Case {
        name: "YAML nested in lines",
        make: |size| {
            let depth = size.min(60_000).isqrt();
            format!(
                "---\n{}---\nx\n",
                (0..depth).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()
            )
        },
    },
    Case {
        name: "YAML aliases",
        make: |size| {
            let name = |n: usize| char::from(b'a' + (n % 26) as u8);
            let line = |n: usize| {
                let of = format!("*{}", name(n)).to_owned() + ",";
                format!("{0}: &{0} [{1}x]\n", name(n + 1), of.repeat(9))
            };
            let lines: String = (0..size.ilog2().min(24) as usize).map(line).collect();
            format!("---\na: &a [x,x,x,x,x,x,x,x,x]\n{lines}---\nx\n")
        },
    },
    Case {
        name: "YAML keys",
        make: |size| format!("---\n{}---\nx\n", counted(size.min(60_000), |n| format!("k{n}: x\n"))),
    },
    Case {
        name: "YAML of many keys",
        make: |size| format!("---\n{}---\nx\n", counted(size, |n| format!("k{n}: x\n"))),
    },
    Case { name: "YAML of one text", make: |size| format!("---\na: |\n{}---\nx\n", again("  b\n", size)) },
    Case {
        name: "YAML of one list",
        make: |size| format!("---\na:\n{}---\nx\n", again("  - b\n", size.min(60_000))),
    },
    Case {
        name: "TOML of many keys",
        make: |size| format!("+++\n{}+++\nx\n", counted(size, |n| format!("k{n} = 1\n"))),
    },
    Case { name: "YAML without an end", make: |size| format!("---\n{}", again("a: b\n", size)) },
    Case {
        name: "TOML nested in a line",
        make: |size| format!("+++\na = {}\n+++\nx\n", again("[", size.min(60_000))),
    },
    Case {
        name: "TOML tables nested",
        make: |size| format!("+++\na = {}\n+++\nx\n", again("{a=", size.min(60_000))),
    },
    Case {
        name: "TOML dotted keys",
        make: |size| format!("+++\n{}a=1\n+++\nx\n", again("a.", size.min(60_000))),
    },
    Case {
        name: "TOML headers",
        make: |size| {
            format!(
                "+++\n{}+++\nx\n",
                counted(size.min(60_000), |n| format!("[a{}]\n", ".a".repeat(n % 100)))
            )
        },
    },
];

/// Every case.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    AGAIN.iter().chain(MADE)
}
