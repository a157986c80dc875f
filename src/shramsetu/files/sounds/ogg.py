"""Ogg with Opus or Vorbis (RFC 3533, RFC 7845): the comments go, the pages are numbered and summed anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from

from shramsetu.files.sounds.broken import Broken

BEGINS, ENDS, CONTINUED = 2, 4, 1
OPUS, VORBIS = b"OpusHead", b"\x01vorbis"
OPUS_RATE = 48_000
_NOTHING = pack("<I", 4) + b"none" + pack("<I", 0)  # a vendor and no comments
_UNKNOWN = 0xFFFFFFFFFFFFFFFF


@dataclass(slots=True)
class _Page:
    flags: int
    granule: int
    laces: bytes
    body: bytes

    def packets(self) -> list[tuple[bytes, bool]]:
        """Give the pieces of packets in this page, and whether each one ends here."""
        found, at, size = [], 0, 0
        for lace in self.laces:
            size += lace
            if lace < 255:
                found.append((self.body[at : at + size], True))
                at, size = at + size, 0
        if size or self.laces[-1:] == b"\xff":
            found.append((self.body[at : at + size], False))
        return found


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the same sound without its comments, and its seconds."""
    pages = list(_pages(content))
    heads, behind = _heads(pages)
    opus = heads[0].startswith(OPUS)
    rate = OPUS_RATE if opus else unpack_from("<I", heads[0], 12)[0]
    skipped = unpack_from("<H", heads[0], 10)[0] if opus else 0
    heads[1] = b"OpusTags" + _NOTHING if opus else b"\x03vorbis" + _NOTHING + b"\x01"
    rest = pages[behind:]
    if not rate or not rest or any(page.flags & BEGINS for page in rest):
        raise Broken
    last = max((page.granule for page in rest if page.granule != _UNKNOWN), default=0)
    written = [_Page(BEGINS, 0, _laces(heads[:1]), heads[0]), *_packed(heads[1:]), *rest]
    return b"".join(_bytes(page, at) for at, page in enumerate(written)), (last - skipped) / rate


def _pages(content: bytes) -> Iterator[_Page]:
    """Yield the pages of the one stream; whatever follows the last one is left out."""
    at, serial = 0, None
    while content[at : at + 5] == b"OggS\0":
        flags, granule, own, _, _, count = unpack_from("<BQIIIB", content, at + 5)
        laces = content[at + 27 : at + 27 + count]
        begin = at + 27 + count
        end = begin + sum(laces)
        if end > len(content):
            return  # a recording that was cut off
        if serial not in (None, own):
            raise Broken
        serial, at = own, end
        yield _Page(flags, granule, laces, content[begin:end])


def _heads(pages: list[_Page]) -> tuple[list[bytes], int]:
    """Return the packets that stand before the sound (two of Opus, three of Vorbis) and which page is behind them."""
    heads, open_one = [], b""
    for at, page in enumerate(pages):
        for piece, ends in page.packets():
            open_one += piece
            if ends:
                heads.append(open_one)
                open_one = b""
        if not heads or not heads[0].startswith((OPUS, VORBIS)):
            raise Broken
        if len(heads) >= (wanted := 2 if heads[0].startswith(OPUS) else 3):
            if len(heads) > wanted or open_one or heads[1][:8] != (b"OpusTags" if wanted == 2 else heads[1][:8]):
                raise Broken
            return heads, at + 1
    raise Broken


def _laces(packets: list[bytes]) -> bytes:
    return b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)


def _packed(packets: list[bytes]) -> Iterator[_Page]:
    """Lay packets into as many pages as they need, 255 laces in each."""
    laces, body, begun = _laces(packets), b"".join(packets), False
    while laces:
        own, laces = laces[:255], laces[255:]
        size = sum(own)
        yield _Page(CONTINUED if begun else 0, _UNKNOWN if laces and own[-1] == 255 else 0, own, body[:size])
        body, begun = body[size:], own[-1] == 255


def _bytes(page: _Page, number: int) -> bytes:
    head = b"OggS\0" + pack("<BQIII", page.flags, page.granule, 1, number, 0) + bytes([len(page.laces)])
    whole = bytearray(head + page.laces + page.body)
    whole[22:26] = pack("<I", _sum(whole))
    return bytes(whole)


def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        register = value << 24
        for _ in range(8):
            register = (register << 1 ^ (0x04C11DB7 if register & 0x80000000 else 0)) & 0xFFFFFFFF
        found.append(register)
    return tuple(found)


_TABLE = _table()


def _sum(whole: bytearray) -> int:
    register = 0
    for value in whole:
        register = (register << 8) & 0xFFFFFFFF ^ _TABLE[register >> 24 ^ value]
    return register
