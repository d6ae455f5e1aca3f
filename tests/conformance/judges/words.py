"""No word is lost: the words of the sources, in order, in each file made of them."""
import bisect
import difflib

from .artefact import Unreadable, artefacts
from .letters import words
from .library import Library

DIGITS = "0123456789"
# Regions of at most this many pairs of words are compared at once.
SMALL = 60_000


def rising(pairs):
    """The longest choice of pairs (sorted by the first) that rises in the second, too."""
    tails, ends, links = [], [], []
    for number, (_, second) in enumerate(pairs):
        at = bisect.bisect_left(tails, second)
        links.append(ends[at - 1] if at else None)
        tails[at:at + 1], ends[at:at + 1] = [second], [number]
    chosen, number = [], ends[-1] if ends else None
    while number is not None:
        chosen.append(pairs[number])
        number = links[number]
    return chosen[::-1]


def landmarks(a, b, size):
    """Places of runs of `size` words that each side has exactly once."""
    def once(text):
        places = {}
        for at in range(len(text) - size + 1):
            run = tuple(text[at:at + size])
            places[run] = None if run in places else at
        return places
    left, right = once(a), once(b)
    return rising([(at, right[run]) for run, at in left.items()
                   if at is not None and right.get(run) is not None])


def align(a, b):
    """Pairs of places of equal words, rising on both sides: a patience diff."""
    pairs, work = [], [(0, len(a), 0, len(b))]
    while work:
        a0, a1, b0, b1 = work.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            pairs.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            pairs.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        marks = []
        if (a1 - a0) * (b1 - b0) > SMALL:
            for size in (8, 4, 2, 1):
                marks = marks or landmarks(a[a0:a1], b[b0:b1], size)
        if marks:
            last_a, last_b = a0, b0
            for mark_a, mark_b in marks:
                mark_a, mark_b = mark_a + a0, mark_b + b0
                if mark_a >= last_a and mark_b >= last_b:
                    pairs.append((mark_a, mark_b))
                    work.append((last_a, mark_a, last_b, mark_b))
                    last_a, last_b = mark_a + 1, mark_b + 1
            work.append((last_a, a1, last_b, b1))
            continue
        matcher = difflib.SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
        for at, other, size in matcher.get_matching_blocks():
            pairs += [(a0 + at + step, b0 + other + step) for step in range(size)]
    return sorted(pairs)


def same_letters(run, others):
    """Whether words stand among others, parted differently (a hyphen, a raised letter, a note's mark)."""
    wanted = "".join(run)
    for start in range(len(others)):
        found = ""
        for other in others[start:]:
            found += other
            if found == wanted or found.strip(DIGITS) == wanted:
                return True
            if len(found) > len(wanted) + 6:
                break
    return False


def absent(a, b):
    """The places in `a` of words that `b` lacks in that order."""
    missing, last_a, last_b = [], 0, 0
    for next_a, next_b in [*align(a, b), (len(a), len(b))]:
        at, others = last_a, b[last_b:next_b]
        while at < next_a:
            # The longest run first: "un fri able" is one word of the artefact.
            for end in range(min(next_a, at + 6), at, -1):
                if others and same_letters(a[at:end], others):
                    at = end
                    break
            else:
                missing.append(at)
                at += 1
        last_a, last_b = next_a + 1, next_b + 1
    return missing


def excuse(flags, text, phrase):
    """Mark every place where a phrase stands; returns how many there are."""
    count = 0
    for at in range(len(text) - len(phrase) + 1):
        if text[at:at + len(phrase)] == phrase:
            flags[at:at + len(phrase)] = [True] * len(phrase)
            count += 1
    return count


def runs(places):
    """Groups of consecutive numbers."""
    groups = []
    for place in places:
        if groups and groups[-1][-1] == place - 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def quote(run):
    """The beginning of a run of words."""
    return f"'{' '.join(run[:16])}{' …' if len(run) > 16 else ''}' ({len(run)} word(s))"


def compare(check, file, lessons, artefact, promo):
    """Findings about one file; returns the number of words compared."""
    text, excused, places = [], [], []
    for lesson in lessons:
        source = lesson.source
        allowed = list(source.optional)
        for phrase in promo:
            excuse(allowed, source.words, phrase)
        text += source.words
        excused += allowed
        places += [(lesson, line) for line in source.lines]
    missing = [at for at in absent(text, artefact.words) if not excused[at]]
    for group in runs(missing):
        lesson, line = places[group[0]]
        gone = [text[at] for at in group]
        elsewhere = len(gone) > 1 and "".join(gone) in artefact.joined
        if elsewhere and lesson.policy.get("disclaimer") == "merge":
            continue
        check.finding(file, "order" if elsewhere else "lost", "error",
                      f"{lesson.file.name}:{line}: {quote(gone)}")
    for lesson in lessons:
        for line, run in lesson.source.floating:
            wanted = "".join(run)
            if wanted not in artefact.joined and wanted not in artefact.described:
                check.finding(file, "lost", "error", f"{lesson.file.name}:{line}: {quote(run)}")
    if all(lesson.policy.get("promo", "drop") == "drop" for lesson in lessons):
        for phrase in promo:
            joined = "".join(phrase)
            if f" {' '.join(phrase)} " in artefact.spaced or (len(joined) > 24 and joined in artefact.joined):
                check.finding(file, "promo", "error", quote(phrase))
    return len(text)


def conserved(check, sources, files, promo_files):
    """Compare every file with its sources; every lesson must be in a file of each kind."""
    library = Library(sources)
    promo = [run for path in promo_files
             for run in map(words, path.read_text(encoding="utf-8").splitlines()) if run]
    compared, held = 0, {suffix: set() for suffix in {file.suffix for file in files}}
    for file, artefact in artefacts(files):
        lessons = library.behind(file)
        if lessons is None:
            check.finding(file, "source", "error", "made of none of the sources that were given")
        elif isinstance(artefact, Unreadable):
            check.finding(file, "readable", "fatal", artefact)
        else:
            compared += compare(check, file, lessons, artefact, promo)
            held[file.suffix].update(lesson.file for lesson in lessons)
    for lesson in library.all():
        for suffix in sorted(held):
            if lesson.file not in held[suffix]:
                check.finding(lesson.file, "absent", "error", f"the lesson is in no {suffix[1:]} file")
    return check.finish(f"{len(files)} file(s), {compared} words of the sources")
