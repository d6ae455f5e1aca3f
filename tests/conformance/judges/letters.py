"""Running text as words to compare: what survives typesetting, and nothing else."""
import functools
import unicodedata

# Characters that part nothing and mean no letter: soft hyphen, joiners, byte order mark, variation.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"))
# Scripts that part no words: each character is compared by itself.
UNPARTED = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@functools.lru_cache(maxsize=None)
def kind(character):
    """`letter`, `alone` (a word by itself) or `gap`."""
    point = ord(character)
    if any(low <= point <= high for low, high in UNPARTED):
        return "alone"
    return "letter" if unicodedata.category(character)[0] in "LMN" else "gap"


def plain(text):
    """One spelling for each text: ligatures, full width, case and unseen characters do not tell."""
    text = text.translate(UNSEEN)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words(text):
    """The words of a text, in order."""
    found, start = [], None
    text = plain(text)
    for at, character in enumerate(text):
        what = kind(character)
        if what == "letter":
            start = at if start is None else start
            continue
        if start is not None:
            found.append(text[start:at])
            start = None
        if what == "alone":
            found.append(character)
    if start is not None:
        found.append(text[start:])
    return found
