"""What may be handed in, and what a picture tells: pure functions on bytes."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import magic

PAPER = "files.file_kilobytes"
PHOTO = "files.photo_kilobytes"
SOUND = "files.audio_kilobytes"
RECORDING = "files.recording_kilobytes"
SNIFFED = 4_096
NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted kind of file: how it is known, called and named, and the rule that says how large it may be."""

    media_type: str
    sniffed: tuple[str, ...]
    endings: tuple[str, ...]
    declared: tuple[str, ...]
    size_rule: str

    @property
    def is_picture(self) -> bool:
        """Tell whether it is a picture."""
        return self.media_type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        """Tell whether it is a recording."""
        return self.media_type.startswith("audio/")


PDF = Kind("application/pdf", ("application/pdf",), ("pdf",), ("application/x-pdf",), PAPER)
JPEG = Kind("image/jpeg", ("image/jpeg",), ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg", "image/pjpeg"), PHOTO)
PNG = Kind("image/png", ("image/png",), ("png",), ("image/x-png",), PHOTO)
WEBP = Kind("image/webp", ("image/webp",), ("webp",), (), PHOTO)
OGG = Kind("audio/ogg", ("audio/ogg",), ("ogg", "oga", "opus"), ("application/ogg", "audio/opus"), SOUND)
MP3 = Kind("audio/mpeg", ("audio/mpeg",), ("mp3",), ("audio/mp3", "audio/x-mp3"), SOUND)
WAV = Kind("audio/wav", ("audio/x-wav", "audio/wav"), ("wav",), ("audio/x-wav", "audio/wave"), SOUND)
# Telephones and browsers keep sound in what also holds films; `sounds` lets pass only what has no picture in it.
M4A = Kind(
    "audio/mp4",
    ("audio/x-m4a", "audio/mp4", "video/mp4", "video/3gpp", "video/3gpp2", "video/quicktime"),
    ("m4a", "mp4", "3gp", "3gpp"),
    ("audio/x-m4a", "audio/m4a", "audio/3gpp", "audio/3gpp2", "video/3gpp", "video/mp4"),
    SOUND,
)
WEBM = Kind("audio/webm", ("audio/webm", "video/webm"), ("webm", "weba"), ("video/webm",), SOUND)
AMR = Kind(
    "audio/amr", ("audio/amr", "audio/AMR", "audio/x-amr"), ("amr", "awb"), ("audio/amr-wb", "audio/3gpp"), SOUND
)
PORTRAITS = (JPEG, PNG)
PICTURES = {one.media_type: one for one in (JPEG, PNG, WEBP)}
KINDS = (PDF, JPEG, PNG, WEBP, OGG, MP3, WAV, M4A, WEBM, AMR)
MAIL = "message/rfc822"  # an e-mail as it came: kept, never shown
# What a browser says of a file it does not know; it proves nothing either way.
_SILENT = {"", "application/octet-stream", "binary/octet-stream"}
_LOCKED = re.compile(rb"/Encrypt(?:\s+\d{1,9}\s+\d{1,5}\s+R|\s*<<)")
_END_WITHIN = 4_096  # bytes before the end of a PDF in which its last word stands


class FalseType(ValueError):
    """The file is not of an accepted kind, or is not what its name or its sender says. `found` is what it is."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class TooLarge(ValueError):
    """The file has more bytes, a picture more points, or a sound lasts longer, than `limit`.

    `unit` is "bytes", "pixels" or "seconds".
    """

    def __init__(self, limit: int, unit: str = "bytes") -> None:
        super().__init__(f"more than {limit} {unit}")
        self.limit = limit
        self.unit = unit


class Unreadable(ValueError):
    """The file is of an accepted kind and yet cannot be read: "locked" by a password, or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def need_readable(content: bytes) -> None:
    """Raise Unreadable for a PDF that asks for a password or has no end; pictures are decoded when they are stored."""
    if not content.startswith(b"%PDF-"):
        return
    if _LOCKED.search(content):
        raise Unreadable("locked")
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise Unreadable("broken")


def kind_of(content: bytes, name: str, declared: str) -> Kind:
    """Return the kind of file that `content` is.

    Raises FalseType where the kind is not accepted, or where the ending of `name` or the `declared` media type names
    another one.
    """
    found = magic.from_buffer(content[:SNIFFED], mime=True)
    kind = next((kind for kind in KINDS if found in kind.sniffed), None)
    if kind is None or (kind is PDF and not content.startswith(b"%PDF-")):  # some readers take a page with a PDF in it
        raise FalseType(found)
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if ending not in kind.endings or not _is_declared(kind, declared):
        raise FalseType(found)
    return kind


def _is_declared(kind: Kind, declared: str) -> bool:
    said = declared.split(";")[0].strip().lower()
    return said in _SILENT or said == kind.media_type or said in kind.declared


def clean_name(name: str, kind: Kind) -> str:
    """Return `name` without folders, control and direction marks, and signs that a disk or a header minds.

    It keeps its letters in any script and ends in the proper ending of `kind`.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C" or mark in "\u200c\u200d")
    stem = re.sub(r"[\"'<>:|?*%;\s]+", " ", seen.rsplit(".", 1)[0]).strip(" .").lstrip("=+-@")
    return f"{stem[: NAME_LIMIT - 6] or 'file'}.{kind.endings[0]}"
