"""Judges of PDF files: veraPDF for conformance; qpdf, poppler and PDFBox for a sound file."""
import re
import tempfile
from pathlib import Path

from . import parts
from .verdict import CannotRun, run, tail

FLAVOURS = ("ua1", "2a")
# A row of pdffonts ends in: embedded, subset, mapped to Unicode, object number and generation.
FONT_ROW = re.compile(r"^(.+?)\s+(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")


def verapdf(check, files):
    """Every rule of PDF/UA-1 and PDF/A-2a that a file breaks."""
    if not files:
        return check.finish("no files")
    done = parts.java(parts.pdf_jar(), "PdfJudge.java", "validate", ",".join(FLAVOURS), *files)
    verdicts = 0
    for line in done.stdout.splitlines():
        kind, number, flavour, *fields = line.split("\t")
        file = files[int(number)]
        if kind == "BROKEN":
            specification, rule, times, what = fields
            check.finding(file, f"{flavour}:{rule}", "error", f"{specification}, {times} time(s): {what}")
        elif kind == "DONE":
            verdicts += 1
            verdict, what = fields
            if verdict != "pass":
                check.finding(file, f"{flavour}:verdict", "error", f"{verdict}: {what}")
    if done.returncode or verdicts != len(files) * len(FLAVOURS):
        raise CannotRun(f"{verdicts} verdicts of veraPDF on {len(files)} files: {tail(done)}")
    return check.finish(f"{len(files)} file(s), veraPDF {' and '.join(FLAVOURS)}")


class Reading:
    """What assistive technology gets to know of one file."""

    def __init__(self):
        self.trouble = "not read"
        self.tagged, self.language, self.bookmarks, self.pages = False, "", 0, 0
        self.text, self.described = "", ""


def read(files):
    """The readings of all files, made in one virtual machine."""
    readings = [Reading() for _ in files]
    if not files:
        return readings
    with tempfile.TemporaryDirectory() as folder:
        done = parts.java(parts.pdf_jar(), "PdfJudge.java", "read", folder, *files)
        if done.returncode:
            raise CannotRun(f"PDFBox: {tail(done)}")
        for line in done.stdout.splitlines():
            kind, number, *fields = line.split("\t")
            reading = readings[int(number)]
            if kind != "FACTS":
                reading.trouble = fields[0]
                continue
            reading.trouble = ""
            reading.tagged = fields[0] == "tagged"
            reading.language, reading.bookmarks, reading.pages = fields[1], int(fields[2]), int(fields[3])
            texts = [Path(folder, f"{number}.{kind}") for kind in ("txt", "alt")]
            if all(path.exists() for path in texts):
                reading.text, reading.described = (path.read_text(encoding="utf-8") for path in texts)
    return readings


def sound(check, files):
    """Structure, fonts, title, language, tags, bookmarks, and text that can be copied."""
    if not files:
        return check.finish("no files")
    parts.programs("qpdf", "pdffonts", "pdfinfo", "pdftotext")
    pages = 0
    for file, reading in zip(files, read(files)):
        if reading.trouble:
            check.finding(file, "readable", "fatal", reading.trouble)
            continue
        pages += reading.pages
        structure(check, file)
        fonts(check, file)
        facts(check, file, reading)
        text(check, file)
    return check.finish(f"{len(files)} file(s), {pages} page(s), qpdf and poppler")


def structure(check, file):
    """qpdf's view of the file: nothing to warn of."""
    done = run(["qpdf", "--check", file])
    if done.returncode:
        check.finding(file, "structure", "error", tail(done, 600))


def fonts(check, file):
    """Every font is embedded and says which characters its glyphs are."""
    done = run(["pdffonts", file])
    rows = done.stdout.splitlines()[2:]
    if done.returncode or done.stderr.strip():
        check.finding(file, "structure", "error", f"pdffonts: {tail(done, 600)}")
    for row in rows:
        match = FONT_ROW.match(row)
        if not match:
            raise CannotRun(f"a row of pdffonts that cannot be read: {row}")
        name, embedded, _, mapped = match.groups()
        if embedded == "no":
            check.finding(file, "font-embedded", "error", name)
        if mapped == "no":
            check.finding(file, "font-unicode", "error", name)


def facts(check, file, reading):
    """What a reader asks of the document as a whole."""
    info = run(["pdfinfo", file]).stdout
    title = re.search(r"^Title:[ \t]*(\S.*)$", info, re.M)
    if not title:
        check.finding(file, "title", "error", "no title")
    elif re.search(r"\.(md|txt|pdf|markdown)$", title[1].strip(), re.I):
        check.finding(file, "title", "error", f"the title is a file name: {title[1]}")
    if not re.search(r"^Tagged:\s*yes", info, re.M) or not reading.tagged:
        check.finding(file, "tagged", "error", "not a tagged PDF")
    if not LANGUAGE.match(reading.language):
        check.finding(file, "language", "error", f"no language tag: '{reading.language}'")
    if reading.pages >= 4 and not reading.bookmarks:
        check.finding(file, "bookmarks", "error", f"{reading.pages} pages and no bookmark")


def text(check, file):
    """Text that is copied must be text: no substitutes, private characters or controls."""
    done = run(["pdftotext", "-raw", "-enc", "UTF-8", file, "-"])
    if not done.stdout.strip():
        check.finding(file, "text", "error", "no text")
    odd = sorted(set(re.findall("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]", done.stdout)))
    if odd:
        check.finding(file, "text", "error", "in the text: " + " ".join(f"U+{ord(c):04X}" for c in odd))
