"""Reading a scan: the code on each page, whichever way it lies, and the pages that belong to each paper.

A pile goes through the scanner in one go, so one file may hold several papers. A page without a code (its back, an
annexure, a stain) belongs to the paper before it.

A small file can be long to read: a page of five metres, a picture of a thousand million points. What no scanner gives
is refused before it is drawn, a reading has its seconds, and PDFium is held for one page at a time.
"""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image, ImageOps

PDF = "application/pdf"
PAGES_MOST = 200
_LONG_SIDE = 2_400  # points: an A4 page at 200 to the inch, where a mark of 28 mm has six points a module
_POINTS_MOST = 50_000_000  # of a photograph
_DRAWN_MOST = 18_000_000  # of a page as it is drawn to be looked at: A3 at 300 to the inch
_SCANNED_MOST = 150_000_000  # of a picture on a page: A3 at 600 to the inch is half of it
_SIDE_MOST = 3_400  # of a page: 1.2 m
_OBJECTS_MOST = 50_000  # of a page; a drawn sheet has some hundreds
_DPI = (150, 300)
_INCH = 72
# A page that a scanner gives is a picture: it fills the page and is no single point drawn large. What a scanning app
# writes below it is a line; the words of a print are many more. Words that were recognised lie there unseen.
_FILLED = 0.6
_POINTS_LEAST = 250_000
_LETTERS_MOST = 80
_QR = zxingcpp.barcode_formats_from_str("QRCode")
# PDFium keeps state of its own that threads may not share.
_pdfium = Lock()


class Unreadable(ValueError):
    """The file cannot be opened as what it says it is: a broken or locked PDF, a broken picture."""


class TooManyPages(ValueError):
    """More pages than one scan may have."""


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


def cut(content: bytes, media_type: str, pages: Sequence[int]) -> bytes:
    """Return a file with these pages alone; a picture, or a PDF of which all are wanted, stays as it is."""
    if media_type != PDF:
        return content
    with _opened(content) as document:
        if len(pages) == len(document):
            return content
        made = pypdfium2.PdfDocument.new()
        try:
            made.import_pages(document, list(pages))
            out = io.BytesIO()
            made.save(out)
        finally:
            made.close()
    return out.getvalue()


def is_picture(content: bytes, media_type: str) -> bool:
    """Tell whether each page is what a scanner or a camera gives, and not the sheet as a program drew it.

    Raises Unreadable, TooManyPages.
    """
    if media_type != PDF:
        return True
    with _leafed(content) as (document, count):
        return all(_is_pictured(document, number) for number in range(count))


def pictured(sheet: bytes, *, dpi: int = 100) -> bytes:
    """Return a drawn PDF as a scanner gives its pages back: grey pictures. For invented scans of the demo and tests."""
    with _opened(sheet) as document:
        scale = dpi / _INCH
        pages = [document[number].render(scale=scale, grayscale=True).to_pil() for number in range(len(document))]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=60)
    return out.getvalue()


def joined(files: Sequence[bytes]) -> bytes:
    """Return several PDFs as one."""
    with _pdfium:
        made = pypdfium2.PdfDocument.new()
        for content in files:
            part = pypdfium2.PdfDocument(content)
            made.import_pages(part)
            part.close()
        out = io.BytesIO()
        made.save(out)
        made.close()
    return out.getvalue()


def bound(pictures: Sequence[bytes]) -> bytes:
    """Return one PDF of several photographs, a page each: what somebody without a scanner hands in."""
    images = [_reduced(_picture(one)) for one in pictures]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return out.getvalue()


def _codes(content: bytes, media_type: str, *, until: float) -> Iterator[tuple[str, ...]]:
    """Yield what the codes of each page say."""
    if media_type != PDF:
        yield _read(_picture(content))
        return
    with _leafed(content) as (document, count):
        for number in range(count):
            yield _read_page(document, number, until=until)


def _read_page(document: pypdfium2.PdfDocument, number: int, *, until: float) -> tuple[str, ...]:
    for dpi in _DPI:
        if time.monotonic() > until:
            raise TooLong(str(number))
        if found := _read(_drawn(document, number, dpi)):
            return found
    return ()


def _drawn(document: pypdfium2.PdfDocument, number: int, dpi: int) -> Image.Image:
    """Return a page as a grey picture; raises Unreadable for one that no scanner gives."""
    with _page(document, number) as page:
        _need_possible(page)
        width, height = page.get_size()
        scale = min(dpi / _INCH, (_DRAWN_MOST / max(1.0, width * height)) ** 0.5)
        drawn = page.render(scale=scale, grayscale=True)
        image: Image.Image = drawn.to_pil().copy()
        drawn.close()
    return image


def _need_possible(page: pypdfium2.PdfPage) -> None:
    if max(page.get_size()) > _SIDE_MOST:
        raise Unreadable("a page too large")
    if pdfium.FPDFPage_CountObjects(page) > _OBJECTS_MOST:
        raise Unreadable("a page of too many parts")
    for picture in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
        across, down = picture.get_px_size()
        if across * down > _SCANNED_MOST:
            raise Unreadable("a picture too large")


def _is_pictured(document: pypdfium2.PdfDocument, number: int) -> bool:
    filled, points, letters = 0.0, 0, 0
    with _page(document, number) as page:
        _need_possible(page)
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


def _picture(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
        if image.width * image.height > _POINTS_MOST:
            raise Unreadable("too many points")
        image.load()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(str(error)) from error
    return image


def _reduced(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return upright


@contextmanager
def _leafed(content: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, int]]:
    """Open a document whose pages are read one by one, each under the lock; others read theirs in between."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        count = len(document)
    try:
        if count > PAGES_MOST:
            raise TooManyPages(str(count))
        yield document, count
    finally:
        with _pdfium:
            document.close()


@contextmanager
def _page(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Take one page in hand, PDFium with it."""
    with _pdfium:
        try:
            page = document[number]
            try:
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        try:
            yield document
        finally:
            document.close()
