"""Findings of the checks, how they are printed, and what they mean for the exit status."""
import subprocess
import time

CONFORMS, FINDINGS, CANNOT_RUN = 0, 1, 2

# Severities that are printed but never fail a run.
HARMLESS = {"info", "note"}


class CannotRun(Exception):
    """A check could not be made at all; that is never a pass."""


def run(command, **options):
    """Run a program to its end and return what it said, as text."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL,
                "encoding": "utf-8", "errors": "replace", "timeout": 1200, **options}
    try:
        return subprocess.run([str(word) for word in command], **settings)
    except FileNotFoundError as error:
        raise CannotRun(f"no such program: {error.filename}") from error
    except subprocess.TimeoutExpired as error:
        raise CannotRun(f"{command[0]} took longer than {error.timeout} s") from error


def tail(done, size=1200):
    """The end of what a program said, to explain why it failed."""
    return (done.stderr.strip() or done.stdout.strip())[-size:]


class Check:
    """One check over many files: collects findings and ends with a summary line."""

    def __init__(self, name, base):
        self.name, self.base = name, base
        self.start, self.bad, self.printed = time.monotonic(), 0, 0

    def shown(self, file):
        """A file's name as findings give it: below the judged folder where that is possible."""
        try:
            return str(file.relative_to(self.base))
        except (ValueError, AttributeError):
            return str(file)

    def finding(self, file, rule, severity, message):
        """Print one finding as a line of four fields."""
        fields = (self.shown(file), rule, severity, message)
        print("\t".join(" ".join(str(field).split()) for field in fields), flush=True)
        self.printed += 1
        self.bad += severity not in HARMLESS

    def finish(self, what):
        """Print the summary; true when nothing was found that fails the run."""
        word = "FAIL" if self.bad else "PASS"
        seconds = time.monotonic() - self.start
        print(f"# {self.name}: {word}, {what}, {self.bad} finding(s), {seconds:.1f} s", flush=True)
        return not self.bad
