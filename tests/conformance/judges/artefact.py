"""The text of finished files in the order in which they are read out."""
import posixpath
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

from . import pdf
from .letters import words

# XHTML elements that stand within a line of text; all others part words.
WITHIN_LINE = set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q ruby s samp small span "
                  "strong sub sup time u var wbr math mi mn mo mrow".split())
UNREAD = set("head script style template rp rt annotation".split())
TYPE = "{http://www.idpf.org/2007/ops}type"


class Unreadable(Exception):
    """The file is not what its name says."""


class Artefact:
    """Words in reading order, and the words of texts that stand for what is not text."""

    def __init__(self, text, described):
        self.words = words(text)
        self.described = "".join(words(described))
        self.spaced = f" {' '.join(self.words)} "
        self.joined = "".join(self.words)


def local(element):
    """An element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def collect(element, text, described):
    """Append what an element says to `text`, what its attributes say to `described`."""
    name = local(element)
    if not name or name in UNREAD or "hidden" in element.attrib:
        return
    for attribute in ("alt", "aria-label", "title", "alttext"):
        described.append(element.get(attribute) or "")
    # The mark of a note is a word by itself, though it stands at another.
    mark = f"{element.get(TYPE) or ''} {element.get('role') or ''}"
    around = "" if name in WITHIN_LINE and "noteref" not in mark and "backlink" not in mark else "\n"
    text.append(around + (element.text or ""))
    for child in element:
        collect(child, text, described)
        text.append(child.tail or "")
    text.append(around)


def book(path):
    """An EPUB, read along its spine. The contents are left out: they repeat the headings."""
    try:
        with zipfile.ZipFile(path) as archive:
            container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
            package_path = next(e for e in container.iter() if local(e) == "rootfile").get("full-path")
            package = ElementTree.fromstring(archive.read(package_path))
            items = {e.get("id"): e for e in package.iter() if local(e) == "item"}
            text, described = [], []
            for reference in (e for e in package.iter() if local(e) == "itemref"):
                item = items[reference.get("idref")]
                if "nav" in (item.get("properties") or "").split():
                    continue
                name = urllib.parse.unquote(item.get("href"))
                name = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), name))
                collect(ElementTree.fromstring(archive.read(name)), text, described)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, StopIteration) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return Artefact("".join(text), "\n".join(described))


def artefacts(files):
    """Each file with its artefact, or with the `Unreadable` that it is."""
    papers = [file for file in files if file.suffix == ".pdf"]
    readings = dict(zip(papers, pdf.read(papers)))
    for file in files:
        try:
            if file not in readings:
                yield file, book(file)
            elif readings[file].trouble:
                raise Unreadable(readings[file].trouble)
            elif not readings[file].tagged:
                raise Unreadable("an untagged PDF has no order to be read in")
            else:
                yield file, Artefact(readings[file].text, readings[file].described)
        except Unreadable as error:
            yield file, error
