"""A real Tesseract for these tests; without one: skipped, or failed where REQUIRE has ocr. Letters are printed here."""

import os
import shlex
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from tools.ocr import root
from tools.ocr.root import NoReader


@pytest.fixture(scope="session")
def tesseract() -> str:
    """The command of a real Tesseract with Hindi."""
    try:
        return root.command(root.ensure())
    except NoReader as error:
        sentence = f"no Tesseract here: {error}"
        if "ocr" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


@pytest.fixture
def reading(tesseract: str, settings: LazySettings) -> None:
    """The site reads print with it."""
    settings.OCR_COMMAND = tesseract


@pytest.fixture(autouse=True)
def _no_reader(settings: LazySettings) -> None:
    """Unless a test asks for it nothing is read, whatever is installed on this machine."""
    settings.OCR_COMMAND = "/bin/false"


@pytest.fixture
def reads_as(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let an invented program read: the argument is a line of a shell."""

    def says(script: str) -> None:
        settings.OCR_COMMAND = shlex.join(["sh", "-c", f'[ "$1" = --list-langs ] && echo hin && exit; {script}', "-"])

    return says
