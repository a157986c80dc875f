"""Let another system in, change its keys, show it out. Each is a line in the journal."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place
from shramsetu.workers.models import Partner, PartnerKey, Right
from shramsetu.workers.social import keys, tokens


class BadPartner(ValueError):
    """The address is not https, or a right is none of ours · पता https नहीं, या अधिकार ग़लत है।"""


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A system that asks to be let in; `callback` is the address below which it is answered."""

    sender_id: str
    name: str
    purpose: str
    rights: Sequence[str]
    place: Place | None = None
    callback: str = ""
    tolerates_legacy: bool = True
    public_keys: Sequence[str] = field(default=())


@transaction.atomic
def admit(new: NewPartner, *, by: Actor, at: datetime) -> tuple[Partner, str]:
    """Let a partner in and return it with its secret, which is shown this once. Raises BadPartner, keys.BadKeys."""
    unknown = set(new.rights) - set(Right.values)
    if unknown or not _is_safe(new.callback):
        raise BadPartner(BadPartner.__doc__)
    secret = secrets.token_urlsafe(32)
    partner = Partner(
        sender_id=new.sender_id,
        name=new.name,
        purpose=new.purpose,
        rights=sorted(new.rights),
        place=new.place,
        secret_digest=tokens.digest(secret),
        callback=new.callback.rstrip("/"),
        tolerates_legacy=new.tolerates_legacy,
        made_at=at,
        made_by=by.key,
    )
    partner.save(force_insert=True)
    for written in new.public_keys:
        add_key(partner, written, by=by, at=at)
    detail = {"rights": partner.rights, "place": new.place.pk if new.place else None, "purpose": new.purpose}
    journal.append(_stream(partner), "admit", by=by, at=at, detail=detail)
    return partner, secret


@transaction.atomic
def add_key(partner: Partner, written: str, *, by: Actor, at: datetime) -> PartnerKey:
    """Take a public key of a partner; its id is its thumbprint. One that is known stays as it is."""
    public = keys.public_key(written)
    key, made = PartnerKey.objects.get_or_create(
        partner=partner, key_id=keys.thumbprint(public), defaults={"public": keys.written(public), "made_at": at}
    )
    if made:
        journal.append(_stream(partner), "add_key", by=by, at=at, detail={"key": key.key_id})
    return key


@transaction.atomic
def new_secret(partner: Partner, *, by: Actor, at: datetime) -> str:
    """Give a partner another secret, shown this once; the old one is good for nothing from now on."""
    secret = secrets.token_urlsafe(32)
    Partner.objects.filter(pk=partner.pk).update(secret_digest=tokens.digest(secret))
    journal.append(_stream(partner), "new_secret", by=by, at=at, detail={})
    return secret


@transaction.atomic
def end_key(partner: Partner, key_id: str, *, by: Actor, at: datetime) -> None:
    """Take a key of a partner out of use: what it signs from now on is refused."""
    if PartnerKey.objects.filter(partner=partner, key_id=key_id, ended_at=None).update(ended_at=at):
        journal.append(_stream(partner), "end_key", by=by, at=at, detail={"key": key_id})


@transaction.atomic
def end(partner: Partner, *, by: Actor, at: datetime) -> None:
    """Show a partner out: no token of it counts any more, and it is told nothing."""
    if Partner.objects.filter(pk=partner.pk, ended_at=None).update(ended_at=at):
        partner.subscriptions.filter(ended_at=None).update(ended_at=at)
        journal.append(_stream(partner), "end", by=by, at=at, detail={})


def _is_safe(address: str) -> bool:
    """Tell whether answers may go there: encrypted, or (in demo and tests) to this machine."""
    parts = urlsplit(address)
    here = (parts.hostname or "") in {"127.0.0.1", "localhost"} and (settings.DEMO or settings.TESTING)
    return not address or (bool(parts.hostname) and not parts.username and (parts.scheme == "https" or here))


def _stream(partner: Partner) -> str:
    return f"partner:{partner.pk}"
