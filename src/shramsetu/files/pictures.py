"""Pictures: when and where taken, what they look like, and the same picture without what the camera wrote into it."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageFile, ImageOps

from shramsetu.files.rules import JPEG, WEBP, FalseType, Kind, TooLarge
from shramsetu.lib.clock import IST

PIXEL_LIMIT = 50_000_000
PORTRAIT = (300, 360)  # points: 20 by 24 mm of a card, at more than 350 to the inch
SMALL = 640  # points of the longer side: a phone's whole width, at two points for each of its own
FACE = (0.5, 0.4)  # what stays of a picture of another shape: faces stand above its middle
_BANDS = 4
_BAND_BITS = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it will be served, and what it said about itself. `phash` is signed, as PostgreSQL keeps 64 bits."""

    content: bytes
    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    phash: int


def read(content: bytes, kind: Kind) -> Picture:
    """Decode the picture and write it anew, upright and bare of camera data.

    Raises TooLarge for more points than any phone makes (an image bomb), FalseType for one that cannot be decoded.
    """
    with _decoding(content, kind) as image:
        exif = image.getexif()
        taken_at = _taken_at(exif.get_ifd(ExifTags.IFD.Exif))
        lon, lat = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
        upright = ImageOps.exif_transpose(image)
        bare = _bare(image, upright, kind)
    return Picture(bare, upright.width, upright.height, taken_at, lon, lat, difference_hash(upright))


def portrait(content: bytes, kind: Kind) -> bytes:
    """Return the picture as a card prints it: upright, cut and scaled to its shape, a JPEG of points alone.

    Raises as `read` does.
    """
    made = BytesIO()
    with _decoding(content, kind) as image:
        upright = ImageOps.exif_transpose(image)
        clear = "A" in upright.getbands() or "transparency" in upright.info
        small = ImageOps.fit(upright.convert("RGBA" if clear else "RGB"), PORTRAIT, centering=FACE)
        paper = Image.new("RGB", PORTRAIT, "white")
        paper.paste(small, mask=small if clear else None)
        paper.save(made, "JPEG", quality=88, optimize=True)
    return made.getvalue()


def small(content: bytes, kind: Kind) -> bytes:
    """Return the picture as a page shows it among others: upright, no side longer than `SMALL`, a JPEG.

    Raises as `read` does.
    """
    made = BytesIO()
    with _decoding(content, kind) as image:
        image.draft("RGB", (SMALL, SMALL))  # a JPEG is decoded at a fraction of its size
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((SMALL, SMALL))
        upright.convert("RGB").save(made, "JPEG", quality=75, optimize=True)
    return made.getvalue()


@contextmanager
def _decoding(content: bytes, kind: Kind) -> Iterator[Image.Image]:
    """Open a picture; what is wrong with it comes out while it is decoded, as FalseType or TooLarge."""
    # The library that makes our PDFs lets half pictures pass, in the whole process; what people hand in must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=[kind.media_type.removeprefix("image/").upper()])
            if image.width * image.height > PIXEL_LIMIT:
                raise TooLarge(PIXEL_LIMIT, "pixels")
            yield image
    except (TooLarge, Image.DecompressionBombError) as error:
        raise TooLarge(PIXEL_LIMIT, "pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise FalseType(f"broken {kind.media_type}") from error


def difference_hash(image: Image.Image) -> int:
    """Return 64 bits, each telling whether a point of the 9 x 8 grey picture is brighter than its right neighbour.

    Survives scaling, compression and small changes of light. Signed.
    """
    small = list(image.convert("L").resize((9, 8), Image.Resampling.BILINEAR).tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (small[row * 9 + column] > small[row * 9 + column + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def bands(phash: int) -> list[int]:
    """Return the four quarters of a hash, each numbered: two hashes at most 3 bits apart share at least one.

    A picture without any drawing (all points alike) has none: all of those are alike.
    """
    if phash in (0, -1):
        return []
    mask = (1 << _BAND_BITS) - 1
    return [band << _BAND_BITS | phash >> band * _BAND_BITS & mask for band in range(_BANDS)]


def _bare(image: Image.Image, upright: Image.Image, kind: Kind) -> bytes:
    """Write the picture without text, camera and maker data; a JPEG that need not be turned keeps its exact quality."""
    turned = upright.size != image.size or image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    out = upright if turned else image
    out.info = {key: value for key, value in out.info.items() if key in {"icc_profile", "transparency"}}
    options: dict[str, Any] = {}
    if kind is JPEG:
        options = {"quality": 90 if turned else "keep", "optimize": True}
    elif kind is WEBP:
        options = {"quality": 90}
    made = BytesIO()
    out.save(made, kind.media_type.removeprefix("image/").upper(), exif=b"", **options)
    return made.getvalue()


def _taken_at(exif: Mapping[int, Any]) -> datetime | None:
    """The camera's date; without a zone it is Indian time. A broken date or one before 2000 is none."""
    written = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    zone = str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        local = datetime.strptime(written, "%Y:%m:%d %H:%M:%S").replace(tzinfo=IST)
        taken = datetime.strptime(f"{written} {zone}", "%Y:%m:%d %H:%M:%S %z") if zone else local
    except ValueError:
        return None
    return taken.astimezone(UTC) if taken.year >= 2000 else None


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude in degrees, or nothing where the camera wrote none, nonsense or 0, 0."""
    try:
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"))
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    if (lon, lat) == (0, 0) or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None, None
    return round(lon, 6), round(lat, 6)


def _degrees(parts: tuple[float, float, float], side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return (degrees + minutes / 60 + seconds / 3600) * (-1 if side in {"W", "S"} else 1)
