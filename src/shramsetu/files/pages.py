"""Pages of what is scanned or photographed, drawn as pictures.

A small file can be long to read: a page of five metres, a picture of a thousand million points. What no scanner gives
is refused before it is drawn, and PDFium is held for one page at a time.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

PDF = "application/pdf"
PAGES_MOST = 200
INCH = 72
_LONG_SIDE = 2_400  # points: an A4 page at 200 to the inch, where a mark of 28 mm has six points a module
_POINTS_MOST = 50_000_000  # of a photograph
_DRAWN_MOST = 18_000_000  # of a page as it is drawn to be looked at: A3 at 300 to the inch
_SCANNED_MOST = 150_000_000  # of a picture on a page: A3 at 600 to the inch is half of it
_SIDE_MOST = 3_400  # of a page: 1.2 m
_OBJECTS_MOST = 50_000  # of a page; a drawn sheet has some hundreds
# PDFium keeps state of its own that threads may not share.
LOCK = Lock()


class Unreadable(ValueError):
    """The file cannot be opened as what it says it is: a broken or locked PDF, a broken picture."""


class TooManyPages(ValueError):
    """More pages than one scan may have."""


def cut(content: bytes, media_type: str, pages: Sequence[int]) -> bytes:
    """Return a file with these pages alone; a picture, or a PDF of which all are wanted, stays as it is."""
    if media_type != PDF:
        return content
    with opened(content) as document:
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


def joined(files: Sequence[bytes]) -> bytes:
    """Return several PDFs as one."""
    with LOCK:
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
    images = [reduced(picture(one)) for one in pictures]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return out.getvalue()


def drawn(document: pypdfium2.PdfDocument, number: int, dpi: int) -> Image.Image:
    """Return a page as a grey picture; raises Unreadable for one that no scanner gives."""
    with leaf(document, number) as page:
        need_possible(page)
        width, height = page.get_size()
        scale = min(dpi / INCH, (_DRAWN_MOST / max(1.0, width * height)) ** 0.5)
        rendered = page.render(scale=scale, grayscale=True)
        image: Image.Image = rendered.to_pil().copy()
        rendered.close()
    return image


def need_possible(page: pypdfium2.PdfPage) -> None:
    """Raise Unreadable for a page that no scanner gives."""
    if max(page.get_size()) > _SIDE_MOST:
        raise Unreadable("a page too large")
    if pdfium.FPDFPage_CountObjects(page) > _OBJECTS_MOST:
        raise Unreadable("a page of too many parts")
    for one in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
        across, down = one.get_px_size()
        if across * down > _SCANNED_MOST:
            raise Unreadable("a picture too large")


def picture(content: bytes) -> Image.Image:
    """Return a photograph; raises Unreadable."""
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
        if image.width * image.height > _POINTS_MOST:
            raise Unreadable("too many points")
        image.load()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(str(error)) from error
    return image


def reduced(image: Image.Image) -> Image.Image:
    """Return a picture upright, in colour, no longer than an A4 page at 200 to the inch."""
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return upright


@contextmanager
def leafed(content: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, int]]:
    """Open a document whose pages are read one by one, each under the lock; others read theirs in between."""
    with LOCK:
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
        with LOCK:
            document.close()


@contextmanager
def leaf(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Take one page in hand, PDFium with it."""
    with LOCK:
        try:
            page = document[number]
            try:
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document and hold PDFium until it is closed."""
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        try:
            yield document
        finally:
            document.close()
