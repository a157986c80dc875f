"""Bearer tokens of the interface: a partner shows its id and secret and gets a signed token for some minutes."""

import hashlib
import hmac
import uuid
from datetime import datetime, timedelta

import jwt
from django.conf import settings

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.workers.models import Partner
from shramsetu.workers.social import keys
from shramsetu.workers.social.reasons import Fault, Refused

AUDIENCE = "spdci"
_NEEDED = ["iss", "sub", "aud", "iat", "exp", "jti"]


def digest(secret: str) -> str:
    """Return what is kept of a partner's secret. It is 32 random bytes, so nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def lasts(at: datetime) -> timedelta:
    """Return how long a token lasts."""
    return timedelta(minutes=rulebook.book().number("social.token_minutes", clock.day(at)))


def issue(client_id: str, secret: str, *, at: datetime) -> str:
    """Return a token for the partner who shows its secret. Raises Refused, the same for a wrong id and secret."""
    partner = Partner.objects.filter(sender_id=client_id, ended_at=None).first()
    kept = partner.secret_digest if partner else digest("nobody")
    if not hmac.compare_digest(kept, digest(secret)) or partner is None:
        raise Refused(Fault.UNAUTHORISED)
    return _signed(partner.sender_id, AUDIENCE, lasts(at), at, scope=" ".join(sorted(partner.rights)))


def own(partner: Partner, *, at: datetime) -> str:
    """Return the token with which we call at a partner's: signed by our published key, good for that partner alone."""
    return _signed(settings.SPDCI_ID, partner.sender_id, lasts(at), at, scope="callback")


def partner_of(token: str, *, at: datetime) -> Partner:
    """Return whom a token stands for. Raises Refused where it is not ours, run out, or the partner has ended."""
    for key in keys.private_keys():
        try:
            claims = jwt.decode(
                token,
                key.public_key(),
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                issuer=settings.SPDCI_ID,
                options={"require": _NEEDED, "verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError:
            continue
        if float(claims["exp"]) <= at.timestamp():
            break
        partner = Partner.objects.filter(sender_id=claims["sub"], ended_at=None).select_related("place").first()
        if partner is not None:
            return partner
    raise Refused(Fault.UNAUTHORISED)


def _signed(subject: str, audience: str, life: timedelta, at: datetime, *, scope: str) -> str:
    claims = {
        "iss": settings.SPDCI_ID,
        "sub": subject,
        "aud": audience,
        "iat": at,
        "exp": at + life,
        "jti": uuid.uuid4().hex,
        "scope": scope,
    }
    signer = keys.signer()
    return jwt.encode(claims, signer.key, algorithm="EdDSA", headers={"kid": signer.key_id, "typ": "at+jwt"})
