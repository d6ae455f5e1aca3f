//! Pictures → `img`, or words where a picture is missing.

use super::{Writer, identified};
use crate::backend::epub::markup::one_line;
use crate::images::{Alpha, Picture, PictureKind};
use crate::model::{Alt, Figure, Image, ImageId, Inline, TargetId, walk};

/// The file of a picture, seen from the package document.
pub(in crate::backend::epub) fn file(id: ImageId, picture: &Picture) -> String {
    format!("img/i{:04}.{}", id.0 + 1, suffix(picture))
}

/// The suffix of the file of a picture, without the dot.
pub(in crate::backend::epub) fn suffix(picture: &Picture) -> &'static str {
    match (&picture.drawing, picture.kind) {
        (Some(_), _) => "svg",
        (None, PictureKind::Jpeg) => "jpg",
        (None, PictureKind::Png) => "png",
    }
}

/// The size of a picture in pixels of the page. Drawings are measured by the inch, which has 96 of them.
fn size(picture: &Picture) -> (String, String) {
    let (width, height) = picture.pixels_of_css();
    (width.to_string(), height.to_string())
}

/// Between the number of a caption and its words: an en space.
pub(super) const BEHIND_NUMBER: &str = "\u{2002}";

impl<'a> Writer<'a> {
    /// A picture with a caption or without.
    pub(super) fn figure(&mut self, id: Option<&TargetId>, figure: &Figure) {
        let silent = figure.image.alt == Alt::Decorative && self.picture(&figure.image).is_none();
        if silent && !self.shows(&figure.caption) {
            return self.anchor(id);
        }
        self.out.start("figure", identified(id, &[]));
        self.out.line();
        self.image(&figure.image, Some(&walk::plain_text(&figure.caption)));
        self.out.line();
        if self.shows(&figure.caption) {
            self.out.start("figcaption", []);
            self.caption(id, &figure.caption);
            self.out.end();
            self.out.line();
        }
        self.out.end();
        self.out.line();
    }

    /// The words of a caption behind its number, where there is one.
    pub(super) fn caption(&mut self, id: Option<&TargetId>, caption: &[Inline]) {
        if let Some(label) = self.setting.captions.label(id, &self.setting.book.words) {
            self.out.element("b", [], &label);
            self.out.text(BEHIND_NUMBER);
        }
        self.inlines(caption);
    }

    /// A picture, or words in its place. The caption speaks for a picture without alternative text.
    pub(super) fn image(&mut self, image: &Image, caption: Option<&str>) {
        let Some((id, picture)) = self.picture(image) else {
            self.missing(image);
            return;
        };
        let word = &self.setting.book.words.image;
        let title = image.title.as_deref().unwrap_or_default();
        let (alt, decorative) = match &image.alt {
            Alt::Text(text) => (text.as_str(), false),
            Alt::Decorative => ("", true),
            Alt::Missing => {
                self.findings.undescribed += 1;
                let words = [caption.unwrap_or_default(), title, word];
                (words.into_iter().find(|text| !one_line(text).is_empty()).unwrap_or(word), false)
            }
        };
        self.findings.pictures.insert(id);
        self.findings.informative += usize::from(!decorative);
        let src = format!("../{}", file(id, picture));
        let (width, height) = size(picture);
        let mut attributes =
            vec![("src", src.as_str()), ("alt", alt), ("width", &width), ("height", &height)];
        if decorative {
            attributes.push(("role", "presentation"));
        }
        if caption.is_none() && !title.is_empty() {
            attributes.push(("title", title));
        }
        if picture.alpha == Alpha::Transparent {
            attributes.push(("class", "transparent"));
        }
        self.out.void("img", attributes);
    }

    /// The picture file of a picture, if there is one.
    pub(super) fn picture(&self, image: &Image) -> Option<(ImageId, &'a Picture)> {
        let id = image.picture?;
        Some((id, self.setting.pictures.get(id)?))
    }

    /// Says what a missing picture would have told. One that only decorates told nothing.
    fn missing(&mut self, image: &Image) {
        let word = &self.setting.book.words.image;
        let name = image.source.rsplit(['/', '\\']).next().unwrap_or_default();
        let told = match &image.alt {
            Alt::Decorative => return,
            Alt::Text(text) => text.as_str(),
            Alt::Missing => image.title.as_deref().unwrap_or(name),
        };
        let words = one_line(&format!("{word}: {told}"));
        let attributes = [("class", "missing-image"), ("role", "img"), ("aria-label", words.as_str())];
        // The brackets part the words from the text around them where no frame is drawn.
        self.out.element("span", attributes, &format!("[{words}]"));
    }
}
