"""Judge of the links of a PDF: where they lead, and whether the page numbers printed in them are true.

Reads the objects of the file with qpdf and the words on its pages with poppler's pdftotext; what the
program believes of its own pages is not asked.
"""
import html
import json
import re

from . import parts
from .verdict import CannotRun, run, tail

FOLIO = r"[0-9]+|[ivxlcdm]+"
# What a link says to somebody who cannot see it ends in a page: “Station 3, Sleep, page 12”.
SPOKEN = re.compile(rf",\s+[^\s,0-9]+\s+({FOLIO})(?:[–-](?:{FOLIO}))?$")
# Letters of scripts that run from right to left.
LEFTWARDS = re.compile("[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]")
WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([^"]+)" height="([^"]+)">(.*?)</page>', re.S)


def led(check, files):
    """Links that lead nowhere, and page numbers that are not those of the page a link leads to."""
    if not files:
        return check.finish("no files")
    parts.programs("qpdf", "pdftotext")
    links = numbers = 0
    for file in files:
        document = Document(file)
        document.outline(check)
        for link in document.links():
            links += 1
            numbers += judge(check, file, document, link)
    return check.finish(f"{len(files)} file(s), {links} link(s), {numbers} printed page number(s)")


def judge(check, file, document, link):
    """One link: how many printed page numbers were compared."""
    where = f"page {link.page + 1}, “{link.text or link.says}”"
    if link.trouble:
        check.finding(file, "link-dead", "error", f"{where}: {link.trouble}")
        return 0
    if link.target is None:
        return 0
    truth = document.labels[link.target]
    claimed = claim(link)
    spoken = SPOKEN.search(link.says)
    if spoken and spoken[1] != truth:
        check.finding(file, "page-spoken", "error", f"{where}: says {spoken[1]}, leads to {truth}")
    if claimed is None:
        if link.within & {"TOCI", "Index"}:
            check.finding(file, "page-missing", "error", f"{where}: prints no page, leads to {truth}")
        return 0
    if claimed != truth:
        check.finding(file, "page-number", "error", f"{where}: prints {claimed}, leads to {truth}")
    return 1


def claim(link):
    """The page number a link prints, if it prints one."""
    text = link.text.strip()
    if "TOCI" in link.within:
        found = re.search(rf"(?:^|[\s.])({FOLIO})$", text)
        if not found and LEFTWARDS.search(text):
            # The line is read here from left to right, so its end comes first, or stands before the leaders.
            found = re.match(rf"({FOLIO})(?=[\s.])", text) or re.search(rf"\s({FOLIO})(?=\s\.)", text)
    elif "Index" in link.within:
        found = re.match(rf"({FOLIO})(?:[–-](?:{FOLIO}))?,?$", text)
    elif SPOKEN.search(link.says):
        found = re.search(rf"(?:^|[\s(])({FOLIO})\)?[.,;:]*$", text)
    else:
        return None
    return found[1] if found else None


class Link:
    """A link of the structure tree, its areas taken together, or an annotation outside of the tree."""

    def __init__(self, page, within):
        self.page, self.within = page, within
        self.says, self.text, self.target, self.trouble = "", "", None, ""


class Document:
    """The pages of a file, their labels and words, and what leads to them."""

    def __init__(self, file):
        done = run(["qpdf", "--json=2", "--json-key=qpdf", "--json-key=pages", "--json-key=pagelabels", file])
        if done.returncode not in (0, 3):
            raise CannotRun(f"qpdf on {file}: {tail(done)}")
        tree = json.loads(done.stdout)
        self.file = file
        self.objects = tree["qpdf"][1]
        self.pages = [page["object"] for page in tree["pages"]]
        self.number = {reference: index for index, reference in enumerate(self.pages)}
        self.labels = labels(len(self.pages), tree["pagelabels"])
        self.words = self.printed_words()
        catalogue = self.follow(self.follow(self.objects["trailer"]["value"])["/Root"])
        self.catalogue = catalogue
        self.names = dict(self.named(self.follow(self.follow(catalogue.get("/Names", {})).get("/Dests", {}))))

    def follow(self, value):
        """The object behind a reference, streams as their dictionaries."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            entry = self.objects.get(f"obj:{value}", {})
            value = entry["value"] if "value" in entry else entry.get("stream", {}).get("dict")
        return value

    def named(self, node):
        """Named destinations: a name tree, flat."""
        names = self.follow(node.get("/Names", [])) or []
        for name, place in zip(names[::2], names[1::2]):
            yield name, place
        for kid in self.follow(node.get("/Kids", [])) or []:
            yield from self.named(self.follow(kid))

    def printed_words(self):
        """For each page its height and its words with the middle of each."""
        done = run(["pdftotext", "-bbox", "-enc", "UTF-8", self.file, "-"])
        if done.returncode:
            raise CannotRun(f"pdftotext on {self.file}: {tail(done)}")
        pages = []
        for _, height, content in PAGE.findall(done.stdout):
            words = []
            for left, top, right, bottom, word in WORD.findall(content):
                words.append((float(left), float(top), float(right), float(bottom), html.unescape(word)))
            pages.append((float(height), words))
        if len(pages) != len(self.pages):
            raise CannotRun(f"{len(pages)} pages by pdftotext, {len(self.pages)} by qpdf: {self.file}")
        return pages

    def page_of(self, place):
        """The index of the page a destination leads to, or what is wrong with it."""
        place = self.follow(place)
        if isinstance(place, str):
            if place not in self.names:
                return None, f"no destination {place}"
            place = self.follow(self.names[place])
        if isinstance(place, dict):
            place = self.follow(place.get("/D"))
        if not isinstance(place, list) or not place or place[0] not in self.number:
            return None, f"a destination on no page: {place}"
        return self.number[place[0]], ""

    def target(self, annotation):
        """Where an annotation leads: a page, or the world outside, or what is wrong."""
        if "/Dest" in annotation:
            return self.page_of(annotation["/Dest"])
        action = self.follow(annotation.get("/A")) or {}
        if action.get("/S") == "/GoTo":
            return self.page_of(action.get("/D"))
        if action.get("/S") == "/URI":
            address = str(action.get("/URI", "")).removeprefix("u:")
            return None, "" if re.match(r"(https?://.|mailto:.|tel:.)", address) else f"an odd address: {address}"
        return None, "it leads nowhere"

    def annotations(self):
        """The link annotations of all pages, each with its page."""
        for page, reference in enumerate(self.pages):
            for annotation in self.follow(self.follow(reference).get("/Annots")) or []:
                if (self.follow(annotation) or {}).get("/Subtype") == "/Link":
                    yield page, annotation

    def links(self):
        """All links: those of the structure tree, then annotations that are not in it."""
        page_of = {annotation: page for page, annotation in self.annotations() if isinstance(annotation, str)}
        left = dict(page_of)
        for areas, within in self.in_tree():
            areas = [area for area in areas if left.pop(area, None) is not None]
            if areas:
                yield self.link(areas, page_of, within)
        for annotation in left:
            yield self.link([annotation], page_of, set())

    def in_tree(self):
        """Areas of each Link element, with the types of all it is in."""
        open_ = [(self.catalogue.get("/StructTreeRoot"), frozenset())]
        while open_:
            node, within = open_.pop()
            node = self.follow(node)
            if not isinstance(node, dict):
                continue
            kind = str(node.get("/S", "")).removeprefix("/")
            kids = self.follow(node.get("/K"))
            kids = kids if isinstance(kids, list) else [kids]
            if kind == "Link":
                found = [self.follow(kid) for kid in kids]
                yield [kid["/Obj"] for kid in found if isinstance(kid, dict) and "/Obj" in kid], set(within)
            open_.extend((kid, within | {kind}) for kid in reversed(kids))

    def link(self, areas, page_of, within):
        """The areas of one link as one."""
        link = Link(page_of[areas[0]], within)
        texts, targets = [], set()
        for area in areas:
            annotation = self.follow(area)
            link.says = str(annotation.get("/Contents", "")).removeprefix("u:")
            target, trouble = self.target(annotation)
            link.trouble = link.trouble or trouble
            targets.add(target)
            texts.append(self.text_in(page_of[area], self.follow(annotation["/Rect"])))
        if len(targets) > 1:
            link.trouble = link.trouble or "its parts lead to different pages"
        link.target, link.text = targets.pop(), " ".join(text for text in texts if text)
        return link

    def text_in(self, page, bounds):
        """The words whose middle lies in an area, in reading order."""
        height, words = self.words[page]
        left, low, right, high = (float(bound) for bound in bounds)
        found = []
        for x0, y0, x1, y1, word in words:
            middle, level = (x0 + x1) / 2, height - (y0 + y1) / 2
            # A word may hold what stands right before or behind the link, such as a bracket.
            if low <= level <= high and (left <= middle <= right or x0 >= left - 1 and x1 <= right + 4):
                found.append(word)
        return " ".join(found)

    def outline(self, check):
        """Every bookmark leads to a page."""
        open_ = [self.follow(self.catalogue.get("/Outlines")) or {}]
        while open_:
            node = open_.pop()
            for way in ("/First", "/Next"):
                below = self.follow(node.get(way))
                if isinstance(below, dict):
                    open_.append(below)
            if "/Title" in node:
                _, trouble = self.target(node)
                if trouble:
                    check.finding(self.file, "bookmark-dead", "error", f"{node['/Title']}: {trouble}")


def labels(count, runs):
    """The label of each page (ISO 32000-1, 12.4.2)."""
    names = [str(number + 1) for number in range(count)]
    for at, entry in enumerate(runs):
        first = entry["index"]
        last = runs[at + 1]["index"] if at + 1 < len(runs) else count
        label = entry["label"]
        start, style = label.get("/St", 1), label.get("/S")
        prefix = str(label.get("/P", "")).removeprefix("u:")
        for page in range(first, min(last, count)):
            number = start + page - first
            written = {"/D": str(number), "/r": roman(number), "/R": roman(number).upper(), None: ""}
            names[page] = prefix + written.get(style, str(number))
    return names


def roman(number):
    """A number in lower-case roman figures."""
    signs = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
             (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text
