"""Same input, same bytes: the sources exported twice under other circumstances."""
import hashlib
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path

from .verdict import CannotRun, run, tail

# What must not matter. ZIP knows times to two seconds, so the runs start further apart than that.
APART = 2.5
CIRCUMSTANCES = (
    {"jobs": "1", "umask": 0o022, "folder": "one",
     "env": {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "80"}},
    {"jobs": "2", "umask": 0o077, "folder": "another, with a longer name",
     "env": {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "POSIX", "COLUMNS": "211"}},
)


def export(stationer, sources, base, how):
    """Copy the sources to a folder of their own and export them there; gives the folder of results."""
    place = base / how["folder"]
    copies = place / "sources"
    copies.mkdir(parents=True)
    inputs = []
    for number, source in enumerate(sources):
        copy = copies / str(number) / source.name
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            copy.parent.mkdir()
            shutil.copyfile(source, copy)
        inputs.append(copy)
    out, home = place / "out", place / "home"
    home.mkdir()
    env = {**os.environ, **how["env"], "HOME": str(home), "TMPDIR": str(home)}
    for number, copy in enumerate(inputs):
        unit = "both" if copy.is_dir() else "lesson"
        target = out / str(number)
        done = run([stationer, "export", "--unit", unit, "--jobs", how["jobs"], "--output", target, copy],
                   env=env, umask=how["umask"], cwd=place)
        if done.returncode:
            raise CannotRun(f"export ended with status {done.returncode}: {tail(done)}")
    return out


def listing(folder):
    """The digest of every file below a folder."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def difference(one, two):
    """Where two files begin to differ: the entries of an archive, else the byte."""
    if zipfile.is_zipfile(one) and zipfile.is_zipfile(two):
        with zipfile.ZipFile(one) as a, zipfile.ZipFile(two) as b:
            if a.namelist() != b.namelist():
                return "other entries, or another order of them"
            names = [x.filename for x, y in zip(a.infolist(), b.infolist())
                     if a.read(x) != b.read(y) or (x.date_time, x.external_attr, x.extra) !=
                     (y.date_time, y.external_attr, y.extra)]
            return "entries " + ", ".join(names) if names else "the archive's own records"
    a, b = one.read_bytes(), two.read_bytes()
    at = next((at for at, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{len(a)} and {len(b)} bytes, other from byte {at}: {a[at - 20:at + 20]!r}"


def twice(check, stationer, sources):
    """Export twice and compare."""
    if not os.access(stationer, os.X_OK):
        raise CannotRun(f"no program at {stationer}: build it, or name it with --stationer")
    if not sources:
        raise CannotRun("no sources were given")
    stationer, sources = Path(stationer).resolve(), [source.resolve() for source in sources]
    with tempfile.TemporaryDirectory() as folder:
        outs = []
        for how in CIRCUMSTANCES:
            started = time.monotonic()
            outs.append(export(stationer, sources, Path(folder), how))
            if how is not CIRCUMSTANCES[-1]:
                time.sleep(max(0.0, APART - (time.monotonic() - started)))
        first, second = map(listing, outs)
        if not first:
            raise CannotRun("the export left no files")
        for name in sorted(first.keys() | second.keys()):
            if first.get(name) is None or second.get(name) is None:
                check.finding(name, "missing", "error", "made by one of two exports only")
            elif first[name] != second[name]:
                check.finding(name, "differs", "error", difference(outs[0] / name, outs[1] / name))
    return check.finish(f"{len(first)} file(s), exported twice")
