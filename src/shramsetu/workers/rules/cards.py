"""What the code on a worker's card says, and how it is signed: anybody with the public key checks it without a network.

The code is an address whose part behind the # no browser sends: `SS1.KEY.CONTENT.SIGNATURE`, the last two in base64 for
addresses (RFC 4648, section 5, unpadded). CONTENT is a JSON object; signed (Ed25519) are the bytes of CONTENT behind
`shramsetu card 1` and a NUL, so that a signature made for something else never fits a card.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MARK = "SS1"
_DOMAIN = b"shramsetu card 1\0"
_LIST = b"shramsetu revoked cards 1\0"
_KEY_BYTES = 32
LONGEST = 40  # signs of a name in the code; a longer one is cut, on paper it stands whole
_FIELDS = {"n", "b", "i", "w", "p", "y", "d", "f", "u"}


class BadKeys(ValueError):
    """The keys of the cards cannot be used: none, an id twice, or not `id:base64 of 32 bytes`."""


class NotACard(ValueError):
    """The text is not the code of a card."""


class UnknownKey(LookupError):
    """The card names a key that is not among those known here."""


class Forged(ValueError):
    """The signature does not belong to what the card says."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a card says of its worker: as much as stands on its face, nothing of Aadhaar, phone or account."""

    number: str
    board: str
    issue: int
    name: str
    parent: str
    born_year: int
    district: str
    issued_on: date
    valid_until: date

    @property
    def mark(self) -> str:
        """How this one card is named where only revoked ones are listed: nobody reads a worker from it."""
        return mark_of(self.number, self.board, self.issue)


@dataclass(frozen=True, slots=True)
class Ring:
    """The signing keys, the one in use first, and public keys of which the secret half is destroyed."""

    private: tuple[tuple[str, Ed25519PrivateKey], ...]
    public: tuple[tuple[str, Ed25519PublicKey], ...]

    @classmethod
    def read(cls, words: Sequence[str], retired: Sequence[str] = ()) -> "Ring":
        """Read `id:base64` words: secrets, the newest first, and retired public keys. Raises BadKeys."""
        private = tuple((name, Ed25519PrivateKey.from_private_bytes(raw)) for name, raw in map(_word, words))
        old = tuple((name, Ed25519PublicKey.from_public_bytes(raw)) for name, raw in map(_word, retired))
        public = (*((name, key.public_key()) for name, key in private), *old)
        if not private or len(dict(public)) < len(public):
            raise BadKeys(BadKeys.__doc__)
        return cls(private, public)

    @property
    def newest(self) -> str:
        """The id of the key that signs."""
        return self.private[0][0]

    def published(self) -> dict[str, str]:
        """Give each public key by its id, in base64, as it is published."""
        return {name: base64.b64encode(_raw(key)).decode() for name, key in self.public}

    def sign(self, content: bytes) -> bytes:
        """Sign the content of a card under the newest key."""
        return self.private[0][1].sign(_DOMAIN + content)

    def sign_list(self, content: bytes) -> bytes:
        """Sign a list of revoked cards under the newest key."""
        return self.private[0][1].sign(_LIST + content)


def written(said: Said) -> bytes:
    """Write what a card says as the bytes that are signed."""
    content = {
        "n": said.number,
        "b": said.board,
        "i": said.issue,
        "w": said.name[:LONGEST],
        "p": said.parent[:LONGEST],
        "y": said.born_year,
        "d": said.district,
        "f": said.issued_on.isoformat(),
        "u": said.valid_until.isoformat(),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def code(key_id: str, content: bytes, signature: bytes) -> str:
    """Return the text of the code, without the address before it."""
    return f"{MARK}.{key_id}.{_encoded(content)}.{_encoded(signature)}"


def check(text: str, keys: Mapping[str, str]) -> Said:
    """Return what a card says whose signature is right. Raises NotACard, UnknownKey, Forged.

    `text` is what the code holds, with the address before the # or without; `keys` are public keys by id, in base64.
    """
    mark, key_id, content, signature = _parts(text)
    if mark != MARK:
        raise NotACard(NotACard.__doc__)
    if key_id not in keys:
        raise UnknownKey(key_id)
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[key_id], validate=True))
    except ValueError as error:
        raise BadKeys(key_id) from error
    try:
        public.verify(signature, _DOMAIN + content)
    except InvalidSignature as error:
        raise Forged(Forged.__doc__) from error
    return read(content)


def listed(signed: str, signature: str, public: str) -> set[str]:
    """Return the marks of a signed list of revoked cards; `public` is the key it names. Raises Forged, NotACard."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), _LIST + signed.encode())
        return set(json.loads(signed)["cards"])
    except InvalidSignature as error:
        raise Forged(Forged.__doc__) from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotACard(NotACard.__doc__) from error


def read(content: bytes) -> Said:
    """Return what the content of a card says; whether it is signed, `check` tells. Raises NotACard."""
    found = json.loads(content)
    if set(found) != _FIELDS:
        raise NotACard(NotACard.__doc__)
    return Said(
        number=found["n"],
        board=found["b"],
        issue=found["i"],
        name=found["w"],
        parent=found["p"],
        born_year=found["y"],
        district=found["d"],
        issued_on=date.fromisoformat(found["f"]),
        valid_until=date.fromisoformat(found["u"]),
    )


def mark_of(number: str, board: str, issue: int) -> str:
    """Return the mark of a card in the list of revoked ones: 48 bits of a hash."""
    return hashlib.sha256(f"{number}:{board}:{issue}".encode()).hexdigest()[:12]


def _parts(text: str) -> tuple[str, str, bytes, bytes]:
    words = "".join(text.split()).rpartition("#")[2].split(".")
    try:
        mark, key_id, content, signature = words
        return mark, key_id, _decoded(content), _decoded(signature)
    except (ValueError, binascii.Error) as error:
        raise NotACard(NotACard.__doc__) from error


def _word(word: str) -> tuple[str, bytes]:
    name, _, value = word.partition(":")
    try:
        raw = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise BadKeys(BadKeys.__doc__) from error
    if not name or not name.isalnum() or len(raw) != _KEY_BYTES:
        raise BadKeys(BadKeys.__doc__)
    return name, raw


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _encoded(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
