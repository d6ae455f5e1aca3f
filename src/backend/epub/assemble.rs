//! Our content → a container made by epub-builder. The only file that names it.
//!
//! It is given nothing that version 0.8.3 gets wrong: no author (its id clashes with the language's), no
//! refinements, no covers; safe file names; at least one titled document with a meaning. What it cannot
//! say, [`super::finish`] amends. Dates are set so that it does not ask the clock.

use super::names::MODERN_CSS;
use super::{DocumentKind, Edition, Fault};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};

/// The container, before the finish.
pub(super) fn assemble(edition: &Edition) -> Result<Vec<u8>, Fault> {
    let failed = Fault::of::<epub_builder::Error>("the container could not be assembled");
    let mut builder = EpubBuilder::new(ZipLibrary::new().map_err(&failed)?).map_err(&failed)?;
    builder.epub_version(EpubVersion::V33);
    builder.escape_html(true);
    builder.set_title(edition.title.as_str());
    builder.add_language(edition.language.as_str());
    builder.set_uuid(edition.uuid);
    builder.metadata("direction", edition.direction.name()).map_err(&failed)?;
    builder.set_generator("Stationer");
    let modified = format!("{}T00:00:00Z", edition.modified);
    let modified = modified.parse().map_err(Fault::of("the date of the last change"))?;
    builder.set_modified_date(modified);
    builder.stylesheet(edition.base_css.as_bytes()).map_err(&failed)?;
    builder.add_resource(MODERN_CSS, edition.modern_css.as_bytes(), "text/css").map_err(&failed)?;
    let first =
        edition.documents.iter().position(|document| document.kind == DocumentKind::Body).unwrap_or(0);
    for (number, document) in edition.documents.iter().enumerate() {
        let content = EpubContent::new(document.file.as_str(), document.xhtml.as_bytes());
        let mut content = content.title(document.title.as_str());
        if number == first {
            content = content.reftype(ReferenceType::Text);
        }
        builder.add_content(content).map_err(&failed)?;
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes).map_err(&failed)?;
    Ok(bytes)
}
