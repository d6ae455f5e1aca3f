//! What is known about a book → catalogue entries, XMP metadata and the information dictionary.
//!
//! XMP: ISO 16684-1; what PDF/A and PDF/UA ask of it: ISO 19005-2, 6.6.2 and ISO 14289-1, clause 5.

use super::color_profile;
use super::{Shell, WriteError, number};
use crate::model::{Book, Role};
use lopdf::{Dictionary, Object, Stream, dictionary};
use quick_xml::escape::escape;
use std::fmt::Write as _;

/// Whether the file says that it conforms to PDF/UA-1 and PDF/A-2a.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Conforms,
    Nothing,
}

/// What made the file. Without a version in it, an upgrade that changes nothing would change every file.
const PRODUCER: &str = "Stationer";

/// Adds language, title, metadata and colours.
pub(super) fn add(shell: &mut Shell, book: &Book, claim: Claim) -> Result<(), WriteError> {
    let xmp = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Not compressed: readers that know no PDF look for it.
    let xmp =
        shell.document.add_object(Stream::new(xmp, packet(book, claim).into_bytes()).with_compression(false));
    let profile = Stream::new(dictionary! { "N" => 3 }, color_profile::srgb());
    let profile = shell.document.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let direction = book.metadata.direction;
    let catalog = shell.document.catalog_mut()?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent.into()]);
    catalog.set("Lang", number::text(book.metadata.language.as_str()));
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if direction == crate::model::Direction::RightToLeft {
        preferences.set("Direction", "R2L");
    }
    catalog.set("ViewerPreferences", preferences);
    let information = information(book);
    match shell.document.trailer.get(b"Info").and_then(Object::as_reference) {
        Ok(id) => shell.document.set_object(id, information),
        Err(_) => {
            let id = shell.document.add_object(information);
            shell.document.trailer.set("Info", id);
        }
    }
    Ok(())
}

fn authors(book: &Book) -> Vec<&str> {
    let contributors = &book.metadata.contributors;
    contributors
        .iter()
        .filter(|person| person.role == Role::Author)
        .map(|person| person.name.as_str())
        .collect()
}

fn information(book: &Book) -> Dictionary {
    let metadata = &book.metadata;
    let mut entry = Dictionary::new();
    let mut set = |key: &str, value: &str| {
        if !value.is_empty() {
            entry.set(key, number::text(value));
        }
    };
    set("Title", &metadata.title);
    set("Author", &authors(book).join(", "));
    set("Subject", metadata.description.as_deref().unwrap_or_default());
    set("Keywords", &metadata.subjects.join(", "));
    set("Creator", PRODUCER);
    set("Producer", PRODUCER);
    let day = metadata.modified;
    let date = format!("D:{:04}{:02}{:02}000000Z", day.year(), day.month(), day.day());
    entry.set("CreationDate", Object::string_literal(date.clone()));
    entry.set("ModDate", Object::string_literal(date));
    entry
}

/// The XMP packet.
fn packet(book: &Book, claim: Claim) -> String {
    let metadata = &book.metadata;
    let language = metadata.language.as_str();
    let mut xmp = String::from(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n",
    );
    alternatives(&mut xmp, "dc:title", Some(&metadata.title), language);
    array(&mut xmp, "dc:creator", "Seq", &authors(book));
    let helpers: Vec<&str> = metadata
        .contributors
        .iter()
        .filter(|person| person.role != Role::Author)
        .map(|person| person.name.as_str())
        .collect();
    array(&mut xmp, "dc:contributor", "Bag", &helpers);
    array(&mut xmp, "dc:publisher", "Bag", metadata.publisher.as_slice());
    alternatives(&mut xmp, "dc:description", metadata.description.as_ref(), language);
    alternatives(&mut xmp, "dc:rights", metadata.rights.as_ref().or(metadata.license.as_ref()), language);
    array(&mut xmp, "dc:subject", "Bag", &metadata.subjects);
    array(&mut xmp, "dc:language", "Bag", &[language]);
    simple(&mut xmp, "dc:identifier", &metadata.identifier);
    let isbns = metadata.isbns.iter().filter(|number| number.is_of("pdf"));
    array(&mut xmp, "xmp:Identifier", "Bag", &isbns.map(|number| number.isbn.urn()).collect::<Vec<_>>());
    if !metadata.subjects.is_empty() {
        simple(&mut xmp, "pdf:Keywords", &metadata.subjects.join(", "));
    }
    simple(&mut xmp, "pdf:Producer", PRODUCER);
    simple(&mut xmp, "xmp:CreatorTool", PRODUCER);
    let date = format!("{}T00:00:00Z", metadata.modified);
    simple(&mut xmp, "xmp:CreateDate", &date);
    simple(&mut xmp, "xmp:ModifyDate", &date);
    xmp.push_str("</rdf:Description>\n");
    if claim == Claim::Conforms {
        xmp.push_str(CLAIMS);
    }
    xmp.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    xmp
}

/// The claims, and the schema of `pdfuaid`, which PDF/A does not know (ISO 19005-2, 6.6.2.3).
const CLAIMS: &str = "<rdf:Description rdf:about=\"\" \
xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=\"\" \
xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
";

fn simple(xmp: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(xmp, "<{name}>{}</{name}>", escaped(value));
    }
}

fn array(xmp: &mut String, name: &str, kind: &str, values: &[impl AsRef<str>]) {
    if values.is_empty() {
        return;
    }
    let _ = write!(xmp, "<{name}><rdf:{kind}>");
    for value in values {
        let _ = write!(xmp, "<rdf:li>{}</rdf:li>", escaped(value.as_ref()));
    }
    let _ = writeln!(xmp, "</rdf:{kind}></{name}>");
}

fn alternatives(xmp: &mut String, name: &str, value: Option<&String>, language: &str) {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return };
    let value = escaped(value);
    let _ = writeln!(
        xmp,
        "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li>\
         <rdf:li xml:lang=\"{language}\">{value}</rdf:li></rdf:Alt></{name}>"
    );
}

/// Text for XML; characters XML 1.0 cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let held = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    escape(text.chars().map(held).collect::<String>()).into_owned()
}
