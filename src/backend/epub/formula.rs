//! TeX → MathML. The only file that names math-core.
//!
//! What the library makes is read again and written anew: only the elements and attributes that EPUB and
//! old readers know stay, whatever a formula asks for. Knows no page and no model.

use super::markup::{Markup, one_line};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The deepest formula that is read. The library descends on the stack: in a thread of 2 MB some 400 levels.
const DEEPEST: usize = 96;

/// The most bytes of a formula.
const LONGEST: usize = 20_000;

/// The names and values of the attributes of an element.
type Attributes = Vec<(&'static str, String)>;

/// How a formula stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Display {
    /// In a line of text.
    Inline,
    /// On a line of its own.
    Block,
}

/// The elements that are kept, and which attributes of each: those of MathML Core that MathML 3, which EPUB
/// holds to, has too.
const ELEMENTS: [(&str, &[&str]); 25] = [
    ("mrow", &[]),
    ("mi", &["mathvariant"]),
    ("mn", &["mathvariant"]),
    (
        "mo",
        &[
            "accent",
            "fence",
            "form",
            "largeop",
            "lspace",
            "mathvariant",
            "maxsize",
            "minsize",
            "movablelimits",
            "rspace",
            "separator",
            "stretchy",
            "symmetric",
        ],
    ),
    ("mtext", &["mathvariant"]),
    ("ms", &["mathvariant"]),
    ("mspace", &["width", "height", "depth"]),
    ("mfrac", &["linethickness"]),
    ("msqrt", &[]),
    ("mroot", &[]),
    ("mstyle", &["displaystyle", "scriptlevel"]),
    ("mpadded", &["width", "height", "depth", "lspace", "voffset"]),
    ("mphantom", &[]),
    ("msub", &[]),
    ("msup", &[]),
    ("msubsup", &[]),
    ("munder", &["accentunder"]),
    ("mover", &["accent"]),
    ("munderover", &["accent", "accentunder"]),
    ("mmultiscripts", &[]),
    ("mprescripts", &[]),
    ("mtable", &["displaystyle"]),
    ("mtr", &[]),
    ("mtd", &["columnspan", "rowspan"]),
    ("menclose", &["notation"]),
];

/// The formula as a `math` element with its TeX as alternative text and annotation, or why it cannot be, in
/// a few words.
pub(super) fn mathml(tex: &str, display: Display) -> Result<Markup, String> {
    let clean = one_line(tex);
    if clean.is_empty() {
        return Err("there is nothing in it".to_owned());
    }
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return Err("it is too long or too deep".to_owned());
    }
    // Colours are the reader's, but what they are given to stays.
    let macros = vec![("textcolor".to_owned(), "{\\color{#1}{#2}}".to_owned())];
    let config = MathCoreConfig { macros, ..MathCoreConfig::default() };
    let made = LatexToMathML::new(config).map_err(|(error, ..)| sentence(&error.to_string()))?;
    let mode = match display {
        Display::Inline => MathDisplay::Inline,
        Display::Block => MathDisplay::Block,
    };
    let made = made.convert_with_local_state(tex, mode).map_err(|error| sentence(&error.to_string()))?;
    let mut out = Markup::new();
    let namespace = ("xmlns", "http://www.w3.org/1998/Math/MathML");
    let display = (display == Display::Block).then_some(("display", "block"));
    out.start("math", [namespace].into_iter().chain(display).chain([("alttext", clean.as_str())]));
    out.start("semantics", []);
    out.start("mrow", []);
    rewrite(&made.mathml, &mut out)?;
    out.end();
    out.element("annotation", [("encoding", "application/x-tex")], tex);
    out.end();
    out.end();
    Ok(out)
}

/// The message of the library as the end of a sentence of ours.
fn sentence(message: &str) -> String {
    let message = one_line(message);
    let mut letters = message.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// How deep a formula goes, at most: groups, fences and environments inside one another, and commands that
/// may take each other as arguments because nothing stands between them.
fn depth(tex: &str) -> usize {
    let (mut outer, mut run, mut deepest) = (Vec::new(), 0_usize, 0);
    let mut base = 0_usize;
    let mut letters = tex.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut name = String::new();
        if letter == '\\' {
            while let Some(letter) = letters.next_if(char::is_ascii_alphabetic) {
                name.push(letter);
            }
            if name.is_empty() {
                // An escaped brace is a sign, not a group.
                letters.next();
            }
        }
        match (letter, name.as_str()) {
            ('{', _) | (_, "left" | "begin") => {
                outer.push(run);
                base += run + 1;
                run = 0;
            }
            ('}', _) | (_, "right" | "end") => {
                base -= outer.pop().map_or(0, |run| run + 1);
                run = 0;
            }
            ('\\', _) => run += 1,
            (letter, _) if letter.is_whitespace() => {}
            _ => run = 0,
        }
        deepest = deepest.max(base + run);
    }
    deepest
}

/// Writes the content of a `math` element anew.
fn rewrite(mathml: &str, out: &mut Markup) -> Result<(), String> {
    let broken = || "what was made of it is not sound".to_owned();
    let mut reader = Reader::from_str(mathml);
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(element) if element.name().as_ref() == "math" => {}
            Event::End(element) if element.name().as_ref() == "math" => {}
            Event::Start(element) => {
                let (name, attributes) = known(&element)?;
                out.start(name, attributes.iter().map(|(name, value)| (*name, value.as_str())));
            }
            Event::Empty(element) => {
                let (name, attributes) = known(&element)?;
                out.void(name, attributes.iter().map(|(name, value)| (*name, value.as_str())));
            }
            Event::End(_) => out.end(),
            Event::Text(text) => out.text(&text),
            Event::GeneralRef(reference) => {
                let entity = format!("&{};", &*reference);
                out.text(&quick_xml::escape::unescape(&entity).map_err(|_| broken())?);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An element and those of its attributes that are kept. Columns are aligned by the attribute that MathML 3
/// has for it, since readers of e-books know no other.
fn known(element: &BytesStart<'_>) -> Result<(&'static str, Attributes), String> {
    let name = element.name();
    let known = ELEMENTS.iter().find(|(known, _)| *known == name.as_ref());
    let (name, allowed) = *known.ok_or_else(|| format!("it needs the element `{}`", name.as_ref()))?;
    let mut kept = Attributes::new();
    for attribute in element.attributes().flatten() {
        let Ok(value) = quick_xml::escape::unescape(&attribute.value) else { continue };
        let key = attribute.key;
        if let Some(known) = allowed.iter().find(|known| **known == key.as_ref()) {
            kept.push((known, value.into_owned()));
        } else if key.as_ref() == "style" && name == "mtd" {
            let sides = ["right", "left", "center"];
            let side = sides.into_iter().find(|side| value.contains(&format!("text-align: {side}")));
            kept.extend(side.map(|side| ("columnalign", side.to_owned())));
        }
    }
    Ok((name, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(tex: &str) -> Result<String, String> {
        mathml(tex, Display::Inline).map(Markup::finish)
    }

    #[test]
    fn a_formula_has_its_tex_as_alternative_text() {
        insta::assert_snapshot!(made("a < \\frac{-b}{2}").unwrap());
        insta::assert_snapshot!(
            mathml("\\begin{aligned} a &= b \\\\ c &< d \\end{aligned}", Display::Block).unwrap().finish()
        );
    }

    #[test]
    fn colours_are_left_to_the_reader() {
        let made = made("\\textcolor{blue}{y} \\color{red} x").unwrap();
        assert!(made.contains("<mi>y</mi>") && made.contains("<mi>x</mi>") && !made.contains("style"));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let found =
            ["\\frac{1}{", "\\foo", "", "\\href{javascript:alert(1)}{x}"].map(|tex| made(tex).unwrap_err());
        insta::assert_snapshot!(found.join("\n"));
    }

    #[test]
    fn deep_and_long_formulas_are_refused_before_they_are_read() {
        for (open, close) in
            [("{", "}"), ("\\left(", "\\right)"), ("x^{", "}"), ("\\begin{matrix}", "\\end{matrix}")]
        {
            let tex = format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
            assert!(made(&tex).is_err());
            let tex = format!("{}x{}", open.repeat(300), close.repeat(300));
            assert!(made(&tex).is_err());
        }
        assert!(made(&"\\sqrt".repeat(3_000)).is_err());
        assert!(made(&format!("{}x{}", "\\sqrt\\sqrt{".repeat(90), "}".repeat(90))).is_err());
        assert!(made(&"x^{2} \\leftarrow \\{ [".repeat(100)).is_ok(), "signs are not groups");
    }
}
