"""The program that reads print: Tesseract with Hindi, if the machine has it. One page, one process, bounded."""

import os
import shlex
import shutil
import subprocess
from functools import cache

from django.conf import settings

from shramsetu.intake.letters.rules import Lines, words_of

LANGUAGE = "hin"  # with English beside it Hindi words are read as Latin ones
_ASKING_SECONDS = 20
_ENVIRONMENT = ("PATH", "LANG", "TESSDATA_PREFIX", "TMPDIR")
_MEMORY = 2 * 2**30  # a page of A3 at 300 to the inch takes a fourth of it


class NoReader(Exception):
    """Nothing on this machine reads print."""


class Unread(Exception):
    """A page could not be read: it took too long, or broke the program."""


def is_here() -> bool:
    """Tell whether this machine reads Hindi print."""
    return _knows_hindi(settings.OCR_COMMAND)


def read(picture: bytes, *, seconds: int) -> Lines:
    """Read a page, whichever way up it lies. Raises NoReader, Unread."""
    if not is_here():
        raise NoReader
    words = [*_bounded(seconds), *_command(settings.OCR_COMMAND), "-", "-", "-l", LANGUAGE, "--psm", "1"]
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program; the picture is its input alone
            [*words, "tsv"], input=picture, capture_output=True, env=_environment(), timeout=seconds, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unread(type(error).__name__) from error
    if done.returncode:
        raise Unread(f"exit {done.returncode}")
    return words_of(done.stdout.decode(errors="replace"))


@cache
def _knows_hindi(command: str) -> bool:
    words = _command(command)
    if not words:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program
            [*words, "--list-langs"],
            capture_output=True,
            text=True,
            env=_environment(),
            timeout=_ASKING_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return LANGUAGE in {line.strip() for line in (done.stdout + done.stderr).splitlines()}


def _command(command: str) -> list[str]:
    if command:
        return shlex.split(command)
    found = shutil.which("tesseract")
    return [found] if found else []


def _bounded(seconds: int) -> list[str]:
    limiter = shutil.which("prlimit")
    return [limiter, f"--as={_MEMORY}", f"--cpu={seconds + 5}", "--core=0", "--"] if limiter else []


def _environment() -> dict[str, str]:
    """Nothing of ours: no address of the database, no key. One thread, for others work on this machine too."""
    given = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**given, "OMP_THREAD_LIMIT": "1"}
