"""AMR, what small telephones record (3GPP TS 26.101, RFC 4867): a mark, then frames of 20 ms each."""

from shramsetu.files.sounds.broken import Broken

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_NARROW_SIZES = {0: 12, 1: 13, 2: 15, 3: 17, 4: 19, 5: 20, 6: 26, 7: 31, 8: 5, 15: 0}
_WIDE_SIZES = {0: 17, 1: 23, 2: 32, 3: 36, 4: 40, 5: 46, 6: 50, 7: 58, 8: 60, 9: 5, 14: 0, 15: 0}
FRAME_SECONDS = 0.02


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the file up to its last whole frame, and its seconds. Anything but frames is no such file."""
    mark, sizes = (WIDE, _WIDE_SIZES) if content.startswith(WIDE) else (NARROW, _NARROW_SIZES)
    if not content.startswith(mark):
        raise Broken
    at, frames = len(mark), 0
    while at < len(content):
        head = content[at]
        size = sizes.get(head >> 3 & 0xF)
        if head & 0x83 or size is None:
            raise Broken
        if at + 1 + size > len(content):
            break  # a recording that was cut off
        at, frames = at + 1 + size, frames + 1
    return content[:at], frames * FRAME_SECONDS
