"""Signatures of messages between programs, as Standard Webhooks writes them: HMAC over id, time and body."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
KEY_BYTES, KEY_LEAST, KEY_MOST = 32, 24, 64
TOLERANCE_SECONDS = 300
_VERSION = "v1"
_SECONDS_DIGITS = 12


class BadSecret(ValueError):
    """This is no secret of a webhook."""


class Untrue(Exception):
    """A message that none of the keys signed, or not within these minutes; the text is a word for why."""


def written(key: bytes) -> str:
    """Return a key as people carry it from one system to the other."""
    return PREFIX + base64.b64encode(key).decode()


def read(secret: str) -> bytes:
    """Return the key of a written secret; raises BadSecret."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise BadSecret("base64") from error
    if not KEY_LEAST <= len(key) <= KEY_MOST:
        raise BadSecret("length")
    return key


def headers(key_id: str, seconds: int, body: bytes, *, keys: Sequence[bytes]) -> dict[str, str]:
    """Return the three headers of a message: one signature for each key, so that keys can be changed in peace.

    Raises BadSecret where there is none: nothing goes out unsigned.
    """
    if not keys:
        raise BadSecret("no_key")
    signed = " ".join(f"{_VERSION},{_signature(key, key_id, str(seconds), body)}" for key in keys)
    return {ID: key_id, TIMESTAMP: str(seconds), SIGNATURE: signed}


def verify(given: Mapping[str, str], body: bytes, *, keys: Sequence[bytes], now: int) -> str:
    """Return the id of a message that one of `keys` signed within five minutes of `now`; raises Untrue.

    `given` are the request's headers, in whatever case their names come.
    """
    lower = {name.lower(): value for name, value in given.items()}
    key_id, at, signed = (lower.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not key_id or not at or not signed:
        raise Untrue("unsigned")
    if not (at.isascii() and at.isdigit() and len(at) <= _SECONDS_DIGITS):
        raise Untrue("time")
    if abs(now - int(at)) > TOLERANCE_SECONDS:
        raise Untrue("time")
    told = [one.partition(",")[2] for one in signed.split(" ") if one.startswith(f"{_VERSION},")]
    wanted = [_signature(key, key_id, at, body) for key in keys]
    if not any(hmac.compare_digest(one.encode(), other.encode()) for one in wanted for other in told):
        raise Untrue("signature")
    return key_id


def _signature(key: bytes, key_id: str, at: str, body: bytes) -> str:
    signed = hmac.new(key, f"{key_id}.{at}.".encode() + body, hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()
