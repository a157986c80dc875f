"""WebM, what browsers record (RFC 8794, RFC 9559): head, track and clusters stay; titles, tags and attachments go."""

from collections.abc import Iterator
from typing import NamedTuple

from shramsetu.files.sounds.broken import Broken

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK, TRACK_TYPE, CODEC = 0xAE, 0x83, 0x86
TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_IN_TRACK = frozenset({0xD7, 0x73C5, TRACK_TYPE, CODEC, 0x63A2, 0xE1, 0x56AA, 0x56BB, 0x9C, 0x88})  # name, language: no
_IN_GROUP = frozenset({BLOCK, 0x9B, 0x75A2})
_AUDIO = 2
_CODECS = (b"A_OPUS", b"A_VORBIS")
_BEGINS = {SEGMENT, INFO, TRACKS, CLUSTER, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770}
_FRAME_MS = 20.0
_LONGEST_ID, _LONGEST_SIZE = 4, 8


class _Element(NamedTuple):
    id: int
    begin: int
    end: int
    endless: bool


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the file with its one track of sound alone, and its seconds."""
    head, segment = _two(content)
    doc = next((content[one.begin : one.end] for one in _children(content, head) if one.id == DOC_TYPE), b"")
    if doc.rstrip(b"\0") not in (b"webm", b"matroska"):
        raise Broken
    scale, tracks, clusters, last = 1_000_000, b"", [], 0.0
    for one in _children(content, segment):
        if one.id == INFO:
            scale = _number(content, one, SCALE) or scale
        elif one.id == TRACKS:
            tracks = tracks or _tracks(content, one)
        elif one.id == CLUSTER:
            written, until = _cluster(content, one)
            clusters.append(written)
            last = max(last, until)
    if not tracks or not clusters:
        raise Broken
    info = _wrapped(INFO, _wrapped(SCALE, scale.to_bytes(4)) + _wrapped(0x4D80, b"none") + _wrapped(0x5741, b"none"))
    body = _wrapped(SEGMENT, info + tracks + b"".join(clusters))
    return content[: head.end] + body, (last * scale / 1_000_000 + _FRAME_MS) / 1000


def _two(content: bytes) -> tuple[_Element, _Element]:
    head = _element(content, 0, len(content))
    segment = _element(content, head.end, len(content))
    if head.id != EBML or head.endless or head.end > 80 or segment.id != SEGMENT:
        raise Broken
    return head, segment


def _tracks(content: bytes, whole: _Element) -> bytes:
    """Return the list of tracks with the one of sound; a second one, of pictures too, is no voice note."""
    rows = [one for one in _children(content, whole) if one.id == TRACK]
    if len(rows) != 1 or _number(content, rows[0], TRACK_TYPE) != _AUDIO:
        raise Broken
    parts = list(_children(content, rows[0]))
    if not any(one.id == CODEC and content[one.begin : one.end].startswith(_CODECS) for one in parts):
        raise Broken
    kept = b"".join(_wrapped(one.id, content[one.begin : one.end]) for one in parts if one.id in _IN_TRACK)
    return _wrapped(TRACKS, _wrapped(TRACK, kept))


def _cluster(content: bytes, whole: _Element) -> tuple[bytes, float]:
    """Return a cluster of its time and its blocks, and the time of the last one."""
    kept, time, last = [], 0, 0.0
    for one in _children(content, whole):
        body = content[one.begin : one.end]
        if one.id == TIMECODE:
            time = int.from_bytes(body)
            kept.append(_wrapped(TIMECODE, body))
        elif one.id == SIMPLE_BLOCK:
            last = max(last, time + _relative(body))
            kept.append(_wrapped(SIMPLE_BLOCK, body))
        elif one.id == BLOCK_GROUP:
            parts = [part for part in _children(content, one) if part.id in _IN_GROUP]
            last = max([last, *(time + _relative(content[p.begin : p.end]) for p in parts if p.id == BLOCK)])
            inner = b"".join(_wrapped(part.id, content[part.begin : part.end]) for part in parts)
            kept.append(_wrapped(BLOCK_GROUP, inner))
    return _wrapped(CLUSTER, b"".join(kept)), last


def _relative(block: bytes) -> int:
    if len(block) < 4 or not block[0] & 0x80:
        raise Broken
    return int.from_bytes(block[1:3], signed=True)


def _number(content: bytes, parent: _Element, wanted: int) -> int:
    found = [one for one in _children(content, parent) if one.id == wanted]
    return int.from_bytes(content[found[0].begin : found[0].end][:8]) if found else 0


def _children(content: bytes, parent: _Element) -> Iterator[_Element]:
    """Yield what stands in `parent`; one without an end goes to the next of its own height, or to the file's end."""
    at = parent.begin
    while at < parent.end:
        try:
            one = _element(content, at, parent.end)
        except Broken:
            if parent.endless or parent.end == len(content):
                return  # a recording that was cut off
            raise
        if parent.endless and parent.id == CLUSTER and one.id in _BEGINS:
            return
        if one.endless and one.id == CLUSTER:
            one = one._replace(end=_end_of_cluster(content, one))
        yield one
        at = one.end


def _end_of_cluster(content: bytes, cluster: _Element) -> int:
    at = cluster.begin
    while at < cluster.end:
        try:
            one = _element(content, at, cluster.end)
        except Broken:
            return at
        if one.id in _BEGINS:
            return at
        at = one.end
    return at


def _element(content: bytes, at: int, until: int) -> _Element:
    first = content[at] if at < until else 0
    width = 9 - first.bit_length()
    if not first or width > _LONGEST_ID:
        raise Broken
    name = int.from_bytes(content[at : at + width])
    at += width
    first = content[at] if at < until else 0
    width = 9 - first.bit_length()
    if not first or width > _LONGEST_SIZE or at + width > until:
        raise Broken
    size = int.from_bytes(content[at : at + width]) & (1 << 7 * width) - 1
    begin = at + width
    if size == (1 << 7 * width) - 1:
        if name not in (SEGMENT, CLUSTER):
            raise Broken
        return _Element(name, begin, until, True)
    if begin + size > until:
        raise Broken
    return _Element(name, begin, begin + size, False)


def _wrapped(name: int, body: bytes) -> bytes:
    width = (name.bit_length() + 7) // 8
    return name.to_bytes(width) + (1 << 56 | len(body)).to_bytes(8) + body
