"""The one reading of a sound, whatever its container."""

import struct
from collections.abc import Callable, Mapping
from typing import NamedTuple

from shramsetu.files.rules import AMR, M4A, MP3, OGG, WAV, WEBM, FalseType, Kind
from shramsetu.files.sounds import amr, mpeg, mpeg4, ogg, wave, webm
from shramsetu.files.sounds.broken import Broken


class Sound(NamedTuple):
    """A sound as it will be served, and how long it plays."""

    content: bytes
    seconds: float


_READERS: Mapping[str, Callable[[bytes], tuple[bytes, float]]] = {
    WAV.media_type: wave.bare,
    AMR.media_type: amr.bare,
    MP3.media_type: mpeg.bare,
    OGG.media_type: ogg.bare,
    WEBM.media_type: webm.bare,
    M4A.media_type: mpeg4.bare,
}


def read(content: bytes, kind: Kind) -> Sound:
    """Take the sound out of its container and put it into a bare one; raise FalseType for what is broken or a film."""
    try:
        bare, seconds = _READERS[kind.media_type](content)
    except (Broken, struct.error, IndexError) as error:
        raise FalseType(f"broken {kind.media_type}") from error
    if seconds <= 0:
        raise FalseType(f"empty {kind.media_type}")
    return Sound(bare, seconds)
