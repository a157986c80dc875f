"""Our own keys of the interface: the newest signs, all of them are published and still verify."""

import base64
import hashlib
from functools import lru_cache

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from shramsetu.workers.social.reasons import Fault, Refused
from shramsetu.workers.social.signing import Signer

_BYTES = 32


class BadKeys(ValueError):
    """SPDCI_KEYS is not `id:base64 of 32 bytes` each · SPDCI_KEYS का रूप ग़लत है।"""


def signer() -> Signer:
    """Return what signs our envelopes. Raises Refused (service unavailable) where no key is set."""
    key = private_keys()[0]
    return Signer(settings.SPDCI_ID, thumbprint(key.public_key()), key)


def private_keys() -> tuple[Ed25519PrivateKey, ...]:
    """Return our keys, the newest first. Raises Refused (service unavailable) where none is set."""
    words = tuple(settings.SPDCI_KEYS)
    if not words and not (settings.DEMO or settings.TESTING):
        raise Refused(Fault.UNAVAILABLE, "SPDCI_KEYS")
    return _read(words or (_of_the_demo(settings.SECRET_KEY),))


def jwks() -> dict[str, list[dict[str, str]]]:
    """Return our public keys as `/.well-known/jwks.json` shows them (RFC 7517, RFC 8037)."""
    shown = []
    for key in private_keys():
        public = key.public_key()
        shown.append({**_jwk(public), "kid": thumbprint(public), "use": "sig", "alg": "EdDSA"})
    return {"keys": shown}


def thumbprint(key: Ed25519PublicKey) -> str:
    """Return the id of a public key (RFC 7638)."""
    return _base64url(hashlib.sha256(rfc8785.dumps(dict(_jwk(key)))).digest())


def public_key(written: str) -> Ed25519PublicKey:
    """Read a public key: 32 bytes in base64 or base64url. Raises BadKeys."""
    try:
        raw = base64.b64decode(written.replace("-", "+").replace("_", "/") + "=" * (-len(written) % 4), validate=True)
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise BadKeys(BadKeys.__doc__) from error


def written(key: Ed25519PublicKey) -> str:
    """Write a public key as rows keep it."""
    return base64.b64encode(raw(key)).decode()


def raw(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def of_jwk(shown: dict[str, object]) -> Ed25519PublicKey:
    """Read a key out of another registry's published set. Raises BadKeys where it is not Ed25519."""
    if shown.get("kty") != "OKP" or shown.get("crv") != "Ed25519":
        raise BadKeys(BadKeys.__doc__)
    return public_key(str(shown.get("x", "")))


def _jwk(key: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw(key))}


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@lru_cache(maxsize=4)
def _read(words: tuple[str, ...]) -> tuple[Ed25519PrivateKey, ...]:
    found = []
    for word in words:
        try:
            seed = base64.b64decode(word.partition(":")[2], validate=True)
        except ValueError as error:
            raise BadKeys(BadKeys.__doc__) from error
        if len(seed) != _BYTES:
            raise BadKeys(BadKeys.__doc__)
        found.append(Ed25519PrivateKey.from_private_bytes(seed))
    return tuple(found)


def _of_the_demo(secret: str) -> str:
    return "demo:" + base64.b64encode(hashlib.sha256(b"spdci:" + secret.encode()).digest()).decode()
