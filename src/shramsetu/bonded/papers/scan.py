"""Reading a scan: the code on each page, whichever way it lies, and the pages that belong to each paper.

A pile goes through the scanner in one go, so one file may hold several papers. A page without a code (its back, an
annexure, a stain) belongs to the paper before it.

A reading has its seconds; what no scanner gives is refused before it is drawn (`files/pages.py`).
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image, ImageOps

from shramsetu.files.pages import (
    INCH,
    PAGES_MOST,
    PDF,
    TooManyPages,
    Unreadable,
    bound,
    cut,
    drawn,
    joined,
    leaf,
    leafed,
    need_possible,
    opened,
    picture,
)

__all__ = [
    "PAGES_MOST",
    "PDF",
    "Piece",
    "TooLong",
    "TooManyPages",
    "Unreadable",
    "bound",
    "cut",
    "is_picture",
    "joined",
    "pictured",
    "pieces",
]

_DPI = (150, 300)
# A page that a scanner gives is a picture: it fills the page and is no single point drawn large. What a scanning app
# writes below it is a line; the words of a print are many more. Words that were recognised lie there unseen.
_FILLED = 0.6
_POINTS_LEAST = 250_000
_LETTERS_MOST = 80
_QR = zxingcpp.barcode_formats_from_str("QRCode")


class TooLong(ValueError):
    """Its seconds are over before each page was looked at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The pages of a scan that belong together, numbered from 0: by their token, or by none."""

    token: str | None
    pages: tuple[int, ...]
    texts: tuple[str, ...] = ()  # what other codes on these pages say


def pieces(
    content: bytes, media_type: str, *, token_of: Callable[[str], str | None], seconds: float = 60
) -> list[Piece]:
    """Return the papers of a scan in the order of their first page. Raises Unreadable, TooManyPages, TooLong.

    Pages before the first mark stand alone without a token, unless the whole scan has but one paper: then a cover
    page goes with it.
    """
    found = list[Piece]()
    for number, texts in enumerate(_codes(content, media_type, until=time.monotonic() + seconds)):
        token = next(filter(None, map(token_of, texts)), None)
        others = tuple(text for text in texts if token_of(text) is None)
        same = next((one for one in found if one.token == token), None) if token else (found[-1] if found else None)
        if same is None:
            found.append(Piece(token, (number,), others))
        else:
            found[found.index(same)] = replace(same, pages=(*same.pages, number), texts=(*same.texts, *others))
    if len(found) == 2 and found[0].token is None:
        return [Piece(found[1].token, (*found[0].pages, *found[1].pages), (*found[0].texts, *found[1].texts))]
    return found


def is_picture(content: bytes, media_type: str) -> bool:
    """Tell whether each page is what a scanner or a camera gives, and not the sheet as a program drew it.

    Raises Unreadable, TooManyPages.
    """
    if media_type != PDF:
        return True
    with leafed(content) as (document, count):
        return all(_is_pictured(document, number) for number in range(count))


def pictured(sheet: bytes, *, dpi: int = 100) -> bytes:
    """Return a drawn PDF as a scanner gives its pages back: grey pictures. For invented scans of the demo and tests."""
    with opened(sheet) as document:
        scale = dpi / INCH
        pages = [document[number].render(scale=scale, grayscale=True).to_pil() for number in range(len(document))]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=60)
    return out.getvalue()


def _codes(content: bytes, media_type: str, *, until: float) -> Iterator[tuple[str, ...]]:
    """Yield what the codes of each page say."""
    if media_type != PDF:
        yield _read(picture(content))
        return
    with leafed(content) as (document, count):
        for number in range(count):
            yield _read_page(document, number, until=until)


def _read_page(document: pypdfium2.PdfDocument, number: int, *, until: float) -> tuple[str, ...]:
    for dpi in _DPI:
        if time.monotonic() > until:
            raise TooLong(str(number))
        if found := _read(drawn(document, number, dpi)):
            return found
    return ()


def _is_pictured(document: pypdfium2.PdfDocument, number: int) -> bool:
    filled, points, letters = 0.0, 0, 0
    with leaf(document, number) as page:
        need_possible(page)
        width, height = page.get_size()
        words = page.get_textpage()
        for one in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT), textpage=words):
            if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = one.get_bounds()
                filled += (right - left) * (top - bottom)
                across, down = one.get_px_size()
                points += across * down
            elif pdfium.FPDFTextObj_GetTextRenderMode(one) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                letters += len(one.extract())
        words.close()
    return filled >= _FILLED * width * height and points >= _POINTS_LEAST and letters <= _LETTERS_MOST


def _read(image: Image.Image) -> tuple[str, ...]:
    """Return what the codes in a picture say; a pale or dirty one is looked at again with more contrast."""
    grey = ImageOps.exif_transpose(image).convert("L")
    for look in (_as_it_is, _smaller, _stronger):
        found = zxingcpp.read_barcodes(look(grey), formats=_QR)
        if found:
            return tuple(one.text for one in found)
    return ()


def _as_it_is(image: Image.Image) -> Image.Image:
    return image


def _smaller(image: Image.Image) -> Image.Image:
    """Halve it: the grain of a camera goes, the code stays."""
    return image.resize((max(1, image.width // 2), max(1, image.height // 2)), Image.Resampling.BOX)


def _stronger(image: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(_smaller(image), cutoff=5)
