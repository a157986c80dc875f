"""Drawing the pages of what was scanned or photographed, and parting a pile into letters."""

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from shramsetu.files import pages

DPI = 200
_QUALITY = 75
_LOOKED_AT = 400  # points of the longer side are enough to tell paper from ink
_MARGIN = 0.04  # shadows of a scanner's lid and holes of a file are no writing
_INK = 70  # darker than the paper by this much of 255
_WRITTEN = 0.0012  # of the page: less than a line of print, more than dust


class How(TextChoices):
    """How a pile is parted."""

    BLANK = "blank", _("An empty page parts the letters")
    EACH = "each", _("Each page is a letter")
    ONE = "one", _("All pages are one letter")


class TooLong(ValueError):
    """Drawing the pages takes longer than anybody waits."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a picture (JPEG). `begins`: a file that is a whole letter or pile of its own starts here."""

    picture: bytes
    is_blank: bool
    begins: bool


def sheets(files: Sequence[tuple[bytes, str]], *, most: int, seconds: float) -> list[Sheet]:
    """Return the pages of files (content, media type) in order. Raises Unreadable, TooManyPages, TooLong."""
    until = time.monotonic() + seconds
    found = list[Sheet]()
    for content, media_type in files:
        for number, image in enumerate(_drawn(content, media_type, most - len(found))):
            if len(found) >= most:
                raise pages.TooManyPages(str(most))
            if time.monotonic() > until:
                raise TooLong
            found.append(Sheet(_jpeg(image), is_blank(image), number == 0 and media_type == pages.PDF))
    return found


def parted(found: Sequence[Sheet], how: str) -> list[list[Sheet]]:
    """Return the letters of a pile; empty pages are left out."""
    letters: list[list[Sheet]] = [[]]
    for sheet in found:
        starts = how == How.EACH or (how == How.BLANK and (sheet.begins or sheet.is_blank))
        if starts and letters[-1]:
            letters.append([])
        if not sheet.is_blank:
            letters[-1].append(sheet)
    return [letter for letter in letters if letter]


def is_blank(image: Image.Image) -> bool:
    """Tell whether there is nothing on a page: no more than dust, a punched hole, the shadow of the lid."""
    grey = ImageOps.exif_transpose(image).convert("L")
    across, down = int(grey.width * _MARGIN), int(grey.height * _MARGIN)
    inner = grey.crop((across, down, max(across + 1, grey.width - across), max(down + 1, grey.height - down)))
    inner.thumbnail((_LOOKED_AT, _LOOKED_AT))
    counted = inner.histogram()
    total = sum(counted)
    paper = _middle(counted, total)
    return sum(counted[: max(0, paper - _INK)]) < _WRITTEN * total


def _middle(counted: Sequence[int], total: int) -> int:
    seen = 0
    for shade, count in enumerate(counted):
        seen += count
        if seen * 2 >= total:
            return shade
    return 255


def _drawn(content: bytes, media_type: str, most: int) -> Iterator[Image.Image]:
    if media_type != pages.PDF:
        yield pages.reduced(pages.picture(content))
        return
    with pages.leafed(content) as (document, count):
        if count > most:
            raise pages.TooManyPages(str(count))
        for number in range(count):
            yield pages.drawn(document, number, DPI)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, dpi=(DPI, DPI))
    return out.getvalue()
