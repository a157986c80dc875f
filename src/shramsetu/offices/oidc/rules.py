"""What is asked of the sign-on service and what makes its answer true; no clock, no network."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60  # by so much the two clocks may differ
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")
SUBJECT_MOST = 255


class Untrue(Exception):
    """An answer that does not prove who somebody is; the text is a word for why."""


class UnknownKey(Untrue):
    """None of the known keys signed it: the service may have changed them."""


def challenge(verifier: str) -> str:
    """Return what is shown of a verifier at the beginning (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def with_query(address: str, **asked: str) -> str:
    """Return `address` with more questions behind it."""
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def is_fit(address: object, *, issuer: str) -> bool:
    """Tell whether an address of the service may be used: encrypted, or on this machine where the issuer is too."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or not parts.hostname:
        return False
    return parts.scheme == "https" or (is_here(address) and is_here(issuer))


def is_here(address: object) -> bool:
    """Tell whether an address is this very machine's."""
    host = urlsplit(str(address)).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def claims(token: object, keys: Sequence[jwt.PyJWK], *, issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """Return what an ID token says, if it was signed by one of `keys`, for us, now, in answer to `nonce`.

    Raises UnknownKey, Untrue.
    """
    if not isinstance(token, str):
        raise Untrue("no_token")
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(NEEDED)},
        )
    except jwt.PyJWTError as error:
        raise Untrue(type(error).__name__) from error
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if said.get("azp", None if several else client) != client:
        raise Untrue("azp")
    if not hmac.compare_digest(str(said["nonce"]).encode(), nonce.encode()):
        raise Untrue("nonce")
    if not 0 < len(str(said["sub"])) <= SUBJECT_MOST:
        raise Untrue("sub")
    return said


def user_name(said: Mapping[str, Any], claim: str) -> str:
    """Return our user's name out of `claim`; "" where it says none, or an e-mail that nobody proved."""
    if claim == "email" and said.get("email_verified") is not True:
        return ""
    name = said.get(claim)
    return name if isinstance(name, str) else ""


def _key(token: str, keys: Sequence[jwt.PyJWK]) -> jwt.PyJWK:
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Untrue("algorithm")
    signing = [key for key in keys if key.public_key_use in (None, "sig")]
    fit = [key for key in signing if key.key_id == header["kid"]] if header.get("kid") else signing
    if len(fit) != 1:
        raise UnknownKey("kid")
    return fit[0]
