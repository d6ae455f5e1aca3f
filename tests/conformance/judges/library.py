"""Which lessons a finished file should hold, by the names that the command line promises."""
import re
import unicodedata
from pathlib import Path

from .source import Source
from .verdict import CannotRun

LESSONS = {".md", ".markdown", ".txt"}


class Lesson:
    """A source file, and how its path treats what may be withheld or gathered."""

    def __init__(self, file, policy=None):
        self.file, self.policy = file, policy or {}
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CannotRun(f"{file}: {error}") from error
        self.source = Source(text)


def key(name):
    """A name without what a slug may change."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def natural(name):
    """Sorts `lesson-9` before `lesson-10`."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in re.split(r"(\d+)", name.casefold()) if part]


def listed(manifest):
    """The lessons that a `path.toml` names, in order."""
    manifest = re.sub(r"^\s*#.*$", "", manifest, flags=re.M)
    names = []
    for array in re.findall(r"\blessons\s*=\s*\[(.*?)\]", manifest, re.S):
        names += [a or b for a, b in re.findall(r"\"([^\"]*)\"|'([^']*)'", array)]
    return names


def policies(*manifests):
    """The `[policy]` settings that matter here; later manifests win."""
    found = {}
    for manifest in manifests:
        found.update(re.findall(r"^\s*(promo|disclaimer)\s*=\s*[\"'](\w+)[\"']", manifest, re.M))
    return found


def text_of(path):
    """A file's text; nothing if it is not there."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


class Library:
    """All sources that were given, by the keys of the files that they become."""

    def __init__(self, sources):
        self.books, self.lessons, self.single = {}, {}, {}
        for source in sources:
            if source.is_file():
                self.single[key(source.stem)] = [Lesson(source)]
            elif source.is_dir():
                self._folder(source)
            else:
                raise CannotRun(f"no such source: {source}")
        if not (self.books or self.single):
            raise CannotRun("no source lessons were given")

    def _folder(self, folder):
        if not self._path(folder, text_of(folder.parent / "stationer.toml")):
            for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
                self._path(inner, text_of(folder / "stationer.toml"))

    def _path(self, folder, defaults):
        """Take up a learning path; false if the folder is none."""
        manifest = text_of(folder / "path.toml")
        policy = policies(defaults, manifest)
        names = listed(manifest)
        files = [folder / name for name in names]
        if not names:
            files = [file for file in folder.iterdir() if file.suffix.lower() in LESSONS]
        if not files:
            return False
        lessons = [Lesson(file, policy) for file in files]
        if not names:
            lessons.sort(key=lambda one: (one.source.station is None, one.source.station or 0,
                                          natural(one.file.name)))
        self.books[key(folder.name)] = lessons
        for lesson in lessons:
            self.lessons[key(folder.name), key(lesson.file.stem)] = [lesson]
        return True

    def behind(self, file):
        """The lessons behind a finished file, or None."""
        stem = file.name[:-len(file.suffix)]
        # `lesson.large-print.pdf`: the profile stands after the lesson's name.
        for name in (stem, Path(stem).stem):
            for found in (self.lessons.get((key(file.parent.name), key(name))),
                          self.books.get(key(name)), self.single.get(key(name))):
                if found:
                    return found
        return None

    def all(self):
        """Every lesson once."""
        for lessons in (*self.books.values(), *self.single.values()):
            yield from lessons
