"""The nightly file of Family ID: a line with what it is, a line for each family, a line with its signature.

{"file": "family-id", "version": 1, "written_at": "2026-11-22T01:00:00+05:30", "families": 2}
{"group_identifier": …, "member_list": …}      (a Group of the interface, one a line)
{"sha256": HEX of all bytes before this line, "kid": KEY, "signature": BASE64 of Ed25519 over that HEX}
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shramsetu.workers.social import signing
from shramsetu.workers.social.signing import BadJson, Signer

NAME, VERSION = "family-id", 1
LINE_MOST = 1 << 20


class BadFile(ValueError):
    """The file is not what it should be; `reason` is `head`, `tail`, `digest`, `signature` or `count`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself."""

    written_at: datetime
    families: int
    digest: str
    key_id: str
    signature: bytes


def check(path: Path) -> Head:
    """Read first and last line and the digest of what lies between. Raises BadFile, OSError."""
    with path.open("rb") as file:
        first = file.readline(LINE_MOST)
        digest, last, count = hashlib.sha256(first), b"", 0
        for line in file:
            digest.update(last)
            count, last = count + bool(last), line
    head, tail = _object(first, "head"), _object(last, "tail")
    try:
        written_at = datetime.fromisoformat(head["written_at"])
        told = Head(written_at, int(head["families"]), str(tail["sha256"]), str(tail.get("kid", "")), _bytes(tail))
    except (KeyError, TypeError, ValueError) as error:
        raise BadFile("head") from error
    if (head.get("file"), head.get("version")) != (NAME, VERSION) or written_at.tzinfo is None:
        raise BadFile("head")
    if digest.hexdigest() != told.digest:
        raise BadFile("digest")
    if count != told.families:
        raise BadFile("count")
    return told


def verify(head: Head, key: Ed25519PublicKey) -> None:
    """Check the signature. Raises BadFile."""
    try:
        key.verify(head.signature, head.digest.encode())
    except InvalidSignature as error:
        raise BadFile("signature") from error


def lines(path: Path, *, skip: int) -> Iterator[bytes]:
    """Yield the lines of families, all but the first `skip`; each may be faulty in itself."""
    with path.open("rb") as file:
        file.readline(LINE_MOST)
        previous, place = b"", -1
        for line in file:
            if previous and place >= skip:
                yield previous
            previous, place = line, place + 1


def write(path: Path, records: Iterable[dict[str, Any]], *, signer: Signer, at: datetime) -> int:
    """Write a file, as the service does; return how many families it holds."""
    listed = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in records]
    head = json.dumps({"file": NAME, "version": VERSION, "written_at": at.isoformat(), "families": len(listed)})
    body = "".join(f"{line}\n" for line in (head, *listed)).encode()
    digest = hashlib.sha256(body).hexdigest()
    made = base64.b64encode(signer.key.sign(digest.encode())).decode()
    tail = json.dumps({"sha256": digest, "kid": signer.key_id, "signature": made})
    path.write_bytes(body + tail.encode() + b"\n")
    return len(listed)


def _object(line: bytes, reason: str) -> dict[str, Any]:
    try:
        return signing.read(line)
    except BadJson as error:
        raise BadFile(reason) from error


def _bytes(tail: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(tail.get("signature", "")), validate=True)
    except binascii.Error as error:
        raise BadFile("signature") from error
