//! The frame of every container, made by epub-builder: the only file that names it.
//!
//! It is given nothing that version 0.8.3 gets wrong: no author (its id clashes with the language's), no
//! refinements, no covers, no texts. What differs from book to book [`super::finish`] puts
//! into the frame, since epub-builder says little of it as the standard asks; and it opens a compressor for each
//! file, which its own cannot be replaced, so that to go through it for every book would cost more than all the
//! rest of a lesson. Its date is set so that it does not ask the clock.

use super::container::{Entry, Method, Packer};
use super::{Fault, MEDIA_TYPE, check};
use epub_builder::{EpubBuilder, EpubVersion, ZipLibrary};
use std::sync::OnceLock;

/// Names the package document.
const CONTAINER: &str = "META-INF/container.xml";
/// The package document.
const PACKAGE: &str = "OEBPS/content.opf";

/// What all books of a run begin with.
pub(super) struct Frame {
    /// The first files of the container: its media type, and what names the package document.
    pub(super) first: [Entry<'static>; 2],
    /// The package document of a book without texts.
    pub(super) package: String,
}

/// The frame, made when it is first asked for.
pub(super) fn frame() -> Result<&'static Frame, Fault> {
    static FRAME: OnceLock<Result<Frame, Fault>> = OnceLock::new();
    FRAME.get_or_init(made).as_ref().map_err(Fault::clone)
}

fn made() -> Result<Frame, Fault> {
    let frame = assembled()?;
    let container = check::text_in(&frame, CONTAINER)?;
    let first = Packer::shared(|packer| {
        let kind = packer.entry("mimetype", MEDIA_TYPE.as_bytes(), Method::Stored)?;
        let container = packer.entry(CONTAINER, container.as_bytes(), Method::Deflated)?;
        Ok::<_, Fault>([kind.into_owned(), container.into_owned()])
    })?;
    Ok(Frame { first, package: check::text_in(&frame, PACKAGE)? })
}

/// A container without texts.
fn assembled() -> Result<Vec<u8>, Fault> {
    let failed = Fault::of::<epub_builder::Error>("the container could not be assembled");
    let mut builder = EpubBuilder::new(ZipLibrary::new().map_err(&failed)?).map_err(&failed)?;
    builder.epub_version(EpubVersion::V33);
    builder.escape_html(true);
    builder.set_title("Stationer");
    builder.add_language("en");
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_generator("Stationer");
    builder.set_modified_date("1980-01-01T00:00:00Z".parse().map_err(Fault::of("the date of the frame"))?);
    let mut bytes = Vec::new();
    builder.generate(&mut bytes).map_err(&failed)?;
    Ok(bytes)
}

/// One test for each gap of epub-builder 0.8.3 that this room works around: when an upgrade mends or
/// changes one, its test fails, and the way around can go.
#[cfg(test)]
mod gaps {
    use super::*;
    use epub_builder::{EpubContent, MetadataOpf, MetadataOpfV3};
    use std::io::{Cursor, Read};
    use zip::ZipArchive;

    type Builder = EpubBuilder<ZipLibrary>;

    fn built(set: impl FnOnce(&mut Builder)) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut builder = EpubBuilder::new(ZipLibrary::new().unwrap()).unwrap();
        builder.epub_version(EpubVersion::V33);
        set(&mut builder);
        let mut bytes = Vec::new();
        builder.generate(&mut bytes).unwrap();
        ZipArchive::new(Cursor::new(bytes)).unwrap()
    }

    fn file(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        archive.by_name(&format!("OEBPS/{name}")).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn package(set: impl FnOnce(&mut Builder)) -> String {
        file(&mut built(set), "content.opf")
    }

    #[test]
    fn gap_1_language_and_author_have_one_id() {
        let package = package(|builder| {
            builder.add_language("en");
            builder.add_author("Ada");
        });
        assert_eq!(package.matches("id=\"epub-creator-0\"").count(), 2);
    }

    #[test]
    fn gap_2_refinements_go_to_the_id() {
        let mut meta = MetadataOpfV3::new("role".to_owned(), "aut".to_owned());
        meta.add_refines("#x".to_owned());
        let package = package(|builder| {
            builder.add_metadata_opf(Box::new(meta));
        });
        assert!(package.contains("id=\"#x\"") && !package.contains("refines"));
    }

    #[test]
    fn gap_3_metadata_is_not_escaped_where_it_stands() {
        let quoted = MetadataOpf { name: "n".to_owned(), content: "a \"b\"".to_owned() };
        let raw = MetadataOpfV3::new("p".to_owned(), "a < b".to_owned());
        let package = package(|builder| {
            builder.add_metadata_opf(Box::new(quoted));
            builder.add_metadata_opf(Box::new(raw));
        });
        assert!(package.contains("content=\"a \"b\"\"") && package.contains(">a < b<"));
    }

    #[test]
    fn gap_5_the_package_document_is_that_of_epub_3_0() {
        let svg = "<html><body><svg/></body></html>";
        let package = package(|builder| {
            builder.add_content(EpubContent::new("a.xhtml", svg.as_bytes())).unwrap();
        });
        assert!(package.contains("<guide>") && !package.contains("xml:lang"));
        assert_eq!(package.matches("properties=").count(), 1, "the navigation alone has properties");
        assert!(!package.contains("<itemref idref=\"nav\""));
    }

    #[test]
    fn gap_6_navigation_without_titles_is_empty() {
        let mut archive = built(|builder| {
            builder.add_content(EpubContent::new("a.xhtml", "<html/>".as_bytes())).unwrap();
        });
        let nav = file(&mut archive, "nav.xhtml");
        let landmarks = nav.split("landmarks").nth(1).unwrap();
        assert!(!nav.contains("<li>") && !landmarks.contains("<ol>"));
    }

    #[test]
    fn gap_7_navigation_lacks_language_roles_and_identifier() {
        let mut archive = built(|builder| {
            builder.set_title("The title");
            builder.add_content(EpubContent::new("a.xhtml", "<html/>".as_bytes()).title("A")).unwrap();
        });
        let nav = file(&mut archive, "nav.xhtml");
        assert!(!nav.contains("lang=") && !nav.contains("role=") && !nav.contains("hidden"));
        let ncx = file(&mut archive, "toc.ncx");
        assert!(!ncx.contains("dtb:uid") && !ncx.contains("The title"));
    }

    #[test]
    fn gap_8_ids_are_made_from_file_names_and_clash() {
        let package = package(|builder| {
            for name in ["a/b.xhtml", "a_b.xhtml"] {
                builder.add_content(EpubContent::new(name, "<html/>".as_bytes())).unwrap();
            }
        });
        assert_eq!(package.matches("id=\"id_a_b.xhtml\"").count(), 2);
    }

    #[test]
    fn gap_10_identifiers_are_random_but_times_are_fixed() {
        let identifier =
            |package: String| package.split("urn:uuid:").nth(1).map(|rest| rest[..36].to_owned());
        assert_ne!(identifier(package(|_| ())), identifier(package(|_| ())));
        // Fails when a crate of the build turns on the `time` feature of `zip`.
        let mut archive = built(|_| ());
        for index in 0..archive.len() {
            let entry = archive.by_index(index).unwrap();
            assert_eq!(entry.last_modified(), Some(zip::DateTime::default()), "{}", entry.name());
        }
    }
}
