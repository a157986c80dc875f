"""MP4 and 3GP with one track of sound (ISO 14496-12): what tells of people, places and hours is overwritten.

Places inside the file are named by their distance from its beginning, so nothing is cut out: a box that has to go
becomes free space of zeros.
"""

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from shramsetu.files.sounds.broken import Broken

_HOLDS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"edts", b"dinf"})
_STAYS = _HOLDS | {
    b"ftyp", b"styp", b"mdat", b"sidx", b"mfra", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"smhd", b"stsd", b"stts", b"stsc",
    b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sgpd", b"sbgp", b"elst", b"dref", b"mehd", b"trex", b"mfhd", b"tfhd",
    b"tfdt", b"trun",
}  # fmt: skip
_DEEPEST = 8
_ENTRY_BYTES = {0x100: 4, 0x200: 4, 0x400: 4, 0x800: 4}


class _Box(NamedTuple):
    name: bytes
    begin: int
    end: int


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the file with everything but the sound blank, and its seconds."""
    boxes = list(_walk(content, 0, len(content), 0))
    kinds = [content[one.begin + 8 : one.begin + 12] for one in boxes if one.name == b"hdlr"]
    if kinds != [b"soun"] or sum(one.name == b"trak" for one in boxes) != 1 or boxes[0].name != b"ftyp":
        raise Broken
    made = bytearray(content[: max(one.end for one in boxes)])
    for one in boxes:
        if one.name not in _STAYS:
            made[one.begin - 4 : one.begin] = b"free"
            made[one.begin : one.end] = bytes(one.end - one.begin)
        elif one.name in (b"mvhd", b"tkhd", b"mdhd"):
            width = 16 if content[one.begin] == 1 else 8
            made[one.begin + 4 : one.begin + 4 + width] = bytes(width)
        elif one.name == b"hdlr":  # the name that the maker gave the track
            made[one.begin + 24 : one.end] = bytes(one.end - one.begin - 24)
    return bytes(made), max(_told(content, boxes), _fragments(content, boxes))


def _walk(content: bytes, at: int, until: int, depth: int) -> Iterator[_Box]:
    if depth > _DEEPEST:
        raise Broken
    while at < until:
        one = _box(content, at, until, depth)
        yield one
        if one.name in _HOLDS:
            yield from _walk(content, one.begin, one.end, depth + 1)
        at = one.end


def _box(content: bytes, at: int, until: int, depth: int) -> _Box:
    """Return the box at `at`; the last one of a file may have no size, and sound may have been cut off."""
    if until - at < 8:
        raise Broken
    size, name, head = unpack_from(">I", content, at)[0], content[at + 4 : at + 8], 8
    if size == 1:
        size, head = unpack_from(">Q", content, at + 8)[0], 16
    if depth == 0 and (size == 0 or (name == b"mdat" and size >= head)):
        size = min(size or until, until - at)
    if size < head or at + size > until or (head == 16 and name not in _STAYS):
        raise Broken
    return _Box(name, at + head, at + size)


def _told(content: bytes, boxes: list[_Box]) -> float:
    """Return the longest time that the heads tell."""
    found = [0.0]
    for one in boxes:
        if one.name in (b"mvhd", b"mdhd"):
            wide = content[one.begin] == 1
            scale, units = unpack_from(">IQ" if wide else ">II", content, one.begin + (20 if wide else 12))
            found.append(units / scale if scale and units not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF) else 0.0)
    return max(found)


def _fragments(content: bytes, boxes: list[_Box]) -> float:
    """Return the time of a file written piece by piece, whose head does not know it."""
    scale = next((_scale(content, one) for one in boxes if one.name == b"mdhd"), 0)
    usual = next((unpack_from(">I", content, one.begin + 12)[0] for one in boxes if one.name == b"trex"), 0)
    units, own = 0, usual
    for one in boxes:
        if one.name == b"tfhd":
            own = _own_duration(content, one) or usual
        elif one.name == b"trun":
            units += _run(content, one, own)
    return units / scale if scale else 0.0


def _scale(content: bytes, box: _Box) -> int:
    found: int = unpack_from(">I", content, box.begin + (20 if content[box.begin] == 1 else 12))[0]
    return found


def _own_duration(content: bytes, box: _Box) -> int:
    flags = int.from_bytes(content[box.begin + 1 : box.begin + 4])
    at = box.begin + 8 + 8 * bool(flags & 1) + 4 * bool(flags & 2)
    found: int = unpack_from(">I", content, at)[0] if flags & 8 else 0
    return found


def _run(content: bytes, box: _Box, usual: int) -> int:
    """Return the units of one run of samples; a count that the box cannot hold is a lie."""
    flags = int.from_bytes(content[box.begin + 1 : box.begin + 4])
    count: int = unpack_from(">I", content, box.begin + 4)[0]
    each = sum(width for bit, width in _ENTRY_BYTES.items() if flags & bit)
    begin = box.begin + 8 + 4 * bool(flags & 1) + 4 * bool(flags & 4)
    if (count > box.end - box.begin and not flags & 0x200) or begin + count * each > box.end:
        raise Broken
    if not flags & 0x100:
        return count * usual
    return sum(unpack_from(">I", content, begin + place * each)[0] for place in range(count))
