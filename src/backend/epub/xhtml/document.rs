//! The shell of every XHTML file: declaration, language, title, style sheets.

use crate::backend::epub::markup::{Markup, one_line};
use crate::model::{Direction, LangTag};

/// What the shell of a file says.
pub(in crate::backend::epub) struct Shell<'a> {
    /// The title shown by readers; never empty.
    pub(in crate::backend::epub) title: &'a str,
    /// The language of the file.
    pub(in crate::backend::epub) language: &'a LangTag,
    /// Its direction.
    pub(in crate::backend::epub) direction: Direction,
    /// From the file to the folder of the style sheets.
    pub(in crate::backend::epub) to_root: &'static str,
    /// The style sheets, in their order.
    pub(in crate::backend::epub) sheets: &'static [&'static str],
}

impl Shell<'_> {
    /// A whole file around the content of its body.
    pub(in crate::backend::epub) fn around(&self, body: Markup) -> String {
        let mut out = Markup::document(body.len());
        out.doctype();
        out.start(
            "html",
            [
                ("xmlns", "http://www.w3.org/1999/xhtml"),
                ("xmlns:epub", "http://www.idpf.org/2007/ops"),
                ("lang", self.language.as_str()),
                ("xml:lang", self.language.as_str()),
                ("dir", self.direction.name()),
            ],
        );
        out.line();
        out.start("head", []);
        out.line();
        out.void("meta", [("charset", "utf-8")]);
        out.line();
        out.element("title", [], &one_line(self.title));
        out.line();
        for sheet in self.sheets {
            let href = format!("{}{sheet}", self.to_root);
            out.void("link", [("rel", "stylesheet"), ("type", "text/css"), ("href", &href)]);
            out.line();
        }
        out.end();
        out.line();
        out.start("body", []);
        out.line();
        out.nested(body);
        out.end();
        out.line();
        out.end();
        out.line();
        out.finish()
    }
}
