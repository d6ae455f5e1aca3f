"""The words of a lesson's source: its dialect is not parsed, its markup is taken off line by line.

Three kinds of words come out:
  in order   running text: must stand in the artefact in this order
  optional   labels and marks that an artefact may set in its own way ("Key term:", "1.")
  floating   text that may stand elsewhere or in an attribute: notes, captions, alternative text
"""
import html
import re

from .letters import words

FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*$\n?", re.S | re.M)
# Code is matched first, so that a comment within it stays.
COMMENT = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)|\Z)|`[^`\n]+`|(?P<comment><!--.*?-->)",
                     re.S | re.M)
FENCE = re.compile(r"^((?:[ \t]|>|[-*+][ \t]|\d+[.)][ \t])*)(`{3,}|~{3,})([^`]*)$")
DIV = re.compile(r"^[ \t>]*:{3,}[ \t]*(.*)$")
DELIMITER_ROW = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
DEFINITION = re.compile(r"^ {0,3}(?:>[ \t]?)*\[([^\]^][^\]]*)\]:[ \t]*(\S+)(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*$")
NOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:[ \t]*(.*)$")
INDENTED = re.compile(r"^(?: {4}|\t)")
# What begins a block of its own rather than going on with the paragraph above.
BLOCK = re.compile(r"^ {0,3}(?:#{1,6}[ \t]|>|[-*+][ \t]|\d+[.)][ \t]|\||:{3,}|<!--)")
CAPTION = re.compile(r"^[ \t>]*Table:[ \t]+(.*)$", re.I)
BARE_CAPTION = re.compile(r"^[ \t>]*:[ \t]+(.*)$")
ALERT = re.compile(r"^[ \t]*(?:>[ \t]*)+\[!([\w-]+)\][+-]?")
MARKER = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:(?:[-*+•–]|\d{1,9}[.)]|#{1,6})[ \t]+)*(?:\[[ xX]\][ \t]+)?")
LABEL = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__|\*|_)?("
                   r"key (?:terms?|concepts?)|terms?|definitions?|vocabulary|takeaways?|key takeaways?|next|teaser|"
                   r"up next|note|tip|warning|caution|important|example|quiz|summary|objectives|disclaimer"
                   r")(?:\*\*|__|\*|_)?[ \t]*[:：—–](?:\*\*|__|\*|_)?", re.I)
ATTRIBUTES = re.compile(r"\{(?=[^{}]*(?:[#.][\w-]|=|\bdecorative\b))[^{}\n]*\}")
ATTRIBUTE_TEXT = re.compile(r"\b(?:title|caption|alt)=(?:\"([^\"]*)\"|'([^']*)')")
TARGET = r"\(\s*(?:<[^>\n]*>|(?:\\.|[^()\s\\]|\((?:[^()\s]|\([^()\s]*\))*\))*)(?:\s+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?\s*\)"
IMAGE = re.compile(r"!\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\](?:" + TARGET + r"|\[([^\]]*)\])")
LINK_TARGET = re.compile(r"\]" + TARGET)
REFERENCE = re.compile(r"\][ ]?\[([^\[\]\n]*)\]")
TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*\s*/?>")
MATH = re.compile(r"(?<![\\$])(\$\$.+?\$\$|\$(?=[^\s$])[^$\n]*?(?<=[^\s$])\$(?!\d))", re.S)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


class Source:
    """One lesson."""

    def __init__(self, text):
        self.words, self.lines, self.optional, self.floating = [], [], [], []
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        front = FRONT_MATTER.match(text)
        self.station = None
        if front and re.search(r"^[\w-]+\s*[:=]", front[2], re.M):
            station = re.search(r"^station\s*[:=]\s*(\d+)", front[2], re.M)
            self.station = int(station[1]) if station else None
            text = "\n" * front[0].count("\n") + text[front.end():]
        text = COMMENT.sub(lambda m: "\n" * m[0].count("\n") if m["comment"] else m[0], text)
        self.rows = text.split("\n")
        self.defined = {" ".join(m[1].casefold().split()) for m in map(DEFINITION.match, self.rows) if m}
        self._read()

    def _add(self, text, line, optional=False):
        for word in words(text):
            self.words.append(word)
            self.lines.append(line)
            self.optional.append(optional)

    def _float(self, text, line):
        found = words(self._inline(text, line))
        if found:
            self.floating.append((line, found))

    def _read(self):
        fence, in_math, in_note = None, False, False
        for number, row in enumerate(self.rows, 1):
            if fence:
                closing = row.strip(" \t>")
                if closing.startswith(fence) and not closing.strip(fence[0]):
                    fence = None
                else:
                    self._add(re.sub(r"^[ \t]*(?:>[ \t]?)+", "", row), number)
                continue
            opening = FENCE.match(row)
            if opening:
                fence = opening[2]
                self._add(opening[3], number, optional=True)
                continue
            if row.count("$$") % 2:
                # A displayed formula over several lines is set, not spelt.
                in_math = not in_math
                row = row.split("$$")[0 if in_math else 1]
            elif in_math:
                continue
            in_note = self._row(row, number, in_note)

    def _row(self, row, number, in_note):
        """Read one row outside code; returns whether a note goes on after it."""
        note = NOTE.match(row)
        above = self.rows[number - 2].strip() if number > 1 else ""
        goes_on = not row.strip() or INDENTED.match(row) or (above and not BLOCK.match(row))
        if note or (in_note and goes_on):
            self._float(note[1] if note else row, number)
            return True
        if DEFINITION.match(row) or (DELIMITER_ROW.match(row) and "-" in row):
            return False
        div = DIV.match(row)
        if div:
            self._attributes(div[1], number)
            return False
        neighbours = [near.strip(" \t>") for near in self._neighbours(number)]
        caption = CAPTION.match(row)
        if not caption and any(near.startswith("|") for near in neighbours):
            caption = BARE_CAPTION.match(row)
        if caption:
            self._float(caption[1], number)
            return False
        for pattern in (ALERT, LABEL):
            mark = pattern.match(row)
            if mark:
                self._add(mark[1], number, optional=True)
                row = row[mark.end():]
        marker = MARKER.match(row)
        self._add(marker[0], number, optional=True)
        self._add(self._inline(row[marker.end():], number), number)
        return False

    def _neighbours(self, number):
        """The nearest rows with text above and below."""
        for rows in (reversed(self.rows[:number - 1]), self.rows[number:]):
            yield next((row for row in rows if row.strip()), "")

    def _attributes(self, text, number):
        for match in ATTRIBUTE_TEXT.finditer(text):
            self._float(match[1] or match[2] or "", number)

    def _inline(self, text, number):
        """The text of a row without its inline markup. Code spans are kept as they are."""
        kept = []

        def keep(content):
            kept.append(content)
            return f"\ue000{len(kept) - 1}\ue001"

        text = CODE_SPAN.sub(lambda m: keep(m[2]), text)
        text = re.sub(r"<([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>", lambda m: keep(m[1]), text)
        text = re.sub(r"\\([!-/:-@\[-`{-~])", lambda m: keep(m[1]), text)
        text = MATH.sub(" ", text)

        def image(match):
            for content in match.groups()[:4]:
                if content:
                    self._float(restore(content), number)
            return " "

        def restore(content):
            return re.sub("\ue000(\\d+)\ue001", lambda m: kept[int(m[1])], content)

        def reference(match):
            name = " ".join((match[1]).casefold().split())
            return "]" if not name or name in self.defined else match[0]

        text = IMAGE.sub(image, text)
        text = LINK_TARGET.sub("]", text)  # with its title: a hint that no artefact owes the reader
        text = REFERENCE.sub(reference, text)
        text = re.sub(r"\[\^[^\]\s]+\]", " ", text)
        text = ATTRIBUTES.sub(lambda m: self._attributes(m[0], number) or "", text)
        text = TAG.sub(" ", text)
        return restore(html.unescape(text))
