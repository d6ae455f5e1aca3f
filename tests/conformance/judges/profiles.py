"""What the profiles `handout` and `large-print` promise, measured in the finished file with poppler's tools."""
import re
import tempfile
from pathlib import Path

from . import verdict
from .verdict import CannotRun

POINTS = {"A4": (595.28, 841.89), "letter": (612.0, 792.0)}
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
LEAST_MARGIN = 36.0
HYPHENS = ("-", "\u00ad", "\u2010")


def run(*command):
    """What a tool prints."""
    done = verdict.run(command)
    if done.returncode:
        raise CannotRun(f"{command[0]}: {verdict.tail(done)}")
    return done.stdout


def export(program, source, profile, paper, folder):
    """The file of a lesson in a profile."""
    run(program, "export", "--force", "--to", "pdf", "--profile", profile, "--paper", paper, "-o", folder, source)
    return next(Path(folder).glob(f"*.{profile}.pdf"))


def pages(path):
    """The words of each page: left, top, right, bottom, text."""
    shown = run("pdftotext", "-bbox", path, "-")
    found = shown.split("<page ")[1:]
    return [[(*map(float, word[:4]), word[4]) for word in WORD.findall(page)] for page in found]


def lines(words):
    """The words of a page by baseline."""
    rows = {}
    for word in words:
        rows.setdefault(round((word[1] + word[3]) / 6), []).append(word)
    return [sorted(row) for _, row in sorted(rows.items())]


def sizes(path):
    """All type sizes in a file, and the names of its fonts."""
    shown = run("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "3", path)
    return [int(size) / 3 for size in re.findall(r'<fontspec [^>]*size="(\d+)"', shown)]


def faces(path):
    """The names of the fonts of a file, without the tags of subsets."""
    rows = run("pdffonts", path).splitlines()[2:]
    return {row.split()[0].partition("+")[2] for row in rows if row.strip()}


def on_paper(path, paper):
    """What is wrong with size and margins."""
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", run("pdfinfo", path))
    size = tuple(float(part) for part in found.groups())
    if any(abs(one - other) > 0.5 for one, other in zip(size, POINTS[paper])):
        yield f"the page is {size[0]} x {size[1]} pt, not {paper}"
    for number, words in enumerate(pages(path), 1):
        if not words:
            continue
        left, right = min(word[0] for word in words), size[0] - max(word[2] for word in words)
        top, bottom = min(word[1] for word in words), size[1] - max(word[3] for word in words)
        if min(left, right) < LEAST_MARGIN or min(top, bottom) < 24:
            yield f"page {number} has margins of {left:.0f}, {right:.0f}, {top:.0f} and {bottom:.0f} pt"


def large_print(path):
    """What is wrong with a file in large print."""
    found = sizes(path)
    if min(found) < 16:
        yield f"the least type size is {min(found)} pt"
    body = run("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "3", path)
    fonts = dict(re.findall(r'<fontspec id="(\d+)" size="(\d+)"', body))
    letters = {}
    for font, text in re.findall(r'<text [^>]*font="(\d+)"[^>]*>(.*?)</text>', body):
        letters[font] = letters.get(font, 0) + len(text)
    commonest = int(fonts[max(letters, key=letters.get)]) / 3
    if commonest < 18:
        yield f"the body is set in {commonest} pt"
    for face in faces(path):
        if "Serif" in face or re.search(r"It(alic)?$|Italic|Oblique", face):
            yield f"it uses {face}"
    right = []
    for number, words in enumerate(pages(path), 1):
        for row in lines(words):
            if len(row) > 1 and row[-1][4].endswith(HYPHENS):
                yield f"page {number}: a line ends with a hyphen: {' '.join(word[4] for word in row)}"
            if len(row) > 4:
                right.append(round(row[-1][2]))
    if len(right) > 12 and max(right.count(edge) for edge in set(right)) > len(right) / 3:
        yield "the right edge is straight"


def handout(path):
    """What is wrong with a handout."""
    text = run("pdftotext", "-layout", path, "-")
    count = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path)).group(1))
    for number, page in enumerate(text.split("\f")[:count], 1):
        if f"page {number} of {count}" not in page:
            yield f"page {number} does not say that it is page {number} of {count}"
    first = text.split("\f")[0]
    if "Name" not in first or "Date" not in first:
        yield "the first page has no room for name and date"
    urls = set(re.findall(r"URI\s+\((.*?)\)", run("pdfinfo", "-url", path))) or {
        line.split()[-1] for line in run("pdfinfo", "-url", path).splitlines() if "://" in line}
    joined = re.sub(r"\s+", "", run("pdftotext", path, "-"))
    for url in urls:
        if url not in joined:
            yield f"the address {url} is not printed"


def kept(check, program, lesson):
    """Whether a lesson keeps the promises of both profiles on both papers."""
    if not Path(program).exists():
        raise CannotRun(f"no program at {program}")
    with tempfile.TemporaryDirectory() as folder:
        for paper in POINTS:
            for profile, promises in (("handout", handout), ("large-print", large_print)):
                path = export(program, lesson, profile, paper, folder)
                for message in [*on_paper(path, paper), *promises(path)]:
                    check.finding(path.name, f"{profile}-{paper}", "error", message)
    return check.finish("two profiles on two papers")
