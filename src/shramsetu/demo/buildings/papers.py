"""Papers and photographs of the demo's buildings: an order of one line, and a picture in which a building grows."""

import random
from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from shramsetu.lib import clock

WIDE, HIGH = 480, 360
_PAGE = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
)


def order(line: str) -> SimpleUploadedFile:
    """Return a paper with one line, which says that it is the demo's."""
    said = f"BT /F 14 Tf 60 760 Td ({line} - demo, not an order) Tj ET".encode("ascii", "replace")
    return SimpleUploadedFile("order.pdf", _PAGE % (len(said), said), content_type="application/pdf")


def photograph(seed: str, done: float, *, taken: datetime) -> SimpleUploadedFile:
    """Return a drawn picture of a building of which a share of `done` (0 to 1) stands; another seed, another look."""
    chance = random.Random(seed)  # noqa: S311 - invented pictures
    image = Image.new("RGB", (WIDE, HIGH), (196 + chance.randrange(40), 214, 232))
    draw = ImageDraw.Draw(image)
    for column in range(6):  # haze and light: no two days look alike
        for row in range(4):
            shade = 150 + chance.randrange(90)
            draw.rectangle([column * 80, row * 90, column * 80 + 80, row * 90 + 90], fill=(shade, shade, shade + 10))
    ground = HIGH - 70 - chance.randrange(20)
    draw.rectangle([0, ground, WIDE, HIGH], fill=(176, 148 + chance.randrange(30), 110))
    storeys = max(1, round(4 * done + 0.3))
    left, width = 40 + chance.randrange(60), 300 + chance.randrange(60)
    for storey in range(storeys):
        top = ground - 52 * (storey + 1)
        wall = (200 + chance.randrange(30), 190, 170) if done > 0.5 else (150, 140 + chance.randrange(30), 130)
        draw.rectangle([left, top, left + width, top + 50], fill=wall, outline=(80, 80, 80))
        for window in range(6):
            x = left + 14 + window * (width // 6)
            draw.rectangle([x, top + 14, x + 22, top + 38], fill=(60, 80 + chance.randrange(80), 120))
    for _ in range(10):
        x, y = chance.randrange(WIDE), chance.randrange(ground - 30, HIGH)
        draw.rectangle(
            [x, y, x + chance.randrange(8, 60), y + chance.randrange(6, 30)], fill=(chance.randrange(120), 70, 50)
        )
    for _ in range(6):
        x, y = chance.randrange(WIDE), chance.randrange(90)
        draw.ellipse([x, y, x + chance.randrange(30, 120), y + chance.randrange(12, 40)], fill=(240, 240, 236))
    out, exif = BytesIO(), Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{clock.local(taken):%Y:%m:%d %H:%M:%S}"
    image.save(out, "JPEG", quality=70, exif=exif)
    return SimpleUploadedFile("site.jpg", out.getvalue(), content_type="image/jpeg")
