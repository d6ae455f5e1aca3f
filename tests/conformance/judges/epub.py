"""Judges of EPUB files: EPUBCheck for conformance, Ace for accessibility."""
import concurrent.futures
import json
import os
import shutil
import tempfile
from pathlib import Path

from . import parts
from .verdict import CannotRun, run, tail


def read_report(path, why):
    """A JSON report that a judge should have left."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRun(f"no report on {why}") from error


def told_of_fonts(message, report):
    """Whether a usage only says that a book which embeds fonts has the rules that name them."""
    named = message["ID"] == "CSS-028" and message["severity"].lower() == "usage"
    return named and bool((report.get("publication") or {}).get("embeddedFonts"))


def epubcheck(check, books):
    """Every message of EPUBCheck down to usages; what it calls information is harmless, and that fonts are named."""
    if not books:
        return check.finish("no books")
    jar = parts.epubcheck_jar()
    with tempfile.TemporaryDirectory() as folder:
        reports = [os.path.join(folder, f"{number}.json") for number in range(len(books))]
        pairs = [word for pair in zip(books, reports) for word in pair]
        done = parts.java(jar, "EpubJudge.java", *pairs)
        for book, path in zip(books, reports):
            report = read_report(path, f"{book} from EPUBCheck: {tail(done)}")
            for message in report["messages"]:
                if told_of_fonts(message, report):
                    continue
                places = message.get("locations") or [{}]
                more = max(0, message.get("additionalLocations") or 0)
                place = places[0].get("path") or "?"
                if (places[0].get("line") or -1) > 0:
                    place += f":{places[0]['line']}:{places[0]['column']}"
                count = len(places) + more
                times = f", {count} places" if count > 1 else ""
                check.finding(book, message["ID"], message["severity"].lower(),
                              f"{message['message']} ({place}{times})")
            # The counts are EPUBCheck's own: a message must not get lost between them and the list.
            counts = report.get("checker") or {}
            told = sum(counts.get(key) or 0 for key in ("nFatal", "nError", "nWarning", "nUsage"))
            if told and not report["messages"]:
                check.finding(book, "verdict", "error", f"EPUBCheck counts {told} message(s), lists none")
    return check.finish(f"{len(books)} book(s), EPUBCheck with usages")


def ace_report(home, chromium, book):
    """Ace's report on one book."""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, PUPPETEER_EXECUTABLE_PATH=chromium, PUPPETEER_SKIP_DOWNLOAD="1",
                   ACE_TIMEOUT_INITIAL="120000")
        for name in ("CONFIG", "STATE", "CACHE"):
            env[f"XDG_{name}_HOME"] = os.path.join(folder, name.lower())
        program = home / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
        command = ["node", program, "--force", "--silent", "--lang", "en", "--timeout", "600000",
                   "--outdir", os.path.join(folder, "report"),
                   "--tempdir", os.path.join(folder, "work"), book]
        # A browser may fail to start on a busy machine: once more before giving up.
        for _ in range(2):
            done = run(command, env=env)
            path = os.path.join(folder, "report", "report.json")
            if os.path.exists(path):
                break
        return read_report(path, f"{book} from Ace: {tail(done)}")


def ace(check, books):
    """Every assertion of Ace that failed, whatever its impact."""
    if not books:
        return check.finish("no books")
    parts.programs("chromium", "node")
    home, chromium = parts.ace_home(), shutil.which("chromium")
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        for book, report in zip(books, pool.map(lambda b: ace_report(home, chromium, b), books)):
            judge_ace(check, book, report)
    return check.finish(f"{len(books)} book(s), Ace")


def judge_ace(check, book, report):
    """Turn one report into findings."""
    failed = 0
    for document in report.get("assertions") or []:
        place = (document.get("earl:testSubject") or {}).get("url", "?")
        for assertion in document.get("assertions") or []:
            result = assertion.get("earl:result") or {}
            if result.get("earl:outcome") != "fail":
                continue
            failed += 1
            test = assertion.get("earl:test") or {}
            css = ((result.get("earl:pointer") or {}).get("css") or [""])[0]
            check.finding(book, test.get("dct:title", "?"), test.get("earl:impact") or "serious",
                          f"{result.get('dct:description', '')} ({place} {css})")
    if not failed and (report.get("earl:result") or {}).get("earl:outcome") != "pass":
        check.finding(book, "verdict", "error", "Ace does not pass the book, and lists no violation")
    for kind in ("missing", "empty"):
        names = (report.get("a11y-metadata") or {}).get(kind)
        if names:
            check.finding(book, "a11y-metadata", "note", f"{kind}: {', '.join(names)}")
