"""MP3: the frames stay; tags before and behind, with names, pictures and texts, go."""

from shramsetu.files.sounds.broken import Broken

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KILOBITS_ONE = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_TWO = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
LEAST_FRAMES = 3


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the frames one after the other, and their seconds."""
    at = _behind_tag(content)
    begin, frames, seconds = at, 0, 0.0
    while (found := _frame(content, at)) is not None:
        size, lasts = found
        if at + size > len(content):
            break
        at, frames, seconds = at + size, frames + 1, seconds + lasts
    if frames < LEAST_FRAMES:
        raise Broken
    return content[begin:at], seconds


def _behind_tag(content: bytes) -> int:
    """Return where the first frame begins: behind an ID3 tag, whose size has seven bits a byte."""
    at = 0
    while content[at : at + 3] == b"ID3":
        a, b, c, d = content[at + 6 : at + 10]
        footed = bool(content[at + 5] & 0x10)
        at += 10 + (a << 21 | b << 14 | c << 7 | d) + 10 * footed
    while content[at : at + 1] == b"\0":
        at += 1
    return at


def _frame(content: bytes, at: int) -> tuple[int, float] | None:
    """Return size and seconds of the layer III frame at `at`; None where there is none."""
    head = int.from_bytes(content[at : at + 4])
    version, layer, bits, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or bits in (0, 15) or rate == 3:
        return None
    samples = 1152 if version == 3 else 576
    kilobits = (_KILOBITS_ONE if version == 3 else _KILOBITS_TWO)[bits]
    hertz = _RATES[version][rate]
    return samples // 8 * kilobits * 1000 // hertz + (head >> 9 & 1), samples / hertz
