"""Contents that may not lie open on the disk: each package that owns a kind of stream encrypts and opens its own."""

from collections.abc import Callable
from dataclasses import dataclass

# What an encrypted content begins with; no kind of file that is taken begins so.
MARK = b"sealed:"


@dataclass(frozen=True, slots=True)
class Cipher:
    """How the contents of a kind of stream are kept: `shut` answers None where the stream is an open one."""

    shut: Callable[[str, bytes], bytes | None]
    open: Callable[[str, bytes], bytes]


_ciphers: dict[str, Cipher] = {}


def register(prefix: str, cipher: Cipher) -> None:
    """Let `cipher` keep the contents of streams `prefix:…`."""
    _ciphers[prefix] = cipher


def veiled(stream: str, content: bytes) -> bytes:
    """Return `content` as it may lie in the store: as it is, or encrypted and marked where the stream is sealed."""
    cipher = _ciphers.get(stream.partition(":")[0])
    shut = None if cipher is None or content.startswith(MARK) else cipher.shut(stream, content)
    return content if shut is None else MARK + shut


def unveiled(stream: str, content: bytes) -> bytes:
    """Return what `veiled` kept, in clear; the caller has leave to read it."""
    if not content.startswith(MARK):
        return content
    return _ciphers[stream.partition(":")[0]].open(stream, content.removeprefix(MARK))
