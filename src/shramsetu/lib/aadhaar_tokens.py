"""What is kept in place of an Aadhaar number: a keyed token by which it is met again, and its last four digits.

A plain hash of twelve digits is found by trying all of them in minutes; HMAC-SHA-256 under a key outside the database
is not. The number is nowhere kept, so a new key cannot be put in the place of an old one: it is put *over* it. The
token under keys b, a (b the newer, written first) is HMAC(b, HMAC(a, number)); a row under `a` is turned by one more
HMAC. No key may ever be taken away, and who would make tokens needs all of them.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from shramsetu.lib.identity import Identity, Kind

_SHORTEST_KEY = 32


class BadRing(ValueError):
    """The keys cannot be used: none, one too short, one id twice, or not `id:base64 of 32 bytes`."""


class UnknownKey(LookupError):
    """A token stands under a key that is not on the ring."""


@dataclass(frozen=True, slots=True)
class Token:
    """The id of the newest key it stands under, 64 hexadecimal digits, and the last four digits of the number."""

    key_id: str
    digest: str
    last_four: str

    @property
    def masked(self) -> str:
        """The number as it may be shown."""
        return f"XXXX XXXX {self.last_four}"


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys, the oldest first."""

    keys: tuple[tuple[str, bytes], ...] = field(repr=False)

    @classmethod
    def read(cls, words: Sequence[str]) -> "Ring":
        """Read `id:base64` words, the newest first as operators write them. Raises BadRing."""
        pairs = [word.partition(":") for word in words]
        try:
            keys = tuple((key_id, base64.b64decode(value, validate=True)) for key_id, _, value in reversed(pairs))
        except binascii.Error as error:
            raise BadRing("not base64") from error
        if not keys or len(dict(keys)) < len(keys) or any(len(key) < _SHORTEST_KEY or not name for name, key in keys):
            raise BadRing(BadRing.__doc__)
        return cls(keys)

    @property
    def newest(self) -> str:
        """The id of the key that new tokens stand under."""
        return self.keys[-1][0]

    def token(self, number: Identity) -> Token:
        """Make the token of an Aadhaar number."""
        return self.tokens(number)[-1]

    def tokens(self, number: Identity) -> tuple[Token, ...]:
        """Give the tokens under which rows may stand while they are being turned, the oldest first."""
        if number.kind is not Kind.AADHAAR:
            raise TypeError(f"a token is for Aadhaar only: {number.kind}")
        return self._over(0, f"aadhaar\0{number.number}".encode(), number.number[-4:])

    def turned(self, token: Token) -> Token:
        """Bring a token under the newest key, without the number. Raises UnknownKey."""
        names = [name for name, _ in self.keys]
        if token.key_id not in names:
            raise UnknownKey(token.key_id)
        begin = names.index(token.key_id) + 1
        return self._over(begin, _again(token.digest), token.last_four)[-1] if begin < len(names) else token

    def _over(self, begin: int, said: bytes, last_four: str) -> tuple[Token, ...]:
        found = []
        for key_id, key in self.keys[begin:]:
            digest = hmac.digest(key, said, "sha256").hex()
            found.append(Token(key_id, digest, last_four))
            said = _again(digest)
        return tuple(found)


def _again(digest: str) -> bytes:
    return f"token\0{digest}".encode()
