"""Lessons in eight scripts, set with fonts from a folder: the text of the PDF is that of the source, letter by letter.

Two extractors that share no code read it: poppler in the order of painting, PDFBox by the structure tree.
"""
import tempfile
import unicodedata
from pathlib import Path

from . import parts, pdf
from .letters import plain
from .verdict import CannotRun, run, tail

# Fonts for the scripts that the program's own do not have, as `npm pack` gives them.
FONTS = (
    ("@expo-google-fonts/noto-sans-arabic", "0.4.3",
     "29e966f9d48a4ce7dd3c2c4c016f29cd888089538217303fb2c87de9e7f048ed", "400Regular"),
    ("@expo-google-fonts/noto-sans-devanagari", "0.4.1",
     "fb9a4c288af3829f383d945fcec350c8cdf99abf18ffe55c987c495bca42e80e", "400Regular"),
    ("@expo-google-fonts/noto-sans-jp", "0.4.3",
     "563ee80509692e2b2f42ceae6a0b82afecb90daa1b3d025bcebdf3d9120f43a3", "400Regular"),
    ("@expo-google-fonts/noto-sans-thai", "0.4.2",
     "44282ae7c24587e7e50f083e5db3aafa8011ac2eac1159ef62be4fc516a66165", "400Regular"),
)


def letters(text):
    """The letters, marks and digits of a text, in order; what parts them may be set otherwise."""
    return "".join(c for c in plain(text) if unicodedata.category(c)[0] in "LMN")


def told(source):
    """The paragraphs of a lesson."""
    body = source.read_text(encoding="utf-8").split("---\n", 2)[2]
    return [row.lstrip("# ").strip() for row in body.splitlines() if row.strip()]


def shown(file, *options):
    """What poppler reads on the pages."""
    done = run(["pdftotext", *options, file, "-"])
    if done.returncode:
        raise CannotRun(f"pdftotext: {tail(done)}")
    return done.stdout


def extracted(check, program, lessons):
    """Whether every paragraph of each lesson is in its PDF, whole and in order; true when all are."""
    parts.programs("pdftotext")
    with tempfile.TemporaryDirectory() as folder:
        fonts = parts.fonts(FONTS)
        sources = sorted(lessons.glob("*.md"))
        done = run([program, "export", "--to", "pdf", "--font-path", fonts, "-o", folder, *sources])
        if done.returncode:
            check.finding(lessons, "export", "error", tail(done))
        files = [Path(folder, f"{source.stem}.pdf") for source in sources]
        made = [(source, file) for source, file in zip(sources, files) if file.exists()]
        readings = pdf.read([file for _, file in made])
        for (source, file), reading in zip(made, readings):
            for name, text in (("poppler", shown(file, "-raw")), ("pdfbox", reading.text)):
                found, at = letters(text), 0
                for paragraph in told(source):
                    place = found.find(letters(paragraph), at)
                    if place < 0:
                        check.finding(source, name, "error", f"not extracted as it is written: {paragraph[:60]}")
                    else:
                        at = place
        for source in set(sources) - {source for source, _ in made}:
            check.finding(source, "export", "error", "no PDF was made")
    return check.finish(f"{len(sources)} scripts, 2 extractors")
