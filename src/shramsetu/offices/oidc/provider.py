"""The sign-on service itself: where its doors are, its keys, and the one exchange of a code.

Its addresses come from its own document below OIDC_ISSUER, which the operator set; nothing in a request names one.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jwt
from django.conf import settings
from django.core.cache import cache as kept

from shramsetu import outside
from shramsetu.offices.oidc import rules

KEEP_SECONDS = 3600
DOCUMENT, KEYS = "oidc-document", "oidc-keys"
WELL_KNOWN = "/.well-known/openid-configuration"
TRIES = 2
MOST = 1_000_000  # bytes of a document, of keys, of a token
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Unreachable(Exception):
    """The service does not answer, or says what nobody can use; the text is a word for why."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The addresses of the service; `leave` is "" where it has none."""

    authorize: str
    token: str
    keys: str
    leave: str
    is_basic: bool  # our secret goes in a header, not in the form


def is_set() -> bool:
    """Whether this site has a sign-on service."""
    return bool(settings.OIDC["issuer"] and settings.OIDC["client_id"])


def doors() -> Doors:
    """Return the doors, as the service's own document says. Raises Unreachable."""
    said = kept.get(DOCUMENT) or _document()
    issuer = settings.OIDC["issuer"]
    leave = said.get("end_session_endpoint", "")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Doors(
        authorize=said["authorization_endpoint"],
        token=said["token_endpoint"],
        keys=said["jwks_uri"],
        leave=leave if rules.is_fit(leave, issuer=issuer) else "",
        is_basic="client_secret_post" not in ways,  # services disagree on how a secret is written in a header
    )


def redeem(code: str, *, verifier: str, back: str, nonce: str) -> tuple[dict[str, Any], str]:
    """Give a code for an ID token, once; return what it says, and the token. Raises Unreachable, rules.Untrue."""
    here = doors()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    token = _asked("POST", here.token, form | _named(here), _proved(here)).get("id_token")
    try:
        return _claims(token, _keys(here), nonce), str(token)
    except rules.UnknownKey:  # they were changed since we read them
        kept.delete(KEYS)
        return _claims(token, _keys(here), nonce), str(token)


def _claims(token: object, keys: list[jwt.PyJWK], nonce: str) -> dict[str, Any]:
    issuer, client = settings.OIDC["issuer"], settings.OIDC["client_id"]
    return rules.claims(token, keys, issuer=issuer, client=client, nonce=nonce)


def _named(here: Doors) -> dict[str, str]:
    client, secret = settings.OIDC["client_id"], settings.OIDC["client_secret"]
    if here.is_basic and secret:
        return {}
    return {"client_id": client} | ({"client_secret": secret} if secret else {})


def _proved(here: Doors) -> str:
    """Return the header that proves who we are; empty where the form does."""
    client, secret = settings.OIDC["client_id"], settings.OIDC["client_secret"]
    if not (here.is_basic and secret):
        return ""
    pair = f"{quote(client, safe='')}:{quote(secret, safe='')}"  # RFC 6749, 2.3.1
    return f"Basic {b64encode(pair.encode()).decode()}"


def _document() -> dict[str, Any]:
    issuer = settings.OIDC["issuer"]
    if not rules.is_fit(issuer, issuer=issuer):
        raise Unreachable("issuer_not_https")
    said = _asked("GET", issuer.rstrip("/") + WELL_KNOWN)
    if said.get("issuer") != issuer:
        raise Unreachable("another_issuer")
    if not all(rules.is_fit(said.get(name), issuer=issuer) for name in NEEDED):
        raise Unreachable("endpoints")
    kept.set(DOCUMENT, said, KEEP_SECONDS)
    return said


def _keys(here: Doors) -> list[jwt.PyJWK]:
    said = kept.get(KEYS)
    if said is None:
        said = _asked("GET", here.keys)
        kept.set(KEYS, said, KEEP_SECONDS)
    try:
        return jwt.PyJWKSet.from_dict(said).keys
    except jwt.PyJWTError as error:
        kept.delete(KEYS)
        raise Unreachable("keys") from error


def _asked(method: str, address: str, form: Mapping[str, str] | None = None, proof: str = "") -> dict[str, Any]:
    """Ask and return the JSON object that comes back; a reading is tried twice, a code is given once."""
    headers = {"Accept": "application/json"} | (outside.FORM if form else {})
    headers |= {"Authorization": proof} if proof else {}
    tries, seconds = TRIES if method == "GET" else 1, settings.OIDC["timeout_seconds"]
    while True:
        tries -= 1
        try:
            answer = outside.ask(method, address, outside.form(form or {}), headers=headers, timeout=seconds, most=MOST)
        except outside.NotReached as error:
            if tries:
                continue
            raise Unreachable(str(error)) from error
        return _read(answer)


def _read(answer: outside.Answer) -> dict[str, Any]:
    said = answer.said
    if answer.is_success and said:
        return said
    if 400 <= answer.status < 500 and said.get("error"):
        raise rules.Untrue(str(said["error"])[:60])
    raise Unreachable(f"HTTP {answer.status}")
