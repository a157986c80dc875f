"""Files of every accepted kind, made on the spot."""

import io
import wave

from PIL import ExifTags, Image, ImageDraw


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\1" * 800)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OGG = b"OggS\0\2" + bytes(8) + b"\1\0\0\0\0\0\0\0\1\2\3\4\1\x1e\1vorbis" + bytes(30)
MP3 = b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + bytes(413)
M4A = b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom" + bytes(64)


def scene(seed: int = 1) -> Image.Image:
    image = Image.new("RGB", (640, 480), "skyblue")
    draw = ImageDraw.Draw(image)
    for n in range(12):
        left, top = (seed * 97 + n * 131) % 600, (seed * 53 + n * 89) % 440
        draw.rectangle((left, top, left + 90, top + 60), fill=((n * 40) % 255, (seed * 70 + n * 20) % 255, 90))
    return image


def jpeg(image: Image.Image, exif: Image.Exif | None = None, quality: int = 92) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif or b"")
    return out.getvalue()


def camera(*, orientation: int = 1, date: str = "2026:11:20 14:05:09", zone: str = "") -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = date
    if zone:
        details[ExifTags.Base.OffsetTimeOriginal] = zone
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (26.0, 27.0, 30.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (80.0, 19.0, 48.0)
    return exif
