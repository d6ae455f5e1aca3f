//! The text of a code's page → its sections. Knows no code and no terminal.
//!
//! A page is paragraphs; `Wrong:` and `Right:` stand alone before an example that is set in by four
//! spaces; paragraphs that begin with `To mend it:` and `To set it off:` are what their words say.

/// What an author should know about a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The whole text as it is shown.
    pub text: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// An example that raises the code.
    pub wrong: String,
    /// The same without the fault.
    pub right: String,
    /// What to do.
    pub mend: &'static str,
    /// Where it can be set off; none when it cannot.
    pub off: Option<&'static str>,
}

impl Page {
    /// Reads a page. What is missing is empty.
    pub(super) fn parse(text: &'static str) -> Page {
        let between = |start: &str, end: &str| -> Option<&'static str> {
            let (_, rest) = text.split_once(start)?;
            Some(rest.split_once(end).map_or(rest, |(part, _)| part))
        };
        let off = between(OFF, "\u{0}").map(str::trim);
        Page {
            text,
            why: text.split_once(WRONG).map_or(text, |(why, _)| why).trim(),
            wrong: example(between(WRONG, RIGHT).unwrap_or_default()),
            right: example(between(RIGHT, MEND).unwrap_or_default()),
            mend: between(MEND, OFF).unwrap_or_default().trim(),
            off,
        }
    }
}

const WRONG: &str = "\nWrong:\n";
const RIGHT: &str = "\nRight:\n";
const MEND: &str = "\nTo mend it:";
const OFF: &str = "\nTo set it off:";

/// An example without the four spaces before its lines and the empty lines around it.
fn example(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_sections() {
        let page = Page::parse(
            "Why.\n\nWrong:\n\n    a\n\n      b\n\nRight:\n\n    c\n\nTo mend it: do c\nnow.\n\nTo set it off: never.\n",
        );
        assert_eq!((page.why, page.mend, page.off), ("Why.", "do c\nnow.", Some("never.")));
        assert_eq!((page.wrong.as_str(), page.right.as_str()), ("a\n\n  b", "c"));
        let short = Page::parse("Why.\n");
        assert_eq!((short.why, short.mend, short.off), ("Why.", "", None));
    }
}
