"""Tesseract 5 with Hindi from Debian 12, whose libraries come with it: the release of this machine does not matter."""

import shlex

from tools import unpacked
from tools.unpacked import ROOT, NotHere, Program, Unpacked

__all__ = ["ROOT", "NoReader", "command", "ensure", "ready"]


class NoReader(NotHere):
    """Tesseract cannot be had here: why, and what to do."""


TESSERACT = Program(
    name="ocr",
    hi="टेसरैक्ट",
    en="Tesseract",
    suite="bookworm",
    package="tesseract-ocr,tesseract-ocr-hin",
    path="usr/bin/tesseract",
    version="--version",
    kept=("usr/share/tesseract-ocr",),
    not_needed=("perl", "perl-base", "gconv", "libperl*", "pkgconfig", "systemd", "python*"),
    recipe="1",
    instead="install tesseract-ocr and tesseract-ocr-hin of this machine's Debian",
    missing=NoReader,
)


def ready() -> Unpacked | None:
    """Return the finished Tesseract of this checkout, if there is one."""
    return unpacked.ready(TESSERACT)


def ensure(*, say: bool = False) -> Unpacked:
    """Return Tesseract; take it from the cache or unpack it first. Raise NoReader with a remedy."""
    return unpacked.ensure(TESSERACT, say=say)


def command(have: Unpacked) -> str:
    """Return what OCR_COMMAND is set to: the program with the words it knows, as one line of a shell."""
    words = next((have.folder / "usr/share/tesseract-ocr").glob("*/tessdata"))
    return shlex.join(["env", f"TESSDATA_PREFIX={words}", *have.command()])
