"""Signatures of envelopes: Ed25519 over created, expires and the digest of header and message.

The standard names neither a canonical form nor a digest, so there are three in use. We sign the bytes of RFC 8785 and
send them as they were signed. Of others we try, in this order: what stands in the body (`raw`), RFC 8785 (`jcs`), and
sorted JSON with every letter beyond ASCII escaped (`legacy`, OpenSPP 2), and say which one fitted.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shramsetu.workers.social.reasons import Fault, Refused

LIFE_SECONDS, SKEW_SECONDS = 300, 60
ALGORITHM = "ed25519"
HEADERS = "(created) (expires) digest"
_PART = re.compile(r'\s*(\w+)="([^"\\]*)"\s*(?:,|$)')
_LONGEST = 2000
_SAFE_DIGITS = 15  # every whole number of so many digits is a double


class Form(StrEnum):
    """Over which bytes a signature was made."""

    RAW = "raw"
    JCS = "jcs"
    LEGACY = "legacy"


class BadJson(ValueError):
    """This is not one JSON object with each name once."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, the id it is published under, and whose it is."""

    sender: str
    key_id: str
    key: Ed25519PrivateKey

    def sign(self, content: bytes, at: datetime) -> str:
        """Return the text of the field `signature` over these bytes."""
        created = int(at.timestamp())
        expires = created + LIFE_SECONDS
        made = base64.b64encode(self.key.sign(_signed(created, expires, content))).decode()
        said = {
            "namespace": "dci",
            "kidId": f"{self.sender}|{self.key_id}|{ALGORITHM}",
            "algorithm": ALGORITHM,
            "created": created,
            "expires": expires,
            "headers": HEADERS,
            "signature": made,
        }
        return ", ".join(f'{name}="{value}"' for name, value in said.items())

    def envelope(self, header: Mapping[str, Any], message: Mapping[str, Any], at: datetime) -> bytes:
        """Return header and message as one signed body: what was signed stands in it byte for byte."""
        content = canonical({"header": header, "message": message})
        signature = json.dumps(self.sign(content, at), ensure_ascii=False)
        return content[:-1] + b',"signature":' + signature.encode() + b"}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature taken apart, before anything of it is believed."""

    sender: str
    key_id: str
    created: int
    expires: int
    made: bytes

    @classmethod
    def read(cls, text: str) -> "Signature":
        """Read the field `signature`. Raises Refused (missing, or invalid)."""
        if not text.strip():
            raise Refused(Fault.UNSIGNED)
        said = _parts(text)
        sender, _, rest = said.get("kidId", said.get("keyId", "")).partition("|")
        key_id, _, algorithm = rest.partition("|")
        try:
            made = base64.b64decode(said["signature"], validate=True)
            created, expires = int(said["created"]), int(said["expires"])
        except (KeyError, ValueError, binascii.Error) as error:
            raise Refused(Fault.SIGNATURE, "its parts cannot be read") from error
        if {algorithm, said.get("algorithm")} != {ALGORITHM} or said.get("headers") != HEADERS:
            raise Refused(Fault.SIGNATURE, "algorithm or headers")
        return cls(sender, key_id, created, expires, made)

    def check(self, body: bytes, *, key: Ed25519PublicKey, sender: str, at: datetime) -> Form:
        """Tell over which bytes of the body the key signed. Raises Refused where it did not, or not now."""
        now = at.timestamp()
        if self.sender != sender:
            raise Refused(Fault.SIGNATURE, "kidId names another sender")
        if not 0 < self.expires - self.created <= LIFE_SECONDS:
            raise Refused(Fault.SIGNATURE, f"it lasts more than {LIFE_SECONDS} seconds")
        if self.created > now + SKEW_SECONDS or self.expires < now - SKEW_SECONDS:
            raise Refused(Fault.SIGNATURE, "created or expires")
        for form, written in _FORMS.items():
            content = written(body)
            if content and self._fits(content, key):
                return form
        raise Refused(Fault.SIGNATURE, "header and message are not what was signed")

    def _fits(self, content: bytes, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(self.made, _signed(self.created, self.expires, content))
        except InvalidSignature:
            return False
        return True


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write a value as RFC 8785 does."""
    return bytes(rfc8785.dumps(dict(value)))


def read(body: bytes) -> dict[str, Any]:
    """Read a body. Raises BadJson: a name that stands twice would mean one thing to us and another to the signer."""
    try:
        found = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)  # UTF-8 and no mark
    except (ValueError, RecursionError) as error:
        raise BadJson(BadJson.__doc__) from error
    if not isinstance(found, dict):
        raise BadJson(BadJson.__doc__)
    return found


def _signed(created: int, expires: int, content: bytes) -> bytes:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return f"(created): {created}\n(expires): {expires}\ndigest: {digest}".encode()


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST:
        raise Refused(Fault.SIGNATURE, "it is too long")
    text = text.removeprefix("Signature:").removeprefix("Signature ")
    found, end = {}, 0
    for part in _PART.finditer(text):
        if part.start() != end or part[1] in found:
            break
        found[part[1]], end = part[2], part.end()
    if end != len(text):
        raise Refused(Fault.SIGNATURE, "its parts cannot be read")
    return found


def _raw(body: bytes) -> bytes:
    """Return header and message as they stand in the body, spaces and all."""
    slices = _members(body.decode())
    if not {"header", "message"} <= slices.keys():
        return b""
    return f'{{"header":{slices["header"]},"message":{slices["message"]}}}'.encode()


def _members(text: str) -> dict[str, str]:
    """Return the text of each member of an object that `read` has accepted."""
    decoder = json.JSONDecoder()
    found, place = {}, _past(text, 0, "{")
    while text[place] != "}":
        name, place = decoder.raw_decode(text, place)
        begin = _past(text, place, ":")
        _, place = decoder.raw_decode(text, begin)
        found[name] = text[begin:place]
        place = _past(text, place, ",")
    return found


def _past(text: str, place: int, sign: str) -> int:
    """Return where the next value begins behind spaces and one `sign`."""
    while text[place] in f" \t\r\n{sign}":
        place += 1
    return place


def _jcs(body: bytes) -> bytes:
    try:
        return canonical(_two(body, parse_int=_double))
    except rfc8785.CanonicalizationError:
        return b""  # infinity, say: then it was not signed in this form


def _legacy(body: bytes) -> bytes:
    return json.dumps(_two(body), sort_keys=True, separators=(",", ":")).encode()


def _double(digits: str) -> int | float:
    """Take a number as RFC 8785 does: as a double. 1e21 may have been written out in digits."""
    return int(digits) if len(digits) <= _SAFE_DIGITS else float(digits)


def _two(body: bytes, **how: Any) -> dict[str, Any]:
    found = json.loads(body, **how)
    return {name: found[name] for name in ("header", "message") if name in found}


_FORMS: dict[Form, Callable[[bytes], bytes]] = {Form.RAW: _raw, Form.JCS: _jcs, Form.LEGACY: _legacy}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadJson(BadJson.__doc__)
    return found


def _no_constant(name: str) -> None:
    raise BadJson(name)
