"""Who acts, and how one entry is chained to the one before: pure functions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Detail = Mapping[str, object]
START = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in a post, a citizen known by the keyed hash of a phone, or the system itself.

    `role` is the role of the post in whose name the act is done. `assists` marks an assistant, whose reports and
    closures wait in the post's tray. `scopes` is None for a browser session and the granted set for an API token.
    """

    role: str
    user_id: int | None = None
    post_id: int | None = None
    person: str = ""
    assists: bool = False
    scopes: frozenset[str] | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The text by which the journal and the idempotency table know this actor."""
        if self.user_id is not None:
            return f"user:{self.user_id}@{self.post_id or 0}"
        return f"person:{self.person}" if self.person else self.role


SYSTEM = Actor(role="system")


def canonical(value: Detail) -> bytes:
    """Write `value` as the one JSON text that is hashed: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def digest(value: Detail, salt: bytes = b"") -> bytes:
    """Return the salted SHA-256 of `value`; with a random salt the text cannot be guessed from it."""
    return hashlib.sha256(salt + canonical(value)).digest()


def link(previous: bytes, seq: int, verb: str, by: str, at: datetime, detail: bytes, private: bytes) -> bytes:
    """Return the head of a stream after one more entry.

    `detail` and `private` are digests, `private` empty where the entry has no personal side row.
    """
    body = "\x1f".join((str(seq), verb, by, str(int(at.timestamp() * 1_000_000)))).encode()
    return hashlib.sha256(previous + body + detail + private).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle root of `leaves` in the order given; leaves and nodes are hashed apart (RFC 6962).

    The root of no leaves is the hash of nothing.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    row = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(row) > 1:
        paired = [
            hashlib.sha256(b"\1" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)
        ]
        row = paired + row[len(paired) * 2 :]
    return row[0]


def root_digest(previous: bytes, merkle: bytes, at: datetime, last_xid: int) -> bytes:
    """Return what is signed of an hourly root: the root before it, the Merkle root, the time and how far it reaches."""
    return hashlib.sha256(previous + merkle + f"{int(at.timestamp())}:{last_xid}".encode()).digest()


def signer(secret: bytes) -> Ed25519PrivateKey:
    """Return the signing key that belongs to `secret`; its public half is published, so that anyone can verify."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"journal root:" + secret).digest())


def sign(secret: bytes, digest: bytes) -> bytes:
    """Return the Ed25519 signature of `digest`."""
    return signer(secret).sign(digest)


def public_key(secret: bytes) -> str:
    """Return the public key in hexadecimal, as it is published beside the roots."""
    raw = signer(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return raw.hex()


def key_id(secret: bytes) -> str:
    """Return the short name of the signing key."""
    return public_key(secret)[:16]


def is_signed(secret: bytes, digest: bytes, signature: bytes) -> bool:
    """Return whether `signature` is ours over `digest`."""
    try:
        signer(secret).public_key().verify(signature, digest)
    except InvalidSignature:
        return False
    return True
